/* SPDX-License-Identifier: MIT */
/* What explains a change: everything that a run depends on is in its record, so what differs between
 * two records is what can be behind it. */
#include "diff/diff.h"

#include "base/code.h"

#include <string.h>

const char *diff_why(enum why why)
{
	static const char *const words[N_WHY] = {
		[WHY_DATA] = "data",           [WHY_REVISION] = "revision",
		[WHY_ADJUSTMENT] = "adjustment",
		[WHY_STANDARD] = "standard",   [WHY_PLUGIN] = "plugin",
		[WHY_BOUNDARIES] = "boundaries", [WHY_DEFINITION] = "definition",
		[WHY_REJECTS] = "rejects",     [WHY_LIBRARY] = "library"};

	return words[why];
}

/* Adds to what is behind a change, once. */
static int say(struct diff *diff, struct change *change, enum why why, const char *text)
{
	const char *before = change->why[why];

	if (!text)
		return CHISO_ENOMEM;
	change->is_explained = 1;
	if (before && strstr(before, text))
		return CHISO_OK;
	change->why[why] =
		before ? arena_printf(&diff->arena, "%s; %s", before, text) : text;
	return change->why[why] ? CHISO_OK : CHISO_ENOMEM;
}

static const char *moved(struct diff *diff, const char *from, const char *to)
{
	return arena_printf(&diff->arena, "%s -> %s", from && *from ? from : "-",
	                    to && *to ? to : "-");
}

static int is_other(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") != 0;
}

/* ---- what the cells themselves say ---- */

static int compare_cells(struct diff *diff, struct change *change)
{
	const struct chiso_cell *from = change->from, *to = change->to;
	int status = CHISO_OK;

	if (!from || !to)
		return CHISO_OK;
	if (from->status != to->status)
		status = say(diff, change, WHY_REVISION,
		             moved(diff, code_status(from->status), code_status(to->status)));
	if (!status && is_other(from->standard, to->standard))
		status = say(diff, change, WHY_STANDARD, moved(diff, from->standard, to->standard));
	if (!status && from->version != to->version)
		status = say(diff, change, WHY_PLUGIN,
		             arena_printf(&diff->arena, "%s %u -> %u", to->use ? to->use : "-",
		                          from->version, to->version));
	return status;
}

/* ---- files ---- */

static const struct run_file *find_file(const struct run_file *files, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(files[i].file, name))
			return &files[i];
	return NULL;
}

/* The files of one list that the other one lacks or has with other bytes. */
static int compare_files(struct diff *diff, struct change *change, enum why why,
                         const struct run_file *a, size_t n_a, const struct run_file *b, size_t n_b)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < n_a && !status; i++) {
		const struct run_file *other = find_file(b, n_b, a[i].file);

		if (!other || is_other(a[i].sha256, other->sha256))
			status = say(diff, change, why, a[i].file);
	}
	for (size_t i = 0; i < n_b && !status; i++)
		if (!find_file(a, n_a, b[i].file))
			status = say(diff, change, why, b[i].file);
	return status;
}

static int compare_dataset(struct diff *diff, struct change *change, const char *id)
{
	static const struct run_dataset none;
	const struct run_dataset *a = provenance_dataset(diff->from_run, id);
	const struct run_dataset *b = provenance_dataset(diff->to_run, id);

	a = a ? a : &none;
	b = b ? b : &none;
	int status = compare_files(diff, change, WHY_DATA, a->files, a->n_files, b->files, b->n_files);

	return status ? status
	              : compare_files(diff, change, WHY_ADJUSTMENT, &a->adjustments,
	                              a->adjustments.file != NULL, &b->adjustments,
	                              b->adjustments.file != NULL);
}

/* ---- the project ---- */

static const struct json_node *member(const struct json_node *object, const char *key)
{
	const struct json_node *at = object && json_kind(object) == JSON_OBJECT ? json_child(object) : NULL;

	while (at && strcmp(json_key(at), key))
		at = json_next(at);
	return at;
}

/* Members of objects may come in any order. */
static int is_same_node(const struct json_node *a, const struct json_node *b)
{
	enum json_kind kind = a ? json_kind(a) : JSON_NULL;
	int is_object = kind == JSON_OBJECT;

	if (kind != (b ? json_kind(b) : JSON_NULL))
		return 0;
	if (kind == JSON_STRING)
		return !strcmp(json_string(a), json_string(b));
	if (kind == JSON_NUMBER)
		return json_number(a) == json_number(b);
	if (json_count(a) != json_count(b))
		return 0;
	const struct json_node *y = a && !is_object ? json_child(b) : NULL;
	for (const struct json_node *x = a ? json_child(a) : NULL; x; x = json_next(x)) {
		if (!is_same_node(x, is_object ? member(b, json_key(x)) : y))
			return 0;
		y = is_object ? NULL : json_next(y);
	}
	return 1;
}

/* The indicator of a project with this id. */
static const struct json_node *definition(const struct provenance *run, const char *id)
{
	const struct json_node *list = member(run->project, "indicators");

	for (const struct json_node *at = list ? json_child(list) : NULL; at; at = json_next(at)) {
		const char *own = json_string(member(at, "id"));

		if (own && !strcmp(own, id))
			return at;
	}
	return NULL;
}

