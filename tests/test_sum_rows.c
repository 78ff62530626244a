/* SPDX-License-Identifier: MIT */
/* Rows of terms that are added many at a time: as they would be one by one. */
#include "sum/sum.h"

#include <chiso/plugin.h>

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static int same(double a, double b)
{
	return !memcmp(&a, &b, sizeof a);
}

static uint64_t next(uint64_t *random)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return *random >> 33;
}

enum {
	WIDE_TERMS = 19,
	WIDE_ROWS = 200,
	LEFT_OUT = 7,
	PLAN_ROOM = SUMS_BEFORE + WIDE_TERMS + SUMS_SPARE,
	ROWS_ROOM = SUMS_BEFORE + WIDE_ROWS * WIDE_TERMS + SUMS_SPARE
};

/* Rows of 0.1, 0.2 and so on; in each third one a term is not finite, or becomes so by its factor, and in
 * each fifth one the last term isn't finite either but does not count. */
static void fill_rows(struct sums_rows *rows, size_t n_terms, double *factors)
{
	static const double bad[] = {INFINITY, NAN, 1e300};

	for (size_t row = 0; row < WIDE_ROWS; row++) {
		double *terms = rows->terms + row * n_terms;

		for (size_t i = 0; i < n_terms; i++)
			terms[i] = 0.1 * (double)(row + i + 1);
		factors[row] = 1;
		if (row % 3 == 0) {
			terms[row / 3 % (n_terms - 1)] = bad[row / 3 % 3];
			factors[row] = 1e10;
		}
		if (row % 5 == 0)
			terms[n_terms - 1] = NAN;
		rows->slots[row] = row == LEFT_OUT ? UINT32_MAX : (uint32_t)row % 2;
	}
}

/* A head knows how many rows have been added, and the least mark of them. */
static void check_head(const struct sums *sums, const struct sums_rows *rows, uint32_t slot)
{
	uint32_t least = UINT32_MAX;
	double n = 0;

	for (size_t row = 0; row < WIDE_ROWS; row++)
		if (rows->slots[row] == slot && row % 3) {
			n++;
			if (rows->marks[row] < least)
				least = rows->marks[row];
		}
	cr_assert(same(*sums_count(sums, slot), n));
	cr_assert_eq(sums_note(sums, slot)->least, ~least);
	cr_assert_eq(sums_note(sums, slot)->others, 0);
}

static void check_wild(struct sums_rows *rows, size_t n_terms, int has_heads, int is_wide, double *factors)
{
	struct sums sums, expected;

	(has_heads ? sums_init_with_heads : sums_init)(&sums, n_terms);
	sums.is_wide &= is_wide;
	sums_init(&expected, n_terms);
	cr_assert(!sums_reserve(&sums, 2) && !sums_reserve(&expected, 2));
	rows->plan.lines = sums_lines(&sums, rows->plan.counted);
	rows->needs_care = 0;
	fill_rows(rows, n_terms, factors);
	cr_assert_eq(sums_add_rows(&sums, rows), CHISO_OK);
	cr_assert(rows->needs_care);
	for (size_t row = 0; row < WIDE_ROWS; row++) {
		cr_assert_eq(row != LEFT_OUT && rows->wild[row], row % 3 == 0, "row %zu", row);
		rows->terms[row * n_terms + n_terms - 1] = 0;
		if (row % 3 && row != LEFT_OUT)
			cr_assert_eq(sums_add(&expected, rows->slots[row], rows->terms + row * n_terms),
			             CHISO_OK);
	}
	for (size_t i = 0; i < 2 * n_terms; i++)
		cr_assert(same(sums_value(&sums, i / n_terms, i % n_terms),
		               sums_value(&expected, i / n_terms, i % n_terms)),
		          "%zu terms, term %zu", n_terms, i);
	for (uint32_t slot = 0; has_heads && slot < 2; slot++)
		check_head(&sums, rows, slot);
	sums_clear(&sums);
	sums_clear(&expected);
}

/* Many rows at a time: those that are not finite add nothing, wherever that is found out.  What was found of
 * the rows before is no longer true. */
