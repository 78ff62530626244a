/* SPDX-License-Identifier: MIT */
#include "sum/sum.h"
#include "base/grow.h"
#include "base/mapped.h"
#include "sum/sum_lines.h"
#include "sum/wide.h"

#include <chiso/plugin.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Exactness rests on each operation being rounded once, to double, in the order written. */
#if DBL_MANT_DIG != 53 || FLT_EVAL_METHOD != 0
#error "sums need plain IEEE 754 doubles: on 32-bit x86 use -msse2 -mfpmath=sse"
#endif
#if defined __FAST_MATH__ || defined __ASSOCIATIVE_MATH__ || \
	(defined __FINITE_MATH_ONLY__ && __FINITE_MATH_ONLY__)
#error "sums need IEEE 754 arithmetic as written: no -ffast-math or parts of it"
#endif

/* How many lines its terms make. */
static size_t lines_of(const struct sums *sums)
{
	return (sums->n_terms + (sums->has_heads != 0) + SUMS_LINE - 1) / SUMS_LINE;
}

static void init(struct sums *sums, size_t n_terms, int has_heads)
{
	*sums = (struct sums){.n_terms = n_terms, .is_wide = sums_are_wide(), .has_heads = has_heads};
	sums->n_lines = lines_of(sums);
	for (size_t line = 0; line < sizeof sums->place; line++)
		sums->place[line] = (uint8_t)line;
}

void sums_init(struct sums *sums, size_t n_terms)
{
	init(sums, n_terms, 0);
}

void sums_init_with_heads(struct sums *sums, size_t n_terms)
{
	init(sums, n_terms, 1);
}

/* Which lines there is room for. */
static void hold(struct sums *sums, uint64_t held)
{
	size_t all = lines_of(sums);
	uint8_t n = 1;

	for (size_t line = 1; line < all; line++) {
		sums->place[line] = n;
		n += held >> line & 1;
	}
	sums->leaves_out = n < all;
	sums->held = held;
	sums->n_lines = n;
}

void sums_leave_out(struct sums *sums, const uint64_t *needed)
{
	if (sums->has_heads && lines_of(sums) <= SUMS_MOST_LINES)
		hold(sums, sums_lines(sums, needed));
}

enum { CACHE_LINE = 64 };

/* What the memory takes that its table is in. */
static size_t table_bytes(const struct sums *sums)
{
	return sums->memory ? sums->cap * sums_stride(sums) * sizeof *sums->table + CACHE_LINE : 0;
}

void sums_clear(struct sums *sums)
{
	mapped_free(sums->memory, table_bytes(sums));
	free(sums->wide);
	free(sums->as);
	arena_clear(&sums->wides);
	sums->n_slots = sums->cap = 0;
	sums->as = NULL;
	sums->table = NULL;
	sums->memory = NULL;
	sums->wide = NULL;
}

/* Grows *items from `from` to `to` things, new ones zeroed. */
static int resize(void **items, size_t from, size_t to, size_t size)
{
	if (to > SIZE_MAX / 2 / size)
		return CHISO_ENOMEM;
	char *p = realloc(*items, to * size);
	if (!p)
		return CHISO_ENOMEM;
	memset(p + from * size, 0, (to - from) * size);
	*items = p;
	return CHISO_OK;
}

/* Makes room in the table, which begins with a line of the cache. */
static int resize_table(struct sums *sums, size_t cap)
{
	size_t row = sums_stride(sums) * sizeof *sums->table;
	size_t before = sums->table ? (size_t)((char *)sums->table - (char *)sums->memory) : 0;

	if (cap > (SIZE_MAX / 2 - CACHE_LINE) / row)
		return CHISO_ENOMEM;
	char *memory = mapped_resize(sums->memory, table_bytes(sums), cap * row + CACHE_LINE);
	if (!memory)
		return CHISO_ENOMEM;
	char *table = memory + (CACHE_LINE - (uintptr_t)memory % CACHE_LINE) % CACHE_LINE;
	if (sums->n_slots && table != memory + before)
		memmove(table, memory + before, sums->n_slots * row);
	sums->memory = memory;
	sums->table = (double *)(void *)table;
	return CHISO_OK;
}

int sums_give_room(struct sums *sums, size_t term)
{
	size_t line = (term + (sums->has_heads != 0)) / SUMS_LINE;
	struct sums more = *sums;

	if (!line || !sums->leaves_out || sums->held >> line & 1)
		return CHISO_OK;
	more.table = NULL;
	more.memory = NULL;
	more.n_slots = 0;
	hold(&more, sums->held | (uint64_t)1 << line);
	if (sums->cap && resize_table(&more, sums->cap))
		return CHISO_ENOMEM;
	if (sums->n_slots)
		memset(more.table, 0, sums->n_slots * sums_stride(&more) * sizeof *more.table);
	for (size_t slot = 0; slot < sums->n_slots; slot++)
		for (line = 0; line < lines_of(sums); line++) {
			const double *from = sums_line(sums, slot, line);

			if (from)
				memcpy(sums_line(&more, slot, line), from, sizeof(struct sum_line));
		}
	more.n_slots = sums->n_slots;
	mapped_free(sums->memory, table_bytes(sums));
	*sums = more;
	return CHISO_OK;
}

