/* SPDX-License-Identifier: MIT */
#include "export/export.h"

#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"
#include "project/adjustment.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
	const char *from, *id;
	enum message name;
} usual[] = {
	{"freq", "FREQ", MSG_EXPORT_FREQ},
	{"unit", "REF_AREA", MSG_EXPORT_UNIT},
	{"indicator", "INDICATOR", MSG_EXPORT_INDICATOR},
	{"output", "MEASURE", MSG_EXPORT_OUTPUT},
	{"period", "TIME_PERIOD", MSG_EXPORT_PERIOD},
};
enum { N_USUAL = sizeof usual / sizeof *usual };

struct words export_words(enum message id)
{
	return (struct words){message_text(id, "en"), message_text(id, "vi")};
}

const char *export_upper(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text, strlen(text));

	/* Not toupper(): in the locale of a host program a byte of a longer letter may be one. */
	for (char *p = copy; p && *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return copy;
}

int export_is_breakdown(const struct export_column *column)
{
	for (int i = 0; i < N_USUAL; i++)
		if (!strcmp(column->from, usual[i].from))
			return 0;
	return 1;
}

/* ---- columns ---- */

static int is_key(const struct export *export, const char *name)
{
	for (uint32_t i = 0; i < export->plain->about.n_keys; i++)
		if (!strcmp(export->plain->about.keys[i], name))
			return 1;
	return 0;
}

static int add_dimension(struct export *export, const char *from, const struct concept *mapped)
{
	struct export_column *column = &export->dimensions[export->n_dimensions++];

	column->from = from;
	column->mapped = mapped;
	column->id = mapped ? mapped->id : export_upper(&export->arena, from);
	column->name = (struct words){from, NULL};
	for (int i = 0; i < N_USUAL; i++)
		if (!strcmp(from, usual[i].from)) {
			column->name = export_words(usual[i].name);
			column->id = mapped ? mapped->id : usual[i].id;
		}
	if (mapped && (mapped->name.en || mapped->name.vi))
		column->name = mapped->name;
	return mapped || column->id ? CHISO_OK : CHISO_ENOMEM;
}

/* Every dimension is something that results have. */
static void check_dimension(struct export *export, const char *from)
{
	struct export_column column = {.from = from};
	const char *known = "freq, unit, indicator, output, period";

	if (!export_is_breakdown(&column) || is_key(export, from))
		return;
	for (uint32_t i = 0; known && i < export->plain->about.n_keys; i++)
		known = arena_printf(&export->arena, "%s, %s", known,
		                     export->plain->about.keys[i]);
	report(export->results->context, MSG_EXPORT_NO_DIMENSION, (struct place){0}, from,
	       known ? known : "");
}

static int make_columns(struct export *export)
{
	static const char *const first[] = {"freq", "unit", "indicator", "period"};
	const struct mapping *mapping = export->mapping;
	const struct chiso_about *about = &export->plain->about;
	size_t room = mapping->n_dimensions + about->n_keys + N_USUAL;
	int status = CHISO_OK;

	export->dimensions = arena_new(&export->arena, room, sizeof *export->dimensions);
	if (!export->dimensions)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < mapping->n_dimensions && !status; i++) {
		check_dimension(export, mapping->dimensions[i].from);
		status = add_dimension(export, mapping->dimensions[i].from, &mapping->dimensions[i]);
	}
	if (mapping->n_dimensions)
		return status;
	for (size_t i = 0; i < sizeof first / sizeof *first && !status; i++)
		status = add_dimension(export, first[i], NULL);
	for (uint32_t i = 0; i < about->n_keys && !status; i++)
		status = add_dimension(export, about->keys[i], NULL);
	return status;
}

/* A dimension that is left out takes what is broken down by it along; one that nobody mentions would
 * do so in silence. */
