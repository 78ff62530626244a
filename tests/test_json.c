/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "json/json_out.h"

#include <cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct chiso_context *context_in(const char *lang)
{
	struct chiso_options options = {.size = sizeof options, .lang = lang};

	return chiso_context_new(&options);
}

/* All findings as "line:column code" and, if wanted, their message; one a line.  Without messages
 * "json-" is left out. */
static const char *findings(struct chiso_context *context, int messages)
{
	static char text[4096];
	struct chiso_finding finding = {.size = sizeof finding};
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; chiso_finding_at(context, i, &finding) == CHISO_OK; i++) {
		int prefix = !messages && !strncmp(finding.code, "json-", 5) ? 5 : 0;

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%u:%u %s%s%s", i ? "\n" : "",
		                      finding.line, finding.column, finding.code + prefix,
		                      messages ? " " : "", messages ? finding.message : "");
	}
	return text;
}

static struct json *read_text(struct chiso_context *context, const char *text)
{
	struct json *json = NULL;

	cr_assert_eq(json_read(&json, context, "plan.json", text, strlen(text)), CHISO_OK, "%s: %s",
	             text, findings(context, 1));
	return json;
}

Test(json, values_have_places)
{
	static const char text[] = "\xef\xbb\xbf{\r\n"
	                           "\t\"năm\": [2030, -0.5e1, \"é\\u00e9\\ud83c\\udf0f\\n\"],\r\n"
	                           "  \"mở\": {\"a\": true, \"b\": false, \"c\": null}, \"d\": []\n"
	                           "}\n";
	struct chiso_context *context = context_in("en");
	struct json *json = read_text(context, text);
	struct json_node *list = json_child(json_root(json)), *object = json_next(list);
	static const struct {
		enum json_kind kind;
		uint32_t line, column;
	} wanted[] = {
		{JSON_OBJECT, 1, 1},  {JSON_ARRAY, 2, 9},  {JSON_NUMBER, 2, 10},
		{JSON_NUMBER, 2, 16}, {JSON_STRING, 2, 24}, {JSON_OBJECT, 3, 9},
		{JSON_TRUE, 3, 15},   {JSON_FALSE, 3, 26},  {JSON_NULL, 3, 38},
		{JSON_ARRAY, 3, 50},
	};
	const struct json_node *nodes[] = {
		json_root(json), list, json_child(list), json_next(json_child(list)),
		json_next(json_next(json_child(list))), object, json_child(object),
		json_next(json_child(object)), json_next(json_next(json_child(object))),
		json_next(object),
	};

	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		struct place place = json_place(json, nodes[i]);

		cr_assert_not_null(nodes[i]);
		cr_expect_eq((int)json_kind(nodes[i]), (int)wanted[i].kind, "%zu", i);
		cr_expect_eq(place.line, wanted[i].line, "%zu: line %u", i, place.line);
		cr_expect_eq(place.column, wanted[i].column, "%zu: column %u", i, place.column);
		cr_expect_str_eq(place.file, "plan.json");
	}
	cr_expect_str_eq(json_key(list), "năm");
	cr_expect_eq(json_number(nodes[2]), 2030);
	cr_expect_eq(json_number(nodes[3]), -5);
	cr_expect_str_eq(json_string(nodes[4]), "\xc3\xa9\xc3\xa9\xf0\x9f\x8c\x8f\n");
	cr_expect_null(json_string(nodes[2]));
	cr_expect_null(json_next(json_next(object)));
	cr_expect_null(json_child(json_next(object)));
	cr_expect_eq(chiso_finding_count(context, CHISO_NOTE), 0);
	json_free(json);
	chiso_context_free(context);
}

