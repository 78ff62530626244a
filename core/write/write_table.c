/* SPDX-License-Identifier: MIT */
/* Results for a terminal: a table for each indicator with a row for each unit, period and
 * breakdown, and for each output its value and, where it is a fraction, its two parts.  Where outputs
 * are too many to stand beside each other each has a row. */
#include "write/table.h"

#include "base/context.h"
#include "display/layout.h"

#include <string.h>

enum { MOST_PLACES = 140, LONGEST_NAME = 30, SHORTEST_HEAD = 8, SHORTEST_NOTE = 20 };

static void put_heads(struct layout *layout, const struct table *table)
{
	layout_row(layout);
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct table_column *column = &table->columns[i];

		layout->columns[i].right = column->is_number;
		layout->columns[i].flexible =
			column->kind == TABLE_KEY || column->kind == TABLE_NOTES;
		/* A long head above short figures is wrapped, not the figures spread. */
		layout->columns[i].max = !column->is_number              ? LONGEST_NAME
		                         : column->widest > SHORTEST_HEAD ? column->widest
		                                                          : SHORTEST_HEAD;
		if (column->kind == TABLE_NOTES) {
			layout->columns[i].max = 0;
			layout->columns[i].min = SHORTEST_NOTE;
		}
		layout_put(layout, i, column->head, STYLE_DIM);
	}
}

static void put_rows(struct layout *layout, struct table *table, struct footnotes *footnotes)
{
	size_t at = table->first;

	while (at < table->end) {
		size_t next = table_row_end(table, at);

		layout_row(layout);
		for (size_t i = 0; i < table->n_columns; i++)
			layout_put(layout, i,
			           table_text(table, &layout->arena, footnotes, i, at, next),
			           STYLE_PLAIN);
		at = next;
	}
}

static void write_title(const struct chiso_results *results, struct arena *arena,
                        const struct table *table, uint32_t flags, struct sink *sink)
{
	const struct chiso_cell *cell = table_cell(table, table->first);
	const char *title =
		label_join(arena, cell->indicator, "  ", cell->title ? cell->title : "");

	layout_paragraph(sink, "", title, STYLE_BOLD, flags);
	if (table->is_synthetic)
		layout_paragraph(sink, "", label_text(results->context, MSG_SYNTHETIC_DATA),
		                 STYLE_YELLOW, flags);
}

static void write_one(const struct chiso_results *results, struct table *table, uint32_t flags,
                      struct sink *sink)
{
	struct footnotes footnotes = {0};
	struct layout layout;

	if (layout_init(&layout, table->n_columns)) {
		sink_text(sink, NULL);
	} else {
		write_title(results, &layout.arena, table, flags, sink);
		put_heads(&layout, table);
		put_rows(&layout, table, &footnotes);
		layout_write(&layout, flags, sink);
	}
	for (size_t i = 0; i < footnotes.list.n && !sink->status; i++) {
		const char *head = arena_printf(&layout.arena, "[%zu] ", i + 1);

		layout_paragraph(sink, head ? head : "", head ? footnotes.list.texts[i] : NULL,
		                 STYLE_DIM, flags);
	}
	footnotes_clear(&footnotes);
	layout_clear(&layout);
}

int write_table(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	size_t at = 0;

	if (!results_count(results))
		layout_paragraph(sink, "", label_text(results->context, MSG_NO_RESULTS),
		                 STYLE_PLAIN, flags);
	while (at < results_count(results) && !sink->status) {
		struct table table;

		if (at)
			sink_text(sink, "\n");
		if (table_init(&table, results, at, MOST_PLACES))
			sink_text(sink, NULL);
		else
			write_one(results, &table, flags, sink);
		at = table.end;
		table_clear(&table);
	}
	return sink->status;
}
