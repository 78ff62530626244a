/* SPDX-License-Identifier: MIT */
/* A plugin for tests of record indicators: a grade of products with an output of every type, and
 * an ordinary indicator beside it. */
#include <chiso/batch.h>

enum { SCORE, DAY, KIND, LAST };                              /* inputs */
enum { BONUS };                                               /* parameters */
enum { POINTS, STARS, PASSED, CLASS, UNTIL, DAYS_LEFT, OUTPUTS }; /* outputs */
enum { FOOD, CRAFT, OTHER };                                  /* kinds */
enum { THREE_YEARS = 1095 };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   const struct chiso_out *out, uint32_t i)
{
	int has_day = chiso_has(&in[DAY], r);

	if (!chiso_has(&in[SCORE], r))
		return CHISO_MISSING;
	if (chiso_has(&in[KIND], r) && chiso_i32(&in[KIND], r) == OTHER)
		return CHISO_EXCLUDED;
	if (chiso_has(&in[KIND], r) && chiso_i32(&in[KIND], r) == CRAFT && !has_day)
		return CHISO_REFUSED;
	double points = chiso_f64(&in[SCORE], r) + call->params[BONUS].v[0].as.f64;

	chiso_put_f64(&out[POINTS], i, points);
	chiso_put_i64(&out[STARS], i, (int64_t)(points / 20));
	chiso_put_bool(&out[PASSED], i, points >= 50);
	chiso_put_i32(&out[CLASS], i, points >= 70 ? 2 : points >= 50);
	if (!has_day) {
		chiso_put_reason(&out[UNTIL], i, CHISO_REASON_NOT_APPLICABLE);
		return CHISO_USED;
	}
	chiso_put_i32(&out[UNTIL], i, chiso_i32(&in[DAY], r) + THREE_YEARS);
	if (chiso_has(&in[LAST], r))
		chiso_put_i64(&out[DAYS_LEFT], i,
			      chiso_i32(&in[DAY], r) + THREE_YEARS - chiso_i32(&in[LAST], r));
	return CHISO_USED;
}
CHISO_RECORDS(grade, row)

static const struct chiso_code kinds[] = {{"food", NULL}, {"craft", NULL}, {"other", NULL}, {0}};
static const struct chiso_code classes[] = {{"low", NULL}, {"mid; \"fair\"", NULL}, {"high", NULL}, {0}};
static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("score", CHISO_F64, "1", {"en", "Score"}, {"vi", "Điểm"}), .max = 100},
	{.field = CHISO_FIELD_FLAGS("day", CHISO_DATE, CHISO_OPTIONAL, NULL,
	                            {"en", "Day of the certificate"}, {"vi", "Ngày cấp chứng nhận"})},
	{.field = {.id = "kind", .title = CHISO_T({"en", "Kind"}, {"vi", "Loại"}), .type = CHISO_CODE,
	           .flags = CHISO_OPTIONAL, .codes = kinds}},
	{.field = CHISO_FIELD_FLAGS("last", CHISO_DATE, CHISO_OPTIONAL, NULL,
	                            {"en", "Last day of the period"}, {"vi", "Ngày cuối kỳ"}),
	 .role = CHISO_PERIOD_LAST},
};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD("bonus", CHISO_F64, "1", {"en", "Bonus"}, {"vi", "Điểm cộng"}),
	 .def = {.type = CHISO_F64}, .max = {.type = CHISO_F64, .as.f64 = 1000}},
};
static const struct chiso_output outputs[OUTPUTS] = {
	[POINTS] = {.field = CHISO_FIELD("points", CHISO_F64, "1", {"en", "Points"}, {"vi", "Tổng điểm"})},
	[STARS] = {.field = CHISO_FIELD("stars", CHISO_I64, "1", {"en", "Stars"}, {"vi", "Số sao"})},
	[PASSED] = {.field = CHISO_FIELD("passed", CHISO_BOOL, NULL, {"en", "Passed"}, {"vi", "Đạt"})},
	[CLASS] = {.field = {.id = "class", .title = CHISO_T({"en", "Class"}, {"vi", "Hạng"}),
	                     .type = CHISO_CODE, .codes = classes}},
	[UNTIL] = {.field = CHISO_FIELD("until", CHISO_DATE, NULL, {"en", "Valid until"}, {"vi", "Hạn"})},
	[DAYS_LEFT] = {.field = CHISO_FIELD("days_left", CHISO_I64, "d", {"en", "Days left"},
	                           {"vi", "Số ngày còn lại"})},
};
static const struct chiso_problem problems[] = {
	{"craft_without_day", CHISO_T({"en", "a craft needs the day of its certificate"},
	                              {"vi", "hàng thủ công phải có ngày cấp chứng nhận"}), KIND},
};
static const struct chiso_indicator grade = {
	.size = sizeof grade, .version = 1, .id = "products.grade",
	.title = CHISO_T({"en", "Grade of a product"}, {"vi", "Hạng sản phẩm"}),
	.formula = "score + bonus", .reference = "made up", CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params), CHISO_TABLE(output, outputs), CHISO_TABLE(problem, problems),
	.record = grade_record,
};

