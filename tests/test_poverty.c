/* SPDX-License-Identifier: MIT */
/* The parts of the poverty plugin below its indicators: exact sums, samples, and what is read off
 * them in order.  Expected numbers were worked out by hand. */
#include "../plugins/poverty/exact.h"
#include "../plugins/poverty/income.h"
#include "../plugins/poverty/pairs.h"
#include "../plugins/poverty/ranked.h"
#include "../plugins/poverty/yes_no.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- a host whose memory may run out ---- */

static int fails_at, calls;

static void *resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	(void)call;
	(void)old_size;
	if (!size) {
		free(ptr);
		return NULL;
	}
	return ++calls == fails_at ? NULL : realloc(ptr, size);
}

static const struct chiso_host host = {.size = sizeof host, .abi = CHISO_ABI, .resize = resize};
static struct chiso_call call = {.size = sizeof call, .host = &host};

static void fill(struct sample *sample, const struct pair *pairs, size_t n)
{
	cr_assert_eq(sample_reserve(&call, sample, n), CHISO_OK);
	for (size_t i = 0; i < n; i++)
		sample_add(sample, pairs[i].value, pairs[i].weight);
}

/* ---- exact sums ---- */

static double sum_of(const double *list, size_t n)
{
	struct exact sum = {.to = 0};

	for (size_t i = 0; i < n; i++)
		exact_add(&sum, list[i]);
	return exact_value(&sum);
}

Test(poverty, sums_are_exact)
{
	static const struct {
		double list[6], sum;
	} cases[] = {
		{{0}, 0},
		{{1, 2, -3}, 0},
		{{1e300, 1, -1e300}, 1},
		{{1e16, 1, 1}, 10000000000000002},
		{{0x1p53, 1}, 0x1p53},                          /* a half goes to the even one */
		{{0x1p53, 1, 0x1p-1074}, 0x1.0000000000001p53}, /* and the least bit decides */
		{{-0x1p53, -1, -0x1p-1074}, -0x1.0000000000001p53},
		{{0x1p-1074, 0x1p-1074, 0x1p-1070}, 0x12p-1074},
		{{0x1p-1022, -0x1p-1074}, 0x0.fffffffffffffp-1022},
		/* Of the doubles, not of the decimals: 5.55 + 11.1 - 11.1 + 22.2, times 1e-18. */
		{{0.1, 0.2, 0.3, -0.6}, 0x1p-55},
		{{1.5, -2.25, 1e-5, -1e-5}, -0.75},
		{{0x1.fffffffffffffp1023, 0x1p969}, 0x1.fffffffffffffp1023},
		{{0x1.fffffffffffffp1023, 0x1p970}, INFINITY},
		{{0x1.fffffffffffffp1023, 0x1p970, -0x1p970}, 0x1.fffffffffffffp1023},
	};
	double bad[] = {1, INFINITY};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_assert_eq(sum_of(cases[i].list, 6), cases[i].sum, "case %zu: %a, not %a", i,
			     sum_of(cases[i].list, 6), cases[i].sum);
	cr_assert(isnan(sum_of(bad, 2)));
}

/* ---- samples ---- */

/* What pack() writes for a sample, from malloc. */
static unsigned char *packed(const struct sample *sample, size_t *n)
{
	int64_t need = sample_pack(&call, sample, NULL, 0);
	unsigned char *out = malloc((size_t)need + 1);

	out[need] = 0xa5;
	if (need > 4) {
		out[0] = 0x5a;
		cr_assert_eq(sample_pack(&call, sample, out, (size_t)need - 1), need);
		cr_assert_eq(out[0], 0x5a, "nothing is written where there is no room");
	}
	cr_assert_eq(sample_pack(&call, sample, out, (size_t)need), need);
	cr_assert_eq(out[need], 0xa5);
	*n = (size_t)need;
	return out;
}

static const struct pair some[] = {{3, 0.1}, {-1, 2}, {3, 0.1}, {0, 0.3},  {-0.0, 0.7},
				   {8, 1},   {2, 0},  {3, 5},   {-7, 1e-3}};
enum { SOME = sizeof some / sizeof *some };

