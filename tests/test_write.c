/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "display/layout.h"
#include "sample_results.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const formats[] = {
	"table", "scoreboard", "csv", "wide", "wide:n_used,se", "scoreboard-csv", "json", "html",
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

static void has_not(const char *text, const char *part)
{
	cr_expect(strstr(text, part) == NULL, "has \"%s\":\n%s", part, text);
}

/* Runs of blanks as one, so that tests look at what is said and not at how wide it stands. */
static char *squeezed(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++)
		if (*p != ' ' || (to > text && to[-1] != ' ' && to[-1] != '\n'))
			*to++ = *p;
	*to = 0;
	return text;
}

/* ---- Reading --------------------------------------------------------------------------------- */

Test(write, iterators_hand_out_everything_in_order)
{
	struct chiso_results *results = sample_results("en");
	struct chiso_cell cell = {.size = sizeof cell};
	struct chiso_assessment a = {.size = sizeof a};
	struct chiso_about about = {.size = sizeof about};

	chiso_results_about(results, &about);
	cr_assert_eq(about.n_cells, 5);
	cr_assert_eq(about.n_assessments, 6);
	for (int round = 0; round < 2; round++) {
		size_t cells = 0, goals = 0;

		for (; chiso_results_next(results, &cell); cells++)
			cr_expect_eq(cell.indicator, cells_output(&results->cells, cells)->indicator);
		for (; chiso_results_next_assessment(results, &a); goals++)
			cr_expect_eq(a.goal, results->assessments[goals].goal);
		cr_expect_eq(cells, 5);
		cr_expect_eq(goals, 6);
		cr_expect_eq(chiso_results_next(results, &cell), 0);
		chiso_results_rewind(results);
	}
	sample_free(results);
}

/* A caller built against a shorter struct must not be written past its end. */
Test(write, an_older_caller_gets_the_struct_it_knows)
{
	struct chiso_results *results = sample_results("en");
	struct {
		struct chiso_about about;
	} out;

	memset(&out, 0x5A, sizeof out);
	out.about.size = offsetof(struct chiso_about, document_title);
	chiso_results_about(results, &out.about);
	cr_expect_str_eq(out.about.title, "Chi Lăng 2021-2030");
	cr_expect_eq(out.about.size, offsetof(struct chiso_about, document_title));
	cr_expect_eq(((unsigned char *)&out.about.document_title)[0], 0x5A);
	cr_expect_eq(((unsigned char *)&out.about.n_assessments)[0], 0x5A);
	sample_free(results);
}

/* ---- All formats ----------------------------------------------------------------------------- */

Test(write, the_same_results_give_the_same_bytes)
{
	struct chiso_results *results = sample_results("vi");

	for (size_t i = 0; i < N_FORMATS; i++) {
		char *one = sample_written(results, formats[i], 0);
		char *other = sample_written(results, formats[i], 0);

		cr_expect_str_eq(one, other);
		cr_expect_eq(one[strlen(one) - 1], '\n', "%s ends with a line end", formats[i]);
		free(one);
		free(other);
	}
	sample_free(results);
}

static int refuse_after(void *user, const char *bytes, size_t n)
{
	size_t *left = user;

	(void)bytes;
	if (n > *left)
		return -1;
	*left -= n;
	return 0;
}

Test(write, a_full_disk_stops_every_writer)
{
	struct chiso_results *results = sample_results("en");

	for (size_t i = 0; i < N_FORMATS; i++) {
		char *whole = sample_written(results, formats[i], 0);

		for (size_t room = 0; room < 600 && room < strlen(whole); room += 97) {
			size_t left = room;

			cr_expect_eq(
				chiso_results_write(results, formats[i], 0, refuse_after, &left),
				CHISO_EIO, "%s, room for %zu", formats[i], room);
		}
		free(whole);
	}
	sample_free(results);
}

