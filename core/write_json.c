/* SPDX-License-Identifier: MIT */
/* Results as JSON, a value or assessment a line, after schema/results.schema.json. */
#include "code.h"
#include "number.h"
#include "results.h"
#include "summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A document in the making. */
struct json_out {
	struct sink *sink;
	int begun; /* the object or array in hand has a member already */
};

/* A string.  Control characters and U+2028, U+2029 (line ends to some readers) are escaped. */
static void string(struct json_out *json, const char *text)
{
	struct sink *sink = json->sink;
	const char *p = text;

	sink_text(sink, "\"");
	for (; *p; p++) {
		unsigned char c = (unsigned char)*p;
		char escaped[8];

		if (c == '"' || c == '\\')
			snprintf(escaped, sizeof escaped, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			snprintf(escaped, sizeof escaped, "\\u%04x", c);
		else if (!strncmp(p, "\342\200\250", 3) || !strncmp(p, "\342\200\251", 3))
			snprintf(escaped, sizeof escaped, "\\u202%d", p[2] == '\250' ? 8 : 9);
		else
			continue;
		sink_bytes(sink, text, (size_t)(p - text));
		sink_text(sink, escaped);
		p += c == 0xE2 ? 2 : 0;
		text = p + 1;
	}
	sink_bytes(sink, text, (size_t)(p - text));
	sink_text(sink, "\"");
}

static void separate(struct json_out *json)
{
	if (json->begun)
		sink_text(json->sink, ",");
	json->begun = 1;
}

static void key(struct json_out *json, const char *name)
{
	separate(json);
	string(json, name);
	sink_text(json->sink, ":");
}

static void begin(struct json_out *json, const char *bracket)
{
	sink_text(json->sink, bracket);
	json->begun = 0;
}

static void finish(struct json_out *json, const char *bracket)
{
	sink_text(json->sink, bracket);
	json->begun = 1;
}

static void text(struct json_out *json, const char *name, const char *value)
{
	key(json, name);
	if (value)
		string(json, value);
	else
		sink_text(json->sink, "null");
}

/* A code; null when there is none. */
static void code(struct json_out *json, const char *name, const char *value)
{
	text(json, name, *value ? value : NULL);
}

static void number(struct json_out *json, const char *name, double value)
{
	char out[NUMBER_ROOM];

	key(json, name);
	if (isfinite(value))
		sink_bytes(json->sink, out, number_print(out, value));
	else
		sink_text(json->sink, "null"); /* JSON has no word for it */
}

static void count(struct json_out *json, const char *name, uint64_t n)
{
	char out[24];

	snprintf(out, sizeof out, "%" PRIu64, n);
	key(json, name);
	sink_text(json->sink, out);
}

static void truth(struct json_out *json, const char *name, int yes)
{
	key(json, name);
	sink_text(json->sink, yes ? "true" : "false");
}

static void value(struct json_out *json, const char *name, const struct chiso_value *v)
{
	if (v->type == CHISO_F64)
		number(json, name, v->as.f64);
	else
		text(json, name, NULL);
}

static void strings(struct json_out *json, const char *name, const char *const *list, size_t n)
{
	key(json, name);
	begin(json, "[");
	for (size_t i = 0; i < n; i++) {
		separate(json);
		string(json, list[i]);
	}
	finish(json, "]");
}

/* ---- Results --------------------------------------------------------------------------------- */

/* What a figure from a sample is worth. */
static void write_estimate(struct json_out *json, const struct chiso_cell *cell)
{
	value(json, "se", &cell->se);
	code(json, "se_reason", code_reason(cell->se.reason));
	value(json, "ci_low", &cell->ci_low);
	value(json, "ci_high", &cell->ci_high);
	number(json, "confidence", cell->confidence);
	value(json, "deff", &cell->deff);
	count(json, "df", cell->df);
	count(json, "n_psu", cell->n_psu);
	count(json, "n_strata", cell->n_strata);
}

/* What a figure is, which results and assessments share. */
static void write_figure(struct json_out *json, const struct chiso_cell *cell)
{
	int there = cell->value.type == CHISO_F64;

	value(json, "value", &cell->value);
	code(json, "reason", code_reason(cell->value.reason));
	code(json, "bound", there ? code_bound(cell->bound) : "");
	value(json, "numerator", &cell->numerator);
	value(json, "denominator", &cell->denominator);
	count(json, "n_used", cell->n_used);
	count(json, "n_seen", cell->n_seen);
	count(json, "reporting", cell->reporting);
	count(json, "expected", cell->expected);
	if (cell->periods_expected) {
		count(json, "periods_reporting", cell->periods_reporting);
		count(json, "periods_expected", cell->periods_expected);
	}
	code(json, "status", code_status(cell->status));
	code(json, "evidence", code_evidence(cell->evidence));
	truth(json, "break", cell->is_break);
	truth(json, "rolled_up", cell->rolled_up);
	truth(json, "synthetic", cell->synthetic);
	strings(json, "sources", cell->sources, cell->n_sources);
	strings(json, "notes", cell->notes, cell->n_notes);
	if (cell->confidence > 0)
		write_estimate(json, cell);
}

static void write_cell(struct json_out *json, const struct chiso_cell *cell)
{
	separate(json);
	begin(json, "\n{");
	text(json, "indicator", cell->indicator);
	text(json, "use", cell->use);
	count(json, "version", cell->version);
	text(json, "standard", cell->standard);
	text(json, "title", cell->title);
	text(json, "output", cell->output);
	text(json, "output_title", cell->output_title);
	text(json, "unit_measure", cell->unit_measure);
	text(json, "unit", cell->unit);
	text(json, "unit_name", cell->unit_name);
	text(json, "level", cell->level);
	text(json, "period", cell->period);
	key(json, "keys");
	begin(json, "{");
	for (size_t i = 0; i < cell->n_keys; i++)
		text(json, cell->keys[i], cell->key_values[i]);
	finish(json, "}");
	write_figure(json, cell);
	if (cell->numerator_share.type == CHISO_F64)
		value(json, "numerator_share", &cell->numerator_share);
	if (cell->denominator_share.type == CHISO_F64)
		value(json, "denominator_share", &cell->denominator_share);
	finish(json, "}");
}

/* ---- Scoreboard ------------------------------------------------------------------------------ */

static void write_target(struct json_out *json, const struct chiso_assessment *a)
{
	key(json, "target");
	if (a->target == CHISO_TARGET_NONE) {
		sink_text(json->sink, "null");
		return;
	}
	begin(json, "{");
	code(json, "kind", code_target(a->target));
	if (a->target != CHISO_YES && a->target != CHISO_NO)
		number(json, "value", a->target_value);
	if (a->target == CHISO_BETWEEN)
		number(json, "upper", a->target_upper);
	text(json, "period", a->target_period);
	truth(json, "mean_growth", a->is_mean_growth);
	text(json, "set", a->set);
	finish(json, "}");
}

static void write_current(struct json_out *json, const struct chiso_cell *now)
{
	key(json, "current");
	begin(json, "{");
	text(json, "period", now->period);
	write_figure(json, now);
	finish(json, "}");
}

static void write_series(struct json_out *json, const struct chiso_assessment *a)
{
	key(json, "series");
	begin(json, "[");
	for (size_t i = 0; i < a->n_points; i++) {
		separate(json);
		begin(json, "{");
		text(json, "period", a->points[i].period);
		number(json, "value", a->points[i].value);
		code(json, "bound", code_bound(a->points[i].bound));
		truth(json, "break", a->points[i].is_break);
		finish(json, "}");
	}
	finish(json, "]");
}

static void write_document(struct json_out *json, const char *id, const char *title,
                           const char *date, const char *status)
{
	key(json, "document");
	if (!title) {
		sink_text(json->sink, "null");
		return;
	}
	begin(json, "{");
	if (id)
		text(json, "id", id);
	text(json, "title", title);
	text(json, "date", date);
	text(json, "status", status);
	finish(json, "}");
}

static void write_assessment(struct json_out *json, const struct chiso_assessment *a)
{
	separate(json);
	begin(json, "\n{");
	text(json, "goal", a->goal);
	text(json, "goal_title", a->goal_title);
	text(json, "domain", a->domain);
	text(json, "title", a->title);
	text(json, "words", a->words);
	write_document(json, a->document, a->document_title, a->document_date, a->document_status);
	text(json, "indicator", a->indicator);
	text(json, "output", a->output);
	text(json, "unit", a->unit);
	text(json, "unit_name", a->unit_name);
	text(json, "unit_measure", a->unit_measure);
	write_target(json, a);
	write_current(json, &a->current);
	write_series(json, a);
	code(json, "verdict", code_verdict(a->verdict));
	text(json, "why", a->why);
	text(json, "needs", a->needs);
	text(json, "note", a->note);
	text(json, "method", a->method);
	value(json, "rate", &a->rate);
	value(json, "rate_needed", &a->rate_needed);
	value(json, "ratio", &a->ratio);
	value(json, "projected", &a->projected);
	value(json, "change_needed", &a->change_needed);
	text(json, "owner", a->owner);
	number(json, "weight", a->weight);
	text(json, "baseline", a->baseline);
	value(json, "baseline_value", &a->baseline_value);
	value(json, "gap", &a->gap);
	code(json, "projection", code_projection(a->projection));
	text(json, "first_met", a->first_met);
	finish(json, "}");
}

/* How the targets of the plan and of its parts stand; none without targets. */
static void write_summaries(struct json_out *json, const struct chiso_results *results)
{
	struct summaries summaries;

	if (summaries_make(&summaries, results))
		sink_text(json->sink, NULL);
	key(json, "summary");
	begin(json, "[");
	for (size_t i = 0; i < summaries.n; i++) {
		const struct chiso_summary *summary = &summaries.list[i];

		separate(json);
		begin(json, "\n{");
		text(json, "by", code_summary(summary->by));
		text(json, "id", summary->id);
		text(json, "title", summary->title);
		count(json, "targets", summary->n_targets);
		count(json, "judged", summary->n_judged);
		count(json, "on_track", summary->n_on_track);
		count(json, "open", summary->n_open);
		value(json, "share", &summary->share);
		value(json, "weighted_share", &summary->weighted_share);
		finish(json, "}");
	}
	finish(json, "\n]");
	summaries_clear(&summaries);
}

int write_json(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	const struct chiso_about *about = &results_plain(results)->about;
	struct json_out json = {.sink = sink};

	results = results_plain(results);
	(void)flags;
	begin(&json, "{");
	text(&json, "chiso", chiso_version());
	text(&json, "schema", "urn:chiso:results:1");
	text(&json, "title", about->title);
	write_document(&json, NULL, about->document_title, about->document_date,
	               about->document_status);
	text(&json, "lang", about->lang);
	truth(&json, "synthetic", about->synthetic);
	strings(&json, "keys", about->keys, about->n_keys);
	key(&json, "results");
	begin(&json, "[");
	for (size_t i = 0; i < results->n_cells && !sink->status; i++)
		write_cell(&json, &results->cells[i]);
	finish(&json, "\n]");
	key(&json, "scoreboard");
	begin(&json, "[");
	for (size_t i = 0; i < results->n_assessments && !sink->status; i++)
		write_assessment(&json, &results->assessments[i]);
	finish(&json, "\n]");
	write_summaries(&json, results);
	finish(&json, "}\n");
	return sink->status;
}
