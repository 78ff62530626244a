/* SPDX-License-Identifier: MIT */
/* How the budget was carried out: the outturn over the budget that was approved, and how far the
 * parts were others than approved.
 *
 * Composition is judged apart from the total: the budget of each head is first scaled to the total
 * that came about, so that a cut of all heads alike is no change of composition. */
#include "governance.h"

enum { HEAD = 1 };                                 /* axes */
enum { BUDGET, ACTUAL, HEAD_OF };                  /* inputs */
enum { T_BUDGET, T_ACTUAL, BY_BUDGET, BY_ACTUAL }; /* terms */
enum { OUT_ACTUAL, OUT_OUTTURN, OUT_DEVIATION, OUT_VARIANCE, OUT_HEAD };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[BUDGET], r) || !chiso_has(&in[ACTUAL], r) || !chiso_has(&in[HEAD_OF], r))
		return CHISO_MISSING;
	uint32_t head = (uint32_t)chiso_i32(&in[HEAD_OF], r);
	add[call->term_at[T_BUDGET]] = chiso_f64(&in[BUDGET], r);
	add[call->term_at[T_ACTUAL]] = chiso_f64(&in[ACTUAL], r);
	add[call->term_at[BY_BUDGET] + head] = chiso_f64(&in[BUDGET], r);
	add[call->term_at[BY_ACTUAL] + head] = chiso_f64(&in[ACTUAL], r);
	return CHISO_USED;
}
CHISO_ROWS(budget, row)

/* The distances of the heads from their scaled budgets over the outturn.  The totals are multiplied
 * out before anything is divided, so that a single head has no variance at all. */
static struct chiso_value variance(const double *by_budget, const double *by_actual, uint32_t n,
				   double budget, double actual)
{
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += fabs(cross_difference(by_actual[i], budget, by_budget[i], actual));
	return scaled_quotient(100, sum, budget * actual);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	double budget = sum[call->term_at[T_BUDGET]], actual = sum[call->term_at[T_ACTUAL]];

	(void)state;
	cells[call->output_at[OUT_DEVIATION]] = scaled_quotient(100, fabs(actual - budget), budget);
	cells[call->output_at[OUT_VARIANCE]] =
		variance(&sum[call->term_at[BY_BUDGET]], &sum[call->term_at[BY_ACTUAL]],
			 call->axes[HEAD - 1].n, budget, actual);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("head", CHISO_STR, NULL, {"en", "Budget head"}, {"vi", "Mục ngân sách"}),
	 CHISO_AXIS_DATA, HEAD_OF},
};
static const struct chiso_input inputs[] = {
	{REAL("budget", "VND", "Approved budget", "Dự toán được giao"), NOT_NEGATIVE},
	{REAL("actual", "VND", "Outturn", "Số thực hiện"), NOT_NEGATIVE},
	{.field = CHISO_FIELD("head_of", CHISO_CODE, NULL, {"en", "Budget head"},
			      {"vi", "Mục ngân sách"})},
};
static const struct chiso_term terms[] = {
	{REAL("budget", "VND", "Approved budget", "Dự toán được giao"), .input = 1 + BUDGET},
	{REAL("actual", "VND", "Outturn", "Số thực hiện"), .input = 1 + ACTUAL},
	{REAL("budget_head", "VND", "Approved budget of the head", "Dự toán của mục"),
	 .axis = {HEAD}},
	{REAL("actual_head", "VND", "Outturn of the head", "Số thực hiện của mục"), .axis = {HEAD}},
};
static const struct chiso_output outputs[] = {
	{REAL("actual", "VND", "Outturn", "Số thực hiện"), .numerator = T_ACTUAL,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("outturn", "%", "Outturn, of the approved budget", "Tỷ lệ thực hiện so với dự toán"),
	 .numerator = T_ACTUAL, .denominator = T_BUDGET, .scale = 100},
	{REAL("deviation", "%", "Deviation from the approved budget",
	      "Mức chênh lệch so với dự toán"),
	 COMPUTED, .formula = "100 * abs(actual - budget) / budget"},
	{REAL("composition_variance", "%", "Variance of the composition",
	      "Mức chênh lệch về cơ cấu"),
	 COMPUTED, .formula = "100 * distance_of_shares(actual_head, budget_head)"},
	{REAL("head_outturn", "%", "Outturn of the head", "Tỷ lệ thực hiện của mục"),
	 .axis = {HEAD}, .numerator = BY_ACTUAL, .denominator = BY_BUDGET, .scale = 100},
};
#define EXECUTION(name, id_, direction_, title_en, title_vi, summary_en, summary_vi, reference_) \
	const struct chiso_indicator governance_##name = { \
		.size = sizeof governance_##name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = "outturn = 100 * actual / budget; composition_variance = 100 * sum of " \
			   "|actual_head - budget_head * actual / budget| / actual", \
		.reference = HERE reference_, \
		.direction = (direction_), \
		CHISO_AXES(axes), \
		CHISO_TABLE(input, inputs), \
		CHISO_TABLE(term, terms), \
		CHISO_TABLE(output, outputs), \
		.map = budget_map, \
		.evaluate = evaluate, \
	}

EXECUTION(expenditure, "governance.expenditure", 0, "Execution of spending",
	  "Chấp hành dự toán chi ngân sách",
	  "Spending over the approved budget, and how far its composition was another one.",
	  "Tỷ lệ thực hiện dự toán chi và mức chênh lệch cơ cấu chi so với dự toán.",
	  "; PEFA framework 2016, PI-1 and PI-2");
EXECUTION(revenue, "governance.revenue", 1, "Execution of revenue",
	  "Thực hiện dự toán thu ngân sách",
	  "Revenue over the approved budget, and how far its composition was another one.",
	  "Tỷ lệ thực hiện dự toán thu và mức chênh lệch cơ cấu thu so với dự toán.",
	  "; PEFA framework 2016, PI-3");
