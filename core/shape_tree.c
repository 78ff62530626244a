/* SPDX-License-Identifier: MIT */
#include "shape_tree.h"

#include "arena.h"

#include <chiso/chiso.h>

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

static void wrap(struct shape_node *node, const struct arc *arcs, size_t n)
{
	for (int axis = 0; axis < 3; axis++) {
		node->low[axis] = 2;
		node->high[axis] = -2;
	}
	for (size_t i = 0; i < n; i++) {
		double wider = arc_sagitta(&arcs[i]) + margin;

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
	wrap(node, tree->arcs + first, n);
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

struct gap shape_tree_nearest(const struct shape_tree *tree, const double p[3])
{
	struct todo {
		uint32_t node;
		double least;
	} todo[DEPTH];
	struct gap gap = gap_none();
	size_t n = 0;

	if (tree->n_nodes)
		todo[n++] = (struct todo){0, 0};
	while (n) {
		struct todo next = todo[--n];
		const struct shape_node *node = &tree->nodes[next.node];

		if (next.least > gap.near2)
			continue;
		for (uint32_t i = 0; i < node->n; i++)
			gap_take(&gap, p, &tree->arcs[node->first + i]);
		if (node->n)
			continue;
		struct todo near = {next.node + 1, to_box(node + 1, p)};
		struct todo far = {node->second, to_box(&tree->nodes[node->second], p)};

		/* The nearer one is taken first. */
		todo[n++] = near.least <= far.least ? far : near;
		todo[n++] = near.least <= far.least ? near : far;
	}
	return gap;
}

void shape_tree_clear(struct shape_tree *tree)
{
	free(tree->arcs);
	free(tree->nodes);
	*tree = (struct shape_tree){0};
}
