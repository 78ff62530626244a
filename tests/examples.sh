# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# The worked examples of a plugin's README, run just as they stand: source it after tap.sh.  Blocks
# between lines of ``` that are named after a file are written to it; `cells` are expected of the
# plan.json before them: indicator.output, then what tells the cell apart (unit, period, labels of
# axes, keys of breakdowns, in any order), then the value or the reason.
# Expected numbers were done by hand; the last digits of the longer ones are a second calculator's.

# expect: the cells of the last block, all looked up in one go: a process for each would take seconds.
expect () {
	"$chiso" run plan.json --format csv -q >got.csv 2>err || cat err >&2
	awk '
		# A cell by name and by what tells it apart, in one order.
		function key(name, places, n,    i, j, word) {
			for (i = 2; i <= n; i++) {
				word = places[i]
				for (j = i; j > 1 && places[j - 1] "" > word ""; j--) places[j] = places[j - 1]
				places[j] = word
			}
			for (i = 1; i <= n; i++) name = name " " places[i]
			return name
		}
		FILENAME == "got.csv" {
			n = split($0, field, ",")
			if (FNR == 1) { for (i = 1; i <= n; i++) at[field[i]] = i; next }
			n = 0
			if (at["unit"] && field[at["unit"]] != "") own[++n] = field[at["unit"]]
			for (i = at["period"]; i < at["value"]; i++) if (field[i] != "") own[++n] = field[i]
			got[key(field[at["indicator"]] "." field[at["output"]], own, n)] = \
				field[at["value"]] field[at["reason"]]
			next
		}
		{
			for (i = 2; i < NF; i++) own[i - 1] = $i
			found = got[key($1, own, NF - 2)]
			gap = found - $NF
			near = found != "" && gap <= 1e-14 * $NF && -gap <= 1e-14 * $NF
			print !($NF ~ /^[0-9]/ ? near : found == $NF), $0
			if (!($NF ~ /^[0-9]/ ? near : found == $NF)) print "# got:", found
		}' got.csv cells >verdicts
	while read -r status line; do
		case $status in
		'#') echo "# $line" ;;
		*) ok "$status" "example: $line" ;;
		esac
	done <verdicts
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
