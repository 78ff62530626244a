/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "units/units.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "code,name_vi,name_en,parent,level,valid_from,valid_to,children\n"

/* Some units of Chi Lăng before and after 1 July 2025, when codes went over to other communes and
 * the districts ended. */
static const char chi_lang[] =
	HEADER "20,Lạng Sơn,Lang Son,,tỉnh,,,some\n"
	"187,Chi Lăng,Chi Lang,20,huyện,,2025-06-30,all\n"
	"06463,Đồng Mỏ,Dong Mo,187,thị trấn,,30/6/2025,\n"
	"06466,Chi Lăng,Chi Lang,187,thị trấn,,2025-06-30,\n"
	"06472,Vân Thủy,,187,xã,,2025-06-30,\n"
	"06475,Gia Lộc,,187,xã,,2025-06-30,\n"
	"06493,Bằng Mạc,,187,xã,,2025-06-30,\n"
	"06508,Hoà Bình,Hoa Binh,187,xã,,2025-06-30,\n"
	"06523,xã Chi Lăng,,187,xã,,2025-06-30,\n"
	"06463,Chi Lăng,Chi Lang,20,xã,2025-07-01,,\n"
	"06475,Bằng Mạc,,20,xã,2025-07-01,,\n";

/* Index in the list above. */
enum { LANG_SON, DISTRICT, DONG_MO, TOWN, VAN_THUY, GIA_LOC, OLD_BANG_MAC, HOA_BINH, OLD_COMMUNE,
       COMMUNE, BANG_MAC };

static struct chiso_context *context_in(const char *lang)
{
	struct chiso_options options = {.size = sizeof options, .lang = lang};

	return chiso_context_new(&options);
}

/* All findings, "line:column code message", one a line. */
static const char *findings(struct chiso_context *context)
{
	static char text[8192];
	struct chiso_finding finding = {.size = sizeof finding};
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; chiso_finding_at(context, i, &finding) == CHISO_OK; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%u:%u %s: %s", i ? "\n" : "",
		                      finding.line, finding.column, finding.code, finding.message);
	return text;
}

static void read_chi_lang(struct units *units, struct chiso_context *context)
{
	int status = units_read(units, context, "units.csv", chi_lang, sizeof chi_lang - 1);

	cr_assert_eq(status, CHISO_OK, "%s", findings(context));
	cr_assert_eq(chiso_finding_count(context, CHISO_NOTE), 0, "%s", findings(context));
}

static struct period in(const char *text)
{
	struct period period = {1, 0};

	if (*text)
		cr_assert_eq(period_read(&period, text, strlen(text)), CHISO_OK, "%s", text);
	return period;
}

Test(units, columns_and_parents)
{
	struct chiso_context *context = context_in("en");
	struct units units;

	read_chi_lang(&units, context);
	cr_assert_eq(units.n, BANG_MAC + 1);
	cr_expect_eq(units.code_length, 0);
	const struct unit *unit = &units.list[DONG_MO];
	cr_expect_str_eq(unit->code, "06463");
	cr_expect_str_eq(unit->name_vi, "Đồng Mỏ");
	cr_expect_str_eq(unit->name_en, "Dong Mo");
	cr_expect_str_eq(unit->level, "thị trấn");
	cr_expect_str_eq(unit->parent_code, "187");
	cr_expect_eq(unit->valid_from, INT32_MIN);
	cr_expect_eq(unit->valid_to, 20269); /* datetime: 2025-06-30 */
	cr_expect_eq(unit->place.line, 4);
	cr_expect_eq(unit->place.column, 1);
	cr_expect_eq(unit->children_complete, 1);
	cr_expect_eq(units.list[LANG_SON].children_complete, 0);
	cr_expect_eq(units.list[LANG_SON].parent, UNIT_NONE);
	cr_expect_eq(units.list[DONG_MO].parent, DISTRICT);
	cr_expect_eq(units.list[COMMUNE].parent, LANG_SON);
	cr_expect_eq(units.list[COMMUNE].valid_from, 20270);
	cr_expect_null(units.list[BANG_MAC].name_en);
	cr_expect_str_eq(unit_name(&units.list[BANG_MAC], "en"), "Bằng Mạc");
	cr_expect_str_eq(unit_name(&units.list[COMMUNE], "en"), "Chi Lang");
	cr_expect_str_eq(unit_name(&units.list[COMMUNE], "vi"), "Chi Lăng");
	cr_expect_eq(units_with_code(&units, "06475"), GIA_LOC);
	cr_expect_eq(units_with_code(&units, "6475"), UNIT_NONE);
	cr_expect_eq(unit_parent(&units, GIA_LOC, in("2024")), DISTRICT);
	cr_expect_eq(unit_parent(&units, GIA_LOC, in("2026")), UNIT_NONE);
	cr_expect_eq(unit_parent(&units, BANG_MAC, in("2026")), LANG_SON);
	cr_expect_eq(unit_parent(&units, BANG_MAC, in("")), LANG_SON);
	cr_expect_eq(unit_parent(&units, LANG_SON, in("2026")), UNIT_NONE);
	cr_expect(unit_is_valid(&units.list[GIA_LOC], in("2025-06-30")));
	cr_expect_not(unit_is_valid(&units.list[GIA_LOC], in("2025-07-01")));
	cr_expect_not(unit_is_valid(&units.list[GIA_LOC], in("2025")));
	cr_expect(unit_is_valid(&units.list[GIA_LOC], in("")));
	units_clear(&units);
	chiso_context_free(context);
}

