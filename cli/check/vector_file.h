/* SPDX-License-Identifier: MIT */
/* Vectors: worked examples of indicators as text (doc/vectors.md), to be written by hand or in a
 * spreadsheet.  Each line is a row of cells; the first cell says what the others are. */
#ifndef CLI_CHECK_VECTOR_FILE_H
#define CLI_CHECK_VECTOR_FILE_H

#include "pool.h"

#include <chiso/chiso.h>

/** The cells of a line. */
struct cells {
	const char **at;
	size_t n;
	unsigned line; /* from 1 */
};

enum { MOST_CELLS = 64, MOST_TABLES = 8 };

struct vector {
	struct vector *next;
	const char *file, *name, *source;
	unsigned line;
	char delimiter;
	const char *indicators[MOST_CELLS]; /* that it is an example of; the first is computed */
	uint32_t n_indicators;
	const char *unit, *period, *standard, *decimal;
	const char *by[MOST_CELLS];
	uint32_t n_by;
	struct chiso_pair inputs[MOST_CELLS], parameters[MOST_CELLS];
	uint32_t n_inputs, n_parameters;
	struct text_table {
		const char *name, *bytes;
		size_t n;
	} tables[MOST_TABLES];
	uint32_t n_tables;
	const char *plan;           /* a project file instead of the above; NULL: none */
	struct cells header, *rows; /* what is expected */
	size_t n_rows, rows_cap;
};

/** What is wrong with a file: the code of a text. */
struct vector_fault {
	unsigned line;
	const char *code, *value;
};

/** Reads the vectors in the bytes of a file (which end with 0 and are written to), in order; they
 * stand in the pool.  0, or not 0: a fault, at which reading ended. */
int vectors_read(struct vector **out, struct vector_fault *fault, struct pool *pool,
		 const char *file, char *bytes);
/** Splits a line of cells in place, undoing quotes. */
size_t cells_split(const char **out, size_t most, char *line, char delimiter);
/** Whether a vector is an example of an indicator. */
int vector_is_of(const struct vector *vector, const char *indicator);

#endif
