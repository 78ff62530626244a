/* SPDX-License-Identifier: MIT */
/* Points, exactly: whole millionths.  A mean that lies on the limit of a band is in the upper one,
 * so that nothing may be rounded on the way there: sums are compared with the limit times the
 * number of sheets. */
#ifndef OCOP_POINTS_H
#define OCOP_POINTS_H

#include <stdint.h>

enum { MILLION = 1000000 };

/** Of a number with at most six decimals; 0: it has more, or is too large. */
int points_of_number(int64_t *out, double number);
/** Takes the next number of a list such as "0 1 3" and moves on behind it; 0: there is none. */
int points_next(int64_t *out, const char **list);
/** Whether a list has nothing but numbers, and at least one. */
int points_list_is_good(const char *list);
/** Whether a word is in a list. */
int points_has_word(const char *list, const char *word, uint32_t n);

#endif
