/* SPDX-License-Identifier: MIT */
#include "base/context.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The thresholds of sdg-build's progress module, as the notes on the method give them. */
static const struct {
	const char *id;
	double number;
} open_sdg[] = {
	{"on_track", 0.95},          {"acceleration", 0.60},        {"limited", 0},
	{"trend_on_track", 0.015},   {"trend_acceleration", 0.005}, {"trend_limited", 0},
	{"zero_replacement", 0.001},
};

Test(standard, open_sdg_is_built_in)
{
	struct chiso_context *context = chiso_context_new(NULL);
	const struct standard *standard = standard_find(&context->standards, "progress.open-sdg");

	cr_assert_eq(chiso_finding_count(context, CHISO_NOTE), 0);
	cr_assert_not_null(standard);
	for (size_t i = 0; i < sizeof open_sdg / sizeof *open_sdg; i++)
		cr_assert_eq(standard_number(standard, open_sdg[i].id), open_sdg[i].number, "%s",
			     open_sdg[i].id);
	cr_assert_eq(standard->n_values, sizeof open_sdg / sizeof *open_sdg);
	cr_assert_null(standard_find(&context->standards, "progress"));
	chiso_context_free(context);
}

static const char sound[] =
	"{\"id\": \"test.k\", \"title\": {\"en\": \"Cut-off\", \"vi\": \"Ngưỡng\"}, \"source\": "
	"\"s\","
	" \"valid_from\": \"2022-01-01\", \"valid_to\": null, \"values\": {"
	"\"k\": {\"value\": \"1/18\", \"status\": \"confirmed\", \"article\": \"3\"},"
	"\"line\": {\"value\": 1500000, \"status\": \"secondary\"},"
	"\"share\": {\"value\": \"33.33%\", \"status\": \"derived\", \"note\": \"n\"}}}";

Test(standard, it_is_told_in_the_language)
{
	struct chiso_options options = {.size = sizeof options, .lang = "vi"};
	struct chiso_context *context = chiso_context_new(&options);
	struct chiso_standard_info info = {.size = sizeof info};
	size_t n = chiso_standard_count(context);

	cr_assert_eq(standards_read(&context->standards, context, "test.json", sound, strlen(sound)), CHISO_OK);
	cr_assert_eq(chiso_standard_count(context), n + 1);
	cr_assert_eq(chiso_standard_at(context, n, &info), CHISO_OK);
	cr_assert_str_eq(info.id, "test.k");
	cr_assert_str_eq(info.title, "Ngưỡng");
	cr_assert_str_eq(info.source, "s");
	cr_assert_str_eq(info.valid_from, "2022-01-01");
	cr_assert_null(info.valid_to);
	cr_assert_str_eq(info.status, "derived", "the weakest of its values");
	cr_assert_eq(chiso_standard_at(context, n + 1, &info), CHISO_EUSE);
	const struct standard *standard = standard_find(&context->standards, "test.k");
	cr_assert_eq(standard->values[0].value.num, 1);
	cr_assert_eq(standard->values[0].value.den, 18);
	cr_assert_eq(standard_number(standard, "line"), 1500000);
	cr_assert_eq(standard_number(standard, "share"), 0.3333);
	chiso_context_free(context);
}

/* Each takes something out of the sound one, or puts something else in, and gives one finding. */
static const struct {
	const char *from, *to, *message;
} faults[] = {
	{"\"id\": \"test.k\", ", "", "key \"id\" is missing"},
	{"\"test.k\"", "\"progress.open-sdg\"", "there is a standard progress.open-sdg already"},
	{"\"vi\": \"Ngưỡng\"", "\"vii\": \"x\"", "key \"vi\" is missing"},
	{"\"source\": \"s\",", "", "key \"source\" is missing"},
	{"\"valid_to\": null,", "", "key \"valid_to\" is missing"},
	{"\"2022-01-01\"", "\"1/1/2022\"", "a date such as 2022-06-20"},
	{"\"valid_to\": null", "\"valid_to\": \"2021-12-31\"",
	 "valid_to 2021-12-31 is before valid_from 2022-01-01"},
	{"\"derived\"", "\"rumoured\"", "confirmed, secondary, derived or unconfirmed"},
	{", \"status\": \"secondary\"", "", "key \"status\" is missing"},
	{"\"value\": \"1/18\", ", "", "key \"value\" is missing"},
	{"\"1/18\"", "\"1/0\"", "a fraction such as 1/3, 33.33% or 0.35"},
	{"\"33.33%\"", "\"a third\"", "a fraction such as 1/3, 33.33% or 0.35"},
	{"\"article\"", "\"artcle\"", "unknown key \"artcle\""},
	{"\"line\": {\"value\": 1500000, \"status\": \"secondary\"}", "\"line\": 1500000",
	 "an object"},
};

