/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "number/number.h"
#include "reader/words.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text alone on the heap, so that a sanitizer sees who looks behind it. */
static enum number_fault read_alone(double *out, const char *text, char decimal, char thousands)
{
	size_t n = strlen(text);
	char *copy = malloc(n ? n : 1);

	cr_assert(copy);
	memcpy(copy, text, n);
	const struct number_style style = {decimal, thousands};
	enum number_fault fault = number_read(out, copy, n, style);
	free(copy);
	return fault;
}

Test(number, reads_what_offices_write)
{
	static const struct {
		const char *text;
		char decimal, thousands;
		double wanted;
	} cases[] = {
		{"0", '.', 0, 0},
		{"199765", '.', 0, 199765},
		{"+12.50", '.', 0, 12.5},
		{"-0.001", '.', 0, -0.001},
		{"007", '.', 0, 7},
		{"1e3", '.', 0, 1000},
		{"1.5E-2", '.', 0, 0.015},
		{"1e+2", '.', 0, 100},
		{"1234.5", '.', ',', 1234.5},
		{"1,234.5", '.', ',', 1234.5},
		{"-1,234,567", '.', ',', -1234567},
		{"12,5", ',', '.', 12.5},
		{"12,5", ',', 0, 12.5},
		{"1.234,5", ',', '.', 1234.5},
		{"1.234", ',', '.', 1234},
		{"1 234,5", ',', ' ', 1234.5},
		{"1\xc2\xa0" "234\xe2\x80\xaf" "567,25", ',', ' ', 1234567.25},
		{"1'234.5", '.', '\'', 1234.5},
		{"0,123", ',', '.', 0.123},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value = -99;

		cr_expect_eq(read_alone(&value, cases[i].text, cases[i].decimal,
		                        cases[i].thousands), NUMBER_FINE, "%s", cases[i].text);
		cr_expect(value == cases[i].wanted, "%s: %g", cases[i].text, value);
	}
	double value = 1;
	cr_expect_eq(read_alone(&value, "-0", '.', 0), NUMBER_FINE);
	cr_expect(value == 0 && !signbit(value));
}

