/* SPDX-License-Identifier: MIT */
/* What one value of a derived indicator is made of. */
#include "base/context.h"
#include "derived/derived_run.h"

#include <stdlib.h>

/* The evaluation that a cell comes from; kept, as the next cell asked for is mostly its
 * neighbour. */
static struct evaluation *evaluate(struct derived_run *run, const struct indicator_spec *spec,
				   size_t set)
{
	struct evaluation *e = run->explained;

	if (e && e->spec == spec && e->set == set)
		return e;
	if (e)
		evaluation_clear(e);
	free(e);
	run->explained = e = malloc(sizeof *e);
	run->facts.with_cells = 1;
	if (!e || !evaluation_make(e, run, spec, set))
		return e;
	evaluation_clear(e);
	free(e);
	return run->explained = NULL;
}

int derived_explain(struct derived_trace *out, struct chiso_results *results, size_t cell,
		    struct arena *arena)
{
	const struct indicator_spec *spec = cells_spec(&results->cells, cell);
	const char *const *keys = cells_output(&results->cells, cell)->keys;
	size_t set = 0,
	       before = results->derived->ranges[spec - results->project->indicators].first;

	*out = (struct derived_trace){.formula = spec->expression.source};
	while (spec->by[set].items != keys)
		set++;
	/* Rows are in the order of the cells of their key set. */
	while (cells_output(&results->cells, before)->keys != keys)
		before++;
	struct evaluation *e = evaluate(results->derived, spec, set);
	size_t row = cell - before;
	if (!e)
		return CHISO_ENOMEM;
	out->filled = expr_fill_row(spec->derived->expr, e->values, row,
				    results->context->lang, arena);
	out->cells = facts_set(&results->derived->facts, known_at(e->result_known, row)->cells, &out->n_cells);
	out->calls = arena_new(arena, e->n_calls, sizeof *out->calls);
	if (!out->filled || !out->calls)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < e->n_calls; i++) {
		const struct host_call *call = &e->calls[i];
		struct derived_call *to = &out->calls[out->n_calls++];

		to->source = arena_text(arena, call->source.text, call->source.n);
		if (!to->source)
			return CHISO_ENOMEM;
		to->told = call->told[row];
		if (call->out->missing[row])
			to->value.reason = call->out->missing[row];
		else
			to->value = (struct chiso_value){.type = CHISO_F64,
							 .as.f64 = call->out->at.f64[row]};
	}
	return CHISO_OK;
}
