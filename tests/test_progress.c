/* SPDX-License-Identifier: MIT */
#include "project/progress.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of progress.open-sdg, as its method text has them. */
static struct standard_value numbers[] = {
	{.id = "on_track", .value = {19, 20}, .status = CHISO_CONFIRMED},
	{.id = "acceleration", .value = {3, 5}, .status = CHISO_CONFIRMED},
	{.id = "limited", .value = {0, 1}, .status = CHISO_CONFIRMED},
	{.id = "trend_on_track", .value = {3, 200}, .status = CHISO_CONFIRMED},
	{.id = "trend_acceleration", .value = {1, 200}, .status = CHISO_CONFIRMED},
	{.id = "trend_limited", .value = {0, 1}, .status = CHISO_CONFIRMED},
	{.id = "zero_replacement", .value = {1, 1000}, .status = CHISO_CONFIRMED},
};
static const struct standard cutoffs = {
	.id = "progress.open-sdg", .values = numbers, .n_values = sizeof numbers / sizeof *numbers};

/* Only until the library has its own. */
__attribute__((weak)) double standard_number(const struct standard *standard, const char *id)
{
	for (size_t i = 0; i < standard->n_values; i++)
		if (!strcmp(standard->values[i].id, id))
			return (double)standard->values[i].value.num /
			       (double)standard->values[i].value.den;
	abort();
}

static struct progress_answer judge(struct progress_question question)
{
	struct progress_answer answer;

	progress_judge(&answer, &question, &cutoffs);
	return answer;
}

static const char *status_name(enum chiso_verdict verdict)
{
	switch (verdict) {
	case CHISO_TARGET_ACHIEVED:
		return "target_achieved";
	case CHISO_ON_TRACK:
		return "on_track";
	case CHISO_ACCELERATION_NEEDED:
		return "acceleration_needed";
	case CHISO_LIMITED_PROGRESS:
		return "limited_progress";
	case CHISO_DETERIORATION:
		return "deterioration";
	default:
		return "other";
	}
}

/* A value against its text, "" for none. */
static int agrees(struct chiso_value value, const char *text)
{
	if (!*text)
		return value.type == CHISO_NONE && value.reason;
	return value.type == CHISO_F64 && fabs(value.as.f64 - strtod(text, NULL)) <= 1e-12;
}

enum { CASE, Y0, T0, Y, T, DIRECTION, TARGET, TARGET_YEAR, RATE, RATE_NEEDED, PROGRESS, STATUS,
       FIELDS };

/* The fields of a line, which is cut up. */
static int split(char *line, char *fields[FIELDS])
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *p = line; p && n < FIELDS; n++) {
		char *comma = strchr(p, ',');

		fields[n] = p;
		if (comma)
			*comma++ = '\0';
		p = comma;
	}
	return n;
}

static void check_vector(char *f[FIELDS])
{
	int has_target = *f[TARGET] != '\0', up = !strcmp(f[DIRECTION], "positive");
	struct progress_question question = {
		.base = strtod(f[Y0], NULL),
		.now = strtod(f[Y], NULL),
		.years_so_far = atoi(f[T]) - atoi(f[T0]),
		.direction = up ? 1 : -1,
		.target = !has_target ? CHISO_TARGET_NONE : up ? CHISO_AT_LEAST : CHISO_AT_MOST,
		.target_value = strtod(f[TARGET], NULL),
		.years_to_target = atoi(f[TARGET_YEAR]) - atoi(f[T0]),
	};
	struct progress_answer answer = judge(question);

	cr_assert(agrees(answer.rate, f[RATE]), "case %s: rate", f[CASE]);
	cr_assert(agrees(answer.rate_needed, f[RATE_NEEDED]), "case %s: needed", f[CASE]);
	cr_assert(agrees(answer.ratio, has_target ? f[PROGRESS] : ""), "case %s: ratio", f[CASE]);
	cr_assert_str_eq(status_name(answer.verdict), f[STATUS], "case %s", f[CASE]);
	cr_assert_eq(answer.why, has_target && question.target_value == 0
		                         ? WHY_TARGET_ZERO_REPLACED
		                         : WHY_NOTHING);
	if (!has_target) { /* progress is then the rate in the wanted direction */
		answer.rate.as.f64 *= question.direction;
		cr_assert(agrees(answer.rate, f[PROGRESS]), "case %s: progress", f[CASE]);
	}
}

