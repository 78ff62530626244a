/* SPDX-License-Identifier: MIT */
/* What communes have: a landfill, a hygienic cemetery.  A record is a commune. */
#include "infrastructure.h"

enum { HAS };            /* inputs */
enum { COMMUNES, WITH }; /* terms */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[HAS], r))
		return CHISO_MISSING;
	add[COMMUNES] = 1;
	add[WITH] = chiso_bool(&in[HAS], r);
	return CHISO_USED;
}
CHISO_ROWS(facilities, row)

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("has", CHISO_BOOL, NULL, {"en", "Whether the commune has it"},
			      {"vi", "Xã có hay không"})},
};
#define COUNT(id, en, vi) REAL(id, "{commune}", en, vi)
static const struct chiso_term terms[] = {
	{COUNT("communes", "Communes", "Số xã"), .over_time = CHISO_STOCK_LAST},
	{COUNT("having", "Communes that have it", "Số xã có"), .over_time = CHISO_STOCK_LAST},
};
static const struct chiso_output outputs[] = {
	{COUNT("having", "Communes that have it", "Số xã có"), .numerator = WITH,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("share", "%", "Communes that have it, of all", "Tỷ lệ xã có"), .numerator = WITH,
	 .denominator = COMMUNES, .scale = 100},
};

#define FACILITY(name, id_, title_en, title_vi, summary_en, summary_vi) \
	const struct chiso_indicator infrastructure_##name = { \
		.size = sizeof infrastructure_##name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = "100 * having / communes", \
		.reference = HERE, \
		.direction = 1, \
		CHISO_TABLE(input, inputs), \
		CHISO_TABLE(term, terms), \
		CHISO_TABLE(output, outputs), \
		.map = facilities_map, \
	}

FACILITY(landfill, "infrastructure.landfill", "Communes with a landfill",
	 "Xã có bãi chôn lấp rác thải tập trung",
	 "Communes with a common landfill, of all communes.",
	 "Tỷ lệ xã có bãi chôn lấp rác thải tập trung, trong tổng số xã.");
FACILITY(cemetery, "infrastructure.cemetery", "Communes with a hygienic cemetery",
	 "Xã có nghĩa trang nhân dân hợp vệ sinh",
	 "Communes with a cemetery that meets the rules of hygiene, of all communes.",
	 "Tỷ lệ xã có nghĩa trang nhân dân hợp vệ sinh, trong tổng số xã.");
