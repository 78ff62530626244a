/* SPDX-License-Identifier: MIT */
/* Whether two indicators have the same groups, as most of one dataset do: then what has been found for one of them
 * need not be looked for again. */
#include "run/join.h"

#include <string.h>

static int has_names(const struct names *a, const struct names *b)
{
	if (a->n != b->n)
		return 0;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->items[i], b->items[i]))
			return 0;
	return 1;
}

/* Keys are numbers of texts, which each indicator has given. */
static int has_texts(const struct intern *a, const struct intern *b)
{
	if (a->n != b->n)
		return 0;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->texts[i], b->texts[i]))
			return 0;
	return 1;
}

int key_set_is_of_records(const struct key_set *set)
{
	for (uint32_t i = 0; i < set->groups.n; i++) {
		const struct slot *slot = &set->slots[i];

		if (!slot->n_used || slot->rolled_up || slot->is_incomplete || slot->is_zero)
			return 0;
	}
	return 1;
}

/* a: which is of records. */
static int are_sets_alike(const struct key_set *a, const struct key_set *b)
{
	const struct groups *one = &a->groups, *other = &b->groups;

	return one->n == other->n && one->width == other->width &&
	       (!one->n || !memcmp(one->keys, other->keys, one->n * one->width * sizeof *one->keys)) &&
	       key_set_is_of_records(b);
}

/* Whether what is asked of the groups is the same, and no more than which units have them. */
static int are_asked_alike(const struct aggregate *a, const struct aggregate *b)
{
	const struct dataset_spec *dataset = a->reader->spec;

	return a->reader == b->reader && !dataset->complete && !a->reader->project->has_lineage &&
	       !a->spec->periods && !b->spec->periods &&
	       !((a->use->flags ^ b->use->flags) & CHISO_AS_REPORTED) &&
	       has_names(&a->spec->levels, &b->spec->levels);
}

int joins_are_alike(const struct indicator_run *a, const struct indicator_run *b)
{
	const struct aggregate *one = a->parts, *other = b->parts;

	if (a->n_parts != 1 || b->n_parts != 1 || !are_asked_alike(one, other) ||
	    one->n_sets != other->n_sets || !has_texts(&one->key_texts, &other->key_texts))
		return 0;
	for (size_t i = 0; i < one->n_sets; i++)
		if (!has_names(&one->spec->by[i], &other->spec->by[i]) ||
		    !are_sets_alike(&one->sets[i], &other->sets[i]))
			return 0;
	return 1;
}
