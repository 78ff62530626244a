/* SPDX-License-Identifier: MIT */
#include "tabulate.h"

#include "context.h"
#include "rollup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One group of one unit, with its place in the order of the results. */
struct entry {
	int unit; /* UNIT_NONE: the dataset has no units */
	struct period period;
	const char *label;
	const char *const *key_values;
	uint32_t slot, n_keys, reporting, expected;
	const int *rank; /* of units; NULL: as they are */
};

static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	for (uint32_t i = 0; i < a->n_keys; i++) {
		int order = strcmp(a->key_values[i], b->key_values[i]);

		if (order)
			return order;
	}
	if (a->unit != b->unit) {
		int left = a->rank && a->unit >= 0 ? a->rank[a->unit] : a->unit;
		int right = b->rank && b->unit >= 0 ? b->rank[b->unit] : b->unit;

		return left < right ? -1 : 1;
	}
	return period_compare(a->period, b->period);
}

/* ---- values ---- */

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

static uint8_t bits_of(const struct slot *slot, uint16_t term)
{
	return slot && slot->bounds && term < CHISO_COMPUTED ? slot->bounds[term] : 0;
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

/* Whether a term adds an input as it is that no used record had. */
static int is_unreported(const struct aggregate *aggregate, const struct slot *slot, uint16_t term)
{
	if (term >= CHISO_COMPUTED)
		return 0;
	uint16_t input = chiso_term_at(aggregate->use, term)->input;
	return input && input <= 64 && !(slot->inputs_seen >> (input - 1) & 1);
}

static double factor_of(const struct aggregate *aggregate, const struct chiso_output *output)
{
	const struct chiso_list *list;

	if (!output->factor)
		return 1;
	list = &aggregate->call.params[output->factor - 1];
	if (!list->n)
		return 1;
	return number_of_value(&list->v[0]);
}

static void compute_quotient(const struct aggregate *aggregate, const struct key_set *set,
                             const struct chiso_output *output, uint32_t at,
                             struct chiso_cell *cell)
{
	const struct slot *slot = &set->slots[at];
	double numerator = sums_value(&set->sums, at, output->numerator);
	double factor = factor_of(aggregate, output), denominator = 1;

	if (output->denominator != CHISO_ONE)
		denominator = sums_value(&set->sums, at, output->denominator);
	cell->bound = bound_of(bits_of(slot, output->numerator), numerator,
	                       bits_of(slot, output->denominator), denominator,
	                       output->scale * factor);
	cell->numerator = value_of(numerator);
	if (output->denominator == CHISO_ONE) {
		if (is_unreported(aggregate, slot, output->numerator)) {
			cell->value = cell->numerator = no_value(CHISO_REASON_NOT_REPORTED);
			return;
		}
		cell->denominator = no_value(CHISO_REASON_NOT_APPLICABLE);
		cell->value = value_of(output->scale * factor * numerator);
		return;
	}
	cell->denominator = value_of(denominator);
	if (denominator == 0) {
		int unreported = is_unreported(aggregate, slot, output->numerator) ||
		                 is_unreported(aggregate, slot, output->denominator);

		cell->value = no_value(unreported ? CHISO_REASON_NOT_REPORTED
		                                  : CHISO_REASON_DENOMINATOR_ZERO);
		if (unreported)
			cell->numerator = cell->denominator = cell->value;
		return;
	}
	cell->value = value_of(output->scale * factor * numerator / denominator);
}

/* The computed cells of a group, from its exact sums. */
static int evaluate(struct aggregate *aggregate, const struct key_set *set, uint32_t at,
                    struct chiso_value *values)
{
	const struct chiso_indicator *use = aggregate->use;
	struct chiso_sums sums = {.n_used = set->slots[at].n_used, .n_seen = set->slots[at].n_seen};
	double *sum = calloc(use->n_terms + 1u, sizeof *sum);

	if (!sum)
		return CHISO_ENOMEM;
	for (uint32_t t = 0; t < use->n_terms; t++)
		sum[t] = sums_value(&set->sums, at, t);
	sums.sum = sum;
	const void *state =
		use->state ? set->states + at * (size_t)use->state->state_size : NULL;
	int status = use->evaluate(&aggregate->call, &sums, state, values);
	free(sum);
	if (status && status != CHISO_ENOMEM) {
		report(aggregate->context, MSG_PLUGIN_FAILED, aggregate->spec->place, use->id);
		for (uint32_t i = 0; i < use->n_outputs; i++)
			values[i] = no_value(CHISO_REASON_FAILED);
		status = CHISO_OK;
	}
	return status;
}

static void take_computed(struct chiso_cell *cell, const struct slot *slot, uint32_t n_terms,
                          const struct chiso_value *value)
{
	cell->value = value->type == CHISO_F64 ? value_of(value->as.f64) : *value;
	if (value->type == CHISO_NONE && !value->reason)
		cell->value = no_value(CHISO_REASON_NOT_REPORTED);
	cell->numerator = cell->denominator = no_value(CHISO_REASON_NOT_APPLICABLE);
	/* How a computed value follows its sums is the plugin's secret: any bound makes it vague. */
	for (uint32_t t = 0; slot->bounds && t < n_terms; t++)
		if (slot->bounds[t])
			cell->bound = CHISO_ABOUT;
}

/* ---- cells ---- */

/* Notes or sources of a slot, in order of their texts. */
static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In the language of the results; a text that two records share stands once. */
static const char *const *texts_of(struct chiso_results *results, const struct intern *known,
                                   const struct id_set *set, uint32_t *n)
{
	const char **texts = arena_new(&results->arena, set->n + 1u, sizeof *texts);
	uint32_t kept = 0;

	for (uint32_t i = 0; texts && i < set->n; i++) {
		struct slice text = reader_note(known->texts[set->ids[i]], results->context->lang);

		texts[i] = arena_text(&results->arena, text.text, text.n);
		if (!texts[i])
			return NULL;
	}
	if (texts && set->n > 1)
		qsort(texts, set->n, sizeof *texts, compare_texts);
	for (uint32_t i = 0; texts && i < set->n; i++)
		if (!kept || strcmp(texts[i], texts[kept - 1]))
			texts[kept++] = texts[i];
	*n = kept;
	return texts;
}

static const char *title_of(const struct aggregate *aggregate, const char *lang)
{
	const char *title = words_in(aggregate->spec->title, lang);

	return title ? title : chiso_text_in(aggregate->use->title, lang);
}

static void name_cell(const struct aggregate *aggregate, const char *lang,
                      const struct key_set *set, const struct entry *entry,
                      const struct chiso_output *output, struct chiso_cell *cell)
{
	const struct units *units = &aggregate->reader->project->units;
	const struct unit *unit = entry->unit == UNIT_NONE ? NULL : &units->list[entry->unit];

	cell->size = sizeof *cell;
	cell->version = aggregate->use->version;
	cell->indicator = aggregate->spec->id;
	cell->use = aggregate->use->id;
	cell->title = title_of(aggregate, lang);
	cell->output = output->field.id;
	cell->output_title = chiso_text_in(output->field.title, lang);
	cell->unit_measure = output->field.unit ? output->field.unit : aggregate->spec->unit_measure;
	cell->unit = unit ? unit->code : "";
	cell->unit_name = unit ? unit_name(unit, lang) : "";
	cell->level = unit && unit->level ? unit->level : "";
	cell->period = entry->label;
	cell->keys = set->names;
	cell->key_values = entry->key_values;
	cell->n_keys = set->n;
	cell->reporting = entry->reporting;
	cell->expected = entry->expected;
	cell->synthetic = aggregate->spec->dataset->synthetic;
	cell->direction = aggregate->use->direction;
}

static int annotate(struct chiso_results *results, const struct aggregate *aggregate,
                    const struct slot *slot, struct chiso_cell *cell)
{
	const struct intern *texts = &aggregate->reader->texts;

	cell->n_used = slot->n_used;
	cell->n_seen = slot->n_seen;
	cell->status = slot->status;
	cell->evidence = slot->evidence;
	cell->is_break = slot->is_break;
	cell->rolled_up = slot->rolled_up;
	cell->periods_reporting = slot->periods_reporting;
	cell->periods_expected = slot->periods_expected;
	cell->notes = texts_of(results, texts, &slot->notes, &cell->n_notes);
	cell->sources = texts_of(results, texts, &slot->sources, &cell->n_sources);
	return cell->notes && cell->sources ? CHISO_OK : CHISO_ENOMEM;
}

static int add_cell(struct chiso_results *results, const struct aggregate *aggregate,
                    const struct chiso_cell *cell, const struct entry *entry, uint32_t output)
{
	return results_add(results, cell,
	                   (struct cell_origin){.aggregate = aggregate,
	                                        .slot = entry->slot,
	                                        .output = output,
	                                        .spec = aggregate->spec,
	                                        .unit = entry->unit,
	                                        .period = entry->period});
}

static int add_entry(struct chiso_results *results, struct aggregate *aggregate,
                     struct key_set *set, const struct entry *entry, struct chiso_value *values)
{
	const struct chiso_indicator *use = aggregate->use;
	const struct slot *slot = entry->slot == NO_SLOT ? NULL : &set->slots[entry->slot];
	int has_values = slot && !slot->is_incomplete && (slot->n_used || slot->is_zero);
	const struct chiso_output *output;
	int status = CHISO_OK;

	memset(values, 0, use->n_outputs * sizeof *values);
	if (has_values && use->evaluate)
		status = evaluate(aggregate, set, entry->slot, values);
	for (uint32_t i = 0; !status && (output = chiso_output_at(use, i)); i++) {
		struct chiso_cell cell = {0};

		if (!has_values)
			cell.value = cell.numerator = cell.denominator =
				no_value(CHISO_REASON_NOT_REPORTED);
		else if (output->numerator == CHISO_COMPUTED)
			take_computed(&cell, slot, use->n_terms, &values[i]);
		else
			compute_quotient(aggregate, set, output, entry->slot, &cell);
		if (cell.value.type == CHISO_NONE)
			cell.bound = CHISO_EXACT;
		/* The same cell for people and, in English, for programs. */
		for (struct chiso_results *r = results; r && !status; r = r->plain) {
			name_cell(aggregate, r->context->lang, set, entry, output, &cell);
			if (slot)
				status = annotate(r, aggregate, slot, &cell);
			if (!status)
				status = add_cell(r, aggregate, &cell, entry, i);
		}
	}
	return status;
}

/* ---- order ---- */

static const char *period_label(struct chiso_results *results, struct period period)
{
	char label[PERIOD_ROOM];

	if (period.first > period.last)
		return "";
	size_t n = period_print(label, period);
	return arena_text(&results->arena, label, n);
}

static const char *const *key_values(struct chiso_results *results,
                                     const struct aggregate *aggregate, const uint32_t *texts,
                                     uint32_t n)
{
	const char **values = arena_new(&results->arena, n + 1u, sizeof *values);

	for (uint32_t i = 0; values && i < n; i++)
		values[i] = aggregate->key_texts.texts[texts[i]];
	return values;
}

/* All units of all groups that have a cell, not yet in order. */
static int gather(struct chiso_results *results, const struct aggregate *aggregate,
                  const struct key_set *set, const struct rollup *rollup, const int *rank,
                  struct entry *entries, size_t *n)
{
	for (uint32_t g = 0; g < rollup->groups.n; g++) {
		const uint32_t *key = groups_key(&rollup->groups, g);
		struct entry entry = {.period = aggregate->reader->periods[key[0]],
		                      .n_keys = set->n,
		                      .rank = rank};

		entry.label = period_label(results, entry.period);
		entry.key_values = key_values(results, aggregate, key + 1, set->n);
		if (!entry.label || !entry.key_values)
			return CHISO_ENOMEM;
		for (size_t unit = 0; unit <= rollup->n_units; unit++) {
			const struct unit_cell *cell =
				&rollup->cells[g * (rollup->n_units + 1) + unit];

			if (!cell->expected)
				continue;
			entry.unit = unit < rollup->n_units ? (int)unit : UNIT_NONE;
			entry.slot = cell->slot;
			entry.reporting = cell->reporting;
			entry.expected = cell->expected;
			entries[(*n)++] = entry;
		}
	}
	return CHISO_OK;
}

struct coded {
	const char *code;
	size_t unit;
};

static int compare_codes(const void *x, const void *y)
{
	const struct coded *a = x, *b = y;

	return strcmp(a->code, b->code);
}

/* Implicit units were met in the order of the records: they are ranked by their codes. */
int tabulate_rank(const struct units *units, int **rank)
{
	struct coded *order;

	*rank = NULL;
	if (!units->implicit || !units->n)
		return CHISO_OK;
	order = calloc(units->n, sizeof *order);
	*rank = calloc(units->n, sizeof **rank);
	for (size_t i = 0; order && i < units->n; i++)
		order[i] = (struct coded){units->list[i].code, i};
	if (order)
		qsort(order, units->n, sizeof *order, compare_codes);
	for (size_t i = 0; order && *rank && i < units->n; i++)
		(*rank)[order[i].unit] = (int)i;
	int status = order && *rank ? CHISO_OK : CHISO_ENOMEM;
	free(order);
	return status;
}

static int tabulate_set(struct chiso_results *results, struct aggregate *aggregate, size_t set_at,
                        const int *rank)
{
	struct key_set *set = &aggregate->sets[set_at];
	struct rollup rollup;
	size_t n = 0;
	int status = rollup_make(&rollup, results->project, aggregate, set_at);
	size_t room = (size_t)rollup.groups.n * (rollup.n_units + 1) + 1;
	struct entry *entries = status ? NULL : calloc(room, sizeof *entries);
	struct chiso_value *values =
		calloc(aggregate->use->n_outputs + 1u, sizeof *values);

	if (!status && (!entries || !values))
		status = CHISO_ENOMEM;
	if (!status)
		status = gather(results, aggregate, set, &rollup, rank, entries, &n);
	if (!status && n)
		qsort(entries, n, sizeof *entries, compare_entries);
	for (size_t i = 0; i < n && !status; i++)
		status = add_entry(results, aggregate, set, &entries[i], values);
	free(values);
	free(entries);
	rollup_clear(&rollup);
	return status;
}

int tabulate(struct chiso_results *results, struct aggregate *aggregate)
{
	int *rank, status = tabulate_rank(&results->project->units, &rank);

	for (size_t i = 0; i < aggregate->n_sets && !status; i++)
		status = tabulate_set(results, aggregate, i, rank);
	free(rank);
	return status;
}
