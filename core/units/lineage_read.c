/* SPDX-License-Identifier: MIT */
/* lineage.csv, and whether it fits the units and itself. */
#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"
#include "units/lineage.h"
#include "units/sheet.h"
#include "units/units_index.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FROM, TO, DATE, SHARE, BASIS, COLUMNS, NEEDED = SHARE };
static const char *const columns[COLUMNS] = {"from", "to", "date", "share", "basis"};

struct lineage_reading {
	struct lineage *lineage;
	struct units *units;
	struct chiso_context *context;
	struct sheet sheet;
	struct arena scratch;
	int status;
};

static void failed(struct lineage_reading *reading)
{
	if (reading->status != CHISO_ENOMEM)
		reading->status = CHISO_EDATA;
}

#define FAULT(reading, id, place, ...) \
	(report((reading)->context, id, place, __VA_ARGS__), failed(reading))

static const char *label(struct lineage_reading *reading, int unit)
{
	return sheet_say_unit(&reading->sheet, &reading->units->list[unit], &reading->scratch);
}

static const char *date(struct lineage_reading *reading, int32_t day)
{
	return sheet_say_day(&reading->sheet, day, &reading->scratch);
}

static const char *number(struct lineage_reading *reading, double value)
{
	return sheet_say_number(value, &reading->scratch);
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* The unit of a column on a day, which is its last one (from) or its first. */
static int find_unit(struct lineage_reading *reading, int column, int32_t day)
{
	struct slice text = sheet_field(&reading->sheet, (size_t)column);
	struct place place = sheet_place(&reading->sheet, (size_t)column);
	int unit = units_find(reading->units, reading->context, place, text.text, text.n,
			      (struct period){day, day});

	if (unit == UNIT_NONE) {
		failed(reading);
		return UNIT_NONE;
	}
	const struct unit *found = &reading->units->list[unit];
	if (column == FROM ? found->valid_to == day : found->valid_from == day)
		return unit;
	FAULT(reading, column == FROM ? MSG_LINEAGE_GOES_ON : MSG_LINEAGE_WAS_THERE, place,
	      label(reading, unit), date(reading, day),
	      date(reading, day + (column == FROM ? 1 : -1)));
	return UNIT_NONE;
}

static void read_share(struct lineage_reading *reading, struct lineage_link *link)
{
	struct slice text = sheet_field(&reading->sheet, SHARE);
	struct chiso_ratio ratio;

	link->share = NAN;
	link->share_place = sheet_place(&reading->sheet, SHARE);
	if (!text.n)
		return;
	const char *met = sheet_text(&reading->sheet, SHARE, &reading->scratch);
	if (number_ratio(&ratio, text.text, text.n))
		FAULT(reading, MSG_LINEAGE_SHARE, link->share_place, met ? met : "");
	else if (ratio.num <= 0 || ratio.num > ratio.den)
		FAULT(reading, MSG_LINEAGE_SHARE_RANGE, link->share_place, met ? met : "");
	link->share = (double)ratio.num / (double)ratio.den;
}

static void read_row(struct lineage_reading *reading)
{
	struct lineage *lineage = reading->lineage;
	struct lineage_link link = {.place = sheet_place(&reading->sheet, FROM),
				    .row = (uint32_t)lineage->n};
	int has_date = sheet_date(&reading->sheet, DATE, &link.date);

	if (has_date && !sheet_field(&reading->sheet, DATE).n) {
		FAULT(reading, MSG_LINEAGE_NO_DATE, sheet_place(&reading->sheet, DATE), "");
		has_date = 0;
	}
	link.basis = sheet_text(&reading->sheet, BASIS, &lineage->arena);
	read_share(reading, &link);
	if (!has_date || !link.basis) {
		failed(reading);
		return;
	}
	link.attribute = units_attribute(reading->units, link.basis);
	link.from = find_unit(reading, FROM, link.date - 1);
	link.to = find_unit(reading, TO, link.date);
	if (link.from == UNIT_NONE || link.to == UNIT_NONE)
		return;
	if (GROW(&lineage->links, lineage->n, &lineage->cap))
		reading->status = CHISO_ENOMEM;
	else
		lineage->links[lineage->n++] = link;
}

/* ---- shares ---------------------------------------------------------------------------------- */

static int n_predecessors(const struct lineage *lineage, int unit)
{
	int n = 0, before = UNIT_NONE;

	for (uint32_t i = lineage->first_to[unit]; i < lineage->first_to[unit + 1]; i++) {
		int from = lineage->links[lineage->by_to[i]].from;

		n += from != before;
		before = from;
	}
	return n;
}

/* Shares that are not given: all of the unit, or what the attribute says of the successors. */
static void fill_shares(struct lineage_reading *reading, struct lineage_link *links, size_t n)
{
	const struct units *units = reading->units;
	double all = 0;

	if (n == 1) {
		links->share = 1;
		return;
	}
	for (size_t i = 0; i < n; i++)
		all += n_predecessors(reading->lineage, links[i].to) == 1
			       ? unit_number(&units->list[links[i].to], links[i].attribute)
			       : NAN;
	if (all > 0)
		for (size_t i = 0; i < n; i++)
			links[i].share =
				unit_number(&units->list[links[i].to], links[i].attribute) / all;
	else
		FAULT(reading, MSG_LINEAGE_SHARE_NEEDED, links->share_place, "",
		      label(reading, links->from), number(reading, (double)n));
}

/* The shares of one unit on one basis. */
static void check_shares(struct lineage_reading *reading, struct lineage_link *links, size_t n)
{
	size_t n_given = 0;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && links[i].to == links[i - 1].to) {
			FAULT(reading, MSG_LINEAGE_TWICE, links[i].place,
			      label(reading, links[i].from), label(reading, links[i].to),
			      number(reading, (double)links[i - 1].place.line));
			return;
		}
		if (isnan(links[i].share))
			continue;
		n_given++;
		sum += links[i].share;
	}
	if (!n_given) {
		fill_shares(reading, links, n);
		return;
	}
	double rest = 1 - sum;
	/* Shares are written in decimals, of which few are doubles. */
	if (n_given == n && fabs(rest) <= (double)n * DBL_EPSILON)
		return;
	if (n_given < n)
		FAULT(reading, MSG_LINEAGE_SHARE_SOME, links->place, label(reading, links->from),
		      number(reading, sum));
	else
		FAULT(reading, rest > 0 ? MSG_LINEAGE_SUM_LESS : MSG_LINEAGE_SUM_MORE,
		      links->share_place, number(reading, sum), label(reading, links->from),
		      date(reading, links->date));
}

