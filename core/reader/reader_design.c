/* SPDX-License-Identifier: MIT */
/* Where in its sample each record of a batch belongs. */
#include "reader/reader.h"

#include "base/context.h"
#include "reader/reader_drawn.h"
#include "records/lookup.h"
#include "sample/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns of a dataset's design. */
struct reader_design {
	struct design design;
	struct bound stratum, psu, ssu, fpc[2];
	uint32_t *rows; /* of the batch, of which it is not known yet where they belong; n_rows */
	size_t n_rows;
	struct vector names[3], sizes[2]; /* of these: what the bounds give */
	struct drawn_by by;
	int is_broken;
};

/* A name: of a column its text, of an expression the text of its value. */
static int bind_name(struct reader *reader, struct bound *out, const struct binding *binding)
{
	*out = (struct bound){.column = -1};
	if (!binding->source)
		return CHISO_OK;
	int type = reader_key_type(reader, binding->source);
	return reader_bind(reader, out, binding, type == CHISO_NONE ? EXPR_NAMING : type);
}

/* Without PSUs each record is one, and none is like another. */
static void start_drawn_by(const struct reader *reader, struct reader_design *own)
{
	const struct bound *bounds[] = {&own->stratum, &own->psu, &own->ssu, &own->fpc[0],
	                                &own->fpc[1]};

	own->by.is_off = own->is_broken || !own->psu.expr;
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds && !own->by.is_off; i++)
		drawn_by_add(reader, &own->by, bounds[i]);
}

static int bind_all(struct reader *reader)
{
	const struct design_spec *spec = &reader->spec->design;
	struct reader_design *own = reader->design;
	int worst = CHISO_OK;

	const int status[] = {bind_name(reader, &own->stratum, &spec->stratum),
	                      bind_name(reader, &own->psu, &spec->psu),
	                      bind_name(reader, &own->ssu, &spec->ssu)};
	for (size_t i = 0; i < sizeof status / sizeof *status; i++)
		worst = status[i] && worst != CHISO_ENOMEM ? status[i] : worst;
	for (size_t i = 0; i < spec->n_fpc && worst != CHISO_ENOMEM; i++) {
		int one = reader_bind(reader, &own->fpc[i], &spec->fpc[i], CHISO_F64);

		worst = one ? one : worst;
	}
	own->is_broken = worst != CHISO_OK;
	start_drawn_by(reader, own);
	return worst == CHISO_ENOMEM ? worst : CHISO_OK;
}

int reader_bind_design(struct reader *reader)
{
	const struct design_spec *spec = &reader->spec->design;

	if (!spec->is_there || reader->is_quiet)
		return CHISO_OK;
	reader->design = calloc(1, sizeof *reader->design);
	if (!reader->design)
		return CHISO_ENOMEM;
	design_init(&reader->design->design, spec);
	reader->binds_design = 1;
	int status = bind_all(reader);
	reader->binds_design = 0;
	return status;
}

struct design *reader_design(const struct reader *reader)
{
	return reader->design && !reader->design->is_broken ? &reader->design->design : NULL;
}

/* ---- columns that wait ------------------------------------------------------------------------- */

/* How often a bound expression reads a column. */
static uint32_t count_uses(const struct bound *bound, size_t use)
{
	const struct expr_use *uses;
	size_t n = bound->expr ? expr_uses(bound->expr, &uses) : 0;
	uint32_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += bound->in[i] >= 0 && (size_t)bound->in[i] == use;
	return found;
}

/* Whether all that is looked up by a call waits. */
static int is_late(const struct reader *reader, size_t call)
{
	int is = 1;

	for (size_t i = 0; i < reader->n_looked_up; i++)
		is &= reader->looked_up[i].call != call || reader_looks_up_late(reader, i);
	return is;
}

int reader_column_waits(const struct reader *reader, size_t use)
{
	const struct reader_design *own = reader->design;
	uint32_t n = 0;

	/* Of a text nothing can be found fault with. */
	if (!own || own->is_broken || reader_has_interval(reader) || reader->uses[use].type != CHISO_STR)
		return 0;
	const struct bound *bounds[] = {&own->stratum, &own->psu, &own->ssu, &own->fpc[0], &own->fpc[1]};
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
		n += count_uses(bounds[i], use);
	for (size_t i = 0; i < reader->n_calls; i++)
		for (size_t k = 0; k < reader->calls[i].n_keys && is_late(reader, i); k++)
			n += count_uses(&reader->calls[i].keys[k], use);
	return n && n == reader->uses[use].n_wanted;
}

