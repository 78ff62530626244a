/* SPDX-License-Identifier: MIT */
/* Whether somebody else could have put a file where it is: a plugin is code, and whoever can change
 * it can do whatever the caller can. */
#ifndef CORE_TRUST_H
#define CORE_TRUST_H

#include "base/arena.h"

enum trust {
	TRUST_FINE,
	TRUST_OWNER,    /* belongs neither to root nor to the caller */
	TRUST_WRITABLE, /* anybody may write to it */
	TRUST_UNKNOWN,  /* errno says why */
};

/** Looks at a file and every folder above it; the path is absolute and has no links.  *culprit gets
 *  the one that is not to be trusted, *owner its user id. */
enum trust trust_look(const char *path, struct arena *arena, const char **culprit, long *owner);

#endif
