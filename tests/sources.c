/* SPDX-License-Identifier: MIT */
/* A plugin that reads two datasets, for tests: visits per 1,000 residents. */
#include <chiso/batch.h>

enum { VISITS, RESIDENTS }; /* sources, inputs and terms */

static uint8_t row(const struct chiso_call *call, uint32_t source, const struct chiso_column *in,
                   uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[source], r))
		return CHISO_MISSING;
	add[source] = chiso_f64(&in[source], r);
	return CHISO_USED;
}
CHISO_SOURCE_ROWS(intensity, row)

static const struct chiso_source sources[] = {
	{CHISO_FIELD("visits", CHISO_NONE, NULL, {"en", "Visits"})},
	{CHISO_FIELD("residents", CHISO_NONE, NULL, {"en", "Residents"})},
};
static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("visits", CHISO_F64, "{visit}", {"en", "Visits"}), .source = VISITS},
	{.field = CHISO_FIELD("people", CHISO_F64, "{person}", {"en", "Residents"}),
	 .source = RESIDENTS},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("visits", CHISO_F64, "{visit}", {"en", "Visits"}), .source = VISITS,
	 .input = 1 + VISITS},
	{.field = CHISO_FIELD("people", CHISO_F64, "{person}", {"en", "Residents"}),
	 .source = RESIDENTS, .input = 1 + RESIDENTS, .over_time = CHISO_STOCK_MEAN},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("intensity", CHISO_F64, "1", {"en", "Visits per 1,000 residents"}),
	 .numerator = VISITS, .denominator = RESIDENTS, .scale = 1000},
	{.field = CHISO_FIELD("visits", CHISO_F64, "{visit}", {"en", "Visits"}),
	 .numerator = VISITS, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_indicator intensity = {
	.size = sizeof intensity, .version = 1, .id = "sources.intensity",
	.title = CHISO_T({"en", "Tourist intensity"}), .formula = "1000 * visits / people",
	.reference = "made up", CHISO_TABLE(source, sources), CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs), .map = intensity_map,
};
CHISO_PLUGIN("sources", "1.0", "chiso", "MIT", &intensity)