/* What RFC 8259 refuses, with the places of all faults. */
static const struct {
	const char *text, *findings;
} faults[] = {
	{"", "1:1 ends"},
	{" \n ", "2:2 ends"},
	{"{\"a\": 1", "1:8 ends"},
	{"{\"a\"", "1:5 ends"},
	{"[1,", "1:4 ends"},
	{"{\"a\": 1 \"b\": 2}", "1:9 syntax"},
	{"{\"a\" 1}", "1:6 syntax"},
	{"{'a': 1}", "1:2 syntax"},
	{"{a: 1}", "1:2 syntax"},
	{"{1: 1}", "1:2 syntax"},
	{"{\"a\": 1]", "1:8 syntax"},
	{"[1}", "1:3 syntax"},
	{"[1 2]", "1:4 syntax"},
	{"[,1]", "1:2 syntax"},
	{"[1,,2]", "1:4 syntax"},
	{"{,}", "1:2 syntax"},
	{"]", "1:1 syntax"},
	{"True", "1:1 syntax"},
	{"[nul]", "1:2 syntax"},
	{"[nulll]", "1:2 syntax"},
	{"[truefalse]", "1:2 syntax"},
	{"NaN", "1:1 syntax"},
	{"[\"a\"]\n x", "2:2 syntax"},
	{"{} {}", "1:4 syntax"},
	{"1 2", "1:3 syntax"},
	{"[1\f]", "1:3 syntax"},
	{"[\xc2\xa0 1]", "1:2 syntax"},
	/* Faults that can be passed over are all reported. */
	{"[1,]", "1:3 trailing-comma"},
	{"{\"a\": [1 ,\n],\n}", "1:10 trailing-comma\n2:2 trailing-comma"},
	{"[007, 01.5, -00, -0, 0, 0.0]", "1:2 zeros\n1:7 zeros\n1:13 zeros"},
	{"[.5, 1., +1, 1e, 2022-06-20, 0x10, -, 1e+, 1.e5, --1, 12,5]",
	 "1:2 number\n1:6 number\n1:10 number\n1:14 number\n1:18 number\n1:30 number\n1:36 number\n"
	 "1:39 number\n1:44 number\n1:50 number"},
	{"[1e400, -1e400]", "1:2 number-range\n1:9 number-range"},
	{"[\"a\tb\", \"\x01\"]", "1:4 control\n1:10 control"},
	{"[\"\\q\", \"\\u12g4\", \"\\u00\", \"\\é\"]",
	 "1:3 escape\n1:9 escape\n1:19 escape\n1:27 escape"},
	{"[\"\\u0000\"]", "1:3 nul"},
	{"{\"\\u0000\": 1}", "1:3 nul"},
	{"[\"\\ud800\", \"\\udc00x\", \"\\ud800\\u0041\", \"\\ud800\\ud800\"]",
	 "1:3 surrogate\n1:13 surrogate\n1:24 surrogate\n1:40 surrogate\n1:46 surrogate"},
	{"// x\n[1, /* y\n */ 2]", "1:1 comment\n2:5 comment"},
	{"[1] /*", "1:5 comment"},
	{"[007, \"\t\", 1 2]", "1:2 zeros\n1:8 control\n1:14 syntax"},
	/* Strings end with their line. */
	{"{\"a\": \"b,\n \"c\": 1}", "1:7 open-string"},
	{"[\"a", "1:2 open-string"},
	{"[\"a\\", "1:2 open-string\n1:4 escape"},
	{"[\"a\\\"]", "1:2 open-string"},
	{"[\"a\r\n\"]", "1:2 open-string"},
	{"[\n\"ư\xff\"]", "2:3 not-utf8"},
	{"\xff\xfe[", "1:1 not-utf8"},
	{"[\"\xed\xa0\x80\"]", "1:3 not-utf8"},
	{"[\"\xc0\xaf\"]", "1:3 not-utf8"},
	/* Keys. */
	{"{\"a\": 1,\n \"b\": 2, \"a\": 3, \"\\u0061\": 4}", "2:10 double-key\n2:18 double-key"},
	{"{\"x\": [{\"a\": 1, \"a\": 2}], \"y\": {\"b\": 1, \"b\": 1}}",
	 "1:17 double-key\n1:41 double-key"},
	{"{\"\xc3\xa9\": 1, \"e\xcc\x81\": 2}", "1:10 double-key"}, /* NFC and NFD */
};