Test(sum_rows, rows_that_are_not_finite_add_nothing)
{
	static const size_t some[] = {2, 3, 4, 5, 7, 8, WIDE_TERMS};
	double room[ROWS_ROOM], factors[WIDE_ROWS];
	uint32_t slots[WIDE_ROWS], marks[WIDE_ROWS], list[WIDE_ROWS];
	uint8_t wild[WIDE_ROWS];
	size_t n = 0;

	for (uint32_t i = 0; i < WIDE_ROWS; i++) {
		if (i != LEFT_OUT)
			list[n++] = i;
		marks[i] = 100 + (i * 7 + 5) % WIDE_ROWS;
	}
	for (size_t i = 0; i < 4 * sizeof some / sizeof *some; i++) {
		size_t n_terms = some[i / 4];
		uint64_t of_scaled[PLAN_ROOM] = {0}, *scaled = of_scaled + SUMS_BEFORE;
		uint64_t of_counted[PLAN_ROOM] = {0}, *counted = of_counted + SUMS_BEFORE;
		struct sums_rows rows = {.plan = {.scaled = scaled, .counted = counted},
		                         .terms = room + SUMS_BEFORE,
		                         .factors = factors,
		                         .slots = slots,
		                         .marks = marks,
		                         .list = list,
		                         .n = n,
		                         .wild = wild};

		memset(scaled, 0xff, (n_terms - 1) * sizeof *scaled);
		memset(counted, 0xff, (n_terms - 1) * sizeof *counted);
		memset(wild, 0xff, sizeof wild);
		for (size_t k = 0; k < ROWS_ROOM; k++)
			room[k] = NAN; /* what stands in front and behind is nothing to them */
		check_wild(&rows, n_terms, i % 2, i / 2 % 2, factors);
	}
}

/* Terms that nobody looks at have no sums, wherever they are added, and the others are what they are in a
 * table that has room for all: those of fours of which one is needed, too. */
Test(sum_rows, terms_that_are_left_out)
{
	static const size_t needed_terms[] = {0, 7, 18};
	uint64_t of_scaled[PLAN_ROOM] = {0}, *scaled = of_scaled + SUMS_BEFORE;
	uint64_t of_needed[PLAN_ROOM] = {0}, *needed = of_needed + SUMS_BEFORE;
	double room[ROWS_ROOM] = {0}, *terms = room + SUMS_BEFORE, row[WIDE_TERMS];
	uint32_t slots[WIDE_ROWS], marks[WIDE_ROWS] = {0}, list[WIDE_ROWS];
	uint8_t wild[WIDE_ROWS];
	struct sums_rows rows = {.terms = terms,
	                         .slots = slots,
	                         .marks = marks,
	                         .list = list,
	                         .n = WIDE_ROWS,
	                         .wild = wild};
	struct sums sums, whole;

	for (size_t i = 0; i < 3; i++)
		needed[needed_terms[i]] = UINT64_MAX;
	for (size_t i = 0; i < WIDE_ROWS * WIDE_TERMS; i++)
		terms[i] = 0.1 * (double)(i + 1);
	for (uint32_t i = 0; i < WIDE_ROWS; i++) {
		list[i] = i;
		slots[i] = i % 3;
	}
	memcpy(row, terms, sizeof row);
	row[7] = 1e300;
	row[3] = 1e300;
	sums_init_with_heads(&sums, WIDE_TERMS);
	sums_leave_out(&sums, needed);
	sums_init_with_heads(&whole, WIDE_TERMS);
	cr_assert_lt(sums_stride(&sums), sums_stride(&whole));
	for (int k = 0; k < 2; k++) {
		struct sums *into = k ? &whole : &sums;

		cr_assert_eq(sums_reserve(into, 3), CHISO_OK);
		rows.plan = (struct sums_plan){scaled, needed, sums_lines(into, needed), NULL};
		cr_assert_eq(sums_add_rows(into, &rows), CHISO_OK);
		cr_assert_eq(sums_add(into, 1, row), CHISO_OK);
		cr_assert_eq(sums_add_one(into, 2, 4, 1), CHISO_OK);
		cr_assert_eq(sums_merge_one(into, 2, 4, into, 1, 7), CHISO_OK);
		cr_assert_eq(sums_merge_one(into, 2, 7, into, 1, 4), CHISO_OK);
		cr_assert_eq(sums_repeat(into, 4, 7), CHISO_OK);
	}
	/* What is lost there was nothing but this. */
	cr_assert_eq(sums_add_one(&whole, 2, 7, -terms[4]), CHISO_OK);
	cr_assert_eq(sums_merge(&whole, 0, &sums, 1), CHISO_OK);
	cr_assert_eq(sums_merge(&sums, 0, &whole, 1), CHISO_OK);
	for (size_t slot = 0; slot < 3; slot++) {
		for (size_t i = 0; i < 3; i++)
			cr_assert(same(sums_value(&sums, slot, needed_terms[i]),
			               sums_value(&whole, slot, needed_terms[i])),
			          "slot %zu, term %zu", slot, needed_terms[i]);
		cr_assert_eq(sums_value(&sums, slot, 3), 0);
		cr_assert_eq(sums_value(&sums, slot, 4), 0);
	}
	sums_clear(&sums);
	sums_clear(&whole);
}

