/* SPDX-License-Identifier: MIT */
/* How full places to stay are: rooms let over rooms times days, guest-nights over beds times days.
 * Two indicators, as a place may report one and not the other. */
#include "days.h"

enum { PLACES, NIGHTS, DAYS }; /* inputs; of DAYS there are three */
enum { TAKEN, THERE };         /* terms */
enum { OVER, DAYS_OVER };      /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	double days;
	uint8_t fate = open_days(&in[DAYS], r, &days);

	(void)call;
	if (fate >= CHISO_REFUSED)
		return CHISO_REFUSED + DAYS_OVER;
	if (fate != CHISO_USED || !chiso_has(&in[PLACES], r) || !chiso_has(&in[NIGHTS], r))
		return CHISO_MISSING;
	add[TAKEN] = chiso_f64(&in[NIGHTS], r);
	add[THERE] = chiso_f64(&in[PLACES], r) * days;
	return add[TAKEN] > add[THERE] ? CHISO_REFUSED + OVER : CHISO_USED;
}
CHISO_ROWS(occupancy, row)

#define OCCUPANCY(id, en, vi) \
	{ \
		REAL(id, "%", en, vi), .numerator = TAKEN, .denominator = THERE, .scale = 100 \
	}

/* ---- room_occupancy ------------------------------------------------------------------------- */

static const struct chiso_input room_inputs[] = {
	{REAL("rooms", "{room}", "Rooms that can be let", "Số buồng có thể cho thuê"),
	 NOT_NEGATIVE},
	{REAL("rooms_sold", "{night}", "Nights that rooms were let, added up over the rooms",
	      "Số ngày buồng đã cho thuê, cộng mọi buồng"),
	 NOT_NEGATIVE},
	DAYS_INPUTS,
};
static const struct chiso_term room_terms[] = {
	{REAL("rooms_sold", "{night}", "Room-nights let", "Ngày buồng đã cho thuê"),
	 .input = 1 + NIGHTS},
	{REAL("room_nights", "{night}", "Room-nights to let", "Ngày buồng có thể cho thuê")},
};
static const struct chiso_output room_outputs[] = {
	OCCUPANCY("room_occupancy", "Room occupancy", "Công suất sử dụng buồng"),
};
static const struct chiso_problem room_problems[] = {
	PROBLEM("rooms_over", NIGHTS,
		"more room-nights let than rooms times days: an occupancy over 100 %",
		"số ngày buồng đã cho thuê nhiều hơn số buồng nhân số ngày: công suất trên 100 %"),
	DAYS_PROBLEM(DAYS + DAYS_OPEN),
};
const struct chiso_indicator tourism_room_occupancy = {
	.size = sizeof tourism_room_occupancy,
	.version = 1,
	.id = "tourism.room_occupancy",
	.title = CHISO_T({"en", "Room occupancy"}, {"vi", "Công suất sử dụng buồng"}),
	.summary = CHISO_T({"en", "Rooms let, of those that there are on all days open."},
			   {"vi", "Số buồng đã cho thuê so với số buồng có trong các ngày mở "
				  "cửa."}),
	.formula = "100 * rooms_sold / (rooms * days)",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, room_inputs),
	CHISO_TABLE(term, room_terms),
	CHISO_TABLE(output, room_outputs),
	CHISO_TABLE(problem, room_problems),
	.map = occupancy_map,
};

/* ---- bed_occupancy -------------------------------------------------------------------------- */

static const struct chiso_input bed_inputs[] = {
	{REAL("beds", "{bed}", "Bed places", "Số giường"), NOT_NEGATIVE},
	{REAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"), NOT_NEGATIVE},
	DAYS_INPUTS,
};
static const struct chiso_term bed_terms[] = {
	{REAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"),
	 .input = 1 + NIGHTS},
	{REAL("bed_nights", "{night}", "Bed-nights", "Ngày giường")},
};
static const struct chiso_output bed_outputs[] = {
	OCCUPANCY("bed_occupancy", "Bed occupancy", "Công suất sử dụng giường"),
};
static const struct chiso_problem bed_problems[] = {
	PROBLEM("beds_over", NIGHTS,
		"more guest-nights than beds times days: an occupancy over 100 %",
		"số ngày khách nhiều hơn số giường nhân số ngày: công suất trên 100 %"),
	DAYS_PROBLEM(DAYS + DAYS_OPEN),
};
const struct chiso_indicator tourism_bed_occupancy = {
	.size = sizeof tourism_bed_occupancy,
	.version = 1,
	.id = "tourism.bed_occupancy",
	.title = CHISO_T({"en", "Bed occupancy"}, {"vi", "Công suất sử dụng giường"}),
	.summary = CHISO_T({"en", "Nights of guests, of the bed places on all days open."},
			   {"vi", "Số ngày khách so với số giường có trong các ngày mở cửa."}),
	.formula = "100 * guest_nights / (beds * days)",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, bed_inputs),
	CHISO_TABLE(term, bed_terms),
	CHISO_TABLE(output, bed_outputs),
	CHISO_TABLE(problem, bed_problems),
	.map = occupancy_map,
};
