/* SPDX-License-Identifier: MIT */
/* Unicode text: validity, NFC, and the forms in which names are compared.  The only file that
 * knows libutf8proc. */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "arena.h"

#include <stdint.h>

/** Bytes that belong to somebody else, not terminated. */
struct slice {
	const char *text;
	size_t n;
};

int slice_is(struct slice slice, const char *text);

/** Whether all is valid UTF-8; *bad_at gets the first byte that is not. */
int text_is_utf8(const char *text, size_t n, size_t *bad_at);
/** How many characters (code points) n bytes of valid UTF-8 are. */
size_t text_length(const char *text, size_t n);
/** The text in NFC; `text` itself when it is so already and ends with a NUL.  NULL: no memory. */
const char *text_nfc(struct arena *arena, const char *text, size_t n);
/** The form in which names are compared: NFC, case folded, the tone mark on the vowel where both
 *  ways of writing agree (Hoà = Hòa, Thuỷ = Thủy), white space trimmed and squeezed.  NULL: no
 *  memory. */
char *text_fold(struct arena *arena, const char *text, size_t n);
/** Distance in edits (Damerau-Levenshtein over bytes), at most `limit` + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);

/** Proposes the nearest of a number of words: clear, offer each, read `best` (NULL: none near). */
struct nearest {
	const char *word, *best;
	size_t distance;
};
struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *candidate);

/** The version of the library behind. */
const char *text_library(void);

#endif
