/* SPDX-License-Identifier: MIT */
/* The jobs w1, w2 and w3 of bench/README.md as plain C does them in an afternoon: getline, strsep,
   strtod and a hash.  The other programs' numbers are compared with these, and their times with
   this one's.

       reference w1|w2|w3 HOUSEHOLDS.csv UNITS.csv OUT.csv

   It trusts its input, as such programs do: a short row is an error, anything else is not looked
   for. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPRIVATIONS = 12,
	FIELDS = 7 + DEPRIVATIONS,
	SLOTS = 1 << 16,
	FIRST_YEAR = 2021,
	YEARS = 5
};
enum { PROVINCES = 64, UNITS = 4096, CODE = 16, METRICS = 5 + 2 * DEPRIVATIONS };

/* The sums of a commune in a year. */
struct group {
	char unit[CODE];
	int year, province;
	int households, poor, near_poor, used;
	double weight, weight_poor, weight_near;
	double people, poor_people, lacked; /* of those who lack nothing that is asked: W, P, M */
	double uncensored[DEPRIVATIONS], censored[DEPRIVATIONS];
};

struct groups {
	struct group *slots[SLOTS];
	struct group **list;
	size_t n, room;
};

struct unit {
	char code[CODE];
	int province;
};

struct units {
	struct unit list[UNITS];
	size_t n;
	char provinces[PROVINCES][CODE];
	int n_provinces;
};

struct household {
	const char *unit;
	int year, size, low, lacks, incomplete;
	int deprived[DEPRIVATIONS];
	double weight, income, line;
};

struct person {
	double income, weight, line;
};

/* The incomes of a province in a year. */
struct incomes {
	struct person *list;
	size_t n, room;
};

static void *need(void *memory)
{
	if (!memory) {
		perror("reference");
		exit(1);
	}
	return memory;
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct unit *)a)->code, ((const struct unit *)b)->code);
}

static void read_units(FILE *file, struct units *out)
{
	char *line = NULL;
	size_t room = 0;

	if (getline(&line, &room, file) < 0)
		exit(1);
	while (getline(&line, &room, file) > 0 && out->n < UNITS) {
		char *rest = line, *code = strsep(&rest, ","), *province = strsep(&rest, "\n");
		int p = 0;
		while (p < out->n_provinces && strcmp(out->provinces[p], province))
			p++;
		if (p == out->n_provinces)
			snprintf(out->provinces[out->n_provinces++], CODE, "%s", province);
		snprintf(out->list[out->n].code, CODE, "%s", code);
		out->list[out->n++].province = p;
	}
	free(line);
	qsort(out->list, out->n, sizeof *out->list, by_code);
}

static int province_of(const struct units *units, const char *code)
{
	struct unit key = {.province = 0};

	snprintf(key.code, CODE, "%s", code);
	return ((struct unit *)need(bsearch(&key, units->list, units->n, sizeof key, by_code)))
		->province;
}

static struct group *group_of(struct groups *groups, const char *unit, int year)
{
	unsigned hash = 2166136261u;

