/* SPDX-License-Identifier: MIT */
#include "reader/reader.h"

#include "base/sha256.h"
#include "files/gzip.h"
#include "project/adjustment.h"
#include "records/collapse.h"
#include "records/geojson.h"
#include "records/lookup.h"
#include "records/pivot.h"
#include "records/record.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables of vectors ---- */

void vector_copy(struct vector *out, size_t to, const struct vector *from, size_t row)
{
	out->missing[to] = from->missing[row];
	switch (out->type) {
	case CHISO_BOOL:
		out->at.boolean[to] = from->at.boolean[row];
		break;
	case CHISO_DATE:
		out->at.date[to] = from->at.date[row];
		break;
	case CHISO_STR:
		out->at.str[to] = from->at.str[row];
		break;
	default:
		out->at.f64[to] = from->at.f64[row];
	}
}

struct vector *table_row(const struct reader *reader, size_t row, struct arena *arena)
{
	size_t n = reader->n_uses + reader->n_named + reader->n_looked_up;
	struct vector *table = arena_new(arena, n, sizeof *table);

	for (size_t i = 0; table && i < n; i++) {
		struct vector *v = &table[i];

		*v = reader->table[i];
		if (!v->missing)
			continue;
		if (v->bytes && v->few)
			v->at.str[row] = v->few->items[v->bytes[row]];
		else if (v->bytes)
			v->at.f64[row] = v->bytes[row];
		v->missing += row;
		v->bytes = NULL;
		v->few = NULL;
		switch (v->type) {
		case CHISO_BOOL:
			v->at.boolean += row;
			break;
		case CHISO_DATE:
			v->at.date += row;
			break;
		case CHISO_STR:
			v->at.str += row;
			break;
		default:
			v->at.f64 += row;
		}
	}
	return table;
}

/* The vectors of a table that an expression reads; NULL without memory. */
static const struct vector *bound_inputs(const struct reader *reader, const struct bound *bound,
                                         const struct vector *table, struct arena *scratch)
{
	const struct expr_use *uses;
	size_t n_uses = expr_uses(bound->expr, &uses);
	struct vector *in = arena_new(scratch, n_uses, sizeof *in);

	for (size_t i = 0; in && i < n_uses; i++)
		in[i] = table[bound->in[i] >= 0 ? (size_t)bound->in[i]
		                                : reader->n_uses - 1 - (size_t)bound->in[i]];
	return in;
}

int bound_run(const struct reader *reader, const struct bound *bound, const struct vector *table,
              size_t n, struct vector *out, struct arena *scratch)
{
	const struct vector *in = bound_inputs(reader, bound, table, scratch);

	return in ? expr_run(bound->expr, in, n, out, scratch) : CHISO_ENOMEM;
}

const char *reader_fill(struct reader *reader, const struct bound *bound, size_t row)
{
	const struct vector *table = table_row(reader, row, &reader->scratch);
	const struct vector *in =
		table ? bound_inputs(reader, bound, table, &reader->scratch) : NULL;

	return in ? expr_fill(bound->expr, in, reader->context->lang, &reader->scratch) : NULL;
}

int bound_reads(const struct reader *reader, const struct bound *bound, int column)
{
	const struct expr_use *uses;
	size_t n = bound->expr ? expr_uses(bound->expr, &uses) : 0;
	int reads = 0;

	for (size_t i = 0; i < n && !reads; i++) {
		size_t behind = bound->in[i] < 0 ? (size_t)(-1 - bound->in[i]) : 0;

		if (bound->in[i] >= 0) {
			reads = reader->uses[bound->in[i]].column == column;
		} else if (behind < reader->n_named) {
			reads = reader->named[behind].record
			                ? record_reads(reader->named[behind].record, column)
			                : bound_reads(reader, &reader->named[behind].bound, column);
		} else {
			size_t at = reader->looked_up[behind - reader->n_named].call;
			const struct lookup_call *call = &reader->calls[at];

			reads = column == -2 - (int)(behind - reader->n_named);
			for (size_t k = 0; k < call->n_keys && !reads; k++)
				reads = bound_reads(reader, &call->keys[k], column);
			for (size_t k = 0; k < 3 && call->is_nearest && !reads; k++)
				reads = bound_reads(reader, &reader->geometry.by[k], column);
		}
	}
	return reads;
}

void bound_asks_which(struct reader *reader, const struct bound *bound)
{
	size_t i = bound->expr && bound->in[0] < 0 ? (size_t)(-1 - bound->in[0]) : reader->n_named;

	if (i < reader->n_named && expr_is_name(bound->expr))
		reader->named[i].n_spelt_out--;
}

