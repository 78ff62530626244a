/* SPDX-License-Identifier: MIT */
/* Makes entries: puts the groups of an indicator in order and computes their cells. */
#include "results/entry.h"

#include "base/context.h"
#include "base/grow.h"
#include "base/thread.h"
#include "results/ahead.h"
#include "results/estimated.h"
#include "results/figures.h"
#include "sample/estimate.h"

#include <stdlib.h>
#include <string.h>

/* ---- order ---- */

int entry_has_values_of(const struct entry *a, const struct entry *b)
{
	for (size_t i = 0; i < a->of->keys->n; i++)
		if (strcmp(a->joined->key_values[i], b->joined->key_values[i]))
			return 0;
	return 1;
}

static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	const int *rank = a->of->rank;

	for (size_t i = 0; i < a->of->keys->n; i++) {
		int order = strcmp(a->joined->key_values[i], b->joined->key_values[i]);

		if (order)
			return order;
	}
	int x_unit = a->joined->unit, y_unit = b->joined->unit;

	if (x_unit != y_unit) {
		int left = rank && x_unit >= 0 ? rank[x_unit] : x_unit;
		int right = rank && y_unit >= 0 ? rank[y_unit] : y_unit;

		return left < right ? -1 : 1;
	}
	return period_compare(a->joined->period, b->joined->period);
}

/* Mostly that of the group before: the groups of all units of a period follow each other. */
static const char *period_label(struct chiso_results *results, const struct joined *joined,
                                const struct entry *before)
{
	char label[PERIOD_ROOM];
	struct period period = joined->period;

	if (period.first > period.last)
		return "";
	if (before && before->joined->period.first == period.first &&
	    before->joined->period.last == period.last)
		return before->label;
	size_t n = period_print(label, period);
	return arena_text(&results->arena, label, n);
}

/* The date on whose boundaries an entry is that is on others than its own. */
static int date_entry(struct chiso_results *results, struct entry *entry)
{
	const struct chiso_project *project = results->project;
	const struct joined *joined = entry->joined;
	char text[PERIOD_ROOM];

	if (joined->unit == UNIT_NONE)
		return CHISO_OK;
	size_t n = date_print(text, project_boundary_day(project, joined->unit));
	entry->boundaries = arena_text(&results->arena, text, n);
	return entry->boundaries ? CHISO_OK : CHISO_ENOMEM;
}

static int put_cell(const struct entry *entry, uint32_t at, const struct chiso_cell *cell)
{
	const struct entries *entries = entry->of;
	int status = CHISO_OK;

	for (struct chiso_results *r = entries->results; r && !status; r = r->plain) {
		cells_put(&r->cells, entry_kept(entry, at), cell);
		if (entries->is_sample)
			status = cells_put_more(&r->cells, entry_kept(entry, at), cell);
	}
	return status;
}

/* Keeps the cells of the call that are computed group by group: those of a sample, for of these more is said than
 * values, or those that evaluate() makes. */
static int keep(const struct entry *entry, const struct chiso_cell *cells)
{
	const struct variant *variant = entry->joined->variant;
	int is_sample = entry->of->is_sample, status = CHISO_OK;

	for (uint32_t i = 0; i < variant->call.n_cells && !status; i++)
		if (variant->kept[i] != NOT_GIVEN && (is_sample || variant->quotients[i].is_computed))
			status = put_cell(entry, i, &cells[i]);
	if (!status && is_sample)
		figures_keep_sums(entry);
	return status;
}

/* Those of some entries that are quotients. */
static int compute_some(void *user, size_t from, size_t to)
{
	return figures_compute(user, from, to);
}

/* One after the other, for a plugin may have something to say. */
static int compute_in_turn(struct entries *entries)
{
	struct chiso_cell *room = NULL;
	size_t cap = 0;
	struct ahead ahead;
	int status = CHISO_OK;

	ahead_open(&ahead, entries);
	for (size_t i = 0; i < entries->n && !status; i++) {
		const struct entry *entry = &entries->list[i];
		struct group_slots group = entry_group(entry);

		group.computed = ahead_values(&ahead, i);
		status = WIDEN(&room, &cap, group.variant->call.n_cells);
		if (!status)
			status = group_computed(&group, group.variant->kept, room);
		if (!status)
			status = keep(entry, room);
	}
	ahead_clear(&ahead);
	free(room);
	return status;
}

