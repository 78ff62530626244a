/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "vectors.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files ---- */

/* A whole file, ending with 0, in the pool; NULL: errno says why. */
static char *read_file(struct pool *pool, const char *name)
{
	FILE *stream = fopen(name, "rb");
	size_t n = 0, cap = 1 << 16;
	char *bytes;

	if (!stream)
		return NULL;
	bytes = need(pool, cap, 1);
	while ((n += fread(bytes + n, 1, cap - 1 - n, stream)) == cap - 1) {
		char *more = need(pool, 2 * cap, 1);

		memcpy(more, bytes, n);
		bytes = more;
		cap *= 2;
	}
	if (ferror(stream))
		bytes = NULL;
	fclose(stream);
	return bytes;
}

enum exit_code vectors_open(struct vector **out, struct pool *pool, struct cli *cli)
{
	struct vector **end = out;

	*out = NULL;
	for (uint32_t i = 0; i < cli->arguments.n_vectors; i++) {
		const char *file = cli->arguments.vectors[i];
		struct vector_fault fault;
		char number[16], *bytes = read_file(pool, file);

		if (!bytes)
			return say_cannot(cli, "cannot-read", file, errno);
		if (vectors_read(end, &fault, pool, file, bytes)) {
			snprintf(number, sizeof number, "%u", fault.line);
			fprintf(stderr, "%s:%s: ", file, number);
			say(stderr, cli, fault.code, fault.value);
			fputc('\n', stderr);
			return EXIT_DATA;
		}
		while (*end)
			end = &(*end)->next;
	}
	return EXIT_FINE;
}

/* ---- running one ---- */

struct run {
	struct checker *checker;
	const struct vector *vector;
	struct chiso_project *project;
	char folder[64]; /* with the files of a plan; "" for none */
};

static void say_findings_about(struct run *run)
{
	struct chiso_finding finding = {.size = sizeof finding};

	for (size_t i = 0; !chiso_finding_at(run->checker->context, i, &finding); i++)
		if (finding.severity == CHISO_ERROR)
			check_say(run->checker, 'f', finding.message);
}

static char *path_in(struct run *run, const char *name)
{
	size_t room = sizeof run->folder + strlen(name) + 2;
	char *path = need(&run->checker->pool, room, 1);

	snprintf(path, room, "%s/%s", run->folder, name);
	return path;
}

static int write_file(struct run *run, const char *name, const char *bytes, size_t n)
{
	FILE *stream = strchr(name, '/') ? NULL : fopen(path_in(run, name), "wb");
	int failed = !stream || fwrite(bytes, 1, n, stream) != n;

	if (stream && fclose(stream))
		failed = 1;
	if (failed)
		check_fail(run->checker, "cannot-write", name, strerror(errno));
	return failed;
}

/* Opens the plan of the vector in a folder of its own. */
static int open_plan(struct run *run)
{
	const struct vector *vector = run->vector;
	const char *tmp = getenv("TMPDIR");

	if (snprintf(run->folder, sizeof run->folder, "%s/chiso-vector.XXXXXX",
		     tmp && *tmp ? tmp : "/tmp") >= (int)sizeof run->folder ||
	    !mkdtemp(run->folder)) {
		check_fail(run->checker, "cannot-write", run->folder, strerror(errno));
		*run->folder = 0;
		return 1;
	}
	for (uint32_t i = 0; i < vector->n_tables; i++)
		if (write_file(run, vector->tables[i].name, vector->tables[i].bytes,
			       vector->tables[i].n))
			return 1;
	return write_file(run, "plan.json", vector->plan, strlen(vector->plan)) ||
	       chiso_project_open(&run->project, run->checker->context, run->folder, 0);
}

static void remove_plan(struct run *run)
{
	if (!*run->folder)
		return;
	for (uint32_t i = 0; i < run->vector->n_tables; i++)
		unlink(path_in(run, run->vector->tables[i].name));
	unlink(path_in(run, "plan.json"));
	rmdir(run->folder);
}

static int open_table(struct run *run)
{
	const struct vector *v = run->vector;
	struct chiso_compute what = {
		.size = sizeof what,
		.indicator = v->indicators[0],
		.file = v->tables[0].name,
		.data = v->tables[0].bytes,
		.n_data = v->tables[0].n,
		.unit = v->unit,
		.period = v->period,
		.by = v->by,
		.n_by = v->n_by,
		.columns = v->inputs,
		.n_columns = v->n_inputs,
		.set = v->parameters,
		.n_set = v->n_parameters,
		.decimal = v->decimal,
		.standard = v->standard,
	};

	return chiso_project_compute(&run->project, run->checker->context, &what);
}

/* ---- what is expected ---- */

