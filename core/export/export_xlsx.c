/* SPDX-License-Identifier: MIT */
/* A workbook for people, in the language of the context: the results, the scoreboard, and what is
 * known about the figures.  Only this file knows libxlsxwriter. */
#include <config.h>

#include "export/export.h"

#include "base/context.h"
#include "display/label.h"
#include "plugin/load.h"

#ifdef HAVE_XLSXWRITER

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>

/* The functions of the library.  It is loaded when a workbook is asked for. */
struct library {
	lxw_workbook *(*new_book)(const char *path);
	lxw_worksheet *(*add_page)(lxw_workbook *book, const char *name);
	lxw_format *(*add_format)(lxw_workbook *book);
	void (*set_bold)(lxw_format *format);
	lxw_error (*set_properties)(lxw_workbook *book, lxw_doc_properties *properties);
	lxw_error (*set_row)(lxw_worksheet *page, lxw_row_t row, double height, lxw_format *format);
	void (*freeze)(lxw_worksheet *page, lxw_row_t row, lxw_col_t column);
	lxw_error (*write_text)(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, const char *text,
	                        lxw_format *format);
	lxw_error (*write_number)(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, double number,
	                          lxw_format *format);
	lxw_error (*close)(lxw_workbook *book);
};

static int open_library(struct library *library)
{
	const struct {
		void *function;
		const char *name;
	} names[] = {{&library->new_book, "workbook_new"},
	             {&library->add_page, "workbook_add_worksheet"},
	             {&library->add_format, "workbook_add_format"},
	             {&library->set_bold, "format_set_bold"},
	             {&library->set_properties, "workbook_set_properties"},
	             {&library->set_row, "worksheet_set_row"},
	             {&library->freeze, "worksheet_freeze_panes"},
	             {&library->write_text, "worksheet_write_string"},
	             {&library->write_number, "worksheet_write_number"},
	             {&library->close, "workbook_close"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!load_function(names[i].function, XLSXWRITER_LIBRARY, names[i].name))
			return 0;
	return 1;
}

enum { MOST_TEXT = 32767 }; /* bytes, so never more characters than a cell of Excel holds */

struct sheet {
	const struct library *library;
	struct chiso_results *results;
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *bold;
	lxw_row_t row;
	lxw_col_t column;
	struct arena arena;
	int is_broken; /* without memory, or past what a sheet holds */
};

/* A text that is cut ends between two characters. */
static const char *fit(struct sheet *sheet, const char *text)
{
	size_t n = strlen(text);
	char *cut;

	if (n <= MOST_TEXT)
		return text;
	n = MOST_TEXT;
	while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	cut = arena_text(&sheet->arena, text, n);
	sheet->is_broken |= !cut;
	return cut ? cut : "";
}

static void put_text(struct sheet *sheet, const char *text)
{
	if (text && *text &&
	    sheet->library->write_text(sheet->page, sheet->row, sheet->column, fit(sheet, text), NULL))
		sheet->is_broken = 1;
	sheet->column++;
}

static void put_number(struct sheet *sheet, double value)
{
	if (sheet->library->write_number(sheet->page, sheet->row, sheet->column++, value, NULL))
		sheet->is_broken = 1;
}

static void put_value(struct sheet *sheet, const struct chiso_value *value)
{
	if (value->type == CHISO_F64)
		put_number(sheet, value->as.f64);
	else
		sheet->column++;
}

static void put_label(struct sheet *sheet, enum message id)
{
	put_text(sheet, label_text(sheet->results->context, id));
}

static void next_row(struct sheet *sheet)
{
	sheet->row++;
	sheet->column = 0;
}

static void begin_page(struct sheet *sheet, enum message name)
{
	sheet->page = sheet->library->add_page(sheet->book, label_text(sheet->results->context, name));
	sheet->row = 0;
	sheet->column = 0;
	sheet->is_broken |= !sheet->page;
}

/* The header stays where it is when the rows are rolled. */
static void put_heads(struct sheet *sheet, const enum message *heads, size_t n)
{
	sheet->library->set_row(sheet->page, sheet->row, LXW_DEF_ROW_HEIGHT, sheet->bold);
	for (size_t i = 0; i < n; i++)
		put_label(sheet, heads[i]);
}

static const char *key_of(const struct chiso_cell *cell, const char *key)
{
	for (uint32_t i = 0; i < cell->n_keys; i++)
		if (!strcmp(cell->keys[i], key))
			return cell->key_values[i];
	return "";
}

static void put_cell(struct sheet *sheet, const struct chiso_cell *cell)
{
	const struct chiso_context *context = sheet->results->context;
	const struct chiso_about *about = &sheet->results->about;
	int there = cell->value.type == CHISO_F64;

	put_text(sheet, cell->indicator);
	put_text(sheet, cell->output);
	put_text(sheet, cell->title);
	put_text(sheet, cell->output_title);
	put_text(sheet, cell->unit);
	put_text(sheet, cell->unit_name);
	put_text(sheet, cell->period);
	for (uint32_t i = 0; i < about->n_keys; i++)
		put_text(sheet, key_of(cell, about->keys[i]));
	put_value(sheet, &cell->value);
	put_text(sheet, there ? "" : label_reason(context, cell->value.reason));
	put_text(sheet, label_unit_measure(context, cell->unit_measure));
	put_text(sheet, there && cell->bound == CHISO_LOWER_BOUND   ? "≥"
	                : there && cell->bound == CHISO_UPPER_BOUND ? "≤"
	                : there && cell->bound == CHISO_ABOUT       ? "≈"
	                                                            : "");
	put_value(sheet, &cell->numerator);
	put_value(sheet, &cell->denominator);
	if (cell_is_suppressed(cell)) {
		put_text(sheet, "");
		put_text(sheet, "");
	} else {
		put_number(sheet, (double)cell->n_used);
		put_number(sheet, (double)cell->n_seen);
	}
	put_number(sheet, cell->reporting);
	put_number(sheet, cell->expected);
	put_text(sheet, cell->synthetic ? label_text(context, MSG_SYNTHETIC) : "");
	if (about->has_design) {
		put_value(sheet, &cell->se);
		put_value(sheet, &cell->ci_low);
		put_value(sheet, &cell->ci_high);
	}
	next_row(sheet);
}

static void put_results(struct sheet *sheet)
{
	static const enum message first[] = {MSG_XLSX_ID,     MSG_XLSX_OUTPUT,
	                                     MSG_HEAD_TITLE,  MSG_HEAD_OUTPUT,
	                                     MSG_XLSX_CODE,   MSG_HEAD_UNIT,
	                                     MSG_HEAD_PERIOD};
	static const enum message last[] = {MSG_HEAD_VALUE,     MSG_XLSX_REASON, MSG_XLSX_MEASURE,
	                                    MSG_LABEL_BOUND,    MSG_XLSX_NUMERATOR,
	                                    MSG_XLSX_DENOMINATOR, MSG_XLSX_USED, MSG_XLSX_SEEN,
	                                    MSG_XLSX_REPORTING, MSG_XLSX_EXPECTED, MSG_LABEL_DATA};
	static const enum message estimate[] = {MSG_HEAD_ERROR, MSG_XLSX_CI_LOW, MSG_XLSX_CI_HIGH};
	const struct chiso_about *about = &sheet->results->about;

	begin_page(sheet, MSG_XLSX_RESULTS);
	put_heads(sheet, first, sizeof first / sizeof *first);
	for (uint32_t i = 0; i < about->n_keys; i++)
		put_text(sheet, about->keys[i]);
	put_heads(sheet, last, sizeof last / sizeof *last);
	if (about->has_design)
		put_heads(sheet, estimate, sizeof estimate / sizeof *estimate);
	sheet->library->freeze(sheet->page, 1, 0);
	next_row(sheet);
	for (size_t i = 0; i < results_count(sheet->results) && !sheet->is_broken; i++) {
		const struct chiso_cell cell = results_cell(sheet->results, i);

		put_cell(sheet, &cell);
	}
}

static void put_assessment(struct sheet *sheet, const struct chiso_assessment *a)
{
	const struct chiso_context *context = sheet->results->context;
	char *target = label_target(&sheet->arena, context, a);

	sheet->is_broken |= !target;
	put_text(sheet, a->goal);
	put_text(sheet, a->title ? a->title : a->goal_title);
	put_text(sheet, a->unit_name);
	put_text(sheet, a->current.period);
	put_value(sheet, &a->current.value);
	put_text(sheet, label_unit_measure(context, a->unit_measure));
	put_text(sheet, target);
	put_text(sheet, label_verdict(context, a->verdict));
	put_text(sheet, a->why ? a->why : a->needs);
	next_row(sheet);
}

static void put_scoreboard(struct sheet *sheet)
{
	static const enum message heads[] = {MSG_HEAD_GOAL,   MSG_HEAD_TITLE,   MSG_HEAD_UNIT,
	                                     MSG_HEAD_PERIOD, MSG_HEAD_LATEST,  MSG_XLSX_MEASURE,
	                                     MSG_HEAD_TARGET, MSG_HEAD_JUDGEMENT, MSG_XLSX_WHY};

	begin_page(sheet, MSG_XLSX_SCOREBOARD);
	put_heads(sheet, heads, sizeof heads / sizeof *heads);
	sheet->library->freeze(sheet->page, 1, 0);
	next_row(sheet);
	for (size_t i = 0; i < sheet->results->n_assessments && !sheet->is_broken; i++)
		put_assessment(sheet, &sheet->results->assessments[i]);
}

/* A source or note, once for each indicator that has it. */
static int put_known(struct sheet *sheet, struct intern *met, const struct chiso_cell *cell,
                     enum message kind, const char *text)
{
	const char *key = arena_printf(&sheet->arena, "%s\n%s", cell->indicator, text);
	size_t before = met->n;

	if (!key || intern(met, key, strlen(key)) == UINT32_MAX)
		return CHISO_ENOMEM;
	if (met->n == before)
		return CHISO_OK;
	put_text(sheet, cell->indicator);
	put_label(sheet, kind);
	put_text(sheet, text);
	next_row(sheet);
	return CHISO_OK;
}

static void put_about(struct sheet *sheet)
{
	const struct chiso_results *results = sheet->results;
	const struct chiso_context *context = results->context;

	put_text(sheet, results->about.title);
	next_row(sheet);
	if (results->about.document_title)
		put_text(sheet, label_document(&sheet->arena, context, results->about.document_title,
		                               results->about.document_date,
		                               results->about.document_status));
	next_row(sheet);
	if (results->about.synthetic)
		put_label(sheet, MSG_SYNTHETIC_DATA);
	next_row(sheet);
	put_text(sheet, arena_printf(&sheet->arena, "chiso %s", chiso_version()));
	next_row(sheet);
	next_row(sheet);
}

static void put_sources(struct sheet *sheet)
{
	static const enum message heads[] = {MSG_XLSX_ID, MSG_XLSX_KIND, MSG_XLSX_TEXT};
	const struct chiso_results *results = sheet->results;
	struct intern met = {0};
	int status = CHISO_OK;

	begin_page(sheet, MSG_HEAD_SOURCES);
	put_about(sheet);
	put_heads(sheet, heads, sizeof heads / sizeof *heads);
	next_row(sheet);
	for (size_t i = 0; i < results_count(results) && !status && !sheet->is_broken; i++) {
		const struct chiso_cell cell = results_cell(results, i);

		if (cell.standard)
			status = put_known(sheet, &met, &cell, MSG_LABEL_STANDARD, cell.standard);
		for (uint32_t k = 0; k < cell.n_sources && !status; k++)
			status = put_known(sheet, &met, &cell, MSG_LABEL_SOURCE, cell.sources[k]);
		for (uint32_t k = 0; k < cell.n_notes && !status; k++)
			status = put_known(sheet, &met, &cell, MSG_LABEL_NOTE, cell.notes[k]);
	}
	sheet->is_broken |= status != CHISO_OK;
	intern_clear(&met);
}

/* Writes the workbook to a file.  0 or CHISO_EIO. */
static int make_book(const struct library *library, struct chiso_results *results, int64_t prepared,
                     const char *path)
{
	struct sheet sheet = {
		.library = library, .results = results, .book = library->new_book(path)};
	lxw_doc_properties about = {.created = (time_t)prepared};

	if (!sheet.book)
		return CHISO_ENOMEM;
	/* The library copies both. */
	about.title = (char *)results->about.title;
	about.comments = (char *)(results->about.synthetic
	                                  ? label_text(results->context, MSG_SYNTHETIC_DATA)
	                                  : "");
	sheet.bold = library->add_format(sheet.book);
	if (sheet.bold)
		library->set_bold(sheet.bold);
	library->set_properties(sheet.book, &about);
	put_results(&sheet);
	if (results->n_assessments)
		put_scoreboard(&sheet);
	put_sources(&sheet);
	arena_clear(&sheet.arena);
	errno = 0;
	return library->close(sheet.book) || sheet.is_broken ? CHISO_EIO : CHISO_OK;
}

/* Copies a file to the sink. */
static int copy(const char *path, struct sink *sink)
{
	char bytes[1 << 14];
	FILE *file = fopen(path, "rb");
	size_t n;

	if (!file)
		return CHISO_EIO;
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		sink_bytes(sink, bytes, n);
	int is_broken = ferror(file);
	fclose(file);
	return is_broken ? CHISO_EIO : CHISO_OK;
}

/* libxlsxwriter writes files only: one in the folder for temporary ones goes to the sink. */
int export_xlsx(struct chiso_results *results, int64_t prepared, struct sink *sink)
{
	const char *folder = getenv("TMPDIR");
	struct library library;
	struct arena arena = {0};

	if (!open_library(&library)) {
		report(results->context, MSG_NO_XLSX_LIBRARY, ((struct place){0}), "");
		return CHISO_EUSE;
	}
	char *path = arena_printf(&arena, "%s/chiso-xlsx.XXXXXX",
	                          folder && *folder ? folder : "/tmp");
	int fd = path ? mkstemp(path) : -1;
	int status = path ? CHISO_EIO : CHISO_ENOMEM;

	if (fd >= 0) {
		close(fd);
		status = make_book(&library, results, prepared, path);
		if (!status)
			status = copy(path, sink);
	}
	if (status == CHISO_EIO)
		report(results->context, MSG_CANNOT_WRITE, ((struct place){0}), path,
		       file_trouble(errno ? errno : EIO, results->context->lang));
	if (fd >= 0)
		unlink(path);
	arena_clear(&arena);
	return status ? status : sink->status;
}

#else

int export_xlsx(struct chiso_results *results, int64_t prepared, struct sink *sink)
{
	(void)prepared;
	(void)sink;
	report(results->context, MSG_NO_XLSX, ((struct place){0}), "");
	return CHISO_EUSE;
}

#endif
