/* SPDX-License-Identifier: MIT */
/* The class of a household by the decrees of Vietnam, in the three ways in which offices measure
 * it: from income and deprivations, from income and how many deprivations there are, and from the
 * points of the survey forms B1 and B2.  The lines are those of a standard. */
#include "household.h"

#include <math.h>

enum { RURAL, URBAN };

const struct chiso_code household_classes[] = {
	{"poor", CHISO_T({"en", "poor"}, {"vi", "hộ nghèo"})},
	{"near_poor", CHISO_T({"en", "near-poor"}, {"vi", "hộ cận nghèo"})},
	{"average",
	 CHISO_T({"en", "average living standard"}, {"vi", "hộ có mức sống trung bình"})},
	{"better", CHISO_T({"en", "better off"}, {"vi", "hộ có mức sống trên trung bình"})},
	{"not_poor",
	 CHISO_T({"en", "neither poor nor near-poor"}, {"vi", "hộ không nghèo, không cận nghèo"})},
	{0},
};

/* What is known of how many deprivations a household has. */
struct deprivations {
	double least, most;
};

/* The fate of a household that is poor enough, with its class where what is known decides. */
static uint8_t put_poor(const struct chiso_out *out, uint32_t i, struct deprivations n, double k)
{
	if (n.least >= k)
		chiso_put_i32(out, i, CLASS_POOR);
	else if (n.most < k)
		chiso_put_i32(out, i, CLASS_NEAR_POOR);
	else
		return CHISO_MISSING;
	return CHISO_USED;
}

/* Whether a count is of more deprivations than the standard has. */
static int is_over_all(double count, const struct chiso_list *all)
{
	return all->n && count > all->v->as.f64;
}

/* ---- by income ----------------------------------------------------------------------------- */

enum { INCOME, IS_URBAN, MEMBERS, DEPRIVED };                  /* inputs */
enum { LINE, PARAM_K = LINE + 2, AVERAGE, ALL = AVERAGE + 2 }; /* parameters: rural, urban */
enum { COUNT_NOT_WHOLE, COUNT_OVER };                          /* problems */

/* A household that is above the line is not poor, whatever it lacks. */
static void put_above(const struct chiso_out *out, uint32_t i, double income, double members,
		      const struct chiso_list *average)
{
	if (!average->n)
		chiso_put_i32(out, i, CLASS_NOT_POOR);
	else if (income <= average->v->as.f64 * members)
		chiso_put_i32(out, i, CLASS_AVERAGE);
	else
		chiso_put_i32(out, i, CLASS_BETTER);
}

/* Of the income of a whole household, lines are multiplied rather than incomes divided: whole
 * amounts of money stay exact. */
static uint8_t put_class(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 struct deprivations n, const struct chiso_out *out, uint32_t i)
{
	const struct chiso_column *members = &in[MEMBERS];

	if (!chiso_has(&in[INCOME], r) || !chiso_has(&in[IS_URBAN], r) ||
	    (members->values && !chiso_has(members, r)))
		return CHISO_MISSING;
	int area = chiso_bool(&in[IS_URBAN], r) ? URBAN : RURAL;
	double income = chiso_f64(&in[INCOME], r);
	double heads = members->values ? chiso_f64(members, r) : 1;

	if (income <= call->params[LINE + area].v->as.f64 * heads)
		return put_poor(out, i, n, call->params[PARAM_K].v->as.f64);
	put_above(out, i, income, heads, &call->params[AVERAGE + area]);
	return CHISO_USED;
}

static uint8_t class_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 const struct chiso_out *out, uint32_t i)
{
	const struct chiso_column *deprived = in + call->input_at[DEPRIVED];
	struct deprivations n = {0, 0};

	for (uint32_t d = 0; d < call->axes[0].n; d++) {
		int is_known = chiso_has(&deprived[d], r);
		int is_deprived = is_known && chiso_bool(&deprived[d], r);

		n.least += is_deprived;
		n.most += is_deprived || !is_known;
	}
	return put_class(call, in, r, n, out, i);
}
CHISO_RECORDS(class, class_row)

