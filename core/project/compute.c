/* SPDX-License-Identifier: MIT */
/* A project of one dataset and one indicator, from arguments instead of a file. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

static const char *copy(struct chiso_project *project, const char *text)
{
	return text ? arena_text(&project->arena, text, strlen(text)) : NULL;
}

static int is_by(const struct chiso_compute *what, const char *name)
{
	for (uint32_t i = 0; i < what->n_by; i++)
		if (!strcmp(what->by[i], name))
			return 1;
	return 0;
}

/* The columns that hold unit and period: named by the caller, else by their usual names among the
 * columns to group by. */
static void compute_keys(struct chiso_project *project, struct dataset_spec *dataset,
                         const struct chiso_compute *what)
{
	static const char *const periods[] = {"period", "year", "quarter", "month", NULL};

	dataset->unit.column = copy(project, what->unit);
	if (!dataset->unit.column && is_by(what, "unit"))
		dataset->unit.column = "unit";
	dataset->period.column = copy(project, what->period);
	for (size_t i = 0; !dataset->period.column && periods[i]; i++)
		if (is_by(what, periods[i]))
			dataset->period.column = periods[i];
}

static int compute_by(struct chiso_project *project, struct indicator_spec *indicator,
                      const struct chiso_compute *what)
{
	const struct dataset_spec *dataset = indicator->sources[0];
	struct names *by = arena_new(&project->arena, 1, sizeof *by);

	if (what->n_by > MAX_KEYS) {
		char have[NUMBER_ROOM], most[NUMBER_ROOM];

		number_print(have, what->n_by);
		number_print(most, MAX_KEYS);
		report(project->context, MSG_TOO_MANY_KEYS, (struct place){0}, have, most);
		return CHISO_EUSE;
	}
	if (!by)
		return CHISO_ENOMEM;
	by->items = arena_new(&project->arena, what->n_by, sizeof *by->items);
	by->places = arena_new(&project->arena, what->n_by, sizeof *by->places);
	if (!by->items || !by->places)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < what->n_by; i++) {
		if ((dataset->unit.column && !strcmp(what->by[i], dataset->unit.column)) ||
		    (dataset->period.column && !strcmp(what->by[i], dataset->period.column)))
			continue;
		by->items[by->n] = copy(project, what->by[i]);
		if (!by->items[by->n++])
			return CHISO_ENOMEM;
	}
	indicator->by = by;
	indicator->n_by = 1;
	return CHISO_OK;
}

/* The input with this name, or with the part of it before a point. */
static const struct chiso_input *find_input(struct chiso_project *project,
                                            const struct chiso_indicator *use, const char *name)
{
	struct nearest near = nearest_to(name);
	size_t n = strcspn(name, ".");
	const struct chiso_input *input;

	for (size_t i = 0; (input = chiso_input_at(use, i)); i++) {
		const char *id = input->field.id;

		if (!strcmp(id, name) ||
		    (input->axis && strlen(id) == n && !strncmp(id, name, n)))
			return input;
		nearest_offer(&near, id);
	}
	report(project->context, near.best ? MSG_NO_SUCH_INPUT_NEAR : MSG_NO_SUCH_INPUT,
	       (struct place){0}, name, use->id, near.best ? near.best : "");
	return NULL;
}

/* "deprived=job" is the column job of an input that repeats, under its own name; "deprived.job=a1"
 * gives it this one. */
static int compute_inputs(struct chiso_project *project, struct indicator_spec *indicator,
                          const struct chiso_compute *what)
{
	indicator->inputs = arena_new(&project->arena, what->n_columns, sizeof *indicator->inputs);
	if (!indicator->inputs)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < what->n_columns; i++) {
		const struct chiso_input *input =
			find_input(project, indicator->use, what->columns[i].name);
		const char *source = copy(project, what->columns[i].value), *dot;

		if (!input)
			continue;
		struct input_spec *out = &indicator->inputs[indicator->n_inputs++];
		out->input = input->field.id;
		out->of = (struct binding){.name = out->input, .source = source};
		dot = strchr(what->columns[i].name, '.');
		if (input->axis)
			out->label = dot ? copy(project, dot + 1) : source;
		if (!source || (input->axis && !out->label))
			return CHISO_ENOMEM;
	}
	return indicator_set_labels(project, indicator);
}

static int compute_params(struct chiso_project *project, struct indicator_spec *indicator,
                          const struct chiso_compute *what)
{
	const struct chiso_indicator *use = indicator->use;
	struct given_param *given = arena_new(&project->arena, use->n_params, sizeof *given);

	if (!given)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < use->n_params; i++) {
		const struct chiso_param *param = chiso_param_at(use, i);
		const char **texts = arena_new(&project->arena, what->n_set, sizeof *texts);

		if (!texts)
			return CHISO_ENOMEM;
		for (uint32_t k = 0; k < what->n_set; k++)
			if (!strcmp(what->set[k].name, param->field.id))
				texts[given[i].n++] = what->set[k].value;
		given[i].texts = given[i].n ? texts : NULL;
	}
	for (uint32_t k = 0; k < what->n_set; k++) {
		struct nearest near = nearest_to(what->set[k].name);
		const struct chiso_param *param;
		size_t i = 0;

		while ((param = chiso_param_at(use, i++))) {
			if (!strcmp(param->field.id, what->set[k].name))
				break;
			nearest_offer(&near, param->field.id);
		}
		if (!param)
			report(project->context,
			       near.best ? MSG_NO_SUCH_PARAM_NEAR : MSG_NO_SUCH_PARAM,
			       (struct place){0}, what->set[k].name, use->id,
			       near.best ? near.best : "");
	}
	return indicator_set_params(project, indicator, given);
}

