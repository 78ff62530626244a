/* SPDX-License-Identifier: MIT */
#include "results/rollup_time.h"

#include "aggregate/spread.h"
#include "base/context.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- which periods ---- */

int rollup_add_periods(struct rollup *rollup, struct aggregate *aggregate)
{
	struct reader *reader = aggregate->reader;
	const struct month_day start = reader->project->financial_year;
	size_t n = rollup->groups.n, width = rollup->groups.width;
	uint32_t key[1 + MAX_KEYS];

	for (uint32_t g = 0; g < n; g++)
		for (int kind = 0; kind < PERIOD_KINDS; kind++) {
			if (!(aggregate->spec->periods >> kind & 1))
				continue;
			memcpy(key, groups_key(&rollup->groups, g), width * sizeof *key);
			struct period around = period_around(reader->periods[key[0]],
			                                     (enum period_kind)kind, start);
			if (period_is_none(around))
				continue;
			int64_t index = reader_period(reader, around);
			if (index < 0)
				return CHISO_ENOMEM;
			key[0] = (uint32_t)index;
			if (groups_slot(&rollup->groups, key) == UINT32_MAX)
				return CHISO_ENOMEM;
		}
	return CHISO_OK;
}

static int is_wanted(const struct aggregate *aggregate, struct period period)
{
	const struct month_day start = aggregate->reader->project->financial_year;

	for (int kind = 0; kind < PERIOD_KINDS; kind++)
		if (aggregate->spec->periods >> kind & 1) {
			struct period same = period_around(period, (enum period_kind)kind, start);

			if (same.first == period.first && same.last == period.last)
				return 1;
		}
	return 0;
}

static int by_length(const void *x, const void *y)
{
	const struct part *a = x, *b = y;
	int32_t left = a->period.last - a->period.first, right = b->period.last - b->period.first;

	if (left != right)
		return left > right ? -1 : 1;
	return (a->period.first > b->period.first) - (a->period.first < b->period.first);
}

static struct part *find_part(const struct parts *parts, struct period period)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->list[i].period.first == period.first &&
		    parts->list[i].period.last == period.last)
			return &parts->list[i];
	return NULL;
}

int parts_find(struct parts *out, struct rollup *rollup, struct aggregate *aggregate,
               struct key_set *set, uint32_t combination)
{
	const uint32_t *own = groups_key(&rollup->groups, combination);
	const struct reader *reader = aggregate->reader;
	int is_register = aggregate->reader->spec->complete;

	*out = (struct parts){.whole = reader->periods[own[0]]};
	if (!is_wanted(aggregate, out->whole))
		return CHISO_OK;
	out->list = arena_new(&rollup->arena, reader->n_periods, sizeof *out->list);
	if (!out->list)
		return CHISO_ENOMEM;
	for (uint32_t g = 0; g < rollup->groups.n; g++) {
		const uint32_t *key = groups_key(&rollup->groups, g);
		struct period period = reader->periods[key[0]];
		int is_same = !memcmp(key + 1, own + 1, set->n * sizeof *key);

		if (key[0] == own[0] || !period_is_inside(period, out->whole) ||
		    (!is_same && (!is_register || g >= rollup->n_own)))
			continue;
		struct part *part = find_part(out, period);
		if (!part) {
			part = &out->list[out->n++];
			*part = (struct part){period, NO_SLOT};
		}
		if (is_same)
			part->combination = g;
	}
	if (out->n > 1)
		qsort(out->list, out->n, sizeof *out->list, by_length);
	return CHISO_OK;
}

/* ---- the parts of one unit ---- */

static const struct unit_cell *cell_of(const struct rollup *rollup, const struct part *part,
                                       size_t unit)
{
	return part->combination == NO_SLOT
	               ? NULL
	               : &rollup->cells[(size_t)part->combination * (rollup->n_units + 1) + unit];
}

/* Whether there is something, or that there is nothing is known.  What was itself added up over
 * time does not count: its parts do. */
static int has_part(const struct rollup *rollup, const struct aggregate *aggregate,
                    const struct key_set *set, const struct part *part, size_t unit)
{
	const struct unit_cell *cell = cell_of(rollup, part, unit);

	if (cell && cell->over_time)
		return 0;
	if (aggregate->reader->spec->complete)
		return part->combination == NO_SLOT || part->combination < rollup->n_own;
	return cell && cell->slot != NO_SLOT && set->slots[cell->slot].n_used > 0;
}