/* The cell of an expected row in the column of this name; NULL: there is no such column. */
static const char *expected(const struct vector *vector, const struct cells *row, const char *name)
{
	for (size_t i = 0; i < vector->header.n; i++)
		if (!strcmp(vector->header.at[i], name))
			return i < row->n ? row->at[i] : "";
	return NULL;
}

/* A number, "1234.5" or "2/3"; where cells are between semicolons also "1234,5".  0: it is none. */
static int read_number(const struct vector *vector, const char *word, double *out)
{
	char copy[64], *end, *comma;

	if (snprintf(copy, sizeof copy, "%s", word) >= (int)sizeof copy ||
	    !strpbrk(copy, "0123456789"))
		return 0;
	comma = vector->delimiter != ',' ? strchr(copy, ',') : NULL;
	if (comma)
		*comma = '.';
	*out = strtod(copy, &end);
	if (*end == '/') {
		double below = strtod(end + 1, &end);

		*out /= below;
	}
	return !*end && isfinite(*out);
}

/* Says that an expected row was not met. */
static void differ(struct run *run, const struct cells *row, const char *met)
{
	const char *output = expected(run->vector, row, "output");
	const char *value = expected(run->vector, row, "value");
	const char *reason = expected(run->vector, row, "reason");
	char line[16];

	snprintf(line, sizeof line, "%u", row->line);
	check_fail(run->checker, "check-vector", line, output ? output : "",
		   value && *value ? value
		   : reason        ? reason
				   : "",
		   met);
}

/* Compares what was met with the row: a number within its tolerance, else words. */
static void compare(struct run *run, const struct cells *row, const char *value, const char *reason)
{
	const char *wanted = expected(run->vector, row, "value");
	const char *why = expected(run->vector, row, "reason");
	const char *tolerance = expected(run->vector, row, "tolerance");
	double x, y, room;
	int same;

	if (!wanted || !*wanted)
		same = !*value && (!why || !strcmp(reason, why));
	else if (read_number(run->vector, wanted, &x) && read_number(run->vector, value, &y))
		same = fabs(x - y) <= (tolerance && read_number(run->vector, tolerance, &room)
					       ? room
					       : 1e-12 * fabs(x));
	else
		same = !strcmp(wanted, value);
	if (!same)
		differ(run, row, *value ? value : reason);
}

/* ---- cells of results ---- */

static const char *key_of(const struct chiso_cell *cell, const char *name)
{
	for (uint32_t k = 0; k < cell->n_keys; k++)
		if (!strcmp(cell->keys[k], name))
			return cell->key_values[k];
	return "";
}

static int is_about(const struct vector *vector, const struct cells *row,
		    const struct chiso_cell *cell)
{
	static const char *const others[] = {"value",  "reason", "tolerance",
					     "source", "note",   NULL};

	for (size_t i = 0; i < vector->header.n; i++) {
		const char *name = vector->header.at[i], *wanted = i < row->n ? row->at[i] : "";
		const char *met;
		int is_other = 0;

		for (size_t k = 0; others[k]; k++)
			is_other |= !strcmp(name, others[k]);
		if (is_other)
			continue;
		met = !strcmp(name, "indicator") ? cell->indicator
		      : !strcmp(name, "output")  ? cell->output
		      : !strcmp(name, "unit")    ? cell->unit
		      : !strcmp(name, "period")  ? cell->period
						 : key_of(cell, name);
		if (strcmp(met, wanted))
			return 0;
	}
	return 1;
}

static void compare_cells(struct run *run, struct chiso_results *results, const struct cells *row)
{
	struct chiso_cell cell = {.size = sizeof cell};
	unsigned n = 0;
	char value[40] = "";
	const char *reason = "";

	chiso_results_rewind(results);
	while (chiso_results_next(results, &cell)) {
		if (!is_about(run->vector, row, &cell))
			continue;
		n++;
		*value = 0;
		if (cell.value.type == CHISO_F64)
			snprintf(value, sizeof value, "%.17g", cell.value.as.f64);
		reason = chiso_reason_word(cell.value.type == CHISO_F64 ? 0 : cell.value.reason);
	}
	if (n == 1)
		compare(run, row, value, reason);
	else
		differ(run, row,
		       text(run->checker->cli, n ? "check-vector-many" : "check-vector-none"));
}

static void compare_results(struct run *run)
{
	struct chiso_results *results = NULL;

	if (chiso_project_run(&results, run->project))
		return;
	for (size_t i = 0; i < run->vector->n_rows; i++)
		compare_cells(run, results, &run->vector->rows[i]);
	chiso_results_free(results);
}

/* ---- columns of records ---- */

struct lines {
	struct pool *pool;
	char *bytes;
	size_t n, cap;
};

