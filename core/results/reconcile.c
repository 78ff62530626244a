/* SPDX-License-Identifier: MIT */
/* Results beside figures that are printed elsewhere: each at as many decimals as it was printed
 * with, rounded as spreadsheets do. */
#include "base/context.h"
#include "base/grow.h"
#include "derived/derived.h"
#include "display/label.h"
#include "files/csv.h"
#include "files/file.h"
#include "number/number.h"
#include "results/results.h"
#include "units/period.h"

#include <stdlib.h>
#include <string.h>

enum column { INDICATOR, OUTPUT, UNIT, PERIOD, VALUE, SOURCE, N_COLUMNS };
static const char *const names[] = {"indicator", "output", "unit", "period", "value", "source"};

/* A printed figure and what was computed. */
struct figure {
	uint32_t line;
	const char *what; /* "rate.value 187 2025" */
	const char *printed;
	double value, rounded;
	const struct chiso_cell *cell; /* NULL: there is no such result */
	int agrees;
};

struct bulletin {
	struct chiso_results *results;
	const char *path;
	struct csv csv;
	struct arena arena;
	int *column;       /* by field: of `names`, or N_COLUMNS + a name of the results' keys */
	const char **keys; /* all names of keys that cells have */
	size_t n_columns, n_keys;
	struct number_style style;
	struct figure *figures;
	size_t n_figures, cap;
};

/* ---- the columns ---- */

static int find_keys(struct bulletin *bulletin)
{
	const struct chiso_results *results = bulletin->results;
	const char **keys = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < results->cells.n_outputs; i++)
		for (uint32_t k = 0; k < results->cells.outputs[i].n_keys; k++) {
			const char *key = results->cells.outputs[i].keys[k];
			size_t j = 0;

			while (j < n && strcmp(keys[j], key))
				j++;
			if (j < n)
				continue;
			if (GROW(&keys, n, &cap)) {
				free(keys);
				return CHISO_ENOMEM;
			}
			keys[n++] = key;
		}
	bulletin->keys = keys;
	bulletin->n_keys = n;
	return CHISO_OK;
}

/* All names that a column may have, for messages. */
static const char *expected(struct bulletin *bulletin)
{
	const char *text = names[0];

	for (int i = 1; text && i < N_COLUMNS; i++)
		text = arena_printf(&bulletin->arena, "%s, %s", text, names[i]);
	for (size_t i = 0; text && i < bulletin->n_keys; i++)
		text = arena_printf(&bulletin->arena, "%s, %s", text, bulletin->keys[i]);
	return text ? text : "";
}

static int column_of(const struct bulletin *bulletin, struct slice name)
{
	for (int i = 0; i < N_COLUMNS; i++)
		if (slice_is(name, names[i]))
			return i;
	for (size_t i = 0; i < bulletin->n_keys; i++)
		if (slice_is(name, bulletin->keys[i]))
			return N_COLUMNS + (int)i;
	return -1;
}

static int read_header(struct bulletin *bulletin)
{
	struct chiso_context *context = bulletin->results->context;
	struct csv *csv = &bulletin->csv;
	int status = csv_next(csv), has[N_COLUMNS] = {0};

	if (status < 0)
		return status;
	bulletin->n_columns = status ? csv->n_fields : 0;
	bulletin->column = arena_new(&bulletin->arena, bulletin->n_columns + 1, sizeof(int));
	if (!bulletin->column)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < bulletin->n_columns; i++) {
		struct slice name = csv->fields[i].text;
		int column = bulletin->column[i] = column_of(bulletin, name);

		if (column < 0)
			report(context, MSG_BULLETIN_COLUMN, csv_place(csv, i),
			       arena_text(&bulletin->arena, name.text, name.n), expected(bulletin));
		else if (column < N_COLUMNS)
			has[column] = 1;
	}
	for (int i = 0; i < N_COLUMNS; i++)
		if (!has[i] && (i == INDICATOR || i == VALUE))
			report(context, MSG_UNITS_COLUMN_MISSING, csv_place(csv, 0), "", names[i]);
	return CHISO_OK;
}

/* ---- the figures ---- */

/* The field of a column in the record; NULL: the file has no such column. */
static const struct csv_field *field(const struct bulletin *bulletin, int column)
{
	for (size_t i = 0; i < bulletin->n_columns && i < bulletin->csv.n_fields; i++)
		if (bulletin->column[i] == column)
			return &bulletin->csv.fields[i];
	return NULL;
}

