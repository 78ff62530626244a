/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "records/geojson.h"
#include "geo/shape_tree.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- distances, against 50 digits: tests/arc_cases.py ---- */

Test(shape, distances)
{
	FILE *file = fopen(SRCDIR "/tests/arc_cases.csv", "r");
	char line[512];
	int n = 0;

	cr_assert_not_null(file);
	cr_assert_not_null(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file)) {
		double v[7], p[3];
		char *at = line;
		struct arc arc;
		struct gap gap = gap_none();

		for (int i = 0; i < 7; i++, at++)
			v[i] = strtod(at, &at);
		arc_point(p, v[0], v[1]);
		arc_point(arc.a, v[2], v[3]);
		arc_point(arc.b, v[4], v[5]);
		gap_take(&gap, p, &arc);
		double metres = gap_metres(&gap);
		/* 5 nm: what a coordinate of a point can be off. */
		cr_expect(fabs(metres - v[6]) <= 5e-9 + 1e-15 * v[6], "%s is %.17g", line, metres);
		n++;
	}
	fclose(file);
	cr_expect_eq(n, 39);
}

/* ---- the tree, against trying all ---- */

static uint64_t dice = 88172645463325252;

static double chance(double low, double high)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return low + (high - low) * (double)(dice >> 11) * 0x1p-53;
}

static const struct region {
	double lon, lat, wide, around, size;
} regions[] = {
	{106.6, 21.6, 0.3, 0.3, 0.002}, /* a district */
	{180, 0, 2, 2, 0.1},            /* longitude 180 */
	{0, 90, 3, 180, 1},             /* a pole */
	{0, 0, 90, 180, 30},            /* the world */
	{10, 10, 0, 0, 0},              /* one place */
	{10, 0, 0, 0.5, 0.01},          /* along the equator */
};

static void place(double out[3], const struct region *region, double lon, double lat)
{
	lon = fmod(region->lon + lon + 540, 360) - 180;
	lat += region->lat;
	arc_point(out, lon, lat > 90 ? 90 : lat < -90 ? -90 : lat);
}

static void random_arc(struct arc *arc, const struct region *region)
{
	double lon = chance(-region->around, region->around);
	double lat = chance(-region->wide, region->wide);

	place(arc->a, region, lon, lat);
	*arc = (struct arc){{arc->a[0], arc->a[1], arc->a[2]}, {arc->a[0], arc->a[1], arc->a[2]}};
	if (chance(0, 1) < 0.2)
		return; /* of length zero */
	place(arc->b, region, lon + chance(-region->size, region->size),
	      lat + (region->wide > 0 ? chance(-region->size, region->size) : 0));
}

/* Where an arc bulges most over the straight line between its ends. */
static void middle(double out[3], const struct arc *arc)
{
	double length2 = 0;

	for (int i = 0; i < 3; i++) {
		out[i] = arc->a[i] + arc->b[i];
		length2 += out[i] * out[i];
	}
	for (int i = 0; i < 3; i++)
		out[i] /= sqrt(length2);
}

static double try_all(const struct shape_tree *tree, const struct arc *arcs, size_t n,
                      const double p[3])
{
	struct gap gap = gap_none();
	double metres = INFINITY;

	for (size_t i = 0; i < n && tree->geodesic; i++)
		metres = fmin(metres, geodesic_metres(tree->geodesic, p, &arcs[i]));
	for (size_t i = 0; i < n && !tree->geodesic; i++)
		gap_take(&gap, p, &arcs[i]);
	return tree->geodesic || !n ? metres : gap_metres(&gap);
}

static void ask(const struct shape_tree *tree, const struct arc *arcs, size_t n, const double p[3])
{
	double slow = try_all(tree, arcs, n, p), fast = shape_tree_metres(tree, p);

	cr_expect(!memcmp(&slow, &fast, sizeof slow), "%zu: %.17g; all: %.17g", n, fast, slow);
}

static void compare_trees(const struct geodesic *geodesic, const size_t *sizes, size_t n_sizes,
                          int points)
{
	struct arc *arcs = malloc(3000 * sizeof *arcs);

	cr_assert_not_null(arcs);
	for (size_t r = 0; r < sizeof regions / sizeof *regions; r++)
		for (size_t s = 0; s < n_sizes; s++) {
			struct shape_tree tree = {.geodesic = geodesic};
			double p[3];

			for (size_t i = 0; i < sizes[s]; i++) {
				random_arc(&arcs[i], &regions[r]);
				cr_assert_eq(shape_tree_add(&tree, &arcs[i]), CHISO_OK);
			}
			cr_assert_eq(shape_tree_build(&tree), CHISO_OK);
			for (int i = 0; i < points; i++) {
				/* Near, on one of them, and anywhere. */
				place(p, &regions[r],
				      chance(-regions[r].around, regions[r].around),
				      chance(-regions[r].wide, regions[r].wide));
				ask(&tree, arcs, sizes[s], p);
				arc_point(p, chance(-180, 180), chance(-90, 90));
				ask(&tree, arcs, sizes[s], p);
				if (!sizes[s])
					continue;
				ask(&tree, arcs, sizes[s], arcs[i % (int)sizes[s]].b);
				middle(p, &arcs[i % (int)sizes[s]]);
				ask(&tree, arcs, sizes[s], p);
			}
			shape_tree_clear(&tree);
		}
	free(arcs);
}

