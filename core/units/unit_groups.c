/* SPDX-License-Identifier: MIT */
#include "units/unit_groups.h"

#include "base/context.h"
#include "units/units_index.h"

#include <stdlib.h>
#include <string.h>

static int by_code(const void *a, const void *b)
{
	const struct membership *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	if (order)
		return order;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

int unit_groups_index(struct unit_groups *groups)
{
	if (groups->n)
		qsort(groups->list, groups->n, sizeof *groups->list, by_code);
	groups->first = calloc(groups->n + 2, sizeof *groups->first);
	groups->is_checked = calloc(groups->kinds.n + 1, 1);
	if (!groups->first || !groups->is_checked)
		return CHISO_ENOMEM;
	/* Codes are numbered in the order of the list. */
	for (size_t i = 0; i < groups->n; i++) {
		const char *code = groups->list[i].code;
		uint32_t at = intern(&groups->codes, code, strlen(code));

		if (at == UINT32_MAX)
			return CHISO_ENOMEM;
		groups->first[at + 1] = (uint32_t)i + 1;
	}
	return CHISO_OK;
}

void unit_groups_clear(struct unit_groups *groups)
{
	intern_clear(&groups->kinds);
	intern_clear(&groups->groups);
	intern_clear(&groups->codes);
	free(groups->list);
	free(groups->first);
	free(groups->is_checked);
	*groups = (struct unit_groups){0};
}

/* ---- asking ------------------------------------------------------------------------------------ */

/* The memberships of a code; *n of them. */
static const struct membership *memberships(const struct unit_groups *groups, const char *code,
                                            uint32_t *n)
{
	uint32_t at = intern_find(&groups->codes, code, strlen(code));

	*n = 0;
	if (at == UINT32_MAX)
		return NULL;
	*n = groups->first[at + 1] - groups->first[at];
	return groups->list + groups->first[at];
}

static int above(const struct units *units, int unit, int32_t day)
{
	return unit_on(units, units->list[unit].parent_code, day);
}

int unit_group_of(const struct unit_groups *groups, const struct units *units, int unit,
                  uint32_t kind, int32_t day)
{
	int found = NO_GROUP;
	uint32_t n;

	for (; unit != UNIT_NONE && found == NO_GROUP; unit = above(units, unit, day)) {
		const struct membership *one = memberships(groups, units->list[unit].code, &n);

		for (uint32_t i = 0; i < n; i++) {
			if (one[i].kind != kind || day < one[i].from || day > one[i].to)
				continue;
			found = found == NO_GROUP ? (int)one[i].group : SEVERAL_GROUPS;
		}
	}
	return found;
}

int unit_is_in(const struct unit_groups *groups, const struct units *units, int unit, uint32_t group,
               int32_t day)
{
	uint32_t n;

	for (; unit != UNIT_NONE; unit = above(units, unit, day)) {
		const struct membership *one = memberships(groups, units->list[unit].code, &n);

		for (uint32_t i = 0; i < n; i++)
			if (one[i].group == group && day >= one[i].from && day <= one[i].to)
				return 1;
	}
	return 0;
}

/* ---- one at a time -------------------------------------------------------------------------------- */

/* Two groups of a kind that a unit is in at one time. */
static int report_both(const struct unit_groups *groups, const struct units *units,
                       struct chiso_context *context, const struct membership *a,
                       const struct membership *b)
{
	struct arena scratch = {0};
	int32_t day = a->from > b->from ? a->from : b->from;
	const char *name;

	if (a->group == b->group || day > a->to || day > b->to)
		return 0;
	name = unit_label(&units->list[unit_on(units, b->code, day)], context->lang, &scratch);
	report(context, MSG_GROUP_SEVERAL, b->place, name ? name : "",
	       groups->groups.texts[a->group], groups->groups.texts[b->group],
	       groups->kinds.texts[a->kind]);
	arena_clear(&scratch);
	return 1;
}

int unit_groups_are_single(struct unit_groups *groups, const struct units *units,
                           struct chiso_context *context, uint32_t kind)
{
	int are_single = 1;

	if (groups->is_checked[kind])
		return groups->is_checked[kind] == 1;
	for (size_t i = 0; i < groups->n; i++)
		for (size_t k = i + 1; k < groups->n && groups->list[i].kind == kind &&
		                       groups->list[k].kind == kind &&
		                       !strcmp(groups->list[i].code, groups->list[k].code);
		     k++)
			are_single &= !report_both(groups, units, context, &groups->list[i],
			                           &groups->list[k]);
	groups->is_checked[kind] = are_single ? 1 : 2;
	return are_single;
}