Test(poverty, a_sample_is_a_multiset)
{
	size_t n, m;
	struct sample all = {0}, empty = {0};

	fill(&all, some, SOME);
	unsigned char *want = packed(&all, &n);
	cr_assert_eq(n, 4 + 16 * (SOME - 1), "a weight of 0 is no record");
	/* Every split into two, each in turn first, the second read backwards. */
	for (size_t cut = 0; cut <= SOME; cut++)
		for (int turned = 0; turned < 2; turned++) {
			struct sample a = {0}, b = {0};

			fill(&a, some, cut);
			for (size_t i = SOME; i-- > cut;)
				fill(&b, &some[i], 1);
			cr_assert_eq(sample_merge(&call, turned ? &b : &a, turned ? &a : &b, 1),
				     CHISO_OK);
			unsigned char *got = packed(turned ? &b : &a, &m);
			cr_assert(m == n && !memcmp(got, want, n), "cut at %zu", cut);
			free(got);
			sample_clear(&call, &a);
			sample_clear(&call, &b);
		}
	cr_assert_eq(sample_merge(&call, &all, &empty, 1), CHISO_OK, "no records change nothing");
	unsigned char *same = packed(&all, &m);
	cr_assert(m == n && !memcmp(same, want, n));
	free(same);
	free(want);
	sample_clear(&call, &all);
	cr_assert(all.parts == NULL && sample_n(&all) == 0 && all.n_parts == 0 && all.left == 0);
}

static void expect_packed(const struct sample *sample, const struct pair *pairs, size_t n, const char *what)
{
	struct sample want = {0};
	size_t n_want, n_got;

	fill(&want, pairs, n);
	unsigned char *is = packed(sample, &n_got), *ought = packed(&want, &n_want);
	cr_assert(n_got == n_want && !memcmp(is, ought, n_got), "%s", what);
	free(is);
	free(ought);
	sample_clear(&call, &want);
}

/* What was merged is shared; what comes later is not. */
Test(poverty, samples_go_on_after_they_were_merged)
{
	static const struct pair first[] = {{1, 2}, {3, 4}, {5, 6}}, ours[] = {{1, 2}, {3, 4}, {7, 8}},
				 theirs[] = {{1, 2}, {3, 4}, {9, 10}, {5, 6}};
	struct sample own = {0}, above = {0}, alone = {0};

	fill(&own, first, 2);
	cr_assert_eq(sample_merge(&call, &above, &own, 1), CHISO_OK);
	fill(&own, &ours[2], 1);
	fill(&above, &theirs[2], 1);
	fill(&above, &theirs[3], 1);
	expect_packed(&own, ours, 3, "what was merged");
	expect_packed(&above, theirs, 4, "what it was merged into");
	cr_assert_eq(sample_merge(&call, &alone, &above, 1), CHISO_OK);
	sample_clear(&call, &above);
	expect_packed(&own, ours, 3, "after the other has gone");
	fill(&own, &first[2], 1);
	sample_clear(&call, &own);
	expect_packed(&alone, theirs, 4, "the last one that has it");
	cr_assert_eq(sample_merge(&call, &alone, &alone, 1), CHISO_OK);
	cr_assert_eq(sample_n(&alone), 8, "of itself");
	sample_clear(&call, &alone);
}

/* 3 times 0.1 as one record of frequency 3, or twice and once, or one by one. */
Test(poverty, a_factor_is_exact)
{
	struct sample one = {0}, at_once = {0}, in_parts = {0};
	struct ranked first, second;

	fill(&one, (const struct pair[]){{4, 0.1}}, 1);
	cr_assert_eq(sample_merge(&call, &at_once, &one, 7), CHISO_OK);
	cr_assert_eq(sample_merge(&call, &in_parts, &one, 3), CHISO_OK);
	for (int i = 0; i < 4; i++)
		cr_assert_eq(sample_merge(&call, &in_parts, &one, 1), CHISO_OK);
	cr_assert(!ranked_make(&call, &at_once, &first) && !ranked_make(&call, &in_parts, &second));
	cr_assert(first.n == 1 && second.n == 1);
	cr_assert_eq(*first.upto, *second.upto, "%a and %a", *first.upto,
		     *second.upto);
	ranked_clear(&call, &first);
	ranked_clear(&call, &second);
	sample_clear(&call, &one);
	sample_clear(&call, &at_once);
	sample_clear(&call, &in_parts);
}

static void refuse(const unsigned char *bytes, size_t n, const char *what)
{
	struct sample sample = {0};

	cr_assert_eq(sample_unpack(&call, &sample, bytes, n), CHISO_ESTATE, "%s", what);
	cr_assert(sample.parts == NULL && sample_n(&sample) == 0, "%s: and nothing is left", what);
}

