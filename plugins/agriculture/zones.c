/* SPDX-License-Identifier: MIT */
/* Designated specialised zones, a record each: how many there are, and how large they are. */
#include "agriculture.h"

enum { AREA };                     /* inputs */
enum { ZONES, T_AREA, WITH_AREA }; /* terms */
enum { OUT_ZONES, OUT_AREA, OUT_MEAN };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	add[ZONES] = 1;
	if (chiso_has(&in[AREA], r)) {
		add[WITH_AREA] = 1;
		add[T_AREA] = chiso_f64(&in[AREA], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(zones, row)

/* Zones of which one has no area have none together. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call;
	(void)state;
	cells[OUT_AREA] = whole_sum(sums->sum[T_AREA], sums->sum[WITH_AREA], sums->sum[ZONES]);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{OPTIONAL("area", "ha", "Area of the zone", "Diện tích của vùng"), NOT_NEGATIVE},
};
#define LAST .over_time = CHISO_STOCK_LAST
static const struct chiso_term terms[] = {
	{REAL("zones", "{zone}", "Zones", "Số vùng"), LAST},
	{HECTARES("area", "Area of the zones", "Diện tích các vùng"), LAST, .input = 1 + AREA},
	{REAL("zones_area", "{zone}", "Zones whose area is reported",
	      "Số vùng có báo cáo diện tích"),
	 LAST},
};
static const struct chiso_output outputs[] = {
	{REAL("zones", "{zone}", "Zones", "Số vùng"), .numerator = ZONES, .denominator = CHISO_ONE,
	 .scale = 1},
	{HECTARES("area", "Area of the zones", "Diện tích các vùng"), COMPUTED, .formula = "area"},
	{REAL("mean_area", "ha/{zone}", "Area of a zone", "Diện tích bình quân một vùng"),
	 .numerator = T_AREA, .denominator = WITH_AREA, .scale = 1},
};

const struct chiso_indicator agriculture_zones = {
	.size = sizeof agriculture_zones,
	.version = 1,
	.id = "agriculture.zones",
	.title = CHISO_T({"en", "Specialised zones"}, {"vi", "Vùng sản xuất tập trung"}),
	.summary = CHISO_T(
		{"en", "Designated zones of specialised production: their number and area."},
		{"vi", "Số lượng và diện tích vùng sản xuất tập trung, chuyên canh đã quy hoạch."}),
	.formula = "sum of area",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = zones_map,
	.evaluate = evaluate,
};
