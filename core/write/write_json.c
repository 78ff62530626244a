/* SPDX-License-Identifier: MIT */
/* Results as JSON, a value or assessment a line, after schema/results.schema.json. */
#include "write/write_json.h"

#include "assess/summary.h"
#include "base/code.h"
#include "project/adjustment.h"
#include "project/mapping.h"
#include "run/provenance.h"

/* ---- Results --------------------------------------------------------------------------------- */

/* What a figure from a sample is worth. */
static void write_estimate(struct json_out *json, const struct chiso_cell *cell)
{
	json_out_value(json, "se", &cell->se);
	json_out_code(json, "se_reason", chiso_reason_word(cell->se.reason));
	json_out_value(json, "ci_low", &cell->ci_low);
	json_out_value(json, "ci_high", &cell->ci_high);
	json_out_number(json, "confidence", cell->confidence);
	json_out_value(json, "deff", &cell->deff);
	json_out_count(json, "df", cell->df);
	json_out_count(json, "n_psu", cell->n_psu);
	json_out_count(json, "n_strata", cell->n_strata);
}

/* What a figure is, which results and assessments share. */
static void write_figure(struct json_out *json, const struct chiso_cell *cell)
{
	int there = cell->value.type == CHISO_F64;

	json_out_value(json, "value", &cell->value);
	json_out_code(json, "reason", chiso_reason_word(cell->value.reason));
	json_out_code(json, "bound", there ? code_bound(cell->bound) : "");
	json_out_value(json, "numerator", &cell->numerator);
	json_out_value(json, "denominator", &cell->denominator);
	json_out_known_count(json, "n_used", cell->n_used, !cell_is_suppressed(cell));
	json_out_known_count(json, "n_seen", cell->n_seen, !cell_is_suppressed(cell));
	json_out_count(json, "reporting", cell->reporting);
	json_out_count(json, "expected", cell->expected);
	if (cell->periods_expected) {
		json_out_count(json, "periods_reporting", cell->periods_reporting);
		json_out_count(json, "periods_expected", cell->periods_expected);
	}
	json_out_code(json, "status", code_status(cell->status));
	json_out_code(json, "evidence", code_evidence(cell->evidence));
	json_out_truth(json, "break", cell->is_break);
	json_out_truth(json, "rolled_up", cell->rolled_up);
	json_out_truth(json, "synthetic", cell->synthetic);
	json_out_strings(json, "sources", cell->sources, cell->n_sources);
	json_out_strings(json, "notes", cell->notes, cell->n_notes);
	if (cell->boundaries) {
		json_out_text(json, "boundaries", cell->boundaries);
		json_out_code(json, "boundaries_by", code_boundaries(cell->boundaries_by));
	}
	adjustments_write(json, cell->adjustments, cell->n_adjustments);
	if (cell->confidence > 0)
		write_estimate(json, cell);
}

static void write_cell(struct json_out *json, const struct chiso_cell *cell)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "indicator", cell->indicator);
	json_out_text(json, "use", cell->use);
	json_out_count(json, "version", cell->version);
	json_out_text(json, "standard", cell->standard);
	json_out_text(json, "title", cell->title);
	json_out_text(json, "output", cell->output);
	json_out_text(json, "output_title", cell->output_title);
	json_out_text(json, "unit_measure", cell->unit_measure);
	json_out_text(json, "unit", cell->unit);
	json_out_text(json, "unit_name", cell->unit_name);
	json_out_text(json, "level", cell->level);
	json_out_text(json, "period", cell->period);
	json_out_open(json, "keys", "{");
	for (size_t i = 0; i < cell->n_keys; i++)
		json_out_text(json, cell->keys[i], cell->key_values[i]);
	json_out_finish(json, "}");
	write_figure(json, cell);
	if (cell->numerator_share.type == CHISO_F64)
		json_out_value(json, "numerator_share", &cell->numerator_share);
	if (cell->denominator_share.type == CHISO_F64)
		json_out_value(json, "denominator_share", &cell->denominator_share);
	json_out_finish(json, "}");
}

/* An object, or null where there is none: whether its members follow. */
static int open_or_null(struct json_out *json, const char *name, int is_there)
{
	if (is_there) {
		json_out_open(json, name, "{");
	} else {
		json_out_key(json, name);
		sink_text(json->sink, "null");
	}
	return is_there;
}

/* ---- Scoreboard ------------------------------------------------------------------------------ */

void assessment_write_target(struct json_out *json, const struct chiso_assessment *a)
{
	if (!open_or_null(json, "target", a->target != CHISO_TARGET_NONE))
		return;
	json_out_code(json, "kind", code_target(a->target));
	if (a->target != CHISO_YES && a->target != CHISO_NO)
		json_out_number(json, "value", a->target_value);
	if (a->target == CHISO_BETWEEN)
		json_out_number(json, "upper", a->target_upper);
	json_out_text(json, "period", a->target_period);
	json_out_code(json, "aspect", code_aspect(a->aspect));
	json_out_truth(json, "mean_growth", a->is_mean_growth);
	json_out_text(json, "set", a->set);
	json_out_finish(json, "}");
}

static void write_current(struct json_out *json, const struct chiso_cell *now)
{
	json_out_open(json, "current", "{");
	json_out_text(json, "period", now->period);
	write_figure(json, now);
	json_out_finish(json, "}");
}