Test(poverty, packed_samples_come_back)
{
	struct sample all = {0}, back = {0};
	size_t n, m;

	fill(&all, some, SOME);
	unsigned char *want = packed(&all, &n);
	unsigned char *odd = malloc(n + 1);
	memcpy(odd + 1, want, n);
	cr_assert_eq(sample_unpack(&call, &back, odd + 1, n), CHISO_OK, "at an odd address");
	unsigned char *got = packed(&back, &m);
	cr_assert(m == n && !memcmp(got, want, n));
	for (size_t i = 0; i < n; i++)
		if ((i - 4) % 16)
			refuse(want, i, "cut off");
	for (size_t i = 0; i < 4; i++) {
		memcpy(odd, want, n);
		odd[i] ^= 1;
		refuse(odd, n, "another head");
	}
	memcpy(odd, want, n);
	memcpy(odd + 4, want + 20, 16);
	memcpy(odd + 20, want + 4, 16);
	refuse(odd, n, "out of order");
	memcpy(odd, want, n);
	memset(odd + 12, 0xff, 8);
	refuse(odd, n, "a weight that is no number");
	memset(odd + 12, 0, 8);
	refuse(odd, n, "a weight of 0");
	sample_clear(&call, &back);
	cr_assert_eq(sample_unpack(&call, &back, want, 4), CHISO_OK, "no records");
	cr_assert_eq(sample_n(&back), 0);
	free(got);
	free(odd);
	free(want);
	sample_clear(&call, &all);
}

Test(poverty, memory_may_run_out)
{
	struct sample all = {0}, other = {0};
	struct ranked ranked;
	unsigned char bytes[4 + 16 * SOME];

	fill(&all, some, SOME);
	calls = 0;
	fails_at = 1;
	cr_assert_eq(ranked_make(&call, &all, &ranked), CHISO_ENOMEM);
	cr_assert_null(ranked.list);
	calls = 0;
	fails_at = 1;
	cr_assert_eq(sample_merge(&call, &other, &all, 1), CHISO_ENOMEM);
	calls = 0;
	cr_assert_eq(sample_pack(&call, &all, bytes, sizeof bytes), CHISO_ENOMEM);
	fails_at = 0;
	int64_t n = sample_pack(&call, &all, bytes, sizeof bytes);
	calls = 0;
	fails_at = 1;
	cr_assert_eq(sample_unpack(&call, &other, bytes, (size_t)n), CHISO_ENOMEM);
	fails_at = 0;
	cr_assert_eq(sample_n(&other), 0);
	sample_clear(&call, &all);
	sample_clear(&call, &other);
}

Test(poverty, records_are_added_to_samples_of_their_own)
{
	enum { RECORDS = 500, SAMPLES = 7 };
	double values[RECORDS], weights[RECORDS];
	uint32_t rows[RECORDS], at[RECORDS], n = 0;
	struct sample one[SAMPLES] = {0}, each[SAMPLES] = {0};
	const struct chiso_column column = {.values = values};
	struct chiso_batch batch = {.columns = &column, .weight = weights, .rows = rows};

	for (uint32_t i = 0; i < RECORDS; i++) {
		values[i] = (double)(i * 7919 % 101) - 50;
		weights[i] = i % 11;
		if (i % 5 == 0)
			continue;
		at[n] = i * i % SAMPLES;
		rows[n++] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		batch.rows = &rows[i];
		batch.n = 1;
		cr_assert_eq(income_update(&call, &one[at[i]], &batch), CHISO_OK);
	}
	batch.rows = rows;
	for (uint32_t from = 0, step = 1; from < n; from += batch.n, step += 13) {
		batch.rows = rows + from;
		batch.n = n - from < step ? n - from : step;
		cr_assert_eq(income_update_each(&call, each, at + from, &batch), CHISO_OK);
	}
	for (uint32_t k = 0; k < SAMPLES; k++) {
		size_t n_one, n_each;
		unsigned char *is = packed(&each[k], &n_each), *ought = packed(&one[k], &n_one);

		cr_assert(n_one == n_each && !memcmp(is, ought, n_one), "sample %u", k);
		free(is);
		free(ought);
		sample_clear(&call, &one[k]);
		sample_clear(&call, &each[k]);
	}
}

/* ---- in order ---- */

