/* SPDX-License-Identifier: MIT */
#include "reader/word_pairs.h"

#include "base/cpu.h"
#include "base/grow.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

enum {
	SIDE_BY_SIDE = 2,
	TOGETHER = 32,
	LEAST_SIZE = 16,
	LEAST_WIDTH = 2,
	NEAR = 1 << 8,   /* lines that need not be asked for */
	SMALL = 1 << 13, /* lines that may be more than needed */
	SPARE = 1 << 18, /* so many places may be of no pair, */
	EACH = 8         /* and so many for each that is there */
};

/* ---- words ----------------------------------------------------------------------------------- */

/* Where a word is looked for first.  What differs in the last bytes of a text does so in the highest bits. */
static inline size_t place_of(uint64_t word, unsigned shift)
{
	return (size_t)(word * 0x9e3779b97f4a7c15 >> shift);
}

/* Where a word stands from a line on, or the empty place where it belongs. */
static struct word_line *find_place(const struct word_numbers *all, uint64_t word, size_t from, size_t *at)
{
	for (;; from++) {
		struct word_line *line = &all->lines[from & (all->size - 1)];

		for (*at = 0; *at < SIDE_BY_SIDE; ++*at)
			if (line->words[*at] == word || !line->words[*at])
				return line;
	}
}

/* The number of a word; 0: it is not known. */
static uint32_t find_number(const struct word_numbers *all, uint64_t word)
{
	size_t at;
	const struct word_line *line = find_place(all, word, place_of(word, all->shift), &at);

	return line->numbers[at];
}

/* The number of a word that is looked for in a line first.  In which place of it the word is nobody can foresee: both are
 * looked at without a branch. */
static inline uint32_t find_in(const struct word_numbers *all, const struct word_line *line, uint64_t word)
{
	size_t at = line->words[1] == word;

	return line->words[at] == word ? line->numbers[at] : find_number(all, word);
}

/* Some together, so that what one needs comes from memory while others are looked at. */
static void find_some(const struct word_numbers *all, const uint64_t *words, size_t n, uint32_t *numbers)
{
	const struct word_line *lines = all->lines, *places[TOGETHER];
	unsigned shift = all->shift;

#pragma GCC unroll 4
	for (size_t i = 0; i < n; i++) {
		places[i] = &lines[place_of(words[i], shift)];
		cpu_ask_for(places[i]);
	}
	for (size_t i = 0; i < n; i++)
		numbers[i] = find_in(all, places[i], words[i]);
}

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

/* So many as are looked at together, where few are known: each is compared with all of these. */
__attribute__((target("avx2"))) static void
find_few(const struct word_numbers *all, const uint64_t *words, uint32_t *numbers)
{
	enum { AT_ONCE = 4, FOURS = TOGETHER / AT_ONCE };
	const __m256i low = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6), *from = (const __m256i *)(const void *)words;
	__m256i found[FOURS] = {0};

	for (size_t k = 0; k < all->n; k++) {
		__m256i word = _mm256_set1_epi64x((long long)all->few[k]);
		__m256i number = _mm256_set1_epi64x((long long)k + 1);

#pragma GCC unroll 8
		for (size_t i = 0; i < FOURS; i++) {
			__m256i is = _mm256_cmpeq_epi64(_mm256_loadu_si256(from + i), word);

			found[i] = _mm256_or_si256(found[i], _mm256_and_si256(is, number));
		}
	}
#pragma GCC unroll 8
	for (size_t i = 0; i < FOURS; i++)
		_mm_storeu_si128((__m128i *)(void *)(numbers + i * AT_ONCE),
		                 _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(found[i], low)));
}

static int can_compare(const struct word_numbers *all, size_t n)
{
	return all->n <= FEW_WORDS && n == TOGETHER && cpu_is_wide();
}
#else
static int can_compare(const struct word_numbers *all, size_t n)
{
	(void)all;
	(void)n;
	return 0;
}

static void find_few(const struct word_numbers *all, const uint64_t *words, uint32_t *numbers)
{
	find_some(all, words, TOGETHER, numbers);
}
#endif

void word_numbers_find(const struct word_numbers *all, const uint64_t *words, size_t n, uint32_t *numbers)
{
	const struct word_line *lines = all->lines;
	unsigned shift = all->shift;

	if (can_compare(all, n)) {
		find_few(all, words, numbers);
		return;
	}
	for (size_t i = 0; i < n && all->size <= NEAR; i++)
		numbers[i] = find_in(all, &lines[place_of(words[i], shift)], words[i]);
	for (size_t from = 0; from < n && all->size > NEAR; from += TOGETHER)
		find_some(all, words + from, n - from < TOGETHER ? n - from : TOGETHER, numbers + from);
}

