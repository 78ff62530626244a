/* SPDX-License-Identifier: MIT */
#include "write/board.h"
#include "base/code.h"
#include "base/context.h"
#include "display/label.h"
#include "sample_results.h"

#include <criterion/criterion.h>
#include <string.h>

static struct chiso_context *new_context(const char *lang)
{
	struct chiso_options options = {.size = sizeof options, .lang = lang};

	return chiso_context_new(&options);
}

/* No-break spaces as plain ones. */
static char *plain(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (!strncmp(p, "\302\240", 2)) {
			*to++ = ' ';
			p++;
		} else {
			*to++ = *p;
		}
	}
	*to = 0;
	return text;
}

/* The rule of label.h, worked by hand. */
Test(label, figures_have_the_digits_that_people_read)
{
	static const struct {
		double value;
		int bound;
		const char *unit;
		int decimals;
		const char *en, *vi;
	} cases[] = {
		{1822100.0 / 199765, CHISO_EXACT, "%", LABEL_TABLE, "9.12 %", "9,12 %"},
		{464300.0 / 199765, CHISO_EXACT, "%", LABEL_TABLE, "2.32 %", "2,32 %"},
		{1357800.0 / 199765, CHISO_EXACT, "%", LABEL_TABLE, "6.80 %", "6,80 %"},
		{1822100.0 / 199765, CHISO_EXACT, "%", LABEL_BOARD, "9.1 %", "9,1 %"},
		{92.1, CHISO_EXACT, "%", LABEL_TABLE, "92.1 %", "92,1 %"},
		{100, CHISO_EXACT, "%", LABEL_BOARD, "100 %", "100 %"},
		{83500.0 / 2300, CHISO_UPPER_BOUND, "%", LABEL_BOARD, "≤ 36.3 %", "≤ 36,3 %"},
		{2300, CHISO_LOWER_BOUND, "ha", LABEL_TABLE, "≥ 2,300 ha", "≥ 2.300 ha"},
		{142, CHISO_ABOUT, "ha", LABEL_TABLE, "≈ 142 ha", "≈ 142 ha"},
		{199765, CHISO_EXACT, "{household}", LABEL_TABLE, "199,765 households",
	         "199.765 hộ"},
		{1124.56, CHISO_EXACT, "bn VND", LABEL_BOARD, "1,124.6 bn VND", "1.124,6 tỷ đồng"},
		{21200.0 / 2300, CHISO_EXACT, "t/ha", LABEL_TABLE, "9.217 t/ha", "9,217 tấn/ha"},
		{12.3456, CHISO_EXACT, NULL, LABEL_TABLE, "12.35", "12,35"},
		{123.456, CHISO_EXACT, "1", LABEL_TABLE, "123.5", "123,5"},
		{0.00123456, CHISO_EXACT, "1", LABEL_TABLE, "0.001235", "0,001235"},
		{1.5e-5, CHISO_EXACT, "1", LABEL_TABLE, "0.000015", "0,000015"},
		{-3.25, CHISO_EXACT, "ha", LABEL_TABLE, "-3.25 ha", "-3,25 ha"},
		{75000, CHISO_EXACT, "{visit}", LABEL_TABLE, "75,000 visits", "75.000 lượt khách"},
		{1.5, CHISO_EXACT, "{night}/{visit}", LABEL_TABLE, "1.5 nights per visit",
	         "1,5 đêm/lượt khách"},
		{2.0625, CHISO_EXACT, "%", LABEL_ALL, "2.0625 %", "2,0625 %"},
		{0, CHISO_EXACT, "%", LABEL_TABLE, "0 %", "0 %"},
	};
	struct chiso_context *en = new_context("en"), *vi = new_context("vi");
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_str_eq(label_value(&arena, en, cases[i].value, cases[i].bound,
		                             cases[i].unit, cases[i].decimals),
		                 cases[i].en);
		cr_expect_str_eq(label_value(&arena, vi, cases[i].value, cases[i].bound,
		                             cases[i].unit, cases[i].decimals),
		                 cases[i].vi);
	}
	cr_expect_str_eq(label_change(&arena, en, 9.14, "%"), "+9.1 points");
	cr_expect_str_eq(label_change(&arena, vi, -1.25, "ha"), "-1,25 ha");
	arena_clear(&arena);
	chiso_context_free(en);
	chiso_context_free(vi);
}

