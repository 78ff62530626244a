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

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

/* Writes eight digits before a place, zeros in front. */
static void eight_before(char *end, uint32_t number)
{
	uint32_t high = number / 10000, low = number % 10000;

	memcpy(end - 8, pairs + 2 * (high / 100), 2);
	memcpy(end - 6, pairs + 2 * (high % 100), 2);
	memcpy(end - 4, pairs + 2 * (low / 100), 2);
	memcpy(end - 2, pairs + 2 * (low % 100), 2);
}

/* Writes the digits of a number before a place; returns how many there are, 1 at least. */
static size_t digits_before(char *end, uint64_t number)
{
	char *p = end;

	for (; number >= 100000000; number /= 100000000) {
		eight_before(p, (uint32_t)(number % 100000000));
		p -= 8;
	}
	uint32_t rest = (uint32_t)number;
	for (; rest >= 10; rest /= 100) {
		p -= 2;
		memcpy(p, pairs + 2 * (rest % 100), 2);
	}
	if (rest || p == end)
		*--p = (char)('0' + rest);
	return (size_t)(end - p);
}

#if defined __SIZEOF_INT128__
/* Only so can this type be named without a warning. */
__extension__ typedef unsigned __int128 uint128;

/* A number that is neither tiny nor huge: mantissa / 2^shift. */
struct binary {
	uint64_t mantissa; /* from 2^52 to below 2^53 */
	int shift;
};

static uint128 power_of_ten(int n)
{
	static const uint64_t powers[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
		1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
	};

	return n <= 18 ? powers[n] : (uint128)powers[18] * powers[n - 18];
}

/* number * 10^place to the nearest whole number, ties to even; 0 when that does not read back to the
 * number, or may not.  Whatever lies within half a unit of the mantissa does; the unit below a power
 * of two is half as large. */
static uint64_t scale(struct binary number, int place)
{
	uint128 unit = power_of_ten(place), product = number.mantissa * unit;
	uint128 one = (uint128)1 << number.shift, rest = product & (one - 1);
	uint64_t whole = (uint64_t)(product >> number.shift);

	if (2 * rest > one || (2 * rest == one && whole % 2)) {
		whole++;
		rest = one - rest;
	}
	return (number.mantissa << 12 ? 2 : 4) * rest < unit ? whole : 0;
}

/* Takes off zeros at the end of digits that stand behind the point; most have many. */
static uint64_t strip_zeros(uint64_t digits, int *place)
{
	static const struct {
		uint64_t power;
		int n;
	} steps[] = {{100000000, 8}, {10000, 4}, {100, 2}, {10, 1}};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		while (*place >= steps[i].n && digits % steps[i].power == 0) {
			digits /= steps[i].power;
			*place -= steps[i].n;
		}
	return digits;
}

/* Writes digits / 10^place without the zeros at its end. */
static size_t put_digits(char *out, uint64_t digits, int place)
{
	/* All of it is copied, as long as it is: there is room for it, and behind the digits for what is
	 * copied too much. */
	enum { MOST = 24 };
	char text[2 * MOST] = {0}, *end = text + MOST;
	size_t n, whole;

	digits = strip_zeros(digits, &place);
	n = digits_before(end, digits);
	/* What is smaller than 1 has a digit before the point nevertheless. */
	while (n <= (size_t)place)
		end[-(int)++n] = '0';
	whole = n - (size_t)place;
	memcpy(out, end - n, MOST);
	if (place) {
		out[whole] = '.';
		memcpy(out + whole + 1, end - place, MOST);
		n++;
	}
	out[n] = '\0';
	return n;
}

/* From above 0, and not so little that it has fewer bits. */
static struct binary binary_of(double number)
{
	enum { BITS = 52, BIAS = 1023 };
	uint64_t bits, one = (uint64_t)1 << BITS;

	memcpy(&bits, &number, sizeof bits);
	return (struct binary){.mantissa = (bits & (one - 1)) | one,
	                       .shift = BITS + BIAS - (int)(bits >> BITS)};
}

/* Four decimals at most are most numbers that people wrote, and sums of these.  0: it has more, or may have:
 * one of 15 digits is the nearest to a number when that is the nearest to it. */
static size_t print_short(char *out, double size)
{
	double scaled = size * 10000;

	if (scaled >= 1e15)
		return 0;
	uint64_t digits = (uint64_t)(scaled + 0.5);
	return (double)digits / 10000 == size ? put_digits(out, digits, 4) : 0;
}

/* What %.15g to %.17g would print, by whole numbers of 128 bits where these have room for it. */
static size_t print_long(char *out, double size)
{
	struct binary number = binary_of(size);
	/* Its decimal exponent is that of the power of two below it, or one more. */
	int place = MAX_DIGITS - 1 - (int)floor((52 - number.shift) * 0.30103), less = MAX_DIGITS - 15;
	uint64_t digits = (uint64_t)(number.mantissa * power_of_ten(place) >> number.shift);

	if (digits >= power_of_ten(MAX_DIGITS)) {
		place--;
		digits /= 10;
	}
	/* Half a unit of the mantissa is 12 of 17 digits at most: 15 digits can't be as near as that. */
	if (digits % 100 > 12 && digits % 100 < 87)
		less--;
	for (; less >= 0; less--) {
		digits = scale(number, place - less);
		if (digits)
			return put_digits(out, digits, place - less);
	}
	return 0;
}

/* 0: it is too large or too small. */
static size_t print_exactly(char *out, double value)
{
	double size = fabs(value);
	int sign = value < 0;
	size_t n;

	if (size >= 1e15 || size < 1e-4)
		return 0;
	*out = '-';
	if (size == (double)(uint64_t)size)
		return (size_t)sign + put_digits(out + sign, (uint64_t)size, 0);
	n = print_short(out + sign, size);
	if (!n)
		n = print_long(out + sign, size);
	return n ? (size_t)sign + n : 0;
}
#else
static size_t print_exactly(char *out, double value)
{
	(void)out;
	(void)value;
	return 0;
}
#endif

size_t number_print_count(char *out, uint64_t count)
{
	char text[SHORT];
	size_t n = digits_before(text + sizeof text, count);

	memcpy(out, text + sizeof text - n, n);
	out[n] = '\0';
	return n;
}

size_t number_print(char *out, double value)
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
	n = print_exactly(out, value);
	if (n)
		return n;
	for (int precision = 15; precision <= MAX_DIGITS; precision++) {
		n = print(out, precision, value);
		if (number_read(&back, out, n, plain) == NUMBER_FINE && back == value)
			break;
	}
	return n;
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