static void put(struct word_numbers *all, uint64_t word, uint32_t number)
{
	size_t at;
	struct word_line *line = find_place(all, word, place_of(word, all->shift), &at);

	line->words[at] = word;
	line->numbers[at] = number;
}

/* Makes lines, empty at first. */
static int make_lines(struct word_numbers *all, size_t size)
{
	enum { ALIGNED = sizeof *all->lines };
	char *memory = calloc(size + 1, sizeof *all->lines);

	if (!memory)
		return CHISO_ENOMEM;
	all->memory = memory;
	all->lines = (void *)(memory + (ALIGNED - (uintptr_t)memory % ALIGNED) % ALIGNED);
	all->size = size;
	for (all->shift = 64; size > 1; size /= 2)
		all->shift--;
	return CHISO_OK;
}

/* Room for one more: half of the places stay empty at least, and three quarters while there are few, so that nearly
 * all words are in the line where they are looked for first. */
static int make_room(struct word_numbers *all)
{
	struct word_numbers more = *all;

	if (all->n < (all->size > SMALL ? all->size : all->size / 2))
		return CHISO_OK;
	if (make_lines(&more, all->size ? 2 * all->size : LEAST_SIZE))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < all->size; i++)
		for (size_t k = 0; k < SIDE_BY_SIDE && all->lines[i].words[k]; k++)
			put(&more, all->lines[i].words[k], all->lines[i].numbers[k]);
	free(all->memory);
	*all = more;
	return CHISO_OK;
}

/* Gives a word a number, if it has none; 0: no memory. */
static uint32_t number_word(struct word_numbers *all, uint64_t word)
{
	uint32_t known = all->n ? find_number(all, word) : 0;

	if (known)
		return known;
	if (make_room(all))
		return 0;
	if (all->n < FEW_WORDS)
		all->few[all->n] = word;
	put(all, word, (uint32_t)++all->n);
	return (uint32_t)all->n;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

/* Makes rows wider. */
static int widen_rows(struct word_pairs *pairs, size_t n_rows, size_t width)
{
	uint32_t *table = calloc(n_rows * width, sizeof *table);

	if (!table)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n_rows && pairs->width; i++)
		if ((i + 1) * pairs->width <= pairs->cap)
			memcpy(table + i * width, pairs->table + i * pairs->width,
			       pairs->width * sizeof *table);
	free(pairs->table);
	pairs->table = table;
	pairs->cap = n_rows * width;
	pairs->width = width;
	return CHISO_OK;
}

/* A place for each pair of the words that are known.  1: too many for those of which something is noted. */
static int make_places(struct word_pairs *pairs)
{
	size_t n_rows = pairs->first.n + 1, width = pairs->width ? pairs->width : LEAST_WIDTH;

	while (width <= pairs->second.n)
		width *= 2;
	if (n_rows * width > SPARE + EACH * pairs->n || n_rows * width > UINT32_MAX)
		return 1;
	return width == pairs->width ? WIDEN(&pairs->table, &pairs->cap, n_rows * width)
	                             : widen_rows(pairs, n_rows, width);
}

int word_pairs_note(struct word_pairs *pairs, uint64_t first, uint64_t second, uint32_t what)
{
	size_t row = number_word(&pairs->first, first), column = number_word(&pairs->second, second);
	int status = row && column ? make_places(pairs) : CHISO_ENOMEM;

	if (status)
		return status;
	pairs->table[row * pairs->width + column] = what;
	pairs->n++;
	return CHISO_OK;
}

int word_pairs_each(const struct word_pairs *pairs,
                    int (*take)(void *user, uint64_t first, uint64_t second, uint32_t what), void *user)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < pairs->first.size * SIDE_BY_SIDE; i++) {
		const struct word_line *a = &pairs->first.lines[i / SIDE_BY_SIDE];
		size_t row = a->numbers[i % SIDE_BY_SIDE] * pairs->width;

		for (size_t k = 0; k < pairs->second.size * SIDE_BY_SIDE && row && !status; k++) {
			const struct word_line *b = &pairs->second.lines[k / SIDE_BY_SIDE];
			size_t at = row + b->numbers[k % SIDE_BY_SIDE];
			uint32_t what = at < pairs->cap ? pairs->table[at] : 0;

			if (what)
				status = take(user, a->words[i % SIDE_BY_SIDE], b->words[k % SIDE_BY_SIDE],
				              what);
		}
	}
	return status;
}

void word_pairs_clear(struct word_pairs *pairs)
{
	free(pairs->first.memory);
	free(pairs->second.memory);
	free(pairs->table);
	*pairs = (struct word_pairs){.n = 0};
}
