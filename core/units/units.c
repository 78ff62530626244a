/* SPDX-License-Identifier: MIT */
#include "units/units.h"

#include "base/context.h"
#include "base/grow.h"
#include "units/sheet.h"
#include "units/units_index.h"
#include "units/units_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[COLUMNS] = {"code",  "name_vi",    "name_en",  "parent",
                                             "level", "valid_from", "valid_to", "children"};

static void failed(struct units_reading *reading, int status)
{
	if (reading->status != CHISO_ENOMEM)
		reading->status = status;
}

/* ---- The header ------------------------------------------------------------------------------ */

/* A column that is not one of ours may be an attribute, or one of ours with a slip. */
static void add_attribute(struct units_reading *reading, size_t i)
{
	struct units *units = reading->units;
	struct slice text = sheet_trim(reading->csv.fields[i].text);
	const char *name = text_nfc(&units->arena, text.text, text.n);
	struct nearest nearest = nearest_to(name ? name : "");

	for (int c = 0; c < COLUMNS; c++)
		if (reading->column[c] < 0)
			nearest_offer(&nearest, columns[c]);
	if (nearest.best)
		report(reading->context, MSG_UNITS_COLUMN_NEAR, csv_place(&reading->csv, i), name,
		       nearest.best);
	if (!name) {
		failed(reading, CHISO_ENOMEM);
		return;
	}
	reading->attributes[units->n_attributes] = i;
	units->attributes[units->n_attributes++] = name;
}

static void read_attributes(struct units_reading *reading)
{
	const struct csv *csv = &reading->csv;
	struct units *units = reading->units;

	units->attributes = arena_new(&units->arena, csv->n_fields, sizeof *units->attributes);
	reading->attributes = arena_new(&units->arena, csv->n_fields, sizeof *reading->attributes);
	if (!units->attributes || !reading->attributes) {
		failed(reading, CHISO_ENOMEM);
		return;
	}
	for (size_t i = 0; i < csv->n_fields; i++) {
		int c = 0;

		while (c < COLUMNS && !slice_is(sheet_trim(csv->fields[i].text), columns[c]))
			c++;
		if (c == COLUMNS)
			add_attribute(reading, i);
	}
}

static void read_header(struct units_reading *reading)
{
	const struct csv *csv = &reading->csv;

	reading->n_header = csv->n_fields;
	for (int c = 0; c < COLUMNS; c++) {
		reading->column[c] = -1;
		for (size_t i = 0; i < csv->n_fields; i++) {
			if (!slice_is(sheet_trim(csv->fields[i].text), columns[c]))
				continue;
			if (reading->column[c] >= 0) {
				report(reading->context, MSG_UNITS_COLUMN_TWICE, csv_place(csv, i),
				       columns[c]);
				failed(reading, CHISO_EDATA);
			} else {
				reading->column[c] = (int)i;
			}
		}
	}
	read_attributes(reading);
	int code = reading->column[CODE] >= 0;
	if (code && (reading->column[NAME_VI] >= 0 || reading->column[NAME_EN] >= 0))
		return;
	report(reading->context, MSG_UNITS_COLUMN_MISSING, csv_place(csv, 0), "",
	       code ? "name_vi" : "code");
	failed(reading, CHISO_EDATA);
}

/* ---- A row ----------------------------------------------------------------------------------- */

static struct slice field(const struct units_reading *reading, enum unit_column column)
{
	int i = reading->column[column];

	if (i < 0 || (size_t)i >= reading->csv.n_fields)
		return (struct slice){"", 0};
	return sheet_trim(reading->csv.fields[i].text);
}

/* The text of a field in NFC, "" when it is not there. */
static const char *text_of(struct units_reading *reading, enum unit_column column)
{
	struct slice text = field(reading, column);
	const char *copy = text_nfc(&reading->units->arena, text.text, text.n);

	if (!copy)
		failed(reading, CHISO_ENOMEM);
	return copy ? copy : "";
}