static void write_series(struct json_out *json, const struct chiso_assessment *a)
{
	json_out_open(json, "series", "[");
	for (size_t i = 0; i < a->n_points; i++) {
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "period", a->points[i].period);
		json_out_number(json, "value", a->points[i].value);
		json_out_code(json, "bound", code_bound(a->points[i].bound));
		json_out_truth(json, "break", a->points[i].is_break);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_document(struct json_out *json, const char *id, const char *title,
                           const char *date, const char *status)
{
	if (!open_or_null(json, "document", title != NULL))
		return;
	if (id)
		json_out_text(json, "id", id);
	json_out_text(json, "title", title);
	json_out_text(json, "date", date);
	json_out_text(json, "status", status);
	json_out_finish(json, "}");
}

void assessment_write_aspect(struct json_out *json, const struct chiso_assessment *a)
{
	if (a->periods_expected) {
		json_out_value(json, "mean", &a->mean);
		json_out_value(json, "mean_needed", &a->mean_needed);
		json_out_count(json, "periods", a->n_periods);
		json_out_count(json, "periods_expected", a->periods_expected);
	}
	if (a->rank) {
		json_out_count(json, "rank", a->rank);
		json_out_count(json, "rank_worst", a->rank_worst);
		json_out_count(json, "peers", a->n_peers);
		json_out_count(json, "peers_ranked", a->n_ranked);
	}
	if (!a->n_standings)
		return;
	json_out_open(json, "as_of", "{");
	for (uint32_t i = 0; i < a->n_standings; i++)
		json_out_code(json, a->standings[i].as_of, code_verdict(a->standings[i].verdict));
	json_out_finish(json, "}");
}

static void write_assessment(struct json_out *json, const struct chiso_assessment *a)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "goal", a->goal);
	json_out_text(json, "goal_title", a->goal_title);
	json_out_text(json, "domain", a->domain);
	json_out_text(json, "title", a->title);
	json_out_text(json, "words", a->words);
	write_document(json, a->document, a->document_title, a->document_date, a->document_status);
	json_out_text(json, "indicator", a->indicator);
	json_out_text(json, "output", a->output);
	json_out_text(json, "unit", a->unit);
	json_out_text(json, "unit_name", a->unit_name);
	json_out_text(json, "unit_measure", a->unit_measure);
	assessment_write_target(json, a);
	write_current(json, &a->current);
	write_series(json, a);
	json_out_code(json, "verdict", code_verdict(a->verdict));
	json_out_text(json, "why", a->why);
	json_out_text(json, "needs", a->needs);
	json_out_text(json, "note", a->note);
	json_out_text(json, "method", a->method);
	json_out_value(json, "rate", &a->rate);
	json_out_value(json, "rate_needed", &a->rate_needed);
	json_out_value(json, "ratio", &a->ratio);
	json_out_value(json, "projected", &a->projected);
	json_out_value(json, "change_needed", &a->change_needed);
	json_out_text(json, "owner", a->owner);
	json_out_number(json, "weight", a->weight);
	json_out_text(json, "baseline", a->baseline);
	json_out_value(json, "baseline_value", &a->baseline_value);
	json_out_value(json, "gap", &a->gap);
	json_out_code(json, "projection", code_projection(a->projection));
	json_out_text(json, "first_met", a->first_met);
	assessment_write_aspect(json, a);
	adjustments_write(json, a->adjustments, a->n_adjustments);
	json_out_finish(json, "}");
}

static void write_group(struct json_out *json, const struct chiso_summary *summary)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "by", code_summary(summary->by));
	json_out_text(json, "id", summary->id);
	json_out_text(json, "title", summary->title);
	if (summary->as_of)
		json_out_text(json, "as_of", summary->as_of);
	json_out_count(json, "targets", summary->n_targets);
	json_out_count(json, "judged", summary->n_judged);
	json_out_count(json, "on_track", summary->n_on_track);
	json_out_count(json, "open", summary->n_open);
	json_out_value(json, "share", &summary->share);
	json_out_value(json, "weighted_share", &summary->weighted_share);
	json_out_finish(json, "}");
}

/* How the targets of the plan and of its parts stand, or stood; none without targets. */
static void write_summaries(struct json_out *json, const char *key,
                            const struct chiso_results *results, int by_year)
{
	struct summaries summaries;

	if (summaries_make(&summaries, results, by_year))
		sink_text(json->sink, NULL);
	json_out_open(json, key, "[");
	for (size_t i = 0; i < summaries.n; i++)
		write_group(json, &summaries.list[i]);
	json_out_finish(json, "\n]");
	summaries_clear(&summaries);
}

int write_json(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	const struct chiso_about *about = &results_plain(results)->about;
	struct json_out json = {.sink = sink};

	results = results_plain(results);
	(void)flags;
	json_out_begin(&json, "{");
	json_out_text(&json, "chiso", chiso_version());
	json_out_text(&json, "schema", "urn:chiso:results:1");
	json_out_text(&json, "title", about->title);
	write_document(&json, NULL, about->document_title, about->document_date,
	               about->document_status);
	json_out_text(&json, "lang", about->lang);
	json_out_truth(&json, "synthetic", about->synthetic);
	json_out_strings(&json, "keys", about->keys, about->n_keys);
	if (results->provenance)
		provenance_write(&json, results->provenance);
	if (results->mapping)
		mapping_write(&json, results->mapping);
	json_out_open(&json, "results", "[");
	for (size_t i = 0; i < results_count(results) && !sink->status; i++) {
		const struct chiso_cell cell = results_cell(results, i);

		write_cell(&json, &cell);
	}
	json_out_finish(&json, "\n]");
	json_out_open(&json, "scoreboard", "[");
	for (size_t i = 0; i < results->n_assessments && !sink->status; i++)
		write_assessment(&json, &results->assessments[i]);
	json_out_finish(&json, "\n]");
	write_summaries(&json, "summary", results, 0);
	write_summaries(&json, "summary_by_year", results, 1);
	json_out_finish(&json, "}\n");
	return sink->status;
}
