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

/* Of the n bytes those that are 3, and nothing is written behind the room that there is. */
static void check_list(size_t (*list)(uint32_t *, const uint8_t *, uint8_t, size_t), const uint8_t *bytes, size_t n)
{
	uint32_t numbers[MOST + BITS_SPARE + 1];
	size_t found, at = 0;

	memset(numbers, 0xa5, sizeof numbers);
	found = list(numbers, bytes, 3, n);
	for (size_t i = 0; i < n; i++)
		if (bytes[i] == 3)
			cr_assert_eq(numbers[at++], i, "%zu of %zu", i, n);
	cr_assert_eq(found, at, "%zu", n);
	cr_assert_eq(numbers[n + BITS_SPARE], 0xa5a5a5a5, "%zu", n);
}

Test(bits, are_listed)
{
	uint8_t bytes[MOST];
	uint64_t random = 20261130;

	for (size_t n = 0; n <= MOST; n++) {
		/* Few, half and nearly all of them. */
		for (size_t i = 0; i < n; i++) {
			random = random * 6364136223846793005 + 1442695040888963407;
			bytes[i] = (random >> 40) % 8 < 1 + n % 3 * 3 ? 3 : (uint8_t)(random >> 56);
		}
		check_list(bits_list, bytes, n);
		check_list(bits_list_portably, bytes, n);
	}
}

/* Of each byte. */
Test(bits, are_numbered)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		uint64_t set = 0;
		unsigned n = 0;

		for (unsigned bit = 0; bit < 8; bit++)
			if (byte >> bit & 1)
				set |= (uint64_t)bit << 8 * n++;
		cr_assert_eq(bits_set[byte], set, "%u", byte);
	}
}
