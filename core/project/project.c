/* SPDX-License-Identifier: MIT */
#include "project/project.h"

#include "base/context.h"
#include "geo/ellipsoid.h"
#include "project/adjustment.h"
#include "project/mapping.h"

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

int project_reserve_indicators(struct chiso_project *project, size_t n)
{
	project->indicators = arena_new(&project->arena, n, sizeof *project->indicators);
	project->by_id = arena_new(&project->arena, n, sizeof *project->by_id);
	return project->indicators && project->by_id ? CHISO_OK : CHISO_ENOMEM;
}

int project_name_indicator(struct chiso_project *project, const struct indicator_spec *spec)
{
	uint32_t number = intern(&project->indicator_ids, spec->id, strlen(spec->id));

	if (number == UINT32_MAX)
		return CHISO_ENOMEM;
	if (!project->by_id[number])
		project->by_id[number] = spec;
	return CHISO_OK;
}

const struct indicator_spec *project_indicator(const struct chiso_project *project,
                                               const char *id, size_t n)
{
	uint32_t number = intern_find(&project->indicator_ids, id, n);

	return number == UINT32_MAX ? NULL : project->by_id[number];
}

int project_read_units(struct chiso_project *project)
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
	int status = file_read(&bytes, context, project->units_place, path);
	if (!status) {
		project->units_sha256 = project_digest(project, &bytes);
		status = project->units_sha256
		                 ? units_read(&project->units, context, name, bytes.data, bytes.n)
		                 : CHISO_ENOMEM;
		bytes_clear(&bytes);
	}
	/* Where no unit is known that is said once, not of every record. */
	if (status && !project->units.n)
		project->units.implicit = 1;
	return status ? (status == CHISO_ENOMEM ? status : CHISO_EDATA) : CHISO_OK;
}

struct chiso_project *project_new(struct chiso_context *context, uint32_t flags)
{
	struct chiso_project *project = calloc(1, sizeof *project);

	if (project) {
		project->context = context;
		project->flags = flags;
		project->path = "-";
		project->folder = ".";
		project->plan_area = UNIT_NONE;
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

	project->documents = arena_new(&project->arena, json_count(list), sizeof *project->documents);
	if (!project->documents)
		return;
	for (struct json_node *node = json_child(list); node; node = json_next(node)) {
		struct document *document = &project->documents[project->n_documents++];
		int known = 0;
		int32_t day;

		document->id = json_key(node);
		if (json_kind(node) != JSON_OBJECT) {
			json_expected(json, node, MSG_WANT_DOCUMENT);
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
			              MSG_WANT_DOCUMENT_STATUS);
		if (document->date &&
		    date_read(&day, document->date, strlen(document->date), 0))
			json_expected(json, json_get(json, node, "date"), MSG_A_DATE);
		json_unknown_keys(json, node);
	}
}

static void read_financial_year(struct chiso_project *project, struct json_node *root)
{
	const char *text = json_get_string(project->json, root, "financial_year");

	if (text && month_day_read(&project->financial_year, text))
		json_expected(project->json, json_get(project->json, root, "financial_year"),
		              MSG_WANT_MONTH_DAY);
}

static int read_earth(struct chiso_project *project, struct json_node *root)
{
	const char *text = json_get_string(project->json, root, "earth");
	struct json_node *node = json_get(project->json, root, "earth");

	if (!text || !strcmp(text, "sphere"))
		return CHISO_OK;
	if (strcmp(text, "ellipsoid")) {
		json_expected(project->json, node, MSG_WANT_EARTH);
		return CHISO_OK;
	}
	int status = geodesic_open(&project->geodesic);
	if (status == CHISO_EUSE || status == CHISO_EIO)
		report(project->context,
		       status == CHISO_EUSE ? MSG_NO_GEODESIC : MSG_GEODESIC_NOT_FOUND,
		       json_place(project->json, node), text);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

static int read_root(struct chiso_project *project)
{
	struct json *json = project->json;
	struct json_node *root = json_root(json);

	if (json_kind(root) != JSON_OBJECT) {
		json_expected(json, root, MSG_WANT_OBJECT);
		return CHISO_EDATA;
	}
	struct json_node *version = json_get(json, root, "chiso");
	if (!version)
		json_missing(json, root, "chiso");
	else if (json_kind(version) != JSON_NUMBER || json_number(version) < 1 ||
	         json_number(version) > 1)
		json_expected(json, version, MSG_WANT_VERSION);
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
	int status = project_read_units(project);
	if (status == CHISO_ENOMEM)
		return status;
	if (project->plan_unit && !project->units.implicit && !status)
		units_has_code(&project->units, project->context,
		               json_place(json, json_get(json, plan, "unit")), project->plan_unit);
	status = project_read_lineage(project, root);
	if (!status)
		status = project_read_groups(project, root);
	if (status)
		return status;
	read_financial_year(project, root);
	status = read_earth(project, root);
	if (status)
		return status;
	status = project_read_standards(project, root);
	if (status)
		return status;
	status = project_read_datasets(project, root);
	if (!status)
		status = project_read_indicators(project, root);
	if (!status)
		status = project_read_goals(project, root);
	struct json_node *export = json_get_object(json, root, "export");
	if (!status && export)
		status = mapping_read(&project->mapping, &project->arena, json, export);
	json_unknown_keys(json, root);
	return status;
}

int chiso_project_open(struct chiso_project **out, struct chiso_context *context, const char *path,
                       uint32_t flags)
{
	size_t before = standards_other_errors(context);
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
	if (!status && !(project->sha256 = project_digest(project, &bytes)))
		status = CHISO_ENOMEM;
	bytes_clear(&bytes);
	if (!status)
		status = read_root(project);
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (status) {
		chiso_project_free(project);
		return status;
	}
	project->errors = standards_other_errors(context) - before;
	*out = project;
	return project->errors ? CHISO_EDATA : CHISO_OK;
}

void chiso_project_free(struct chiso_project *project)
{
	if (!project)
		return;
	for (size_t i = 0; i < project->n_datasets; i++)
		adjustments_clear(project->datasets[i].adjustments);
	lineage_clear(&project->lineage);
	unit_groups_clear(&project->groups);
	units_clear(&project->units);
	standards_clear(&project->standards);
	intern_clear(&project->indicator_ids);
	json_free(project->json);
	free(project->geodesic);
	if (project->rejects)
		rejects_clear(project->rejects);
	arena_clear(&project->arena);
	free(project);
}