	for (const char *s = unit; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 16777619u;
	hash = (hash ^ (unsigned)year) * 16777619u;
	size_t i = (hash ^ hash >> 15) % SLOTS;
	while (groups->slots[i] &&
	       (groups->slots[i]->year != year || strcmp(groups->slots[i]->unit, unit)))
		i = (i + 1) % SLOTS;
	if (!groups->slots[i]) {
		struct group *it = need(calloc(1, sizeof *it));
		snprintf(it->unit, CODE, "%s", unit);
		it->year = year;
		if (groups->n == groups->room) {
			groups->room = groups->room ? 2 * groups->room : 1024;
			groups->list = need(realloc(groups->list, groups->room * sizeof it));
		}
		groups->slots[i] = groups->list[groups->n++] = it;
	}
	return groups->slots[i];
}

static int parse(char *line, ssize_t length, struct household *out)
{
	char *fields[FIELDS], *rest = line;

	if (line[length - 1] == '\n')
		line[length - 1] = 0;
	/* strtok() would skip empty fields, and a missing value would shift the row. */
	for (int i = 0; i < FIELDS; i++)
		if (!(fields[i] = strsep(&rest, ",")))
			return -1;
	*out = (struct household){
		.unit = fields[1], .year = atoi(fields[2]), .size = atoi(fields[4])};
	out->weight = strtod(fields[5], NULL);
	out->income = strtod(fields[6], NULL);
	out->line = strcmp(fields[3], "rural") ? 2000000 : 1500000;
	out->low = out->income <= out->line;
	for (int j = 0; j < DEPRIVATIONS; j++) {
		out->deprived[j] = atoi(fields[7 + j]);
		out->lacks += out->deprived[j];
		out->incomplete |= !*fields[7 + j];
	}
	return 0;
}

static void add(struct group *group, const struct household *it)
{
	double people = it->weight * it->size;

	group->households++;
	group->weight += it->weight;
	if (it->low && it->lacks >= 3) {
		group->poor++;
		group->weight_poor += it->weight;
	} else if (it->low) {
		group->near_poor++;
		group->weight_near += it->weight;
	}
	if (it->incomplete)
		return;
	group->used++;
	group->people += people;
	for (int j = 0; j < DEPRIVATIONS; j++)
		group->uncensored[j] += people * it->deprived[j];
	if (it->lacks < 4)
		return;
	group->poor_people += people;
	group->lacked += people * it->lacks / DEPRIVATIONS;
	for (int j = 0; j < DEPRIVATIONS; j++)
		group->censored[j] += people * it->deprived[j];
}

static void add_income(struct incomes *to, const struct household *it)
{
	if (to->n == to->room) {
		to->room = to->room ? 2 * to->room : 1024;
		to->list = need(realloc(to->list, to->room * sizeof *to->list));
	}
	to->list[to->n++] = (struct person){it->income, it->weight * it->size, it->line};
}

/* ---- w1 ---- */

static int by_unit(const void *a, const void *b)
{
	const struct group *x = *(struct group *const *)a, *y = *(struct group *const *)b;
	int order = strcmp(x->unit, y->unit);

	return order ? order : (x->year > y->year) - (x->year < y->year);
}

/* Nothing where the whole is 0. */
static void write_ratio(FILE *out, double part, double whole)
{
	if (whole > 0)
		fprintf(out, ",%.17g", part / whole);
	else
		fputc(',', out);
}

static void write_communes(FILE *out, struct groups *groups)
{
	qsort(groups->list, groups->n, sizeof *groups->list, by_unit);
	fputs("unit,period,n,sum_w,poor,near_poor,af_n,af_pop,H,A,M0", out);
	for (int j = 1; j <= DEPRIVATIONS; j++)
		fprintf(out, ",u%d", j);
	for (int j = 1; j <= DEPRIVATIONS; j++)
		fprintf(out, ",c%d", j);
	fputc('\n', out);
	for (size_t i = 0; i < groups->n; i++) {
		const struct group *it = groups->list[i];
		fprintf(out, "%s,%d,%d,%.17g,%d,%d,%d,%.17g", it->unit, it->year, it->households,
			it->weight, it->poor, it->near_poor, it->used, it->people);
		write_ratio(out, it->poor_people, it->people);
		write_ratio(out, it->lacked, it->poor_people);
		write_ratio(out, it->lacked, it->people);
		for (int j = 0; j < DEPRIVATIONS; j++)
			write_ratio(out, it->uncensored[j], it->people);
		for (int j = 0; j < DEPRIVATIONS; j++)
			write_ratio(out, it->censored[j], it->people);
		fputc('\n', out);
	}
}

/* ---- w2 ---- */

static double part_of(const struct group *it, int metric)
{
	const double first[] = {it->weight_poor, it->weight_near, it->poor_people, it->lacked,
				it->lacked};

	if (metric < 5)
		return first[metric];
	return metric < 5 + DEPRIVATIONS ? it->uncensored[metric - 5]
					 : it->censored[metric - 5 - DEPRIVATIONS];
}

static double whole_of(const struct group *it, int metric)
{
	return metric < 2 ? it->weight : metric == 3 ? it->poor_people : it->people;
}

/* A ratio of a province, or of all (-1), and its standard error: communes vary within provinces. */
static double ratio(const struct groups *groups, int province, int year, int metric, double *se)
{
	double part = 0, whole = 0, sums[PROVINCES] = {0}, squares[PROVINCES] = {0}, variance = 0;
	int n[PROVINCES] = {0};

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < groups->n; i++) {
			const struct group *it = groups->list[i];
			if (it->year != year || (province >= 0 && it->province != province))
				continue;
			if (!pass) {
				part += part_of(it, metric);
				whole += whole_of(it, metric);
				continue;
			}
			double z =
				(part_of(it, metric) - part / whole * whole_of(it, metric)) / whole;
			sums[it->province] += z;
			squares[it->province] += z * z;
			n[it->province]++;
		}
	for (int h = 0; h < PROVINCES; h++)
		if (n[h] > 1)
			variance += n[h] / (n[h] - 1.0) * (squares[h] - sums[h] * sums[h] / n[h]);
	*se = sqrt(variance > 0 ? variance : 0);
	return part / whole;
}

