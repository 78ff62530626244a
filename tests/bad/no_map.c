/* SPDX-License-Identifier: MIT */
/* It has neither map() nor record().
 * en: plugin bad, indicator bad.thing: it has neither map() nor record()
 * vi: trình cắm bad, chỉ tiêu bad.thing: không có map() cũng không có record() */
#include "good.h"

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS,
					     GOOD_OUTPUTS};
PLUGIN(&thing)