static int keep_bytes(void *user, const char *bytes, size_t n)
{
	struct lines *lines = user;

	if (lines->n + n + 1 > lines->cap) {
		size_t cap = 2 * (lines->n + n + 1);
		char *more = need(lines->pool, cap, 1);

		if (lines->n)
			memcpy(more, lines->bytes, lines->n);
		lines->bytes = more;
		lines->cap = cap;
	}
	memcpy(lines->bytes + lines->n, bytes, n);
	lines->n += n;
	return 0;
}

/* Line `wanted` of a text as cells, 0 being the header; 0: there is none. */
static size_t cells_of_line(struct run *run, const struct lines *lines, size_t wanted,
			    const char **cells)
{
	char *copy = need(lines->pool, lines->n + 1, 1), *at = copy, *end;

	if (lines->n)
		memcpy(copy, lines->bytes, lines->n);
	for (size_t i = 0; at && *at; i++) {
		end = strchr(at, '\n');
		if (end)
			*end = 0;
		if (i == wanted) {
			at[strcspn(at, "\r")] = 0;
			return cells_split(cells, MOST_CELLS, at, run->vector->delimiter);
		}
		at = end ? end + 1 : NULL;
	}
	return 0;
}

static void compare_record(struct run *run, const struct lines *lines, const struct cells *row)
{
	const char *output = expected(run->vector, row, "output");
	const char *record = expected(run->vector, row, "record");
	const char *names[MOST_CELLS], *cells[MOST_CELLS], *value = NULL, *reason = "";
	size_t n = cells_of_line(run, lines, 0, names);
	size_t m = cells_of_line(run, lines, record ? strtoul(record, NULL, 10) : 1, cells);
	char reason_name[64];

	snprintf(reason_name, sizeof reason_name, "%s_reason", output ? output : "");
	for (size_t i = 0; i < n && i < m; i++) {
		if (output && !strcmp(names[i], output))
			value = cells[i];
		if (!strcmp(names[i], reason_name))
			reason = cells[i];
	}
	if (value)
		compare(run, row, value, reason);
	else
		differ(run, row, text(run->checker->cli, "check-vector-none"));
}

static void compare_records(struct run *run)
{
	struct lines lines = {.pool = &run->checker->pool};

	if (chiso_project_records(run->project, NULL, keep_bytes, &lines))
		return;
	for (size_t i = 0; i < run->vector->n_rows; i++)
		compare_record(run, &lines, &run->vector->rows[i]);
}

/* ---- all of them ---- */

static void run_vector(struct checker *checker, void *user)
{
	const struct vector *vector = user;
	struct run run = {.checker = checker, .vector = vector};
	const struct chiso_indicator *use =
		vector->plan ? NULL : chiso_indicator_find(checker->context, vector->indicators[0]);
	int status = vector->plan ? open_plan(&run) : use ? open_table(&run) : 1;

	if (!status && use && use->record)
		compare_records(&run);
	else if (!status)
		compare_results(&run);
	say_findings_about(&run);
	if (status && !checker->n_faults)
		check_status(checker, "chiso_project_open()", status);
	chiso_project_free(run.project);
	chiso_findings_clear(checker->context);
	remove_plan(&run);
	pool_clear(&checker->pool);
}

/* Whether a vector is of one of the plugin's indicators. */
static int is_of_plugin(const struct vector *vector, const struct chiso_plugin *plugin)
{
	for (uint32_t i = 0; plugin && i < plugin->n_indicators; i++)
		if (vector_is_of(vector, plugin->indicators[i]->id))
			return 1;
	return !plugin;
}

static void look_for_missing(struct report *report, const struct vector *vectors,
			     const struct chiso_plugin *plugin)
{
	const struct check *check = check_named("vectors-for-all");

	for (uint32_t i = 0; i < plugin->n_indicators; i++) {
		const struct vector *vector = vectors;

		while (vector && !vector_is_of(vector, plugin->indicators[i]->id))
			vector = vector->next;
		if (vector)
			report_pass(report, check);
		else
			report_fault(report, check, plugin->indicators[i]->id,
				     text(report->cli, "check-no-vector"));
	}
}

void vectors_run(const struct running *running, struct checker *checker,
		 const struct vector *vectors, const struct chiso_plugin *plugin)
{
	struct report *report = running->report;
	const struct check *check = check_named("vectors-agree");

	checker->indicator = NULL;
	for (const struct vector *v = vectors; v; v = v->next) {
		size_t before = report_of(report, check)->n_faults;
		char subject[256];

		if (!is_of_plugin(v, plugin))
			continue;
		snprintf(subject, sizeof subject, "%s:%u: %s", v->file, v->line, v->name);
		run_work(running, checker, check, run_vector, (void *)(uintptr_t)v, subject);
		report->n_vectors++;
		report->n_vectors_passed += report_of(report, check)->n_faults == before;
	}
	if (plugin)
		look_for_missing(report, vectors, plugin);
}
