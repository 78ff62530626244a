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

#include "base/arena.h"

#include <stdint.h>

/** Four sums side by side, as a vector register takes them: a line of the cache.  Slots of no more than two, the head
 *  being one, take half of that, two by two. */
struct sum_line {
	double hi[4], lo[4];
};

struct sums {
	size_t n_terms, n_slots, cap;
	int is_wide;        /* the processor adds four at a time */
	int has_heads;
	size_t n_lines;    /* that a slot has room for */
	/* Where terms are left out, which lines there is room for, beside the first one. */
	int leaves_out;
	uint64_t held;
	uint8_t place[64]; /* of each line among those of a slot */
	uint32_t *as;      /* by term: the one whose sums it has; NULL: all have their own */
	double *table;     /* sums_stride() of them a slot */
	void *memory;      /* that the table is in */
	struct wide **wide; /* by slot and term: what two doubles can't hold; NULL: none does */
	struct arena wides;
};

void sums_init(struct sums *sums, size_t n_terms);
/** The same with heads: in front of its first term each slot has room for what else is known of its rows, where
 *  a number like the others and its error would be. */
void sums_init_with_heads(struct sums *sums, size_t n_terms);
struct sums_note {
	uint32_t least;  /* the least of the marks of the rows that sums_add_rows() has added, its bits turned
			    around; 0: none has been */
	uint32_t others; /* the caller's, as SUMS_FAMILIAR is */
};
#define SUMS_FAMILIAR 0x80000000u /* in `others`: nothing new is to be learned of this slot */
/** Makes no room for terms that nobody looks at, those for which `needed` is 0, as far as they stand together:
 *  what is added to them is lost, and their sums are 0.  Before there are slots. */
void sums_leave_out(struct sums *sums, const uint64_t *needed);
/** Makes room for one of them after all.  0 or CHISO_ENOMEM. */
int sums_give_room(struct sums *sums, size_t term);
/** Makes slots 0 to n_slots - 1 usable; new ones are sums of nothing.  0 or CHISO_ENOMEM. */
int sums_reserve(struct sums *sums, size_t n_slots);
/** Adds n_terms finite numbers.  0; CHISO_EDATA when one is not finite: then nothing has been
 *  added; CHISO_ENOMEM: then the slot is of no use. */
int sums_add(struct sums *sums, size_t slot, const double *terms);
/** What is added of terms: those for which `scaled` is all ones are first multiplied by a factor, each
 *  product rounded; those for which `counted` is 0 are left out.  n_terms each, with SUMS_BEFORE zeros in
 *  front of them and SUMS_SPARE behind. */
struct sums_plan {
	const uint64_t *scaled, *counted;
	uint64_t lines; /* sums_lines(), of `counted` */
	const uint64_t *binary; /* where rows have `ones`: those terms that are bits of them, as they are */
};
enum { SUMS_BEFORE = 1, SUMS_SPARE = 16 };
/** Which lines are to be looked at. */
uint64_t sums_lines(const struct sums *sums, const uint64_t *counted);
/** Rows of terms, of which some are added to the sums of a slot each, which counts them if it has a head. */
struct sums_rows {
	struct sums_plan plan;
	/* n_terms a row; SUMS_BEFORE in front of the first and SUMS_SPARE behind the last may be read. */
	double *terms;
	/* Of terms that are 1 or 0, where the slots have heads: n_words a row, whose bit SUMS_BEFORE + t is that of term
	 * t; NULL: all terms are numbers. */
	const uint64_t *ones;
	size_t n_words;
	const double *factors; /* a row; NULL: all are 1 */
	uint32_t *slots;       /* a row */
	const uint32_t *marks; /* a row; for heads only */
	const uint32_t *list;  /* the rows that are added, each once, the first ones first */
	size_t n;              /* that there are of them */
	uint8_t *wild;         /* found of a row: some term or product is not finite, so it was not added */
	int needs_care;        /* set when some row is wild, or its slot not SUMS_FAMILIAR */
};
/** How many words a row of n_terms has. */
static inline uint32_t sums_words(uint32_t n_terms)
{
	return (SUMS_BEFORE + n_terms + 63) / 64;
}
/** The bit of a term among words like `ones`. */
static inline uint64_t sums_bit(const uint64_t *words, size_t term)
{
	return words[(SUMS_BEFORE + term) / 64] >> (SUMS_BEFORE + term) % 64 & 1;
}
static inline void sums_set_bit(uint64_t *words, size_t term)
{
	words[(SUMS_BEFORE + term) / 64] |= (uint64_t)1 << (SUMS_BEFORE + term) % 64;
}
/** Adds rows, but for wild ones.  0 or CHISO_ENOMEM. */
int sums_add_rows(struct sums *sums, struct sums_rows *rows);
/** Makes the sums of a term those of another one, in all slots.  0 or CHISO_ENOMEM. */
int sums_repeat(struct sums *sums, size_t term, size_t as);
/** The same without room for them: the term has what the other one has from now on, and what is added to it by
 *  itself is lost.  Nothing has been added to it; the other one has its own sums.  0 or CHISO_ENOMEM. */
