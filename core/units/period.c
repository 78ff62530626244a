/* SPDX-License-Identifier: MIT */
#include "units/period.h"

#include <chiso/chiso.h>

#include <string.h>

enum {
	DAYS_TO_1970 = 719468, /* from 0000-03-01 */
	DAYS_IN_ERA = 146097,  /* 400 years: the calendar repeats */
	MAX_YEAR = 9999,
};

/* Years are counted from March, so that the leap day is the last of its year and the days before
 * a month are a straight line, (153 m + 2) / 5. */
int32_t date_of(int year, unsigned month, unsigned day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return (int32_t)(era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970);
}

void date_parts(int32_t date, int *year, unsigned *month, unsigned *day)
{
	int64_t z = (int64_t)date + DAYS_TO_1970;
	int64_t era = (z >= 0 ? z : z - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
	int64_t day_of_era = z - era * DAYS_IN_ERA;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;

	*day = (unsigned)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*month = (unsigned)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static unsigned days_in_month(int year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* `months` whole months beginning with that of the year. */
static struct period months_from(int year, unsigned month, unsigned months)
{
	unsigned last = month + months - 1;

	return (struct period){date_of(year, month, 1),
	                       date_of(year, last, days_in_month(year, last))};
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Takes min to max digits off *text; whether there were that many. */
static int digits(struct slice *text, size_t min, size_t max, unsigned *out)
{
	size_t n = 0;

	for (*out = 0; n < text->n && n < max && text->text[n] >= '0' && text->text[n] <= '9'; n++)
		*out = *out * 10 + (unsigned)(text->text[n] - '0');
	text->text += n;
	text->n -= n;
	return n >= min;
}

static int sign(struct slice *text, char c)
{
	if (!text->n || *text->text != c)
		return 0;
	text->text++;
	text->n--;
	return 1;
}

static int is_day(unsigned year, unsigned month, unsigned day)
{
	return year >= 1 && year <= MAX_YEAR && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month((int)year, month);
}

/* What follows the hyphen behind a year. */
static int part_of_year(struct period *out, unsigned year, struct slice text)
{
	unsigned number, day;
	int y = (int)year;

	if (sign(&text, 'S') || sign(&text, 'Q')) {
		unsigned months = text.text[-1] == 'S' ? 6 : 3;

		if (!digits(&text, 1, 1, &number) || text.n || number < 1 || number > 12 / months)
			return CHISO_EUSE;
		*out = months_from(y, (number - 1) * months + 1, months);
		return CHISO_OK;
	}
	int sdmx = sign(&text, 'M');
	if (!digits(&text, 2, 2, &number) || number < 1 || number > 12)
		return CHISO_EUSE;
	if (!text.n) {
		*out = months_from(y, number, 1);
		return CHISO_OK;
	}
	if (sdmx || !sign(&text, '-') || !digits(&text, 2, 2, &day) || text.n ||
	    !is_day(year, number, day))
		return CHISO_EUSE;
	out->first = out->last = date_of(y, number, day);
	return CHISO_OK;
}

static int simple(struct period *out, struct slice text)
{
	unsigned year;

	if (!digits(&text, 4, 4, &year) || year < 1)
		return CHISO_EUSE;
	if (!text.n) {
		*out = months_from((int)year, 1, 12);
		return CHISO_OK;
	}
	return sign(&text, '-') ? part_of_year(out, year, text) : CHISO_EUSE;
}

/* The last day of a duration (P9M, P1Y6M, P2W, P10D) from a first day. */
static int duration(int32_t *last, int32_t first, struct slice text)
{
	static const char letters[] = "YMWD";
	unsigned amount[4] = {0}, number, month, day;
	const char *from = letters;
	int year;

	if (!sign(&text, 'P') || !text.n)
		return CHISO_EUSE;
	while (text.n) {
		if (!digits(&text, 1, 6, &number) || !text.n)
			return CHISO_EUSE;
		const char *letter = memchr(from, *text.text, strlen(from));
		if (!letter)
			return CHISO_EUSE;
		amount[letter - letters] = number;
		from = letter + 1;
		sign(&text, *letter);
	}
	date_parts(first, &year, &month, &day);
	unsigned months = (unsigned)year * 12 + month - 1 + amount[0] * 12 + amount[1];
	year = (int)(months / 12);
	month = months % 12 + 1;
	/* A month from 31 January ends with February. */
	if (day > days_in_month(year, month))
		day = days_in_month(year, month);
	int64_t end = (int64_t)date_of(year, month, day) + amount[2] * 7 + amount[3] - 1;
	if (end < first || end > date_of(MAX_YEAR, 12, 31))
		return CHISO_EUSE;
	*last = (int32_t)end;
	return CHISO_OK;
}

int period_read(struct period *out, const char *text, size_t n)
{
	const char *slash = n ? memchr(text, '/', n) : NULL;
	struct period from, to;

	if (!slash)
		return simple(out, (struct slice){text, n});
	struct slice end = {slash + 1, n - (size_t)(slash + 1 - text)};
	if (simple(&from, (struct slice){text, (size_t)(slash - text)}))
		return CHISO_EUSE;
	if (end.n && *end.text == 'P') {
		if (duration(&to.last, from.first, end))
			return CHISO_EUSE;
	} else if (simple(&to, end) || to.last < from.last) {
		return CHISO_EUSE;
	}
	*out = (struct period){from.first, to.last};
	return CHISO_OK;
}

int date_read(int32_t *out, const char *text, size_t n, int vietnamese)
{
	struct slice s = {text, n};
	unsigned year, month, day;

	int iso = digits(&s, 4, 4, &year) && sign(&s, '-') && digits(&s, 2, 2, &month) &&
	          sign(&s, '-') && digits(&s, 2, 2, &day) && !s.n;
	if (!iso) {
		s = (struct slice){text, n};
		if (!vietnamese || !digits(&s, 1, 2, &day) || !sign(&s, '/') ||
		    !digits(&s, 1, 2, &month) || !sign(&s, '/') || !digits(&s, 4, 4, &year) || s.n)
			return CHISO_EUSE;
	}
	if (!is_day(year, month, day))
		return CHISO_EUSE;
	*out = date_of((int)year, month, day);
	return CHISO_OK;
}

/* ---- Printing -------------------------------------------------------------------------------- */

static size_t put_text(char *out, const char *text)
{
	size_t n = strlen(text);

	memcpy(out, text, n + 1);
	return n;
}

/* At least `width` digits. */
static size_t put_number(char *out, unsigned number, size_t width)
{
	char back[10];
	size_t n = 0;

	do
		back[n++] = (char)('0' + number % 10);
	while ((number /= 10) || n < width);
	for (size_t i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	out[n] = '\0';
	return n;
}

static size_t put_year(char *out, int year)
{
	size_t n = year < 0 ? put_text(out, "-") : 0;

	return n + put_number(out + n, (unsigned)(year < 0 ? -year : year), 4);
}

static size_t put_month(char *out, int year, unsigned month)
{
	size_t n = put_year(out, year);

	n += put_text(out + n, "-");
	return n + put_number(out + n, month, 2);
}

size_t date_print(char out[PERIOD_ROOM], int32_t date)
{
	int year;
	unsigned month, day;

	date_parts(date, &year, &month, &day);
	size_t n = put_month(out, year, month);
	n += put_text(out + n, "-");
	return n + put_number(out + n, day, 2);
}

size_t date_print_for_people(char out[PERIOD_ROOM], int32_t date, const char *lang)
{
	static const char *const months[] = {
		" January ", " February ", " March ",     " April ",   " May ",      " June ",
		" July ",    " August ",   " September ", " October ", " November ", " December "};
	int year, vi = !strcmp(lang, "vi");
	unsigned month, day;

	date_parts(date, &year, &month, &day);
	size_t n = put_number(out, day, 1);
	n += put_text(out + n, vi ? "/" : months[month - 1]);
	if (vi) {
		n += put_number(out + n, month, 1);
		n += put_text(out + n, "/");
	}
	return n + put_year(out + n, year);
}

/* Whole months of one year: "2023", "2023-S1", "2023-Q3" or "2023-09"; 0 when it is none of
 * these. */
static size_t put_part_of_year(char *out, int year, unsigned first, unsigned last)
{
	unsigned months = last - first + 1;

	if (months == 1)
		return put_month(out, year, first);
	if ((months != 12 && months != 6 && months != 3) || (first - 1) % months)
		return 0;
	size_t n = put_year(out, year);
	if (months == 12)
		return n;
	n += put_text(out + n, months == 6 ? "-S" : "-Q");
	return n + put_number(out + n, (first - 1) / months + 1, 1);
}

size_t period_print(char out[PERIOD_ROOM], struct period period)
{
	int year[2];
	unsigned month[2], day[2];
	size_t n;

	out[0] = '\0';
	if (period.first > period.last)
		return 0;
	date_parts(period.first, &year[0], &month[0], &day[0]);
	date_parts(period.last, &year[1], &month[1], &day[1]);
	if (day[0] != 1 || day[1] != days_in_month(year[1], month[1])) {
		n = date_print(out, period.first);
		if (period.first == period.last)
			return n;
		n += put_text(out + n, "/");
		return n + date_print(out + n, period.last);
	}
	if (year[0] == year[1] && (n = put_part_of_year(out, year[0], month[0], month[1])))
		return n;
	int whole_years = month[0] == 1 && month[1] == 12;
	n = whole_years ? put_year(out, year[0]) : put_month(out, year[0], month[0]);
	n += put_text(out + n, "/");
	return n +
	       (whole_years ? put_year(out + n, year[1]) : put_month(out + n, year[1], month[1]));
}

/* ---- Order and length ------------------------------------------------------------------------ */

int period_compare(struct period a, struct period b)
{
	if (a.last != b.last)
		return a.last < b.last ? -1 : 1;
	return (a.first > b.first) - (a.first < b.first);
}

double period_years(struct period from, struct period to)
{
	int year[2];
	unsigned month[2], day[2];

	date_parts(from.last, &year[0], &month[0], &day[0]);
	date_parts(to.last, &year[1], &month[1], &day[1]);
	if (day[0] == days_in_month(year[0], month[0]) &&
	    day[1] == days_in_month(year[1], month[1]))
		return (year[1] - year[0]) + ((int)month[1] - (int)month[0]) / 12.0;
	return ((double)to.last - from.last) / 365.2425;
}
