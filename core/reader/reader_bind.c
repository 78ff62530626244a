/* SPDX-License-Identifier: MIT */
/* Binding: names to columns of the files or of the project, expressions to programs. */
#include "base/grow.h"
#include "reader/reader.h"

#include "base/context.h"
#include "records/pivot.h"
#include "records/record.h"

#include <stdlib.h>
#include <string.h>

static int find_column(const struct reader *reader, struct slice name)
{
	for (size_t i = 0; i < reader->n_columns; i++)
		if (slice_is(name, reader->columns[i]))
			return (int)i;
	return -1;
}

int reader_column(const struct reader *reader, const char *name)
{
	return find_column(reader, (struct slice){name, strlen(name)});
}

static int find_named(const struct reader *reader, struct slice name)
{
	for (size_t i = 0; i < reader->n_named; i++) {
		const char *own = reader->named[i].spec->of.name;

		if (own && slice_is(name, own))
			return (int)i;
	}
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
		if (reader->uses[i].column == column && reader->uses[i].type == type) {
			reader->uses[i].n_wanted++;
			return (int)i;
		}
	if (GROW(&reader->uses, reader->n_uses, &reader->uses_cap))
		return -1;
	reader->uses[reader->n_uses] =
		(struct column_use){.column = column, .type = type, .n_wanted = 1};
	return (int)reader->n_uses++;
}

static int compile_named(struct reader *reader, int i);

/* A column of the files; but reference_date is of none, and is not known everywhere. */
static int take_column(struct reader *reader, int column, int *type)
{
	if (column < 0 || column != reader->turns.column)
		return column;
	*type = CHISO_DATE;
	reader->turns.date_is_missed |= reader->turns.lacks_date != DATE_KNOWN;
	return column;
}

/* Columns of the files are numbered from 0, named columns behind them. */
static int scope_find(void *user, struct slice name, int *type)
{
	struct reader *reader = user;
	int i = find_named(reader, name);

	/* Inside its own definition a name means the column of the file: "area": "area * 10000". */
	if (i >= 0 && reader->named[i].state == 1 && find_column(reader, name) >= 0)
		i = -1;
	if (i < 0)
		return take_column(reader, find_column(reader, name), type);
	if (compile_named(reader, i))
		return -1;
	struct named_column *named = &reader->named[i];
	int call = named->alias - (int)(reader->n_columns + reader->n_named);
	if (call >= 0)
		*type = reader->calls[call].type;
	if (named->alias >= 0)
		return take_column(reader, named->alias, type);
	/* Broken, and reported: go on as if it were what its place asks for. */
	if (named->state == 2)
		*type = reader_named_type(reader, (size_t)i);
	return (int)reader->n_columns + i;
}

int reader_named_type(const struct reader *reader, size_t i)
{
	const struct named_column *named = &reader->named[i];

	return named->record ? record_type(named) : expr_type(named->bound.expr);
}

void reader_offer(const struct reader *reader, struct nearest *nearest)
{
	for (size_t i = 0; i < reader->n_columns; i++)
		nearest_offer(nearest, reader->columns[i]);
	for (size_t i = 0; i < reader->n_named; i++)
		if (reader->named[i].spec->of.name)
			nearest_offer(nearest, reader->named[i].spec->of.name);
}

static void scope_offer(void *user, struct nearest *nearest)
{
	reader_offer(user, nearest);
}

int reader_add_order(struct reader *reader, int column)
{
	if (GROW(&reader->order, reader->n_order, &reader->order_cap))
		return CHISO_ENOMEM;
	reader->order[reader->n_order++] = column;
	return CHISO_OK;
}

int reader_key_type(struct reader *reader, const char *source)
{
	struct slice name = {source, strlen(source)};
	int type = CHISO_NONE;

	if (name.n > 2 && name.text[0] == '[' && name.text[name.n - 1] == ']')
		name = (struct slice){source + 1, name.n - 2};
	if (find_named(reader, name) < 0 && find_column(reader, name) < 0)
		return CHISO_NONE;
	scope_find(reader, name, &type);
	return type == CHISO_NONE ? CHISO_STR : type;
}

int reader_type(struct reader *reader, const char *name)
{
	int type = CHISO_NONE;

	scope_find(reader, (struct slice){name, strlen(name)}, &type);
	return type;
}

int reader_bind_key(struct reader *reader, struct bound *out, const char *name)
{
	return reader_bind_name(reader, out, name, reader_key_type(reader, name));
}

