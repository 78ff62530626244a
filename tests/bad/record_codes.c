/* SPDX-License-Identifier: MIT */
/* Nobody knows the codes that record() gives.
 * en: plugin bad, indicator bad.thing, outputs[0] (total): it is a CHISO_CODE without codes
 * vi: trình cắm bad, chỉ tiêu bad.thing, outputs[0] (total): là CHISO_CODE nhưng không có danh sách mã */
#include "good.h"

static const struct chiso_output outputs[] = {
	{.field = {.id = "total", .title = TITLE, .type = CHISO_CODE}}};
static const struct chiso_indicator thing = {
	GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, CHISO_TABLE(output, outputs), .record = good_record};
PLUGIN(&thing)
