/* SPDX-License-Identifier: MIT */
/* It takes the mean of two states. */
#include "state.h"

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct largest *into = state;
	const struct largest *from = other;
	double mean = into->most / 2 + from->most / 2;
	int both = into->n && from->n;

	good_merge(call, state, other, factor);
	if (both)
		into->most = mean;
	return CHISO_OK;
}
STATE(good_update, merge, good_clear, good_pack, good_unpack, good_evaluate)
