/* SPDX-License-Identifier: MIT */
/* The official poverty rates of Vietnam, over households: from the class of each household, or from
 * a table that counts them.  Both add up the same numbers, so a table has the bits of the
 * households that it stands for. */
#include "household.h"

#include <math.h>
#include <string.h>

enum { HOUSEHOLDS, POOR, NEAR_POOR, MULTIDIMENSIONAL, AVERAGE, TOLD }; /* terms */
enum {
	POOR_RATE,
	NEAR_POOR_RATE,
	MULTIDIMENSIONAL_RATE,
	AVERAGE_RATE,
	POOR_NUMBER,
	NEAR_POOR_NUMBER,
	MULTIDIMENSIONAL_NUMBER,
	AVERAGE_NUMBER,
	HOUSEHOLD_NUMBER
}; /* outputs */

/* ---- from classes -------------------------------------------------------------------------- */

/* The terms that a household of each class adds 1 to, as bits. */
enum { COUNTED = 1 << HOUSEHOLDS, TOLD_APART = COUNTED | 1 << TOLD };
static const uint8_t class_adds[] = {
	[CLASS_POOR] = TOLD_APART | 1 << POOR | 1 << MULTIDIMENSIONAL,
	[CLASS_NEAR_POOR] = TOLD_APART | 1 << NEAR_POOR | 1 << MULTIDIMENSIONAL,
	[CLASS_AVERAGE] = TOLD_APART | 1 << AVERAGE,
	[CLASS_BETTER] = TOLD_APART,
	[CLASS_NOT_POOR] = COUNTED,
};

static int national_map(struct chiso_call *call, const struct chiso_batch *b, double *t, uint8_t *fate)
{
	const struct chiso_column class = b->columns[0];
	const int32_t *classes = class.values;
	/* What is written to fates can't change these. */
	const struct chiso_batch batch = *b;
	const struct chiso_call own = *call;

	(void)t;
	if (batch.n && classes && !class.validity) {
		/* Mostly each household has one. */
		classes += class.offset;
		memset(fate, CHISO_USED, batch.n);
#pragma GCC unroll 4
		for (uint32_t i = 0; i < batch.n; i++)
			chiso_add_ones(&own, i, 0, class_adds[classes[chiso_row(&batch, i)]]);
		return CHISO_OK;
	}
	for (uint32_t i = 0; i < batch.n; i++) {
		uint32_t r = chiso_row(&batch, i);

		fate[i] = CHISO_MISSING;
		if (!chiso_has(&class, r))
			continue;
		fate[i] = CHISO_USED;
		chiso_add_ones(&own, i, 0, class_adds[chiso_i32(&class, r)]);
	}
	return CHISO_OK;
}

/* ---- from counts --------------------------------------------------------------------------- */

enum { COUNT_POOR, COUNT_NEAR_POOR, COUNT_HOUSEHOLDS, COUNT_AVERAGE }; /* inputs */
enum { MORE_THAN_ALL };                                                /* problems */

static uint8_t counts_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			  double *add)
{
	int has_average = chiso_has(&in[COUNT_AVERAGE], r);

	(void)call;
	if (!chiso_has(&in[COUNT_POOR], r) || !chiso_has(&in[COUNT_NEAR_POOR], r) ||
	    !chiso_has(&in[COUNT_HOUSEHOLDS], r))
		return CHISO_MISSING;
	add[HOUSEHOLDS] = chiso_f64(&in[COUNT_HOUSEHOLDS], r);
	add[POOR] = chiso_f64(&in[COUNT_POOR], r);
	add[NEAR_POOR] = chiso_f64(&in[COUNT_NEAR_POOR], r);
	add[MULTIDIMENSIONAL] = add[POOR] + add[NEAR_POOR];
	add[AVERAGE] = has_average ? chiso_f64(&in[COUNT_AVERAGE], r) : 0;
	add[TOLD] = has_average ? add[HOUSEHOLDS] : add[MULTIDIMENSIONAL];
	return add[MULTIDIMENSIONAL] + add[AVERAGE] > add[HOUSEHOLDS]
		       ? CHISO_REFUSED + MORE_THAN_ALL
		       : CHISO_USED;
}
CHISO_ROWS(counts, counts_row)

/* ---- both ---------------------------------------------------------------------------------- */

/* Households of average living standard have a number where each is told from those better off. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	int is_told = sum[TOLD] == sum[HOUSEHOLDS];

	(void)call;
	(void)state;
	cells[AVERAGE_NUMBER] =
		is_told ? chiso_number(sum[AVERAGE]) : chiso_missing(CHISO_REASON_NOT_APPLICABLE);
	cells[AVERAGE_RATE] = is_told ? chiso_quotient(100 * sum[AVERAGE], sum[HOUSEHOLDS])
				      : chiso_missing(CHISO_REASON_NOT_APPLICABLE);
	return CHISO_OK;
}

#define COUNT(id, en, vi) STOCK(id, "{household}", en, vi)
#define ONE(id, en, vi) BINARY_STOCK(id, "{household}", en, vi)
/* The last term tells evaluate() whether the one before it is all. */
#define TERMS(COUNT, households, poor, near_poor) \
	{ \
		{COUNT("households", "Households", "Tổng số hộ"), .input = (households)}, \
			{COUNT("poor", "Poor households", "Số hộ nghèo"), .input = (poor)}, \
			{COUNT("near_poor", "Near-poor households", "Số hộ cận nghèo"), \
			 .input = (near_poor)}, \
			{COUNT("multidimensional", "Poor and near-poor households", \
			       "Số hộ nghèo và hộ cận nghèo")}, \
			{COUNT("average", "Households of average living standard", \
			       "Số hộ có mức sống trung bình")}, \
			{COUNT("told", "Households of which it is known whether they are", \
			       "Số hộ đã biết có thuộc mức sống trung bình hay không")}, \
	}