int sums_reserve(struct sums *sums, size_t n_slots)
{
	enum { LARGE = 1 << 20 };
	size_t stride = sums_stride(sums), cap = sums->cap;

	if (n_slots > cap && stride) {
		int is_large = cap * stride * sizeof *sums->table > LARGE;

		cap = is_large ? cap + cap / 2 : cap ? cap * 2 : 8;
		if (cap < n_slots)
			cap = n_slots;
		if (cap > SIZE_MAX / 4 / stride ||
		    (sums->wide && resize((void **)&sums->wide, sums->cap * sums->n_terms,
		                          cap * sums->n_terms, sizeof *sums->wide)) ||
		    resize_table(sums, cap))
			return CHISO_ENOMEM;
		sums->cap = cap;
	}
	/* Room that nobody uses yet is not touched: then it takes no memory. */
	if (n_slots > sums->n_slots) {
		if (stride)
			memset(sums->table + sums->n_slots * stride, 0,
			       (n_slots - sums->n_slots) * stride * sizeof *sums->table);
		sums->n_slots = n_slots;
	}
	return CHISO_OK;
}

const struct wide *sums_wide(const struct sums *sums, size_t slot, size_t term)
{
	return sums->wide ? sums->wide[slot * sums->n_terms + sums_own(sums, term)] : NULL;
}

struct wide *sums_widen(struct sums *sums, size_t slot, size_t term)
{
	if (!sums->wide &&
	    resize((void **)&sums->wide, 0, sums->cap * sums->n_terms, sizeof *sums->wide))
		return NULL;
	struct wide **at = &sums->wide[slot * sums->n_terms + term];
	if (!*at)
		*at = arena_new(&sums->wides, 1, sizeof **at);
	return *at;
}

int sums_add_one(struct sums *sums, size_t slot, size_t term, double x)
{
	double *hi = sums_at(sums, slot, term);

	if (!hi || sums_own(sums, term) != term)
		return CHISO_OK;
	double *lo = hi + sums_lanes(sums), move = 0;
	double e, f, t = sums_two_sum(*hi, x, &e), m = sums_two_sum(*lo, e, &f);

	if (f != 0) {
		t = sums_two_sum(t, m, &m);
		m = sums_two_sum(m, f, &f);
	}
	if (!isfinite(t) || !isfinite(m) || !isfinite(f)) { /* overflow: hi and lo stay */
		move = x;
		t = *hi;
		m = *lo;
	} else if (f != 0) { /* three doubles are needed */
		move = t;
		t = m;
		m = f;
	}
	if (move != 0) {
		struct wide *wide = sums_widen(sums, slot, term);

		if (!wide)
			return CHISO_ENOMEM;
		wide_add_double(wide, move);
	}
	*hi = t;
	*lo = m;
	return CHISO_OK;
}

/* Adds the wide parts of the sums of another slot. */
static int merge_wide(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot)
{
	for (size_t term = 0; other->wide && term < sums->n_terms; term++) {
		const struct wide *from = sums_wide(other, other_slot, term);
		int is_kept = from && sums_at(other, other_slot, term) && sums_at(sums, slot, term) &&
			      sums_own(sums, term) == term;
		struct wide *to = is_kept ? sums_widen(sums, slot, term) : NULL;

		if (is_kept && !to)
			return CHISO_ENOMEM;
		if (is_kept)
			wide_add(to, from);
	}
	return CHISO_OK;
}

/* Whether n sums are of nothing so far, beside their wide parts: what is added to them is what they are. */
static int is_nothing(const double *hi, size_t n, size_t lanes)
{
	double any = 0;

	for (size_t i = 0; i < n; i++)
		any += fabs(hi[i]) + fabs(hi[lanes + i]);
	return any == 0;
}

/* Adds a line of another slot.  That is copied, so that a slot can be added to itself. */
static int merge_line(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot, size_t line)
{
	const double *from = sums_line(other, other_slot, line);
	double *into = sums_line(sums, slot, line);
	size_t lanes = sums_lanes(sums);
	int is_head = !line && sums->has_heads;
	struct sum_line own;

	if (!from || !into)
		return CHISO_OK;
	if (!is_head && is_nothing(into, lanes, lanes)) {
		memcpy(into, from, 2 * lanes * sizeof *from);
		return CHISO_OK;
	}
	memcpy(own.hi, from, lanes * sizeof *from);
	memcpy(own.lo, from + lanes, lanes * sizeof *from);
	if (is_head)
		own.hi[0] = own.lo[0] = 0;
	int status = sums_add_line(sums, slot, line, own.hi);
	return status ? status : sums_add_line(sums, slot, line, own.lo);
}