Test(progress, method_cases)
{
	FILE *file = fopen(SRCDIR "/../shared/vectors/15-progress-cagr/cases.csv", "r");
	char line[512], *fields[FIELDS];
	int n = 0;

	if (!file)
		cr_skip_test("vector 15-progress-cagr is not here");
	cr_assert_not_null(fgets(line, sizeof line, file));
	for (; fgets(line, sizeof line, file); n++) {
		cr_assert_eq(split(line, fields), FIELDS);
		check_vector(fields);
	}
	fclose(file);
	cr_assert_eq(n, 14);
}

/* Growth in round numbers, so that the figures can be followed in the head: 5 % a year makes 100
 * 110.25 in two years; 10 % makes it 121 in two and 146.41 in four. */
static const struct progress_question halfway = {
	.base = 100, .now = 110.25, .years_so_far = 2, .direction = 1,
	.target = CHISO_AT_LEAST, .target_value = 146.41, .years_to_target = 4,
};

static void is_near(struct chiso_value value, double expected, const char *what)
{
	cr_assert_eq((int)value.type, CHISO_F64, "%s is a number", what);
	cr_assert_lt(fabs(value.as.f64 - expected), 1e-12 * (1 + fabs(expected)), "%s: %.17g", what,
		     value.as.f64);
}

Test(progress, all_numbers_of_an_answer)
{
	struct progress_answer a = judge(halfway);

	cr_assert_eq(a.verdict, CHISO_LIMITED_PROGRESS);
	cr_assert_eq(a.why, WHY_NOTHING);
	is_near(a.rate, 0.05, "rate");
	is_near(a.rate_needed, 0.1, "rate needed");
	is_near(a.ratio, 0.5, "ratio");
	is_near(a.projected, 110.25 * 1.05 * 1.05, "projected");
	is_near(a.change_needed, (146.41 - 110.25) / 2, "change needed");
}

Test(progress, growth)
{
	static const struct {
		double a, b, years;
		uint32_t reason;
	} none[] = {{100, 110, 0, CHISO_REASON_TOO_FEW},   {100, 110, -1, CHISO_REASON_TOO_FEW},
		    {0, 110, 2, CHISO_REASON_DENOMINATOR_ZERO},
		    {-1, 110, 2, CHISO_REASON_OUT_OF_DOMAIN},
		    {1e-300, 1e300, 1, CHISO_REASON_OUT_OF_DOMAIN},
		    {100, NAN, 2, CHISO_REASON_OUT_OF_DOMAIN}};

	is_near(progress_growth(100, 121, 2), 0.1, "two years");
	is_near(progress_growth(100, 121, 0.5), 0.4641, "half a year");
	is_near(progress_growth(-50, -200, 2), 1, "negative");
	is_near(progress_growth(100, 0, 2), -1, "to nothing");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct chiso_value g = progress_growth(none[i].a, none[i].b, none[i].years);

		cr_assert_eq((int)g.type, CHISO_NONE, "%zu", i);
		cr_assert_eq(g.reason, none[i].reason, "%zu", i);
	}
}

