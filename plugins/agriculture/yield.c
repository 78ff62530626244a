/* SPDX-License-Identifier: MIT */
/* Production per hectare, harvested and planted; the two are never mixed. */
#include "agriculture.h"

enum { PRODUCTION, HARVESTED, PLANTED };                   /* inputs */
enum { OF_HARVESTED, T_HARVESTED, OF_PLANTED, T_PLANTED }; /* terms */
enum { HARVESTED_OVER_PLANTED };                           /* problems */

static uint8_t yield_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	int harvested = chiso_has(&in[HARVESTED], r), planted = chiso_has(&in[PLANTED], r);

	(void)call;
	if (harvested && planted && chiso_f64(&in[HARVESTED], r) > chiso_f64(&in[PLANTED], r))
		return CHISO_REFUSED + HARVESTED_OVER_PLANTED;
	if (!chiso_has(&in[PRODUCTION], r) || (!harvested && !planted))
		return CHISO_MISSING;
	if (harvested) {
		add[OF_HARVESTED] = chiso_f64(&in[PRODUCTION], r);
		add[T_HARVESTED] = chiso_f64(&in[HARVESTED], r);
	}
	if (planted) {
		add[OF_PLANTED] = chiso_f64(&in[PRODUCTION], r);
		add[T_PLANTED] = chiso_f64(&in[PLANTED], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(yield, yield_row)

static const struct chiso_input yield_inputs[] = {
	{TONNES("production", "Harvested production", "Sản lượng thu hoạch"), NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS(
		 "harvested", CHISO_F64, CHISO_OPTIONAL, "ha",
		 {"en", "Harvested area; of perennials the area in bearing"},
		 {"vi", "Diện tích thu hoạch; cây lâu năm: diện tích cho sản phẩm"}),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("planted", CHISO_F64, CHISO_OPTIONAL, "ha",
				    {"en", "Planted area"}, {"vi", "Diện tích gieo trồng"}),
	 NOT_NEGATIVE},
};
/* Seasons of a crop add up to the year, areas too: a field sown twice is two sown areas. */
static const struct chiso_term yield_terms[] = {
	{TONNES("production_harvested", "Production where the harvested area is reported",
		"Sản lượng của nơi có báo cáo diện tích thu hoạch"),
	 .input = 1 + PRODUCTION},
	{HECTARES("harvested", "Harvested area", "Diện tích thu hoạch"), .input = 1 + HARVESTED},
	{TONNES("production_planted", "Production where the planted area is reported",
		"Sản lượng của nơi có báo cáo diện tích gieo trồng"),
	 .input = 1 + PRODUCTION},
	{HECTARES("planted", "Planted area", "Diện tích gieo trồng"), .input = 1 + PLANTED},
};
static const struct chiso_output yield_outputs[] = {
	{.field = CHISO_FIELD("yield_harvested", CHISO_F64, "t/ha",
			      {"en", "Yield per harvested hectare"}, {"vi", "Năng suất thu hoạch"}),
	 .numerator = OF_HARVESTED,
	 .denominator = T_HARVESTED,
	 .scale = 1},
	{.field = CHISO_FIELD("yield_planted", CHISO_F64, "t/ha",
			      {"en", "Yield per planted hectare"}, {"vi", "Năng suất gieo trồng"}),
	 .numerator = OF_PLANTED,
	 .denominator = T_PLANTED,
	 .scale = 1},
};
static const struct chiso_problem yield_problems[] = {
	{"harvested_over_planted",
	 CHISO_T({"en", "the harvested area is larger than the planted area"},
		 {"vi", "diện tích thu hoạch lớn hơn diện tích gieo trồng"}),
	 HARVESTED},
};
const struct chiso_indicator agriculture_yield = {
	.size = sizeof agriculture_yield,
	.version = 1,
	.id = "agriculture.yield",
	.title = CHISO_T({"en", "Yield"}, {"vi", "Năng suất cây trồng"}),
	.summary = CHISO_T(
		{"en",
		 "Production per harvested and per planted hectare; the two are never mixed."},
		{"vi", "Sản lượng trên một hécta thu hoạch và trên một hécta gieo trồng; hai số "
		       "không lẫn với nhau."}),
	.formula = "production_harvested / harvested",
	.reference = "GSO metadata, năng suất một số loại cây trồng chủ yếu, 2019",
	.direction = 1,
	CHISO_TABLE(input, yield_inputs),
	CHISO_TABLE(term, yield_terms),
	CHISO_TABLE(output, yield_outputs),
	CHISO_TABLE(problem, yield_problems),
	.map = yield_map,
};
