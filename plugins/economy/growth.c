/* SPDX-License-Identifier: MIT */
/* Real growth on the year before, and what each branch adds to it.
 *
 * Output at constant prices of 2010 and of 2020 are two measures: only figures of one base are put
 * together.  In the year in which the base changes there are records of both, and those of the new
 * base have no year before; so growth is that of the latest base of which every record has one. */
#include "economy.h"

enum { BRANCH = 1, BASE };                                                 /* axes */
enum { VALUE, BEFORE, BRANCH_OF, BASE_OF };                                /* inputs */
enum { CHANGE, T_BEFORE, LINKED, UNLINKED, CHANGE_BRANCH, LINKED_BRANCH }; /* terms */
enum { OUT_GROWTH, OUT_VALUE_BEFORE, OUT_CONTRIBUTION };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[BRANCH_OF], r) ||
	    !chiso_has(&in[BASE_OF], r))
		return CHISO_MISSING;
	uint32_t base = (uint32_t)chiso_i32(&in[BASE_OF], r);
	uint32_t branch = (uint32_t)chiso_i32(&in[BRANCH_OF], r);
	if (!chiso_has(&in[BEFORE], r)) {
		add[call->term_at[UNLINKED] + base] = 1;
		return CHISO_USED;
	}
	double before = chiso_f64(&in[BEFORE], r), change = chiso_f64(&in[VALUE], r) - before;
	add[call->term_at[LINKED] + base] = 1;
	add[call->term_at[CHANGE] + base] = change;
	add[call->term_at[T_BEFORE] + base] = before;
	uint32_t at = branch * call->axes[BASE - 1].n + base;
	add[call->term_at[CHANGE_BRANCH] + at] = change;
	add[call->term_at[LINKED_BRANCH] + at] = 1;
	return CHISO_USED;
}
CHISO_ROWS(growth, row)

/* The latest base of which every record has its year before: bases come in the order of their
 * years.  n where there is none; *is_partial: some base has a part of them. */
static uint32_t choose_base(const struct chiso_call *call, const double *sum, int *is_partial)
{
	const double *linked = &sum[call->term_at[LINKED]];
	const double *unlinked = &sum[call->term_at[UNLINKED]];
	uint32_t n = call->axes[BASE - 1].n;

	*is_partial = 0;
	for (uint32_t i = n; i-- > 0;) {
		if (linked[i] > 0 && unlinked[i] == 0)
			return i;
		*is_partial |= linked[i] > 0;
	}
	return n;
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	uint32_t n_bases = call->axes[BASE - 1].n, n_branches = call->axes[BRANCH - 1].n;
	int is_partial;
	uint32_t base = choose_base(call, sum, &is_partial);

	(void)state;
	if (base == n_bases) {
		for (uint32_t i = 0; i < call->n_cells; i++)
			cells[i] = chiso_missing(is_partial ? CHISO_REASON_NOT_REPORTED
							    : CHISO_REASON_NOT_COMPARABLE);
		return CHISO_OK;
	}
	double before = sum[call->term_at[T_BEFORE] + base];
	cells[call->output_at[OUT_GROWTH]] =
		scaled_quotient(100, sum[call->term_at[CHANGE] + base], before);
	cells[call->output_at[OUT_VALUE_BEFORE]] = chiso_number(before);
	for (uint32_t i = 0; i < n_branches; i++) {
		uint32_t at = i * n_bases + base;

		cells[call->output_at[OUT_CONTRIBUTION] + i] =
			share_of_label(sum[call->term_at[CHANGE_BRANCH] + at], before,
				       sum[call->term_at[LINKED_BRANCH] + at]);
	}
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("branch", CHISO_STR, NULL, {"en", "Branch"}, {"vi", "Ngành"}), CHISO_AXIS_DATA,
	 BRANCH_OF},
	{CHISO_FIELD("base", CHISO_STR, NULL, {"en", "Base year of the prices"},
		     {"vi", "Năm gốc của giá so sánh"}),
	 CHISO_AXIS_DATA, BASE_OF},
};
static const struct chiso_input inputs[] = {
	{REAL("value", NULL, "Output at constant prices", "Giá trị sản xuất theo giá so sánh"),
	 NOT_NEGATIVE},
	{OPTIONAL("before", NULL, "Output of the year before, at prices of the same base year",
		  "Giá trị sản xuất năm trước, theo giá của cùng năm gốc"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("branch_of", CHISO_CODE, NULL, {"en", "Branch"}, {"vi", "Ngành"})},
	{.field = CHISO_FIELD("base_of", CHISO_CODE, NULL, {"en", "Base year of the prices"},
			      {"vi", "Năm gốc của giá so sánh"})},
};
#define RECORDS(id, en, vi) \
	{ \
		RECORD_COUNT(id, en, vi), .axis = { BASE } \
	}
static const struct chiso_term terms[] = {
	{REAL("change", NULL, "Output less that of the year before",
	      "Mức tăng, giảm so với năm trước"),
	 .axis = {BASE}},
	{REAL("before", NULL, "Output of the year before", "Giá trị sản xuất năm trước"),
	 .axis = {BASE}},
	RECORDS("linked", "Records with the year before", "Số bản ghi có số liệu năm trước"),
	RECORDS("unlinked", "Records without the year before",
		"Số bản ghi không có số liệu năm trước"),
	{REAL("change_branch", NULL, "Of it the branch", "Trong đó của ngành"),
	 .axis = {BRANCH, BASE}},
	{RECORD_COUNT("linked_branch", "Records of the branch with the year before",
		      "Số bản ghi của ngành có số liệu năm trước"),
	 .axis = {BRANCH, BASE}},
};
static const struct chiso_output outputs[] = {
	{REAL("growth", "%", "Real growth", "Tốc độ tăng trưởng theo giá so sánh"), COMPUTED,
	 .formula = "100 * latest_complete(change, linked, unlinked) / latest_complete(before, "
		    "linked, unlinked)"},
	{REAL("value_before", NULL, "Output of the year before, with which it is compared",
	      "Giá trị sản xuất năm trước dùng để so sánh"),
	 COMPUTED, .formula = "latest_complete(before, linked, unlinked)"},
	{REAL("contribution", "%", "Contribution of the branch to growth, percentage points",
	      "Đóng góp của ngành vào tăng trưởng, điểm phần trăm"),
	 .axis = {BRANCH}, COMPUTED,
	 .formula = "100 * latest_complete(change_branch, linked, unlinked) / "
		    "latest_complete(before, linked, unlinked)"},
};

const struct chiso_indicator economy_growth = {
	.size = sizeof economy_growth,
	.version = 1,
	.id = "economy.growth",
	.title = CHISO_T({"en", "Real growth"}, {"vi", "Tốc độ tăng trưởng theo giá so sánh"}),
	.summary = CHISO_T(
		{"en", "Growth on the year before at constant prices of one base year, and what "
		       "each branch contributes to it."},
		{"vi", "Tốc độ tăng so với năm trước theo giá so sánh của cùng một năm gốc, và "
		       "phần đóng góp của từng ngành."}),
	.formula = "100 * (value - before) / before, both at prices of one base year; "
		   "contribution = 100 * (value of the branch - before of the branch) / before",
	.reference = HERE "; System of National Accounts 2008, chapter 15",
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = growth_map,
	.evaluate = evaluate,
};