/* Strings of all lengths, with something else than ASCII, an escape or an end of a line at each place: columns are
 * counted one by one and eight at a time. */
Test(json, places_behind_all_kinds_of_text)
{
	static const char *const pieces[] = {"x", "~", "\xc3\xa9", "\xe1\xbb\x9f", "\xf0\x9f\x8c\x8f",
	                                     "\\n", "\x7f", "\",\n\"", "\",\r\n\t\"", "\",\r\""};
	struct chiso_context *context = context_in("en");

	for (size_t length = 0; length < 40; length++)
		for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
			for (size_t at = 0; at <= length; at += 3) {
				char text[128] = "[\"", *end = text + 2;
				uint32_t line = 1, column = 1;

				for (size_t k = 0; k <= length; k++)
					end += sprintf(end, "%s", k == at ? pieces[i] : "y");
				strcpy(end, "\", 7]");
				for (const char *p = text; *p && *p != '7'; p++) {
					int is_end = *p == '\n' || (*p == '\r' && p[1] != '\n');

					line += is_end;
					column = is_end ? 1 : column + (((unsigned char)*p & 0xc0) != 0x80);
				}
				struct json *json = read_text(context, text);
				struct json_node *last = json_child(json_root(json));
				while (json_next(last))
					last = json_next(last);
				struct place place = json_place(json, last);
				cr_assert(place.line == line && place.column == column,
				          "%s: %u:%u, not %u:%u", text, place.line, place.column, line, column);
				json_free(json);
			}
	chiso_context_free(context);
}

Test(json, faults_are_found_where_they_are)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct chiso_context *context = context_in("en");
		struct json *json = NULL;
		/* Nothing behind the end may be read, NUL neither. */
		size_t n = strlen(faults[i].text);
		char *exact = malloc(n ? n : 1);

		memcpy(exact, faults[i].text, n);
		/* A key that comes twice leaves the rest readable. */
		int readable = strstr(faults[i].findings, "double-key") != NULL;
		cr_expect_eq(json_read(&json, context, "a.json", exact, n),
		             readable ? CHISO_OK : CHISO_EDATA, "%s", faults[i].text);
		cr_expect_eq(json != NULL, readable);
		json_free(json);
		free(exact);
		cr_expect_str_eq(findings(context, 0), faults[i].findings, "%s", faults[i].text);
		chiso_context_free(context);
	}
}

Test(json, a_bom_in_front_and_only_there)
{
	static const char *const texts[] = {("\xef\xbb\xbf" "7"), "\xef\xbb\xbf 7", "7"};
	struct chiso_context *context = context_in("en");
	struct json *json;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		json = read_text(context, texts[i]);
		cr_expect_eq(json_number(json_root(json)), 7);
		json_free(json);
	}
	cr_expect_eq(json_read(&json, context, "a.json", "\xef\xbb\xbf", 3), CHISO_EDATA);
	cr_expect_eq(json_read(&json, context, "b.json", "\xef\xbb\xbf\xef\xbb\xbf" "7", 7),
	             CHISO_EDATA);
	cr_assert_str_eq(findings(context, 0), "1:1 ends\n1:1 syntax");
	chiso_context_free(context);
}

Test(json, nul_bytes_are_no_end)
{
	static const char text[] = "{}\0{";
	struct chiso_context *context = context_in("en");
	struct json *json;

	cr_assert_eq(json_read(&json, context, "a.json", text, 4), CHISO_EDATA);
	cr_assert_str_eq(findings(context, 0), "1:3 syntax");
	chiso_context_free(context);
}

Test(json, a_hundred_levels_and_no_more)
{
	for (int n = 100; n <= 5000; n += 4900) {
		struct chiso_context *context = context_in("en");
		struct json *json = NULL;
		char text[10000];

		for (int at = 100 + (n > 100); n && at <= n; at += n) {
			memset(text, '[', (size_t)at);
			memset(text + at, ']', (size_t)at);
			int status = json_read(&json, context, "a.json", text, (size_t)at * 2);

			cr_assert_eq(status, at <= 100 ? CHISO_OK : CHISO_EDATA);
			cr_assert_str_eq(findings(context, 0), at <= 100 ? "" : "1:101 deep");
		}
		json_free(json);
		chiso_context_free(context);
	}
}

