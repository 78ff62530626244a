/* SPDX-License-Identifier: MIT */
/* Its id has a letter that ids have not.
 * en: plugin Bad: "Bad" can't be an id: expected a letter a to z, then a to z, 0 to 9 and _
 * vi: trình cắm Bad: "Bad" không thể là mã: cần một chữ từ a đến z, sau đó là a đến z, 0 đến 9 và _ */
#include "good.h"

static const struct chiso_indicator thing = {GOOD_HEAD,      .id = "Bad.thing", .title = TITLE,
					     GOOD_INPUTS,    GOOD_TERMS,        GOOD_OUTPUTS,
					     .map = good_map};
CHISO_PLUGIN("Bad", "1.0", "chiso", "MIT", &thing)
