/* SPDX-License-Identifier: MIT */
/* Derived indicators over the cells of others, run over all rows at once. */
#include "derived/derived_run.h"

#include "base/context.h"
#include "derived/panel_functions.h"

#include <stdlib.h>
#include <string.h>

/* ---- running ------------------------------------------------------------------------------- */

enum { NOT_ALIKE = 1 /* a status: with some rows only it can't be said what is known */ };

/* An operand of a function over all rows: a number written out is the same in each. */
static int spread(const struct evaluation *e, const struct expr_step *step, size_t i,
		  struct vector *out)
{
	const char *letters = step->function->operands;
	size_t last = strlen(letters) - 1;

	*out = step->in[i];
	if (step->from[i] >= 0 || letters[i < last ? i : last] != 'n' || panel_takes_one(step->function))
		return CHISO_OK;
	*out = vector_room(e->scratch, CHISO_F64, step->n);
	if (!out->missing)
		return CHISO_ENOMEM;
	for (size_t row = 0; row < step->n; row++)
		out->at.f64[row] = step->in[i].at.f64[0];
	memset(out->missing, step->in[i].missing[0], step->n);
	return CHISO_OK;
}

static int slice_is_same(const struct slice *a, const struct slice *b)
{
	return a->n == b->n && !memcmp(a->text, b->text, a->n);
}

static int is_same_operand(const struct expr_step *step, const struct host_call *call, size_t i)
{
	const struct vector *a = &step->in[i], *b = &call->in[i];

	if (step->from[i] >= 0 || call->from[i] >= 0)
		return step->from[i] == call->from[i] || a->at.f64 == b->at.f64;
	if (a->type != b->type || a->missing[0] != b->missing[0])
		return 0;
	return a->type == CHISO_STR ? slice_is_same(&a->at.str[0], &b->at.str[0])
				    : a->type == CHISO_F64 && a->at.f64[0] == b->at.f64[0];
}

/* The same call as one that has been made; NULL: there is none. */
static const struct host_call *find_call(const struct evaluation *e, const struct expr_step *step)
{
	for (size_t k = 0; k < e->n_calls; k++) {
		const struct host_call *call = &e->calls[k];
		size_t i = 0;

		if (call->function != step->function || call->n_in != step->n_in ||
		    (call->is_of_some && !step->rows.list))
			continue;
		while (i < step->n_in && is_same_operand(step, call, i))
			i++;
		if (i == step->n_in)
			return call;
	}
	return NULL;
}

/* Keeps what is known of all rows once, where it is the same. */
static int keep_known(struct evaluation *e, int is_alike, struct known *out)
{
	size_t n = e->grid->panel.n, row = is_alike ? n : 1;

	while (row < n && fact_is_same(&e->room[row], &e->room[0]))
		row++;
	out->is_same = n && row >= n;
	out->list = out->is_same ? arena_room(e->scratch, 1, sizeof *out->list) : e->room;
	if (!out->is_same)
		e->room = NULL;
	else if (out->list)
		*out->list = e->room[0];
	return out->list ? CHISO_OK : CHISO_ENOMEM;
}

static int call_function(struct evaluation *e, const struct expr_step *step, const char **told)
{
	struct vector *in = arena_new(e->scratch, step->n_in, sizeof *in);
	struct known *known = arena_new(e->scratch, step->n_in, sizeof *known);
	size_t n = e->grid->panel.n;
	struct panel_call call = {.panel = &e->grid->panel,
				  .facts = &e->run->facts,
				  .function = step->function,
				  .in = in,
				  .from = step->from,
				  .known = known,
				  .n_in = step->n_in,
				  .out = step->out,
				  .rows = step->rows,
				  .told = told,
				  .lang = e->run->results->context->lang,
				  .arena = e->scratch};

	if (!in || !known)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < step->n_in; i++) {
		known[i] = step->from[i] < 0 ? (struct known){&e->unknown, 1}
					     : e->known[step->from[i]];
		if (spread(e, step, i, &in[i]))
			return CHISO_ENOMEM;
	}
	if (e->is_moving)
		return panel_run(&call);
	if (!e->room)
		e->room = arena_room(e->scratch, n, sizeof *e->room);
	if (!e->room)
		return CHISO_ENOMEM;
	call.out_known = e->room;
	int status = panel_run(&call);
	if (!status)
		status = keep_known(e, call.is_known_alike, &e->known[step->to]);
	return !status && e->rows.list && !e->known[step->to].is_same ? NOT_ALIKE : status;
}

