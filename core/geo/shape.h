/* SPDX-License-Identifier: MIT */
/* The geometry of a record, from well-known text (OGC 06-103r4): POINT, MULTIPOINT, LINESTRING and
 * MULTILINESTRING in any case, with longitude and latitude in degrees (WGS 84).  Heights and measures
 * (Z, M) are read and have no effect.  It becomes arcs: each part of a line, or each point. */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "base/message.h"
#include "base/text.h"
#include "geo/arc.h"

/** Zeroed memory is an empty one, to be used again and again. */
struct shape {
	struct arc *arcs; /* heap */
	size_t n, cap;
	int is_lines;
};

/** What is wrong with a geometry: a message and its values. */
struct shape_fault {
	enum message id;
	const char *met, *wanted;
};

/** Reads one.  CHISO_EDATA: it can't be used, and why; the texts are in the arena.  CHISO_ENOMEM. */
int shape_read(struct shape *shape, struct arena *arena, struct slice text,
               struct shape_fault *fault);
/** A single point from degrees, likewise. */
int shape_set_point(struct shape *shape, struct arena *arena, double lon, double lat,
                    struct shape_fault *fault);
/** Whether it is one point, from which distances are measured. */
int shape_is_point(const struct shape *shape);
void shape_clear(struct shape *shape);

#endif
