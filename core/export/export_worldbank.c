/* SPDX-License-Identifier: MIT */
/* As the API of the World Bank (version 2) answers: one page of observations.  It has no breakdowns,
 * so they are part of the indicator, as in SP.POP.TOTL.FE. */
#include "export/export.h"

#include "display/label.h"

#include <stdlib.h>
#include <string.h>

enum { PER_PAGE = 50 };

/* "2024Q3", "2024M09". */
static const char *date_for(struct export *export, const char *period)
{
	size_t n = strlen(period);

	if (n == 7 && (period[5] == 'Q' || period[5] == 'S'))
		return arena_printf(&export->arena, "%.4s%s", period, period + 5);
	return n == 7 ? arena_printf(&export->arena, "%.4sM%s", period, period + 5) : period;
}

/* The decimals that people are shown, the same for all values of an indicator: by the number of its
 * code, the most that one of them has. */
static int *find_decimals(const struct export *export, const struct export_column *indicator)
{
	int *most = calloc(indicator->n + 1, sizeof *most);

	for (size_t i = 0; most && i < export->n_rows; i++) {
		const struct chiso_cell *cell = export->rows[i].cell;
		int *own = &most[export->rows[i].at[indicator - export->dimensions]];

		if (cell->value.type != CHISO_F64)
			continue;
		int n = label_decimals(cell->value.as.f64, cell->unit_measure, LABEL_BOARD);
		*own = n > *own ? n : *own;
	}
	return most;
}

/* The column of indicators, else the first: there are few mappings without one. */
static const struct export_column *indicators(const struct export *export)
{
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id && !strcmp(export->dimensions[i].from, "indicator"))
			return &export->dimensions[i];
	return export->dimensions;
}

static void write_pair(struct json_out *json, const char *key, const char *id, const char *value)
{
	json_out_open(json, key, "{");
	json_out_text(json, "id", id);
	json_out_text(json, "value", value);
	json_out_finish(json, "}");
}

static void write_indicator(struct json_out *json, struct export *export,
                            const struct export_row *row)
{
	const struct export_code *code = export_code_of(export, row, "indicator");
	const char *id = code ? code->id : row->cell->indicator;
	const char *name = code ? words_in(code->name, "en") : row->cell->title;

	for (size_t i = 0; id && name && i < export->n_dimensions; i++) {
		const struct export_column *column = &export->dimensions[i];
		const struct export_code *part = &column->codes[row->at[i]];

		if (!column->id || (!export_is_breakdown(column) && strcmp(column->from, "output")) ||
		    !*column->met.texts[row->at[i]])
			continue;
		id = arena_printf(&export->arena, "%s.%s", id, part->id);
		name = arena_printf(&export->arena, "%s, %s", name, words_in(part->name, "en"));
	}
	if (!id || !name)
		sink_text(json->sink, NULL);
	write_pair(json, "indicator", id, name);
}

static void write_row(struct json_out *json, struct export *export, const struct export_row *row,
                      int decimals)
{
	const struct chiso_cell *cell = row->cell;
	const struct export_code *unit = export_code_of(export, row, "unit");
	const struct export_code *period = export_code_of(export, row, "period");
	const char *name = unit ? words_in(unit->name, "en") : "";
	const char *date = period ? date_for(export, period->id) : "";

	if (!date)
		sink_text(json->sink, NULL);
	json_out_separate(json);
	json_out_begin(json, "\n{");
	write_indicator(json, export, row);
	/* A unit that is only known by its code has no name. */
	write_pair(json, "country", unit ? unit->id : "", strcmp(name, cell->unit) ? name : "");
	json_out_text(json, "countryiso3code", "");
	json_out_text(json, "date", date);
	json_out_value(json, "value", &cell->value);
	json_out_text(json, "unit", "");
	json_out_text(json, "obs_status", export->status.codes[row->status].id);
	json_out_count(json, "decimal", (uint64_t)decimals);
	if (*row->comment)
		json_out_text(json, "footnote", row->comment);
	json_out_finish(json, "}");
}

int export_worldbank(struct export *export, struct sink *sink)
{
	struct json_out json = {.sink = sink};
	const struct export_column *indicator = indicators(export);
	int *decimals = find_decimals(export, indicator);

	if (!decimals)
		return CHISO_ENOMEM;
	json_out_begin(&json, "[");
	json_out_begin(&json, "{");
	json_out_count(&json, "page", 1);
	json_out_count(&json, "pages", 1);
	json_out_count(&json, "per_page", export->n_rows > PER_PAGE ? export->n_rows : PER_PAGE);
	json_out_count(&json, "total", export->n_rows);
	json_out_finish(&json, "}");
	json_out_separate(&json);
	json_out_begin(&json, "[");
	for (size_t i = 0; i < export->n_rows && !sink->status; i++) {
		const struct export_row *row = &export->rows[i];

		write_row(&json, export, row, decimals[row->at[indicator - export->dimensions]]);
	}
	json_out_finish(&json, "]");
	json_out_finish(&json, "]\n");
	free(decimals);
	return sink->status;
}
