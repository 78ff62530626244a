/* SPDX-License-Identifier: MIT */
#include "base/context.h"

#include <criterion/criterion.h>
#include <string.h>

/* Which places {0} to {9} a text has, as bits. */
static unsigned places(const char *text)
{
	unsigned bits = 0;

	for (const char *p = text; *p; p++)
		if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}')
			bits |= 1u << (p[1] - '0');
	return bits;
}

Test(message, both_languages_say_the_same)
{
	for (int i = 0; i < MESSAGE_N; i++) {
		const char *en = message_text(i, "en"), *vi = message_text(i, "vi");

		cr_assert(*en && *vi, "%s has both languages", message_code(i));
		cr_assert_eq(places(en), places(vi), "%s: same places", message_code(i));
		/* A finding may be said in two ways, with a proposal and without; a label may not. */
		int first = (int)message_find(message_code(i));
		cr_assert_eq(message_severity(first), message_severity(i), "%s", message_code(i));
		cr_assert(first == i || message_severity(i) >= 0, "%s is unique", message_code(i));
	}
}

Test(message, findings_show_escapes_as_they_are_typed)
{
	for (int i = 0; i < MESSAGE_N; i++) {
		if (message_severity(i) < 0)
			continue;
		cr_assert_null(strpbrk(message_text(i, "en"), "\t\n"), "%s", message_code(i));
		cr_assert_null(strpbrk(message_text(i, "vi"), "\t\n"), "%s", message_code(i));
	}
	cr_assert_not_null(strstr(message_text(MSG_JSON_CONTROL, "en"), "write \\t for"));
	cr_assert_not_null(strstr(message_text(MSG_JSON_ESCAPE, "en"), "write \\\\ for"));
}

Test(message, findings_are_sorted_and_a_limit_keeps_the_first)
{
	struct chiso_options options = {.size = sizeof options, .max_findings = 3};
	struct chiso_context *context = chiso_context_new(&options);
	const char *a = finding_file(context, "a.csv"), *b = finding_file(context, "b.csv");

	for (uint32_t line = 50; line > 0; line--) {
		report(context, MSG_CANNOT_READ, ((struct place){b, line, 1}), "x", "y");
		report(context, MSG_CANNOT_READ, ((struct place){a, line, 2}), "x", "y");
	}
	cr_assert_eq(chiso_finding_count(context, CHISO_ERROR), 100);
	struct chiso_finding finding = {.size = sizeof finding};
	for (uint32_t i = 0; i < 3; i++) {
		cr_assert_eq(chiso_finding_at(context, i, &finding), CHISO_OK);
		cr_assert_str_eq(finding.file, "a.csv");
		cr_assert_eq(finding.line, i + 1);
		cr_assert_str_eq(finding.message, "can't read x: y");
	}
	cr_assert_eq(chiso_finding_at(context, 3, &finding), CHISO_EUSE);
	chiso_context_free(context);
}
