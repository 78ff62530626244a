/* SPDX-License-Identifier: MIT */
/* What results are about. */
#include "run/run.h"

#include "base/context.h"
#include "project/project.h"

#include <string.h>

static void list_key(struct chiso_about *about, const char *name)
{
	const char **keys = (const char **)about->keys;
	uint32_t at = 0;

	while (at < about->n_keys && strcmp(keys[at], name))
		at++;
	if (at == about->n_keys)
		keys[about->n_keys++] = name;
}

/* The breakdowns and axes of an indicator. */
static void list_keys(struct chiso_about *about, const struct indicator_spec *spec)
{
	const struct chiso_output *output;

	if (spec->is_hidden)
		return;
	for (size_t b = 0; b < spec->n_by; b++)
		for (size_t k = 0; k < spec->by[b].n; k++)
			list_key(about, spec->by[b].items[k]);
	for (size_t i = 0; spec->use && (output = chiso_output_at(spec->use, i)); i++)
		for (int k = 0; k < 2; k++)
			if (output->axis[k] && indicator_gives(spec, (uint32_t)i))
				list_key(about, chiso_axis_at(spec->use, output->axis[k] - 1u)->field.id);
}

/* Whether it has a total, and breakdowns that are parts of it. */
static int has_shares(const struct indicator_spec *spec)
{
	int has_total = 0, has_parts = 0;

	for (size_t b = 0; spec->use && b < spec->n_by; b++) {
		has_total |= !spec->by[b].n;
		has_parts |= spec->by[b].n != 0;
	}
	return has_total && has_parts && !spec->is_hidden;
}

int describe(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	struct chiso_about *about = &results->about;
	size_t room = 0;

	about->size = sizeof *about;
	about->title = words_in(project->title, lang);
	if (!about->title)
		about->title = project->n_indicators ? project->indicators[0].id : "";
	about->lang = lang;
	if (project->document) {
		about->document_title = words_in(project->document->title, lang);
		about->document_date = project->document->date;
		about->document_status = project->document->status;
	}
	about->has_boundaries = project->has_lineage;
	for (size_t i = 0; i < project->n_datasets; i++) {
		about->has_boundaries |= project->datasets[i].n_coding > 0;
		about->synthetic |= project->datasets[i].synthetic;
		about->has_design |= project->datasets[i].design.is_there;
	}
	for (size_t i = 0; i < project->n_indicators; i++) {
		about->has_shares |= has_shares(&project->indicators[i]);
		for (size_t b = 0; b < project->indicators[i].n_by; b++)
			room += project->indicators[i].by[b].n;
		if (project->indicators[i].use)
			room += project->indicators[i].use->n_axes;
	}
	about->keys = arena_new(&results->arena, room, sizeof *about->keys);
	if (!about->keys)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < project->n_indicators; i++)
		list_keys(about, &project->indicators[i]);
	return CHISO_OK;
}