static int has_place(struct export *export, const struct chiso_cell *cell)
{
	for (uint32_t k = 0; k < cell->n_keys; k++) {
		size_t i = 0;

		while (i < export->n_dimensions && strcmp(export->dimensions[i].from, cell->keys[k]))
			i++;
		if (i == export->n_dimensions) {
			report(export->results->context, MSG_EXPORT_NO_PLACE, (struct place){0},
			       cell->keys[k]);
			return 0;
		}
		if (!export->dimensions[i].id)
			return 0;
	}
	return 1;
}

/* ---- rows ---- */

/* Elsewhere a code is one unit: figures of a unit outside its own time have no place there. */
static int is_in_its_time(const struct chiso_cell *cell)
{
	return cell->boundaries_by == CHISO_BOUNDARIES_OWN ||
	       cell->boundaries_by == CHISO_BOUNDARIES_REPORTED;
}

/* What a reader of the bare number would not know. */
static const char *comment_of(struct export *export, const struct chiso_cell *cell)
{
	static const enum message bounds[] = {[CHISO_ABOUT] = MSG_EXPORT_ABOUT,
	                                      [CHISO_LOWER_BOUND] = MSG_EXPORT_LOWER,
	                                      [CHISO_UPPER_BOUND] = MSG_EXPORT_UPPER};
	const char *text = "";

	if (cell->value.type == CHISO_F64 && cell->bound != CHISO_EXACT)
		text = message_text(bounds[cell->bound], "en");
	if (cell->synthetic)
		text = label_join(&export->arena, text, "; ", message_text(MSG_SYNTHETIC, "en"));
	if (text && cell->n_adjustments) {
		const char *line = adjustments_line(&export->arena, cell->adjustments,
		                                    cell->n_adjustments);

		line = line ? arena_printf(&export->arena, "%s %s",
		                           message_text(MSG_EXPORT_ADJUSTED, "en"), line)
		            : NULL;
		text = line ? label_join(&export->arena, text, "; ", line) : NULL;
	}
	return text;
}

/* Two results with one key are one observation too many. */
static int check_key(struct export *export, const uint32_t *at, const struct chiso_cell *cell)
{
	size_t n = export->n_dimensions * sizeof *at;
	size_t before = export->keys.n;

	if (intern(&export->keys, (const char *)at, n) == UINT32_MAX)
		return CHISO_ENOMEM;
	if (export->keys.n == before)
		report(export->results->context, MSG_EXPORT_TWICE, (struct place){0},
		       cell->indicator, cell->output, cell->unit, cell->period);
	return CHISO_OK;
}

static int add_row(struct export *export, const struct chiso_cell *cell)
{
	uint32_t *at = arena_new(&export->arena, export->n_dimensions, sizeof *at);
	struct chiso_cell *own = arena_new(&export->arena, 1, sizeof *own);
	struct export_row row = {.cell = own, .at = at};
	int fits = at && own ? export_code_row(export, cell, at, &row.status) : CHISO_ENOMEM;

	if (fits <= 0)
		return fits;
	*own = *cell;
	row.comment = comment_of(export, cell);
	if (!row.comment || GROW(&export->rows, export->n_rows, &export->cap))
		return CHISO_ENOMEM;
	export->has_comments |= *row.comment != 0;
	export->rows[export->n_rows++] = row;
	return check_key(export, at, cell);
}

int export_open(struct export *export, struct chiso_results *results, enum export_form form)
{
	static const struct mapping none;
	size_t before = context_errors(results->context);

	export->results = results;
	export->plain = results_plain(results);
	export->mapping = results->mapping ? results->mapping : &none;
	export->form = form;
	export->status = (struct export_column){.from = "status",
	                                        .id = "OBS_STATUS",
	                                        .name = export_words(MSG_EXPORT_STATUS)};
	if (export->mapping->status.id) {
		export->status.mapped = &export->mapping->status;
		export->status.id = export->mapping->status.id;
		if (export->mapping->status.name.en || export->mapping->status.name.vi)
			export->status.name = export->mapping->status.name;
	}
	if (form == EXPORT_SDMX && !export->mapping->dataflow)
		report(results->context, MSG_EXPORT_NO_DATAFLOW, ((struct place){0}), "");
	int status = make_columns(export);
	if (!status && context_errors(results->context) > before)
		return CHISO_EDATA;
	for (size_t i = 0; i < results_count(export->plain) && !status; i++) {
		const struct chiso_cell cell = results_cell(export->plain, i);

		if (is_in_its_time(&cell) && has_place(export, &cell))
			status = add_row(export, &cell);
	}
	if (!status && context_errors(results->context) > before)
		status = CHISO_EDATA;
	return status;
}

