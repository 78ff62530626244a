/* SPDX-License-Identifier: MIT */
#include <config.h> /* for the extensions of POSIX */

#include "base/context.h"
#include "number/measure.h"
#include "derived/panel.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof *(table))

static struct period period(const char *text)
{
	struct period p = {1, 0};

	if (*text)
		cr_assert_eq(period_read(&p, text, strlen(text)), 0, "%s", text);
	return p;
}

static void expect_period(struct period got, const char *wanted, const char *of, int steps)
{
	char text[PERIOD_ROOM];

	period_print(text, got);
	cr_expect_str_eq(text, wanted, "%s, %d steps: %s, not %s", of, steps, text, wanted);
}

/* By the calendar. */
Test(panel, steps_are_as_long_as_the_period)
{
	static const struct {
		const char *of;
		int steps;
		const char *wanted;
	} cases[] = {
		{"2023", -1, "2022"},
		{"2023", 2, "2025"},
		{"2023-S1", -1, "2022-S2"},
		{"2023-Q1", -1, "2022-Q4"},
		{"2023-Q1", -5, "2021-Q4"},
		{"2023-01", -1, "2022-12"},
		{"2023-12", 1, "2024-01"},
		{"2024-03-01", -1, "2024-02-29"},
		{"2023-03-06/2023-03-12", -1, "2023-02-27/2023-03-05"},
		{"2021/2030", -1, "2011/2020"},
		{"2019-01/2019-09", -1, "2018-04/2018-12"},
		{"2023-07/2024-06", -1, "2022-07/2023-06"},
		{"2023", 0, "2023"},
		{"0001", -1, ""},
		{"9999-12", 1, ""},
		{"9999-12-31", 1, ""},
		{"", -1, ""},
	};

	for (size_t i = 0; i < LENGTH(cases); i++)
		expect_period(period_step(period(cases[i].of), cases[i].steps), cases[i].wanted,
			      cases[i].of, cases[i].steps);
}

Test(panel, the_same_period_of_another_year)
{
	static const char *const cases[][2] = {
		{"2023", "2022"},       {"2023-Q3", "2022-Q3"},
		{"2024-02", "2023-02"}, {"2023-05-20", "2022-05-20"},
		{"0001-06", ""},        {"2019-01/2019-09", "2018-01/2018-09"},
	};

	for (size_t i = 0; i < LENGTH(cases); i++)
		expect_period(period_in_other_year(period(cases[i][0]), -1), cases[i][1],
			      cases[i][0], -1);
}

/* Series, neighbours, parents: two communes of which one changes districts in 2021. */
static const char units_csv[] = "code,name_en,parent,level,valid_from,valid_to\n"
				"D1,One,,district,,\n"
				"D2,Two,,district,,\n"
				"A,Alpha,D1,commune,,\n"
				"B,Beta,D1,commune,,2020-12-31\n"
				"B,Beta,D2,commune,2021-01-01,\n"
				"B2,Beta,D2,commune,,\n";