static int run_named(const struct reader *reader, size_t i, struct vector *table, size_t n,
                     struct arena *scratch)
{
	const struct named_column *named = &reader->named[i];
	const struct vector *in = bound_inputs(reader, &named->bound, table, scratch);
	struct vector *out = &table[reader->n_uses + i];

	if (!in)
		return CHISO_ENOMEM;
	return named->n_spelt_out ? expr_run(named->bound.expr, in, n, out, scratch)
	                          : expr_run_briefly(named->bound.expr, in, n, out, scratch);
}

int reader_run_order(struct reader *reader, size_t from, size_t to, struct vector *table, size_t n,
                     size_t first_row, uint8_t *bad, struct arena *scratch)
{
	int status = CHISO_OK;

	for (size_t i = from; i < to && !status; i++) {
		size_t k = (size_t)reader->order[i];

		if (k >= reader->n_named && reader_looks_up_late(reader, k - reader->n_named))
			continue;
		if (k >= reader->n_named)
			status = reader_run_lookup(reader, k - reader->n_named, table, n, first_row,
			                           scratch);
		else if (reader->named[k].record)
			status = record_run(reader, k, table, n, first_row, bad, scratch);
		else
			status = run_named(reader, k, table, n, scratch);
	}
	return status;
}

int reader_run_named(struct reader *reader, struct vector *table, size_t n, size_t first_row,
                     uint8_t *bad, struct arena *scratch)
{
	return reader_run_order(reader, 0, reader->n_order, table, n, first_row, bad, scratch);
}

/* A name that no file has hides nothing: rather an error than a value shown.  Of files with one value a
 * line the other columns are not kept. */
static void check_personal(const struct reader *reader)
{
	const struct names *personal = &reader->spec->personal;

	for (size_t i = 0; i < personal->n && !reader->is_quiet && !reader->pivot; i++) {
		struct nearest near = nearest_to(personal->items[i]);

		if (reader_column(reader, personal->items[i]) >= 0)
			continue;
		for (size_t k = 0; k < reader->n_columns; k++)
			nearest_offer(&near, reader->columns[k]);
		report(reader->context,
		       near.best ? MSG_NO_SUCH_COLUMN_NEAR : MSG_NO_SUCH_COLUMN_HERE,
		       personal->places[i], personal->items[i],
		       near.best ? near.best : reader->spec->id);
	}
}

/* ---- opening ---- */

/* A file knows the columns met up to its own header: those of later files it lacks. */
static int widen_files(struct reader *reader)
{
	for (size_t i = 0; i < reader->n_files; i++) {
		struct source_file *file = &reader->files[i];
		int *at = arena_new(&reader->arena, reader->n_columns, sizeof *at);

		if (!at)
			return CHISO_ENOMEM;
		for (size_t k = 0; k < reader->n_columns; k++)
			at[k] = k < file->n_at ? file->at[k] : -1;
		file->at = at;
		file->n_at = reader->n_columns;
	}
	return CHISO_OK;
}

static int open_collapsed(struct reader *reader)
{
	int status = reader->spec->from ? collapse_open(reader) : CHISO_EDATA;

	reader->n_files = reader->files[0].bytes.data != NULL;
	if (!status)
		status = sniff_header(reader, 0);
	return status;
}

int reader_prepare(struct reader *reader)
{
	int status = lookups_load(reader->project->lookups, reader);

	return !status && reader->collapse ? collapse_fill(reader) : status;
}

static int borrow_files(struct reader *reader, const struct reader *other)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < other->n_files && status != CHISO_ENOMEM; i++) {
		reader->files[i] = (struct source_file){.name = other->files[i].name,
		                                        .bytes = other->files[i].bytes,
		                                        .packed = other->files[i].packed,
		                                        .is_borrowed = 1};
		status = sniff_header(reader, i);
		reader->n_files++;
	}
	return status;
}

/* The beginning of a packed file, which is all of it when it is small. */
static int unpack_head(struct reader *reader, struct source_file *file)
{
	struct bytes head = {.data = malloc(CSV_HEAD + 1)};
	enum gzip_state state = GZIP_MORE;
	struct gzip *gzip = NULL;
	int status = head.data ? gzip_open(&gzip, &file->bytes) : CHISO_ENOMEM;

	if (!status)
		state = gzip_read(gzip, head.data, CSV_HEAD, &head.n);
	gzip_close(gzip);
	if (!status && state != GZIP_MORE && state != GZIP_END)
		status = gzip_report(state, reader->context, file->name);
	if (status) {
		free(head.data);
		return status;
	}
	head.data[head.n] = 0;
	if (state == GZIP_MORE)
		file->packed = file->bytes;
	else
		bytes_clear(&file->bytes);
	file->bytes = head;
	return CHISO_OK;
}

