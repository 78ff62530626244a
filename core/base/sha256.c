/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 64 };

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

static void add_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], s[8];

	expand(w, block);
	memcpy(s, state, sizeof s);
	for (int i = 0; i < 64; i++) {
		uint32_t e = s[4], a = s[0];
		uint32_t first = s[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
		                 ((e & s[5]) ^ (~e & s[6])) + constants[i] + w[i];
		uint32_t second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
		                  ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof *s);
		s[4] += first;
		s[0] = first + second;
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
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
	for (; n >= BLOCK; bytes += BLOCK, n -= BLOCK)
		add_block(sha->state, bytes);
	if (n)
		memcpy(sha->waiting, bytes, n);
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
