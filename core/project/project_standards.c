/* SPDX-License-Identifier: MIT */
/* Standards of a project: the files that it adds, those that may hold for an indicator, and the
 * parameters that they set. */
#include "project/project.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

/* ---- files --------------------------------------------------------------------------------- */

static int note_file(struct chiso_project *project, const char *name, const struct bytes *bytes)
{
	struct standard_file *file = &project->standard_files[project->n_standard_files++];

	file->name = name;
	file->sha256 = project_digest(project, bytes);
	return file->sha256 ? CHISO_OK : CHISO_ENOMEM;
}

static int read_file(struct chiso_project *project, const char *name, struct place place)
{
	const char *path = file_join(&project->arena, project->folder, name);
	struct bytes bytes = {0};
	int status;

	if (!path)
		return CHISO_ENOMEM;
	if (!(project->flags & CHISO_ALLOW_OUTSIDE) && !file_is_below(project->folder, name)) {
		report(project->context, MSG_FILE_OUTSIDE, place, name);
		return CHISO_OK;
	}
	status = file_read(&bytes, project->context, place, path);
	if (!status)
		status = standards_read(&project->standards, project->context, path, bytes.data,
		                        bytes.n);
	if (!status)
		status = note_file(project, name, &bytes);
	bytes_clear(&bytes);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

int project_read_standards(struct chiso_project *project, struct json_node *root)
{
	struct names files = project_names(project, root, "standards");
	int status = CHISO_OK;

	project->standard_files = arena_new(&project->arena, files.n,
	                                    sizeof *project->standard_files);
	if (!project->standard_files)
		return CHISO_ENOMEM;
	project->country = json_get_string(project->json, root, "country");
	for (size_t i = 0; i < files.n && !status; i++)
		status = read_file(project, files.items[i], files.places[i]);
	return status;
}

/* ---- which may hold ------------------------------------------------------------------------ */

/* The i-th standard at hand: the project's own ones first. */
static const struct standard *standard_at(const struct chiso_project *project, size_t i)
{
	const struct standards *own = &project->standards, *all = &project->context->standards;

	if (i < own->n)
		return own->list[i];
	return i - own->n < all->n ? all->list[i - own->n] : NULL;
}

static const struct standard *find_named(struct chiso_project *project,
                                         const struct indicator_spec *spec, const char *id,
                                         struct place place)
{
	const struct standard *standard;
	struct nearest near = nearest_to(id);

	for (size_t i = 0; (standard = standard_at(project, i)); i++) {
		if (!strcmp(standard->id, id)) {
			if (!standard_is_for(standard, spec->use->id))
				report(project->context, MSG_STANDARD_NOT_FOR, place, id,
				       spec->use->id);
			return standard;
		}
		if (standard_is_for(standard, spec->use->id))
			nearest_offer(&near, standard->id);
	}
	if (near.best)
		report(project->context, MSG_NO_SUCH_STANDARD_NEAR, place, id, near.best);
	else
		report(project->context, MSG_NO_SUCH_STANDARD, place, id);
	return NULL;
}

static int is_of_country(const struct chiso_project *project, const struct standard *standard)
{
	return !standard->country || !project->country ||
	       !strcmp(standard->country, project->country);
}

static int same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Two that hold for the same units at one time leave open which one is meant. */
static void check_overlaps(struct chiso_project *project, const struct indicator_spec *spec)
{
	for (size_t i = 0; i < spec->n_sets; i++)
		for (size_t k = 0; k < i; k++) {
			const struct standard *a = spec->sets[k].standard;
			const struct standard *b = spec->sets[i].standard;

			if (a->first > b->last || b->first > a->last || !same(a->unit, b->unit) ||
			    !same(a->country, b->country))
				continue;
			report(project->context, MSG_STANDARDS_OVERLAP, spec->place, a->id, b->id,
			       spec->use->id);
		}
}

static int add_set(struct chiso_project *project, struct indicator_spec *spec,
                   const struct standard *standard)
{
	struct param_set *set = &spec->sets[spec->n_sets++];

	set->standard = standard;
	set->params = arena_new(&project->arena, spec->use->n_params, sizeof *set->params);
	return set->params ? CHISO_OK : CHISO_ENOMEM;
}

int indicator_find_standards(struct chiso_project *project, struct indicator_spec *spec,
                             const struct names *named)
{
	struct waiting_standards *waiting = project->context->standards.waiting;
	const struct standard *standard;
	int status = standards_want(waiting, NULL, spec->use->id);

	for (size_t i = 0; i < named->n && !status; i++)
		status = standards_want(waiting, named->items[i], NULL);
	if (status)
		return status;
	size_t room = project->standards.n + project->context->standards.n + named->n + 1;
	spec->sets = arena_new(&project->arena, room, sizeof *spec->sets);
	if (!spec->sets)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < named->n && !status; i++) {
		standard = find_named(project, spec, named->items[i], named->places[i]);
		if (standard)
			status = add_set(project, spec, standard);
	}
	for (size_t i = 0; !named->n && !status && (standard = standard_at(project, i)); i++)
		if (standard_is_for(standard, spec->use->id) && is_of_country(project, standard))
			status = add_set(project, spec, standard);
	check_overlaps(project, spec);
	return spec->n_sets || status ? status : add_set(project, spec, NULL);
}

/* ---- parameters ---------------------------------------------------------------------------- */

/* What a standard says of a parameter: its value, or of one along an axis those of the items. */
static int standard_says(struct chiso_project *project, const struct indicator_spec *spec,
                         const struct standard *standard, size_t param, struct given_param *out)
{
	const struct chiso_param *row = chiso_param_at(spec->use, param);
	const struct standard_value *value = standard_value(standard, row->field.id);
	const struct standard_list *list =
		row->axis ? standard_items(standard, chiso_axis_at(spec->use, row->axis - 1u)->field.id)
	                  : NULL;

	if (value) {
		out->texts = value->texts;
		out->n = value->n;
	}
	if (value || !list)
		return CHISO_OK;
	out->texts = arena_new(&project->arena, list->n, sizeof *out->texts);
	if (!out->texts)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->items[i].n_values; k++)
			if (!strcmp(list->items[i].values[k].id, row->field.id))
				out->texts[out->n++] = list->items[i].values[k].texts[0];
	if (!out->n)
		out->texts = NULL;
	return CHISO_OK;
}

static int is_pass(const struct indicator_spec *spec, size_t param)
{
	for (size_t i = 0; i < spec->n_passes; i++)
		if (spec->passes[i].param == param)
			return 1;
	return 0;
}

int indicator_set_params(struct chiso_project *project, struct indicator_spec *spec,
                         const struct given_param *given)
{
	int status = CHISO_OK;

	for (size_t s = 0; s < spec->n_sets; s++)
		for (size_t i = 0; i < spec->use->n_params && !status; i++) {
			struct given_param one = given[i];

			if (is_pass(spec, i))
				continue;
			if (!one.texts && spec->sets[s].standard)
				status = standard_says(project, spec, spec->sets[s].standard, i,
				                       &one);
			if (!status)
				status = indicator_set_param(project, spec, &spec->sets[s], i,
				                             &one);
		}
	return status;
}
