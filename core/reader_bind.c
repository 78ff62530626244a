/* SPDX-License-Identifier: MIT */
/* Binding: names to columns of the files or of the project, expressions to programs. */
#include "reader.h"

#include "context.h"

#include <stdlib.h>
#include <string.h>

static int find_column(const struct reader *reader, struct slice name)
{
	for (size_t i = 0; i < reader->n_columns; i++)
		if (slice_is(name, reader->columns[i]))
			return (int)i;
	return -1;
}

static int find_named(const struct reader *reader, struct slice name)
{
	for (size_t i = 0; i < reader->n_named; i++)
		if (slice_is(name, reader->named[i].binding->name))
			return (int)i;
	return -1;
}

int reader_has(const struct reader *reader, const char *name)
{
	struct slice slice = {name, strlen(name)};

	return find_named(reader, slice) >= 0 || find_column(reader, slice) >= 0;
}

/* Index in the table of a column read as a type. */
static int use_of(struct reader *reader, int column, int type)
{
	for (size_t i = 0; i < reader->n_uses; i++)
		if (reader->uses[i].column == column && reader->uses[i].type == type)
			return (int)i;
	if (GROW(&reader->uses, reader->n_uses, &reader->uses_cap))
		return -1;
	reader->uses[reader->n_uses] = (struct column_use){column, type};
	return (int)reader->n_uses++;
}

static int compile_named(struct reader *reader, int i);

/* Columns of the files are numbered from 0, named columns behind them. */
static int scope_find(void *user, struct slice name, int *type)
{
	struct reader *reader = user;
	int i = find_named(reader, name);

	/* Inside its own definition a name means the column of the file: "area": "area * 10000". */
	if (i >= 0 && reader->named[i].state == 1 && find_column(reader, name) >= 0)
		i = -1;
	if (i < 0)
		return find_column(reader, name);
	if (compile_named(reader, i))
		return -1;
	struct named_column *named = &reader->named[i];
	if (named->alias >= 0)
		return named->alias;
	if (named->state == 2)
		*type = expr_type(named->bound.expr);
	else
		*type = CHISO_F64; /* broken, and reported: go on as if it were a number */
	return (int)reader->n_columns + i;
}

static void scope_offer(void *user, struct nearest *nearest)
{
	const struct reader *reader = user;

	for (size_t i = 0; i < reader->n_columns; i++)
		nearest_offer(nearest, reader->columns[i]);
	for (size_t i = 0; i < reader->n_named; i++)
		nearest_offer(nearest, reader->named[i].binding->name);
}

int reader_bind(struct reader *reader, struct bound *out, const struct binding *binding, int type)
{
	const struct expr_scope scope = {
		.user = reader, .find = scope_find, .offer = scope_offer};
	const struct expr_use *uses;

	*out = (struct bound){.column = -1};
	int status = expr_compile(&out->expr, &reader->arena, reader->context, binding->place,
	                          binding->source, type, &scope);
	if (status) {
		out->expr = NULL;
		return status;
	}
	size_t n = expr_uses(out->expr, &uses);
	out->in = arena_new(&reader->arena, n, sizeof *out->in);
	if (!out->in)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		int named = uses[i].column - (int)reader->n_columns;

		if (named < 0) {
			out->in[i] = use_of(reader, uses[i].column, uses[i].type);
			if (out->in[i] < 0)
				return CHISO_ENOMEM;
			if (out->column < 0)
				out->column = uses[i].column;
		} else {
			/* Named columns stand behind the uses, whose number isn't known yet. */
			out->in[i] = -1 - named;
			if (out->column < 0)
				out->column = reader->named[named].bound.column;
			if (reader->named[named].state != 2)
				out->expr = NULL;
		}
	}
	return out->expr ? CHISO_OK : CHISO_EDATA;
}

