/* SPDX-License-Identifier: MIT */
/* Variants: one for each standard that may hold and, where parameters are results of an earlier
 * pass, for each unit and period that has such a result. */
#include "aggregate/applied.h"
#include "aggregate/ones.h"

#include "base/context.h"
#include "display/label.h"

#include <math.h>
#include <string.h>

/* ---- columns ------------------------------------------------------------------------------- */

static void report_unbound(const struct applied *applied, const struct applied_column *column,
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

/* Whether a set of parameters needs a column: another standard may have items that it has not. */
static int needs(const struct applied *applied, const struct param_set *set,
                 const struct applied_column *column)
{
	const struct chiso_input *input = column->input;
	const struct chiso_labels *labels;
	const char *label;

	if (input->role || input->field.flags & CHISO_OPTIONAL)
		return 0;
	if (!input->axis)
		return 1;
	labels = &set->labels[input->axis - 1];
	label = applied->axes[input->axis - 1].id[column->label];
	for (uint32_t i = 0; i < labels->n; i++)
		if (!strcmp(labels->id[i], label))
			return 1;
	return 0;
}

void applied_check_columns(struct applied *applied, const struct param_set *set)
{
	for (uint32_t i = 0; i < applied->n_columns; i++) {
		const struct applied_column *column = &applied->columns[i];
		const struct chiso_input *input = column->input;

		if (column->bound.expr || column->is_broken || !needs(applied, set, column))
			continue;
		report_unbound(applied, column,
		               input->axis ? applied->axes[input->axis - 1].id[column->label]
		                           : input->field.id);
		applied->is_broken = 1;
	}
}

void variant_begin(struct variant *variant)
{
	if (variant->is_used)
		return;
	variant->is_used = 1;
	if (variant->applied->spec->n_sets > 1)
		applied_check_columns(variant->applied, variant->set);
}

static uint32_t find_label(const struct chiso_labels *labels, const char *label)
{
	uint32_t i = 0;

	while (strcmp(labels->id[i], label))
		i++;
	return i;
}

/* Which columns the call has, with the labels that its standard has. */
static int list_columns(struct variant *variant)
{
	struct applied *applied = variant->applied;
	const struct chiso_indicator *use = applied->use;

	variant->input_at = arena_new(&applied->arena, use->n_inputs, sizeof *variant->input_at);
	variant->columns =
		arena_new(&applied->arena, applied->n_columns, sizeof *variant->columns);
	if (!variant->input_at || !variant->columns)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < use->n_inputs; i++) {
		uint8_t axis = chiso_input_at(use, i)->axis;
		uint32_t n = axis ? variant->axes[axis - 1].n : 1;

		variant->input_at[i] = variant->n_columns;
		for (uint32_t k = 0; k < n; k++)
			variant->columns[variant->n_columns++] =
				applied->input_at[i] +
				(axis ? find_label(&applied->axes[axis - 1],
			                           variant->axes[axis - 1].id[k])
			              : 0);
	}
	return CHISO_OK;
}

static int note_bound(struct variant *variant)
{
	variant->bound =
		arena_new(&variant->applied->arena, variant->n_columns, sizeof *variant->bound);
	for (uint32_t i = 0; variant->bound && i < variant->n_columns; i++) {
		const struct applied_column *column =
			&variant->applied->columns[variant->columns[i]];

		variant->bound[i] = column->bound.expr || column->input->role;
	}
	return variant->bound ? CHISO_OK : CHISO_ENOMEM;
}

int variant_columns(const struct variant *variant, const struct chiso_column *columns,
                    struct chiso_column **out, struct arena *scratch)
{
	*out = arena_new(scratch, variant->n_columns, sizeof **out);
	if (!*out)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < variant->n_columns; i++)
		(*out)[i] = columns[variant->columns[i]];
	return CHISO_OK;
}

/* applied_place() of a variant, and of an input that repeats: at a label. */
static int variant_place(const struct variant *variant, uint32_t input, double label)
{
	const struct chiso_input *row = chiso_input_at(variant->applied->use, input);
	uint32_t n = row->axis ? variant->axes[row->axis - 1].n : 1;
	uint32_t at = label > 0 && label < n ? (uint32_t)label : 0;

	if (!n)
		return -1;
	return variant->applied->columns[variant->columns[variant->input_at[input] + at]]
		.bound.column;
}

/* The values of a parameter; of one along an axis the value at a label. */
static const char *param_text(const struct variant *variant, uint32_t param, double label,
                              struct arena *scratch)
{
	const struct chiso_param *row = chiso_param_at(variant->applied->use, param);
	const struct chiso_list *list = &variant->params[param];
	int is_one = row->axis && label >= 0 && label < list->n;
	const char *text = "";

