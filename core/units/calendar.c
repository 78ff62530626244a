/* SPDX-License-Identifier: MIT */
#include "units/calendar.h"

#include <chiso/chiso.h>

#include <string.h>

static const char *const kinds[] = {"month", "quarter", "half", "year", "financial_year"};

enum period_kind period_kind_read(const char *text)
{
	int kind = 0;

	while (kind < PERIOD_KINDS && strcmp(text, kinds[kind]))
		kind++;
	return (enum period_kind)kind;
}

int month_day_read(struct month_day *out, const char *text)
{
	char date[16] = "2001-"; /* no leap year */
	int32_t day;
	int year;

	if (strlen(text) != 5)
		return CHISO_EUSE;
	memcpy(date + 5, text, 6);
	if (date_read(&day, date, 10, 0))
		return CHISO_EUSE;
	date_parts(day, &year, &out->month, &out->day);
	return CHISO_OK;
}

int period_is_none(struct period period)
{
	return period.first > period.last;
}

int period_is_inside(struct period inner, struct period outer)
{
	return inner.first >= outer.first && inner.last <= outer.last;
}

/* The year from `start` on that a day lies in. */
static struct period year_around(int32_t date, struct month_day start)
{
	int year;
	unsigned month, day;

	date_parts(date, &year, &month, &day);
	if (month < start.month || (month == start.month && day < start.day))
		year--;
	return (struct period){date_of(year, start.month, start.day),
	                       date_of(year + 1, start.month, start.day) - 1};
}

struct period period_around(struct period part, enum period_kind kind, struct month_day start)
{
	static const unsigned months[] = {1, 3, 6, 12};
	const struct period none = {1, 0};
	struct period out;
	int year;
	unsigned month, day;

	if (period_is_none(part) || kind >= PERIOD_KINDS)
		return none;
	if (kind == PERIOD_FINANCIAL_YEAR) {
		if (!start.month)
			return none;
		out = year_around(part.first, start);
	} else {
		date_parts(part.first, &year, &month, &day);
		month -= (month - 1) % months[kind];
		out.first = date_of(year, month, 1);
		month += months[kind];
		out.last = date_of(year + (month > 12), month > 12 ? month - 12 : month, 1) - 1;
	}
	return period_is_inside(part, out) ? out : none;
}

unsigned period_months(struct period period)
{
	int year[2];
	unsigned month[2], day[2];

	if (period_is_none(period))
		return 0;
	date_parts(period.first, &year[0], &month[0], &day[0]);
	date_parts(period.last + 1, &year[1], &month[1], &day[1]);
	if (day[0] != 1 || day[1] != 1)
		return 0;
	return (unsigned)((year[1] - year[0]) * 12) + month[1] - month[0];
}
