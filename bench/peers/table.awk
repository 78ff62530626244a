# SPDX-License-Identifier: MIT
# awk -v OUT=OUT -f table.awk INDICATORS.csv VALUES.csv: w4, lines in no order
BEGIN {
	FS = ","
	composite = OUT ".composite.csv"
	progress = OUT ".progress.csv"
	print "unit,period,composite,rank" >composite
	print "unit,indicator,growth,needed,ratio,projected" >progress
}
FNR == 1 { next }
NR == FNR { direction[$1] = $2; weight[$1] = $3; target[$1] = $4; weights += $3; next }
{
	unit[++n] = $1
	year[n] = $2
	of[n] = $3
	x = value[n] = $4 + 0
	if (!($3 in lo)) lo[$3] = hi[$3] = x
	else if (x < lo[$3]) lo[$3] = x
	else if (x > hi[$3]) hi[$3] = x
	if ($2 == 2015) first[$1 "," $3] = x
	else if ($2 == 2024) last[$1 "," $3] = x
}
END {
	for (i = 1; i <= n; i++) {
		k = of[i]
		way = direction[k] == 1 ? value[i] - lo[k] : hi[k] - value[i]
		sum[unit[i], year[i]] += weight[k] * way / (hi[k] - lo[k])
		units[unit[i]]
		years[year[i]]
	}
	for (t in years) for (a in units) {
		rank = 1
		for (b in units) if (sum[b, t] > sum[a, t]) rank++
		printf "%s,%s,%.15g,%d\n", a, t, sum[a, t] / weights, rank >composite
	}
	for (k in first) {
		split(k, part, ",")
		growth = (last[k] / first[k]) ^ (1 / 9) - 1
		needed = (target[part[2]] / first[k]) ^ (1 / 15) - 1
		printf "%s,%.15g,%.15g,%.15g,%.15g\n", k, growth, needed, growth / needed,
			first[k] * (1 + growth) ^ 15 >progress
	}
}
