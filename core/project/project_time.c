/* SPDX-License-Identifier: MIT */
/* Units in time, as a project asks for them: lineage.csv, the dates on whose boundaries series are
 * shown, and those that records are coded with. */
#include "base/context.h"
#include "project/project.h"
#include "units/units_index.h"

#include <stdlib.h>
#include <string.h>

/* ---- files beside units.csv ------------------------------------------------------------------ */

/* Reads a file that a key of the project names and that is about its units; *name is NULL when
 * there is none, or it can't be read, which has been reported. */
static int read_file(struct chiso_project *project, struct json_node *root, const char *key,
		     const char **name, struct bytes *bytes)
{
	struct json *json = project->json;
	const char *file = json_get_string(json, root, key);

	*name = NULL;
	if (!file)
		return CHISO_OK;
	struct place place = json_place(json, json_get(json, root, key));
	if (!(project->flags & CHISO_ALLOW_OUTSIDE) && !file_is_below(project->folder, file)) {
		report(project->context, MSG_FILE_OUTSIDE, place, file);
		return CHISO_OK;
	}
	if (!project->units_file || project->units.implicit) {
		/* Units that can't be read have been reported. */
		if (!project->units_file)
			report(project->context, MSG_LINEAGE_NO_UNITS, place, key);
		return CHISO_OK;
	}
	const char *path = file_join(&project->arena, project->folder, file);
	if (!path || !finding_file(project->context, path))
		return CHISO_ENOMEM;
	int status = file_read(bytes, project->context, place, path);
	if (!status)
		*name = finding_file(project->context, path);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* ---- days ------------------------------------------------------------------------------------ */

/* A day in a string; 0 when it is none, which is reported. */
static int read_day(struct chiso_project *project, struct json_node *node, int32_t *day)
{
	const char *text = json_string(node);

	if (text && !date_read(day, text, strlen(text), 0))
		return 1;
	json_expected(project->json, node, MSG_A_DATE);
	return 0;
}

static int by_time(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

	return (a > b) - (a < b);
}

static int read_boundaries(struct chiso_project *project, struct json_node *root)
{
	struct json_node *node = json_get(project->json, root, "boundaries");
	int is_list = json_kind(node) == JSON_ARRAY;

	if (!node)
		return CHISO_OK;
	project->boundaries = arena_new(&project->arena, is_list ? json_count(node) : 1,
					sizeof *project->boundaries);
	if (!project->boundaries)
		return CHISO_ENOMEM;
	for (struct json_node *item = is_list ? json_child(node) : node; item;
	     item = is_list ? json_next(item) : NULL)
		project->n_boundaries += (size_t)read_day(
			project, item, &project->boundaries[project->n_boundaries]);
	if (project->n_boundaries)
		qsort(project->boundaries, project->n_boundaries, sizeof *project->boundaries,
		      by_time);
	if (!json_get(project->json, root, "lineage"))
		report(project->context, MSG_BOUNDARIES_NO_LINEAGE, json_place(project->json, node),
		       "");
	return CHISO_OK;
}

/* The plan's unit is the one that has its code when the plan's document is written. */
static void find_plan_area(struct chiso_project *project)
{
	const struct document *document = project->document;
	int32_t day;

	if (!project->plan_unit)
		return;
	project->plan_area = UNIT_NONE;
	if (document && document->date &&
	    !date_read(&day, document->date, strlen(document->date), 0))
		project->plan_area = unit_on(&project->units, project->plan_unit, day);
	if (project->plan_area == UNIT_NONE)
		project->plan_area = units_with_code(&project->units, project->plan_unit);
}

int project_read_lineage(struct chiso_project *project, struct json_node *root)
{
	size_t before = context_errors(project->context);
	struct bytes bytes;
	const char *name;
	int status = read_file(project, root, "lineage", &name, &bytes);

	if (!status && name) {
		status = lineage_read(&project->lineage, &project->units, project->context, name,
				      bytes.data, bytes.n);
		project->lineage_file = json_get_string(project->json, root, "lineage");
		project->lineage_sha256 = project_digest(project, &bytes);
		bytes_clear(&bytes);
		if (!project->lineage_sha256)
			return CHISO_ENOMEM;
		project->has_lineage = !status && context_errors(project->context) == before;
	}
	if (status != CHISO_ENOMEM)
		status = read_boundaries(project, root);
	find_plan_area(project);
	return status;
}

int project_read_groups(struct chiso_project *project, struct json_node *root)
{
	struct bytes bytes;
	const char *name;
	int status = read_file(project, root, "groups", &name, &bytes);

	if (status || !name)
		return status;
	status = unit_groups_read(&project->groups, &project->units, project->context, name,
	                          bytes.data, bytes.n);
	project->groups_are_broken = status != 0;
	project->groups_file = json_get_string(project->json, root, "groups");
	project->groups_sha256 = project_digest(project, &bytes);
	bytes_clear(&bytes);
	/* What is wrong has been reported, and is one more error of the project. */
	return status == CHISO_ENOMEM || !project->groups_sha256 ? CHISO_ENOMEM : CHISO_OK;
}

int32_t project_boundary_day(const struct chiso_project *project, int unit)
{
	const struct unit *own = &project->units.list[unit];

	for (size_t i = 0; i < project->n_boundaries; i++)
		if (own->valid_from <= project->boundaries[i] &&
		    project->boundaries[i] <= own->valid_to)
			return project->boundaries[i];
	return own->valid_to < INT32_MAX ? own->valid_to : own->valid_from;
}

/* ---- datasets -------------------------------------------------------------------------------- */

void dataset_read_coding(struct chiso_project *project, struct dataset_spec *dataset,
			 struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *given = json_get(json, node, "boundaries");
	int by_period = json_kind(given) == JSON_OBJECT;

	if (!given)
		return;
	dataset->coding = arena_new(&project->arena, by_period ? json_count(given) : 1,
				    sizeof *dataset->coding);
	for (struct json_node *item = by_period ? json_child(given) : given;
	     dataset->coding && item; item = by_period ? json_next(item) : NULL) {
		struct coding_spec coding = {.of = {1, 0}};

		if (by_period) {
			const char *period = json_key(item);

			json_get(json, given, period);
			if (period_read(&coding.of, period, strlen(period))) {
				json_expected(json, item, MSG_WANT_CODING_PERIOD);
				continue;
			}
		}
		if (read_day(project, item, &coding.day))
			dataset->coding[dataset->n_coding++] = coding;
	}
}

struct period dataset_coding(const struct dataset_spec *dataset, struct period period)
{
	for (size_t i = 0; i < dataset->n_coding; i++) {
		const struct coding_spec *coding = &dataset->coding[i];

		if (period_is_none(coding->of) ||
		    (coding->of.first == period.first && coding->of.last == period.last))
			return (struct period){coding->day, coding->day};
	}
	return period;
}

/* ---- indicators ------------------------------------------------------------------------------ */

void indicator_read_boundaries(struct chiso_project *project, struct indicator_spec *spec,
			       struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *given = json_get(json, node, "boundaries");

	if (json_kind(given) == JSON_OBJECT) {
		spec->basis = json_get_string(json, given, "basis");
		if (!spec->basis)
			json_missing(json, given, "basis");
		json_unknown_keys(json, given);
	} else if (json_string(given) && !strcmp(json_string(given), "not_comparable")) {
		spec->counts_units = 1;
	} else if (given) {
		json_expected(json, given, MSG_WANT_BOUNDARIES);
	}
}
