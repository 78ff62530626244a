/* SPDX-License-Identifier: MIT */
/* Derived indicators over the cells of others: run over all rows at once, and turned back into
 * cells. */
#include "derived_run.h"

#include "context.h"
#include "panel_functions.h"

#include <stdlib.h>
#include <string.h>

/* ---- running ------------------------------------------------------------------------------- */

/* An operand of a function over all rows: a number written out is the same in each. */
static int spread(const struct evaluation *e, const struct expr_step *step, size_t i,
		  struct vector *out)
{
	const char *letters = step->function->operands;
	size_t last = strlen(letters) - 1;

	*out = step->in[i];
	if (step->from[i] >= 0 || letters[i < last ? i : last] != 'n')
		return CHISO_OK;
	double *numbers = arena_new(e->scratch, step->n, sizeof *numbers);
	uint8_t *missing = arena_new(e->scratch, step->n, 1);
	for (size_t row = 0; numbers && missing && row < step->n; row++) {
		numbers[row] = step->in[i].at.f64[0];
		missing[row] = step->in[i].missing[0];
	}
	out->at.f64 = numbers;
	out->missing = missing;
	return numbers && missing ? CHISO_OK : CHISO_ENOMEM;
}

static int run_function(struct evaluation *e, const struct expr_step *step)
{
	struct vector *in = arena_new(e->scratch, step->n_in, sizeof *in);
	const struct fact **known = arena_new(e->scratch, step->n_in, sizeof *known);
	struct panel_call call = {.panel = &e->panel,
				  .facts = &e->run->facts,
				  .function = step->function,
				  .in = in,
				  .known = known,
				  .n_in = step->n_in,
				  .out = step->out,
				  .out_known = e->is_moving ? NULL : e->known[step->to],
				  .lang = e->run->results->context->lang,
				  .arena = e->scratch};

	/* As cells are: only for explanations. */
	if (e->run->facts.with_cells)
		call.told = arena_new(e->scratch, step->n, sizeof *call.told);
	if (!in || !known || (e->run->facts.with_cells && !call.told))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < step->n_in; i++) {
		known[i] = step->from[i] < 0 ? e->unknown : e->known[step->from[i]];
		if (spread(e, step, i, &in[i]))
			return CHISO_ENOMEM;
	}
	if (!e->is_moving)
		e->calls[e->n_calls++] =
			(struct host_call){step->source, step->out, call.told};
	return panel_run(&call);
}

/* Whether a row's value was made of an operand, too. */
static int is_taken(const struct expr_step *step, size_t i, size_t row)
{
	const struct vector *first = &step->in[0];
	size_t at = step->from[0] < 0 ? 0 : row;

	switch (step->choice) {
	case TAKES_IF:
		return !i || (!first->missing[at] && first->at.boolean[at] == (i == 1));
	case TAKES_FIRST:
		return (i == 0) == !first->missing[at];
	default:
		return 1;
	}
}

static int watch_step(void *user, const struct expr_step *step)
{
	struct evaluation *e = user;

	if (step->function)
		return run_function(e, step);
	if (e->is_moving)
		return CHISO_OK;
	for (size_t i = 0; i < step->n_in; i++) {
		if (step->from[i] < 0)
			continue;
		for (size_t row = 0; row < step->n; row++)
			if (is_taken(step, i, row))
				fact_join(&e->run->facts, &e->known[step->to][row],
					  &e->known[step->from[i]][row]);
	}
	return e->run->facts.status;
}

int evaluation_run(struct evaluation *e, struct expr_values **values, const struct vector *in,
		   struct arena *scratch)
{
	const struct expr_watch watch = {e, watch_step};

	e->scratch = scratch;
	return expr_run_whole(values, e->derived->expr, in, e->panel.n, &watch, scratch);
}

void evaluation_clear(struct evaluation *e)
{
	panel_clear(&e->panel);
	arena_clear(&e->arena);
}

int evaluation_make(struct evaluation *e, struct derived_run *run,
		    const struct indicator_spec *spec, size_t set)
{
	*e = (struct evaluation){.run = run, .spec = spec, .derived = spec->derived, .set = set};
	e->columns = spec->derived->columns;
	e->n_uses = expr_uses(spec->derived->expr, &e->uses);
	e->keys = &spec->by[set];
	e->parts = &spec->derived->keys[set * e->n_uses];
	size_t n = e->n_uses + expr_steps(spec->derived->expr);
	e->in = arena_new(&e->arena, e->n_uses, sizeof *e->in);
	e->known = arena_new(&e->arena, n, sizeof *e->known);
	e->bounds = arena_new(&e->arena, e->n_uses, sizeof *e->bounds);
	e->calls = arena_new(&e->arena, n, sizeof *e->calls);
	int status = e->in && e->known && e->bounds && e->calls ? evaluation_rows(e) : CHISO_ENOMEM;
	for (size_t i = e->n_uses; i < n && !status; i++) {
		e->known[i] = arena_new(&e->arena, e->panel.n, sizeof **e->known);
		status = e->known[i] ? CHISO_OK : CHISO_ENOMEM;
	}
	e->unknown = arena_new(&e->arena, e->panel.n, sizeof *e->unknown);
	if (!e->unknown)
		status = CHISO_ENOMEM;
	if (!status)
		status = evaluation_run(e, &e->values, e->in, &e->arena);
	if (!status) {
		e->result = expr_result(spec->derived->expr, e->values);
		e->result_known = e->known[n - 1];
	}
	return status;
}

/* ---- cells --------------------------------------------------------------------------------- */