/* 2 (weight 1), 4 (2), 6 (1): up to 1, 3, 4 of 4. */
Test(poverty, ranks)
{
	static const struct pair pairs[] = {{4, 0.5}, {6, 1}, {2, 1}, {4, 1.5}};
	static const struct {
		struct chiso_ratio p;
		double quantile, lorenz;
	} cases[] = {
		{{1, 100}, 2, 0.08}, {{1, 4}, 3, 2},           {{26, 100}, 4, 2.16}, {{1, 2}, 4, 6},
		{{3, 4}, 5, 10},     {{751, 1000}, 6, 10.024}, {{1, 1}, 6, 16},
	};
	struct sample sample = {0};
	struct ranked ranked;

	fill(&sample, pairs, 4);
	cr_assert_eq(ranked_make(&call, &sample, &ranked), CHISO_OK);
	cr_assert(ranked.n == 3 && ranked.weight == 4 && ranked.sum == 16);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_assert_eq(ranked_quantile(&ranked, 3, cases[i].p), cases[i].quantile, "%zu", i);
		cr_assert_float_eq(ranked_lorenz(&ranked, cases[i].p), cases[i].lorenz, 1e-14,
				   "%zu", i);
	}
	cr_assert_eq(ranked_count(&ranked, 4, 0), 1);
	cr_assert_eq(ranked_count(&ranked, 4, 1), 2);
	cr_assert_eq(ranked_count(&ranked, 1, 1), 0);
	cr_assert_eq(ranked_count(&ranked, 9, 0), 3);
	/* Pairs 2-4, 2-6, 4-6 differ by 2, 4, 2 and weigh 2, 1, 2, each both ways, of 16. */
	cr_assert_eq(ranked_half_difference(&ranked, 0), 12.0 / 16);
	/* With a fifth of zeros (weight 1 of 5): 2, 4, 6 from 0 weigh 1, 2, 1 more. */
	cr_assert_float_eq(ranked_half_difference(&ranked, 1), 28.0 / 25, 1e-15);
	ranked_clear(&call, &ranked);
	sample_clear(&call, &sample);
}

/* ---- many ---- */

static uint64_t seed = 1;

static uint64_t draw(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

/* Values and weights of some kind: whole ones that repeat, any, weights near each other or not. */
static struct pair drawn(unsigned kind)
{
	double value = (double)draw(kind & 1 ? 100 : 5000000) - (kind & 2 ? 50 : -1000);
	double weight = (double)(1 + draw(9999)) / 100;

	if (kind & 2 && kind & 32) /* all below 0 */
		value -= 6000000;
	if (kind & 4)
		value *= ldexp(1, (int)draw(1000) - 500) / 3;
	if (kind & 8)
		weight = ldexp(weight, (int)draw(40) - 20); /* exponents of 53 */
	if (kind & 16)
		weight = ldexp(weight, (int)draw(24)); /* just near enough, or just not */
	if (kind & 32 && !draw(10))
		weight = -weight;
	return (struct pair){value, weight};
}

static int by_both(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;

	return a->value != b->value ? (a->value > b->value) - (a->value < b->value)
				    : (a->weight > b->weight) - (a->weight < b->weight);
}

/* Sums as they are defined, beside those made in fewer steps. */
static void compare_with_careful(const struct ranked *ranked, const struct pair *pairs, size_t n,
				 unsigned kind)
{
	struct exact upto = {.to = 0}, own = {.to = 0};
	double high = 0, low = 0;
	size_t k = 0;

	for (size_t i = 0, end; i < n; i = end) {
		exact_clear(&own);
		for (end = i; end < n && pairs[end].value == pairs[i].value; end++) {
			exact_add(&upto, pairs[end].weight);
			exact_add(&own, pairs[end].weight);
		}
		if (exact_value(&own) == 0)
			continue;
		cr_assert_lt(k, ranked->n);
		const struct pair *mass = &ranked->list[k];
		cr_assert(mass->value == pairs[i].value && mass->weight == exact_value(&own) &&
				  ranked->upto[k] == exact_value(&upto),
			  "kind %u, %zu of %zu: %a up to %a", kind, k, n, mass->weight,
			  ranked->upto[k]);
		if (k < 600 || k % 199 == 0)
			cr_assert_eq(ranked_sum(ranked, 0, k), high + low, "kind %u, %zu", kind, k);
		double product = mass->weight * mass->value, sum = high + product, part = sum - high;
		low += (high - (sum - part)) + (product - part);
		low += fma(mass->weight, mass->value, -product);
		high = sum;
		k++;
	}
	cr_assert(k == ranked->n && ranked->weight == exact_value(&upto));
	cr_assert_eq(ranked->sum, high + low);
}

Test(poverty, many_are_as_exact_as_few)
{
	static const size_t sizes[] = {1, 2, 5, 191, 192, 255, 256, 257, 1000, 8191, 8192, 20000};

	for (unsigned kind = 0; kind < 64; kind++)
		for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
			size_t n = sizes[s];
			struct pair *pairs = malloc(2 * n * sizeof *pairs);
			struct sample sample = {0};
			struct ranked ranked;

			for (size_t i = 0; i < n; i++)
				pairs[i] = drawn(kind);
			fill(&sample, pairs, n);
			struct pair *sorted = pairs_sort(pairs, n, pairs + n);
			cr_assert_eq(ranked_make(&call, &sample, &ranked), CHISO_OK);
			struct pair *other = malloc(n * sizeof *pairs);
			sample_copy(&sample, other);
			qsort(other, n, sizeof *pairs, by_both);
			cr_assert(!memcmp(sorted, other, n * sizeof *pairs), "kind %u, %zu", kind, n);
			free(other);
			compare_with_careful(&ranked, sorted, n, kind);
			ranked_clear(&call, &ranked);
			sample_clear(&call, &sample);
			free(pairs);
		}
}

