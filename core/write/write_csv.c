/* SPDX-License-Identifier: MIT */
/* Results and scoreboard as CSV (RFC 4180, but lines end with LF): for programs and spreadsheets,
 * so numbers have a point, words are codes, and texts are English ones. */
#include "base/code.h"
#include "base/context.h"
#include "base/cpu.h"
#include "base/grow.h"
#include "number/number.h"
#include "project/adjustment.h"
#include "project/result_columns.h"
#include "write/write_csv_texts.h"
#include "write/write_parts.h"

#include <stdlib.h>
#include <string.h>

static void separate(struct csv_row *row)
{
	if (row->begun)
		sink_byte(row->sink, ',');
	row->begun = 1;
}

void csv_end(struct csv_row *row)
{
	sink_byte(row->sink, '\n');
	row->begun = 0;
}

void csv_texts_of(struct csv_row *row, const char *const *list, size_t n)
{
	separate(row);
	sink_csv_texts(row->sink, list, n);
}

void csv_text(struct csv_row *row, const char *s)
{
	separate(row);
	if (s && *s)
		sink_csv_texts(row->sink, &s, 1);
}

void csv_number(struct csv_row *row, double value)
{
	separate(row);
	row->sink->n += number_print(sink_room(row->sink, NUMBER_ROOM), value);
}

static void value(struct csv_row *row, const struct chiso_value *v)
{
	if (v->type == CHISO_F64)
		csv_number(row, v->as.f64);
	else
		csv_text(row, NULL);
}

void csv_count(struct csv_row *row, uint64_t n)
{
	separate(row);
	row->sink->n += number_print_count(sink_room(row->sink, NUMBER_ROOM), n);
}

static void heads(struct csv_row *row, const char *names)
{
	separate(row);
	sink_text(row->sink, names);
}

/* ---- Results --------------------------------------------------------------------------------- */

static const char *bound_of(const struct chiso_cell *cell)
{
	return cell->value.type == CHISO_F64 ? code_bound(cell->bound) : NULL;
}

/* What a figure from a sample is worth; empty but for the reason where it is from none. */
static void write_estimate(struct csv_row *row, const struct chiso_cell *cell)
{
	value(row, &cell->se);
	csv_text(row, chiso_reason_word(cell->se.reason));
	value(row, &cell->ci_low);
	value(row, &cell->ci_high);
	if (cell->confidence > 0)
		csv_number(row, cell->confidence);
	else
		csv_text(row, NULL);
	value(row, &cell->deff);
	for (int i = 0; i < 3; i++) {
		const uint32_t counts[] = {cell->df, cell->n_psu, cell->n_strata};

		if (cell->n_psu)
			csv_count(row, counts[i]);
		else
			csv_text(row, NULL);
	}
}

static void write_boundaries(struct csv_row *row, const struct chiso_cell *cell)
{
	csv_text(row, cell->boundaries);
	csv_text(row, code_boundaries(cell->boundaries_by));
}

static void write_adjustments(struct csv_row *row, const struct chiso_adjustment *const *list, uint32_t n)
{
	struct arena arena = {0};
	const char *line = adjustments_line(&arena, list, n);

	if (!line)
		sink_text(row->sink, NULL);
	csv_text(row, line);
	arena_clear(&arena);
}

/* What only some runs have of cells. */
static void write_more(struct csv_row *row, const struct chiso_about *about,
                       const struct chiso_cell *cell)
{
	if (about->has_shares) {
		value(row, &cell->numerator_share);
		value(row, &cell->denominator_share);
	}
	if (about->has_design)
		write_estimate(row, cell);
	if (about->has_boundaries)
		write_boundaries(row, cell);
	if (about->has_adjustments)
		write_adjustments(row, cell->adjustments, cell->n_adjustments);
}

/* What some rows in a thread's hands are written with. */
struct writer {
	const struct chiso_results *results;
	struct csv_texts texts;
	struct sink more; /* what only some runs have goes through it */
};

/* Copies a text that has room behind it, and so has its place, for what is copied too much: most are short,
 * and to copy whole words takes less than to ask how many bytes there are. */
static char *put(char *out, const char *text, size_t n)
{
	_Static_assert(TEXT_MARGIN >= 32, "it is read beyond its end");

	memcpy(out, text, 32);
	for (size_t i = 32; i < n; i += 32)
		memcpy(out + i, text + i, 32);
	return out + n;
}

static char *put_parts(char *out, const struct csv_texts *texts, const struct csv_text *text, int from,
                       int to)
{
	return put(out, texts->text + text->begins[from],
	           text->begins[to + 1] - text->begins[from]);
}