/* What is said of a sample is kept as it comes. */
static int compute_sample(const struct entries *entries)
{
	struct estimated estimated;
	int status = estimated_open(&estimated, entries);

	for (size_t i = 0; i < entries->n && !status; i++) {
		const struct chiso_cell *cells = estimated_cells(&estimated, i);

		status = cells ? keep(&entries->list[i], cells) : CHISO_ENOMEM;
	}
	estimated_close(&estimated);
	return status;
}

/* Quotients of sums are computed by several threads where there are many. */
static int compute_all(struct entries *entries, size_t n_cells)
{
	enum { AT_ONCE = 256, LEAST_CELLS = 8192 /* for a thread */ };
	size_t worth = n_cells / LEAST_CELLS, most = entries->results->context->threads;
	int status = CHISO_OK;

	if (entries->is_sample)
		return compute_sample(entries);
	status = threads_do((uint32_t)(worth < most ? worth : most), entries->n, AT_ONCE, compute_some,
	                    entries);
	return status || figures_are_all(entries) ? status : compute_in_turn(entries);
}

/* Whether a group has all sums of a source, no record lacked what they add, and all of them are exact. */
static int is_plain(const struct slot *slot, uint64_t needed)
{
	return (slot->n_used || slot->is_zero) && !slot->is_incomplete && !slot->is_mixed &&
	       slot->boundaries != CHISO_BOUNDARIES_BROKEN && (slot->columns_seen & needed) == needed &&
	       !(slot->remarks && slot->remarks->bounds);
}

/* Takes what is known of its figures. */
static int fill_entry(struct entries *entries, struct entry *entry)
{
	const struct indicator_run *run = entries->run;
	const struct joined *joined = entry->joined;
	const struct variant *variant = joined->variant;
	const struct standard *standard = variant->set->standard;
	int has_records = 0, n_plain = 0;

	for (uint32_t i = 0; i < run->n_parts; i++) {
		if (joined->slots[i] == NO_SLOT)
			continue;
		const struct slot *slot = &run->parts[i].sets[entries->set].slots[joined->slots[i]];

		entry->is_mixed |= slot->is_mixed;
		has_records |= slot->n_used || slot->is_zero;
		n_plain += is_plain(slot, variant->columns_needed[i]);
	}
	entry->is_plain = n_plain == (int)run->n_parts;
	if (standard && has_records && !entry->is_mixed) {
		entry->standard = standard->id;
		entries->has_standards = 1;
	}
	return joined->boundaries ? date_entry(entries->results, entry) : CHISO_OK;
}

/* A series breaks where another standard begins to hold and, of what counts units, where there are
 * others. */
static void mark_breaks(struct entry *entries, size_t n, int counts_units)
{
	const struct entry *before = NULL, *last = NULL;

	for (size_t i = 0; i < n; i++) {
		struct entry *entry = &entries[i];

		if (before && (before->joined->unit != entry->joined->unit ||
		               !entry_has_keys_of(before, entry)))
			before = NULL;
		if (counts_units && last && last->joined->unit == entry->joined->unit &&
		    entry_has_keys_of(last, entry) &&
		    !last->boundaries != !entry->boundaries)
			entry->is_break = 1;
		last = entry;
		if (!entry->standard)
			continue;
		entry->is_break |= before && strcmp(before->standard, entry->standard) != 0;
		before = entry;
	}
}

/* The cells of all groups. */
static int append_cells(struct chiso_results *results, const struct entries *entries)
{
	const struct join *join = &entries->join;
	int is_one = applied_has_one_variant(&entries->run->applied), status = CHISO_OK;
	size_t n = is_one ? join->n * entries->run->applied.variants->n_kept : 0;

	for (size_t i = 0; i < join->n && !is_one; i++)
		n += join->list[i].variant->n_kept;
	for (struct chiso_results *r = results; r && !status; r = r->plain)
		status = cells_append(&r->cells, n);
	return status;
}

static int rank_of(const struct joined *joined, const int *rank)
{
	int unit = joined->unit;

	return unit == UNIT_NONE ? 0 : 1 + (rank ? rank[unit] : unit);
}

/* Of groups without keys, which are joined in time: by rank of units, the place of the first one.  NULL: no
 * memory; to be freed. */