Test(number, refuses_what_is_no_number)
{
	static const struct {
		const char *text;
		char decimal, thousands;
		enum number_fault wanted;
	} cases[] = {
		{"", '.', 0, NUMBER_BAD},          {"-", '.', 0, NUMBER_BAD},
		{"+-1", '.', 0, NUMBER_BAD},       {" 1", '.', 0, NUMBER_BAD},
		{"1 ", '.', 0, NUMBER_BAD},        {"1.", '.', 0, NUMBER_BAD},
		{".5", '.', 0, NUMBER_BAD},        {"1e", '.', 0, NUMBER_BAD},
		{"1e+", '.', 0, NUMBER_BAD},       {"1e2.5", '.', 0, NUMBER_BAD},
		{"0x10", '.', 0, NUMBER_BAD},      {"inf", '.', 0, NUMBER_BAD},
		{"nan", '.', 0, NUMBER_BAD},       {"1.2.3", '.', 0, NUMBER_BAD},
		{"12a", '.', 0, NUMBER_BAD},       {"\xe2\x88\x92" "5", '.', 0, NUMBER_BAD},
		{"1,23", '.', ',', NUMBER_BAD},    {"1,2345", '.', ',', NUMBER_BAD},
		{"1234,567", '.', ',', NUMBER_BAD}, {",123", '.', ',', NUMBER_BAD},
		{"1,234,56", '.', ',', NUMBER_BAD}, {"1,,234", '.', ',', NUMBER_BAD},
		{"1,234,", '.', ',', NUMBER_BAD},  {"0,123", '.', ',', NUMBER_BAD},
		{"1.5,000", '.', ',', NUMBER_BAD}, {"1,234e3", '.', ',', NUMBER_BAD},
		{"12.5", ',', '.', NUMBER_BAD},    {"1.234", ',', 0, NUMBER_BAD},
		{"1\xc2\xa0" "234", '.', ',', NUMBER_BAD}, {"1\xc2", '.', ' ', NUMBER_BAD},
		{"1,234", '.', 0, NUMBER_AMBIGUOUS}, {"12,5", '.', 0, NUMBER_AMBIGUOUS},
		{"1.234,5", '.', 0, NUMBER_AMBIGUOUS}, {"-1,234.5", '.', 0, NUMBER_AMBIGUOUS},
		{"1 234", '.', 0, NUMBER_AMBIGUOUS}, {"1.234.567", '.', 0, NUMBER_AMBIGUOUS},
		{"1e309", '.', 0, NUMBER_RANGE},   {"-1e309", '.', 0, NUMBER_RANGE},
		{"1e-324", '.', 0, NUMBER_RANGE},  {"1e999999999999999999", '.', 0, NUMBER_RANGE},
		{"1e-999999999999999999", '.', 0, NUMBER_RANGE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value = 99;

		cr_expect_eq(read_alone(&value, cases[i].text, cases[i].decimal,
		                        cases[i].thousands), cases[i].wanted, "%s", cases[i].text);
		cr_expect(value == 99, "%s: the output is left alone", cases[i].text);
	}
}

Test(number, evidence)
{
	static const struct {
		const char *text;
		enum number_evidence wanted;
	} cases[] = {
		{"12", NUMBER_EITHER},          {"-1.234", NUMBER_EITHER},
		{"1,234", NUMBER_EITHER},       {"1 234", NUMBER_EITHER},
		{"1e5", NUMBER_EITHER},         {"12,5", NUMBER_COMMA},
		{"1.234,5", NUMBER_COMMA},      {"1.234.567", NUMBER_COMMA},
		{"1234,567", NUMBER_COMMA},     {"0,125", NUMBER_COMMA},
		{"1 234,5", NUMBER_COMMA},      {"12.5", NUMBER_POINT},
		{"1,234.5", NUMBER_POINT},      {"1,234,567", NUMBER_POINT},
		{"1234.567", NUMBER_POINT},     {"0.125", NUMBER_POINT},
		{"1'234.5", NUMBER_POINT},      {"1.234e3", NUMBER_POINT},
		{"abc", NUMBER_NEITHER},        {"", NUMBER_NEITHER},
		{"-", NUMBER_NEITHER},          {"1.23,4.5", NUMBER_NEITHER},
		{"20/6/2022", NUMBER_NEITHER},  {"12.345.6", NUMBER_NEITHER},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(number_evidence(cases[i].text, strlen(cases[i].text)), cases[i].wanted,
		             "%s", cases[i].text);
}

/* All texts of a few signs: what tells one style can't be read in the other. */
Test(number, evidence_is_what_the_other_style_cannot_read)
{
	static const char signs[] = "01.,-e";
	static const struct number_style point = {'.', ','}, comma = {',', '.'};
	enum { KINDS = sizeof signs - 1, MOST = 7 };
	size_t n_told = 0;

	for (size_t n = 1, count = KINDS; n <= MOST; n++, count *= KINDS)
		for (size_t number = 0; number < count; number++) {
			char text[MOST + 1] = "";
			double x;

			for (size_t i = 0, rest = number; i < n; i++, rest /= KINDS)
				text[i] = signs[rest % KINDS];
			enum number_evidence evidence = number_evidence(text, n);
			if (evidence != NUMBER_POINT && evidence != NUMBER_COMMA)
				continue;
			n_told++;
			cr_assert_neq(number_read(&x, text, n, evidence == NUMBER_POINT ? comma : point), NUMBER_FINE,
			              "%s", text);
			cr_assert_eq(number_read(&x, text, n, evidence == NUMBER_POINT ? point : comma), NUMBER_FINE,
			             "%s", text);
		}
	cr_expect_gt(n_told, 1000);
}

/* Published hard cases: the numbers that hung PHP and Java, Clinger's and Paxson's, and the
 * middles between doubles. */
Test(number, rounds_hard_cases)
{
	static const struct {
		const char *text;
		double wanted;
	} cases[] = {
		{"9007199254740993", 0x1p53},
		{"9007199254740993.0000000000000000000000000000000001", 0x1.0000000000001p53},
		{"9007199254740995", 0x1.0000000000002p53},
		{"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
		{"2.2250738585072012e-308", 0x1p-1022},
		{"2.2250738585072014e-308", 0x1p-1022},
		{"4.9406564584124654e-324", 0x1p-1074},
		{"2.4703282292062328e-324", 0x1p-1074},
		{"1.7976931348623157e308", 0x1.fffffffffffffp1023},
		{"1.7976931348623158e308", 0x1.fffffffffffffp1023},
		{"123456789012345678901234567890", 0x1.8ee90ff6c373ep96},
		{"9214843084008499", 0x1.05e6cec57761ap53},
		{"0.500000000000000166533453693773481063544750213623046875", 0x1.0000000000002p-1},
		{"3.518437208883201171875e13", 0x1.0000000000002p45},
		{"62.5364939768271845828", 0x1.f44abd5aa7ca4p5},
		{"8.10109172351e-10", 0x1.bd5cbaef0fd0cp-31},
		{"1.50000000000000011102230246251565", 0x1.8p0},
		{"1.50000000000000011102230246251566", 0x1.8000000000001p0},
		{"6.631236846766476e-316", 0x0.0000008000000p-1022},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double value = 0;

		cr_expect_eq(read_alone(&value, cases[i].text, '.', 0), NUMBER_FINE);
		cr_expect(value == cases[i].wanted, "%s: %a", cases[i].text, value);
	}
	/* 2^-1075, the middle between 0 and the smallest double, has 752 digits; past the 768th a
	 * digit still decides. */
	char text[1200];
	double value;
	snprintf(text, sizeof text, "%.1075f", 0x1p-1074);
	int borrow = 0;
	for (size_t i = 2; i < strlen(text); i++) { /* halves it, digit by digit */
		int digit = borrow * 10 + (text[i] - '0');

		text[i] = (char)('0' + digit / 2);
		borrow = digit % 2;
	}
	cr_assert_eq(borrow, 0);
	cr_expect_eq(read_alone(&value, text, '.', 0), NUMBER_RANGE, "a tie goes to the even 0");
	strcat(text, "00000000000000000000000000000000000000000001");
	cr_expect_eq(read_alone(&value, text, '.', 0), NUMBER_FINE);
	cr_expect(value == 0x1p-1074);
}

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* The C library's strtod() is the other reader; this test runs in the C locale. */
Test(number, reads_as_strtod_does)
{
	uint64_t seed = 20220620;
	char text[96];

	for (int i = 0; i < 60000; i++) {
		int n = 1 + (int)(next(&seed) % (i % 10 ? 20 : 60)), at = 0;
		int point = (int)(next(&seed) % 30);
		double value = 0, wanted;

		for (int k = 0; k < n; k++) {
			text[at++] = (char)('0' + next(&seed) % 10);
			if (k == point && k + 1 < n)
				text[at++] = '.';
		}
		text[at] = '\0';
		if (i % 3)
			snprintf(text + at, 16, "e%d", (int)(next(&seed) % (i % 5 ? 60 : 640)) -
			         (i % 5 ? 30 : 320));
		wanted = strtod(text, NULL);
		enum number_fault fault = read_alone(&value, text, '.', 0);
		if (isinf(wanted) || fault == NUMBER_RANGE)
			cr_assert(fault == NUMBER_RANGE && (isinf(wanted) || wanted == 0), "%s",
			          text);
		else
			cr_assert(fault == NUMBER_FINE && value == wanted, "%s: %a, %a", text,
			          value, wanted);
	}
}

Test(number, prints_the_shortest_that_reads_back)
{
	static const struct {
		double value;
		const char *wanted;
	} cases[] = {
		{0, "0"}, {-0.0, "0"}, {1, "1"}, {-12, "-12"}, {0.1, "0.1"}, {9.12, "9.12"},
		{199765, "199765"}, {999999999999999, "999999999999999"},
		{100000000000000, "100000000000000"}, {1e15, "1e+15"},
		{9007199254740991, "9007199254740991"}, {0.1 + 0.2, "0.30000000000000004"},
		{1.0 / 3, "0.3333333333333333"}, {2.0 / 3, "0.6666666666666666"},
		{100 * 1.1, "110.00000000000001"}, {0.0001, "0.0001"}, {0.00001, "1e-05"},
		{-1.7976931348623157e308, "-1.7976931348623157e+308"},
		{5e-324, "4.94065645841247e-324"}, {INFINITY, "inf"}, {-INFINITY, "-inf"},
		{NAN, "nan"},
	};
	char text[NUMBER_ROOM];
	uint64_t seed = 187;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_eq(number_print(text, cases[i].value), strlen(cases[i].wanted));
		cr_expect_str_eq(text, cases[i].wanted);
	}
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = next(&seed);
		double value;

		memcpy(&value, &bits, sizeof value);
		if (!isfinite(value))
			continue;
		cr_assert_leq(number_print(text, value), 24);
		cr_assert(strtod(text, NULL) == value, "%s", text);
	}
}

static double near_ten(uint64_t bits)
{
	double power = pow(10, (double)(bits % 20) - 4);

	return bits >> 60 & 1 ? nextafter(power, 0) : bits >> 61 & 1 ? nextafter(power, 1e300) : power;
}

static double near_two(uint64_t bits)
{
	double power = ldexp(1, (int)(bits % 66) - 14);

	return bits >> 60 & 1 ? nextafter(power, 0) : bits >> 61 & 1 ? nextafter(power, 1e300) : power;
}

/* A double from 2^-14 to 2^52, any of them. */
static double of_common_size(uint64_t bits)
{
	return ldexp(1 + (double)(bits >> 12) / 0x1p52, (int)(bits % 66) - 14);
}

/* A decimal of up to 15 digits, up to 6 of them behind the point, or one of the numbers beside it, which need
 * 16 or 17. */
static double near_decimal(uint64_t bits)
{
	static const uint64_t sizes[] = {1000, 10000000, 10000000000, 1000000000000000};
	uint64_t digits = (bits >> 10) % sizes[bits >> 8 & 3];
	double value = (double)digits / pow(10, (double)(bits % 7));
	int steps = (int)(bits >> 4 & 15) - 12;

	while (steps-- > 0)
		value = nextafter(value, bits >> 63 ? 0 : 1e300);
	return bits >> 62 & 1 ? -value : value;
}

/* A number that is as far from a decimal of 16 or 17 digits as from the next. */
static double between_decimals(uint64_t bits)
{
	int ten = (int)(bits % 15);
	double half = ldexp(1, ten - 16 - (int)(bits >> 8 & 1));
	double size = pow(10, ten) * (1 + 9 * (double)(bits >> 11) / 0x1p53);

	return (2 * floor(size / half / 2) + 1) * half;
}

/* A power of two or ten, and the numbers up to 16 steps before and behind it. */
static double beside_power(uint64_t bits)
{
	double value = bits & 1 ? ldexp(1, (int)((bits >> 8) % 66) - 14)
	                        : pow(10, (double)((bits >> 8) % 20) - 4);
	int steps = (int)(bits >> 2 & 15);

	while (steps-- > 0)
		value = nextafter(value, bits & 2 ? 0 : 1e300);
	return value;
}

/* The C library prints the same, by another way. */
Test(number, prints_as_printf)
{
	char text[NUMBER_ROOM], wanted[40];
	uint64_t seed = 2030;

	for (int i = 0; i < 400000; i++) {
		uint64_t bits = next(&seed);
		double value = i % 8 == 0 ? of_common_size(bits)
		             : i % 8 == 1 ? (double)(bits % 2000000000) / 1000
		             : i % 8 == 2 ? 100.0 * (double)(bits % 10007) / (double)(bits >> 50 | 1)
		             : i % 8 == 3 ? near_two(bits)
		             : i % 8 == 4 ? near_ten(bits)
		             : i % 8 == 5 ? between_decimals(bits)
		             : i % 8 == 6 ? beside_power(bits) : near_decimal(bits);

		if (value == 0) /* which has no sign here */
			continue;

		for (int precision = 15; precision <= 17; precision++) {
			snprintf(wanted, sizeof wanted, "%.*g", precision, value);
			if (strtod(wanted, NULL) == value)
				break;
		}
		cr_assert_eq(number_print(text, value), strlen(wanted));
		cr_assert_str_eq(text, wanted);
	}
}

/* What is read without many questions is read alike with them. */
Test(number, reads_quickly)
{
	static const char alphabet[] = "0123456789.,+-e ";
	static const struct number_style styles[] = {{'.', 0}, {',', 0}, {'.', ','}};
	uint64_t seed = 83;
	int n_quick = 0;

	for (int i = 0; i < 60000; i++) {
		char text[20];
		size_t n = next(&seed) % 18;
		struct number_style style = styles[i % 3];
		double quick = -1, slow = -2;

		for (size_t k = 0; k < n; k++)
			text[k] = alphabet[next(&seed) % (i % 2 ? 11 : sizeof alphabet - 1)];
		if (!number_read_quickly(&quick, text, n, style))
			continue;
		n_quick++;
		cr_assert_eq(number_read(&slow, text, n, style), NUMBER_FINE);
		cr_assert(quick == slow, "%.*s", (int)n, text);
	}
	cr_assert_gt(n_quick, 1000);
}

/* The same of up to eight signs, whatever stands behind them. */
Test(number, words_are_read_like_all_numbers)
{
	static const char alphabet[] = "0123456789.,-e \xc3/:";
	static const struct number_style styles[] = {{'.', 0}, {',', 0}, {'.', ','}, {',', '.'}};
	uint64_t seed = 1931;
	int n_digits = 0, n_decimals = 0;

	for (int i = 0; i < 100000; i++) {
		char text[9] = "";
		size_t n = 1 + next(&seed) % 8, room = i % 8 < 4 ? 12 : sizeof alphabet - 1;
		struct number_style style = styles[i % 4];
		double quick = -1, slow = -2;

		for (size_t k = 0; k < 8; k++)
			text[k] = alphabet[next(&seed) % (k < n ? room : sizeof alphabet - 1)];
		uint64_t word = word_of((struct slice){text, n});
		int is_read = number_of_word(&quick, word, n, style.decimal);
		if (strspn(text, "0123456789") >= n)
			cr_assert(is_read, "%.*s", (int)n, text);
		if (!is_read)
			continue;
		cr_assert_eq(number_read(&slow, text, n, style), NUMBER_FINE, "%.*s", (int)n, text);
		cr_assert(quick == slow, "%.*s", (int)n, text);
		n_digits++;
		n_decimals += memchr(text, style.decimal, n) != NULL;
	}
	cr_assert_gt(n_digits, 10000);
	cr_assert_gt(n_decimals, 1000);
}

Test(number, prints_counts)
{
	char text[NUMBER_ROOM];

	cr_expect_eq(number_print_count(text, 0), 1);
	cr_expect_str_eq(text, "0");
	cr_expect_eq(number_print_count(text, UINT64_MAX), 20);
	cr_expect_str_eq(text, "18446744073709551615");
}

Test(number, prints_for_people)
{
	static const struct {
		double value;
		int decimals;
		const char *en, *vi;
	} cases[] = {
		{199765, -1, "199,765", "199.765"},
		{9.12, -1, "9.12", "9,12"},
		{0, -1, "0", "0"}, {0, 2, "0.00", "0,00"}, {-0.0, 1, "0.0", "0,0"},
		{999, 0, "999", "999"}, {1000, 0, "1,000", "1.000"},
		{-1234.5, -1, "-1,234.5", "-1.234,5"},
		{1234567.891, 2, "1,234,567.89", "1.234.567,89"},
		/* As ROUND() of spreadsheets, though the doubles are a little off the tie. */
		{2.675, 2, "2.68", "2,68"}, {1.005, 2, "1.01", "1,01"},
		{-2.675, 2, "-2.68", "-2,68"},
		{0.5, 0, "1", "1"}, {1.5, 0, "2", "2"}, {2.5, 0, "3", "3"}, {-0.5, 0, "-1", "-1"},
		{0.49, 0, "0", "0"}, {-0.004, 2, "0.00", "0,00"}, {0.005, 2, "0.01", "0,01"},
		{9.995, 2, "10.00", "10,00"}, {999.95, 1, "1,000.0", "1.000,0"},
		{99.949, 1, "99.9", "99,9"}, {0.05, 0, "0", "0"}, {0.05, 1, "0.1", "0,1"},
		{19.96, 1, "20.0", "20,0"}, {7, 2, "7.00", "7,00"},
		{0.00001, -1, "0.00001", "0,00001"},
		{1e21, -1, "1,000,000,000,000,000,000,000", "1.000.000.000.000.000.000.000"},
		{1.5e15, 1, "1,500,000,000,000,000.0", "1.500.000.000.000.000,0"},
		{100 * (1.0 / 3), 1, "33.3", "33,3"},
	};
	char text[NUMBER_ROOM];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = number_print_for_people(text, cases[i].value, cases[i].decimals, "en");

		cr_expect_str_eq(text, cases[i].en);
		cr_expect_eq(n, strlen(text));
		number_print_for_people(text, cases[i].value, cases[i].decimals, "vi");
		cr_expect_str_eq(text, cases[i].vi);
	}
	cr_expect_lt(number_print_for_people(text, -1.7976931348623157e308, 99, "vi"), NUMBER_ROOM);
	cr_expect_lt(number_print_for_people(text, -5e-324, -1, "vi"), NUMBER_ROOM);
	cr_expect_eq(number_print_for_people(text, INFINITY, 2, "vi"), 3);
}