/* Words are a few bytes long. */
static char *put_word(char *out, const char *word)
{
	while (*word)
		*out++ = *word++;
	*out = ',';
	return out + 1;
}

static char *put_number(char *out, double x, uint8_t why)
{
	if (!why)
		out += number_print(out, x);
	*out = ',';
	return out + 1;
}

/* The indicator, its standard and the output. */
static char *put_what(char *out, const struct csv_texts *texts, const struct csv_text *group,
                      const struct csv_text *output)
{
	if (group->begins[TEXT_STANDARD + 1] - group->begins[TEXT_STANDARD] == 1) /* a comma */
		return put_parts(out, texts, output, TEXT_INDICATOR, TEXT_OUTPUT);
	out = put_parts(out, texts, output, TEXT_INDICATOR, TEXT_INDICATOR);
	out = put_parts(out, texts, group, TEXT_STANDARD, TEXT_STANDARD);
	return put_parts(out, texts, output, TEXT_OUTPUT, TEXT_OUTPUT);
}

/* What stands behind the value: why there is none, its measure, and what it is a quotient of. */
static char *put_sums(char *out, const struct cell *cell, const struct csv_texts *texts,
                      const struct csv_text *output)
{
	const struct cell_sums sums = cells_sums(texts->cells, cell, &texts->columns[cell->output]);

	if (!cell->no_value || cell->no_value == CELL_NO_REASON)
		*out++ = ',';
	else
		out = put_word(out, chiso_reason_word(cell->no_value));
	out = put_parts(out, texts, output, TEXT_MEASURE, TEXT_MEASURE);
	out = put_number(out, sums.numerator, cell->no_numerator);
	return put_number(out, sums.denominator, cell->no_denominator);
}

/* Of a value that is kept back nothing is said of its records. */
static char *put_records(char *out, const struct cell *cell, const struct csv_texts *texts,
                         const struct csv_text *group)
{
	if (!cell->no_value && cell->bound == CHISO_EXACT)
		return put_parts(out, texts, group, TEXT_RECORDS, TEXT_MARKS);
	if (cell->no_value == CHISO_REASON_SUPPRESSED) {
		*out++ = ',';
		*out++ = ',';
	} else {
		out = put_parts(out, texts, group, TEXT_RECORDS, TEXT_RECORDS);
	}
	out = put_parts(out, texts, group, TEXT_REPORTING, TEXT_REPORTING);
	if (cell->no_value)
		*out++ = ',';
	else
		out = put_word(out, code_bound(cell->bound));
	return put_parts(out, texts, group, TEXT_MARKS, TEXT_MARKS);
}

/* The columns that all runs have; returns its end. */
static char *put_cell(char *out, const struct cell *cell, const struct csv_texts *texts,
                      const struct csv_text *group, const struct csv_text *output)
{
	out = put_what(out, texts, group, output);
	out = put_parts(out, texts, group, TEXT_PLACE, TEXT_PLACE);
	if (texts->keys.n)
		out = put(out, texts->keys.text, texts->keys.n);
	out = put_number(out, cell->value, cell->no_value);
	if (!cell->no_value && cell->no_numerator && cell->no_denominator)
		out = put_parts(out, texts, output, TEXT_NO_REASON, TEXT_NO_SUMS);
	else
		out = put_sums(out, cell, texts, output);
	return put_records(out, cell, texts, group);
}

/* Ends a row with what only some runs have of a cell. */
static int put_more(struct writer *writer, size_t i, struct part *part)
{
	const struct chiso_cell cell = cells_get(&writer->results->cells, i);
	struct csv_row row = {.sink = &writer->more, .begun = 1};

	writer->more.user = part;
	write_more(&row, &writer->results->about, &cell);
	csv_end(&row);
	/* All that can fail here is to find memory. */
	return sink_close(&writer->more, CHISO_OK) ? CHISO_ENOMEM : CHISO_OK;
}

static int write_cell(struct writer *writer, size_t i, struct part *part)
{
	enum { OURS = 256 /* three numbers and two words */ };
	const struct cells *cells = &writer->results->cells;
	const struct chiso_about *about = &writer->results->about;
	const struct cell *cell = cells_at(cells, i);
	struct csv_texts *texts = &writer->texts;
	const struct csv_text *group, *output;

	if (csv_texts_find(texts, cell, &group, &output) ||
	    (about->n_keys && csv_texts_keys(texts, about, cell)))
		return CHISO_ENOMEM;
	size_t most = csv_text_length(group, GROUP_TEXTS) + csv_text_length(output, OUTPUT_TEXTS) +
	              texts->keys.n + OURS + TEXT_MARGIN;
	char *line = part_room(part, most);
	if (!line)
		return CHISO_ENOMEM;
	char *end_of_line = put_cell(line, cell, texts, group, output);
	int has_more = about->has_shares || about->has_design || about->has_boundaries ||
	               about->has_adjustments;
	if (!has_more)
		*end_of_line++ = '\n';
	part->n += (size_t)(end_of_line - line);
	return has_more ? put_more(writer, i, part) : CHISO_OK;
}

