/* SPDX-License-Identifier: MIT */
/* The job w4 of bench/README.md in plain C:

       reference_table VALUES.csv INDICATORS.csv OUT

   writes OUT.composite.csv and OUT.progress.csv.  It trusts its input. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = 512, INDICATORS = 64, YEARS = 10, FIRST_YEAR = 2015, TARGET_YEAR = 2030, CODE = 16 };

struct indicator {
	char code[CODE];
	int direction;
	double weight, target, least, greatest;
};

struct table {
	int n_units, n_indicators;
	struct indicator indicators[INDICATORS];
	char units[UNITS][CODE];
	double values[UNITS][INDICATORS][YEARS], composite[UNITS][YEARS];
};

static void read_indicators(FILE *file, struct table *out)
{
	char *line = NULL;
	size_t room = 0;

	if (getline(&line, &room, file) < 0)
		exit(1);
	while (getline(&line, &room, file) > 0 && out->n_indicators < INDICATORS) {
		struct indicator *it = &out->indicators[out->n_indicators++];
		char *rest = line;
		snprintf(it->code, CODE, "%s", strsep(&rest, ","));
		it->direction = atoi(strsep(&rest, ","));
		it->weight = strtod(strsep(&rest, ","), NULL);
		it->target = strtod(rest, NULL);
		it->least = INFINITY;
		it->greatest = -INFINITY;
	}
	free(line);
}

/* The lines of a unit stand together, and so do those of an indicator in it: what is looked for is
   most often what was found last. */
static void read_values(FILE *file, struct table *out)
{
	char *line = NULL;
	size_t room = 0;
	int u = 0, i = 0;

	if (getline(&line, &room, file) < 0)
		exit(1);
	while (getline(&line, &room, file) > 0) {
		char *rest = line, *unit = strsep(&rest, ",");
		int year = atoi(strsep(&rest, ",")) - FIRST_YEAR;
		char *code = strsep(&rest, ",");
		double value = strtod(rest, NULL);
		while (u < out->n_units && strcmp(out->units[u], unit))
			u++;
		if (u == out->n_units)
			snprintf(out->units[out->n_units++], CODE, "%s", unit);
		while (strcmp(out->indicators[i].code, code))
			i = (i + 1) % out->n_indicators;
		out->values[u][i][year] = value;
		out->indicators[i].least = fmin(out->indicators[i].least, value);
		out->indicators[i].greatest = fmax(out->indicators[i].greatest, value);
	}
	free(line);
}

static void compose(struct table *table)
{
	double weights = 0;

	for (int i = 0; i < table->n_indicators; i++)
		weights += table->indicators[i].weight;
	for (int u = 0; u < table->n_units; u++)
		for (int t = 0; t < YEARS; t++) {
			double sum = 0;
			for (int i = 0; i < table->n_indicators; i++) {
				const struct indicator *it = &table->indicators[i];
				double value = table->values[u][i][t];
				double way = it->direction > 0 ? value - it->least
							       : it->greatest - value;
				sum += it->weight * way / (it->greatest - it->least);
			}
			table->composite[u][t] = sum / weights;
		}
}

static void write_composite(FILE *out, const struct table *table)
{
	fputs("unit,period,composite,rank\n", out);
	for (int u = 0; u < table->n_units; u++)
		for (int t = 0; t < YEARS; t++) {
			int rank = 1;
			for (int v = 0; v < table->n_units; v++)
				rank += table->composite[v][t] > table->composite[u][t];
			fprintf(out, "%s,%d,%.17g,%d\n", table->units[u], FIRST_YEAR + t,
				table->composite[u][t], rank);
		}
}

static void write_progress(FILE *out, const struct table *table)
{
	fputs("unit,indicator,growth,needed,ratio,projected\n", out);
	for (int u = 0; u < table->n_units; u++)
		for (int i = 0; i < table->n_indicators; i++) {
			const struct indicator *it = &table->indicators[i];
			const double *values = table->values[u][i];
			int to_target = TARGET_YEAR - FIRST_YEAR;
			double growth = pow(values[YEARS - 1] / values[0], 1.0 / (YEARS - 1)) - 1;
			double needed = pow(it->target / values[0], 1.0 / to_target) - 1;
			fprintf(out, "%s,%s,%.17g,%.17g,%.17g,%.17g\n", table->units[u], it->code,
				growth, needed, growth / needed,
				values[0] * pow(1 + growth, to_target));
		}
}

int main(int argc, char **argv)
{
	char path[4096];

	if (argc != 4) {
		fputs("usage: reference_table VALUES.csv INDICATORS.csv OUT\n", stderr);
		return 2;
	}
	struct table *table = calloc(1, sizeof *table);
	FILE *values = fopen(argv[1], "r"), *indicators = fopen(argv[2], "r");
	snprintf(path, sizeof path, "%s.composite.csv", argv[3]);
	FILE *composite = fopen(path, "w");
	snprintf(path, sizeof path, "%s.progress.csv", argv[3]);
	FILE *progress = fopen(path, "w");
	if (!table || !values || !indicators || !composite || !progress) {
		perror("reference_table");
		return 1;
	}
	read_indicators(indicators, table);
	read_values(values, table);
	compose(table);
	write_composite(composite, table);
	write_progress(progress, table);
	fclose(values);
	fclose(indicators);
	free(table);
	return fclose(composite) | fclose(progress) ? 1 : 0;
}
