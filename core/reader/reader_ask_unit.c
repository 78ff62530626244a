/* SPDX-License-Identifier: MIT */
/* What the expressions of a reader ask about the unit that a record is of: unitGroup('kind') and
 * inGroup('group') on the last day of its period, unitOn('date') on another one. */
#include "base/grow.h"
#include "records/lookup.h"

#include <string.h>

static const struct function {
	const char *name, *form;
	int of, type;
} functions[] = {
	{"unitGroup", "unitGroup('kind')", UNIT_GROUP, CHISO_STR},
	{"inGroup", "inGroup('group')", IN_GROUP, CHISO_BOOL},
	{"unitOn", "unitOn('2025-07-01')", UNIT_ON, CHISO_STR},
};

static void report_unknown(struct reader *reader, const struct intern *names, int is_kind,
                           const struct expr_argument *argument)
{
	struct nearest near = nearest_to(argument->text);

	for (size_t i = 0; i < names->n; i++)
		nearest_offer(&near, names->texts[i]);
	if (near.best)
		report(reader->context, is_kind ? MSG_NO_GROUP_KIND_NEAR : MSG_NO_GROUP_NEAR,
		       argument->place, argument->text, near.best);
	else
		report(reader->context, is_kind ? MSG_NO_GROUP_KIND : MSG_NO_GROUP,
		       argument->place, argument->text);
}

/* Whether records of the dataset have units, which are known when the call is worked out. */
static int has_units(struct reader *reader, const char *name, struct place place)
{
	if (reader->binds_keys)
		report(reader->context, MSG_UNIT_ASKED_IN_KEY, place, name);
	else if (!reader->spec->unit.column && !reader->spec->unit.constant)
		report(reader->context, MSG_UNIT_ASKED_OF_NONE, place, name, reader->spec->id);
	else
		return 1;
	return 0;
}

static int find_group(struct reader *reader, struct lookup_call *call, const char *name,
                      const struct expr_argument *argument)
{
	struct chiso_project *project = reader->project;
	struct unit_groups *groups = &project->groups;
	int is_kind = call->of_unit == UNIT_GROUP;
	const struct intern *names = is_kind ? &groups->kinds : &groups->groups;

	if (!project->groups_file) {
		report(reader->context, MSG_GROUP_NO_FILE, call->place, name);
		return CHISO_EDATA;
	}
	/* What could not be read may be what is asked for. */
	if (project->groups_are_broken)
		return CHISO_EDATA;
	call->group = intern_find(names, argument->text, strlen(argument->text));
	if (call->group == UINT32_MAX) {
		report_unknown(reader, names, is_kind, argument);
		return CHISO_EDATA;
	}
	return !is_kind || unit_groups_are_single(groups, &project->units, project->context,
	                                          call->group)
	               ? CHISO_OK
	               : CHISO_EDATA;
}

static int find_day(struct reader *reader, struct lookup_call *call,
                    const struct expr_argument *argument)
{
	if (!date_read(&call->day, argument->text, strlen(argument->text), 0))
		return CHISO_OK;
	report(reader->context, MSG_UNIT_ON_NO_DATE, argument->place, argument->text);
	return CHISO_EDATA;
}

int reader_ask_unit(struct reader *reader, const char *name, struct place place,
                    const struct expr_argument *arguments, size_t n, int *type)
{
	struct lookup_call call = {.place = place, .column = reader->unit.column};
	const struct function *function = functions;

	while (strcmp(function->name, name) != 0)
		function++;
	call.of_unit = function->of;
	call.type = function->type;
	if (n != 1 || !arguments[0].text) {
		report(reader->context, MSG_EXPR_FORM, place, name, function->form);
		return -1;
	}
	if (!has_units(reader, name, place))
		return -1;
	int status = call.of_unit == UNIT_ON ? find_day(reader, &call, &arguments[0])
	                                     : find_group(reader, &call, name, &arguments[0]);
	size_t at = reader->n_calls;
	if (status || GROW(&reader->calls, reader->n_calls, &reader->calls_cap))
		return -1;
	reader->calls[reader->n_calls++] = call;
	reader->asks_units = 1;
	*type = call.type;
	return (int)(reader->n_columns + reader->n_named + at);
}

int reader_excludes_unit(const struct reader *reader, const struct bound *bound, int unit,
                         struct period period, const char *value)
{
	const struct chiso_project *project = reader->project;
	size_t behind = bound->expr && expr_is_name(bound->expr) && bound->in[0] < 0
	                        ? (size_t)(-1 - bound->in[0])
	                        : 0;

	if (behind < reader->n_named || !reader->n_looked_up)
		return 0;
	const struct lookup_call *call =
		&reader->calls[reader->looked_up[behind - reader->n_named].call];
	if (call->of_unit != UNIT_GROUP)
		return 0;
	int group = unit_group_of(&project->groups, &project->units, unit, call->group,
	                          dataset_coding(reader->spec, period).last);
	return group < 0 || strcmp(project->groups.groups.texts[group], value) != 0;
}

/* ---- running --------------------------------------------------------------------------------- */

static void put_text(struct vector *out, size_t row, const char *text, size_t n)
{
	out->at.str[row] = (struct slice){text, n};
	out->missing[row] = 0;
}

/* The unit of a day in which all of a unit lies; nothing where it was divided. */
static int put_unit_on(const struct reader *reader, int unit, int32_t day, struct vector *out,
                       size_t row)
{
	struct chiso_project *project = reader->project;
	struct flow flow;

	if (lineage_flow(&flow, &project->lineage, &project->units, unit,
	                 (struct period){day, day}, NULL))
		return CHISO_ENOMEM;
	if (flow.n == 1) {
		const char *code = project->units.list[flow.parts[0].unit].code;

		put_text(out, row, code, strlen(code));
	}
	return CHISO_OK;
}

static int put_answer(const struct reader *reader, const struct lookup_call *call, int unit,
                      int32_t day, struct vector *out, size_t row)
{
	const struct unit_groups *groups = &reader->project->groups;
	const struct units *units = &reader->project->units;
	int group;

	switch (call->of_unit) {
	case UNIT_ON:
		return put_unit_on(reader, unit, call->day, out, row);
	case IN_GROUP:
		out->at.boolean[row] = (uint8_t)unit_is_in(groups, units, unit, call->group, day);
		out->missing[row] = 0;
		return CHISO_OK;
	default:
		group = unit_group_of(groups, units, unit, call->group, day);
		if (group >= 0)
			put_text(out, row, groups->groups.texts[group],
			         groups->groups.looks[group].length);
		return CHISO_OK;
	}
}

int reader_run_unit(const struct reader *reader, const struct lookup_call *call, size_t n,
                    size_t first_row, struct vector *out)
{
	const struct batch *batch = &reader->batch;
	int status = CHISO_OK;

	for (size_t row = 0; row < n && !status; row++) {
		size_t at = first_row + row;

		out->missing[row] = CHISO_REASON_NOT_REPORTED;
		if (!reader->knows_period || batch->bad[at] & ROW_LOST || reader_unit_of(reader, at) == UNIT_NONE)
			continue;
		struct period period = dataset_coding(reader->spec,
		                                      reader->periods[reader_period_of(reader, at)]);
		status = put_answer(reader, call, reader_unit_of(reader, at), period.last, out, row);
	}
	return status;
}
