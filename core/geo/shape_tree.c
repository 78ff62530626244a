/* SPDX-License-Identifier: MIT */
#include "geo/shape_tree.h"

#include "base/grow.h"

#include <chiso/chiso.h>

#include <math.h>
#include <stdlib.h>

enum {
	LEAF = 8,   /* arcs */
	DEPTH = 40, /* halving as many arcs as there can be takes 32 steps */
};

/* Wider than all rounding of coordinates and distances (some 1e-15), and no more than 0.1 mm. */
static const double margin = 1e-11;

int shape_tree_add(struct shape_tree *tree, const struct arc *arc)
{
	if (tree->n == UINT32_MAX / 2 || GROW(&tree->arcs, tree->n, &tree->cap))
		return CHISO_ENOMEM;
	tree->arcs[tree->n++] = *arc;
	return CHISO_OK;
}

static double middle(const struct arc *arc, int axis)
{
	return arc->a[axis] + arc->b[axis];
}

static void swap(struct arc *x, struct arc *y)
{
	struct arc spare = *x;

	*x = *y;
	*y = spare;
}

/* Puts the arcs of the lower half along an axis before the others (Hoare's selection). */
static void halve(struct arc *arcs, ptrdiff_t n, ptrdiff_t half, int axis)
{
	ptrdiff_t low = 0, high = n - 1;
	uint32_t dice = 2463534242;

	while (low < high) {
		ptrdiff_t i = low, k = high;

		/* By chance, so that no order of the arcs makes it slow. */
		dice ^= dice << 13;
		dice ^= dice >> 17;
		dice ^= dice << 5;
		double pivot = middle(&arcs[low + dice % (high - low + 1)], axis);
		while (i <= k) {
			while (middle(&arcs[i], axis) < pivot)
				i++;
			while (middle(&arcs[k], axis) > pivot)
				k--;
			if (i <= k)
				swap(&arcs[i++], &arcs[k--]);
		}
		if (half <= k)
			high = k;
		else if (half >= i)
			low = i;
		else
			return;
	}
}

static void wrap(const struct shape_tree *tree, struct shape_node *node)
{
	const struct arc *arcs = tree->arcs + node->first;
	const size_t n = node->n;

	for (int axis = 0; axis < 3; axis++) {
		node->low[axis] = 2;
		node->high[axis] = -2;
	}
	for (size_t i = 0; i < n; i++) {
		double wider = arc_sagitta(&arcs[i]) + margin +
		               (tree->geodesic ? geodesic_stray(&arcs[i]) : 0);

		for (int axis = 0; axis < 3; axis++) {
			double a = arcs[i].a[axis], b = arcs[i].b[axis];
			double low = (a < b ? a : b) - wider, high = (a < b ? b : a) + wider;

			if (low < node->low[axis])
				node->low[axis] = low;
			if (high > node->high[axis])
				node->high[axis] = high;
		}
	}
}

static int longest_axis(const struct shape_node *node)
{
	int longest = 0;

	for (int axis = 1; axis < 3; axis++)
		if (node->high[axis] - node->low[axis] >
		    node->high[longest] - node->low[longest])
			longest = axis;
	return longest;
}

static int build(struct shape_tree *tree, size_t first, size_t n)
{
	size_t at = tree->n_nodes, half = n / 2;

	if (GROW(&tree->nodes, tree->n_nodes, &tree->nodes_cap))
		return CHISO_ENOMEM;
	struct shape_node *node = &tree->nodes[tree->n_nodes++];
	*node = (struct shape_node){.first = (uint32_t)first, .n = (uint32_t)n};
	wrap(tree, node);
	if (n <= LEAF)
		return CHISO_OK;
	node->n = 0;
	halve(tree->arcs + first, (ptrdiff_t)n, (ptrdiff_t)half, longest_axis(node));
	if (build(tree, first, half))
		return CHISO_ENOMEM;
	tree->nodes[at].second = (uint32_t)tree->n_nodes;
	return build(tree, first + half, n - half);
}

int shape_tree_build(struct shape_tree *tree)
{
	tree->n_nodes = 0;
	return tree->n ? build(tree, 0, tree->n) : CHISO_OK;
}

/* The square of the distance to a box. */
static double to_box(const struct shape_node *node, const double p[3])
{
	double sum = 0;

	for (int axis = 0; axis < 3; axis++) {
		double off = p[axis] < node->low[axis]    ? node->low[axis] - p[axis]
		             : p[axis] > node->high[axis] ? p[axis] - node->high[axis]
		                                          : 0;

		sum += off * off;
	}
	return sum;
}

/* What has been found so far: of one of the two. */
struct found {
	struct gap gap;
	double metres;
};

/* Whether an arc of which no point is nearer than the root of this, in radii, can be left out. */
static int is_too_far(const struct shape_tree *tree, const struct found *found, double least2)
{
	if (!tree->geodesic)
		return least2 > found->gap.near2;
	return sqrt(least2) * EARTH_RADIUS * geodesic_least() > found->metres;
}

static void take(const struct shape_tree *tree, struct found *found, const double p[3],
                 const struct arc *arc)
{
	if (!tree->geodesic) {
		gap_take(&found->gap, p, arc);
		return;
	}
	/* The sphere is asked first, which is much faster. */
	struct gap gap = gap_none();
	gap_take(&gap, p, arc);
	double least = sqrt(gap.near2) - geodesic_stray(arc) - margin;
	if (least > 0 && is_too_far(tree, found, least * least))
		return;
	found->metres = fmin(found->metres, geodesic_metres(tree->geodesic, p, arc));
}

double shape_tree_metres(const struct shape_tree *tree, const double p[3])
{
	struct todo {
		uint32_t node;
		double least2;
	} todo[DEPTH];
	struct found found = {gap_none(), INFINITY};
	size_t n = 0;

	if (!tree->n_nodes)
		return INFINITY;
	todo[n++] = (struct todo){0, 0};
	while (n) {
		struct todo next = todo[--n];
		const struct shape_node *node = &tree->nodes[next.node];

		if (is_too_far(tree, &found, next.least2))
			continue;
		for (uint32_t i = 0; i < node->n; i++)
			take(tree, &found, p, &tree->arcs[node->first + i]);
		if (node->n)
			continue;
		struct todo near = {next.node + 1, to_box(node + 1, p)};
		struct todo far = {node->second, to_box(&tree->nodes[node->second], p)};

		/* The nearer one is taken first. */
		todo[n++] = near.least2 <= far.least2 ? far : near;
		todo[n++] = near.least2 <= far.least2 ? near : far;
	}
	return tree->geodesic ? found.metres : gap_metres(&found.gap);
}

void shape_tree_clear(struct shape_tree *tree)
{
	free(tree->arcs);
	free(tree->nodes);
	*tree = (struct shape_tree){0};
}
