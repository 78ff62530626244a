/* SPDX-License-Identifier: MIT */
#include "results/tabulate_value.h"

#include "base/context.h"
#include "number/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct chiso_value value_of(double x)
{
	if (!isfinite(x))
		return (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
	/* No sum is -0: people ask what it means. */
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = x == 0 ? 0 : x};
}

static struct chiso_value no_value(uint32_t reason)
{
	return (struct chiso_value){.reason = reason};
}

/* What is known about a sum, by which way it may err, as seen by something that grows with it
 * (sign > 0), falls with it (sign < 0) or does not depend on it. */
static uint8_t turned(uint8_t bits, double sign)
{
	uint8_t out = bits & BOUND_ABOUT;

	if (sign == 0)
		return 0;
	if (bits & BOUND_LOWER)
		out |= sign > 0 ? BOUND_LOWER : BOUND_UPPER;
	if (bits & BOUND_UPPER)
		out |= sign > 0 ? BOUND_UPPER : BOUND_LOWER;
	return out;
}

/* Of scale * numerator / denominator.  A numerator of 0 that is a bound may have either sign, but
 * figures that are counted from 0 keep theirs: it is taken for what the bound says. */
static int bound_of(uint8_t above, double numerator, uint8_t below, double denominator, double scale)
{
	if (!above && !below)
		return CHISO_EXACT;
	double side = denominator < 0 ? -scale : scale;
	double way = numerator == 0 && (above & BOUND_LOWER) ? 1
	             : numerator == 0 && (above & BOUND_UPPER) ? -1
	                                                       : numerator;
	uint8_t bits = turned(above, side) | turned(below, way > 0 ? -scale : way < 0 ? scale : 0);

	if ((bits & BOUND_ABOUT) || (bits & BOUND_LOWER && bits & BOUND_UPPER))
		return CHISO_ABOUT;
	return bits & BOUND_LOWER   ? CHISO_LOWER_BOUND
	       : bits & BOUND_UPPER ? CHISO_UPPER_BOUND
	                            : CHISO_EXACT;
}

/* ---- sums ---- */

static const struct chiso_term *row_of(const struct group_slots *group, uint32_t term)
{
	return chiso_term_at(group->run->applied.use, group->variant->terms[term].row);
}

/* Whether a term adds an input as it is that no used record had. */
static int is_unreported(const struct group_slots *group, const struct slot *slot, uint32_t term,
                         const struct chiso_term *row)
{
	uint32_t column;

	if (!row->input)
		return 0;
	column = variant_term_column(group->variant, term);
	return column < 64 && !(slot->columns_seen >> column & 1);
}

/* Whether a group has sums in a source: 0, or why not. */
static uint32_t why_no_sums(const struct slot *slot)
{
	if (slot && slot->boundaries == CHISO_BOUNDARIES_BROKEN)
		return CHISO_REASON_NOT_COMPARABLE;
	if (!slot || slot->is_incomplete || (!slot->n_used && !slot->is_zero))
		return CHISO_REASON_NOT_REPORTED;
	return slot->is_mixed ? CHISO_REASON_NOT_COMPARABLE : 0;
}

uint32_t group_sum(double *out, const struct group_slots *group, uint32_t term)
{
	uint8_t source = row_of(group, term)->source;
	const struct slot *slot = group_slot(group, source);
	uint32_t reason = why_no_sums(slot);

	*out = 0;
	if (reason)
		return reason;
	*out = sums_value(&group->run->parts[source].sets[group->set].sums, group->slots[source],
	                  term);
	return 0;
}

uint8_t group_bits(const struct group_slots *group, uint32_t term)
{
	const struct slot *slot = group_slot(group, row_of(group, term)->source);

	return slot ? slot_bound(slot, term) : 0;
}

/* ---- quotients ---- */

/* What a group has in each source: looked at once for all its quotients. */
struct sides {
	const struct group_slots *group;
	struct side {
		const struct slot *slot;
		const struct sums *sums;
		uint32_t at;
		uint32_t reason; /* why there are no sums */
	} of[MAX_SOURCES];
};

static void look_at_sides(struct sides *sides, const struct group_slots *group)
{
	sides->group = group;
	for (uint32_t i = 0; i < group->run->n_parts; i++) {
		const struct slot *slot = group_slot(group, i);

		sides->of[i] = (struct side){slot, &group->run->parts[i].sets[group->set].sums,
		                             group->slots[i], why_no_sums(slot)};
	}
}

/* One of the two parts of a quotient. */
struct part_of {
	double value;
	uint8_t bits;
	uint32_t reason; /* why there is none */
	int is_unreported;
};