Test(json, faults_say_what_was_expected)
{
	static const struct {
		const char *text, *en, *vi;
	} cases[] = {
		{"{\"a\": 1 \"b\": 2}", "expected ',' or '}', found \"b\"",
		 "cần ',' hoặc '}' nhưng gặp \"b\""},
		{"[1 2]", "expected ',' or ']', found 2", "cần ',' hoặc ']' nhưng gặp 2"},
		{"{\"a\"= 1}", "expected ':', found =", "cần ':' nhưng gặp ="},
		{"{a: 1}", "expected a key in double quotes, found a",
		 "cần một khóa trong dấu nháy kép nhưng gặp a"},
		{"{} Mở", "expected the end of the file, found Mở", "cần hết tệp nhưng gặp Mở"},
		{"[1", "the file ends here; expected ',' or ']'",
		 "tệp kết thúc ở đây; còn cần ',' hoặc ']'"},
		{"[1,]", "a comma too many: ']' follows it", "thừa dấu phẩy: ngay sau là ']'"},
		{"{\"a\": 1,\n\"a\": 2}", "key \"a\" comes twice; the first is on line 1, column 2",
		 "khóa \"a\" bị lặp; lần đầu ở dòng 1, cột 2"},
		{"[06475]", "a number has no zeros in front: 06475; put codes in double quotes",
		 "số không được có số 0 ở đầu: 06475; mã phải để trong dấu nháy kép"},
		{"[2022-06-20]",
		 "2022-06-20 is no number; put texts, dates and codes in double quotes",
		 "2022-06-20 không phải là số; chữ, ngày tháng và mã phải để trong dấu nháy kép"},
		/* 33 bytes in all, and the cut would be inside of a character */
		{"[\"123456789012345678901234567890ệệ",
		 "this string is not closed on its line: \"123456789012345678901234567890...",
		 "chuỗi này chưa đóng nháy ở cuối dòng: \"123456789012345678901234567890..."},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int vi = 0; vi < 2; vi++) {
			struct chiso_context *context = context_in(vi ? "vi" : "en");
			struct chiso_finding finding = {.size = sizeof finding};
			struct json *json;

			json_read(&json, context, "a.json", cases[i].text, strlen(cases[i].text));
			json_free(json);
			cr_assert_eq(chiso_finding_at(context, 0, &finding), CHISO_OK);
			cr_expect_str_eq(finding.message, vi ? cases[i].vi : cases[i].en);
			cr_expect_str_eq(finding.file, "a.json");
			chiso_context_free(context);
		}
}

Test(json, getters_of_one_kind)
{
	struct chiso_context *context = context_in("en");
	struct json *json = read_text(context, "{\"s\": \"me\xcc\x82\", \"n\": 1.5, \"t\": true,\n"
	                                       "\"f\": false, \"o\": {\"x\": \"y\"}, \"l\": [1],\n"
	                                       "\"year\": 2030, \"e\": \"\"}");
	struct json_node *root = json_root(json);

	cr_expect_str_eq(json_get_string(json, root, "s"), "mê");
	cr_expect_str_eq(json_get_string(json, root, "e"), "");
	cr_expect_null(json_get_string(json, root, "none"));
	cr_expect_null(json_get_string(json, NULL, "s"));
	cr_expect_null(json_get_string(json, json_child(root), "s"), "a string has no members");
	cr_expect_eq(json_get_number(json, root, "n", 7), 1.5);
	cr_expect_eq(json_get_number(json, root, "none", 7), 7);
	cr_expect_eq(json_get_bool(json, root, "t", 0), 1);
	cr_expect_eq(json_get_bool(json, root, "f", 1), 0);
	cr_expect_eq(json_get_bool(json, root, "none", 1), 1);
	cr_expect_str_eq(json_get_string(json, json_get_object(json, root, "o"), "x"), "y");
	cr_expect_eq(json_number(json_child(json_get_array(json, root, "l"))), 1);
	cr_expect_str_eq(json_get_text(json, root, "year"), "2030");
	cr_expect_str_eq(json_get_text(json, root, "n"), "1.5");
	cr_expect_str_eq(json_get_text(json, root, "s"), "mê");
	cr_expect_eq(chiso_finding_count(context, CHISO_NOTE), 0);
	json_free(json);
	chiso_context_free(context);
}

