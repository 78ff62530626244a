/* SPDX-License-Identifier: MIT */
/* Adds the cases of sum_cases.py in random orders and parts, merges the parts in random trees, some
 * of them packed on the way, and compares bits:
 *
 *     exact SEED ORDERS <cases      prints what was done; 1 when any sum or any packed byte differs
 *     exact --plain <cases          how many cases ordinary addition gets wrong
 */
#include "sum/sum.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TERMS = 6, MAX_PARTS = 9, PACKED = MAX_TERMS * 300 };

/* One case: what is to come out, and the numbers. */
struct column {
	double want, *x;
	size_t n, cap;
};

struct tally {
	unsigned long cases, orders, wide, wrong;
};

static uint64_t next(uint64_t *random)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return *random >> 33;
}

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static int same(double a, double b)
{
	return !memcmp(&a, &b, sizeof a);
}

/* Reads a line; 0 at the end. */
static int read_column(struct column *column, FILE *file)
{
	char word[64];
	int c;

	column->n = 0;
	if (fscanf(file, "%63s", word) != 1)
		return 0;
	column->want = strtod(word, NULL);
	while ((c = fgetc(file)) == ' ') {
		if (fscanf(file, "%63s", word) != 1)
			return 0;
		if (column->n == column->cap) {
			column->cap = column->cap ? column->cap * 2 : 64;
			column->x = need(realloc(column->x, column->cap * sizeof *column->x));
		}
		column->x[column->n++] = strtod(word, NULL);
	}
	return 1;
}

/* Rows in an order, for n_live slots; turn: of some each term has the other sign, and the factor is -1; else there
 * are no factors. */
static struct sums_rows order_rows(const struct sums *sums, const double *rows, size_t n,
				   size_t n_live, int turn, uint64_t *random)
{
	size_t n_terms = sums->n_terms, *order = need(calloc(n + 1, sizeof *order));
	size_t room = SUMS_BEFORE + n_terms + SUMS_SPARE;
	uint64_t *all = (uint64_t *)need(calloc(room, sizeof *all)) + SUMS_BEFORE;
	uint32_t *list = need(calloc(n + 1, sizeof *list));
	double *factors = need(calloc(n + 1, sizeof *factors));
	double *terms = need(calloc(n * n_terms + room, sizeof *terms));
	struct sums_rows out = {.plan = {.scaled = all, .counted = all},
				.terms = terms + SUMS_BEFORE,
				.factors = turn ? factors : NULL,
				.slots = need(calloc(n + 1, sizeof(uint32_t))),
				.marks = need(calloc(n + 1, sizeof(uint32_t))),
				.list = list,
				.n = n,
				.wild = need(calloc(n + 1, 1))};

	memset(all, 0xff, n_terms * sizeof *all);
	out.plan.lines = sums_lines(sums, all);
	for (size_t i = 0; i < n; i++) {
		size_t j = random ? next(random) % (i + 1) : i;

		order[i] = order[j];
		order[j] = i;
		list[i] = (uint32_t)i;
	}
	for (size_t i = 0; i < n; i++) {
		out.slots[i] = random ? (uint32_t)(next(random) % n_live) : 0;
		factors[i] = turn && next(random) % 2 ? -1 : 1;
		for (size_t t = 0; t < n_terms; t++)
			out.terms[i * n_terms + t] = factors[i] * rows[order[i] * n_terms + t];
	}
	free(order);
	if (!turn)
		free(factors);
	return out;
}

static void free_rows(struct sums_rows *rows)
{
	free((uint64_t *)rows->plan.counted - SUMS_BEFORE);
	free((void *)rows->factors);
	free(rows->terms - SUMS_BEFORE);
	free(rows->slots);
	free((void *)rows->marks);
	free((void *)rows->list);
	free(rows->wild);
}

/* Adds all rows in an order and a number of parts, and merges the parts into one, whose slot is the
 * result.  random NULL: as they come, in one.  Half of the orders are added row by row, the others many
 * at a time. */
