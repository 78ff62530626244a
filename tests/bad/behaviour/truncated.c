/* SPDX-License-Identifier: MIT */
/* It fills up what is cut off. */
#include "state.h"

static int unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	unsigned char bytes[PACKED] = {0};

	if (len < 12 || len > PACKED)
		return CHISO_ESTATE;
	memcpy(bytes, buf, len);
	return good_unpack(call, state, bytes, PACKED);
}
STATE(good_update, good_merge, good_clear, good_pack, unpack, good_evaluate)