static uint8_t by_count_row(const struct chiso_call *call, const struct chiso_column *in,
			    uint32_t r, const struct chiso_out *out, uint32_t i)
{
	struct deprivations n = {0, INFINITY};

	if (chiso_has(&in[DEPRIVED], r)) {
		n.least = n.most = chiso_f64(&in[DEPRIVED], r);
		if (n.least != floor(n.least))
			return CHISO_REFUSED + COUNT_NOT_WHOLE;
		if (is_over_all(n.least, &call->params[ALL]))
			return CHISO_REFUSED + COUNT_OVER;
	}
	return put_class(call, in, r, n, out, i);
}
CHISO_RECORDS(by_count, by_count_row)

#define URBAN_INPUT \
	{ \
		.field = CHISO_FIELD("urban", CHISO_BOOL, NULL, \
				     {"en", "Whether the household lives in an urban area"}, \
				     {"vi", "Hộ ở khu vực thành thị hay không"}) \
	}
#define INCOME_INPUTS \
	{REAL("income", NULL, \
	      "Income per person and month, or with members that of the household", \
	      "Thu nhập bình quân đầu người một tháng, hoặc của cả hộ nếu có số người"), \
	 NOT_NEGATIVE}, \
		URBAN_INPUT, \
	{ \
		.field = CHISO_FIELD_FLAGS("members", CHISO_F64, CHISO_OPTIONAL, "{person}", \
					   {"en", "Members, where income is of the household"}, \
					   {"vi", "Số người, khi thu nhập là của cả hộ"}), \
		.min = 1, .max = INFINITY \
	}
static const struct chiso_axis class_axes[] = {
	{CHISO_FIELD("deprivation", CHISO_STR, NULL, {"en", "Deprivation"}, {"vi", "Thiếu hụt"}),
	 CHISO_AXIS_INPUT, DEPRIVED},
};
static const struct chiso_input class_inputs[] = {
	INCOME_INPUTS,
	{.field = CHISO_FIELD("deprived", CHISO_BOOL, NULL,
			      {"en", "Whether the household is deprived"},
			      {"vi", "Hộ có thiếu hụt hay không"}),
	 .axis = 1},
};
static const struct chiso_input by_count_inputs[] = {
	INCOME_INPUTS,
	{REAL("deprivations", "1", "Number of deprivations of the household",
	      "Số chỉ số mà hộ thiếu hụt"),
	 NOT_NEGATIVE},
};

#define LIMIT(id, flags, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, flags, NULL, {"en", en}, {"vi", vi}), \
		.min = NUMBER(0) \
	}
#define K_PARAM \
	{ \
		.field = CHISO_FIELD( \
			"k", CHISO_F64, "1", \
			{"en", "Number of deprivations from which a household is poor"}, \
			{"vi", "Số chỉ số thiếu hụt từ đó hộ là hộ nghèo"}), \
		.min = NUMBER(1) \
	}
#define ALL_PARAM \
	{ \
		.field = CHISO_FIELD_FLAGS("all_deprivations", CHISO_F64, CHISO_OPTIONAL, "1", \
					   {"en", "Number of deprivations that are asked for"}, \
					   {"vi", "Tổng số chỉ số đo lường thiếu hụt"}), \
		.min = NUMBER(1) \
	}
#define CLASS_PARAMS \
	LIMIT("line_rural", 0, "Income line in rural areas", "Chuẩn thu nhập ở nông thôn"), \
		LIMIT("line_urban", 0, "Income line in urban areas", \
		      "Chuẩn thu nhập ở thành thị"), \
		K_PARAM, \
		LIMIT("average_rural", CHISO_OPTIONAL, \
		      "Income up to which the living standard is average, in rural areas", \
		      "Thu nhập cao nhất của mức sống trung bình ở nông thôn"), \
		LIMIT("average_urban", CHISO_OPTIONAL, \
		      "Income up to which the living standard is average, in urban areas", \
		      "Thu nhập cao nhất của mức sống trung bình ở thành thị")