/* ---- gaps ------------------------------------------------------------------------------------ */

static int is_date(const struct lineage *lineage, int32_t day)
{
	for (size_t i = 0; i < lineage->n; i++)
		if (lineage->links[i].date == day)
			return 1;
	return 0;
}

/* Whether all of a unit is its children on its last (or first) day, which speak for themselves. */
static int is_its_children(const struct units *units, const struct unit *unit, int32_t day)
{
	for (size_t i = 0; i < units->n; i++)
		if (units->list[i].valid_from <= day && day <= units->list[i].valid_to &&
		    !strcmp(units->list[i].parent_code, unit->code))
			return 1;
	return 0;
}

/* A unit of the same name that begins or ends where another one ends or begins. */
static int namesake(const struct units *units, const struct unit *unit, int32_t day)
{
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *other = &units->list[i];
		int fits = day > unit->valid_to ? other->valid_from == day : other->valid_to == day;

		if (fits && !strcmp(unit_name(unit, "vi"), unit_name(other, "vi")))
			return (int)i;
	}
	return UNIT_NONE;
}

/* A unit that ends (or begins) on a date of the lineage, which says nothing of it. */
static void check_gap(struct lineage_reading *reading, size_t i, int at_end)
{
	const struct units *units = reading->units;
	const struct lineage *lineage = reading->lineage;
	const struct unit *unit = &units->list[i];
	const uint32_t *first = at_end ? lineage->first_from : lineage->first_to;
	int32_t edge = at_end ? unit->valid_to : unit->valid_from;

	if (edge == INT32_MAX || edge == INT32_MIN || first[i + 1] > first[i] ||
	    !is_date(lineage, at_end ? edge + 1 : edge) || is_its_children(units, unit, edge))
		return;
	int32_t beyond = at_end ? edge + 1 : edge - 1;
	if (lineage_continued(lineage, units, (int)i, beyond) != UNIT_NONE)
		return;
	int other = namesake(units, unit, beyond);
	if (other == UNIT_NONE)
		FAULT(reading, at_end ? MSG_LINEAGE_NO_SUCCESSOR : MSG_LINEAGE_NO_PREDECESSOR,
		      unit->place, label(reading, (int)i), date(reading, edge));
	else
		FAULT(reading,
		      at_end ? MSG_LINEAGE_NO_SUCCESSOR_NEAR : MSG_LINEAGE_NO_PREDECESSOR_NEAR,
		      unit->place, label(reading, (int)i), date(reading, edge),
		      label(reading, other));
}

