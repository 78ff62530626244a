/* SPDX-License-Identifier: MIT */
/* What the files of a dataset have already: the layout of the last of them, the levels that report,
 * the last period, whether units are written by code or by name.  A record that can't be used is
 * passed over: to say so is the business of those who read the data. */
#include "base/grow.h"
#include "template/template.h"

#include "base/context.h"
#include "units/sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file that is looked at: the fields that say unit and period, and the pairs of them that were
 * met. */
struct look {
	struct form *form;
	const struct source_file *file;
	int unit, period; /* -1: no such field */
	int is_layout;    /* the form has this one's layout */
	struct intern *pairs;
	struct arena scratch;
};

static int field_of(const struct reader *reader, const struct source_file *file, const char *name)
{
	int column = name ? reader_column(reader, name) : -1;

	return column >= 0 && (size_t)column < file->n_at ? file->at[column] : -1;
}

static int is_total(struct look *look, struct slice text)
{
	const struct names *totals = &look->form->dataset->format.totals;
	const char *folded = text_fold(&look->scratch, text.text, text.n);

	for (size_t i = 0; folded && i < totals->n; i++) {
		const char *total =
			text_fold(&look->scratch, totals->items[i], strlen(totals->items[i]));

		if (total && !strcmp(total, folded))
			return 1;
	}
	return 0;
}

/* Which columns have the unit's code or a name of it beside the column that says whose a record is.
 */
static void note_names(struct look *look, const struct csv *csv, int unit, struct period when)
{
	struct form *form = look->form;
	const struct unit *met = &form->project->units.list[unit];

	form->is_met = 1;
	for (size_t i = 0; i < csv->n_fields; i++) {
		struct slice text = cell_trim(csv->fields[i].text);
		int says = 0;

		if (!form->says_unit[i])
			continue;
		if (slice_is(text, met->code))
			says = SAYS_CODE;
		else if (text.n && units_find(&form->project->units, form->quiet, (struct place){0},
					      text.text, text.n, when) == unit)
			says = SAYS_NAME;
		form->says_unit[i] &= (uint8_t)says;
		if (says == SAYS_NAME && form->says_unit[i] && !form->met_lang)
			form->met_lang =
				met->name_en && slice_is(text, met->name_en) &&
						(!met->name_vi || !slice_is(text, met->name_vi))
					? "en"
					: "vi";
	}
}

static int meet_unit(struct look *look, const struct csv *csv, struct slice text,
		     struct period period)
{
	struct form *form = look->form;
	struct units *units = &form->project->units;
	struct period when = dataset_coding(form->dataset, period);
	size_t before = units->n;
	int unit = units_find(units, form->quiet, (struct place){0}, text.text, text.n, when);

	if (unit == UNIT_NONE)
		return CHISO_OK;
	const struct unit *met = &units->list[unit];
	if (*met->level && texts_add(&form->met_levels, met->level) < 0)
		return CHISO_ENOMEM;
	if (look->is_layout && !units->implicit)
		note_names(look, csv, unit, when);
	if (!units->implicit)
		return CHISO_OK;
	for (size_t i = 0; i < form->n_met && units->n == before; i++)
		if (form->met[i] == unit)
			return CHISO_OK;
	if (GROW(&form->met, form->n_met, &form->met_cap))
		return CHISO_ENOMEM;
	form->met[form->n_met++] = unit;
	return CHISO_OK;
}

static int meet_record(struct look *look, const struct csv *csv)
{
	struct form *form = look->form;
	const struct slice nothing = {"", 0};
	struct slice unit = look->unit >= 0 ? cell_trim(csv->fields[look->unit].text) : nothing;
	struct slice text = look->period >= 0 ? cell_trim(csv->fields[look->period].text) : nothing;
	struct period period = {1, 0};
	size_t before = look->pairs->n;
	const char *pair = arena_printf(&look->scratch, "%.*s\n%.*s", (int)unit.n, unit.text,
					(int)text.n, text.text);

	if (!pair || intern(look->pairs, pair, strlen(pair)) == UINT32_MAX)
		return CHISO_ENOMEM;
	if (look->pairs->n == before || (unit.n && is_total(look, unit)) ||
	    (look->period >= 0 && period_of_text(&period, text.text, text.n)))
		return CHISO_OK;
	if (!period_is_none(period) &&
	    (period_is_none(form->latest) || period_compare(period, form->latest) > 0))
		form->latest = period;
	return unit.n ? meet_unit(look, csv, unit, period) : CHISO_OK;
}