/* Replaces one part of the sound text. */
static size_t replace(char *out, const char *from, const char *to)
{
	const char *at = strstr(sound, from);

	cr_assert_not_null(at, "%s", from);
	memcpy(out, sound, (size_t)(at - sound));
	strcpy(out + (at - sound), to);
	strcat(out, at + strlen(from));
	return strlen(out);
}

Test(standard, faults_are_findings)
{
	char text[sizeof sound + 64];

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct chiso_context *context = chiso_context_new(NULL);
		struct chiso_finding finding = {.size = sizeof finding};
		size_t n = chiso_standard_count(context), at = 0;
		size_t length = replace(text, faults[i].from, faults[i].to);

		cr_assert_eq(standards_read(&context->standards, context, "test.json", text, length), CHISO_EDATA);
		cr_assert_eq(chiso_standard_count(context), n, "it is left out");
		while (!chiso_finding_at(context, at, &finding) &&
		       !strstr(finding.message, faults[i].message))
			at++;
		cr_assert_lt(at, chiso_finding_count(context, CHISO_ERROR), "%s: %s",
			     faults[i].message, finding.message);
		cr_assert_str_eq(finding.file, "test.json");
		chiso_context_free(context);
	}
}

Test(standard, all_faults_of_a_file_are_said_at_once)
{
	static const char text[] =
		"{\"values\": {\"k\": {\"value\": \"x\"}, \"l\": 7}, \"scope\": 1}";
	struct chiso_context *context = chiso_context_new(NULL);

	cr_assert_eq(standards_read(&context->standards, context, "test.json", text, strlen(text)), CHISO_EDATA);
	/* id, title, source, valid_from, valid_to, k's value and status, l, scope */
	cr_assert_eq(chiso_finding_count(context, CHISO_ERROR), 9);
	chiso_context_free(context);
}

/* ---- documents that wait ---- */

enum { DOCUMENTS = 6, ROOM = 512, ROUNDS = 3000 };

static uint32_t some(uint64_t *random, uint32_t n)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*random >> 33) % n;
}

static const char *const ids[] = {"test.a", "test.b", "test.c", "outliers.common", "test\\u002ea"};
static const char *const lists[] = {"[]", "[\"one.x\"]", "[\"one.y\", \"one.x\"]", "[ \"one.x\" , \"two\\u002ez\" ]",
				    "[[\"one.x\"]]", "\"one.x\""};

/* A document of which something may be wrong, anywhere. */
static void make_document(char out[ROOM], uint64_t *random)
{
	static const char signs[] = "\"\\{}[]:, 1x\n";
	static const char head[] = "\"title\": {\"en\": \"[\\\"id\\\": 1, {\", \"vi\": \"\\\\\"}, \"source\": \"s\"";
	const char *id = ids[some(random, 5)], *list = lists[some(random, 6)];

	if (some(random, 2))
		snprintf(out, ROOM, " {\"id\" : \"%s\", %s, \"indicators\": %s, \"valid_from\": null, "
				    "\"valid_to\": null, \"values\": {\"k\": {\"value\": 1, \"status\": \"derived\"}}}",
			 id, head, list);
	else
		snprintf(out, ROOM, "{%s, \"valid_from\": null, \"valid_to\": null, \"indicators\":%s , \"values\": "
				    "{\"k\": {\"value\": [1, 2], \"status\": \"derived\"}}, \"id\": \"%s\"}",
			 head, list, id);
	for (uint32_t n = some(random, 4); n == 1; n = some(random, 3))
		out[some(random, (uint32_t)strlen(out))] = signs[some(random, sizeof signs - 1)];
	if (!some(random, 8))
		out[some(random, (uint32_t)strlen(out))] = 0;
}

static void check_same(const struct chiso_context *at_once, const struct chiso_context *later)
{
	const struct standards *a = &at_once->standards, *b = &later->standards;

	cr_assert_eq(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		cr_assert_str_eq(a->list[i]->id, b->list[i]->id);
		cr_assert_eq(a->list[i]->n_indicators, b->list[i]->n_indicators);
		cr_assert(!a->list[i]->n_values || a->list[i]->values->n == b->list[i]->values->n);
	}
	cr_assert_eq(context_errors(at_once), context_errors(later));
	cr_assert_eq(standards_other_errors(later) <= context_errors(later), 1);
}

