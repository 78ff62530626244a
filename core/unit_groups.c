/* SPDX-License-Identifier: MIT */
#include "unit_groups.h"

#include "calendar.h"
#include "context.h"
#include "number.h"
#include "sheet.h"
#include "units_index.h"

#include <stdlib.h>
#include <string.h>

enum { KIND, GROUP, UNIT, FROM, TO, COLUMNS, NEEDED = FROM };
static const char *const columns[COLUMNS] = {"kind", "group", "unit", "valid_from", "valid_to"};

struct reading {
	struct unit_groups *groups;
	struct units *units;
	struct chiso_context *context;
	struct sheet sheet;
	struct arena scratch;
};

#define FAULT(reading, id, place, ...) \
	(report((reading)->context, id, place, __VA_ARGS__), \
	 sheet_fail(&(reading)->sheet, CHISO_EDATA))

static const char *label(struct reading *reading, int unit)
{
	return sheet_say_unit(&reading->sheet, &reading->units->list[unit], &reading->scratch);
}

static const char *date(struct reading *reading, int32_t day)
{
	return sheet_say_day(&reading->sheet, day, &reading->scratch);
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* The unit that goes on as this one, under its code and name, right behind or before it. */
static int beside(const struct units *units, int unit, int behind)
{
	const struct unit *own = &units->list[unit];
	int32_t edge = behind ? own->valid_to : own->valid_from;
	int other;

	if (edge == INT32_MAX || edge == INT32_MIN)
		return UNIT_NONE;
	other = unit_on(units, own->code, behind ? edge + 1 : edge - 1);
	return other != UNIT_NONE && !strcmp(unit_name(own, "vi"), unit_name(&units->list[other], "vi"))
	               ? other
	               : UNIT_NONE;
}

/* The first and the last day of a unit, by all rows of it in the units file. */
static void find_life(const struct units *units, int unit, int32_t *from, int32_t *to)
{
	int first = unit, last = unit, next;

	while ((next = beside(units, first, 0)) != UNIT_NONE)
		first = next;
	while ((next = beside(units, last, 1)) != UNIT_NONE)
		last = next;
	*from = units->list[first].valid_from;
	*to = units->list[last].valid_to;
}

/* The unit of a row: the one that has the code then.  Without a date there must be only one. */
static int find_unit(struct reading *reading, int32_t from, int32_t to)
{
	struct slice text = sheet_field(&reading->sheet, UNIT);
	struct place place = sheet_place(&reading->sheet, UNIT);
	int32_t day = from != INT32_MIN ? from : to, first, last;
	struct period period = day == INT32_MAX ? (struct period){1, 0} : (struct period){day, day};
	const char *code = arena_text(&reading->scratch, text.text, text.n);
	int is_dated = !period_is_none(period), unit = UNIT_NONE;

	/* A code that several units have had may be one unit all the same, which got other parents. */
	if (!is_dated && code)
		unit = units_with_code(reading->units, code);
	if (unit == UNIT_NONE)
		unit = units_find(reading->units, reading->context, place, text.text, text.n,
		                  period);
	if (unit == UNIT_NONE) {
		sheet_fail(&reading->sheet, CHISO_EDATA);
		return UNIT_NONE;
	}
	if (is_dated)
		return unit;
	find_life(reading->units, unit, &first, &last);
	for (size_t i = 0; i < reading->units->n; i++) {
		const struct unit *other = &reading->units->list[i];

		if (strcmp(other->code, reading->units->list[unit].code) != 0 ||
		    (other->valid_from >= first && other->valid_to <= last))
			continue;
		FAULT(reading, MSG_GROUP_WHICH_UNIT, place, other->code, label(reading, unit),
		      label(reading, (int)i));
		return UNIT_NONE;
	}
	return unit;
}

/* The days of a membership: within the life of its unit. */
static int find_days(struct reading *reading, int unit, int32_t *from, int32_t *to)
{
	struct sheet *sheet = &reading->sheet;
	int32_t first, last;

	find_life(reading->units, unit, &first, &last);
	if (*from == INT32_MIN)
		*from = first;
	if (*to == INT32_MAX)
		*to = last;
	if (*from > *to)
		FAULT(reading, MSG_GROUP_BACKWARDS, sheet_place(sheet, TO), date(reading, *to),
		      date(reading, *from));
	else if (*to > last)
		FAULT(reading, MSG_GROUP_UNIT_ENDS, sheet_place(sheet, TO), label(reading, unit),
		      date(reading, last), date(reading, *to));
	else if (*from < first)
		FAULT(reading, MSG_GROUP_UNIT_BEGINS, sheet_place(sheet, TO), label(reading, unit),
		      date(reading, first), date(reading, *from));
	else
		return 1;
	return 0;
}

/* A name of a row, as a number of a list; UINT32_MAX: it is empty, which is reported. */
static uint32_t take_name(struct reading *reading, int column, struct intern *names)
{
	const char *text = sheet_text(&reading->sheet, (size_t)column, &reading->scratch);
	uint32_t number = text && *text ? intern(names, text, strlen(text)) : UINT32_MAX;

	if (text && !*text)
		FAULT(reading, MSG_GROUP_EMPTY, sheet_place(&reading->sheet, (size_t)column), "",
		      columns[column]);
	else if (number == UINT32_MAX)
		sheet_fail(&reading->sheet, CHISO_ENOMEM);
	return number;
}

static int add(struct reading *reading, const struct membership *one)
{
	struct unit_groups *groups = reading->groups;
	const uint32_t pair[2] = {one->kind, one->group};

	if (GROW(&groups->list, groups->n, &groups->cap) ||
	    groups_slot(&groups->pairs, pair) == UINT32_MAX ||
	    intern(&groups->codes, one->code, strlen(one->code)) == UINT32_MAX)
		return CHISO_ENOMEM;
	groups->list[groups->n++] = *one;
	return CHISO_OK;
}

static void read_row(struct reading *reading)
{
	struct sheet *sheet = &reading->sheet;
	struct membership one = {
		.from = INT32_MIN, .to = INT32_MAX, .place = sheet_place(sheet, KIND)};
	int has_dates = sheet_date(sheet, FROM, &one.from) & sheet_date(sheet, TO, &one.to);

	one.kind = take_name(reading, KIND, &reading->groups->kinds);
	one.group = take_name(reading, GROUP, &reading->groups->groups);
	if (!has_dates) {
		sheet_fail(sheet, CHISO_EDATA);
		return;
	}
	int unit = find_unit(reading, one.from, one.to);
	if (unit == UNIT_NONE || one.kind == UINT32_MAX || one.group == UINT32_MAX ||
	    !find_days(reading, unit, &one.from, &one.to))
		return;
	one.code = reading->units->list[unit].code;
	if (add(reading, &one))
		sheet_fail(sheet, CHISO_ENOMEM);
}

/* ---- all rows -------------------------------------------------------------------------------- */

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

static int make_findable(struct unit_groups *groups)
{
	struct intern codes = {0};
	int status = CHISO_OK;

	if (groups->n)
		qsort(groups->list, groups->n, sizeof *groups->list, by_code);
	/* Codes are numbered anew, in the order of the list. */
	for (size_t i = 0; i < groups->n && !status; i++)
		if (intern(&codes, groups->list[i].code, strlen(groups->list[i].code)) ==
		    UINT32_MAX)
			status = CHISO_ENOMEM;
	intern_clear(&groups->codes);
	groups->codes = codes;
	groups->first = calloc(codes.n + 2, sizeof *groups->first);
	groups->is_checked = calloc(groups->kinds.n + 1, 1);
	if (status || !groups->first || !groups->is_checked)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < groups->n; i++)
		groups->first[intern_find(&codes, groups->list[i].code,
		                          strlen(groups->list[i].code)) + 1] = (uint32_t)i + 1;
	return CHISO_OK;
}

