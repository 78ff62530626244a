/* SPDX-License-Identifier: MIT */
/* The jackknife in strata (JKn; Wolter, Introduction to Variance Estimation, 2007, 4.5): each PSU
 * is left out in turn, the others of its stratum stand for it, and the squares of what that changes
 * are added up, around the value of the whole sample:
 *
 *     V = sum over strata of (1 - n/N) (n - 1) / n sum over PSUs of (value without it - value)^2
 *
 * PSUs without a record of the slot change all the same, one like the other.  Only the first
 * stage counts: in two stages PSUs are taken as if drawn with replacement, which errs to the safe
 * side. */
#include "sample/estimate.h"

#include "base/context.h"

#include <math.h>

/* What is left of the sample. */
struct replicate {
	double *sum;
	uint32_t *axis_n;
	uint64_t n_used, n_seen;
	char *state; /* NULL: there is none */
	struct chiso_value *values;
};

struct work {
	struct estimate *e;
	const struct chiso_cell *cells; /* of the whole sample */
	uint32_t n_terms, n_cells;
	struct sums parts; /* of the stratum in slot 0, then of its PSUs */
	struct sums squares;
	struct chiso_value *failed; /* per output: why there is no variance; reason 0: there is */
	struct replicate replicate;
};

/* The clusters of one stratum, or of one PSU in it. */
struct range {
	size_t from, to;
};

static struct range stratum_at(const struct estimate *e, size_t from)
{
	struct range range = {from, from};

	while (range.to < e->n && e->clusters[range.to].stratum == e->clusters[from].stratum)
		range.to++;
	return range;
}

static struct range psu_at(const struct estimate *e, size_t from, size_t end)
{
	struct range range = {from, from};

	while (range.to < end && e->clusters[range.to].psu == e->clusters[from].psu)
		range.to++;
	return range;
}

/* ---- replicates ---- */

/* Adds the states of clusters, as if there were `factor` times as many. */
static int merge_states(struct work *work, size_t from, size_t to, double factor)
{
	struct aggregate *aggregate = work->e->aggregate;
	const struct chiso_state *state = aggregate->use->state;
	const struct spread *spread = work->e->set->spread;
	int status = CHISO_OK;

	for (size_t i = from; i < to && !status; i++)
		status = state->merge(&work->e->variant->call, work->replicate.state,
		                      spread->states +
					      work->e->entries[i] * (size_t)state->state_size,
		                      factor);
	return status ? CHISO_ENOMEM : CHISO_OK;
}

/* The state without one range, a part of another one, the rest of which counts `inside` times and
 * all others `outside` times. */
static int fill_state(struct work *work, struct range stratum, struct range out, double inside,
                      double outside)
{
	const size_t n = work->e->n;

	if (!work->replicate.state)
		return CHISO_OK;
	work->e->aggregate->use->state->clear(&work->e->variant->call, work->replicate.state);
	if (merge_states(work, 0, stratum.from, outside) ||
	    merge_states(work, stratum.from, out.from, inside) ||
	    merge_states(work, out.to, stratum.to, inside) ||
	    merge_states(work, stratum.to, n, outside))
		return CHISO_ENOMEM;
	return CHISO_OK;
}

static void fill_counts(struct work *work, struct range out)
{
	const struct estimate *e = work->e;
	const struct slot *slot = &e->set->slots[e->slot];

	work->replicate.n_used = slot->n_used;
	work->replicate.n_seen = slot->n_seen;
	for (size_t i = out.from; i < out.to; i++) {
		work->replicate.n_used -= e->set->spread->counts[e->entries[i]].n_used;
		work->replicate.n_seen -= e->set->spread->counts[e->entries[i]].n_seen;
	}
}

