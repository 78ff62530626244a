/* SPDX-License-Identifier: MIT */
/* Writes a SYNTHETIC table of 200 communes, 10 years and 40 indicators, one value a line, and what
   is known of the indicators (direction 1: more is better, -1: less is):

       generate_table VALUES.csv INDICATORS.csv */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum { INDICATORS = 40, COMMUNES = 200, YEARS = 10, FIRST_YEAR = 2015 };

struct indicator {
	double level, growth;
};

static double draw(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	x ^= x >> 31;
	return ((double)(x >> 11) + .5) * 0x1p-53;
}

static void write_indicators(FILE *file, struct indicator *out, uint64_t *state)
{
	fputs("indicator,direction,weight,target\n", file);
	for (int i = 0; i < INDICATORS; i++) {
		int direction = draw(state) < .6 ? 1 : -1;
		out[i].level = pow(10, 4 * draw(state));
		out[i].growth = direction * (.01 + .05 * draw(state));
		fprintf(file, "ind%02d,%d,%.2f,%.3f\n", i + 1, direction, .5 + 2 * draw(state),
			out[i].level * pow(1 + out[i].growth * 1.2, 15));
	}
}

static void write_values(FILE *file, const struct indicator *indicators, uint64_t *state)
{
	fputs("unit,period,indicator,value\n", file);
	for (int c = 0; c < COMMUNES; c++)
		for (int i = 0; i < INDICATORS; i++) {
			double a = draw(state), b = draw(state);
			double base = indicators[i].level * exp(.4 * (a + b - 1));
			double growth = indicators[i].growth + .03 * (draw(state) - .5);
			for (int year = 0; year < YEARS; year++)
				fprintf(file, "%05d,%d,ind%02d,%.3f\n", 1001 + c * 7,
					FIRST_YEAR + year, i + 1,
					base * pow(1 + growth, year) *
						(1 + .02 * (draw(state) - .5)));
		}
}

int main(int argc, char **argv)
{
	struct indicator indicators[INDICATORS];
	uint64_t state = 20300101;

	if (argc != 3) {
		fputs("usage: generate_table VALUES.csv INDICATORS.csv\n", stderr);
		return 2;
	}
	FILE *values = fopen(argv[1], "w"), *about = fopen(argv[2], "w");
	if (!values || !about) {
		perror("generate_table");
		return 1;
	}
	write_indicators(about, indicators, &state);
	write_values(values, indicators, &state);
	int bad = ferror(values) || ferror(about);
	bad |= fclose(values) | fclose(about);
	if (bad)
		perror("generate_table");
	return bad ? 1 : 0;
}
