/* SPDX-License-Identifier: MIT */
/* Results as CSV: a row for each figure, a table, and the scoreboard. */
#include "sample_results.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By hand from the description of the columns and RFC 4180. */
Test(write_csv, csv)
{
	struct chiso_results *results = sample_results("vi");
	char *text = sample_written(results, "csv", 0);

	cr_expect_str_eq(
		text,
		"indicator,use,version,standard,output,unit,unit_name,level,period,crop,value,reason,"
		"unit_measure,numerator,denominator,n_used,n_seen,reporting,expected,bound,status,"
		"evidence,break,rolled_up,synthetic,sources,notes\n"
		"certified,basic.share,1,,share,06463,xã Chi "
		"Lăng,commune,2025,,92.1,,%,1842,2000,3,3,"
		"1,1,exact,official,confirmed,0,0,0,,\n"
		"certified,basic.share,1,,share,06475,xã Bằng "
		"Mạc,commune,2025,,,not_reported,%,,,0,0,"
		"0,1,,,,0,0,0,,\n"
		"certified,basic.share,1,,share,187,huyện Chi "
		"Lăng,commune,2023,na,36.30434782608695,,%,"
		"835,2300,1,2,1,1,upper_bound,estimate,secondary,1,1,0,"
		"\"agrimate.vn | langson.gov.vn, \"\"season 2018\"\"\","
		"planted area; before 2018 as reported in the press | 2018 adds two schemes\n"
		"yield,agriculture.yield,1,,yield,187,huyện Chi "
		"Lăng,commune,2023,,9.217391304347826,,"
		"t/ha,21200,2300,0,0,0,1,exact,,,0,0,0,,\n"
		"yield,basic.share,1,,area,187,huyện Chi Lăng,commune,2023,,2300,,ha,2300,,0,0,0,1,"
		"exact,,,0,0,0,,\n");
	free(text);
	sample_free(results);
}

static uint64_t next_number(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static const char *some_text(char *out, uint64_t *seed, size_t most)
{
	size_t n = 1 + next_number(seed) % most;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + next_number(seed) % 26);
	out[n] = 0;
	return out;
}

/* The texts of a cell. */
struct some {
	char indicator[80], output[80], unit[80], name[80], standard[80], measure[80];
};

static void fill_some(struct chiso_cell *cell, struct some *texts, uint64_t *seed)
{
	static const size_t lengths[] = {3, 15, 33, 79};
	size_t most = lengths[next_number(seed) % 4];
	uint64_t ways = next_number(seed);

	cell->unit_name = ways & 1 ? some_text(texts->name, seed, most) : "";
	cell->standard = ways & 2 ? some_text(texts->standard, seed, most) : NULL;
	cell->unit_measure = ways & 4 ? some_text(texts->measure, seed, most) : "";
	cell->value = ways & 24 ? SAMPLE_VALUE((double)next_number(seed)) : SAMPLE_NONE(ways >> 10 & 15);
	cell->numerator = ways & 32 ? SAMPLE_VALUE((double)next_number(seed)) : SAMPLE_NONE(0);
	cell->denominator = ways & 64 ? SAMPLE_VALUE((double)next_number(seed)) : SAMPLE_NONE(0);
	cell->bound = ways & 128 ? CHISO_EXACT : (int)(ways >> 15 & 3);
	cell->n_used = next_number(seed) % 20;
	cell->n_seen = ways & 256 ? next_number(seed) * 1000000007 : 10;
	cell->reporting = ways & 512 ? 1 : 99;
	cell->is_break = ways >> 20 & 1;
}

static void put_some(char out[32], const struct chiso_value *value)
{
	*out = 0;
	if (value->type == CHISO_F64)
		snprintf(out, 32, "%.0f", value->as.f64);
}

