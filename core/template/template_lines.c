/* SPDX-License-Identifier: MIT */
/* The lines of a form: who is expected to report, and for when.  A unit is expected in a period in
 * all of which it is valid, for only then a record of it can be read. */
#include "base/grow.h"
#include "template/template.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

static const struct period no_period = {1, 0};

/* ---- when ------------------------------------------------------------------------------------ */

static const struct rule_spec *find_report_rule(const struct dataset_spec *dataset)
{
	for (size_t i = 0; i < dataset->n_rules; i++)
		if (dataset->rules[i].kind == RULE_REPORTED_BY)
			return &dataset->rules[i];
	return NULL;
}

static int is_same(struct period a, struct period b)
{
	return a.first == b.first && a.last == b.last;
}

/* The period of the same kind behind one; none: it is of no kind. */
static struct period next_one(const struct form *form, struct period period)
{
	const struct rule_spec *rule = find_report_rule(form->dataset);
	struct month_day start = form->project->financial_year;
	const struct period day = {period.last + 1, period.last + 1};

	if (rule && is_same(period_around(period, rule->each, start), period))
		return period_around(day, rule->each, start);
	for (int kind = 0; kind < PERIOD_KINDS; kind++)
		if (is_same(period_around(period, (enum period_kind)kind, start), period))
			return period_around(day, (enum period_kind)kind, start);
	return no_period;
}

/* The period that nobody named: the one after those in the files, else the first that reports are
 * asked for. */
static struct period find_next(struct form *form)
{
	const struct rule_spec *rule = find_report_rule(form->dataset);
	struct period next = no_period;
	char label[PERIOD_ROOM];

	if (!period_is_none(form->latest))
		next = next_one(form, form->latest);
	else if (rule)
		next = rule->first;
	if (period_is_none(next)) {
		report(form->context, MSG_TEMPLATE_WHEN, form->dataset->place, form->dataset->id);
		return next;
	}
	period_print(label, next);
	report(form->context, period_is_none(form->latest) ? MSG_TEMPLATE_FIRST : MSG_TEMPLATE_NEXT,
	       (struct place){0}, label);
	return next;
}

/* A period that the caller names; none: it is none, or all records are of another one (reported).
 */
static struct period read_period(struct form *form, const char *text)
{
	const char *constant = form->dataset->period.constant;
	struct period own, period;
	char label[PERIOD_ROOM];

	if (period_of_text(&period, text, strlen(text))) {
		report(form->context, MSG_BAD_PERIOD, (struct place){0}, text);
		return no_period;
	}
	if (!constant || period_of_text(&own, constant, strlen(constant)) || is_same(own, period))
		return period;
	period_print(label, own);
	report(form->context, MSG_TEMPLATE_OTHER_PERIOD, form->dataset->period.place, text,
	       form->dataset->id, label);
	return no_period;
}

/* 0 or, reported, CHISO_EDATA or CHISO_EUSE.  *when is none where the dataset has no periods. */
static int find_when(struct form *form, const char *given, struct period *when)
{
	const struct dataset_spec *dataset = form->dataset;
	const char *constant = dataset->period.constant;

	*when = no_period;
	if (given) {
		*when = read_period(form, given);
		return period_is_none(*when) ? CHISO_EUSE : CHISO_OK;
	}
	if (constant && !period_of_text(when, constant, strlen(constant)))
		return CHISO_OK;
	if (constant) {
		report(form->context, MSG_BAD_PERIOD, dataset->period.place, constant);
		return CHISO_EDATA;
	}
	if (dataset->interval.from.source)
		*when = dataset->interval.last;
	else if (form->period)
		*when = find_next(form);
	else
		return CHISO_OK;
	return period_is_none(*when) ? CHISO_EUSE : CHISO_OK;
}

/* ---- who ------------------------------------------------------------------------------------- */

/* "a, b" */
static const char *join(struct arena *arena, const struct texts *texts)
{
	const char *list = "";

	for (size_t i = 0; i < texts->n && list; i++)
		list = arena_printf(arena, "%s%s%s", list, i ? ", " : "", texts->items[i]);
	return list ? list : "";
}

