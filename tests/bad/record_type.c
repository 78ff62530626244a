/* SPDX-License-Identifier: MIT */
/* An output of record() is a string.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): record() can't give CHISO_STR; a text is a CHISO_CODE with codes
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): record() không cho được CHISO_STR; văn bản phải là CHISO_CODE có danh sách mã */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {.id = "total", .title = TITLE, .type = CHISO_STR}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, CHISO_TABLE(output, outputs), .record = good_record};
PLUGIN(&thing)
