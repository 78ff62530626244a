/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/chunks.h"
#include "base/context.h"
#include "base/mapped.h"
#include "base/thread.h"
#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(memory, takes_up_to_the_limit)
{
	struct memory memory = {.limit = 100};

	cr_assert_eq(memory_take(&memory, 0, 60), CHISO_OK);
	cr_assert_eq(memory_take(&memory, 60, 100), CHISO_OK);
	cr_assert(!memory.is_spent);
	cr_assert_eq(memory_take(&memory, 0, 1), CHISO_ENOMEM);
	cr_assert(memory.is_spent);
	/* What was refused is not held. */
	cr_assert_eq(memory.held, 100);
	cr_assert_eq(memory_take(&memory, 100, 0), CHISO_OK);
	cr_assert_eq(memory.held, 0);
}

Test(memory, notes_what_is_held_already)
{
	struct memory memory = {.limit = 100};

	cr_assert_eq(memory_note(&memory, 0, 130), CHISO_ENOMEM);
	cr_assert_eq(memory.held, 130);
	memory.is_spent = 0;
	/* To give something back is never refused, even where too much is left. */
	cr_assert_eq(memory_note(&memory, 130, 120), CHISO_OK);
	cr_assert_eq(memory_take(&memory, 10, 5), CHISO_OK);
	cr_assert(!memory.is_spent);
	cr_assert_eq(memory.held, 115);
	cr_assert(!memory_has(&memory, 0));
	cr_assert_eq(memory_note(&memory, 115, 40), CHISO_OK);
	cr_assert(memory_has(&memory, 60));
	cr_assert(!memory_has(&memory, 61));
}

Test(memory, without_a_limit_nothing_is_counted)
{
	struct memory memory = {.limit = 0};

	cr_assert_eq(memory_take(&memory, 0, SIZE_MAX), CHISO_OK);
	cr_assert_eq(memory_note(&memory, 0, SIZE_MAX), CHISO_OK);
	cr_assert_eq(memory.held, 0);
	cr_assert(memory_has(&memory, UINT64_MAX));
	cr_assert_eq(memory_take(NULL, 0, 1), CHISO_OK);
	cr_assert(memory_has(NULL, 1));
}

Test(memory, the_limit_is_an_option_of_the_context)
{
	struct chiso_options options = {.size = sizeof options, .memory = 12345};
	struct chiso_context *context = chiso_context_new(&options);

	cr_assert_eq(context->memory->limit, 12345);
	chiso_context_free(context);
	/* A caller that was built before there was one has none. */
	options.size = offsetof(struct chiso_options, memory);
	context = chiso_context_new(&options);
	cr_assert_eq(context->memory->limit, 0);
	chiso_context_free(context);
	context = chiso_context_new(NULL);
	cr_assert_eq(context->memory->limit, 0);
	chiso_context_free(context);
}

Test(memory, no_memory_is_said_once)
{
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};

	context->memory->is_said = 1;
	report_no_memory(context);
	cr_assert_eq(chiso_finding_count(context, CHISO_ERROR), 0);
	context->memory->is_said = 0;
	report_no_memory(context);
	cr_assert_eq(chiso_finding_at(context, 0, &finding), CHISO_OK);
	cr_assert_str_eq(finding.code, "out-of-memory");
	chiso_context_free(context);
}

Test(memory, an_arena_knows_how_large_it_is)
{
	struct arena arena = {0};

	cr_assert_not_null(arena_new(&arena, 1, 100));
	size_t first = arena.bytes;
	cr_assert_geq(first, 100);
	cr_assert_not_null(arena_new(&arena, 1, 100));
	cr_assert_eq(arena.bytes, first);
	cr_assert_not_null(arena_new(&arena, 1, 10000000));
	cr_assert_geq(arena.bytes, first + 10000000);
	arena_empty(&arena);
	cr_assert_geq(arena.bytes, 10000000);
	cr_assert_lt(arena.bytes, first + 10000000 + (2 << 20));
	arena_clear(&arena);
	cr_assert_eq(arena.bytes, 0);
}

/* Pieces of all sizes, of which each keeps what was written to it, in any order. */
static void use_chunks(struct chunks *chunks)
{
	enum { PIECES = 300, TURNS = 40000 };
	static unsigned char *pieces[PIECES];
	static size_t sizes[PIECES];
	uint64_t random = 1;

	memset(pieces, 0, sizeof pieces);
	memset(sizes, 0, sizeof sizes);
	for (size_t turn = 0; turn < TURNS + PIECES; turn++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		size_t i = turn < TURNS ? (random >> 33) % PIECES : turn - TURNS;
		size_t size = turn >= TURNS || random >> 61 == 0 ? 0 : (random >> 20) % (random >> 63 ? 200 : 5000);
		size_t kept = sizes[i] < size ? sizes[i] : size;
		unsigned char *piece = chunks_resize(chunks, pieces[i], sizes[i], size);

		cr_assert_eq(piece == NULL, size == 0, "turn %zu", turn);
		for (size_t k = 0; k < kept; k++)
			cr_assert_eq(piece[k], (unsigned char)(i + k), "turn %zu, byte %zu", turn, k);
		for (size_t k = kept; k < size; k++)
			piece[k] = (unsigned char)(i + k);
		pieces[i] = piece;
		sizes[i] = size;
	}
}

