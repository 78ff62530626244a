/* SPDX-License-Identifier: MIT */
/* What the land is used for, by category, and how far that is what the plan of land use wanted. */
#include "environment.h"

enum { CATEGORY = 1 };                                                       /* axes */
enum { AREA, PLANNED, START, CATEGORY_OF };                                  /* inputs */
enum { ALL, RECORDS, OF_PLAN, OF_START, BY, BY_PLAN, BY_START, BY_RECORDS }; /* terms */
enum { OUT_MISPLACED, OUT_MISPLACED_SHARE, OUT_SHARE, OUT_OF_PLAN, OUT_FULFILMENT };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[AREA], r) || !chiso_has(&in[CATEGORY_OF], r))
		return CHISO_MISSING;
	uint32_t category = (uint32_t)chiso_i32(&in[CATEGORY_OF], r);
	double area = chiso_f64(&in[AREA], r);
	add[call->term_at[ALL]] = area;
	add[call->term_at[RECORDS]] = 1;
	add[call->term_at[BY] + category] = area;
	add[call->term_at[BY_RECORDS] + category] = 1;
	if (chiso_has(&in[PLANNED], r)) {
		add[call->term_at[OF_PLAN]] = 1;
		add[call->term_at[BY_PLAN] + category] = chiso_f64(&in[PLANNED], r);
	}
	if (chiso_has(&in[START], r)) {
		add[call->term_at[OF_START]] = 1;
		add[call->term_at[BY_START] + category] = chiso_f64(&in[START], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(land_use, row)

/* Hectares that are used for something else than planned: each shows twice, where it is missing
 * and where it is too many.  Where the totals differ the rest is not planned for at all. */
static double misplaced_twice(const double *area, const double *planned, uint32_t n)
{
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += fabs(area[i] - planned[i]);
	return sum;
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum, *area = &sum[call->term_at[BY]];
	const double *planned = &sum[call->term_at[BY_PLAN]];
	const double *start = &sum[call->term_at[BY_START]];
	const double *here = &sum[call->term_at[BY_RECORDS]];
	double all = sum[call->term_at[ALL]], records = sum[call->term_at[RECORDS]];
	int has_plan = sum[call->term_at[OF_PLAN]] == records;
	int has_start = has_plan && sum[call->term_at[OF_START]] == records;
	uint32_t n = call->axes[CATEGORY - 1].n;
	double twice = misplaced_twice(area, planned, n);
	const struct chiso_value none = chiso_missing(CHISO_REASON_NOT_REPORTED);

	(void)state;
	cells[call->output_at[OUT_MISPLACED]] = has_plan ? chiso_number(twice / 2) : none;
	cells[call->output_at[OUT_MISPLACED_SHARE]] =
		has_plan ? scaled_quotient(50, twice, all) : none;
	for (uint32_t i = 0; i < n; i++) {
		cells[call->output_at[OUT_SHARE] + i] = share_of_label(area[i], all, here[i]);
		cells[call->output_at[OUT_OF_PLAN] + i] =
			has_plan ? share_of_label(area[i], planned[i], here[i]) : none;
		cells[call->output_at[OUT_FULFILMENT] + i] =
			has_start
				? share_of_label(area[i] - start[i], planned[i] - start[i], here[i])
				: none;
	}
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

#define AREA_FIELD REAL("area", "ha", "Area used so", "Diện tích hiện trạng")
#define LAST .over_time = CHISO_STOCK_LAST
#define COUNT(id, en, vi) \
	{ \
		RECORD_COUNT(id, en, vi), LAST \
	}
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("category", CHISO_STR, NULL, {"en", "Category of land"}, {"vi", "Loại đất"}),
	 CHISO_AXIS_DATA, CATEGORY_OF},
};
static const struct chiso_input inputs[] = {
	{AREA_FIELD, NOT_NEGATIVE},
	{OPTIONAL("planned", "ha", "Area that the plan wants used so", "Diện tích theo kế hoạch"),
	 NOT_NEGATIVE},
	{OPTIONAL("start", "ha", "Area used so when the plan began", "Diện tích đầu kỳ kế hoạch"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("category_of", CHISO_CODE, NULL, {"en", "Category of land"},
			      {"vi", "Loại đất"})},
};
static const struct chiso_term terms[] = {
	{REAL("area", "ha", "Area", "Tổng diện tích"), LAST, .input = 1 + AREA},
	COUNT("records", "Records", "Số bản ghi"),
	COUNT("records_planned", "Records with a planned area", "Số bản ghi có diện tích kế hoạch"),
	COUNT("records_start", "Records with an area when the plan began",
	      "Số bản ghi có diện tích đầu kỳ"),
	{REAL("by_category", "ha", "Area of the category", "Diện tích của loại đất"), LAST,
	 .axis = {CATEGORY}},
	{REAL("planned", "ha", "Area of the category in the plan",
	      "Diện tích của loại đất theo kế hoạch"),
	 LAST, .axis = {CATEGORY}},
	{REAL("start", "ha", "Area of the category when the plan began",
	      "Diện tích của loại đất đầu kỳ kế hoạch"),
	 LAST, .axis = {CATEGORY}},
	{RECORD_COUNT("category_records", "Records of the category", "Số bản ghi của loại đất"),
	 LAST, .axis = {CATEGORY}},
};
static const struct chiso_output outputs[] = {
	{REAL("misplaced", "ha", "Land used otherwise than planned",
	      "Diện tích sử dụng khác kế hoạch"),
	 COMPUTED, .formula = "sum_of_distances(by_category, planned) / 2"},
	{REAL("misplaced_share", "%", "Land used otherwise than planned, of all",
	      "Tỷ lệ diện tích sử dụng khác kế hoạch"),
	 COMPUTED, .formula = "100 * misplaced / area"},
	{REAL("share", "%", "Share of the category", "Cơ cấu sử dụng đất"), .axis = {CATEGORY},
	 COMPUTED, .formula = "100 * by_category / area"},
	{REAL("of_plan", "%", "Area of the category, of that planned",
	      "Diện tích loại đất so với kế hoạch"),
	 .axis = {CATEGORY}, COMPUTED, .formula = "100 * by_category / planned"},
	{REAL("fulfilment", "%", "Of the change that the plan wants, how much has come about",
	      "Mức thực hiện chỉ tiêu thay đổi diện tích"),
	 .axis = {CATEGORY}, COMPUTED,
	 .formula = "100 * (by_category - start) / (planned - start)"},
};
const struct chiso_indicator environment_land_use = {
	.size = sizeof environment_land_use,
	.version = 1,
	.id = "environment.land_use",
	.title = CHISO_T({"en", "Land use and its plan"},
			 {"vi", "Sử dụng đất và thực hiện kế hoạch"}),
	.summary = CHISO_T({"en", "Land by category of use, and how far it is what the plan of "
				  "land use wanted."},
			   {"vi", "Cơ cấu sử dụng đất theo loại đất và kết quả thực hiện quy "
				  "hoạch, kế hoạch sử dụng đất."}),
	.formula = "share = 100 * by_category / area; misplaced = sum of |by_category - planned| / "
		   "2; fulfilment = 100 * (by_category - start) / (planned - start)",
	.reference = HERE,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = land_use_map,
	.evaluate = evaluate,
};