static const struct {
	const char *text, *period;
	int unit;
	const char *message, *vi; /* of UNIT_NONE; vi NULL: not looked at */
} lookups[] = {
	/* Codes, whose unit depends on the time. */
	{"06475", "2024", GIA_LOC, NULL, NULL},
	{"06475", "2025-S1", GIA_LOC, NULL, NULL},
	{"06475", "2025-S2", BANG_MAC, NULL, NULL},
	{" 06475\t", "2026", BANG_MAC, NULL, NULL},
	{"187", "2019-01/2019-09", DISTRICT, NULL, NULL},
	{"20", "2000/2100", LANG_SON, NULL, NULL},
	{"06523", "", OLD_COMMUNE, NULL, NULL},
	/* Names: both languages, NFD, case, tone marks, blanks, words for the level. */
	{"Bằng Mạc", "2024", OLD_BANG_MAC, NULL, NULL},
	{"Bằng Mạc", "2026", BANG_MAC, NULL, NULL},
	{"Ba\xcc\x86\xcc\x80ng  Ma\xcc\xa3" "c", "2026", BANG_MAC, NULL, NULL},
	{"BẰNG MẠC", "2026", BANG_MAC, NULL, NULL},
	{"Xã Bằng Mạc", "2026", BANG_MAC, NULL, NULL},
	{"phường Bằng Mạc", "2026", BANG_MAC, NULL, NULL},
	{"Hòa Bình", "2024", HOA_BINH, NULL, NULL},
	{"Hoà Bình", "2024", HOA_BINH, NULL, NULL},
	{"Vân Thuỷ", "2024", VAN_THUY, NULL, NULL},
	{"hoa binh", "2024", HOA_BINH, NULL, NULL},
	{"Thị trấn Đồng Mỏ", "2024", DONG_MO, NULL, NULL},
	{"Tỉnh Lạng Sơn", "2024", LANG_SON, NULL, NULL},
	{"Chi Lăng", "2026", COMMUNE, NULL, NULL},
	/* The word tells units of one name apart. */
	{"Huyện Chi Lăng", "2024", DISTRICT, NULL, NULL},
	{"Thị trấn Chi Lăng", "2024", TOWN, NULL, NULL},
	{"Xã Chi Lăng", "2024", OLD_COMMUNE, NULL, NULL},
	{"Chi Lăng", "2024", UNIT_NONE,
	 "\"Chi Lăng\" is the name of several units: 187 Chi Lang (huyện, Lang Son), 06466 Chi "
	 "Lang "
	 "(thị trấn, Chi Lang), 06523 xã Chi Lăng (xã, Chi Lang); write the code",
	 "có nhiều đơn vị cùng tên \"Chi Lăng\": 187 Chi Lăng (huyện, Lạng Sơn), 06466 Chi Lăng "
	 "(thị trấn, Chi Lăng), 06523 xã Chi Lăng (xã, Chi Lăng); hãy ghi mã"},
	{"phường Chi Lăng", "2024", UNIT_NONE,
	 "\"phường Chi Lăng\" is the name of several units: 06466 Chi Lang (thị trấn, Chi Lang), "
	 "06523 xã Chi Lăng (xã, Chi Lang); write the code",
	 NULL},
	/* A district's figures never become those of a commune. */
	{"Huyện Chi Lăng", "2026", UNIT_NONE,
	 "\"Huyện Chi Lăng\" is no unit in 2026: 187 Chi Lang (until 30 June 2025)",
	 NULL},
	{"huyện Bằng Mạc", "2026", UNIT_NONE,
	 "\"huyện Bằng Mạc\": no such unit; did you mean 06475 Bằng Mạc?", NULL},
	/* At another time. */
	{"06523", "2026", UNIT_NONE,
	 "\"06523\" is no unit in 2026: xã Chi Lăng (until 30 June 2025); did you mean 06463 "
	 "Chi Lang (xã, Lang Son)?",
	 "\"06523\" không phải là đơn vị trong kỳ 2026: xã Chi Lăng (đến hết ngày 30/6/2025); "
	 "có phải là 06463 Chi Lăng (xã, Lạng Sơn) không?"},
	{"06472", "2025-Q3", UNIT_NONE,
	 "\"06472\" is no unit in 2025-Q3: Vân Thủy (until 30 June 2025)", NULL},
	{"Vân Thủy", "2026", UNIT_NONE,
	 "\"Vân Thủy\" is no unit in 2026: 06472 Vân Thủy (until 30 June 2025)", NULL},
	/* Across a change. */
	{"06475", "2025", UNIT_NONE,
	 "\"06475\" is Gia Lộc until 30 June 2025 and Bằng Mạc from 1 July 2025; 2025 has "
	 "both: split the record, choose a shorter period, or state with \"boundaries\" of "
	 "the dataset on which date's units it is",
	 "\"06475\" là Gia Lộc đến hết ngày 30/6/2025 và là Bằng Mạc từ ngày 1/7/2025; "
	 "kỳ 2025 gồm cả hai: hãy tách bản ghi, chọn kỳ ngắn hơn, hoặc dùng "
	 "\"boundaries\" của tập dữ liệu để nêu số liệu theo đơn vị của ngày nào"},
	{"06472", "2025", UNIT_NONE,
	 "\"06472\": Vân Thủy is valid until 30 June 2025, which is only a part of 2025; "
	 "state with \"boundaries\" of the dataset on which date's units the period is",
	 "\"06472\": Vân Thủy có hiệu lực đến hết ngày 30/6/2025, chỉ là một phần của kỳ 2025; hãy dùng "
	 "\"boundaries\" của tập dữ liệu để nêu số liệu theo đơn vị của ngày nào"},
	{"Bằng Mạc", "2025", UNIT_NONE,
	 "no unit named \"Bằng Mạc\" is valid in all of 2025: 06493 Bằng Mạc (until 30 June 2025), "
	 "06475 Bằng Mạc (from 1 July 2025)",
	 NULL},
	{"06475", "", UNIT_NONE,
	 "\"06475\" has been several units: Gia Lộc (until 30 June 2025), Bằng Mạc (from "
	 "1 July 2025); a period must say which",
	 NULL},
	/* No unit at all. */
	{"6475", "2024", UNIT_NONE, "\"6475\": no such unit; did a spreadsheet drop a zero? 06475",
	 "\"6475\": không có đơn vị này; có phải bảng tính đã bỏ mất số 0 ở đầu? 06475"},
	{"6523", "2026", UNIT_NONE, "\"6523\": no such unit; did a spreadsheet drop a zero? 06523",
	 NULL},
	{"06474", "2024", UNIT_NONE, "\"06474\": no such unit; did you mean 06472 Vân Thủy?", NULL},
	{"Đồng Mơ", "2024", UNIT_NONE, "\"Đồng Mơ\": no such unit; did you mean 06463 Dong Mo?",
	 "\"Đồng Mơ\": không có đơn vị này; có phải là 06463 Đồng Mỏ không?"},
	{"Elephant", "2024", UNIT_NONE,
	 "\"Elephant\": no such unit; expected a code or a name of the units file",
	 "\"Elephant\": không có đơn vị này; cần mã hoặc tên có trong tệp đơn vị"},
	{"xã", "2024", UNIT_NONE,
	 "\"xã\": no such unit; expected a code or a name of the units file", NULL},
	{"  ", "2024", UNIT_NONE, "there is no unit; expected a code or a name",
	 "không ghi đơn vị; cần mã hoặc tên"},
};