/* One that is packed; it is known by what it is packed. */
static int unpack(struct reader *reader, struct source_file *file)
{
	char digest[SHA256_ROOM];

	if (!gzip_is(&file->bytes))
		return CHISO_OK;
	bytes_digest(digest, &file->bytes);
	file->sha256 = arena_text(&reader->arena, digest, strlen(digest));
	if (!file->sha256)
		return CHISO_ENOMEM;
	/* Those are looked at as a whole. */
	if (reader->spec->is_geojson || reader->spec->lines.code.source)
		return gzip_unpack(&file->bytes, reader->context, file->name);
	return unpack_head(reader, file);
}

int reader_unpack(struct reader *reader, size_t i)
{
	struct source_file *file = &reader->files[i];

	if (!file->packed.n)
		return CHISO_OK;
	bytes_clear(&file->bytes);
	file->bytes = file->packed;
	file->packed = (struct bytes){0};
	return gzip_unpack(&file->bytes, reader->context, file->name);
}

static int open_files(struct reader *reader, const struct reader *other)
{
	const struct dataset_spec *spec = reader->spec;

	reader->files = arena_new(&reader->arena, spec->files.n + 1, sizeof *reader->files);
	if (!reader->files)
		return CHISO_ENOMEM;
	if (spec->from_id)
		return open_collapsed(reader);
	if (other)
		return borrow_files(reader, other);
	for (size_t i = 0; i < spec->files.n; i++) {
		struct source_file *file = &reader->files[reader->n_files];

		file->name = finding_file(reader->context, spec->files.items[i]);
		if (!file->name)
			return CHISO_ENOMEM;
		if (spec->data) {
			file->bytes.data = malloc(spec->n_data + 1);
			if (!file->bytes.data)
				return CHISO_ENOMEM;
			memcpy(file->bytes.data, spec->data, spec->n_data);
			file->bytes.data[spec->n_data] = 0;
			file->bytes.n = spec->n_data;
		} else if (file_read(&file->bytes, reader->context, spec->files.places[i],
		                     spec->files.items[i])) {
			continue;
		}
		int status = unpack(reader, file);
		if (!status)
			status = spec->is_geojson
		                     ? geojson_read(file, &reader->arena, reader->context)
		                     : CHISO_OK;
		if (!status)
			status = sniff_header(reader, reader->n_files);
		if (status) {
			bytes_clear(&file->bytes);
			bytes_clear(&file->packed);
			*file = (struct source_file){0};
		} else {
			reader->n_files++;
		}
		if (status == CHISO_ENOMEM)
			return status;
	}
	return reader->n_files ? CHISO_OK : CHISO_EDATA;
}

static int fold_totals(struct reader *reader)
{
	const struct names *totals = &reader->spec->format.totals;

	reader->totals = arena_new(&reader->arena, totals->n, sizeof *reader->totals);
	for (size_t i = 0; reader->totals && i < totals->n; i++) {
		const char *folded = text_fold(&reader->arena, totals->items[i],
		                               strlen(totals->items[i]));

		if (!folded)
			return CHISO_ENOMEM;
		reader->totals[i] = folded;
	}
	return reader->totals ? CHISO_OK : CHISO_ENOMEM;
}

static int open_reader(struct reader **out, struct chiso_project *project,
                       const struct dataset_spec *spec, struct chiso_context *quiet,
                       const struct reader *other)
{
	struct reader *reader = calloc(1, sizeof *reader);

	*out = NULL;
	if (!reader)
		return CHISO_ENOMEM;
	reader->project = project;
	reader->context = quiet ? quiet : project->context;
	reader->is_quiet = quiet != NULL;
	reader->unpacks_aside = project->context->threads > 1;
	reader->spec = spec;
	reader->style = spec->format.style;
	reader->knows_style = reader->style.decimal != 0;
	groups_init(&reader->unit_cache, 2);
	unit_periods_init(&reader->unit_periods);
	int status = fold_totals(reader);
	if (!status)
		status = open_files(reader, other);
	if (!status && spec->lines.code.source) {
		status = widen_files(reader);
		if (!status)
			status = pivot_open(reader);
	}
	if (!status)
		status = turns_offer(reader);
	if (!status && !reader->pivot)
		status = widen_files(reader);
	if (!status) {
		reader->n_named = spec->n_columns;
		reader->named = arena_new(&reader->arena, spec->n_columns, sizeof *reader->named);
		if (!reader->named)
			status = CHISO_ENOMEM;
	}
	for (size_t i = 0; !status && i < reader->n_named; i++) {
		reader->named[i].spec = &spec->columns[i];
		reader->named[i].alias = -1;
	}
	if (!status)
		status = reader_bind_keys(reader);
	if (status) {
		reader_close(reader);
		return status;
	}
	*out = reader;
	return CHISO_OK;
}