/* One unit in one group twice at a time: one of the rows is wrong. */
static void check_twice(struct reading *reading)
{
	const struct unit_groups *groups = reading->groups;
	char line[NUMBER_ROOM];

	for (size_t i = 1; i < groups->n; i++) {
		const struct membership *a = &groups->list[i - 1], *b = &groups->list[i];

		if (strcmp(a->code, b->code) != 0 || a->kind != b->kind || a->group != b->group ||
		    a->to < b->from)
			continue;
		number_print(line, a->place.line);
		FAULT(reading, MSG_GROUP_TWICE, b->place,
		      label(reading, unit_on(reading->units, b->code, b->from)),
		      groups->groups.texts[b->group], line);
	}
}

int unit_groups_read(struct unit_groups *groups, struct units *units, struct chiso_context *context,
                     const char *file, const char *data, size_t n)
{
	struct reading reading = {.groups = groups, .units = units, .context = context};
	int more = 0;

	*groups = (struct unit_groups){0};
	groups_init(&groups->pairs, 2);
	int status = sheet_open(&reading.sheet, context, file, data, n, columns, COLUMNS, NEEDED);
	while (!status && reading.sheet.status != CHISO_ENOMEM &&
	       (more = sheet_next(&reading.sheet)) == 1)
		read_row(&reading);
	if (!status && more >= 0 && make_findable(groups))
		status = CHISO_ENOMEM;
	if (!status && more >= 0)
		check_twice(&reading);
	if (!status)
		status = more < 0 ? more : reading.sheet.status;
	sheet_close(&reading.sheet);
	arena_clear(&reading.scratch);
	return status;
}

void unit_groups_clear(struct unit_groups *groups)
{
	intern_clear(&groups->kinds);
	intern_clear(&groups->groups);
	intern_clear(&groups->codes);
	groups_clear(&groups->pairs);
	free(groups->list);
	free(groups->first);
	free(groups->is_checked);
	*groups = (struct unit_groups){0};
}

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

/* ---- asking ---------------------------------------------------------------------------------- */

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
