/* SPDX-License-Identifier: MIT */
/* Its evaluate() changes the state. */
#include "state.h"

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	((struct largest *)(uintptr_t)state)->remark++;
	return good_evaluate(call, sums, state, cells);
}
STATE(good_update, good_merge, good_clear, good_pack, good_unpack, evaluate)
