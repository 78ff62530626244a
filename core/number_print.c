/* SPDX-License-Identifier: MIT */
/* Printing of numbers: for machines and for people. */
#include "number.h"

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

size_t number_print(char *out, double value)
{
	static const struct number_style plain = {'.', 0};
	double back = 0;
	size_t n = 0;

	if (!isfinite(value)) {
		strcpy(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
		return strlen(out);
	}
	if (value == 0)
		value = 0; /* without its sign */
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
	char text[SHORT];
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
