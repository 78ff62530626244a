/* SPDX-License-Identifier: MIT */
#include "sample_results.h"

#include "base/context.h"
#include "base/grow.h"
#include "units/units.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Cells that are still being written; each test is a process of its own. */
static struct chiso_cell drafts[32];
static size_t n_drafts;

struct chiso_results *sample_empty(const char *lang)
{
	struct chiso_options options = {.size = sizeof options, .lang = lang};
	struct chiso_results *results = calloc(1, sizeof *results);

	results->context = chiso_context_new(&options);
	results->about = (struct chiso_about){
		.size = sizeof results->about,
		.title = "Chi Lăng 2021-2030",
		.lang = results->context->lang,
	};
	return results;
}

void sample_free(struct chiso_results *results)
{
	struct chiso_context *context = results->context;

	chiso_results_free(results);
	chiso_context_free(context);
}

struct chiso_cell *sample_cell(struct chiso_results *results, const char *indicator,
                               const char *output, const char *unit, const char *period)
{
	(void)results;
	cr_assert_lt(n_drafts, sizeof drafts / sizeof *drafts);
	struct chiso_cell *cell = &drafts[n_drafts++];
	*cell = (struct chiso_cell){
		.size = sizeof *cell,
		.version = 1,
		.indicator = indicator,
		.use = "basic.share",
		.title = "Share",
		.output = output,
		.output_title = output,
		.unit_measure = "%",
		.unit = unit,
		.unit_name = "",
		.level = "commune",
		.period = period,
		.value = SAMPLE_NONE(CHISO_REASON_NOT_REPORTED),
		.numerator = SAMPLE_NONE(CHISO_REASON_NOT_REPORTED),
		.denominator = SAMPLE_NONE(CHISO_REASON_NOT_REPORTED),
		.expected = 1,
	};
	return cell;
}

void sample_finish(struct chiso_results *results)
{
	for (size_t i = 0; i < n_drafts; i++)
		cr_assert_eq(cells_add(&results->cells, &drafts[i],
		                       &(struct cell_group){.unit = UNIT_NONE}, &results->arena),
		             CHISO_OK);
	n_drafts = 0;
}

struct chiso_assessment *sample_assessment(struct chiso_results *results, const char *goal,
                                           const char *title)
{
	cr_assert_eq(GROW(&results->assessments, results->n_assessments, &results->assessments_cap),
	             0);
	struct chiso_assessment *a = &results->assessments[results->n_assessments++];
	*a = (struct chiso_assessment){
		.size = sizeof *a,
		.goal = goal,
		.goal_title = title,
		.title = title,
		.unit_measure = "%",
		.weight = 1,
		.current = {.size = sizeof a->current,
	                    .value = SAMPLE_NONE(CHISO_REASON_NOT_REPORTED)},
	};
	return a;
}

/* ---- A small plan ---------------------------------------------------------------------------- */

static const char *const areas[] = {"planted area; before 2018 as reported in the press",
                                    "2018 adds two schemes"};
static const char *const press[] = {"agrimate.vn", "langson.gov.vn, \"season 2018\""};

static const struct chiso_point custard_apple[] = {
	{"2016", 40.7 / 15, CHISO_ABOUT, 0},        {"2017", 91.875 / 15, CHISO_UPPER_BOUND, 0},
	{"2018", 142.0 / 15, CHISO_ABOUT, 1},       {"2019-03", 140.0 / 16, CHISO_EXACT, 1},
	{"2023", 835.0 / 23, CHISO_UPPER_BOUND, 0},
};
static const struct chiso_point poverty[] = {
	{"2022", 17.9, CHISO_EXACT, 0},
	{"2023", 14.31, CHISO_EXACT, 0},
	{"2024", 11.2, CHISO_EXACT, 0},
	{"2025", 1822100.0 / 199765, CHISO_EXACT, 0},
};

