/* SPDX-License-Identifier: MIT */
/* Share of persons with clean water: the smallest useful plugin. */
#include <chiso/batch.h>

enum { PERSONS, CLEAN }; /* inputs, in the order of the table below */
enum { ALL, SERVED };    /* terms */

/* What one household adds to the sums.  chiso does the rest: units, periods, weights, roll-up. */
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[PERSONS], r) || !chiso_has(&in[CLEAN], r))
		return CHISO_MISSING;
	add[ALL] = chiso_f64(&in[PERSONS], r);
	if (chiso_bool(&in[CLEAN], r))
		add[SERVED] = add[ALL];
	return CHISO_USED;
}
CHISO_ROWS(water, row)

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("persons", CHISO_F64, "{person}", {"en", "Persons in the household"},
			      {"vi", "Số người trong hộ"}),
	 .min = 0, .max = 1e6},
	{.field = CHISO_FIELD("clean", CHISO_BOOL, "1", {"en", "Uses clean water"},
			      {"vi", "Dùng nước sạch"})},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("persons", CHISO_F64, "{person}", {"en", "Persons"},
			      {"vi", "Số người"}),
	 .input = 1 + PERSONS},
	{.field = CHISO_FIELD("served", CHISO_F64, "{person}", {"en", "Persons with clean water"},
			      {"vi", "Số người dùng nước sạch"}),
	 .input = 1 + PERSONS},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("share", CHISO_F64, "%", {"en", "Share with clean water"},
			      {"vi", "Tỷ lệ người dân dùng nước sạch"}),
	 .numerator = SERVED, .denominator = ALL, .scale = 100},
};
static const struct chiso_indicator water = {
	.size = sizeof water, .version = 1, .id = "hello.water",
	.title = CHISO_T({"en", "Clean water"}, {"vi", "Nước sạch"}),
	.summary = CHISO_T({"en", "Share of persons who use clean water."},
			   {"vi", "Tỷ lệ người dân được sử dụng nước sạch."}),
	.formula = "100 * served / persons",
	.reference = "GSO metadata, tỷ lệ hộ dân cư dùng nước sạch, 2019",
	.direction = 1,
	CHISO_TABLE(input, inputs), CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs),
	.map = water_map,
};
CHISO_PLUGIN("hello", "1.0", "you", "MIT", &water)
