/* SPDX-License-Identifier: MIT */
#include "records/collapse.h"

#include "base/grow.h"
#include "records/lookup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 20 }; /* records of a group whose lines explain shows */

/* ---- opening ---- */

static int type_of(const struct collapse_column *column, struct reader *source)
{
	switch (column->kind) {
	case COLLAPSE_ANY:
	case COLLAPSE_ALL:
	case COLLAPSE_COUNT:
		return CHISO_BOOL;
	case COLLAPSE_FIRST:
		return reader_key_type(source, column->of.source);
	default:
		return CHISO_F64;
	}
}

/* What is wrong with a column that the source defines is said by its own reader.  So the columns in
 * use are compiled in silence; if that fails it is tried again, aloud, for what is wrong here. */
static int bind_one(struct collapse *collapse, const struct collapse_column *column,
                    struct bound *out, struct chiso_context *context)
{
	struct reader *source = collapse->source;
	int status = reader_bind(source, out, &column->of, type_of(column, source));

	if (status != CHISO_EDATA)
		return status;
	source->context = context;
	status = reader_bind(source, out, &column->of, type_of(column, source));
	source->context = &collapse->quiet;
	return status;
}

static int bind_columns(struct collapse *collapse, const struct dataset_spec *spec,
                        struct chiso_context *context)
{
	int broken = 0;

	for (size_t i = 0; i < spec->n_collapsed; i++) {
		const struct collapse_column *column = &spec->collapsed[i];

		collapse->columns[i].column = -1;
		if (!column->of.source)
			continue;
		int status = bind_one(collapse, column, &collapse->columns[i], context);
		if (status == CHISO_ENOMEM)
			return status;
		broken |= status != 0;
	}
	return broken ? CHISO_EDATA : CHISO_OK;
}

static int bind_groups(struct collapse *collapse, const struct dataset_spec *spec,
                       struct chiso_context *context)
{
	struct reader *source = collapse->source;
	int broken = 0;

	for (size_t i = 0; i < spec->group.n; i++) {
		const char *name = spec->group.items[i];
		struct nearest near = nearest_to(name);

		if (!reader_has(source, name)) {
			reader_offer(source, &near);
			report(context, near.best ? MSG_LOOKUP_COLUMN_NEAR : MSG_LOOKUP_COLUMN,
			       spec->group.places[i], name, spec->from->id, near.best);
			broken = 1;
		} else if (reader_bind_key(source, &collapse->groups[i], name) == CHISO_ENOMEM) {
			return CHISO_ENOMEM;
		}
		broken |= !collapse->groups[i].expr;
	}
	return broken ? CHISO_EDATA : CHISO_OK;
}

static void put(FILE *out, const char *text, size_t n)
{
	putc('"', out);
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '"')
			putc('"', out);
		putc(text[i], out);
	}
	putc('"', out);
}

static void put_header(FILE *out, const struct dataset_spec *spec)
{
	for (size_t i = 0; i < spec->group.n + spec->n_collapsed; i++) {
		const char *name = i < spec->group.n ? spec->group.items[i]
		                                     : spec->collapsed[i - spec->group.n].name;

		if (i)
			putc(',', out);
		put(out, name, strlen(name));
	}
	putc('\n', out);
}

static int make_header(struct reader *reader)
{
	struct source_file *file = &reader->files[0];

	file->name = finding_file(reader->context, reader->spec->id);
	FILE *out = file->name ? open_memstream(&file->bytes.data, &file->bytes.n) : NULL;
	if (!out)
		return CHISO_ENOMEM;
	put_header(out, reader->spec);
	return fclose(out) ? CHISO_ENOMEM : CHISO_OK;
}

