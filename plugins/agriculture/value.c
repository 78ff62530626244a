/* SPDX-License-Identifier: MIT */
/* Value of the production per hectare. */
#include "agriculture.h"

enum { VALUE, VALUE_AREA }; /* inputs and terms */

static uint8_t value_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	(void)call;
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[VALUE_AREA], r))
		return CHISO_MISSING;
	add[VALUE] = chiso_f64(&in[VALUE], r);
	add[VALUE_AREA] = chiso_f64(&in[VALUE_AREA], r);
	return CHISO_USED;
}
CHISO_ROWS(value, value_row)

static const struct chiso_input value_inputs[] = {
	{.field = CHISO_FIELD("value", CHISO_F64, "VND", {"en", "Value of the production"},
			      {"vi", "Giá trị sản phẩm"}),
	 NOT_NEGATIVE},
	{HECTARES("area", "Area that it came from", "Diện tích cho giá trị đó"), NOT_NEGATIVE},
};
static const struct chiso_term value_terms[] = {
	{.field = CHISO_FIELD("value", CHISO_F64, "VND", {"en", "Value of the production"},
			      {"vi", "Giá trị sản phẩm"}),
	 .input = 1 + VALUE},
	/* A year's value comes from one area, however many periods report it. */
	{HECTARES("area", "Mean area", "Diện tích bình quân"), .over_time = CHISO_STOCK_MEAN,
	 .input = 1 + VALUE_AREA},
};
static const struct chiso_output value_outputs[] = {
	{.field = CHISO_FIELD("value_per_hectare", CHISO_F64, "VND/ha", {"en", "Value per hectare"},
			      {"vi", "Giá trị sản phẩm trên một hécta"}),
	 .numerator = VALUE,
	 .denominator = VALUE_AREA,
	 .scale = 1},
};
const struct chiso_indicator agriculture_output_value = {
	.size = sizeof agriculture_output_value,
	.version = 1,
	.id = "agriculture.output_value",
	.title = CHISO_T({"en", "Value per hectare"}, {"vi", "Giá trị sản phẩm trên một hécta"}),
	.summary = CHISO_T(
		{"en", "Value of the production per hectare of the area that it came from."},
		{"vi", "Giá trị sản phẩm tính trên một hécta diện tích cho giá trị đó."}),
	.formula = "value / area",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, value_inputs),
	CHISO_TABLE(term, value_terms),
	CHISO_TABLE(output, value_outputs),
	.map = value_map,
};
