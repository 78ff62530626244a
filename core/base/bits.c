/* SPDX-License-Identifier: MIT */
#include "base/bits.h"

#include "base/cpu.h"

#include <string.h>

/* ---- which bits are set ---------------------------------------------------------------------- */

#define BIT(byte, i) ((byte) >> (i) & 1)
#define COUNT(byte) \
	(BIT(byte, 0) + BIT(byte, 1) + BIT(byte, 2) + BIT(byte, 3) + BIT(byte, 4) + BIT(byte, 5) + BIT(byte, 6) + \
	 BIT(byte, 7))
/* The number of a bit, behind those of the ones below it. */
#define NUMBER(byte, i) (BIT(byte, i) ? (uint64_t)(i) << 8 * COUNT((byte) & ((1 << (i)) - 1)) : 0)
#define SET(byte) \
	NUMBER(byte, 1) | NUMBER(byte, 2) | NUMBER(byte, 3) | NUMBER(byte, 4) | NUMBER(byte, 5) | NUMBER(byte, 6) | \
		NUMBER(byte, 7)
#define FOUR(byte) SET(byte), SET((byte) + 1), SET((byte) + 2), SET((byte) + 3)
#define SIXTEEN(byte) FOUR(byte), FOUR((byte) + 4), FOUR((byte) + 8), FOUR((byte) + 12)
#define SIXTY_FOUR(byte) SIXTEEN(byte), SIXTEEN((byte) + 16), SIXTEEN((byte) + 32), SIXTEEN((byte) + 48)

const uint64_t bits_set[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

/* ---- packing --------------------------------------------------------------------------------- */

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

/* The numbers of as many times 32 bytes as there are; *done gets how many that were. */
__attribute__((target("avx2,popcnt"))) static size_t list_widely(uint32_t *numbers, const uint8_t *bytes, uint8_t value,
                                                                 size_t n, size_t *done)
{
	const __m256i all = _mm256_set1_epi8((char)value), step = _mm256_set1_epi32(8);
	__m256i first = _mm256_setzero_si256();
	uint32_t *to = numbers;
	size_t i = 0;

	for (; n - i >= AT_ONCE; i += AT_ONCE) {
		__m256i here = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		uint32_t bits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(here, all));

		/* Whether there are eight or none: to ask costs more than to write what the next ones write over. */
		for (int k = 0; k < AT_ONCE / 8; k++, bits >>= 8, first = _mm256_add_epi32(first, step)) {
			const uint64_t *set = &bits_set[bits & 0xff];
			__m256i eight = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)set));

			_mm256_storeu_si256((__m256i *)(void *)to, _mm256_add_epi32(first, eight));
			to += __builtin_popcount(bits & 0xff);
		}
	}
	*done = i;
	return (size_t)(to - numbers);
}
#else
static size_t list_widely(uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n, size_t *done)
{
	(void)numbers;
	(void)bytes;
	(void)value;
	(void)n;
	*done = 0;
	return 0;
}

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

/* ---- listing --------------------------------------------------------------------------------- */

/* From the i-th byte on.  Which have the value nobody can guess, so it is not asked: each is written, and kept if it
 * does. */
static size_t list_from(size_t i, uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n)
{
	size_t found = 0;

	for (; i < n; i++) {
		numbers[found] = (uint32_t)i;
		found += bytes[i] == value;
	}
	return found;
}

size_t bits_list_portably(uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n)
{
	return list_from(0, numbers, bytes, value, n);
}

size_t bits_list(uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n)
{
	size_t done = 0, found = cpu_is_wide() ? list_widely(numbers, bytes, value, n, &done) : 0;

	return found + list_from(done, numbers + found, bytes, value, n);
}
