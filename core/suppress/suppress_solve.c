/* SPDX-License-Identifier: MIT */
/* Sparse elimination.  Pivots are taken where they cost least: an unknown of one equation only
 * needs no elimination, then the shortest equation and in it the unknown that fewest others have.
 * Tables that hang together by few sums hardly fill up that way. */
#include "suppress/suppress_solve.h"

#include "base/grow.h"

#include <chiso/plugin.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers modulo 2^61 - 1 ---- */

static const uint64_t prime = ((uint64_t)1 << 61) - 1;

static uint64_t reduced(uint64_t x)
{
	x = (x & prime) + (x >> 61);
	return x >= prime ? x - prime : x;
}

static uint64_t times(uint64_t a, uint64_t b)
{
	const uint64_t a_high = a >> 32, a_low = a & UINT32_MAX;
	const uint64_t b_high = b >> 32, b_low = b & UINT32_MAX;
	const uint64_t middle = a_high * b_low + a_low * b_high, low = a_low * b_low;

	/* 2^64 is 8 here, and 2^61 is 1. */
	return reduced(reduced(a_high * b_high * 8) + reduced(low) + (middle >> 29) +
		       ((middle & (((uint64_t)1 << 29) - 1)) << 32));
}

static uint64_t minus(uint64_t a)
{
	return a ? prime - a : 0;
}

static uint64_t power(uint64_t base, uint64_t exponent)
{
	uint64_t out = 1;

	for (; exponent; exponent >>= 1) {
		if (exponent & 1)
			out = times(out, base);
		base = times(base, base);
	}
	return out;
}

static uint64_t inverse(uint64_t a)
{
	return a == 1 || a == prime - 1 ? a : power(a, prime - 2);
}

uint64_t suppress_factor(double value)
{
	int exponent;
	double mantissa = frexp(fabs(value), &exponent);
	uint64_t out = reduced((uint64_t)ldexp(mantissa, 53));

	/* Doubling is a rotation by one of 61 bits. */
	exponent = (exponent - 53) % 61;
	out = times(out, (uint64_t)1 << (exponent < 0 ? exponent + 61 : exponent));
	return value < 0 ? minus(out) : out;
}

/* The same for an unknown in every run, and never 0. */
static uint64_t random_of(uint64_t n)
{
	uint64_t x = (n + 1) * UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	x = reduced(x ^ (x >> 31));
	return x ? x : 1;
}

/* ---- equations ---- */

static int by_column(const void *x, const void *y)
{
	const struct suppress_entry *a = x, *b = y;

	return (a->column > b->column) - (a->column < b->column);
}

int suppress_system_add(struct suppress_system *system, struct suppress_entry *entries, size_t n)
{
	if (GROW(&system->rows, system->n_rows, &system->rows_cap))
		return CHISO_ENOMEM;
	struct suppress_row *row = &system->rows[system->n_rows];
	*row = (struct suppress_row){.cap = n + 1};
	row->entries = malloc(row->cap * sizeof *row->entries);
	if (!row->entries)
		return CHISO_ENOMEM;
	system->n_rows++;
	if (n > 1)
		qsort(entries, n, sizeof *entries, by_column);
	for (size_t i = 0; i < n; i++) {
		struct suppress_entry *last = row->n ? &row->entries[row->n - 1] : NULL;

		if (last && last->column == entries[i].column)
			last->factor = reduced(last->factor + entries[i].factor);
		else
			row->entries[row->n++] = entries[i];
		if (!row->entries[row->n - 1].factor)
			row->n--;
	}
	return CHISO_OK;
}

void suppress_system_clear(struct suppress_system *system)
{
	for (size_t i = 0; i < system->n_rows; i++)
		free(system->rows[i].entries);
	free(system->rows);
	*system = (struct suppress_system){0};
}

/* ---- elimination ---- */

/* The equations that have an unknown; some may have lost it. */
struct column {
	uint32_t *rows;
	size_t n, cap;
	size_t degree; /* how many have it that are not done */
};

struct pivot {
	uint32_t row, column;
};

/* An equation to be looked at again, by how long it is. */
struct waiting {
	size_t length;
	uint32_t row;
};