/* Whether lines can be added four sums at a time, as they stand. */
static int are_wide(const struct sums *sums, const struct sums *other)
{
	return sums->is_wide && sums_lanes(sums) == SUMS_LINE && sums->n_lines == other->n_lines &&
	       sums->n_lines <= SUMS_MOST_LINES && sums->held == other->held;
}

int sums_merge(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot)
{
	size_t n_lines = lines_of(sums);
	uint64_t left = UINT64_MAX;

	if (sums->has_heads != other->has_heads) {
		int status = CHISO_OK;

		for (size_t term = 0; term < sums->n_terms && !status; term++)
			status = sums_merge_one(sums, slot, term, other, other_slot, term);
		return status;
	}
	/* Wide parts first, since they are added to, too, where two doubles can't hold a sum. */
	int status = merge_wide(sums, slot, other, other_slot);
	if (are_wide(sums, other))
		left = sums_merge_widely(sums_row(sums, slot), sums_row(other, other_slot), sums->n_lines,
		                         sums->has_heads);
	for (size_t line = 0; line < n_lines && left && !status; line++)
		if (n_lines > SUMS_MOST_LINES || left >> sums->place[line] & 1)
			status = merge_line(sums, slot, other, other_slot, line);
	return status;
}

int sums_merge_one(struct sums *sums, size_t slot, size_t term, const struct sums *other,
                   size_t other_slot, size_t other_term)
{
	const double *own = sums_at(other, other_slot, other_term);
	double *into = sums_at(sums, slot, term);

	if (!own || !into || sums_own(sums, term) != term)
		return CHISO_OK;
	double hi = *own, lo = own[sums_lanes(other)];
	const struct wide *from = sums_wide(other, other_slot, other_term);
	struct wide *to = from ? sums_widen(sums, slot, term) : NULL;

	if (from && !to)
		return CHISO_ENOMEM;
	if (from)
		wide_add(to, from);
	if (is_nothing(into, 1, sums_lanes(sums))) {
		into[0] = hi;
		into[sums_lanes(sums)] = lo;
		return CHISO_OK;
	}
	int status = sums_add_one(sums, slot, term, hi);
	return status ? status : sums_add_one(sums, slot, term, lo);
}

int sums_repeat(struct sums *sums, size_t term, size_t as)
{
	size_t behind = sums_lanes(sums);

	for (size_t slot = 0; slot < sums->n_slots; slot++) {
		double *to_hi = sums_at(sums, slot, term);
		const double *own = sums_at(sums, slot, as);
		const struct wide *from = sums_wide(sums, slot, as);
		struct wide *to = from ? sums_widen(sums, slot, term) : NULL;

		if (from && !to)
			return CHISO_ENOMEM;
		if (from)
			*to = *from;
		if (!to_hi || !own)
			continue;
		to_hi[0] = own[0];
		to_hi[behind] = own[behind];
	}
	return CHISO_OK;
}

int sums_share(struct sums *sums, size_t term, size_t as)
{
	if (!sums->as) {
		sums->as = malloc(sums->n_terms * sizeof *sums->as);
		for (size_t i = 0; i < sums->n_terms && sums->as; i++)
			sums->as[i] = (uint32_t)i;
	}
	if (!sums->as)
		return CHISO_ENOMEM;
	sums->as[term] = (uint32_t)as;
	return CHISO_OK;
}

int sums_part(struct sums *sums, size_t term)
{
	size_t as = sums_own(sums, term);

	if (as == term)
		return CHISO_OK;
	if (sums_give_room(sums, term))
		return CHISO_ENOMEM;
	sums->as[term] = (uint32_t)term;
	return sums_repeat(sums, term, as);
}

/* The product of two doubles is the rounded product and its error, a double too (Dekker): n is
 * whole, so the error is a multiple of the last place of x and nothing is lost near zero. */
int sums_add_times(struct sums *sums, size_t slot, size_t term, double x, double n)
{
	double product = x * n;

	if (!isfinite(product))
		return CHISO_EDATA;
	int status = sums_add_one(sums, slot, term, product);
	return status ? status : sums_add_one(sums, slot, term, fma(x, n, -product));
}

double sums_wide_value(const struct sums *sums, size_t slot, size_t term)
{
	const double *at = sums_at(sums, slot, term);
	const struct wide *wide = sums_wide(sums, slot, term);
	double hi = *at, lo = at[sums_lanes(sums)];

	if (!wide)
		return hi + lo;
	struct wide all = *wide;
	wide_add_double(&all, hi);
	wide_add_double(&all, lo);
	return wide_value(&all);
}

int sums_works(void)
{
	/* volatile, for a compiler would compute these with its own rounding */
	volatile double one = 1, half = 0x1p-53, more = 0x1.8p-53, tiny = DBL_MIN;

	return one + half == 1 && one + more > 1 && one - half < 1 && tiny / 2 > 0;
}