Test(shape, tree_is_brute_force)
{
	static const size_t sizes[] = {0, 1, 8, 9, 17, 100, 3000};

	compare_trees(NULL, sizes, sizeof sizes / sizeof *sizes, 60);
}

/* ---- the ellipsoid ---- */

static struct geodesic *ellipsoid(void)
{
	struct geodesic *geodesic;

	if (geodesic_open(&geodesic))
		cr_skip_test("built without PROJ, or it is not there");
	return geodesic;
}

Test(shape, tree_is_brute_force_on_the_ellipsoid)
{
	static const size_t sizes[] = {0, 9, 300};
	struct geodesic *geodesic = ellipsoid();

	compare_trees(geodesic, sizes, sizeof sizes / sizeof *sizes, 12);
	free(geodesic);
}

/* Against tests/geodesic_cases.py, which follows Vincenty and is right to some tenths of a
 * millimetre. */
Test(shape, distances_on_the_ellipsoid)
{
	FILE *file = fopen(SRCDIR "/tests/geodesic_cases.csv", "r");
	struct geodesic *geodesic = ellipsoid();
	char line[512];
	int n = 0;

	cr_assert_not_null(file);
	cr_assert_not_null(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file)) {
		double v[7], p[3];
		char *at = line;
		struct arc arc;

		for (int i = 0; i < 7; i++, at++)
			v[i] = strtod(at, &at);
		arc_point(p, v[0], v[1]);
		arc_point(arc.a, v[2], v[3]);
		arc_point(arc.b, v[4], v[5]);
		double metres = geodesic_metres(geodesic, p, &arc);
		cr_expect(fabs(metres - v[6]) <= 5e-4, "%s is %.17g", line, metres);
		n++;
	}
	fclose(file);
	free(geodesic);
	cr_expect_eq(n, 52);
}

/* The straight lines of long arcs run deep under their middle, further than another arc is away. */
Test(shape, arcs_bulge)
{
	struct shape_tree tree = {0};
	struct arc arcs[16];
	double p[3];

	arc_point(p, 0, 0);
	for (int i = 0; i < 16; i++) {
		arc_point(arcs[i].a, i < 8 ? -40 : 0.001 * i, i < 8 ? 0 : 10);
		arc_point(arcs[i].b, i < 8 ? 40 : 0.001 * i, i < 8 ? 0 : 11);
		cr_assert_eq(shape_tree_add(&tree, &arcs[i]), CHISO_OK);
	}
	cr_assert_eq(shape_tree_build(&tree), CHISO_OK);
	cr_expect(shape_tree_metres(&tree, p) < 1e-8, "%g", shape_tree_metres(&tree, p));
	ask(&tree, arcs, 16, p);
	shape_tree_clear(&tree);
}

/* ---- texts ---- */

/* In memory of its own size, so that reading past its end is seen. */
static int read_exactly(struct shape *shape, const char *text, size_t n, struct shape_fault *fault)
{
	struct arena arena = {0};
	char *copy = malloc(n ? n : 1);

	cr_assert_not_null(copy);
	memcpy(copy, text, n);
	*fault = (struct shape_fault){MSG_OUT_OF_MEMORY, NULL, NULL};
	int status = shape_read(shape, &arena, (struct slice){copy, n}, fault);
	if (status)
		cr_expect(status == CHISO_EDATA && fault->met && fault->wanted, "%.*s", (int)n, text);
	free(copy);
	arena_clear(&arena);
	return status;
}

