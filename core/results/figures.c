/* SPDX-License-Identifier: MIT */
#include "results/figures.h"

#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 64 /* groups: their sums stay near */ };

/* Groups of one table that follow each other in the list. */
struct figures {
	const struct entries *entries;
	const struct entry *list;
	size_t n;
	const double *rows[MAX_SOURCES][TOGETHER]; /* of sums */
	uint8_t is_careful[TOGETHER]; /* there is more to know of it */
	size_t n_careful;
	const double **sums; /* per sum of the variant: those of all groups */
	double *room;        /* for those that aren't kept, and the others of groups that are apart in the table */
	size_t sums_cap, room_cap;
	double values[TOGETHER];
	uint8_t why[TOGETHER]; /* there is no value */
	int has_none;          /* of some of them there isn't */
	int is_straight;       /* the groups follow each other in their table, too */
	struct cell_figure *one;
	size_t one_cap;
};

int figures_are_all(const struct entries *entries)
{
	const struct applied *applied = &entries->run->applied;
	int are_all = !entries->is_sample;

	for (uint32_t v = 0; v < applied->n_variants && are_all; v++) {
		const struct variant *variant = &applied->variants[v];

		for (uint32_t i = 0; i < variant->call.n_cells && are_all; i++)
			are_all = variant->kept[i] == NOT_GIVEN || !variant->quotients[i].is_computed;
	}
	return are_all;
}

/* ---- sums ---- */

static void be_careful(struct figures *f, size_t i)
{
	f->n_careful += !f->is_careful[i];
	f->is_careful[i] = 1;
}

/* Finds the rows of one source; groups without any get one that nobody looks at. */
static void find_rows(struct figures *f, uint32_t part)
{
	const struct key_set *set = &f->entries->run->parts[part].sets[f->entries->set];
	const struct sums *sums = &set->sums;
	size_t stride = sums_stride(sums);

	for (size_t i = 0; i < f->n; i++) {
		const struct entry *entry = &f->list[i];
		size_t slot = entry->is_plain ? entry->joined->slots[part] : 0;

		if (!entry->is_plain || sums->wide)
			be_careful(f, i);
		f->rows[part][i] = set->groups.n ? sums->table + slot * stride : NULL;
	}
}

/* The sums of a term. */
static void add_up(struct figures *f, const struct quotient_term *term, double *to)
{
	const struct entries *entries = f->entries;
	const struct sums *sums = &entries->run->parts[term->source].sets[entries->set].sums;
	size_t at = (size_t)(sums_at(sums, 0, term->number) - sums_row(sums, 0)), lanes = sums_lanes(sums);
	const double *const *rows = f->rows[term->source];
	double wild = 0;

	for (size_t i = 0; i < f->n; i++) {
		/* No sum is -0: people ask what it means. */
		double sum = rows[i][at] + rows[i][at + lanes] + 0.;

		to[i] = sum;
		wild += sum * 0;
	}
	for (size_t i = 0; i < f->n && wild != 0; i++)
		if (!isfinite(to[i]))
			be_careful(f, i);
}

/* Whether the groups follow each other in their table, too. */
static int are_in_a_row(const struct figures *f)
{
	const struct entry *last = &f->list[f->n - 1];

	if (last->beside - f->list->beside != f->n - 1)
		return 0;
	for (size_t i = 1; i < f->n; i++)
		if (f->list[i].beside != f->list->beside + i)
			return 0;
	return 1;
}

/* Adds up all sums, and keeps those that are to be kept. */
static void find_sums(struct figures *f)
{
	const struct entry *first = f->list;
	const struct kept_table *table = first->table;
	const struct variant *variant = table->variant;
	f->is_straight = are_in_a_row(f);
	for (uint32_t s = 0; s < variant->n_sums; s++) {
		double *kept = s < variant->n_kept_sums ? table->sums + (size_t)s * table->n_groups : NULL;
		double *to = kept && f->is_straight ? kept + first->beside : f->room + (size_t)s * TOGETHER;

		add_up(f, &variant->sums[s], to);
		for (size_t i = 0; i < f->n && kept && !f->is_straight; i++)
			kept[first[i].beside] = to[i];
		f->sums[s] = to;
	}
}

void figures_keep_sums(const struct entry *entry)
{
	const struct kept_table *table = entry->table;
	const struct group_slots group = entry_group(entry);
	double sum;

	for (uint32_t s = 0; s < table->variant->n_kept_sums; s++) {
		(void)group_sum(&sum, &group, table->variant->sums[s].number);
		table->sums[(size_t)s * table->n_groups + entry->beside] = sum + 0.;
	}
}

/* ---- values ---- */

/* Whether there are any but numbers. */
static int has_wild(const double *x, size_t n)
{
	double wild = 0;

	for (size_t i = 0; i < n; i++)
		wild += x[i] * 0;
	return wild != 0;
}

