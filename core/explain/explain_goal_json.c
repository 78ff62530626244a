/* SPDX-License-Identifier: MIT */
/* A goal and its rows for programs, after schema/explain.schema.json. */
#include "explain/explain_goal.h"

#include "base/code.h"
#include "base/context.h"
#include "project/adjustment.h"
#include "write/write_json.h"

#include <string.h>

static void write_document(struct json_out *json, const struct document *document, const char *lang)
{
	if (!document) {
		json_out_text(json, "document", NULL);
		return;
	}
	json_out_open(json, "document", "{");
	json_out_text(json, "id", document->id);
	json_out_text(json, "title", words_in(document->title, lang));
	json_out_text(json, "authority", words_in(document->authority, lang));
	json_out_text(json, "date", document->date);
	json_out_text(json, "status", document->status);
	json_out_text(json, "source", document->source);
	json_out_finish(json, "}");
}

void goal_json_begin(struct tree *tree, const struct goal_spec *goal)
{
	const char *lang = tree->results->context->lang;
	struct json_out *json = &tree->json;

	json_out_begin(json, "\n{");
	json_out_text(json, "goal", goal->id);
	json_out_text(json, "title", words_in(goal->title, lang));
	json_out_text(json, "domain", goal->domain);
	json_out_text(json, "words", goal->words);
	json_out_text(json, "owner", goal->owner);
	json_out_text(json, "note", words_in(goal->note, lang));
	write_document(json, goal->document, lang);
	json_out_open(json, "rows", "[");
}

/* ---- a row ----------------------------------------------------------------------------------- */

static void write_about(struct json_out *json, const struct judgement *j)
{
	const struct row_spec *row = j->judged.board->row;
	const struct chiso_assessment *a = &j->a;

	json_out_text(json, "title", a->title);
	json_out_text(json, "indicator", a->indicator);
	json_out_text(json, "output", a->output);
	json_out_text(json, "unit", a->unit);
	json_out_text(json, "unit_name", a->unit_name);
	json_out_text(json, "unit_measure", a->unit_measure);
	json_out_open(json, "keys", "{");
	for (size_t i = 0; row && i < row->n_by; i++)
		json_out_text(json, row->by[i].name, row->by[i].source);
	json_out_finish(json, "}");
	assessment_write_target(json, a);
	json_out_text(json, "owner", a->owner);
	json_out_number(json, "weight", a->weight);
	write_document(json, j->document, j->results->context->lang);
}

static void write_verdict(struct json_out *json, const struct judgement *j)
{
	static const char *const rules[N_RULES] = {
		[RULE_NO_INDICATOR] = "no_indicator",
		[RULE_NO_DATA] = "no_data",
		[RULE_NO_TARGET] = "no_target",
		[RULE_MET] = "met",
		[RULE_NEAR_LIMIT] = "near_limit",
		[RULE_DATE_PAST] = "date_past",
		[RULE_NOT_DUE] = "not_due",
		[RULE_CUTOFF] = "cut_off",
		[RULE_BELOW] = "below_cut_offs",
		[RULE_AWAY] = "away_from_target",
		[RULE_MET_SO_FAR] = "met_so_far",
		[RULE_UNMET_SO_FAR] = "not_met_so_far",
		[RULE_OVER] = "over_the_limit",
		[RULE_NOT_YET_MET] = "not_yet_met",
		[RULE_OPEN] = "open",
	};
	const struct row_spec *row = j->judged.board->row;

	json_out_text(json, "judged_as_of", j->as_of);
	json_out_code(json, "verdict", code_verdict(j->a.verdict));
	json_out_code(json, "rule", rules[j->rule]);
	json_out_text(json, "why", j->a.why);
	json_out_text(json, "needs", j->a.needs);
	json_out_text(json, "note",
	              row ? words_in(row->note, j->results->context->lang) : NULL);
}

/* ---- figures --------------------------------------------------------------------------------- */

static void write_value(struct json_out *json, const struct chiso_cell *cell)
{
	int is_there = cell->value.type == CHISO_F64;

	json_out_value(json, "value", &cell->value);
	json_out_code(json, "reason", chiso_reason_word(cell->value.reason));
	json_out_code(json, "bound", is_there ? code_bound(cell->bound) : "");
}

static void write_current(struct json_out *json, const struct chiso_assessment *a)
{
	json_out_open(json, "current", "{");
	json_out_text(json, "period", a->current.period);
	write_value(json, &a->current);
	json_out_finish(json, "}");
}

static void write_baseline(struct json_out *json, const struct judgement *j)
{
	static const char *const from[] = {[BASELINE_FIRST] = "first_value",
	                                   [BASELINE_NAMED] = "named",
	                                   [BASELINE_BREAK] = "behind_break",
	                                   [BASELINE_PERIOD] = "first_period"};
	const struct chiso_point *base = j->trail.base;

	if (!base) {
		json_out_text(json, "baseline", NULL);
		return;
	}
	json_out_open(json, "baseline", "{");
	json_out_text(json, "period", base->period);
	json_out_number(json, "value", base->value);
	json_out_code(json, "bound", code_bound(base->bound));
	json_out_code(json, "from", from[j->trail.from]);
	json_out_finish(json, "}");
}

