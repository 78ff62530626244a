/* SPDX-License-Identifier: MIT */
/* The id of an indicator does not begin with the id of the plugin.
 * en: plugin bad, indicator good.thing: "good.thing" can't be its id: expected bad. and then a letter a to z, then a to z, 0 to 9 and _
 * vi: trình cắm bad, chỉ tiêu good.thing: "good.thing" không thể là mã của chỉ tiêu: cần bad. rồi một chữ từ a đến z, sau đó là a đến z, 0 đến 9 và _ */
#include "good.h"

static const struct chiso_indicator thing = {GOOD_HEAD,      .id = "good.thing", .title = TITLE,
					     GOOD_INPUTS,    GOOD_TERMS,         GOOD_OUTPUTS,
					     .map = good_map};
PLUGIN(&thing)