static int bound_of(uint8_t bits)
{
	if ((bits & BOUND_ABOUT) ||
	    (bits & (BOUND_LOWER | BOUND_UPPER)) == (BOUND_LOWER | BOUND_UPPER))
		return CHISO_ABOUT;
	if (bits & BOUND_LOWER)
		return CHISO_LOWER_BOUND;
	return bits & BOUND_UPPER ? CHISO_UPPER_BOUND : CHISO_EXACT;
}

static const char *title_of(const struct evaluation *e)
{
	const char *title = words_in(e->spec->title, e->run->results->context->lang);

	return title ? title : e->spec->expression.source;
}

static int add_row(struct evaluation *e, size_t row, uint8_t bits)
{
	struct chiso_results *results = e->run->results;
	const struct chiso_value none = {.reason = CHISO_REASON_NOT_APPLICABLE};
	const struct cell_group *like = cells_group(&results->cells, e->cells[row]);
	const struct fact *known = &e->result_known[row];
	const struct panel_row *at = &e->panel.rows[row];
	struct chiso_cell cell = {.size = sizeof cell,
				  .version = derived_use.version,
				  .indicator = e->spec->id,
				  .use = derived_use.id,
				  .title = title_of(e),
				  .output = "value",
				  .unit_measure = e->spec->unit_measure,
				  .unit = like->unit_code,
				  .unit_name = like->unit_name,
				  .level = like->level,
				  .period = like->label,
				  .keys = e->keys->items,
				  .key_values = e->values_of[at->group],
				  .n_keys = (uint32_t)e->keys->n,
				  .numerator = none,
				  .denominator = none,
				  .se = none,
				  .ci_low = none,
				  .ci_high = none,
				  .deff = none,
				  .reporting = known->reporting,
				  .expected = known->expected,
				  .status = known->status,
				  .evidence = known->evidence,
				  .is_break = known->is_break,
				  .rolled_up = known->rolled_up,
				  .synthetic = known->synthetic,
				  .boundaries = like->boundaries,
				  .boundaries_by = like->boundaries ? known->boundaries : 0};
	double x = e->result->at.f64[row];

	cell.output_title = chiso_text_in(chiso_output_at(&derived_use, 0)->field.title,
					  results->context->lang);
	if (e->result->missing[row]) {
		cell.value.reason = e->result->missing[row];
	} else {
		cell.value = (struct chiso_value){.type = CHISO_F64, .as.f64 = x == 0 ? 0 : x};
		cell.bound = bound_of(bits);
	}
	cell.notes = facts_texts(&e->run->facts, known->notes, &results->arena, &cell.n_notes);
	cell.sources =
		facts_texts(&e->run->facts, known->sources, &results->arena, &cell.n_sources);
	if (!cell.notes || !cell.sources)
		return CHISO_ENOMEM;
	return cells_add(&results->cells, &cell,
			 &(struct cell_group){.spec = e->spec,
					      .unit = at->actual,
					      .period = e->panel.periods[at->period]},
			 &results->arena);
}

static int compute_set(struct derived_run *run, const struct indicator_spec *spec, size_t set)
{
	struct evaluation e;
	int status = evaluation_make(&e, run, spec, set);
	uint8_t *bits = status ? NULL : arena_new(&e.arena, e.panel.n, 1);

	if (!status && !bits)
		status = CHISO_ENOMEM;
	if (!status && e.n_bounded)
		status = evaluation_bounds(&e, bits);
	for (size_t row = 0; row < e.panel.n && !status; row++)
		status = add_row(&e, row, bits[row]);
	evaluation_clear(&e);
	return status;
}

/* Where the lineage says that a unit gained or lost something, its series ends and another begins. */
static int split_series(struct derived_run *run)
{
	struct chiso_project *project = run->results->project;
	const struct units *units = &project->units;
	int is_same;

	for (size_t i = 0; i < units->n && project->has_lineage; i++) {
		int first = run->same[i];
		int32_t last = units->list[first].valid_to;

		if (first == (int)i)
			continue;
		if (lineage_is_same(&is_same, &project->lineage, units, (int)i,
				    (struct period){last, last}))
			return CHISO_ENOMEM;
		if (!is_same)
			run->same[i] = (int)i;
	}
	return CHISO_OK;
}

int derived_compute(struct chiso_results *results)
{
	struct chiso_project *project = results->project;
	struct derived_run *run = calloc(1, sizeof *run);
	int status = run ? CHISO_OK : CHISO_ENOMEM;

	results->derived = run;
	if (status)
		return status;
	run->results = results;
	groups_init(&run->by_period, 2);
	run->first = arena_new(&run->arena, project->n_indicators, sizeof *run->first);
	run->same = panel_same_units(&project->units);
	status = facts_init(&run->facts);
	if (run->same && split_series(run))
		return CHISO_ENOMEM;
	if (!run->first || !run->same || units_rank(&project->units, &run->rank))
		return CHISO_ENOMEM;
	if (!status)
		status = derived_index(run, 0);
	for (size_t i = 0; i < project->n_derived && !status; i++) {
		const struct indicator_spec *spec = project->derived[i];
		size_t before = results->cells.n;

		for (size_t set = 0; set < spec->n_by && !status; set++)
			status = compute_set(run, spec, set);
		if (!status)
			status = derived_index(run, before);
	}
	return status ? status : results_reorder(results, run->first);
}

void derived_free(struct derived_run *run)
{
	if (!run)
		return;
	if (run->explained) {
		evaluation_clear(run->explained);
		free(run->explained);
	}
	derived_tables_free(run);
	free(run->periods);
	free(run->same);
	free(run->rank);
	groups_clear(&run->by_period);
	intern_clear(&run->texts);
	facts_clear(&run->facts);
	arena_clear(&run->arena);
	free(run);
}
