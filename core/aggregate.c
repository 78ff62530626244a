/* SPDX-License-Identifier: MIT */
#include "aggregate.h"

#include "context.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the host offers to plugins ---- */

static void *host_resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	(void)call;
	(void)old_size;
	if (!size) {
		free(ptr);
		return NULL;
	}
	return realloc(ptr, size);
}

/* The call is the last but few member of its aggregate: from it back to the aggregate. */
static struct aggregate *aggregate_of(struct chiso_call *call)
{
	return (struct aggregate *)(void *)((char *)call - offsetof(struct aggregate, call));
}

static void host_log(struct chiso_call *call, int level, const char *message)
{
	struct aggregate *aggregate = aggregate_of(call);

	report_as(aggregate->context, level >= CHISO_WARNING ? CHISO_WARNING : CHISO_NOTE,
	          MSG_PLUGIN_SAYS, aggregate->spec->place, aggregate->use->id, message);
}

static void host_error(struct chiso_call *call, int status, int param, const char *message)
{
	struct aggregate *aggregate = aggregate_of(call);
	const struct chiso_param *at =
		param >= 0 ? chiso_param_at(aggregate->use, (size_t)param) : NULL;

	(void)status;
	report(aggregate->context, MSG_PLUGIN_REFUSES, aggregate->spec->place,
	       at ? at->field.id : "", aggregate->use->id, message);
}

static const void *host_extension(struct chiso_call *call, const char *name)
{
	(void)call;
	(void)name;
	return NULL;
}

static const struct chiso_host host = {.size = sizeof host,
                                       .abi = CHISO_ABI,
                                       .resize = host_resize,
                                       .log = host_log,
                                       .error = host_error,
                                       .extension = host_extension};

/* ---- binding ---- */

static const struct binding *find_binding(const struct aggregate *aggregate, const char *id)
{
	for (size_t i = 0; i < aggregate->spec->n_inputs; i++)
		if (!strcmp(aggregate->spec->inputs[i].name, id))
			return &aggregate->spec->inputs[i];
	return NULL;
}

static int type_of_input(const struct chiso_input *input)
{
	switch (input->field.type) {
	case CHISO_BOOL:
	case CHISO_DATE:
		return (int)input->field.type;
	case CHISO_STR:
	case CHISO_CODE:
		return CHISO_STR;
	default:
		return CHISO_F64;
	}
}

static void report_unbound(struct aggregate *aggregate, const struct chiso_input *input)
{
	struct reader *reader = aggregate->reader;
	struct nearest near = nearest_to(input->field.id);

	for (size_t i = 0; i < reader->n_columns; i++)
		nearest_offer(&near, reader->columns[i]);
	/* A project without a file is one of arguments. */
	if (!reader->project->json)
		report(aggregate->context, MSG_INPUT_UNBOUND_COMPUTE, aggregate->spec->place,
		       input->field.id, aggregate->use->id, reader->files[0].name,
		       near.best ? near.best : "...");
	else if (near.best)
		report(aggregate->context, MSG_INPUT_UNBOUND_NEAR, aggregate->spec->place,
		       input->field.id, aggregate->use->id, aggregate->spec->dataset->id, near.best);
	else
		report(aggregate->context, MSG_INPUT_UNBOUND, aggregate->spec->place,
		       input->field.id, aggregate->use->id, aggregate->spec->dataset->id);
}

static int bind_inputs(struct aggregate *aggregate)
{
	const struct chiso_indicator *use = aggregate->use;
	int status;

	aggregate->inputs = arena_new(&aggregate->arena, use->n_inputs, sizeof *aggregate->inputs);
	if (!aggregate->inputs)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < use->n_inputs; i++) {
		const struct chiso_input *input = chiso_input_at(use, i);
		const struct binding *binding = find_binding(aggregate, input->field.id);
		struct bound *bound = &aggregate->inputs[i];
		int type = type_of_input(input);

		bound->column = -1;
		if (input->role)
			continue;
		if (binding)
			status = reader_bind(aggregate->reader, bound, binding, type);
		else
			status = reader_bind_name(aggregate->reader, bound, input->field.id, type);
		if (status == CHISO_ENOMEM)
			return status;
		if (status)
			aggregate->is_broken = 1;
		else if (!bound->expr && !(input->field.flags & CHISO_OPTIONAL)) {
			report_unbound(aggregate, input);
			aggregate->is_broken = 1;
		}
	}
	if (!aggregate->spec->where.source)
		return CHISO_OK;
	status = reader_bind(aggregate->reader, &aggregate->where, &aggregate->spec->where, CHISO_BOOL);
	aggregate->is_broken |= status != 0;
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* Index of a key column, bound when it is new; NO_KEY when there is no such column. */
enum { NO_KEY = -1, NO_MEMORY_FOR_KEY = -2 };
static int bind_key(struct aggregate *aggregate, const char *name, struct place place)
{
	struct reader *reader = aggregate->reader;
	struct key_column *key;

	for (size_t i = 0; i < aggregate->n_key_columns; i++)
		if (!strcmp(aggregate->key_columns[i].name, name))
			return (int)i;
	if (!reader_has(reader, name)) {
		struct nearest near = nearest_to(name);

		for (size_t i = 0; i < reader->n_columns; i++)
			nearest_offer(&near, reader->columns[i]);
		if (near.best)
			report(aggregate->context, MSG_NO_SUCH_COLUMN_NEAR, place, name, near.best);
		else
			report(aggregate->context, MSG_NO_SUCH_COLUMN_HERE, place, name,
			       reader->files[0].name);
		return NO_KEY;
	}
	key = &aggregate->key_columns[aggregate->n_key_columns];
	key->name = name;
	int status = reader_bind_name(reader, &key->bound, name, CHISO_STR);
	if (status)
		return status == CHISO_ENOMEM ? NO_MEMORY_FOR_KEY : NO_KEY;
	return (int)aggregate->n_key_columns++;
}

