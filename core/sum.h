/* SPDX-License-Identifier: MIT */
/* Exact sums.  A table holds rows ("slots") of n_terms sums.  Whatever the order of additions and
 * the tree of merges, the value is the real sum of the doubles, rounded once to nearest, ties to
 * even.
 *
 * A sum is hi + lo, two doubles, exactly.  An addition splits hi + x into the rounded sum and its
 * error (Knuth's TwoSum) and adds the error to lo; mostly that second addition is exact and all is
 * done.  Where it isn't the parts are put in order, and where two doubles can't hold the sum (terms
 * must be some 2^40 apart for that) the largest part moves to a wide integer. */
#ifndef CORE_SUM_H
#define CORE_SUM_H

#include "arena.h"

#include <stdint.h>

/** Two sums side by side, as one vector register takes them. */
struct sum {
	double hi[2], lo[2];
};

struct sums {
	size_t n_terms, n_slots, cap;
	int is_wide;        /* the processor adds four at a time */
	int has_heads;
	size_t n_pairs;    /* that a slot has room for, beside its head */
	/* Where terms are left out, which there is room for: those in front of the fours, and some fours. */
	int leaves_out;
	uint64_t held;
	uint8_t place[64]; /* of each four: its first pair among those of a slot */
	struct sum *table;  /* sums_stride() of them a slot; four sums are one line of the cache */
	void *memory;       /* that the table is in */
	struct wide **wide; /* by slot and term: what two doubles can't hold; NULL: none does */
	struct arena wides;
};

void sums_init(struct sums *sums, size_t n_terms);
/** The same with SUMS_HEAD bytes in front of each slot, zeroed at first, for what else is known of it. */
void sums_init_with_heads(struct sums *sums, size_t n_terms);
/** Makes no room for terms that nobody looks at, those for which `needed` is 0, as far as they stand together:
 *  what is added to them is lost, and their sums are 0.  Before there are slots. */
void sums_leave_out(struct sums *sums, const uint64_t *needed);
/** Makes slots 0 to n_slots - 1 usable; new ones are sums of nothing.  0 or CHISO_ENOMEM. */
int sums_reserve(struct sums *sums, size_t n_slots);
/** Adds n_terms finite numbers.  0; CHISO_EDATA when one is not finite: then nothing has been
 *  added; CHISO_ENOMEM: then the slot is of no use. */
int sums_add(struct sums *sums, size_t slot, const double *terms);
/** What is added of terms: those for which `scaled` is all ones are first multiplied by a factor, each
 *  product rounded; those for which `counted` is 0 are left out.  n_terms each, and SUMS_SPARE zeros. */
struct sums_plan {
	const uint64_t *scaled, *counted;
	uint64_t fours; /* sums_fours(), of `counted` */
};
enum { SUMS_SPARE = 4 };
/** Which terms are to be looked at. */
uint64_t sums_fours(const struct sums *sums, const uint64_t *counted);
/** Rows of terms, each to be added to the sums of a slot. */
struct sums_rows {
	struct sums_plan plan;
	double *terms;         /* n_terms a row; SUMS_SPARE behind the last one may be read */
	const double *factors; /* a row; NULL: all are 1 */
	uint32_t *slots;       /* SUMS_NOWHERE: the row is not added */
	uint64_t *seen;        /* what is found of a row: which terms change anything, and SUMS_WILD */
};
#define SUMS_NOWHERE UINT32_MAX
enum { SUMS_WILD = 1 }; /* some term or product is not finite: the row can't be added */
/** Rows are looked at so long before they are added that what they will be added to is at hand then. */
enum { SUMS_AHEAD = 16 };
/** Looks at the first SUMS_AHEAD of n rows. */
void sums_look(const struct sums *sums, const struct sums_rows *rows, size_t n);
/** Adds rows from one up to another, but for wild ones, and looks at those that are SUMS_AHEAD behind them,
 *  of n: to be called for all rows in their order.  0 or CHISO_ENOMEM. */
