# SPDX-License-Identifier: MIT
# Rscript datatable_households.R w1|w2|w3 HOUSEHOLDS.csv UNITS.csv OUT.csv THREADS
suppressMessages(library(data.table))
given <- commandArgs(TRUE)
job <- given[1]
setDTthreads(as.integer(given[5]))
ind <- c("dep_employment", "dep_dependents", "dep_nutrition", "dep_insurance",
         "dep_adult_education", "dep_school_attendance", "dep_housing_quality",
         "dep_housing_area", "dep_water", "dep_toilet", "dep_telecom", "dep_media")
units <- fread(given[3], colClasses = "character")

inequality <- function(d, by) {
  d[, f := cumsum(w) - w / 2, by = by]
  d[, `:=`(wy = w * y, wyf = w * y * f, wp = w * (y <= z), wg = w * g, wg2 = w * g * g)]
  d[, .(n = .N, W = sum(w), WY = sum(wy), A = sum(wyf), P0 = sum(wp), P1 = sum(wg),
        P2 = sum(wg2)), by = by]
}

if (job == "w3") {
  d <- fread(given[2], select = c("unit", "period", "area", "size", "weight", "income"),
             colClasses = list(character = "unit"))
  d[units, province := i.province, on = "unit"]
  d[, `:=`(w = weight * size, y = as.double(income), z = fifelse(area == "rural", 1.5e6, 2e6))]
  d[, g := fifelse(y <= z, (z - y) / z, 0)]
  setorder(d, period, y)
  r <- rbind(inequality(d, c("province", "period")),
             cbind(province = "VN", inequality(d, "period")), use.names = TRUE)
  fwrite(r[, .(province, period, n, P0 = P0 / W, P1 = P1 / W, P2 = P2 / W,
               gini = 2 * A / (W * WY) - 1)], given[4])
  quit()
}

d <- fread(given[2], drop = "household_id", colClasses = list(character = "unit"))
d[, cc := Reduce(`+`, .SD), .SDcols = ind]
d[, nd := Reduce(`+`, lapply(.SD, fcoalesce, 0L)), .SDcols = ind]
d[, low := income <= fifelse(area == "rural", 1.5e6, 2e6)]
d[, `:=`(ws = weight * size, poor = low & nd >= 3, near = low & nd < 3, ok = !is.na(cc))]
d[, `:=`(wsc = fifelse(ok, ws, 0), wsp = fifelse(ok & cc >= 4, ws, 0), wpoor = weight * poor,
         wnear = weight * near)]
d[, M := wsp * fcoalesce(cc, 0L) / 12]
u <- paste0("u", 1:12)
k <- paste0("c", 1:12)
for (j in 1:12) {
  v <- fcoalesce(d[[ind[j]]], 0L)
  set(d, j = c(u[j], k[j]), value = list(d$wsc * v, d$wsp * v))
}
cols <- c("weight", "poor", "near", "wpoor", "wnear", "ok", "wsc", "wsp", "M", u, k)
s <- d[, c(list(n = .N), lapply(.SD, sum)), keyby = .(unit, period), .SDcols = cols]
if (job == "w1") {
  W <- fifelse(s$wsc > 0, s$wsc, NA_real_)
  r <- s[, .(unit, period, n, sum_w = weight, poor, near_poor = near, af_n = ok, af_pop = wsc,
             H = wsp / W, A = M / fifelse(wsp > 0, wsp, NA_real_), M0 = M / W)]
  for (j in c(u, k)) set(r, j = j, value = s[[j]] / W)
  fwrite(r, given[4])
} else {
  s[units, province := i.province, on = "unit"]
  metrics <- c("poor", "near", "H", "A", "M0", u, k)
  y <- as.matrix(s[, c("wpoor", "wnear", "wsp", "M", "M", u, k), with = FALSE])
  x <- as.matrix(s[, c("weight", "weight", "wsc", "wsp", "wsc", rep("wsc", 24)), with = FALSE])
  l <- data.table(province = rep(s$province, 29), period = rep(s$period, 29),
                  metric = rep(metrics, each = nrow(s)), y = as.vector(y), x = as.vector(x))
  dom <- rbind(copy(l)[, d := province], copy(l)[, d := "VN"])
  dom[, `:=`(Y = sum(y), X = sum(x)), by = .(d, period, metric)]
  dom[, z := (y - Y / X * x) / X]
  st <- dom[, .(v = if (.N > 1) .N / (.N - 1) * (sum(z * z) - sum(z)^2 / .N) else 0,
                est = Y[1] / X[1]), by = .(d, period, metric, province)]
  r <- st[, .(est = est[1], se = sqrt(max(sum(v), 0))), by = .(province = d, period, metric)]
  fwrite(r[is.nan(est), se := NA], given[4])
}
