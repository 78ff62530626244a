/* SPDX-License-Identifier: MIT */
#include "project.h"

#include "context.h"

#include <stdlib.h>
#include <string.h>

static const char PLAN_FILE[] = "plan.json";

const char *words_in(struct words words, const char *lang)
{
	if (!strcmp(lang, "vi"))
		return words.vi ? words.vi : words.en;
	return words.en ? words.en : words.vi;
}

const struct dataset_spec *project_dataset(const struct chiso_project *project, const char *id)
{
	for (size_t i = 0; i < project->n_datasets; i++)
		if (!strcmp(project->datasets[i].id, id))
			return &project->datasets[i];
	return NULL;
}

const struct indicator_spec *project_indicator(const struct chiso_project *project,
                                               const char *id, size_t n)
{
	for (size_t i = 0; i < project->n_indicators; i++)
		if (slice_is((struct slice){id, n}, project->indicators[i].id))
			return &project->indicators[i];
	return NULL;
}

static int read_units(struct chiso_project *project)
{
	struct chiso_context *context = project->context;
	struct bytes bytes;

	if (!project->units_file) {
		project->units.implicit = 1;
		return CHISO_OK;
	}
	const char *path = file_join(&project->arena, project->folder, project->units_file);
	const char *name = path ? finding_file(context, path) : NULL;
	if (!name)
		return CHISO_ENOMEM;
	if (file_read(&bytes, context, project->units_place, path))
		return CHISO_EDATA;
	int status = units_read(&project->units, context, name, bytes.data, bytes.n);
	free(bytes.data);
	return status;
}

static struct chiso_project *project_new(struct chiso_context *context, uint32_t flags)
{
	struct chiso_project *project = calloc(1, sizeof *project);

	if (project) {
		project->context = context;
		project->flags = flags;
		project->path = "-";
		project->folder = ".";
	} else {
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	}
	return project;
}

/* The file of a project: itself, or plan.json in a folder. */
static int find_file(struct chiso_project *project, const char *path)
{
	project->path = file_is_folder(path) ? file_join(&project->arena, path, PLAN_FILE)
	                                     : arena_text(&project->arena, path, strlen(path));
	if (!project->path)
		return CHISO_ENOMEM;
	project->folder = file_folder(&project->arena, project->path);
	project->path = finding_file(project->context, project->path);
	return project->path && project->folder ? CHISO_OK : CHISO_ENOMEM;
}

static void read_documents(struct chiso_project *project, struct json_node *root)
{
	static const char *const statuses[] = {"stated", "adopted", "ended", NULL};
	struct json *json = project->json;
	struct json_node *list = json_get_object(json, root, "documents");
	size_t n = 0;

	for (struct json_node *node = json_child(list); node; node = json_next(node))
		n++;
	project->documents = arena_new(&project->arena, n, sizeof *project->documents);
	if (!project->documents)
		return;
	for (struct json_node *node = json_child(list); node; node = json_next(node)) {
		struct document *document = &project->documents[project->n_documents++];
		int known = 0;
		int32_t day;

		document->id = json_key(node);
		if (json_kind(node) != JSON_OBJECT) {
			json_expected(json, node, "an object with title, date, status, source");
			continue;
		}
		document->title = project_words(project, node, "title");
		document->authority = project_words(project, node, "authority");
		document->date = json_get_string(json, node, "date");
		document->status = json_get_string(json, node, "status");
		document->source = json_get_string(json, node, "source");
		for (size_t i = 0; document->status && statuses[i]; i++)
			known |= !strcmp(document->status, statuses[i]);
		if (!document->status)
			json_missing(json, node, "status");
		else if (!known)
			json_expected(json, json_get(json, node, "status"),
			              "\"stated\", \"adopted\" or \"ended\"");
		if (document->date &&
		    date_read(&day, document->date, strlen(document->date), 0))
			json_expected(json, json_get(json, node, "date"), "a date such as 2022-06-20");
		json_unknown_keys(json, node);
	}
}

