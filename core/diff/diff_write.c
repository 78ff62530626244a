/* SPDX-License-Identifier: MIT */
/* Changes as text, CSV and JSON. */
#include "diff/diff.h"

#include "base/code.h"
#include "base/context.h"
#include "display/label.h"
#include "export/export.h"
#include "number/number.h"

#include <math.h>
#include <string.h>

static int has_numbers(const struct change *change)
{
	return change->from && change->to && change->from->value.type == CHISO_F64 &&
	       change->to->value.type == CHISO_F64;
}

/* In per cent of what it was; CHISO_NONE where that is 0. */
static struct chiso_value relative(const struct change *change)
{
	double from = change->from->value.as.f64, to = change->to->value.as.f64;

	if (from == 0)
		return (struct chiso_value){.reason = CHISO_REASON_DENOMINATOR_ZERO};
	return (struct chiso_value){.type = CHISO_F64,
	                            .as.f64 = number_quotient(100, to - from, fabs(from))};
}

/* ---- text ---- */

static const char *name_of(struct diff *diff, const struct chiso_cell *cell)
{
	const char *text = arena_printf(&diff->arena, "%s.%s", cell->indicator, cell->output);

	if (*cell->unit)
		text = label_join(&diff->arena, text, " ", cell->unit);
	if (*cell->period)
		text = label_join(&diff->arena, text, " ", cell->period);
	for (uint32_t i = 0; text && i < cell->n_keys; i++)
		text = arena_printf(&diff->arena, "%s %s=%s", text, cell->keys[i],
		                    cell->key_values[i]);
	return text;
}

static const char *value_of(struct diff *diff, const struct chiso_cell *cell)
{
	const struct chiso_context *context = diff->context_of->context;

	if (cell->value.type != CHISO_F64)
		return label_reason(context, cell->value.reason);
	return label_value(&diff->arena, context, cell->value.as.f64, cell->bound,
	                   cell->unit_measure, LABEL_ALL);
}

/* " (+0.7, +5.6 %)"; "" where the numbers are the same or there are none. */
static const char *size_of(struct diff *diff, const struct change *change)
{
	const struct chiso_context *context = diff->context_of->context;
	const char *difference, *share;
	struct chiso_value part;

	if (!has_numbers(change) || change->from->value.as.f64 == change->to->value.as.f64)
		return "";
	difference = label_change(&diff->arena, context,
	                          change->to->value.as.f64 - change->from->value.as.f64, NULL);
	part = relative(change);
	if (part.type != CHISO_F64)
		return label_phrase(&diff->arena, context, MSG_DIFF_BY, difference);
	share = label_change(&diff->arena, context, part.as.f64, NULL);
	return label_phrase(&diff->arena, context, MSG_DIFF_BY_SHARE, difference, share);
}

static void line(struct sink *sink, const char *text)
{
	sink_text(sink, text);
	sink_text(sink, "\n");
}

static void write_reasons(struct diff *diff, const struct change *change, struct sink *sink)
{
	static const enum message words[N_WHY] = {
		[WHY_DATA] = MSG_WHY_DATA,           [WHY_REVISION] = MSG_WHY_REVISION,
		[WHY_ADJUSTMENT] = MSG_WHY_ADJUSTMENT,
		[WHY_STANDARD] = MSG_WHY_STANDARD,   [WHY_PLUGIN] = MSG_WHY_PLUGIN,
		[WHY_BOUNDARIES] = MSG_WHY_BOUNDARIES, [WHY_DEFINITION] = MSG_WHY_DEFINITION,
		[WHY_REJECTS] = MSG_WHY_REJECTS,     [WHY_LIBRARY] = MSG_WHY_LIBRARY};
	const struct chiso_context *context = diff->context_of->context;

	for (int i = 0; i < N_WHY; i++)
		if (change->why[i])
			line(sink, label_phrase(&diff->arena, context, MSG_DIFF_BECAUSE,
			                        label_phrase(&diff->arena, context, words[i],
			                                     change->why[i])));
	if (!change->is_explained)
		line(sink, label_phrase(&diff->arena, context, MSG_DIFF_BECAUSE,
		                        label_text(context, MSG_WHY_UNKNOWN)));
}

