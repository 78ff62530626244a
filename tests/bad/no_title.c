/* SPDX-License-Identifier: MIT */
/* The title of an indicator is in Vietnamese only.
 * en: plugin bad, indicator bad.thing: title has no text in "en"
 * vi: trình cắm bad, chỉ tiêu bad.thing: title không có nội dung "en" */
#include "good.h"

static const struct chiso_indicator thing = {
	GOOD_HEAD,    .id = "bad.thing", .title = CHISO_T({"vi", "Vật"}), GOOD_INPUTS, GOOD_TERMS,
	GOOD_OUTPUTS, .map = good_map};
PLUGIN(&thing)