/* Evaluates the replicate and adds the squares of what it changes, `times` times. */
static int add_squares(struct work *work, double times)
{
	struct aggregate *aggregate = work->e->aggregate;
	struct replicate *r = &work->replicate;
	const struct chiso_sums sums = {.size = sizeof sums,
	                                .sum = r->sum,
	                                .axis_n = r->axis_n,
	                                .n_used = r->n_used,
	                                .n_seen = r->n_seen};

	for (uint32_t i = 0; i < work->n_cells; i++)
		r->values[i] = (struct chiso_value){0};
	int status = aggregate->use->evaluate(&work->e->variant->call, &sums, r->state, r->values);
	if (status == CHISO_ENOMEM)
		return status;
	for (uint32_t i = 0; i < work->n_cells; i++) {
		double change = r->values[i].as.f64 - work->cells[i].value.as.f64;

		if (status)
			work->failed[i].reason = CHISO_REASON_FAILED;
		else if (work->cells[i].value.type != CHISO_F64 || work->failed[i].reason)
			continue;
		else if (r->values[i].type != CHISO_F64)
			work->failed[i].reason = CHISO_REASON_TOO_FEW;
		else if (!isfinite(change * change * times))
			work->failed[i].reason = CHISO_REASON_OUT_OF_DOMAIN;
		else if (sums_add_one(&work->squares, 0, i, change * change * times))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- strata ---- */

static double total(const struct work *work, uint32_t term)
{
	return sums_value(&work->e->set->sums, work->e->slot, term);
}

/* Sums of the clusters in a range, into a slot of the parts. */
static int sum_range(struct work *work, struct range range, size_t slot)
{
	const struct estimate *e = work->e;
	int status = sums_reserve(&work->parts, slot + 1);

	for (size_t i = range.from; i < range.to && !status; i++)
		status = sums_merge(&work->parts, slot, spread_sums(e->set->spread),
		                    spread_row(e->set->spread, e->entries[i]));
	return status;
}

static int leave_out(struct work *work, struct range stratum, struct range psu, size_t slot,
                     double inside, double times)
{
	for (uint32_t t = 0; t < work->n_terms; t++) {
		double own = sums_value(&work->parts, 0, t);

		work->replicate.sum[t] = total(work, t) - own +
		                         (own - sums_value(&work->parts, slot, t)) * inside;
	}
	fill_counts(work, psu);
	if (fill_state(work, stratum, psu, inside, 1))
		return CHISO_ENOMEM;
	return add_squares(work, times);
}

static int add_stratum(struct work *work, struct range stratum, struct stage stage)
{
	double n = stage.n, inside = n / (n - 1);
	double times = (work->e->frame->sample.psus ? 1 : stage.unsampled) * (n - 1) / n;
	size_t there = 0;
	int status = CHISO_OK;

	sums_clear(&work->parts);
	sums_init(&work->parts, work->e->aggregate->n_terms);
	if (sum_range(work, stratum, 0))
		return CHISO_ENOMEM;
	for (size_t i = stratum.from; i < stratum.to && !status;) {
		struct range psu = psu_at(work->e, i, stratum.to);

		status = sum_range(work, psu, ++there);
		if (!status)
			status = leave_out(work, stratum, psu, there, inside, times);
		i = psu.to;
	}
	/* Those without a record: slot there + 1 is a sum of nothing. */
	if (!status && there < stage.n)
		status = sums_reserve(&work->parts, there + 2);
	if (!status && there < stage.n)
		status = leave_out(work, stratum, (struct range){stratum.to, stratum.to}, there + 1,
		                   inside, times * (n - (double)there));
	return status;
}

/* A lonely PSU that is "adjusted": the other strata stand for it.  `alike`: how many are like it. */
static int add_lonely(struct work *work, struct range stratum, uint32_t alike)
{
	double n = work->e->frame->n_strata, outside = n / (n - 1);

	if (n < 2) {
		for (uint32_t i = 0; i < work->n_cells; i++)
			work->failed[i].reason = CHISO_REASON_TOO_FEW;
		return CHISO_OK;
	}
	sums_clear(&work->parts);
	sums_init(&work->parts, work->e->aggregate->n_terms);
	if (sum_range(work, stratum, 0))
		return CHISO_ENOMEM;
	for (uint32_t t = 0; t < work->n_terms; t++)
		work->replicate.sum[t] =
			(total(work, t) - sums_value(&work->parts, 0, t)) * outside;
	fill_counts(work, stratum);
	if (fill_state(work, stratum, stratum, 1, outside))
		return CHISO_ENOMEM;
	return add_squares(work, alike * (n - 1) / n);
}

static int is_adjusted(const struct sample *sample, struct stage stage)
{
	return stage.n == 1 && stage.unsampled > 0 && sample->lonely == LONELY_ADJUST;
}

/* Strata without a record of the slot change nothing, unless others stand for them. */
static int add_strata(struct work *work)
{
	const struct sample *sample = &work->e->frame->sample;
	uint32_t n_adjusted = 0;
	int status = CHISO_OK;

	for (uint32_t i = 0; i < sample->n_strata; i++)
		n_adjusted += is_adjusted(sample, sample->strata[i]);

	for (size_t i = 0; i < work->e->n && !status;) {
		struct range stratum = stratum_at(work->e, i);
		struct stage stage = sample->strata[work->e->clusters[i].stratum];

		if (stage.n > 1 && (stage.unsampled > 0 || sample->psus))
			status = add_stratum(work, stratum, stage);
		else if (is_adjusted(sample, stage))
			status = add_lonely(work, stratum, 1);
		n_adjusted -= is_adjusted(sample, stage);
		i = stratum.to;
	}
	return status || !n_adjusted ? status
	                             : add_lonely(work, (struct range){0, 0}, n_adjusted);
}

int jackknife(struct estimate *e, const struct chiso_cell *cells)
{
	struct aggregate *aggregate = e->aggregate;
	const struct chiso_state *state = aggregate->use->state;
	struct work work = {.e = e,
	                    .cells = cells,
	                    .n_terms = e->variant->call.n_terms,
	                    .n_cells = e->variant->call.n_cells,
	                    .failed = e->variances};

	work.replicate.sum = arena_new(&e->arena, work.n_terms, sizeof *work.replicate.sum);
	work.replicate.values = arena_new(&e->arena, work.n_cells, sizeof *work.replicate.values);
	work.replicate.axis_n =
		arena_new(&e->arena, aggregate->use->n_axes, sizeof *work.replicate.axis_n);
	if (state)
		work.replicate.state = arena_new(&e->arena, 1, state->state_size);
	sums_init(&work.parts, aggregate->n_terms);
	sums_init(&work.squares, work.n_cells);
	int status = sums_reserve(&work.squares, 1);
	for (uint32_t i = 0; work.replicate.axis_n && i < aggregate->use->n_axes; i++)
		work.replicate.axis_n[i] = e->variant->axes[i].n;
	if (!work.replicate.sum || !work.replicate.values || !work.replicate.axis_n || (state && !work.replicate.state))
		status = CHISO_ENOMEM;
	if (!status)
		status = add_strata(&work);
	for (uint32_t i = 0; i < work.n_cells && !status; i++)
		if (!e->variances[i].reason)
			e->variances[i] = (struct chiso_value){
				.type = CHISO_F64,
				.as.f64 = sums_value(&work.squares, 0, i)};
	if (work.replicate.state)
		state->clear(&e->variant->call, work.replicate.state);
	sums_clear(&work.parts);
	sums_clear(&work.squares);
	return status;
}