Test(number, ratios_are_exact)
{
	static const struct {
		const char *text;
		int64_t num, den; /* den 0: refused */
	} cases[] = {
		{"1/12", 1, 12}, {"33.33%", 3333, 10000}, {"0.35", 7, 20}, {"5", 5, 1},
		{"-2", -2, 1},
		{"100%", 1, 1}, {"1/18", 1, 18}, {"6/4", 3, 2}, {"-6/4", -3, 2}, {"+1/2", 1, 2},
		{"0/5", 0, 1}, {"-0", 0, 1}, {"0.0", 0, 1}, {"12.50%", 1, 8}, {"0.5%", 1, 200},
		{"1e-05", 1, 100000}, {"1.5e3", 1500, 1}, {"2e2%", 2, 1}, {"007", 7, 1},
		{"0.50000000000000000000000000", 1, 2}, {"100.000", 100, 1},
		{"9223372036854775807", INT64_MAX, 1}, {"1/9223372036854775807", 1, INT64_MAX},
		{"9223372036854775807/9223372036854775807", 1, 1},
		{"0.000000000000000001", 1, 1000000000000000000},
		{"0.0000000000000000005", 1, 2000000000000000000},
		{"9223372036854775808", 0, 0}, {"1/9223372036854775808", 0, 0},
		{"0.0000000000000000001", 0, 0}, {"1e19", 0, 0}, {"1e-19", 0, 0},
		{"33.333333333333333333333%", 0, 0}, {"1e999999999", 0, 0},
		{"1/0", 0, 0}, {"0/0", 0, 0}, {"", 0, 0}, {"-", 0, 0}, {"%", 0, 0}, {"/", 0, 0},
		{"1/", 0, 0}, {"/2", 0, 0}, {" 1/2", 0, 0}, {"1/2 ", 0, 0}, {"1 /2", 0, 0},
		{"1/-2", 0, 0}, {"1/2/3", 0, 0}, {"1/2%", 0, 0}, {"0.5/2", 0, 0}, {"5%%", 0, 0},
		{"1,5", 0, 0}, {"0x1", 0, 0}, {"abc", 0, 0}, {"1.", 0, 0}, {".5", 0, 0},
		{"--1", 0, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = strlen(cases[i].text);
		char *text = malloc(n ? n : 1);
		struct chiso_ratio ratio = {99, 99};

		cr_assert(text);
		memcpy(text, cases[i].text, n);
		int status = number_ratio(&ratio, text, n);
		cr_expect_eq(status != 0, !cases[i].den, "%s", cases[i].text);
		cr_expect_eq(ratio.num, cases[i].den ? cases[i].num : 99, "%s: %lld", cases[i].text,
		             (long long)ratio.num);
		cr_expect_eq(ratio.den, cases[i].den ? cases[i].den : 99, "%s: %lld", cases[i].text,
		             (long long)ratio.den);
		free(text);
	}
}

/* A locale with a decimal comma must not show.  It is made here, as few machines have it. */
Test(number, the_locale_does_not_show, .init = scratch_make, .fini = scratch_drop)
{
	char command[3 * SCRATCH_ROOM], text[NUMBER_ROOM];
	double value = 0;
	int has_comma;

	snprintf(command, sizeof command,
	         "localedef -i vi_VN -f UTF-8 '%s/vi_VN.UTF-8' >'%s/log' 2>&1", scratch, scratch);
	has_comma = system(command) == 0 && !setenv("LOCPATH", scratch, 1) &&
	            setlocale(LC_ALL, "vi_VN.UTF-8") && !strcmp(localeconv()->decimal_point, ",");
	if (!has_comma)
		cr_skip_test("no locale with a decimal comma");
	snprintf(text, sizeof text, "%g", 0.5);
	cr_assert_str_eq(text, "0,5", "the locale is in force");
	number_print(text, 1234.5);
	cr_expect_str_eq(text, "1234.5");
	number_print(text, 1.0 / 3);
	cr_expect_str_eq(text, "0.3333333333333333");
	number_print(text, -1.5e300);
	cr_expect_str_eq(text, "-1.5e+300");
	number_print_for_people(text, 1234.5, 2, "en");
	cr_expect_str_eq(text, "1,234.50");
	cr_expect_eq(read_alone(&value, "1234.5", '.', 0), NUMBER_FINE);
	cr_expect(value == 1234.5);
	cr_expect_eq(read_alone(&value, "123456789012345678901.25e-3", '.', 0), NUMBER_FINE);
	cr_expect(value == 123456789012345678.90125);
}

/* Python: float(Fraction(100) * Fraction(above) / Fraction(below)). */
Test(number, quotients_are_rounded_once)
{
	static const struct {
		double above, below, percent;
	} cases[] = {
		{17.4, 46419.65, 0.037484125795864465},
		{5440.77, 0.6, 906795.0000000001},
		{2966800.59, 272019.9, 1090.6557167324888},
		{1430.66, 582.15, 245.75453061925623},
		{59.84, 0.59, 10142.372881355934},
		{4409025.43, 317.02, 1390772.0112295754},
	};
	double whole = 0.01;
	int missed = 0;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect(100 * cases[i].above / cases[i].below != cases[i].percent,
		          "two roundings do no harm to case %zu", i);
		cr_expect_eq(number_quotient(100, cases[i].above, cases[i].below),
		             cases[i].percent, "case %zu", i);
	}
	for (int i = 0; i < 10000; i++, whole += 0.01) {
		missed += 100 * whole / whole != 100;
		cr_assert_eq(number_quotient(100, whole, whole), 100, "of %a", whole);
	}
	cr_expect_gt(missed, 100);
	cr_expect_eq(number_quotient(100, 0, 3), 0);
	cr_expect_eq(number_quotient(-1, 1, 3), -1.0 / 3);
	cr_expect_eq(number_quotient(100, 1e307, 1), INFINITY);
	cr_expect_eq(number_quotient(1, 5e-324, 1), 5e-324);
}

