/* SPDX-License-Identifier: MIT */
/* The id of a term begins with a digit.
 * en: plugin bad, indicator bad.thing, terms[0] (1st): "1st" can't be an id: expected a letter a to z, then a to z, 0 to 9 and _
 * vi: trình cắm bad, chỉ tiêu bad.thing, terms[0] (1st): "1st" không thể là mã: cần một chữ từ a đến z, sau đó là a đến z, 0 đến 9 và _ */
#include "good.h"

static const struct chiso_term terms[] = {
	{.field = {FIELD("1st")}, .input = 1},
};
static const struct chiso_indicator thing = {
	GOOD_HEAD,      GOOD_NAMES, GOOD_INPUTS, GOOD_OUTPUTS, CHISO_TABLE(term, terms),
	.map = good_map};
PLUGIN(&thing)