/* Expressions often say the same twice: (x - units_min(x)) / (units_max(x) - units_min(x)). */
static int run_function(struct evaluation *e, const struct expr_step *step)
{
	const struct host_call *before = e->is_moving ? NULL : find_call(e, step);
	const char **told = NULL;
	int status = CHISO_OK;

	if (before) {
		*step->out = *before->out;
		e->known[step->to] = e->known[before->to];
		told = before->told;
	} else {
		/* As cells are: only for explanations. */
		if (e->run->facts.with_cells)
			told = arena_new(e->scratch, step->n, sizeof *told);
		status = e->run->facts.with_cells && !told ? CHISO_ENOMEM : call_function(e, step, told);
	}
	if (!e->is_moving)
		e->calls[e->n_calls++] = (struct host_call){.function = step->function,
							    .source = step->source,
							    .in = step->in,
							    .from = step->from,
							    .n_in = step->n_in,
							    .out = step->out,
							    .to = step->to,
							    .is_of_some = step->rows.list != NULL,
							    .told = told};
	return status;
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

/* Whether of all operands the same is known, in all rows. */
static int is_known_alike(const struct evaluation *e, const struct expr_step *step,
			  const struct known **first)
{
	*first = NULL;
	for (size_t i = 0; i < step->n_in; i++) {
		const struct known *known = step->from[i] < 0 ? NULL : &e->known[step->from[i]];

		if (!known)
			continue;
		if (!known->is_same || (*first && !fact_is_same((*first)->list, known->list)))
			return 0;
		*first = known;
	}
	/* What is written out may stand for the value, and of that nothing is known. */
	for (size_t i = 0; i < step->n_in; i++)
		if (step->from[i] < 0 && step->choice != TAKES_ALL)
			return 0;
	return 1;
}

static int join_step(struct evaluation *e, const struct expr_step *step)
{
	struct known *out = &e->known[step->to];
	const struct known *first;

	*out = (struct known){&e->unknown, 1};
	if (is_known_alike(e, step, &first)) {
		if (first)
			*out = *first;
		return CHISO_OK;
	}
	if (e->rows.list)
		return NOT_ALIKE;
	*out = (struct known){arena_new(e->scratch, step->n, sizeof *out->list), 0};
	if (!out->list)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < step->n_in; i++) {
		if (step->from[i] < 0)
			continue;
		for (size_t row = 0; row < step->n; row++)
			if (is_taken(step, i, row))
				fact_join(&e->run->facts, &out->list[row],
					  known_at(&e->known[step->from[i]], row));
	}
	return e->run->facts.status;
}

static int watch_step(void *user, const struct expr_step *step)
{
	struct evaluation *e = user;

	if (step->function)
		return run_function(e, step);
	return e->is_moving ? CHISO_OK : join_step(e, step);
}

int evaluation_run(struct evaluation *e, struct expr_values **values, const struct vector *in,
		   struct arena *scratch)
{
	const struct expr_watch watch = {e, watch_step};

	e->scratch = scratch;
	return expr_run_whole(values, e->derived->expr, in, e->grid->panel.n, &e->rows, &watch, scratch);
}

/* The memory is at hand for the next one. */
void evaluation_clear(struct evaluation *e)
{
	arena_empty(&e->arena);
	if (e->run->spare.last)
		arena_clear(&e->arena);
	else
		e->run->spare = e->arena;
}

/* With the rows that are wanted or, when it takes that, all of them. */
static int run_program(struct evaluation *e)
{
	int status = evaluation_find_rows(e);

	if (!status)
		status = evaluation_run(e, &e->values, e->in, &e->arena);
	if (status != NOT_ALIKE)
		return status;
	e->rows = (struct expr_rows){0};
	e->n_calls = 0;
	return evaluation_run(e, &e->values, e->in, &e->arena);
}

int evaluation_make(struct evaluation *e, struct derived_run *run,
		    const struct indicator_spec *spec, size_t set)
{
	*e = (struct evaluation){.run = run, .spec = spec, .derived = spec->derived, .set = set};
	e->arena = run->spare;
	run->spare = (struct arena){0};
	e->scratch = &e->arena;
	e->columns = spec->derived->columns;
	e->n_uses = expr_uses(spec->derived->expr, &e->uses);
	e->keys = &spec->by[set];
	e->parts = &spec->derived->keys[set * e->n_uses];
	size_t n = e->n_uses + expr_steps(spec->derived->expr);
	e->in = arena_new(&e->arena, e->n_uses, sizeof *e->in);
	e->known = arena_new(&e->arena, n, sizeof *e->known);
	e->bounds = arena_new(&e->arena, e->n_uses, sizeof *e->bounds);
	e->calls = arena_new(&e->arena, n, sizeof *e->calls);
	if (!e->in || !e->known || !e->bounds || !e->calls)
		return CHISO_ENOMEM;
	e->grid = grid_of(e);
	int status = e->grid ? evaluation_fill(e) : CHISO_ENOMEM;
	if (!status)
		status = run_program(e);
	if (!status) {
		e->result = expr_result(spec->derived->expr, e->values);
		e->result_known = &e->known[n - 1];
	}
	return status;
}

