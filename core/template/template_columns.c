/* SPDX-License-Identifier: MIT */
/* The columns of a form: those of the file there is, else those that the project reads; and what
 * each of them is filled with.  Where the lines are figures broken down by columns whose values the
 * project lists, there is one for each of these; records of persons, plots, facilities are not
 * foreseeable. */
#include "template/template.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

/* A column beside that of the codes, for those who fill the form in. */
static const char name_column[] = "unit_name";

/* ---- what is broken down --------------------------------------------------------------------- */

static int has_column(struct form *form, const struct names *names, const char *column)
{
	for (size_t i = 0; i < names->n; i++) {
		const char *one = template_column(form, names->items[i]);

		if (one && !strcmp(one, column))
			return 1;
	}
	return 0;
}

/* The values that a column may have; NULL: nothing says so. */
static const struct names *listed(struct form *form, const char *column)
{
	const struct dataset_spec *dataset = form->dataset;

	for (size_t i = 0; i < dataset->n_rules; i++) {
		const struct rule_spec *rule = &dataset->rules[i];

		if (rule->kind == RULE_COLUMN && rule->one_of.n && !rule->where.source &&
		    has_column(form, &rule->columns, column))
			return &rule->one_of;
	}
	return NULL;
}

static int is_key(const struct form *form, const char *column)
{
	return (form->unit && !strcmp(column, form->unit)) ||
	       (form->period && !strcmp(column, form->period));
}

/* Whether something else tells the records apart than unit, period and listed values: a number of
 * the household, a name of the village. */
static int names_records(struct form *form, const struct names *key)
{
	for (size_t i = 0; i < key->n; i++) {
		const char *column = template_column(form, key->items[i]);

		if (!column || (!is_key(form, column) && !listed(form, column)))
			return 1;
	}
	return 0;
}

/* Whether the lines are records of something, rather than figures of units. */
static int has_records(struct form *form)
{
	const struct chiso_project *project = form->project;
	const struct dataset_spec *dataset = form->dataset;
	int has = dataset->weight.source || dataset->design.is_there || dataset->personal.n ||
		  dataset->interval.from.source || dataset->geometry.wkt.source ||
		  dataset->geometry.lon.source || names_records(form, &dataset->key);

	for (size_t i = 0; i < dataset->n_rules && !has; i++)
		has = dataset->rules[i].kind == RULE_UNIQUE &&
		      names_records(form, &dataset->rules[i].columns);
	for (size_t i = 0; i < project->n_datasets && !has; i++)
		has = project->datasets[i].from == dataset;
	return has;
}

static int is_broken_down_by(struct form *form, const char *column)
{
	const struct chiso_project *project = form->project;
	const struct dataset_spec *dataset = form->dataset;
	int is = has_column(form, &dataset->lines.group, column) ||
		 has_column(form, &dataset->key, column);

	for (size_t i = 0; i < dataset->n_rules && !is; i++)
		is = dataset->rules[i].kind == RULE_UNIQUE &&
		     has_column(form, &dataset->rules[i].columns, column);
	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];
		int reads = 0;

		for (uint32_t k = 0; k < spec->n_sources; k++)
			reads |= spec->sources[k] == dataset;
		for (size_t k = 0; k < spec->n_by && reads && !is; k++)
			is = has_column(form, &spec->by[k], column);
	}
	return is;
}

static void fill_values(struct form *form)
{
	int is_figures = !has_records(form);

	for (size_t i = 0; i < form->n_columns; i++) {
		struct form_column *column = &form->columns[i];
		const struct names *values = column->fill == FORM_BLANK && is_figures
						     ? listed(form, column->name)
						     : NULL;

		if (!values || !is_broken_down_by(form, column->name))
			continue;
		column->fill = FORM_VALUE;
		column->values = values->items;
		column->n_values = values->n;
	}
}

/* Of files with one value a line: the codes that the project reads. */
static int fill_codes(struct form *form)
{
	const struct dataset_spec *dataset = form->dataset;
	const char *code = dataset->lines.code.source;
	const char **codes = arena_new(&form->arena, form->asked.n, sizeof *codes);
	size_t n = 0;

	if (!codes)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < form->asked.n; i++) {
		const char *one = form->asked.items[i];

		if (!is_key(form, one) && !has_column(form, &dataset->lines.group, one))
			codes[n++] = one;
	}
	for (size_t i = 0; i < form->n_columns && n; i++)
		if (!strcmp(form->columns[i].name, code)) {
			form->columns[i].fill = FORM_VALUE;
			form->columns[i].values = codes;
			form->columns[i].n_values = n;
		}
	return CHISO_OK;
}

/* ---- the columns ----------------------------------------------------------------------------- */

static void add(struct form *form, const char *name)
{
	const char *lang = form->met_lang ? form->met_lang : form->context->lang;
	struct form_column column = {.name = name, .lang = lang};

	if (form->unit && !strcmp(name, form->unit))
		column.fill = FORM_UNIT;
	else if (form->period && !strcmp(name, form->period))
		column.fill = FORM_PERIOD;
	form->columns[form->n_columns++] = column;
}