/* Most terms are nothing, some of those that are something don't count, and all are as if they were added one
 * by one. */
Test(sum_rows, rows_of_many_terms_most_of_which_are_nothing)
{
	enum { MOST = 270, ROWS = 200 };
	static const double values[] = {0.1, 1, -1e16, 3.7e-20, 1e300, -0.0, 5e-324};
	static double room[SUMS_BEFORE + ROWS * MOST + SUMS_SPARE], factors[ROWS], row[MOST];
	static uint64_t of_scaled[SUMS_BEFORE + MOST + SUMS_SPARE], of_counted[SUMS_BEFORE + MOST + SUMS_SPARE];
	uint64_t *scaled = of_scaled + SUMS_BEFORE, *counted = of_counted + SUMS_BEFORE;
	uint64_t random = 10;
	uint32_t slots[ROWS], marks[ROWS], list[ROWS];
	uint8_t wild[ROWS];

	for (size_t n_terms = 1; n_terms < MOST; n_terms += n_terms < 70 ? 1 : 37) {
		struct sums_rows rows = {.plan = {.scaled = scaled, .counted = counted},
		                         .terms = room + SUMS_BEFORE,
		                         .factors = n_terms % 3 ? factors : NULL,
		                         .slots = slots,
		                         .marks = marks,
		                         .list = list,
		                         .wild = wild};
		uint32_t least[] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
		double n_added[3] = {0};
		struct sums sums, expected;

		memset(of_scaled, 0, sizeof of_scaled);
		memset(of_counted, 0, sizeof of_counted);
		for (size_t t = 0; t < n_terms; t++) {
			scaled[t] = n_terms % 3 == 1 || next(&random) % 2 ? UINT64_MAX : 0;
			counted[t] = next(&random) % 4 ? UINT64_MAX : 0;
		}
		(n_terms % 2 ? sums_init_with_heads : sums_init)(&sums, n_terms);
		sums.is_wide &= n_terms % 8 < 6;
		sums_init(&expected, n_terms);
		cr_assert(!sums_reserve(&sums, 3) && !sums_reserve(&expected, 3));
		rows.plan.lines = sums_lines(&sums, counted);
		for (size_t i = 0; i < ROWS; i++) {
			double factor = factors[i] = next(&random) % 2 ? 1.5 : 4;
			int is_wild = next(&random) % 16 == 0 && counted[n_terms - 1];

			slots[i] = (uint32_t)(next(&random) % 3);
			list[rows.n] = (uint32_t)i;
			marks[i] = (uint32_t)next(&random);
			if (next(&random) % 4 == 0)
				continue;
			rows.n++;
			for (size_t t = 0; t < n_terms; t++) {
				double x = next(&random) % 8 ? 0 : values[next(&random) % 7];

				rows.terms[i * n_terms + t] = x;
				row[t] = !counted[t] ? 0 : rows.factors && scaled[t] ? x * factor : x;
			}
			if (is_wild) {
				rows.terms[i * n_terms + n_terms - 1] = NAN;
				continue;
			}
			cr_assert_eq(sums_add(&expected, slots[i], row), CHISO_OK);
			n_added[slots[i]]++;
			least[slots[i]] = marks[i] < least[slots[i]] ? marks[i] : least[slots[i]];
		}
		cr_assert_eq(sums_add_rows(&sums, &rows), CHISO_OK);
		for (size_t i = 0; i < 3 * n_terms; i++)
			cr_assert(same(sums_value(&sums, i % 3, i / 3), sums_value(&expected, i % 3, i / 3)),
			          "%zu terms, term %zu", n_terms, i / 3);
		for (size_t slot = 0; slot < 3 && sums.has_heads; slot++) {
			cr_assert(same(*sums_count(&sums, slot), n_added[slot]), "%zu terms", n_terms);
			cr_assert_eq(sums_note(&sums, slot)->least, ~least[slot], "%zu terms", n_terms);
		}
		sums_clear(&sums);
		sums_clear(&expected);
	}
}

