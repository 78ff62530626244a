/* SPDX-License-Identifier: MIT */
/* It has record() and something to add up.
 * en: plugin bad, indicator bad.thing: a record indicator has no terms
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có terms */
#include "good.h"

static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, GOOD_TERMS, .record = good_record};
PLUGIN(&thing)