/* The same bits as one by one, whatever the processor has. */
Test(number, many_quotients_are_those_of_each)
{
	static const double odd[] = {0,     -0.0,    1,       -3,      0.1,     1e308,   -1e308,  5e-324,
	                             1e-310, 2.5e-200, INFINITY, -INFINITY, 7.0 / 3, 1e16 + 2, 4503599627370497.5};
	enum { MOST = 300, N_ODD = sizeof odd / sizeof *odd };
	double above[MOST], below[MOST], got[MOST];
	uint64_t seed = 7;

	for (int round = 0; round < 200; round++) {
		size_t n = round < 20 ? (size_t)round : MOST;
		double scale = round % 3 ? 100 : -1;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			above[i] = seed >> 60 ? (double)(seed >> 12) / 8192 : odd[(seed >> 40) % N_ODD];
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			below[i] = seed >> 61 ? (double)(int64_t)seed / 1e9 : odd[(seed >> 40) % N_ODD];
		}
		number_quotients(got, scale, above, below, n);
		for (size_t i = 0; i < n; i++) {
			double one = number_quotient(scale, above[i], below[i]);

			cr_assert(!memcmp(&one, &got[i], sizeof one) || (isnan(one) && isnan(got[i])),
			          "%a * %a / %a", scale, above[i], below[i]);
		}
	}
}
