/* SPDX-License-Identifier: MIT */
/* How a group that a policy is for stands beside all others: its rate, theirs, the quotient and
 * the gap of both. */
#include "society.h"

enum { GROUP = 1 };           /* axes */
enum { PART, WHOLE, FOCUS };  /* inputs */
enum { T_PART, T_WHOLE };     /* terms */
enum { PART_OVER };           /* problems */
enum { IS_FOCUS, IS_OTHERS }; /* codes of FOCUS */
enum { OUT_PARITY, OUT_GAP, OUT_RATE };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[PART], r) || !chiso_has(&in[WHOLE], r) || !chiso_has(&in[FOCUS], r))
		return CHISO_MISSING;
	size_t group = (size_t)chiso_i32(&in[FOCUS], r);
	double part = chiso_f64(&in[PART], r), whole = chiso_f64(&in[WHOLE], r);
	add[call->term_at[T_PART] + group] = part;
	add[call->term_at[T_WHOLE] + group] = whole;
	return part > whole ? CHISO_REFUSED + PART_OVER : CHISO_USED;
}
CHISO_ROWS(parity, row)

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *part = &sums->sum[call->term_at[T_PART]];
	const double *whole = &sums->sum[call->term_at[T_WHOLE]];

	(void)state;
	cells[call->output_at[OUT_PARITY]] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	cells[call->output_at[OUT_GAP]] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	if (whole[IS_FOCUS] == 0 || whole[IS_OTHERS] == 0)
		return CHISO_OK;
	cells[call->output_at[OUT_PARITY]] = scaled_quotient(1, part[IS_FOCUS] * whole[IS_OTHERS],
							     whole[IS_FOCUS] * part[IS_OTHERS]);
	cells[call->output_at[OUT_GAP]] =
		scaled_quotient(100,
				cross_difference(part[IS_FOCUS], whole[IS_OTHERS], part[IS_OTHERS],
						 whole[IS_FOCUS]),
				whole[IS_FOCUS] * whole[IS_OTHERS]);
	return CHISO_OK;
}

static const struct chiso_code groups[] = {
	{"focus", CHISO_T({"en", "the group"}, {"vi", "nhóm chính sách"})},
	{"others", CHISO_T({"en", "all others"}, {"vi", "các nhóm khác"})},
	{0}};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("group", CHISO_CODE, NULL, {"en", "Group"}, {"vi", "Nhóm"}), CHISO_AXIS_CODES,
	 FOCUS},
};
static const struct chiso_input inputs[] = {
	{REAL("part", NULL, "Those for whom it holds", "Số có đặc điểm"), NOT_NEGATIVE},
	{REAL("whole", NULL, "All", "Tổng số"), NOT_NEGATIVE},
	{.field = {.id = "focus_or_others",
		   .title = CHISO_T({"en", "Whether they are of the group"},
				    {"vi", "Thuộc nhóm chính sách hay không"}),
		   .type = CHISO_CODE,
		   .codes = groups}},
};
static const struct chiso_term terms[] = {
	{REAL("part", NULL, "Those for whom it holds", "Số có đặc điểm"),
	 .over_time = CHISO_STOCK_LAST, .axis = {GROUP}},
	{REAL("whole", NULL, "All", "Tổng số"), .over_time = CHISO_STOCK_LAST, .axis = {GROUP}},
};
static const struct chiso_output outputs[] = {
	{REAL("parity", "1", "Parity index", "Chỉ số ngang bằng"), COMPUTED,
	 .formula = "parity(part, whole)"},
	{REAL("gap", "%", "Gap, percentage points", "Khoảng cách, điểm phần trăm"), COMPUTED,
	 .formula = "100 * gap(part, whole)"},
	{REAL("rate", "%", "Rate of the group", "Tỷ lệ của nhóm"), .axis = {GROUP},
	 .numerator = T_PART, .denominator = T_WHOLE, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("part_over", PART, "the part is larger than the whole", "bộ phận lớn hơn tổng thể"),
};
const struct chiso_indicator society_parity = {
	.size = sizeof society_parity,
	.version = 1,
	.id = "society.parity",
	.title = CHISO_T({"en", "Parity between groups"}, {"vi", "Ngang bằng giữa các nhóm"}),
	.summary = CHISO_T({"en", "The rate of a group, such as an ethnic minority, over that of "
				  "all others."},
			   {"vi", "Tỷ lệ của một nhóm, như đồng bào dân tộc thiểu số, so với các "
				  "nhóm khác."}),
	.formula = "rate = 100 * part / whole; parity = rate of the group / rate of the others",
	.reference = HERE "; SDG 4.5.1 metadata, UNESCO Institute for Statistics: parity indices",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = parity_map,
	.evaluate = evaluate,
};