Test(write, empty_results_can_be_written)
{
	struct chiso_results *results = sample_empty("en");
	char *text = sample_written(results, "csv", 0);

	cr_expect_eq(sample_count(text, "\n"), 1, "nothing but the header");
	free(text);
	text = sample_written(results, "wide", 0);
	cr_expect_str_eq(text, "unit,unit_name,level,period,synthetic\n");
	free(text);
	text = sample_written(results, "scoreboard", 0);
	sample_has(text, "no goals");
	free(text);
	text = sample_written(results, "table", 0);
	cr_expect_str_eq(text, "no results\n");
	free(text);
	text = sample_written(results, "json", 0);
	sample_has(text, "\"results\":[\n],\"scoreboard\":[\n],\"summary\":[\n],"
	    "\"summary_by_year\":[\n]}\n");
	free(text);
	text = sample_written(results, "html", 0);
	has_not(text, "<table");
	free(text);
	sample_free(results);
}

Test(write, an_unknown_format_is_named_with_those_there_are)
{
	struct chiso_results *results = sample_empty("en");
	struct chiso_finding finding = {.size = sizeof finding};
	size_t left = 0;

	cr_assert_eq(chiso_results_write(results, "xlsx", 0, refuse_after, &left), CHISO_EUSE);
	cr_assert_eq(chiso_finding_at(results->context, 0, &finding), CHISO_OK);
	cr_expect_str_eq(finding.code, "no-such-format");
	sample_has(finding.message, "\"xlsx\"");
	sample_has(finding.message, "scoreboard-csv");
	sample_free(results);
}

/* ---- Scoreboard ------------------------------------------------------------------------------ */

Test(write, scoreboard_says_where_each_goal_stands)
{
	struct chiso_results *results = sample_results("en");
	char *text = squeezed(sample_written(results, "scoreboard", 0));

	sample_has(text, "Chi Lăng 2021-2030 · options workshop of 20 June 2022 "
	          "(targets stated, not adopted) chiso "
	          "0.1.0\n");
	sample_has(text,
	    "S1 production value, mean no data > 10 % a year, needs gross output 2020-2030");
	sample_has(text, "S7 custard apple under ≤ 36.3 % (2023) none stated rising: ≈ 2.7 (2016) to ≤ 36.3 (2023);");
	sample_has(text, "breaks 2018,");
	sample_has(text, "\nindustry 1,124 bn VND none stated 76.8 % of plan\n");
	sample_has(text, "S8 poor and near-poor 9.1 % (2025) ≤ 5 % by 2030 on track: at this rate 3.0 (2030) [3]\n");
	sample_has(text, "households, tỉnh Lạng Sơn\n");
	sample_has(text, "S10 defence and security – none stated not assessed: no number stated\n");
	sample_has(text, "5 goals, 6 rows: 1 on track, 1 not yet due, 2 no target, 1 no data, "
	          "1 not assessed\n");
	sample_has(text,
	    "[1] planted area; before 2018 as reported in the press\n[2] 2018 adds two schemes\n");
	sample_has(text, "[3] target of: Decision 83 of 15 January 2026 (adopted)\n");
	sample_has(text, "≤ at most");
	cr_expect_eq(sample_count(text, "S7"), 1, "a goal is named once");
	has_not(text, "huyện Chi Lăng");
	has_not(text, "SYNTHETIC");
	free(text);
	sample_free(results);
}

Test(write, scoreboard_in_vietnamese)
{
	struct chiso_results *results = sample_results("vi");
	char *text = squeezed(sample_written(results, "scoreboard", 0));

	sample_has(text, "options workshop ngày 20/6/2022 (mục tiêu được nêu, chưa phê duyệt) chiso");
	sample_has(text, "chưa có số liệu > 10 %/năm,");
	sample_has(text, "≤ 36,3 % (2023) không nêu tăng: ≈ 2,7 (2016) lên");
	sample_has(text, "industry 1.124 tỷ đồng không nêu");
	sample_has(text, "(9 tháng năm 2019,");
	sample_has(text, "đúng tiến độ: với đà này 3,0 (2030)");
	sample_has(text, "5 mục tiêu, 6 dòng: 1 đúng tiến độ,");
	free(text);
	sample_free(results);
}

Test(write, text_for_people_fits_its_width)
{
	static const char *const langs[] = {"en", "vi"};

	for (size_t i = 0; i < 4; i++) {
		struct chiso_results *results = sample_results(langs[i % 2]);
		char *text = sample_written(results, i < 2 ? "scoreboard" : "table", 0);

		for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
			cr_expect(layout_places(line, (size_t)(end - line)) <= LAYOUT_WIDTH, "%.*s",
			          (int)(end - line), line);
			cr_expect(end == line || end[-1] != ' ', "blanks at the end: %.*s",
			          (int)(end - line), line);
		}
		free(text);
		sample_free(results);
	}
}

