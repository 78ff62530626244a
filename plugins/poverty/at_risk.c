/* SPDX-License-Identifier: MIT */
/* Relative poverty: the line is a share of the median income (Laeken indicators of the European
 * Union). */
#include "income.h"

enum { SHARE = 1 };                                                /* axes */
enum { PARAM_SHARE, PARAM_THRESHOLD, PARAM_POOR_IF };              /* parameters */
enum { THRESHOLD, RATE, GAP, MEDIAN, COUNT_ZERO, COUNT_NEGATIVE }; /* outputs */

CHISO_ROWS(at_risk, income_row)
static const struct chiso_state state = SAMPLE_STATE(income_update, income_update_each);

static int prepare(struct chiso_call *call, void **conf)
{
	const struct chiso_list *given = &call->params[PARAM_THRESHOLD];

	(void)conf;
	if (given->n && given->n != call->params[PARAM_SHARE].n)
		return refuse_param(call, PARAM_THRESHOLD, "expected one value for each share",
				    "mỗi tỷ lệ cần đúng một giá trị");
	return CHISO_OK;
}

/* How far the median of the poor is below the threshold, in per cent of it. */
static struct chiso_value median_gap(const struct ranked *incomes, size_t n_poor, double threshold)
{
	if (!n_poor)
		return chiso_missing(CHISO_REASON_NOT_APPLICABLE);
	if (threshold <= 0)
		return chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
	double median = ranked_quantile(incomes, n_poor, (struct chiso_ratio){1, 2});
	return chiso_number(100 * (threshold - median) / threshold);
}

static void fill(struct chiso_call *call, const struct ranked *incomes, struct chiso_value *cells)
{
	const struct chiso_list *share = &call->params[PARAM_SHARE];
	const struct chiso_list *given = &call->params[PARAM_THRESHOLD];
	int is_at_most = call->params[PARAM_POOR_IF].v->as.code == POOR_IF_AT_MOST;
	double median = ranked_quantile(incomes, incomes->n, (struct chiso_ratio){1, 2});

	cells[call->output_at[MEDIAN]] = chiso_number(median);
	for (uint32_t i = 0; i < share->n; i++) {
		double threshold = given->n ? given->v[i].as.f64 : share->v[i].as.f64 * median;
		size_t n = ranked_count(incomes, threshold, is_at_most);
		double poor = n ? incomes->upto[n - 1] : 0;

		cells[call->output_at[THRESHOLD] + i] = chiso_number(threshold);
		cells[call->output_at[RATE] + i] = chiso_number(100 * poor / incomes->weight);
		cells[call->output_at[GAP] + i] = median_gap(incomes, n, threshold);
	}
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *sample,
		    struct chiso_value *cells)
{
	struct ranked incomes;

	(void)sums;
	if (ranked_make(call, sample, &incomes))
		return CHISO_ENOMEM;
	if (incomes.n)
		fill(call, &incomes, cells);
	else /* records without any weight */
		for (uint32_t i = 0; i < call->n_cells; i++)
			cells[i] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	ranked_clear(call, &incomes);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("share", CHISO_F64, "1", {"en", "Share of the median"},
		     {"vi", "Tỷ lệ của thu nhập trung vị"}),
	 CHISO_AXIS_PARAM, PARAM_SHARE},
};
static const struct chiso_input inputs[] = {INCOME_INPUT};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("share", CHISO_F64, CHISO_LIST | CHISO_OPTIONAL, "1",
				    {"en", "Shares of the median that are thresholds"},
				    {"vi", "Các tỷ lệ của trung vị dùng làm ngưỡng"}),
	 .def = NUMBER(0.6),
	 .min = NUMBER(0),
	 .max = NUMBER(10)},
	{.field = CHISO_FIELD_FLAGS("threshold", CHISO_F64, CHISO_LIST | CHISO_OPTIONAL, NULL,
				    {"en", "Thresholds of a wider area, one for each share"},
				    {"vi", "Ngưỡng của vùng lớn hơn, mỗi tỷ lệ một ngưỡng"}),
	 .axis = SHARE},
	POOR_IF_PARAM,
};
static const struct chiso_term terms[] = {INCOME_TERMS};
static const struct chiso_output outputs[] = {
	{REAL("threshold", NULL, "At-risk-of-poverty threshold", "Ngưỡng nguy cơ nghèo"),
	 .axis = {SHARE}, COMPUTED, .formula = "firstNonNull(threshold, share * median)"},
	{REAL("rate", "%", "At-risk-of-poverty rate", "Tỷ lệ có nguy cơ nghèo"), .axis = {SHARE},
	 COMPUTED, .formula = "100 * weight(income, poor_if, threshold) / population"},
	{REAL("median_gap", "%", "Relative median poverty gap",
	      "Khoảng cách nghèo trung vị tương đối"),
	 .axis = {SHARE}, COMPUTED,
	 .formula = "100 * (threshold - quantile(income, 1/2, poor_if, threshold)) / threshold"},
	{REAL("median", NULL, "Median income", "Thu nhập trung vị"), COMPUTED,
	 .formula = "quantile(income, 1/2)"},
	INCOME_OUTPUTS,
};

const struct chiso_indicator poverty_at_risk = {
	.size = sizeof poverty_at_risk,
	.version = 1,
	.id = "poverty.at_risk",
	.title = CHISO_T({"en", "Risk of poverty"}, {"vi", "Nguy cơ nghèo"}),
	.summary =
		CHISO_T({"en", "Threshold at a share of the median income, the population below it "
			       "and the gap of their median."},
			{"vi", "Ngưỡng bằng một tỷ lệ của thu nhập trung vị, tỷ lệ dân số dưới "
			       "ngưỡng và khoảng cách trung vị của họ."}),
	.formula =
		"threshold = share * median; rate = 100 * weight of incomes below it / population; "
		"median_gap = 100 * (threshold - median of those) / threshold",
	.reference =
		"Eurostat, Laeken indicators, doc. E2/IPSE/2003; as in R package laeken (Alfons "
		"and Templ, Journal of Statistical Software 54(15), 2013)",
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.prepare = prepare,
	.map = at_risk_map,
	.state = &state,
	.evaluate = evaluate,
};