static const struct chiso_param class_params[] = {CLASS_PARAMS};
static const struct chiso_param by_count_params[] = {CLASS_PARAMS, ALL_PARAM};
static const struct chiso_output outputs[] = {
	{CODE("class", 0, "Class of the household", "Phân loại hộ")},
};
static const struct chiso_problem by_count_problems[] = {
	{"count_not_whole",
	 CHISO_T({"en", "a number of deprivations is a whole number"},
		 {"vi", "số chỉ số thiếu hụt phải là số nguyên"}),
	 DEPRIVED},
	{"count_over",
	 CHISO_T({"en", "more deprivations than there are: expected at most {all_deprivations}"},
		 {"vi", "nhiều hơn tổng số chỉ số thiếu hụt: cần nhiều nhất {all_deprivations}"}),
	 DEPRIVED},
};

#define RULE \
	"poor: income <= line and deprivations >= k; near_poor: income <= line and " \
	"deprivations < k; average: line < income <= average"
#define DECREE "Decree 07/2021/NĐ-CP, article 3; Decree 351/2025/NĐ-CP"

const struct chiso_indicator poverty_household_class = {
	.size = sizeof poverty_household_class,
	.version = 1,
	.id = "poverty.household_class",
	.title = CHISO_T({"en", "Class of a household by decree"},
			 {"vi", "Phân loại hộ theo nghị định"}),
	.summary = CHISO_T({"en", "Poor, near-poor, of average living standard or better off, from "
				  "income and deprivations."},
			   {"vi", "Hộ nghèo, hộ cận nghèo, hộ có mức sống trung bình hoặc khá hơn, "
				  "theo thu nhập và các thiếu hụt."}),
	.formula = RULE,
	.reference = DECREE,
	CHISO_AXES(class_axes),
	CHISO_TABLE(input, class_inputs),
	CHISO_TABLE(param, class_params),
	CHISO_TABLE(output, outputs),
	.record = class_record,
};

const struct chiso_indicator poverty_household_class_by_count = {
	.size = sizeof poverty_household_class_by_count,
	.version = 1,
	.id = "poverty.household_class_by_count",
	.title = CHISO_T({"en", "Class of a household by decree, from a count"},
			 {"vi", "Phân loại hộ theo nghị định, từ số chỉ số thiếu hụt"}),
	.summary = CHISO_T({"en", "Poor, near-poor, of average living standard or better off, from "
				  "income and the number of deprivations."},
			   {"vi", "Hộ nghèo, hộ cận nghèo, hộ có mức sống trung bình hoặc khá hơn, "
				  "theo thu nhập và số chỉ số thiếu hụt."}),
	.formula = RULE,
	.reference = DECREE,
	CHISO_TABLE(input, by_count_inputs),
	CHISO_TABLE(param, by_count_params),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, by_count_problems),
	.record = by_count_record,
};

/* ---- by the points of a survey ------------------------------------------------------------- */

enum { B1, B2, SCORE_IS_URBAN };                              /* inputs */
enum { B1_LIMIT, POINTS = B1_LIMIT + 2, SCORE_K, SCORE_ALL }; /* parameters: rural, urban */
enum { POINTS_BETWEEN, POINTS_OVER };                         /* problems */