int reader_read_waiting(struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < reader->n_uses && !status; i++)
		if (reader->uses[i].waits) {
			reader->uses[i].waits = 0;
			status = cells_read(reader, &reader->uses[i], &reader->table[i]);
		}
	return status;
}

/* ---- what is worked out of the rows that are new ---------------------------------------------- */

/* Gathers what a bound expression reads in those rows, as far as it has not been. */
static int gather(struct reader *reader, const struct bound *bound, struct vector *table)
{
	const struct reader_design *own = reader->design;
	const struct expr_use *uses;
	size_t n = bound->expr ? expr_uses(bound->expr, &uses) : 0;
	int status = CHISO_OK;

	for (size_t i = 0; i < n && !status; i++) {
		size_t at = bound->in[i] >= 0 ? (size_t)bound->in[i]
		                              : reader->n_uses - 1 - (size_t)bound->in[i];
		size_t k = at - reader->n_uses - reader->n_named; /* of what is looked up; too large for others */
		const struct vector *whole = &reader->table[at];

		if (table[at].missing)
			continue;
		table[at] = vector_new(&reader->scratch, whole->type, own->n_rows);
		if (!table[at].at.f64)
			return CHISO_ENOMEM;
		if (k < reader->n_looked_up && reader_looks_up_late(reader, k)) {
			const struct lookup_call *call = &reader->calls[reader->looked_up[k].call];

			for (size_t key = 0; key < call->n_keys && !status; key++)
				status = gather(reader, &call->keys[key], table);
			continue;
		}
		vector_spell_out(whole, reader->batch.n);
		for (size_t row = 0; row < own->n_rows; row++)
			vector_copy(&table[at], row, whole, own->rows[row]);
	}
	return status;
}

static int run(struct reader *reader, const struct bound *bound, const struct vector *table, struct vector *out)
{
	size_t n = reader->design->n_rows;

	if (!bound->expr)
		return CHISO_OK;
	*out = vector_new(&reader->scratch, expr_type(bound->expr), n);
	return !out->at.f64 || bound_run(reader, bound, table, n, out, &reader->scratch) ? CHISO_ENOMEM
	                                                                                 : CHISO_OK;
}

/* Finds the rows that are new and what names and sizes they have: of most batches they are few. */
static int run_new(struct reader *reader)
{
	struct reader_design *own = reader->design;
	const struct bound *bounds[] = {&own->stratum, &own->psu, &own->ssu, &own->fpc[0], &own->fpc[1]};
	struct vector *out[] = {&own->names[0], &own->names[1], &own->names[2], &own->sizes[0],
	                        &own->sizes[1]};
	enum { N = sizeof bounds / sizeof *bounds };
	struct vector *table = arena_new(&reader->scratch,
	                                 reader->n_uses + reader->n_named + reader->n_looked_up,
	                                 sizeof *table);
	int status = CHISO_OK;

	own->n_rows = 0;
	own->rows = arena_room(&reader->scratch, reader->batch.n, sizeof *own->rows);
	if (!table || !own->rows)
		return CHISO_ENOMEM;
	for (uint32_t row = 0; row < reader->batch.n; row++)
		if (reader->batch.cluster[row] == NO_CLUSTER && !(reader->batch.bad[row] & ROW_LOST))
			own->rows[own->n_rows++] = row;
	for (size_t i = 0; i < N && !status; i++)
		status = gather(reader, bounds[i], table);
	if (!status)
		status = reader_run_late(reader, table, own->n_rows);
	for (size_t i = 0; i < N && !status; i++)
		status = run(reader, bounds[i], table, out[i]);
	return status;
}

/* ---- where they belong ------------------------------------------------------------------------- */

/* The text of a name of the i-th of these rows.  0; 1: it is missing, which has been reported; CHISO_ENOMEM. */
static int name_of(struct reader *reader, const struct bound *bound, const struct vector *v,
                   size_t i, enum message missing, struct slice *out)
{
	size_t row = reader->design->rows[i];
	char *key = "";

	if (!bound->expr) {
		*out = (struct slice){"", 0};
		return CHISO_OK;
	}
	if (v->missing[i] || (v->type == CHISO_STR && !v->at.str[i].n)) {
		if (!reader->batch.bad[row])
			refuse_row(reader, row, bound->column, missing, "");
		return 1;
	}
	if (v->type == CHISO_STR) {
		*out = v->at.str[i];
		return CHISO_OK;
	}
	if (lookup_key_add(&key, &reader->scratch, v, i) < 0)
		return CHISO_ENOMEM;
	*out = (struct slice){strchr(key, ':') + 1, strlen(strchr(key, ':') + 1)};
	return CHISO_OK;
}

