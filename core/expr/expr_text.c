/* SPDX-License-Identifier: MIT */
/* The kernels of strings and dates.  Both look at a row's value only when it is there. */
#include "expr/expr_internal.h"

#include "units/period.h"

#include <string.h>

#define KERNEL(name) void name(const struct vector *out, const struct vector *const *in, size_t n)

/* ---- strings ------------------------------------------------------------------------------- */

static int begins_with(struct slice text, struct slice part)
{
	return text.n >= part.n && (!part.n || !memcmp(text.text, part.text, part.n));
}

static int contains(struct slice text, struct slice part)
{
	while (!begins_with(text, part)) {
		if (text.n <= part.n)
			return 0;
		text.text++;
		text.n--;
	}
	return 1;
}

/* Whether one of the items between commas is the text. */
static int contains_item(struct slice list, struct slice item)
{
	for (;;) {
		const char *comma = list.n ? memchr(list.text, ',', list.n) : NULL;
		size_t n = comma ? (size_t)(comma - list.text) : list.n;

		if (n == item.n && begins_with(list, item))
			return 1;
		if (!comma)
			return 0;
		list.text += n + 1;
		list.n -= n + 1;
	}
}

static void search(const struct vector *out, const struct vector *const *in, size_t n,
                   int (*found)(struct slice text, struct slice part))
{
	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
	for (size_t i = 0; i < n; i++)
		out->at.boolean[i] =
			!out->missing[i] && found(in[0]->at.str[i], in[1]->at.str[i]);
}

KERNEL(expr_contains)
{
	search(out, in, n, contains);
}

KERNEL(expr_contains_item)
{
	search(out, in, n, contains_item);
}

KERNEL(expr_length)
{
	memcpy(out->missing, in[0]->missing, n);
	for (size_t i = 0; i < n; i++) {
		const struct slice *text = &in[0]->at.str[i];

		out->at.f64[i] =
			out->missing[i] ? 0 : (double)text_length(text->text, text->n);
	}
}

/* ---- dates --------------------------------------------------------------------------------- */

struct parts {
	int year, month, day;
};

static struct parts parts_of(int32_t date)
{
	unsigned month, day;
	struct parts parts;

	date_parts(date, &parts.year, &month, &day);
	parts.month = (int)month;
	parts.day = (int)day;
	return parts;
}

static void part(const struct vector *out, const struct vector *in, size_t n,
                 int (*value)(struct parts parts))
{
	memcpy(out->missing, in->missing, n);
	for (size_t i = 0; i < n; i++)
		out->at.f64[i] = out->missing[i] ? 0 : value(parts_of(in->at.date[i]));
}

static int year_of(struct parts parts)
{
	return parts.year;
}

static int month_of(struct parts parts)
{
	return parts.month;
}

static int day_of(struct parts parts)
{
	return parts.day;
}

KERNEL(expr_year)
{
	part(out, in[0], n, year_of);
}

KERNEL(expr_month)
{
	part(out, in[0], n, month_of);
}

KERNEL(expr_day)
{
	part(out, in[0], n, day_of);
}

/* Full months that have passed, as ages are counted: from 31 January to 28 February none. */
static int full_months(int32_t from, int32_t to)
{
	struct parts a = parts_of(from), b = parts_of(to);
	int months = 12 * (b.year - a.year) + b.month - a.month;

	if (from <= to)
		return months - (b.day < a.day);
	return months + (b.day > a.day);
}

static int full_years(int32_t from, int32_t to)
{
	return full_months(from, to) / 12;
}

static void between(const struct vector *out, const struct vector *const *in, size_t n,
                    int (*count)(int32_t from, int32_t to))
{
	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
	for (size_t i = 0; i < n; i++)
		out->at.f64[i] =
			out->missing[i] ? 0 : count(in[0]->at.date[i], in[1]->at.date[i]);
}

KERNEL(expr_days_between)
{
	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
	for (size_t i = 0; i < n; i++)
		out->at.f64[i] = (double)in[1]->at.date[i] - (double)in[0]->at.date[i];
}

KERNEL(expr_months_between)
{
	between(out, in, n, full_months);
}

KERNEL(expr_years_between)
{
	between(out, in, n, full_years);
}