/* How the file writes numbers, from all its figures. */
static int find_style(struct bulletin *bulletin)
{
	unsigned seen = 0;
	int status;

	while ((status = csv_next(&bulletin->csv)) != 0) {
		const struct csv_field *value = status > 0 ? field(bulletin, VALUE) : NULL;

		if (status == CHISO_ENOMEM)
			return status;
		if (value)
			seen |= number_evidence(value->text.text, value->text.n);
	}
	bulletin->style = (struct number_style){.decimal = '.'};
	if ((seen & NUMBER_COMMA) && !(seen & NUMBER_POINT))
		bulletin->style = (struct number_style){',', '.'};
	else if ((seen & NUMBER_POINT) && !(seen & NUMBER_COMMA))
		bulletin->style = (struct number_style){'.', ','};
	return CHISO_OK;
}

static int fits_period(struct slice text, const char *period)
{
	struct period wanted, own;

	return slice_is(text, period) ||
	       (!period_read(&wanted, text.text, text.n) &&
	        !period_read(&own, period, strlen(period)) && !period_compare(wanted, own));
}

static int fits_key(const struct chiso_cell *cell, const char *key, struct slice value)
{
	for (uint32_t i = 0; i < cell->n_keys; i++)
		if (!strcmp(cell->keys[i], key))
			return slice_is(value, cell->key_values[i]);
	return value.n == 0;
}

static int fits(const struct bulletin *bulletin, const struct chiso_cell *cell)
{
	for (size_t i = 0; i < bulletin->n_columns && i < bulletin->csv.n_fields; i++) {
		struct slice text = bulletin->csv.fields[i].text;
		int column = bulletin->column[i], is_it = 1;

		if (column == INDICATOR)
			is_it = slice_is(text, cell->indicator);
		else if (column == OUTPUT)
			is_it = slice_is(text, cell->output);
		else if (column == UNIT)
			is_it = slice_is(text, cell->unit) || slice_is(text, cell->unit_name);
		else if (column == PERIOD)
			is_it = fits_period(text, cell->period);
		else if (column >= N_COLUMNS)
			is_it = fits_key(cell, bulletin->keys[column - N_COLUMNS], text);
		if (!is_it)
			return 0;
	}
	return 1;
}

/* The fields of the record that say which result it is. */
static const char *describe(struct bulletin *bulletin)
{
	const char *text = "";

	for (size_t i = 0; text && i < bulletin->n_columns && i < bulletin->csv.n_fields; i++) {
		struct slice one = bulletin->csv.fields[i].text;

		if (one.n && bulletin->column[i] != VALUE && bulletin->column[i] != SOURCE)
			text = arena_printf(&bulletin->arena, "%s%s%.*s", text, *text ? " " : "",
			                    (int)one.n, one.text);
	}
	return text;
}

/* Digits behind the decimal sign. */
static int decimals(const struct bulletin *bulletin, const char *text)
{
	const char *sign = strchr(text, bulletin->style.decimal);

	return sign ? (int)strspn(sign + 1, "0123456789") : 0;
}

static void compare(struct bulletin *bulletin, struct figure *figure)
{
	char text[NUMBER_ROOM];
	size_t n;

	if (!figure->cell || figure->cell->value.type != CHISO_F64)
		return;
	n = number_print_for_people(text, figure->cell->value.as.f64,
	                            decimals(bulletin, figure->printed), "en");
	figure->agrees = !number_read(&figure->rounded, text, n, (struct number_style){'.', ','}) &&
	                 figure->rounded == figure->value;
}

static int read_figure(struct bulletin *bulletin)
{
	struct chiso_results *results = bulletin->results;
	const struct csv_field *value = field(bulletin, VALUE);
	struct figure figure = {.line = bulletin->csv.fields[0].line, .what = describe(bulletin)};
	size_t n = 0;
	char count[NUMBER_ROOM];

	figure.printed = value ? arena_text(&bulletin->arena, value->text.text, value->text.n) : "";
	if (!figure.printed || !figure.what)
		return CHISO_ENOMEM;
	if (!value || number_read(&figure.value, value->text.text, value->text.n, bulletin->style)) {
		report(results->context, MSG_BULLETIN_NUMBER,
		       csv_place(&bulletin->csv, value ? (size_t)(value - bulletin->csv.fields) : 0),
		       figure.printed);
		return CHISO_OK;
	}
	for (size_t i = 0; i < results->cells.n; i++) {
		const struct chiso_cell cell = cells_get(&results->cells, i);
		struct chiso_cell *own;

		if (!fits(bulletin, &cell) || (n && cell.boundaries && !figure.cell->boundaries))
			continue;
		/* The unit that had the code then goes before one on the boundaries of another time. */
		n = n && figure.cell->boundaries && !cell.boundaries ? 1 : n + 1;
		figure.cell = own = arena_new(&bulletin->arena, 1, sizeof *own);
		if (!own)
			return CHISO_ENOMEM;
		*own = cell;
	}
	if (n > 1) {
		number_print(count, (double)n);
		report(results->context, MSG_BULLETIN_MANY, csv_place(&bulletin->csv, 0), count,
		       figure.what, expected(bulletin));
		return CHISO_OK;
	}
	compare(bulletin, &figure);
	if (GROW(&bulletin->figures, bulletin->n_figures, &bulletin->cap))
		return CHISO_ENOMEM;
	bulletin->figures[bulletin->n_figures++] = figure;
	return CHISO_OK;
}