Test(units, a_unit_is_a_code_or_a_name_at_a_time)
{
	for (int vi = 0; vi < 2; vi++) {
		struct chiso_context *context = context_in(vi ? "vi" : "en");
		struct units units;

		read_chi_lang(&units, context);
		for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) {
			struct place place = {finding_file(context, "data.csv"), 7, 3};
			struct chiso_finding finding = {.size = sizeof finding, .message = ""};
			const char *wanted = vi ? lookups[i].vi : lookups[i].message;
			int unit = units_find(&units, context, place, lookups[i].text,
			                      strlen(lookups[i].text), in(lookups[i].period));

			cr_expect_eq(unit, lookups[i].unit, "%s in %s: %d", lookups[i].text,
			             lookups[i].period, unit);
			cr_expect_eq(chiso_finding_count(context, CHISO_NOTE),
			             (size_t)(lookups[i].unit == UNIT_NONE), "%s in %s",
			             lookups[i].text, lookups[i].period);
			chiso_finding_at(context, 0, &finding);
			if (wanted)
				cr_expect_str_eq(finding.message, wanted);
			if (lookups[i].message)
				cr_expect_eq(finding.line * 10 + finding.column, 73);
			chiso_findings_clear(context);
		}
		units_clear(&units);
		chiso_context_free(context);
	}
}

