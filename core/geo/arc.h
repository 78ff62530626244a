/* SPDX-License-Identifier: MIT */
/* Points and arcs on the globe, which is a sphere here: a point is a vector of length 1, and between
 * two points runs the shortest arc.  So there is nothing special about the poles or about longitude
 * 180.  The ellipsoid of WGS 84 differs from the sphere by 0.56 % of a distance at most; it is taken
 * where a project asks for it (ellipsoid.h). */
#ifndef CORE_ARC_H
#define CORE_ARC_H

/** Mean radius of the earth in metres, (2 a + b) / 3 of WGS 84 (IUGG). */
#define EARTH_RADIUS 6371008.8

struct arc {
	double a[3], b[3]; /* of a point: alike */
};

/** How far two points are: the squares of |p - q| and |p + q|, of which one is exact where the other
 *  one is not.  Begin with gap_none(). */
struct gap {
	double near2, far2;
};

/** A point from degrees. */
void arc_point(double out[3], double lon, double lat);
/** Whether the ends lie so opposite each other (within some metres) that no arc is the shortest. */
int arc_is_antipodal(const struct arc *arc);
/** By how much the arc bulges over the straight line between its ends, in radii. */
double arc_sagitta(const struct arc *arc);
struct gap gap_none(void);
/** Lowers the gap to that between a point and the nearest one of an arc, if that is less. */
void gap_take(struct gap *gap, const double p[3], const struct arc *arc);
/** In metres along the surface. */
double gap_metres(const struct gap *gap);

#endif