static inline struct part_of part_of(const struct sides *sides, const struct quotient_term *term)
{
	const struct side *side = &sides->of[term->source];
	struct part_of part = {.bits = side->slot ? slot_bound(side->slot, term->number) : 0,
	                       .reason = side->reason};

	if (part.reason)
		return part;
	part.value = sums_value(side->sums, side->at, term->number);
	if (term->has_input)
		part.is_unreported = is_unreported(sides->group, side->slot, term->number,
		                                   row_of(sides->group, term->number));
	return part;
}

/* A number that is there, or why it is not. */
static void set(double *number, uint8_t *why, double x)
{
	int is_there = isfinite(x) != 0;

	/* No sum is -0: people ask what it means. */
	*number = !is_there || x == 0 ? 0 : x;
	*why = is_there ? 0 : CHISO_REASON_OUT_OF_DOMAIN;
}

static void set_part(double *number, uint8_t *why, const struct part_of *part)
{
	set(number, why, part->value);
	if (part->reason)
		*why = (uint8_t)part->reason;
}

static void compute_total(const struct part_of *numerator, double scale, struct cell_figure *figure)
{
	figure->denominator = 0;
	figure->no_denominator = CHISO_REASON_NOT_APPLICABLE;
	if (numerator->is_unreported) {
		figure->numerator = 0;
		figure->no_value = figure->no_numerator = CHISO_REASON_NOT_REPORTED;
		return;
	}
	set(&figure->value, &figure->no_value, scale * numerator->value);
}

/* The denominator of the quotient before, which most often is that of the next one, too. */
struct last_part {
	uint32_t term; /* UINT32_MAX: there is none yet */
	struct part_of part;
};

static void divide(const struct quotient *q, const struct part_of *above, const struct part_of *below,
                   struct cell_figure *figure)
{
	int unreported = above->is_unreported || below->is_unreported;

	if (below->value != 0) {
		set(&figure->value, &figure->no_value,
		    number_quotient(q->times, above->value, below->value));
		return;
	}
	figure->no_value = unreported ? CHISO_REASON_NOT_REPORTED : CHISO_REASON_DENOMINATOR_ZERO;
	if (unreported) {
		figure->numerator = figure->denominator = 0;
		figure->no_numerator = figure->no_denominator = figure->no_value;
	}
}

static void compute_quotient(const struct sides *sides, const struct quotient *q,
                             struct last_part *last, struct cell_figure *figure)
{
	const struct part_of above = part_of(sides, &q->above);
	struct part_of below = {.value = 1, .reason = above.reason};

	if (!q->is_total) {
		if (last->term != q->denominator)
			*last = (struct last_part){q->denominator, part_of(sides, &q->below)};
		below = last->part;
	}
	*figure = (struct cell_figure){.bound = CHISO_EXACT};
	set_part(&figure->numerator, &figure->no_numerator, &above);
	set_part(&figure->denominator, &figure->no_denominator, &below);
	if (above.reason || below.reason) {
		figure->no_value = (uint8_t)(above.reason ? above.reason : below.reason);
		return;
	}
	if (q->is_total)
		compute_total(&above, q->times, figure);
	else
		divide(q, &above, &below, figure);
	if (!figure->no_value && (above.bits || below.bits))
		figure->bound = (uint8_t)bound_of(above.bits, above.value, below.bits, below.value,
		                                  q->times);
}

/* ---- evaluate() ---- */

/* Why the computed cells have no value; 0: they have what they need. */
static uint32_t why_not(const struct group_slots *group)
{
	for (uint32_t i = 0; i < group->run->n_parts; i++) {
		uint32_t reason = why_no_sums(group_slot(group, i));

		if (reason)
			return reason;
	}
	return 0;
}

/* What evaluate() is given of most indicators needs no room of its own. */
enum { FEW = 32 };

/* The sums of all sources, which has them: see why_not(). */
static void add_up(const struct group_slots *group, struct chiso_sums *sums, double *sum)
{
	const struct chiso_call *call = &group->variant->call;

	for (uint32_t i = 0; i < group->run->n_parts; i++) {
		sums->n_used += group_slot(group, i)->n_used;
		sums->n_seen += group_slot(group, i)->n_seen;
	}
	for (uint32_t t = 0; t < call->n_terms; t++) {
		uint8_t source = row_of(group, t)->source;

		sum[t] = sums_value(&group->run->parts[source].sets[group->set].sums,
		                    group->slots[source], t);
	}
	sums->sum = sum;
}

