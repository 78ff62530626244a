/* SPDX-License-Identifier: MIT */
#include "number/variance.h"

#include "sum/sum.h"

#include <chiso/plugin.h>

#include <math.h>

/* An exact sum in the making: hi + lo as long as these can take what is added, as add_quickly() in sum_add.c
 * explains, and then a slot of a table.  Mostly there are few clusters, and no table. */
struct total {
	double hi, lo;
	size_t at; /* 1 + the slot; 0: none */
};

struct work {
	struct sums sums;
	size_t n;
	struct total all;
	int status;
};

static int add_with_care(struct work *work, struct total *total, double x)
{
	if (!total->at) {
		if (!work->n)
			sums_init(&work->sums, 1);
		if (sums_reserve(&work->sums, work->n + 1))
			return CHISO_ENOMEM;
		total->at = ++work->n;
		int status = sums_add(&work->sums, total->at - 1, &total->hi);
		if (!status)
			status = sums_add(&work->sums, total->at - 1, &total->lo);
		if (status)
			return status;
	}
	return sums_add(&work->sums, total->at - 1, &x);
}

static void add(struct work *work, struct total *total, double x)
{
	double e, t = sums_two_sum(total->hi, x, &e), m = total->lo + e;

	if (!total->at && m - total->lo == e && m - e == total->lo) {
		total->hi = t;
		total->lo = m;
	} else if (!work->status) {
		work->status = add_with_care(work, total, x);
	}
}

/* Adds z of clusters, or the squares of how far they are from a mean: what hi and lo alone can take, as add(). */
__attribute__((always_inline)) static inline void add_all(struct work *work, struct total *total,
                                                          const struct cluster_total *list, size_t n, double mean,
                                                          int are_squared)
{
	struct total all = *total;
	size_t i = 0;

	for (; i < n && !all.at; i++) {
		double x = are_squared ? (list[i].z - mean) * (list[i].z - mean) : list[i].z;
		double e, t = sums_two_sum(all.hi, x, &e), m = all.lo + e;

		if (m - all.lo != e || m - e != all.lo)
			break;
		all.hi = t;
		all.lo = m;
	}
	*total = all;
	for (; i < n; i++)
		add(work, total, are_squared ? (list[i].z - mean) * (list[i].z - mean) : list[i].z);
}

/* Adds a number as often as is said: to the last bit what adding it so often comes to, so that who is there with
 * nothing to add is counted as who is not there. */
static void add_times(struct work *work, struct total *total, double x, double times)
{
	double product = x * times;

	add(work, total, product);
	add(work, total, fma(x, times, -product));
}

static double value(const struct work *work, const struct total *total)
{
	if (work->status)
		return 0;
	return total->at ? sums_value(&work->sums, total->at - 1, 0) : total->hi + total->lo;
}

/* n / (n - 1) times the squares around the mean; n_there of the n have a z that need not be 0. */
static double spread_of(struct work *work, const struct cluster_total *list, size_t n_there,
                        struct stage stage, enum lonely lonely)
{
	struct total sum = {0}, squares = {0};
	double mean = 0;

	if (stage.n == 1 && lonely != LONELY_ADJUST)
		return 0;
	add_all(work, &sum, list, n_there, 0, 0);
	if (stage.n > 1)
		mean = value(work, &sum) / stage.n;
	add_all(work, &squares, list, n_there, mean, 1);
	if (n_there < stage.n)
		add_times(work, &squares, mean * mean, (double)(stage.n - n_there));
	return value(work, &squares) * (stage.n > 1 ? stage.n / (stage.n - 1.0) : 1);
}

/* Adds what the SSUs of a PSU differ. */
static void add_second(struct work *work, const struct sample *sample,
                       const struct cluster_total *list, size_t n)
{
	struct stage psu = sample->psus[list->psu];
	double drawn = 1 - sample->strata[list->stratum].unsampled;

	if (psu.unsampled > 0 && drawn > 0)
		add(work, &work->all,
		    drawn * psu.unsampled * spread_of(work, list, n, psu, sample->lonely));
}

/* Makes PSUs of the SSUs of a stratum, in their place; returns how many. */
static size_t join_psus(struct work *work, const struct sample *sample, struct cluster_total *list,
                        size_t n)
{
	size_t n_psus = 0;

	for (size_t from = 0, to; from < n; from = to) {
		struct total sum = {0};

		for (to = from; to < n && list[to].psu == list[from].psu; to++)
			add(work, &sum, list[to].z);
		add_second(work, sample, list + from, to - from);
		list[n_psus] = list[from];
		list[n_psus++].z = value(work, &sum);
	}
	return n_psus;
}

/* list: the clusters once more, to make PSUs of, if there are two stages; else NULL. */
static void add_strata(struct work *work, const struct sample *sample, const struct cluster_total *clusters,
                       struct cluster_total *list, size_t n)
{
	for (size_t from = 0, to; from < n && !work->status; from = to) {
		struct stage stratum = sample->strata[clusters[from].stratum];

		for (to = from; to < n && clusters[to].stratum == clusters[from].stratum;)
			to++;
		size_t n_psus = to - from;
		if (sample->psus)
			n_psus = join_psus(work, sample, list + from, n_psus);
		if (stratum.unsampled > 0)
			add(work, &work->all,
			    stratum.unsampled * spread_of(work, (list ? list : clusters) + from, n_psus,
			                                  stratum, sample->lonely));
	}
}

int variance_linear(double *out, const struct sample *sample, const struct cluster_total *clusters,
                    size_t n)
{
	struct work work = {.status = CHISO_OK};
	struct arena arena = {0};
	struct cluster_total *list = sample->psus ? arena_new(&arena, n, sizeof *list) : NULL;

	if (sample->psus && !list)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n && list; i++)
		list[i] = clusters[i];
	add_strata(&work, sample, clusters, list, n);
	*out = value(&work, &work.all);
	if (!work.status && !isfinite(*out))
		work.status = CHISO_EDATA;
	if (work.n)
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
