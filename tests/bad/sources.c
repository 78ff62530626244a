/* SPDX-License-Identifier: MIT */
/* It reads two datasets, which this host can not do yet.
 * en: plugin bad, indicator bad.thing, sources[1] (people): this chiso can't do n_sources > 1 yet
 * vi: trình cắm bad, chỉ tiêu bad.thing, sources[1] (people): chiso này chưa hỗ trợ n_sources > 1 */
#include "good.h"

static const struct chiso_source sources[] = {{{FIELD("roads")}}, {{FIELD("people")}}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(source, sources)};
PLUGIN(&thing)