static size_t *place_units(const struct entries *entries)
{
	const struct join *join = &entries->join;
	size_t n_units = entries->results->project->units.n;
	size_t *next = calloc(n_units + 2, sizeof *next);

	for (size_t i = 0; i < join->n && next; i++)
		next[rank_of(&join->list[i], entries->rank) + 1]++;
	for (size_t i = 1; i < n_units + 2 && next; i++)
		next[i] += next[i - 1];
	return next;
}

/* The first bytes of a text as a number that is in the order of texts. */
static uint64_t beginning(const char *text)
{
	uint64_t word = 0;

	for (size_t i = 0; i < sizeof word; i++) {
		word = word << 8 | (unsigned char)*text;
		text += *text != 0;
	}
	return word;
}

struct sorted {
	uint64_t beginning; /* of the first key: mostly all that there is to compare */
	struct entry *entry;
};

static int compare_sorted(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;

	if (a->beginning != b->beginning)
		return a->beginning < b->beginning ? -1 : 1;
	return compare_entries(a->entry, b->entry);
}

/* The order by keys, of the list as it is, for entries are large, and what their texts say is elsewhere.
 * NULL: no memory; to be freed. */
static struct sorted *order_by_keys(const struct entries *entries)
{
	struct sorted *order = calloc(entries->n + 1, sizeof *order);

	for (size_t i = 0; i < entries->n && order; i++)
		order[i] = (struct sorted){beginning(entries->list[i].joined->key_values[0]),
		                           &entries->list[i]};
	if (order)
		qsort(order, entries->n, sizeof *order, compare_sorted);
	return order;
}

static struct entry *new_list(size_t n)
{
	return mapped_resize(NULL, 0, (n + 1) * sizeof(struct entry));
}

static void free_list(struct entry *list, size_t n)
{
	mapped_free(list, (n + 1) * sizeof *list);
}

static int put_in_order(struct entries *entries, const struct sorted *order)
{
	struct entry *sorted = new_list(entries->n);

	if (!sorted)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < entries->n; i++)
		sorted[i] = *order[i].entry;
	free_list(entries->list, entries->n);
	entries->list = sorted;
	return CHISO_OK;
}

/* The entry with a number in the final order; NULL: that of the list. */
static struct entry *in_order(const struct entries *entries, const struct sorted *order, size_t i)
{
	return order ? order[i].entry : &entries->list[i];
}

/* The end of those that have their cells together with the one from which they begin. */
static size_t end_of_together(const struct entries *entries, const struct sorted *order, size_t from)
{
	const struct entry *first = in_order(entries, order, from);
	size_t to = from + 1;

	if (!entries->keys->n && applied_has_one_variant(&entries->run->applied))
		return entries->n;
	for (; to < entries->n; to++) {
		const struct entry *next = in_order(entries, order, to);

		if (next->joined->variant != first->joined->variant || !entry_has_keys_of(first, next))
			break;
	}
	return to;
}

/* The slots of entries that have their cells together, which are those of the indicator before if it had them
 * together, too.  NULL: no memory. */
static uint32_t *slots_of(const struct entries *entries, const struct sorted *order, size_t from, size_t to)
{
	const struct kept_table *before = in_order(entries, order, from)->table;
	uint32_t n_parts = entries->run->n_parts;

	if (before && before == in_order(entries, order, to - 1)->table && before->n_groups == to - from)
		return before->slots;
	uint32_t *slots = arena_room(&entries->results->arena, (to - from) * n_parts, sizeof *slots);
	for (size_t i = from; i < to && slots; i++)
		memcpy(slots + (i - from) * n_parts, in_order(entries, order, i)->joined->slots,
		       n_parts * sizeof *slots);
	return slots;
}

/* Finds where the cells of each entry are kept: as they come in the results, unless variants alternate. */
static int place_kept(const struct entries *entries, const struct sorted *order, size_t kept)
{
	struct arena *arena = &entries->results->arena;

	for (size_t from = 0, to; from < entries->n; from = to) {
		struct variant *variant = in_order(entries, order, from)->joined->variant;
		struct kept_table *table = arena_room(arena, 1, sizeof *table);

		to = end_of_together(entries, order, from);
		if (!table)
			return CHISO_ENOMEM;
		*table = (struct kept_table){
			.run = entries->run,
			.set = entries->set,
			.variant = variant,
			.slots = slots_of(entries, order, from, to),
			.sums = arena_room(arena, (to - from) * variant->n_kept_sums, sizeof *table->sums),
			.kept = kept,
			.n_groups = (uint32_t)(to - from)};
		if (!table->sums || !table->slots)
			return CHISO_ENOMEM;
		for (size_t i = from; i < to; i++) {
			struct entry *entry = in_order(entries, order, i);

			entry->table = table;
			entry->beside = (uint32_t)(i - from);
		}
		kept += (to - from) * variant->n_kept;
	}
	return CHISO_OK;
}