/* Terms that are bits, among others that are numbers, are as if all were numbers; what stands where a number of
 * theirs would is nothing to anybody.  A bit that is not set is nothing, whatever the factor. */
Test(sum_rows, terms_that_are_bits)
{
	enum { MOST = 270, ROWS = 200, WORDS = MOST / 64 + 1 };
	static double room[SUMS_BEFORE + ROWS * MOST + SUMS_SPARE], factors[ROWS], row[MOST];
	static uint64_t of_scaled[SUMS_BEFORE + MOST + SUMS_SPARE], of_counted[SUMS_BEFORE + MOST + SUMS_SPARE];
	static uint64_t ones[ROWS * WORDS], binary[WORDS];
	static char packed[2][MOST * 300];
	uint64_t *scaled = of_scaled + SUMS_BEFORE, *counted = of_counted + SUMS_BEFORE;
	uint64_t random = 11;
	uint32_t slots[ROWS], marks[ROWS], list[ROWS];
	uint8_t wild[ROWS];

	for (size_t turn = 1; turn < 4 * 90; turn++) {
		size_t n_terms = turn / 4 < 70 ? turn / 4 + 1 : 70 + (turn / 4 - 70) * 10;
		/* All terms are bits, most, or few. */
		unsigned numbers = turn % 3 == 0 ? 0 : turn % 3 == 1 ? 1 : 6;
		struct sums_rows rows = {.plan = {.scaled = scaled, .counted = counted, .binary = binary},
		                         .terms = room + SUMS_BEFORE,
		                         .ones = ones,
		                         .n_words = n_terms / 64 + 1,
		                         .factors = turn % 4 ? factors : NULL,
		                         .slots = slots,
		                         .marks = marks,
		                         .list = list,
		                         .wild = wild};
		uint32_t first[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX}, n_added[3] = {0};
		struct sums sums, expected;

		memset(of_scaled, 0, sizeof of_scaled);
		memset(of_counted, 0, sizeof of_counted);
		memset(binary, 0, sizeof binary);
		for (size_t t = 0; t < n_terms; t++) {
			scaled[t] = turn % 4 == 1 || next(&random) % 2 ? UINT64_MAX : 0;
			counted[t] = next(&random) % 4 ? UINT64_MAX : 0;
			if (next(&random) % 8 >= numbers)
				binary[(t + 1) / 64] |= (uint64_t)1 << (t + 1) % 64;
		}
		sums_init_with_heads(&sums, n_terms);
		sums.is_wide &= turn % 8 < 6;
		sums_init(&expected, n_terms);
		cr_assert(!sums_reserve(&sums, 3) && !sums_reserve(&expected, 3));
		rows.plan.lines = sums_lines(&sums, counted);
		/* Sums to which 1 can't be added without an error, and such that are smaller than one. */
		for (size_t t = 0; t < n_terms && turn % 5 < 2; t++) {
			cr_assert(!sums_add_one(&sums, 1, t, 0x1p53) && !sums_add_one(&expected, 1, t, 0x1p53));
			cr_assert(!sums_add_one(&sums, 2, t, 0x1p-60) && !sums_add_one(&expected, 2, t, 0x1p-60));
		}
		for (size_t i = 0; i < ROWS; i++) {
			int is_set = 0, is_wild = 0;

			/* What is infinite makes numbers wild that are 0, too, where these are looked at. */
			factors[i] = next(&random) % 16 ? 1.5 : numbers ? 1e10 : INFINITY;
			slots[i] = (uint32_t)(next(&random) % 3);
			marks[i] = (uint32_t)next(&random);
			memset(row, 0, sizeof row);
			for (size_t t = 0; t < n_terms; t++) {
				uint64_t *word = &ones[i * rows.n_words + (t + 1) / 64];
				uint64_t bit = (uint64_t)1 << (t + 1) % 64;
				double factor = rows.factors && scaled[t] ? factors[i] : 1;
				double *term = &rows.terms[i * n_terms + t];

				is_set = next(&random) % 8 == 0;
				*word = is_set ? *word | bit : *word & ~bit;
				*term = binary[(t + 1) / 64] & bit ? NAN : is_set ? (next(&random) % 64 ? 0.1 : 1e300) : 0;
				if (counted[t] && binary[(t + 1) / 64] & bit)
					row[t] = is_set ? factor : 0;
				else if (counted[t])
					row[t] = *term * factor;
				is_wild |= !isfinite(row[t]);
			}
			list[rows.n++] = (uint32_t)i;
			if (is_wild)
				continue;
			cr_assert_eq(sums_add(&expected, slots[i], row), CHISO_OK);
			n_added[slots[i]]++;
			first[slots[i]] = marks[i] < first[slots[i]] ? marks[i] : first[slots[i]];
		}
		cr_assert_eq(sums_add_rows(&sums, &rows), CHISO_OK);
		for (size_t i = 0; i < 3 * n_terms; i++)
			cr_assert(same(sums_value(&sums, i % 3, i / 3), sums_value(&expected, i % 3, i / 3)),
			          "%zu terms, term %zu, turn %zu", n_terms, i / 3, turn);
		for (size_t slot = 0; slot < 3; slot++) {
			cr_assert_eq(*sums_count(&sums, slot), n_added[slot]);
			cr_assert_eq(~sums_note(&sums, slot)->least, first[slot], "turn %zu", turn);
			/* Exactly, and not only when they are rounded. */
			size_t n = sums_pack(&sums, slot, packed[0], sizeof packed[0]);
			cr_assert_leq(n, sizeof packed[0]);
			cr_assert_eq(sums_pack(&expected, slot, packed[1], sizeof packed[1]), n);
			cr_assert(!memcmp(packed[0], packed[1], n), "turn %zu, slot %zu", turn, slot);
		}
		sums_clear(&sums);
		sums_clear(&expected);
	}
}

