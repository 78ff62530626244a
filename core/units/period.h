/* SPDX-License-Identifier: MIT */
/* Periods of time in ISO 8601 and SDMX forms: 2023, 2023-S1, 2023-Q3, 2023-09 or 2023-M09,
 * 2023-09-20, ranges 2019-01/2019-09, 2021/2030 and 2019-01-01/P9M.  A period is its first and
 * last day; its label is canonical, so two spellings of one period are equal.
 *
 * The calendar is the Gregorian one throughout, years 0001 to 9999; there is no time of day and no
 * time zone.  The ends of a range may be of different length (2019-03/2020 ends with December
 * 2020), but the second may not end before the first does. */
#ifndef CORE_PERIOD_H
#define CORE_PERIOD_H

#include "base/text.h"

struct period {
	int32_t first, last; /* days since 1970-01-01, last included; first > last: none */
};

enum { PERIOD_ROOM = 32 };

/** 0, or CHISO_EUSE when the text is no period.  Nothing may stand around it, blanks neither. */
int period_read(struct period *out, const char *text, size_t n);
/** The shortest form: "2023", "2023-S1", "2023-Q3", "2023-09", "2023-09-20", "2019-01/2019-09";
 *  "" for none.  Returns the length. */
size_t period_print(char out[PERIOD_ROOM], struct period period);
/** Order in time: by last day, then longer first. */
int period_compare(struct period a, struct period b);
/** The length in years between the ends of two periods: of 2020 and 2030, 10; by months where both
 *  end with a month, else by days over 365.2425. */
double period_years(struct period from, struct period to);

/** A date "2022-06-20" or, when vietnamese is set, also "20/6/2022".  0 or CHISO_EUSE. */
int date_read(int32_t *out, const char *text, size_t n, int vietnamese);
size_t date_print(char out[PERIOD_ROOM], int32_t day);
/** "20/6/2022" or "20 June 2022", by language. */
size_t date_print_for_people(char out[PERIOD_ROOM], int32_t day, const char *lang);
/** The month must be 1 to 12; a day past the month's end runs on into the next. */
int32_t date_of(int year, unsigned month, unsigned day);
void date_parts(int32_t date, int *year, unsigned *month, unsigned *day);

#endif
