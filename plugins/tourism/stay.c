/* SPDX-License-Identifier: MIT */
/* How long overnight visitors stay. */
#include "tourism.h"

enum { OVERNIGHT, NIGHTS }; /* inputs and terms */
enum { UNDER_ONE };         /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[OVERNIGHT], r) || !chiso_has(&in[NIGHTS], r))
		return CHISO_MISSING;
	add[OVERNIGHT] = chiso_f64(&in[OVERNIGHT], r);
	add[NIGHTS] = chiso_f64(&in[NIGHTS], r);
	return add[NIGHTS] < add[OVERNIGHT] ? CHISO_REFUSED + UNDER_ONE : CHISO_USED;
}
CHISO_ROWS(stay, row)

static const struct chiso_input inputs[] = {
	{REAL("overnight", "{visit}", "Overnight visits", "Lượt khách lưu trú"), NOT_NEGATIVE},
	{REAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"), NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{REAL("overnight", "{visit}", "Overnight visits", "Lượt khách lưu trú"),
	 .input = 1 + OVERNIGHT},
	{REAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"),
	 .input = 1 + NIGHTS},
};
static const struct chiso_output outputs[] = {
	{REAL("overnight", "{visit}", "Overnight visits", "Lượt khách lưu trú"),
	 .numerator = OVERNIGHT, .denominator = CHISO_ONE, .scale = 1},
	{REAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"), .numerator = NIGHTS,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("average_stay", "{night}/{visit}", "Average length of stay",
	      "Số ngày lưu trú bình quân một lượt khách"),
	 .numerator = NIGHTS, .denominator = OVERNIGHT, .scale = 1},
};
static const struct chiso_problem problems[] = {
	PROBLEM("under_one_night", NIGHTS, "fewer guest-nights than overnight visits",
		"số ngày khách ít hơn số lượt khách lưu trú"),
};

const struct chiso_indicator tourism_stay = {
	.size = sizeof tourism_stay,
	.version = 1,
	.id = "tourism.stay",
	.title = CHISO_T({"en", "Length of stay"}, {"vi", "Thời gian lưu trú"}),
	.summary = CHISO_T({"en", "Overnight visits, their nights, and nights per visit."},
			   {"vi", "Lượt khách lưu trú, số ngày khách và số ngày bình quân một "
				  "lượt khách."}),
	.formula = "average_stay = guest_nights / overnight",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = stay_map,
};
