/* SPDX-License-Identifier: MIT */
/* The equations of FAO-56, by their numbers there. */
#include "weather.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* ---- what is known -------------------------------------------------------------------------- */

#define NEEDS(...) ((const int[]){__VA_ARGS__, -1})

/* Whether a quantity is still to be found and all that it follows from is known. */
static int can(const struct weather *w, int what, const int *needs)
{
	for (; *needs >= 0; needs++)
		if (!w->is_known[*needs])
			return 0;
	return !w->is_known[what];
}

static void put(struct weather *w, int what, double value)
{
	w->at[what] = value;
	w->is_known[what] = 1;
}

/* ---- air ------------------------------------------------------------------------------------ */

/* Equation 11: saturation vapour pressure, kPa, at a temperature in °C. */
static double saturation(double t)
{
	return 0.6108 * exp(17.27 * t / (t + 237.3));
}

static void find_air(struct weather *w)
{
	const double *at = w->at;

	if (can(w, TMEAN, NEEDS(TMIN, TMAX))) /* 9 */
		put(w, TMEAN, (at[TMIN] + at[TMAX]) / 2);
	if (can(w, PRESSURE, NEEDS(ALTITUDE))) /* 7 */
		put(w, PRESSURE, 101.3 * pow((293 - 0.0065 * at[ALTITUDE]) / 293, 5.26));
	if (can(w, GAMMA, NEEDS(PRESSURE))) /* 8 */
		put(w, GAMMA, 0.000665 * at[PRESSURE]);
	if (can(w, E_TMIN, NEEDS(TMIN)))
		put(w, E_TMIN, saturation(at[TMIN]));
	if (can(w, E_TMAX, NEEDS(TMAX)))
		put(w, E_TMAX, saturation(at[TMAX]));
	if (can(w, ES, NEEDS(E_TMIN, E_TMAX))) /* 12 */
		put(w, ES, (at[E_TMIN] + at[E_TMAX]) / 2);
	if (can(w, SLOPE, NEEDS(TMEAN))) /* 13 */
		put(w, SLOPE,
		    4098 * saturation(at[TMEAN]) / ((at[TMEAN] + 237.3) * (at[TMEAN] + 237.3)));
}

/* Actual vapour pressure, in the order in which FAO-56 prefers what it can be found from. */
static void find_humidity(struct weather *w, double psychrometer)
{
	const double *at = w->at;

	if (can(w, EA, NEEDS(T_DEW))) /* 14 */
		put(w, EA, saturation(at[T_DEW]));
	if (can(w, E_WET, NEEDS(T_WET)))
		put(w, E_WET, saturation(at[T_WET]));
	if (can(w, EA, NEEDS(E_WET, T_WET, T_DRY, PRESSURE))) /* 15, 16 */
		put(w, EA, at[E_WET] - psychrometer * at[PRESSURE] * (at[T_DRY] - at[T_WET]));
	if (can(w, EA, NEEDS(E_TMIN, E_TMAX, RH_MIN, RH_MAX))) /* 17 */
		put(w, EA, (at[E_TMIN] * at[RH_MAX] / 100 + at[E_TMAX] * at[RH_MIN] / 100) / 2);
	if (can(w, EA, NEEDS(ES, RH_MEAN))) /* 19 */
		put(w, EA, at[RH_MEAN] / 100 * at[ES]);
}

static void find_wind(struct weather *w)
{
	if (can(w, U2, NEEDS(WIND, WIND_HEIGHT))) /* 47 */
		put(w, U2, w->at[WIND] * 4.87 / log(67.8 * w->at[WIND_HEIGHT] - 5.42));
}

/* ---- sun ------------------------------------------------------------------------------------ */

/* The sun may not set, or not rise: half a turn, or none. */
static double sunset_angle(double latitude, double declination)
{
	double x = -tan(latitude) * tan(declination);

	return acos(x > 1 ? 1 : x < -1 ? -1 : x);
}

