/* SPDX-License-Identifier: MIT */
/* A tabular data package (Frictionless Data): a table as CSV, in chiso's own names, and the descriptor
 * that says what is in it. */
#include "export/export.h"

#include <string.h>

static const char *name_or(const char *name, const char *otherwise)
{
	return name ? name : otherwise;
}

const char *export_table_name(const struct chiso_results *results)
{
	return name_or(results->mapping ? results->mapping->path : NULL, "results.csv");
}

static int is_annual(const struct export_column *column)
{
	for (uint32_t i = 0; i < column->met.n; i++)
		if (strlen(column->met.texts[i]) != 4)
			return 0;
	return 1;
}

static void begin_field(struct json_out *json, const char *name, const char *type)
{
	json_out_separate(json);
	json_out_begin(json, "\n{");
	json_out_text(json, "name", name);
	json_out_text(json, "type", type);
}

static void write_dimension(struct json_out *json, const struct export_column *column)
{
	begin_field(json, column->from, "string");
	if (strcmp(column->from, "freq")) {
		json_out_open(json, "constraints", "{");
		if (!strcmp(column->from, "period") && is_annual(column))
			json_out_text(json, "pattern", "\\d{4}");
		else
			json_out_truth(json, "required", 1);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "}");
}

static void write_status(struct json_out *json, const struct export_column *status)
{
	begin_field(json, "status", "string");
	json_out_open(json, "constraints", "{");
	json_out_open(json, "enum", "[");
	for (size_t i = 0; i < status->n; i++) {
		if (!status->codes[i].id)
			continue;
		json_out_separate(json);
		json_out_string(json, status->codes[i].id);
	}
	json_out_finish(json, "]");
	json_out_finish(json, "}");
	json_out_finish(json, "}");
}

static void write_fields(struct json_out *json, const struct export *export)
{
	json_out_open(json, "fields", "[");
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id)
			write_dimension(json, &export->dimensions[i]);
	begin_field(json, "value", "number");
	json_out_finish(json, "}");
	write_status(json, &export->status);
	if (export->has_comments) {
		begin_field(json, "comment", "string");
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_schema(struct json_out *json, const struct export *export)
{
	static const char *const missing[] = {""};

	json_out_open(json, "schema", "{");
	json_out_strings(json, "missingValues", missing, 1);
	write_fields(json, export);
	json_out_open(json, "primaryKey", "[");
	/* The frequency follows from the period. */
	for (size_t i = 0; i < export->n_dimensions; i++) {
		if (!export->dimensions[i].id || !strcmp(export->dimensions[i].from, "freq"))
			continue;
		json_out_separate(json);
		json_out_string(json, export->dimensions[i].from);
	}
	json_out_finish(json, "]");
	json_out_finish(json, "}");
}

int export_datapackage(struct export *export, struct sink *sink)
{
	const struct mapping *mapping = export->mapping;
	struct json_out json = {.sink = sink};

	json_out_begin(&json, "{");
	json_out_text(&json, "profile", "tabular-data-package");
	json_out_text(&json, "name", name_or(mapping->package, "chiso-results"));
	json_out_open(&json, "resources", "[");
	json_out_begin(&json, "{");
	json_out_text(&json, "profile", "tabular-data-resource");
	json_out_text(&json, "name", name_or(mapping->resource, "results"));
	json_out_text(&json, "path", export_table_name(export->results));
	json_out_text(&json, "encoding", "utf-8");
	write_schema(&json, export);
	json_out_finish(&json, "}");
	json_out_finish(&json, "]");
	json_out_finish(&json, "}\n");
	return sink->status;
}

int export_datapackage_csv(struct export *export, struct sink *sink)
{
	int begun = 0;

	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id)
			export_field(sink, export->dimensions[i].from, !begun++);
	export_field(sink, "value", !begun);
	export_field(sink, "status", 0);
	sink_text(sink, export->has_comments ? ",comment\n" : "\n");
	for (size_t r = 0; r < export->n_rows && !sink->status; r++) {
		const struct export_row *row = &export->rows[r];

		begun = 0;
		for (size_t i = 0; i < export->n_dimensions; i++)
			if (export->dimensions[i].id)
				export_field(sink, export->dimensions[i].codes[row->at[i]].id,
				             !begun++);
		export_field(sink,
		             row->cell->value.type == CHISO_F64 ? export_number(export, row) : "",
		             !begun);
		export_field(sink, export->status.codes[row->status].id, 0);
		if (export->has_comments)
			export_field(sink, row->comment, 0);
		sink_text(sink, "\n");
	}
	return sink->status;
}
