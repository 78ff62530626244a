/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "subject.h"

#include <chiso/chiso.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS = 4 }; /* of axes that the data would give */

/* ---- the host ---- */

/* What stands before each piece of memory that the plugin has been given. */
union head {
	struct {
		size_t size;
		uint64_t mark;
	} of;
	max_align_t align;
};
static const uint64_t ours = 0x6368697363616c6cu;

/* Every call here lies inside its subject. */
static struct subject *subject_of(struct chiso_call *call)
{
	return (struct subject *)((char *)call - offsetof(struct subject, call));
}

/* The head of a piece; NULL: it is none of ours, which is noted. */
static union head *head_of(struct ledger *ledger, void *ptr, size_t old_size)
{
	union head *head = ptr ? (union head *)ptr - 1 : NULL;

	if (head && head->of.mark != ours) {
		ledger->is_foreign = 1;
		return NULL;
	}
	if (old_size != (head ? head->of.size : 0) && !ledger->is_wrong) {
		ledger->is_wrong = 1;
		ledger->told = old_size;
		ledger->truth = head ? head->of.size : 0;
	}
	return head;
}

static void *resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	struct ledger *ledger = &subject_of(call)->ledger;
	union head *head = head_of(ledger, ptr, old_size), *more;
	size_t before = head ? head->of.size : 0;

	if (ptr && !head)
		return NULL;
	if (!size) {
		if (head)
			head->of.mark = 0;
		free(head);
		ledger->live -= before;
		return NULL;
	}
	if (++ledger->n_asked == ledger->fail_at || size > SIZE_MAX - sizeof *head)
		return NULL;
	more = malloc(sizeof *more + size);
	if (!more)
		return NULL;
	/* New memory is never zero by chance, and old pointers are never right by chance. */
	memset(more + 1, 0xa5, size);
	if (head) {
		memcpy(more + 1, head + 1, before < size ? before : size);
		head->of.mark = 0;
		free(head);
	}
	more->of.size = size;
	more->of.mark = ours;
	ledger->live += size - before;
	return more + 1;
}

static void listen_log(struct chiso_call *call, int level, const char *message)
{
	(void)call;
	(void)level;
	(void)message;
}

static void listen_error(struct chiso_call *call, int status, int param,
			 const struct chiso_text *message)
{
	struct subject *subject = subject_of(call);

	(void)status;
	subject->n_said++;
	subject->said_of = param;
	snprintf(subject->said, sizeof subject->said, "%s",
		 message ? chiso_text_in(message, "en") : "");
}

static const void *no_extension(struct chiso_call *call, const char *name)
{
	(void)call;
	(void)name;
	return NULL;
}

/* ---- parameters and axes ---- */

uint32_t code_count(const struct chiso_field *field)
{
	uint32_t n = 0;

	while (field->codes && field->codes[n].id)
		n++;
	return n ? n : LABELS;
}

static uint32_t repeats(const struct subject *subject, uint8_t axis)
{
	return axis ? subject->axis_n[axis - 1] : 1;
}

/* The number of a value, and a value of a number: what ranges are made of. */
static double number_of(const struct chiso_value *value)
{
	switch (value->type) {
	case CHISO_F64:
		return value->as.f64;
	case CHISO_I64:
		return (double)value->as.i64;
	case CHISO_RATIO:
		return (double)value->as.ratio.num / (double)value->as.ratio.den;
	default:
		return value->as.code;
	}
}

static struct chiso_value value_of(uint32_t type, double number)
{
	struct chiso_value out = {.type = type};

	if (type == CHISO_F64)
		out.as.f64 = number;
	else if (type == CHISO_I64)
		out.as.i64 = (int64_t)number;
	else if (type == CHISO_RATIO)
		out.as.ratio = (struct chiso_ratio){(int64_t)(number * 1024), 1024};
	else if (type == CHISO_STR)
		out.as.str = number < 1 ? "a" : "b";
	else if (type == CHISO_BOOL)
		out.as.i64 = number >= 1;
	else
		out.as.code = (int32_t)number;
	return out;
}