static int compile_named(struct reader *reader, int i)
{
	struct named_column *named = &reader->named[i];
	struct slice source = {named->binding->source, strlen(named->binding->source)};

	if (named->state == 1) {
		report(reader->context, MSG_COLUMN_CYCLE, named->binding->place,
		       named->binding->name);
		named->state = 3;
	}
	if (named->state)
		return CHISO_OK;
	named->state = 1;
	named->alias = find_column(reader, source);
	if (named->alias >= 0) {
		named->state = 2;
		return CHISO_OK;
	}
	int status = reader_bind(reader, &named->bound, named->binding, CHISO_NONE);
	if (named->state == 1)
		named->state = status ? 3 : 2;
	if (named->state == 2)
		reader->named_order[reader->n_named_order++] = i;
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

int reader_bind_name(struct reader *reader, struct bound *out, const char *name, int type)
{
	struct binding binding = {.name = name};

	*out = (struct bound){.column = -1};
	if (!name || !reader_has(reader, name))
		return CHISO_OK;
	binding.source = arena_printf(&reader->arena, "[%s]", name);
	return binding.source ? reader_bind(reader, out, &binding, type) : CHISO_ENOMEM;
}

/* A column that the dataset names for its keys or figures must be there. */
static int bind_column(struct reader *reader, struct bound *out, const char *name,
                       struct place place)
{
	struct nearest near = nearest_to(name ? name : "");

	*out = (struct bound){.column = -1};
	if (!name)
		return CHISO_OK;
	if (reader_has(reader, name))
		return reader_bind_name(reader, out, name, CHISO_STR);
	scope_offer(reader, &near);
	if (near.best)
		report(reader->context, MSG_NO_SUCH_COLUMN_NEAR, place, name, near.best);
	else
		report(reader->context, MSG_NO_SUCH_COLUMN_HERE, place, name,
		       reader->files[0].name);
	return CHISO_EDATA;
}

static int bind_qualifiers(struct reader *reader)
{
	const struct figures_spec *figures = &reader->spec->figures;

	reader->qualified = arena_new(&reader->arena, figures->n_qualifiers,
	                              sizeof *reader->qualified);
	if (!reader->qualified)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < figures->n_qualifiers; i++) {
		const struct binding *binding = &figures->qualifiers[i];
		int column = find_column(reader, (struct slice){binding->name, strlen(binding->name)});
		struct bound by;

		if (column < 0)
			report(reader->context, MSG_NO_SUCH_COLUMN_HERE, binding->place,
			       binding->name, reader->files[0].name);
		int status = bind_column(reader, &by, binding->source, binding->place);
		if (status == CHISO_ENOMEM)
			return status;
		if (column >= 0 && by.expr)
			reader->qualified[reader->n_qualified++] =
				(struct qualified){-1, column, by};
	}
	return CHISO_OK;
}

/* Unit and period that are the same for all records. */
static void read_constants(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;
	const char *unit = spec->unit.constant, *period = spec->period.constant;

	reader->constant_unit = UNIT_NONE;
	reader->constant_period = (struct period){1, 0};
	if (period && period_read(&reader->constant_period, period, strlen(period)))
		report(reader->context, MSG_BAD_PERIOD, spec->period.place, period);
	/* With periods in the records it is looked up for each of them. */
	if (unit && !spec->period.column)
		reader->constant_unit =
			units_find(&reader->project->units, reader->context, spec->unit.place, unit,
			           strlen(unit), reader->constant_period);
}

int reader_bind_keys(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;
	const struct figures_spec *figures = &spec->figures;
	const struct {
		struct bound *bound;
		const char *name;
		struct place place;
	} keys[] = {
		{&reader->unit, spec->unit.column, spec->unit.place},
		{&reader->period, spec->period.column, spec->period.place},
		{&reader->status, figures->status.source, figures->status.place},
		{&reader->evidence, figures->evidence.source, figures->evidence.place},
		{&reader->source, figures->source.source, figures->source.place},
		{&reader->is_break, figures->is_break.source, figures->is_break.place},
		{&reader->note_en, figures->note_en.source, figures->note_en.place},
		{&reader->note_vi, figures->note_vi.source, figures->note_vi.place},
	};
	read_constants(reader);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (bind_column(reader, keys[i].bound, keys[i].name, keys[i].place) ==
		    CHISO_ENOMEM)
			return CHISO_ENOMEM;
	if (bind_qualifiers(reader) == CHISO_ENOMEM)
		return CHISO_ENOMEM;
	reader->weight = (struct bound){.column = -1};
	if (spec->weight.source &&
	    reader_bind(reader, &reader->weight, &spec->weight, CHISO_F64) == CHISO_ENOMEM)
		return CHISO_ENOMEM;
	reader->frequency = (struct bound){.column = -1};
	if (spec->frequency.source &&
	    reader_bind(reader, &reader->frequency, &spec->frequency, CHISO_F64) == CHISO_ENOMEM)
		return CHISO_ENOMEM;
	/* Every named column is checked, whoever uses it. */
	for (size_t i = 0; i < reader->n_named; i++)
		if (compile_named(reader, (int)i))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