struct solving {
	struct suppress_system *system;
	struct column *columns;
	struct pivot *pivots; /* in order */
	size_t n_pivots;
	uint32_t *single; /* columns that one equation had */
	size_t n_single, single_cap;
	struct waiting *heap;
	size_t n_heap, heap_cap;
	struct suppress_row spare;
};

static int comes_before(const struct waiting *a, const struct waiting *b)
{
	return a->length != b->length ? a->length < b->length : a->row < b->row;
}

static int heap_put(struct solving *s, uint32_t row)
{
	struct waiting one = {s->system->rows[row].n, row};
	size_t at = s->n_heap;

	if (GROW(&s->heap, s->n_heap, &s->heap_cap))
		return CHISO_ENOMEM;
	s->n_heap++;
	for (; at && comes_before(&one, &s->heap[(at - 1) / 2]); at = (at - 1) / 2)
		s->heap[at] = s->heap[(at - 1) / 2];
	s->heap[at] = one;
	return CHISO_OK;
}

static struct waiting heap_take(struct solving *s)
{
	struct waiting first = s->heap[0], last = s->heap[--s->n_heap];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < s->n_heap) {
		if (child + 1 < s->n_heap && comes_before(&s->heap[child + 1], &s->heap[child]))
			child++;
		if (!comes_before(&s->heap[child], &last))
			break;
		s->heap[at] = s->heap[child];
		at = child;
	}
	s->heap[at] = last;
	return first;
}

static int gain(struct solving *s, uint32_t column, uint32_t row)
{
	struct column *c = &s->columns[column];

	if (GROW(&c->rows, c->n, &c->cap))
		return CHISO_ENOMEM;
	c->rows[c->n++] = row;
	c->degree++;
	return CHISO_OK;
}

static int put_single(struct solving *s, uint32_t column)
{
	if (GROW(&s->single, s->n_single, &s->single_cap))
		return CHISO_ENOMEM;
	s->single[s->n_single++] = column;
	return CHISO_OK;
}

static int lose(struct solving *s, uint32_t column)
{
	return --s->columns[column].degree == 1 ? put_single(s, column) : CHISO_OK;
}

/* The factor of an unknown in an equation that is not done; 0: it has none. */
static uint64_t factor_in(const struct solving *s, uint32_t row, uint32_t column)
{
	const struct suppress_row *r = &s->system->rows[row];
	const struct suppress_entry key = {.column = column};
	const struct suppress_entry *found =
		r->is_done || !r->n ? NULL : bsearch(&key, r->entries, r->n, sizeof key, by_column);

	return found ? found->factor : 0;
}

