/* SPDX-License-Identifier: MIT */
/* A data value set of DHIS2, by period.  What is missing is left out: to DHIS2 a value that is not
 * there is not reported. */
#include "export/export.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

/* The identifier that DHIS2 has for a code, or the code itself. */
static const char *identifier(const struct export *export, enum dhis2_kind kind, const char *code)
{
	const struct mapped_code *mapped = mapped_code(&export->mapping->dhis2[kind], code);

	return mapped && mapped->id ? mapped->id : code;
}

/* The codes of the breakdown, "F" or "F,1/3"; "": the total. */
static const char *combination(struct export *export, const struct export_row *row)
{
	const char *text = "";
	int is_broken_down = 0;

	for (size_t i = 0; text && i < export->n_dimensions; i++) {
		const struct export_column *column = &export->dimensions[i];

		if (!column->id || !export_is_breakdown(column))
			continue;
		is_broken_down |= *column->met.texts[row->at[i]] != 0;
		text = arena_printf(&export->arena, "%s%s%s", text, *text ? "," : "",
		                    column->codes[row->at[i]].id);
	}
	return is_broken_down || !text ? text : "";
}

static int by_period(const void *x, const void *y)
{
	const struct export_row *a = *(const struct export_row *const *)x;
	const struct export_row *b = *(const struct export_row *const *)y;
	int order = strcmp(a->cell->period, b->cell->period);

	/* Rows of one period stay in order. */
	return order ? order : a < b ? -1 : a > b;
}

static const char *code_of(const struct export *export, const struct export_row *row,
                           const char *from)
{
	const struct export_code *code = export_code_of(export, row, from);

	return code ? code->id : "";
}

static void write_row(struct json_out *json, struct export *export, const struct export_row *row)
{
	const char *combo = combination(export, row), *value = export_number(export, row);

	if (!combo || !value) {
		sink_text(json->sink, NULL);
		return;
	}
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "dataElement",
	              identifier(export, DHIS2_DATA_ELEMENT, code_of(export, row, "indicator")));
	json_out_text(json, "period", code_of(export, row, "period"));
	json_out_text(json, "orgUnit",
	              identifier(export, DHIS2_ORG_UNIT, code_of(export, row, "unit")));
	if (*combo)
		json_out_text(json, "categoryOptionCombo",
		              identifier(export, DHIS2_CATEGORY_OPTION_COMBO, combo));
	json_out_text(json, "value", value);
	if (*row->comment)
		json_out_text(json, "comment", row->comment);
	json_out_finish(json, "}");
}

int export_dhis2(struct export *export, struct sink *sink)
{
	struct json_out json = {.sink = sink};
	const struct export_row **rows = malloc((export->n_rows + 1) * sizeof *rows);

	if (!rows)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < export->n_rows; i++)
		rows[i] = &export->rows[i];
	qsort(rows, export->n_rows, sizeof *rows, by_period);
	json_out_begin(&json, "{");
	json_out_open(&json, "dataValues", "[");
	for (size_t i = 0; i < export->n_rows && !sink->status; i++)
		if (rows[i]->cell->value.type == CHISO_F64)
			write_row(&json, export, rows[i]);
	json_out_finish(&json, "]");
	json_out_finish(&json, "}\n");
	free(rows);
	return sink->status;
}
