/* SPDX-License-Identifier: MIT */
#include "base/context.h"

#include <criterion/criterion.h>
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
