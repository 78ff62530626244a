/* SPDX-License-Identifier: MIT */
/* Writes SYNTHETIC households of a poverty review, and the communes that they live in:

       generate ROWS HOUSEHOLDS.csv UNITS.csv [COMMUNES]

   Every value is a hash of the seed and of the row's number, so that a number of rows always gives
   the same bytes.  3,321 communes (or fewer) in 34 provinces, 5 years; rows come in no order, as
   from a survey.  Rates vary by commune, province, year and household; 2 % of the deprivations are
   missing. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMUNES = 3321, PROVINCES = 34, YEARS = 5, DEPRIVATIONS = 12, FIRST_YEAR = 2021 };

/* What a value is drawn for: the first argument of draw(). */
enum {
	OF_PROVINCE = 1,
	OF_CODE,
	OF_SIZE,
	OF_URBAN,
	OF_MEAN,
	OF_WEIGHT,
	OF_RATE,
	OF_HOUSEHOLD = 11
};

static const uint64_t seed = 20250701;
static const double rates[DEPRIVATIONS] = {.12, .08, .06, .10, .15, .05,
					   .12, .20, .09, .18, .14, .05};
/* How much more often each fourth of the households is deprived. */
static const double hardship[4] = {.35, .75, 1.3, 2.4};

struct commune {
	int code, province;
	double urban;  /* share of its households */
	double income; /* mean of the logarithm */
	double weight;
	double deprived[YEARS]
		       [DEPRIVATIONS]; /* below it a hash of 32 bits means yes, times hardship */
	uint64_t first;                /* row */
};

struct country {
	uint64_t rows;
	int n;                    /* communes */
	int provinces[PROVINCES]; /* codes */
	struct commune communes[COMMUNES + 1];
};

static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static uint64_t draw(uint64_t what, uint64_t number)
{
	return mix(mix(seed ^ (what * 0xd6e8feb86659fd93u)) + number);
}

static double uniform(uint64_t hash)
{
	return ((double)(hash >> 11) + 0.5) * 0x1p-53;
}

static double normal(uint64_t hash)
{
	return sqrt(-2 * log(uniform(mix(hash)))) * cos(6.283185307179586 * uniform(mix(hash + 1)));
}

static void make_commune(struct commune *it, uint64_t number, double mean)
{
	it->urban = .03 + .94 * pow(uniform(draw(OF_URBAN, number)), 2);
	it->income = log(3.1e6) + .5 * it->urban - .28 * log(mean);
	it->weight = 2 + 38 * uniform(draw(OF_WEIGHT, number));
	for (int year = 0; year < YEARS; year++)
		for (int j = 0; j < DEPRIVATIONS; j++) {
			double spread = exp(.3 * normal(draw(OF_RATE, number * 16 + (uint64_t)j)));
			double rate = rates[j] * mean * spread * pow(.92, year);
			it->deprived[year][j] = floor((rate > .4 ? .4 : rate) * 4294967295.0 / 2.4);
		}
}

static void make_country(struct country *out, uint64_t rows, int communes)
{
	double sizes[COMMUNES], total = 0, before = 0, effect[PROVINCES];
	int code = 1;

	out->rows = rows;
	out->n = communes;
	for (int p = 0; p < PROVINCES; p++) {
		out->provinces[p] = 1 + p * 97 / PROVINCES;
		effect[p] = normal(draw(OF_PROVINCE, (uint64_t)p));
	}
	for (int c = 0; c < out->n; c++) {
		struct commune *it = &out->communes[c];
		uint64_t number = (uint64_t)c;
		code += 1 + (int)(draw(OF_CODE, number) % 9); /* gaps, as real codes have */
		it->code = code;
		it->province = c * PROVINCES / out->n;
		sizes[c] = exp(0.6 * normal(draw(OF_SIZE, number)));
		total += sizes[c];
		make_commune(it, number,
			     exp(.45 * normal(draw(OF_MEAN, number)) + .35 * effect[it->province]));
	}
	for (int c = 0; c < out->n; c++) {
		out->communes[c].first = (uint64_t)((double)rows * before / total);
		before += sizes[c];
	}
	out->communes[out->n].first = rows;
}

/* The rows in another order: a permutation of the powers of two, walked until it falls below rows.
 */