static int by_time(const void *x, const void *y)
{
	const struct part *a = x, *b = y;

	return (a->period.first > b->period.first) - (a->period.first < b->period.first);
}

/* The longest kind of period that all parts and the whole are made of: 12, 6, 3 or 1 months; 0:
 * days. */
static unsigned common_length(const struct tiling *tiling, struct period whole)
{
	unsigned length = 12;

	if (!period_months(whole))
		return 0;
	for (size_t i = 0; i < tiling->n; i++) {
		unsigned months = period_months(tiling->taken[i].period);

		if (!months)
			return 0;
		while (months % length)
			length = length > 3 ? length / 2 : 1;
	}
	return length;
}

static uint32_t count(struct period period, unsigned length)
{
	return length ? period_months(period) / length
	              : (uint32_t)(period.last - period.first) + 1;
}

/* Whether something needs more than the last part. */
static int needs_all(const struct aggregate *aggregate)
{
	int needs_all = aggregate->use->state != NULL || !aggregate->use->n_terms;

	for (uint32_t t = 0; t < aggregate->use->n_terms; t++)
		needs_all |= chiso_term_at(aggregate->use, t)->source == aggregate->source &&
		             chiso_term_at(aggregate->use, t)->over_time != CHISO_STOCK_LAST;
	return needs_all;
}

/* Whether every term has what it needs. */
static int is_enough(const struct aggregate *aggregate, const struct tiling *tiling,
                     struct period whole)
{
	if (!tiling->n)
		return 0;
	return needs_all(aggregate) ? tiling->have == tiling->want
	                            : tiling->taken[tiling->n - 1].period.last == whole.last;
}

static void count_parts(struct tiling *tiling, const struct rollup *rollup,
                        const struct parts *parts, size_t unit)
{
	unsigned length = common_length(tiling, parts->whole);

	tiling->kind = length == 12  ? MSG_YEARS_OF
	               : length == 6 ? MSG_HALVES_OF
	               : length == 3 ? MSG_QUARTERS_OF
	               : length      ? MSG_MONTHS_OF
	                             : MSG_DAYS_OF;
	tiling->want = count(parts->whole, length);
	for (size_t i = 0; i < tiling->n; i++) {
		const struct unit_cell *cell = cell_of(rollup, &tiling->taken[i], unit);

		tiling->have += count(tiling->taken[i].period, length);
		if (!cell || !cell->expected)
			continue;
		if (!tiling->expected || (uint64_t)cell->reporting * tiling->expected <
		                                 (uint64_t)tiling->reporting * cell->expected) {
			tiling->reporting = cell->reporting;
			tiling->expected = cell->expected;
		}
	}
	/* A register's zeros are for units that have cells at all. */
	if (!tiling->expected)
		tiling->n = 0;
}

int tiling_make(struct tiling *out, struct rollup *rollup, struct aggregate *aggregate,
                const struct key_set *set, const struct parts *parts, size_t unit)
{
	*out = (struct tiling){0};
	if (!parts->n)
		return CHISO_OK;
	out->taken = arena_new(&rollup->arena, parts->n, sizeof *out->taken);
	if (!out->taken)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < parts->n; i++) {
		const struct part *part = &parts->list[i];
		int overlaps = 0;

		if (!has_part(rollup, aggregate, set, part, unit))
			continue;
		/* The longer one counts: a quarter's own record beats those of its months. */
		for (size_t k = 0; k < out->n && !overlaps; k++)
			overlaps = part->period.first <= out->taken[k].period.last &&
			           out->taken[k].period.first <= part->period.last;
		if (!overlaps)
			out->taken[out->n++] = *part;
	}
	if (out->n > 1)
		qsort(out->taken, out->n, sizeof *out->taken, by_time);
	count_parts(out, rollup, parts, unit);
	out->is_complete = is_enough(aggregate, out, parts->whole);
	return CHISO_OK;
}

/* ---- adding ---- */