static void write_errors(FILE *out, const struct groups *groups, const struct units *units)
{
	static const char *const names[] = {"poor", "near", "H", "A", "M0"};

	fputs("province,period,metric,est,se\n", out);
	for (size_t i = 0; i < groups->n; i++)
		groups->list[i]->province = province_of(units, groups->list[i]->unit);
	for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++)
		for (int p = -1; p < units->n_provinces; p++)
			for (int m = 0; m < METRICS; m++) {
				double se, value = ratio(groups, p, year, m, &se);
				fprintf(out, "%s,%d,", p < 0 ? "VN" : units->provinces[p], year);
				if (m < 5)
					fputs(names[m], out);
				else
					fprintf(out, "%c%d", m < 5 + DEPRIVATIONS ? 'u' : 'c',
						(m - 5) % DEPRIVATIONS + 1);
				/* Nothing where nobody is poor, of A. */
				if (isnan(value))
					fputs(",,\n", out);
				else
					fprintf(out, ",%.17g,%.17g\n", value, se);
			}
}

/* ---- w3 ---- */

static int by_income(const void *a, const void *b)
{
	double x = ((const struct person *)a)->income, y = ((const struct person *)b)->income;

	return (x > y) - (x < y);
}

static void write_inequality(FILE *out, const char *province, int year, struct incomes *of)
{
	double powers[3] = {0}, people = 0, money = 0, area = 0;

	qsort(of->list, of->n, sizeof *of->list, by_income);
	for (size_t i = 0; i < of->n; i++) {
		const struct person *it = &of->list[i];
		double gap = (it->line - it->income) / it->line, term = it->weight;
		area += it->weight * it->income * (people + it->weight / 2);
		people += it->weight;
		money += it->weight * it->income;
		for (int a = 0; a < 3 && gap >= 0; a++, term *= gap)
			powers[a] += term;
	}
	fprintf(out, "%s,%d,%zu,%.17g,%.17g,%.17g,%.17g\n", province, year, of->n,
		powers[0] / people, powers[1] / people, powers[2] / people,
		2 * area / (people * money) - 1);
}

static void write_incomes(FILE *out, struct incomes (*cells)[YEARS], const struct units *units)
{
	fputs("province,period,n,P0,P1,P2,gini\n", out);
	for (int t = 0; t < YEARS; t++) {
		struct incomes all = {0};
		for (int p = 0; p < units->n_provinces; p++)
			all.room += cells[p][t].n;
		all.list = need(malloc((all.room + 1) * sizeof *all.list));
		for (int p = 0; p < units->n_provinces; p++) {
			const struct incomes *it = &cells[p][t];
			if (!it->n)
				continue;
			memcpy(all.list + all.n, it->list, it->n * sizeof *all.list);
			all.n += it->n;
			write_inequality(out, units->provinces[p], FIRST_YEAR + t, &cells[p][t]);
		}
		write_inequality(out, "VN", FIRST_YEAR + t, &all);
		free(all.list);
	}
}

struct all {
	struct units units;
	struct groups groups;
	struct incomes incomes[PROVINCES][YEARS];
};

static int read_households(FILE *file, struct all *all, char job)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	struct household it;

	if (getline(&line, &room, file) < 0)
		return -1;
	while ((length = getline(&line, &room, file)) > 0) {
		if (parse(line, length, &it))
			return -1;
		if (job == '3')
			add_income(&all->incomes[province_of(&all->units, it.unit)]
						[it.year - FIRST_YEAR],
				   &it);
		else
			add(group_of(&all->groups, it.unit, it.year), &it);
	}
	free(line);
	return 0;
}

static void clear(struct all *all)
{
	for (size_t i = 0; i < all->groups.n; i++)
		free(all->groups.list[i]);
	free(all->groups.list);
	for (int p = 0; p < PROVINCES; p++)
		for (int t = 0; t < YEARS; t++)
			free(all->incomes[p][t].list);
	free(all);
}

int main(int argc, char **argv)
{
	char job = argc == 5 && argv[1][0] == 'w' ? argv[1][1] : 0;

	if (job < '1' || job > '3') {
		fputs("usage: reference w1|w2|w3 HOUSEHOLDS.csv UNITS.csv OUT.csv\n", stderr);
		return 2;
	}
	struct all *all = need(calloc(1, sizeof *all));
	FILE *households = need(fopen(argv[2], "r")), *units = need(fopen(argv[3], "r"));
	FILE *out = need(fopen(argv[4], "w"));
	read_units(units, &all->units);
	if (read_households(households, all, job)) {
		fputs("reference: a short row\n", stderr);
		return 1;
	}
	if (job == '1')
		write_communes(out, &all->groups);
	if (job == '2')
		write_errors(out, &all->groups, &all->units);
	if (job == '3')
		write_incomes(out, all->incomes, &all->units);
	fclose(households);
	fclose(units);
	clear(all);
	return fclose(out) ? 1 : 0;
}