static int read_header(struct look *look, const struct csv *csv)
{
	struct form *form = look->form;

	if (!look->is_layout)
		return CHISO_OK;
	form->file = look->file;
	form->n_head = (size_t)(csv->at - look->file->bytes.data);
	form->says_unit = arena_new(&form->arena, csv->n_fields, 1);
	if (!form->says_unit)
		return CHISO_ENOMEM;
	memset(form->says_unit, SAYS_NAME | SAYS_CODE, csv->n_fields);
	return CHISO_OK;
}

static int look_into(struct look *look)
{
	const struct source_file *file = look->file;
	const struct reader *reader = look->form->reader;
	struct csv csv;
	int got, status = CHISO_OK;

	look->unit = field_of(reader, file, look->form->unit);
	look->period = field_of(reader, file, look->form->period);
	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, file->delimiter,
		 file->skip);
	got = csv_next(&csv);
	if (got > 0)
		status = read_header(look, &csv);
	while (!status && (got = csv_next(&csv)) != 0) {
		if (got > 0 && csv.n_fields == file->n_fields)
			status = meet_record(look, &csv);
		else if (got == CHISO_ENOMEM)
			status = got;
		arena_clear(&look->scratch);
	}
	csv_close(&csv);
	return status;
}

/* ---- files ----------------------------------------------------------------------------------- */

static int is_blank(const struct bytes *bytes)
{
	size_t at = bytes->n >= 3 && !memcmp(bytes->data, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < bytes->n && memchr(" \t\r\n", bytes->data[at], 4))
		at++;
	return at == bytes->n;
}

/* A file that is not there yet, or has nothing in it, is what a form is for. */
static int open_file(const struct form *form, size_t i)
{
	struct reader *reader = form->reader;
	const struct names *files = &reader->spec->files;
	struct source_file *file = &reader->files[reader->n_files];
	struct stat info;

	if (stat(files->items[i], &info) && errno == ENOENT)
		return CHISO_OK;
	file->name = finding_file(reader->context, files->items[i]);
	if (!file->name)
		return CHISO_ENOMEM;
	int status = file_read(&file->bytes, reader->context, files->places[i], files->items[i]);
	if (status)
		return status;
	/* From here on it is closed with the others. */
	reader->n_files++;
	if (is_blank(&file->bytes)) {
		bytes_clear(&file->bytes);
		*file = (struct source_file){0};
		reader->n_files--;
		return CHISO_OK;
	}
	if (!sheet_is_utf8(reader->context, file->name, file->bytes.data, file->bytes.n))
		return CHISO_EDATA;
	/* That lines above the header were found is no news here; that there is no header is. */
	reader->context = form->quiet;
	status = sniff_header(reader, reader->n_files - 1);
	reader->context = form->context;
	return status == CHISO_EDATA ? sniff_header(reader, reader->n_files - 1) : status;
}

static int open_files(struct form *form)
{
	struct reader *reader = calloc(1, sizeof *reader);
	int status = CHISO_OK;

	form->reader = reader;
	if (!reader)
		return CHISO_ENOMEM;
	reader->project = form->project;
	reader->context = form->context;
	reader->spec = form->dataset;
	reader->files =
		arena_new(&reader->arena, form->dataset->files.n + 1, sizeof *reader->files);
	if (!reader->files)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < form->dataset->files.n && status != CHISO_ENOMEM; i++) {
		int one = open_file(form, i);

		if (one)
			status = one;
	}
	return status;
}

/* The form goes by the last file: that is the latest one of a list, as layouts change. */
int template_look(struct form *form)
{
	struct intern pairs = {0};
	int status = open_files(form);

	for (size_t i = 0; !status && i < form->reader->n_files; i++) {
		struct look look = {.form = form,
				    .file = &form->reader->files[i],
				    .is_layout = i + 1 == form->reader->n_files,
				    .pairs = &pairs};

		status = look_into(&look);
		arena_clear(&look.scratch);
		/* Only what the last file has is its layout, and every file is looked at anew. */
		intern_clear(&pairs);
		pairs = (struct intern){0};
	}
	return status;
}
