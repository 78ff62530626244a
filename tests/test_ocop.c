/* SPDX-License-Identifier: MIT */
/* The OCOP plugin without a host: every council of five whole totals whose mean lies on the limit
 * of a band, and the last day of a certificate that is issued on any day of two centuries. */
#include "../plugins/ocop/ocop.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MEMBERS = 5, FULL = 100, ROWS = 4096 };

/* ---- stars --------------------------------------------------------------------------------- */

static const int limits[] = {30, 50, 70, 90};

/* Rows that wait to be rated, and what is expected of them. */
struct panels {
	double totals[MEMBERS][ROWS];
	int64_t star[ROWS];
	uint32_t n;
	uint64_t n_rated;
};
static struct panels panels;

static void rate(void)
{
	static const char *const members[MEMBERS] = {"a", "b", "c", "d", "e"};
	static const struct chiso_labels axes[] = {{0}, {0}, {0}, {members, MEMBERS}};
	/* criterion, part, total, members, condition, group */
	static const uint32_t input_at[] = {0, 0, 0, MEMBERS, MEMBERS + 1, MEMBERS + 1};
	struct chiso_value bands[4], full = {.type = CHISO_F64, .as.f64 = FULL};
	struct chiso_value absent = {.type = CHISO_CODE};
	struct chiso_list params[] = {{0},        {0},        {0}, {0},         {0},
				      {bands, 4}, {&full, 1}, {0}, {&absent, 1}};
	struct chiso_call call = {
		.size = sizeof call, .axes = axes, .input_at = input_at, .params = params};
	struct chiso_column columns[MEMBERS + 2] = {{0}};
	static int64_t values[7][ROWS]; /* as wide as a double */
	static uint8_t reasons[7][ROWS], fates[ROWS];
	struct chiso_out out[7];
	struct chiso_batch batch = {.columns = columns, .n = panels.n};

	for (int i = 0; i < 4; i++)
		bands[i] = (struct chiso_value){.type = CHISO_F64, .as.f64 = limits[i]};
	for (int m = 0; m < MEMBERS; m++)
		columns[m].values = panels.totals[m];
	memset(reasons, CHISO_REASON_NOT_REPORTED, sizeof reasons);
	for (int o = 0; o < 7; o++)
		out[o] = (struct chiso_out){values[o], reasons[o]};
	cr_assert_eq(ocop_star.record(&call, &batch, out, fates), CHISO_OK);
	for (uint32_t i = 0; i < panels.n; i++)
		/* An assertion for each of millions would take longer than all the rest. */
		if (fates[i] != CHISO_USED || reasons[0][i] || values[0][i] != panels.star[i])
			cr_assert(0, "%g %g %g %g %g", panels.totals[0][i], panels.totals[1][i],
				  panels.totals[2][i], panels.totals[3][i], panels.totals[4][i]);
	panels.n_rated += panels.n;
	panels.n = 0;
}

static void add(const int *totals, int64_t star)
{
	for (int m = 0; m < MEMBERS; m++)
		panels.totals[m][panels.n] = totals[m];
	panels.star[panels.n++] = star;
	if (panels.n == ROWS)
		rate();
}

/* Adds all panels whose totals, in rising order, have this sum. */
static void add_all(int *totals, int at, int left, int64_t star)
{
	int least = at ? totals[at - 1] : 0, n_after = MEMBERS - 1 - at;

	if (!n_after) {
		if (left < least || left > FULL)
			return;
		totals[at] = left;
		add(totals, star);
		return;
	}
	for (int total = least; total <= FULL && total * (n_after + 1) <= left; total++) {
		totals[at] = total;
		add_all(totals, at + 1, left - total, star);
	}
}

static uint64_t rate_sum(int sum, int64_t star)
{
	int totals[MEMBERS];

	panels.n_rated = 0;
	add_all(totals, 0, sum, star);
	rate();
	return panels.n_rated;
}

/* How many there are was counted by a program of three lines in another language. */
Test(ocop, a_mean_on_a_limit_is_in_the_upper_band)
{
	static const uint64_t n[] = {198193, 561704, 198193, 3765};

	for (int i = 0; i < 4; i++) {
		uint64_t found = rate_sum(MEMBERS * limits[i], i + 2);

		cr_assert_eq(found, n[i], "limit %d: %llu panels", limits[i],
			     (unsigned long long)found);
		rate_sum(MEMBERS * limits[i] - 1, i + 1);
	}
}

/* ---- certificates -------------------------------------------------------------------------- */

static int length_of(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return lengths[month - 1] +
	       (month == 2 && (year % 4 == 0 && (year % 100 || year % 400 == 0)));
}

/* By counting days one by one. */
static int32_t days_until(int year, int month, int day)
{
	int32_t days = 0;

	for (int y = 1900; y < year; y++)
		days += length_of(y, 2) == 29 ? 366 : 365;
	for (int m = 1; m < month; m++)
		days += length_of(year, m);
	return days + day - 1 -
	       25567; /* 1900-01-01 to 1970-01-01: 70 years, 17 of them leap years */
}

static int32_t last_day(int32_t issued, int64_t months)
{
	struct chiso_value params_v[] = {{.type = CHISO_I64, .as.i64 = months},
					 {.type = CHISO_I64, .as.i64 = 6}};
	struct chiso_list params[] = {{&params_v[0], 1}, {&params_v[1], 1}};
	struct chiso_call call = {.size = sizeof call, .params = params};
	struct chiso_column columns[3] = {{.values = &issued}};
	struct chiso_batch batch = {.columns = columns, .n = 1};
	int32_t expires = 0, state = 0;
	int64_t left = 0;
	uint8_t reasons[3] = {1, 1, 1}, fate = 99;
	struct chiso_out out[4] = {
		{&expires, &reasons[0]}, {&state, &reasons[1]}, {&left, &reasons[2]}};

	/* Without a period there is no state. */
	if (ocop_certificate.record(&call, &batch, out, &fate) || fate != CHISO_USED ||
	    reasons[0] || !reasons[1] || !reasons[2])
		cr_assert(0, "no last day");
	return expires;
}

Test(ocop, a_certificate_ends_on_the_same_day)
{
	for (int year = 1900; year < 2100; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= length_of(year, month); day++) {
				int most = length_of(year + 3, month);
				int32_t issued = days_until(year, month, day);

				if (last_day(issued, 36) !=
				    days_until(year + 3, month, day < most ? day : most))
					cr_assert(0, "%d-%d-%d", year, month, day);
			}
	cr_assert_eq(last_day(days_until(2023, 10, 31), 4), days_until(2024, 2, 29));
	cr_assert_eq(last_day(days_until(2023, 8, 31), 6 * 12 + 6), days_until(2030, 2, 28));
}
