/* SPDX-License-Identifier: MIT */
/* Rounding to decimal digits.  People round what they read, so the decimal form decides: 2.675 is
 * a little less in binary, and still 2.68. */
#include "expr/expr_internal.h"

#include "number/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double's shortest form: value = 0.(digits) * 10 ^ point. */
struct decimal {
	char digits[32];
	int n, point;
};

static struct decimal decimal_of(double x)
{
	char text[NUMBER_ROOM];
	struct decimal d = {.n = 0};
	int seen_point = 0;
	const char *p = text;

	number_print(text, x);
	for (; *p && *p != 'e'; p++) {
		if (*p == '.') {
			seen_point = 1;
			continue;
		}
		d.point += !seen_point;
		/* Zeros in front are no digits of the number, nor those far behind its 17. */
		if (d.n == 0 && *p == '0')
			d.point--;
		else if (d.n < (int)sizeof d.digits - 1)
			d.digits[d.n++] = *p;
	}
	if (*p == 'e')
		d.point += atoi(p + 1);
	return d;
}

/* By way of the decimal form: exact, and slow. */
static double round_decimal(double x, int digits)
{
	struct decimal d = decimal_of(x);
	char text[64];
	uint64_t kept = 0;
	double rounded = 0;
	int n = d.point + digits;

	if (n < 0)
		return 0;
	if (n >= d.n)
		return x;
	for (int i = 0; i < n; i++)
		kept = 10 * kept + (uint64_t)(d.digits[i] - '0');
	kept += d.digits[n] >= '5';
	int length = snprintf(text, sizeof text, "%" PRIu64 "e%d", kept, -digits);
	if (number_read(&rounded, text, (size_t)length, (struct number_style){'.', 0}))
		return NAN;
	return rounded;
}

/* The quick way, right where x is not near a half: both steps work on whole numbers that doubles
 * hold exactly, so the one division or multiplication is rounded correctly. */
static int round_quickly(double *out, double x, int digits)
{
	static const double powers[] = {1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

	if (abs(digits) > 9)
		return 0;
	double power = powers[abs(digits)], scaled = digits < 0 ? x / power : x * power;
	double whole = floor(scaled), half = scaled - whole - 0.5;
	if (!(scaled < 1e9) || fabs(half) < 1e-6)
		return 0;
	whole += half > 0;
	*out = digits < 0 ? whole * power : whole / power;
	return 1;
}

double expr_round(double x, double digits)
{
	double rounded;

	if (!(fabs(digits) <= 300) || digits != floor(digits) || !isfinite(x))
		return NAN;
	if (!round_quickly(&rounded, fabs(x), (int)digits))
		rounded = round_decimal(fabs(x), (int)digits);
	return copysign(rounded, x);
}
