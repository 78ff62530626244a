/* SPDX-License-Identifier: MIT */
/* Of two states the first one wins. */
#include "state.h"

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct largest *into = state;

	if (!into->n)
		return good_merge(call, state, other, factor);
	into->n += ((const struct largest *)other)->n;
	return CHISO_OK;
}
STATE(good_update, merge, good_clear, good_pack, good_unpack, good_evaluate)