Test(progress, meeting_a_target)
{
	enum { EXACT = CHISO_EXACT, LOWER = CHISO_LOWER_BOUND, UPPER = CHISO_UPPER_BOUND };
	static const struct {
		double value;
		int bound, target;
		double least, most;
		int meets;
	} cases[] = {
		{100, EXACT, CHISO_AT_LEAST, 100, 0, 1},   {99, EXACT, CHISO_AT_LEAST, 100, 0, 0},
		{100, EXACT, CHISO_MORE_THAN, 100, 0, 0},  {101, EXACT, CHISO_MORE_THAN, 100, 0, 1},
		{5, EXACT, CHISO_AT_MOST, 5, 0, 1},        {6, EXACT, CHISO_AT_MOST, 5, 0, 0},
		{5, EXACT, CHISO_LESS_THAN, 5, 0, 0},      {4, EXACT, CHISO_LESS_THAN, 5, 0, 1},
		{100, CHISO_ABOUT, CHISO_AT_LEAST, 100, 0, 1},
		/* "at most 36.3" */
		{36.3, UPPER, CHISO_AT_LEAST, 100, 0, 0},  {36.3, UPPER, CHISO_AT_LEAST, 30, 0, -1},
		{36.3, UPPER, CHISO_AT_LEAST, 36.3, 0, -1},
		{36.3, UPPER, CHISO_MORE_THAN, 36.3, 0, 0},
		{36.3, UPPER, CHISO_AT_MOST, 40, 0, 1},    {36.3, UPPER, CHISO_AT_MOST, 36.3, 0, 1},
		{36.3, UPPER, CHISO_LESS_THAN, 36.3, 0, -1},
		{36.3, UPPER, CHISO_AT_MOST, 30, 0, -1},
		/* "more than 2,300" */
		{2300, LOWER, CHISO_AT_LEAST, 2300, 0, 1},
		{2300, LOWER, CHISO_AT_LEAST, 3000, 0, -1},
		{2300, LOWER, CHISO_MORE_THAN, 2300, 0, -1},
		{2300, LOWER, CHISO_AT_MOST, 2000, 0, 0},
		{2300, LOWER, CHISO_AT_MOST, 3000, 0, -1},
		{2300, LOWER, CHISO_LESS_THAN, 2300, 0, 0},
		{10, EXACT, CHISO_BETWEEN, 10, 20, 1},     {20, EXACT, CHISO_BETWEEN, 10, 20, 1},
		{9, EXACT, CHISO_BETWEEN, 10, 20, 0},      {21, EXACT, CHISO_BETWEEN, 10, 20, 0},
		{15, LOWER, CHISO_BETWEEN, 10, 20, -1},    {15, UPPER, CHISO_BETWEEN, 10, 20, -1},
		{5, LOWER, CHISO_BETWEEN, 10, 20, -1},     {25, LOWER, CHISO_BETWEEN, 10, 20, 0},
		{5, UPPER, CHISO_BETWEEN, 10, 20, 0},
		{1, EXACT, CHISO_YES, 0, 0, 1},            {0, EXACT, CHISO_YES, 0, 0, 0},
		{1, EXACT, CHISO_NO, 0, 0, 0},             {0, EXACT, CHISO_NO, 0, 0, 1},
		{NAN, EXACT, CHISO_AT_LEAST, 0, 0, 0},     {7, EXACT, CHISO_TARGET_NONE, 0, 0, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_assert_eq(progress_meets(cases[i].value, cases[i].bound, cases[i].target,
		                            cases[i].least, cases[i].most),
		             cases[i].meets, "case %zu: %g, target %d %g", i, cases[i].value,
		             cases[i].target, cases[i].least);
}

/* What each rule of the method makes of a question. */
Test(progress, verdicts)
{
	static const struct {
		struct progress_question q;
		enum chiso_verdict verdict;
		enum progress_why why;
		double ratio; /* NAN: none */
	} cases[] = {
		/* base, now, years so far, direction, target, value, upper, years to it, bounds */
		/* 0: a target brings its direction, whatever the indicator's */
		{{100, 121, 2, -1, CHISO_AT_LEAST, 146.41, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		{{100, 81, 2, 1, CHISO_AT_MOST, 65.61, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		/* 2: met first, the date or the rate don't matter */
		{{400, 100, 2, 1, CHISO_AT_LEAST, 25, 0, 4, 0, 0, 0, 0}, CHISO_TARGET_ACHIEVED, 0, -1},
		{{150, 150, 0, 1, CHISO_AT_LEAST, 146.41, 0, 4, 0, 0, 0, 0},
		 CHISO_TARGET_ACHIEVED, 0, NAN},
		{{150, 150, 0, 1, CHISO_AT_LEAST, 146.41, 0, NAN, 0, 0, 0, 0},
		 CHISO_TARGET_ACHIEVED, 0, NAN},
		/* 5: met at the date and after, or missed */
		{{100, 146.41, 4, 1, CHISO_AT_LEAST, 207.36, 0, 4, 0, 0, 0, 0}, CHISO_MISSED, 0, 0.5},
		{{100, 161.051, 5, 1, CHISO_AT_LEAST, 207.36, 0, 4, 0, 0, 0, 0}, CHISO_MISSED, 0, 0.5},
		{{100, 121, 2, 1, CHISO_AT_LEAST, 146.41, 0, 0, 0, 0, 0, 0}, CHISO_MISSED,
		 WHY_TARGET_DATE_IS_BASE, NAN},
		{{121, 121, 0, 1, CHISO_AT_LEAST, 146.41, 0, -1, 0, 0, 0, 0}, CHISO_MISSED, 0, NAN},
		/* 9: no date */
		{{100, 121, 2, 1, CHISO_AT_LEAST, 146.41, 0, NAN, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_NO_DATE, NAN},
		/* 10: one point */
		{{100, 100, 0, 1, CHISO_AT_LEAST, 146.41, 0, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_ONE_POINT, NAN},
		{{100, 100, 0, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_NO_TARGET, WHY_ONE_POINT,
		 NAN},
		/* 12: bounds */
		{{30, 36.3, 2, 1, CHISO_AT_LEAST, 100, 0, 4, CHISO_UPPER_BOUND, 0, 0, 0},
		 CHISO_NOT_COMPUTABLE, WHY_BOUND, NAN},
		{{30, 36.3, 4, 1, CHISO_AT_LEAST, 100, 0, 4, CHISO_UPPER_BOUND, 0, 0, 0}, CHISO_MISSED, 0,
		 NAN},
		{{30, 36.3, 4, 1, CHISO_AT_LEAST, 100, 0, 4, CHISO_LOWER_BOUND, 0, 0, 0},
		 CHISO_NOT_COMPUTABLE, WHY_BOUND, NAN},
		{{30, 100, 2, 1, CHISO_AT_LEAST, 100, 0, 4, CHISO_LOWER_BOUND, 0, 0, 0},
		 CHISO_TARGET_ACHIEVED, 0, NAN},
		{{30, 36.3, 2, 1, CHISO_AT_LEAST, 100, 0, 4, 0, CHISO_LOWER_BOUND, 0, 0},
		 CHISO_NOT_COMPUTABLE, WHY_BOUND, NAN},
		{{30, 36.3, 2, 1, CHISO_TARGET_NONE, 0, 0, 4, CHISO_LOWER_BOUND, 0, 0, 0},
		 CHISO_NO_TARGET,
		 WHY_BOUND, NAN},
		{{100, 121, 2, 1, CHISO_AT_LEAST, 146.41, 0, 4, CHISO_ABOUT, CHISO_ABOUT, 0, 0},
		 CHISO_ON_TRACK, 0, 1},
		/* 19: signs: from -100 to -25 in 2 of 4 years halves each year; so does the need */
		{{-100, -25, 2, 1, CHISO_AT_LEAST, -6.25, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		{{-100, -400, 2, 1, CHISO_AT_LEAST, -6.25, 0, 4, 0, 0, 0, 0}, CHISO_DETERIORATION, 0, -2},
		{{-100, -400, 2, 1, CHISO_AT_MOST, -1600, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		{{-5, 5, 2, 1, CHISO_AT_LEAST, 20, 0, 4, 0, 0, 0, 0},
		 CHISO_NOT_COMPUTABLE, WHY_SIGN_CHANGE,
		 NAN},
		{{-5, -4, 2, 1, CHISO_AT_LEAST, 20, 0, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_SIGN_CHANGE, NAN},
		{{-5, 5, 2, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_SIGN_CHANGE, NAN},
		/* 25: zeros, 0.001 instead: doubled and halved each year */
		{{0, 0.004, 2, 1, CHISO_AT_LEAST, 0.016, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK,
		 WHY_BASE_ZERO_REPLACED, 1},
		{{0, 0, 2, 1, CHISO_AT_LEAST, 0.016, 0, 4, 0, 0, 0, 0}, CHISO_LIMITED_PROGRESS,
		 WHY_BASE_ZERO_REPLACED, 0},
		{{0.016, 0.004, 2, 1, CHISO_AT_MOST, 0, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK,
		 WHY_TARGET_ZERO_REPLACED, 1},
		{{-0.016, -0.004, 2, 1, CHISO_AT_LEAST, 0, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK,
		 WHY_TARGET_ZERO_REPLACED, 1},
		{{0, -0.004, 2, -1, CHISO_AT_MOST, -0.016, 0, 4, 0, 0, 0, 0}, CHISO_ON_TRACK,
		 WHY_BASE_ZERO_REPLACED, 1},
		{{0, 0.0005, 2, 1, CHISO_AT_LEAST, 0.016, 0, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_BASE_ZERO_REPLACED, NAN},
		{{0.0008, 0.0005, 2, 1, CHISO_AT_MOST, 0, 0, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_TARGET_ZERO_REPLACED, NAN},
		{{100, 0, 2, 1, CHISO_AT_LEAST, 146.41, 0, 4, 0, 0, 0, 0}, CHISO_DETERIORATION, 0, -10},
		{{0, 0, 0, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0},
		 CHISO_NO_TARGET, WHY_ONE_POINT, NAN},
		/* 34: base equal to the target, or past it */
		{{100, 90, 2, 1, CHISO_AT_LEAST, 100, 0, 4, 0, 0, 0, 0}, CHISO_DETERIORATION,
		 WHY_BASE_EQUALS_TARGET, NAN},
		{{100, 100, 2, 1, CHISO_MORE_THAN, 100, 0, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_BASE_EQUALS_TARGET, NAN},
		{{0, 5, 2, 1, CHISO_AT_MOST, 0, 0, 4, 0, 0, 0, 0}, CHISO_DETERIORATION,
		 WHY_BASE_EQUALS_TARGET, NAN},
		{{121, 90.25, 2, 1, CHISO_AT_LEAST, 100, 0, 4, 0, 0, 0, 0}, CHISO_DETERIORATION, 0,
		 -(1 - 9.5 / 11) / 0.046537410754407685}, /* 1 - (100 / 121)^(1/4), by bc */
		/* 38: a range */
		{{100, 121, 2, 0, CHISO_BETWEEN, 146.41, 200, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		{{100, 81, 2, 0, CHISO_BETWEEN, 50, 65.61, 4, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, 1},
		{{100, 121, 2, 0, CHISO_BETWEEN, 50, 65.61, 4, 0, 0, 0, 0}, CHISO_DETERIORATION, 0, -1},
		{{10, 81, 2, 0, CHISO_BETWEEN, 50, 65.61, 4, 0, 0, 0, 0}, CHISO_NOT_COMPUTABLE,
		 WHY_CROSSED_RANGE, NAN},
		{{100, 60, 2, 0, CHISO_BETWEEN, 50, 65.61, 4, 0, 0, 0, 0}, CHISO_TARGET_ACHIEVED, 0, NAN},
		/* 43: yes and no */
		{{0, 1, 2, 0, CHISO_YES, 0, 0, 4, 0, 0, 0, 0}, CHISO_TARGET_ACHIEVED, 0, NAN},
		{{0, 0, 2, 0, CHISO_YES, 0, 0, 4, 0, 0, 0, 0}, CHISO_NOT_YET_DUE, 0, NAN},
		{{0, 0, 0, 0, CHISO_YES, 0, 0, NAN, 0, 0, 0, 0}, CHISO_NOT_YET_DUE, 0, NAN},
		{{0, 0, 4, 0, CHISO_YES, 0, 0, 4, 0, 0, 0, 0}, CHISO_MISSED, 0, NAN},
		{{1, 1, 2, 0, CHISO_NO, 0, 0, 4, 0, 0, 0, 0}, CHISO_NOT_YET_DUE, 0, NAN},
		/* 48: trends without a target: 10 %, 1 %, 0 a year; what is wanted is not known */
		{{100, 121, 2, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, NAN},
		{{100, 121, 2, -1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_DETERIORATION, 0, NAN},
		{{100, 102.01, 2, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0},
		 CHISO_ACCELERATION_NEEDED, 0,
		 NAN},
		{{100, 100, 2, -1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0},
		 CHISO_LIMITED_PROGRESS, 0, NAN},
		{{-100, -25, 2, 1, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_ON_TRACK, 0, NAN},
		{{100, 121, 2, 0, CHISO_TARGET_NONE, 0, 0, 0, 0, 0, 0, 0}, CHISO_NO_TARGET,
		 WHY_NO_DIRECTION, NAN},
		/* 54: no data */
		{{100, NAN, 2, 1, CHISO_AT_LEAST, 146.41, 0, 4, 0, 0, 0, 0}, CHISO_NO_DATA, 0, NAN},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct progress_answer a = judge(cases[i].q);

		cr_expect_eq(a.verdict, cases[i].verdict, "case %zu: verdict %d", i, a.verdict);
		cr_expect_eq(a.why, cases[i].why, "case %zu: why %d", i, a.why);
		if (isnan(cases[i].ratio))
			cr_expect(a.ratio.type != CHISO_F64 && a.ratio.reason, "case %zu", i);
		else
			cr_expect(a.ratio.type == CHISO_F64 &&
			                  fabs(a.ratio.as.f64 - cases[i].ratio) < 1e-12 &&
			                  !(a.ratio.as.f64 == 0 && signbit(a.ratio.as.f64)),
			          "case %zu: ratio %.17g", i, a.ratio.as.f64);
	}
}

Test(progress, what_can_not_be_known_is_not_made_up)
{
	struct progress_question q = halfway;
	struct progress_answer a;

	q.years_so_far = 0; /* one point: no rate, but what it takes from there */
	q.now = q.base;
	a = judge(q);
	cr_assert_eq(a.rate.reason, CHISO_REASON_TOO_FEW);
	is_near(a.rate_needed, 0.1, "rate needed");
	is_near(a.change_needed, 46.41 / 4, "change needed");
	cr_assert_eq((int)a.projected.type, CHISO_NONE);

	q = halfway; /* a rate from a replaced 0 is no rate to extrapolate with */
	q.base = 0;
	a = judge(q);
	cr_assert_eq(a.why, WHY_BASE_ZERO_REPLACED);
	cr_assert_eq((int)a.projected.type, CHISO_NONE);
	is_near(a.change_needed, (146.41 - 110.25) / 2, "change needed");

	q = halfway; /* a bound: nothing */
	q.bound = CHISO_UPPER_BOUND;
	a = judge(q);
	cr_assert(!a.rate.type && !a.rate_needed.type && !a.ratio.type && !a.projected.type &&
		  !a.change_needed.type);

	q = halfway; /* of the two ends of a range the nearer one */
	q.target = CHISO_BETWEEN;
	q.target_value = 50;
	q.target_upper = 100.25;
	is_near(judge(q).change_needed, -5, "change needed");

	q = halfway; /* without a date */
	q.years_to_target = NAN;
	a = judge(q);
	is_near(a.rate, 0.05, "rate");
	cr_assert(!a.rate_needed.type && !a.projected.type && !a.change_needed.type);

	q = halfway; /* met: nothing more is needed */
	q.now = 200;
	cr_assert_eq((int)judge(q).change_needed.type, CHISO_NONE);
}

/* 0.02 and 0.005 a year and 0.1 and 0.95 of the way: the UN Progress Chart, technical note of 2023. */
Test(progress, the_un_chart)
{
	static struct standard_value un_numbers[] = {
		{.id = "on_track", .value = {19, 20}},
		{.id = "acceleration", .value = {1, 10}},
		{.id = "trend_on_track", .value = {1, 50}},
		{.id = "trend_acceleration", .value = {1, 200}},
		{.id = "near_limit", .value = {1, 1}},
	};
	static const struct standard un = {.id = "un", .values = un_numbers, .n_values = 5};
	static const struct {
		double base, now;
		int direction, target;
		double value, years_to_target;
		enum chiso_verdict verdict;
	} cases[] = {
		{100, 103, 1, CHISO_TARGET_NONE, 0, 0, CHISO_ON_TRACK},
		{100, 101, 1, CHISO_TARGET_NONE, 0, 0, CHISO_ACCELERATION_NEEDED},
		{100, 100.4, 1, CHISO_TARGET_NONE, 0, 0, CHISO_STAGNATION},
		{100, 97, -1, CHISO_TARGET_NONE, 0, 0, CHISO_ON_TRACK},
		{100, 97, 1, CHISO_TARGET_NONE, 0, 0, CHISO_STAGNATION},
		{-100, -97, 1, CHISO_TARGET_NONE, 0, 0, CHISO_ON_TRACK},
		{90, 99, 1, CHISO_AT_LEAST, 100, 9, CHISO_TARGET_ACHIEVED},
		{9, 1, 1, CHISO_AT_MOST, 0, 9, CHISO_TARGET_ACHIEVED},
		{9, 1.1, 1, CHISO_AT_MOST, 0, 9, CHISO_ON_TRACK},
		{90, 98.9, 1, CHISO_AT_LEAST, 100, 1, CHISO_MISSED},
		{100, 100, 1, CHISO_AT_LEAST, 200, 9, CHISO_STAGNATION},
		{-1, 1, 1, CHISO_AT_LEAST, 200, 9, CHISO_NOT_COMPUTABLE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct progress_question q = {.method = PROGRESS_UN_CHART,
			                      .is_percent = 1,
			                      .base = cases[i].base,
			                      .now = cases[i].now,
			                      .years_so_far = 1,
			                      .direction = cases[i].direction,
			                      .target = cases[i].target,
			                      .target_value = cases[i].value,
			                      .years_to_target = cases[i].years_to_target};
		struct progress_answer a;

		progress_judge(&a, &q, &un);
		cr_expect_eq(a.verdict, cases[i].verdict, "case %zu: verdict %d", i, a.verdict);
	}
}

Test(progress, every_reason_has_a_label)
{
	for (int why = WHY_NOTHING + 1; why <= WHY_CROSSED_RANGE; why++) {
		enum message label = progress_why_label((enum progress_why)why);

		cr_assert_lt((int)label, MESSAGE_N);
		cr_assert_eq(message_severity(label), -1);
		cr_assert_eq(strncmp(message_code(label), "why-", 4), 0);
	}
	cr_assert_eq((int)progress_why_label(WHY_NOTHING), MESSAGE_N);
}
