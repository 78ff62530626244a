/* SPDX-License-Identifier: MIT */
/* How incomes are distributed: quantiles, shares of income, Lorenz ordinates, and what is read off
 * them. */
#include "income.h"

enum { P = 1 };   /* axes */
enum { PARAM_P }; /* parameters */
enum {
	MEAN,
	MEDIAN,
	GINI,
	QUINTILE_RATIO,
	PALMA,
	QUANTILE,
	LORENZ,
	PORTION,
	COUNT_ZERO,
	COUNT_NEGATIVE
}; /* outputs */

CHISO_ROWS(distribution, income_row)
static const struct chiso_state state = SAMPLE_STATE(income_update, income_update_each);

static int prepare(struct chiso_call *call, void **conf)
{
	const struct chiso_list *p = &call->params[PARAM_P];

	(void)conf;
	for (uint32_t i = 0; i < p->n; i++)
		if (p->v[i].as.ratio.num <= 0 || p->v[i].as.ratio.num > p->v[i].as.ratio.den)
			return refuse_param(call, PARAM_P, "expected shares above 0 and up to 1",
					    "các tỷ lệ phải lớn hơn 0 và không quá 1");
	return CHISO_OK;
}

static double ratio_number(struct chiso_ratio p)
{
	return (double)p.num / (double)p.den;
}

/* The largest p of the list below this one; 0: there is none. */
static struct chiso_ratio below(const struct chiso_list *list, struct chiso_ratio p)
{
	struct chiso_ratio best = {0, 1};

	for (uint32_t i = 0; i < list->n; i++) {
		double x = ratio_number(list->v[i].as.ratio);

		if (x < ratio_number(p) && x > ratio_number(best))
			best = list->v[i].as.ratio;
	}
	return best;
}

static double lorenz(const struct ranked *incomes, struct chiso_ratio p)
{
	return p.num == 0 ? 0 : p.num == p.den ? incomes->sum : ranked_lorenz(incomes, p);
}

/* All income above the quantile of 80 % over all at or below that of 20 %. */
static struct chiso_value quintile_ratio(const struct ranked *incomes)
{
	double low = ranked_quantile(incomes, incomes->n, (struct chiso_ratio){1, 5});
	double high = ranked_quantile(incomes, incomes->n, (struct chiso_ratio){4, 5});

	return chiso_quotient(ranked_sum(incomes, ranked_count(incomes, high, 1), incomes->n),
			      ranked_sum(incomes, 0, ranked_count(incomes, low, 1)));
}

/* What is a share of all income: of no meaning where some have less than none. */
static void fill_shares(struct chiso_call *call, const struct ranked *incomes, int is_in_domain,
			struct chiso_value *cells)
{
	const struct chiso_list *p = &call->params[PARAM_P];
	struct chiso_value none = chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
	double all = incomes->sum;

	cells[call->output_at[GINI]] = cells[call->output_at[QUINTILE_RATIO]] =
		cells[call->output_at[PALMA]] = none;
	for (uint32_t i = 0; i < p->n; i++)
		cells[call->output_at[LORENZ] + i] = cells[call->output_at[PORTION] + i] = none;
	if (!is_in_domain)
		return;
	cells[call->output_at[GINI]] =
		chiso_quotient(ranked_half_difference(incomes, 0), all / incomes->weight);
	cells[call->output_at[QUINTILE_RATIO]] = quintile_ratio(incomes);
	cells[call->output_at[PALMA]] =
		chiso_quotient(all - lorenz(incomes, (struct chiso_ratio){9, 10}),
			       lorenz(incomes, (struct chiso_ratio){2, 5}));
	for (uint32_t i = 0; i < p->n; i++) {
		double upto = lorenz(incomes, p->v[i].as.ratio);
		double before = lorenz(incomes, below(p, p->v[i].as.ratio));

		cells[call->output_at[LORENZ] + i] = chiso_quotient(100 * upto, all);
		cells[call->output_at[PORTION] + i] = chiso_quotient(100 * (upto - before), all);
	}
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *sample,
		    struct chiso_value *cells)
{
	const struct chiso_list *p = &call->params[PARAM_P];
	struct ranked incomes;