int reader_open(struct reader **out, struct chiso_project *project,
                const struct dataset_spec *spec)
{
	return open_reader(out, project, spec, NULL, NULL);
}

int reader_open_for(struct reader **out, struct chiso_project *project,
                    const struct dataset_spec *spec, struct chiso_context *quiet)
{
	return open_reader(out, project, spec, quiet, NULL);
}

int reader_open_beside(struct reader **out, struct chiso_project *project,
                       const struct reader *other)
{
	return open_reader(out, project, other->spec, NULL, other);
}

void reader_rest(struct reader *reader)
{
	arena_clear(&reader->scratch);
	reader->batch.n = 0;
	if (reader->pivot)
		pivot_rest(reader->pivot);
	for (size_t i = 0; i < reader->n_files; i++)
		bytes_release(&reader->files[i].bytes, 0, reader->files[i].bytes.n);
}

void reader_close(struct reader *reader)
{
	if (!reader)
		return;
	if (reader->csv_is_open)
		csv_close(&reader->csv);
	for (size_t i = 0; i < reader->n_files; i++)
		if (!reader->files[i].is_borrowed) {
			bytes_clear(&reader->files[i].bytes);
			bytes_clear(&reader->files[i].packed);
		}
	free(reader->columns);
	free(reader->uses);
	collapse_close(reader->collapse);
	pivot_close(reader->pivot);
	reader_close_design(reader);
	reader_close_rules(reader);
	records_close(reader);
	shape_clear(&reader->geometry.shape);
	free(reader->calls);
	free(reader->looked_up);
	free(reader->order);
	free(reader->key_places);
	free(reader->batch.ends);
	key_spans_clear(&reader->key_rows);
	free(reader->unit_cached);
	free(reader->periods);
	free(reader->period_labels);
	free(reader->period_of_key);
	groups_clear(&reader->unit_cache);
	unit_periods_clear(&reader->unit_periods);
	intern_clear(&reader->keys);
	intern_clear(&reader->texts);
	if (reader->batch.unquoted)
		arena_clear(&reader->batch.unquoted->texts);
	arena_clear(&reader->arena);
	arena_clear(&reader->scratch);
	turns_close(reader);
	free(reader);
}

int reader_start(struct reader *reader)
{
	check_personal(reader);
	for (size_t i = 0; i < reader->n_qualified; i++)
		for (size_t k = 0; k < reader->n_uses; k++)
			if (reader->uses[k].column == reader->qualified[i].column &&
			    reader->uses[k].type == CHISO_F64) {
				reader->qualified[i].use = (int)k;
				reader->uses[k].n_spelt_out++;
			}
	reader->table = arena_new(&reader->arena,
	                          reader->n_uses + reader->n_named + reader->n_looked_up,
	                          sizeof *reader->table);
	if (!reader->table || reader_make_batch(reader))
		return CHISO_ENOMEM;
	if (reader->collapse || reader->n_calls) {
		reader->batch.adjusted =
			arena_new(&reader->arena, reader->batch.room, sizeof *reader->batch.adjusted);
		if (!reader->batch.adjusted)
			return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < reader->n_uses; i++) {
		reader->table[i] = vector_new(&reader->arena, reader->uses[i].type, reader->batch.room);
		if (!reader->table[i].at.f64)
			return CHISO_ENOMEM;
	}
	for (size_t i = 0; i < reader->n_order; i++) {
		size_t k = (size_t)reader->order[i];
		struct vector *vector = &reader->table[reader->n_uses + k];
		int type = k < reader->n_named ? reader_named_type(reader, k)
		                               : reader->looked_up[k - reader->n_named].type;

		*vector = vector_new(&reader->arena, type, reader->batch.room);
		if (!vector->at.f64)
			return CHISO_ENOMEM;
	}
	return turns_start(reader) || records_start(reader) || reader_bind_adjustments(reader)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}
