/* SPDX-License-Identifier: MIT */
/* The rows of a table are closer together than a row is long.
 * en: plugin bad, indicator bad.thing, outputs: rows are 16 bytes apart; expected at least SIZE_OUTPUT and a multiple of SIZE_POINTER
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs: các dòng cách nhau 16 byte; cần ít nhất SIZE_OUTPUT và là bội số của SIZE_POINTER */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, .outputs = good_outputs, .n_outputs = 1,
					     .output_stride = 16};
PLUGIN(&thing)
