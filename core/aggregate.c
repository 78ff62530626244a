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
	if (near.best)
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

/* Index of a key column, bound when it is new; -1 when there is no such column. */
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
		return -1;
	}
	key = &aggregate->key_columns[aggregate->n_key_columns];
	key->name = name;
	if (reader_bind_name(reader, &key->bound, name, CHISO_STR))
		return -1;
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
	int status = use->prepare(&aggregate->call, &aggregate->call.conf);
	aggregate->is_prepared = status == CHISO_OK;
	if (status == CHISO_ENOMEM)
		return status;
	if (status)
		aggregate->is_broken = 1;
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
			if (aggregate->use->state && set->states)
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

/* ---- slots ---- */

static int make_room(struct aggregate *aggregate, struct key_set *set, size_t n)
{
	const struct chiso_state *state = aggregate->use->state;
	size_t before = set->slots_cap;

	while (n > set->slots_cap) {
		size_t old = set->slots_cap;

		if (GROW(&set->slots, old, &set->slots_cap))
			return CHISO_ENOMEM;
	}
	if (set->slots_cap > before)
		memset(set->slots + before, 0, (set->slots_cap - before) * sizeof *set->slots);
	if (state && set->slots_cap > set->states_cap) {
		if (state->state_size && set->slots_cap > SIZE_MAX / state->state_size)
			return CHISO_ENOMEM;
		char *states = realloc(set->states, set->slots_cap * state->state_size);
		if (!states)
			return CHISO_ENOMEM;
		memset(states + set->states_cap * state->state_size, 0,
		       (set->slots_cap - set->states_cap) * state->state_size);
		set->states = states;
		set->states_cap = set->slots_cap;
	}
	return sums_reserve(&set->sums, n);
}

uint32_t key_set_slot(struct aggregate *aggregate, struct key_set *set, const uint32_t *key)
{
	uint32_t slot = groups_slot(&set->groups, key);

	if (slot == UINT32_MAX || make_room(aggregate, set, set->groups.n))
		return NO_SLOT;
	return slot;
}

static int id_set_add(struct id_set *set, int32_t id)
{
	uint32_t at = 0;
	size_t cap = set->cap;

	while (at < set->n && set->ids[at] < id)
		at++;
	if (at < set->n && set->ids[at] == id)
		return CHISO_OK;
	if (GROW(&set->ids, set->n, &cap))
		return CHISO_ENOMEM;
	set->cap = (uint32_t)cap;
	memmove(set->ids + at + 1, set->ids + at, (set->n - at) * sizeof *set->ids);
	set->ids[at] = id;
	set->n++;
	return CHISO_OK;
}