static int call_evaluate(const struct group_slots *group, struct chiso_value *values)
{
	const struct chiso_indicator *use = group->run->applied.use;
	struct chiso_call *call = &group->variant->call;
	const struct aggregate *first = &group->run->parts[0];
	struct chiso_sums sums = {.size = sizeof sums};
	double few[FEW], *sum = call->n_terms > FEW ? calloc(call->n_terms, sizeof *sum) : few;
	uint32_t few_axes[FEW], *axis_n = use->n_axes > FEW ? calloc(use->n_axes, sizeof *axis_n) : few_axes;
	int status = sum && axis_n ? CHISO_OK : CHISO_ENOMEM;

	if (!status)
		add_up(group, &sums, sum);
	for (uint32_t i = 0; i < use->n_axes && !status; i++)
		axis_n[i] = group->variant->axes[i].n;
	sums.axis_n = axis_n;
	const void *state = use->state ? first->sets[group->set].states +
	                                         group->slots[0] * (size_t)use->state->state_size
	                               : NULL;
	if (!status)
		status = use->evaluate(call, &sums, state, values);
	if (sum != few)
		free(sum);
	if (axis_n != few_axes)
		free(axis_n);
	return status;
}

int group_evaluate(const struct group_slots *group, struct chiso_value *values)
{
	return why_not(group) ? CHISO_OK : call_evaluate(group, values);
}

/* The computed cells of a group, from its exact sums. */
static int evaluate(const struct group_slots *group, struct chiso_value *values)
{
	const struct applied *applied = &group->run->applied;
	uint32_t reason = why_not(group);
	int status = CHISO_OK;

	if (!reason && group->computed)
		memcpy(values, group->computed, group->variant->call.n_cells * sizeof *values);
	else if (!reason)
		status = call_evaluate(group, values);
	if (status && status != CHISO_ENOMEM) {
		report(applied->context, MSG_PLUGIN_FAILED, applied->spec->place, applied->use->id);
		reason = CHISO_REASON_FAILED;
		status = CHISO_OK;
	}
	for (uint32_t i = 0; reason && i < group->variant->call.n_cells; i++)
		values[i] = no_value(reason);
	return status;
}

static void take_computed(const struct chiso_value *value, int is_vague, struct chiso_cell *cell)
{
	cell->value = value->type == CHISO_F64 ? value_of(value->as.f64) : *value;
	if (value->type == CHISO_NONE && !value->reason)
		cell->value = no_value(CHISO_REASON_NOT_REPORTED);
	cell->numerator = cell->denominator = no_value(CHISO_REASON_NOT_APPLICABLE);
	cell->bound = is_vague && cell->value.type != CHISO_NONE ? CHISO_ABOUT : CHISO_EXACT;
}

/* How a computed value follows its sums is the plugin's secret: any bound makes it vague. */
static int is_vague(const struct group_slots *group)
{
	uint8_t bits = 0;

	for (uint32_t t = 0; t < group->variant->call.n_terms; t++)
		bits |= group_bits(group, t);
	return bits != 0;
}

int group_computed(const struct group_slots *group, const uint32_t *kept, struct chiso_cell *cells)
{
	uint32_t n = group->variant->call.n_cells;
	struct chiso_value few[FEW] = {{0}}, *values = n > FEW ? calloc(n, sizeof *values) : few;
	int status = values ? CHISO_OK : CHISO_ENOMEM;

	if (!status && group->run->applied.use->evaluate)
		status = evaluate(group, values);
	int vague = !status && is_vague(group);
	for (uint32_t i = 0; i < n && !status; i++)
		if (group->variant->quotients[i].is_computed && !(kept && kept[i] == NOT_GIVEN))
			take_computed(&values[i], vague, &cells[i]);
	if (values != few)
		free(values);
	return status;
}

static void take_figure(const struct cell_figure *figure, struct chiso_cell *cell)
{
	cell->value = cells_value(figure->value, figure->no_value);
	cell->numerator = cells_value(figure->numerator, figure->no_numerator);
	cell->denominator = cells_value(figure->denominator, figure->no_denominator);
	cell->bound = figure->bound;
}

void group_quotients(const struct group_slots *group, struct cell_figure *figures)
{
	const struct variant *variant = group->variant;
	struct last_part last = {.term = UINT32_MAX};
	struct sides sides;

	look_at_sides(&sides, group);
	for (uint32_t i = 0; i < variant->call.n_cells; i++)
		if (variant->kept[i] != NOT_GIVEN && !variant->quotients[i].is_computed)
			compute_quotient(&sides, &variant->quotients[i], &last, &figures[i]);
}

int group_values(const struct group_slots *group, const uint32_t *kept, struct chiso_cell *cells)
{
	const struct variant *variant = group->variant;
	struct last_part last = {.term = UINT32_MAX};
	struct sides sides;

	look_at_sides(&sides, group);
	for (uint32_t i = 0; i < variant->call.n_cells; i++) {
		struct cell_figure figure;

		if (variant->quotients[i].is_computed || (kept && kept[i] == NOT_GIVEN))
			continue;
		compute_quotient(&sides, &variant->quotients[i], &last, &figure);
		take_figure(&figure, &cells[i]);
	}
	return group_computed(group, kept, cells);
}