static void write_change(struct diff *diff, const struct change *change, struct sink *sink)
{
	const struct chiso_context *context = diff->context_of->context;
	const char *name = name_of(diff, change->to ? change->to : change->from);

	if (!change->from)
		line(sink, label_phrase(&diff->arena, context, MSG_DIFF_ADDED, name,
		                        value_of(diff, change->to)));
	else if (!change->to)
		line(sink, label_phrase(&diff->arena, context, MSG_DIFF_REMOVED, name,
		                        value_of(diff, change->from)));
	else
		line(sink, label_phrase(&diff->arena, context, MSG_DIFF_CHANGED, name,
		                        value_of(diff, change->from), value_of(diff, change->to),
		                        size_of(diff, change)));
	write_reasons(diff, change, sink);
}

int diff_write_text(struct diff *diff, struct sink *sink)
{
	const size_t counts[] = {diff->sum.n_changed, diff->sum.n_added, diff->sum.n_removed,
	                         diff->sum.n_same, diff->sum.n_unexplained};
	const struct chiso_context *context = diff->context_of->context;
	char text[5][NUMBER_ROOM];

	for (int i = 0; i < 5; i++)
		number_print_for_people(text[i], (double)counts[i], 0, context->lang);
	for (size_t i = 0; i < diff->n_changes && !sink->status; i++)
		write_change(diff, &diff->changes[i], sink);
	line(sink, label_phrase(&diff->arena, context, MSG_DIFF_SUM, text[0], text[1], text[2],
	                        text[3]));
	if (diff->sum.n_unexplained)
		line(sink, label_phrase(&diff->arena, context, MSG_DIFF_UNEXPLAINED_SUM, text[4]));
	return sink->status;
}

/* ---- for programs ---- */

static const char *kind_of(const struct change *change)
{
	return !change->from ? "added" : !change->to ? "removed" : "changed";
}

static void number_field(struct diff *diff, struct sink *sink, const struct chiso_value *value)
{
	char text[NUMBER_ROOM] = "";
	size_t n = value && value->type == CHISO_F64 ? number_print(text, value->as.f64) : 0;

	export_field(sink, arena_text(&diff->arena, text, n), 0);
}

static const char *keys_text(struct diff *diff, const struct chiso_cell *cell)
{
	const char *text = "";

	for (uint32_t i = 0; text && i < cell->n_keys; i++)
		text = arena_printf(&diff->arena, "%s%s%s=%s", text, i ? " | " : "", cell->keys[i],
		                    cell->key_values[i]);
	return text;
}

static const char *reasons_text(struct diff *diff, const struct change *change)
{
	const char *text = "";

	for (int i = 0; text && i < N_WHY; i++)
		if (change->why[i])
			text = arena_printf(&diff->arena, "%s%s%s: %s", text, *text ? " | " : "",
			                    diff_why((enum why)i), change->why[i]);
	return text;
}

static void write_row(struct diff *diff, const struct change *change, struct sink *sink)
{
	const struct chiso_cell *cell = change->to ? change->to : change->from;
	struct chiso_value by = {0}, part = {0};

	if (has_numbers(change)) {
		by = (struct chiso_value){.type = CHISO_F64,
		                          .as.f64 = change->to->value.as.f64 -
		                                    change->from->value.as.f64};
		part = relative(change);
	}
	export_field(sink, kind_of(change), 1);
	export_field(sink, cell->indicator, 0);
	export_field(sink, cell->output, 0);
	export_field(sink, cell->unit, 0);
	export_field(sink, cell->period, 0);
	export_field(sink, keys_text(diff, cell), 0);
	number_field(diff, sink, change->from ? &change->from->value : NULL);
	export_field(sink, change->from ? chiso_reason_word(change->from->value.reason) : "", 0);
	number_field(diff, sink, change->to ? &change->to->value : NULL);
	export_field(sink, change->to ? chiso_reason_word(change->to->value.reason) : "", 0);
	number_field(diff, sink, &by);
	number_field(diff, sink, &part);
	export_field(sink, reasons_text(diff, change), 0);
	sink_text(sink, "\n");
}