	for (uint32_t i = is_one ? (uint32_t)label : 0; i < list->n; i++) {
		text = label_join(scratch, text, ", ", value_label(scratch, row, &list->v[i]));
		if (is_one)
			break;
	}
	return text;
}

/* What a problem says, with parameters for their ids in braces: what would have been allowed. */
static const char *problem_text(const struct variant *variant, const struct chiso_problem *problem,
                                double label, struct arena *scratch)
{
	const struct applied *applied = variant->applied;
	const char *text = chiso_text_in(problem->text, applied->context->lang);

	for (uint32_t i = 0; i < applied->use->n_params && text; i++) {
		const char *id = chiso_param_at(applied->use, i)->field.id;
		const char *braces = arena_printf(scratch, "{%s}", id);
		const char *at = braces ? strstr(text, braces) : NULL;

		if (at)
			text = arena_printf(scratch, "%.*s%s%s", (int)(at - text), text,
			                    param_text(variant, i, label, scratch),
			                    at + strlen(braces));
	}
	return text ? text : problem->id;
}

void variant_refuse(const struct variant *variant, struct reader *reader, size_t row, uint8_t fate,
                    double label)
{
	const struct chiso_indicator *use = variant->applied->use;
	const struct chiso_problem *problem =
		fate >= CHISO_REFUSED ? chiso_problem_at(use, fate - (size_t)CHISO_REFUSED) : NULL;
	int column = -1;

	if (!problem) {
		report(reader->context, MSG_PLUGIN_FATE, batch_place(reader, -1, row), "", use->id);
		return;
	}
	if (problem->input < use->n_inputs)
		column = variant_place(variant, problem->input, label);
	report_row(reader, row, column, MSG_RECORD_REFUSED, batch_text(reader, column, row),
	           problem_text(variant, problem, label, &reader->scratch));
}

uint32_t variant_term_column(const struct variant *variant, uint32_t term)
{
	const struct axis_place *place = &variant->terms[term];
	const struct chiso_indicator *use = variant->applied->use;
	const struct chiso_term *row = chiso_term_at(use, place->row);
	uint32_t at = variant->input_at[row->input - 1];

	/* Of an input that repeats, the one that stands where the term does. */
	for (int i = 0; i < 2; i++)
		if (row->axis[i] && row->axis[i] == chiso_input_at(use, row->input - 1u)->axis)
			at += place->at[i];
	return variant->columns[at];
}

/* ---- making -------------------------------------------------------------------------------- */

static int call_prepare(struct variant *variant)
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

static int set_params(struct variant *variant)
{
	struct applied *applied = variant->applied;
	const struct indicator_spec *spec = applied->spec;
	size_t n = applied->use->n_params;

	variant->params = arena_new(&applied->arena, n, sizeof *variant->params);
	if (!variant->params)
		return CHISO_ENOMEM;
	if (n)
		memcpy(variant->params, variant->set->params, n * sizeof *variant->params);
	for (size_t i = 0; i < spec->n_passes && variant->pass; i++) {
		struct chiso_value *value = arena_new(&applied->arena, 1, sizeof *value);

		if (!value)
			return CHISO_ENOMEM;
		*value = (struct chiso_value){.type = CHISO_F64,
		                              .as.f64 = variant->pass->values[i]};
		variant->params[spec->passes[i].param] = (struct chiso_list){value, 1};
	}
	return CHISO_OK;
}

static int make_variant(struct applied *applied, const struct param_set *set,
                        const struct pass_value *pass)
{
	struct variant *variant = &applied->variants[applied->n_variants++];

	*variant = (struct variant){.applied = applied, .set = set, .pass = pass};
	int status = set_params(variant);
	if (!status)
		status = variant_number(variant);
	if (!status)
		status = variant_find_binary(variant);
	if (!status)
		status = list_columns(variant);
	if (!status)
		status = variant_number_sums(variant);
	if (!status)
		status = note_bound(variant);
	if (status)
		return status;
	variant->call.size = sizeof variant->call;
	variant->call.host = &applied_host;
	variant->call.params = variant->params;
	variant->call.axes = variant->axes;
	variant->call.input_at = variant->input_at;
	variant->call.term_at = variant->term_at;
	variant->call.output_at = variant->output_at;
	variant->call.bound = variant->bound;
	if (variant->call.n_terms > applied->n_terms)
		applied->n_terms = variant->call.n_terms;
	/* A plugin may rely on a value for each label. */
	applied->is_broken |= set->is_broken;
	return applied->is_broken ? CHISO_OK : call_prepare(variant);
}

