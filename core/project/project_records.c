/* SPDX-License-Identifier: MIT */
/* Named columns of a dataset, and among them those that a record indicator gives. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

int project_use_fits(struct chiso_project *project, struct place place,
                     const struct chiso_indicator *use, int is_record)
{
	if (!use->record == !is_record)
		return 1;
	report(project->context, is_record ? MSG_USE_GIVES_NO_COLUMNS : MSG_USE_GIVES_COLUMNS, place,
	       use->id);
	return 0;
}

static const char *list_outputs(struct chiso_project *project, const struct chiso_indicator *use)
{
	const struct chiso_output *output;
	const char *list = "";

	for (size_t i = 0; list && (output = chiso_output_at(use, i)); i++)
		list = arena_printf(&project->arena, "%s%s%s", list, i ? ", " : "",
		                    output->field.id);
	return list ? list : "";
}

/* "output": which one of several the column is; else the one of the column's name. */
static int read_output(struct chiso_project *project, struct column_spec *column,
                       const struct chiso_indicator *use, struct json_node *node)
{
	const char *id = json_get_string(project->json, node, "output");
	struct json_node *given = json_get(project->json, node, "output");
	struct nearest near = nearest_to(id ? id : "");

	for (uint32_t i = 0; i < use->n_outputs; i++) {
		column->output = i;
		const char *own = chiso_output_at(use, i)->field.id;

		if (id ? !strcmp(id, own)
		       : !given && (use->n_outputs == 1 || !strcmp(json_key(node), own)))
			return 1;
		nearest_offer(&near, own);
	}
	/* One that is no string has been reported. */
	if (!given)
		report(project->context, MSG_OUTPUT_UNSAID, json_place(project->json, node), "",
		       use->id, list_outputs(project, use));
	else if (id)
		report(project->context, MSG_NO_SUCH_OUTPUT, json_place(project->json, given), id,
		       use->id, near.best ? near.best : list_outputs(project, use));
	return 0;
}

static int read_record_column(struct chiso_project *project, struct column_spec *column,
                              struct json_node *node)
{
	struct indicator_spec *spec = arena_new(&project->arena, 1, sizeof *spec);
	int fits;

	if (!spec)
		return CHISO_ENOMEM;
	column->of = (struct binding){.name = json_key(node),
	                              .place = json_place(project->json, node)};
	spec->id = json_key(node);
	spec->place = column->of.place;
	spec->use = project_find_use(project, node, 1);
	fits = spec->use && read_output(project, column, spec->use, node);
	json_get(project->json, node, "output");
	int status = project_read_bindings(project, spec, node);
	json_unknown_keys(project->json, node);
	column->record = fits ? spec : NULL;
	return status;
}

int project_read_columns(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *columns, int only_records)
{
	int status = CHISO_OK;

	dataset->columns =
		arena_new(&project->arena, json_count(columns), sizeof *dataset->columns);
	if (!dataset->columns)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(columns); node && !status; node = json_next(node)) {
		struct column_spec *column = &dataset->columns[dataset->n_columns];
		int is_record = json_kind(node) == JSON_OBJECT;

		json_get(project->json, columns, json_key(node)); /* it is known */
		if (only_records && !is_record)
			continue;
		column->header = json_key(node);
		if (is_record)
			status = read_record_column(project, column, node);
		else
			column->of = project_binding_of(project, node);
		dataset->n_columns += is_record || column->of.source;
	}
	return status;
}