static void write_series(struct json_out *json, const struct judgement *j)
{
	uint32_t point = 0;

	json_out_open(json, "series", "[");
	for (size_t i = 0; i < j->series.n; i++) {
		const struct chiso_cell cell =
			cells_get(&j->results->cells, j->series.entries[i].at);
		int is_point = cell.value.type == CHISO_F64;

		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "period", cell.period);
		write_value(json, &cell);
		json_out_truth(json, "break",
		               is_point ? j->a.points[point].is_break : cell.is_break);
		json_out_truth(json, "adjusted", cell.n_adjustments > 0);
		json_out_finish(json, "}");
		point += (uint32_t)is_point;
	}
	json_out_finish(json, "]");
	adjustments_write(json, j->a.adjustments, j->a.n_adjustments);
}

/* ---- working --------------------------------------------------------------------------------- */

/* The number that was graded and the cut-off that it reaches; null: another rule decided. */
static void write_grade(struct json_out *json, const struct judgement *j)
{
	const struct progress_grade *grade = &j->trail.answer.grade;

	if (!grade->is_there) {
		json_out_text(json, "graded", NULL);
		return;
	}
	json_out_open(json, "graded", "{");
	json_out_number(json, "value", grade->number);
	json_out_text(json, "cut_off", grade->cutoff);
	if (grade->cutoff)
		json_out_number(json, "at_least",
		                standard_number(j->trail.standard, grade->cutoff));
	json_out_code(json, "verdict", code_verdict(grade->verdict));
	json_out_finish(json, "}");
}

static void write_step(struct json_out *json, const struct step *step, const char *lang,
                       struct arena *arena)
{
	static const char *const roundings[] = {[ROUND_NOT] = "",
	                                        [ROUND_15_DIGITS] = "significant_digits_15",
	                                        [ROUND_10_DECIMALS] = "decimals_10"};
	const char *filled = step_filled(step, lang, arena);

	if (!filled)
		sink_text(json->sink, NULL);
	json_out_separate(json);
	json_out_begin(json, "{");
	json_out_text(json, "id", step->id);
	json_out_text(json, "formula", step->formula);
	json_out_open(json, "with", "{");
	for (size_t i = 0; i < step->n_names; i++)
		json_out_number(json, step->names[i].name, step->names[i].value);
	json_out_finish(json, "}");
	if (step->n_values) {
		json_out_open(json, "values", "[");
		for (size_t i = 0; i < step->n_values; i++) {
			json_out_separate(json);
			json_out_bare_number(json, step->values[i]);
		}
		json_out_finish(json, "]");
	}
	json_out_text(json, "filled", filled);
	json_out_number(json, "value", step->value);
	json_out_code(json, "rounding", roundings[step->rounding]);
	if (step->beside) {
		json_out_text(json, "beside", step->beside->id);
		json_out_code(json, "status", code_evidence(standard_status(step->beside)));
	}
	json_out_finish(json, "}");
}

static void write_working(struct json_out *json, const struct judgement *j)
{
	const char *lang = j->results->context->lang;

	if (j->trail.standard && j->a.method)
		standard_write(json, "method", j->trail.standard, NULL, lang);
	else
		json_out_text(json, "method", NULL);
	write_grade(json, j);
	json_out_open(json, "steps", "[");
	for (size_t i = 0; i < j->steps.n; i++)
		write_step(json, &j->steps.list[i], lang, j->judged.scratch);
	json_out_finish(json, "]");
}

static void write_outcome(struct json_out *json, const struct judgement *j)
{
	const struct chiso_assessment *a = &j->a;

	json_out_value(json, "rate", &a->rate);
	json_out_value(json, "rate_needed", &a->rate_needed);
	json_out_value(json, "ratio", &a->ratio);
	json_out_value(json, "projected", &a->projected);
	json_out_code(json, "projection", code_projection(a->projection));
	json_out_value(json, "gap", &a->gap);
	json_out_value(json, "change_needed", &a->change_needed);
	json_out_text(json, "first_met", a->first_met);
	assessment_write_aspect(json, a);
}

enum { MOST_COMPARED = 100 }; /* of units: each row of a level has the others */

static void write_peers(struct json_out *json, const struct judgement *j)
{
	static const char *const stands[] = {[PEER_BEFORE] = "before", [PEER_OPEN] = "open",
	                                     [PEER_EQUAL] = "equal", [PEER_BEHIND] = "behind"};
	const struct units *units = &j->results->project->units;

	if (!j->trail.ranking)
		return;
	json_out_open(json, "compared", "[");
	for (size_t i = 0; i < j->n_peers && i < MOST_COMPARED; i++) {
		const struct peer *peer = j->peers[i].peer;
		const struct unit *unit = &units->list[peer->unit];
		struct chiso_cell cell = {.value.reason = CHISO_REASON_NOT_REPORTED};

		if (peer->cell) {
			cell.value = cells_value(peer->cell->value, peer->cell->no_value);
			cell.bound = peer->cell->bound;
		}
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "unit", unit->code);
		json_out_text(json, "unit_name", unit_name(unit, j->results->context->lang));
		write_value(json, &cell);
		json_out_code(json, "stands", stands[j->peers[i].stands]);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

int goal_json_row(struct tree *tree, const struct judgement *j)
{
	struct json_out *json = &tree->json;
	int status = CHISO_OK;

	json_out_separate(json);
	json_out_begin(json, "\n{");
	write_about(json, j);
	write_verdict(json, j);
	write_current(json, &j->a);
	write_baseline(json, j);
	write_series(json, j);
	write_working(json, j);
	write_outcome(json, j);
	write_peers(json, j);
	json_out_open(json, "values", "[");
	for (size_t i = 0; i < j->series.n && !status; i++)
		status = tree_write(tree, j->series.entries[i].at);
	json_out_finish(json, "]");
	json_out_finish(json, "}");
	return status;
}
