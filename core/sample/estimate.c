/* SPDX-License-Identifier: MIT */
#include "sample/estimate.h"

#include "base/cpu.h"
#include "number/student.h"
#include "sample/deff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct chiso_value none(uint32_t reason)
{
	return (struct chiso_value){.reason = reason};
}

static struct chiso_value number(double x)
{
	return isfinite(x) ? (struct chiso_value){.type = CHISO_F64, .as.f64 = x == 0 ? 0 : x}
	                   : none(CHISO_REASON_OUT_OF_DOMAIN);
}

/* ---- the clusters of a slot ---- */

struct placed {
	struct cluster_total cluster;
	uint32_t entry;
};

static int compare(const void *x, const void *y)
{
	const struct cluster_total *a = &((const struct placed *)x)->cluster,
				   *b = &((const struct placed *)y)->cluster;

	if (a->stratum != b->stratum)
		return a->stratum < b->stratum ? -1 : 1;
	return (a->psu > b->psu) - (a->psu < b->psu);
}

/* Puts clusters in the order of strata, in time that grows with both.  CHISO_ENOMEM. */
static int sort_by_strata(struct estimate *e, struct placed *placed)
{
	uint32_t n_strata = e->frame->sample.n_strata, *next = arena_new(&e->arena, n_strata + (size_t)1, sizeof *next);
	struct placed *before = arena_room(&e->arena, e->n, sizeof *before);

	if (!next || !before)
		return CHISO_ENOMEM;
	memcpy(before, placed, e->n * sizeof *before);
	for (size_t i = 0; i < e->n; i++)
		next[before[i].cluster.stratum + 1]++;
	for (uint32_t i = 0; i < n_strata; i++)
		next[i + 1] += next[i];
	for (size_t i = 0; i < e->n; i++)
		placed[next[before[i].cluster.stratum]++] = before[i];
	return CHISO_OK;
}

/* The order of PSUs in their stratum matters only where they have parts, or are left out in turn. */
static int sort(struct estimate *e, struct placed *placed)
{
	const struct sample *sample = &e->frame->sample;

	if (!sample->psus && !e->set->spread->is_jackknifed && sample->n_strata <= e->n)
		return sort_by_strata(e, placed);
	if (e->n > 1)
		qsort(placed, e->n, sizeof *placed, compare);
	return CHISO_OK;
}

static int gather(struct estimate *e)
{
	const struct spread *spread = e->set->spread;
	const struct design *design = reader_design(e->aggregate->reader);

	for (uint32_t i = spread_first(spread, e->slot); i != NO_SLOT; i = spread_next(spread, i))
		e->n++;
	struct placed *placed = arena_new(&e->arena, e->n, sizeof *placed);
	e->clusters = arena_new(&e->arena, e->n, sizeof *e->clusters);
	e->entries = arena_new(&e->arena, e->n, sizeof *e->entries);
	if (!placed || !e->clusters || !e->entries)
		return CHISO_ENOMEM;
	size_t n = 0;
	for (uint32_t i = spread_first(spread, e->slot); i != NO_SLOT; i = spread_next(spread, i)) {
		struct cluster_total *cluster = &placed[n].cluster;

		placed[n++].entry = i;
		cluster->psu = design_psu(design, groups_key(&spread->entries, i)[1],
		                          &cluster->stratum);
	}
	if (sort(e, placed))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		e->clusters[i] = placed[i].cluster;
		e->entries[i] = placed[i].entry;
	}
	return CHISO_OK;
}

/* ---- what they add ---- */

static uint8_t source_of(const struct estimate *e, uint32_t term)
{
	return chiso_term_at(e->aggregate->use, e->variant->terms[term].row)->source;
}

/* So many numbers are at hand, unless that is too few for one output; so many clusters ahead what they add is asked
 * for: those of large groups lie scattered. */
enum { AT_HAND = 1 << 18, LEAST_TERMS = 2, AHEAD = 8 };