static int compute_standards(struct chiso_project *project, struct indicator_spec *indicator,
                             const struct chiso_compute *what)
{
	const struct names none = {0}, named = project_names_from(
		project, (const char *const[]){copy(project, what->standard), NULL});

	return indicator_find_standards(project, indicator, what->standard ? &named : &none);
}

/* The outputs of a record indicator are the named columns.  Nobody can name them in an expression: a
 * name there is one of the file, even if an output has it too. */
static int compute_columns(struct chiso_project *project, struct dataset_spec *dataset,
                           const struct indicator_spec *indicator, const struct chiso_compute *what)
{
	size_t with_prefix = offsetof(struct chiso_compute, prefix) + sizeof what->prefix;
	const char *prefix = what->size >= with_prefix && what->prefix ? what->prefix : "";
	const struct chiso_output *output;

	dataset->columns =
		arena_new(&project->arena, indicator->use->n_outputs, sizeof *dataset->columns);
	for (uint32_t i = 0;
	     dataset->columns && (output = chiso_output_at(indicator->use, i)); i++) {
		struct column_spec *column = &dataset->columns[dataset->n_columns++];

		column->record = indicator;
		column->output = i;
		column->header = arena_printf(&project->arena, "%s%s", prefix, output->field.id);
		if (!column->header)
			return CHISO_ENOMEM;
	}
	return dataset->columns ? CHISO_OK : CHISO_ENOMEM;
}

/* What a record indicator wants to know of each record's period must come from a column. */
static void check_period(struct chiso_project *project, const struct indicator_spec *indicator,
                         const struct dataset_spec *dataset)
{
	const struct chiso_input *input;

	for (size_t i = 0; (input = chiso_input_at(indicator->use, i)); i++)
		if (input->role && !(input->field.flags & CHISO_OPTIONAL) &&
		    !dataset->period.column) {
			report(project->context, MSG_RECORDS_NEED_PERIOD, (struct place){0}, "",
			       indicator->use->id);
			return;
		}
}

static int compute_specs(struct chiso_project *project, const struct chiso_compute *what)
{
	struct dataset_spec *dataset = arena_new(&project->arena, 1, sizeof *dataset);
	const char *dot = strchr(what->indicator, '.');

	if (!dataset || project_reserve_indicators(project, 1))
		return CHISO_ENOMEM;
	struct indicator_spec *indicator = project->indicators;
	indicator->use = chiso_indicator_find(project->context, what->indicator);
	if (!indicator->use)
		return CHISO_EUSE;
	dataset->id = "data";
	project_default_format(project, &dataset->format);
	if (what->decimal)
		dataset->format.style = *what->decimal == ',' ? (struct number_style){',', '.'}
		                                              : (struct number_style){'.', ','};
	dataset->files = project_names_from(project, (const char *const[]){copy(project, what->file), NULL});
	dataset->data = what->data;
	dataset->n_data = what->n_data;
	/* A name like synthetic_water.csv says so itself, and what is shown must say it too. */
	const char *name = strrchr(what->file, '/');
	dataset->synthetic = !strncmp(name ? name + 1 : what->file, "synthetic", 9);
	compute_keys(project, dataset, what);
	project->datasets = dataset;
	project->n_datasets = 1;
	indicator->id = copy(project, dot ? dot + 1 : what->indicator);
	/* One table serves all sources. */
	if (indicator_reserve_sources(project, indicator,
				      indicator->use->n_sources ? indicator->use->n_sources : 1))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < indicator->n_sources; i++)
		indicator->sources[i] = dataset;
	int status;
	if (indicator->use->record) {
		check_period(project, indicator, dataset);
		status = compute_columns(project, dataset, indicator, what);
	} else {
		project->n_indicators = 1;
		status = project_name_indicator(project, indicator);
		if (!status)
			status = compute_by(project, indicator, what);
	}
	if (!status)
		status = compute_standards(project, indicator, what);
	if (!status)
		status = compute_inputs(project, indicator, what);
	if (!status)
		status = compute_params(project, indicator, what);
	return status;
}

int chiso_project_compute(struct chiso_project **out, struct chiso_context *context,
                          const struct chiso_compute *what)
{
	size_t before = standards_other_errors(context);

	*out = NULL;
	struct chiso_project *project = project_new(context, CHISO_ALLOW_OUTSIDE);
	if (!project)
		return CHISO_ENOMEM;
	project->units_file = copy(project, what->units);
	int status = project_read_units(project);
	if (status != CHISO_ENOMEM)
		status = compute_specs(project, what);
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (status && status != CHISO_EDATA) {
		chiso_project_free(project);
		return status;
	}
	project->errors = standards_other_errors(context) - before;
	*out = project;
	return project->errors ? CHISO_EDATA : CHISO_OK;
}