static const struct chiso_term national_terms[] = TERMS(ONE, 0, 0, 0);
static const struct chiso_term counts_terms[] =
	TERMS(COUNT, 1 + COUNT_HOUSEHOLDS, 1 + COUNT_POOR, 1 + COUNT_NEAR_POOR);

#define RATE(id, term, en, vi) \
	{ \
		REAL(id, "%", en, vi), .numerator = (term), .denominator = HOUSEHOLDS, \
				       .scale = 100 \
	}
#define TOTAL(id, term, en, vi) \
	{ \
		REAL(id, "{household}", en, vi), .numerator = (term), .denominator = CHISO_ONE, \
						 .scale = 1 \
	}
static const struct chiso_output outputs[] = {
	RATE("poor_rate", POOR, "Poor households", "Tỷ lệ hộ nghèo"),
	RATE("near_poor_rate", NEAR_POOR, "Near-poor households", "Tỷ lệ hộ cận nghèo"),
	RATE("multidimensional_rate", MULTIDIMENSIONAL,
	     "Multidimensional poverty (poor and near-poor households)",
	     "Tỷ lệ nghèo đa chiều (hộ nghèo và hộ cận nghèo)"),
	{REAL("average_rate", "%", "Households of average living standard",
	      "Tỷ lệ hộ có mức sống trung bình"),
	 COMPUTED, .formula = "100 * average / households"},
	TOTAL("poor", POOR, "Number of poor households", "Số hộ nghèo"),
	TOTAL("near_poor", NEAR_POOR, "Number of near-poor households", "Số hộ cận nghèo"),
	TOTAL("multidimensional", MULTIDIMENSIONAL, "Number of poor and near-poor households",
	      "Số hộ nghèo và hộ cận nghèo"),
	{REAL("average", "{household}", "Number of households of average living standard",
	      "Số hộ có mức sống trung bình"),
	 COMPUTED, .formula = "average"},
	TOTAL("households", HOUSEHOLDS, "Number of households", "Tổng số hộ"),
};

static const struct chiso_input national_inputs[] = {
	{CODE("class", 0, "Class of the household", "Phân loại hộ")},
};
#define NUMBER_INPUT(id, flags, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, flags, "{household}", {"en", en}, \
					   {"vi", vi}), \
		.min = 0, .max = INFINITY \
	}
static const struct chiso_input counts_inputs[] = {
	NUMBER_INPUT("poor", 0, "Number of poor households", "Số hộ nghèo"),
	NUMBER_INPUT("near_poor", 0, "Number of near-poor households", "Số hộ cận nghèo"),
	NUMBER_INPUT("households", 0, "Number of households", "Tổng số hộ"),
	NUMBER_INPUT("average", CHISO_OPTIONAL, "Number of households of average living standard",
		     "Số hộ có mức sống trung bình"),
};
static const struct chiso_problem counts_problems[] = {
	{"more_than_all",
	 CHISO_T({"en", "there are more poor, near-poor and average households than households"},
		 {"vi", "số hộ nghèo, cận nghèo và trung bình nhiều hơn tổng số hộ"}),
	 COUNT_HOUSEHOLDS},
};

#define FORMULA "100 * (poor + near_poor) / households"
#define REFERENCE \
	"Decree 07/2021/NĐ-CP; as in decision QĐ 83/QĐ-UBND of Lạng Sơn province, 15/01/2026"

const struct chiso_indicator poverty_national = {
	.size = sizeof poverty_national,
	.version = 1,
	.id = "poverty.national",
	.title = CHISO_T({"en", "Poor and near-poor households"}, {"vi", "Hộ nghèo, hộ cận nghèo"}),
	.summary = CHISO_T({"en", "Rates and numbers of poor and near-poor households and of both, "
				  "from the class of each household."},
			   {"vi", "Tỷ lệ và số hộ nghèo, hộ cận nghèo và nghèo đa chiều, từ phân "
				  "loại của từng hộ."}),
	.formula = FORMULA,
	.reference = REFERENCE,
	.direction = -1,
	CHISO_TABLE(input, national_inputs),
	CHISO_TABLE(term, national_terms),
	CHISO_TABLE(output, outputs),
	.map = national_map,
	.evaluate = evaluate,
};

const struct chiso_indicator poverty_national_counts = {
	.size = sizeof poverty_national_counts,
	.version = 1,
	.id = "poverty.national_counts",
	.title = CHISO_T({"en", "Poor and near-poor households, from counts"},
			 {"vi", "Hộ nghèo, hộ cận nghèo, từ bảng tổng hợp"}),
	.summary =
		CHISO_T({"en", "Rates and numbers of poor and near-poor households and of both, "
			       "from a table of their numbers."},
			{"vi", "Tỷ lệ và số hộ nghèo, hộ cận nghèo và nghèo đa chiều, từ bảng số "
			       "lượng hộ."}),
	.formula = FORMULA,
	.reference = REFERENCE,
	.direction = -1,
	CHISO_TABLE(input, counts_inputs),
	CHISO_TABLE(term, counts_terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, counts_problems),
	.map = counts_map,
	.evaluate = evaluate,
};