/* Makes room for what clusters add to as many terms as are at hand together. */
static int open_values(struct estimate *e)
{
	uint32_t n_terms = e->variant->call.n_terms;
	size_t most = e->n ? AT_HAND / e->n : 0;

	most = most < LEAST_TERMS ? LEAST_TERMS : most;
	e->most_terms = most < n_terms ? (uint32_t)most : n_terms;
	e->values = arena_new(&e->arena, n_terms, sizeof *e->values);
	e->terms = arena_new(&e->arena, n_terms, sizeof *e->terms);
	e->at = arena_new(&e->arena, n_terms, sizeof *e->at);
	e->room = arena_room(&e->arena, e->n * e->most_terms, sizeof *e->room);
	return e->values && e->terms && e->at && e->room ? CHISO_OK : CHISO_ENOMEM;
}

/* Lists a term, unless it is one of another source: then they add nothing.  0: there is no room. */
static int list_term(struct estimate *e, uint32_t term)
{
	if (e->values[term] || source_of(e, term) != e->aggregate->source)
		return 1;
	if (e->n_terms == e->most_terms)
		return 0;
	e->values[term] = e->room + e->n_terms * e->n;
	e->terms[e->n_terms++] = term;
	return 1;
}

/* Lists the terms of cells from one on, as many as there is room for. */
static void list_terms(struct estimate *e, uint32_t from)
{
	const struct variant *variant = e->variant;
	int is_room = 1;

	for (uint32_t k = 0; k < e->n_terms; k++)
		e->values[e->terms[k]] = NULL;
	e->n_terms = 0;
	for (uint32_t i = from; i < variant->call.n_cells && is_room; i++) {
		struct quotient q = variant->quotients[i];

		if (variant->kept[i] != NOT_GIVEN && !q.is_computed)
			is_room = list_term(e, q.numerator) && (q.is_total || list_term(e, q.denominator));
	}
}

/* Whether what clusters add to a term is at hand, as far as they add something. */
static int is_at_hand(const struct estimate *e, uint32_t term)
{
	return e->values[term] || source_of(e, term) != e->aggregate->source;
}

/* Takes what clusters add to the terms that are listed: those of a cluster stand together in its sums, and outputs go
 * through one term of all clusters, so they are turned around once. */
static void turn_around(struct estimate *e)
{
	const struct spread *spread = e->set->spread;
	const struct sums sums = *spread_sums(spread); /* which nothing that is written is a part of */
	const size_t lanes = sums_lanes(&sums), n = e->n, n_terms = e->n_terms, *at = e->at;
	double *room = e->room;

	for (size_t k = 0; k < n_terms; k++)
		e->at[k] = sums_place(&sums, e->terms[k]);
	for (size_t i = 0; i < n; i++) {
		uint32_t slot = spread_row(spread, e->entries[i]);
		const double *row = sums_row(&sums, slot);

		if (i + AHEAD < n)
			cpu_ask_for(sums_row(&sums, spread_row(spread, e->entries[i + AHEAD])));
		for (size_t k = 0; k < n_terms && !sums.wide; k++)
			room[k * n + i] = at[k] == SIZE_MAX ? 0 : row[at[k]] + row[at[k] + lanes];
		for (size_t k = 0; k < n_terms && sums.wide; k++)
			room[k * n + i] = sums_value(&sums, slot, e->terms[k]);
	}
}

/* Takes what clusters add to the terms of a cell and of those behind it. */
static void take_values(struct estimate *e, uint32_t cell, struct quotient q)
{
	if (is_at_hand(e, q.numerator) && (q.is_total || is_at_hand(e, q.denominator)))
		return;
	list_terms(e, cell);
	turn_around(e);
}

static struct frame *find_frame(struct estimate *e)
{
	const struct spread_time *time = spread_time(e->set->spread, e->slot);
	size_t n = time ? time->periods.n : 0;
	struct design *design = reader_design(e->aggregate->reader);
	uint32_t own = groups_key(&e->set->groups, e->slot)[1];
	uint32_t *list = arena_new(&e->arena, n, sizeof *list);

	for (size_t i = 0; list && i < n; i++)
		list[i] = (uint32_t)time->periods.ids[i];
	if (!list)
		return NULL;
	return n ? design_frame(design, list, n) : design_frame(design, &own, 1);
}

