/* SPDX-License-Identifier: MIT */
/* Its list of indicators has a hole.
 * en: plugin bad: indicators[1] is NULL
 * vi: trình cắm bad: indicators[1] là NULL */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
PLUGIN(&thing, NULL)