static int read_bulletin(struct bulletin *bulletin)
{
	size_t before = context_errors(bulletin->results->context);
	int status = find_keys(bulletin), more;

	if (!status)
		status = read_header(bulletin);
	if (!status && context_errors(bulletin->results->context) > before)
		status = CHISO_EDATA;
	if (!status)
		status = find_style(bulletin);
	if (status)
		return status;
	csv_rewind(&bulletin->csv, 0);
	csv_next(&bulletin->csv); /* the header again */
	while (!status && (more = csv_next(&bulletin->csv)) != 0)
		if (more > 0)
			status = read_figure(bulletin);
		else if (more == CHISO_ENOMEM)
			status = more;
	if (!status && context_errors(bulletin->results->context) > before)
		status = CHISO_EDATA;
	return status;
}

/* ---- what is said ---- */

static const char *computed(struct bulletin *bulletin, const struct figure *figure)
{
	const struct chiso_context *context = bulletin->results->context;
	char text[NUMBER_ROOM];

	if (!figure->cell)
		return message_text(MSG_BULLETIN_NO_RESULT, context->lang);
	if (figure->cell->value.type != CHISO_F64)
		return label_reason(context, figure->cell->value.reason);
	number_print_for_people(text, figure->cell->value.as.f64, -1, context->lang);
	return arena_printf(&bulletin->arena, "%s", text);
}

static void write_text(struct bulletin *bulletin, struct sink *sink,
                       const struct chiso_reconciled *sum)
{
	const char *lang = bulletin->results->context->lang;
	char n[NUMBER_ROOM], all[NUMBER_ROOM], line[NUMBER_ROOM];

	for (size_t i = 0; i < bulletin->n_figures; i++) {
		const struct figure *figure = &bulletin->figures[i];

		number_print(line, figure->line);
		sink_text(sink, message_fill(&bulletin->arena,
		                             figure->agrees ? MSG_BULLETIN_AGREES : MSG_BULLETIN_DIFFERS,
		                             lang,
		                             (const char *const[]){bulletin->path, line, figure->what,
		                                                   figure->printed,
		                                                   computed(bulletin, figure), NULL}));
		sink_text(sink, "\n");
	}
	number_print_for_people(n, (double)sum->n_agree, 0, lang);
	number_print_for_people(all, (double)sum->n, 0, lang);
	sink_text(sink, message_fill(&bulletin->arena, MSG_BULLETIN_SUM, lang,
	                             (const char *const[]){n, all, NULL}));
	sink_text(sink, "\n");
}

int chiso_results_reconcile(struct chiso_results *results, const char *path, chiso_write_fn *write,
                            void *user, struct chiso_reconciled *out)
{
	struct bulletin bulletin = {.results = results, .path = path};
	struct chiso_reconciled sum = {.size = sizeof sum};
	struct sink sink = {.write = write, .user = user};
	struct bytes bytes = {0};
	int status = file_read(&bytes, results->context, (struct place){0}, path);

	if (!status)
		status = derived_complete(results);
	if (!status) {
		csv_open(&bulletin.csv, results->context, path, bytes.data, bytes.n, 0, 0);
		status = read_bulletin(&bulletin);
		for (size_t i = 0; i < bulletin.n_figures; i++, sum.n++)
			sum.n_agree += bulletin.figures[i].agrees != 0;
		if (!status)
			write_text(&bulletin, &sink, &sum);
		csv_close(&bulletin.csv);
	}
	status = sink_close(&sink, status);
	if (status == CHISO_ENOMEM)
		report(results->context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	free(bulletin.figures);
	free(bulletin.keys);
	bytes_clear(&bytes);
	arena_clear(&bulletin.arena);
	*out = sum;
	return status;
}
