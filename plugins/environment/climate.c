/* SPDX-License-Identifier: MIT */
/* How far the weather was from what is normal there: temperature by its difference, rain by its
 * per cent of normal.  Months count by their days. */
#include "environment.h"

enum { VALUE, NORMAL, FIRST_DAY, LAST_DAY };       /* inputs */
enum { DAYS, OFF, T_VALUE, T_NORMAL, BELOW_ZERO }; /* terms */
enum { OUT_ANOMALY, OUT_OF_NORMAL };               /* outputs */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[NORMAL], r))
		return CHISO_MISSING;
	add[DAYS] = 1;
	if (chiso_has(&in[FIRST_DAY], r) && chiso_has(&in[LAST_DAY], r))
		add[DAYS] = (double)chiso_i32(&in[LAST_DAY], r) - chiso_i32(&in[FIRST_DAY], r) + 1;
	add[T_VALUE] = chiso_f64(&in[VALUE], r);
	add[T_NORMAL] = chiso_f64(&in[NORMAL], r);
	add[OFF] = add[DAYS] * (add[T_VALUE] - add[T_NORMAL]);
	add[BELOW_ZERO] = add[T_VALUE] < 0 || add[T_NORMAL] < 0;
	return CHISO_USED;
}
CHISO_ROWS(climate, row)

/* What goes below 0 has no zero that means none, and no per cent. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)call;
	(void)state;
	cells[OUT_OF_NORMAL] = sum[BELOW_ZERO] > 0
				       ? chiso_missing(CHISO_REASON_OUT_OF_DOMAIN)
				       : scaled_quotient(100, sum[T_VALUE], sum[T_NORMAL]);
	return CHISO_OK;
}

#define VALUE_FIELD REAL("value", NULL, "Measured value", "Trị số đo")
#define NORMAL_FIELD \
	REAL("normal", NULL, "Climatological normal of the same month", \
	     "Trung bình nhiều năm của cùng tháng")
static const struct chiso_input inputs[] = {
	{VALUE_FIELD},
	{NORMAL_FIELD},
	{.field = CHISO_FIELD("first_day", CHISO_DATE, NULL, {"en", "First day of the period"},
			      {"vi", "Ngày đầu của kỳ"}),
	 .role = CHISO_PERIOD_FIRST},
	{.field = CHISO_FIELD("last_day", CHISO_DATE, NULL, {"en", "Last day of the period"},
			      {"vi", "Ngày cuối của kỳ"}),
	 .role = CHISO_PERIOD_LAST},
};
static const struct chiso_term terms[] = {
	{REAL("days", "d", "Days", "Số ngày")},
	{REAL("off", NULL, "Departure from normal, times days",
	      "Chênh lệch so với trung bình nhiều năm, nhân số ngày")},
	{VALUE_FIELD, .input = 1 + VALUE},
	{NORMAL_FIELD, .input = 1 + NORMAL},
	{RECORD_COUNT("below_zero", "Records below 0", "Số bản ghi nhỏ hơn 0")},
};
static const struct chiso_output outputs[] = {
	{REAL("anomaly", NULL, "Departure from normal", "Chênh lệch so với trung bình nhiều năm"),
	 .numerator = OFF, .denominator = DAYS, .scale = 1},
	{REAL("of_normal", "%", "Per cent of normal", "Tỷ lệ so với trung bình nhiều năm"),
	 COMPUTED, .formula = "100 * value / normal"},
};
const struct chiso_indicator environment_climate_anomaly = {
	.size = sizeof environment_climate_anomaly,
	.version = 1,
	.id = "environment.climate_anomaly",
	.title = CHISO_T({"en", "Climate anomaly"}, {"vi", "Chênh lệch khí hậu so với chuẩn"}),
	.summary = CHISO_T(
		{"en", "Departure of temperature, or of rain in per cent, from the normal of the "
		       "same months."},
		{"vi", "Chênh lệch nhiệt độ, hoặc tỷ lệ lượng mưa, so với trung bình nhiều năm của "
		       "cùng tháng."}),
	.formula = "anomaly = sum of days * (value - normal) / days; of_normal = 100 * value / "
		   "normal",
	.reference = HERE "; WMO Guidelines on the Calculation of Climate Normals, WMO-No. 1203 "
			  "(2017)",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = climate_map,
	.evaluate = evaluate,
};
