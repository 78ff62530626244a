/* SPDX-License-Identifier: MIT */
#include "records/lookup.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

int lookups_init(struct lookups *lookups, struct chiso_project *project, struct reader **readers)
{
	*lookups = (struct lookups){.project = project, .readers = readers};
	lookups->tables = calloc(project->n_datasets + 1, sizeof *lookups->tables);
	return lookups->tables ? CHISO_OK : CHISO_ENOMEM;
}

static void *values_of(const struct vector *vector)
{
	switch (vector->type) {
	case CHISO_BOOL:
		return vector->at.boolean;
	case CHISO_DATE:
		return vector->at.date;
	case CHISO_STR:
		return vector->at.str;
	default:
		return vector->at.f64;
	}
}

void lookups_clear(struct lookups *lookups)
{
	for (size_t i = 0; lookups->tables && i < lookups->project->n_datasets; i++) {
		struct lookup_table *table = &lookups->tables[i];

		for (size_t k = 0; k < table->n_columns; k++) {
			free(values_of(&table->columns[k].values));
			free(table->columns[k].values.missing);
		}
		free(table->columns);
		free(table->adjusted);
		nets_clear(table);
		key_spans_clear(&table->rows);
		arena_clear(&table->texts);
		reader_close(table->reader);
		chiso_findings_clear(&table->quiet);
		findings_free(&table->quiet.findings);
	}
	free(lookups->tables);
	*lookups = (struct lookups){0};
}

/* ---- binding ---- */

static int open_table(struct lookup_table *table, struct lookups *lookups,
                      const struct dataset_spec *dataset)
{
	table->quiet = (struct chiso_context){.lang = lookups->project->context->lang,
	                                      .findings.limit = 1};
	table->state = LOOKUP_OPEN;
	int status = reader_open_for(&table->reader, lookups->project, dataset, &table->quiet);
	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	for (size_t i = 0; i < dataset->key.n && !status; i++)
		status = reader_bind_key(table->reader, &table->keys[i], dataset->key.items[i]);
	for (size_t i = 0; i < dataset->key.n && !status; i++)
		if (!table->keys[i].expr)
			status = CHISO_EDATA;
	if (status && status != CHISO_ENOMEM) {
		reader_close(table->reader);
		table->reader = NULL;
		status = CHISO_OK;
	}
	return status;
}

struct lookup_table *lookups_table(struct lookups *lookups, const struct dataset_spec *dataset)
{
	struct lookup_table *table = &lookups->tables[dataset - lookups->project->datasets];

	if (table->state == LOOKUP_NEW && open_table(table, lookups, dataset))
		return NULL;
	return table;
}

int lookups_column(struct lookup_table *table, const char *name, int type)
{
	struct bound bound;

	for (size_t i = 0; i < table->n_columns; i++)
		if (table->columns[i].type == type && !strcmp(table->columns[i].name, name))
			return (int)i;
	if (!table->reader)
		return -1;
	int status = reader_bind_name(table->reader, &bound, name, type);
	if (status || !bound.expr)
		return status == CHISO_ENOMEM ? status : -1;
	if (GROW(&table->columns, table->n_columns, &table->columns_cap))
		return CHISO_ENOMEM;
	table->columns[table->n_columns] =
		(struct looked_up){.name = name, .type = type, .bound = bound, .values.type = type};
	return (int)table->n_columns++;
}