/* The row of such a cell, column by column from the description of the file. */
static size_t row_of(char *out, const struct chiso_cell *cell)
{
	static const char *const bounds[] = {
		[CHISO_EXACT] = "exact", [CHISO_ABOUT] = "about",
		[CHISO_LOWER_BOUND] = "lower_bound", [CHISO_UPPER_BOUND] = "upper_bound"};
	char value[32], above[32], below[32], records[64] = ",";
	int is_there = cell->value.type == CHISO_F64;

	put_some(value, &cell->value);
	put_some(above, &cell->numerator);
	put_some(below, &cell->denominator);
	if (is_there || cell->value.reason != CHISO_REASON_SUPPRESSED)
		sprintf(records, "%llu,%llu", (unsigned long long)cell->n_used,
		        (unsigned long long)cell->n_seen);
	return (size_t)sprintf(out, "%s,%s,1,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%u,%u,%s,,,%d,0,0,,\n",
	                       cell->indicator, cell->use, cell->standard ? cell->standard : "",
	                       cell->output, cell->unit, cell->unit_name, cell->level, cell->period,
	                       value, is_there ? "" : chiso_reason_word(cell->value.reason),
	                       cell->unit_measure, above, below, records, cell->reporting,
	                       cell->expected, is_there ? bounds[cell->bound] : "", cell->is_break);
}

/* Rows are put together of texts that others have alike, whatever is missing and however long they are. */
Test(write_csv, csv_of_cells_of_all_kinds)
{
	enum { CELLS = 16, LONGEST = 1024 };
	uint64_t seed = 4;

	for (int round = 0; round < 400; round++) {
		struct chiso_results *results = sample_empty("en");
		struct some texts[CELLS];
		char wanted[CELLS * LONGEST], *end = wanted;

		for (size_t i = 0; i < CELLS; i++) {
			struct chiso_cell *cell = sample_cell(
				results, some_text(texts[i].indicator, &seed, i % 2 ? 79 : 5),
				some_text(texts[i].output, &seed, i % 3 ? 79 : 5),
				some_text(texts[i].unit, &seed, 8), "2024");

			fill_some(cell, &texts[i], &seed);
			end += row_of(end, cell);
		}
		char *text = sample_written(results, "csv", 0);
		cr_assert_str_eq(strchr(text, '\n') + 1, wanted);
		free(text);
		sample_free(results);
	}
}

Test(write_csv, csv_disarms_formulas_and_leaves_numbers)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{"=1+1", ",'=1+1,"},
		{"+84", ",'+84,"},
		{"-", ",'-,"},
		{"-4", ",-4,"},
		{"-4+1", ",'-4+1,"},
		{"@SUM(A1)", ",'@SUM(A1),"},
		{"\tx", ",'\tx,"},
		{"\rx", ",\"'\rx\","},
		{"=\"a\"", ",\"'=\"\"a\"\"\","},
		{"a=1", ",a=1,"},
		{"a,b", ",\"a,b\","},
		{"a\nb", ",\"a\nb\","},
		{"say \"a\"", ",\"say \"\"a\"\"\","},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chiso_results *results = sample_empty("en");
		struct chiso_cell *cell = sample_cell(results, "i", "o", "01", "2020");

		cell->unit_name = cases[i].text;
		cell->sources = &cases[i].text;
		cell->n_sources = 1;
		cell->value = SAMPLE_VALUE(-5.5);
		char *text = sample_written(results, "csv", 0);
		cr_expect_eq(sample_count(text, cases[i].cell), 2, "%s", text);
		sample_has(text, ",-5.5,");
		free(text);
		sample_free(results);
	}
}

Test(write_csv, scoreboard_csv)
{
	struct chiso_results *results = sample_results("vi");
	char *text = sample_written(results, "scoreboard-csv", 0);
	size_t commas = 0;

	for (const char *p = text; *p != '\n'; p++)
		commas += *p == ',';
	cr_expect_eq(commas + 1, 62);
	sample_has(text,
	    "S1,\"production value, mean growth\",,\"production value, mean growth\",trên 10%/năm,"
	    "workshop,options workshop,,,,,,,,%,more_than,10,,2021/2030,1,,,not_reported,,,0,0,,"
	    ",,0,0,,no_data,,\"gross output 2020-2030, constant prices\",,,,,,,,,,,1,,,,,"
	    ",mean_growth,,,,,,,,,\n");
	sample_has(text, ",2016=2.7133333333333334 about | 2017=6.125 upper_bound | "
	          "2018=9.466666666666667 about break | 2019-03=8.75 break | "
	          "2023=36.30434782608695 upper_bound,no_target,");
	sample_has(text, ",on_track,,,,,-0.2013,,,2.97,,,,,1,,,,,,value,,,,,,,,,\n");
	free(text);
	sample_free(results);
}