Test(panel, rows_find_their_neighbours)
{
	struct chiso_context *context = chiso_context_new(NULL);
	struct units units = {0};
	struct period periods[] = {period("2020"), period("2021"), period("2021-Q1")};
	enum { D1, D2, A, B, B_LATER, OTHER };
	/* In order of unit and period; a quarter ends before its year. */
	struct panel_row rows[] = {
		{0, D1, D1, 0, 0, 0, 0}, {0, D2, D2, 0, 0, 0, 0},     {0, D2, D2, 1, 0, 0, 0},
		{0, A, A, 0, 0, 0, 0},   {0, A, A, 2, 0, 0, 0},       {0, A, A, 1, 0, 0, 0},
		{0, B, B, 0, 0, 0, 0},   {0, B, B_LATER, 1, 0, 0, 0},
		{0, OTHER, OTHER, 1, 0, 0, 0}};
	struct panel panel;
	int has_parent;

	cr_assert_eq(units_read(&units, context, "units.csv", units_csv, strlen(units_csv)), 0);
	int *same = panel_same_units(&units);
	cr_assert_not_null(same);
	cr_expect_eq(same[B_LATER], B, "one that gets another parent is the same");
	cr_expect_eq(same[OTHER], OTHER);
	cr_assert_eq(panel_init(&panel, &units, same, periods, LENGTH(periods), rows, LENGTH(rows)),
		     0);
	cr_expect_eq(rows[6].series, rows[7].series);
	cr_expect_neq(rows[7].series, rows[8].series);
	cr_expect_eq(panel_step(&panel, 5, -1), 3, "a year before comes the year, no quarter");
	cr_expect_eq(panel_step(&panel, 4, -1), NO_ROW);
	cr_expect_eq(panel_step(&panel, 7, -1), 6);
	cr_expect_eq(panel_step(&panel, 0, 1), NO_ROW);
	cr_expect_eq(panel_parent(&panel, 6, &has_parent), 0, "the parent of 2020");
	cr_expect_eq(panel_parent(&panel, 7, &has_parent), 2, "the parent of 2021");
	cr_expect_eq(panel_parent(&panel, 5, &has_parent), NO_ROW);
	cr_expect(has_parent, "it has one, without a row");
	cr_expect_eq(panel_parent(&panel, 0, &has_parent), NO_ROW);
	cr_expect_not(has_parent);
	cr_expect_eq(panel_step_of_year(&panel, 4), 1);
	const struct panel_lists *children = panel_children(&panel);
	cr_assert_not_null(children);
	cr_expect_eq(children->start[1] - children->start[0], 2, "A and B in 2020");
	cr_expect(panel.complete[0]);
	cr_expect_eq(children->start[3] - children->start[2], 2, "B and B2 in 2021");
	cr_expect(panel.complete[2]);
	cr_expect_not(panel.complete[1], "B2 has no row in 2020");
	panel_clear(&panel);
	free(same);
	units_clear(&units);
	chiso_context_free(context);
}

/* ---- units of measure ---------------------------------------------------------------------- */

Test(measure, what_may_be_added)
{
	static const struct {
		const char *a, *b;
		enum measure_fit fit;
	} cases[] = {
		{"ha", "ha", FITS},
		{"ha", "%", FITS_NOT},
		{"ha", "km2", FITS_SCALED},
		{"t", "kg", FITS_SCALED},
		{"t/ha", "kg/ha", FITS_SCALED},
		{"VND", "bn VND", FITS_SCALED},
		{"bn VND", "tỷ VND", FITS},
		{"1000 VND", "thousand VND", FITS},
		{"VND/{person}", "VND per {person}", FITS},
		{"{person}", "{household}", FITS_NOT},
		{"%", "1", FITS_SCALED},
		{"km", "km2", FITS_NOT},
		{"furlong", "%", FITS},
		{NULL, "ha", FITS},
		{"", "ha", FITS},
		{"{open", "ha", FITS},
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct measure a = measure_read(cases[i].a), b = measure_read(cases[i].b);

		cr_expect_eq(measure_fit(&a, &b), cases[i].fit, "%zu", i);
		cr_expect_eq(measure_fit(&b, &a), cases[i].fit, "%zu, turned round", i);
	}
}

Test(measure, products)
{
	static const struct {
		const char *a, *b;
		int power;
		const char *wanted;
	} cases[] = {
		{"t/ha", "ha", 1, "t"},   {"t", "ha", -1, "t/ha"},
		{"ha", "ha", -1, "1"},    {"bn VND", "{person}", -1, "bn VND/{person}"},
		{"km", "km", 1, "km·km"}, {"bn VND", "bn VND", -1, "1"},
		{"1", "ha", -1, "1/ha"},  {"{person}", "{person}/km2", -1, "km2"},
	};
	struct arena arena = {0};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct measure a = measure_read(cases[i].a), b = measure_read(cases[i].b);
		struct measure product = measure_times(&a, &b, cases[i].power);

		cr_expect_str_eq(measure_print(&product, &arena), cases[i].wanted, "%zu", i);
	}
	arena_clear(&arena);
}
