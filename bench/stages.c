/* SPDX-License-Identifier: MIT */
/* What each stage of reading costs by itself, on SYNTHETIC households as bench/generate makes them:

       stages scan|parse|group|map|add|plain|merge HOUSEHOLDS.csv

   does the work of one stage once for every record, in a function of its own, stage_scan() and so
   on, so that bench/instructions can have callgrind count in that function alone.  `plain` is no stage
   of chiso: it adds the same terms as `add` does to doubles, each sum rounded, for comparison.  Prints
   how often it was done: how many records, or of merge() how many groups. */
#include "../plugins/poverty/scoring.h"
#include "base/context.h"
#include "base/group.h"
#include "files/csv.h"
#include "number/number.h"
#include "sum/sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 19, UNIT = 1, PERIOD = 2, SIZE = 4, WEIGHT = 5, FIRST_DEPRIVATION = 7 };
enum { DEPRIVATIONS = 12, BATCH = 2048, TERMS = 64 };

struct household {
	struct slice fields[FIELDS];
};

/* What the stages before have made of the file. */
struct bench {
	char *data;
	size_t size, n; /* bytes, records */
	struct household *households;
	double *numbers; /* FIELDS a record; those that are no numbers 0 */
	uint32_t *slots; /* the group of each record */
	uint8_t *bits[DEPRIVATIONS], *known[DEPRIVATIONS]; /* bit-packed */
	double *terms;                                     /* n_terms a record */
	uint64_t *ones;                                    /* of terms that are bits: n_words a record */
	uint64_t binary[TERMS / 64 + 1];                   /* which they are */
	uint8_t *fates;
	uint32_t n_terms, n_words;
	struct groups groups;
	struct intern units;
	struct sums sums, others;
	struct scoring *scoring;
};

static void *need(void *memory)
{
	if (!memory) {
		perror("stages");
		exit(1);
	}
	return memory;
}

static void check(int is_fine)
{
	if (!is_fine) {
		fputs("stages: a stage failed\n", stderr);
		exit(1);
	}
}

/* Where the fields of some records are. */
struct places {
	uint32_t begins[BATCH], lines[BATCH], ends[BATCH * FIELDS + CSV_SPARE];
};

/* The next records. */
static struct csv_rows take_rows(struct csv *csv, struct places *places)
{
	struct csv_rows rows = {.begins = places->begins,
				.lines = places->lines,
				.ends = places->ends,
				.most = BATCH};

	check(!csv_take_plain(csv, FIELDS, &rows));
	return rows;
}

static __attribute__((noinline)) size_t stage_scan(struct csv *csv)
{
	static struct places places;
	struct csv_rows rows;
	size_t n = 0;

	do {
		rows = take_rows(csv, &places);
		n += rows.n;
	} while (rows.n);
	return n;
}

static __attribute__((noinline)) void stage_parse(struct bench *bench)
{
	static const struct number_style style = {'.', 0};

	for (size_t i = 0; i < bench->n; i++)
		for (size_t k = PERIOD; k < FIELDS; k++) {
			struct slice text = bench->households[i].fields[k];
			double *out = &bench->numbers[i * FIELDS + k];

			if (text.n && !number_read_quickly(out, text.text, text.n, style))
				number_read(out, text.text, text.n, style);
		}
}

static __attribute__((noinline)) void stage_group(struct bench *bench)
{
	for (size_t i = 0; i < bench->n; i++) {
		struct slice unit = bench->households[i].fields[UNIT];
		uint32_t key[2] = {intern(&bench->units, unit.text, unit.n),
				   (uint32_t)bench->numbers[i * FIELDS + PERIOD]};

		bench->slots[i] = groups_slot(&bench->groups, key);
	}
}

static __attribute__((noinline)) int stage_map(struct bench *bench, struct chiso_call *call)
{
	int status = CHISO_OK;

	for (size_t at = 0; at < bench->n && !status; at += BATCH) {
		struct chiso_column columns[2 * DEPRIVATIONS] = {0};
		struct chiso_batch batch = {.columns = columns};

		batch.n = (uint32_t)(bench->n - at < BATCH ? bench->n - at : BATCH);
		for (size_t j = 0; j < DEPRIVATIONS; j++)
			columns[j] = (struct chiso_column){.values = bench->bits[j],
							   .validity = bench->known[j],
							   .offset = (int64_t)at};
		call->ones = bench->ones + at * bench->n_words;
		status = poverty_alkire_foster.map(call, &batch, bench->terms + at * call->n_terms,
						   bench->fates + at);
	}
	return status;
}

static __attribute__((noinline)) int stage_add(struct bench *bench, struct sums_rows *rows)
{
	return sums_add_rows(&bench->sums, rows);
}

static __attribute__((noinline)) void stage_plain(const struct bench *bench, const struct sums_rows *rows,
						  double *sums)
{
	size_t n = bench->n_terms;

	for (size_t i = 0; i < rows->n; i++) {
		size_t row = rows->list[i];
		const double *terms = rows->terms + row * n;
		double *into = sums + rows->slots[row] * n;

		for (size_t k = 0; k < n; k++)
			into[k] += terms[k] * rows->factors[row];
	}
}

