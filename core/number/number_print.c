/* SPDX-License-Identifier: MIT */
/* Printing of numbers: for machines and for people. */
#include "number/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHORT = 32, MAX_DIGITS = 17, MAX_DECIMALS = 60 };

/* %.*g with whatever stands for the point in the process's locale made a point. */
static size_t print(char *out, int precision, double value)
{
	char text[SHORT];
	size_t n = 0;

	snprintf(text, sizeof text, "%.*g", precision, value);
	for (const char *p = text; *p; p++) {
		if ((*p >= '0' && *p <= '9') || *p == '-' || *p == '+' || *p == 'e')
			out[n++] = *p;
		else if (out[n - 1] != '.')
			out[n++] = '.';
	}
	out[n] = '\0';
	return n;
}

/* Eight digits as text, zeros in front: the first is the lowest byte. */
static inline uint64_t eight_digits(uint32_t number)
{
	/* Fours, then pairs, then digits are put one behind the other: 10000 * high + low becomes
	 * 2^32 * low + high, and so on.  What divides by 100 and by 10 are multiplications. */
	uint64_t high = number / 10000;
	uint64_t n = ((uint64_t)number << 32) - high * (((uint64_t)10000 << 32) - 1);

	high = n * 10486 >> 20 & 0x0000007f0000007f;
	n = (n << 16) - high * ((100 << 16) - 1);
	high = n * 103 >> 10 & 0x000f000f000f000f;
	n = (n << 8) - high * ((10 << 8) - 1);
	return n + 0x3030303030303030;
}

static inline void put_eight(char *out, uint64_t text)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	text = __builtin_bswap64(text);
#endif
	memcpy(out, &text, sizeof text);
}

/* Writes a number without zeros in front, for which there must be room for eight digits; returns how
 * many it has. */
static size_t put_count(char *out, uint64_t number)
{
	enum { EIGHT = 100000000 };
	size_t n = 0;

	if (number >= EIGHT) {
		n = put_count(out, number / EIGHT);
		put_eight(out + n, eight_digits((uint32_t)(number % EIGHT)));
		return n + 8;
	}
	uint64_t text = eight_digits((uint32_t)number);
	/* The last of them stands there even if it is 0. */
	uint64_t others = (text ^ 0x3030303030303030) | (uint64_t)1 << 56;
	unsigned zeros = (unsigned)__builtin_ctzll(others) / 8;

	put_eight(out, text >> 8 * zeros);
	return 8 - zeros;
}

size_t number_print_count(char *out, uint64_t count)
{
	size_t n = 1;

	if (count < 10) /* as most counts are that are written: 0 and 1 */
		*out = (char)('0' + count);
	else
		n = put_count(out, count);
	out[n] = '\0';
	return n;
}

/* Ends a text without the zeros at its end. */
static size_t end_digits(char *out, size_t n)
{
	while (out[n - 1] == '0')
		n--;
	out[n] = '\0';
	return n;
}

/* Four decimals at most are most numbers that people wrote, and sums of these.  0: it has more, or may
 * have: one of 15 digits is the nearest to a number when that is the nearest to it. */
static size_t print_short(char *out, double size)
{
	double scaled = size * 10000;

	if (scaled >= 1e15)
		return 0;
	int64_t digits = (int64_t)(scaled + 0.5);
	if ((double)digits / 10000 != size)
		return 0;
	size_t n = put_count(out, (uint64_t)digits / 10000);
	uint64_t decimals = eight_digits((uint32_t)((uint64_t)digits % 10000) * 10000);
	put_eight(out + n + 1, decimals);
	out[n] = '.';
	return end_digits(out, n + 5);
}

#if defined __SIZEOF_INT128__
/* Only so can this type be named without a warning. */
__extension__ typedef unsigned __int128 uint128;

/* Writes eight digits with the point behind so many of them, 7 at most; of nine bytes. */
static void put_pointed(char *out, uint64_t text, int before)
{
	uint64_t whole = ((uint64_t)1 << 8 * before) - 1;

	put_eight(out, (text & whole) | (uint64_t)'.' << 8 * before | (text & ~whole) << 8);
	out[8] = (char)(text >> 56);
}

/* The digits of a number that has 17, from the first on. */
struct seventeen {
	uint32_t eight, seven, two;
};

/* Writes it with so many of its digits before the point, 15 at most; from 0 on it begins with zeros.
 * Returns how many bytes there are. */
