/* SPDX-License-Identifier: MIT */
/* Reference evapotranspiration as columns of a table of weather, with every step between: what an
 * irrigation plan starts from. */
#include "agriculture.h"
#include "dates.h"
#include "weather.h"

enum { FIRST_DAY = N_MEASURED, LAST_DAY };    /* inputs behind the quantities */
enum { ALBEDO, A_S, B_S, PSYCHROMETER, KRS }; /* parameters */
enum { TMAX_BELOW, RH_MAX_BELOW, DRY_BELOW }; /* problems */

/* ---- the day of the year -------------------------------------------------------------------- */

/* 1 to 366. */
static int64_t day_of_year(int64_t date)
{
	return date - date_of_civil((struct civil){civil_of(date).year, 1, 1}) + 1;
}

/* A period without a column of days is taken at its middle. */
static void take_period(struct weather *w, const struct chiso_column *in, uint32_t r)
{
	if (!chiso_has(&in[FIRST_DAY], r) || !chiso_has(&in[LAST_DAY], r))
		return;
	int64_t first = chiso_i32(&in[FIRST_DAY], r), last = chiso_i32(&in[LAST_DAY], r);
	w->days = (double)(last - first + 1);
	if (!w->is_known[DAY] && !in[DAY].values) {
		w->at[DAY] = (double)day_of_year(first + (last - first) / 2);
		w->is_known[DAY] = 1;
	}
}

/* ---- records -------------------------------------------------------------------------------- */

static int is_below(const struct weather *w, int high, int low)
{
	return w->is_known[high] && w->is_known[low] && w->at[high] < w->at[low];
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   const struct chiso_out *out, uint32_t i)
{
	struct weather w = {0};
	const struct weather_constants constants = {
		.albedo = call->params[ALBEDO].v->as.f64,
		.a_s = call->params[A_S].v->as.f64,
		.b_s = call->params[B_S].v->as.f64,
		.psychrometer = call->params[PSYCHROMETER].v->as.f64,
		.krs = call->params[KRS].n ? call->params[KRS].v->as.f64 : NAN,
	};

	for (int q = 0; q < N_MEASURED; q++) {
		w.is_known[q] = (unsigned char)chiso_has(&in[q], r);
		if (w.is_known[q])
			w.at[q] = chiso_f64(&in[q], r);
	}
	if (is_below(&w, TMAX, TMIN))
		return CHISO_REFUSED + TMAX_BELOW;
	if (is_below(&w, RH_MAX, RH_MIN))
		return CHISO_REFUSED + RH_MAX_BELOW;
	if (is_below(&w, T_DRY, T_WET))
		return CHISO_REFUSED + DRY_BELOW;
	take_period(&w, in, r);
	weather_fill(&w, &constants);
	for (int q = FIRST_COMPUTED; q < N_QUANTITIES; q++) {
		const struct chiso_out *to = &out[q - FIRST_COMPUTED];

		if (w.is_known[q] && isfinite(w.at[q]))
			chiso_put_f64(to, i, w.at[q]);
		else if (w.is_known[q])
			chiso_put_reason(to, i, CHISO_REASON_OUT_OF_DOMAIN);
	}
	return CHISO_USED;
}
CHISO_RECORDS(evapotranspiration, row)

/* ---- tables --------------------------------------------------------------------------------- */

#define ANY_SIGN(id, unit, en, vi) \
	{ \
		OPTIONAL(id, unit, en, vi), .min = -INFINITY, .max = INFINITY \
	}
#define CELSIUS(id, en, vi) \
	{ \
		OPTIONAL(id, "°C", en, vi), .min = -90, .max = 60 \
	}
#define RANGE(id, unit, low, high, en, vi) \
	{ \
		OPTIONAL(id, unit, en, vi), .min = (low), .max = (high) \
	}
#define POSITIVE(id, unit, en, vi) \
	{ \
		OPTIONAL(id, unit, en, vi), NOT_NEGATIVE \
	}
#define KPA "kPa"
#define MJ "MJ/(m2.d)"

/* What may be measured or computed: the words that the input and the output share. */
#define W_PRESSURE "pressure", KPA, "Atmospheric pressure", "Áp suất khí quyển"
#define W_GAMMA "gamma", "kPa/°C", "Psychrometric constant", "Hằng số ẩm"
#define W_E_TMIN \
	"e_tmin", KPA, "Saturation vapour pressure at the lowest temperature", \
		"Áp suất hơi bão hòa ở nhiệt độ thấp nhất"
#define W_E_TMAX \
	"e_tmax", KPA, "Saturation vapour pressure at the highest temperature", \
		"Áp suất hơi bão hòa ở nhiệt độ cao nhất"
#define W_ES "es", KPA, "Mean saturation vapour pressure", "Áp suất hơi bão hòa bình quân"
#define W_SLOPE \
	"slope", "kPa/°C", "Slope of the saturation vapour pressure curve", \
		"Độ dốc đường cong áp suất hơi bão hòa"
