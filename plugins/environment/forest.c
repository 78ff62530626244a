/* SPDX-License-Identifier: MIT */
/* How much of the land is forest, and how much of the forest is natural.  Trees that were planted
 * and are no forest yet are counted apart. */
#include "environment.h"

enum { NATURAL, PLANTED, YOUNG, LAND };                         /* inputs */
enum { FOREST, T_NATURAL, T_YOUNG, T_LAND, RECORDS, OF_YOUNG }; /* terms */
enum { OVER_LAND };                                             /* problems */
enum { OUT_FOREST, OUT_COVER, OUT_NATURAL, OUT_YOUNG };         /* outputs */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[NATURAL], r) || !chiso_has(&in[PLANTED], r) || !chiso_has(&in[LAND], r))
		return CHISO_MISSING;
	add[T_NATURAL] = chiso_f64(&in[NATURAL], r);
	add[FOREST] = add[T_NATURAL] + chiso_f64(&in[PLANTED], r);
	add[T_LAND] = chiso_f64(&in[LAND], r);
	add[RECORDS] = 1;
	if (chiso_has(&in[YOUNG], r)) {
		add[T_YOUNG] = chiso_f64(&in[YOUNG], r);
		add[OF_YOUNG] = 1;
	}
	if (is_sum_over(add[FOREST] + add[T_YOUNG], add[T_LAND]))
		return CHISO_REFUSED + OVER_LAND;
	/* Land that is all forest is 100 %, whatever its parts add up to in binary. */
	add[FOREST] = fmin(add[FOREST], add[T_LAND]);
	return CHISO_USED;
}
CHISO_ROWS(forest, row)

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call;
	(void)state;
	cells[OUT_YOUNG] = whole_sum(sums->sum[T_YOUNG], sums->sum[OF_YOUNG], sums->sum[RECORDS]);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{REAL("natural", "ha", "Natural forest", "Rừng tự nhiên"), NOT_NEGATIVE},
	{REAL("planted", "ha", "Planted forest", "Rừng trồng đã thành rừng"), NOT_NEGATIVE},
	{OPTIONAL("young", "ha", "Planted trees that are no forest yet",
		  "Diện tích đã trồng chưa thành rừng"),
	 NOT_NEGATIVE},
	{REAL("land", "ha", "Land", "Diện tích tự nhiên"), NOT_NEGATIVE},
};
#define LAST .over_time = CHISO_STOCK_LAST
#define COUNT(id, en, vi) \
	{ \
		RECORD_COUNT(id, en, vi), LAST \
	}
static const struct chiso_term terms[] = {
	{REAL("forest", "ha", "Forest", "Diện tích có rừng"), LAST},
	{REAL("natural", "ha", "Natural forest", "Rừng tự nhiên"), LAST, .input = 1 + NATURAL},
	{REAL("young", "ha", "Planted trees that are no forest yet",
	      "Diện tích đã trồng chưa thành rừng"),
	 LAST, .input = 1 + YOUNG},
	{REAL("land", "ha", "Land", "Diện tích tự nhiên"), LAST, .input = 1 + LAND},
	COUNT("records", "Records", "Số bản ghi"),
	COUNT("records_young", "Records with planted trees that are no forest yet",
	      "Số bản ghi có diện tích đã trồng chưa thành rừng"),
};
static const struct chiso_output outputs[] = {
	{REAL("forest", "ha", "Forest", "Diện tích có rừng"), .numerator = FOREST,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("cover", "%", "Forest cover", "Tỷ lệ che phủ rừng"), .numerator = FOREST,
	 .denominator = T_LAND, .scale = 100},
	{REAL("natural_share", "%", "Natural forest, of all forest",
	      "Tỷ lệ rừng tự nhiên trong diện tích có rừng"),
	 .numerator = T_NATURAL, .denominator = FOREST, .scale = 100},
	{REAL("young", "ha", "Planted trees that are no forest yet",
	      "Diện tích đã trồng chưa thành rừng"),
	 COMPUTED, .formula = "young"},
};
static const struct chiso_problem problems[] = {
	PROBLEM("over_land", NATURAL, "more forest than land",
		"diện tích rừng lớn hơn diện tích tự nhiên"),
};
const struct chiso_indicator environment_forest_cover = {
	.size = sizeof environment_forest_cover,
	.version = 1,
	.id = "environment.forest_cover",
	.title = CHISO_T({"en", "Forest cover"}, {"vi", "Tỷ lệ che phủ rừng"}),
	.summary = CHISO_T({"en", "Natural and planted forest, of all land."},
			   {"vi", "Diện tích rừng tự nhiên và rừng trồng đã thành rừng so với "
				  "diện tích tự nhiên."}),
	.formula = "100 * (natural + planted) / land",
	.reference = HERE "; SDG 15.1.1 metadata, FAO: forest area as a proportion of land area",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = forest_map,
	.evaluate = evaluate,
};
