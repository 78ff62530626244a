/* SPDX-License-Identifier: MIT */
#include "geo/arc.h"

#include <math.h>

static double dot(const double a[3], const double b[3])
{
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(double out[3], const double a[3], const double b[3])
{
	out[0] = a[1] * b[2] - a[2] * b[1];
	out[1] = a[2] * b[0] - a[0] * b[2];
	out[2] = a[0] * b[1] - a[1] * b[0];
}

static void subtract(double out[3], const double a[3], const double b[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = a[i] - b[i];
}

static void add(double out[3], const double a[3], const double b[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = a[i] + b[i];
}

void arc_point(double out[3], double lon, double lat)
{
	static const double radian = 3.14159265358979323846 / 180;
	double x = lon * radian, y = lat * radian;

	out[0] = cos(y) * cos(x);
	out[1] = cos(y) * sin(x);
	out[2] = sin(y);
}

int arc_is_antipodal(const struct arc *arc)
{
	static const double near = 1e-6;
	double sum[3];

	add(sum, arc->a, arc->b);
	return dot(sum, sum) < near * near;
}

double arc_sagitta(const struct arc *arc)
{
	double chord[3], half2;

	subtract(chord, arc->b, arc->a);
	half2 = dot(chord, chord) / 4;
	return half2 < 1 ? half2 / (1 + sqrt(1 - half2)) : 1;
}

struct gap gap_none(void)
{
	return (struct gap){INFINITY, 0};
}

static void lower(struct gap *gap, double near2, double far2)
{
	if (near2 < gap->near2 || (near2 == gap->near2 && far2 > gap->far2))
		*gap = (struct gap){near2, far2};
}

static void take_point(struct gap *gap, const double p[3], const double q[3])
{
	double difference[3], sum[3];

	subtract(difference, p, q);
	add(sum, p, q);
	lower(gap, dot(difference, difference), dot(sum, sum));
}

/* The foot of the perpendicular, where it falls between the ends.  Differences of neighbours are
 * exact where the points themselves are long and alike, so all is made of those: the normal of the
 * arc is (a - b) x (a + b), and what p is off is measured from a. */
static void take_foot(struct gap *gap, const double p[3], const struct arc *arc)
{
	double chord[3], sum[3], normal[3], ahead[3], from_a[3], from_b[3], in_plane[3];

	subtract(chord, arc->b, arc->a);
	add(sum, arc->a, arc->b);
	cross(normal, sum, chord); /* 2 a x b */
	double length = sqrt(dot(normal, normal));
	if (!(length > 0))
		return;
	for (int i = 0; i < 3; i++)
		normal[i] /= length;
	subtract(from_a, p, arc->a);
	subtract(from_b, p, arc->b);
	cross(ahead, normal, arc->a);
	if (!(dot(ahead, from_a) > 0))
		return;
	cross(ahead, normal, arc->b);
	if (!(dot(ahead, from_b) < 0))
		return;
	/* sine and cosine of the angle between p and the plane */
	double s = dot(normal, from_a);
	for (int i = 0; i < 3; i++)
		in_plane[i] = p[i] - s * normal[i];
	double c = sqrt(dot(in_plane, in_plane));
	lower(gap, 2 * s * s / (1 + c), 2 * (1 + c));
}

void gap_take(struct gap *gap, const double p[3], const struct arc *arc)
{
	take_point(gap, p, arc->a);
	take_point(gap, p, arc->b);
	take_foot(gap, p, arc);
}

double gap_metres(const struct gap *gap)
{
	return 2 * EARTH_RADIUS * atan2(sqrt(gap->near2), sqrt(gap->far2));
}
