/* SPDX-License-Identifier: MIT */
#include "template/template.h"

#include "base/context.h"
#include "results/results.h"

#include <stdlib.h>
#include <string.h>

/* ---- which dataset --------------------------------------------------------------------------- */

static const struct dataset_spec *find_dataset(struct chiso_project *project, const char *id)
{
	const struct dataset_spec *dataset = project_dataset(project, id);
	struct nearest near = nearest_to(id);
	const char *all = "";

	for (size_t i = 0; i < project->n_datasets && all; i++) {
		nearest_offer(&near, project->datasets[i].id);
		all = arena_printf(&project->arena, "%s%s%s", all, i ? ", " : "",
				   project->datasets[i].id);
	}
	if (!dataset && near.best)
		report(project->context, MSG_NO_SUCH_DATASET_NEAR, (struct place){0}, id,
		       near.best);
	else if (!dataset)
		report(project->context, MSG_TEMPLATE_NO_DATASET, (struct place){0}, id,
		       all ? all : "");
	return dataset;
}

/* The units are known before anybody can be asked to report. */
static int reads_units_file(const struct form *form)
{
	struct chiso_project *project = form->project;
	const char *units = project->units_file ? file_join(&project->arena, project->folder,
							    project->units_file)
						: NULL;

	for (size_t i = 0; units && i < form->dataset->files.n; i++)
		if (file_is_same(form->dataset->files.items[i], units))
			return 1;
	return 0;
}

