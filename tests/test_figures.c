/* SPDX-License-Identifier: MIT */
/* Figures that are computed an output at a time are those that each group has by itself: of random records with
 * nothing, bounds, zeros, infinities and several standards, in two languages. */
#include "base/context.h"
#include "results/results.h"
#include "results/tabulate_value.h"
#include "run/run.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS = 12, UNITS = 9, MOST_CELLS = 64 };

static uint64_t state;

static uint32_t random_below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static FILE *begin_file(const char *name)
{
	FILE *file = fopen(scratch_path(name), "w");

	cr_assert_not_null(file);
	return file;
}

static const char *pick(const char *const *list, uint32_t n)
{
	return list[random_below(n)];
}

/* Sums of the largest numbers are beyond a double, of the three in no random record only when they are rounded; others
 * are so small that quotients by them are. */
static void write_values(int n, int has_huge, int has_parent)
{
	static const char *const numbers[] = {"0", "-0", "1", "2.5", "-3", "7", "", "0", "100.25", "1e300",
	                                      "1e-300", "1.7e308"};
	static const char *const bounds[] = {"", "", "", "", "", "about", "at_least", "less_than"};
	static const char *const sexes[] = {"f", "m", "x"};
	static const char *const classes[] = {"poor", "near_poor", "not_poor"};
	static const char *const areas[] = {"", "0", "1", "5"}, *const larger[] = {"", "5", "6"};
	uint32_t n_numbers = has_huge ? 12 : 9;
	FILE *file = begin_file("values.csv");

	fprintf(file, "unit,period,month,sex,class,a,b,a_is,area,larger\n");
	for (int i = 0; i < n; i++)
		fprintf(file, "U%u,%u,2021-%02u,%s,%s,%s,%s,%s,%s,%s\n", random_below(UNITS),
		        2016 + random_below(YEARS), 1 + random_below(12), pick(sexes, 3), pick(classes, 3),
		        pick(numbers, n_numbers), pick(numbers, n_numbers), pick(bounds, 8), pick(areas, 4),
		        pick(larger, 3));
	for (int i = 0; i < 3 && !n; i++)
		fprintf(file, "U1,2020,2021-01,f,poor,%s,1,,1,5\n", i ? "4.9896007738368e+291" : "1.7976931348623157e308");
	fclose(file);
	file = begin_file("people.csv");
	fprintf(file, "unit,period,population\n");
	for (uint32_t unit = 0; unit < UNITS; unit++)
		for (uint32_t year = 2016; year < 2016 + YEARS; year++)
			if (random_below(4))
				fprintf(file, "U%u,%u,%u\n", unit, year, random_below(3) * 1000);
	fclose(file);
	file = begin_file("units.csv");
	fprintf(file, "code,name_en,level,parent\n%s", has_parent ? "P,P,province,\n" : "");
	for (uint32_t unit = 0; unit < UNITS; unit++)
		fprintf(file, "U%u,U,commune,%s\n", unit, has_parent ? "P" : "");
	fclose(file);
}

static void write_project(void)
{
	static const char by[] = "\"by\": [[], [\"sex\"]]";
	FILE *file = begin_file("plan.json");

	fprintf(file,
	        "{\"chiso\": 1, \"country\": \"VN\", \"units\": \"units.csv\", \"datasets\": {"
	        "\"d\": {\"file\": \"values.csv\", \"unit\": \"unit\", \"period\": \"period\"},"
	        "\"q\": {\"file\": \"values.csv\", \"unit\": \"unit\", \"period\": \"period\","
	        " \"figures\": {\"qualifiers\": {\"a\": \"a_is\"}}},"
	        "\"m\": {\"file\": \"values.csv\", \"unit\": \"unit\", \"period\": \"month\"},"
	        "\"p\": {\"file\": \"people.csv\", \"unit\": \"unit\", \"period\": \"period\"}},"
	        "\"indicators\": [");
	for (int i = 0; i < 2; i++)
		fprintf(file,
		        "{\"id\": \"ratio%d\", \"use\": \"basic.ratio\", \"dataset\": \"%s\", "
		        "\"inputs\": {\"numerator\": \"a\", \"denominator\": \"b\"}, %s},"
		        "{\"id\": \"stock%d\", \"use\": \"basic.stock\", \"dataset\": \"%s\", "
		        "\"inputs\": {\"value\": \"a\"}, %s},",
		        i, i ? "q" : "d", by, i, i ? "q" : "d", by);
	fprintf(file,
	        /* Of the same groups, of which all is said that there is to say. */
	        "{\"id\": \"one\", \"use\": \"basic.stock\", \"dataset\": \"d\", \"inputs\": "
	        "{\"value\": \"firstNonNull(b, 1)\"}},"
	        "{\"id\": \"two\", \"use\": \"basic.ratio\", \"dataset\": \"d\", \"inputs\": "
	        "{\"numerator\": \"firstNonNull(b, 2)\", \"denominator\": \"firstNonNull(a, 0)\"}},"
	        "{\"id\": \"three\", \"use\": \"basic.total\", \"dataset\": \"d\", \"inputs\": "
	        "{\"value\": \"firstNonNull(a, 0)\"}},"
	        "{\"id\": \"class\", \"use\": \"poverty.national\", \"dataset\": \"d\", "
	        "\"outputs\": [\"poor_rate\", \"households\", \"poor\"], %s},"
	        "{\"id\": \"all\", \"use\": \"poverty.national\", \"dataset\": \"d\"},"
	        "{\"id\": \"yield\", \"use\": \"agriculture.yield\", \"dataset\": \"d\", \"inputs\": "
	        "{\"production\": \"if(a > 0, a, 0)\", \"harvested\": \"area\", \"planted\": \"larger\"}},"
	        "{\"id\": \"year\", \"use\": \"basic.total\", \"dataset\": \"m\", \"inputs\": "
	        "{\"value\": \"b\"}, \"periods\": [\"year\", \"quarter\"]},"
	        "{\"id\": \"killed\", \"use\": \"environment.disasters\", \"outputs\": [\"killed_rate\", \"killed\"],"
	        " \"dataset\": {\"losses\": \"q\", \"people\": \"p\"}, \"inputs\": {\"deaths\": \"if(a > 0, a, 0)\", "
	        "\"missing\": \"0\", \"population\": \"population\"}, \"by\": [[], [\"sex\"]]}]}",
	        by);
	fclose(file);
}