static int read_root(struct chiso_project *project)
{
	struct json *json = project->json;
	struct json_node *root = json_root(json);

	if (json_kind(root) != JSON_OBJECT) {
		json_expected(json, root, "an object");
		return CHISO_EDATA;
	}
	struct json_node *version = json_get(json, root, "chiso");
	if (!version)
		json_missing(json, root, "chiso");
	else if (json_kind(version) != JSON_NUMBER || json_number(version) < 1 ||
	         json_number(version) > 1)
		json_expected(json, version, "1, the version of this format");
	project->title = project_words(project, root, "title");
	read_documents(project, root);
	struct json_node *plan = json_get_object(json, root, "plan");
	if (plan) {
		project->document = project_document(project, plan, "document");
		project->plan_unit = json_get_text(json, plan, "unit");
		json_unknown_keys(json, plan);
	}
	project->units_file = json_get_string(json, root, "units");
	if (project->units_file) {
		struct json_node *node = json_get(json, root, "units");

		project->units_place = json_place(json, node);
		if (!(project->flags & CHISO_ALLOW_OUTSIDE) &&
		    !file_is_below(project->folder, project->units_file)) {
			report(project->context, MSG_FILE_OUTSIDE, project->units_place,
			       project->units_file);
			project->units_file = NULL;
		}
	}
	int status = read_units(project);
	if (status == CHISO_ENOMEM)
		return status;
	if (project->plan_unit && !project->units.implicit && !status &&
	    units_with_code(&project->units, project->plan_unit) == UNIT_NONE)
		report(project->context, MSG_NO_SUCH_PLAN_UNIT,
		       json_place(json, json_get(json, plan, "unit")), project->plan_unit);
	status = project_read_datasets(project, root);
	if (!status)
		status = project_read_indicators(project, root);
	if (!status)
		status = project_read_goals(project, root);
	json_unknown_keys(json, root);
	return status;
}

int chiso_project_open(struct chiso_project **out, struct chiso_context *context, const char *path,
                       uint32_t flags)
{
	size_t before = context_errors(context);
	struct bytes bytes = {0};

	*out = NULL;
	struct chiso_project *project = project_new(context, flags);
	if (!project)
		return CHISO_ENOMEM;
	int status = find_file(project, path);
	if (!status)
		status = file_read(&bytes, context, (struct place){0}, project->path);
	if (!status)
		status = json_read(&project->json, context, project->path, bytes.data, bytes.n);
	free(bytes.data);
	if (!status)
		status = read_root(project);
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (status) {
		chiso_project_free(project);
		return status;
	}
	project->errors = context_errors(context) - before;
	*out = project;
	return project->errors ? CHISO_EDATA : CHISO_OK;
}

void chiso_project_free(struct chiso_project *project)
{
	if (!project)
		return;
	units_clear(&project->units);
	json_free(project->json);
	arena_clear(&project->arena);
	free(project);
}

/* ---- compute: a project of one dataset and one indicator, from arguments ---- */

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
	const struct dataset_spec *dataset = indicator->dataset;
	struct names *by = arena_new(&project->arena, 1, sizeof *by);

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

static int compute_inputs(struct chiso_project *project, struct indicator_spec *indicator,
                          const struct chiso_compute *what)
{
	indicator->inputs = arena_new(&project->arena, what->n_columns, sizeof *indicator->inputs);
	if (!indicator->inputs)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < what->n_columns; i++) {
		struct binding *input = &indicator->inputs[indicator->n_inputs++];

		input->name = copy(project, what->columns[i].name);
		input->source = copy(project, what->columns[i].value);
		if (!input->name || !input->source)
			return CHISO_ENOMEM;
		struct nearest near = nearest_to(input->name);
		const struct chiso_input *known;
		size_t k = 0;
		while ((known = chiso_input_at(indicator->use, k++))) {
			if (!strcmp(known->field.id, input->name))
				break;
			nearest_offer(&near, known->field.id);
		}
		if (!known)
			report(project->context, MSG_NO_SUCH_INPUT, (struct place){0}, input->name,
			       indicator->use->id, near.best ? near.best : "");
	}
	return CHISO_OK;
}

