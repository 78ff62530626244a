/* SPDX-License-Identifier: MIT */
/* Kinds of periods: the month, quarter, half, year or financial year that a shorter period lies in.
 * A financial year is a year that begins on a day of the project's choice. */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "units/period.h"

enum period_kind {
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_HALF,
	PERIOD_YEAR,
	PERIOD_FINANCIAL_YEAR,
	PERIOD_KINDS
};

/** A day of every year; month 0: none. */
struct month_day {
	unsigned month, day;
};

/** "month" to "financial_year"; PERIOD_KINDS: no kind. */
enum period_kind period_kind_read(const char *text);
/** "04-01", not the leap day.  0 or CHISO_EUSE. */
int month_day_read(struct month_day *out, const char *text);
/** The period of a kind that all of `part` lies in; none when there is no such one. */
struct period period_around(struct period part, enum period_kind kind, struct month_day start);
int period_is_none(struct period period);
int period_is_inside(struct period inner, struct period outer);
/** How many months it is long; 0 when it is not made of whole months. */
unsigned period_months(struct period period);

#endif