int sums_add_seen(struct sums *sums, const struct sums_rows *rows, size_t from, size_t to, size_t n);
/** Makes the sums of a term those of another one, in all slots.  0 or CHISO_ENOMEM. */
int sums_repeat(struct sums *sums, size_t term, size_t as);
/** Adds the sums of another table's slot (n_terms alike), or of this one's.  As sums_add(). */
int sums_merge(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot);
/** The same for one term only, to that or another one of another slot or table. */
int sums_merge_one(struct sums *sums, size_t slot, size_t term, const struct sums *other,
                   size_t other_slot, size_t other_term);
/** Adds x n times, n being a whole number from 0 to 2^53, as exactly as if it were done n times.
 *  As sums_add(); x times n must be finite. */
int sums_add_times(struct sums *sums, size_t slot, size_t term, double x, double n);
/** Infinite when the sum is too large for a double. */
double sums_value(const struct sums *sums, size_t slot, size_t term);
void sums_clear(struct sums *sums);

/** Whether this thread rounds to nearest and keeps subnormal numbers.  Sums are not exact where a
 *  host program has changed that: ask before. */
int sums_works(void);

/** Writes a slot as bytes for a file or another process, if cap is enough; returns how many there
 *  are.  Equal sums give equal bytes, on any machine and however they came about. */
size_t sums_pack(const struct sums *sums, size_t slot, void *buf, size_t cap);
/** Adds n packed bytes to a slot.  They may be hostile: CHISO_ESTATE, and nothing has been added,
 *  unless they are just what sums_pack() writes for n_terms sums.  Else as sums_add(). */
int sums_unpack(struct sums *sums, size_t slot, const void *buf, size_t n);

/* What sum_add.c and sum_pack.c need besides. */
enum { SUMS_HEAD = sizeof(struct sum) };
/** How many pairs a slot takes, with its head: one, or an even number of them. */
static inline size_t sums_stride(const struct sums *sums)
{
	size_t pairs = sums->n_pairs + (sums->has_heads != 0);

	return pairs > 1 ? pairs + pairs % 2 : pairs;
}
/** The sums of a slot, by pairs. */
static inline struct sum *sums_row(const struct sums *sums, size_t slot)
{
	return sums->table + slot * sums_stride(sums) + (sums->has_heads != 0);
}
/** How many terms are in front of the fours. */
static inline size_t sums_beside(const struct sums *sums)
{
	return sums->has_heads || sums->n_terms <= 2 ? 2 : 0;
}
/** The pair that has the sum of a term; NULL: there is no room for it. */
static inline struct sum *sums_pair(const struct sums *sums, size_t slot, size_t term)
{
	size_t pair = term / 2;

	if (sums->leaves_out && pair) {
		size_t four = (pair - 1) / 2;

		if (!(sums->held >> four & 1))
			return NULL;
		pair = sums->place[four] + (pair - 1) % 2;
	}
	return sums_row(sums, slot) + pair;
}
/** What stands in front of a slot. */
static inline void *sums_head(const struct sums *sums, size_t slot)
{
	return sums->table + slot * sums_stride(sums);
}
/** Whether the processor adds four at a time. */
int sums_are_wide(void);
/** Adds finite numbers to the sums of a term, which is even, and the next.  0 or CHISO_ENOMEM. */
int sums_add_pair(struct sums *sums, size_t slot, size_t term, double x, double y);
/** The wide part of a sum; NULL: none. */
const struct wide *sums_wide(const struct sums *sums, size_t slot, size_t term);
/** The same, made if need be; NULL without memory. */
struct wide *sums_widen(struct sums *sums, size_t slot, size_t term);
/** Adds a finite number to one sum.  0 or CHISO_ENOMEM. */
int sums_add_one(struct sums *sums, size_t slot, size_t term, double x);
/** s + *e = a + b, exactly; *e is NaN or infinite when that overflows. */
double sums_two_sum(double a, double b, double *e);

#endif