/* ---- columns of yes and no ---- */

enum { YES_NO_ROWS = 200, YES_NO_COLUMNS = 21 };

static int bit_of(const uint8_t *bits, uint32_t i)
{
	return bits[i / 8] >> i % 8 & 1;
}

/* Of n records from one on what each column says, which of them are known as a whole, and which of those have at least so
 * many yes, as a loop over the cells has it. */
static void check_yes_no(const struct chiso_batch *batch, uint32_t from, uint32_t n, uint32_t n_columns, uint32_t many)
{
	struct yes_no seen[(YES_NO_COLUMNS + EIGHT - 1) / EIGHT];
	struct lot lot = yes_no_look(batch, from, n, batch->columns, n_columns, many, 1, seen);

	cr_assert_eq(lot.n, n);
	for (uint32_t k = 0; k < n; k++) {
		uint32_t row = batch->rows ? batch->rows[from + k] : from + k, n_yes = 0, n_known = 0;

		for (uint32_t c = 0; c < n_columns; c++) {
			int is_known = bit_of(batch->columns[c].validity, row);
			int is_yes = is_known && bit_of(batch->columns[c].values, row);

			cr_assert_eq(seen[c / EIGHT].yes[k] >> c % EIGHT & 1, is_yes);
			cr_assert_eq(seen[c / EIGHT].known[k] >> c % EIGHT & 1, is_known);
			n_yes += (uint32_t)is_yes;
			n_known += (uint32_t)is_known;
		}
		int is_complete = n_known == n_columns;
		cr_assert_eq(lot.complete >> k & 1, is_complete, "%u", row);
		/* More than fifteen are not told apart. */
		cr_assert_eq(lot.many >> k & 1, is_complete && n_yes >= (many < 15 ? many : 15), "%u of %u, %u yes", many,
		             n_columns, n_yes);
	}
}

Test(poverty, columns_are_counted_as_a_loop_counts_them)
{
	static uint8_t values[YES_NO_COLUMNS][YES_NO_ROWS / 8 + 1], known[YES_NO_COLUMNS][YES_NO_ROWS / 8 + 1];
	struct chiso_column columns[YES_NO_COLUMNS];
	uint32_t rows[YES_NO_ROWS];
	uint64_t random = 20261130;

	/* Records from such as say no to nearly all, to such as say yes to nearly all. */
	for (uint32_t c = 0; c < YES_NO_COLUMNS; c++) {
		columns[c] = (struct chiso_column){.values = values[c], .validity = known[c]};
		for (uint32_t i = 0; i < YES_NO_ROWS; i++) {
			random = random * 6364136223846793005 + 1442695040888963407;
			values[c][i / 8] |= (uint8_t)(((random >> 33) % YES_NO_ROWS < i) << i % 8);
			known[c][i / 8] |= (uint8_t)(((random >> 45) % 100 > 0) << i % 8);
			rows[i] = i * 37 % YES_NO_ROWS;
		}
	}
	struct chiso_batch batch = {.columns = columns, .n = YES_NO_ROWS};
	for (int is_shuffled = 0; is_shuffled < 2; is_shuffled++) {
		batch.rows = is_shuffled ? rows : NULL;
		for (uint32_t n_columns = 1; n_columns <= YES_NO_COLUMNS; n_columns++)
			for (uint32_t many = 1; many <= n_columns; many++) {
				check_yes_no(&batch, 0, LOT, n_columns, many);
				check_yes_no(&batch, 64, LOT, n_columns, many);
				check_yes_no(&batch, 129, 59, n_columns, many);
			}
	}
}
