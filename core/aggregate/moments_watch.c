/* SPDX-License-Identifier: MIT */
/* What is asked of each batch of a sample: whether what the moments that have no sums rest on still holds,
 * and which records bring something to those that have.  Both are asked of a few terms of each record,
 * which are looked at together. */
#include "aggregate/moments.h"

#include "aggregate/aggregate.h"
#include "base/cpu.h"
#include "reader/weights.h"

#include <string.h>

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>
#endif

enum { FOUR = MOMENT_FOUR };

/* What is seen of a record: a term that is 1 in all so far is not; a product that has a sum may be something. */
enum { IS_OTHER = 1, BRINGS = 2 };

/* ---- what is watched ------------------------------------------------------------------------- */

/* Watches one more term, with others of its four if it can be. */
static void watch(struct aggregate *aggregate, uint32_t term, double expected, uint8_t sign)
{
	struct moments *moments = &aggregate->moments;
	struct watched *four = moments->watched;
	uint64_t *bits = sign == BRINGS ? moments->as_bringing : moments->as_one;
	uint32_t lane = term % FOUR, i = 0;

	if (ones_are(&aggregate->ones, term)) {
		sums_set_bit(bits, term);
		return;
	}
	while (i < moments->n_watched && (four[i].first != term - lane ||
	                                  (four[i].signs[lane] && four[i].signs[lane] != sign)))
		i++;
	if (i == moments->n_watched) {
		four[i] = (struct watched){.first = term - lane};
		moments->n_watched++;
	}
	four[i].expected[lane] = expected;
	four[i].signs[lane] = sign;
}

/* Whether all records bring something: their weight is added, or that they have one. */
static int do_all_bring(const struct moments *moments)
{
	return moments->weights_as == NO_TERM || !moments->counts_records;
}

static void watch_pairs(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;
	int all_bring = do_all_bring(moments);

	for (size_t i = 0; i + MOMENT_PRODUCTS < moments->n; i++) {
		const struct term_pair *pair = &moments->pairs[i];

		if (pair->as == NO_TERM && !all_bring)
			watch(aggregate, pair->a, 0, BRINGS);
		else if (pair->as != NO_TERM && pair->a == pair->b)
			moments->as_binary[moments->own[pair->a]] =
				ones_are(&aggregate->ones, moments->own[pair->a]) ? 0 : UINT64_MAX;
		else if (pair->as != NO_TERM)
			watch(aggregate, moments->own[pair->as == pair->a ? pair->b : pair->a], 1, IS_OTHER);
	}
}

/* By which terms of a four are not as expected, the signs of the record. */
static void find_seen(struct watched *four)
{
	for (uint32_t mask = 0; mask < 1 << FOUR; mask++) {
		four->by_mask[mask] = 0;
		for (uint32_t lane = 0; lane < FOUR; lane++)
			if (mask >> lane & 1)
				four->by_mask[mask] |= four->signs[lane];
	}
}

/* Lists what the moments that are not added rest on, and what says who adds to the others. */
static void list_watched(struct aggregate *aggregate)
{
	struct moments *moments = &aggregate->moments;

	moments_list_fours(aggregate);
	memset(moments->as_binary, 0, aggregate->n_terms * sizeof *moments->as_binary);
	memset(moments->as_one, 0, aggregate->ones.n_words * sizeof *moments->as_one);
	memset(moments->as_bringing, 0, aggregate->ones.n_words * sizeof *moments->as_bringing);
	moments->n_binary_fours = moments->n_watched = 0;
	if (moments->weights_as != NO_TERM)
		watch(aggregate, moments->own[moments->weights_as], 1, IS_OTHER);
	watch_pairs(aggregate);
	for (uint32_t i = 0; i < moments->n_watched; i++)
		find_seen(&moments->watched[i]);
	for (uint32_t t = 0; t < aggregate->n_terms; t++) {
		uint32_t n = moments->n_binary_fours, first = t / FOUR * FOUR;

		if (moments->as_binary[t] && (!n || moments->binary_fours[n - 1] != first))
			moments->binary_fours[moments->n_binary_fours++] = first;
	}
	moments->n_listed = aggregate->twins.n;
	moments->watches_bits = aggregate->ones.are_bits;
}

/* ---- looking --------------------------------------------------------------------------------- */

/* Whether in n records terms are 1 or 0 that have been so; of a record that is not used it does no harm if
 * they seem not to be. */