Test(memory, chunks_are_handed_on)
{
	struct chunks *chunks = chunks_new();

	cr_assert_not_null(chunks);
	use_chunks(NULL);
	use_chunks(chunks);
	cr_assert_eq(chunks->n, 0, "all have come back");
	size_t left = chunks->arena.bytes;
	cr_assert_leq(left, 2 << 20, "and all but a block has gone back");
	void *one = chunks_resize(chunks, NULL, 0, 100);
	cr_assert_eq(chunks_resize(chunks, one, 100, 128), one, "there is room in its lines");
	void *other = chunks_resize(chunks, NULL, 0, 100);
	chunks_resize(chunks, one, 128, 0);
	cr_assert_eq(chunks_resize(chunks, NULL, 0, 65), one);
	chunks_resize(chunks, one, 65, 0);
	chunks_resize(chunks, other, 100, 0);
	chunks_free(chunks);
}

enum { LARGEST = 3000000 };

/* Tables that grow from a few bytes to some megabytes keep what is in them, and get zeros. */
static void grow_tables(void)
{
	uint32_t *table = NULL, *other = NULL;
	size_t cap = 0, n = 0, n_other = 0, wrong = 0;

	for (size_t want = 1; want < LARGEST; want += want / 2 + 1) {
		cr_assert_eq(MAPPED_WIDEN(&table, &cap, want), CHISO_OK);
		cr_assert(cap >= want);
		/* Another one, which is in the way. */
		uint32_t *more = mapped_resize(other, n_other * sizeof *other, want * sizeof *other);
		cr_assert_not_null(more);
		other = more;
		for (; n_other < want; n_other++)
			other[n_other] = (uint32_t)~n_other;
		for (size_t i = n; i < cap; i++)
			wrong += table[i] != 0;
		for (; n < want; n++)
			table[n] = (uint32_t)n;
		for (size_t i = 0; i < n; i++)
			wrong += table[i] != i || other[i] != (uint32_t)~i;
	}
	cr_assert_eq(wrong, 0);
	for (size_t size = LARGEST; size; size /= 3) {
		uint32_t *less = mapped_resize(other, n_other * sizeof *other, size * sizeof *other);

		cr_assert_not_null(less);
		other = less;
		n_other = size;
		for (size_t i = 0; i < size && i < n; i++)
			wrong += other[i] != (uint32_t)~i;
	}
	cr_assert_eq(wrong, 0);
	cr_assert_null(mapped_resize(table, cap * sizeof *table, SIZE_MAX / 2));
	cr_assert_eq(table[n - 1], n - 1);
	mapped_free(table, cap * sizeof *table);
	mapped_free(other, n_other * sizeof *other);
	mapped_free(NULL, LARGEST);
}

Test(memory, large_tables_grow)
{
	grow_tables();
}

/* Frees tables of several sizes, so that there are pages in which something is written. */
static void leave_pages(void)
{
	static const size_t sizes[] = {(3 << 20) + 5, 1 << 20, (1 << 20) + 70000, 5 << 20, 2 << 20};
	enum { N = sizeof sizes / sizeof *sizes };
	char *tables[N];

	for (size_t i = 0; i < N; i++) {
		tables[i] = mapped_resize(NULL, 0, sizes[i]);
		cr_assert_not_null(tables[i]);
		memset(tables[i], 0xa5, sizes[i]);
	}
	for (size_t i = 0; i < N; i++)
		mapped_free(tables[i], sizes[i]);
}

/* A table that is made of pages of several others. */
static void use_pages(size_t size)
{
	size_t cap = 0, wrong = 0;
	char *table = NULL;

	cr_assert_eq(MAPPED_WIDEN(&table, &cap, size), CHISO_OK);
	for (size_t i = 0; i < cap; i++)
		wrong += table[i] != 0;
	for (size_t i = 0; i < cap; i++)
		table[i] = (char)(i % 251);
	/* It moves, and what it grows by is zero. */
	size_t before = cap;
	cr_assert_eq(MAPPED_WIDEN(&table, &cap, 3 * size), CHISO_OK);
	for (size_t i = 0; i < cap; i++)
		wrong += table[i] != (i < before ? (char)(i % 251) : 0);
	char *less = mapped_resize(table, cap, size / 2);
	cr_assert_not_null(less);
	for (size_t i = 0; i < size / 2; i++)
		wrong += less[i] != (char)(i % 251);
	cr_expect_eq(wrong, 0, "of %zu bytes", size);
	mapped_free(less, size / 2);
}

static void *keep_pages(void *user)
{
	(void)user;
	for (int i = 0; i < 3; i++) {
		mapped_keep();
		leave_pages();
		use_pages((4 << 20) + 17);
		leave_pages();
		grow_tables();
		use_pages(1100000);
		mapped_let_go();
	}
	return NULL;
}

/* What is written in pages of tables that are gone is not seen in others. */
Test(memory, pages_are_kept)
{
	enum { THREADS = 3 };
	pthread_t threads[THREADS];

	keep_pages(NULL);
	for (int i = 0; i < THREADS; i++)
		cr_assert_eq(thread_start(&threads[i], keep_pages, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}