static void find_sky(struct weather *w)
{
	const double *at = w->at;
	double phi = at[LATITUDE] * pi / 180;

	if (can(w, DISTANCE, NEEDS(DAY))) /* 23 */
		put(w, DISTANCE, 1 + 0.033 * cos(2 * pi / 365 * at[DAY]));
	if (can(w, DECLINATION, NEEDS(DAY))) /* 24 */
		put(w, DECLINATION, 0.409 * sin(2 * pi / 365 * at[DAY] - 1.39));
	if (can(w, SUNSET, NEEDS(LATITUDE, DECLINATION))) /* 25 */
		put(w, SUNSET, sunset_angle(phi, at[DECLINATION]));
	if (can(w, RA, NEEDS(LATITUDE, DISTANCE, DECLINATION, SUNSET))) /* 21 */
		put(w, RA,
		    24 * 60 / pi * 0.0820 * at[DISTANCE] *
			    (at[SUNSET] * sin(phi) * sin(at[DECLINATION]) +
			     cos(phi) * cos(at[DECLINATION]) * sin(at[SUNSET])));
	if (can(w, DAYLIGHT, NEEDS(SUNSET))) /* 34 */
		put(w, DAYLIGHT, 24 / pi * at[SUNSET]);
}

/* Equation 39, per day; cloudiness is at most that of a clear sky. */
static double net_longwave(const double *at)
{
	double low = at[TMIN] + 273.16, high = at[TMAX] + 273.16, clear = at[RS] / at[RSO];

	return 4.903e-9 * (high * high * high * high + low * low * low * low) / 2 *
	       (0.34 - 0.14 * sqrt(at[EA])) * (1.35 * (clear > 1 ? 1 : clear) - 0.35);
}

static void find_radiation(struct weather *w, const struct weather_constants *constants)
{
	const double *at = w->at;

	if (can(w, RS, NEEDS(SUNSHINE, DAYLIGHT, RA))) /* 35 */
		put(w, RS,
		    (constants->a_s + constants->b_s * at[SUNSHINE] / at[DAYLIGHT]) * at[RA]);
	if (!isnan(constants->krs) && can(w, RS, NEEDS(TMIN, TMAX, RA))) /* 50 */
		put(w, RS, constants->krs * sqrt(at[TMAX] - at[TMIN]) * at[RA]);
	if (can(w, RSO, NEEDS(ALTITUDE, RA))) /* 37 */
		put(w, RSO, (0.75 + 2e-5 * at[ALTITUDE]) * at[RA]);
	if (can(w, RNS, NEEDS(RS))) /* 38 */
		put(w, RNS, (1 - constants->albedo) * at[RS]);
	if (can(w, RNL, NEEDS(TMIN, TMAX, RS, RSO, EA)))
		put(w, RNL, net_longwave(at));
	if (can(w, RN, NEEDS(RNS, RNL))) /* 40 */
		put(w, RN, at[RNS] - at[RNL]);
	if (can(w, G, NEEDS(T_BEFORE, T_AFTER))) /* 43 */
		put(w, G, 0.07 * (at[T_AFTER] - at[T_BEFORE]));
	if (can(w, G, NEEDS(TMEAN, T_BEFORE))) /* 44 */
		put(w, G, 0.14 * (at[TMEAN] - at[T_BEFORE]));
	/* 42: up to ten days the soil gives back what it takes. */
	if (w->days > 0 && w->days <= 10 && !w->is_known[G])
		put(w, G, 0);
}

/* ---- evapotranspiration --------------------------------------------------------------------- */

/* Equation 6. */
static double penman_monteith(const double *at)
{
	return (0.408 * at[SLOPE] * (at[RN] - at[G]) +
		at[GAMMA] * 900 / (at[TMEAN] + 273) * at[U2] * (at[ES] - at[EA])) /
	       (at[SLOPE] + at[GAMMA] * (1 + 0.34 * at[U2]));
}

void weather_fill(struct weather *w, const struct weather_constants *constants)
{
	find_air(w);
	find_humidity(w, constants->psychrometer);
	find_wind(w);
	find_sky(w);
	find_radiation(w, constants);
	if (can(w, ETO, NEEDS(SLOPE, RN, G, GAMMA, TMEAN, U2, ES, EA)))
		put(w, ETO, penman_monteith(w->at));
	if (w->days > 0 && can(w, ETO_PERIOD, NEEDS(ETO)))
		put(w, ETO_PERIOD, w->at[ETO] * w->days);
	if (can(w, ETO_HARGREAVES, NEEDS(TMIN, TMAX, TMEAN, RA))) /* 52, Ra in mm */
		put(w, ETO_HARGREAVES,
		    0.0023 * (w->at[TMEAN] + 17.8) * sqrt(w->at[TMAX] - w->at[TMIN]) * 0.408 *
			    w->at[RA]);
}