#ifdef __GNUC__
__attribute__((always_inline)) static inline int
are_fours_binary(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms)
{
	four_masks other = {0};

	for (uint32_t k = 0; k < moments->n_binary_fours; k++) {
		uint32_t first = moments->binary_fours[k], i = 0;
		const double *at = terms + first;
		four_masks one = {0}, two = {0};

		for (; i + 1 < n; i += 2, at += 2 * (size_t)n_terms) {
			four_terms x = *(const four_terms *)at, y = *(const four_terms *)(at + n_terms);

			one |= (four_masks)(x * x - x);
			two |= (four_masks)(y * y - y);
		}
		if (i < n) {
			four_terms x = *(const four_terms *)at;

			one |= (four_masks)(x * x - x);
		}
		other |= (one | two) & *(const four_masks *)(moments->as_binary + first);
	}
	return !(other[0] | other[1] | other[2] | other[3]);
}
#else
static int are_fours_binary(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms)
{
	int is_other = 0;

	for (uint32_t k = 0; k < moments->n_binary_fours * FOUR; k++) {
		uint32_t t = moments->binary_fours[k / FOUR] + k % FOUR;

		for (uint32_t i = 0; i < n; i++) {
			double x = terms[i * (size_t)n_terms + t];

			is_other |= moments->as_binary[t] && x != 0 && x != 1;
		}
	}
	return !is_other;
}
#endif

#if defined __GNUC__ && defined __x86_64__
__attribute__((target("avx2"))) static int are_binary_widely(const struct moments *moments, const double *terms,
                                                             uint32_t n, uint32_t n_terms)
{
	return are_fours_binary(moments, terms, n, n_terms);
}
#else
static int are_binary_widely(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms)
{
	return are_fours_binary(moments, terms, n, n_terms);
}
#endif

/* What is seen of some records, by their bits: the first one's is the lowest. */
enum { AT_ONCE = 64 };
struct seen {
	uint64_t used, other, bring;
};

static void see_fours(const struct moments *moments, const double *terms, uint32_t n, uint32_t n_terms, uint8_t *signs)
{
	for (uint32_t k = 0; k < moments->n_watched; k++) {
		const struct watched *four = &moments->watched[k];
		const double *at = terms + four->first;

		for (uint32_t i = 0; i < n; i++, at += n_terms) {
			unsigned mask = 0;

			for (unsigned lane = 0; lane < FOUR; lane++)
				mask |= (unsigned)(at[lane] != four->expected[lane]) << lane;
			signs[i] |= four->by_mask[mask];
		}
	}
}

/* Of each record one word of its terms that are bits. */
static void see_bits(const uint64_t *bits, size_t n_words, uint64_t as_one, uint64_t as_bringing, uint32_t n,
                     struct seen *seen)
{
	for (uint32_t i = 0; i < n; i++, bits += n_words) {
		seen->other |= (uint64_t)((as_one & ~*bits) != 0) << i;
		seen->bring |= (uint64_t)((as_bringing & *bits) != 0) << i;
	}
}

static struct seen see(const struct aggregate *aggregate, uint32_t from, uint32_t n)
{
	const struct moments *moments = &aggregate->moments;
	const size_t n_words = aggregate->ones.n_words;
	uint8_t signs[AT_ONCE] = {0};
	struct seen seen = {0};

	see_fours(moments, aggregate->terms + (size_t)from * aggregate->n_terms, n, aggregate->n_terms, signs);
	for (uint32_t i = 0; i < n; i++) {
		seen.used |= (uint64_t)(aggregate->fates[from + i] == CHISO_USED) << i;
		seen.other |= (uint64_t)(signs[i] & IS_OTHER) << i;
		seen.bring |= (uint64_t)(signs[i] / BRINGS) << i;
	}
	for (size_t k = 0; k < n_words && aggregate->ones.are_bits; k++)
		see_bits(aggregate->ones.bits + from * n_words + k, n_words, moments->as_one[k],
		         moments->as_bringing[k], n, &seen);
	return seen;
}

#if defined __GNUC__ && defined __x86_64__
/* Which of 64 bytes have a value under a mask. */
__attribute__((target("avx2"))) static inline uint64_t which_bytes(const uint8_t *bytes, uint8_t mask, uint8_t value)
{
	enum { BYTES = 32 };
	const __m256i masks = _mm256_set1_epi8((char)mask), values = _mm256_set1_epi8((char)value);
	uint64_t are = 0;

	for (uint32_t i = 0; i < AT_ONCE; i += BYTES) {
		__m256i some = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		__m256i is = _mm256_cmpeq_epi8(_mm256_and_si256(some, masks), values);

		are |= (uint64_t)(uint32_t)_mm256_movemask_epi8(is) << i;
	}
	return are;
}

