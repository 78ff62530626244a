/* SPDX-License-Identifier: MIT */
/* lookup(), nearest() and the functions of groups in the expressions of a reader: each call is one more column,
 * which is filled, batch by batch, from a table of the dataset that it names or from the groups of units. */
#include "base/grow.h"
#include "project/adjustment.h"
#include "records/lookup.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] = "lookup('dataset', 'column', key, ...)";

static const struct dataset_spec *find_dataset(struct reader *reader,
                                               const struct expr_argument *argument)
{
	const struct chiso_project *project = reader->project;
	const struct dataset_spec *dataset = project_dataset(project, argument->text);
	struct nearest near = nearest_to(argument->text);

	for (size_t i = 0; !dataset && i < project->n_datasets; i++)
		nearest_offer(&near, project->datasets[i].id);
	if (!dataset && near.best)
		report(reader->context, MSG_NO_SUCH_DATASET_NEAR, argument->place, argument->text,
		       near.best);
	else if (!dataset)
		report(reader->context, MSG_NO_SUCH_DATASET, argument->place, argument->text);
	return dataset;
}

/* As many keys as the dataset has and, where its records hold for a time, the day. */
static int check_keys(struct reader *reader, const struct dataset_spec *dataset, struct place place,
                      size_t n)
{
	const char *list = "";
	char have[NUMBER_ROOM], want[NUMBER_ROOM];
	size_t n_wanted = dataset->key.n + (size_t)lookups_want_day(dataset);

	if (!dataset->key.n) {
		report(reader->context, MSG_LOOKUP_WITHOUT_KEY, place, dataset->id);
		return CHISO_EDATA;
	}
	if (n == n_wanted)
		return CHISO_OK;
	for (size_t i = 0; list && i < n_wanted; i++)
		list = arena_printf(&reader->arena, "%s%s%s", list, i ? ", " : "",
		                    i < dataset->key.n ? dataset->key.items[i]
		                                       : message_text(MSG_LOOKUP_DAY, reader->context->lang));
	number_print(have, (double)n);
	number_print(want, (double)n_wanted);
	report(reader->context, MSG_LOOKUP_KEYS, place, have, dataset->id, want, list ? list : "");
	return CHISO_EDATA;
}

static int check_column(struct reader *reader, const struct lookup_table *table,
                        const struct expr_argument *argument, const char *dataset)
{
	const struct reader *there = table->reader;
	struct nearest near = nearest_to(argument->text);

	if (!there || reader_has(there, argument->text))
		return CHISO_OK;
	reader_offer(there, &near);
	report(reader->context, near.best ? MSG_LOOKUP_COLUMN_NEAR : MSG_LOOKUP_COLUMN,
	       argument->place, argument->text, dataset, near.best);
	return CHISO_EDATA;
}

static int bind_keys(struct reader *reader, struct lookup_call *call,
                     const struct dataset_spec *dataset, const struct expr_argument *arguments,
                     size_t n)
{
	call->keys = arena_new(&reader->arena, n, sizeof *call->keys);
	if (!call->keys)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const struct binding key = {.source = arguments[i].source,
		                            .place = arguments[i].place};
		int is_day = i >= dataset->key.n;
		int status = reader_bind(reader, &call->keys[i], &key,
		                         is_day ? CHISO_DATE
		                                : reader_key_type(reader, key.source));

		if (status)
			return status;
		if (i == 0)
			call->column = call->keys[i].column;
		call->n_keys++;
	}
	return CHISO_OK;
}

static int bind_lookup(struct reader *reader, struct lookup_call *call,
                       const struct dataset_spec *dataset, const struct expr_argument *arguments,
                       size_t n)
{
	call->name = arena_text(&reader->arena, arguments[1].text, strlen(arguments[1].text));
	if (!call->name)
		return CHISO_ENOMEM;
	int status = check_keys(reader, dataset, call->place, n - 2);
	if (!status)
		status = check_column(reader, call->table, &arguments[1], dataset->id);
	if (!status)
		status = bind_keys(reader, call, dataset, arguments + 2, n - 2);
	if (!status && call->table->reader)
		call->type = reader_type(call->table->reader, call->name);
	return status;
}

const char *const reader_lookups[] = {"lookup",  "nearest", "unitGroup",
                                      "inGroup", "unitOn",  NULL};

/* Whether the operands have the form of the function's. */
static int has_form(int is_nearest, const struct expr_argument *arguments, size_t n)
{
	if (n < 1 || !arguments[0].text || (n > 1 && !arguments[1].text))
		return 0;
	return is_nearest ? n <= 2 : n >= 3;
}

int reader_lookup(void *user, const char *name, struct place place,
                  const struct expr_argument *arguments, size_t n, int *type)
{
	struct reader *reader = user;
	struct lookup_call call = {.place = place,
	                           .column = -1,
	                           .is_nearest = !strcmp(name, "nearest"),
	                           .net = -1};

	if (strcmp(name, "lookup") != 0 && !call.is_nearest)
		return reader_ask_unit(reader, name, place, arguments, n, type);
	if (!has_form(call.is_nearest, arguments, n)) {
		report(reader->context, MSG_EXPR_FORM, place, name,
		       call.is_nearest ? "nearest('dataset', 'condition')" : usage);
		return -1;
	}
	const struct dataset_spec *dataset = find_dataset(reader, &arguments[0]);
	if (!dataset)
		return -1;
	call.table = lookups_table(reader->project->lookups, dataset);
	/* The call counts before it is bound: that may lead back here. */
	size_t at = reader->n_calls;
	if (!call.table || GROW(&reader->calls, reader->n_calls, &reader->calls_cap))
		return -1;
	reader->calls[reader->n_calls++] = call;
	/* What it is worked out of can't wait, for it may not either. */
	int binds_design = reader->binds_design;
	reader->binds_design = 0;
	int status = call.is_nearest
	                     ? reader_nearest(reader, &call, dataset, n > 1 ? &arguments[1] : NULL)
	                     : bind_lookup(reader, &call, dataset, arguments, n);
	reader->binds_design = binds_design;
	*type = call.type;
	reader->calls[at] = call;
	return status ? -1 : (int)(reader->n_columns + reader->n_named + at);
}

