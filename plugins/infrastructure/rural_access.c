/* SPDX-License-Identifier: MIT */
/* The Rural Access Index (SDG 9.1.1): people who live near enough to a road that is open all year.
 * Where the roads are and how far it is to the next one is the core's business: here it is metres.
 */
#include "infrastructure.h"

enum { DISTANCE, POPULATION, PASSABILITY };     /* inputs */
enum { ALL, NEAR, FAR, PASSABLE, OF_PASSABLE }; /* terms */
enum { WITHIN };                                /* parameters */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[DISTANCE], r) || !chiso_has(&in[POPULATION], r))
		return CHISO_MISSING;
	add[ALL] = chiso_f64(&in[POPULATION], r);
	add[chiso_f64(&in[DISTANCE], r) <= call->params[WITHIN].v->as.f64 ? NEAR : FAR] = add[ALL];
	if (chiso_has(&in[PASSABILITY], r)) {
		add[PASSABLE] = add[ALL] * chiso_f64(&in[PASSABILITY], r);
		add[OF_PASSABLE] = add[ALL];
	}
	return CHISO_USED;
}
CHISO_ROWS(rural_access, row)

#define PEOPLE(id, en, vi) \
	{ \
		REAL(id, "{person}", en, vi), .over_time = CHISO_STOCK_LAST \
	}
static const struct chiso_input inputs[] = {
	{REAL("distance", "m", "Distance to the nearest all-season road",
	      "Khoảng cách đến đường đi được quanh năm gần nhất"),
	 NOT_NEGATIVE},
	{REAL("population", "{person}", "Rural population of the village or household",
	      "Dân số nông thôn của thôn hoặc hộ"),
	 NOT_NEGATIVE},
	{OPTIONAL("passability", "1",
		  "How passable the best road near enough is, from 0 to 1; 0: there is none",
		  "Mức độ thông suốt của con đường tốt nhất đủ gần, từ 0 đến 1; 0: không có"),
	 FROM_0_TO_1},
};
static const struct chiso_param params[] = {
	{REAL("within", "m", "Distance up to which a road is near enough",
	      "Khoảng cách tối đa được coi là gần đường"),
	 .min = NUMBER(0)},
};
static const struct chiso_term terms[] = {
	PEOPLE("population", "Rural population", "Dân số nông thôn"),
	PEOPLE("near", "People near enough to an all-season road",
	       "Số người sống đủ gần đường đi được quanh năm"),
	PEOPLE("far", "People farther away", "Số người sống xa hơn"),
	PEOPLE("passable", "People times passability", "Số người nhân mức độ thông suốt"),
	PEOPLE("population_passable", "People of whose roads it is known",
	       "Số người có số liệu về mức độ thông suốt"),
};
static const struct chiso_output outputs[] = {
	{REAL("access", "%", "Rural Access Index", "Chỉ số tiếp cận đường nông thôn"),
	 .numerator = NEAR, .denominator = ALL, .scale = 100},
	{REAL("far", "{person}", "People farther away", "Số người sống xa đường"), .numerator = FAR,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("passable_access", "%", "Rural Access Index with passability",
	      "Chỉ số tiếp cận đường nông thôn có tính mức độ thông suốt"),
	 .numerator = PASSABLE, .denominator = OF_PASSABLE, .scale = 100},
};

const struct chiso_indicator infrastructure_rural_access = {
	.size = sizeof infrastructure_rural_access,
	.version = 1,
	.id = "infrastructure.rural_access",
	.title = CHISO_T({"en", "Rural Access Index"}, {"vi", "Chỉ số tiếp cận đường nông thôn"}),
	.summary = CHISO_T({"en", "Rural people who live within 2 km of an all-season road."},
			   {"vi", "Tỷ lệ dân số nông thôn sống trong phạm vi 2 km từ đường đi được "
				  "quanh năm."}),
	.formula = "100 * near / population",
	.reference = HERE "; SDG 9.1.1 metadata, World Bank, 2020",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = rural_access_map,
};
