/* SPDX-License-Identifier: MIT */
/* It packs how the state came about. */
#include "state.h"

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	if (batch->n)
		((struct largest *)state)->remark = chiso_row(batch, batch->n - 1) % 2;
	return good_update(call, state, batch);
}
static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	if (((const struct largest *)other)->n)
		((struct largest *)state)->remark = ((const struct largest *)other)->remark;
	return good_merge(call, state, other, factor);
}
static int64_t pack(struct chiso_call *call, const void *state, void *buf, size_t cap)
{
	int64_t n = good_pack(call, state, buf, cap);

	if (cap >= PACKED)
		((unsigned char *)buf)[3] = (unsigned char)('1' + ((const struct largest *)state)->remark % 2);
	return n;
}
static int unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	unsigned char bytes[PACKED];

	if (len != PACKED || (((const unsigned char *)buf)[3] != '1' && ((const unsigned char *)buf)[3] != '2'))
		return CHISO_ESTATE;
	memcpy(bytes, buf, len);
	bytes[3] = '1';
	int status = good_unpack(call, state, bytes, len);
	if (!status)
		((struct largest *)state)->remark = ((const unsigned char *)buf)[3] == '2';
	return status;
}
STATE(update, merge, good_clear, pack, unpack, good_evaluate)
