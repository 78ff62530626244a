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
		# The words in one order.
		function sorted(words,    n, i, k, word, w) {
			n = split(words, w, " ")
			for (i = 2; i <= n; i++) {
				word = w[i]
				for (k = i - 1; k && w[k] "" > word ""; k--) w[k + 1] = w[k]
				w[k + 1] = word
			}
			words = ""
			for (i = 1; i <= n; i++) words = words " " w[i]
			return words
		}
		FILENAME == "cells" {
			n = split($0, w, " ")
			own = ""
			for (i = 2; i < n; i++) own = own " " w[i]
			key = w[1] sorted(own)
			d = got[key] - w[n]
			is_number = w[n] ~ /^[0-9]/ && got[key] ~ /^[0-9]/
			same = is_number ? d <= 1e-14 * w[n] && -d <= 1e-14 * w[n] : got[key] "" == w[n] ""
			print !same, "example: " $0 (same ? "" : ", got " got[key])
			next
		}
		FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{
			own = at["unit"] ? $at["unit"] : ""
			for (i = at["period"]; i < at["value"]; i++) if ($i != "") own = own " " $i
			key = $at["indicator"] "." $at["output"] sorted(own)
			before = key in got ? got[key] " and " : ""
			got[key] = before $at["value"] $at["reason"]
		}' got.csv cells >verdicts
	while read -r status name; do
		ok "$status" "$name"
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
