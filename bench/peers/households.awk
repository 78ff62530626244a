# SPDX-License-Identifier: MIT
# awk -v OUT=OUT.csv -f households.awk HOUSEHOLDS.csv: w1, lines in no order
BEGIN {
	FS = ","
	printf "unit,period,n,sum_w,poor,near_poor,af_n,af_pop,H,A,M0" >OUT
	for (j = 1; j <= 12; j++) printf ",u%d", j >OUT
	for (j = 1; j <= 12; j++) printf ",c%d", j >OUT
	print "" >OUT
}
NR == 1 { next }
{
	k = $2 "," $3
	n[k]++
	w = $6
	sw[k] += w
	ws = w * $5
	nd = $8 + $9 + $10 + $11 + $12 + $13 + $14 + $15 + $16 + $17 + $18 + $19
	if ($7 <= ($4 == "rural" ? 1500000 : 2000000)) {
		if (nd >= 3) poor[k]++
		else near[k]++
	}
	for (j = 8; j <= 19; j++) if ($j == "") next
	an[k]++
	W[k] += ws
	if (nd >= 4) P[k] += ws
	for (j = 8; j <= 19; j++) if ($j) {
		u[k, j] += ws
		if (nd >= 4) c[k, j] += ws
	}
}
function ratio(part, whole) { return whole ? sprintf(",%.15g", part / whole) : "," }
END {
	for (k in n) {
		lacked = 0
		shares = ""
		for (j = 8; j <= 19; j++) shares = shares ratio(u[k, j], W[k])
		for (j = 8; j <= 19; j++) {
			lacked += c[k, j] / 12
			shares = shares ratio(c[k, j], W[k])
		}
		printf "%s,%d,%.15g,%d,%d,%d,%.15g%s%s%s%s\n", k, n[k], sw[k], poor[k], near[k], an[k], W[k],
			ratio(P[k], W[k]), ratio(lacked, P[k]), ratio(lacked, W[k]), shares >OUT
	}
}
