/* SPDX-License-Identifier: MIT */
/* It has more terms than anybody can use.
 * en: plugin bad, indicator bad.thing, terms: 4097 rows; at most 4096 can be used
 * vi: trình cắm bad, chỉ tiêu bad.thing, terms: có 4097 dòng; tối đa là 4096 */
#include "good.h"

static const struct chiso_term terms[4097];
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, CHISO_TABLE(term, terms),
	.map = good_map};
PLUGIN(&thing)