static uint64_t shuffled(uint64_t row, uint64_t rows)
{
	unsigned bits = 1;

	while (((uint64_t)1 << bits) < rows)
		bits++;
	uint64_t mask = ((uint64_t)1 << bits) - 1;
	do
		for (int round = 0; round < 3; round++) {
			row = (row * 0x9e3779b97f4a7c15u + seed) & mask;
			row ^= row >> ((bits + 1) / 2);
		}
	while (row >= rows);
	return row;
}

static const struct commune *commune_of(const struct country *country, uint64_t row)
{
	int low = 0, high = country->n;

	while (high - low > 1) {
		int middle = (low + high) / 2;
		if (country->communes[middle].first <= row)
			low = middle;
		else
			high = middle;
	}
	return &country->communes[low];
}

static void write_deprivations(FILE *file, const double limits[DEPRIVATIONS], double times,
			       uint64_t hash)
{
	char text[2 * DEPRIVATIONS + 1], *end = text;

	for (int j = 0; j < DEPRIVATIONS; j++) {
		hash = mix(hash);
		*end++ = ',';
		if ((hash & 0xffff) >= 1311) /* else missing, 2 % */
			*end++ = (double)(hash >> 32) < limits[j] * times ? '1' : '0';
	}
	*end++ = '\n';
	fwrite(text, 1, (size_t)(end - text), file);
}

static void write_household(FILE *file, const struct country *country, uint64_t row)
{
	const struct commune *it = commune_of(country, row);
	int year = (int)((row - it->first) * YEARS / (it[1].first - it->first));
	uint64_t area = draw(OF_HOUSEHOLD, row), kind = mix(area), weight = mix(kind),
		 money = mix(weight);
	double times = hardship[kind & 3];
	int size = 1 + (int)((kind >> 8) % 4) + (int)((kind >> 16) % 3) +
		   ((kind >> 24 & 7) == 0 ? (int)((kind >> 27) % 6) : 0);
	int hundredths = (int)(100 * it->weight * (.8 + .4 * uniform(weight)));
	uint64_t income = (uint64_t)(exp(it->income + .05 * year + .55 * normal(money) -
					 .30 * log(times) - .1) /
				     1000) *
			  1000;
	/* Most incomes are round. */
	if ((money & 7) == 0)
		income += (money >> 8) % 1000;
	fprintf(file, "HH%07" PRIu64 ",%05d,%d,%s,%d,%d.%02d,%" PRIu64, row + 1, it->code,
		FIRST_YEAR + year, uniform(area) < it->urban ? "urban" : "rural", size,
		hundredths / 100, hundredths % 100, income);
	write_deprivations(file, it->deprived[year], times, money);
}

static int write_households(const char *path, const struct country *country)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return -1;
	fputs("household_id,unit,period,area,size,weight,income,dep_employment,dep_dependents,"
	      "dep_nutrition,dep_insurance,dep_adult_education,dep_school_attendance,"
	      "dep_housing_quality,dep_housing_area,dep_water,dep_toilet,dep_telecom,dep_media\n",
	      file);
	for (uint64_t i = 0; i < country->rows; i++)
		write_household(file, country, shuffled(i, country->rows));
	int bad = ferror(file);
	return fclose(file) || bad ? -1 : 0;
}

static int write_units(const char *path, const struct country *country)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return -1;
	fputs("unit,province\n", file);
	for (int c = 0; c < country->n; c++)
		fprintf(file, "%05d,%02d\n", country->communes[c].code,
			country->provinces[country->communes[c].province]);
	int bad = ferror(file);
	return fclose(file) || bad ? -1 : 0;
}

int main(int argc, char **argv)
{
	uint64_t rows = argc == 4 || argc == 5 ? strtoull(argv[1], NULL, 10) : 0;
	long communes = argc == 5 ? strtol(argv[4], NULL, 10) : COMMUNES;

	if (rows < 1 || rows > 1000000000 || communes < 1 || communes > COMMUNES) {
		fputs("usage: generate ROWS HOUSEHOLDS.csv UNITS.csv [COMMUNES]\n", stderr);
		return 2;
	}
	struct country *country = calloc(1, sizeof *country);
	if (!country) {
		perror("generate");
		return 1;
	}
	make_country(country, rows, (int)communes);
	int bad = write_households(argv[2], country) || write_units(argv[3], country);
	if (bad)
		perror("generate");
	free(country);
	return bad ? 1 : 0;
}