static const struct {
	const char *csv, *findings;
} faults[] = {
	{"", "1:1 units-column-missing: column \"code\" is missing"},
	{HEADER, "1:1 units-empty: the file lists no units"},
	{"name_vi,parent\nA,\n", "1:1 units-column-missing: column \"code\" is missing"},
	{"code,parent\n1,\n", "1:1 units-column-missing: column \"name_vi\" is missing\n"
	                      "2:1 units-no-name: unit 1 has no name; give name_vi, name_en or "
	                      "both"},
	{"code,name_en,valid_form,code,area\n1,A,,2,3\n",
	 "1:14 units-column-near: column \"valid_form\" is read as an attribute; did you mean "
	 "\"valid_from\"?\n"
	 "1:25 units-column-twice: column \"code\" comes twice"},
	/* All at once. */
	{HEADER "01,A,,,,2020-13-01,tomorrow,\n"
	        ",B,,,,,,\n"
	        "02,,,,,,,none\n"
	        "03,C,,,,2025-07-01,2025-06-30,\n"
	        "04,D,,01,,,\n"
	        "04,D,,01,,,,,x\n",
	 "2:9 units-date: \"2020-13-01\" is no date; write 2025-07-01 or 1/7/2025\n"
	 "2:20 units-date: \"tomorrow\" is no date; write 2025-07-01 or 1/7/2025\n"
	 "3:1 units-no-code: the unit has no code\n"
	 "4:1 units-no-name: unit 02 has no name; give name_vi, name_en or both\n"
	 "4:10 units-children: children is \"none\"; expected all or some\n"
	 "5:20 units-ends-first: valid_to, 30 June 2025, is before valid_from, 1 July 2025\n"
	 "6:1 units-width: the row has 7 fields, the header 8\n"
	 "7:1 units-width: the row has 9 fields, the header 8\n"
	 "7:1 units-twice: code 04 is valid here and on line 6 at the same time; end one before "
	 "the "
	 "other begins"},
	/* One code in time, whatever the order of the rows. */
	{HEADER "1,A,,,,2020-01-01,2020-12-31,\n1,B,,,,2021-01-01,,\n1,C,,,,,2019-12-31,\n", ""},
	{HEADER "1,A,,,,2020-01-01,2020-12-31,\n1,B,,,,2020-12-31,,\n1,C,,,,,2019-12-31,\n",
	 "3:1 units-twice: code 1 is valid here and on line 2 at the same time; end one before the "
	 "other begins"},
	/* The long one hides the short one from the third. */
	{HEADER "1,A,,,,2020-01-01,,\n1,B,,,,2020-02-01,2020-03-01,\n1,C,,,,2022-01-01,,\n",
	 "3:1 units-twice: code 1 is valid here and on line 2 at the same time; end one before the "
	 "other begins\n"
	 "4:1 units-twice: code 1 is valid here and on line 2 at the same time; end one before the "
	 "other begins"},
	/* Parents. */
	{HEADER "06475,A,,,,,,\n1,B,,06457,,,,\n2,C,,6475,,,,\n3,D,,elephant,,,,\n",
	 "3:6 units-parent-near: parent \"06457\": no such unit; did you mean 06475 A?\n"
	 "4:6 units-parent-near: parent \"6475\": no such unit; did you mean 06475 A?\n"
	 "5:6 units-parent-unknown: parent \"elephant\": no such unit"},
	{HEADER "1,A,,,,2020-01-01,2024-12-31,\n"
	        "2,B,,1,,,2023-12-31,\n"          /* begins before it */
	        "3,C,,1,,2019-12-31,2023-12-31,\n" /* a day before */
	        "4,D,,1,,2021-01-01,,\n"          /* lasts longer */
	        "5,E,,1,,2020-01-01,2024-12-31,\n",
	 "3:6 units-parent-begins: unit 2 has no valid_from, but its parent 1 has; the parent must "
	 "be "
	 "valid as long\n"
	 "4:6 units-parent-absent: parent 1 is not valid on 31 December 2019, when unit 3 is; the "
	 "parent must be valid as long\n"
	 "5:6 units-parent-absent: parent 1 is not valid on 1 January 2025, when unit 4 is; the "
	 "parent "
	 "must be valid as long"},
	/* The parent goes on as a later version, or does after a gap. */
	{HEADER "1,A,,,,,2019-12-31,\n1,B,,,,2020-01-01,2020-12-31,\n1,C,,,,2021-01-01,,\n"
	        "2,D,,1,,,,\n",
	 ""},
	{HEADER "1,A,,,,,2019-12-31,\n1,B,,,,2020-01-01,2020-12-31,\n1,C,,,,2021-01-02,,\n"
	        "2,D,,1,,,,\n",
	 "5:6 units-parent-absent: parent 1 is not valid on 1 January 2021, when unit 2 is; the "
	 "parent "
	 "must be valid as long"},
	/* Circles. */
	{HEADER "1,A,,1,,,,\n",
	 "2:6 units-circle: units are in each other: 1 > 1"},
	{HEADER "1,A,,2,,,,\n2,B,,3,,,,\n3,C,,1,,,,\n4,D,,2,,,,\n5,E,,4,,,,\n",
	 "2:6 units-circle: units are in each other: 1 > 2 > 3 > 1"},
	{HEADER "1,A,,2,,,,\n2,B,,1,,,,\n3,C,,4,,,,\n4,D,,3,,,,\n",
	 "2:6 units-circle: units are in each other: 1 > 2 > 1\n"
	 "4:6 units-circle: units are in each other: 3 > 4 > 3"},
	/* Only since 2020, when the second changed its parent. */
	{HEADER "1,A,,2,,,,\n2,B,,,,,2019-12-31,\n2,B,,1,,2020-01-01,,\n",
	 "4:6 units-circle: units are in each other: 2 > 1 > 2"},
	/* First one in the other, then the other way round. */
	{HEADER "1,A,,2,,,2019-12-31,\n2,B,,,,,2019-12-31,\n"
	        "1,A,,,,2020-01-01,,\n2,B,,1,,2020-01-01,,\n",
	 ""},
	{"code,name_vi\n1,\xff\n", "2:3 not-utf8: byte 0xFF is not valid UTF-8; save the file as "
	 "UTF-8"},
	/* Few columns are enough, attributes are free. */
	{"\xef\xbb\xbfname_en,code,area_ha\nA,1,12\n", ""},
};

