/* SPDX-License-Identifier: MIT */
/* It leaves something behind. */
#include "state.h"

static void clear(struct chiso_call *call, void *state)
{
	good_clear(call, state);
	((struct largest *)state)->remark = 1;
}
STATE(good_update, good_merge, clear, good_pack, good_unpack, good_evaluate)
