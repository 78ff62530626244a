/* SPDX-License-Identifier: MIT */
/* The rules of new-rural criteria: thresholds are the doubles that the same digits are in a table.
 */
#include "../plugins/infrastructure/rule.h"

#include <criterion/criterion.h>

enum { GROUPS = 3 };

Test(infrastructure, rules_are_read)
{
	static const struct {
		const char *text;
		int kind;
		uint32_t n;
		double thresholds[GROUPS];
	} cases[] = {
		{"yes", RULE_YES, 0, {0}},
		{">= 95", RULE_AT_LEAST, 1, {95}},
		{"<= 13.5", RULE_AT_MOST, 1, {13.5}},
		{">= 0.1 0.7 33.33", RULE_AT_LEAST, 3, {0.1, 0.7, 33.33}},
		{">= 1.005", RULE_AT_LEAST, 1, {1.005}},
		{">= 123456789.012345", RULE_AT_LEAST, 1, {123456789.012345}},
		{"<= -2", RULE_AT_MOST, 1, {-2}},
		{">= 1 2 3 4", RULE_AT_LEAST, 4, {1, 2, 3}},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double got[GROUPS];
		uint32_t n;

		cr_assert_eq(rule_read(cases[i].text, got, GROUPS, &n), cases[i].kind, "%s",
			     cases[i].text);
		cr_assert_eq(n, cases[i].n, "%s", cases[i].text);
		for (uint32_t g = 0; g < n && g < GROUPS; g++)
			cr_assert_eq(got[g], cases[i].thresholds[g], "%s", cases[i].text);
	}
}

Test(infrastructure, what_is_no_rule)
{
	static const char *const texts[] = {"",
					    "no",
					    "yes ",
					    ">=",
					    ">= ",
					    ">=95",
					    "> 95",
					    ">= 5.",
					    ">= .5",
					    ">= 5 ",
					    ">= 5  6",
					    ">= 1e3",
					    ">= 5,5",
					    ">= 1.2.3",
					    ">= -",
					    "= 5",
					    ">= 1234567890123456",
					    ">= inf",
					    ">= 0x5"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		double got[GROUPS];
		uint32_t n;

		cr_assert_lt(rule_read(texts[i], got, GROUPS, &n), 0, "%s", texts[i]);
	}
}

Test(infrastructure, a_threshold_is_met)
{
	cr_assert(rule_is_met(RULE_AT_LEAST, 95, 95));
	cr_assert_not(rule_is_met(RULE_AT_LEAST, 94.99, 95));
	cr_assert(rule_is_met(RULE_AT_MOST, 13, 13));
	cr_assert_not(rule_is_met(RULE_AT_MOST, 13.01, 13));
	cr_assert(rule_is_met(RULE_YES, 1, 0));
	cr_assert_not(rule_is_met(RULE_YES, 0, 0));
}