Test(label, periods_are_said_as_people_say_them)
{
	static const struct {
		const char *period, *en, *vi;
	} cases[] = {
		{"2023", "2023", "2023"},
		{"2023-S1", "first half of 2023", "6 tháng đầu năm 2023"},
		{"2023-S2", "second half of 2023", "6 tháng cuối năm 2023"},
		{"2023-Q3", "Q3 2023", "quý 3/2023"},
		{"2019-03", "3/2019", "3/2019"},
		{"2019-11", "11/2019", "11/2019"},
		{"2019-01/2019-09", "9 months of 2019", "9 tháng năm 2019"},
		{"2019-01/2019-11", "11 months of 2019", "11 tháng năm 2019"},
		{"2019-04/2019-09", "4/2019-9/2019", "4/2019-9/2019"},
		{"2019-01/2020-03", "1/2019-3/2020", "1/2019-3/2020"},
		{"2021/2030", "2021-2030", "2021-2030"},
		{"2022-06-20", "20 June 2022", "20/6/2022"},
		{"2024-02-08/2024-02-14", "8-14 February 2024", "8-14/2/2024"},
		{"2024-02-10/2024-03-09", "10 February 2024-9 March 2024", "10/2/2024-9/3/2024"},
		{"", "", ""},
	};
	struct chiso_context *en = new_context("en"), *vi = new_context("vi");
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_str_eq(label_period(&arena, en, cases[i].period), cases[i].en);
		cr_expect_str_eq(label_period(&arena, vi, cases[i].period), cases[i].vi);
	}
	arena_clear(&arena);
	chiso_context_free(en);
	chiso_context_free(vi);
}

Test(label, targets)
{
	static const struct {
		int target, is_mean_growth;
		double value, upper;
		const char *period, *unit, *en, *vi;
	} cases[] = {
		{CHISO_TARGET_NONE, 0, 0, 0, "2030", "%", "none stated", "không nêu"},
		{CHISO_MORE_THAN, 1, 10, 0, "2030", "bn VND", "> 10 % a year by 2030",
	         "> 10 %/năm đến năm 2030"},
		{CHISO_MORE_THAN, 1, 10, 0, "2021/2030", "bn VND", "> 10 % a year, 2021-2030",
	         "> 10 %/năm, 2021-2030"},
		{CHISO_AT_LEAST, 0, 99.5, 0, "2030", "%", "≥ 99.5 % by 2030",
	         "≥ 99,5 % đến năm 2030"},
		{CHISO_AT_MOST, 0, 5, 0, NULL, "%", "≤ 5 %", "≤ 5 %"},
		{CHISO_LESS_THAN, 0, 1500, 0, "2025-06", "{household}",
	         "< 1,500 households by 6/2025", "< 1.500 hộ đến 6/2025"},
		{CHISO_BETWEEN, 0, 40, 45.5, "2030", "%", "40 to 45.5 % by 2030",
	         "từ 40 đến 45,5 % đến năm 2030"},
		{CHISO_YES, 0, 0, 0, "2030", NULL, "yes by 2030", "có đến năm 2030"},
		{CHISO_NO, 0, 0, 0, NULL, NULL, "no", "không"},
	};
	struct chiso_context *en = new_context("en"), *vi = new_context("vi");
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chiso_assessment a = {
			.target = cases[i].target,
			.is_mean_growth = cases[i].is_mean_growth,
			.target_value = cases[i].value,
			.target_upper = cases[i].upper,
			.target_period = cases[i].period,
			.unit_measure = cases[i].unit,
		};

		cr_expect_str_eq(label_target(&arena, en, &a), cases[i].en);
		cr_expect_str_eq(label_target(&arena, vi, &a), cases[i].vi);
		cr_expect_str_eq(plain(board_target(&arena, en, &a)), cases[i].en);
	}
	arena_clear(&arena);
	chiso_context_free(en);
	chiso_context_free(vi);
}

Test(label, documents)
{
	struct chiso_context *en = new_context("en"), *vi = new_context("vi");
	struct arena arena = {0};

	cr_expect_str_eq(label_document(&arena, en, "options workshop", "2022-06-20", "stated"),
	                 "options workshop of 20 June 2022 (targets stated, not adopted)");
	cr_expect_str_eq(label_document(&arena, vi, "hội thảo", "2022-06-20", "stated"),
	                 "hội thảo ngày 20/6/2022 (mục tiêu được nêu, chưa phê duyệt)");
	cr_expect_str_eq(label_document(&arena, en, "decision", NULL, NULL), "decision");
	cr_expect_str_eq(label_document(&arena, en, "decision", NULL, "adopted"),
	                 "decision (adopted)");
	arena_clear(&arena);
	chiso_context_free(en);
	chiso_context_free(vi);
}

