/* SPDX-License-Identifier: MIT */
/* It adds up in one term what it makes another one of, although it has terms that are bits. */
#define CHISO_NEEDS_ABI 0x00010002u
#include "good.h"

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);
		double *t = terms + (size_t)i * call->n_terms;

		fate[i] = chiso_has(&batch->columns[0], r) ? CHISO_USED : CHISO_MISSING;
		if (fate[i] != CHISO_USED)
			continue;
		chiso_add_one(call, i, 0);
		t[1] += chiso_f64(&batch->columns[0], r);
		t[2] = t[1] / 2;
	}
	return CHISO_OK;
}

static const struct chiso_term terms[] = {
	{.field = {FIELD("records"), .flags = CHISO_BINARY}},
	{.field = {FIELD("sum")}},
	{.field = {FIELD("half")}},
};
static const struct chiso_output outputs[] = {
	{.field = {FIELD("total")}, .numerator = 1, .denominator = CHISO_ONE, .scale = 1},
	{.field = {FIELD("half")}, .numerator = 2, .denominator = CHISO_ONE, .scale = 1}};
THING(CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs), .map = map)
