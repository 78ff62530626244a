/* SPDX-License-Identifier: MIT */
/* Not a test: how long the tree of nearest() takes against trying all arcs, for doc/speed.md.  With
 * the argument "files" it writes synthetic_villages.csv and synthetic_roads.csv of the same places. */
#include "geo/shape_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VILLAGES = 20000, ROADS = 10000, PARTS = 10 };

static uint64_t dice = 88172645463325252;

static double chance(double low, double high)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return low + (high - low) * (double)(dice >> 11) * 0x1p-53;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Roads of ten parts, some 100 m each, in a province of 100 km by 100 km. */
static int make_roads(struct shape_tree *tree, FILE *out)
{
	for (int i = 0; i < ROADS; i++) {
		double lon = chance(106, 107), lat = chance(21, 22);
		struct arc arc;

		if (out)
			fprintf(out, "%d,\"LINESTRING (%.6f %.6f", i, lon, lat);
		for (int k = 0; k < PARTS; k++) {
			arc_point(arc.a, lon, lat);
			lon += chance(-0.001, 0.001);
			lat += chance(-0.001, 0.001);
			arc_point(arc.b, lon, lat);
			if (shape_tree_add(tree, &arc))
				return 1;
			if (out)
				fprintf(out, ", %.6f %.6f", lon, lat);
		}
		if (out)
			fputs(")\"\n", out);
	}
	return 0;
}

static void make_villages(double (*points)[3], FILE *out)
{
	for (int i = 0; i < VILLAGES; i++) {
		double lon = chance(106, 107), lat = chance(21, 22);

		arc_point(points[i], lon, lat);
		if (out)
			fprintf(out, "V%d,%.6f,%.6f\n", i, lon, lat);
	}
}

static int write_files(struct shape_tree *tree, double (*points)[3])
{
	FILE *roads = fopen("synthetic_roads.csv", "w");
	FILE *villages = fopen("synthetic_villages.csv", "w");
	int failed = !roads || !villages;

	if (!failed) {
		fputs("road,wkt\n", roads);
		fputs("village,lon,lat\n", villages);
		failed = make_roads(tree, roads);
		make_villages(points, villages);
	}
	failed |= roads && fclose(roads);
	failed |= villages && fclose(villages);
	return failed;
}

static int compare(struct shape_tree *tree, double (*points)[3])
{
	double *fast = malloc(VILLAGES * sizeof *fast);
	int differ = 0;

	if (!fast)
		return 1;
	double start = seconds();
	if (shape_tree_build(tree))
		return 1;
	double built = seconds();
	for (int i = 0; i < VILLAGES; i++)
		fast[i] = shape_tree_metres(tree, points[i]);
	double asked = seconds();
	for (int i = 0; i < VILLAGES; i++) {
		struct gap slow = gap_none();

		for (size_t k = 0; k < tree->n; k++)
			gap_take(&slow, points[i], &tree->arcs[k]);
		double metres = gap_metres(&slow);

		differ += memcmp(&metres, &fast[i], sizeof metres) != 0;
	}
	double end = seconds();
	printf("%d points, %zu arcs: tree %.3f s (built in %.3f s), all %.1f s, ratio %.0f; %d differ\n",
	       VILLAGES, tree->n, asked - start, built - start, end - asked,
	       (end - asked) / (asked - start), differ);
	free(fast);
	return differ != 0;
}

int main(int argc, char **argv)
{
	struct shape_tree tree = {0};
	double (*points)[3] = malloc(VILLAGES * sizeof *points);
	int status = !points;

	if (!status && argc > 1 && !strcmp(argv[1], "files")) {
		status = write_files(&tree, points);
	} else if (!status) {
		status = make_roads(&tree, NULL);
		make_villages(points, NULL);
		status |= compare(&tree, points);
	}
	shape_tree_clear(&tree);
	free(points);
	return status;
}