static int add_all_levels(const struct form *form, struct texts *out)
{
	const struct units *units = &form->project->units;
	int status = CHISO_OK;

	for (size_t i = 0; i < units->n && !status; i++)
		if (*units->list[i].level && texts_add(out, units->list[i].level) < 0)
			status = CHISO_ENOMEM;
	return status;
}

/* The level that the caller names; 0 or, reported, CHISO_EUSE. */
static int take_level(struct form *form, const char *level)
{
	size_t before = context_errors(form->context);

	if (form->project->units.implicit) {
		report(form->context, MSG_TEMPLATE_NO_LEVELS, (struct place){0}, level);
		return CHISO_EUSE;
	}
	project_check_level(form->project, level, (struct place){0});
	if (context_errors(form->context) > before)
		return CHISO_EUSE;
	return texts_add(&form->levels, level) < 0 ? CHISO_ENOMEM : CHISO_OK;
}

/* The levels that report: what the project says, else those that have reported, else the only one.
 */
static int find_levels(struct form *form, const char *given)
{
	const struct dataset_spec *dataset = form->dataset;
	struct texts *levels = &form->levels;
	int status = CHISO_OK;

	if (given)
		return take_level(form, given);
	if (dataset->level)
		return texts_add(levels, dataset->level) < 0 ? CHISO_ENOMEM : CHISO_OK;
	for (size_t i = 0; i < dataset->n_rules; i++)
		if (dataset->rules[i].kind == RULE_REPORTED_BY &&
		    texts_add(levels, dataset->rules[i].level) < 0)
			return CHISO_ENOMEM;
	for (size_t i = 0; !levels->n && i < form->met_levels.n; i++)
		if (texts_add(levels, form->met_levels.items[i]) < 0)
			return CHISO_ENOMEM;
	if (levels->n || form->project->units.implicit)
		return CHISO_OK;
	status = add_all_levels(form, levels);
	if (status || levels->n < 2)
		return status;
	report(form->context, MSG_TEMPLATE_LEVEL, dataset->place, dataset->id,
	       join(&form->arena, levels));
	return CHISO_EUSE;
}

/* The unit whose part of the form is wanted, at `top`; UNIT_NONE: all is. */
static int find_top(struct form *form, const char *given, struct period when, int *top)
{
	*top = UNIT_NONE;
	if (!given)
		return CHISO_OK;
	if (form->project->units.implicit)
		*top = units_with_code(&form->project->units, given);
	else
		*top = units_find(&form->project->units, form->context, (struct place){0}, given,
				  strlen(given), when);
	if (*top == UNIT_NONE && form->project->units.implicit)
		report(form->context, MSG_TEMPLATE_NO_UNITS, (struct place){0}, given);
	return *top == UNIT_NONE ? CHISO_EUSE : CHISO_OK;
}

static int is_below(const struct units *units, int unit, int top, struct period when)
{
	size_t steps = 0;

	while (unit != UNIT_NONE && unit != top && steps++ < units->n)
		unit = unit_parent(units, unit, when);
	return unit == top;
}