static void add_ones(struct sums *sums, size_t n_slots, const double *row)
{
	cr_assert_eq(sums_reserve(sums, n_slots), CHISO_OK);
	for (size_t slot = 0; slot < n_slots; slot++)
		for (size_t i = 0; i <= slot; i++)
			cr_assert_eq(sums_add(sums, slot, row), CHISO_OK);
}

/* Terms that share the sums of another one are as if the same had been added to them, before they part and after. */
Test(sum_rows, terms_that_share_sums)
{
	enum { SLOTS = 900, AS = 1, OWN = 15, SHARING = 9 };
	static const size_t sharing[] = {4, SHARING, 16};
	uint64_t of_needed[PLAN_ROOM] = {0}, *needed = of_needed + SUMS_BEFORE;
	double row[WIDE_TERMS] = {0}, more[WIDE_TERMS] = {0};
	struct sums sums, whole, into;
	char packed[2][4096];

	needed[AS] = needed[OWN] = UINT64_MAX;
	row[AS] = 1e300;
	row[OWN] = 0.3;
	sums_init_with_heads(&sums, WIDE_TERMS);
	sums_leave_out(&sums, needed);
	add_ones(&sums, SLOTS, row);
	sums_init_with_heads(&whole, WIDE_TERMS);
	for (size_t i = 0; i < 3; i++)
		row[sharing[i]] = row[AS];
	add_ones(&whole, SLOTS, row);
	/* What two doubles can't hold is shared, too. */
	more[AS] = 0x1p-1000;
	cr_assert_eq(sums_add(&sums, 7, more), CHISO_OK);
	for (size_t i = 0; i < 3; i++) {
		cr_assert_eq(sums_share(&sums, sharing[i], AS), CHISO_OK);
		more[sharing[i]] = more[AS];
	}
	cr_assert_eq(sums_add(&whole, 7, more), CHISO_OK);
	sums_init(&into, WIDE_TERMS);
	cr_assert_eq(sums_reserve(&into, 1), CHISO_OK);
	cr_assert_eq(sums_merge(&into, 0, &sums, 7), CHISO_OK, "into a table of another kind");
	for (size_t parted = 0; parted < 4; parted++) {
		size_t n = sums_pack(&sums, 7, packed[0], sizeof packed[0]);

		cr_assert_eq(n, sums_pack(parted ? &whole : &into, parted ? 7 : 0, packed[1], sizeof packed[1]));
		cr_assert_arr_eq(packed[0], packed[1], n);
		for (size_t i = 0; i < SLOTS * WIDE_TERMS; i++)
			cr_assert(same(sums_value(&sums, i / WIDE_TERMS, i % WIDE_TERMS),
			               sums_value(&whole, i / WIDE_TERMS, i % WIDE_TERMS)),
			          "slot %zu, term %zu, %zu parted", i / WIDE_TERMS, i % WIDE_TERMS, parted);
		/* All terms one by one, as groups are put together over time. */
		for (size_t t = 0; t < WIDE_TERMS; t++) {
			struct sums *both[] = {&sums, &whole};

			for (size_t k = 0; k < 2; k++) {
				cr_assert_eq(sums_add_one(both[k], 3, t, 0.1 * (double)(t == OWN)), 0);
				cr_assert_eq(sums_merge_one(both[k], 5, t, both[k], 7, t), CHISO_OK);
			}
		}
		cr_assert_eq(sums_merge(&sums, 2, &sums, 7), CHISO_OK);
		cr_assert_eq(sums_merge(&whole, 2, &whole, 7), CHISO_OK);
		if (parted < 3) {
			cr_assert_eq(sums_part(&sums, sharing[parted]), CHISO_OK);
			cr_assert_eq(sums_add_one(&sums, 1, sharing[parted], 5), CHISO_OK);
			cr_assert_eq(sums_add_one(&whole, 1, sharing[parted], 5), CHISO_OK);
		}
	}
	sums_clear(&sums);
	sums_clear(&whole);
	sums_clear(&into);
}