/* Solves an equation for an unknown: it is out of the way for all others. */
static int take_pivot(struct solving *s, uint32_t row, uint32_t column)
{
	struct suppress_row *r = &s->system->rows[row];

	s->pivots[s->n_pivots++] = (struct pivot){row, column};
	r->is_done = 1;
	for (size_t i = 0; i < r->n; i++)
		if (lose(s, r->entries[i].column))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

/* The entry that comes next of two rows', the second one's times a factor. */
static struct suppress_entry next_entry(const struct suppress_row *a, size_t *i,
					const struct suppress_row *b, size_t *k, uint64_t factor)
{
	struct suppress_entry out;

	if (*k == b->n || (*i < a->n && a->entries[*i].column < b->entries[*k].column))
		return a->entries[(*i)++];
	out = b->entries[(*k)++];
	out.factor = times(out.factor, factor);
	if (*i < a->n && a->entries[*i].column == out.column)
		out.factor = reduced(out.factor + a->entries[(*i)++].factor);
	return out;
}

static int make_spare(struct suppress_row *spare, size_t need)
{
	spare->n = 0;
	if (need <= spare->cap)
		return CHISO_OK;
	struct suppress_entry *more = realloc(spare->entries, 2 * need * sizeof *more);
	if (!more)
		return CHISO_ENOMEM;
	spare->entries = more;
	spare->cap = 2 * need;
	return CHISO_OK;
}

/* Adds a multiple of the pivot's equation to another one, so that the unknown goes. */
static int eliminate(struct solving *s, uint32_t row, uint32_t pivot_row, uint64_t factor)
{
	struct suppress_row *a = &s->system->rows[row], *out = &s->spare;
	const struct suppress_row *b = &s->system->rows[pivot_row];
	size_t i = 0, k = 0;
	int status = make_spare(out, a->n + b->n);

	while (!status && (i < a->n || k < b->n)) {
		size_t before = i;
		struct suppress_entry entry = next_entry(a, &i, b, &k, factor);

		if (entry.factor)
			out->entries[out->n++] = entry;
		if (entry.factor && i == before)
			status = gain(s, entry.column, row);
		else if (!entry.factor)
			status = lose(s, entry.column);
	}
	if (status)
		return status;
	struct suppress_row old = *a;
	*a = *out;
	*out = old;
	return heap_put(s, row);
}

/* The unknowns that only one equation has. */
static int take_singles(struct solving *s)
{
	while (s->n_single) {
		uint32_t column = s->single[--s->n_single];
		const struct column *c = &s->columns[column];
		size_t i = 0;

		if (c->degree != 1)
			continue;
		while (!factor_in(s, c->rows[i], column))
			i++;
		if (take_pivot(s, c->rows[i], column))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* Solves the shortest equation for the unknown that fewest have, and puts that into those. */
static int take_shortest(struct solving *s, uint32_t row)
{
	const struct suppress_row *r = &s->system->rows[row];
	uint32_t column = r->entries[0].column;
	int status;

	for (size_t i = 1; i < r->n; i++)
		if (s->columns[r->entries[i].column].degree < s->columns[column].degree)
			column = r->entries[i].column;
	uint64_t by = minus(inverse(factor_in(s, row, column)));
	status = take_pivot(s, row, column);
	for (size_t i = 0; i < s->columns[column].n && !status; i++) {
		uint32_t other = s->columns[column].rows[i];
		uint64_t factor = factor_in(s, other, column);

		if (factor)
			status = eliminate(s, other, row, times(factor, by));
	}
	return status;
}

/* One solution: random where it may be anything. */
static void substitute(const struct solving *s, uint64_t *value)
{
	for (size_t i = 0; i < s->system->n_columns; i++)
		value[i] = random_of(i);
	for (size_t i = s->n_pivots; i-- > 0;) {
		const struct suppress_row *row = &s->system->rows[s->pivots[i].row];
		uint64_t own = 0, sum = 0;

		for (size_t k = 0; k < row->n; k++) {
			const struct suppress_entry *entry = &row->entries[k];

			if (entry->column == s->pivots[i].column)
				own = entry->factor;
			else
				sum = reduced(sum + times(entry->factor, value[entry->column]));
		}
		value[s->pivots[i].column] = times(minus(sum), inverse(own));
	}
}

static int prepare(struct solving *s)
{
	const struct suppress_system *system = s->system;
	int status = CHISO_OK;

	s->columns = calloc(system->n_columns + 1, sizeof *s->columns);
	s->pivots = calloc(system->n_rows + 1, sizeof *s->pivots);
	if (!s->columns || !s->pivots)
		return CHISO_ENOMEM;
	for (uint32_t r = 0; r < system->n_rows && !status; r++) {
		for (size_t i = 0; i < system->rows[r].n && !status; i++)
			status = gain(s, system->rows[r].entries[i].column, r);
		if (!status)
			status = heap_put(s, r);
	}
	for (uint32_t c = 0; c < system->n_columns && !status; c++)
		if (s->columns[c].degree == 1)
			status = put_single(s, c);
	return status;
}

static int eliminate_all(struct solving *s)
{
	int status = prepare(s);

	while (!status && (s->n_single || s->n_heap)) {
		status = take_singles(s);
		if (status || !s->n_heap)
			continue;
		struct waiting next = heap_take(s);
		const struct suppress_row *row = &s->system->rows[next.row];
		if (!row->is_done && row->n && row->n == next.length)
			status = take_shortest(s, next.row);
	}
	return status;
}

int suppress_system_solve(struct suppress_system *system, uint8_t *is_determined)
{
	struct solving s = {.system = system};
	uint64_t *value = calloc(system->n_columns + 1, sizeof *value);
	int status = value ? eliminate_all(&s) : CHISO_ENOMEM;

	if (!status)
		substitute(&s, value);
	for (size_t i = 0; i < system->n_columns && !status; i++)
		is_determined[i] = !value[i];
	for (size_t i = 0; s.columns && i < system->n_columns; i++)
		free(s.columns[i].rows);
	free(s.columns);
	free(s.pivots);
	free(s.single);
	free(s.heap);
	free(s.spare.entries);
	free(value);
	return status;
}
