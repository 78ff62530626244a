/* SPDX-License-Identifier: MIT */
/* The quantities that reference evapotranspiration is made of, by FAO Irrigation and Drainage Paper
 * 56 (Allen et al. 1998).  Each is measured or follows from others; what was measured always goes
 * before what would follow. */
#ifndef AGRICULTURE_WEATHER_H
#define AGRICULTURE_WEATHER_H

/** Measured only; then what may be measured or computed; then what is computed only. */
enum {
	LATITUDE,
	ALTITUDE,
	DAY,
	TMIN,
	TMAX,
	TMEAN,
	T_BEFORE,
	T_AFTER,
	T_DEW,
	T_WET,
	T_DRY,
	E_WET,
	RH_MIN,
	RH_MAX,
	RH_MEAN,
	WIND,
	WIND_HEIGHT,
	SUNSHINE,
	PRESSURE,
	GAMMA,
	E_TMIN,
	E_TMAX,
	ES,
	SLOPE,
	EA,
	DISTANCE,
	DECLINATION,
	SUNSET,
	RA,
	DAYLIGHT,
	RS,
	RSO,
	RNS,
	RNL,
	RN,
	G,
	U2,
	N_MEASURED,
	ETO = N_MEASURED,
	ETO_PERIOD,
	ETO_HARGREAVES,
	N_QUANTITIES,
	FIRST_COMPUTED = PRESSURE,
};

struct weather {
	double at[N_QUANTITIES];
	unsigned char is_known[N_QUANTITIES];
	double days; /* of the period; 0: not known */
};

/** Constants that depend on the place or the instruments. */
struct weather_constants {
	double albedo, a_s, b_s, psychrometer;
	double krs; /* NAN: radiation is not to be estimated from temperatures */
};

/** Works out all that can be. */
void weather_fill(struct weather *weather, const struct weather_constants *constants);

#endif