/* The values of an output, and why there is none; what is divided by 0 is no number. */
static void find_values(struct figures *f, const struct quotient *q)
{
	const double *above = f->sums[q->above.sum], *below = q->is_total ? NULL : f->sums[q->below.sum];

	if (below)
		number_quotients(f->values, q->times, above, below, f->n);
	for (size_t i = 0; i < f->n && !below; i++)
		f->values[i] = q->times * above[i];
	f->has_none = has_wild(f->values, f->n);
	for (size_t i = 0; i < f->n && f->has_none; i++) {
		f->why[i] = below && below[i] == 0      ? CHISO_REASON_DENOMINATOR_ZERO
		            : isfinite(f->values[i]) ? 0
		                                      : CHISO_REASON_OUT_OF_DOMAIN;
		f->values[i] = f->why[i] ? 0 : f->values[i];
	}
}

static inline void keep(struct cell *cell, double value, uint8_t why, uint8_t no_denominator)
{
	/* No value is -0. */
	*cell = (struct cell){.value = value + 0.,
	                      .no_value = why,
	                      .no_denominator = no_denominator,
	                      .bound = CHISO_EXACT};
}

static void keep_column(const struct figures *f, struct cells *cells, uint32_t at)
{
	const struct variant *variant = f->list->table->variant;
	const struct entry *list = f->list;
	const double *values = f->values;
	size_t n = f->n, step = variant->kept_lines[at].n;
	uint8_t no_denominator = variant->quotients[at].is_total ? CHISO_REASON_NOT_APPLICABLE : 0;
	size_t first = entry_kept(list, at), of_all = first - step * list->beside;
	struct cell *kept = cells->kept;

	if (f->is_straight && !f->has_none)
		for (size_t i = 0; i < n; i++)
			keep(&kept[first + step * i], values[i], 0, no_denominator);
	else
		for (size_t i = 0; i < n; i++)
			keep(&kept[of_all + step * list[i].beside], values[i], f->has_none ? f->why[i] : 0,
			     no_denominator);
}

static void compute_columns(struct figures *f)
{
	const struct variant *variant = f->list->table->variant;

	find_sums(f);
	for (uint32_t at = 0; at < variant->call.n_cells; at++) {
		const struct quotient *q = &variant->quotients[at];

		if (variant->kept[at] == NOT_GIVEN || q->is_computed)
			continue;
		find_values(f, q);
		for (struct chiso_results *r = f->entries->results; r; r = r->plain)
			keep_column(f, &r->cells, at);
	}
}

/* One group with all that is known of it. */
static int compute_carefully(struct figures *f, const struct entry *entry)
{
	const struct variant *variant = entry->table->variant;
	const struct group_slots group = entry_group(entry);

	if (WIDEN(&f->one, &f->one_cap, variant->call.n_cells))
		return CHISO_ENOMEM;
	group_quotients(&group, f->one);
	for (struct chiso_results *r = f->entries->results; r; r = r->plain)
		for (uint32_t k = 0; k < variant->call.n_cells; k++)
			if (variant->kept[k] != NOT_GIVEN && !variant->quotients[k].is_computed)
				cells_put_figure(&r->cells, entry_kept(entry, k), &f->one[k]);
	figures_keep_sums(entry);
	return CHISO_OK;
}

static int compute(struct figures *f)
{
	uint32_t n_sums = f->list->table->variant->n_sums;
	int status = CHISO_OK;

	if (!n_sums)
		return CHISO_OK;
	if (WIDEN(&f->sums, &f->sums_cap, n_sums) || WIDEN(&f->room, &f->room_cap, (size_t)n_sums * TOGETHER))
		return CHISO_ENOMEM;
	f->n_careful = 0;
	memset(f->is_careful, 0, f->n);
	for (uint32_t part = 0; part < f->entries->run->n_parts; part++)
		find_rows(f, part);
	if (f->n_careful < f->n)
		compute_columns(f);
	if (f->n_careful && f->entries->run->parts->sets[f->entries->set].is_bare)
		return FIGURES_NEED_SLOTS;
	for (size_t i = 0; i < f->n && f->n_careful && !status; i++)
		if (f->is_careful[i])
			status = compute_carefully(f, &f->list[i]);
	return status;
}

int figures_compute(const struct entries *entries, size_t from, size_t to)
{
	struct figures f = {.entries = entries};
	int status = CHISO_OK;

	for (size_t next = from; from < to && !status; from = next) {
		f.list = &entries->list[from];
		for (next = from + 1; next < to && next - from < TOGETHER; next++)
			if (entries->list[next].table != f.list->table)
				break;
		f.n = next - from;
		status = compute(&f);
	}
	free(f.sums);
	free(f.room);
	free(f.one);
	return status;
}