static int compile(struct reader *reader, struct bound *out, const struct binding *binding, int type)
{
	const struct expr_scope scope = {
		.user = reader,
		.find = scope_find,
		.offer = scope_offer,
		.lookups = reader_lookups,
		.lookup = reader->project->lookups ? reader_lookup : NULL,
	};

	struct turns *turns = &reader->turns;
	int is_missed = turns->date_is_missed;

	*out = (struct bound){.column = -1};
	turns->date_is_missed = 0;
	int status = expr_compile(&out->expr, &reader->arena, reader->context, binding->place,
	                          binding->source, type, &scope);
	if (!status && turns->date_is_missed) {
		/* Aloud: the dataset's own reader knows the date, and finds nothing wrong. */
		report(turns->lacks_date == DATE_NEVER ? reader->project->context : reader->context,
		       MSG_NO_REFERENCE_DATE, binding->place, binding->source);
		status = CHISO_EDATA;
	}
	turns->date_is_missed = is_missed;
	if (status)
		out->expr = NULL;
	return status;
}

/* The vector of a looked up column. */
static int bind_call(struct reader *reader, struct bound *out, int *in, size_t call, int type)
{
	int at = reader_looked_up(reader, call, type);

	if (at < 0)
		return CHISO_ENOMEM;
	*in = -1 - ((int)reader->n_named + at);
	if (out->column < 0)
		out->column = reader->calls[call].column;
	return CHISO_OK;
}

static int bind_uses(struct reader *reader, struct bound *out)
{
	const struct expr_use *uses;
	size_t n = expr_uses(out->expr, &uses);

	out->in = arena_new(&reader->arena, n, sizeof *out->in);
	if (!out->in)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		int named = uses[i].column - (int)reader->n_columns;
		int call = named - (int)reader->n_named;

		if (call >= 0) {
			if (bind_call(reader, out, &out->in[i], (size_t)call, uses[i].type))
				return CHISO_ENOMEM;
		} else if (named < 0) {
			out->in[i] = use_of(reader, uses[i].column, uses[i].type);
			if (out->in[i] < 0)
				return CHISO_ENOMEM;
			reader->uses[out->in[i]].n_spelt_out +=
				!expr_only_adds(out->expr, i) && !expr_only_compares(out->expr, i);
			if (out->column < 0)
				out->column = uses[i].column;
		} else {
			/* Named columns stand behind the uses, whose number isn't known yet. */
			out->in[i] = -1 - named;
			reader->named[named].n_spelt_out += !expr_only_compares(out->expr, i);
			if (out->column < 0)
				out->column = reader->named[named].bound.column;
			if (reader->named[named].state != 2)
				out->expr = NULL;
		}
	}
	return out->expr ? CHISO_OK : CHISO_EDATA;
}

int reader_bind(struct reader *reader, struct bound *out, const struct binding *binding, int type)
{
	int status = compile(reader, out, binding, type);

	return status ? status : bind_uses(reader, out);
}

/* A column that is nothing but a call of lookup() or nearest() is another name for it, of any type. */
static int call_of(const struct reader *reader, const struct bound *bound)
{
	const struct expr_use *uses;

	if (!expr_is_name(bound->expr))
		return -1;
	expr_uses(bound->expr, &uses);
	return uses[0].column >= (int)(reader->n_columns + reader->n_named) ? uses[0].column : -1;
}

/* Unit and period are known before any record indicator is asked, which may want the period. */
static int bind_record(struct reader *reader, struct named_column *named)
{
	if (!reader->binds_keys)
		return record_bind(reader, named);
	report(reader->context, MSG_KEY_OF_RECORD, named->spec->of.place, named->spec->of.name);
	return CHISO_EDATA;
}

static int compile_expression(struct reader *reader, struct named_column *named)
{
	const char *source = named->spec->of.source;

	named->alias = find_column(reader, (struct slice){source, strlen(source)});
	if (named->alias >= 0) {
		named->state = 2;
		return CHISO_OK;
	}
	int status = compile(reader, &named->bound, &named->spec->of, CHISO_NONE);
	if (!status && named->state == 1)
		named->alias = call_of(reader, &named->bound);
	if (named->alias >= 0) {
		named->state = 2;
		return CHISO_OK;
	}
	return status ? status : bind_uses(reader, &named->bound);
}

