/* SPDX-License-Identifier: MIT */
/* What design effects need of the records of a sample beside their sums: of all records of a group
 * together the sum of weights, how many have one, and the weighted sums of products of two terms.
 *
 * Most terms are 1 or 0, and the whole of which they are a share is 1 in every record: then a product
 * is one of the two terms, and its sum that of the term.  Such a product has no sum until a record comes
 * in which it differs; then it takes what has been added of the term.  In the same way a term that is 1 in every
 * record has the sum of weights, and the records have been counted anyway. */
#ifndef CORE_MOMENTS_H
#define CORE_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

struct aggregate;
struct key_set;
struct sums;
struct variant;

/* The first moments, before the products. */
enum { MOMENT_WEIGHTS, MOMENT_RECORDS, MOMENT_PRODUCTS };

#define NO_TERM UINT32_MAX

enum { MOMENT_FOUR = 4 }; /* terms that are looked at together */
#ifdef __GNUC__
/* Only vectors can be declared in no other way than by a typedef. */
typedef double four_terms __attribute__((vector_size(32), aligned(8), may_alias));
typedef uint64_t four_masks __attribute__((vector_size(32), aligned(8), may_alias));
#endif

struct moments {
	struct term_pair {
		uint32_t a, b, as; /* as: the term that the product is in all records so far; NO_TERM */
		int parts;         /* in the batch that is looked at it is not */
		uint32_t next;     /* 1 + another one with this a; 0: none */
	} *pairs;
	uint32_t *first; /* per term: the same of a pair with this a */
	size_t n, cap; /* with those that are no products; 0: none are needed */
	int is_known;  /* which products are terms */
	/* A term that is 1 in all records so far and takes their weights: the sum of weights is its sum.  NO_TERM:
	 * weights are added. */
	uint32_t weights_as;
	int counts_records; /* all have had a weight so far: they are as many as their heads count */
	uint64_t *counted; /* per moment; not 0: it is added */
	/* Per moment 1 + which of the sums of a slot is its; 0: it has none.  So many have one, for which there is a
	 * struct sums_plan's. */
	uint32_t *place, n_places;
	uint64_t *kept;
	uint32_t *added, n_added; /* the pairs that are no terms */
	struct parting {
		uint32_t moment, added_as; /* the term whose sums it has so far */
	} *parting; /* room */
	/* The fours of terms of which some are in pairs, and no twins, by their first ones. */
	uint32_t *fours, n_fours;
	uint32_t *own;     /* per term: the one that is looked at, itself or what it is the twin of */
	uint32_t n_twins;  /* when that was found out; NO_TERM: not yet */
	uint32_t *used; /* where the terms of the records of a batch begin that are used */
	int lacks_weight; /* one of them has none */
	/* What the products that are terms rest on: the terms that are 1 or 0 in all records so far, all their bits
	 * set, and where there are fours of them; and, four by four, the terms that are 1.  Beside these stand the
	 * first terms of products that are added: where they are 0 nothing is. */
	uint64_t *as_binary;
	uint32_t *binary_fours, n_binary_fours;
	struct watched {
		uint32_t first;
		double expected[MOMENT_FOUR];
		uint8_t signs[MOMENT_FOUR]; /* of a record whose term is something else; 0: it is not watched */
		uint8_t by_mask[1 << MOMENT_FOUR]; /* the same by which of the four are */
	} *watched;
	/* The same of terms that are bits, which need not be asked whether they are 1 or 0: words of those that are 1
	 * in all records so far, and of those by which a record brings something. */
	uint64_t *as_one, *as_bringing;
	uint32_t n_watched, n_listed; /* twins, when that was listed; NO_TERM: it is to be listed again */
	int watches_bits; /* for which it is listed: whether terms that are bits come as such */
	/* The records of a batch that bring something to the moments that are added. */
	const uint32_t *bringing;
	uint32_t n_bringing, *room;
	/* Of a batch, per term of the fours, not 0: some record has another value than 1, or than 1 and 0. */
	uint64_t *not_one, *not_binary;
};

/** Finds which moments the indicator's outputs need.  0 or CHISO_ENOMEM. */
int moments_plan(struct aggregate *aggregate);
/** Makes room, when that is known.  0 or CHISO_ENOMEM. */
int moments_start(struct aggregate *aggregate);
/** Looks at the terms of a batch before they are added, and finds which records bring something.  n: those that map()
 *  was given, with this variant.  0 or CHISO_ENOMEM. */
int moments_look(struct aggregate *aggregate, const struct variant *variant, uint32_t n);
/** What one record adds to those that are no terms: its terms as they are before they are multiplied by
 *  its weight; bits: those of its terms that are some, NULL: none is. */
void moments_of(const struct aggregate *aggregate, const struct variant *variant, const uint64_t *bits,
                const double *terms, double weight, double *out);
/** Whether anything is added of records at all. */
static inline int moments_are_added(const struct moments *moments)
{
	return moments->n_places != 0;
}
/** Lists which are added, when that has changed. */
void moments_list(struct moments *moments);

/** Lists the fours of terms that pairs are of, and whose twins terms are: anew when twins have parted. */
void moments_list_fours(struct aggregate *aggregate);

/** moments_watch.c: finds which of n records bring something to what is added.  Whether the moments that are not
 *  need not be for these records either, as far as that is seen at a glance. */
int moments_watch(struct aggregate *aggregate, uint32_t n);

/** moments_part.c: gives those that are added sums where they have none.  0 or CHISO_ENOMEM. */
int moments_place(struct aggregate *aggregate);
/** The value of a moment in a slot, when all records have been added and slots have sums. */
double moments_value(const struct aggregate *aggregate, const struct key_set *set, uint32_t slot,
                     size_t moment);
/** Gives the pairs that part their own sums, for good, and sum of weights and number of records if these do.  0 or
 *  CHISO_ENOMEM. */
int moments_part_some(struct aggregate *aggregate, int weights_part, int records_part);
/** The same of all.  0 or CHISO_ENOMEM. */
int moments_part(struct aggregate *aggregate);
/** Makes what is known of the moments of a part that of the whole, which has none.  0 or CHISO_ENOMEM. */
int moments_take_over(struct aggregate *into, const struct aggregate *part);
/** Gives both what one of them has sums of.  To be called when their heads have been settled.  0 or
 *  CHISO_ENOMEM. */
int moments_agree(struct aggregate *into, struct aggregate *part);
/** Adds the moments of a slot of a part, when they agree.  0 or CHISO_ENOMEM. */
int moments_merge(const struct aggregate *into, struct sums *sums, uint32_t slot,
                  const struct aggregate *part, const struct sums *other, uint32_t from);
/** The number of the moment that is the sum of products of two terms, which is needed. */
size_t moments_find(const struct moments *moments, uint32_t a, uint32_t b);

#endif
