/* SPDX-License-Identifier: MIT */
#include "points.h"

#include <math.h>
#include <string.h>

enum { DECIMALS = 6 };

int points_of_number(int64_t *out, double number)
{
	/* Below, a double is nearer to its decimal number than to any other with six decimals. */
	static const double most = 1e6;
	double scaled = number * MILLION, whole = floor(scaled + 0.5);

	if (!(fabs(number) <= most) || fabs(scaled - whole) > 1e-3)
		return 0;
	*out = (int64_t)whole;
	return 1;
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int points_next(int64_t *out, const char **list)
{
	const char *at = *list + strspn(*list, " ");
	int64_t number = 0;
	int left = DECIMALS;

	if (!is_digit(*at))
		return 0;
	for (; is_digit(*at) && number < MILLION; at++)
		number = 10 * number + (*at - '0');
	if (*at == '.')
		for (at++; is_digit(*at) && left; at++, left--)
			number = 10 * number + (*at - '0');
	if (*at && *at != ' ')
		return 0;
	for (; left; left--)
		number *= 10;
	*out = number;
	*list = at;
	return 1;
}

int points_list_is_good(const char *list)
{
	int64_t number;
	int n = 0;

	while (points_next(&number, &list))
		n++;
	return n && !list[strspn(list, " ")];
}

int points_has_word(const char *list, const char *word, uint32_t n)
{
	for (const char *at = list; *at;) {
		size_t length = strcspn(at, " ");

		if (length == n && !memcmp(at, word, n))
			return 1;
		at += length;
		at += strspn(at, " ");
	}
	return 0;
}
