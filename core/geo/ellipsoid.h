/* SPDX-License-Identifier: MIT */
/* Distances on the ellipsoid WGS 84, from the geodesics of PROJ; ellipsoid.c is the only file that
 * knows it.  Between two points of a line runs the geodesic.
 *
 * PROJ comes with some forty libraries of its own, which would be loaded at every start: so it is
 * loaded when a project asks for the ellipsoid and not before. */
#ifndef CORE_ELLIPSOID_H
#define CORE_ELLIPSOID_H

#include "geo/arc.h"

struct geodesic;

/** The functions of PROJ, to be freed by the caller; CHISO_EUSE: chiso was configured without;
 *  CHISO_EIO: the library is not on this machine; CHISO_ENOMEM. */
int geodesic_open(struct geodesic **out);
/** Metres between a point and the nearest one of an arc. */
double geodesic_metres(const struct geodesic *geodesic, const double p[3], const struct arc *arc);
/** Distances on the ellipsoid over those on the sphere, of whatever curve, are not below this. */
double geodesic_least(void);
/** How far, in radii, the geodesic between the ends of an arc may run from it. */
double geodesic_stray(const struct arc *arc);

#endif