Test(json, wrong_kinds_name_key_found_and_expected)
{
	struct chiso_context *context = context_in("en");
	struct json *json =
		read_text(context, "{\"file\": 12,\n\"n\": \"1\",\n\"b\": \"yes\",\n\"o\": [],\n"
	                           "\"l\": {},\n\"t\": true,\n\"z\": null,\n\"by\": [3]}");
	struct json_node *root = json_root(json);

	cr_expect_null(json_get_string(json, root, "file"));
	cr_expect_eq(json_get_number(json, root, "n", 9), 9);
	cr_expect_eq(json_get_bool(json, root, "b", 1), 1);
	cr_expect_null(json_get_object(json, root, "o"));
	cr_expect_null(json_get_array(json, root, "l"));
	cr_expect_null(json_get_text(json, root, "t"));
	cr_expect_null(json_get_string(json, root, "z"));
	json_expected(json, json_child(json_get(json, root, "by")), MSG_WANT_STRING);
	json_expected(json, root, MSG_JSON_A_LIST);
	json_missing(json, root, "chiso");
	cr_assert_str_eq(findings(context, 1),
	                 "1:1 json-missing key \"chiso\" is missing\n"
	                 "1:1 json-expected-root the file holds an object; expected a list\n"
	                 "1:10 json-expected \"file\" is 12; expected a string\n"
	                 "2:6 json-expected \"n\" is \"1\"; expected a number\n"
	                 "3:6 json-expected \"b\" is \"yes\"; expected true or false\n"
	                 "4:6 json-expected \"o\" is a list; expected an object\n"
	                 "5:6 json-expected \"l\" is an object; expected a list\n"
	                 "6:6 json-expected \"t\" is true; expected a string\n"
	                 "7:6 json-expected \"z\" is null; expected a string\n"
	                 "8:8 json-expected-item an item of \"by\" is 3; expected a string");
	json_free(json);
	chiso_context_free(context);
}

Test(json, keys_that_nobody_asked_for)
{
	struct chiso_context *context = context_in("en");
	struct json *json = read_text(context, "{\"$schema\": \"x\", \"use\": \"a\",\n"
	                                       " \"datset\": \"b\",\n"
	                                       " \"elephant\": 1,\n"
	                                       " \"inner\": {\"datset\": 1}}");
	struct json_node *root = json_root(json);

	json_get_string(json, root, "use");
	json_get_string(json, root, "dataset");
	json_unknown_keys(json, json_get(json, root, "inner"));
	json_unknown_keys(json, root);
	json_unknown_keys(json, NULL);
	cr_assert_str_eq(
		findings(context, 1),
		"2:2 json-unknown-key-near unknown key \"datset\"; did you mean \"dataset\"?\n"
		"3:2 json-unknown-key-of unknown key \"elephant\"; the keys here are use, dataset, "
		"inner\n"
		"4:12 json-unknown-key unknown key \"datset\"");
	json_free(json);
	chiso_context_free(context);
}