/* The numbers that finite population corrections are made of.  1: one is refused. */
static int sizes_of(struct reader *reader, size_t i, double fpc[2])
{
	const struct reader_design *own = reader->design;
	size_t row = own->rows[i];
	char text[NUMBER_ROOM];
	int status = CHISO_OK;

	for (size_t k = 0; k < own->design.spec->n_fpc; k++) {
		const struct vector *v = &own->sizes[k];

		fpc[k] = v->at.f64[i];
		if (!v->missing[i] && fpc[k] > 0 && isfinite(fpc[k]))
			continue;
		status = 1;
		number_print(text, fpc[k]);
		if (!reader->batch.bad[row])
			refuse_row(reader, row, own->fpc[k].column,
			           v->missing[i] ? MSG_FPC_MISSING : MSG_FPC_BAD,
			           v->missing[i] ? "" : text);
	}
	return status;
}

static void refuse_fpc(struct reader *reader, size_t row, int stage, const double fpc[2],
                       const struct drawn *before)
{
	char own[NUMBER_ROOM], other[NUMBER_ROOM], line[NUMBER_ROOM];

	number_print(own, fpc[stage - 1]);
	number_print(other, before->fpc);
	number_print(line, before->place.line);
	refuse_row(reader, row, reader->design->fpc[stage - 1].column,
	           stage == 1 ? MSG_FPC_DIFFERS : MSG_FPC_DIFFERS_PSU, own, other,
	           before->place.file, line);
}

static int place_row(struct reader *reader, size_t i)
{
	struct reader_design *own = reader->design;
	size_t row = own->rows[i];
	/* Without PSUs none is like another. */
	struct sampled at = {.period = reader_period_of(reader, row),
	                     .place = batch_place(reader, -1, row),
	                     .comes_often = own->psu.expr && !drawn_by_remembers(reader, &own->by, row)};
	const struct drawn *before = NULL;
	int status[] = {name_of(reader, &own->stratum, &own->names[0], i, MSG_STRATUM_MISSING,
	                        &at.stratum),
	                name_of(reader, &own->psu, &own->names[1], i, MSG_PSU_MISSING, &at.psu),
	                name_of(reader, &own->ssu, &own->names[2], i, MSG_SSU_MISSING, &at.ssu),
	                sizes_of(reader, i, at.fpc)};

	for (size_t k = 0; k < sizeof status / sizeof *status; k++)
		if (status[k])
			return status[k] < 0 ? status[k] : CHISO_OK;
	int stage = design_add(&own->design, &at, &reader->batch.cluster[row], &before);
	if (stage > 0 && !reader->batch.bad[row])
		refuse_fpc(reader, row, stage, at.fpc, before);
	if (!stage)
		drawn_by_note(reader, &own->by, row, reader->batch.cluster[row]);
	return stage < 0 ? stage : CHISO_OK;
}

/* A record that is refused for something else was drawn all the same. */
int reader_place_records(struct reader *reader)
{
	struct reader_design *own = reader->design;

	if (!own || own->is_broken)
		return CHISO_OK;
	reader->batch.cluster =
		arena_room(&reader->scratch, reader->batch.n, sizeof *reader->batch.cluster);
	if (!reader->batch.cluster)
		return CHISO_ENOMEM;
	int status = drawn_by_find(reader, &own->by, design_n_drawn(&own->design));
	if (status)
		return status < 0 ? status : CHISO_OK;
	if (reader_read_waiting(reader) || run_new(reader))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < own->n_rows; i++)
		if (place_row(reader, i))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

void reader_check_design(struct reader *reader)
{
	if (reader->design && !reader->design->is_broken)
		design_check(&reader->design->design, reader->context);
}

/* Records that are read again are no new ones. */
void reader_rewind_design(struct reader *reader)
{
	if (reader->design)
		reader->design->design.n_records = 0;
}

void reader_close_design(struct reader *reader)
{
	if (!reader->design)
		return;
	design_clear(&reader->design->design);
	drawn_by_clear(&reader->design->by);
	free(reader->design);
}
