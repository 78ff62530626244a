/* SPDX-License-Identifier: MIT */
/* It has both record() and a state.
 * en: plugin bad, indicator bad.thing: a record indicator has no state
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có state */
#include "good.h"

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	(void)call, (void)state, (void)batch;
	return CHISO_OK;
}
static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	(void)call, (void)state, (void)other, (void)factor;
	return CHISO_OK;
}
static void clear(struct chiso_call *call, void *state)
{
	(void)call, (void)state;
}
static const struct chiso_state state = {
	.size = sizeof state, .state_size = 8, .update = update, .merge = merge, .clear = clear};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, .state = &state, .record = good_record};
PLUGIN(&thing)
