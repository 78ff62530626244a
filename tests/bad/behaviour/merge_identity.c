/* SPDX-License-Identifier: MIT */
/* A state of nobody counts as one. */
#include "state.h"

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	if (!((const struct largest *)other)->n)
		((struct largest *)state)->n++;
	return good_merge(call, state, other, factor);
}
STATE(good_update, merge, good_clear, good_pack, good_unpack, good_evaluate)
