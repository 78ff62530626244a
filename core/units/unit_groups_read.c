/* SPDX-License-Identifier: MIT */
/* groups.csv, and whether it fits the units and itself. */
#include "base/grow.h"
#include "units/unit_groups.h"

#include "base/context.h"
#include "number/number.h"
#include "units/calendar.h"
#include "units/sheet.h"
#include "units/units_index.h"

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

	if (GROW(&groups->list, groups->n, &groups->cap))
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
	int status = sheet_open(&reading.sheet, context, file, data, n, columns, COLUMNS, NEEDED);
	while (!status && reading.sheet.status != CHISO_ENOMEM &&
	       (more = sheet_next(&reading.sheet)) == 1)
		read_row(&reading);
	if (!status && more >= 0 && unit_groups_index(groups))
		status = CHISO_ENOMEM;
	if (!status && more >= 0)
		check_twice(&reading);
	if (!status)
		status = more < 0 ? more : reading.sheet.status;
	sheet_close(&reading.sheet);
	arena_clear(&reading.scratch);
	return status;
}