static int compare_definition(struct diff *diff, struct change *change, const char *id)
{
	return is_same_node(definition(diff->from_run, id), definition(diff->to_run, id))
	               ? CHISO_OK
	               : say(diff, change, WHY_DEFINITION, id);
}

static int compare_dataset_definition(struct diff *diff, struct change *change, const char *id)
{
	const struct json_node *a = member(member(diff->from_run->project, "datasets"), id);
	const struct json_node *b = member(member(diff->to_run->project, "datasets"), id);

	return is_same_node(a, b) ? CHISO_OK : say(diff, change, WHY_DEFINITION, id);
}

/* ---- plugins ---- */

static const char *version_of(const struct provenance *run, const char *plugin)
{
	for (size_t i = 0; plugin && i < run->n_plugins; i++)
		if (!strcmp(run->plugins[i].id, plugin))
			return run->plugins[i].version;
	return NULL;
}

static int compare_plugin(struct diff *diff, struct change *change, const char *id)
{
	const struct run_indicator *a = provenance_indicator(diff->from_run, id);
	const struct run_indicator *b = provenance_indicator(diff->to_run, id);
	const char *plugin = b && b->plugin ? b->plugin : a ? a->plugin : NULL;
	const char *old = version_of(diff->from_run, plugin), *new = version_of(diff->to_run, plugin);

	/* One that only one run has comes with a definition that only one has. */
	if (!old || !new || !is_other(old, new))
		return CHISO_OK;
	return say(diff, change, WHY_PLUGIN,
	           arena_printf(&diff->arena, "%s %s -> %s", plugin, old, new));
}

/* ---- all of it ---- */

static int compare_indicator(struct diff *diff, struct change *change, const char *id)
{
	int status = compare_definition(diff, change, id);

	return status ? status : compare_plugin(diff, change, id);
}

/* What one side's indicator depends on. */
static int compare_sources(struct diff *diff, struct change *change,
                           const struct run_indicator *indicator)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; indicator && i < indicator->n_datasets && !status; i++) {
		status = compare_dataset(diff, change, indicator->datasets[i]);
		if (!status)
			status = compare_dataset_definition(diff, change, indicator->datasets[i]);
	}
	for (uint32_t i = 0; indicator && i < indicator->n_operands && !status; i++)
		status = compare_indicator(diff, change, indicator->operands[i]);
	return status;
}

/* What any result may depend on. */
static int compare_runs(struct diff *diff, struct change *change)
{
	const struct provenance *a = diff->from_run, *b = diff->to_run;
	int status = compare_files(diff, change, WHY_BOUNDARIES, &a->units, a->units.file != NULL,
	                           &b->units, b->units.file != NULL);

	if (!status)
		status = compare_files(diff, change, WHY_BOUNDARIES, &a->lineage,
		                       a->lineage.file != NULL, &b->lineage, b->lineage.file != NULL);
	if (!status)
		status = compare_files(diff, change, WHY_BOUNDARIES, &a->groups,
		                       a->groups.file != NULL, &b->groups, b->groups.file != NULL);
	if (!status && !is_same_node(member(a->project, "boundaries"), member(b->project, "boundaries")))
		status = say(diff, change, WHY_BOUNDARIES, "boundaries");
	if (!status)
		status = compare_files(diff, change, WHY_STANDARD, a->standards, a->n_standards,
		                       b->standards, b->n_standards);
	if (!status && a->rejects != b->rejects)
		status = say(diff, change, WHY_REJECTS,
		             moved(diff, a->rejects ? "left out" : "none",
		                   b->rejects ? "left out" : "none"));
	if (!status && is_other(a->chiso, b->chiso))
		status = say(diff, change, WHY_LIBRARY, moved(diff, a->chiso, b->chiso));
	return status;
}

/* Where nothing that the indicator names has changed, it is what its expressions look up, or what the
 * project says for all. */
static int compare_rest(struct diff *diff, struct change *change)
{
	static const char *const general[] = {"financial_year", "country", "earth", "plan",
	                                      "standards", "datasets"};
	int status = CHISO_OK;

	for (size_t i = 0; i < diff->to_run->n_datasets && !status; i++)
		status = compare_dataset(diff, change, diff->to_run->datasets[i].id);
	for (size_t i = 0; i < sizeof general / sizeof *general && !status; i++)
		if (!is_same_node(member(diff->from_run->project, general[i]),
		                  member(diff->to_run->project, general[i])))
			status = say(diff, change, WHY_DEFINITION, general[i]);
	return status;
}

int diff_explain(struct diff *diff, struct change *change)
{
	const struct chiso_cell *cell = change->to ? change->to : change->from;
	int status = compare_cells(diff, change);

	if (status || !diff->from_run || !diff->to_run)
		return status;
	status = compare_indicator(diff, change, cell->indicator);
	if (!status)
		status = compare_sources(diff, change,
		                         provenance_indicator(diff->from_run, cell->indicator));
	if (!status)
		status = compare_sources(diff, change,
		                         provenance_indicator(diff->to_run, cell->indicator));
	if (!status)
		status = compare_runs(diff, change);
	return status || change->is_explained ? status : compare_rest(diff, change);
}
