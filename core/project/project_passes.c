/* SPDX-License-Identifier: MIT */
/* Parameters that are results: 60 % of the median income, which is found first. */
#include "project/project.h"

#include "base/context.h"
#include "derived/derived.h"

#include <math.h>
#include <string.h>

int indicator_read_pass(struct chiso_project *project, struct indicator_spec *spec, size_t param,
                        struct json_node *node)
{
	struct json *json = project->json;
	struct pass_param *pass;

	if (!spec->passes) {
		spec->passes = arena_new(&project->arena, spec->use->n_params, sizeof *spec->passes);
		if (!spec->passes)
			return CHISO_ENOMEM;
	}
	pass = &spec->passes[spec->n_passes++];
	*pass = (struct pass_param){.param = param, .place = json_place(json, node)};
	pass->from_id = json_get_string(json, node, "from");
	if (!json_get(json, node, "from"))
		json_missing(json, node, "from");
	else
		pass->place = json_place(json, json_get(json, node, "from"));
	pass->level = json_get_string(json, node, "level");
	pass->times = json_get_number(json, node, "times", 1);
	if (chiso_param_at(spec->use, param)->field.type != CHISO_F64)
		report(project->context, MSG_PASS_NOT_A_NUMBER, json_place(json, node),
		       chiso_param_at(spec->use, param)->field.id, spec->use->id);
	json_unknown_keys(json, node);
	return CHISO_OK;
}

static void find_output(struct chiso_project *project, struct pass_param *pass)
{
	const char *dot = strchr(pass->from_id, '.');
	size_t n = dot ? (size_t)(dot - pass->from_id) : strlen(pass->from_id);
	const struct indicator_spec *from = project_indicator(project, pass->from_id, n);
	const char *id = arena_text(&project->arena, pass->from_id, n);
	struct nearest near = nearest_to(id ? id : "");
	const struct chiso_output *output;

	for (size_t i = 0; !from && i < project->n_indicators; i++)
		nearest_offer(&near, project->indicators[i].id);
	if (!from && near.best)
		report(project->context, MSG_NO_SUCH_PROJECT_INDICATOR_NEAR, pass->place,
		       pass->from_id, near.best);
	else if (!from)
		report(project->context, MSG_NO_SUCH_PROJECT_INDICATOR, pass->place, pass->from_id);
	if (!from || !from->use)
		return;
	if (from->use == &derived_use) {
		report(project->context, MSG_PASS_FROM_DERIVED, pass->place, pass->from_id);
		return;
	}
	near = nearest_to(dot ? dot + 1 : "");
	for (uint32_t i = 0; (output = chiso_output_at(from->use, i)); i++) {
		nearest_offer(&near, output->field.id);
		if (dot ? strcmp(output->field.id, dot + 1) : from->use->n_outputs > 1)
			continue;
		pass->from = from;
		pass->output = i;
		if (!indicator_gives(from, i))
			report(project->context, MSG_OUTPUT_LEFT_OUT, pass->place,
			       output->field.id, from->id);
		if (pass->level && !indicator_has_level(from, pass->level))
			report(project->context, MSG_LEVEL_LEFT_OUT, pass->place, pass->level,
			       from->id);
		if (output->axis[0] || output->axis[1])
			report(project->context, MSG_PASS_ALONG_AXIS, pass->place, pass->from_id);
		return;
	}
	report(project->context, MSG_NO_SUCH_OUTPUT, pass->place, pass->from_id, from->use->id,
	       near.best ? near.best : chiso_output_at(from->use, 0)->field.id);
}

/* The results that it takes must be there without a breakdown. */
static void check_total(struct chiso_project *project, const struct pass_param *pass)
{
	for (size_t i = 0; i < pass->from->n_by; i++)
		if (!pass->from->by[i].n)
			return;
	report(project->context, MSG_PASS_NO_TOTAL, pass->place, pass->from->id);
}

/* Whether an indicator leads back to the first one; a chain is no longer than there are indicators. */
static int leads_back(const struct indicator_spec *spec, const struct indicator_spec *to, size_t left)
{
	if (!left)
		return 0;
	for (size_t i = 0; i < spec->n_passes; i++)
		if (spec->passes[i].from &&
		    (spec->passes[i].from == to || leads_back(spec->passes[i].from, to, left - 1)))
			return 1;
	return 0;
}

static void check_levels(struct chiso_project *project, const struct indicator_spec *spec)
{
	for (size_t i = 1; i < spec->n_passes; i++) {
		const char *a = spec->passes[0].level, *b = spec->passes[i].level;

		if (a && b ? !strcmp(a, b) : a == b)
			continue;
		report(project->context, MSG_PASS_LEVELS, spec->passes[i].place, spec->id);
		return;
	}
}

void project_link_passes(struct chiso_project *project)
{
	for (size_t i = 0; i < project->n_indicators; i++) {
		struct indicator_spec *spec = &project->indicators[i];

		for (size_t k = 0; k < spec->n_passes; k++) {
			struct pass_param *pass = &spec->passes[k];

			if (pass->from_id)
				find_output(project, pass);
			if (pass->from)
				check_total(project, pass);
		}
	}
	for (size_t i = 0; i < project->n_indicators; i++) {
		struct indicator_spec *spec = &project->indicators[i];

		check_levels(project, spec);
		if (!leads_back(spec, spec, project->n_indicators))
			continue;
		report(project->context, MSG_PASS_CYCLE, spec->passes[0].place, spec->id);
		spec->n_passes = 0;
	}
}
