/* SPDX-License-Identifier: MIT */
/* How full places to stay are: rooms sold over rooms times days, guest-nights over beds times
 * days. */
#include "days.h"

enum { ROOMS, ROOMS_SOLD, BEDS, GUEST_NIGHTS, DAYS }; /* inputs; of DAYS there are three */
enum { SOLD, ROOM_NIGHTS, SLEPT, BED_NIGHTS };        /* terms */
enum { ROOMS_OVER, BEDS_OVER, DAYS_OVER };            /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	int has_rooms = chiso_has(&in[ROOMS], r) && chiso_has(&in[ROOMS_SOLD], r);
	int has_beds = chiso_has(&in[BEDS], r) && chiso_has(&in[GUEST_NIGHTS], r);
	double days;
	uint8_t fate = open_days(&in[DAYS], r, &days);

	(void)call;
	if (fate != CHISO_USED)
		return fate == CHISO_MISSING ? fate : CHISO_REFUSED + DAYS_OVER;
	if (!has_rooms && !has_beds)
		return CHISO_MISSING;
	if (has_rooms) {
		add[SOLD] = chiso_f64(&in[ROOMS_SOLD], r);
		add[ROOM_NIGHTS] = chiso_f64(&in[ROOMS], r) * days;
		if (add[SOLD] > add[ROOM_NIGHTS])
			return CHISO_REFUSED + ROOMS_OVER;
	}
	if (has_beds) {
		add[SLEPT] = chiso_f64(&in[GUEST_NIGHTS], r);
		add[BED_NIGHTS] = chiso_f64(&in[BEDS], r) * days;
		if (add[SLEPT] > add[BED_NIGHTS])
			return CHISO_REFUSED + BEDS_OVER;
	}
	return CHISO_USED;
}
CHISO_ROWS(occupancy, row)

static const struct chiso_input inputs[] = {
	{OPTIONAL("rooms", "{room}", "Rooms that can be let", "Số buồng có thể cho thuê"),
	 NOT_NEGATIVE},
	{OPTIONAL("rooms_sold", "{night}", "Nights that rooms were let, added up over the rooms",
		  "Số ngày buồng đã cho thuê, cộng mọi buồng"),
	 NOT_NEGATIVE},
	{OPTIONAL("beds", "{bed}", "Bed places", "Số giường"), NOT_NEGATIVE},
	{OPTIONAL("guest_nights", "{night}", "Guest-nights", "Ngày khách lưu trú"), NOT_NEGATIVE},
	DAYS_INPUTS,
};
static const struct chiso_term terms[] = {
	{REAL("rooms_sold", "{night}", "Room-nights let", "Ngày buồng đã cho thuê"),
	 .input = 1 + ROOMS_SOLD},
	{REAL("room_nights", "{night}", "Room-nights to let", "Ngày buồng có thể cho thuê")},
	{REAL("guest_nights", "{night}", "Guest-nights where beds are reported",
	      "Ngày khách của nơi có báo cáo số giường"),
	 .input = 1 + GUEST_NIGHTS},
	{REAL("bed_nights", "{night}", "Bed-nights", "Ngày giường")},
};
static const struct chiso_output outputs[] = {
	{REAL("room_occupancy", "%", "Room occupancy", "Công suất sử dụng buồng"),
	 .numerator = SOLD, .denominator = ROOM_NIGHTS, .scale = 100},
	{REAL("bed_occupancy", "%", "Bed occupancy", "Công suất sử dụng giường"),
	 .numerator = SLEPT, .denominator = BED_NIGHTS, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("rooms_over", ROOMS_SOLD,
		"more room-nights let than rooms times days: an occupancy over 100 %",
		"số ngày buồng đã cho thuê nhiều hơn số buồng nhân số ngày: công suất trên 100 %"),
	PROBLEM("beds_over", GUEST_NIGHTS,
		"more guest-nights than beds times days: an occupancy over 100 %",
		"số ngày khách nhiều hơn số giường nhân số ngày: công suất trên 100 %"),
	DAYS_PROBLEM(DAYS + DAYS_OPEN),
};

const struct chiso_indicator tourism_occupancy = {
	.size = sizeof tourism_occupancy,
	.version = 1,
	.id = "tourism.occupancy",
	.title = CHISO_T({"en", "Occupancy"}, {"vi", "Công suất sử dụng buồng, giường"}),
	.summary = CHISO_T(
		{"en", "Rooms let and beds slept in, of those that there are on all days open."},
		{"vi", "Số buồng đã cho thuê, số giường có khách so với tổng số trong các ngày mở "
		       "cửa."}),
	.formula = "room_occupancy = 100 * rooms_sold / (rooms * days); bed_occupancy = 100 * "
		   "guest_nights / (beds * days)",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = occupancy_map,
};
