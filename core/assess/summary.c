/* SPDX-License-Identifier: MIT */
#include "assess/summary.h"

#include "base/group.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

enum standing { OPEN, OFF_TRACK, ON_TRACK };

static enum standing standing_of(enum chiso_verdict verdict)
{
	switch (verdict) {
	case CHISO_TARGET_ACHIEVED:
	case CHISO_ON_TRACK:
		return ON_TRACK;
	case CHISO_ACCELERATION_NEEDED:
	case CHISO_LIMITED_PROGRESS:
	case CHISO_DETERIORATION:
	case CHISO_MISSED:
	case CHISO_STAGNATION:
		return OFF_TRACK;
	case CHISO_NO_DATA:
	case CHISO_NO_TARGET:
	case CHISO_NOT_YET_DUE:
	case CHISO_NOT_COMPUTABLE:
	case CHISO_NOT_ASSESSED:
		return OPEN;
	}
	return OPEN;
}

/* The group that an assessment is in, with its title. */
static const char *group_of(const struct chiso_assessment *a, int by, const char **title)
{
	const char *id = "";

	*title = NULL;
	if (by == CHISO_BY_SET)
		id = a->set;
	else if (by == CHISO_BY_DOMAIN)
		id = a->domain;
	else if (by == CHISO_BY_UNIT)
		id = a->unit;
	if (by == CHISO_BY_UNIT)
		*title = a->unit_name;
	if (!*title)
		*title = id;
	return id ? id : "";
}

/* weights: of the judged and of those on track. */
static void count(struct chiso_summary *summary, double *weights, enum chiso_verdict verdict,
                  double weight)
{
	enum standing standing = standing_of(verdict);

	summary->n_targets++;
	if (standing == OPEN) {
		summary->n_open++;
		return;
	}
	summary->n_judged++;
	weights[0] += weight;
	if (standing == ON_TRACK) {
		summary->n_on_track++;
		weights[1] += weight;
	}
}

static struct chiso_value share(double part, double whole)
{
	return whole > 0 ? (struct chiso_value){.type = CHISO_F64, .as.f64 = 100 * part / whole}
	                 : (struct chiso_value){.reason = CHISO_REASON_TOO_FEW};
}

/* The groups of one kind on their way. */
struct grouping {
	struct summaries *out;
	size_t first;   /* of them in out */
	int by;
	uint32_t times; /* of each group: the years, or 1 */
	int by_year;
	struct intern ids;
	double *weights; /* two for each */
};

/* The first summary of a group, made with those of the same group at other times if need be. */
static int find_group(size_t *at, struct grouping *g, const struct chiso_assessment *a)
{
	const char *title, *id = group_of(a, g->by, &title);
	uint32_t number = intern(&g->ids, id, strlen(id));

	if (number == UINT32_MAX)
		return CHISO_ENOMEM;
	*at = g->first + (size_t)number * g->times;
	for (uint32_t i = 0; *at + i == g->out->n && i < g->times; i++) {
		if (GROW(&g->out->list, g->out->n, &g->out->cap))
			return CHISO_ENOMEM;
		g->out->list[g->out->n++] = (struct chiso_summary){
			.size = sizeof *g->out->list,
			.by = g->by,
			.id = id,
			.title = title ? title : "",
			.as_of = g->by_year ? a->standings[i].as_of : NULL};
	}
	return CHISO_OK;
}

static int add_groups(struct grouping *g, const struct chiso_results *results)
{
	struct summaries *out = g->out;
	size_t at;

	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (a->target == CHISO_TARGET_NONE)
			continue;
		if (find_group(&at, g, a))
			return CHISO_ENOMEM;
		for (uint32_t k = 0; k < g->times; k++)
			count(&out->list[at + k], g->weights + 2 * (at - g->first + k),
			      g->by_year ? a->standings[k].verdict : a->verdict, a->weight);
	}
	for (size_t i = g->first; i < out->n; i++) {
		struct chiso_summary *summary = &out->list[i];
		const double *of = g->weights + 2 * (i - g->first);

		summary->share = share((double)summary->n_on_track, (double)summary->n_judged);
		summary->weighted_share = share(of[1], of[0]);
	}
	return CHISO_OK;
}

/* How many years there are; those of targets are the same. */
static uint32_t count_years(const struct chiso_results *results)
{
	uint32_t n = 0, is_first = 1;

	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (a->target == CHISO_TARGET_NONE)
			continue;
		/* Saved results of somebody else's may lack some. */
		n = is_first || a->n_standings < n ? a->n_standings : n;
		is_first = 0;
	}
	return n;
}

int summaries_make(struct summaries *out, const struct chiso_results *results, int by_year)
{
	uint32_t times = by_year ? count_years(results) : 1;
	int status = CHISO_OK;

	*out = (struct summaries){0};
	for (int by = CHISO_BY_PLAN; times && by <= CHISO_BY_UNIT && !status; by++) {
		struct grouping g = {.out = out,
		                     .first = out->n,
		                     .by = by,
		                     .times = times,
		                     .by_year = by_year,
		                     .weights = calloc((results->n_assessments + 1) * times,
		                                       2 * sizeof *g.weights)};

		status = g.weights ? add_groups(&g, results) : CHISO_ENOMEM;
		free(g.weights);
		intern_clear(&g.ids);
	}
	return status;
}

void summaries_clear(struct summaries *summaries)
{
	free(summaries->list);
	*summaries = (struct summaries){0};
}