int applied_prepare(struct applied *applied)
{
	const struct indicator_spec *spec = applied->spec;
	size_t n_passes = spec->n_passes ? applied->n_passes : 1;
	int status = applied_label_met(applied);

	applied->variants =
		arena_new(&applied->arena, spec->n_sets * n_passes, sizeof *applied->variants);
	if (!applied->variants)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_sets; i++)
		for (size_t k = 0; k < n_passes && !status; k++)
			status = make_variant(applied, &spec->sets[i],
			                      spec->n_passes ? &applied->passes[k] : NULL);
	return status;
}

/* ---- choosing ------------------------------------------------------------------------------ */

/* Whether a unit is the one with a code, or below it. */
static int is_within(const struct units *units, int unit, struct period period, const char *code)
{
	for (size_t left = units->n; unit != UNIT_NONE && left; left--) {
		if (!strcmp(units->list[unit].code, code))
			return 1;
		unit = unit_parent(units, unit, period);
	}
	return 0;
}

/* How closely a standard is meant for a unit in a period; 0: it does not hold. */
static int closeness(const struct applied *applied, const struct standard *standard, int unit,
                     struct period period)
{
	if (!standard)
		return 1;
	/* Records are judged by the standard of the day on which their period ends. */
	if (period.first <= period.last &&
	    (period.last < standard->first || period.last > standard->last))
		return 0;
	if (standard->unit)
		return is_within(&applied->project->units, unit, period, standard->unit) ? 3 : 0;
	return standard->country ? 2 : 1;
}

static const struct param_set *choose_set(const struct applied *applied, int unit,
                                          struct period period)
{
	const struct param_set *best = NULL;
	int closest = 0, is_open = 0;

	for (size_t i = 0; i < applied->spec->n_sets; i++) {
		const struct param_set *set = &applied->spec->sets[i];
		int how = closeness(applied, set->standard, unit, period);

		is_open |= how && how == closest;
		if (how <= closest)
			continue;
		best = set;
		closest = how;
		is_open = 0;
	}
	/* Without a period nothing tells one from the other. */
	return is_open && period.first > period.last ? NULL : best;
}

int applied_has_standard(const struct applied *applied, int unit, struct period period)
{
	return choose_set(applied, unit, period) != NULL;
}

/* The unit whose result a parameter is: the one of that level above it, or itself. */
static int unit_at_level(const struct units *units, int unit, struct period period,
                         const char *level)
{
	for (size_t left = units->n; level && unit != UNIT_NONE && left; left--) {
		if (units->list[unit].level && !strcmp(units->list[unit].level, level))
			return unit;
		unit = unit_parent(units, unit, period);
	}
	return unit;
}

/* The result for a unit in a period, or in the shortest one around it. */
static const struct pass_value *find_pass(const struct applied *applied, int unit,
                                          struct period period)
{
	const struct pass_value *best = NULL;
	int at = unit_at_level(&applied->project->units, unit, period,
	                       applied->spec->passes[0].level);

	for (size_t i = 0; i < applied->n_passes; i++) {
		const struct pass_value *pass = &applied->passes[i];
		int is_around = period.first > period.last
		                        ? pass->period.first > pass->period.last
		                        : pass->period.first <= period.first &&
		                                  pass->period.last >= period.last;

		if (pass->unit == at && is_around &&
		    (!best || pass->period.last - pass->period.first <
		                      best->period.last - best->period.first))
			best = pass;
	}
	return best;
}

int applied_adds_alike(const struct applied *applied)
{
	const struct chiso_indicator *use = applied->use;

	return !use->n_params && !use->n_axes && !use->state;
}

int applied_has_one_variant(const struct applied *applied)
{
	return applied->n_variants == 1 && !applied->spec->n_passes && !applied->spec->sets->standard;
}

struct variant *applied_variant(const struct applied *applied, int unit, struct period period)
{
	const struct param_set *set;
	const struct pass_value *pass = NULL;

	if (applied_has_one_variant(applied))
		return applied->variants;
	set = choose_set(applied, unit, period);
	if (applied->spec->n_passes)
		pass = find_pass(applied, unit, period);
	for (uint32_t i = 0; set && i < applied->n_variants; i++)
		if (applied->variants[i].set == set && applied->variants[i].pass == pass)
			return &applied->variants[i];
	return NULL;
}
