/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "vector_file.h"

#include <string.h>

struct reading {
	struct pool *pool;
	struct vector_fault *fault;
	const char *file;
	char *at; /* the next line; NULL: there is none */
	unsigned line;
	struct vector *vector, **end;
	char delimiter;
};

static int blame(struct reading *reading, const char *code, const char *value)
{
	*reading->fault = (struct vector_fault){reading->line, code, value};
	return 1;
}

/* The next line, without its end; NULL: there is none. */
static char *next_line(struct reading *reading)
{
	char *line = reading->at, *end = line ? strchr(line, '\n') : NULL;

	if (!line || (!end && !*line))
		return NULL;
	reading->line++;
	reading->at = end ? end + 1 : NULL;
	if (end)
		*end = 0;
	size_t n = strlen(line);
	if (n && line[n - 1] == '\r')
		line[n - 1] = 0;
	return line;
}

size_t cells_split(const char **out, size_t most, char *line, char delimiter)
{
	size_t n = 0;
	char *from = line, *to;

	while (n < most) {
		out[n++] = to = from;
		if (*from == '"') {
			for (from++; *from && !(*from == '"' && from[1] != '"'); *to++ = *from++)
				from += *from == '"';
			from += *from == '"';
		}
		while (*from && *from != delimiter)
			*to++ = *from++;
		char sign = *from++;
		*to = 0;
		if (!sign)
			break;
	}
	return n;
}

/* Of a line without quotes how many cells at its end are empty: a spreadsheet fills all lines up.
 */
static size_t padding(const char *line, char delimiter)
{
	size_t n = strlen(line), k = 0;

	while (k < n && line[n - 1 - k] == delimiter)
		k++;
	return k;
}

static int is_blank(const char *line, char delimiter)
{
	for (; *line; line++)
		if (*line != ' ' && *line != delimiter)
			return 0;
	return 1;
}

static void split(struct reading *reading, struct cells *out, char *line)
{
	const char *cells[MOST_CELLS];

	out->n = cells_split(cells, MOST_CELLS, line, reading->delimiter);
	out->line = reading->line;
	while (out->n && !*cells[out->n - 1])
		out->n--;
	out->at = need(reading->pool, out->n, sizeof *out->at);
	if (out->n)
		memcpy(out->at, cells, out->n * sizeof *cells);
}

/* ---- sections ---- */

/* The lines of a table, up to an empty one, in one piece. */
static int read_table(struct reading *reading, const char *name)
{
	struct vector *vector = reading->vector;
	struct text_table *table = &vector->tables[vector->n_tables];
	size_t n_name = strlen(name);
	int is_csv = n_name > 4 && !strcmp(name + n_name - 4, ".csv");
	size_t pad = 0, room = reading->at ? strlen(reading->at) + 2 : 1;
	char *line, *bytes;

	if (vector->n_tables == MOST_TABLES)
		return blame(reading, "vector-too-many", "table");
	/* The rest of the file is more than enough; small files. */
	bytes = need(reading->pool, room, 1);
	while ((line = next_line(reading)) && !is_blank(line, reading->delimiter)) {
		size_t n = strlen(line), k = padding(line, reading->delimiter);

		if (!table->n && is_csv)
			pad = k;
		n -= k < pad ? k : pad;
		memcpy(bytes + table->n, line, n);
		table->n += n;
		bytes[table->n++] = '\n';
	}
	table->bytes = bytes;
	table->name = name;
	vector->n_tables++;
	return table->n ? 0 : blame(reading, "vector-empty", "table");
}

static int read_plan(struct reading *reading)
{
	char *line, *bytes = need(reading->pool, reading->at ? strlen(reading->at) + 2 : 1, 1);
	size_t n = 0;

	while ((line = next_line(reading)) && strcmp(line, "end")) {
		memcpy(bytes + n, line, strlen(line));
		n += strlen(line);
		bytes[n++] = '\n';
	}
	reading->vector->plan = bytes;
	return line ? 0 : blame(reading, "vector-no-end", "plan");
}

static int read_expected(struct reading *reading)
{
	struct vector *vector = reading->vector;
	char *line = next_line(reading);

	if (!line)
		return blame(reading, "vector-empty", "expect");
	split(reading, &vector->header, line);
	while ((line = next_line(reading)) && !is_blank(line, reading->delimiter)) {
		if (vector->n_rows == vector->rows_cap) {
			size_t cap = 2 * vector->rows_cap + 16;
			struct cells *more = need(reading->pool, cap, sizeof *more);

			if (vector->n_rows)
				memcpy(more, vector->rows, vector->n_rows * sizeof *more);
			vector->rows = more;
			vector->rows_cap = cap;
		}
		split(reading, &vector->rows[vector->n_rows++], line);
	}
	return vector->n_rows ? 0 : blame(reading, "vector-empty", "expect");
}