/* The quantile for the intervals; 0: it is not known.  Many groups ask for the same one. */
static double find_t(struct frame *frame, double confidence)
{
	uint32_t df = frame->n_psu - frame->n_strata;

	if (df && frame->confidence != confidence) {
		frame->t = student_quantile(confidence, df);
		frame->confidence = confidence;
	}
	return frame->t;
}

/* What a group has in common with others; set NULL: there is no sample of which anything is known. */
static int find_common(struct estimate *e, const struct group_slots *group, uint32_t part)
{
	struct aggregate *aggregate = &group->run->parts[part];
	const struct key_set *set = &aggregate->sets[group->set];
	const struct slot *slot = group_slot(group, part);

	*e = (struct estimate){.aggregate = aggregate,
	                       .variant = group->variant,
	                       .slot = group->slots[part]};
	if (!set->spread || !slot || slot->is_incomplete || slot->is_mixed)
		return CHISO_OK;
	e->set = set;
	e->frame = find_frame(e);
	if (!e->frame)
		return CHISO_ENOMEM;
	e->t = find_t(e->frame, aggregate->spec->confidence);
	return CHISO_OK;
}

static int begin(struct estimate *e, const struct group_slots *group, uint32_t part,
                 const struct chiso_cell *cells)
{
	if (find_common(e, group, part))
		return CHISO_ENOMEM;
	if (!e->set)
		return CHISO_OK;
	e->variances = arena_new(&e->arena, group->variant->call.n_cells, sizeof *e->variances);
	if (!e->variances || gather(e) || open_values(e))
		return CHISO_ENOMEM;
	return e->set->spread->is_jackknifed ? jackknife(e, cells) : CHISO_OK;
}

/* ---- one output ---- */

static int linearise(struct estimate *e, uint32_t place, struct quotient q, const struct chiso_cell *cell,
                     struct chiso_value *out)
{
	double scale = q.times, ratio = 0, variance;

	take_values(e, place, q);
	const double *above = e->values[q.numerator], *below = q.is_total ? NULL : e->values[q.denominator];
	if (!q.is_total) {
		ratio = cell->numerator.as.f64 / cell->denominator.as.f64;
		scale = q.times / cell->denominator.as.f64;
	}
	for (size_t i = 0; i < e->n; i++) {
		double z = above ? above[i] : 0;

		if (!q.is_total)
			z -= ratio * (below ? below[i] : 0);
		e->clusters[i].z = scale * z;
	}
	int status = variance_linear(&variance, &e->frame->sample, e->clusters, e->n);
	*out = status ? none(CHISO_REASON_OUT_OF_DOMAIN) : number(variance);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

/* The limits of a share on the scale of its logit, on which it is not cut off at 0 and 1. */
static void logit_limits(const struct estimate *e, struct chiso_cell *cell, double times)
{
	double share = cell->value.as.f64 / times, se = cell->se.as.f64 / fabs(times);

	cell->ci_low = cell->ci_high = none(CHISO_REASON_OUT_OF_DOMAIN);
	if (!(share > 0 && share < 1))
		return;
	double middle = log(share / (1 - share)), half = e->t * se / (share * (1 - share));
	double one = times / (1 + exp(half - middle)), other = times / (1 + exp(-half - middle));
	cell->ci_low = number(one < other ? one : other);
	cell->ci_high = number(one < other ? other : one);
}

static void take_limits(const struct estimate *e, struct quotient q, struct chiso_cell *cell)
{
	cell->ci_low = cell->ci_high =
		none(e->t > 0 ? CHISO_REASON_NOT_APPLICABLE : CHISO_REASON_TOO_FEW);
	if (!(e->t > 0))
		return;
	if (!e->aggregate->spec->is_logit) {
		cell->ci_low = number(cell->value.as.f64 - e->t * cell->se.as.f64);
		cell->ci_high = number(cell->value.as.f64 + e->t * cell->se.as.f64);
	} else if (q.is_computed || !q.is_total) {
		logit_limits(e, cell, q.is_computed ? 1 : q.times);
	}
}

static int find_variance(struct estimate *e, uint32_t i, struct quotient q,
                         const struct chiso_cell *cell, struct chiso_value *out)
{
	uint32_t row = e->variant->cells[i].row;

	if (e->frame->is_mixed)
		*out = none(CHISO_REASON_NOT_COMPARABLE);
	else if (!variance_is_known(&e->frame->sample))
		*out = none(CHISO_REASON_TOO_FEW);
	else if (!q.is_computed)
		return linearise(e, i, q, cell, out);
	else if (e->set->spread->is_jackknifed &&
	         chiso_output_at(e->aggregate->use, row)->field.flags & CHISO_SMOOTH)
		*out = e->variances[i];
	else
		*out = none(CHISO_REASON_NOT_APPLICABLE);
	return CHISO_OK;
}

static struct chiso_value find_deff(const struct estimate *e, struct quotient q, double variance)
{
	uint8_t source = e->aggregate->source;