static __attribute__((noinline)) int stage_merge(struct bench *bench)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < bench->groups.n && !status; i++)
		status = sums_merge(&bench->others, i, &bench->sums, i);
	return status;
}

/* ---- what a stage needs, outside of what is counted ---- */

static void read_file(struct bench *bench, const char *path)
{
	FILE *file = need(fopen(path, "rb"));

	check(!fseek(file, 0, SEEK_END));
	bench->size = (size_t)ftell(file);
	rewind(file);
	bench->data = need(malloc(bench->size + 1));
	check(fread(bench->data, 1, bench->size, file) == bench->size);
	fclose(file);
	for (size_t i = 0; i < bench->size; i++)
		bench->n += bench->data[i] == '\n';
	check(bench->n > 1);
	bench->n--;
}

/* csv.c behind the header. */
static void open_csv(struct csv *csv, struct bench *bench)
{
	csv_open(csv, NULL, "households", bench->data, bench->size, ',', 0);
	check(csv_next(csv) == 1 && csv->n_fields == FIELDS);
}

static void split(struct bench *bench)
{
	static struct places places;
	struct csv_rows rows;
	struct csv csv;
	size_t n = 0;

	bench->households = need(calloc(bench->n, sizeof *bench->households));
	open_csv(&csv, bench);
	do {
		rows = take_rows(&csv, &places);
		for (size_t row = 0; row < rows.n && n < bench->n; row++, n++)
			for (size_t k = 0; k < FIELDS; k++) {
				const uint32_t *end = &rows.ends[row * FIELDS + k];
				uint32_t from = k ? end[-1] + 1 : rows.begins[row];

				bench->households[n].fields[k] =
					(struct slice){rows.text + from, *end - from};
			}
	} while (rows.n);
	csv_close(&csv);
	bench->n = n;
}

static void make_bits(struct bench *bench)
{
	for (size_t j = 0; j < DEPRIVATIONS; j++) {
		bench->bits[j] = need(calloc(bench->n / 8 + 1, 1));
		bench->known[j] = need(calloc(bench->n / 8 + 1, 1));
		for (size_t i = 0; i < bench->n; i++) {
			size_t k = FIRST_DEPRIVATION + j;
			uint8_t bit = (uint8_t)(1u << i % 8);

			if (bench->households[i].fields[k].n)
				bench->known[j][i / 8] |= bit;
			if (bench->numbers[i * FIELDS + k] > 0)
				bench->bits[j][i / 8] |= bit;
		}
	}
}

static void *resize(struct chiso_call *call, void *memory, size_t old_size, size_t size)
{
	(void)call;
	(void)old_size;
	if (size)
		return realloc(memory, size);
	free(memory);
	return NULL;
}

static void refuse(struct chiso_call *call, int status, int param, const struct chiso_text *message)
{
	(void)call;
	fprintf(stderr, "stages: %d, parameter %d: %s\n", status, param, message->text);
	exit(1);
}

/* poverty.alkire_foster with twelve deprivations of equal weight and one cut-off of 1/3. */
static void map_all(struct bench *bench)
{
	static const struct chiso_host host = {
		.size = sizeof host, .abi = CHISO_ABI, .resize = resize, .error = refuse};
	static const char *const names[DEPRIVATIONS] = {"1", "2", "3", "4",  "5",  "6",
							"7", "8", "9", "10", "11", "12"};
	static const struct chiso_labels axes[] = {{names, DEPRIVATIONS}, {names, 1}, {NULL, 0}};
	static const uint32_t lengths[] = {1, DEPRIVATIONS, 1, 0}; /* by axis, 0: none */
	static const struct chiso_value k = {CHISO_RATIO, 0, {.ratio = {1, 3}}};
	static const struct chiso_value drop = {CHISO_CODE, 0, {.code = MISSING_DROP}};
	static const struct chiso_list params[] = {
		[PARAM_K] = {&k, 1}, [PARAM_MISSING] = {&drop, 1}};
	static const uint32_t input_at[] = {0, DEPRIVATIONS, 2 * DEPRIVATIONS};
	uint32_t term_at[TERMS] = {0}, n = 0;
	struct chiso_call call = {.size = sizeof call,
				  .host = &host,
				  .params = params,
				  .axes = axes,
				  .input_at = input_at};

	check(poverty_alkire_foster.n_terms < TERMS);
	for (size_t i = 0; i < poverty_alkire_foster.n_terms; i++) {
		const struct chiso_term *term = &poverty_alkire_foster.terms[i];

		term_at[i] = n;
		n += lengths[term->axis[0]] * lengths[term->axis[1]];
		check(n <= TERMS);
		for (uint32_t t = term_at[i]; t < n && term->field.flags & CHISO_BINARY; t++)
			sums_set_bit(bench->binary, t);
	}
	term_at[poverty_alkire_foster.n_terms] = n;
	call.term_at = term_at;
	call.n_terms = bench->n_terms = n;
	call.n_words = bench->n_words = sums_words(n);
	bench->ones = need(calloc(bench->n * bench->n_words, sizeof *bench->ones));
	bench->terms = (double *)need(calloc(SUMS_BEFORE + bench->n * n + SUMS_SPARE, sizeof *bench->terms)) +
	               SUMS_BEFORE;
	bench->fates = need(calloc(bench->n, 1));
	check(!poverty_alkire_foster.prepare(&call, &call.conf));
	check(!stage_map(bench, &call));
	poverty_alkire_foster.release(&call, call.conf);
}

