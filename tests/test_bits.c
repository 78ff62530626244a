/* SPDX-License-Identifier: MIT */
/* Bits of bytes are what a loop over them says, on this processor and on any. */
#include "base/bits.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MOST = 200 };

static void check(void (*pack)(uint8_t *, const uint8_t *, int, size_t), const uint8_t *bytes, int flip, size_t n)
{
	uint8_t bits[MOST / 8 + 2];

	memset(bits, 0xa5, sizeof bits);
	pack(bits, bytes, flip, n);
	for (size_t i = 0; i < (n + 7) / 8 * 8; i++)
		cr_assert_eq(bits[i / 8] >> i % 8 & 1, i < n && (bytes[i] != 0) != flip, "%zu of %zu", i, n);
	cr_assert_eq(bits[(n + 7) / 8], 0xa5, "%zu", n);
}

Test(bits, are_those_of_bytes)
{
	uint8_t bytes[MOST];
	uint64_t random = 20261129;

	for (size_t n = 0; n <= MOST; n++) {
		for (size_t i = 0; i < n; i++) {
			random = random * 6364136223846793005 + 1442695040888963407;
			bytes[i] = (uint8_t)(random >> 63 ? random >> 40 : 0);
		}
		for (int flip = 0; flip < 2; flip++) {
			check(bits_pack, bytes, flip, n);
			check(bits_pack_portably, bytes, flip, n);
		}
	}
}