static int compute_params(struct chiso_project *project, struct indicator_spec *indicator,
                          const struct chiso_compute *what)
{
	const struct chiso_indicator *use = indicator->use;
	int status = CHISO_OK;

	indicator->params = arena_new(&project->arena, use->n_params, sizeof *indicator->params);
	if (!indicator->params)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < use->n_params && !status; i++) {
		const struct chiso_param *param = chiso_param_at(use, i);
		const char **given = arena_new(&project->arena, what->n_set, sizeof *given);
		size_t n = 0;

		for (uint32_t k = 0; given && k < what->n_set; k++)
			if (!strcmp(what->set[k].name, param->field.id))
				given[n++] = what->set[k].value;
		status = given ? indicator_set_param(project, indicator, i, (struct place){0},
		                                     n ? given : NULL, n)
		               : CHISO_ENOMEM;
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
			report(project->context, MSG_NO_SUCH_PARAM, (struct place){0},
			       what->set[k].name, use->id, near.best ? near.best : "");
	}
	return status;
}

static int compute_specs(struct chiso_project *project, const struct chiso_compute *what)
{
	struct dataset_spec *dataset = arena_new(&project->arena, 1, sizeof *dataset);
	struct indicator_spec *indicator = arena_new(&project->arena, 1, sizeof *indicator);
	const char *dot = strchr(what->indicator, '.');

	if (!dataset || !indicator)
		return CHISO_ENOMEM;
	indicator->use = chiso_indicator_find(project->context, what->indicator);
	if (!indicator->use)
		return CHISO_EUSE;
	dataset->id = "data";
	dataset->format = (struct format_spec){.skip = -1};
	dataset->format.none = project_names(project, NULL, "none", (const char *const[]){"-", NULL});
	dataset->format.not_collected =
		project_names(project, NULL, "not_collected", (const char *const[]){"...", "…", NULL});
	dataset->format.totals = project_names(project, NULL, "totals", NULL);
	dataset->files = project_names(project, NULL, "file", (const char *const[]){what->file, NULL});
	dataset->data = what->data;
	dataset->n_data = what->n_data;
	/* A name like synthetic_water.csv says so itself, and what is shown must say it too. */
	const char *name = strrchr(what->file, '/');
	dataset->synthetic = !strncmp(name ? name + 1 : what->file, "synthetic", 9);
	compute_keys(project, dataset, what);
	project->datasets = dataset;
	project->n_datasets = 1;
	indicator->id = copy(project, dot ? dot + 1 : what->indicator);
	indicator->dataset = dataset;
	project->indicators = indicator;
	project->n_indicators = 1;
	int status = compute_by(project, indicator, what);
	if (!status)
		status = compute_inputs(project, indicator, what);
	if (!status)
		status = compute_params(project, indicator, what);
	return status;
}

int chiso_project_compute(struct chiso_project **out, struct chiso_context *context,
                          const struct chiso_compute *what)
{
	size_t before = context_errors(context);

	*out = NULL;
	struct chiso_project *project = project_new(context, CHISO_ALLOW_OUTSIDE);
	if (!project)
		return CHISO_ENOMEM;
	project->units_file = copy(project, what->units);
	int status = read_units(project);
	if (status != CHISO_ENOMEM)
		status = compute_specs(project, what);
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (status && status != CHISO_EDATA) {
		chiso_project_free(project);
		return status;
	}
	project->errors = context_errors(context) - before;
	*out = project;
	return project->errors ? CHISO_EDATA : CHISO_OK;
}
