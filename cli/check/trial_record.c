/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <math.h>
#include <string.h>

enum { UNTOUCHED = 0xa5 }; /* fills the room around what record() may write */

/* Of what stands at a place of `out`: behind the outputs there are labels of refused records. */
static size_t size_of(const struct chiso_indicator *use, uint32_t o)
{
	if (o == use->n_outputs)
		return sizeof(double);
	switch (chiso_output_at(use, o)->field.type) {
	case CHISO_BOOL:
		return 1;
	case CHISO_CODE:
	case CHISO_DATE:
		return sizeof(int32_t);
	default:
		return sizeof(double);
	}
}

/* Zeroed bytes with GUARD others before and behind. */
static unsigned char *guarded(struct pool *pool, size_t n)
{
	unsigned char *bytes = need(pool, n + 2 * GUARD, 1);

	memset(bytes, UNTOUCHED, GUARD);
	memset(bytes + GUARD + n, UNTOUCHED, GUARD);
	return bytes + GUARD;
}

static int is_whole(const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < GUARD; i++)
		if (bytes[(ptrdiff_t)i - GUARD] != UNTOUCHED || bytes[n + i] != UNTOUCHED)
			return 0;
	return 1;
}

/* The value of an element, and whether the output can have it. */
static int value_of(double *value, const struct chiso_output *output, const void *values,
		    uint32_t i)
{
	uint32_t n_codes = 0;

	switch (output->field.type) {
	case CHISO_F64:
		*value = ((const double *)values)[i];
		return isfinite(*value);
	case CHISO_I64:
		*value = (double)((const int64_t *)values)[i];
		return 1;
	case CHISO_BOOL:
		*value = ((const uint8_t *)values)[i];
		return *value <= 1;
	default:
		*value = ((const int32_t *)values)[i];
	}
	while (output->field.codes && output->field.codes[n_codes].id)
		n_codes++;
	return output->field.type == CHISO_DATE || (*value >= 0 && *value < n_codes);
}

static void note_value(struct trial *trial, uint32_t i, uint32_t o, double value)
{
	if (trial->is_strange)
		return;
	trial->is_strange = 1;
	trial->strange_row = i;
	trial->strange_output = o;
	trial->strange_value = value;
}

/* What was written of one output, of used records: what it says of others does not count. */
static void translate(struct trial *trial, uint32_t o, const struct chiso_out *out, uint32_t n,
		      struct answer *answer)
{
	const struct chiso_output *output = chiso_output_at(trial->subject->indicator, o);

	for (uint32_t i = 0; i < n; i++) {
		double *pair = &answer->terms[(size_t)i * trial_width(trial) + (size_t)o * 2];

		if (answer->fates[i] != CHISO_USED)
			continue;
		pair[0] = out->reasons[i];
		if (out->reasons[i] > CHISO_REASON_FAILED)
			note_value(trial, i, o, pair[0]);
		else if (!out->reasons[i] && !value_of(&pair[1], output, out->values, i))
			note_value(trial, i, o, pair[1]);
	}
}

struct chiso_out *record_room(struct trial *trial, uint32_t n)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	struct pool *pool = trial->subject->pool;
	struct chiso_out *out = need(pool, use->n_outputs + 1u, sizeof *out);

	for (uint32_t o = 0; o <= use->n_outputs; o++) {
		out[o].values = guarded(pool, n * size_of(use, o));
		out[o].reasons = guarded(pool, n);
		memset(out[o].reasons, CHISO_REASON_NOT_REPORTED, n);
	}
	return out;
}

int trial_record(struct trial *trial, const struct chiso_batch *batch, struct answer *answer)
{
	const struct chiso_indicator *use = trial->subject->indicator;
	struct chiso_out *out = record_room(trial, batch->n);
	int status = use->record(&trial->subject->call, batch, out, answer->fates);
	if (status) {
		if (!trial->is_quiet)
			check_status(trial->checker, "record()", status);
		return status;
	}
	for (uint32_t o = 0; o <= use->n_outputs; o++)
		trial->wrote_outside |= !is_whole(out[o].values, batch->n * size_of(use, o)) ||
					!is_whole(out[o].reasons, batch->n);
	for (uint32_t o = 0; o < use->n_outputs; o++)
		translate(trial, o, &out[o], batch->n, answer);
	return 0;
}
