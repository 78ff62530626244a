/* SPDX-License-Identifier: MIT */
/* The days on which a record's place was open: those that a column says, or all days of the
 * calendar that its period has.  What occupancy and capacity are multiplied with. */
#ifndef TOURISM_DAYS_H
#define TOURISM_DAYS_H

#include "tourism.h"

/* Three inputs that stand together, in this order. */
enum { DAYS_OPEN, DAYS_FIRST, DAYS_LAST };
#define DAYS_INPUTS \
	{OPTIONAL("days", "d", "Days open, where not all of the period", \
		  "Số ngày mở cửa, nếu không phải cả kỳ"), \
	 NOT_NEGATIVE}, \
		{.field = CHISO_FIELD("first_day", CHISO_DATE, NULL, \
				      {"en", "First day of the period"}, \
				      {"vi", "Ngày đầu của kỳ"}), \
		 .role = CHISO_PERIOD_FIRST}, \
	{ \
		.field = \
			CHISO_FIELD("last_day", CHISO_DATE, NULL, \
				    {"en", "Last day of the period"}, {"vi", "Ngày cuối của kỳ"}), \
		.role = CHISO_PERIOD_LAST \
	}
#define DAYS_PROBLEM(input) \
	PROBLEM("days_over_period", input, "more days open than the period has", \
		"số ngày mở cửa nhiều hơn số ngày của kỳ")

/* CHISO_USED with the days in *out; CHISO_MISSING where they are not known; CHISO_REFUSED where the
 * period does not have so many.  A column of days says it alone: an empty cell is not known. */
static inline uint8_t open_days(const struct chiso_column *in, uint32_t r, double *out)
{
	int has_period = chiso_has(&in[DAYS_FIRST], r) && chiso_has(&in[DAYS_LAST], r);
	double calendar = has_period ? (double)chiso_i32(&in[DAYS_LAST], r) -
					       chiso_i32(&in[DAYS_FIRST], r) + 1
				     : INFINITY;

	*out = calendar;
	if (in[DAYS_OPEN].values) {
		if (!chiso_has(&in[DAYS_OPEN], r))
			return CHISO_MISSING;
		*out = chiso_f64(&in[DAYS_OPEN], r);
		return *out > calendar ? CHISO_REFUSED : CHISO_USED;
	}
	return has_period ? CHISO_USED : CHISO_MISSING;
}

#endif