#define W_EA "ea", KPA, "Actual vapour pressure", "Áp suất hơi thực tế"
#define W_DISTANCE \
	"distance", "1", "Inverse relative distance from the earth to the sun", \
		"Nghịch đảo khoảng cách tương đối từ trái đất đến mặt trời"
#define W_DECLINATION "declination", "rad", "Solar declination", "Xích vĩ mặt trời"
#define W_SUNSET "sunset", "rad", "Sunset hour angle", "Góc giờ lúc mặt trời lặn"
#define W_RA "ra", MJ, "Extraterrestrial radiation", "Bức xạ ngoài khí quyển"
#define W_DAYLIGHT "daylight", "h", "Daylight hours", "Số giờ ban ngày"
#define W_RS "rs", MJ, "Solar radiation", "Bức xạ mặt trời"
#define W_RSO "rso", MJ, "Clear-sky radiation", "Bức xạ khi trời quang"
#define W_RNS "rns", MJ, "Net shortwave radiation", "Bức xạ sóng ngắn thuần"
#define W_RNL "rnl", MJ, "Net longwave radiation", "Bức xạ sóng dài thuần"
#define W_RN "rn", MJ, "Net radiation", "Bức xạ thuần"
#define W_G "g", MJ, "Soil heat flux", "Dòng nhiệt vào đất"
#define W_U2 "u2", "m/s", "Wind speed at 2 m", "Tốc độ gió ở độ cao 2 m"

static const struct chiso_input inputs[] = {
	RANGE("latitude", "deg", -90, 90, "Latitude, south is negative",
	      "Vĩ độ, nam bán cầu là số âm"),
	RANGE("altitude", "m", -500, 9000, "Height above sea level", "Độ cao so với mực nước biển"),
	RANGE("day_of_year", "1", 1, 366, "Day of the year, where not the middle of the period",
	      "Ngày thứ mấy trong năm, nếu không phải giữa kỳ"),
	CELSIUS("tmin", "Lowest temperature", "Nhiệt độ thấp nhất"),
	CELSIUS("tmax", "Highest temperature", "Nhiệt độ cao nhất"),
	CELSIUS("tmean", "Mean temperature, where not the middle of both",
		"Nhiệt độ bình quân, nếu không phải trung điểm của hai nhiệt độ"),
	CELSIUS("t_before", "Mean temperature of the month before",
		"Nhiệt độ bình quân tháng trước"),
	CELSIUS("t_after", "Mean temperature of the month after", "Nhiệt độ bình quân tháng sau"),
	CELSIUS("t_dew", "Dew point", "Nhiệt độ điểm sương"),
	CELSIUS("t_wet", "Wet bulb temperature", "Nhiệt độ bầu ướt"),
	CELSIUS("t_dry", "Dry bulb temperature", "Nhiệt độ bầu khô"),
	POSITIVE("e_wet", KPA, "Saturation vapour pressure at the wet bulb",
		 "Áp suất hơi bão hòa ở nhiệt độ bầu ướt"),
	RANGE("rh_min", "%", 0, 100, "Lowest relative humidity", "Độ ẩm tương đối thấp nhất"),
	RANGE("rh_max", "%", 0, 100, "Highest relative humidity", "Độ ẩm tương đối cao nhất"),
	RANGE("rh_mean", "%", 0, 100, "Mean relative humidity", "Độ ẩm tương đối bình quân"),
	POSITIVE("wind", "m/s", "Wind speed where it is measured", "Tốc độ gió tại độ cao đo"),
	RANGE("wind_height", "m", 0.5, 200, "Height at which the wind is measured",
	      "Độ cao đo gió"),
	RANGE("sunshine", "h", 0, 24, "Hours of sunshine in a day", "Số giờ nắng trong ngày"),
	EXPAND(POSITIVE, W_PRESSURE),
	EXPAND(POSITIVE, W_GAMMA),
	EXPAND(POSITIVE, W_E_TMIN),
	EXPAND(POSITIVE, W_E_TMAX),
	EXPAND(POSITIVE, W_ES),
	EXPAND(POSITIVE, W_SLOPE),
	EXPAND(POSITIVE, W_EA),
	EXPAND(POSITIVE, W_DISTANCE),
	EXPAND(ANY_SIGN, W_DECLINATION),
	EXPAND(POSITIVE, W_SUNSET),
	EXPAND(POSITIVE, W_RA),
	EXPAND(POSITIVE, W_DAYLIGHT),
	EXPAND(POSITIVE, W_RS),
	EXPAND(POSITIVE, W_RSO),
	EXPAND(POSITIVE, W_RNS),
	EXPAND(ANY_SIGN, W_RNL),
	EXPAND(ANY_SIGN, W_RN),
	EXPAND(ANY_SIGN, W_G),
	EXPAND(POSITIVE, W_U2),
	{.field = CHISO_FIELD("first_day", CHISO_DATE, NULL, {"en", "First day of the period"},
			      {"vi", "Ngày đầu của kỳ"}),
	 .role = CHISO_PERIOD_FIRST},
	{.field = CHISO_FIELD("last_day", CHISO_DATE, NULL, {"en", "Last day of the period"},
			      {"vi", "Ngày cuối của kỳ"}),
	 .role = CHISO_PERIOD_LAST},
};

