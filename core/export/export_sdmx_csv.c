/* SPDX-License-Identifier: MIT */
/* SDMX-CSV 2.0 (of SDMX 3.0 and 3.1) and 1.0 (of SDMX 2.1), after their field guides. */
#include "export/export.h"

#include <string.h>

static void write_header(struct export *export, const char *first, struct sink *sink)
{
	sink_text(sink, first);
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id)
			export_field(sink, export->dimensions[i].id, 0);
	export_field(sink, export->mapping->value.id ? export->mapping->value.id : "OBS_VALUE", 0);
	export_field(sink, export->status.id, 0);
	if (export->has_comments)
		export_field(sink, "COMMENT_OBS", 0);
	sink_text(sink, "\n");
}

static void write_row(struct export *export, const struct export_row *row, const char *first,
                      struct sink *sink)
{
	sink_text(sink, first);
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id)
			export_field(sink, export->dimensions[i].codes[row->at[i]].id, 0);
	export_field(sink, export_number(export, row), 0);
	export_field(sink, export->status.codes[row->status].id, 0);
	if (export->has_comments)
		export_field(sink, row->comment, 0);
	sink_text(sink, "\n");
}

static int write_rows(struct export *export, const char *header, const char *first,
                      struct sink *sink)
{
	if (!first)
		return CHISO_ENOMEM;
	write_header(export, header, sink);
	for (size_t i = 0; i < export->n_rows && !sink->status; i++)
		write_row(export, &export->rows[i], first, sink);
	return sink->status;
}

int export_sdmx_csv(struct export *export, struct sink *sink)
{
	const struct mapping *mapping = export->mapping;

	/* R: the rows take the place of those with the same key. */
	return write_rows(export, "STRUCTURE,STRUCTURE_ID,ACTION",
	                  arena_printf(&export->arena, "dataflow,%s:%s(%s),R", mapping->agency,
	                               mapping->dataflow, mapping->version),
	                  sink);
}

int export_sdmx_csv_1(struct export *export, struct sink *sink)
{
	const struct mapping *mapping = export->mapping;
	const char *dot = strchr(mapping->version, '.');
	size_t n = dot ? (size_t)(dot - mapping->version) + 1 + strcspn(dot + 1, ".")
	               : strlen(mapping->version);

	/* SDMX 2.1 has versions of two parts. */
	return write_rows(export, "DATAFLOW",
	                  arena_printf(&export->arena, "%s:%s(%.*s)", mapping->agency,
	                               mapping->dataflow, (int)n, mapping->version),
	                  sink);
}
