/* SPDX-License-Identifier: MIT */
/* A folder that a test has to itself, below TMPDIR: for .init and .fini of a test or a suite. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

enum { SCRATCH_ROOM = 512 };

extern char scratch[SCRATCH_ROOM];

void scratch_make(void);
/** Removes it with all that is in it. */
void scratch_drop(void);
/** The path of a name in it, valid until the next call. */
const char *scratch_path(const char *name);

#endif