/* A fraction is given in lowest terms. */
static void reduce(struct chiso_ratio *ratio)
{
	int64_t a = ratio->num < 0 ? -ratio->num : ratio->num, b = ratio->den;

	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	if (a > 1) {
		ratio->num /= a;
		ratio->den /= a;
	}
}

/* A value in the range of a parameter that has no default; the k-th of a list differs. */
static struct chiso_value made_up(const struct subject *subject, const struct chiso_param *param,
				  uint32_t k)
{
	int has_min = param->min.type != CHISO_NONE, has_max = param->max.type != CHISO_NONE;
	double low = has_min ? number_of(&param->min) : has_max ? number_of(&param->max) - 4 : 0;
	if (!isfinite(low))
		low = 0;
	double high =
		has_max && isfinite(number_of(&param->max)) ? number_of(&param->max) : low + 4;
	uint32_t n_codes = code_count(&param->field);
	struct chiso_value out;

	if (param->field.type == CHISO_CODE) {
		low = 0;
		high = n_codes - 1.0;
	}
	if (subject->random)
		out = value_of(param->field.type,
			       low + (high - low) * (random_below(subject->random, 9) / 8.0));
	else
		out = value_of(param->field.type,
			       param->field.type == CHISO_F64 || param->field.type == CHISO_RATIO
				       ? low + (high - low) * (k + 1) / (k + 2.0)
				       : fmin(low + k, high));
	if (out.type == CHISO_RATIO)
		reduce(&out.as.ratio);
	return out;
}

/* Whether a parameter is given a value of our own rather than its default. */
static int is_made_up(const struct subject *subject, const struct chiso_param *param)
{
	int is_needed = param->def.type == CHISO_NONE && !(param->field.flags & CHISO_OPTIONAL);

	return is_needed || (subject->random && random_below(subject->random, 3));
}

/* What a parameter is given: what it says itself, else a value in its range.  Along an axis a value
 * of its own for each place; other lists have two. */
static struct chiso_list make_param(struct subject *subject, const struct chiso_param *param)
{
	int ours_it_is = is_made_up(subject, param);
	uint32_t n = param->axis                       ? repeats(subject, param->axis)
		     : param->field.flags & CHISO_LIST ? 2
						       : 1;
	struct chiso_value *values;

	if (!ours_it_is && param->def.type == CHISO_NONE)
		return (struct chiso_list){0};
	if (!ours_it_is && !param->axis)
		n = 1;
	subject->made_up |= ours_it_is;
	values = need(subject->pool, n, sizeof *values);
	for (uint32_t k = 0; k < n; k++)
		values[k] = ours_it_is ? made_up(subject, param, k) : param->def;
	return (struct chiso_list){values, n};
}

/* The parameters that lie along an axis, or the others, which axes may follow. */
static void make_params(struct subject *subject, struct chiso_list *lists, int along)
{
	for (uint32_t i = 0; i < subject->indicator->n_params; i++) {
		const struct chiso_param *param = chiso_param_at(subject->indicator, i);

		if (!!param->axis == along)
			lists[i] = make_param(subject, param);
	}
}

static struct chiso_labels *make_axes(struct subject *subject)
{
	static const char *const names[LABELS] = {"a", "b", "c", "d"};
	const struct chiso_indicator *indicator = subject->indicator;
	struct chiso_labels *axes = need(subject->pool, indicator->n_axes, sizeof *axes);

