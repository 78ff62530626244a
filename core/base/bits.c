/* SPDX-License-Identifier: MIT */
#include "base/bits.h"

#include "base/cpu.h"

#include <string.h>

/* Of eight bytes, each anything or nothing, which are something, as bits, the first byte the lowest. */
static uint8_t bits_of_eight(const uint8_t *bytes)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	/* The sum of all bits but the highest carries into the highest. */
	word = (((word & low) + low) | word) & ~low;
	return (uint8_t)((word >> 7) * 0x0102040810204080 >> 56);
}

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

enum { AT_ONCE = 32 };

/* The same of as many times 32 bytes as there are.  How many bytes that were. */
__attribute__((target("avx2"))) static size_t bits_widely(const uint8_t *restrict bytes, uint32_t turn,
                                                          size_t n, uint8_t *restrict bits)
{
	const __m256i nothing = _mm256_setzero_si256();
	size_t i = 0;

	for (; n - i >= AT_ONCE; i += AT_ONCE) {
		__m256i all = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		uint32_t here =
			~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(all, nothing)) ^ turn;

		memcpy(bits + i / 8, &here, sizeof here);
	}
	return i;
}
#else
static size_t bits_widely(const uint8_t *bytes, uint32_t turn, size_t n, uint8_t *bits)
{
	(void)bytes;
	(void)turn;
	(void)n;
	(void)bits;
	return 0;
}
#endif

/* From the i-th byte on, which begins a byte of bits. */
static void pack_from(size_t i, uint8_t *bits, const uint8_t *bytes, int flip, size_t n)
{
	uint8_t turn = flip ? 0xff : 0;

	for (; n - i >= 8; i += 8)
		bits[i / 8] = bits_of_eight(bytes + i) ^ turn;
	if (i < n)
		bits[i / 8] = 0;
	for (; i < n; i++)
		bits[i / 8] |= (uint8_t)(((bytes[i] != 0) ^ (flip != 0)) << i % 8);
}

void bits_pack_portably(uint8_t *bits, const uint8_t *bytes, int flip, size_t n)
{
	pack_from(0, bits, bytes, flip, n);
}

void bits_pack(uint8_t *bits, const uint8_t *bytes, int flip, size_t n)
{
	size_t from = cpu_is_wide() ? bits_widely(bytes, flip ? UINT32_MAX : 0, n, bits) : 0;

	pack_from(from, bits, bytes, flip, n);
}
