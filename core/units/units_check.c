/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "units/units_index.h"
#include "units/units_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct units *units;
	struct chiso_context *context;
	const struct place *parents;
	int status;
};

static void failed(struct check *check)
{
	check->status = CHISO_EDATA;
}

/* ---- Codes ----------------------------------------------------------------------------------- */

static void report_twice(struct check *check, int a, int b)
{
	const struct unit *first = &check->units->list[a < b ? a : b];
	const struct unit *second = &check->units->list[a < b ? b : a];
	char line[16];

	snprintf(line, sizeof line, "%u", (unsigned)first->place.line);
	report(check->context, MSG_UNITS_TWICE, second->place, second->code, line);
	failed(check);
}

/* Entries of one code lie side by side in order of time: it is enough to know the one that lasts
 * longest so far. */
static void check_codes(struct check *check)
{
	const struct unit_table *codes = &check->units->index->codes;
	const struct unit *list = check->units->list;
	int longest = UNIT_NONE;

	for (size_t i = 0; i < codes->n; i++) {
		int unit = codes->entries[i].unit;
		int goes_on = longest != UNIT_NONE && !strcmp(list[longest].code, list[unit].code);

		if (goes_on && list[unit].valid_from <= list[longest].valid_to)
			report_twice(check, longest, unit);
		if (!goes_on || list[unit].valid_to > list[longest].valid_to)
			longest = unit;
	}
}

/* ---- Parents --------------------------------------------------------------------------------- */

static void report_unknown(struct check *check, size_t i)
{
	const struct unit *unit = &check->units->list[i];
	const struct period then = {unit->valid_from, unit->valid_to};
	struct arena scratch = {0};
	int zeros;
	int guess = units_guess(check->units, unit->parent_code, then, &zeros);
	const char *label = NULL;

	if (guess != UNIT_NONE)
		label = unit_label(&check->units->list[guess], check->context->lang, &scratch);
	if (label)
		report(check->context, MSG_UNITS_PARENT_NEAR, check->parents[i], unit->parent_code,
		       label);
	else
		report(check->context, MSG_UNITS_PARENT_UNKNOWN, check->parents[i],
		       unit->parent_code);
	failed(check);
	arena_clear(&scratch);
}

/* The parent is not there on a day on which the unit is. */
static void report_absent(struct check *check, size_t i, int32_t day)
{
	const struct unit *unit = &check->units->list[i];
	char date[PERIOD_ROOM];

	if (day == INT32_MIN) {
		report(check->context, MSG_UNITS_PARENT_BEGINS, check->parents[i],
		       unit->parent_code, unit->code);
	} else {
		date_print_for_people(date, day, check->context->lang);
		report(check->context, MSG_UNITS_PARENT_ABSENT, check->parents[i],
		       unit->parent_code, unit->code, date);
	}
	failed(check);
}

/* A parent may have several versions while the unit lasts, but no gap. */
static void set_parent(struct check *check, size_t i)
{
	struct unit *unit = &check->units->list[i];

	if (!*unit->parent_code)
		return;
	if (units_with_code(check->units, unit->parent_code) == UNIT_NONE) {
		report_unknown(check, i);
		return;
	}
	int32_t day = unit->valid_from;
	unit->parent = unit_on(check->units, unit->parent_code, day);
	for (;;) {
		int parent = unit_on(check->units, unit->parent_code, day);

		if (parent == UNIT_NONE) {
			report_absent(check, i, day);
			return;
		}
		if (check->units->list[parent].valid_to >= unit->valid_to)
			return;
		day = check->units->list[parent].valid_to + 1;
	}
}

/* ---- Circles --------------------------------------------------------------------------------- */

/* "187 > 06475 > 187", from the unit up on one day. */
static void report_circle(struct check *check, int unit, int32_t day)
{
	enum { MAX_SHOWN = 8 };
	const struct unit *list = check->units->list;
	struct arena scratch = {0};
	const char *text = list[unit].code;
	int at = unit, n = 0;

	do {
		at = unit_on(check->units, list[at].parent_code, day);
		const char *next = ++n < MAX_SHOWN ? list[at].code : "...";
		const char *longer = arena_printf(&scratch, "%s > %s", text, next);
		text = longer ? longer : text;
	} while (at != unit && n < MAX_SHOWN);
	report(check->context, MSG_UNITS_CIRCLE, check->parents[unit], list[unit].code, text);
	failed(check);
	arena_clear(&scratch);
}

/* Units that contain each other do so on the first day of the youngest of them: it is enough to go
 * up from each unit on its own first day.  The first in the file of those that begin then reports
 * it.  stamp[u] is 1 + the last unit whose way went through u.  1: it did. */
static int check_circle(struct check *check, int unit, int *stamp)
{
	const struct unit *list = check->units->list;
	int32_t day = list[unit].valid_from;
	int first = 1, at = unit;

	do {
		stamp[at] = unit + 1;
		if (at < unit && list[at].valid_from == day)
			first = 0;
		at = unit_on(check->units, list[at].parent_code, day);
	} while (at != UNIT_NONE && stamp[at] != unit + 1);
	if (at != unit || !first)
		return 0;
	report_circle(check, unit, day);
	return 1;
}

/* All circles are reported, and then cut where they were: whoever goes up from a unit gets to an end,
 * though the units are wrong. */
static void check_circles(struct check *check, int *stamp, uint8_t *is_reported)
{
	size_t n = check->units->n;

	for (size_t i = 0; i < n; i++)
		is_reported[i] = (uint8_t)check_circle(check, (int)i, stamp);
	for (size_t i = 0; i < n; i++) {
		if (!is_reported[i])
			continue;
		check->units->list[i].parent_code = "";
		check->units->list[i].parent = UNIT_NONE;
	}
}

int units_check(struct units *units, struct chiso_context *context, const struct place *parents)
{
	struct check check = {units, context, parents, CHISO_OK};
	int *stamp = calloc(units->n, sizeof *stamp);
	uint8_t *is_reported = calloc(units->n, 1);

	if (stamp && is_reported) {
		check_codes(&check);
		for (size_t i = 0; i < units->n; i++)
			set_parent(&check, i);
		check_circles(&check, stamp, is_reported);
	} else {
		check.status = CHISO_ENOMEM;
	}
	free(stamp);
	free(is_reported);
	return check.status;
}
