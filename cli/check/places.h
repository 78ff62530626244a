/* SPDX-License-Identifier: MIT */
/* Where in the source something of a plugin stands: its tables and functions have lines in the
 * debugging information, which nm of binutils reads.  Without that, or without nm, nothing is known
 * and nothing is said. */
#ifndef CLI_CHECK_PLACES_H
#define CLI_CHECK_PLACES_H

#include <stddef.h>
#include <stdint.h>

struct place {
	uint64_t from, size;
	char *place; /* "health.c:31" */
};

/** Zeroed: not read yet. */
struct places {
	struct place *list;
	size_t n, cap;
	int is_read;
};

/** "health.c:31" for an address in the loaded plugin at path; NULL: not known.  Valid until
 * cleared. */
const char *places_find(struct places *places, const char *path, const void *address);
void places_clear(struct places *places);

#endif