static void clear_column(struct export_column *column)
{
	intern_clear(&column->met);
	free(column->codes);
}

void export_clear(struct export *export)
{
	for (size_t i = 0; i < export->n_dimensions; i++)
		clear_column(&export->dimensions[i]);
	clear_column(&export->status);
	intern_clear(&export->keys);
	free(export->rows);
	arena_clear(&export->arena);
}

/* ---- what writers share ---- */

const struct export_code *export_code_of(const struct export *export, const struct export_row *row,
                                         const char *from)
{
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (export->dimensions[i].id && !strcmp(export->dimensions[i].from, from))
			return &export->dimensions[i].codes[row->at[i]];
	return NULL;
}

const char *export_number(struct export *export, const struct export_row *row)
{
	char out[NUMBER_ROOM];

	if (row->cell->value.type != CHISO_F64)
		return "NaN";
	size_t n = number_print(out, row->cell->value.as.f64);
	return arena_text(&export->arena, out, n);
}

void export_field(struct sink *sink, const char *text, int is_first)
{
	if (!is_first)
		sink_text(sink, ",");
	if (!text || !strpbrk(text, ",\"\r\n")) {
		sink_text(sink, text);
		return;
	}
	sink_text(sink, "\"");
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		sink_bytes(sink, text, (size_t)(quote - text) + 1);
		sink_text(sink, "\"");
	}
	sink_text(sink, text);
	sink_text(sink, "\"");
}

/* ---- the call ---- */

static const struct format {
	const char *name;
	enum export_form form;
	int (*write)(struct export *, struct sink *);
} formats[] = {
	{"sdmx-csv", EXPORT_SDMX, export_sdmx_csv},
	{"sdmx-csv-1", EXPORT_SDMX, export_sdmx_csv_1},
	{"sdmx-json", EXPORT_SDMX, export_sdmx_json},
	{"datapackage", EXPORT_FREE, export_datapackage},
	{"datapackage-csv", EXPORT_FREE, export_datapackage_csv},
	{"dhis2", EXPORT_DHIS2, export_dhis2},
	{"worldbank", EXPORT_FREE, export_worldbank},
};

static int write_format(struct chiso_results *results, const struct format *format,
                        int64_t prepared, struct sink *sink)
{
	struct export export = {.prepared = prepared};
	int status = export_open(&export, results, format->form);

	if (!status)
		status = format->write(&export, sink);
	export_clear(&export);
	return status;
}

int export_write(struct chiso_results *results, const char *format, int64_t prepared,
                 struct sink *sink)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (!strcmp(formats[i].name, format))
			return write_format(results, &formats[i], prepared, sink);
	if (!strcmp(format, "xlsx"))
		return export_xlsx(results, prepared, sink);
	report(results->context, MSG_NO_SUCH_FORMAT, ((struct place){0}), format,
	       "sdmx-csv, sdmx-csv-1, sdmx-json, datapackage, datapackage-csv, dhis2, worldbank, "
	       "xlsx");
	return CHISO_EUSE;
}

int chiso_results_export(struct chiso_results *results, const struct chiso_export *what,
                         chiso_write_fn *write, void *user)
{
	struct sink sink = {.write = write, .user = user};
	int status = export_write(results, what->format,
	                          what->prepared ? what->prepared : (int64_t)time(NULL), &sink);

	status = sink_close(&sink, status);
	if (status == CHISO_ENOMEM)
		report(results->context, MSG_OUT_OF_MEMORY, ((struct place){0}), "");
	return status;
}
