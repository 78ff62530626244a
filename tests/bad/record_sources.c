/* SPDX-License-Identifier: MIT */
/* It has record() and reads two datasets.
 * en: plugin bad, indicator bad.thing: a record indicator has no n_sources > 1
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có n_sources > 1 */
#include "good.h"

static const struct chiso_source sources[] = {{{FIELD("one")}}, {{FIELD("other")}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS,
	CHISO_TABLE(source, sources), .record = good_record};
PLUGIN(&thing)