	if (ranked_make(call, sample, &incomes))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < call->n_cells; i++)
		cells[i] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	if (incomes.n) {
		cells[call->output_at[MEDIAN]] = chiso_number(
			ranked_quantile(&incomes, incomes.n, (struct chiso_ratio){1, 2}));
		for (uint32_t i = 0; i < p->n; i++)
			cells[call->output_at[QUANTILE] + i] = chiso_number(
				ranked_quantile(&incomes, incomes.n, p->v[i].as.ratio));
		fill_shares(call, &incomes, sums->sum[TERM_NEGATIVE] == 0, cells);
	}
	ranked_clear(call, &incomes);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("p", CHISO_RATIO, "1", {"en", "Poorest share of the population"},
		     {"vi", "Tỷ lệ dân số nghèo nhất"}),
	 CHISO_AXIS_PARAM, PARAM_P},
};
static const struct chiso_input inputs[] = {INCOME_INPUT};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("p", CHISO_RATIO, CHISO_LIST | CHISO_OPTIONAL, "1",
				    {"en", "Shares of the population, such as the tenths"},
				    {"vi", "Các tỷ lệ dân số, ví dụ từng phần mười"})},
};
static const struct chiso_term terms[] = {INCOME_TERMS};
static const struct chiso_output outputs[] = {
	{REAL("mean", NULL, "Mean income", "Thu nhập bình quân"), .numerator = TERM_INCOME,
	 .denominator = TERM_POPULATION, .scale = 1},
	{REAL("median", NULL, "Median income", "Thu nhập trung vị"), COMPUTED,
	 .formula = "quantile(income, 1/2)"},
	{REAL("gini", "1", "Gini index", "Hệ số Gini"), COMPUTED,
	 .formula = "mean_difference(income) / 2 / mean"},
	{REAL("quintile_ratio", "1", "Quintile share ratio, S80/S20",
	      "Tỷ số thu nhập nhóm ngũ phân vị cao nhất và thấp nhất, S80/S20"),
	 COMPUTED,
	 .formula = "sum_above(income, quantile(income, 4/5)) / "
		    "sum_upto(income, quantile(income, 1/5))"},
	{REAL("palma", "1", "Palma ratio", "Tỷ số Palma"), COMPUTED,
	 .formula = "(income_sum - poorest(income, 9/10)) / poorest(income, 2/5)"},
	{REAL("quantile", NULL, "Quantile of income", "Phân vị thu nhập"), .axis = {P}, COMPUTED,
	 .formula = "quantile(income, p)"},
	{REAL("lorenz", "%", "Share of income of the poorest, Lorenz ordinate",
	      "Tỷ trọng thu nhập của nhóm nghèo nhất, tung độ Lorenz"),
	 .axis = {P}, COMPUTED, .formula = "100 * poorest(income, p) / income_sum"},
	{REAL("portion", "%", "Share of income since the p before",
	      "Tỷ trọng thu nhập kể từ mức p trước đó"),
	 .axis = {P}, COMPUTED, .formula = "lorenz - 100 * poorest(income, p_before) / income_sum"},
	INCOME_OUTPUTS,
};

const struct chiso_indicator poverty_distribution = {
	.size = sizeof poverty_distribution,
	.version = 1,
	.id = "poverty.distribution",
	.title = CHISO_T({"en", "Distribution of income"}, {"vi", "Phân phối thu nhập"}),
	.summary =
		CHISO_T({"en", "Median, quantiles, shares of income, Lorenz ordinates, Gini index, "
			       "quintile share ratio and Palma ratio."},
			{"vi", "Trung vị, phân vị, tỷ trọng thu nhập, tung độ Lorenz, hệ số "
			       "Gini, tỷ số ngũ phân vị và tỷ số Palma."}),
	.formula = "gini = sum(w * x * (2 * cum(w) - w)) / (sum(w) * sum(w * x)) - 1; lorenz(p) = "
		   "100 * "
		   "income of the poorest p / income_sum; quintile_ratio = income above "
		   "quantile(4/5) / "
		   "income up to quantile(1/5); palma = (100 - lorenz(9/10)) / lorenz(2/5)",
	.reference =
		"Gini, 1914; Lorenz, Publications of the American Statistical Association 9(70), "
		"1905; Eurostat, Laeken indicators, doc. E2/IPSE/2003; Cobham and Sumner, Center "
		"for Global Development WP 343, 2013",
	.direction = 0,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.prepare = prepare,
	.map = distribution_map,
	.state = &state,
	.evaluate = evaluate,
};