/* Units that are called by numbers, and have the same name in both languages but for the word. */
Test(units, numbers_as_names)
{
	static const char csv[] = "code,name_vi,name_en,level\n"
	                          "701,Phường 5,Ward 5,ward\n"
	                          "702,Thị trấn 5,Township 5,township\n"
	                          "703,Quận 5,District 5,district\n";
	static const struct {
		const char *text;
		int unit;
		const char *message;
	} cases[] = {
		{"phường 5", 0, ""},
		{"WARD 5", 0, ""},
		{"thị trấn 5", 1, ""},
		{"township 5", 1, ""},
		{"Quận 5", 2, ""},
		{"5", UNIT_NONE, "\"5\": no such unit; did you mean 701 Ward 5?"},
		{"xã 5", UNIT_NONE,
		 "\"xã 5\" is the name of several units: 701 Ward 5 (ward), 702 Township 5 "
		 "(township); write the code"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chiso_context *context = context_in("en");
		struct chiso_finding finding = {.size = sizeof finding, .message = ""};
		struct place place = {0};
		struct units units;

		cr_assert_eq(units_read(&units, context, "u.csv", csv, sizeof csv - 1), CHISO_OK);
		cr_expect_eq(units.code_length, 3);
		int unit = units_find(&units, context, place, cases[i].text, strlen(cases[i].text),
		                      in("2024"));
		chiso_finding_at(context, 0, &finding);
		cr_expect_eq(unit, cases[i].unit, "%s: %d", cases[i].text, unit);
		cr_expect_str_eq(finding.message, cases[i].message);
		units_clear(&units);
		chiso_context_free(context);
	}
}

Test(units, all_faults_of_the_file)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct chiso_context *context = context_in("en");
		struct units units;
		int status = units_read(&units, context, "units.csv", faults[i].csv,
		                        strlen(faults[i].csv));

		cr_expect_eq(status, *faults[i].findings ? CHISO_EDATA : CHISO_OK, "%s",
		             faults[i].csv);
		cr_expect_str_eq(findings(context), faults[i].findings, "%s", faults[i].csv);
		units_clear(&units);
		chiso_context_free(context);
	}
}