int sums_share(struct sums *sums, size_t term, size_t as);
/** Gives a term that shares those of another one its own.  0 or CHISO_ENOMEM. */
int sums_part(struct sums *sums, size_t term);
/** The term whose sums a term has: mostly itself. */
static inline size_t sums_own(const struct sums *sums, size_t term)
{
	return sums->as ? sums->as[term] : term;
}
/** Adds the sums of another table's slot (n_terms alike), or of this one's.  As sums_add(). */
int sums_merge(struct sums *sums, size_t slot, const struct sums *other, size_t other_slot);
/** The same for one term only, to that or another one of another slot or table. */
int sums_merge_one(struct sums *sums, size_t slot, size_t term, const struct sums *other,
                   size_t other_slot, size_t other_term);
/** Adds x n times, n being a whole number from 0 to 2^53, as exactly as if it were done n times.
 *  As sums_add(); x times n must be finite. */
int sums_add_times(struct sums *sums, size_t slot, size_t term, double x, double n);
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
enum { SUMS_LINE = 4 /* terms, with the head */, SUMS_MOST_LINES = 64 /* that a set of them has bits for */ };
/** How many sums stand side by side. */
static inline size_t sums_lanes(const struct sums *sums)
{
	return sums->n_terms + (sums->has_heads != 0) > 2 ? SUMS_LINE : 2;
}
/** How many doubles a slot takes. */
static inline size_t sums_stride(const struct sums *sums)
{
	return sums->n_lines * 2 * sums_lanes(sums);
}
/** What a slot begins with: its head, or the first line. */
static inline double *sums_row(const struct sums *sums, size_t slot)
{
	return sums->table + slot * sums_stride(sums);
}
/** A line of a slot; NULL: there is no room for it. */
static inline double *sums_line(const struct sums *sums, size_t slot, size_t line)
{
	if (sums->leaves_out) {
		if (line && !(sums->held >> line & 1))
			return NULL;
		line = sums->place[line];
	}
	return sums_row(sums, slot) + line * sizeof(struct sum_line) / sizeof(double);
}
/** The hi of what a term has, sums_lanes() before its lo; NULL: there is no room for it. */
static inline double *sums_at(const struct sums *sums, size_t slot, size_t term)
{
	size_t at = sums_own(sums, term) + (sums->has_heads != 0);
	double *line = sums_line(sums, slot, at / SUMS_LINE);

	return line ? line + at % SUMS_LINE : NULL;
}
/** sum.c: sums_value() where some sum of the table is wide. */
double sums_wide_value(const struct sums *sums, size_t slot, size_t term);
/** The value of a sum; infinite when it is too large for a double. */
static inline double sums_value(const struct sums *sums, size_t slot, size_t term)
{
	const double *at = sums_at(sums, slot, term);

	if (!at)
		return 0;
	return sums->wide ? sums_wide_value(sums, slot, term) : *at + at[sums_lanes(sums)];
}
/** Where in every slot of a table a term's hi stands; SIZE_MAX: it has no room, and is 0. */
static inline size_t sums_place(const struct sums *sums, size_t term)
{
	const double *at = sums_at(sums, 0, term);

	return at ? (size_t)(at - sums->table) : SIZE_MAX;
}
/** Of a head: how many rows sums_add_rows() has added, and what is noted of them. */
static inline double *sums_count(const struct sums *sums, size_t slot)
{
	return sums_row(sums, slot);
}
static inline struct sums_note *sums_note(const struct sums *sums, size_t slot)
{
	return (void *)(sums_row(sums, slot) + sums_lanes(sums));
}
/** Notes a row that has been added in the head of its slot. */
static inline void sums_count_row(const struct sums *sums, size_t slot, uint32_t mark)
{
	struct sums_note *note = sums_note(sums, slot);

	++*sums_count(sums, slot);
	if (~mark > note->least)
		note->least = ~mark;
}
/** Whether the processor adds four at a time. */
int sums_are_wide(void);
/** Adds finite numbers to the sums of a line, of which those that there is no sum for are 0.  0 or CHISO_ENOMEM. */
int sums_add_line(struct sums *sums, size_t slot, size_t line, const double *x);
/** The wide part of a sum; NULL: none. */
const struct wide *sums_wide(const struct sums *sums, size_t slot, size_t term);
/** The same, made if need be; NULL without memory. */
struct wide *sums_widen(struct sums *sums, size_t slot, size_t term);
/** Adds a finite number to one sum.  0 or CHISO_ENOMEM. */
int sums_add_one(struct sums *sums, size_t slot, size_t term, double x);
/** s + *e = a + b, exactly; *e is NaN or infinite when that overflows. */
static inline double sums_two_sum(double a, double b, double *e)
{
	double s = a + b, c = s - a;

	*e = (a - (s - c)) + (b - c);
	return s;
}

#endif