static int compute_set(struct derived_run *run, const struct indicator_spec *spec, size_t set)
{
	struct evaluation e;
	int status = evaluation_make(&e, run, spec, set);

	if (!status)
		status = evaluation_cells(&e);
	evaluation_clear(&e);
	return status;
}

/* ---- all of them ------------------------------------------------------------------------------ */

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

/* Goals are judged by all cells of their indicators. */
static int find_judged(struct derived_run *run)
{
	const struct chiso_project *project = run->results->project;

	run->is_judged = arena_new(&run->arena, project->n_indicators, 1);
	for (size_t i = 0; run->is_judged && i < project->n_goals; i++)
		for (size_t k = 0; k < project->goals[i].n_rows; k++)
			if (project->goals[i].rows[k].indicator)
				run->is_judged[derived_number(run, project->goals[i].rows[k].indicator)] = 1;
	return run->is_judged ? CHISO_OK : CHISO_ENOMEM;
}

static int compute_all(struct derived_run *run)
{
	const struct chiso_project *project = run->results->project;
	int status = CHISO_OK;

	for (size_t i = 0; i < project->n_derived && !status; i++) {
		const struct indicator_spec *spec = project->derived[i];

		for (size_t set = 0; set < spec->n_by && !status; set++)
			status = compute_set(run, spec, set);
		derived_forget_columns(run, spec);
	}
	return status;
}

static int compute(struct chiso_results *results, int keeps_all)
{
	struct chiso_project *project = results->project;
	struct derived_run *run = calloc(1, sizeof *run);

	if (!run)
		return CHISO_ENOMEM;
	run->before = results->derived;
	results->derived = run;
	run->results = results;
	run->keeps_all = keeps_all;
	groups_init(&run->by_period, 2);
	run->ranges = arena_new(&run->arena, project->n_indicators, sizeof *run->ranges);
	run->same = panel_same_units(&project->units);
	int status = facts_init(&run->facts);
	if (run->same && split_series(run))
		return CHISO_ENOMEM;
	if (!run->ranges || !run->same || units_rank(&project->units, &run->rank))
		return CHISO_ENOMEM;
	if (!status)
		status = find_judged(run);
	if (!status)
		status = derived_count_users(run);
	if (!status)
		status = derived_index(run);
	if (!status)
		status = derived_find_wanted(run);
	if (!status)
		status = compute_all(run);
	return status ? status : derived_order(run);
}

int derived_compute(struct chiso_results *results)
{
	return compute(results, 0);
}

/* Takes back all cells of derived indicators, which were kept after those of the others. */
static void take_back(struct chiso_results *results)
{
	struct cells *cells = &results->cells;
	size_t n = 0, n_kept = cells->n_kept;

	for (size_t i = 0; i < cells->n; i++) {
		if (!cells_spec(cells, i)->derived)
			cells->order[n++] = cells->order[i];
		else if (cells->order[i] < n_kept)
			n_kept = cells->order[i];
	}
	cells->n = n;
	cells->n_kept = n_kept;
}

int derived_complete(struct chiso_results *results)
{
	if (!results->derived || !results->derived->leaves_out)
		return CHISO_OK;
	take_back(results);
	int status = compute(results, 1);
	return status ? status : results_show(results);
}

static void free_run(struct derived_run *run)
{
	if (run->explained) {
		evaluation_clear(run->explained);
		free(run->explained);
	}
	derived_tables_free(run);
	derived_columns_free(run);
	derived_grids_free(run);
	arena_clear(&run->spare);
	free(run->periods);
	free(run->same);
	free(run->rank);
	groups_clear(&run->by_period);
	intern_clear(&run->texts);
	facts_clear(&run->facts);
	arena_clear(&run->arena);
	free(run);
}

void derived_free(struct derived_run *run)
{
	while (run) {
		struct derived_run *before = run->before;

		free_run(run);
		run = before;
	}
}