/* Whether the dataset has files that people fill in. */
static int can_be_filled(const struct form *form)
{
	const struct dataset_spec *dataset = form->dataset;

	if (dataset->from_id)
		report(form->context, MSG_TEMPLATE_MADE_FROM, dataset->place, dataset->id,
		       dataset->from_id);
	else if (dataset->is_geojson)
		report(form->context, MSG_TEMPLATE_GEOJSON, dataset->place, dataset->id);
	else if (reads_units_file(form))
		report(form->context, MSG_TEMPLATE_UNITS_FILE, dataset->place, dataset->id);
	else if (dataset->unit.column && !form->unit)
		report(form->context, MSG_TEMPLATE_UNIT_COMPUTED, dataset->unit.place,
		       dataset->unit.column);
	else
		return 1;
	return 0;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Lines above the header, where the project says that there are some: the first has the title. */
static void put_above(const struct form *form, struct sink *sink)
{
	const struct dataset_spec *dataset = form->dataset;
	const char *title = words_in(dataset->title, form->context->lang);

	for (int i = 0; i < dataset->format.skip; i++) {
		if (!i)
			sink_bytes(sink, title ? title : "", strcspn(title ? title : "", "\r\n"));
		sink_text(sink, form->newline);
	}
}

static void put_head(const struct form *form, struct sink *sink)
{
	if (form->file) {
		sink_bytes(sink, form->file->bytes.data, form->n_head);
		if (form->file->bytes.data[form->n_head - 1] != '\n')
			sink_text(sink, form->newline);
		return;
	}
	put_above(form, sink);
	for (size_t i = 0; i < form->n_columns; i++) {
		if (i)
			sink_byte(sink, form->delimiter);
		sink_csv_field(sink, form->columns[i].name, form->delimiter);
	}
	sink_text(sink, form->newline);
}

/* A code, or the name: in the column that says whose the line is only where no other unit has it.
 */
static const char *unit_text(const struct form *form, const struct form_column *column,
			     const struct form_line *line)
{
	struct units *units = &form->project->units;
	const struct unit *unit = &units->list[line->unit];
	const char *name = unit_name(unit, column->lang);

	if (column->fill == FORM_CODE)
		return unit->code;
	if (column->fill == FORM_NAME ||
	    units_find(units, form->quiet, (struct place){0}, name, strlen(name),
		       dataset_coding(form->dataset, line->period)) == line->unit)
		return name;
	return unit->code;
}

/* at: which of the values, per column. */
static void put_line(const struct form *form, const struct form_line *line, const size_t *at,
		     struct sink *sink)
{
	char label[PERIOD_ROOM];

	label[period_print(label, line->period)] = '\0';
	for (size_t i = 0; i < form->n_columns; i++) {
		const struct form_column *column = &form->columns[i];
		const char *text = "";

		if (i)
			sink_byte(sink, form->delimiter);
		if (column->fill == FORM_PERIOD)
			text = label;
		else if (column->fill == FORM_VALUE)
			text = column->values[at[i]];
		else if (column->fill != FORM_BLANK)
			text = unit_text(form, column, line);
		sink_csv_field(sink, text, form->delimiter);
	}
	sink_text(sink, form->newline);
}

/* The next choice of values, the last column's first; 0: that was all. */
static int step(const struct form *form, size_t *at)
{
	for (size_t i = form->n_columns; i--;) {
		if (form->columns[i].fill != FORM_VALUE)
			continue;
		if (++at[i] < form->columns[i].n_values)
			return 1;
		at[i] = 0;
	}
	return 0;
}

static int put_form(struct form *form, struct sink *sink)
{
	size_t *at = arena_new(&form->arena, form->n_columns, sizeof *at);

	if (!at)
		return CHISO_ENOMEM;
	put_head(form, sink);
	for (size_t i = 0; i < form->n_lines && !sink->status; i++)
		do
			put_line(form, &form->lines[i], at, sink);
		while (step(form, at));
	return CHISO_OK;
}

/* ---- the form -------------------------------------------------------------------------------- */

/* What whoever hands the form out should know. */
static void say(const struct form *form)
{
	const struct dataset_spec *dataset = form->dataset;

	if (form->file && form->file->skip)
		report(form->context, MSG_TEMPLATE_ABOVE, ((struct place){form->file->name, 1, 1}),
		       form->file->name);
	for (size_t i = 0; i < dataset->n_rules; i++)
		if (dataset->rules[i].kind == RULE_REPORTED_BY && !dataset->rules[i].columns.n)
			report(form->context, MSG_TEMPLATE_REPORTS, dataset->rules[i].place,
			       dataset->rules[i].id);
}

static int make(struct form *form, const struct chiso_template *what, struct sink *sink)
{
	int status = template_ask(form);

	if (!status && !can_be_filled(form))
		status = CHISO_EUSE;
	if (!status)
		status = template_look(form);
	if (!status) {
		/* All that is wrong is said at once. */
		int listed = template_list(form, what);

		status = template_lay_out(form);
		if (!status)
			status = listed;
	}
	if (!status) {
		say(form);
		status = put_form(form, sink);
	}
	return status;
}

static void clear(struct form *form)
{
	reader_close(form->reader);
	chiso_context_free(form->quiet);
	free(form->asked.items);
	free(form->names.items);
	free(form->met_levels.items);
	free(form->met);
	free(form->levels.items);
	free(form->lines);
	arena_clear(&form->arena);
}

int chiso_project_template(struct chiso_project *project, const struct chiso_template *what,
			   chiso_write_fn *write, void *user)
{
	struct chiso_template own = {0};
	struct form form = {.project = project,
			    .context = project->context,
			    .latest = {1, 0},
			    .quiet = chiso_context_new(NULL)};
	struct sink sink = {.write = write, .user = user};
	int status = CHISO_EUSE;

	memcpy(&own, what, what->size < sizeof own ? what->size : sizeof own);
	form.dataset = find_dataset(project, own.dataset ? own.dataset : "");
	if (!form.quiet)
		status = CHISO_ENOMEM;
	else if (project->errors)
		status = CHISO_EDATA;
	else if (form.dataset)
		status = make(&form, &own, &sink);
	if (status == CHISO_ENOMEM)
		report(project->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	clear(&form);
	return sink_close(&sink, status);
}