static struct place place_of(const struct units_reading *reading, enum unit_column column)
{
	int i = reading->column[column];

	return csv_place(&reading->csv,
	                 i < 0 || (size_t)i >= reading->csv.n_fields ? 0 : (size_t)i);
}

static void fault(struct units_reading *reading, enum message id, enum unit_column column)
{
	report(reading->context, id, place_of(reading, column), text_of(reading, column));
	failed(reading, CHISO_EDATA);
}

static void read_date(struct units_reading *reading, enum unit_column column, int32_t *day)
{
	struct slice text = field(reading, column);

	if (text.n && date_read(day, text.text, text.n, 1))
		fault(reading, MSG_UNITS_DATE, column);
}

static void read_validity(struct units_reading *reading, struct unit *unit)
{
	char from[PERIOD_ROOM], to[PERIOD_ROOM];

	unit->valid_from = INT32_MIN;
	unit->valid_to = INT32_MAX;
	read_date(reading, VALID_FROM, &unit->valid_from);
	read_date(reading, VALID_TO, &unit->valid_to);
	if (unit->valid_from <= unit->valid_to)
		return;
	date_print_for_people(from, unit->valid_from, reading->context->lang);
	date_print_for_people(to, unit->valid_to, reading->context->lang);
	report(reading->context, MSG_UNITS_ENDS_FIRST, place_of(reading, VALID_TO), to, from);
	failed(reading, CHISO_EDATA);
	unit->valid_to = INT32_MAX;
}

static void read_children(struct units_reading *reading, struct unit *unit)
{
	struct slice text = field(reading, CHILDREN);

	unit->children_complete = !slice_is(text, "some");
	if (text.n && unit->children_complete && !slice_is(text, "all"))
		fault(reading, MSG_UNITS_CHILDREN, CHILDREN);
}

/* What the further columns say of the unit; "" where the row has no such field. */
static const char *const *attributes_of(struct units_reading *reading)
{
	struct units *units = reading->units;
	const char **texts = arena_new(&units->arena, units->n_attributes, sizeof *texts);

	for (size_t i = 0; texts && i < units->n_attributes; i++) {
		size_t at = reading->attributes[i];
		struct slice text = {"", 0};

		if (at < reading->csv.n_fields)
			text = sheet_trim(reading->csv.fields[at].text);
		texts[i] = text.n ? arena_text(&units->arena, text.text, text.n) : "";
		if (!texts[i])
			return NULL;
	}
	return texts;
}

static void check_width(struct units_reading *reading)
{
	char met[32], wanted[32];

	if (reading->csv.n_fields == reading->n_header)
		return;
	snprintf(met, sizeof met, "%zu", reading->csv.n_fields);
	snprintf(wanted, sizeof wanted, "%zu", reading->n_header);
	report(reading->context, MSG_UNITS_WIDTH, csv_place(&reading->csv, 0), met, wanted);
	failed(reading, CHISO_EDATA);
}

static void read_row(struct units_reading *reading)
{
	struct units *units = reading->units;
	struct unit unit = {.place = place_of(reading, CODE), .parent = UNIT_NONE};

	check_width(reading);
	if (GROW(&units->list, units->n, &units->cap) ||
	    GROW(&reading->parents, units->n, &reading->parents_cap)) {
		failed(reading, CHISO_ENOMEM);
		return;
	}
	unit.attributes = attributes_of(reading);
	if (!unit.attributes) {
		failed(reading, CHISO_ENOMEM);
		return;
	}
	unit.code = text_of(reading, CODE);
	unit.level = text_of(reading, LEVEL);
	unit.parent_code = text_of(reading, PARENT);
	const char *name_vi = text_of(reading, NAME_VI), *name_en = text_of(reading, NAME_EN);
	unit.name_vi = *name_vi ? name_vi : NULL;
	unit.name_en = *name_en ? name_en : NULL;
	read_validity(reading, &unit);
	read_children(reading, &unit);
	if (!*unit.code)
		fault(reading, MSG_UNITS_NO_CODE, CODE);
	if (!unit.name_vi && !unit.name_en) {
		report(reading->context, MSG_UNITS_NO_NAME, unit.place, unit.code);
		failed(reading, CHISO_EDATA);
	}
	if (!*unit.code)
		return;
	reading->parents[units->n] = place_of(reading, PARENT);
	units->list[units->n++] = unit;
}

