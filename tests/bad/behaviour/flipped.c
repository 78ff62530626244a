/* SPDX-License-Identifier: MIT */
/* It does not look at the first bytes. */
#include "state.h"

static int unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	unsigned char bytes[PACKED];

	if (len != PACKED)
		return CHISO_ESTATE;
	memcpy(bytes, buf, len);
	memcpy(bytes, "bad1", 4);
	return good_unpack(call, state, bytes, PACKED);
}
STATE(good_update, good_merge, good_clear, good_pack, unpack, good_evaluate)