/* ---- The table ------------------------------------------------------------------------------- */

/* Saved results can say so, whoever has written them. */
Test(write_csv, a_figure_that_is_there_often_has_as_many_columns)
{
	struct chiso_results *results = sample_results("en");
	size_t n = results->cells.n;

	for (size_t i = 1; i < 3; i++)
		*cells_at(&results->cells, n - i) = *cells_at(&results->cells, 0);
	char *text = sample_written(results, "wide", 0);
	sample_has(text, ",certified.share,certified.share\n06463,");
	sample_has(text, ",2025,0,92.1,");
	sample_has(text, ",92.1,92.1\n");
	free(text);
	sample_free(results);
}

/* Adds the n-th figure, of which a text such as "Bx" or "Bx2" tells unit, output and, if any, key. */
static void add_figure(struct chiso_results *results, const char *figure, int n)
{
	static const char *const keys[] = {"k"};
	char *texts = arena_new(&results->arena, 6, 1);
	const char **values = arena_new(&results->arena, 1, sizeof *values);

	texts[0] = figure[0];
	texts[2] = figure[1];
	texts[4] = figure[2];
	struct chiso_cell *cell = sample_cell(results, "i", texts + 2, texts, "2025");
	cell->value = SAMPLE_VALUE(n);
	if (!figure[2])
		return;
	values[0] = texts + 4;
	cell->keys = keys;
	cell->key_values = values;
	cell->n_keys = 1;
}

/* As those that are computed: figures of a unit that follow each other are of one group. */
static void share_groups(struct chiso_results *results)
{
	struct cells *cells = &results->cells;

	sample_finish(results);
	for (size_t i = 1; i < cells->n; i++)
		if (*cells_group(cells, i)->unit_code == *cells_group(cells, i - 1)->unit_code)
			cells->kept[i].group = cells->kept[i - 1].group;
}

/* The table of figures, without what all rows begin with, lines parted by blanks. */
static void expect_table(const char *figures, const char *expected)
{
	struct chiso_results *results = sample_empty("en");
	char list[200], table[400] = "";
	int n = 0;

	snprintf(list, sizeof list, "%s", figures);
	for (char *figure = strtok(list, " "); figure; figure = strtok(NULL, " "))
		add_figure(results, figure, ++n);
	share_groups(results);
	char *text = sample_written(results, "wide", 0);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		const char *values = line;

		for (int i = 0; i < 5; i++)
			values = strchr(values, ',') + 1;
		snprintf(table + strlen(table), sizeof table - strlen(table), "%s%c:%s", *table ? " " : "",
		         *line, values);
	}
	cr_expect_str_eq(table, expected, "%s", figures);
	free(text);
	sample_free(results);
}

/* What most results have are the same figures of one unit after the other; any may come otherwise. */
Test(write_csv, figures_stand_in_the_row_of_their_unit)
{
	expect_table("Ax Ay Bx By Cx Cy Dx Dy", "u:i.x,i.y A:1,2 B:3,4 C:5,6 D:7,8");
	expect_table("Ax Ay Bx By Cx Dy Ex Ey", "u:i.x,i.y A:1,2 B:3,4 C:5, D:,6 E:7,8");
	expect_table("Ax Ay Az Bx By Bz Cx Cy Dx Dy Ex Ey",
	             "u:i.x,i.y,i.z A:1,2,3 B:4,5,6 C:7,8, D:9,10, E:11,12,");
	expect_table("Ax1 Bx1 Cx2 Dx2 Ex1", "u:i.x[k=1],i.x[k=2] A:1, B:2, C:,3 D:,4 E:5,");
	expect_table("Ax Bx Cx Dx Ay Cy Dy", "u:i.x,i.y A:1,5 B:2, C:3,6 D:4,7");
	expect_table("Ax Bx Cx Ay By Cy Dx Dy", "u:i.x,i.y A:1,4 B:2,5 C:3,6 D:7,8");
	expect_table("Ax Bx Ax Cx Dx", "u:i.x,i.x A:1,3 B:2, C:4, D:5,");
	expect_table("Cx Cy Bx By Ax Ay Bz Az Cz", "u:i.x,i.y,i.z C:1,2,9 B:3,4,7 A:5,6,8");
}