/* ---- units above ----------------------------------------------------------------------------- */

/* Whether one unit is in another on a day. */
static int is_inside(const struct units *units, int unit, int above, int32_t day)
{
	while (unit != UNIT_NONE && unit != above)
		unit = unit_on(units, units->list[unit].parent_code, day);
	return unit == above;
}

/* What goes from one unit to another changes the area of those above that it leaves or enters: they
 * can't go on as if nothing had been.  One that is in both is as large as before. */
static void check_above(struct lineage_reading *reading, int from, int to, int32_t day,
			struct place place)
{
	const struct units *units = reading->units;

	for (int side = 0; side < 2; side++) {
		int own = side ? to : from, other = side ? from : to;
		int32_t here = side ? day : day - 1, there = side ? day - 1 : day;

		for (int above = unit_on(units, units->list[own].parent_code, here);
		     above != UNIT_NONE;
		     above = unit_on(units, units->list[above].parent_code, here)) {
			const struct unit *unit = &units->list[above];

			if (unit->valid_from >= day || unit->valid_to < day ||
			    is_inside(units, other, above, there))
				continue;
			FAULT(reading, side ? MSG_LINEAGE_ENTERS : MSG_LINEAGE_LEAVES, place,
			      label(reading, own), label(reading, above), date(reading, day),
			      date(reading, day - 1));
		}
	}
}

static void check_all(struct lineage_reading *reading)
{
	struct lineage *lineage = reading->lineage;
	const struct units *units = reading->units;

	for (size_t i = 0, end; i < lineage->n; i = end) {
		for (end = i + 1; end < lineage->n &&
				  lineage->links[end].from == lineage->links[i].from &&
				  !strcmp(lineage->links[end].basis, lineage->links[i].basis);)
			end++;
		check_shares(reading, &lineage->links[i], end - i);
	}
	for (size_t i = 0; i < lineage->n; i++)
		check_above(reading, lineage->links[i].from, lineage->links[i].to,
			    lineage->links[i].date, lineage->links[i].place);
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *unit = &units->list[i];
		int before =
			unit->valid_from == INT32_MIN
				? UNIT_NONE
				: lineage_continued(lineage, units, (int)i, unit->valid_from - 1);

		check_gap(reading, i, 1);
		check_gap(reading, i, 0);
		if (before != UNIT_NONE && lineage->first_to[i + 1] == lineage->first_to[i] &&
		    !is_its_children(units, unit, unit->valid_from))
			check_above(reading, before, (int)i, unit->valid_from, unit->place);
	}
}

int lineage_read(struct lineage *lineage, struct units *units, struct chiso_context *context,
		 const char *file, const char *data, size_t n)
{
	struct lineage_reading reading = {.lineage = lineage, .units = units, .context = context};
	int more = 0;

	*lineage = (struct lineage){0};
	int status = sheet_open(&reading.sheet, context, file, data, n, columns, COLUMNS, NEEDED);
	while (!status && reading.status != CHISO_ENOMEM &&
	       (more = sheet_next(&reading.sheet)) == 1)
		read_row(&reading);
	if (reading.sheet.status)
		reading.status =
			reading.status == CHISO_ENOMEM ? CHISO_ENOMEM : reading.sheet.status;
	if (status || more < 0)
		reading.status = more < 0 ? more : status;
	sheet_close(&reading.sheet);
	if (reading.status != CHISO_ENOMEM && lineage_index(lineage, units))
		reading.status = CHISO_ENOMEM;
	/* What a row says that could not be read is not known to be missing. */
	if (!reading.status)
		check_all(&reading);
	arena_clear(&reading.scratch);
	return reading.status;
}
