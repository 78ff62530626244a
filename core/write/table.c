/* SPDX-License-Identifier: MIT */
#include "write/table.h"

#include "base/context.h"
#include "base/grow.h"
#include "display/layout.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static int is_number(const struct chiso_value *value)
{
	return value->type == CHISO_F64;
}

const struct chiso_cell *table_cell(const struct table *table, size_t i)
{
	return &table->cells[i - table->first];
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static int same_row(const struct chiso_cell *a, const struct chiso_cell *b)
{
	if (!same(a->unit, b->unit) || !same(a->unit_name, b->unit_name) ||
	    !same(a->period, b->period) || a->n_keys != b->n_keys)
		return 0;
	for (size_t i = 0; i < a->n_keys; i++)
		if (!same(a->keys[i], b->keys[i]) || !same(a->key_values[i], b->key_values[i]))
			return 0;
	return 1;
}

/* An output that comes again begins a new row, in case units share code, name and period. */
size_t table_row_end(const struct table *table, size_t at)
{
	size_t next = at + 1;

	while (!table->is_long && next < table->end && same_row(table_cell(table, at), table_cell(table, next)) &&
	       !same(table_cell(table, at)->output, table_cell(table, next)->output))
		next++;
	return next;
}

/* Whether a column of the output is about a cell. */
static int is_about(const char *output, const struct chiso_cell *cell)
{
	return !output || same(cell->output, output);
}

/* The cell of an output in a row; NULL when the row has none. */
static const struct chiso_cell *output_of(const struct table *table, const char *output, size_t at,
                                          size_t next)
{
	for (; at < next; at++)
		if (is_about(output, table_cell(table, at)))
			return table_cell(table, at);
	return NULL;
}

static const char *output_title(const struct chiso_cell *cell)
{
	return cell->output_title && *cell->output_title ? cell->output_title : cell->output;
}

/* ---- What stands in a column ----------------------------------------------------------------- */

static char *unit_text(struct arena *arena, const struct chiso_cell *cell)
{
	const char *name = same(cell->unit, cell->unit_name) ? "" : cell->unit_name;

	return label_join(arena, cell->unit ? cell->unit : "", " ", name ? name : "");
}

static char *key_text(const struct table *table, struct arena *arena, const char *key,
                      const struct chiso_cell *cell)
{
	const char *text = label_text(table->results->context, MSG_ALL);

	for (size_t i = 0; i < cell->n_keys; i++)
		if (same(cell->keys[i], key))
			text = cell->key_values[i];
	return label_join(arena, text, "", "");
}

static char *value_text(const struct table *table, struct arena *arena,
                        const struct table_column *column, const struct chiso_cell *cell)
{
	if (!cell)
		return label_join(arena, "", "", "");
	if (!is_number(&cell->value))
		return label_join(arena, "…", "", "");
	return layout_glue(arena, label_value(arena, table->results->context, cell->value.as.f64,
	                                      cell->bound, cell->unit_measure, column->decimals));
}

/* "± 1.23": the standard error, beside the value it is of. */
static char *error_text(const struct table *table, struct arena *arena,
                        const struct chiso_cell *cell)
{
	if (!cell || !is_number(&cell->se))
		return label_join(arena, cell && is_number(&cell->value) ? "…" : "", "", "");
	return layout_glue(arena, label_join(arena, "±", " ",
	                                     label_number(arena, table->results->context,
	                                                  cell->se.as.f64, CHISO_EXACT,
	                                                  cell->unit_measure, LABEL_TABLE)));
}

static char *part_text(const struct table *table, struct arena *arena,
                       const struct chiso_value *part)
{
	if (!is_number(part))
		return label_join(arena, "…", "", "");
	return label_number(arena, table->results->context, part->as.f64, CHISO_EXACT, NULL,
	                    LABEL_TABLE);
}

static char *fraction_text(const struct table *table, struct arena *arena,
                           const struct chiso_cell *cell)
{
	if (!cell)
		return label_join(arena, "", "", "");
	/* Among the outputs of a long table are such as are no fractions. */
	if (table->is_long && is_number(&cell->value) && !is_number(&cell->denominator))
		return label_join(arena, "", "", "");
	if (!is_number(&cell->numerator) && !is_number(&cell->denominator))
		return label_join(arena, "…", "", "");
	char *numerator = part_text(table, arena, &cell->numerator);
	char *denominator = part_text(table, arena, &cell->denominator);
	return layout_glue(arena, numerator && denominator
	                                  ? arena_printf(arena, "%s / %s", numerator, denominator)
	                                  : NULL);
}

/* Why outputs have no value.  Where others have one, "…" alone says that a figure was not reported,
 * as in a yearbook, and only other reasons are put in words, each once. */
static char *reasons(const struct table *table, struct arena *arena, size_t at, size_t next)
{
	const struct chiso_context *context = table->results->context;
	char *text = label_join(arena, "", "", "");
	int has_value = 0;
	uint32_t said = 0;

	for (size_t i = at; i < next; i++)
		has_value |= is_number(&table_cell(table, i)->value);
	for (size_t i = at; i < next; i++) {
		uint32_t reason = table_cell(table, i)->value.reason;

		if (!reason || said >> reason & 1 ||
		    (has_value && reason == CHISO_REASON_NOT_REPORTED))
			continue;
		said |= (uint32_t)1 << reason;
		text = label_join(arena, text, "; ", label_reason(context, reason));
	}
	return text;
}

static char *notes_text(const struct table *table, struct arena *arena, struct footnotes *footnotes,
                        size_t at, size_t next)
{
	const struct chiso_context *context = table->results->context;
	const struct chiso_cell *cell = table_cell(table, at);
	char *text = reasons(table, arena, at, next);
	const char *marks = label_join(arena, "", "", "");
	int is_break = 0, rolled_up = 0;

	for (size_t i = at; i < next; i++) {
		is_break |= table_cell(table, i)->is_break;
		rolled_up |= table_cell(table, i)->rolled_up;
		for (size_t k = 0; k < table_cell(table, i)->n_notes; k++)
			marks = footnote(footnotes, arena, marks, table_cell(table, i)->notes[k]);
	}
	if (cell->status == CHISO_ESTIMATE)
		text = label_join(arena, text, "; ", label_text(context, MSG_STATUS_ESTIMATE));
	if (cell->status == CHISO_PRELIMINARY)
		text = label_join(arena, text, "; ", label_text(context, MSG_STATUS_PRELIMINARY));
	if (cell->evidence == CHISO_UNCONFIRMED)
		text = label_join(arena, text, "; ", label_text(context, MSG_UNCONFIRMED));
	if (is_break)
		text = label_join(arena, text, "; ", label_text(context, MSG_BREAK));
	if (rolled_up)
		text = label_join(arena, text, "; ", label_text(context, MSG_ROLLED_UP));
	if (cell->synthetic && table->is_mixed)
		text = label_join(arena, text, "; ", label_text(context, MSG_SYNTHETIC));
	if (cell->n_used < cell->n_seen)
		text = label_join(arena, text, "; ",
		                  label_phrase(arena, context, MSG_RECORDS_USED,
		                               arena_printf(arena, "%" PRIu64, cell->n_used),
		                               arena_printf(arena, "%" PRIu64, cell->n_seen)));
	return label_join(arena, text, " ", marks);
}

char *table_text(const struct table *table, struct arena *arena, struct footnotes *footnotes,
                 size_t column, size_t at, size_t next)
{
	const struct table_column *c = &table->columns[column];
	const struct chiso_cell *cell = table_cell(table, at);
	char *text = NULL;

	switch (c->kind) {
	case TABLE_UNIT:
		return unit_text(arena, cell);
	case TABLE_PERIOD:
		return label_join(arena, cell->period ? cell->period : "", "", "");
	case TABLE_KEY:
		return key_text(table, arena, c->name, cell);
	case TABLE_OUTPUT:
		return label_join(arena, output_title(cell), "", "");
	case TABLE_VALUE:
		return value_text(table, arena, c, output_of(table, c->name, at, next));
	case TABLE_ERROR:
		return error_text(table, arena, output_of(table, c->name, at, next));
	case TABLE_FRACTION:
		return fraction_text(table, arena, output_of(table, c->name, at, next));
	case TABLE_REPORTING:
		text = arena_printf(arena, "%" PRIu32 " / %" PRIu32, cell->reporting,
		                    cell->expected);
		return layout_glue(arena, text);
	case TABLE_NOTES:
		text = notes_text(table, arena, footnotes, at, next);
		break;
	}
	return text;
}

/* ---- Which columns there are ----------------------------------------------------------------- */

/* Adds a column unless it is there.  Whether it is new. */
static int add(struct table *table, enum table_kind kind, const char *head, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (table->columns[i].kind == kind && same(table->columns[i].name, name))
			return 0;
	if (table->status || GROW(&table->columns, table->n_columns, &table->cap)) {
		table->status = CHISO_ENOMEM;
		return 0;
	}
	table->columns[table->n_columns++] = (struct table_column){
		.kind = kind,
		.head = head,
		.name = name,
		.is_number =
			kind == TABLE_VALUE || kind == TABLE_ERROR ||
			kind == TABLE_FRACTION || kind == TABLE_REPORTING,
		.decimals = LABEL_TABLE,
	};
	return 1;
}

/* Every per cent figure of a column gets as many decimals as the longest of them. */
static void settle_decimals(struct table *table, struct table_column *column)
{
	int most = 0, all_percent = 1;

	for (size_t i = table->first; i < table->end; i++) {
		const struct chiso_cell *cell = table_cell(table, i);

		if (!same(cell->output, column->name) || !is_number(&cell->value))
			continue;
		int digits = label_decimals(cell->value.as.f64, cell->unit_measure, LABEL_TABLE);
		all_percent &= same(cell->unit_measure, "%");
		most = digits > most ? digits : most;
	}
	if (all_percent)
		column->decimals = most;
}

static int is_fraction(const struct table *table, const char *output)
{
	for (size_t i = table->first; i < table->end; i++)
		if (is_about(output, table_cell(table, i)) &&
		    is_number(&table_cell(table, i)->denominator))
			return 1;
	return 0;
}

static int has_error(const struct table *table, const char *output)
{
	for (size_t i = table->first; i < table->end; i++)
		if (is_about(output, table_cell(table, i)) && is_number(&table_cell(table, i)->se))
			return 1;
	return 0;
}

/* What stands behind the value of an output. */
static void add_parts(struct table *table, const char *output)
{
	const struct chiso_context *context = table->results->context;

	if (has_error(table, output))
		add(table, TABLE_ERROR, label_text(context, MSG_HEAD_ERROR), output);
	if (is_fraction(table, output))
		add(table, TABLE_FRACTION, label_text(context, MSG_HEAD_FRACTION), output);
}

static void add_outputs(struct table *table)
{
	const struct chiso_context *context = table->results->context;

	if (table->is_long) {
		add(table, TABLE_OUTPUT, label_text(context, MSG_HEAD_OUTPUT), NULL);
		add(table, TABLE_VALUE, label_text(context, MSG_HEAD_VALUE), NULL);
		add_parts(table, NULL);
		return;
	}
	for (size_t i = table->first; i < table->end; i++) {
		const struct chiso_cell *cell = table_cell(table, i);

		if (!add(table, TABLE_VALUE, output_title(cell), cell->output))
			continue;
		settle_decimals(table, &table->columns[table->n_columns - 1]);
		add_parts(table, cell->output);
	}
}

/* The places for a head above narrow figures: it is wrapped, once where it is not too long. */
static size_t head_places(const char *head)
{
	enum { MOST = 16 };
	size_t half = layout_places(head, strlen(head)) / 2 + 2;
	size_t word = layout_longest_word(head);

	half = half < MOST ? half : MOST;
	return half > word ? half : word;
}

/* The most places that the figures of each column of numbers take, or their head. */
static int measure(struct table *table)
{
	struct arena scratch = {0};
	int status = CHISO_OK;

	for (size_t at = table->first, next; at < table->end && !status; at = next) {
		next = table_row_end(table, at);
		for (size_t i = 0; i < table->n_columns; i++) {
			struct table_column *column = &table->columns[i];

			if (!column->is_number)
				continue;
			const char *text = table_text(table, &scratch, NULL, i, at, next);
			size_t places = text ? layout_places(text, strlen(text)) : 0;
			status = text ? status : CHISO_ENOMEM;
			column->widest = places > column->widest ? places : column->widest;
		}
		arena_clear(&scratch);
	}
	for (size_t i = 0; i < table->n_columns; i++) {
		size_t head = head_places(table->columns[i].head);

		if (table->columns[i].widest < head)
			table->columns[i].widest = head;
	}
	return status;
}

/* Columns that would be empty are left out. */
static void add_columns(struct table *table)
{
	const struct chiso_context *context = table->results->context;
	int units = 0, periods = 0, expected = 0;

	for (size_t i = table->first; i < table->end; i++) {
		const struct chiso_cell *cell = table_cell(table, i);

		units |= cell->unit && *cell->unit;
		periods |= cell->period && *cell->period;
		expected |= cell->expected > 0;
	}
	if (units)
		add(table, TABLE_UNIT, label_text(context, MSG_HEAD_UNIT), NULL);
	if (periods)
		add(table, TABLE_PERIOD, label_text(context, MSG_HEAD_PERIOD), NULL);
	for (size_t i = table->first; i < table->end; i++)
		for (size_t k = 0; k < table_cell(table, i)->n_keys; k++)
			add(table, TABLE_KEY, table_cell(table, i)->keys[k],
			    table_cell(table, i)->keys[k]);
	add_outputs(table);
	if (expected)
		add(table, TABLE_REPORTING, label_text(context, MSG_HEAD_REPORTING), NULL);
	add(table, TABLE_NOTES, label_text(context, MSG_HEAD_NOTES), NULL);
}

/* The places that all columns take, about: texts are cut or wrapped. */
static size_t width(const struct table *table)
{
	enum { OF_A_TEXT = 12, BETWEEN = 2 };
	size_t sum = 0;

	for (size_t i = 0; i < table->n_columns; i++)
		sum += BETWEEN + (table->columns[i].is_number ? table->columns[i].widest
		                                              : OF_A_TEXT);
	return sum;
}

static size_t n_outputs(const struct table *table)
{
	size_t n = 0;

	for (size_t i = 0; i < table->n_columns; i++)
		n += table->columns[i].kind == TABLE_VALUE;
	return n;
}

/* All cells of the indicator, as a whole: they are looked at many times. */
static int take_cells(struct table *table)
{
	const struct cells *cells = &table->results->cells;
	const struct chiso_results *results = table->results;
	const char *indicator = cells_output(cells, results_at(results, table->first))->indicator;

	while (table->end < results_count(results) &&
	       same(cells_output(cells, results_at(results, table->end))->indicator, indicator))
		table->end++;
	table->cells = calloc(table->end - table->first, sizeof *table->cells);
	for (size_t i = table->first; table->cells && i < table->end; i++)
		table->cells[i - table->first] = results_cell(results, i);
	return table->cells ? CHISO_OK : CHISO_ENOMEM;
}

int table_init(struct table *table, const struct chiso_results *results, size_t first, size_t most)
{
	size_t n_synthetic = 0;

	*table = (struct table){.results = results, .first = first, .end = first};
	if (take_cells(table)) {
		table->status = CHISO_ENOMEM;
		return CHISO_ENOMEM;
	}
	for (size_t i = first; i < table->end; i++)
		n_synthetic += table_cell(table, i)->synthetic != 0;
	table->is_synthetic = n_synthetic > 0;
	table->is_mixed = n_synthetic > 0 && n_synthetic < table->end - first;
	add_columns(table);
	int status = table->status ? table->status : measure(table);
	if (!status && most && width(table) > most && n_outputs(table) > 1) {
		table->is_long = 1;
		table->n_columns = 0;
		add_columns(table);
		status = table->status ? table->status : measure(table);
	}
	return status;
}

void table_clear(struct table *table)
{
	free(table->columns);
	free(table->cells);
	table->columns = NULL;
	table->cells = NULL;
}