static int compile_named(struct reader *reader, int i)
{
	struct named_column *named = &reader->named[i];
	int status = CHISO_EDATA;

	if (named->state == 1) {
		report(reader->context, MSG_COLUMN_CYCLE, named->spec->of.place,
		       named->spec->of.name);
		named->state = 3;
	}
	if (named->state)
		return CHISO_OK;
	named->state = 1;
	if (named->spec->record)
		status = bind_record(reader, named);
	else if (named->spec->of.source)
		status = compile_expression(reader, named);
	if (named->alias >= 0)
		return CHISO_OK;
	if (named->state == 1)
		named->state = status ? 3 : 2;
	if (named->state == 2 && reader_add_order(reader, i))
		return CHISO_ENOMEM;
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
int reader_bind_column(struct reader *reader, struct bound *out, const char *name,
                       struct place place, int type)
{
	struct nearest near = nearest_to(name ? name : "");

	*out = (struct bound){.column = -1};
	if (!name)
		return CHISO_OK;
	if (reader_has(reader, name))
		return reader_bind_name(reader, out, name, type);
	scope_offer(reader, &near);
	if (near.best)
		report(reader->context, MSG_NO_SUCH_COLUMN_NEAR, place, name, near.best);
	else
		report(reader->context, MSG_NO_SUCH_COLUMN_HERE, place, name,
		       reader->files[0].name);
	return CHISO_EDATA;
}

static int bind_column(struct reader *reader, struct bound *out, const char *name,
                       struct place place)
{
	return reader_bind_column(reader, out, name, place, CHISO_STR);
}

static int bind_marks(struct reader *reader)
{
	if (reader->pivot)
		return pivot_bind_marks(reader);
	reader->marks = arena_new(&reader->arena, 1, sizeof *reader->marks);
	if (!reader->marks)
		return CHISO_ENOMEM;
	reader->n_marks = 1;
	reader->marks->column = -1;
	for (int kind = 0; kind < MARK_KINDS; kind++) {
		const struct binding *binding = &reader->spec->figures.marks[kind];

		if (bind_column(reader, &reader->marks->by[kind], binding->source,
		                binding->place) == CHISO_ENOMEM)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

static int bind_qualifiers(struct reader *reader)
{
	const struct figures_spec *figures = &reader->spec->figures;

	if (reader->pivot)
		return CHISO_OK; /* with the marks */
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
	if (unit && !spec->period.column && !reader_has_interval(reader))
		reader->constant_unit =
			units_find(&reader->project->units, reader->context, spec->unit.place, unit,
			           strlen(unit), reader->constant_period);
}

static int bind_unique(struct reader *reader)
{
	const struct names *key = &reader->spec->key;

	for (size_t i = 0; i < key->n && !reader->is_quiet; i++) {
		reader->key[i] = (struct bound){.column = -1};
		/* As a text, so that a name that is not there is said. */
		int status = reader_has(reader, key->items[i])
		                     ? reader_bind_key(reader, &reader->key[i], key->items[i])
		                     : bind_column(reader, &reader->key[i], key->items[i],
		                                   key->places[i]);

		if (status == CHISO_ENOMEM)
			return status;
	}
	return CHISO_OK;
}

static int bind_place(struct reader *reader)
{
	return reader->is_quiet ? CHISO_OK : reader_bind_geometry(reader);
}

/* Of a key that is a mere column the texts are looked at where they stand. */
static void want_text_only(struct reader *reader, const struct bound *key)
{
	if (key->expr && expr_is_name(key->expr) && key->in[0] >= 0)
		reader->uses[key->in[0]].n_wanted--;
}

/* Unit and period, and all that must be known before them: record indicators are asked later. */
static int bind_when(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;

	reader->binds_keys = 1;
	if (turns_bind(reader) ||
	    bind_column(reader, &reader->unit, spec->unit.column, spec->unit.place) ==
	            CHISO_ENOMEM ||
	    bind_column(reader, &reader->period, spec->period.column, spec->period.place) ==
	            CHISO_ENOMEM)
		return CHISO_ENOMEM;
	want_text_only(reader, &reader->unit);
	want_text_only(reader, &reader->period);
	/* Of records that come once a period, that no two are alike is seen before that, and where
	 * they are. */
	if (reader_has_interval(reader) && (bind_unique(reader) || bind_place(reader)))
		return CHISO_ENOMEM;
	reader->n_order_keys = reader->n_order;
	reader->binds_keys = 0;
	return CHISO_OK;
}

int reader_bind_keys(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;

	read_constants(reader);
	if (bind_when(reader) || bind_marks(reader) || bind_qualifiers(reader) == CHISO_ENOMEM)
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
	for (size_t i = 0; i < reader->n_named && !reader->is_quiet; i++)
		if (compile_named(reader, (int)i))
			return CHISO_ENOMEM;
	if (reader_bind_design(reader))
		return CHISO_ENOMEM;
	if (!reader_has_interval(reader) && (bind_unique(reader) || bind_place(reader)))
		return CHISO_ENOMEM;
	/* Rules are asked of each record once, whenever it holds. */
	struct turns *turns = &reader->turns;
	int has_interval = reader_has_interval(reader);
	if (has_interval)
		turns->lacks_date = DATE_NOT_YET;
	int status = reader_bind_rules(reader);
	if (has_interval)
		turns->lacks_date = reader->is_quiet ? DATE_NEVER : DATE_KNOWN;
	return status;
}
