/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), to tell whether two files are the same. */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_ROOM = 65 };

/** A digest of what comes in pieces. */
struct sha256 {
	uint32_t state[8];
	unsigned char waiting[64]; /* that fill no block yet */
	uint64_t n;                /* bytes so far */
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *data, size_t n);
/** The digest in hexadecimal; nothing can be added any more. */
void sha256_end(struct sha256 *sha, char out[SHA256_ROOM]);

/** The digest of n bytes in hexadecimal. */
void sha256(char out[SHA256_ROOM], const void *data, size_t n);

#endif