static int write_rows(void *user, size_t from, size_t to, struct part *part)
{
	struct writer *writer = user;
	const struct chiso_results *results = writer->results;
	const struct cells *cells = &results->cells;
	size_t n = results_count(results);

	for (size_t i = from; i < to; i++) {
		if (n - i > CELLS_AHEAD)
			cpu_ask_for(cells_at(cells, results_at(results, i + CELLS_AHEAD)));
		if (write_cell(writer, results_at(results, i), part))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* The first and the last group of what is shown, which may be few of many. */
static void find_groups(const struct chiso_results *results, uint32_t *first, uint32_t *last)
{
	const struct cells *cells = &results->cells;

	*first = *last = 0;
	if (!results->shown && cells->n_groups)
		*last = (uint32_t)cells->n_groups - 1;
	for (size_t i = 0; results->shown && i < results->n_shown; i++) {
		uint32_t group = cells_at(cells, results->shown[i])->group;

		if (!i || group < *first)
			*first = group;
		if (group > *last)
			*last = group;
	}
}

/* All rows, by as many threads as the context allows. */
static int write_all(const struct chiso_results *results, struct sink *sink)
{
	size_t n_rows = results_count(results);
	uint32_t n = parts_threads(n_rows, results->context->threads);
	struct writer *writers = calloc(n, sizeof *writers);
	void **list = calloc(n, sizeof *list);
	uint32_t first, last;

	find_groups(results, &first, &last);
	for (uint32_t i = 0; i < n && writers && list; i++) {
		writers[i] = (struct writer){.results = results, .more = {.write = part_append}};
		csv_texts_init(&writers[i].texts, &results->cells, first, last);
		list[i] = &writers[i];
	}
	if (writers && list)
		parts_write(sink, n_rows, list, n, write_rows);
	else
		sink_text(sink, NULL);
	for (uint32_t i = 0; i < n && writers && list; i++)
		csv_texts_clear(&writers[i].texts);
	free(writers);
	free(list);
	return sink->status;
}

int write_csv(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	struct csv_row row = {.sink = sink};

	results = results_plain(results);
	(void)flags;
	heads(&row, RESULT_COLUMNS_WHAT);
	for (size_t i = 0; i < results->about.n_keys; i++)
		csv_text(&row, results->about.keys[i]);
	heads(&row, RESULT_COLUMNS_FIGURE);
	if (results->about.has_shares)
		heads(&row, RESULT_COLUMNS_SHARES);
	if (results->about.has_design)
		heads(&row, RESULT_COLUMNS_DESIGN);
	if (results->about.has_boundaries)
		heads(&row, RESULT_COLUMNS_BOUNDARIES);
	if (results->about.has_adjustments)
		heads(&row, RESULT_COLUMNS_ADJUSTMENTS);
	csv_end(&row);
	return write_all(results, sink);
}

/* ---- Scoreboard ------------------------------------------------------------------------------ */

/* The series in one cell: "2016=40.7 | 2018=142 break | 2023=36.3 upper_bound". */
static void series(struct csv_row *row, const struct chiso_assessment *a)
{
	char out[NUMBER_ROOM];

	separate(row);
	for (size_t i = 0; i < a->n_points; i++) {
		const struct chiso_point *point = &a->points[i];

		sink_text(row->sink, i ? " | " : "");
		sink_text(row->sink, point->period);
		sink_text(row->sink, "=");
		sink_bytes(row->sink, out, number_print(out, point->value));
		if (point->bound != CHISO_EXACT) {
			sink_text(row->sink, " ");
			sink_text(row->sink, code_bound(point->bound));
		}
		if (point->is_break)
			sink_text(row->sink, " break");
	}
}

static void write_target(struct csv_row *row, const struct chiso_assessment *a)
{
	int has_number = a->target >= CHISO_MORE_THAN && a->target <= CHISO_BETWEEN;

	csv_text(row, code_target(a->target));
	if (has_number)
		csv_number(row, a->target_value);
	else
		csv_text(row, NULL);
	if (a->target == CHISO_BETWEEN)
		csv_number(row, a->target_upper);
	else
		csv_text(row, NULL);
	csv_text(row, a->target_period);
	csv_count(row, a->is_mean_growth != 0);
}

static void write_current(struct csv_row *row, const struct chiso_cell *now)
{
	csv_text(row, now->period);
	value(row, &now->value);
	csv_text(row, chiso_reason_word(now->value.reason));
	value(row, &now->numerator);
	value(row, &now->denominator);
	csv_count(row, now->reporting);
	csv_count(row, now->expected);
	csv_text(row, bound_of(now));
	csv_text(row, code_status(now->status));
	csv_text(row, code_evidence(now->evidence));
	csv_count(row, now->is_break != 0);
	csv_count(row, now->synthetic != 0);
}

/* A number, or an empty cell where it says nothing. */
static void count_if(struct csv_row *row, int is_there, uint64_t n)
{
	if (is_there)
		csv_count(row, n);
	else
		csv_text(row, NULL);
}

/* How it stood: "2021=on_track | 2022=missed". */
static void standings(struct csv_row *row, const struct chiso_assessment *a)
{
	separate(row);
	for (uint32_t i = 0; i < a->n_standings; i++) {
		sink_text(row->sink, i ? " | " : "");
		sink_text(row->sink, a->standings[i].as_of);
		sink_text(row->sink, "=");
		sink_text(row->sink, code_verdict(a->standings[i].verdict));
	}
}

static void write_aspect(struct csv_row *row, const struct chiso_assessment *a)
{
	csv_text(row, a->target == CHISO_TARGET_NONE ? NULL : code_aspect(a->aspect));
	value(row, &a->mean);
	value(row, &a->mean_needed);
	count_if(row, a->periods_expected > 0, a->n_periods);
	count_if(row, a->periods_expected > 0, a->periods_expected);
	count_if(row, a->rank > 0, a->rank);
	count_if(row, a->rank > 0, a->rank_worst);
	count_if(row, a->rank > 0, a->n_peers);
	count_if(row, a->rank > 0, a->n_ranked);
	standings(row, a);
}

static void write_assessment(struct csv_row *row, const struct chiso_about *about,
                             const struct chiso_assessment *a)
{
	csv_text(row, a->goal);
	csv_text(row, a->goal_title);
	csv_text(row, a->domain);
	csv_text(row, a->title);
	csv_text(row, a->words);
	csv_text(row, a->document);
	csv_text(row, a->document_title);
	csv_text(row, a->document_date);
	csv_text(row, a->document_status);
	csv_text(row, a->set);
	csv_text(row, a->indicator);
	csv_text(row, a->output);
	csv_text(row, a->unit);
	csv_text(row, a->unit_name);
	csv_text(row, a->unit_measure);
	write_target(row, a);
	write_current(row, &a->current);
	series(row, a);
	csv_text(row, code_verdict(a->verdict));
	csv_text(row, a->why);
	csv_text(row, a->needs);
	csv_text(row, a->note);
	csv_text(row, a->method);
	value(row, &a->rate);
	value(row, &a->rate_needed);
	value(row, &a->ratio);
	value(row, &a->projected);
	value(row, &a->change_needed);
	csv_texts_of(row, a->current.sources, a->current.n_sources);
	csv_texts_of(row, a->current.notes, a->current.n_notes);
	csv_text(row, a->owner);
	csv_number(row, a->weight);
	csv_text(row, a->baseline);
	value(row, &a->baseline_value);
	value(row, &a->gap);
	csv_text(row, code_projection(a->projection));
	csv_text(row, a->first_met);
	write_aspect(row, a);
	if (about->has_boundaries)
		write_boundaries(row, &a->current);
	if (about->has_adjustments)
		write_adjustments(row, a->adjustments, a->n_adjustments);
	csv_end(row);
}

int write_scoreboard_csv(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	struct csv_row row = {.sink = sink};

	results = results_plain(results);
	(void)flags;
	heads(&row, "goal,goal_title,domain,title,words,document,document_title,document_date,"
	            "document_status,set,indicator,output,unit,unit_name,unit_measure,target,"
	            "target_value,target_upper,target_period,mean_growth,period,value,reason,"
	            "numerator,denominator,reporting,expected,bound,status,evidence,break,"
	            "synthetic,series,verdict,why,needs,note,method,rate,rate_needed,ratio,"
	            "projected,change_needed,sources,notes,owner,weight,baseline,baseline_value,"
	            "gap,projection,first_met,aspect,mean,mean_needed,periods,"
	            "periods_expected,rank,rank_worst,peers,peers_ranked,as_of");
	if (results->about.has_boundaries)
		heads(&row, RESULT_COLUMNS_BOUNDARIES);
	if (results->about.has_adjustments)
		heads(&row, RESULT_COLUMNS_ADJUSTMENTS);
	csv_end(&row);
	for (size_t i = 0; i < results->n_assessments && !sink->status; i++)
		write_assessment(&row, &results->about, &results->assessments[i]);
	return sink->status;
}
