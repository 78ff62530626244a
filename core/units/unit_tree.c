/* SPDX-License-Identifier: MIT */
#include "units/unit_tree.h"

enum { MOST_KEPT = 1 << 18 /* units of all trees together */ };

static struct unit_tree *make(const struct units *units, struct period period, struct arena *arena)
{
	struct unit_tree *tree = arena_new(arena, 1, sizeof *tree);

	if (!tree)
		return NULL;
	*tree = (struct unit_tree){.as_of = period, .n = units->n};
	tree->parent = arena_new(arena, units->n, sizeof *tree->parent);
	tree->first_child = arena_new(arena, units->n, sizeof *tree->first_child);
	tree->next_sibling = arena_new(arena, units->n, sizeof *tree->next_sibling);
	tree->valid = arena_new(arena, units->n, 1);
	if (!tree->parent || !tree->first_child || !tree->next_sibling || !tree->valid)
		return NULL;
	for (size_t i = 0; i < units->n; i++) {
		tree->first_child[i] = tree->next_sibling[i] = UNIT_NONE;
		tree->parent[i] = unit_parent(units, (int)i, period);
		tree->valid[i] = (uint8_t)unit_is_valid(&units->list[i], period);
	}
	/* Backwards, so that children stand in the file's order. */
	for (size_t i = units->n; i-- > 0;) {
		int parent = tree->parent[i];

		if (parent == UNIT_NONE || !tree->valid[i] || !tree->valid[parent])
			continue;
		tree->next_sibling[i] = tree->first_child[parent];
		tree->first_child[parent] = (int)i;
	}
	return tree;
}

const struct unit_tree *unit_tree(struct units *units, struct period period, struct arena *arena)
{
	struct unit_tree *tree = units->trees;
	size_t n = 0;

	/* Units that nobody listed come while records are read. */
	while (tree && (tree->n != units->n || tree->as_of.first != period.first ||
	                tree->as_of.last != period.last)) {
		n += tree->n;
		tree = tree->before;
	}
	if (tree)
		return tree;
	if (n + units->n > MOST_KEPT)
		return make(units, period, arena);
	tree = make(units, period, &units->arena);
	if (!tree)
		return NULL;
	tree->before = units->trees;
	return units->trees = tree;
}