static size_t add_up(struct sums *sums, const double *rows, size_t n, uint64_t *random)
{
	size_t live[MAX_PARTS], n_live = random ? 1 + next(random) % MAX_PARTS : 1;
	uint8_t packed[PACKED];
	int status = sums_reserve(sums, n_live);
	int is_bulk = !random || next(random) % 2, turn = random && is_bulk && next(random) % 2;
	struct sums_rows ordered = order_rows(sums, rows, n, n_live, turn, random);

	for (size_t i = 0; i < n_live; i++)
		live[i] = i;
	if (is_bulk)
		status |= sums_add_rows(sums, &ordered);
	for (size_t i = 0; i < n; i++) {
		status |= is_bulk && ordered.wild[i];
		if (!is_bulk)
			status |= sums_add(sums, ordered.slots[i],
					   ordered.terms + i * sums->n_terms);
	}
	free_rows(&ordered);
	while (n_live > 1) {
		size_t a = next(random) % n_live, b = next(random) % (n_live - 1);

		b += b >= a;
		if (next(random) % 3) {
			status |= sums_merge(sums, live[a], sums, live[b]);
		} else {
			size_t length = sums_pack(sums, live[b], packed, sizeof packed);

			status |= length > sizeof packed;
			status |= sums_unpack(sums, live[a], packed, length);
		}
		live[b] = live[--n_live];
	}
	if (status)
		abort();
	return live[0];
}

static void check(const struct column *columns, size_t n_terms, const double *rows, size_t n,
                  unsigned long n_orders, uint64_t *random, struct tally *tally)
{
	uint8_t first[PACKED], packed[PACKED];
	size_t first_length = 0;

	for (unsigned long order = 0; order < n_orders; order++) {
		struct sums sums;

		if (order % 2)
			sums_init_with_heads(&sums, n_terms);
		else
			sums_init(&sums, n_terms);
		size_t slot = add_up(&sums, rows, n, order ? random : NULL);
		for (size_t t = 0; t < n_terms; t++)
			tally->wrong += !same(sums_value(&sums, slot, t), columns[t].want);
		size_t length = sums_pack(&sums, slot, packed, sizeof packed);
		if (!order) {
			memcpy(first, packed, length);
			first_length = length;
		}
		tally->wrong += length != first_length || memcmp(first, packed, length);
		tally->wide += sums.wide != NULL;
		tally->orders++;
		sums_clear(&sums);
	}
	tally->cases += n_terms;
}

/* Puts cases side by side, as the terms of a row; what is missing at the end is 0 or -0. */
static double *lay_out(const struct column *columns, size_t n_terms, size_t *n, uint64_t *random)
{
	*n = 0;
	for (size_t t = 0; t < n_terms; t++)
		if (columns[t].n > *n)
			*n = columns[t].n;
	double *rows = need(calloc(*n * n_terms + 1, sizeof *rows));
	for (size_t i = 0; i < *n; i++)
		for (size_t t = 0; t < n_terms; t++)
			rows[i * n_terms + t] = i < columns[t].n    ? columns[t].x[i]
			                        : next(random) % 2 ? 0.0
			                                           : -0.0;
	return rows;
}

static int check_all(uint64_t seed, unsigned long n_orders)
{
	struct column columns[MAX_TERMS] = {0};
	struct tally tally = {0};
	uint64_t random = seed;
	size_t n_terms, n;

	do {
		size_t wanted = 1 + next(&random) % MAX_TERMS;

		for (n_terms = 0; n_terms < wanted && read_column(&columns[n_terms], stdin);)
			n_terms++;
		if (n_terms) {
			double *rows = lay_out(columns, n_terms, &n, &random);

			check(columns, n_terms, rows, n, n_orders, &random, &tally);
			free(rows);
		}
	} while (n_terms);
	for (size_t t = 0; t < MAX_TERMS; t++)
		free(columns[t].x);
	printf("%lu sums, %lu orders of rows, %lu with wide parts, %lu wrong\n", tally.cases,
	       tally.orders, tally.wide, tally.wrong);
	return tally.wrong || !tally.cases;
}

static void count_plain(void)
{
	struct column column = {0};
	unsigned long wrong = 0;

	while (read_column(&column, stdin)) {
		double sum = 0;

		for (size_t i = 0; i < column.n; i++)
			sum += column.x[i];
		wrong += !same(sum, column.want);
	}
	free(column.x);
	printf("%lu\n", wrong);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--plain")) {
		count_plain();
		return 0;
	}
	if (argc != 3)
		return 2;
	return check_all(strtoull(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
}
