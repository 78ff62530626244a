/* SPDX-License-Identifier: MIT */
/* What visitors spend: in all, per visit and per night. */
#include "tourism.h"

enum { RECEIPTS, VISITS, NIGHTS };                          /* inputs */
enum { ALL, OF_VISITS, PER_VISITS, OF_NIGHTS, PER_NIGHTS }; /* terms */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[RECEIPTS], r))
		return CHISO_MISSING;
	add[ALL] = chiso_f64(&in[RECEIPTS], r);
	if (chiso_has(&in[VISITS], r)) {
		add[OF_VISITS] = add[ALL];
		add[PER_VISITS] = chiso_f64(&in[VISITS], r);
	}
	if (chiso_has(&in[NIGHTS], r)) {
		add[OF_NIGHTS] = add[ALL];
		add[PER_NIGHTS] = chiso_f64(&in[NIGHTS], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(receipts, row)

static const struct chiso_input inputs[] = {
	{REAL("receipts", "VND", "Receipts from visitors", "Tổng thu từ khách du lịch"),
	 NOT_NEGATIVE},
	{OPTIONAL("visits", "{visit}", "Visits", "Lượt khách"), NOT_NEGATIVE},
	{OPTIONAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"), NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{REAL("receipts", "VND", "Receipts from visitors", "Tổng thu từ khách du lịch"),
	 .input = 1 + RECEIPTS},
	{REAL("receipts_visits", "VND", "Receipts where visits are reported",
	      "Tổng thu của nơi có báo cáo lượt khách"),
	 .input = 1 + RECEIPTS},
	{REAL("visits", "{visit}", "Visits where receipts are reported",
	      "Lượt khách của nơi có báo cáo tổng thu"),
	 .input = 1 + VISITS},
	{REAL("receipts_nights", "VND", "Receipts where guest-nights are reported",
	      "Tổng thu của nơi có báo cáo ngày khách"),
	 .input = 1 + RECEIPTS},
	{REAL("guest_nights", "{night}", "Guest-nights where receipts are reported",
	      "Ngày khách của nơi có báo cáo tổng thu"),
	 .input = 1 + NIGHTS},
};
static const struct chiso_output outputs[] = {
	{REAL("receipts", "VND", "Receipts from visitors", "Tổng thu từ khách du lịch"),
	 .numerator = ALL, .denominator = CHISO_ONE, .scale = 1},
	{REAL("per_visit", "VND/{visit}", "Receipts per visit", "Mức thu bình quân một lượt khách"),
	 .numerator = OF_VISITS, .denominator = PER_VISITS, .scale = 1},
	{REAL("per_night", "VND/{night}", "Receipts per guest-night",
	      "Mức thu bình quân một ngày khách"),
	 .numerator = OF_NIGHTS, .denominator = PER_NIGHTS, .scale = 1},
};

const struct chiso_indicator tourism_receipts = {
	.size = sizeof tourism_receipts,
	.version = 1,
	.id = "tourism.receipts",
	.title = CHISO_T({"en", "Receipts from tourism"}, {"vi", "Tổng thu từ khách du lịch"}),
	.summary = CHISO_T({"en", "Receipts from visitors, per visit and per guest-night."},
			   {"vi", "Tổng thu từ khách du lịch, bình quân một lượt khách và một ngày "
				  "khách."}),
	.formula = "per_visit = receipts / visits; per_night = receipts / guest_nights",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = receipts_map,
};
