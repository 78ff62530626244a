/* SPDX-License-Identifier: MIT */
/* A text is in Latin-1.
 * en: plugin bad, indicator bad.thing: summary "en" is not valid UTF-8
 * vi: trình cắm bad, chỉ tiêu bad.thing: summary "en" không đúng mã UTF-8 */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS,
					     .summary = CHISO_T({"en", "Caf\xe9"})};
PLUGIN(&thing)