static int bind_sets(struct aggregate *aggregate)
{
	const struct indicator_spec *spec = aggregate->spec;
	size_t room = 0;

	for (size_t i = 0; i < spec->n_by; i++)
		room += spec->by[i].n;
	aggregate->sets = arena_new(&aggregate->arena, spec->n_by, sizeof *aggregate->sets);
	aggregate->key_columns = arena_new(&aggregate->arena, room, sizeof *aggregate->key_columns);
	if (!aggregate->sets || !aggregate->key_columns)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_by; i++) {
		struct key_set *set = &aggregate->sets[i];

		set->names = spec->by[i].items;
		set->n = (uint32_t)spec->by[i].n;
		set->columns = arena_new(&aggregate->arena, set->n, sizeof *set->columns);
		if (!set->columns)
			return CHISO_ENOMEM;
		for (uint32_t k = 0; k < set->n; k++) {
			set->columns[k] = bind_key(aggregate, set->names[k], spec->by[i].places[k]);
			if (set->columns[k] == NO_MEMORY_FOR_KEY)
				return CHISO_ENOMEM;
			aggregate->is_broken |= set->columns[k] < 0;
		}
		groups_init(&set->groups, 2 + set->n);
		sums_init(&set->sums, aggregate->use->n_terms);
		aggregate->n_sets++;
	}
	return CHISO_OK;
}

static int prepare(struct aggregate *aggregate)
{
	const struct chiso_indicator *use = aggregate->use;
	uint32_t most = use->n_terms;

	if (use->n_inputs > most)
		most = use->n_inputs;
	if (use->n_outputs > most)
		most = use->n_outputs;
	aggregate->identity = arena_new(&aggregate->arena, most + 1u, sizeof *aggregate->identity);
	if (!aggregate->identity)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i <= most; i++)
		aggregate->identity[i] = i;
	aggregate->call = (struct chiso_call){.size = sizeof aggregate->call,
	                                      .n_terms = use->n_terms,
	                                      .n_cells = use->n_outputs,
	                                      .host = &host,
	                                      .params = aggregate->spec->params,
	                                      .input_at = aggregate->identity,
	                                      .term_at = aggregate->identity,
	                                      .output_at = aggregate->identity};
	if (!use->prepare)
		return CHISO_OK;
	size_t before = context_errors(aggregate->context);
	int status = use->prepare(&aggregate->call, &aggregate->call.conf);
	aggregate->is_prepared = status == CHISO_OK;
	if (status == CHISO_ENOMEM)
		return status;
	if (status)
		aggregate->is_broken = 1;
	/* It should have said which parameter is wrong. */
	if (status && context_errors(aggregate->context) == before)
		report(aggregate->context, MSG_PLUGIN_FAILED, aggregate->spec->place, use->id);
	return CHISO_OK;
}

int aggregate_open(struct aggregate *aggregate, struct chiso_project *project,
                   const struct indicator_spec *spec, struct reader *reader)
{
	*aggregate = (struct aggregate){.context = project->context,
	                                .spec = spec,
	                                .use = spec->use,
	                                .reader = reader};
	int status = bind_inputs(aggregate);
	if (!status)
		status = bind_sets(aggregate);
	if (!status)
		status = prepare(aggregate);
	if (!status) {
		struct arena *arena = &aggregate->arena;

		aggregate->terms = arena_new(arena, (size_t)BATCH_ROWS * (spec->use->n_terms + 1u),
		                             sizeof *aggregate->terms);
		aggregate->fates = arena_new(arena, BATCH_ROWS, 1);
		aggregate->rows = arena_new(arena, BATCH_ROWS, sizeof *aggregate->rows);
		aggregate->chosen = arena_new(arena, BATCH_ROWS, sizeof *aggregate->chosen);
		if (!aggregate->terms || !aggregate->fates || !aggregate->rows || !aggregate->chosen)
			status = CHISO_ENOMEM;
	}
	return status;
}

void aggregate_close(struct aggregate *aggregate)
{
	for (size_t i = 0; i < aggregate->n_sets; i++) {
		struct key_set *set = &aggregate->sets[i];

		for (size_t k = 0; k < set->groups.n && k < set->slots_cap; k++) {
			free(set->slots[k].bounds);
			free(set->slots[k].notes.ids);
			free(set->slots[k].sources.ids);
			if (aggregate->use->state && k < set->states_cap)
				aggregate->use->state->clear(
					&aggregate->call,
					set->states + k * aggregate->use->state->state_size);
		}
		free(set->slots);
		free(set->states);
		groups_clear(&set->groups);
		sums_clear(&set->sums);
	}
	if (aggregate->is_prepared && aggregate->use->release)
		aggregate->use->release(&aggregate->call, aggregate->call.conf);
	intern_clear(&aggregate->key_texts);
	arena_clear(&aggregate->arena);
}