int collapse_open(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;
	struct collapse *collapse = arena_new(&reader->arena, 1, sizeof *collapse);
	int status;

	if (!collapse || make_header(reader))
		return CHISO_ENOMEM;
	reader->collapse = collapse;
	collapse->quiet = (struct chiso_context){.lang = reader->context->lang,
	                                         .findings.limit = 1};
	sums_init(&collapse->sums, spec->n_collapsed);
	collapse->groups = arena_new(&reader->arena, spec->group.n, sizeof *collapse->groups);
	collapse->columns = arena_new(&reader->arena, spec->n_collapsed, sizeof *collapse->columns);
	if (!collapse->groups || !collapse->columns)
		return CHISO_ENOMEM;
	status = reader_open_for(&collapse->source, reader->project, spec->from, &collapse->quiet);
	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	status = bind_groups(collapse, spec, reader->context);
	if (status != CHISO_ENOMEM) {
		int columns = bind_columns(collapse, spec, reader->context);

		status = columns ? columns : status;
	}
	if (status == CHISO_EDATA) {
		reader_close(collapse->source);
		collapse->source = NULL;
	}
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

int collapse_share(struct reader *reader, struct reader *own)
{
	const struct dataset_spec *spec = reader->spec;
	struct bound ignored;

	if (!reader->collapse->source)
		return CHISO_OK;
	for (size_t i = 0; i < spec->n_collapsed; i++) {
		const struct collapse_column *column = &spec->collapsed[i];

		if (column->of.source &&
		    reader_bind(own, &ignored, &column->of, type_of(column, own)) == CHISO_ENOMEM)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

void collapse_close(struct collapse *collapse)
{
	if (!collapse)
		return;
	reader_close(collapse->source);
	chiso_findings_clear(&collapse->quiet);
	findings_free(&collapse->quiet.findings);
	intern_clear(&collapse->keys);
	free(collapse->found);
	free(collapse->tallies);
	sums_clear(&collapse->sums);
	arena_clear(&collapse->arena);
}

/* ---- taking records ---- */

static const char *value_text(struct collapse *collapse, const struct vector *v, size_t row)
{
	char *text = "";

	if (v->missing[row])
		return "";
	if (lookup_key_add(&text, &collapse->source->scratch, v, row))
		return NULL;
	text = strchr(text, ':') + 1;
	return arena_text(&collapse->arena, text, strlen(text));
}

/* A new group, by its first record. */
static int begin_group(struct collapse *collapse, const struct dataset_spec *spec,
                       const struct vector *keys, size_t row)
{
	const struct batch *batch = &collapse->source->batch;
	size_t n = collapse->keys.n;

	if (GROW(&collapse->found, n - 1, &collapse->found_cap))
		return CHISO_ENOMEM;
	while (n * spec->n_collapsed > collapse->tallies_cap)
		if (GROW(&collapse->tallies, collapse->tallies_cap, &collapse->tallies_cap))
			return CHISO_ENOMEM;
	memset(collapse->tallies + (n - 1) * spec->n_collapsed, 0,
	       spec->n_collapsed * sizeof *collapse->tallies);
	struct collapse_group *group = &collapse->found[n - 1];
	*group = (struct collapse_group){.file = batch->file, .line = batch->line[row]};
	group->key = arena_new(&collapse->arena, spec->group.n, sizeof *group->key);
	for (size_t i = 0; group->key && i < spec->group.n; i++) {
		group->key[i] = value_text(collapse, &keys[i], row);
		if (!group->key[i])
			return CHISO_ENOMEM;
	}
	return group->key ? sums_reserve(&collapse->sums, n) : CHISO_ENOMEM;
}

static int list_record(struct collapse *collapse, struct collapse_group *group, size_t row)
{
	const struct batch *batch = &collapse->source->batch;
	const unsigned long line = batch->line[row];

	if (group->n_listed > MOST_LISTED)
		return CHISO_OK;
	if (!group->n_listed)
		group->records = arena_printf(&collapse->arena, "%s:%lu", batch->file, line);
	else if (group->n_listed == MOST_LISTED)
		group->records = arena_printf(&collapse->arena, "%s, …", group->records);
	else
		group->records = arena_printf(&collapse->arena, "%s, %lu", group->records, line);
	group->n_listed++;
	return group->records ? CHISO_OK : CHISO_ENOMEM;
}

/* Notes which columns of a group rest on adjustments of a record of it. */
static int list_adjusted(struct collapse *collapse, const struct dataset_spec *spec,
                         struct collapse_group *group, size_t row)
{
	const struct reader *source = collapse->source;
	const struct adjusted *a = source->batch.adjusted ? source->batch.adjusted[row] : NULL;

	for (; a; a = a->next)
		for (size_t i = 0; i < spec->group.n + spec->n_collapsed; i++) {
			const struct bound *bound = i < spec->group.n
			                                    ? &collapse->groups[i]
			                                    : &collapse->columns[i - spec->group.n];

			if (!bound_reads(source, bound, a->column))
				continue;
			struct adjusted_from *from = arena_new(&collapse->arena, 1, sizeof *from);
			if (!from)
				return CHISO_ENOMEM;
			*from = (struct adjusted_from){(int)i, source->texts.texts[a->note],
			                               group->adjusted};
			group->adjusted = from;
		}
	return CHISO_OK;
}

static int add(struct collapse *collapse, uint32_t at, size_t column, struct tally *tally, double x,
               double times)
{
	int status = sums_add_times(&collapse->sums, at, column, x, times);

	if (status != CHISO_EDATA)
		return status;
	tally->missing = CHISO_REASON_OUT_OF_DOMAIN;
	return CHISO_OK;
}

/* One value of one record. */
static int take_value(struct collapse *collapse, enum collapse_kind kind, uint32_t at, size_t column,
                      struct tally *tally, const struct vector *v, size_t row, double times)
{
	if (kind == COLLAPSE_FIRST) {
		if (!tally->is_begun)
			tally->first = value_text(collapse, v, row);
		tally->is_begun = 1;
		return tally->first ? CHISO_OK : CHISO_ENOMEM;
	}
	if (v->missing[row]) {
		tally->missing = tally->missing ? tally->missing : v->missing[row];
		return CHISO_OK;
	}
	if (v->type == CHISO_BOOL) {
		tally->some_true |= v->at.boolean[row];
		tally->some_false |= !v->at.boolean[row];
		return v->at.boolean[row] ? add(collapse, at, column, tally, 1, times) : CHISO_OK;
	}
	double x = v->at.f64[row];
	if (!tally->is_begun || x < tally->least)
		tally->least = x;
	if (!tally->is_begun || x > tally->most)
		tally->most = x;
	tally->is_begun = 1;
	return add(collapse, at, column, tally, x, times);
}

static int take_record(struct collapse *collapse, const struct dataset_spec *spec,
                       const struct vector *keys, const struct vector *values, size_t row,
                       struct chiso_context *context)
{
	const struct batch *batch = &collapse->source->batch;
	double times = batch->frequency ? batch->frequency[row] : 1;
	size_t before = collapse->keys.n, n = 0;
	char *key = "";
	int status = CHISO_OK;

	if (times == 0)
		return CHISO_OK;
	while (n < spec->group.n && !status)
		status = lookup_key_add(&key, &collapse->source->scratch, &keys[n++], row);
	if (status > 0 && context) {
		struct place place =
			batch_place(collapse->source, collapse->groups[n - 1].column, row);

		place.file = finding_file(context, place.file);
		report_as(context, collapse->source->project->rejects ? CHISO_WARNING : CHISO_ERROR,
		          MSG_GROUP_MISSING, place, "", spec->id, spec->group.items[n - 1]);
	}
	if (status)
		return status < 0 ? status : CHISO_OK;
	uint32_t at = intern(&collapse->keys, key, strlen(key));
	if (at == UINT32_MAX || (at == before && begin_group(collapse, spec, keys, row)))
		return CHISO_ENOMEM;
	collapse->found[at].n += times;
	status = list_record(collapse, &collapse->found[at], row);
	if (!status)
		status = list_adjusted(collapse, spec, &collapse->found[at], row);
	for (size_t i = 0; i < spec->n_collapsed && !status; i++)
		if (spec->collapsed[i].of.source)
			status = take_value(collapse, spec->collapsed[i].kind, at, i,
			                    &collapse->tallies[at * spec->n_collapsed + i],
			                    &values[i], row, times);
	return status;
}

static struct vector *run(struct reader *source, const struct bound *bounds, size_t n)
{
	struct vector *out = arena_new(&source->scratch, n, sizeof *out);

	for (size_t i = 0; out && i < n; i++) {
		if (!bounds[i].expr)
			continue;
		out[i] = vector_new(&source->scratch, expr_type(bounds[i].expr), source->batch.n);
		if (!out[i].at.f64 || bound_run(source, &bounds[i], source->table, source->batch.n,
		                                &out[i], &source->scratch))
			return NULL;
	}
	return out;
}

static int read_source(struct collapse *collapse, const struct dataset_spec *spec,
                       struct chiso_context *context)
{
	struct reader *source = collapse->source;
	int status;

	while ((status = reader_next(source)) > 0) {
		const struct vector *keys = run(source, collapse->groups, spec->group.n);
		const struct vector *values = run(source, collapse->columns, spec->n_collapsed);

		if (!keys || !values)
			return CHISO_ENOMEM;
		for (size_t row = 0; row < source->batch.n; row++)
			if (!source->batch.bad[row] &&
			    take_record(collapse, spec, keys, values, row, context))
				return CHISO_ENOMEM;
	}
	return status;
}

/* ---- giving records ---- */

static void put_number(FILE *out, double x)
{
	char text[NUMBER_ROOM];
	size_t n;

	if (!isfinite(x))
		return;
	n = number_print(text, x);
	fwrite(text, 1, n, out);
}

/* Missing is empty.  One true decides any(), one false all(), whatever is missing besides. */
static void put_value(FILE *out, const struct collapse *collapse, size_t group, size_t column,
                      const struct dataset_spec *spec)
{
	const struct tally *tally = &collapse->tallies[group * spec->n_collapsed + column];
	const struct collapse_column *what = &spec->collapsed[column];
	double sum = sums_value(&collapse->sums, group, column);

	if (what->kind == COLLAPSE_FIRST)
		put(out, tally->first, strlen(tally->first));
	else if (what->kind == COLLAPSE_COUNT && !what->of.source)
		put_number(out, collapse->found[group].n);
	else if (what->kind == COLLAPSE_ANY && tally->some_true)
		putc('1', out);
	else if (what->kind == COLLAPSE_ALL && tally->some_false)
		putc('0', out);
	else if (tally->missing)
		return;
	else if (what->kind == COLLAPSE_ANY || what->kind == COLLAPSE_ALL)
		putc(what->kind == COLLAPSE_ALL ? '1' : '0', out);
	else if (what->kind == COLLAPSE_MEAN)
		put_number(out, sum / collapse->found[group].n);
	else if (what->kind == COLLAPSE_LEAST)
		put_number(out, tally->least);
	else if (what->kind == COLLAPSE_MOST)
		put_number(out, tally->most);
	else
		put_number(out, sum);
}

/* The groups whose first record is in one file of the source, as a file of the reader. */
static int make_file(struct reader *reader, struct source_file *file, size_t from, size_t to)
{
	const struct collapse *collapse = reader->collapse;
	const struct dataset_spec *spec = reader->spec;

	file->name = finding_file(reader->context, collapse->found[from].file);
	file->origins = arena_new(&reader->arena, to - from, sizeof *file->origins);
	FILE *out = open_memstream(&file->bytes.data, &file->bytes.n);
	if (!out || !file->name || !file->origins) {
		if (out)
			fclose(out);
		return CHISO_ENOMEM;
	}
	put_header(out, spec);
	for (size_t g = from; g < to; g++) {
		const struct collapse_group *group = &collapse->found[g];

		file->origins[g - from] = (struct origin){group->line, 0, group->records,
		                                          group->adjusted};
		for (size_t i = 0; i < spec->group.n + spec->n_collapsed; i++) {
			if (i)
				putc(',', out);
			if (i < spec->group.n)
				put(out, group->key[i], strlen(group->key[i]));
			else
				put_value(out, collapse, g, i - spec->group.n, spec);
		}
		putc('\n', out);
	}
	int failed = ferror(out);
	return fclose(out) || failed ? CHISO_ENOMEM : CHISO_OK;
}

static int make_files(struct reader *reader)
{
	const struct collapse *collapse = reader->collapse;
	const struct source_file header = reader->files[0];
	size_t n = collapse->keys.n, n_files = 0, to;

	for (size_t i = 0; i < n; i++)
		n_files += !i || collapse->found[i].file != collapse->found[i - 1].file;
	if (!n_files)
		return CHISO_OK;
	struct source_file *files = arena_new(&reader->arena, n_files, sizeof *files);
	if (!files)
		return CHISO_ENOMEM;
	reader->n_files = 0;
	free(header.bytes.data);
	reader->files = files;
	for (size_t from = 0; from < n; from = to) {
		struct source_file *file = &files[reader->n_files++];

		*file = header;
		file->bytes = (struct bytes){0};
		for (to = from; to < n && collapse->found[to].file == collapse->found[from].file;)
			to++;
		if (make_file(reader, file, from, to))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

int collapse_fill(struct reader *reader)
{
	struct collapse *collapse = reader->collapse;
	struct lookups *lookups = reader->project->lookups;

	if (collapse->is_filled || !collapse->source)
		return CHISO_OK;
	collapse->is_filled = 1;
	const struct dataset_spec *from = reader->spec->from;
	const struct reader *own = lookups->readers[from - reader->project->datasets];
	int status = reader_prepare(collapse->source);
	if (own)
		collapse->source->style = own->style;
	if (!status)
		status = reader_start(collapse->source);
	if (!status)
		status = read_source(collapse, reader->spec,
		                     reader->is_quiet ? NULL : reader->context);
	return status ? status : make_files(reader);
}
