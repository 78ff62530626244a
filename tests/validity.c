/* SPDX-License-Identifier: MIT */
/* A plugin that asks for the reference date, for tests: the days that are left to certificates. */
#include <chiso/batch.h>

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r) || !chiso_has(&in[1], r))
		return CHISO_MISSING;
	*add = (double)(chiso_i32(&in[0], r) - chiso_i32(&in[1], r));
	return CHISO_USED;
}
CHISO_ROWS(left, row)

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("expires", CHISO_DATE, NULL, {"en", "Last day"}, {"vi", "Ngày hết hạn"})},
	{.field = CHISO_FIELD("on", CHISO_DATE, NULL, {"en", "Reference date"},
                              {"vi", "Ngày tham chiếu"}),
	 .role = CHISO_REFERENCE_DATE},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("days", CHISO_F64, "d", {"en", "Days left"}, {"vi", "Số ngày còn lại"})},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("days", CHISO_F64, "d", {"en", "Days left"}, {"vi", "Số ngày còn lại"}),
	 .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_indicator left = {
	.size = sizeof left, .version = 1, .id = "tested.left",
	.title = CHISO_T({"en", "Days left"}, {"vi", "Số ngày còn lại"}),
	.summary = CHISO_T({"en", "Days until certificates end."},
                           {"vi", "Số ngày đến khi giấy chứng nhận hết hạn."}),
	.formula = "days", .reference = "the calendar",
	CHISO_TABLE(input, inputs), CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs),
	.map = left_map,
};
CHISO_PLUGIN("tested", "1.0", "chiso", "MIT", &left)
