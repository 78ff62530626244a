/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 64, MANY = 16384 /* bytes for which it is worth to ask for instructions */ };

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void expand(uint32_t w[64], const unsigned char *block)
{
	for (int i = 0; i < 16; i++, block += 4)
		w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
		       (uint32_t)block[2] << 8 | block[3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
		       (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
	}
}

/* A round; the names of the eight words change places from one to the next. */
static inline void add_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g,
                             uint32_t *h, uint32_t more)
{
	uint32_t first = *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + more;

	*d += first;
	*h = first + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
}

static void add_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7], w[64];

	expand(w, block);
	for (int i = 0; i < 64; i++)
		w[i] += constants[i];
	for (const uint32_t *more = w; more < w + 64; more += 8) {
		add_round(a, b, c, &d, e, f, g, &h, more[0]);
		add_round(h, a, b, &c, d, e, f, &g, more[1]);
		add_round(g, h, a, &b, c, d, e, &f, more[2]);
		add_round(f, g, h, &a, b, c, d, &e, more[3]);
		add_round(e, f, g, &h, a, b, c, &d, more[4]);
		add_round(d, e, f, &g, h, a, b, &c, more[5]);
		add_round(c, d, e, &f, g, h, a, &b, more[6]);
		add_round(b, c, d, &e, f, g, h, &a, more[7]);
	}
	const uint32_t sums[8] = {a, b, c, d, e, f, g, h};
	for (int i = 0; i < 8; i++)
		state[i] += sums[i];
}

/* ---- processors that know it ----------------------------------------------------------------- */

#if defined __GNUC__ && defined __x86_64__
#include <cpuid.h>
#include <immintrin.h>

#define KNOWS_SHA __attribute__((target("sha,sse4.1")))

/* To ask takes as long as a few KB, where another system is below. */
static int knows_sha(void)
{
	unsigned a, b, c, d;

	return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}

KNOWS_SHA static inline __m128i load(const void *p)
{
	return _mm_loadu_si128(p);
}

/* Four rounds with the words of w0, in whose place those for sixteen rounds later come.  The state is in halves,
 * as the instructions want it: ABEF and CDGH. */
KNOWS_SHA static inline void add_rounds(__m128i *abef, __m128i *cdgh, __m128i *w0, __m128i w1, __m128i w2,
                                        __m128i w3, const uint32_t *k)
{
	__m128i more = _mm_add_epi32(*w0, load(k));

	*cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, more);
	*abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(more, 0x0e));
	*w0 = _mm_add_epi32(_mm_sha256msg1_epu32(*w0, w1), _mm_alignr_epi8(w3, w2, 4));
	*w0 = _mm_sha256msg2_epu32(*w0, w3);
}

KNOWS_SHA static void add_known_block(__m128i *abef, __m128i *cdgh, const unsigned char *block)
{
	const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i first = *abef, second = *cdgh;
	__m128i w0 = _mm_shuffle_epi8(load(block), order), w1 = _mm_shuffle_epi8(load(block + 16), order);
	__m128i w2 = _mm_shuffle_epi8(load(block + 32), order), w3 = _mm_shuffle_epi8(load(block + 48), order);

	for (const uint32_t *k = constants; k < constants + 64; k += 16) {
		add_rounds(&first, &second, &w0, w1, w2, w3, k);
		add_rounds(&first, &second, &w1, w2, w3, w0, k + 4);
		add_rounds(&first, &second, &w2, w3, w0, w1, k + 8);
		add_rounds(&first, &second, &w3, w0, w1, w2, k + 12);
	}
	*abef = _mm_add_epi32(*abef, first);
	*cdgh = _mm_add_epi32(*cdgh, second);
}

KNOWS_SHA static void add_known(uint32_t state[8], const unsigned char *bytes, size_t n)
{
	__m128i badc = _mm_shuffle_epi32(load(state), 0xb1), efgh = _mm_shuffle_epi32(load(state + 4), 0x1b);
	__m128i abef = _mm_alignr_epi8(badc, efgh, 8), cdgh = _mm_blend_epi16(efgh, badc, 0xf0);

	for (; n; n -= BLOCK, bytes += BLOCK)
		add_known_block(&abef, &cdgh, bytes);
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#else
static int knows_sha(void)
{
	return 0;
}

static void add_known(uint32_t state[8], const unsigned char *bytes, size_t n)
{
	for (; n; n -= BLOCK, bytes += BLOCK)
		add_block(state, bytes);
}
#endif

/* n is that of whole blocks. */
static void add_blocks(uint32_t state[8], const unsigned char *bytes, size_t n)
{
	if (n >= MANY && knows_sha()) {
		add_known(state, bytes, n);
		return;
	}
	for (; n; n -= BLOCK, bytes += BLOCK)
		add_block(state, bytes);
}

void sha256_begin(struct sha256 *sha)
{
	/* The same of the square roots of the first 8 primes. */
	*sha = (struct sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void sha256_add(struct sha256 *sha, const void *data, size_t n)
{
	const unsigned char *bytes = data;
	size_t waiting = (size_t)(sha->n % BLOCK);

	sha->n += n;
	if (waiting) {
		size_t lacking = BLOCK - waiting, some = n < lacking ? n : lacking;

		memcpy(sha->waiting + waiting, bytes, some);
		if (some < lacking)
			return;
		add_block(sha->state, sha->waiting);
		bytes += some;
		n -= some;
	}
	size_t rest = n % BLOCK;
	add_blocks(sha->state, bytes, n - rest);
	if (rest)
		memcpy(sha->waiting, bytes + (n - rest), rest);
}

void sha256_end(struct sha256 *sha, char out[SHA256_ROOM])
{
	unsigned char last[2 * BLOCK] = {0x80}, length[8];
	uint64_t bits = sha->n * 8;
	size_t rest = (size_t)(sha->n % BLOCK);

	for (int i = 0; i < 8; i++)
		length[7 - i] = (unsigned char)(bits >> 8 * i);
	sha256_add(sha, last, (rest < BLOCK - 8 ? BLOCK : 2 * BLOCK) - 8 - rest);
	sha256_add(sha, length, sizeof length);
	for (int i = 0; i < 8; i++)
		snprintf(out + 8 * i, 9, "%08lx", (unsigned long)sha->state[i]);
}

void sha256(char out[SHA256_ROOM], const void *data, size_t n)
{
	struct sha256 sha;

	sha256_begin(&sha);
	if (n)
		sha256_add(&sha, data, n);
	sha256_end(&sha, out);
}
