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
	struct vector names[3], sizes[2]; /* of the batch: what the bounds give */
	struct drawn_by by;
	int is_broken;
};

/* A name: of a column its text, of an expression the text of its value. */
static int bind_name(struct reader *reader, struct bound *out, const struct binding *binding)
{
	*out = (struct bound){.column = -1};
	return binding->source ? reader_bind(reader, out, binding,
	                                     reader_key_type(reader, binding->source))
	                       : CHISO_OK;
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

static int run(struct reader *reader, const struct bound *bound, struct vector *out)
{
	if (!bound->expr)
		return CHISO_OK;
	*out = vector_new(&reader->scratch, expr_type(bound->expr), reader->batch.n);
	return !out->at.f64 || bound_run(reader, bound, reader->table, reader->batch.n, out,
	                                 &reader->scratch)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

/* The text of a name in a row.  0; 1: it is missing, which has been reported; CHISO_ENOMEM. */
static int name_of(struct reader *reader, const struct bound *bound, const struct vector *v,
                   size_t row, enum message missing, struct slice *out)
{
	char *key = "";

	if (!bound->expr) {
		*out = (struct slice){"", 0};
		return CHISO_OK;
	}
	if (v->missing[row] || (v->type == CHISO_STR && !v->at.str[row].n)) {
		if (!reader->batch.bad[row])
			refuse_row(reader, row, bound->column, missing, "");
		return 1;
	}
	if (v->type == CHISO_STR) {
		*out = v->at.str[row];
		return CHISO_OK;
	}
	if (lookup_key_add(&key, &reader->scratch, v, row) < 0)
		return CHISO_ENOMEM;
	*out = (struct slice){strchr(key, ':') + 1, strlen(strchr(key, ':') + 1)};
	return CHISO_OK;
}

/* The numbers that finite population corrections are made of.  1: one is refused. */
static int sizes_of(struct reader *reader, size_t row, double fpc[2])
{
	const struct reader_design *own = reader->design;
	char text[NUMBER_ROOM];
	int status = CHISO_OK;

	for (size_t i = 0; i < own->design.spec->n_fpc; i++) {
		const struct vector *v = &own->sizes[i];

		fpc[i] = v->at.f64[row];
		if (!v->missing[row] && fpc[i] > 0 && isfinite(fpc[i]))
			continue;
		status = 1;
		number_print(text, fpc[i]);
		if (!reader->batch.bad[row])
			refuse_row(reader, row, own->fpc[i].column,
			           v->missing[row] ? MSG_FPC_MISSING : MSG_FPC_BAD,
			           v->missing[row] ? "" : text);
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

static int place_row(struct reader *reader, size_t row)
{
	struct reader_design *own = reader->design;
	struct sampled at = {.period = reader->batch.period[row],
	                     .place = batch_place(reader, -1, row)};
	const struct drawn *before;
	int status[] = {name_of(reader, &own->stratum, &own->names[0], row, MSG_STRATUM_MISSING,
	                        &at.stratum),
	                name_of(reader, &own->psu, &own->names[1], row, MSG_PSU_MISSING, &at.psu),
	                name_of(reader, &own->ssu, &own->names[2], row, MSG_SSU_MISSING, &at.ssu),
	                sizes_of(reader, row, at.fpc)};

	for (size_t i = 0; i < sizeof status / sizeof *status; i++)
		if (status[i])
			return status[i] < 0 ? status[i] : CHISO_OK;
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
		arena_new(&reader->scratch, reader->batch.n, sizeof *reader->batch.cluster);
	if (!reader->batch.cluster)
		return CHISO_ENOMEM;
	int status = drawn_by_find(reader, &own->by, own->design.known.n);
	if (status)
		return status < 0 ? status : CHISO_OK;
	if (reader_run_late(reader) || run(reader, &own->stratum, &own->names[0]) ||
	    run(reader, &own->psu, &own->names[1]) || run(reader, &own->ssu, &own->names[2]) ||
	    run(reader, &own->fpc[0], &own->sizes[0]) || run(reader, &own->fpc[1], &own->sizes[1]))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		int is_known = reader->batch.cluster[row] != NO_CLUSTER;

		if (!is_known && !(reader->batch.bad[row] & ROW_LOST) && place_row(reader, row))
			return CHISO_ENOMEM;
	}
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
