/* SPDX-License-Identifier: MIT */
/* What a target is about, if not the value at a date: a mean growth, a mean, a rank. */
#include "base/context.h"
#include "derived/panel.h"
#include "project/progress.h"
#include "project/project.h"

#include <math.h>
#include <string.h>

static int is_none(struct period period)
{
	return period.first > period.last;
}

/* "from" and "to"; 0: reported as not what was expected. */
static int read_span(struct chiso_project *project, struct target_spec *target,
                     struct json_node *span)
{
	target->from = project_period(project, span, "from");
	target->to = project_period(project, span, "to");
	return !is_none(target->from) && !is_none(target->to) &&
	       target->to.last > target->from.last;
}

static void read_growth(struct chiso_project *project, struct target_spec *target,
                        struct json_node *node, struct json_node *growth)
{
	struct json *json = project->json;

	target->aspect = CHISO_ASPECT_MEAN_GROWTH;
	if (!read_span(project, target, growth))
		json_expected(json, growth, MSG_WANT_GROWTH);
	json_unknown_keys(json, growth);
	if (target->method != PROGRESS_GROWTH_RATIO && json_get(json, node, "method"))
		report(project->context, MSG_METHOD_OF_GROWTH,
		       json_place(json, json_get(json, node, "method")), "");
	target->method = PROGRESS_GROWTH_RATIO;
}

enum { MOST_PERIODS = 1200 }; /* of a mean: a century of months */

/* Whether steps of the first period's length come to the last one. */
static int comes_to(struct period from, struct period to)
{
	for (int i = 0; i < MOST_PERIODS && !is_none(from) && from.last <= to.last; i++) {
		if (!period_compare(from, to))
			return 1;
		from = period_step(from, 1);
	}
	return 0;
}

/* A geometric mean is one of growth rates, which are in per cent. */
static void check_geometric(struct chiso_project *project, const struct row_spec *row,
                            struct json_node *node)
{
	const struct chiso_output *output;
	const char *unit;

	if (!row->indicator || !row->indicator->use)
		return;
	output = chiso_output_at(row->indicator->use, row->output);
	unit = output->field.unit ? output->field.unit : row->indicator->unit_measure;
	if (!unit || strcmp(unit, "%"))
		report(project->context, MSG_GEOMETRIC_OF_RATES, json_place(project->json, node),
		       row->indicator_id, unit ? unit : "1");
}

static void read_mean(struct chiso_project *project, const struct row_spec *row,
                      struct target_spec *target, struct json_node *mean)
{
	struct json *json = project->json;
	const char *kind = json_get_string(json, mean, "mean");
	struct json_node *place = json_get(json, mean, "mean");

	target->aspect = CHISO_ASPECT_MEAN;
	if (!read_span(project, target, mean) || !comes_to(target->from, target->to))
		json_expected(json, mean, MSG_WANT_MEAN);
	if (kind && !strcmp(kind, "geometric")) {
		target->aspect = CHISO_ASPECT_GEOMETRIC_MEAN;
		check_geometric(project, row, place);
	} else if (kind && strcmp(kind, "arithmetic")) {
		json_expected(json, place, MSG_WANT_KIND_OF_MEAN);
	}
	json_unknown_keys(json, mean);
}

/* ---- ranks ---- */

static void read_peers(struct chiso_project *project, struct target_spec *target,
                       struct json_node *rank)
{
	struct json *json = project->json;
	struct json_node *among = json_get(json, rank, "among");
	const char *word = json_kind(among) == JSON_STRING ? json_string(among) : NULL;
	int has_file = !project->units.implicit && project->units.n;

	if (json_kind(among) == JSON_ARRAY && json_count(among) > 1) {
		target->among = AMONG_LISTED;
		target->peers = project_names_of(project, among);
		for (size_t i = 0; has_file && i < target->peers.n; i++)
			units_has_code(&project->units, project->context, target->peers.places[i],
			               target->peers.items[i]);
		return;
	}
	if (word && !strcmp(word, "parent"))
		target->among = AMONG_SIBLINGS;
	else if (among && (!word || strcmp(word, "level")))
		json_expected(json, among, MSG_WANT_PEERS);
	if (project->units.implicit)
		json_expected(json, among ? among : rank, MSG_WANT_PEERS_LISTED);
}

/* Which value is first: what the project says, else what is better. */
static void read_order(struct chiso_project *project, const struct row_spec *row,
                       struct target_spec *target, struct json_node *rank)
{
	struct json_node *node = json_get(project->json, rank, "first");
	const char *first = node ? json_get_string(project->json, rank, "first") : NULL;

	if (!node && row->indicator && row->indicator->use) {
		target->order = row->indicator->use->direction;
		if (!target->order)
			report(project->context, MSG_RANK_WITHOUT_ORDER,
			       json_place(project->json, rank), row->indicator_id);
	} else if (first && !strcmp(first, "highest")) {
		target->order = 1;
	} else if (first && !strcmp(first, "lowest")) {
		target->order = -1;
	} else if (first) {
		json_expected(project->json, node, MSG_WANT_FIRST);
	}
}

static int is_place(double x)
{
	return x >= 1 && x == floor(x);
}

static void read_rank(struct chiso_project *project, const struct row_spec *row,
                      struct target_spec *target, struct json_node *node, struct json_node *rank)
{
	int are_places = target->of || is_place(target->value);

	target->aspect = CHISO_ASPECT_RANK;
	read_peers(project, target, rank);
	read_order(project, row, target, rank);
	json_unknown_keys(project->json, rank);
	for (size_t i = 0; i < target->n_of; i++)
		are_places &= is_place(target->of[i].value);
	if (target->kind == CHISO_BETWEEN)
		are_places &= is_place(target->upper);
	if (target->kind && target->kind != CHISO_YES && target->kind != CHISO_NO && !are_places)
		json_expected(project->json, node, MSG_WANT_PLACES);
}

/* ---- which of them ---- */

void target_read_aspect(struct chiso_project *project, const struct row_spec *row,
                        struct target_spec *target, struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *growth = json_get_object(json, node, "mean_growth");
	struct json_node *mean = json_get_object(json, node, "mean_over");
	struct json_node *rank = json_get_object(json, node, "rank");
	struct json_node *method = json_get(json, node, "method");

	target->from = target->to = (struct period){1, 0};
	if (!growth && !mean && !rank)
		return;
	if (!!growth + !!mean + !!rank > 1 || ((growth || mean) && json_get(json, node, "by")))
		report(project->context, MSG_TARGET_OF_TWO_TIMES, json_place(json, node), "");
	if (growth)
		read_growth(project, target, node, growth);
	if (mean)
		read_mean(project, row, target, mean);
	if (rank)
		read_rank(project, row, target, node, rank);
	if (method && !growth)
		report(project->context, MSG_METHOD_OF_MEAN, json_place(json, method), "");
	if (target->kind == CHISO_YES || target->kind == CHISO_NO)
		json_expected(json, node, MSG_WANT_TARGET_NUMBER);
}