/* The weaker of two marks, 0 being none. */
static uint8_t weaker(uint8_t a, uint8_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

static void note_place(struct slot *slot, const char *file, uint32_t line)
{
	int order = slot->file && file ? strcmp(file, slot->file) : slot->file ? 1 : -1;

	if (order < 0 || (order == 0 && line < slot->line)) {
		slot->file = file;
		slot->line = line;
	}
}

static int add_bounds(struct aggregate *aggregate, struct slot *slot, const uint8_t *bounds)
{
	uint32_t n = aggregate->call.n_terms;

	if (!bounds)
		return CHISO_OK;
	if (!slot->bounds)
		slot->bounds = calloc(n ? n : 1, 1);
	if (!slot->bounds)
		return CHISO_ENOMEM;
	for (uint32_t t = 0; t < n; t++)
		slot->bounds[t] |= bounds[t];
	return CHISO_OK;
}

int key_set_merge(struct aggregate *aggregate, struct key_set *set, uint32_t into, uint32_t from)
{
	const struct chiso_state *state = aggregate->use->state;
	struct slot *a = &set->slots[into];
	const struct slot *b = &set->slots[from];

	a->n_used += b->n_used;
	a->n_seen += b->n_seen;
	a->inputs_seen |= b->inputs_seen;
	a->status = weaker(a->status, b->status);
	a->evidence = weaker(a->evidence, b->evidence);
	a->is_break |= b->is_break;
	if (b->file)
		note_place(a, b->file, b->line);
	for (uint32_t i = 0; i < b->notes.n; i++)
		if (id_set_add(&a->notes, b->notes.ids[i]))
			return CHISO_ENOMEM;
	for (uint32_t i = 0; i < b->sources.n; i++)
		if (id_set_add(&a->sources, b->sources.ids[i]))
			return CHISO_ENOMEM;
	if (add_bounds(aggregate, a, b->bounds))
		return CHISO_ENOMEM;
	if (state && state->merge(&aggregate->call, set->states + into * (size_t)state->state_size,
	                          set->states + from * (size_t)state->state_size, 1))
		return CHISO_ENOMEM;
	return sums_merge(&set->sums, into, &set->sums, from);
}

/* ---- adding a batch ---- */

/* Which records of the batch count: good ones for which the condition holds. */
static int choose(struct aggregate *aggregate, uint8_t *bad, uint32_t *n)
{
	struct reader *reader = aggregate->reader;
	struct vector where = {0};

	*n = 0;
	if (aggregate->where.expr) {
		where = vector_new(&reader->scratch, CHISO_BOOL, reader->batch.n);
		if (!where.at.boolean || bound_run(reader, &aggregate->where, reader->table,
		                                   reader->batch.n, &where, &reader->scratch))
			return CHISO_ENOMEM;
	}
	for (uint32_t row = 0; row < reader->batch.n; row++) {
		int holds = !aggregate->where.expr || (!where.missing[row] && where.at.boolean[row]);

		/* Others keep their silence: a value out of range matters where it is used. */
		if (!holds)
			bad[row] = 1;
		else if (!bad[row])
			aggregate->chosen[(*n)++] = row;
	}
	return CHISO_OK;
}

static void report_problem(struct aggregate *aggregate, uint32_t row, uint8_t fate)
{
	const struct chiso_problem *problem =
		chiso_problem_at(aggregate->use, (size_t)(fate - CHISO_REFUSED));
	int column = -1;

	if (!problem) {
		report(aggregate->context, MSG_PLUGIN_FATE, batch_place(aggregate->reader, -1, row),
		       "", aggregate->use->id);
		return;
	}
	if (problem->input < aggregate->use->n_inputs)
		column = aggregate->inputs[problem->input].column;
	report(aggregate->context, MSG_RECORD_REFUSED, batch_place(aggregate->reader, column, row),
	       batch_text(aggregate->reader, column, row),
	       chiso_text_in(problem->text, aggregate->context->lang));
}

static uint64_t inputs_present(const struct aggregate *aggregate,
                               const struct chiso_column *columns, uint32_t row)
{
	uint64_t present = 0;

	for (uint32_t i = 0; i < aggregate->use->n_inputs && i < 64; i++) {
		const struct chiso_column *c = &columns[i];

		if (c->values && (!c->validity || (c->validity[row >> 3] >> (row & 7) & 1)))
			present |= (uint64_t)1 << i;
	}
	return present;
}

/* Multiplies terms by the weight of their record. */
static void weigh(struct aggregate *aggregate, double *terms, double weight)
{
	for (uint32_t t = 0; t < aggregate->call.n_terms; t++)
		if (!(chiso_term_at(aggregate->use, t)->field.flags & CHISO_UNWEIGHTED))
			terms[t] *= weight;
}

/* What one record brings to each group that it belongs to. */
struct contribution {
	uint32_t row;
	uint8_t fate;
	const double *terms;
	const uint8_t *bounds;
	uint64_t inputs;
};

static int annotate(struct aggregate *aggregate, struct slot *slot, const struct contribution *c)
{
	const struct batch *batch = &aggregate->reader->batch;

	slot->n_used++;
	slot->inputs_seen |= c->inputs;
	slot->status = weaker(slot->status, batch->status[c->row]);
	slot->evidence = weaker(slot->evidence, batch->evidence[c->row]);
	slot->is_break |= batch->is_break[c->row];
	note_place(slot, batch->file, batch->line[c->row]);
	if (batch->note[c->row] != NO_TEXT && id_set_add(&slot->notes, batch->note[c->row]))
		return CHISO_ENOMEM;
	if (batch->source[c->row] != NO_TEXT && id_set_add(&slot->sources, batch->source[c->row]))
		return CHISO_ENOMEM;
	return add_bounds(aggregate, slot, c->bounds);
}

static int update_state(struct aggregate *aggregate, void *state,
                        const struct chiso_batch *whole, uint32_t row)
{
	struct chiso_batch one = *whole;

	one.rows = &row;
	one.n = 1;
	return aggregate->use->state->update(&aggregate->call, state, &one);
}

static int add_to_set(struct aggregate *aggregate, struct key_set *set,
                      const struct vector *keys, const struct chiso_batch *whole,
                      const struct contribution *c)
{
	const struct batch *batch = &aggregate->reader->batch;
	const struct chiso_state *state = aggregate->use->state;
	uint32_t key[2 + 64];

	key[0] = (uint32_t)(batch->unit[c->row] + 1);
	key[1] = batch->period[c->row];
	for (uint32_t k = 0; k < set->n; k++) {
		struct slice text = keys[set->columns[k]].at.str[c->row];

		key[2 + k] = intern(&aggregate->key_texts, text.text, text.n);
		if (key[2 + k] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	uint32_t at = key_set_slot(aggregate, set, key);
	if (at == NO_SLOT)
		return CHISO_ENOMEM;
	struct slot *slot = &set->slots[at];
	slot->n_seen++;
	if (c->fate != CHISO_USED)
		return CHISO_OK;
	if (slot->n_used && (aggregate->use->flags & CHISO_AS_REPORTED))
		report(aggregate->context, MSG_REPORTED_TWICE,
		       batch_place(aggregate->reader, aggregate->inputs[0].column, c->row),
		       batch_text(aggregate->reader, aggregate->inputs[0].column, c->row),
		       aggregate->spec->id);
	int status = sums_add(&set->sums, at, c->terms);
	if (status == CHISO_EDATA)
		report(aggregate->context, MSG_TERM_NOT_FINITE,
		       batch_place(aggregate->reader, -1, c->row), "", aggregate->use->id);
	if (status)
		return status == CHISO_EDATA ? CHISO_OK : status;
	if (state && update_state(aggregate, set->states + at * (size_t)state->state_size, whole,
	                          c->row))
		return CHISO_ENOMEM;
	return annotate(aggregate, slot, c);
}

static int add_record(struct aggregate *aggregate, const struct vector *keys,
                      const struct chiso_batch *whole, struct contribution *c, double *terms)
{
	const struct batch *batch = &aggregate->reader->batch;

	if (c->fate == CHISO_EXCLUDED)
		return CHISO_OK;
	if (c->fate >= CHISO_REFUSED || (c->fate != CHISO_USED && c->fate != CHISO_MISSING)) {
		report_problem(aggregate, c->row, c->fate);
		return CHISO_OK;
	}
	if (c->fate == CHISO_USED && batch->is_qualified[c->row]) {
		uint8_t *bounds = arena_new(&aggregate->reader->scratch,
		                            aggregate->call.n_terms, 1);

		if (!bounds || bounds_of_row(aggregate, c->row, terms, bounds))
			return CHISO_ENOMEM;
		c->bounds = bounds;
	}
	c->inputs = inputs_present(aggregate, whole->columns, c->row);
	if (batch->weight)
		weigh(aggregate, terms, batch->weight[c->row]);
	c->terms = terms;
	for (size_t i = 0; i < aggregate->n_sets; i++) {
		int status = add_to_set(aggregate, &aggregate->sets[i], keys, whole, c);

		if (status)
			return status;
	}
	return CHISO_OK;
}

static struct vector *run_keys(struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	struct vector *keys = arena_new(&reader->scratch, aggregate->n_key_columns, sizeof *keys);

	for (size_t i = 0; keys && i < aggregate->n_key_columns; i++) {
		keys[i] = vector_new(&reader->scratch, CHISO_STR, reader->batch.n);
		if (!keys[i].at.str || bound_run(reader, &aggregate->key_columns[i].bound,
		                                 reader->table, reader->batch.n, &keys[i],
		                                 &reader->scratch))
			return NULL;
	}
	return keys;
}

int aggregate_add(struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	struct chiso_batch batch = {.rows = aggregate->chosen, .weight = reader->batch.weight};
	uint8_t *bad = arena_new(&reader->scratch, reader->batch.n, 1);

	if (aggregate->is_broken)
		return CHISO_OK;
	if (!bad)
		return CHISO_ENOMEM;
	memcpy(bad, reader->batch.bad, reader->batch.n);
	/* Records that do not count must not be refused for their values either. */
	if (choose(aggregate, bad, &batch.n))
		return CHISO_ENOMEM;
	batch.columns = columns_make(aggregate, reader->table, reader->batch.n, 0, bad,
	                             &reader->scratch);
	struct vector *keys = run_keys(aggregate);
	if (!batch.columns || !keys)
		return CHISO_ENOMEM;
	uint32_t n = 0;
	for (uint32_t i = 0; i < batch.n; i++)
		if (!bad[aggregate->chosen[i]])
			aggregate->chosen[n++] = aggregate->chosen[i];
	batch.n = n;
	size_t n_terms = aggregate->call.n_terms;
	memset(aggregate->terms, 0, n * n_terms * sizeof *aggregate->terms);
	int status = n ? aggregate->use->map(&aggregate->call, &batch, aggregate->terms,
	                                     aggregate->fates)
	               : CHISO_OK;
	if (status) {
		report(aggregate->context, MSG_PLUGIN_FAILED, aggregate->spec->place,
		       aggregate->use->id);
		aggregate->is_broken = 1;
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	}
	for (uint32_t i = 0; i < n && !status; i++) {
		struct contribution c = {.row = aggregate->chosen[i], .fate = aggregate->fates[i]};

		status = add_record(aggregate, keys, &batch, &c, aggregate->terms + i * n_terms);
	}
	return status;
}