/* The header of the file there is. */
static int follow_file(struct form *form)
{
	const struct source_file *file = form->file;
	struct csv csv;
	int status = CHISO_OK;

	csv_open(&csv, NULL, file->name, file->bytes.data, file->bytes.n, file->delimiter,
		 file->skip);
	if (csv_next(&csv) < 1)
		status = CHISO_ENOMEM; /* it could be read before */
	else
		form->columns = arena_new(&form->arena, csv.n_fields, sizeof *form->columns);
	for (size_t i = 0; form->columns && i < csv.n_fields && !status; i++) {
		struct slice text = cell_trim(csv.fields[i].text);
		const char *name = text_nfc(&form->arena, text.text, text.n);

		/* text_nfc() may hand back the file's own bytes. */
		name = name ? arena_text(&form->arena, name,
					 name == text.text ? text.n : strlen(name))
			    : NULL;
		if (name)
			add(form, name);
		else
			status = CHISO_ENOMEM;
	}
	csv_close(&csv);
	form->delimiter = file->delimiter;
	form->newline = form->n_head > 1 && !memcmp(file->bytes.data + form->n_head - 2, "\r\n", 2)
				? "\r\n"
				: "\n";
	return form->columns ? status : CHISO_ENOMEM;
}

/* Which columns say the unit once more: as the records show or, without any, by the header.  One
 * that the project reads has codes of its own, which may look like those of the units. */
static void fill_names(struct form *form)
{
	for (size_t i = 0; i < form->n_columns && form->unit; i++) {
		struct form_column *column = &form->columns[i];
		int is_vi = !strcmp(column->name, "name_vi"),
		    is_en = !strcmp(column->name, "name_en");
		int says = is_vi || is_en || !strcmp(column->name, name_column) ? SAYS_NAME : 0;

		if (form->is_met)
			says = form->says_unit[i];
		if (is_vi || is_en)
			column->lang = is_vi ? "vi" : "en";
		if (column->fill == FORM_UNIT && !(says & SAYS_NAME))
			column->fill = FORM_CODE;
		else if (column->fill == FORM_BLANK && says & SAYS_NAME)
			column->fill = FORM_NAME;
		else if (column->fill == FORM_BLANK && says &&
			 !texts_have(&form->asked, column->name))
			column->fill = FORM_CODE;
	}
}

static int make_columns(struct form *form)
{
	const struct dataset_spec *dataset = form->dataset;
	const struct long_spec *lines = &dataset->lines;
	const struct figures_spec *figures = &dataset->figures;
	struct texts names = {0};
	int is_named = form->unit && !form->project->units.implicit &&
		       !texts_have(&form->asked, name_column),
	    lost = 0;

	for (size_t i = 0; i < form->asked.n; i++) {
		const char *one = form->asked.items[i];

		if (lines->code.source && !is_key(form, one) &&
		    !has_column(form, &lines->group, one))
			continue;
		lost |= texts_add(&names, one) < 0;
		if (is_named && !strcmp(one, form->unit))
			lost |= texts_add(&names, name_column) < 0;
	}
	if (lines->code.source) {
		lost |= texts_add(&names, lines->code.source) < 0;
		lost |= texts_add(&names, lines->value.source) < 0;
		for (int kind = 0; kind < MARK_KINDS; kind++)
			if (figures->marks[kind].source)
				lost |= texts_add(&names, figures->marks[kind].source) < 0;
		for (size_t i = 0; i < figures->n_qualifiers; i++)
			if (figures->qualifiers[i].source)
				lost |= texts_add(&names, figures->qualifiers[i].source) < 0;
	}
	form->columns = arena_new(&form->arena, names.n, sizeof *form->columns);
	for (size_t i = 0; form->columns && i < names.n; i++)
		add(form, names.items[i]);
	free(names.items);
	/* Numbers with a comma are no good between commas. */
	form->delimiter = dataset->format.delimiter              ? dataset->format.delimiter
			  : dataset->format.style.decimal == ',' ? ';'
								 : ',';
	form->newline = "\n";
	return form->columns && !lost ? CHISO_OK : CHISO_ENOMEM;
}

/* Beside what says whose a line is there must be something to fill in. */
static int has_blanks(const struct form *form)
{
	for (size_t i = 0; i < form->n_columns; i++)
		if (form->columns[i].fill == FORM_BLANK)
			return 1;
	return 0;
}

int template_lay_out(struct form *form)
{
	int status = form->file ? follow_file(form) : make_columns(form);

	if (status)
		return status;
	fill_names(form);
	if (form->dataset->lines.code.source)
		status = fill_codes(form);
	fill_values(form);
	if (status || has_blanks(form))
		return status;
	report(form->context, MSG_TEMPLATE_NO_COLUMNS, form->dataset->place, form->dataset->id);
	return CHISO_EUSE;
}
