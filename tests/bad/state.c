/* SPDX-License-Identifier: MIT */
/* A state can be filled and cleared but not merged.
 * en: plugin bad, indicator bad.thing: its state has no merge()
 * vi: trình cắm bad, chỉ tiêu bad.thing: state không có merge() */
#include "good.h"

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	(void)call, (void)state, (void)batch;
	return CHISO_OK;
}
static void clear(struct chiso_call *call, void *state)
{
	(void)call, (void)state;
}
static const struct chiso_state state = {
	.size = sizeof state, .state_size = 8, .update = update, .clear = clear};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, .state = &state};
PLUGIN(&thing)
