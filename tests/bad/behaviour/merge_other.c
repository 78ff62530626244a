/* SPDX-License-Identifier: MIT */
/* It empties the state that it merges. */
#include "state.h"

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	good_merge(call, state, other, factor);
	good_clear(call, (void *)(uintptr_t)other);
	return CHISO_OK;
}
STATE(good_update, merge, good_clear, good_pack, good_unpack, good_evaluate)
