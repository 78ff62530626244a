/* SPDX-License-Identifier: MIT */
/* A source is to be handed over in one piece, which this host can not do yet.
 * en: plugin bad, indicator bad.thing, sources[0] (roads): this chiso can't do CHISO_WHOLE yet
 * vi: trình cắm bad, chỉ tiêu bad.thing, sources[0] (roads): chiso này chưa hỗ trợ CHISO_WHOLE */
#include "good.h"

static const struct chiso_source sources[] = {{{FIELD("roads"), .flags = CHISO_WHOLE}}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(source, sources)};
PLUGIN(&thing)
