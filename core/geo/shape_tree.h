/* SPDX-License-Identifier: MIT */
/* Many arcs, and which of them is the nearest to a point: a tree of boxes in space, each around the
 * arcs below it and as much wider as these bulge over their straight lines.  A box is passed over
 * only when nothing in it can be nearer than what has been found; so the answer is that of trying all
 * arcs one by one, to the last bit.
 *
 * On the ellipsoid the boxes are as much wider as its geodesics may stray from the arcs. */
#ifndef CORE_SHAPE_TREE_H
#define CORE_SHAPE_TREE_H

#include "geo/ellipsoid.h"

#include <stddef.h>
#include <stdint.h>

/** Zeroed memory is an empty tree. */
struct shape_tree {
	const struct geodesic *geodesic; /* NULL: the earth is a sphere; to be set at first */
	struct arc *arcs;
	size_t n, cap;
	struct shape_node {
		double low[3], high[3];
		uint32_t first, n; /* arcs; n 0: two nodes, the next one and `second` */
		uint32_t second;
	} *nodes;
	size_t n_nodes, nodes_cap;
};

/** Adds an arc; 0 or CHISO_ENOMEM. */
int shape_tree_add(struct shape_tree *tree, const struct arc *arc);
/** To be called when all arcs are there and before anything is asked.  0 or CHISO_ENOMEM. */
int shape_tree_build(struct shape_tree *tree);
/** Metres to the nearest arc; INFINITY when there is none. */
double shape_tree_metres(const struct shape_tree *tree, const double p[3]);
void shape_tree_clear(struct shape_tree *tree);

#endif