static int is_asked(const struct form *form, int unit)
{
	const struct unit *of = &form->project->units.list[unit];

	return !form->levels.n || texts_have(&form->levels, of->level);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Units that begin or end inside a period, and where the first of them does. */
struct changes {
	size_t n;
	int32_t day; /* the first of a part of the period */
};

static void note_change(struct changes *changes, const struct unit *unit, struct period when)
{
	int32_t day = unit->valid_from > when.first ? unit->valid_from : unit->valid_to + 1;

	if (!changes->n++ || day < changes->day)
		changes->day = day;
}

static int add_line(struct form *form, int unit, struct period period)
{
	if (GROW(&form->lines, form->n_lines, &form->lines_cap))
		return CHISO_ENOMEM;
	form->lines[form->n_lines++] = (struct form_line){unit, period};
	return CHISO_OK;
}

/* Without a period those that are still there. */
static int is_valid(const struct unit *unit, struct period when)
{
	return period_is_none(when) ? unit->valid_to == INT32_MAX : unit_is_valid(unit, when);
}

static int list_units(struct form *form, struct period period, int top, struct changes *changes)
{
	const struct units *units = &form->project->units;
	struct period when = dataset_coding(form->dataset, period);
	size_t n = units->implicit ? form->n_met : units->n;
	int status = CHISO_OK;

	for (size_t i = 0; i < n && !status; i++) {
		int at = units->implicit ? form->met[i] : (int)i;
		const struct unit *unit = &units->list[at];

		if (!is_asked(form, at) || (top != UNIT_NONE && !is_below(units, at, top, when)))
			continue;
		if (is_valid(unit, when))
			status = add_line(form, at, period);
		else if (!period_is_none(when) && unit->valid_from <= when.last &&
			 when.first <= unit->valid_to)
			note_change(changes, unit, when);
	}
	return status;
}

/* The parts of a period in which the report is for a longer one: the months of a year. */
static int list_periods(struct form *form, struct period when, int top, struct changes *changes)
{
	const struct rule_spec *rule = find_report_rule(form->dataset);
	struct month_day start = form->project->financial_year;
	struct period part = no_period;
	int status = CHISO_OK;

	if (rule && form->period && !period_is_none(when))
		part = period_around((struct period){when.first, when.first}, rule->each, start);
	if (period_is_none(part) || part.first != when.first || part.last >= when.last)
		part = when;
	do {
		status = form->unit ? list_units(form, part, top, changes)
				    : add_line(form, UNIT_NONE, part);
		if (is_same(part, when))
			break;
		const struct period day = {part.last + 1, part.last + 1};
		part = period_around(day, rule->each, start);
	} while (!status && !period_is_none(part) && part.last <= when.last);
	return status;
}

/* What is to be asked for instead, when units change inside the period. */
static void say_changes(struct form *form, struct period when, const struct changes *changes)
{
	char label[PERIOD_ROOM], before[PERIOD_ROOM], after[PERIOD_ROOM], n[NUMBER_ROOM];
	const char *levels = join(&form->arena, &form->levels);

	period_print(label, when);
	period_print(before, (struct period){when.first, changes->day - 1});
	period_print(after, (struct period){changes->day, when.last});
	number_print(n, (double)changes->n);
	if (form->n_lines)
		report(form->context, MSG_TEMPLATE_SOME_CHANGE, (struct place){0}, n, levels, label,
		       before, after);
	else
		report(form->context, MSG_TEMPLATE_ALL_CHANGE, (struct place){0}, label, levels,
		       before, after);
}

static int check_lines(struct form *form, struct period when, const struct changes *changes)
{
	const char *levels = join(&form->arena, &form->levels);
	char label[PERIOD_ROOM];

	period_print(label, when);
	if (changes->n)
		say_changes(form, when, changes);
	else if (!form->n_lines && form->project->units.implicit)
		report(form->context, MSG_TEMPLATE_NO_UNITS, form->dataset->place,
		       form->dataset->id);
	else if (!form->n_lines && *label)
		report(form->context, MSG_TEMPLATE_NO_UNIT_THEN, (struct place){0}, label, levels);
	else if (!form->n_lines)
		report(form->context, MSG_TEMPLATE_NO_UNIT, (struct place){0}, form->dataset->id,
		       levels);
	return form->n_lines ? CHISO_OK : CHISO_EUSE;
}

int template_list(struct form *form, const struct chiso_template *what)
{
	struct changes changes = {0};
	struct period when;
	int top = UNIT_NONE, status = find_when(form, what->period, &when);

	if (!form->unit && (what->level || what->unit)) {
		report(form->context, MSG_TEMPLATE_ONE_UNIT, form->dataset->place,
		       what->level ? what->level : what->unit, form->dataset->id);
		return CHISO_EUSE;
	}
	if (form->unit) {
		int levels = find_levels(form, what->level);

		if (levels == CHISO_ENOMEM)
			return levels;
		/* Whether there is such a unit depends on when. */
		if (!status)
			status = find_top(form, what->unit, dataset_coding(form->dataset, when),
					  &top);
		if (!status)
			status = levels;
	}
	if (status)
		return status;
	status = list_periods(form, when, top, &changes);
	return status ? status : check_lines(form, when, &changes);
}
