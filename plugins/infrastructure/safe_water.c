/* SPDX-License-Identifier: MIT */
/* Safely managed drinking water (SDG 6.1.1): people with an improved source, times the least of the
 * three ratios of them whose source is on the premises, gives water when needed, and is free of
 * contamination.  Tables of how many have which rarely say how many have all three. */
#include "infrastructure.h"

enum { PERSONS, IMPROVED, QUALITY, N_QUALITIES = 3 }; /* inputs; of QUALITY there are three */
enum {
	T_PERSONS,
	T_IMPROVED,
	T_HAVE,
	T_OF = T_HAVE + N_QUALITIES
}; /* terms; so there are of both */
enum { PEOPLE, IMPROVED_SHARE, RATIO, SAFE = RATIO + N_QUALITIES }; /* outputs */
enum { IMPROVED_OVER, QUALITY_OVER }; /* problems; of the last three */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[PERSONS], r) || !chiso_has(&in[IMPROVED], r))
		return CHISO_MISSING;
	add[T_PERSONS] = chiso_f64(&in[PERSONS], r);
	add[T_IMPROVED] = chiso_f64(&in[IMPROVED], r);
	if (add[T_IMPROVED] > add[T_PERSONS])
		return CHISO_REFUSED + IMPROVED_OVER;
	for (uint8_t q = 0; q < N_QUALITIES; q++) {
		if (!chiso_has(&in[QUALITY + q], r))
			continue;
		add[T_HAVE + q] = chiso_f64(&in[QUALITY + q], r);
		add[T_OF + q] = add[T_IMPROVED];
		if (add[T_HAVE + q] > add[T_OF + q])
			return (uint8_t)(CHISO_REFUSED + QUALITY_OVER + q);
	}
	return CHISO_USED;
}
CHISO_ROWS(safe_water, row)

/* Where one of the three is known of nobody the least of them is not known either. */
static struct chiso_value safely_managed(const double *sum)
{
	double least = 1;

	if (sum[T_PERSONS] == 0)
		return chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	if (sum[T_IMPROVED] == 0)
		return chiso_number(0);
	for (int q = 0; q < N_QUALITIES; q++) {
		if (sum[T_OF + q] == 0)
			return chiso_missing(CHISO_REASON_NOT_REPORTED);
		least = fmin(least, sum[T_HAVE + q] / sum[T_OF + q]);
	}
	return chiso_number(100 * sum[T_IMPROVED] / sum[T_PERSONS] * least);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call;
	(void)state;
	cells[SAFE] = safely_managed(sums->sum);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{REAL("persons", "{person}", "All people", "Tổng số người"), NOT_NEGATIVE},
	{REAL("improved", "{person}", "People using an improved source",
	      "Số người sử dụng nguồn nước cải thiện"),
	 NOT_NEGATIVE},
	{OPTIONAL("on_premises", "{person}", "Of them with the source on the premises",
		  "Trong đó nguồn nước ngay tại nơi ở"),
	 NOT_NEGATIVE},
	{OPTIONAL("when_needed", "{person}", "Of them with water when needed",
		  "Trong đó có nước khi cần"),
	 NOT_NEGATIVE},
	{OPTIONAL("uncontaminated", "{person}", "Of them with water free of contamination",
		  "Trong đó nước không bị ô nhiễm"),
	 NOT_NEGATIVE},
};
#define PEOPLE_TERM(id, en, vi, input_) \
	{ \
		REAL(id, "{person}", en, vi), .over_time = CHISO_STOCK_LAST, .input = 1 + input_ \
	}
