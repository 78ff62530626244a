/* SPDX-License-Identifier: MIT */
/* Footnotes: a text gets a number when it is met first, and the same number ever after. */
#ifndef CORE_FOOTNOTE_H
#define CORE_FOOTNOTE_H

#include "base/group.h"

/** Zeroed: none. */
struct footnotes {
	struct intern list; /* list.texts[i] is note i + 1 */
};

/** Adds a text's mark "[3]" behind `marks`, which has those of the notes before; a mark comes but
 *  once.  NULL: no memory. */
char *footnote(struct footnotes *footnotes, struct arena *arena, const char *marks,
               const char *text);
void footnotes_clear(struct footnotes *footnotes);

#endif