/* What a head knows of its rows stays when sums of others are added, whatever number its bits would make. */
Test(sum_rows, merging_leaves_heads)
{
	static const struct sums_note notes[] = {
		{0, 0}, {1, SUMS_FAMILIAR}, {UINT32_MAX, 0x7ff00000}, {1, 0xfff80000}, {5, 0x3ff00000}};
	enum { N = sizeof notes / sizeof *notes };

	for (size_t n_terms = 1; n_terms < 40; n_terms++) {
		double row[40];
		struct sums sums;

		for (size_t t = 0; t < n_terms; t++)
			row[t] = 0.1 * (double)(t + 1);
		sums_init_with_heads(&sums, n_terms);
		cr_assert_eq(sums_reserve(&sums, N), CHISO_OK);
		for (size_t slot = 0; slot < N; slot++) {
			cr_assert_eq(sums_add(&sums, slot, row), CHISO_OK);
			*sums_count(&sums, slot) = 3;
			*sums_note(&sums, slot) = notes[slot];
		}
		for (size_t slot = 0; slot < N; slot++)
			cr_assert_eq(sums_merge(&sums, slot, &sums, (slot + 1) % N), CHISO_OK);
		for (size_t slot = 0; slot < N; slot++) {
			cr_assert_eq(*sums_count(&sums, slot), 3);
			cr_assert_arr_eq(sums_note(&sums, slot), &notes[slot], sizeof *notes);
			/* The last one takes what the first one has become. */
			for (size_t t = 0; t < n_terms; t++)
				cr_assert(same(sums_value(&sums, slot, t), (slot + 1 < N ? 2 : 3) * row[t]),
				          "%zu terms, term %zu of slot %zu", n_terms, t, slot);
		}
		sums_clear(&sums);
	}
}