/* A long line and many keys must not cost the square of their number. */
Test(json, a_large_document_on_one_line, .timeout = 20)
{
	enum { N = 200000, ROOM = 32 };
	char *text = malloc((size_t)N * ROOM);
	struct chiso_context *context = context_in("en");
	struct json *json;
	size_t n = 0, count = 0;

	cr_assert_not_null(text);
	for (int i = 0; i < N; i++)
		n += (size_t)snprintf(text + n, ROOM, "%c\"k%d\": [%d]", i ? ',' : '{', i, i);
	text[n++] = '}';
	cr_assert_eq(json_read(&json, context, "a.json", text, n), CHISO_OK);
	struct json_node *last = NULL;
	for (struct json_node *node = json_child(json_root(json)); node; node = json_next(node)) {
		last = node;
		count++;
	}
	cr_assert_eq(count, N);
	cr_assert_eq(json_number(json_child(last)), N - 1);
	/* The line ends with 199999]}. */
	cr_assert_eq(json_place(json, json_child(last)).column, n - 7);
	json_free(json);
	chiso_context_free(context);
	free(text);
}

/* Any byte at any place of a string, beside bytes that may be looked at together. */
Test(json, strings_of_any_length)
{
	enum { MOST = 40, BEHIND = 9 };

	for (int n = 0; n < MOST; n++)
		for (int c = 1; c < 0x100; c++) {
			struct chiso_context *context = chiso_context_new(NULL);
			struct chiso_finding finding = {.size = sizeof finding};
			char text[MOST + BEHIND + 16], *p = text;
			int fine = c >= ' ' && c < 0x80 && c != '"' && c != '\\';
			struct json *json;

			p += sprintf(p, "[\"%.*s", n, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
			*p++ = (char)c;
			p += sprintf(p, "yyyyyyyyy\", 7]");
			int status = json_read(&json, context, "a.json", text, (size_t)(p - text));
			cr_assert_eq(status, fine ? CHISO_OK : CHISO_EDATA, "%d %02x", n, (unsigned)c);
			if (fine) {
				struct json_node *string = json_child(json_root(json));

				cr_assert_eq(strlen(json_string(string)), (size_t)n + 1 + BEHIND);
				cr_assert_eq(json_string(string)[n], c);
				cr_assert_eq(json_place(json, json_next(string)).column, (uint32_t)n + 16);
				json_free(json);
			} else {
				/* A string that is not closed on its line is said where it begins. */
				uint32_t column = c == '\n' || c == '\r' ? 2 : (uint32_t)n + (c == '"' ? 4 : 3);

				cr_assert_eq(chiso_finding_at(context, 0, &finding), CHISO_OK);
				cr_assert_eq(finding.column, column, "%d %02x: %u", n, (unsigned)c, finding.column);
			}
			chiso_context_free(context);
		}
}

/* ---- writing ---- */

struct written {
	char text[1024];
	size_t n;
};

static int append(void *user, const char *text, size_t n)
{
	struct written *written = user;

	cr_assert_lt(n, sizeof written->text - written->n);
	memcpy(written->text + written->n, text, n);
	written->n += n;
	written->text[written->n] = '\0';
	return 0;
}

/* What must be escaped, what begins like it, and what need not be, in any order: read back it is the same. */
Test(json, strings_are_written_as_they_are_read)
{
	static const char *const parts[] = {"\"", "\\", "\n", "\x01", "\x1f", "\x7f", "\342\200\250", "\342\200\251",
	                                    "\342\200\252", "\342\202\253", "a", "Lăng", "/", " "};
	enum { PARTS = sizeof parts / sizeof *parts, MOST = 12 };
	uint64_t random = 20261129;

	for (int round = 0; round < 20000; round++) {
		struct written written = {.n = 0};
		struct sink sink = {.write = append, .user = &written};
		struct json_out json = {.sink = &sink};
		char text[MOST * 8] = "";

		for (int n = round % MOST; n > 0; n--) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			strcat(text, parts[(random >> 33) % PARTS]);
		}
		json_out_string(&json, text);
		cr_assert_eq(sink_close(&sink, 0), 0);
		cJSON *read = cJSON_Parse(written.text);
		cr_assert(cJSON_IsString(read), "%s", written.text);
		cr_assert_str_eq(read->valuestring, text);
		cJSON_Delete(read);
		cr_assert(!strpbrk(written.text, "\n\x01\x1f\x7f") && !strstr(written.text, "\342\200\250") &&
		          !strstr(written.text, "\342\200\251"), "%s", written.text);
	}
}