static void expect_same(const struct chiso_value *a, const struct chiso_value *b, size_t i, const char *what)
{
	cr_assert_eq(a->type, b->type, "%s of cell %zu", what, i);
	cr_assert_eq(a->reason, b->reason, "%s of cell %zu", what, i);
	if (a->type == CHISO_F64)
		cr_assert_eq(memcmp(&a->as.f64, &b->as.f64, sizeof(double)), 0, "%s of cell %zu: %a and %a",
		             what, i, a->as.f64, b->as.f64);
}

/* How many cells there are with a value, none, and a bound. */
static size_t n_values, n_none, n_bounds;

/* What is said of a group, which one of another indicator may have made. */
static void expect_group(const struct cell_group *group, const struct group_slots *slots, size_t i)
{
	const struct slot *slot = group_slot(slots, 0);
	const uint32_t *key;

	if (slots->run->n_parts > 1 || !slot)
		return;
	key = groups_key(&slots->run->parts[0].sets[slots->set].groups, slots->slots[0]);
	cr_assert_eq(group->unit, (int)key[0] - 1, "unit of cell %zu", i);
	cr_assert_eq(memcmp(&group->period, &slots->run->parts[0].reader->periods[key[1]], sizeof group->period),
	             0, "period of cell %zu", i);
	cr_assert_eq(group->n_used, slot->n_used, "records of cell %zu", i);
	cr_assert_eq(group->n_seen, slot->n_seen, "records seen of cell %zu", i);
	cr_assert_eq(group->rolled_up, slot->rolled_up, "roll-up of cell %zu", i);
	cr_assert_eq(group->remarks->n_notes >= (slot->remarks ? slot->remarks->notes.n != 0 : 0), 1,
	             "notes of cell %zu", i);
}

static void check_cells(const struct cells *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		struct chiso_cell is = cells_get(cells, i), all[MOST_CELLS] = {{0}};
		const struct chiso_cell *want = &all[cells_in_call(cells, i)];
		struct group_slots slots;

		cr_assert_eq(cells_find_slots(cells, i, &slots), 1);
		cr_assert_eq(group_values(&slots, NULL, all), CHISO_OK);
		expect_same(&is.value, &want->value, i, "value");
		expect_same(&is.numerator, &want->numerator, i, "numerator");
		expect_same(&is.denominator, &want->denominator, i, "denominator");
		cr_assert_eq(is.bound, want->bound, "bound of cell %zu", i);
		expect_group(cells_group(cells, i), &slots, i);
		n_values += is.value.type == CHISO_F64;
		n_none += is.value.type != CHISO_F64;
		n_bounds += is.bound != CHISO_EXACT;
	}
}

static void run(uint32_t threads, int n, int has_huge, int has_parent)
{
	struct chiso_options options = {.size = sizeof options, .lang = "vi", .threads = threads};
	struct chiso_context *context = chiso_context_new(&options);
	struct chiso_project *project = NULL;
	struct chiso_results *results = NULL;

	write_values(n, has_huge, has_parent);
	cr_assert_eq(chiso_plugins_load(context, BUILDDIR "/plugins/.libs"), CHISO_OK);
	struct chiso_finding finding = {.size = sizeof finding};
	int status = chiso_project_open(&project, context, scratch_path("plan.json"), 0);
	if (!status)
		status = chiso_project_run(&results, project);
	if (status)
		(void)chiso_finding_at(context, 0, &finding);
	cr_assert_eq(status, CHISO_OK, "%s", finding.message);
	cr_assert_eq(run_make_slots(results->run), CHISO_OK);
	for (const struct chiso_results *r = results; r; r = r->plain)
		check_cells(&r->cells);
	chiso_results_free(results);
	chiso_project_free(project);
	chiso_context_free(context);
}

Test(figures, are_those_of_each_group, .init = scratch_make, .fini = scratch_drop)
{
	write_project();
	run(1, 0, 0, 0);
	for (uint32_t seed = 0; seed < 24; seed++) {
		state = seed;
		run(1 + seed % 3, seed % 4 == 3 ? 6000 : 5 + (int)seed * 9, seed % 2, seed % 5 > 1);
	}
	cr_expect_gt(n_values, 1000);
	cr_expect_gt(n_none, 1000);
	cr_expect_gt(n_bounds, 1000);
}