static const struct chiso_term terms[] = {
	PEOPLE_TERM("persons", "All people", "Tổng số người", PERSONS),
	PEOPLE_TERM("improved", "People using an improved source",
		    "Số người sử dụng nguồn nước cải thiện", IMPROVED),
	PEOPLE_TERM("on_premises", "With the source on the premises", "Nguồn nước tại nơi ở",
		    QUALITY),
	PEOPLE_TERM("when_needed", "With water when needed", "Có nước khi cần", QUALITY + 1),
	PEOPLE_TERM("uncontaminated", "With water free of contamination", "Nước không bị ô nhiễm",
		    QUALITY + 2),
	PEOPLE_TERM("improved_premises", "Users of improved sources asked for the place",
		    "Số người dùng nguồn cải thiện có số liệu về vị trí", IMPROVED),
	PEOPLE_TERM("improved_needed", "Users of improved sources asked for the supply",
		    "Số người dùng nguồn cải thiện có số liệu về thời gian cấp nước", IMPROVED),
	PEOPLE_TERM("improved_tested", "Users of improved sources whose water was tested",
		    "Số người dùng nguồn cải thiện có xét nghiệm nước", IMPROVED),
};
#define RATIO_OUTPUT(id, en, vi, at) \
	{ \
		REAL(id, "%", en, vi), .numerator = T_HAVE + at, .denominator = T_OF + at, \
				       .scale = 100 \
	}
static const struct chiso_output outputs[] = {
	{REAL("persons", "{person}", "All people", "Tổng số người"), .numerator = T_PERSONS,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("improved_share", "%", "People using an improved source",
	      "Tỷ lệ người sử dụng nguồn nước cải thiện"),
	 .numerator = T_IMPROVED, .denominator = T_PERSONS, .scale = 100},
	RATIO_OUTPUT("on_premises", "On the premises, of improved sources",
		     "Tỷ lệ nguồn cải thiện ngay tại nơi ở", 0),
	RATIO_OUTPUT("when_needed", "Water when needed, of improved sources",
		     "Tỷ lệ nguồn cải thiện có nước khi cần", 1),
	RATIO_OUTPUT("uncontaminated", "Free of contamination, of improved sources",
		     "Tỷ lệ nguồn cải thiện không bị ô nhiễm", 2),
	{REAL("safely_managed", "%", "People using safely managed water",
	      "Tỷ lệ người sử dụng nước được quản lý an toàn"),
	 COMPUTED,
	 .formula = "100 * improved / persons * least(on_premises / improved_premises, when_needed "
		    "/ improved_needed, uncontaminated / improved_tested)"},
};
#define MORE_THAN_IMPROVED "more people than those who use an improved source"
#define MORE_THAN_IMPROVED_VI "số người nhiều hơn số người sử dụng nguồn nước cải thiện"
static const struct chiso_problem problems[] = {
	PROBLEM("improved_over", IMPROVED, "more people use an improved source than there are",
		"số người sử dụng nguồn nước cải thiện nhiều hơn tổng số người"),
	PROBLEM("on_premises_over", QUALITY, MORE_THAN_IMPROVED, MORE_THAN_IMPROVED_VI),
	PROBLEM("when_needed_over", QUALITY + 1, MORE_THAN_IMPROVED, MORE_THAN_IMPROVED_VI),
	PROBLEM("uncontaminated_over", QUALITY + 2, MORE_THAN_IMPROVED, MORE_THAN_IMPROVED_VI),
};

const struct chiso_indicator infrastructure_safe_water = {
	.size = sizeof infrastructure_safe_water,
	.version = 1,
	.id = "infrastructure.safe_water",
	.title = CHISO_T({"en", "Safely managed water"}, {"vi", "Nước được quản lý an toàn"}),
	.summary =
		CHISO_T({"en", "People using an improved source, times the least of the shares "
			       "that are on the premises, when needed and free of contamination."},
			{"vi", "Tỷ lệ người dùng nguồn nước cải thiện, nhân tỷ lệ nhỏ nhất trong "
			       "ba tỷ lệ: tại nơi ở, có khi cần, không bị ô nhiễm."}),
	.formula = "100 * improved / persons * least(on_premises / improved, when_needed / "
		   "improved, uncontaminated / improved)",
	.reference = HERE "; SDG 6.1.1 metadata",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = safe_water_map,
	.evaluate = evaluate,
};