/* Each enumeration has its own word for each value, and none for what is beyond. */
Test(label, every_reason_and_verdict_has_its_words)
{
	struct chiso_context *vi = new_context("vi");

	for (uint32_t i = CHISO_REASON_NOT_REPORTED; i <= CHISO_REASON_FAILED; i++) {
		cr_expect(*chiso_reason_word(i));
		cr_expect(*label_reason(vi, i));
		for (uint32_t k = 1; k < i; k++)
			cr_expect_str_neq(chiso_reason_word(i), chiso_reason_word(k));
	}
	for (int i = CHISO_NO_DATA; i <= CHISO_NOT_ASSESSED; i++) {
		cr_expect(*code_verdict(i));
		for (int k = CHISO_NO_DATA; k < i; k++) {
			cr_expect_str_neq(code_verdict(i), code_verdict(k));
			cr_expect_str_neq(label_verdict(vi, i), label_verdict(vi, k));
		}
	}
	cr_expect_str_eq(chiso_reason_word(CHISO_REASON_DENOMINATOR_ZERO), "denominator_zero");
	cr_expect_str_eq(chiso_reason_word(0), "");
	cr_expect_str_eq(chiso_reason_word(99), "");
	cr_expect_str_eq(code_bound(CHISO_UPPER_BOUND), "upper_bound");
	cr_expect_str_eq(code_bound(-1), "");
	cr_expect_str_eq(code_status(CHISO_STATUS_UNKNOWN), "");
	cr_expect_str_eq(code_status(CHISO_PRELIMINARY), "preliminary");
	cr_expect_str_eq(code_evidence(CHISO_SECONDARY), "secondary");
	cr_expect_str_eq(code_evidence(0), "");
	cr_expect_str_eq(code_verdict(CHISO_TARGET_ACHIEVED), "target_achieved");
	cr_expect_str_eq(code_target(CHISO_AT_LEAST), "at_least");
	cr_expect_str_eq(code_target(CHISO_TARGET_NONE), "");
	chiso_context_free(vi);
}

Test(label, judgements)
{
	static const struct chiso_point points[] = {
		{"2020", 40, CHISO_EXACT, 0},
		{"2022", 40.04, CHISO_EXACT, 1},
		{"2024", 35, CHISO_ABOUT, 0},
	};
	struct chiso_context *en = new_context("en");
	struct arena arena = {0};
	struct chiso_assessment a = {
		.unit_measure = "%", .target_period = "2030", .points = points};

	a.verdict = CHISO_NO_TARGET;
	a.n_points = 3;
	cr_expect_str_eq(plain(board_judgement(&arena, en, &a)),
	                 "falling: 40 (2020) to ≈ 35 (2024); break 2022");
	a.n_points = 1;
	cr_expect_str_eq(plain(board_judgement(&arena, en, &a)), "one figure, no trend");
	a.n_points = 0;
	cr_expect_str_eq(board_judgement(&arena, en, &a), "no target");

	a.target = CHISO_AT_LEAST;
	a.verdict = CHISO_ACCELERATION_NEEDED;
	a.projected = SAMPLE_VALUE(61.23);
	a.change_needed = SAMPLE_VALUE(9.07);
	cr_expect_str_eq(
		plain(board_judgement(&arena, en, &a)),
		"acceleration needed: at this rate 61.2 (2030), +9.1 points a year needed");
	a.verdict = CHISO_ON_TRACK;
	cr_expect_str_eq(plain(board_judgement(&arena, en, &a)),
	                 "on track: at this rate 61.2 (2030)");
	a.verdict = CHISO_TARGET_ACHIEVED;
	cr_expect_str_eq(board_judgement(&arena, en, &a), "achieved");
	a.is_mean_growth = 1;
	a.rate = SAMPLE_VALUE(0.0718);
	a.verdict = CHISO_NOT_YET_DUE;
	cr_expect_str_eq(plain(board_judgement(&arena, en, &a)),
	                 "not yet due: +7.2 % a year so far");
	a.verdict = CHISO_NOT_COMPUTABLE;
	a.rate = SAMPLE_NONE(CHISO_REASON_TOO_FEW);
	a.why = "the bound leaves it open";
	cr_expect_str_eq(board_judgement(&arena, en, &a),
	                 "can't be judged: the bound leaves it open");

	a.verdict = CHISO_NO_DATA;
	a.why = NULL;
	a.current.value = SAMPLE_NONE(CHISO_REASON_SUPPRESSED);
	cr_expect_str_eq(board_judgement(&arena, en, &a), "kept back to protect persons");
	a.needs = "a survey";
	cr_expect_str_eq(board_judgement(&arena, en, &a), "needs a survey");
	arena_clear(&arena);
	chiso_context_free(en);
}