/* ---- lines ---- */

static int take_name(struct reading *reading, const struct cells *cells)
{
	struct vector *vector = need(reading->pool, 1, sizeof *vector);

	vector->file = reading->file;
	vector->line = reading->line;
	vector->name = cells->at[1];
	vector->delimiter = reading->delimiter;
	*reading->end = reading->vector = vector;
	reading->end = &vector->next;
	return 0;
}

static int take_list(struct reading *reading, const struct cells *cells, const char **list,
		     uint32_t *n)
{
	for (size_t i = 1; i < cells->n; i++) {
		if (*n == MOST_CELLS)
			return blame(reading, "vector-too-many", cells->at[0]);
		list[(*n)++] = cells->at[i];
	}
	return 0;
}

/* A name and one or several values. */
static int take_pairs(struct reading *reading, const struct cells *cells, struct chiso_pair *pairs,
		      uint32_t *n)
{
	if (cells->n < 3)
		return blame(reading, "vector-no-value", cells->at[0]);
	for (size_t i = 2; i < cells->n; i++) {
		if (*n == MOST_CELLS)
			return blame(reading, "vector-too-many", cells->at[0]);
		pairs[(*n)++] = (struct chiso_pair){cells->at[1], cells->at[i]};
	}
	return 0;
}

static int take_line(struct reading *reading, const struct cells *cells)
{
	struct vector *vector = reading->vector;
	const char *word = cells->at[0];
	const struct {
		const char *word, **value;
	} texts[] = {{"source", &vector->source},
		     {"unit", &vector->unit},
		     {"period", &vector->period},
		     {"standard", &vector->standard},
		     {"decimal", &vector->decimal}};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!strcmp(word, texts[i].word)) {
			*texts[i].value = cells->n > 1 ? cells->at[1] : "";
			return cells->n > 1 ? 0 : blame(reading, "vector-no-value", word);
		}
	if (!strcmp(word, "indicator"))
		return take_list(reading, cells, vector->indicators, &vector->n_indicators);
	if (!strcmp(word, "by"))
		return take_list(reading, cells, vector->by, &vector->n_by);
	if (!strcmp(word, "input"))
		return take_pairs(reading, cells, vector->inputs, &vector->n_inputs);
	if (!strcmp(word, "parameter"))
		return take_pairs(reading, cells, vector->parameters, &vector->n_parameters);
	if (!strcmp(word, "table"))
		return read_table(reading, cells->n > 1 ? cells->at[1] : "table.csv");
	if (!strcmp(word, "plan"))
		return read_plan(reading);
	if (!strcmp(word, "expect"))
		return read_expected(reading);
	return blame(reading, "vector-unknown", word);
}

/* What every vector must have. */
static int check_whole(struct reading *reading)
{
	const struct vector *vector = reading->vector;
	const char *lacks = !vector                 ? "vector"
			    : !vector->n_indicators ? "indicator"
			    : !vector->source       ? "source"
			    : !vector->n_tables     ? "table"
			    : !vector->n_rows       ? "expect"
						    : NULL;

	if (vector && lacks)
		reading->line = vector->line;
	return lacks ? blame(reading, "vector-lacks", lacks) : 0;
}

int vectors_read(struct vector **out, struct vector_fault *fault, struct pool *pool,
		 const char *file, char *bytes)
{
	static const char word[] = "vector";
	/* A spreadsheet's UTF-8 may begin with a byte-order mark. */
	struct reading reading = {.pool = pool,
				  .fault = fault,
				  .file = file,
				  .at = bytes + (strncmp(bytes, "\xef\xbb\xbf", 3) ? 0 : 3),
				  .end = out,
				  .delimiter = ','};
	int status = 0;
	char *line;

	*out = NULL;
	while (!status && (line = next_line(&reading))) {
		int begins = !strncmp(line, word, sizeof word - 1) &&
			     strchr(",;\t", line[sizeof word - 1]) && line[sizeof word - 1];
		struct cells cells;

		if (*line == '#' || *line == '"' || is_blank(line, reading.delimiter))
			continue;
		if (begins && reading.vector)
			status = check_whole(&reading);
		if (begins)
			reading.delimiter = line[sizeof word - 1];
		if (!status) {
			split(&reading, &cells, line);
			status = begins && cells.n > 1 ? take_name(&reading, &cells)
				 : reading.vector && cells.n
					 ? take_line(&reading, &cells)
					 : blame(&reading, "vector-lacks", word);
		}
	}
	return status ? status : check_whole(&reading);
}

int vector_is_of(const struct vector *vector, const char *indicator)
{
	for (uint32_t i = 0; i < vector->n_indicators; i++)
		if (!strcmp(vector->indicators[i], indicator))
			return 1;
	return 0;
}
