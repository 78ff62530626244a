/* SPDX-License-Identifier: MIT */
/* A text is written with combining marks.
 * en: plugin bad, indicator bad.thing: title "vi" is not in NFC: save the source with composed letters
 * vi: trình cắm bad, chỉ tiêu bad.thing: title "vi" không ở dạng NFC: hãy lưu mã nguồn với chữ dựng sẵn */
#include "good.h"

static const struct chiso_indicator thing = {
	GOOD_HEAD,
	.id = "bad.thing",
	.title = CHISO_T({"en", "Thing"}, {"vi", "Va\u0323\u0302t"}),
	GOOD_INPUTS,
	GOOD_TERMS,
	GOOD_OUTPUTS,
	.map = good_map};
PLUGIN(&thing)