/* ---- The file -------------------------------------------------------------------------------- */

static void read_all(struct units_reading *reading)
{
	int more = csv_next(&reading->csv);

	if (more == 1)
		read_header(reading);
	else
		failed(reading, more ? more : CHISO_EDATA);
	if (!more)
		report(reading->context, MSG_UNITS_COLUMN_MISSING,
		       ((struct place){reading->csv.file, 1, 1}), "", columns[CODE]);
	/* Without codes every row would be a fault. */
	if (more != 1 || reading->column[CODE] < 0)
		return;
	while (reading->status != CHISO_ENOMEM && (more = csv_next(&reading->csv)))
		if (more == 1)
			read_row(reading);
		else
			failed(reading, more);
}

static size_t common_length(const struct units *units)
{
	size_t length = units->n ? strlen(units->list[0].code) : 0;

	for (size_t i = 1; i < units->n; i++)
		if (strlen(units->list[i].code) != length)
			return 0;
	return length;
}

int units_read(struct units *units, struct chiso_context *context, const char *file,
               const char *data, size_t n)
{
	struct units_reading reading = {.units = units, .context = context};
	const char *name = finding_file(context, file);
	size_t errors = context_errors(context);

	*units = (struct units){0};
	if (!name)
		return CHISO_ENOMEM;
	if (!sheet_is_utf8(context, name, data, n))
		return CHISO_EDATA;
	csv_open(&reading.csv, context, name, data, n, 0, 0);
	read_all(&reading);
	csv_close(&reading.csv);
	units->code_length = common_length(units);
	if (!reading.status && !units->n) {
		report(context, MSG_UNITS_EMPTY, ((struct place){name, 1, 1}), "");
		failed(&reading, CHISO_EDATA);
	}
	if (reading.status != CHISO_ENOMEM && units->n) {
		int status = index_codes(units);

		if (!status)
			status = units_check(units, context, reading.parents);
		if (status)
			failed(&reading, status);
	}
	free(reading.parents);
	/* Some faults of CSV don't keep a record from being read. */
	if (!reading.status && context_errors(context) > errors)
		failed(&reading, CHISO_EDATA);
	return reading.status;
}

void units_clear(struct units *units)
{
	index_free(units->index);
	free(units->list);
	arena_clear(&units->arena);
	*units = (struct units){0};
}

/* ---- Units ----------------------------------------------------------------------------------- */

int units_with_code(const struct units *units, const char *code)
{
	size_t n = 0;
	const struct unit_entry *entry =
		units->index ? table_find(&units->index->codes, code, strlen(code), &n) : NULL;

	return n ? entry->unit : UNIT_NONE;
}

int unit_is_valid(const struct unit *unit, struct period period)
{
	return period.first > period.last ||
	       (unit->valid_from <= period.first && period.last <= unit->valid_to);
}

int unit_parent(const struct units *units, int unit, struct period period)
{
	if (period.first > period.last)
		return units->list[unit].parent;
	int parent = unit_on(units, units->list[unit].parent_code, period.first);
	if (parent != UNIT_NONE && !unit_is_valid(&units->list[parent], period))
		parent = UNIT_NONE;
	return parent;
}

const char *unit_name(const struct unit *unit, const char *lang)
{
	int vi = !strcmp(lang, "vi");
	const char *name = vi ? unit->name_vi : unit->name_en;
	const char *other = vi ? unit->name_en : unit->name_vi;

	return name ? name : other ? other : unit->code;
}
