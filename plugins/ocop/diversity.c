/* SPDX-License-Identifier: MIT */
/* How products, or what they bring in, spread over groups: shares, concentration (Herfindahl and
 * Hirschman) and diversity (Shannon, Simpson). */
#include "ocop.h"

enum { BY_GROUP = 1 };     /* axes */
enum { GROUP, IN_AMOUNT }; /* inputs */
enum { AMOUNT, AT_GROUP }; /* terms */
enum {
	OUT_GROUPS,
	OUT_BY_GROUP,
	OUT_SHARE,
	OUT_SHANNON,
	OUT_EVENNESS,
	OUT_HHI,
	OUT_HHI_NORMALISED,
	OUT_HHI_POINTS,
	OUT_EQUIVALENT,
	OUT_SIMPSON
}; /* outputs */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	double amount = 1;

	if (!chiso_has(&in[GROUP], r) || (in[IN_AMOUNT].values && !chiso_has(&in[IN_AMOUNT], r)))
		return CHISO_MISSING;
	if (in[IN_AMOUNT].values)
		amount = chiso_f64(&in[IN_AMOUNT], r);
	add[call->term_at[AMOUNT]] = amount;
	add[call->term_at[AT_GROUP] + (uint32_t)chiso_i32(&in[GROUP], r)] = amount;
	return CHISO_USED;
}
CHISO_ROWS(diversity, row)

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *at = &sums->sum[call->term_at[AT_GROUP]];
	double all = sums->sum[call->term_at[AMOUNT]], squares = 0, entropy = 0, n = 0;

	(void)state;
	for (uint32_t i = 0; i < call->axes[BY_GROUP - 1].n; i++) {
		double share;

		if (!(at[i] > 0))
			continue;
		share = at[i] / all;
		n++;
		squares += share * share;
		entropy -= share * log(share);
	}
	for (int o = OUT_SHANNON; o <= OUT_SIMPSON; o++)
		cells[call->output_at[o]] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	cells[call->output_at[OUT_GROUPS]] = chiso_number(n);
	if (n == 0)
		return CHISO_OK;
	/* Of one group the entropy is 0 and not -0. */
	cells[call->output_at[OUT_SHANNON]] = chiso_number(entropy + 0.0);
	cells[call->output_at[OUT_EVENNESS]] = chiso_quotient(entropy, log(n));
	cells[call->output_at[OUT_HHI]] = chiso_number(squares);
	cells[call->output_at[OUT_HHI_NORMALISED]] = chiso_quotient(squares - 1 / n, 1 - 1 / n);
	cells[call->output_at[OUT_HHI_POINTS]] = chiso_number(10000 * squares);
	cells[call->output_at[OUT_EQUIVALENT]] = chiso_number(1 / squares);
	cells[call->output_at[OUT_SIMPSON]] = chiso_number(1 - squares);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("group", CHISO_STR, NULL, {"en", "Group of products"},
		     {"vi", "Nhóm sản phẩm"}),
	 CHISO_AXIS_DATA, GROUP},
};
static const struct chiso_input inputs[] = {
	{FIELD("group", CHISO_CODE, 0, NULL, "Group of the product", "Nhóm của sản phẩm")},
	{OPTIONAL("amount", NULL, "What is spread, such as revenue; else each product counts one",
		  "Đại lượng phân bố, ví dụ doanh thu; nếu không, mỗi sản phẩm tính một"),
	 NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{AT_END("amount", NULL, "All groups together", "Tổng các nhóm")},
	{AT_END("at_group", NULL, "Of the group", "Của nhóm"), .axis = {BY_GROUP}},
};
#define MEASURE(id, formula_, en, vi) \
	{ \
		REAL(id, "1", en, vi), COMPUTED, .formula = (formula_) \
	}
static const struct chiso_output outputs[] = {
	MEASURE("groups", "count_above_0(at_group)", "Groups that there are", "Số nhóm hiện có"),
	{TOTAL("by_group", AT_GROUP, NULL, "By group", "Theo nhóm"), .axis = {BY_GROUP}},
	{SHARE("share", AT_GROUP, AMOUNT, "Share of a group", "Tỷ trọng của nhóm"),
	 .axis = {BY_GROUP}},
	MEASURE("shannon", "entropy(at_group)", "Shannon entropy", "Chỉ số Shannon"),
	MEASURE("evenness", "shannon / log(groups)", "Evenness (Pielou)", "Độ đồng đều (Pielou)"),
	MEASURE("hhi", "sum_of_squares(share) / 10000", "Herfindahl-Hirschman index",
		"Chỉ số Herfindahl-Hirschman"),
	MEASURE("hhi_normalised", "(hhi - 1 / groups) / (1 - 1 / groups)",
		"Herfindahl-Hirschman index, normalised", "Chỉ số Herfindahl-Hirschman chuẩn hóa"),
	MEASURE("hhi_points", "10000 * hhi", "Herfindahl-Hirschman index, up to 10,000 points",
		"Chỉ số Herfindahl-Hirschman, thang 10.000 điểm"),
	MEASURE("equivalent", "1 / hhi", "Equivalent number of groups", "Số nhóm tương đương"),
	MEASURE("simpson", "1 - hhi", "Simpson diversity", "Chỉ số đa dạng Simpson"),
};

const struct chiso_indicator ocop_diversity = {
	.size = sizeof ocop_diversity,
	.version = 1,
	.id = "ocop.diversity",
	.title = CHISO_T({"en", "Products by group, and their diversity"},
			 {"vi", "Sản phẩm theo nhóm và độ đa dạng"}),
	.summary =
		CHISO_T({"en", "Products (or revenue) by group, their shares, Shannon entropy, "
			       "Herfindahl-Hirschman index."},
			{"vi", "Số sản phẩm (hoặc doanh thu) theo nhóm, tỷ trọng, chỉ số Shannon, "
			       "chỉ số Herfindahl-Hirschman."}),
	.formula = "shannon = -sum of share * log(share); hhi = sum of share ^ 2",
	.reference =
		"Shannon, Bell System Technical Journal 27, 1948; Hirschman, American Economic "
		"Review 54, 1964; Simpson, Nature 163, 1949; Pielou, Journal of Theoretical "
		"Biology 13, 1966",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = diversity_map,
	.evaluate = evaluate,
};
