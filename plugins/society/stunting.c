/* SPDX-License-Identifier: MIT */
/* Children who are too short for their age, from the z-scores of those measured.  A z-score that
 * no child can have is a mistake of measuring: it is left out, and counted. */
#include "society.h"

enum { HEIGHT_Z };                                 /* inputs */
enum { STUNTED_BELOW, SEVERE_BELOW, IMPLAUSIBLE }; /* parameters */
enum { MEASURED, STUNTED, SEVERE };                /* terms */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[HEIGHT_Z], r))
		return CHISO_MISSING;
	double z = chiso_f64(&in[HEIGHT_Z], r);
	if (fabs(z) > call->params[IMPLAUSIBLE].v->as.f64)
		return CHISO_EXCLUDED;
	add[MEASURED] = 1;
	add[STUNTED] = z < call->params[STUNTED_BELOW].v->as.f64;
	add[SEVERE] = z < call->params[SEVERE_BELOW].v->as.f64;
	return CHISO_USED;
}
CHISO_ROWS(stunting, row)

/* Limits in another order would call the severely stunted well, or every child a mistake.  One that
 * is missing, or no number, has been said to be. */
static int prepare(struct chiso_call *call, void **conf)
{
	const struct chiso_list *stunted = &call->params[STUNTED_BELOW];
	const struct chiso_list *severe = &call->params[SEVERE_BELOW];
	const struct chiso_list *implausible = &call->params[IMPLAUSIBLE];

	(void)conf;
	if (!stunted->n || !severe->n || !implausible->n)
		return CHISO_OK;
	double most = fmax(fabs(stunted->v->as.f64), fabs(severe->v->as.f64));
	if (severe->v->as.f64 > stunted->v->as.f64)
		return refuse_param(call, SEVERE_BELOW, "expected a z-score of at most stunted",
				    "phải nhỏ hơn hoặc bằng stunted");
	if (implausible->v->as.f64 < most)
		return refuse_param(call, IMPLAUSIBLE,
				    "expected a distance that stunted and severe are within",
				    "phải xa 0 hơn stunted và severe");
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{REAL("height_z", "1", "Height for age, z-score", "Chiều cao theo tuổi, điểm z")},
};
#define LIMIT(id, en, vi) \
	{ \
		REAL(id, "1", en, vi) \
	}
static const struct chiso_param params[] = {
	LIMIT("stunted", "Z-score below which a child is stunted",
	      "Điểm z mà dưới đó là suy dinh dưỡng thấp còi"),
	LIMIT("severe", "Z-score below which it is severely stunted",
	      "Điểm z mà dưới đó là thấp còi mức độ nặng"),
	LIMIT("implausible", "Distance from 0 beyond which a z-score is a mistake",
	      "Khoảng cách đến 0 mà vượt quá là sai số đo"),
};
#define CHILDREN(id, en, vi) \
	{ \
		STOCK(id, "{person}", en, vi) \
	}
static const struct chiso_term terms[] = {
	CHILDREN("measured", "Children measured", "Số trẻ được đo"),
	CHILDREN("stunted", "Children stunted", "Số trẻ thấp còi"),
	CHILDREN("severe", "Children severely stunted", "Số trẻ thấp còi mức độ nặng"),
};
static const struct chiso_output outputs[] = {
	{REAL("stunted", "%", "Stunted children", "Tỷ lệ trẻ suy dinh dưỡng thấp còi"),
	 .numerator = STUNTED, .denominator = MEASURED, .scale = 100},
	{REAL("severe", "%", "Severely stunted children", "Tỷ lệ trẻ thấp còi mức độ nặng"),
	 .numerator = SEVERE, .denominator = MEASURED, .scale = 100},
};
const struct chiso_indicator society_stunting = {
	.size = sizeof society_stunting,
	.version = 1,
	.id = "society.stunting",
	.title = CHISO_T({"en", "Stunting"}, {"vi", "Suy dinh dưỡng thấp còi"}),
	.summary = CHISO_T({"en", "Children under 5 whose height is low for their age."},
			   {"vi", "Tỷ lệ trẻ dưới 5 tuổi có chiều cao thấp so với tuổi."}),
	.formula = "100 * children with height_z < stunted / measured",
	.reference = HERE "; SDG 2.2.1 metadata, UNICEF, WHO and World Bank",
	.direction = -1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.prepare = prepare,
	.map = stunting_map,
};