#define COLUMN(id, unit, en, vi) \
	{ \
		REAL(id, unit, en, vi) \
	}
static const struct chiso_output outputs[] = {
	EXPAND(COLUMN, W_PRESSURE),
	EXPAND(COLUMN, W_GAMMA),
	EXPAND(COLUMN, W_E_TMIN),
	EXPAND(COLUMN, W_E_TMAX),
	EXPAND(COLUMN, W_ES),
	EXPAND(COLUMN, W_SLOPE),
	EXPAND(COLUMN, W_EA),
	EXPAND(COLUMN, W_DISTANCE),
	EXPAND(COLUMN, W_DECLINATION),
	EXPAND(COLUMN, W_SUNSET),
	EXPAND(COLUMN, W_RA),
	EXPAND(COLUMN, W_DAYLIGHT),
	EXPAND(COLUMN, W_RS),
	EXPAND(COLUMN, W_RSO),
	EXPAND(COLUMN, W_RNS),
	EXPAND(COLUMN, W_RNL),
	EXPAND(COLUMN, W_RN),
	EXPAND(COLUMN, W_G),
	EXPAND(COLUMN, W_U2),
	COLUMN("eto", "mm/d", "Reference evapotranspiration, Penman-Monteith",
	       "Lượng bốc thoát hơi nước tham chiếu, Penman-Monteith"),
	COLUMN("eto_period", "mm", "Reference evapotranspiration of the whole period",
	       "Lượng bốc thoát hơi nước tham chiếu của cả kỳ"),
	COLUMN("eto_hargreaves", "mm/d", "Reference evapotranspiration, Hargreaves",
	       "Lượng bốc thoát hơi nước tham chiếu, Hargreaves"),
};
#define FRACTION(id, flags_, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, flags_, "1", {"en", en}, {"vi", vi}), \
		.min = NUMBER(0), .max = NUMBER(1) \
	}
static const struct chiso_param params[] = {
	FRACTION("albedo", 0, "Albedo of the reference grass", "Suất phản xạ của cỏ tham chiếu"),
	FRACTION("a_s", 0, "Part of the radiation that comes through an overcast sky",
		 "Phần bức xạ xuống được khi trời âm u"),
	FRACTION("b_s", 0, "Part that the sun adds when it shines all day",
		 "Phần thêm vào khi nắng cả ngày"),
	FRACTION("psychrometer", 0, "Coefficient of the psychrometer, 1/°C",
		 "Hệ số của ẩm kế, 1/°C"),
	FRACTION("krs", CHISO_OPTIONAL,
		 "Coefficient to estimate radiation from temperatures (Hargreaves)",
		 "Hệ số ước tính bức xạ từ nhiệt độ (Hargreaves)"),
};
static const struct chiso_problem problems[] = {
	PROBLEM("tmax_below", TMAX, "the highest temperature is below the lowest",
		"nhiệt độ cao nhất thấp hơn nhiệt độ thấp nhất"),
	PROBLEM("rh_max_below", RH_MAX, "the highest humidity is below the lowest",
		"độ ẩm cao nhất thấp hơn độ ẩm thấp nhất"),
	PROBLEM("dry_below", T_DRY, "the dry bulb is colder than the wet one",
		"nhiệt độ bầu khô thấp hơn nhiệt độ bầu ướt"),
};

const struct chiso_indicator agriculture_evapotranspiration = {
	.size = sizeof agriculture_evapotranspiration,
	.version = 1,
	.id = "agriculture.evapotranspiration",
	.title = CHISO_T({"en", "Reference evapotranspiration"},
			 {"vi", "Lượng bốc thoát hơi nước tham chiếu"}),
	.summary = CHISO_T(
		{"en", "Water that a reference grass gives off, from the weather of a day or a "
		       "month, with all steps; whatever is measured is taken as it is."},
		{"vi", "Lượng nước cỏ tham chiếu bốc thoát, tính từ thời tiết của ngày hoặc tháng, "
		       "kèm mọi bước tính; số đo được thì dùng nguyên số đo."}),
	.formula =
		"eto = (0.408 * slope * (rn - g) + gamma * 900 / (tmean + 273) * u2 * (es - ea)) "
		"/ (slope + gamma * (1 + 0.34 * u2)); eto_hargreaves = 0.0023 * (tmean + 17.8) * "
		"sqrt(tmax - tmin) * 0.408 * ra",
	.reference = "Allen et al., FAO Irrigation and Drainage Paper 56, 1998, equations 6 to 52",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.record = evapotranspiration_record,
};