/* The same of 64 words. */
__attribute__((target("avx2"))) static inline uint64_t which_words(const uint64_t *words, uint64_t mask, uint64_t value)
{
	const __m256i masks = _mm256_set1_epi64x((int64_t)mask), values = _mm256_set1_epi64x((int64_t)value);
	uint64_t are = 0;

#pragma GCC unroll 4
	for (uint32_t i = 0; i < AT_ONCE; i += FOUR) {
		__m256i some = _mm256_loadu_si256((const __m256i *)(const void *)(words + i));
		__m256i is = _mm256_cmpeq_epi64(_mm256_and_si256(some, masks), values);

		are |= (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(is)) << i;
	}
	return are;
}

__attribute__((target("avx2"))) static inline void see_fours_widely(const struct moments *moments, const double *terms,
                                                                    uint32_t n_terms, struct seen *seen)
{
	uint8_t signs[AT_ONCE] = {0};

	for (uint32_t k = 0; k < moments->n_watched; k++) {
		struct watched four = moments->watched[k];
		const double *at = terms + four.first;
		__m256d expected = _mm256_loadu_pd(four.expected);

#pragma GCC unroll 4
		for (uint32_t i = 0; i < AT_ONCE; i++, at += n_terms)
			signs[i] |= four.by_mask[_mm256_movemask_pd(
				_mm256_cmp_pd(_mm256_loadu_pd(at), expected, _CMP_NEQ_UQ))];
	}
	seen->other = which_bytes(signs, IS_OTHER, IS_OTHER);
	seen->bring = which_bytes(signs, BRINGS, BRINGS);
}

/* The same of 64 records. */
__attribute__((target("avx2"))) static struct seen see_widely(const struct aggregate *aggregate, uint32_t from)
{
	const struct moments *moments = &aggregate->moments;
	const size_t n_words = aggregate->ones.are_bits ? aggregate->ones.n_words : 0;
	struct seen seen = {.used = which_bytes(aggregate->fates + from, UINT8_MAX, CHISO_USED)};

	if (moments->n_watched)
		see_fours_widely(moments, aggregate->terms + (size_t)from * aggregate->n_terms, aggregate->n_terms,
		                 &seen);
	for (size_t k = 0; k < n_words; k++) {
		const uint64_t *bits = aggregate->ones.bits + from * n_words + k;
		uint64_t as_one = moments->as_one[k], as_bringing = moments->as_bringing[k];

		if (n_words > 1 && (as_one | as_bringing))
			see_bits(bits, n_words, as_one, as_bringing, AT_ONCE, &seen);
		if (n_words == 1 && as_one)
			seen.other |= ~which_words(bits, as_one, as_one);
		if (n_words == 1 && as_bringing)
			seen.bring |= ~which_words(bits, as_bringing, 0);
	}
	return seen;
}
#else
static struct seen see_widely(const struct aggregate *aggregate, uint32_t from)
{
	return see(aggregate, from, AT_ONCE);
}
#endif

/* Lists the records that bring something, which mostly are few. */
static void list_bringing(struct moments *moments, uint32_t from, uint64_t bring)
{
	for (; bring; bring &= bring - 1)
		moments->room[moments->n_bringing++] = from + (uint32_t)__builtin_ctzll(bring);
}

/* Finds which records bring something.  Whether the terms that were 1 in all records still are. */
static int find_bringing(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	int all_bring = do_all_bring(moments), is_wide = cpu_is_wide();
	uint64_t other = 0;

	moments->bringing = all_bring ? aggregate->adds.list : moments->room;
	moments->n_bringing = all_bring ? (uint32_t)aggregate->adds.n : 0;
	for (uint32_t from = 0; from < n; from += AT_ONCE) {
		struct seen seen = is_wide && n - from >= AT_ONCE
		                           ? see_widely(aggregate, from)
		                           : see(aggregate, from, n - from < AT_ONCE ? n - from : AT_ONCE);

		other |= seen.other & seen.used;
		if (!all_bring)
			list_bringing(moments, from, seen.bring & seen.used);
	}
	return !other;
}

/* Whether all records of the batch have weights. */
static int have_weights(const struct aggregate *aggregate, uint32_t n)
{
	const double *weights = aggregate->adds.factors;

	return !weights || weights_are_positive(weights, n);
}

int moments_watch(struct aggregate *aggregate, uint32_t n)
{
	struct moments *moments = &aggregate->moments;
	const double *terms = aggregate->terms;
	uint32_t n_terms = aggregate->n_terms;

	if (moments->n_listed != aggregate->twins.n || moments->watches_bits != aggregate->ones.are_bits)
		list_watched(aggregate);
	return find_bringing(aggregate, n) && (!moments->counts_records || have_weights(aggregate, n)) &&
	       (cpu_is_wide() ? are_binary_widely(moments, terms, n, n_terms)
	                      : are_fours_binary(moments, terms, n, n_terms));
}
