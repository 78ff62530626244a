/* SPDX-License-Identifier: MIT */
/* Samples in a project file: how a dataset's records were drawn, and an indicator's intervals. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

static void read_fpc(struct chiso_project *project, struct design_spec *design,
                     struct json_node *node)
{
	struct json_node *fpc = json_get(project->json, node, "fpc");
	struct names names = fpc ? project_names_of(project, fpc) : (struct names){0};

	if (names.n > 2 || (json_kind(fpc) == JSON_ARRAY && fpc && !json_count(fpc))) {
		json_expected(project->json, fpc, MSG_WANT_FPC);
		return;
	}
	for (size_t i = 0; i < names.n; i++) {
		design->fpc[i] = (struct binding){.source = names.items[i],
		                                  .place = names.places[i]};
		design->fpc[i].place.column++; /* behind the quote */
	}
	design->n_fpc = names.n;
}

static void read_lonely(struct chiso_project *project, struct design_spec *design,
                        struct json_node *node)
{
	static const char *const kinds[LONELY_KINDS] = {[LONELY_FAIL] = "fail",
	                                                [LONELY_REMOVE] = "remove",
	                                                [LONELY_ADJUST] = "adjust",
	                                                [LONELY_CERTAINTY] = "certainty"};
	const char *text = json_get_string(project->json, node, "lonely_psu");

	for (int i = 0; text && i < LONELY_KINDS; i++)
		if (!strcmp(text, kinds[i])) {
			design->lonely = (enum lonely)i;
			return;
		}
	if (text)
		json_expected(project->json, json_get(project->json, node, "lonely_psu"),
		              MSG_WANT_LONELY);
}

/* Stages that do not fit together. */
static void check_stages(struct chiso_project *project, const struct design_spec *design,
                         struct json_node *node)
{
	struct json *json = project->json;
	struct place place = json_place(json, json_get(json, node, "fpc"));

	if ((design->ssu.source || design->n_fpc == 2) && !design->psu.source)
		json_missing(json, node, "psu");
	if (design->n_fpc == 2 && !design->ssu.source)
		json_missing(json, node, "ssu");
	if (design->n_fpc == 1 && design->ssu.source)
		report(project->context, MSG_FPC_ONE_STAGE, place, design->fpc[0].source);
}

void project_read_design(struct chiso_project *project, struct dataset_spec *dataset,
                         struct json_node *node)
{
	struct json_node *member = json_get_object(project->json, node, "design");
	struct design_spec *design = &dataset->design;

	if (!member)
		return;
	design->is_there = 1;
	design->place = json_place(project->json, member);
	design->stratum = project_binding(project, member, "stratum");
	design->psu = project_binding(project, member, "psu");
	design->ssu = project_binding(project, member, "ssu");
	read_fpc(project, design, member);
	read_lonely(project, design, member);
	check_stages(project, design, member);
	if (dataset->frequency.source)
		report(project->context, MSG_DESIGN_FREQUENCY, dataset->frequency.place,
		       dataset->frequency.source);
	json_unknown_keys(project->json, member);
}

void indicator_read_interval(struct chiso_project *project, struct indicator_spec *spec,
                           struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *confidence = json_get(json, node, "confidence");
	struct json_node *interval = json_get(json, node, "interval");
	const char *kind = json_get_string(json, node, "interval");

	spec->confidence = json_get_number(json, node, "confidence", 0.95);
	if (!(spec->confidence >= 0.5 && spec->confidence <= 0.9999))
		json_expected(json, confidence, MSG_WANT_CONFIDENCE);
	spec->is_logit = kind && !strcmp(kind, "logit");
	if (kind && !spec->is_logit && strcmp(kind, "plain"))
		json_expected(json, interval, MSG_WANT_INTERVAL);
	for (uint32_t i = 0; i < spec->n_sources; i++)
		if (!spec->sources[i] || spec->sources[i]->design.is_there)
			return;
	if ((confidence || interval) && spec->n_sources)
		report(project->context, MSG_INTERVAL_WITHOUT_DESIGN,
		       json_place(json, confidence ? confidence : interval),
		       confidence ? "confidence" : "interval", spec->sources[0]->id);
}
