/* SPDX-License-Identifier: MIT */
#include "aggregate/applied.h"

#include "base/chunks.h"
#include "base/context.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the host offers to plugins ---- */

/* Every call lies inside its variant. */
static struct applied *applied_of(const struct chiso_call *call)
{
	const char *variant = (const char *)call - offsetof(struct variant, call);

	return ((const struct variant *)(const void *)variant)->applied;
}

static void *host_resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	struct applied *applied = applied_of(call);
	struct memory *memory = applied->context->memory;
	struct chunks *chunks = applied->context->chunks;

	if (!ptr)
		old_size = 0;
	if (!memory || !memory->limit)
		return chunks_resize(chunks, ptr, old_size, size);
	if (memory_take(memory, old_size, size))
		return NULL;
	void *more = chunks_resize(chunks, ptr, old_size, size);
	if (size && !more) {
		(void)memory_take(memory, size, old_size);
		return NULL;
	}
	applied->held += size - old_size;
	return more;
}

static void host_log(struct chiso_call *call, int level, const char *message)
{
	const struct applied *applied = applied_of(call);

	report_as(applied->context, level >= CHISO_LOG_WARNING ? CHISO_WARNING : CHISO_NOTE,
	          MSG_PLUGIN_SAYS, applied->spec->place, applied->use->id, message);
}

static void host_error(struct chiso_call *call, int status, int param,
                       const struct chiso_text *message)
{
	const struct applied *applied = applied_of(call);
	const struct chiso_param *at =
		param >= 0 ? chiso_param_at(applied->use, (size_t)param) : NULL;

	(void)status;
	report(applied->context, MSG_PLUGIN_REFUSES, applied->spec->place, at ? at->field.id : "",
	       applied->use->id, chiso_text_in(message, applied->context->lang));
}

static const void *host_extension(struct chiso_call *call, const char *name)
{
	(void)call;
	(void)name;
	return NULL;
}

const struct chiso_host applied_host = {.size = sizeof applied_host,
                                        .abi = CHISO_ABI,
                                        .resize = host_resize,
                                        .log = host_log,
                                        .error = host_error,
                                        .extension = host_extension};

/* ---- binding ---- */

/* What the project binds to a column; NULL: nothing. */
static const struct input_spec *find_binding(const struct applied *applied,
                                             const struct applied_column *column)
{
	for (size_t i = 0; i < applied->spec->n_inputs; i++) {
		const struct input_spec *spec = &applied->spec->inputs[i];

		if (strcmp(spec->input, column->input->field.id))
			continue;
		if (!column->input->axis ||
		    !strcmp(spec->label, applied->axes[column->input->axis - 1].id[column->label]))
			return spec;
	}
	return NULL;
}

int input_type(const struct chiso_input *input)
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

/* A column that the project does not bind is bound by its name: the input's, or its label. */
static int bind_column(struct applied *applied, struct applied_column *column)
{
	const struct chiso_input *input = column->input;
	const struct input_spec *given = find_binding(applied, column);
	const char *name = input->axis ? applied->axes[input->axis - 1].id[column->label]
	                               : input->field.id;
	int is_first = !input->axis || applied->spec->labels_from[input->axis - 1] == column->input_at;
	int status;

	column->bound.column = -1;
	if (input->role)
		return CHISO_OK;
	if (given && !given->of.source) /* no expression, which has been said */
		status = CHISO_EDATA;
	else if (given)
		status = reader_bind(column->reader, &column->bound, &given->of,
		                     input_type(input));
	else if (is_first)
		status = reader_bind_name(column->reader, &column->bound, name,
		                          input_type(input));
	else
		return CHISO_OK;
	if (status == CHISO_ENOMEM)
		return status;
	if (!status && input->field.type == CHISO_CODE && !columns_have_labels(applied, input))
		bound_asks_which(column->reader, &column->bound);
	/* That a column is not there matters to the variants that need it. */
	if (status)
		applied->is_broken = column->is_broken = 1;
	return CHISO_OK;
}

static uint32_t repeats(const struct applied *applied, uint8_t axis)
{
	return axis ? applied->axes[axis - 1].n : 1;
}

static int list_columns(struct applied *applied, struct reader *const *readers)
{
	const struct chiso_indicator *use = applied->use;
	uint32_t n = 0;

	applied->input_at = arena_new(&applied->arena, use->n_inputs, sizeof *applied->input_at);
	if (!applied->input_at)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < use->n_inputs; i++) {
		applied->input_at[i] = n;
		n += repeats(applied, chiso_input_at(use, i)->axis);
	}
	applied->columns = arena_new(&applied->arena, n, sizeof *applied->columns);
	if (!applied->columns)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < use->n_inputs; i++) {
		const struct chiso_input *input = chiso_input_at(use, i);

		for (uint32_t k = 0; k < repeats(applied, input->axis); k++)
			applied->columns[applied->n_columns++] =
				(struct applied_column){.input = input,
			                                .input_at = i,
			                                .label = k,
			                                .reader = readers[input->source]};
	}
	return CHISO_OK;
}

int applied_open(struct applied *applied, const struct indicator_spec *spec,
                 struct reader *const *readers)
{
	*applied = (struct applied){.context = readers[0]->context,
	                            .project = readers[0]->project,
	                            .spec = spec,
	                            .use = spec->use};
	int status = applied_label(applied);

	if (!status)
		status = list_columns(applied, readers);
	for (uint32_t i = 0; i < applied->n_columns && !status; i++)
		status = bind_column(applied, &applied->columns[i]);
	/* With one standard, or none, what is lacking is known before any records are read. */
	if (!status && spec->n_sets == 1)
		applied_check_columns(applied, &spec->sets[0]);
	return status;
}

int applied_place(const struct applied *applied, uint32_t input)
{
	uint32_t column = applied->input_at[input];

	return column < applied->n_columns ? applied->columns[column].bound.column : -1;
}

/* "vn.a from 2022-01-01, vn.b up to 2021-12-31" */
void applied_refuse_then(const struct applied *applied, struct reader *reader, size_t row,
                         struct period period)
{
	const struct indicator_spec *spec = applied->spec;
	char label[PERIOD_ROOM];
	const char *list = "";

	label[period_print(label, period)] = 0;
	for (size_t i = 0; i < spec->n_sets && list; i++) {
		const struct standard *standard = spec->sets[i].standard;

		list = arena_printf(&reader->scratch, "%s%s%s %s/%s", list, *list ? ", " : "",
		                    standard->id, standard->valid_from ? standard->valid_from : "..",
		                    standard->valid_to ? standard->valid_to : "..");
	}
	report_row(reader, row, reader->period.column,
	           *label ? MSG_NO_STANDARD_THEN : MSG_NO_PERIOD_FOR_STANDARD, label,
	           applied->use->id, list ? list : "");
}

void applied_close(struct applied *applied)
{
	for (uint32_t i = 0; i < applied->n_variants; i++) {
		struct variant *variant = &applied->variants[i];

		if (variant->is_prepared && applied->use->release)
			applied->use->release(&variant->call, variant->call.conf);
	}
	for (uint32_t i = 0; applied->met && i < applied->use->n_axes; i++)
		intern_clear(&applied->met[i]);
	arena_clear(&applied->arena);
}
