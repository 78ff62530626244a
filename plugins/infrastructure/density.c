/* SPDX-License-Identifier: MIT */
/* How dense the roads are: per square kilometre and per 1,000 people.  Roads and what they are
 * compared with come from two datasets. */
#include "infrastructure.h"

enum { ROADS, BASE }; /* sources, inputs and terms */

static uint8_t row(const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(in, r))
		return CHISO_MISSING;
	*add = chiso_f64(in, r);
	return CHISO_USED;
}

static int map(struct chiso_call *call, const struct chiso_batch *b, double *t, uint8_t *fate)
{
	for (uint32_t i = 0; i < b->n; i++)
		fate[i] = row(&b->columns[b->source], chiso_row(b, i),
			      t + (size_t)i * call->n_terms + b->source);
	return CHISO_OK;
}

#define ROADS_SOURCE \
	{ \
		CHISO_FIELD("roads", CHISO_NONE, NULL, {"en", "Roads"}, {"vi", "Đường bộ"}) \
	}
/* Inputs and terms alike. */
#define LENGTH_FIELD REAL("length", "km", "Length of roads", "Chiều dài đường")
#define AREA_FIELD REAL("area", "km2", "Area", "Diện tích tự nhiên")
#define PEOPLE_FIELD REAL("population", "{person}", "Population", "Dân số")
#define LENGTH_INPUT \
	{ \
		LENGTH_FIELD, .source = ROADS, NOT_NEGATIVE \
	}
#define LENGTH_TERM \
	{ \
		LENGTH_FIELD, .source = ROADS, .over_time = CHISO_STOCK_LAST, .input = 1 + ROADS \
	}

/* ---- road_density --------------------------------------------------------------------------- */

static const struct chiso_source density_sources[] = {
	ROADS_SOURCE,
	{CHISO_FIELD("areas", CHISO_NONE, NULL, {"en", "Areas"}, {"vi", "Diện tích"})},
};
static const struct chiso_input density_inputs[] = {
	LENGTH_INPUT,
	{AREA_FIELD, .source = BASE, NOT_NEGATIVE},
};
static const struct chiso_term density_terms[] = {
	LENGTH_TERM,
	{AREA_FIELD, .source = BASE, .over_time = CHISO_STOCK_LAST, .input = 1 + BASE},
};
static const struct chiso_output density_outputs[] = {
	{REAL("density", "km/km2", "Road density", "Mật độ đường"), .numerator = ROADS,
	 .denominator = BASE, .scale = 1},
};
const struct chiso_indicator infrastructure_road_density = {
	.size = sizeof infrastructure_road_density,
	.version = 1,
	.id = "infrastructure.road_density",
	.title = CHISO_T({"en", "Road density"}, {"vi", "Mật độ đường"}),
	.summary = CHISO_T({"en", "Kilometres of road per square kilometre."},
			   {"vi", "Số kilômét đường trên một kilômét vuông."}),
	.formula = "length / area",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(source, density_sources),
	CHISO_TABLE(input, density_inputs),
	CHISO_TABLE(term, density_terms),
	CHISO_TABLE(output, density_outputs),
	.map = map,
};

/* ---- roads_per_head ------------------------------------------------------------------------- */

static const struct chiso_source head_sources[] = {
	ROADS_SOURCE,
	{CHISO_FIELD("people", CHISO_NONE, NULL, {"en", "People"}, {"vi", "Dân số"})},
};
static const struct chiso_input head_inputs[] = {
	LENGTH_INPUT,
	{PEOPLE_FIELD, .source = BASE, NOT_NEGATIVE},
};
static const struct chiso_term head_terms[] = {
	LENGTH_TERM,
	{PEOPLE_FIELD, .source = BASE, .over_time = CHISO_STOCK_LAST, .input = 1 + BASE},
};
static const struct chiso_output head_outputs[] = {
	{REAL("per_thousand", "km/thousand {person}", "Kilometres of road per 1,000 people",
	      "Số kilômét đường trên 1.000 dân"),
	 .numerator = ROADS, .denominator = BASE, .scale = 1000},
};
const struct chiso_indicator infrastructure_roads_per_head = {
	.size = sizeof infrastructure_roads_per_head,
	.version = 1,
	.id = "infrastructure.roads_per_head",
	.title =
		CHISO_T({"en", "Roads per 1,000 people"}, {"vi", "Chiều dài đường trên 1.000 dân"}),
	.summary = CHISO_T({"en", "Kilometres of road per 1,000 people."},
			   {"vi", "Số kilômét đường trên 1.000 dân."}),
	.formula = "1000 * length / population",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(source, head_sources),
	CHISO_TABLE(input, head_inputs),
	CHISO_TABLE(term, head_terms),
	CHISO_TABLE(output, head_outputs),
	.map = map,
};