/* Makes the entries of all groups, each at its place where next (may be NULL) says it, see place_units(). */
static int make_entries(struct entries *entries, size_t *next)
{
	const struct join *join = &entries->join;
	const struct entry *before = NULL;

	for (size_t i = 0; i < join->n; i++) {
		const struct joined *joined = &join->list[i];
		struct entry *entry = &entries->list[next ? next[rank_of(joined, entries->rank)]++ : i];

		*entry = (struct entry){.joined = joined,
		                        .of = entries,
		                        .label = period_label(entries->results, joined, before)};
		if (!entry->label || fill_entry(entries, entry))
			return CHISO_ENOMEM;
		before = entry;
	}
	return CHISO_OK;
}

/* order: that of the results; NULL: it is that of the list. */
static int compute_cells(struct entries *entries, const struct sorted *order)
{
	int counts_units = entries->run->applied.spec->counts_units;
	size_t before = entries->results->cells.n_kept;
	int status = append_cells(entries->results, entries);

	if (!status)
		status = place_kept(entries, order, before);
	if (!status)
		status = compute_all(entries, entries->results->cells.n_kept - before);
	/* What there is to know of sums that are no numbers. */
	if (status == FIGURES_NEED_SLOTS)
		status = aggregate_make_slots(entries->run->parts)
		                 ? CHISO_ENOMEM
		                 : compute_all(entries, entries->results->cells.n_kept - before);
	if (!status && order)
		status = put_in_order(entries, order);
	if (!status && (counts_units || entries->has_standards))
		mark_breaks(entries->list, entries->n, counts_units);
	return status;
}

static int list_entries(struct entries *entries)
{
	const struct join *join = &entries->join;
	int has_keys = entries->keys->n > 0, status = CHISO_OK;
	struct sorted *order = NULL;
	size_t *next = has_keys ? NULL : place_units(entries);

	entries->n = join->n;
	entries->list = new_list(entries->n);
	if (!entries->list || (!has_keys && !next))
		status = CHISO_ENOMEM;
	if (!status)
		status = make_entries(entries, next);
	free(next);
	if (!status && has_keys) {
		order = order_by_keys(entries);
		status = order ? CHISO_OK : CHISO_ENOMEM;
	}
	if (!status)
		status = compute_cells(entries, order);
	free(order);
	return status;
}

static void open(struct entries *entries, struct indicator_run *run, size_t set, const int *rank)
{
	entries->run = run;
	entries->set = set;
	entries->keys = &run->applied.spec->by[set];
	entries->rank = rank;
	entries->is_sample = estimate_is_sample(run, set);
	entries->has_standards = 0;
}

int entries_make(struct entries *entries, struct chiso_results *results, struct indicator_run *run,
                 size_t set, const int *rank)
{
	*entries = (struct entries){.results = results};
	open(entries, run, set, rank);
	int status = join_make(&entries->join, results, run, set);

	return status ? status : list_entries(entries);
}

int entries_take(struct entries *entries, struct indicator_run *run, const int *rank, int are_same)
{
	open(entries, run, entries->set, rank);
	entries->are_taken = 1;
	entries->are_same = are_same;
	join_take(&entries->join, run, entries->set);
	for (size_t i = 0; i < entries->n && !are_same; i++) {
		struct entry *entry = &entries->list[i];

		entry->standard = NULL;
		entry->is_break = entry->is_mixed = 0;
		if (fill_entry(entries, entry))
			return CHISO_ENOMEM;
	}
	return compute_cells(entries, NULL);
}

const struct entry *entries_find_total(const struct entries *total, const struct entry *part)
{
	const struct entry key = {.joined = part->joined, .of = total};

	return total->n ? bsearch(&key, total->list, total->n, sizeof key, compare_entries) : NULL;
}

void entries_clear(struct entries *entries)
{
	join_clear(&entries->join);
	free_list(entries->list, entries->n);
}