int diff_write_csv(struct diff *diff, struct sink *sink)
{
	sink_text(sink, "change,indicator,output,unit,period,keys,from,from_reason,to,to_reason,"
	                "difference,relative_percent,why\n");
	for (size_t i = 0; i < diff->n_changes && !sink->status; i++)
		write_row(diff, &diff->changes[i], sink);
	return sink->status;
}

static void write_side(struct json_out *json, const char *name, const struct chiso_cell *cell)
{
	if (!cell) {
		json_out_text(json, name, NULL);
		return;
	}
	json_out_open(json, name, "{");
	json_out_value(json, "value", &cell->value);
	json_out_code(json, "reason", chiso_reason_word(cell->value.reason));
	json_out_code(json, "bound", cell->value.type == CHISO_F64 ? code_bound(cell->bound) : "");
	json_out_value(json, "numerator", &cell->numerator);
	json_out_value(json, "denominator", &cell->denominator);
	json_out_known_count(json, "n_used", cell->n_used, !cell_is_suppressed(cell));
	json_out_known_count(json, "n_seen", cell->n_seen, !cell_is_suppressed(cell));
	json_out_code(json, "status", code_status(cell->status));
	json_out_text(json, "standard", cell->standard);
	json_out_count(json, "version", cell->version);
	json_out_finish(json, "}");
}

static void write_object(struct json_out *json, const struct change *change)
{
	const struct chiso_cell *cell = change->to ? change->to : change->from;

	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "change", kind_of(change));
	json_out_text(json, "indicator", cell->indicator);
	json_out_text(json, "output", cell->output);
	json_out_text(json, "unit", cell->unit);
	json_out_text(json, "period", cell->period);
	json_out_open(json, "keys", "{");
	for (uint32_t i = 0; i < cell->n_keys; i++)
		json_out_text(json, cell->keys[i], cell->key_values[i]);
	json_out_finish(json, "}");
	write_side(json, "from", change->from);
	write_side(json, "to", change->to);
	if (has_numbers(change)) {
		struct chiso_value part = relative(change);

		json_out_number(json, "difference",
		                change->to->value.as.f64 - change->from->value.as.f64);
		json_out_value(json, "relative_percent", &part);
	}
	json_out_open(json, "why", "{");
	for (int i = 0; i < N_WHY; i++)
		if (change->why[i])
			json_out_text(json, diff_why((enum why)i), change->why[i]);
	json_out_finish(json, "}");
	json_out_finish(json, "}");
}

int diff_write_json(struct diff *diff, struct sink *sink)
{
	struct json_out json = {.sink = sink};

	json_out_begin(&json, "{");
	json_out_text(&json, "chiso", chiso_version());
	json_out_text(&json, "schema", "urn:chiso:diff:1");
	json_out_count(&json, "changed", diff->sum.n_changed);
	json_out_count(&json, "added", diff->sum.n_added);
	json_out_count(&json, "removed", diff->sum.n_removed);
	json_out_count(&json, "same", diff->sum.n_same);
	json_out_count(&json, "unexplained", diff->sum.n_unexplained);
	json_out_open(&json, "changes", "[");
	for (size_t i = 0; i < diff->n_changes && !sink->status; i++)
		write_object(&json, &diff->changes[i]);
	json_out_finish(&json, "]");
	json_out_finish(&json, "}\n");
	return sink->status;
}
