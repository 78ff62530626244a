# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# The worked examples of a plugin's README, run just as they stand: source it after tap.sh.  Blocks
# between lines of ``` that are named after a file are written to it; `cells` are expected of the
# plan.json before them: indicator.output, then what tells the cell apart (unit, period, labels of
# axes, keys of breakdowns, in any order), then the value or the reason.
# Expected numbers were done by hand; the last digits of the longer ones are a second calculator's.

# sorted WORD...: the words in one order.
sorted () {
	printf '%s\n' "$@" | LC_ALL=C sort | tr '\n' ' '
}

# expect: the cells of the last block.
expect () {
	"$chiso" run plan.json --format csv -q >got.csv 2>err || cat err >&2
	awk -F, '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{
			own = at["unit"] ? $at["unit"] : ""
			for (i = at["period"]; i < at["value"]; i++) if ($i != "") own = own " " $i
			print $at["indicator"] "." $at["output"] "," own "," $at["value"] $at["reason"]
		}' got.csv >found
	while IFS= read -r line; do
		wanted=${line##* }
		rest=${line% *}
		name=${rest%% *}
		# shellcheck disable=SC2086 # places are words
		places=$(sorted ${rest#"$name"})
		got=$(grep "^$name," found | while IFS=, read -r _ own value; do
			# shellcheck disable=SC2086
			[ "$(sorted $own)" = "$places" ] && echo "$value"
		done)
		case $wanted in
		[0-9]*) ok "$(awk -v a="$got" -v b="$wanted" 'BEGIN {
			d = a - b; print !(a != "" && d <= 1e-14 * b && -d <= 1e-14 * b) }')" "example: $line" ;;
		*) is "$got" "$wanted" "example: $line" ;;
		esac
	done <cells
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