	for (uint32_t i = 0; i < indicator->n_axes; i++) {
		const struct chiso_axis *axis = chiso_axis_at(indicator, i);
		uint32_t n = LABELS;

		if (axis->kind == CHISO_AXIS_PARAM)
			n = subject->call.params[axis->of].n;
		else if (axis->kind == CHISO_AXIS_CODES)
			n = code_count(&chiso_input_at(indicator, axis->of)->field);
		const char **ids = need(subject->pool, n, sizeof *ids);
		for (uint32_t k = 0; k < n; k++)
			ids[k] = names[k % LABELS];
		if (axis->kind == CHISO_AXIS_CODES &&
		    chiso_input_at(indicator, axis->of)->field.codes)
			for (uint32_t k = 0; k < n; k++)
				ids[k] = chiso_input_at(indicator, axis->of)->field.codes[k].id;
		axes[i] = (struct chiso_labels){ids, n};
		subject->axis_n[i] = n;
	}
	return axes;
}

static void number_columns(struct subject *subject)
{
	const struct chiso_indicator *indicator = subject->indicator;
	struct chiso_call *call = &subject->call;
	uint32_t *input_at = need(subject->pool, indicator->n_inputs, sizeof *input_at);
	uint32_t *term_at = need(subject->pool, indicator->n_terms, sizeof *term_at);
	uint32_t *output_at = need(subject->pool, indicator->n_outputs, sizeof *output_at);
	uint32_t is_binary = 0;

	for (uint32_t i = 0; i < indicator->n_inputs; i++) {
		input_at[i] = subject->n_columns;
		subject->n_columns += repeats(subject, chiso_input_at(indicator, i)->axis);
	}
	for (uint32_t i = 0; i < indicator->n_terms; i++) {
		const struct chiso_term *term = chiso_term_at(indicator, i);

		term_at[i] = call->n_terms;
		call->n_terms += repeats(subject, term->axis[0]) * repeats(subject, term->axis[1]);
		is_binary |= term->field.flags & CHISO_BINARY;
	}
	call->n_words = is_binary ? call->n_terms / 64 + 1 : 0;
	for (uint32_t i = 0; i < indicator->n_outputs; i++) {
		const struct chiso_output *output = chiso_output_at(indicator, i);

		output_at[i] = call->n_cells;
		call->n_cells +=
			repeats(subject, output->axis[0]) * repeats(subject, output->axis[1]);
	}
	call->input_at = input_at;
	call->term_at = term_at;
	call->output_at = output_at;
	subject->column_input =
		need(subject->pool, subject->n_columns, sizeof *subject->column_input);
	for (uint32_t i = 0; i < indicator->n_inputs; i++) {
		const struct chiso_input *input = chiso_input_at(indicator, i);

		for (uint32_t k = 0; k < repeats(subject, input->axis); k++)
			subject->column_input[input_at[i] + k] = input;
	}
}

void subject_open(struct subject *subject, const struct chiso_indicator *indicator,
		  struct pool *pool, uint64_t *random)
{
	*subject = (struct subject){
		.indicator = indicator,
		.pool = pool,
		.random = random,
		.call = {.size = sizeof subject->call},
		.host = {.size = sizeof subject->host,
			 .abi = CHISO_ABI,
			 .resize = resize,
			 .log = listen_log,
			 .error = listen_error,
			 .extension = no_extension},
	};
	subject->call.host = &subject->host;
	subject->axis_n = need(subject->pool, indicator->n_axes, sizeof *subject->axis_n);
	struct chiso_list *params = need(subject->pool, indicator->n_params, sizeof *params);
	subject->call.params = params;
	make_params(subject, params, 0);
	subject->call.axes = make_axes(subject);
	make_params(subject, params, 1);
	number_columns(subject);
}

int subject_prepare(struct subject *subject)
{
	if (!subject->indicator->prepare)
		return CHISO_OK;
	return subject->indicator->prepare(&subject->call, &subject->call.conf);
}

void subject_release(struct subject *subject)
{
	if (subject->indicator->release)
		subject->indicator->release(&subject->call, subject->call.conf);
}

const struct chiso_term *subject_term(const struct subject *subject, uint32_t term)
{
	uint32_t i = subject->indicator->n_terms - 1u;

	while (i && subject->call.term_at[i] > term)
		i--;
	return chiso_term_at(subject->indicator, i);
}
