/* SPDX-License-Identifier: MIT */
/* A plugin with every kind of axis, for tests: areas by crop (met in the data), by class of land
 * (declared), over limits (a parameter) and of parts (columns). */
#include <chiso/batch.h>

enum { CROP = 1, CLASS, LIMIT, PART }; /* axes */
enum { AREA, CROP_OF, CLASS_OF, PART_OF }; /* inputs */
enum { ALL, BY_CROP, BY_CLASS, OVER, PARTS, PARTS_OVER }; /* terms */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   double *add)
{
	const struct chiso_list *limits = &call->params[0], *weights = &call->params[1];
	uint32_t n_parts = call->axes[PART - 1].n;
	double area;

	if (!chiso_has(&in[AREA], r))
		return CHISO_MISSING;
	area = chiso_f64(&in[AREA], r);
	add[call->term_at[ALL]] = area;
	if (chiso_has(&in[CROP_OF], r))
		add[call->term_at[BY_CROP] + (uint32_t)chiso_i32(&in[CROP_OF], r)] = area;
	if (chiso_has(&in[CLASS_OF], r))
		add[call->term_at[BY_CLASS] + (uint32_t)chiso_i32(&in[CLASS_OF], r)] = area;
	for (uint32_t k = 0; k < limits->n; k++)
		if (area > limits->v[k].as.f64)
			add[call->term_at[OVER] + k] = area;
	for (uint32_t p = 0; p < n_parts; p++) {
		const struct chiso_column *part = &in[call->input_at[PART_OF] + p];

		if (!chiso_has(part, r))
			continue;
		add[call->term_at[PARTS] + p] = chiso_f64(part, r);
		for (uint32_t k = 0; k < limits->n; k++)
			if (area > limits->v[k].as.f64)
				add[call->term_at[PARTS_OVER] + p * limits->n + k] =
					weights->v[p].as.f64 * chiso_f64(part, r);
	}
	return CHISO_USED;
}
CHISO_ROWS(axes, row)

static const struct chiso_code classes[] = {
	{"paddy", CHISO_T({"en", "Paddy"})}, {"upland", CHISO_T({"en", "Upland"})}, {0}};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("crop", CHISO_STR, NULL, {"en", "Crop"}), CHISO_AXIS_DATA, CROP_OF},
	{CHISO_FIELD("class", CHISO_STR, NULL, {"en", "Class"}), CHISO_AXIS_CODES, CLASS_OF},
	{CHISO_FIELD("limit", CHISO_F64, "ha", {"en", "Limit"}), CHISO_AXIS_PARAM, 0},
	{CHISO_FIELD("part", CHISO_STR, NULL, {"en", "Part"}), CHISO_AXIS_INPUT, 0},
};
static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("area", CHISO_F64, "ha", {"en", "Area"})},
	{.field = CHISO_FIELD_FLAGS("crop_of", CHISO_CODE, CHISO_OPTIONAL, NULL, {"en", "Crop"})},
	{.field = {.id = "class_of", .title = CHISO_T({"en", "Class"}), .type = CHISO_CODE,
	           .flags = CHISO_OPTIONAL, .codes = classes}},
	{.field = CHISO_FIELD_FLAGS("part_of", CHISO_F64, CHISO_OPTIONAL, "ha", {"en", "Part"}),
	 .axis = PART},
};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("limits", CHISO_F64, CHISO_LIST, "ha", {"en", "Limits"}),
	 .def = {.type = CHISO_F64, .as.f64 = 5}},
	{.field = CHISO_FIELD_FLAGS("weights", CHISO_F64, CHISO_LIST, "1", {"en", "Weights"}),
	 .axis = PART, .def = {.type = CHISO_F64, .as.f64 = 1}},
};
#define TERM(id, ...) {.field = CHISO_FIELD(id, CHISO_F64, "ha", {"en", id}), __VA_ARGS__}
static const struct chiso_term terms[] = {
	TERM("all", .input = 1 + AREA),   TERM("by_crop", .axis = {CROP}),
	TERM("by_class", .axis = {CLASS}), TERM("over", .axis = {LIMIT}),
	TERM("parts", .axis = {PART}, .input = 1 + PART_OF),
	TERM("parts_over", .axis = {PART, LIMIT}),
};
#define SHARE(id, term, of, ...) \
	{.field = CHISO_FIELD(id, CHISO_F64, "%", {"en", id}), .numerator = term, \
	 .denominator = of, .scale = 100, __VA_ARGS__}
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("area", CHISO_F64, "ha", {"en", "area"}), .numerator = ALL,
	 .denominator = CHISO_ONE, .scale = 1},
	SHARE("crop_share", BY_CROP, ALL, .axis = {CROP}),
	SHARE("class_share", BY_CLASS, ALL, .axis = {CLASS}),
	SHARE("over_share", OVER, ALL, .axis = {LIMIT}),
	{.field = CHISO_FIELD("part", CHISO_F64, "ha", {"en", "part"}), .numerator = PARTS,
	 .denominator = CHISO_ONE, .scale = 1, .axis = {PART}},
	SHARE("part_over", PARTS_OVER, OVER, .axis = {LIMIT, PART}),
};
static const struct chiso_indicator indicator = {
	.size = sizeof indicator, .version = 1, .id = "axes.areas",
	.title = CHISO_T({"en", "Areas"}), .formula = "area", .reference = "made up",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs), CHISO_TABLE(param, params), CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs), .map = axes_map,
};
CHISO_PLUGIN("axes", "1.0", "chiso", "MIT", &indicator)