/* One output, and a column that has its name. */
static uint8_t half_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                        const struct chiso_out *out, uint32_t i)
{
	(void)call;
	if (!chiso_has(in, r))
		return CHISO_MISSING;
	chiso_put_f64(out, i, chiso_f64(in, r) / 2);
	return CHISO_USED;
}
CHISO_RECORDS(half, half_row)

static const struct chiso_input half_inputs[] = {
	{.field = CHISO_FIELD("x", CHISO_F64, NULL, {"en", "A number"}, {"vi", "Một số"})}};
static const struct chiso_output half_outputs[] = {
	{.field = CHISO_FIELD("x", CHISO_F64, NULL, {"en", "Half of it"}, {"vi", "Một nửa"})}};
static const struct chiso_indicator half = {
	.size = sizeof half, .version = 1, .id = "products.half",
	.title = CHISO_T({"en", "Half of a number"}, {"vi", "Một nửa của một số"}),
	.formula = "x / 2", .reference = "made up", CHISO_TABLE(input, half_inputs),
	CHISO_TABLE(output, half_outputs), .record = half_record,
};

/* Points of criteria, each with its own most, and a problem that says it. */
static uint8_t marks_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                         const struct chiso_out *out, uint32_t i)
{
	double sum = 0;

	for (uint32_t k = 0; k < call->axes[0].n; k++) {
		if (!chiso_has(&in[k], r))
			return CHISO_MISSING;
		if (chiso_f64(&in[k], r) > call->params[0].v[k].as.f64)
			return chiso_refuse_at(&out[1], i, 0, k);
		sum += chiso_f64(&in[k], r);
	}
	chiso_put_f64(out, i, sum);
	return CHISO_USED;
}
CHISO_RECORDS(marks, marks_row)

static const struct chiso_axis marks_axes[] = {
	{CHISO_FIELD("criterion", CHISO_STR, NULL, {"en", "Criterion"}, {"vi", "Tiêu chí"}),
	 CHISO_AXIS_INPUT, 0},
};
static const struct chiso_input marks_inputs[] = {
	{.field = CHISO_FIELD("points", CHISO_F64, "1", {"en", "Points"}, {"vi", "Điểm"}), .axis = 1}};
static const struct chiso_param marks_params[] = {
	{.field = CHISO_FIELD_FLAGS("most", CHISO_F64, CHISO_LIST, "1", {"en", "Most points"},
	                            {"vi", "Điểm tối đa"}),
	 .axis = 1, .def = {.type = CHISO_F64, .as.f64 = 5}},
};
static const struct chiso_output marks_outputs[] = {
	{.field = CHISO_FIELD("sum", CHISO_F64, "1", {"en", "Sum"}, {"vi", "Tổng"})}};
static const struct chiso_problem marks_problems[] = {
	{"over", CHISO_T({"en", "expected at most {most} points"}, {"vi", "nhiều nhất {most} điểm"}), 0},
};
static const struct chiso_indicator marks = {
	.size = sizeof marks, .version = 1, .id = "products.marks",
	.title = CHISO_T({"en", "Sum of marks"}, {"vi", "Tổng điểm"}),
	.formula = "sum of points", .reference = "made up", CHISO_AXES(marks_axes),
	CHISO_TABLE(input, marks_inputs), CHISO_TABLE(param, marks_params),
	CHISO_TABLE(output, marks_outputs), CHISO_TABLE(problem, marks_problems),
	.record = marks_record,
};

CHISO_PLUGIN("products", "1.0", "chiso", "MIT", &grade, &half, &marks)
