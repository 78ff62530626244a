# SPDX-License-Identifier: MIT
# Rscript datatable_table.R VALUES.csv INDICATORS.csv OUT THREADS
suppressMessages(library(data.table))
given <- commandArgs(TRUE)
setDTthreads(as.integer(given[4]))
v <- fread(given[1], colClasses = list(character = "unit"))
m <- fread(given[2])
v[m, `:=`(direction = i.direction, weight = i.weight, target = i.target), on = "indicator"]
v[, `:=`(lo = min(value), hi = max(value)), by = indicator]
v[, norm := fifelse(direction == 1, value - lo, hi - value) / (hi - lo)]
r <- v[, .(composite = sum(weight * norm) / sum(weight)), keyby = .(unit, period)]
r[, rank := frank(-composite, ties.method = "min"), by = period]
fwrite(r, paste0(given[3], ".composite.csv"))
p <- v[period == 2015][v[period == 2024], on = .(unit, indicator),
                       .(unit, indicator, first = x.value, last = i.value, target = x.target)]
p[, `:=`(growth = (last / first)^(1 / 9) - 1, needed = (target / first)^(1 / 15) - 1)]
p[, `:=`(ratio = growth / needed, projected = first * (1 + growth)^15)]
fwrite(p[, .(unit, indicator, growth, needed, ratio, projected)], paste0(given[3], ".progress.csv"))