	if (q.is_computed || source_of(e, q.numerator) != source ||
	    (!q.is_total && source_of(e, q.denominator) != source))
		return none(CHISO_REASON_NOT_APPLICABLE);
	return deff_of(e->aggregate, e->set, e->slot, q, variance);
}

static int fill(struct estimate *e, uint32_t i, struct quotient q, struct chiso_cell *cell)
{
	struct chiso_value variance;

	cell->n_psu = e->frame->n_psu;
	cell->n_strata = e->frame->n_strata;
	cell->df = e->frame->n_psu - e->frame->n_strata;
	if (find_variance(e, i, q, cell, &variance))
		return CHISO_ENOMEM;
	cell->se = cell->ci_low = cell->ci_high = cell->deff = none(variance.reason);
	if (variance.type != CHISO_F64)
		return CHISO_OK;
	cell->se = number(sqrt(variance.as.f64));
	take_limits(e, q, cell);
	cell->deff = find_deff(e, q, variance.as.f64);
	return CHISO_OK;
}

/* The one sample that a cell is made of; NULL: none, or several. */
static struct estimate *sample_of(struct estimate *list, uint32_t n, struct quotient q)
{
	struct estimate *found = NULL;
	uint32_t n_found = 0;

	for (uint32_t i = 0; i < n; i++) {
		int is_in = q.is_computed || source_of(&list[i], q.numerator) == i ||
		            (!q.is_total && source_of(&list[i], q.denominator) == i);

		if (!is_in || !list[i].set)
			continue;
		found = &list[i];
		n_found++;
	}
	return n_found == 1 ? found : NULL;
}

int estimate_is_sample(const struct indicator_run *run, size_t set)
{
	for (uint32_t i = 0; i < run->n_parts; i++)
		if (run->parts[i].sets[set].spread)
			return 1;
	return 0;
}

int estimate_prepare(const struct group_slots *group)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < group->run->n_parts && !status; i++) {
		struct estimate e;

		status = find_common(&e, group, i);
		arena_clear(&e.arena);
	}
	return status;
}

int estimate_group(const struct group_slots *group, struct chiso_cell *cells)
{
	struct estimate list[MAX_SOURCES] = {{0}};
	uint32_t n = group->run->n_parts;
	int status = CHISO_OK;

	for (uint32_t i = 0; i < n && !status; i++)
		status = begin(&list[i], group, i, cells);
	for (uint32_t i = 0; i < group->variant->call.n_cells && !status; i++) {
		struct chiso_cell *cell = &cells[i];
		struct quotient q = group->variant->quotients[i];
		struct estimate *e = sample_of(list, n, q);
		int is_there = cell->value.type == CHISO_F64;

		cell->confidence = group->run->applied.spec->confidence;
		cell->se = none(is_there ? CHISO_REASON_NOT_APPLICABLE : cell->value.reason);
		cell->ci_low = cell->ci_high = cell->deff = cell->se;
		if (is_there && e)
			status = fill(e, i, q, cell);
	}
	for (uint32_t i = 0; i < n; i++)
		arena_clear(&list[i].arena);
	return status;
}