/* Plain addition adds numbers. */
static void make_numbers(struct bench *bench)
{
	for (size_t i = 0; i < bench->n; i++)
		for (uint32_t t = 0; t < bench->n_terms; t++)
			if (sums_bit(bench->binary, t))
				bench->terms[i * bench->n_terms + t] =
					(double)sums_bit(bench->ones + i * bench->n_words, t);
}

static void add_all(struct bench *bench)
{
	uint64_t room[TERMS * 2] = {0}, *all = room + SUMS_BEFORE;
	double *weights = need(calloc(bench->n, sizeof *weights));
	uint32_t *list = need(calloc(bench->n, sizeof *list));
	struct sums_rows rows = {.plan = {.scaled = all, .counted = all, .binary = bench->binary},
				 .terms = bench->terms,
				 .ones = bench->ones,
				 .n_words = bench->n_words,
				 .factors = weights,
				 .slots = bench->slots,
				 .marks = need(calloc(bench->n, sizeof *rows.marks)),
				 .list = list,
				 .wild = need(calloc(bench->n, sizeof *rows.wild))};

	check(SUMS_BEFORE + bench->n_terms + SUMS_SPARE <= sizeof room / sizeof *room);
	for (size_t i = 0; i < bench->n; i++) {
		weights[i] =
			bench->numbers[i * FIELDS + WEIGHT] * bench->numbers[i * FIELDS + SIZE];
		list[rows.n] = (uint32_t)i;
		rows.n += bench->fates[i] == CHISO_USED;
	}
	memset(all, 0xff, bench->n_terms * sizeof *all);
	sums_init_with_heads(&bench->sums, bench->n_terms);
	sums_init_with_heads(&bench->others, bench->n_terms);
	check(!sums_reserve(&bench->sums, bench->groups.n));
	check(!sums_reserve(&bench->others, bench->groups.n));
	rows.plan.lines = sums_lines(&bench->sums, all);
	check(!stage_add(bench, &rows));
	make_numbers(bench);
	double *plain = need(calloc(bench->groups.n * bench->n_terms, sizeof *plain));
	stage_plain(bench, &rows, plain);
	for (size_t i = 0; i < bench->groups.n * bench->n_terms; i++) {
		double exact = sums_value(&bench->sums, i / bench->n_terms, i % bench->n_terms);

		check(fabs(plain[i] - exact) <= 1e-9 * exact);
	}
	free(plain);
}

static size_t scan(struct bench *bench)
{
	struct csv csv;

	open_csv(&csv, bench);
	size_t n = stage_scan(&csv);
	csv_close(&csv);
	return n;
}

/* Everything up to a stage. */
static size_t run(struct bench *bench, const char *stage)
{
	static const char *const stages[] = {"scan", "parse", "group", "map", "add", "plain", "merge"};
	enum { N_STAGES = sizeof stages / sizeof *stages };
	size_t last = 0;

	while (last < N_STAGES && strcmp(stages[last], stage))
		last++;
	if (last == N_STAGES)
		return 0;
	if (last == 0)
		return scan(bench);
	split(bench);
	bench->numbers = need(calloc(bench->n * FIELDS, sizeof *bench->numbers));
	bench->slots = need(calloc(bench->n, sizeof *bench->slots));
	groups_init(&bench->groups, 2);
	stage_parse(bench);
	if (last > 1)
		stage_group(bench);
	if (last > 2) {
		make_bits(bench);
		map_all(bench);
	}
	if (last > 3)
		add_all(bench);
	if (last < N_STAGES - 1)
		return bench->n;
	/* Into nothing they are copied; two threads have sums of most groups each. */
	for (size_t i = 0; i < bench->groups.n; i++)
		check(!sums_merge(&bench->others, i, &bench->sums, i));
	check(!stage_merge(bench));
	return bench->groups.n;
}

int main(int argc, char **argv)
{
	struct bench bench = {0};

	if (argc != 3) {
		fputs("usage: stages scan|parse|group|map|add|plain|merge HOUSEHOLDS.csv\n", stderr);
		return 2;
	}
	read_file(&bench, argv[2]);
	size_t n = run(&bench, argv[1]);
	check(n > 0);
	printf("%zu\n", n);
	return 0; /* the process gives all memory back */
}
