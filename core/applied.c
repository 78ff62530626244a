/* SPDX-License-Identifier: MIT */
#include "applied.h"

#include "context.h"

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

/* Every call lies inside its variant. */
static const struct applied *applied_of(const struct chiso_call *call)
{
	const char *variant = (const char *)call - offsetof(struct variant, call);

	return ((const struct variant *)(const void *)variant)->applied;
}

static void host_log(struct chiso_call *call, int level, const char *message)
{
	const struct applied *applied = applied_of(call);

	report_as(applied->context, level >= CHISO_WARNING ? CHISO_WARNING : CHISO_NOTE,
	          MSG_PLUGIN_SAYS, applied->spec->place, applied->use->id, message);
}

static void host_error(struct chiso_call *call, int status, int param, const char *message)
{
	const struct applied *applied = applied_of(call);
	const struct chiso_param *at =
		param >= 0 ? chiso_param_at(applied->use, (size_t)param) : NULL;

	(void)status;
	report(applied->context, MSG_PLUGIN_REFUSES, applied->spec->place, at ? at->field.id : "",
	       applied->use->id, message);
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

static void report_unbound(struct applied *applied, const struct applied_column *column,
                           const char *name)
{
	struct reader *reader = column->reader;
	struct nearest near = nearest_to(name);

	reader_offer(reader, &near);
	/* A project without a file is one of arguments. */
	if (!reader->project->json)
		report(applied->context, MSG_INPUT_UNBOUND_COMPUTE, applied->spec->place, name,
		       applied->use->id, reader->files[0].name, near.best ? near.best : "...");
	else if (near.best)
		report(applied->context, MSG_INPUT_UNBOUND_NEAR, applied->spec->place, name,
		       applied->use->id, reader->spec->id, near.best);
	else
		report(applied->context, MSG_INPUT_UNBOUND, applied->spec->place, name,
		       applied->use->id, reader->spec->id);
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
	if (input->role || (given && !given->of.source))
		return CHISO_OK;
	if (given)
		status = reader_bind(column->reader, &column->bound, &given->of,
		                     input_type(input));
	else if (is_first)
		status = reader_bind_name(column->reader, &column->bound, name,
		                          input_type(input));
	else
		return CHISO_OK;
	if (status == CHISO_ENOMEM)
		return status;
	if (status) {
		applied->is_broken = 1;
	} else if (!column->bound.expr && !(input->field.flags & CHISO_OPTIONAL)) {
		report_unbound(applied, column, name);
		applied->is_broken = 1;
	}
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

int applied_open(struct applied *applied, struct chiso_project *project,
                 const struct indicator_spec *spec, struct reader *const *readers)
{
	*applied = (struct applied){.context = project->context, .spec = spec, .use = spec->use};
	int status = applied_label(applied);

	if (!status)
		status = list_columns(applied, readers);
	for (uint32_t i = 0; i < applied->n_columns && !status; i++)
		status = bind_column(applied, &applied->columns[i]);
	return status;
}

int applied_place(const struct applied *applied, uint32_t input)
{
	uint32_t column = applied->input_at[input];

	return column < applied->n_columns ? applied->columns[column].bound.column : -1;
}

/* ---- variants ---- */

static int prepare(struct variant *variant)
{
	struct applied *applied = variant->applied;
	const struct chiso_indicator *use = applied->use;

	if (!use->prepare)
		return CHISO_OK;
	size_t before = context_errors(applied->context);
	int status = use->prepare(&variant->call, &variant->call.conf);
	variant->is_prepared = status == CHISO_OK;
	if (status == CHISO_ENOMEM)
		return status;
	if (status)
		applied->is_broken = 1;
	/* It should have said which parameter is wrong. */
	if (status && context_errors(applied->context) == before)
		report(applied->context, MSG_PLUGIN_FAILED, applied->spec->place, use->id);
	return CHISO_OK;
}

static int make_variant(struct variant *variant, struct applied *applied)
{
	variant->applied = applied;
	variant->params = applied->spec->params;
	int status = variant_number(variant);

	if (status)
		return status;
	variant->call.size = sizeof variant->call;
	variant->call.host = &host;
	variant->call.params = variant->params;
	variant->call.axes = variant->axes;
	variant->call.input_at = applied->input_at;
	variant->call.term_at = variant->term_at;
	variant->call.output_at = variant->output_at;
	if (variant->call.n_terms > applied->n_terms)
		applied->n_terms = variant->call.n_terms;
	return applied->is_broken ? CHISO_OK : prepare(variant);
}

int applied_prepare(struct applied *applied, struct chiso_project *project)
{
	(void)project;
	applied->variants = arena_new(&applied->arena, 1, sizeof *applied->variants);
	if (!applied->variants || applied_label_met(applied))
		return CHISO_ENOMEM;
	applied->n_variants = 1;
	return make_variant(applied->variants, applied);
}

struct variant *applied_variant(const struct applied *applied, int unit, struct period period)
{
	(void)unit;
	(void)period;
	return applied->variants;
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