/* What is added: a slot of a table of sums, and how often it holds the shortest kind of period. */
struct piece {
	uint32_t slot, times; /* NO_SLOT: nothing */
	uint32_t period;
};

/* The mean of the pieces, each as often as it holds the shortest kind of period. */
static int add_mean(struct sums *sums, uint32_t slot, uint32_t term, const struct piece *pieces,
                    size_t n)
{
	struct sums all;
	uint32_t times = 0;

	sums_init(&all, sums->n_terms);
	int status = sums_reserve(&all, 1);
	for (size_t i = 0; i < n && !status; i++) {
		times += pieces[i].times;
		if (pieces[i].slot != NO_SLOT)
			status = sums_add_times(&all, 0, term,
			                        sums_value(sums, pieces[i].slot, term),
			                        pieces[i].times);
	}
	if (!status && times)
		status = sums_add_one(sums, slot, term, sums_value(&all, 0, term) / times);
	sums_clear(&all);
	return status == CHISO_EDATA ? CHISO_OK : status;
}

static int add_terms(const struct variant *variant, struct sums *sums, uint32_t slot,
                     const struct piece *pieces, size_t n)
{
	int status = CHISO_OK;

	for (uint32_t t = 0; t < variant->call.n_terms && !status; t++) {
		uint8_t over_time =
			chiso_term_at(variant->applied->use, variant->terms[t].row)->over_time;

		if (over_time == CHISO_STOCK_MEAN)
			status = add_mean(sums, slot, t, pieces, n);
		for (size_t i = over_time == CHISO_STOCK_LAST ? n - 1 : 0;
		     i < n && over_time != CHISO_STOCK_MEAN && !status; i++)
			if (pieces[i].slot != NO_SLOT)
				status = sums_merge_one(sums, slot, t, sums, pieces[i].slot, t);
	}
	return status;
}

/* The same for each cluster of a sample: what it has in each piece.  It may have an entry, of nothing, if the slot has
 * records that all lack something. */
static int add_cluster(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
                       uint32_t cluster, const struct piece *pieces, struct piece *own, size_t n)
{
	struct spread *spread = set->spread;
	int is_new = spread_meets(spread, slot, cluster), status = CHISO_OK;

	if (!is_new) /* it was in an earlier piece */
		return CHISO_OK;
	uint32_t entry = is_new < 0 ? NO_SLOT : spread_entry(aggregate, set, slot, cluster);
	if (entry == NO_SLOT || groups_know(&spread->entries))
		return CHISO_ENOMEM;
	/* Units above share sums when those below have been put together. */
	assert(!spread->row || !spread->is_shared[spread->row[entry]]);
	for (size_t i = 0; i < n && !status; i++) {
		own[i] = (struct piece){NO_SLOT, pieces[i].times, pieces[i].period};
		if (pieces[i].slot != NO_SLOT)
			own[i].slot = groups_find(&spread->entries,
			                          (uint32_t[]){pieces[i].slot, cluster});
		if (own[i].slot == NO_SLOT)
			continue;
		status = spread_merge_rest(aggregate, set, entry, own[i].slot);
		own[i].slot = spread_row(spread, own[i].slot);
	}
	return status ? status
	              : add_terms(slot_variant(aggregate, &set->slots[slot]), &spread->sums,
	                          spread_row(spread, entry), own, n);
}

static int add_clusters(struct aggregate *aggregate, struct key_set *set, uint32_t slot,
                        const struct piece *pieces, struct piece *own, size_t n)
{
	struct spread *spread = set->spread;
	int status = CHISO_OK;

	for (size_t i = 0; i < n && !status; i++) {
		status = spread_add_periods(set, slot, pieces[i].slot, pieces[i].period);
		if (pieces[i].slot == NO_SLOT)
			continue;
		for (uint32_t e = spread_first(spread, pieces[i].slot); e != NO_SLOT && !status;
		     e = spread_next(spread, e))
			status = add_cluster(aggregate, set, slot,
			                     groups_key(&spread->entries, e)[1], pieces, own, n);
	}
	return status;
}

