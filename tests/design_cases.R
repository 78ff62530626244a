# SPDX-License-Identifier: MIT
# Makes design_cases.csv: what R's package survey says of design_lonely.csv.
# Needs R and the package survey (written with 4.2.2 and 4.1-1); run in this folder:
#     Rscript design_cases.R > design_cases.csv
suppressMessages(library(survey))
options(digits = 17)
show <- function(name, lonely, estimate, se, low, high)
	cat(sprintf("%s,%s,%.15g,%.15g,%.15g,%.15g\n", name, lonely, estimate, se, low, high))
put <- function(name, lonely, stat, df) {
	b <- as.numeric(coef(stat))
	s <- as.numeric(SE(stat))
	t <- qt(0.975, df)
	show(name, lonely, b, s, b - t * s, b + t * s)
}
cat("case,lonely,estimate,se,ci_low,ci_high\n")
d <- read.csv("design_lonely.csv")
d$one <- 1
for (lonely in c("remove", "adjust", "certainty")) {
	options(survey.lonely.psu = lonely)
	des <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
	df <- degf(des)
	put("total", lonely, svytotal(~y, des), df)
	put("mean", lonely, svymean(~y, des), df)
	put("ratio", lonely, svyratio(~y, ~x, des), df)
	put("domain_total", lonely, svytotal(~y, subset(des, g == "a")), df)
	put("domain_ratio", lonely, svyratio(~y, ~x, subset(des, g == "a")), df)
	# Of a domain that only the lonely stratum and an empty one have.
	put("lone_total", lonely, svytotal(~y, subset(des, g == "c")), df)
	# The geometric mean of two ratios' quotient: smooth in sums, nothing for a gradient of ratios.
	rep <- as.svrepdesign(des, type = "JKn", mse = TRUE)
	geo <- function(w, data) sqrt(sum(w * data$y) * sum(w * data$x)) / sum(w)
	put("geo", lonely, withReplicates(rep, geo), df)
	sub <- function(w, data) geo(w[data$g == "a"], data[data$g == "a", ])
	put("domain_geo", lonely, withReplicates(rep, sub), df)
	fdes <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, fpc = ~n, data = d, nest = TRUE)
	put("fpc_total", lonely, svytotal(~y, fdes), df)
	put("fpc_ratio", lonely, svyratio(~y, ~x, fdes), df)
	frep <- as.svrepdesign(fdes, type = "JKn", mse = TRUE)
	if (lonely != "adjust")
		put("fpc_geo", lonely, withReplicates(frep, geo), df)
	two <- svydesign(id = ~psu + ssu, strata = ~stratum, weights = ~w, fpc = ~n + m, data = d,
		nest = TRUE)
	put("two_total", lonely, svytotal(~y, two), df)
	put("two_mean", lonely, svymean(~y, two), df)
	put("two_domain_ratio", lonely, svyratio(~y, ~x, subset(two, g == "a")), df)
}