/* Colour may only add: without its codes the text is the one without colour. */
Test(write, colour_says_nothing_that_words_do_not)
{
	struct chiso_results *results = sample_results("en");
	char *text = sample_written(results, "scoreboard", 0);
	char *colour = sample_written(results, "scoreboard", CHISO_COLOUR);

	has_not(text, "\033");
	sample_has(colour, "\033[32mon track");
	char *to = colour;
	for (const char *p = colour; *p; p++) {
		if (*p == '\033')
			p += strcspn(p, "m");
		else
			*to++ = *p;
	}
	*to = 0;
	cr_expect_str_eq(colour, text);
	free(text);
	free(colour);
	sample_free(results);
}

Test(write, made_up_data_are_called_so_everywhere)
{
	for (size_t i = 0; i < N_FORMATS; i++) {
		struct chiso_results *results = sample_results(i % 2 ? "vi" : "en");

		results->about.synthetic = 1;
		cells_group(&results->cells, 0)->synthetic = 1;
		results->assessments[1].current.synthetic = 1;
		char *text = sample_written(results, formats[i], 0);
		if (!strncmp(formats[i], "wide", 4))
			sample_has(text, ",commune,2025,1,92.1,");
		else if (strstr(formats[i], "csv"))
			sample_has(text, !strcmp(formats[i], "csv") ? "confirmed,0,0,1," : "secondary,0,1,");
		else if (!strcmp(formats[i], "json"))
			sample_has(text, "\"synthetic\":true,\"keys\"");
		else
			sample_has(text, i % 2 ? "DỮ LIỆU GIẢ LẬP" : "SYNTHETIC DATA");
		free(text);
		sample_free(results);
	}
}

/* ---- Table ----------------------------------------------------------------------------------- */

Test(write, table_has_a_row_for_each_unit_and_says_what_is_missing)
{
	struct chiso_results *results = sample_results("vi");
	char *text = squeezed(sample_written(results, "table", 0));

	sample_has(text, "certified Share\n");
	sample_has(text, "06463 xã Chi Lăng 2025 (chung) 92,10 % 1.842 / 2.000 1 / 1\n");
	sample_has(text, "06475 xã Bằng Mạc 2025 (chung) … … 0 / 1 chưa báo cáo\n");
	sample_has(text, "187 huyện Chi Lăng 2023 na ≤ 36,30 % 835 / 2.300 1 / 1 ước tính;");
	sample_has(text, "[2] 2018 adds two schemes\n");
	sample_has(text, "187 huyện Chi Lăng 2023 9,217 tấn/ha 21.200 / 2.300 2.300 ha 0 / 1\n");
	free(text);
	sample_free(results);
}

/* As in a yearbook: "…" alone for what was not reported, words for any other reason, once. */
Test(write, table_says_each_reason_once)
{
	static const uint32_t reasons[] = {
		CHISO_REASON_DENOMINATOR_ZERO,
		CHISO_REASON_TOO_FEW,
		CHISO_REASON_TOO_FEW,
		CHISO_REASON_NOT_REPORTED,
		0,
	};
	static const char *const outputs[] = {"a", "b", "c", "d", "total"};
	struct chiso_results *results = sample_empty("en");

	for (size_t i = 0; i < 5; i++) {
		struct chiso_cell *cell = sample_cell(results, "i", outputs[i], "", "2020");

		cell->value = reasons[i] ? SAMPLE_NONE(reasons[i]) : SAMPLE_VALUE(7);
		cell->unit_measure = "1";
		cell->expected = 0;
	}
	char *text = squeezed(sample_written(results, "table", 0));
	sample_has(text, "2020 … … … … 7 denominator is zero; too few records\n");
	has_not(text, "reporting");
	free(text);
	sample_free(results);
}