/* Where the standard has no points for the income line nobody can be classed by them. */
static uint8_t by_scores_row(const struct chiso_call *call, const struct chiso_column *in,
			     uint32_t r, const struct chiso_out *out, uint32_t i)
{
	double each = call->params[POINTS].v->as.f64;
	struct deprivations n = {0, INFINITY};

	if (chiso_has(&in[B2], r)) {
		n.least = n.most = chiso_f64(&in[B2], r) / each;
		if (n.least != floor(n.least))
			return CHISO_REFUSED + POINTS_BETWEEN;
		if (is_over_all(n.least, &call->params[SCORE_ALL]))
			return CHISO_REFUSED + POINTS_OVER;
	}
	if (!chiso_has(&in[B1], r) || !chiso_has(&in[SCORE_IS_URBAN], r))
		return CHISO_MISSING;
	const struct chiso_list *limit =
		&call->params[B1_LIMIT + (chiso_bool(&in[SCORE_IS_URBAN], r) ? URBAN : RURAL)];
	if (!limit->n)
		return CHISO_EXCLUDED;
	if (chiso_f64(&in[B1], r) <= limit->v->as.f64)
		return put_poor(out, i, n, call->params[SCORE_K].v->as.f64);
	chiso_put_i32(out, i, CLASS_NOT_POOR);
	return CHISO_USED;
}
CHISO_RECORDS(by_scores, by_scores_row)

static const struct chiso_input by_scores_inputs[] = {
	{REAL("b1", "1", "Points of form B1, which stand for income", "Điểm phiếu B1 (thu nhập)"),
	 NOT_NEGATIVE},
	{REAL("b2", "1", "Points of form B2, for deprivations", "Điểm phiếu B2 (thiếu hụt)"),
	 NOT_NEGATIVE},
	URBAN_INPUT,
};
static const struct chiso_param by_scores_params[] = {
	LIMIT("b1_rural", CHISO_OPTIONAL, "Points of the income line in rural areas",
	      "Điểm ứng với chuẩn thu nhập ở nông thôn"),
	LIMIT("b1_urban", CHISO_OPTIONAL, "Points of the income line in urban areas",
	      "Điểm ứng với chuẩn thu nhập ở thành thị"),
	{.field = CHISO_FIELD("points", CHISO_F64, "1", {"en", "Points for each deprivation"},
			      {"vi", "Điểm cho mỗi chỉ số thiếu hụt"}),
	 .min = NUMBER(1)},
	K_PARAM,
	ALL_PARAM,
};
static const struct chiso_problem by_scores_problems[] = {
	{"points_between",
	 CHISO_T({"en", "points of form B2 are a whole number of deprivations"},
		 {"vi", "điểm phiếu B2 phải ứng với một số nguyên chỉ số thiếu hụt"}),
	 B2},
	{"points_over",
	 CHISO_T({"en", "points of form B2 for more deprivations than there are: expected those of "
			"at most {all_deprivations}"},
		 {"vi", "điểm phiếu B2 ứng với nhiều hơn tổng số chỉ số thiếu hụt: cần nhiều nhất "
			"{all_deprivations} chỉ số"}),
	 B2},
};

const struct chiso_indicator poverty_household_class_by_scores = {
	.size = sizeof poverty_household_class_by_scores,
	.version = 1,
	.id = "poverty.household_class_by_scores",
	.title = CHISO_T({"en", "Class of a household by decree, from a survey's points"},
			 {"vi", "Phân loại hộ theo nghị định, từ điểm rà soát"}),
	.summary = CHISO_T(
		{"en",
		 "Poor, near-poor or neither, from the points of the survey forms B1 and B2."},
		{"vi", "Hộ nghèo, hộ cận nghèo hoặc không, theo điểm của phiếu B1 và B2."}),
	.formula = "poor: b1 <= limit and b2 >= points * k; near_poor: b1 <= limit and "
		   "b2 < points * k; not_poor: b1 > limit",
	.reference = "Circular 07/2021/TT-BLĐTBXH",
	CHISO_TABLE(input, by_scores_inputs),
	CHISO_TABLE(param, by_scores_params),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, by_scores_problems),
	.record = by_scores_record,
};
