/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), to tell whether two files are the same. */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include <stddef.h>

enum { SHA256_ROOM = 65 };

/** The digest of n bytes in hexadecimal. */
void sha256(char out[SHA256_ROOM], const void *data, size_t n);

#endif
