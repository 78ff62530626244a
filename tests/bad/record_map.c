/* SPDX-License-Identifier: MIT */
/* It has both record() and map().
 * en: plugin bad, indicator bad.thing: a record indicator has no map()
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có map() */
#include "good.h"

static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, .map = good_map, .record = good_record};
PLUGIN(&thing)
