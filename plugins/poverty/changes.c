/* SPDX-License-Identifier: MIT */
/* Who became poor and who escaped poverty since the year before, household by household. */
#include "household.h"

enum { NOW, BEFORE, WAS_POOR }; /* inputs */
enum {
	POOR_BEFORE,
	NOT_POOR_BEFORE,
	ESCAPED,
	ESCAPED_TO_NEAR_POOR,
	STAYED,
	BECAME,
	NEWLY,
	FELL_BACK,
	UNTOLD,
	UNLINKED
}; /* terms */
enum {
	OUT_NEWLY,
	OUT_FELL_BACK,
	OUT_BECAME,
	OUT_ESCAPED,
	OUT_ESCAPED_TO_NEAR_POOR,
	OUT_STAYED,
	OUT_ESCAPE_RATE,
	OUT_ENTRY_RATE,
	OUT_UNLINKED
}; /* outputs */

/* Poor now, not poor the year before: for the first time, or again. */
static void add_became(const struct chiso_column *in, uint32_t r, double *add)
{
	add[BECAME] = 1;
	if (!chiso_has(&in[WAS_POOR], r))
		add[UNTOLD] = 1;
	else if (chiso_bool(&in[WAS_POOR], r))
		add[FELL_BACK] = 1;
	else
		add[NEWLY] = 1;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[NOW], r))
		return CHISO_MISSING;
	if (!chiso_has(&in[BEFORE], r)) {
		add[UNLINKED] = 1;
		return CHISO_USED;
	}
	int32_t now = chiso_i32(&in[NOW], r);
	int was_poor = chiso_i32(&in[BEFORE], r) == CLASS_POOR;
	add[POOR_BEFORE] = was_poor;
	add[NOT_POOR_BEFORE] = !was_poor;
	add[STAYED] = was_poor && now == CLASS_POOR;
	add[ESCAPED] = was_poor && now != CLASS_POOR;
	add[ESCAPED_TO_NEAR_POOR] = was_poor && now == CLASS_NEAR_POOR;
	if (!was_poor && now == CLASS_POOR)
		add_became(in, r, add);
	return CHISO_USED;
}
CHISO_ROWS(changes, row)

/* Who became poor can be split where it is known of each whether it was poor before. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	int is_told = sum[UNTOLD] == 0;

	(void)call;
	(void)state;
	cells[OUT_NEWLY] =
		is_told ? chiso_number(sum[NEWLY]) : chiso_missing(CHISO_REASON_NOT_REPORTED);
	cells[OUT_FELL_BACK] =
		is_told ? chiso_number(sum[FELL_BACK]) : chiso_missing(CHISO_REASON_NOT_REPORTED);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{CODE("class", 0, "Class of the household", "Phân loại hộ")},
	{CODE("class_before", 0, "Class of the household a year before", "Phân loại hộ năm trước")},
	{.field = CHISO_FIELD_FLAGS("was_poor", CHISO_BOOL, CHISO_OPTIONAL, NULL,
				    {"en", "Whether it was poor at some time before that"},
				    {"vi", "Trước đó đã từng là hộ nghèo hay chưa"})},
};
#define COUNT(id, en, vi) STOCK(id, "{household}", en, vi)
static const struct chiso_term terms[] = {
	{COUNT("poor_before", "Poor the year before", "Số hộ nghèo năm trước")},
	{COUNT("not_poor_before", "Not poor the year before", "Số hộ không nghèo năm trước")},
	{COUNT("escaped", "Escaped from poverty", "Số hộ thoát nghèo")},
	{COUNT("escaped_to_near_poor", "Escaped, now near-poor",
	       "Số hộ thoát nghèo, thành hộ cận nghèo")},
	{COUNT("stayed", "Poor in both years", "Số hộ nghèo cả hai năm")},
	{COUNT("became", "Became poor", "Số hộ trở thành hộ nghèo")},
	{COUNT("newly", "Became poor for the first time", "Số hộ nghèo phát sinh mới")},
	{COUNT("fell_back", "Became poor again", "Số hộ tái nghèo")},
	{COUNT("untold", "Became poor, not known whether again",
	       "Số hộ trở thành hộ nghèo, chưa rõ có phải tái nghèo")},
	{COUNT("unlinked", "Without a class the year before", "Số hộ chưa có phân loại năm trước")},
};
#define TOTAL(id, term, en, vi) \
	{ \
		REAL(id, "{household}", en, vi), .numerator = (term), .denominator = CHISO_ONE, \
						 .scale = 1 \
	}
static const struct chiso_output outputs[] = {
	{REAL("newly_poor", "{household}", "Newly poor households", "Số hộ nghèo phát sinh mới"),
	 COMPUTED, .formula = "newly"},
	{REAL("fell_back", "{household}", "Households that fell back into poverty",
	      "Số hộ tái nghèo"),
	 COMPUTED, .formula = "fell_back"},
	TOTAL("became_poor", BECAME, "Households that became poor", "Số hộ trở thành hộ nghèo"),
	TOTAL("escaped", ESCAPED, "Households that escaped poverty", "Số hộ thoát nghèo"),
	TOTAL("escaped_to_near_poor", ESCAPED_TO_NEAR_POOR,
	      "Households that escaped and are near-poor", "Số hộ thoát nghèo, thành hộ cận nghèo"),
	TOTAL("stayed_poor", STAYED, "Households that are still poor", "Số hộ nghèo cả hai năm"),
	{REAL("escape_rate", "%", "Escaped, of those poor the year before",
	      "Tỷ lệ thoát nghèo trong số hộ nghèo năm trước"),
	 .numerator = ESCAPED, .denominator = POOR_BEFORE, .scale = 100},
	{REAL("entry_rate", "%", "Became poor, of those not poor the year before",
	      "Tỷ lệ trở thành hộ nghèo trong số hộ không nghèo năm trước"),
	 .numerator = BECAME, .denominator = NOT_POOR_BEFORE, .scale = 100},
	TOTAL("unlinked", UNLINKED, "Households without a class the year before",
	      "Số hộ chưa có phân loại năm trước"),
};

const struct chiso_indicator poverty_changes = {
	.size = sizeof poverty_changes,
	.version = 1,
	.id = "poverty.changes",
	.title = CHISO_T({"en", "Households that became poor or escaped poverty"},
			 {"vi", "Biến động hộ nghèo"}),
	.summary = CHISO_T(
		{"en", "Newly poor, fallen back and escaped households since the year before, from "
		       "the classes of each household in both years."},
		{"vi", "Số hộ nghèo phát sinh mới, tái nghèo và thoát nghèo so với năm trước, từ "
		       "phân loại của từng hộ trong hai năm."}),
	.formula = "poor_before - escaped + newly + fell_back = poor now",
	.reference = "Decision 24/2021/QĐ-TTg and Circular 07/2021/TT-BLĐTBXH (yearly review)",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = changes_map,
	.evaluate = evaluate,
};
