/* SPDX-License-Identifier: MIT */
#include "rule.h"

#include <string.h>

/* A decimal of up to 15 digits over a power of ten that is exact too: one division rounds once, so
 * that the threshold is the double that the same digits are in a table. */
static const char *read_number(const char *text, double *out)
{
	enum { MOST_DIGITS = 15 };
	double digits = 0, scale = 1;
	int n = 0, is_fraction = 0, is_negative = *text == '-';

	for (text += is_negative; (*text >= '0' && *text <= '9') || *text == '.'; text++) {
		if (*text == '.') {
			if (is_fraction || !n)
				return NULL;
			is_fraction = 1;
			continue;
		}
		digits = 10 * digits + (*text - '0');
		scale *= is_fraction ? 10 : 1;
		n++;
	}
	*out = (is_negative ? -digits : digits) / scale;
	return n && n <= MOST_DIGITS && text[-1] != '.' ? text : NULL;
}

static int read_kind(const char **text)
{
	if (!strncmp(*text, ">= ", 3) || !strncmp(*text, "<= ", 3)) {
		*text += 3;
		return (*text)[-3] == '>' ? RULE_AT_LEAST : RULE_AT_MOST;
	}
	return -1;
}

int rule_read(const char *text, double *thresholds, uint32_t n_groups, uint32_t *n)
{
	*n = 0;
	if (!strcmp(text, "yes"))
		return RULE_YES;
	int kind = read_kind(&text);
	while (kind >= 0) {
		double one;

		text = read_number(text, &one);
		if (!text)
			return -1;
		if (*n < n_groups)
			thresholds[*n] = one;
		++*n;
		if (!*text)
			return kind;
		if (*text++ != ' ')
			return -1;
	}
	return kind;
}

int rule_is_met(int kind, double value, double threshold)
{
	if (kind == RULE_YES)
		return value == 1;
	return kind == RULE_AT_LEAST ? value >= threshold : value <= threshold;
}
