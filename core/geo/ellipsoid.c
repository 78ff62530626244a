/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "geo/ellipsoid.h"

#include "plugin/load.h"

#include <chiso/chiso.h>

#include <math.h>
#include <stdlib.h>

/* WGS 84 */
static const double axis = 6378137, flattening = 1 / 298.257223563;

/* Locally the ellipsoid is to the sphere at most as its least and greatest radii of curvature are:
 * b^2 / a of the meridian at the equator and a^2 / b at the poles.  Every curve lies between. */
static double least_radius(void)
{
	return axis * (1 - flattening) * (1 - flattening);
}

static double greatest_radius(void)
{
	return axis / (1 - flattening);
}

double geodesic_least(void)
{
	return least_radius() / EARTH_RADIUS;
}

/* From a point of the geodesic it is no further to both ends together than the geodesic is long; so
 * on the sphere the point lies in the ellipse around the ends with a sum that is longer than the arc
 * by the quotient of the radii. */
double geodesic_stray(const struct arc *arc)
{
	struct gap gap = gap_none();
	const struct arc end = {{arc->b[0], arc->b[1], arc->b[2]}, {arc->b[0], arc->b[1], arc->b[2]}};

	gap_take(&gap, arc->a, &end);
	double length = gap_metres(&gap) / EARTH_RADIUS;
	double sum = length * greatest_radius() / least_radius();
	if (sum >= 3)
		return 2; /* nearly half round: anywhere */
	/* cos b = cos (sum / 2) / cos (length / 2), without cancellation */
	double sine2 = sin((sum + length) / 4) * sin((sum - length) / 4) / cos(length / 2);
	return sine2 < 1 ? 2 * asin(sqrt(sine2)) : 2;
}

#ifdef HAVE_PROJ

#include <geodesic.h>

struct geodesic {
	struct geod_geodesic earth;
	void (*init)(struct geod_geodesic *, double, double);
	void (*inverse)(const struct geod_geodesic *, double, double, double, double, double *,
	                double *, double *);
	void (*inverse_line)(struct geod_geodesicline *, const struct geod_geodesic *, double, double,
	                     double, double, unsigned);
	void (*position)(const struct geod_geodesicline *, double, double *, double *, double *);
};

int geodesic_open(struct geodesic **out)
{
	struct geodesic *geodesic = *out = calloc(1, sizeof *geodesic);

	if (!geodesic)
		return CHISO_ENOMEM;
	if (!load_function(&geodesic->init, PROJ_LIBRARY, "geod_init") ||
	    !load_function(&geodesic->inverse, PROJ_LIBRARY, "geod_inverse") ||
	    !load_function(&geodesic->inverse_line, PROJ_LIBRARY, "geod_inverseline") ||
	    !load_function(&geodesic->position, PROJ_LIBRARY, "geod_position")) {
		free(geodesic);
		*out = NULL;
		return CHISO_EIO;
	}
	geodesic->init(&geodesic->earth, axis, flattening);
	return CHISO_OK;
}

struct degrees {
	double lat, lon;
};

static const double radian = 3.14159265358979323846 / 180;

static struct degrees degrees_of(const double p[3])
{
	return (struct degrees){atan2(p[2], sqrt(p[0] * p[0] + p[1] * p[1])) / radian,
	                        atan2(p[1], p[0]) / radian};
}

static double between(const struct geodesic *geodesic, struct degrees a, struct degrees b,
                      double *azimuth)
{
	double metres;

	geodesic->inverse(&geodesic->earth, a.lat, a.lon, b.lat, b.lon, &metres, azimuth, NULL);
	return metres;
}

/* The foot of the perpendicular from p, as Baselga and Martinez-Llario (Stud. Geophys. Geod. 62,
 * 2018) look for it: from a point of the line the foot is where it would be on a sphere, nearly; and
 * from there again.  Each step leaves some hundredth of the error. */
static double to_line(const struct geodesic *geodesic, const struct geod_geodesicline *line,
                      struct degrees p, double at)
{
	enum { STEPS = 30 };
	static const double close_enough = 1e-7; /* metres along the line: far less across it */
	double metres = INFINITY;

	for (int i = 0; i < STEPS; i++) {
		struct degrees foot;
		double ahead, azimuth;

		geodesic->position(line, at, &foot.lat, &foot.lon, &ahead);
		double now = between(geodesic, foot, p, &azimuth);
		if (now < metres)
			metres = now;
		double angle = now / EARTH_RADIUS;
		double step = EARTH_RADIUS *
		              atan2(sin(angle) * cos((azimuth - ahead) * radian), cos(angle));
		double next = fmin(fmax(at + step, 0), line->s13);
		if (fabs(next - at) < close_enough)
			break;
		at = next;
	}
	return metres;
}

double geodesic_metres(const struct geodesic *geodesic, const double p[3], const struct arc *arc)
{
	struct degrees point = degrees_of(p), a = degrees_of(arc->a), b = degrees_of(arc->b);
	struct geod_geodesicline line;
	double to_a = between(geodesic, point, a, NULL), to_b = between(geodesic, point, b, NULL);
	double metres = fmin(to_a, to_b);

	geodesic->inverse_line(&line, &geodesic->earth, a.lat, a.lon, b.lat, b.lon,
	                       GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_AZIMUTH | GEOD_DISTANCE_IN);
	if (!(line.s13 > 0) || !(metres > 0))
		return metres;
	return fmin(metres,
	            to_line(geodesic, &line, point, line.s13 * (to_a / (to_a + to_b))));
}

#else

int geodesic_open(struct geodesic **out)
{
	*out = NULL;
	return CHISO_EUSE;
}

/* Never asked: nobody has one. */
double geodesic_metres(const struct geodesic *geodesic, const double p[3], const struct arc *arc)
{
	(void)geodesic, (void)p, (void)arc;
	return INFINITY;
}

#endif
