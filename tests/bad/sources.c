/* SPDX-License-Identifier: MIT */
/* It keeps a state and reads two datasets, which this host can not do yet.
 * en: plugin bad, indicator bad.thing, sources[1] (people): this chiso can't do state with n_sources > 1 yet
 * vi: trình cắm bad, chỉ tiêu bad.thing, sources[1] (people): chiso này chưa hỗ trợ state with n_sources > 1 */
#include "good.h"

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	(void)call;
	(void)state;
	(void)batch;
	return CHISO_OK;
}

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	(void)call;
	(void)state;
	(void)other;
	(void)factor;
	return CHISO_OK;
}

static void clear(struct chiso_call *call, void *state)
{
	(void)call;
	(void)state;
}

static const struct chiso_state state = {
	.size = sizeof state, .state_size = 8, .update = update, .merge = merge, .clear = clear};
static const struct chiso_source sources[] = {{{FIELD("roads")}}, {{FIELD("people")}}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(source, sources),
					     .state = &state};
PLUGIN(&thing)
