/* SPDX-License-Identifier: MIT */
/* How many visits a place bears: per 1,000 residents and per square kilometre.  Visits and what
 * they are compared with come from two datasets. */
#include "tourism.h"

enum { VISITS, BASE }; /* sources, inputs and terms */

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

#define VISITS_SOURCE \
	{ \
		CHISO_FIELD("visits", CHISO_NONE, NULL, {"en", "Visits or guest-nights"}, \
			    {"vi", "Lượt khách hoặc ngày khách"}) \
	}
/* An input and a term alike. */
#define VISITS_FIELD REAL("visits", NULL, "Visits or guest-nights", "Lượt khách hoặc ngày khách")
#define RESIDENTS_FIELD REAL("residents", "{person}", "Residents", "Dân số thường trú")
#define AREA_FIELD REAL("area", "km2", "Area", "Diện tích tự nhiên")

/* ---- intensity ------------------------------------------------------------------------------ */

static const struct chiso_source intensity_sources[] = {
	VISITS_SOURCE,
	{CHISO_FIELD("residents", CHISO_NONE, NULL, {"en", "Residents"},
		     {"vi", "Dân số thường trú"})},
};
static const struct chiso_input intensity_inputs[] = {
	{VISITS_FIELD, .source = VISITS, NOT_NEGATIVE},
	{RESIDENTS_FIELD, .source = BASE, NOT_NEGATIVE},
};
static const struct chiso_param intensity_params[] = {
	{.field = CHISO_FIELD("per", CHISO_F64, "{person}", {"en", "Per how many residents"},
			      {"vi", "Tính trên bao nhiêu người dân"}),
	 .def = {CHISO_F64, 0, {.f64 = 1000}},
	 .min = {CHISO_F64, 0, {.f64 = 1}},
	 .max = {CHISO_F64, 0, {.f64 = 1e9}}},
};
/* Visits of twelve months are those of one population: that of the year, or the mean of twelve. */
static const struct chiso_term intensity_terms[] = {
	{VISITS_FIELD, .source = VISITS, .input = 1 + VISITS},
	{RESIDENTS_FIELD, .source = BASE, .over_time = CHISO_STOCK_MEAN, .input = 1 + BASE},
};
static const struct chiso_output intensity_outputs[] = {
	{REAL("intensity", NULL, "Tourism intensity", "Cường độ du lịch"), .numerator = VISITS,
	 .denominator = BASE, .factor = 1, .scale = 1},
};
const struct chiso_indicator tourism_intensity = {
	.size = sizeof tourism_intensity,
	.version = 1,
	.id = "tourism.intensity",
	.title = CHISO_T({"en", "Tourism intensity"}, {"vi", "Cường độ du lịch"}),
	.summary = CHISO_T({"en", "Visits or guest-nights per 1,000 residents."},
			   {"vi", "Lượt khách hoặc ngày khách trên 1.000 dân."}),
	.formula = "per * visits / residents",
	.reference = "plugins/tourism/README.md",
	CHISO_TABLE(source, intensity_sources),
	CHISO_TABLE(input, intensity_inputs),
	CHISO_TABLE(param, intensity_params),
	CHISO_TABLE(term, intensity_terms),
	CHISO_TABLE(output, intensity_outputs),
	.map = map,
};

/* ---- density -------------------------------------------------------------------------------- */

static const struct chiso_source density_sources[] = {
	VISITS_SOURCE,
	{CHISO_FIELD("areas", CHISO_NONE, NULL, {"en", "Areas"}, {"vi", "Diện tích"})},
};
static const struct chiso_input density_inputs[] = {
	{VISITS_FIELD, .source = VISITS, NOT_NEGATIVE},
	{AREA_FIELD, .source = BASE, NOT_NEGATIVE},
};
static const struct chiso_term density_terms[] = {
	{VISITS_FIELD, .source = VISITS, .input = 1 + VISITS},
	{AREA_FIELD, .source = BASE, .over_time = CHISO_STOCK_MEAN, .input = 1 + BASE},
};
static const struct chiso_output density_outputs[] = {
	{REAL("density", NULL, "Tourism density", "Mật độ du lịch"), .numerator = VISITS,
	 .denominator = BASE, .scale = 1},
};
const struct chiso_indicator tourism_density = {
	.size = sizeof tourism_density,
	.version = 1,
	.id = "tourism.density",
	.title = CHISO_T({"en", "Tourism density"}, {"vi", "Mật độ du lịch"}),
	.summary = CHISO_T({"en", "Visits or guest-nights per square kilometre."},
			   {"vi", "Lượt khách hoặc ngày khách trên một kilômét vuông."}),
	.formula = "visits / area",
	.reference = "plugins/tourism/README.md",
	CHISO_TABLE(source, density_sources),
	CHISO_TABLE(input, density_inputs),
	CHISO_TABLE(term, density_terms),
	CHISO_TABLE(output, density_outputs),
	.map = map,
};