/* The record can be read, but not be trusted. */
Test(units, a_fault_of_csv_is_one_of_units)
{
	static const char csv[] = "code,name_vi\n1,A \"b\n";
	struct chiso_context *context = context_in("en");
	struct units units;

	cr_expect_eq(units_read(&units, context, "u.csv", csv, sizeof csv - 1), CHISO_EDATA);
	cr_expect_eq(chiso_finding_count(context, CHISO_ERROR), 1);
	units_clear(&units);
	chiso_context_free(context);
}

Test(units, a_circle_of_many_is_cut_short)
{
	struct chiso_context *context = context_in("en");
	struct units units;
	char csv[2048];
	size_t n = (size_t)snprintf(csv, sizeof csv, "code,name_vi,parent\n");

	for (int i = 0; i < 60; i++)
		n += (size_t)snprintf(csv + n, sizeof csv - n, "%d,A,%d\n", i, (i + 1) % 60);
	cr_expect_eq(units_read(&units, context, "units.csv", csv, n), CHISO_EDATA);
	cr_expect_str_eq(findings(context), "2:5 units-circle: units are in each other: 0 > 1 > 2 "
	"> 3 "
	                                    "> 4 > 5 > 6 > 7 > ...");
	units_clear(&units);
	chiso_context_free(context);
}

Test(units, without_a_file_every_code_is_a_unit)
{
	struct chiso_context *context = context_in("en");
	struct units units = {.implicit = 1};
	struct place place = {"data.csv", 1, 1};
	char code[16];

	/* 7 and 2000 have no common divisor: every code comes twice, in a mixed order. */
	for (int i = 0; i < 4000; i++) {
		snprintf(code, sizeof code, "c%04d", i * 7 % 2000);
		int unit = units_find(&units, context, place, code, strlen(code), in("2020"));

		cr_assert_eq(unit, i % 2000, "%s: %d", code, unit);
	}
	cr_assert_eq(units.n, 2000);
	cr_expect_eq(units.code_length, 5);
	cr_expect_str_eq(unit_name(&units.list[1], "vi"), "c0007");
	cr_expect_str_eq(units.list[1].level, "");
	cr_expect_eq(units.list[1].parent, UNIT_NONE);
	/* NFD and blanks are no new code, another length is none of a common length. */
	int unit = units_find(&units, context, place, "Xã 1", strlen("Xã 1"), in(""));
	cr_expect_eq(unit, 2000);
	cr_expect_eq(units_find(&units, context, place, " Xa\xcc\x83 1 ", 8, in("")), unit);
	cr_expect_eq(units_find(&units, context, place, "c00001", 6, in("")), 2001);
	cr_expect_eq(units.code_length, 0);
	cr_expect_eq(units_find(&units, context, place, "", 0, in("")), UNIT_NONE);
	cr_expect_eq(chiso_finding_count(context, CHISO_NOTE), 1);
	units_clear(&units);
	chiso_context_free(context);
}
