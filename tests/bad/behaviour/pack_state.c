/* SPDX-License-Identifier: MIT */
/* Its pack() changes the state. */
#include "state.h"

static int64_t pack(struct chiso_call *call, const void *state, void *buf, size_t cap)
{
	((struct largest *)(uintptr_t)state)->remark++;
	return good_pack(call, state, buf, cap);
}
STATE(good_update, good_merge, good_clear, pack, good_unpack, good_evaluate)