int reader_look_into(struct reader *reader, struct lookup_table **out, const char *dataset,
                     struct place place)
{
	const struct expr_argument argument = {.text = dataset, .place = place};
	struct lookup_call call = {.place = place, .column = -1, .net = -1};
	const struct dataset_spec *spec = find_dataset(reader, &argument);

	if (!spec)
		return CHISO_EDATA;
	if (!spec->key.n) {
		report(reader->context, MSG_LOOKUP_WITHOUT_KEY, place, spec->id);
		return CHISO_EDATA;
	}
	call.table = lookups_table(reader->project->lookups, spec);
	if (!call.table || GROW(&reader->calls, reader->n_calls, &reader->calls_cap))
		return CHISO_ENOMEM;
	reader->calls[reader->n_calls++] = call;
	*out = call.table;
	return CHISO_OK;
}

int reader_looked_up(struct reader *reader, size_t call_at, int type)
{
	const struct lookup_call *call = &reader->calls[call_at];
	int column = call->is_nearest || call->of_unit
	                     ? call->net
	                     : lookups_column(call->table, call->name, type);

	if (column < -1)
		return column;
	for (size_t i = 0; i < reader->n_looked_up; i++)
		if (reader->looked_up[i].call == call_at && reader->looked_up[i].type == type) {
			reader->looked_up[i].n_wanted += !reader->binds_design;
			return (int)i;
		}
	if (GROW(&reader->looked_up, reader->n_looked_up, &reader->looked_up_cap))
		return CHISO_ENOMEM;
	reader->looked_up[reader->n_looked_up] = (struct lookup_column){
		call_at, type, column, !reader->binds_design};
	if (reader_add_order(reader, (int)(reader->n_named + reader->n_looked_up)))
		return CHISO_ENOMEM;
	return (int)reader->n_looked_up++;
}

/* Of records that hold for a time all is looked up once, before their periods; and that a value is an
 * adjusted one is said of the record, whoever asks. */
int reader_looks_up_late(const struct reader *reader, size_t i)
{
	const struct lookup_column *column = &reader->looked_up[i];
	const struct lookup_call *call = &reader->calls[column->call];

	return !column->n_wanted && !call->is_nearest && !call->of_unit && !call->table->n_adjusted &&
	       !reader_has_interval(reader);
}

int reader_run_late(struct reader *reader, struct vector *table, size_t n)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < reader->n_order && !status; i++) {
		size_t k = (size_t)reader->order[i] - reader->n_named;

		if ((size_t)reader->order[i] >= reader->n_named && reader_looks_up_late(reader, k) &&
		    table[reader->n_uses + reader->n_named + k].missing)
			status = reader_run_lookup(reader, k, table, n, 0, &reader->scratch);
	}
	return status;
}

/* A value that is looked up may be an adjusted one, of the batch's own records. */
static int take_adjusted(struct reader *reader, size_t i, uint32_t found, size_t row)
{
	const struct lookup_column *column = &reader->looked_up[i];
	const struct lookup_table *table = reader->calls[column->call].table;
	int status = CHISO_OK;

	for (size_t k = 0; k < table->n_adjusted && !status; k++)
		if (table->adjusted[k].row == found && table->adjusted[k].column == column->column)
			status = reader_add_adjusted(reader, row, -2 - (int)i,
			                             table->adjusted[k].mark);
	return status;
}

int reader_run_lookup(struct reader *reader, size_t i, struct vector *table, size_t n,
                      size_t first_row, struct arena *scratch)
{
	const struct lookup_column *column = &reader->looked_up[i];
	const struct lookup_call *call = &reader->calls[column->call];
	struct vector *out = &table[reader->n_uses + reader->n_named + i];

	if (call->of_unit)
		return reader_run_unit(reader, call, n, first_row, out);
	if (call->is_nearest)
		return reader_run_nearest(reader, call, table, n, out, scratch);
	struct vector *keys = arena_new(scratch, call->n_keys, sizeof *keys);
	int of_day = call->table->reader && lookups_want_day(call->table->reader->spec);
	size_t n_keys = call->n_keys - (size_t)of_day;
	if (!keys)
		return CHISO_ENOMEM;
	for (size_t k = 0; k < call->n_keys; k++) {
		keys[k] = vector_new(scratch, expr_type(call->keys[k].expr), n);
		if (!keys[k].at.f64 ||
		    bound_run(reader, &call->keys[k], table, n, &keys[k], scratch))
			return CHISO_ENOMEM;
	}
	for (size_t row = 0; row < n; row++) {
		char *key = "";
		int status = of_day ? keys[n_keys].missing[row] : CHISO_OK;

		for (size_t k = 0; k < n_keys && !status; k++)
			status = lookup_key_add(&key, scratch, &keys[k], row);
		if (status < 0)
			return status;
		uint32_t found = status ? UINT32_MAX
		                        : key_spans_find(&call->table->rows, key, strlen(key),
		                                         of_day ? keys[n_keys].at.date[row] : 0);
		if (found == UINT32_MAX || column->column < 0)
			out->missing[row] = CHISO_REASON_NOT_REPORTED;
		else
			vector_copy(out, row, &call->table->columns[column->column].values, found);
		if (found != UINT32_MAX && table == reader->table &&
		    take_adjusted(reader, i, found, row))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}
