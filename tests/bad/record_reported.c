/* SPDX-License-Identifier: MIT */
/* It has record() and takes figures as they are published.
 * en: plugin bad, indicator bad.thing: a record indicator has no CHISO_AS_REPORTED
 * vi: trình cắm bad, chỉ tiêu bad.thing: chỉ tiêu theo bản ghi không có CHISO_AS_REPORTED */
#include "good.h"

static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, .flags = CHISO_AS_REPORTED,
	 .record = good_record};
PLUGIN(&thing)
