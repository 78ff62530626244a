/* SPDX-License-Identifier: MIT */
/* Unicode text: validity, NFC, the forms in which names are compared, and which of some names is
 * meant by one that does not exist.  The only file that knows libutf8proc. */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

/** Bytes that belong to somebody else, not terminated. */
struct slice {
	const char *text;
	size_t n;
};

/** Most of what a slice is compared with begins with another letter. */
static inline int slice_is(struct slice slice, const char *text)
{
	return slice.n ? *slice.text == *text && slice.n == strlen(text) && !memcmp(slice.text, text, slice.n)
		       : !*text;
}
/** Bytewise, as strcmp(). */
int slice_compare(struct slice slice, const char *text);

/** Whether all is valid UTF-8; *bad_at gets the first byte of what is not. */
int text_is_utf8(const char *text, size_t n, size_t *bad_at);
/** How many characters (code points) n bytes of valid UTF-8 are. */
size_t text_length(const char *text, size_t n);
/** Whether a text is valid UTF-8 in NFC for certain, as most are.  0: text_is_utf8() and text_nfc() must be asked. */
int text_is_nfc(const char *text, size_t n);
/** The text in NFC, with a NUL behind; a copy, as the byte behind a slice may not be looked at.
 *  What is no valid UTF-8 is copied as it is.  NULL: no memory. */
const char *text_nfc(struct arena *arena, const char *text, size_t n);
/** The form in which names are compared: NFC, case folded, the tone mark on the vowel where both
 *  ways of writing agree (Hoà = Hòa, Thuỷ = Thủy), the look-alike Ð (eth) as Đ, invisible
 *  characters left out, white space trimmed and squeezed.  What is no valid UTF-8 is copied as it
 *  is.  NULL: no memory. */
char *text_fold(struct arena *arena, const char *text, size_t n);
/** Distance in edits (an insertion, a deletion, another byte, two neighbours swapped, and none of
 *  them within another: Damerau-Levenshtein in its restricted form), at most `limit` + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);

/** Proposes the nearest of a number of words: clear, offer each, read `best` (NULL: none near).
 *  Near is what differs in case only or in a third of the letters at most, then what contains the
 *  word or most of it.  The order of the offers does not matter. */
struct nearest {
	const char *word, *best;
	size_t distance;
};
struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *candidate);

/** The version of the library behind. */
const char *text_library(void);

#endif
