/* SPDX-License-Identifier: MIT */
/* Saved results come back as they were: written again they are the same bytes. */
#include "base/context.h"
#include "project/mapping.h"
#include "sample_results.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *path;

static void make_file(void)
{
	scratch_make();
	path = scratch_path("results.json");
}

TestSuite(results_read, .init = make_file, .fini = scratch_drop);

static void save(const char *text, size_t n)
{
	FILE *file = fopen(path, "wb");

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(text, 1, n, file), n);
	cr_assert_eq(fclose(file), 0);
}

static struct chiso_context *context_new(void)
{
	struct chiso_options options = {.size = sizeof options, .lang = "en"};

	return chiso_context_new(&options);
}

/* All formats that programs read, of results that were saved and read again. */
static void expect_the_same(struct chiso_results *results)
{
	static const char *const formats[] = {"json", "csv", "scoreboard-csv"};
	struct chiso_context *context = context_new();
	char *text = sample_written(results, "json", 0);
	struct chiso_results *again;

	save(text, strlen(text));
	free(text);
	cr_assert_eq(chiso_results_read(&again, context, path), CHISO_OK);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		char *first = sample_written(results, formats[i], 0);
		char *second = sample_written(again, formats[i], 0);

		cr_expect_str_eq(second, first, "%s", formats[i]);
		free(first);
		free(second);
	}
	chiso_results_free(again);
	chiso_context_free(context);
}

Test(results_read, a_plan)
{
	struct chiso_results *results = sample_results("en");

	expect_the_same(results);
	sample_free(results);
}

Test(results_read, every_member)
{
	static const struct chiso_standing standings[] = {{"2021", CHISO_NO_DATA},
	                                                  {"2022", CHISO_ON_TRACK}};
	static const char *const keys[] = {"sex", "k"}, *const values[] = {"nữ \"x\"", "1/3"};
	static const char *const notes[] = {"a\nb", "c | d"};
	struct chiso_results *results = sample_empty("en");
	struct chiso_cell *cell = sample_cell(results, "i", "o", "06475", "2024-Q1");

	cell->version = 3;
	cell->standard = "vn.x";
	cell->keys = keys;
	cell->key_values = values;
	cell->n_keys = 2;
	cell->value = SAMPLE_VALUE(0.1 + 0.2);
	cell->numerator = SAMPLE_VALUE(5e-324);
	cell->denominator = SAMPLE_VALUE(-1.7976931348623157e308);
	cell->n_used = 9007199254740991;
	cell->n_seen = 7;
	cell->reporting = 4294967295u;
	cell->expected = 5;
	cell->periods_reporting = 2;
	cell->periods_expected = 3;
	cell->bound = CHISO_UPPER_BOUND;
	cell->status = CHISO_PRELIMINARY;
	cell->evidence = CHISO_SECONDARY;
	cell->is_break = cell->rolled_up = cell->synthetic = 1;
	cell->notes = cell->sources = notes;
	cell->n_notes = cell->n_sources = 2;
	cell->confidence = 0.95;
	cell->se = SAMPLE_VALUE(0.25);
	cell->ci_low = SAMPLE_VALUE(-1);
	cell->ci_high = SAMPLE_VALUE(2);
	cell->deff = SAMPLE_NONE(CHISO_REASON_TOO_FEW);
	cell->df = 11;
	cell->n_psu = 12;
	cell->n_strata = 13;
	cell->numerator_share = SAMPLE_VALUE(12.5);
	results->about.has_design = results->about.has_shares = 1;
	cell = sample_cell(results, "i", "o", "06475", "2025");
	cell->value = SAMPLE_NONE(CHISO_REASON_NOT_COMPARABLE);
	struct chiso_assessment *a = sample_assessment(results, "G", "a target");
	a->target = CHISO_AT_LEAST;
	a->target_value = 3;
	a->set = "own";
	a->owner = "an office";
	a->weight = 2.5;
	a->baseline = "2020";
	a->baseline_value = SAMPLE_VALUE(0.1);
	a->gap = SAMPLE_VALUE(-1);
	a->projection = CHISO_PROJECTION_LINEAR;
	a->first_met = "never";
	a->verdict = CHISO_STAGNATION;
	a->aspect = CHISO_ASPECT_GEOMETRIC_MEAN;
	a->mean = SAMPLE_VALUE(7.5);
	a->mean_needed = SAMPLE_VALUE(8.75);
	a->n_periods = 3;
	a->periods_expected = 5;
	a->rank = 2;
	a->rank_worst = 4;
	a->n_peers = 12;
	a->n_ranked = 10;
	a->standings = standings;
	a->n_standings = 2;
	expect_the_same(results);
	sample_free(results);
}

