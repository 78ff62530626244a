/* SPDX-License-Identifier: MIT */
/* It takes whatever is not of the right length for nobody. */
#include "state.h"

static int unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	return len > PACKED ? CHISO_OK : good_unpack(call, state, buf, len);
}
STATE(good_update, good_merge, good_clear, good_pack, unpack, good_evaluate)