static size_t put_seventeen(char *out, struct seventeen digits, int before)
{
	uint32_t ten = digits.two / 10;
	uint64_t first = eight_digits(digits.eight);
	uint64_t second = eight_digits(digits.seven) >> 8 | (uint64_t)('0' + ten) << 56;
	size_t n = 0;

	if (before > 0 && before < 8) {
		put_pointed(out, first, before);
		put_eight(out + 9, second);
	} else if (before > 0) {
		put_eight(out, first);
		put_pointed(out + 8, second, before - 8);
	} else {
		put_eight(out, 0x3030303030302e30);
		n = (size_t)(1 - before);
		put_eight(out + n + 1, first);
		put_eight(out + n + 9, second);
	}
	out[n + 17] = (char)('0' + digits.two - 10 * ten);
	return n + 18;
}

/* A number from 10^-4 to below 10^15 times a power of ten, so that 15 digits are before the point; nothing
 * of it is rounded. */
struct scaled {
	uint64_t digits, rest; /* behind the point is rest / 2^shift */
	uint64_t unit;         /* of the mantissa, where the rest has 1: a power of five */
	int shift;             /* from 3 to 48 */
	int before;            /* the digits before the point of the number itself */
};

static struct scaled scale(double number)
{
	enum { BITS = 52, BIAS = 1023, LEAST = -5, LAST = 14 };
	static const double tens[] = {1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5,
	                              1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	static const uint64_t fives[] = {
		3814697265625, 762939453125, 152587890625, 30517578125, 6103515625,
		1220703125, 244140625, 48828125, 9765625, 1953125, 390625, 78125,
		15625, 3125, 625, 125, 25, 5, 1,
	};
	uint64_t bits, one = (uint64_t)1 << BITS;

	memcpy(&bits, &number, sizeof bits);
	int two = (int)(bits >> BITS) - BIAS;
	/* Its decimal exponent is that of the power of two below it, or one more: the logarithm of 2 is
	 * about 1233 / 4096.  Powers of ten below 1 are no doubles, but the nearest of these are above. */
	int ten = ((two * 1233 + 5 * 4096) >> 12) + LEAST;
	ten += number >= tens[ten - LEAST];
	int shift = BITS - two - (LAST - ten);
	uint64_t unit = fives[ten - LEAST - 1];
	uint128 product = (uint128)((bits & (one - 1)) | one) * unit;
	uint64_t low = (uint64_t)product;
	return (struct scaled){.digits = (uint64_t)(product >> 64) << (64 - shift) | low >> shift,
	                       .rest = low & (((uint64_t)1 << shift) - 1),
	                       .unit = unit,
	                       .shift = shift,
	                       .before = ten + 1};
}

/* 1 when what has been rounded is nearer to the number than half a unit of its mantissa, else 0.  (The
 * unit below a power of two is half as large, but all of these are short.) */
static uint64_t reads_back(uint64_t rounded, uint64_t exact, uint64_t unit)
{
	return 2 * (rounded - exact) + unit - 1 < 2 * unit - 1;
}

/* One of two, as compilers don't make a branch of it. */
static uint64_t choose(uint64_t is_first, uint64_t first, uint64_t second)
{
	return second ^ ((first ^ second) & (0 - is_first));
}

/* What %.15g to %.17g would print of a number from 10^-4 to below 10^15 that has decimals.  Nobody can
 * guess whether it takes 15 digits, 16 or 17, neither can a processor: all three are computed. */
static size_t print_long(char *out, double size)
{
	enum { SEVEN = 10000000 };
	const struct scaled number = scale(size);
	uint64_t half = (uint64_t)1 << (number.shift - 1), rest = number.rest;
	/* What is behind the 15th digit when there are no more, one, or two: rounded, 1 or 10 or 100 go
	 * into the digits before. */
	uint64_t none = (rest + half) >> number.shift, one = (10 * rest + half) >> number.shift;
	uint64_t two = (100 * rest + half) >> number.shift;
	uint64_t is_one = reads_back(one << number.shift, 10 * rest, 10 * number.unit);
	uint64_t is_none = reads_back(none << number.shift, rest, number.unit);

	if (!(rest & (half - 1) >> 2)) { /* ties, which go to the even digit */
		one -= one & 1 & !((10 * rest + half) & (2 * half - 1));
		two -= two & 1 & !((100 * rest + half) & (2 * half - 1));
	}
	two = choose(is_one, 10 * one, two);
	two = choose(is_none, 100 * none, two);
	uint32_t eight = (uint32_t)(number.digits / SEVEN);
	uint32_t seven = (uint32_t)(number.digits % SEVEN);
	if (two >= 100) {
		two -= 100;
		seven++;
		eight += seven / SEVEN;
		seven %= SEVEN;
	}
	struct seventeen all = {eight, seven, (uint32_t)two};
	return end_digits(out, put_seventeen(out, all, number.before) - is_one - is_none);
}
#else
static size_t print_long(char *out, double size)
{
	(void)out;
	(void)size;
	return 0;
}
#endif

/* From 10^-4 to below 10^15.  0: it can't be printed so. */
static size_t print_common(char *out, double size)
{
	int64_t whole = (int64_t)size;
	size_t n;

	if ((double)whole == size)
		return number_print_count(out, (uint64_t)whole);
	n = print_short(out, size);
	return n ? n : print_long(out, size);
}

/* Any number. */
static size_t print_rarely(char *out, double value)
{
	static const struct number_style plain = {'.', 0};
	double back = 0;
	size_t n = 0;

	if (!isfinite(value)) {
		strcpy(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
		return strlen(out);
	}
	if (value == 0) /* without its sign */
		return number_print_count(out, 0);
	for (int precision = 15; precision <= MAX_DIGITS; precision++) {
		n = print(out, precision, value);
		if (number_read(&back, out, n, plain) == NUMBER_FINE && back == value)
			break;
	}
	return n;
}

size_t number_print(char *out, double value)
{
	double size = fabs(value);
	size_t sign = value < 0, n = 0;

	*out = '-';
	if (size < 1e15 && size >= 1e-4)
		n = print_common(out + sign, size);
	return n ? sign + n : print_rarely(out, value);
}

/* ---- for people ---- */

/* 0.d1d2d3... times 10^point. */
struct shortest {
	char digit[MAX_DIGITS + 1];
	int n, point, negative;
};

static struct shortest shortest_of(double value)
{
	char text[NUMBER_ROOM];
	struct shortest out = {.n = 0};
	int after_point = 0, exponent = 0, sign = 1;
	const char *p = text;

	number_print(text, value);
	out.negative = *p == '-';
	for (p += out.negative; *p && *p != 'e'; p++) {
		if (*p == '.') {
			after_point = 1;
		} else if (*p == '0' && !out.n) {
			out.point -= after_point;
		} else {
			out.digit[out.n++] = *p;
			out.point += !after_point;
		}
	}
	if (*p == 'e') {
		sign = p[1] == '-' ? -1 : 1;
		for (p += 2; *p; p++)
			exponent = exponent * 10 + (*p - '0');
	}
	out.point += sign * exponent;
	while (out.n && out.digit[out.n - 1] == '0')
		out.n--;
	return out;
}

/* Rounds to so many decimals, ties away from zero. */
static void round_to(struct shortest *number, int decimals)
{
	int keep = number->point + decimals, up;

	if (keep >= number->n)
		return;
	up = keep >= 0 && number->digit[keep] >= '5';
	number->n = keep > 0 ? keep : 0;
	if (up) {
		while (number->n && number->digit[number->n - 1] == '9')
			number->n--;
		if (number->n) {
			number->digit[number->n - 1]++;
		} else {
			number->digit[number->n++] = '1';
			number->point++;
		}
	}
	while (number->n && number->digit[number->n - 1] == '0')
		number->n--;
}

/* The digit that weighs 10^(point - 1 - at). */
static char digit_at(const struct shortest *number, int at)
{
	return at >= 0 && at < number->n ? number->digit[at] : '0';
}

size_t number_print_for_people(char out[NUMBER_ROOM], double value, int decimals, const char *lang)
{
	int vietnamese = !strcmp(lang, "vi");
	struct shortest number;
	char *p = out;

	if (!isfinite(value))
		return number_print(out, value);
	number = shortest_of(value);
	if (decimals < 0)
		decimals = number.n > number.point ? number.n - number.point : 0;
	else if (decimals > MAX_DECIMALS)
		decimals = MAX_DECIMALS;
	round_to(&number, decimals);
	if (!number.n)
		number.point = 0;
	if (number.negative && number.n)
		*p++ = '-';
	for (int left = number.point > 0 ? number.point : 1; left > 0; left--) {
		*p++ = digit_at(&number, number.point - left);
		if (left > 1 && left % 3 == 1)
			*p++ = vietnamese ? '.' : ',';
	}
	if (decimals)
		*p++ = vietnamese ? ',' : '.';
	for (int i = 0; i < decimals; i++)
		*p++ = digit_at(&number, number.point + i);
	*p = '\0';
	return (size_t)(p - out);
}