static void add_goals(struct chiso_results *results)
{
	struct chiso_assessment *a =
		sample_assessment(results, "S1", "production value, mean growth");
	a->words = "trên 10%/năm";
	a->document = "workshop";
	a->document_title = "options workshop";
	a->target = CHISO_MORE_THAN;
	a->target_value = 10;
	a->target_period = "2021/2030";
	a->is_mean_growth = 1;
	a->aspect = CHISO_ASPECT_MEAN_GROWTH;
	a->verdict = CHISO_NO_DATA;
	a->needs = "gross output 2020-2030, constant prices";

	a = sample_assessment(results, "S7", "custard apple under VietGAP or GlobalGAP");
	a->verdict = CHISO_NO_TARGET;
	a->unit = "187";
	a->unit_name = "huyện Chi Lăng";
	a->points = custard_apple;
	a->n_points = 5;
	a->current.value = SAMPLE_VALUE(835.0 / 23);
	a->current.period = "2023";
	a->current.bound = CHISO_UPPER_BOUND;
	a->current.evidence = CHISO_SECONDARY;
	a->current.notes = areas;
	a->current.n_notes = 2;
	a->current.sources = press;
	a->current.n_sources = 2;

	a = sample_assessment(results, "S7", "industry");
	a->unit = "187";
	a->unit_name = "huyện Chi Lăng";
	a->unit_measure = "bn VND";
	a->verdict = CHISO_NO_TARGET;
	a->why = "76.8 % of plan";
	a->current.value = SAMPLE_VALUE(1124);
	a->current.period = "2019-01/2019-09";
	a->current.status = CHISO_ESTIMATE;

	a = sample_assessment(results, "S8", "poor and near-poor households");
	a->unit = "20";
	a->unit_name = "tỉnh Lạng Sơn";
	a->document = "decision";
	a->document_title = "Decision 83";
	a->document_date = "2026-01-15";
	a->document_status = "adopted";
	a->target = CHISO_AT_MOST;
	a->target_value = 5;
	a->target_period = "2030";
	a->points = poverty;
	a->n_points = 4;
	a->verdict = CHISO_ON_TRACK;
	a->current.value = SAMPLE_VALUE(1822100.0 / 199765);
	a->current.period = "2025";
	a->projected = SAMPLE_VALUE(2.97);
	a->rate = SAMPLE_VALUE(-0.2013);

	a = sample_assessment(results, "S9", "wastewater plant in the industrial zone");
	a->target = CHISO_YES;
	a->target_period = "2030";
	a->verdict = CHISO_NOT_YET_DUE;

	a = sample_assessment(results, "S10", "defence and security");
	a->verdict = CHISO_NOT_ASSESSED;
	a->why = "no number stated";
}

static void add_cells(struct chiso_results *results)
{
	static const char *const keys[] = {"crop"}, *const na[] = {"na"};
	struct chiso_cell *cell = sample_cell(results, "certified", "share", "06463", "2025");

	results->about.keys = keys;
	results->about.n_keys = 1;
	cell->unit_name = "xã Chi Lăng";
	cell->value = SAMPLE_VALUE(92.1);
	cell->numerator = SAMPLE_VALUE(1842);
	cell->denominator = SAMPLE_VALUE(2000);
	cell->n_used = cell->n_seen = 3;
	cell->reporting = 1;
	cell->status = CHISO_OFFICIAL;
	cell->evidence = CHISO_CONFIRMED;

	cell = sample_cell(results, "certified", "share", "06475", "2025");
	cell->unit_name = "xã Bằng Mạc";

	cell = sample_cell(results, "certified", "share", "187", "2023");
	cell->unit_name = "huyện Chi Lăng";
	cell->keys = keys;
	cell->key_values = na;
	cell->n_keys = 1;
	cell->value = SAMPLE_VALUE(835.0 / 23);
	cell->numerator = SAMPLE_VALUE(835);
	cell->denominator = SAMPLE_VALUE(2300);
	cell->bound = CHISO_UPPER_BOUND;
	cell->status = CHISO_ESTIMATE;
	cell->evidence = CHISO_SECONDARY;
	cell->is_break = 1;
	cell->rolled_up = 1;
	cell->n_used = 1;
	cell->n_seen = 2;
	cell->reporting = 1;
	cell->notes = areas;
	cell->n_notes = 2;
	cell->sources = press;
	cell->n_sources = 2;

	cell = sample_cell(results, "yield", "yield", "187", "2023");
	cell->use = "agriculture.yield";
	cell->title = "Yield per harvested hectare";
	cell->unit_name = "huyện Chi Lăng";
	cell->unit_measure = "t/ha";
	cell->value = SAMPLE_VALUE(21200.0 / 2300);
	cell->numerator = SAMPLE_VALUE(21200);
	cell->denominator = SAMPLE_VALUE(2300);
	cell = sample_cell(results, "yield", "area", "187", "2023");
	cell->title = "Yield per harvested hectare";
	cell->unit_name = "huyện Chi Lăng";
	cell->unit_measure = "ha";
	cell->value = cell->numerator = SAMPLE_VALUE(2300);
}

struct chiso_results *sample_results(const char *lang)
{
	struct chiso_results *results = sample_empty(lang);

	results->about.document_title = "options workshop";
	results->about.document_date = "2022-06-20";
	results->about.document_status = "stated";
	add_goals(results);
	add_cells(results);
	sample_finish(results);
	return results;
}

/* ---- Catching what is written ---------------------------------------------------------------- */

struct caught {
	char *text;
	size_t n, cap;
};

static int catch (void *user, const char *bytes, size_t n)
{
	struct caught *caught = user;

	if (caught->n + n + 1 > caught->cap) {
		caught->cap = 2 * (caught->n + n + 1);
		caught->text = realloc(caught->text, caught->cap);
	}
	memcpy(caught->text + caught->n, bytes, n);
	caught->n += n;
	caught->text[caught->n] = 0;
	return 0;
}

char *sample_written(struct chiso_results *results, const char *format, uint32_t flags)
{
	struct caught caught = {0};

	sample_finish(results);
	cr_assert_eq(chiso_results_write(results, format, flags, catch, &caught), CHISO_OK, "%s",
	             format);
	return caught.text;
}

size_t sample_count(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

void sample_has(const char *text, const char *part)
{
	cr_expect(strstr(text, part) != NULL, "lacks \"%s\":\n%s", part, text);
}
