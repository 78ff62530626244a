/* SPDX-License-Identifier: MIT */
/* Civil dates (Gregorian) from days since 1970-01-01 and back, and months counted from a day. */
#ifndef AGRICULTURE_DATES_H
#define AGRICULTURE_DATES_H

#include <stdint.h>

struct civil {
	int64_t year;
	int month, day; /* from 1 */
};

static inline int is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* In years that begin in March a leap day is the last, so that months begin at fixed days. */
static inline struct civil civil_of(int64_t date)
{
	int64_t z = date + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int from_march = (int)((5 * of_year + 2) / 153);
	int month = from_march < 10 ? from_march + 3 : from_march - 9;

	return (struct civil){era * 400 + year + (month <= 2), month,
			      (int)(of_year - (153 * from_march + 2) / 5 + 1)};
}

static inline int64_t date_of_civil(struct civil c)
{
	int64_t year = c.year - (c.month <= 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static inline int days_of_month(int64_t year, int month)
{
	if (month == 2)
		return 28 + is_leap(year);
	return 30 + (month <= 7 ? month % 2 : month % 2 == 0);
}

/* The last day of so many months that begin on a day: the one before the day of the same number, or
 * the end of the month where it has no such day. */
static inline int64_t last_of_months(int64_t first, int64_t months)
{
	struct civil c = civil_of(first);
	int64_t at = c.year * 12 + c.month - 1 + months;

	c.year = at / 12;
	c.month = (int)(at % 12) + 1;
	if (c.day > days_of_month(c.year, c.month)) {
		c.day = days_of_month(c.year, c.month);
		return date_of_civil(c);
	}
	return date_of_civil(c) - 1;
}

#endif