int lookups_share(struct lookups *lookups)
{
	for (size_t i = 0; i < lookups->project->n_datasets; i++) {
		const struct lookup_table *table = &lookups->tables[i];
		struct bound ignored;

		for (size_t k = 0; lookups->readers[i] && k < table->n_columns; k++)
			if (reader_bind_name(lookups->readers[i], &ignored, table->columns[k].name,
			                     table->columns[k].type) == CHISO_ENOMEM)
				return CHISO_ENOMEM;
		for (size_t k = 0; lookups->readers[i] && k < table->n_nets; k++)
			if (table->nets[k].bound.expr &&
			    reader_bind(lookups->readers[i], &ignored, &table->nets[k].where,
			                CHISO_BOOL) == CHISO_ENOMEM)
				return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- keys ---- */

/* Makes it the key, the length of the text, ":" and the text. */
static int append(char **key, struct arena *arena, struct slice text)
{
	char digits[NUMBER_ROOM], *end = digits + sizeof digits, *length = end;
	size_t n = strlen(*key), left = text.n;

	*--length = ':';
	do
		*--length = (char)('0' + left % 10);
	while (left /= 10);
	size_t n_length = (size_t)(end - length);
	char *out = arena_new(arena, n + n_length + text.n + 1, 1);
	if (!out)
		return CHISO_ENOMEM;
	memcpy(out, *key, n);
	memcpy(out + n, length, n_length);
	if (text.n)
		memcpy(out + n + n_length, text.text, text.n);
	*key = out;
	return CHISO_OK;
}

int lookup_key_add(char **key, struct arena *arena, const struct vector *values, size_t row)
{
	char room[NUMBER_ROOM + PERIOD_ROOM];
	struct slice text = {room, 0};

	if (values->missing[row])
		return values->missing[row];
	switch (values->type) {
	case CHISO_F64:
		text.n = number_print(room, values->at.f64[row]);
		break;
	case CHISO_DATE:
		text.n = date_print(room, values->at.date[row]);
		break;
	case CHISO_BOOL:
		room[0] = values->at.boolean[row] ? '1' : '0';
		text.n = 1;
		break;
	default:
		text = values->at.str[row];
	}
	/* No two lists of texts make the same key: a tab can't be told from one inside a text. */
	return append(key, arena, text);
}

int lookups_want_day(const struct dataset_spec *dataset)
{
	return dataset->interval.key.n > 0;
}

/* ---- reading ---- */

static int make_room(struct looked_up *column, size_t n)
{
	struct vector *v = &column->values;

	while (n >= column->missing_cap)
		if (GROW(&v->missing, column->missing_cap, &column->missing_cap))
			return CHISO_ENOMEM;
	while (n >= column->cap) {
		int status;

		switch (v->type) {
		case CHISO_BOOL:
			status = GROW(&v->at.boolean, column->cap, &column->cap);
			break;
		case CHISO_DATE:
			status = GROW(&v->at.date, column->cap, &column->cap);
			break;
		case CHISO_STR:
			status = GROW(&v->at.str, column->cap, &column->cap);
			break;
		default:
			status = GROW(&v->at.f64, column->cap, &column->cap);
		}
		if (status)
			return status;
	}
	return CHISO_OK;
}

/* Keeps one value; a text is copied, for the batch goes. */
static int keep(struct lookup_table *table, struct looked_up *column, uint32_t at,
                const struct vector *from, size_t row)
{
	if (make_room(column, at))
		return CHISO_ENOMEM;
	vector_copy(&column->values, at, from, row);
	if (from->type != CHISO_STR || from->missing[row])
		return CHISO_OK;
	struct slice *text = &column->values.at.str[at];
	text->text = arena_text(&table->texts, text->text, text->n);
	return text->text ? CHISO_OK : CHISO_ENOMEM;
}

/* Notes which values of a record that is kept rest on adjustments. */
static int keep_adjusted(struct lookup_table *table, uint32_t at, size_t row)
{
	const struct reader *reader = table->reader;
	const struct adjusted *a = reader->batch.adjusted ? reader->batch.adjusted[row] : NULL;

	for (; a; a = a->next) {
		const char *mark = reader->texts.texts[a->note];
		int reads_key = 0;

		for (size_t i = 0; i < reader->spec->key.n; i++)
			reads_key |= bound_reads(reader, &table->keys[i], a->column);
		for (size_t i = 0; i < table->n_columns; i++) {
			if (!reads_key && !bound_reads(reader, &table->columns[i].bound, a->column))
				continue;
			if (GROW(&table->adjusted, table->n_adjusted, &table->adjusted_cap))
				return CHISO_ENOMEM;
			table->adjusted[table->n_adjusted++] =
				(struct looked_up_adjusted){at, (int)i, mark};
		}
	}
	return CHISO_OK;
}

static int add_row(struct lookup_table *table, const struct vector *keys, size_t n_keys,
                   const struct vector *values, size_t row)
{
	struct reader *reader = table->reader;
	int of_day = lookups_want_day(reader->spec), status = CHISO_OK;
	char *key = "";
	uint32_t at;

	for (size_t i = 0; i < n_keys && !status; i++)
		status = lookup_key_add(&key, &reader->scratch, &keys[i], row);
	if (status)
		return status < 0 ? status : CHISO_OK;
	/* A key that comes twice is for the dataset's own reader to say. */
	status = key_spans_add(&table->rows, &at, key, strlen(key),
	                       of_day ? reader->turns.first[row] : INT32_MIN,
	                       of_day ? reader->turns.last[row] : INT32_MAX);
	if (status <= 0)
		return status;
	for (size_t i = 0; i < table->n_columns; i++)
		if (keep(table, &table->columns[i], at, &values[i], row))
			return CHISO_ENOMEM;
	return keep_adjusted(table, at, row);
}

static struct vector *run(struct reader *reader, const struct bound *bounds, size_t stride,
                          size_t n)
{
	struct vector *out = arena_new(&reader->scratch, n, sizeof *out);

	for (size_t i = 0; out && i < n; i++) {
		const struct bound *bound =
			(const struct bound *)(const void *)((const char *)bounds + i * stride);

		out[i] = vector_new(&reader->scratch, expr_type(bound->expr), reader->batch.n);
		if (!out[i].at.f64 || bound_run(reader, bound, reader->table, reader->batch.n,
		                                &out[i], &reader->scratch))
			return NULL;
	}
	return out;
}

static int read_rows(struct lookup_table *table)
{
	struct reader *reader = table->reader;
	size_t n_keys = reader->spec->key.n;
	int status;

	while ((status = reader_next(reader)) > 0) {
		const struct vector *keys = run(reader, table->keys, sizeof *table->keys, n_keys);
		const struct vector *values =
			table->n_columns ? run(reader, &table->columns->bound,
		                               sizeof *table->columns, table->n_columns)
					 : keys;

		if (!keys || !values)
			return CHISO_ENOMEM;
		for (size_t row = 0; row < reader->batch.n; row++)
			if (!reader->batch.bad[row] &&
			    add_row(table, keys, n_keys, values, row))
				return CHISO_ENOMEM;
		if (nets_add(table))
			return CHISO_ENOMEM;
	}
	return status;
}

static int load(struct lookups *lookups, struct lookup_table *table, struct place place)
{
	struct reader *reader = table->reader;
	size_t i = (size_t)(table - lookups->tables);
	int status;

	if (table->state == LOOKUP_LOADING) {
		report(lookups->project->context, MSG_LOOKUP_CYCLE, place,
		       lookups->project->datasets[i].id);
		return CHISO_OK;
	}
	if (table->state == LOOKUP_LOADED || !reader)
		return CHISO_OK;
	table->state = LOOKUP_LOADING;
	status = reader_prepare(reader);
	/* Numbers are written as the dataset's own reader found, which has seen more of them. */
	if (!status && lookups->readers[i]) {
		status = sniff_numbers(lookups->readers[i]);
		reader->style = lookups->readers[i]->style;
		reader->knows_style = 1;
	}
	if (!status)
		status = reader_start(reader);
	if (!status)
		status = read_rows(table);
	if (!status)
		status = nets_build(table);
	table->state = LOOKUP_LOADED;
	return status;
}

int lookups_load(struct lookups *lookups, struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < reader->n_calls && !status; i++)
		if (reader->calls[i].table)
			status = load(lookups, reader->calls[i].table, reader->calls[i].place);
	return status;
}
