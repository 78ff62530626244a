/* SPDX-License-Identifier: MIT */
/* How many visits a place bears: per 1,000 residents and per square kilometre.  Visits and what
 * they are compared with come from two datasets. */
#include "tourism.h"

#include "../per.h"

#define HERE "plugins/tourism/README.md"
#define VISITS_SOURCE ("visits", "Visits or guest-nights", "Lượt khách hoặc ngày khách")
#define VISITS ("visits", NULL, "Visits or guest-nights", "Lượt khách hoặc ngày khách")

/* ---- intensity ------------------------------------------------------------------------------ */

PER_TABLES(intensity, VISITS_SOURCE, VISITS, CHISO_FLOW,
	   ("residents", "Residents", "Dân số thường trú"),
	   ("residents", "{person}", "Residents", "Dân số thường trú"), CHISO_STOCK_MEAN);
static const struct chiso_param intensity_params[] = {
	{.field = CHISO_FIELD("per", CHISO_F64, "{person}", {"en", "Per how many residents"},
			      {"vi", "Tính trên bao nhiêu người dân"}),
	 .def = {CHISO_F64, 0, {.f64 = 1000}},
	 .min = {CHISO_F64, 0, {.f64 = 1}},
	 .max = {CHISO_F64, 0, {.f64 = 1e9}}},
};
static const struct chiso_output intensity_outputs[] = {
	{REAL("intensity", NULL, "Tourism intensity", "Cường độ du lịch"), .numerator = PER_COUNTED,
	 .denominator = PER_BASE, .factor = 1, .scale = 1},
};
const struct chiso_indicator tourism_intensity = {
	.size = sizeof tourism_intensity,
	.version = 1,
	.id = "tourism.intensity",
	.title = CHISO_T({"en", "Tourism intensity"}, {"vi", "Cường độ du lịch"}),
	.summary = CHISO_T({"en", "Visits or guest-nights per 1,000 residents."},
			   {"vi", "Lượt khách hoặc ngày khách trên 1.000 dân."}),
	.formula = "per * visits / residents",
	.reference = HERE,
	CHISO_TABLE(source, intensity_sources),
	CHISO_TABLE(input, intensity_inputs),
	CHISO_TABLE(param, intensity_params),
	CHISO_TABLE(term, intensity_terms),
	CHISO_TABLE(output, intensity_outputs),
	.map = per_map,
};

/* ---- density -------------------------------------------------------------------------------- */

PER_INDICATOR(tourism_density, "tourism.density", VISITS_SOURCE, VISITS, CHISO_FLOW,
	      ("areas", "Areas", "Diện tích"), ("area", "km2", "Area", "Diện tích tự nhiên"),
	      CHISO_STOCK_MEAN, 0, "density", NULL, 1, "visits / area", "Tourism density",
	      "Mật độ du lịch", "Visits or guest-nights per square kilometre.",
	      "Lượt khách hoặc ngày khách trên một kilômét vuông.", HERE);