/* Twelve outputs are too many for a line: then each has one, with its title. */
Test(write, table_gives_each_of_many_outputs_a_row)
{
	static const char *const outputs[] = {"first", "second", "third",  "fourth", "fifth", "sixth",
	                                      "seventh", "eighth", "ninth", "tenth", "eleventh", "last"};

	for (size_t n = 2; n <= 12; n += 10) {
		struct chiso_results *results = sample_empty("en");

		for (size_t i = 0; i < n; i++) {
			struct chiso_cell *cell = sample_cell(results, "i", outputs[i], "A", "2020");

			cell->value = SAMPLE_VALUE(i ? 12.5 : 7);
			cell->numerator = SAMPLE_VALUE(i ? 1 : 7);
			if (i)
				cell->denominator = SAMPLE_VALUE(8);
			else
				cell->unit_measure = "1";
			cell->reporting = 1;
			if (i == n - 1)
				cell->value = SAMPLE_NONE(CHISO_REASON_TOO_FEW);
		}
		char *text = squeezed(sample_written(results, "table", 0));
		if (n == 2) {
			sample_has(text, "A 2020 7 … 1 / 8 1 / 1 too few records\n");
			has_not(text, "output value");
		} else {
			sample_has(text, "unit period output value numerator / reporting / notes\n");
			sample_has(text, "A 2020 first 7 1 / 1\n");
			sample_has(text, "A 2020 second 12.5 % 1 / 8 1 / 1\n");
			sample_has(text, "A 2020 last … 1 / 8 1 / 1 too few records\n");
			cr_expect_eq(sample_count(text, "A 2020"), 12);
		}
		free(text);
		sample_free(results);
	}
}

