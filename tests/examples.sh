# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# The worked examples of a plugin's README, run just as they stand: source it after tap.sh.  Blocks
# between lines of ``` that are named after a file are written to it; `cells` are expected of the
# plan.json before them: indicator.output, then what tells the cell apart (unit, period, labels of
# axes, keys of breakdowns, in any order), then the value or the reason.
# Expected numbers were done by hand; the last digits of the longer ones are a second calculator's.

# expect: the cells of the last block.
expect () {
	"$chiso" run plan.json --format csv -q >got.csv 2>err || cat err >&2
	awk -F, '
		# The words of a text in one order.
		function sorted(text,	word, n, i, j, w, out) {
			n = split(text, word, " ")
			for (i = 2; i <= n; i++) {
				w = word[i]
				for (j = i - 1; j && word[j] "" > w ""; j--) word[j + 1] = word[j]
				word[j + 1] = w
			}
			for (i = 1; i <= n; i++) out = out " " word[i]
			return out
		}
		FILENAME == "got.csv" && FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		FILENAME == "got.csv" {
			own = at["unit"] ? $at["unit"] : ""
			for (i = at["period"]; i < at["value"]; i++) if ($i != "") own = own " " $i
			place = $at["indicator"] "." $at["output"] sorted(own)
			found[place] = cells[place]++ ? "two cells" : $at["value"] $at["reason"]
			next
		}
		{
			n = split($0, word, " ")
			wanted = word[n]
			own = ""
			for (i = 2; i < n; i++) own = own " " word[i]
			got = found[word[1] sorted(own)]
			d = got - wanted
			if (wanted ~ /^[0-9]/) good = got != "" && d <= 1e-14 * wanted && -d <= 1e-14 * wanted
			else good = got == wanted
			if (!good) print "# got: " got
			print !good, "example: " $0
		}' got.csv cells >compared
	while read -r status name; do
		case $status in
		'#') echo "# $name" ;;
		*) ok "$status" "$name" ;;
		esac
	done <compared
}

# run_examples README N: it has N of them.
run_examples () {
	examples=0
	block=
	while IFS= read -r line; do
		case $line in
		'```') [ "$block" = cells ] && { examples=$((examples + 1)); expect; }
			block= ;;
		'```'*) block=${line##*[ \`]}
			: >"$block" ;;
		*) [ -z "$block" ] || printf '%s\n' "$line" >>"$block" ;;
		esac
	done <"$1"
	is "$examples" "$2" "every indicator has an example"
}