static int add_pieces(struct rollup *rollup, struct aggregate *aggregate, struct key_set *set,
                      const struct parts *parts, const struct tiling *tiling, size_t unit,
                      uint32_t slot)
{
	uint32_t shortest = common_length(tiling, parts->whole);
	struct piece *pieces = arena_new(&rollup->arena, 2 * tiling->n, sizeof *pieces);
	/* The sample of a stock at the end is that of the last part. */
	size_t n = tiling->n, first = needs_all(aggregate) ? 0 : n - 1;

	if (!pieces)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const struct unit_cell *cell = cell_of(rollup, &tiling->taken[i], unit);
		int64_t period = reader_period(aggregate->reader, tiling->taken[i].period);

		if (period < 0)
			return CHISO_ENOMEM;
		pieces[i] = (struct piece){cell ? cell->slot : NO_SLOT,
		                           count(tiling->taken[i].period, shortest),
		                           (uint32_t)period};
	}
	int status = spread_keep(set, slot);
	if (!status)
		status = add_terms(slot_variant(aggregate, &set->slots[slot]), &set->sums, slot, pieces, n);
	if (!status && set->spread)
		status = add_clusters(aggregate, set, slot, pieces + first, pieces + n, n - first);
	return status;
}

/* Says which parts are missing: "11 of 12 months; missing: 2023-07". */
static int note_missing(struct aggregate *aggregate, struct rollup *rollup,
                        const struct parts *parts, const struct tiling *tiling, struct slot *slot)
{
	const char *list = "";
	int32_t next = parts->whole.first;
	char label[PERIOD_ROOM], have[NUMBER_ROOM], want[NUMBER_ROOM];

	for (size_t i = 0; i <= tiling->n && list; i++) {
		int32_t first = i < tiling->n ? tiling->taken[i].period.first
		                              : parts->whole.last + 1;

		if (first > next) {
			period_print(label, (struct period){next, first - 1});
			list = arena_printf(&rollup->arena, "%s%s%s", list, *list ? ", " : "", label);
		}
		if (i < tiling->n)
			next = tiling->taken[i].period.last + 1;
	}
	number_print(have, tiling->have);
	number_print(want, tiling->want);
	const char *note[2];
	for (int i = 0; i < 2; i++) {
		const char *lang = i ? "vi" : "en";
		const char *share = message_fill(&rollup->arena, tiling->kind, lang,
		                                 (const char *const[]){have, want, NULL});

		note[i] = share && list ? message_fill(&rollup->arena, MSG_PERIODS_MISSING, lang,
		                                       (const char *const[]){share, list, NULL})
		                        : NULL;
		if (!note[i])
			return CHISO_ENOMEM;
	}
	int32_t id = reader_add_note(aggregate->reader, note[0], note[1]);
	return id == NO_TEXT ? CHISO_ENOMEM : slot_add_note(slot, id);
}

int tiling_fill(struct rollup *rollup, struct aggregate *aggregate, struct key_set *set,
                const struct parts *parts, const struct tiling *tiling, size_t unit, uint32_t slot)
{
	const struct chiso_state *state = aggregate->use->state;
	int only_last = tiling->have < tiling->want && tiling->is_complete;
	int status = CHISO_OK;

	set->slots[slot].periods_reporting = tiling->have;
	set->slots[slot].periods_expected = tiling->want;
	set->slots[slot].is_incomplete = !tiling->is_complete;
	for (size_t i = only_last ? tiling->n - 1 : 0; i < tiling->n && !status; i++) {
		const struct unit_cell *cell = cell_of(rollup, &tiling->taken[i], unit);

		if (!cell || cell->slot == NO_SLOT)
			continue;
		status = slot_join(&set->slots[slot], &set->slots[cell->slot], aggregate->n_terms);
		set->slots[slot].rolled_up |= set->slots[cell->slot].rolled_up;
		if (!status && state && !set->slots[slot].is_mixed)
			status = state->merge(&slot_variant(aggregate, &set->slots[slot])->call,
			                      set->states + slot * (size_t)state->state_size,
			                      set->states + cell->slot * (size_t)state->state_size,
			                      1);
	}
	if (!status)
		status = add_pieces(rollup, aggregate, set, parts, tiling, unit, slot);
	if (!status && tiling->have < tiling->want)
		status = note_missing(aggregate, rollup, parts, tiling, &set->slots[slot]);
	return status ? CHISO_ENOMEM : CHISO_OK;
}
