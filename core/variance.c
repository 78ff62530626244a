/* SPDX-License-Identifier: MIT */
#include "variance.h"

#include "sum.h"

#include <chiso/plugin.h>

#include <math.h>

/* Exact sums in the making; each slot is one. */
struct work {
	struct sums sums;
	size_t n;
	int status;
};

enum { TOTAL }; /* the slot of the variance itself */

static size_t begin(struct work *work)
{
	if (!work->status)
		work->status = sums_reserve(&work->sums, work->n + 1);
	return work->n++;
}

static void add(struct work *work, size_t slot, double x)
{
	if (!work->status)
		work->status = sums_add(&work->sums, slot, &x);
}

static double value(const struct work *work, size_t slot)
{
	return work->status ? 0 : sums_value(&work->sums, slot, 0);
}

/* n / (n - 1) times the squares around the mean; n_there of the n have a z that need not be 0. */
static double spread_of(struct work *work, const struct cluster_total *list, size_t n_there,
                        struct stage stage, enum lonely lonely)
{
	size_t sum = begin(work), squares = begin(work);
	double mean = 0;

	if (stage.n == 1 && lonely != LONELY_ADJUST)
		return 0;
	for (size_t i = 0; i < n_there; i++)
		add(work, sum, list[i].z);
	if (stage.n > 1)
		mean = value(work, sum) / stage.n;
	for (size_t i = 0; i < n_there; i++)
		add(work, squares, (list[i].z - mean) * (list[i].z - mean));
	add(work, squares, (double)(stage.n - n_there) * mean * mean);
	return value(work, squares) * (stage.n > 1 ? stage.n / (stage.n - 1.0) : 1);
}

/* Adds what the SSUs of a PSU differ. */
static void add_second(struct work *work, const struct sample *sample,
                       const struct cluster_total *list, size_t n)
{
	struct stage psu = sample->psus[list->psu];
	double drawn = 1 - sample->strata[list->stratum].unsampled;

	if (psu.unsampled > 0 && drawn > 0)
		add(work, TOTAL,
		    drawn * psu.unsampled * spread_of(work, list, n, psu, sample->lonely));
}

/* Makes PSUs of the SSUs of a stratum, in their place; returns how many. */
static size_t join_psus(struct work *work, const struct sample *sample, struct cluster_total *list,
                        size_t n)
{
	size_t n_psus = 0;

	for (size_t from = 0, to; from < n; from = to) {
		size_t sum = begin(work);

		for (to = from; to < n && list[to].psu == list[from].psu; to++)
			add(work, sum, list[to].z);
		add_second(work, sample, list + from, to - from);
		list[n_psus] = list[from];
		list[n_psus++].z = value(work, sum);
	}
	return n_psus;
}

int variance_linear(double *out, const struct sample *sample, const struct cluster_total *clusters,
                    size_t n)
{
	struct work work = {.status = CHISO_OK};
	struct arena arena = {0};
	struct cluster_total *list = arena_new(&arena, n, sizeof *list);

	sums_init(&work.sums, 1);
	begin(&work);
	if (!list)
		work.status = CHISO_ENOMEM;
	for (size_t i = 0; i < n && list; i++)
		list[i] = clusters[i];
	for (size_t from = 0, to; from < n && !work.status; from = to) {
		struct stage stratum = sample->strata[clusters[from].stratum];

		for (to = from; to < n && clusters[to].stratum == clusters[from].stratum;)
			to++;
		size_t n_psus = to - from;
		if (sample->psus)
			n_psus = join_psus(&work, sample, list + from, n_psus);
		if (stratum.unsampled > 0)
			add(&work, TOTAL,
			    stratum.unsampled * spread_of(&work, list + from, n_psus, stratum,
			                                  sample->lonely));
	}
	*out = value(&work, TOTAL);
	if (!work.status && !isfinite(*out))
		work.status = CHISO_EDATA;
	sums_clear(&work.sums);
	arena_clear(&arena);
	return work.status;
}

int variance_is_known(const struct sample *sample)
{
	for (uint32_t i = 0; i < sample->n_strata; i++) {
		struct stage stage = sample->strata[i];

		if (stage.n > 1 || (stage.n == 1 && (stage.unsampled <= 0 ||
		                                     sample->lonely == LONELY_ADJUST ||
		                                     sample->lonely == LONELY_CERTAINTY)))
			return 1;
	}
	return 0;
}