/* What is asked for is there as if all had been read at once. */
static void check_asked(struct chiso_context *at_once, struct chiso_context *later, const char *id,
			const char *indicator)
{
	cr_assert_eq(standards_want(later->standards.waiting, id, indicator), CHISO_OK);
	for (size_t i = 0; i < at_once->standards.n; i++) {
		const struct standard *standard = at_once->standards.list[i];

		if ((id && !strcmp(standard->id, id)) || (indicator && standard_is_for(standard, indicator)))
			cr_assert_not_null(standard_find(&later->standards, standard->id));
	}
}

Test(standard, documents_that_wait_are_as_if_read_at_once)
{
	static char texts[DOCUMENTS][ROOM];
	uint64_t random = 20261129;

	for (int round = 0; round < ROUNDS; round++) {
		struct chiso_context *at_once = chiso_context_new(NULL), *later = chiso_context_new(NULL);
		struct chiso_document documents[DOCUMENTS];

		for (size_t i = 0; i < DOCUMENTS; i++) {
			make_document(texts[i], &random);
			documents[i] = (struct chiso_document){"d.json", texts[i], strlen(texts[i])};
			standards_read(&at_once->standards, at_once, "d.json", texts[i], strlen(texts[i]));
			standards_offer(later, &documents[i]);
			if (!some(&random, 6))
				check_asked(at_once, later, ids[some(&random, 3)], NULL);
		}
		for (uint32_t n = some(&random, 3); n; n--)
			check_asked(at_once, later, some(&random, 2) ? ids[some(&random, 3)] : NULL,
				    some(&random, 2) ? "one.x" : "two.z");
		cr_assert_eq(chiso_standard_count(later), at_once->standards.n);
		check_same(at_once, later);
		chiso_context_free(at_once);
		chiso_context_free(later);
	}
}

Test(standard, documents_are_read_when_they_are_asked_for)
{
	static const char text[] = "{\"id\": \"test.w\", \"indicators\": [\"one.x\"], \"title\": 1}";
	const struct chiso_document document = {"w.json", text, strlen(text)};
	struct chiso_context *context = chiso_context_new(NULL);
	size_t n = chiso_standard_count(context);

	cr_assert_eq(standards_offer(context, &document), CHISO_OK);
	cr_assert_eq(standards_want(context->standards.waiting, "test.v", "one.y"), CHISO_OK);
	cr_assert_eq(context_errors(context), 0, "nobody asks for it");
	cr_assert_eq(standards_want(context->standards.waiting, NULL, "one.x"), CHISO_OK);
	cr_assert_gt(context_errors(context), 0);
	cr_assert_eq(standards_other_errors(context), 0, "which is no fault of who asks");
	cr_assert_eq(chiso_standard_count(context), n, "it is left out");
	chiso_context_free(context);
}

Test(standard, faults_are_counted_from_where_findings_were_forgotten)
{
	static const char text[] = "{\"id\": \"test.w\", \"indicators\": [\"one.x\"], \"title\": 1}";
	const struct chiso_document document = {"w.json", text, strlen(text)};
	struct chiso_context *context = chiso_context_new(NULL);

	cr_assert_eq(standards_offer(context, &document), CHISO_OK);
	cr_assert_eq(standards_want(context->standards.waiting, "test.w", NULL), CHISO_OK);
	chiso_findings_clear(context);
	cr_assert_eq(standards_read(&context->standards, context, "w.json", text, strlen(text)), CHISO_EDATA);
	chiso_context_free(context);
}

/* Copies of a context, which results have, see the list of the context itself. */
Test(standard, the_list_stays_where_it_is)
{
	enum { MANY = 60 };
	static char texts[MANY][ROOM];
	struct chiso_document documents[MANY];
	struct chiso_context *context = chiso_context_new(NULL);
	size_t n = context->standards.n;

	for (int i = 0; i < MANY; i++) {
		snprintf(texts[i], ROOM,
			 "{\"id\": \"test.%d\", \"title\": {\"en\": \"\", \"vi\": \"\"}, \"source\": \"s\", \"indicators\": "
			 "[], \"valid_from\": null, \"valid_to\": null, \"values\": {}}",
			 i);
		documents[i] = (struct chiso_document){"d.json", texts[i], strlen(texts[i])};
		cr_assert_eq(standards_offer(context, &documents[i]), CHISO_OK);
	}
	struct standard *const *list = context->standards.list;
	cr_assert_eq(context->standards.n, n);
	cr_assert_eq(chiso_standard_count(context), n + MANY);
	cr_assert_eq(context->standards.list, list);
	cr_assert_eq(context_errors(context), 0);
	chiso_context_free(context);
}
