/* SPDX-License-Identifier: MIT */
/* What tourism accounts say: the share of tourism in the gross domestic product (SDG 8.9.1). */
#include "tourism.h"

enum { TOURISM, ALL }; /* inputs and terms */
enum { PART_OVER };    /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[TOURISM], r) || !chiso_has(&in[ALL], r))
		return CHISO_MISSING;
	add[TOURISM] = chiso_f64(&in[TOURISM], r);
	add[ALL] = chiso_f64(&in[ALL], r);
	return add[TOURISM] > add[ALL] ? CHISO_REFUSED + PART_OVER : CHISO_USED;
}
CHISO_ROWS(direct_share, row)

/* Inputs and terms alike; both in the same money. */
#define TOURISM_FIELD \
	REAL("tourism_direct_gdp", NULL, "Tourism direct GDP (TDGDP)", \
	     "GDP trực tiếp của du lịch (TDGDP)")
#define GDP_FIELD \
	REAL("gdp", NULL, "Gross domestic product (GDP)", "Tổng sản phẩm trong nước (GDP)")

static const struct chiso_input inputs[] = {
	{TOURISM_FIELD, NOT_NEGATIVE},
	{GDP_FIELD, NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{TOURISM_FIELD, .input = 1 + TOURISM},
	{GDP_FIELD, .input = 1 + ALL},
};
static const struct chiso_output outputs[] = {
	{REAL("share", "%", "Tourism direct GDP in total GDP",
	      "Tỷ trọng GDP trực tiếp của du lịch trong GDP"),
	 .numerator = TOURISM, .denominator = ALL, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("over_gdp", TOURISM, "the tourism direct GDP is more than the GDP",
		"GDP trực tiếp của du lịch lớn hơn GDP"),
};

const struct chiso_indicator tourism_direct_share = {
	.size = sizeof tourism_direct_share,
	.version = 1,
	.id = "tourism.direct_share",
	.title = CHISO_T({"en", "Direct share of tourism in GDP (SDG 8.9.1)"},
			 {"vi", "Tỷ trọng trực tiếp của du lịch trong GDP (SDG 8.9.1)"}),
	.summary = CHISO_T(
		{"en", "Tourism direct GDP in per cent of GDP, from a tourism satellite account."},
		{"vi", "GDP trực tiếp của du lịch so với GDP, theo tài khoản vệ tinh du lịch."}),
	.formula = "100 * tourism_direct_gdp / gdp",
	.reference = "SDG metadata 8.9.1 (25 March 2021); UN, Tourism Satellite Account: "
		     "Recommended Methodological Framework 2008",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = direct_share_map,
};