Test(shape, kinds)
{
	static const struct {
		const char *text;
		size_t arcs;
		int is_point;
	} good[] = {
		{"POINT(1 2)", 1, 1},
		{" point\t( -1.5e1  +2 )\n", 1, 1},
		{"PointZM (1 2 3 4)", 1, 1},
		{"POINT M (1 2 3)", 1, 1},
		{"MULTIPOINT (1 2)", 1, 1},
		{"MULTIPOINT ((1 2), 3 4, EMPTY, (5 6))", 3, 0},
		{"LINESTRING (1 2, 3 4)", 1, 0},
		{"LINESTRING Z (1 2 9, 1 2 9, 3 4 9)", 2, 0},
		{"MULTILINESTRING ((1 2, 3 4), EMPTY, (5 6, 7 8, 9 10))", 3, 0},
		{"POINT (180 90)", 1, 1},
		{"POINT (-180 -90)", 1, 1},
	};
	static const char *const bad[] = {
		"", " ", "(1 2)", "POINT", "POINT Z", "POINT ()", "POINT (1)", "POINT (1 2", "POINT 1 2",
		"POINT (1 2) 3", "POINT (1 2, 3 4)", "POINT (1 2 3 4 5)", "POINT (1,5 2,5)",
		"POINT (0x1 2)", "POINT (inf 2)", "POINT (1 2))", "POINTS (1 2)", "LINESTRING (1 2)",
		"LINESTRING (1 2,)", "LINESTRING ((1 2, 3 4))", "LINESTRING (1 2, EMPTY)",
		"MULTILINESTRING (1 2, 3 4)", "MULTILINESTRING ((1 2, 3 4)", "MULTIPOINT (EMPTY)",
		"POINT EMPTY", "GEOMETRYCOLLECTION (POINT (1 2))", "POLYGON ((1 2, 3 4, 5 6, 1 2))",
		"POINT (180.0000001 0)", "POINT (0 90.0000001)", "LINESTRING (0 0, -180 0)",
		"LINESTRING (0 90, 5 -90)", "POINT \xc4\x91 (1 2)",
	};
	struct shape shape = {0};
	struct shape_fault fault;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		cr_expect_eq(read_exactly(&shape, good[i].text, strlen(good[i].text), &fault),
		             CHISO_OK, "%s", good[i].text);
		cr_expect_eq(shape.n, good[i].arcs, "%s: %zu", good[i].text, shape.n);
		cr_expect_eq(shape_is_point(&shape), good[i].is_point, "%s", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect_eq(read_exactly(&shape, bad[i], strlen(bad[i]), &fault), CHISO_EDATA, "%s",
		             bad[i]);
	shape_clear(&shape);
}

Test(shape, damaged_texts)
{
	static const char text[] = "MULTILINESTRING Z ((1 2 3, 4 5.5 6), EMPTY, (7 8 9, 10 11 12))";
	static const char signs[] = "(), 9.-eEZM\xc4\x80\t\"";
	struct shape shape = {0};
	struct shape_fault fault;

	for (size_t n = 0; n < sizeof text - 1; n++)
		cr_expect_eq(read_exactly(&shape, text, n, &fault), CHISO_EDATA, "%.*s", (int)n,
		             text);
	for (int i = 0; i < 20000; i++) {
		char damaged[sizeof text];

		memcpy(damaged, text, sizeof text);
		for (int k = 0; k < 3; k++)
			damaged[(size_t)chance(0, sizeof text - 1)] =
				signs[(size_t)chance(0, sizeof signs - 1)];
		read_exactly(&shape, damaged, sizeof text - 1, &fault);
	}
	shape_clear(&shape);
}

/* Whatever is in the file, it becomes a table with a record for each feature or is reported. */
Test(shape, damaged_geojson)
{
	static const char text[] =
		"{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\":"
		" {\"a\": 1, \"b\": \"x\\\"\"}, \"geometry\": {\"type\": \"MultiLineString\","
		" \"coordinates\": [[[1, 2], [3, 4, 5]], []]}}, {\"type\": \"Feature\"}]}";
	static const char signs[] = "{}[],:\"\\019.-eanT \n\xc4";
	struct chiso_options options = {.size = sizeof options, .lang = "en"};
	int n_read = 0;

	for (int i = 0; i < 4000; i++) {
		struct chiso_context *context = chiso_context_new(&options);
		struct source_file file = {.name = "roads.geojson", .bytes.n = sizeof text - 1};
		struct arena arena = {0};

		cr_assert_not_null(context);
		file.bytes.data = malloc(sizeof text);
		cr_assert_not_null(file.bytes.data);
		memcpy(file.bytes.data, text, sizeof text);
		if (i < (int)sizeof text)
			file.bytes.n = (size_t)i; /* cut off */
		for (int k = 0; k < 2 && i >= (int)sizeof text; k++)
			file.bytes.data[(size_t)chance(0, sizeof text - 1)] =
				signs[(size_t)chance(0, sizeof signs - 1)];
		int status = geojson_read(&file, &arena, context);
		cr_expect(status == CHISO_OK || status == CHISO_EDATA);
		/* A key that comes twice is an error, but the rest can be read. */
		cr_expect(!status || context_errors(context) > 0, "%d", i);
		if (status == CHISO_OK)
			cr_expect_str_eq(file.bytes.data + file.bytes.n, "");
		n_read += status == CHISO_OK;
		free(file.bytes.data);
		arena_clear(&arena);
		chiso_context_free(context);
	}
	cr_expect(n_read > 10, "%d", n_read);
}
