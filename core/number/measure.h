/* SPDX-License-Identifier: MIT */
/* Units of measure and what arithmetic does to them: "t/ha" times "ha" is "t", "t" and "kg" are of
 * one kind but of different scale, "ha" and "%" have nothing in common.  The units are the table
 * measures.def.  A unit that it does not have is unknown, and nothing is said about it. */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include "base/text.h"

enum { MEASURE_FACTORS = 8 };

struct measure {
	int is_known;
	int is_free;    /* times a number written out: its scale may be any */
	int is_literal; /* nothing but numbers written out: goes with any unit */
	double scale;   /* beside the factors: 1e9 of "bn VND" */
	size_t n;
	struct measure_factor {
		struct slice symbol; /* borrowed */
		int power;
	} factors[MEASURE_FACTORS];
};

/** "t/ha", "bn VND", "kg/{person}", "VND per {person}".  NULL and what is not in the table: not
 *  known.  The text stays borrowed. */
struct measure measure_read(const char *text);
/** Mere numbers. */
struct measure measure_number(void);
/** a times b to the power of 1 or -1. */
struct measure measure_times(const struct measure *a, const struct measure *b, int power);

enum measure_fit { FITS, FITS_SCALED, FITS_NOT };
/** Whether figures of the two may be added: those of one kind and scale, and whatever is not
 *  known. */
enum measure_fit measure_fit(const struct measure *a, const struct measure *b);
/** "t/ha"; NULL: no memory. */
char *measure_print(const struct measure *measure, struct arena *arena);
/** Without the {words} in braces, which are mere remarks on a number. */
struct measure measure_bare(const struct measure *measure);

#endif
