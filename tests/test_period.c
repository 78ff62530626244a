/* SPDX-License-Identifier: MIT */
#include "units/period.h"

#include <chiso/chiso.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Periods by Python's datetime: tests/period_cases.py. */
Test(period, spellings_and_labels_agree_with_datetime)
{
	FILE *file = fopen(SRCDIR "/tests/period_cases.csv", "r");
	char line[128], label[PERIOD_ROOM];
	int n_read = 0, n_refused = 0;

	cr_assert_not_null(file);
	cr_assert_not_null(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file)) {
		char *first = strchr(line, ','), *last = strchr(first + 1, ',');
		char *wanted = strchr(last + 1, ',');
		struct period period = {1, 0};

		*first++ = *last++ = *wanted++ = '\0';
		wanted[strcspn(wanted, "\n")] = '\0';
		int status = period_read(&period, line, strlen(line));
		if (!*wanted) {
			cr_expect_eq(status, CHISO_EUSE, "\"%s\" is no period", line);
			n_refused++;
			continue;
		}
		cr_expect_eq(status, CHISO_OK, "\"%s\" is a period", line);
		cr_expect_eq(period.first, atoi(first), "%s begins on day %d", line, period.first);
		cr_expect_eq(period.last, atoi(last), "%s ends on day %d", line, period.last);
		cr_expect_eq(period_print(label, period), strlen(wanted), "%s", line);
		cr_expect_str_eq(label, wanted, "%s", line);
		n_read++;
	}
	fclose(file);
	cr_assert(n_read > 300 && n_refused > 50, "%d and %d cases", n_read, n_refused);
}

/* Walks the calendar a day at a time. */
Test(period, every_day_of_9999_years)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t date = date_of(1, 1, 1);
	int year, epoch = 0;
	unsigned month, day;

	for (int y = 1; y <= 9999; y++)
		for (unsigned m = 1; m <= 12; m++) {
			int leap = m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0);

			for (unsigned d = 1; d <= days[m - 1] + leap; d++, date++) {
				date_parts(date, &year, &month, &day);
				if (date_of(y, m, d) != date || year != y || month != m || day != d)
					cr_assert_fail("%d-%u-%u is day %d", y, m, d, date);
				if (!date)
					epoch = y * 10000 + (int)(m * 100 + d);
			}
		}
	cr_assert_eq(epoch, 19700101);
}

Test(period, dates_past_the_last_month_or_before_year_one)
{
	char text[PERIOD_ROOM];
	int year;
	unsigned month, day;

	date_parts(INT32_MIN, &year, &month, &day);
	cr_assert_eq(date_of(year, month, day), INT32_MIN);
	date_parts(INT32_MAX, &year, &month, &day);
	cr_assert_eq(date_of(year, month, day), INT32_MAX);
	cr_assert_lt(period_print(text, (struct period){INT32_MIN, INT32_MAX}), PERIOD_ROOM);
	cr_assert_str_eq(text, "-5877641-06-23/5881580-07-11");
	cr_assert_eq(period_print(text, (struct period){1, 0}), 0);
	cr_assert_str_eq(text, "");
}

Test(period, order_in_time)
{
	/* Each comes after the one before. */
	static const char *const texts[] = {"2022",      "2023-01", "2023-Q1/2023-06",
	                                    "2023-Q2",   "2023-06", "2021/2023",
	                                    "2023",      "2023-S2", "2023-12-31"};
	struct period a, b;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
			cr_assert_eq(period_read(&a, texts[i], strlen(texts[i])), CHISO_OK);
			cr_assert_eq(period_read(&b, texts[j], strlen(texts[j])), CHISO_OK);
			cr_expect_eq(period_compare(a, b), (i > j) - (i < j), "%s, %s", texts[i],
			             texts[j]);
		}
}

Test(period, years_between)
{
	static const struct {
		const char *from, *to;
		double years;
	} cases[] = {
		{"2020", "2030", 10},
		{"2021/2025", "2030", 5},
		{"2020-02", "2024-02", 4}, /* 29 February to 29 February */
		{"2019-02", "2020-02", 1}, /* 28 to 29 */
		{"2020-Q1", "2020-Q4", 0.75},
		{"2020", "2022-06", 1.5},
		{"2030", "2020", -10},
		{"2020-06-15", "2021-06-15", 365 / 365.2425},
		{"2020", "2022-06-20", 536 / 365.2425}, /* 365 + 171 days */
	};
	struct period a, b;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_assert_eq(period_read(&a, cases[i].from, strlen(cases[i].from)), CHISO_OK);
		cr_assert_eq(period_read(&b, cases[i].to, strlen(cases[i].to)), CHISO_OK);
		double years = period_years(a, b);

		cr_expect(years == cases[i].years, "%s, %s: %.17g", cases[i].from, cases[i].to,
		          years);
	}
}

Test(period, dates_of_offices)
{
	static const struct {
		const char *text;
		int vietnamese;
		const char *iso, *en, *vi; /* iso NULL: refused */
	} cases[] = {
		{"2022-06-20", 0, "2022-06-20", "20 June 2022", "20/6/2022"},
		{"2022-06-20", 1, "2022-06-20", "20 June 2022", "20/6/2022"},
		{"20/6/2022", 1, "2022-06-20", "20 June 2022", "20/6/2022"},
		{"01/07/2025", 1, "2025-07-01", "1 July 2025", "1/7/2025"},
		{"29/2/2024", 1, "2024-02-29", "29 February 2024", "29/2/2024"},
		{"20/6/2022", 0, NULL, NULL, NULL},
		{"6/20/2022", 1, NULL, NULL, NULL},
		{"29/2/2023", 1, NULL, NULL, NULL},
		{"2022-6-20", 1, NULL, NULL, NULL},
		{"2022-02-30", 1, NULL, NULL, NULL},
		{"0000-01-01", 1, NULL, NULL, NULL},
		{"1/1/22", 1, NULL, NULL, NULL},
		{"20/6/20221", 1, NULL, NULL, NULL},
		{"2022-06-201", 1, NULL, NULL, NULL},
		{" 2022-06-20", 1, NULL, NULL, NULL},
		{"2022-06", 1, NULL, NULL, NULL},
		{"", 1, NULL, NULL, NULL},
	};
	char text[PERIOD_ROOM];
	int32_t date;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *from = cases[i].text;
		int status = date_read(&date, from, strlen(from), cases[i].vietnamese);

		cr_expect_eq(status, cases[i].iso ? CHISO_OK : CHISO_EUSE, "\"%s\"", cases[i].text);
		if (!cases[i].iso || status)
			continue;
		cr_expect_eq(date_print(text, date), strlen(cases[i].iso));
		cr_expect_str_eq(text, cases[i].iso);
		cr_expect_eq(date_print_for_people(text, date, "en"), strlen(cases[i].en));
		cr_expect_str_eq(text, cases[i].en);
		cr_expect_eq(date_print_for_people(text, date, "vi"), strlen(cases[i].vi));
		cr_expect_str_eq(text, cases[i].vi);
	}
}