/* What the results are called elsewhere comes back, too. */
Test(results_read, a_mapping)
{
	static struct mapped_code codes[] = {
		{"20", "VN", {"a", "b"}}, {"187", NULL, {NULL, NULL}}, {"21", "X", {NULL, NULL}}};
	static struct concept dimensions[] = {{"unit", "REF_AREA", {"a", "b"}, {codes, 3}},
	                                      {"sex", NULL, {NULL, NULL}, {NULL, 0}}};
	static const struct mapping all = {.agency = "A",
	                                   .dataflow = "B",
	                                   .version = "1.0.0",
	                                   .title = {"a", "b"},
	                                   .dimensions = dimensions,
	                                   .n_dimensions = 2,
	                                   .status = {"status", "S", {"c", NULL}, {codes, 1}},
	                                   .value = {"value", "V", {NULL, NULL}, {NULL, 0}},
	                                   .package = "p",
	                                   .resource = "r",
	                                   .path = "f.csv",
	                                   .dhis2 = {{codes, 3}}};
	struct chiso_results *results = sample_empty("en");

	results->mapping = &all;
	expect_the_same(results);
	sample_free(results);
}

/* The record of a run comes back, with the project as it was. */
Test(results_read, a_record)
{
	static const char run[] =
		"\"run\":{\"file\":{\"file\":\"plan.json\",\"sha256\":\"ab\"},"
		"\"project\":{\"chiso\":1,\"a\":[0.1,\"x\",true,false,null,{},[]]},\"units\":null,"
		"\"lineage\":null,\"groups\":null,"
		"\"standards\":[{\"file\":\"s.json\",\"sha256\":\"cd\"}],"
		"\"plugins\":[{\"id\":\"basic\",\"version\":\"1\"}],\"datasets\":[\n"
		"{\"id\":\"d\",\"files\":[{\"file\":\"d.csv\",\"sha256\":\"ef\"}]}],\"indicators\":[\n"
		"{\"id\":\"i\",\"plugin\":null,\"datasets\":[\"d\"],\"operands\":[\"j\"]}],"
		"\"rejects\":true},\"results\":";
	struct chiso_results *results = sample_results("en"), *again;
	struct chiso_context *context = context_new();
	char *text = sample_written(results, "json", 0), *with, *second;
	char *at = strstr(text, "\"results\":");

	cr_assert_not_null(at);
	with = malloc(strlen(text) + sizeof run);
	cr_assert_not_null(with);
	sprintf(with, "%.*s%s%s", (int)(at - text), text, run, at + strlen("\"results\":"));
	save(with, strlen(with));
	cr_assert_eq(chiso_results_read(&again, context, path), CHISO_OK);
	second = sample_written(again, "json", 0);
	cr_expect_str_eq(second, with);
	free(second);
	free(with);
	free(text);
	chiso_results_free(again);
	sample_free(results);
	chiso_context_free(context);
}

/* A file that breaks off anywhere gives no results and a finding, and no more than that. */
Test(results_read, any_part_of_a_file)
{
	struct chiso_results *results = sample_results("en"), *again;
	struct chiso_context *context = context_new();
	char *text = sample_written(results, "json", 0);
	size_t n = strlen(text), errors = 0;

	for (size_t i = 0; i + 2 < n; i += 1 + n / 97) {
		save(text, i);
		cr_expect_neq(chiso_results_read(&again, context, path), CHISO_OK, "%zu bytes", i);
		cr_expect_null(again);
		cr_expect_gt(context_errors(context), errors);
		errors = context_errors(context);
	}
	free(text);
	sample_free(results);
	chiso_context_free(context);
}

Test(results_read, what_is_wrong_is_said)
{
	static const char text[] =
		"{\"schema\":\"urn:chiso:results:1\",\"lang\":\"en\",\"keys\":[7],\"results\":[\n"
		"{\"indicator\":\"i\",\"title\":\"t\",\"output\":3,\"output_title\":\"o\","
		"\"unit\":\"\",\"unit_name\":\"\",\"level\":\"\",\"value\":\"x\","
		"\"bound\":\"none\",\"status\":null}],\"scoreboard\":{}}";
	struct chiso_context *context = context_new();
	struct chiso_results *results;

	save(text, sizeof text - 1);
	cr_expect_eq(chiso_results_read(&results, context, path), CHISO_EDATA);
	cr_expect_null(results);
	/* keys[0], output, value, bound, period, scoreboard */
	cr_expect_eq(context_errors(context), 6, "%zu", context_errors(context));
	save("{\"schema\":\"other\"}", 18);
	cr_expect_eq(chiso_results_read(&results, context, path), CHISO_EDATA);
	save("[]", 2);
	cr_expect_eq(chiso_results_read(&results, context, path), CHISO_EDATA);
	cr_expect_eq(context_errors(context), 8);
	cr_expect_eq(chiso_results_read(&results, context, "/nowhere/at/all"), CHISO_EIO);
	chiso_context_free(context);
}