/* Names from data files must not steer a terminal. */
Test(write, control_characters_do_not_reach_the_terminal)
{
	struct chiso_results *results = sample_empty("en");

	sample_cell(results, "i", "o", "01", "2020")->unit_name = "\033[31mred\302\233x\nnext";
	sample_assessment(results, "G\033]0;x\a", "a\tb\342\200\256c");
	char *text = sample_written(results, "table", CHISO_COLOUR);
	sample_has(text, "01  [31mredx next");
	has_not(text, "\302\233");
	free(text);
	text = sample_written(results, "scoreboard", 0);
	has_not(text, "\033");
	has_not(text, "\a");
	has_not(text, "\342\200\256");
	sample_has(text, "a bc");
	free(text);
	sample_free(results);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

Test(write, json_escapes_and_keeps_numbers)
{
	struct chiso_results *results = sample_empty("en");

	results->about.title = "a\"b\\c\n\001\177é\342\200\250z\342\200\251";
	sample_cell(results, "i", "o", "01", "2020")->value = SAMPLE_VALUE(0.1);
	sample_cell(results, "i", "o", "02", "2020")->value = SAMPLE_VALUE(9007199254740991.0);
	char *text = sample_written(results, "json", 0);
	sample_has(text, "\"title\":\"a\\\"b\\\\c\\u000a\\u0001\\u007fé\\u2028z\\u2029\"");
	sample_has(text, "\"value\":0.1,\"reason\":null,\"bound\":\"exact\"");
	sample_has(text, "\"value\":9007199254740991,");
	free(text);
	sample_free(results);
}

/* Leaves a document for schema.test, which checks it against the schema. */
Test(write, json_for_the_schema)
{
	const char *path = getenv("CHISO_TEST_JSON"), *lang = getenv("CHISO_TEST_LANG");
	struct chiso_results *results = sample_results(lang ? lang : "en");
	char *text = sample_written(results, "json", 0);
	FILE *file = path ? fopen(path, "w") : NULL;

	sample_has(text, "{\"chiso\":\"0.1.0\",\"schema\":\"urn:chiso:results:1\",");
	sample_has(text, "\"keys\":{\"crop\":\"na\"},\"value\":36.30434782608695,\"reason\":null,"
	          "\"bound\":\"upper_bound\",\"numerator\":835,\"denominator\":2300,");
	sample_has(text, "\"target\":{\"kind\":\"more_than\",\"value\":10,\"period\":\"2021/2030\","
	          "\"aspect\":\"mean_growth\",\"mean_growth\":true,\"set\":null}");
	if (file) {
		fputs(text, file);
		cr_expect_eq(fclose(file), 0);
	}
	free(text);
	sample_free(results);
}

/* ---- HTML ------------------------------------------------------------------------------------ */

/* Leaves a page for report.test, which looks at its form. */
Test(write, html_stands_alone)
{
	const char *path = getenv("CHISO_TEST_HTML"), *lang = getenv("CHISO_TEST_LANG");
	struct chiso_results *results = sample_results(lang ? lang : "vi");
	char *text = sample_written(results, "html", 0);
	FILE *file = path ? fopen(path, "w") : NULL;

	sample_has(text, lang && !strcmp(lang, "en") ? "<!DOCTYPE html>\n<html lang=\"en\">"
	                                      : "<!DOCTYPE html>\n<html lang=\"vi\">");
	sample_has(text, lang && !strcmp(lang, "en") ? "<span class=\"verdict good\">on track</span>"
	                                      : "<span class=\"verdict good\">đúng tiến độ</span>");
	has_not(text, "http:");
	has_not(text, "https:");
	has_not(text, "<script");
	has_not(text, "src=");
	sample_has(text, "<q>trên 10%/năm</q>");
	sample_has(text, "<li id=\"note-1\">planted area; before 2018 as reported in the press</li>");
	sample_has(text, "<li>langson.gov.vn, &quot;season 2018&quot;</li>");
	sample_has(text, "<sup><a href=\"#note-1\">[1]</a></sup><sup><a href=\"#note-2\">[2]</a></sup>");
	sample_has(text, "<summary><b>Yield per harvested hectare</b>");
	if (file) {
		fputs(text, file);
		cr_expect_eq(fclose(file), 0);
	}
	free(text);
	sample_free(results);
}

/* Two breaks, two upper bounds, two figures given as "about"; of poverty the target's line. */
Test(write, html_charts_show_breaks_bounds_and_targets)
{
	struct chiso_results *results = sample_results("en");
	char *text = sample_written(results, "html", 0);

	cr_expect_eq(sample_count(text, "<svg "), 2);
	cr_expect_eq(sample_count(text, "<line class=\"break\""), 2);
	cr_expect_eq(sample_count(text, "v18m-4 -5l4 5l4 -5"), 2);
	cr_expect_eq(sample_count(text, "class=\"point about\""), 2);
	cr_expect_eq(sample_count(text, "class=\"point"), 9);
	cr_expect_eq(sample_count(text, "<line class=\"goal\""), 1);
	sample_has(text, ">≤ 5 % by 2030</text>");
	sample_has(text, "<title>3/2019: 8.75 %</title>");
	/* The line is lifted at each break: 2016-2017, 2018, 2019-2023. */
	const char *line = strstr(text, "<path class=\"series\"");
	cr_assert_not_null(line);
	size_t moves = 0, lines = 0;
	for (line = strstr(line, "d=\"") + 3; *line != '"'; line++) {
		moves += *line == 'M';
		lines += *line == 'L';
	}
	cr_expect_eq(moves, 3);
	cr_expect_eq(lines, 2);
	free(text);
	sample_free(results);
}

Test(write, html_escapes_every_text)
{
	static const char *const evil[] = {"</td><script>alert('1')</script>&\""};
	static const struct chiso_point points[] = {{"<b>1", 1, 0, 0}, {"<b>2", 2, 0, 1}};
	struct chiso_results *results = sample_empty("en");
	struct chiso_cell *cell = sample_cell(results, evil[0], evil[0], evil[0], evil[0]);

	results->about.title = results->about.document_title = evil[0];
	results->about.document_date = results->about.document_status = evil[0];
	cell->title = cell->output_title = cell->unit_measure = cell->unit_name = evil[0];
	cell->keys = cell->key_values = cell->notes = cell->sources = evil;
	cell->n_keys = cell->n_notes = cell->n_sources = 1;
	cell->value = SAMPLE_VALUE(1);
	struct chiso_assessment *a = sample_assessment(results, evil[0], evil[0]);
	a->words = a->document_title = a->unit = a->unit_name = a->unit_measure = evil[0];
	a->target = CHISO_AT_LEAST;
	a->target_period = a->why = a->needs = a->note = evil[0];
	a->verdict = CHISO_ON_TRACK;
	a->current = *cell;
	a->points = points;
	a->n_points = 2;
	char *text = sample_written(results, "html", 0);
	has_not(text, "<script");
	has_not(text, "<b>1");
	has_not(text, "alert('");
	sample_has(text, "&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;");
	free(text);
	sample_free(results);
}
