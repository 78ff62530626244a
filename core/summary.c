/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include "group.h"

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

static void count(struct chiso_summary *summary, double *weights, const struct chiso_assessment *a)
{
	enum standing standing = standing_of(a->verdict);

	summary->n_targets++;
	if (standing == OPEN) {
		summary->n_open++;
		return;
	}
	summary->n_judged++;
	weights[0] += a->weight;
	if (standing == ON_TRACK) {
		summary->n_on_track++;
		weights[1] += a->weight;
	}
}

static struct chiso_value share(double part, double whole)
{
	return whole > 0 ? (struct chiso_value){.type = CHISO_F64, .as.f64 = 100 * part / whole}
	                 : (struct chiso_value){.reason = CHISO_REASON_TOO_FEW};
}

/* The groups of one kind.  weights: 2 a group, of the judged and of those on track. */
static int add_groups(struct summaries *out, const struct chiso_results *results, int by,
                      struct intern *ids, double *weights)
{
	size_t first = out->n;

	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];
		const char *title, *id = group_of(a, by, &title);

		if (a->target == CHISO_TARGET_NONE)
			continue;
		uint32_t at = intern(ids, id, strlen(id));
		if (at == UINT32_MAX)
			return CHISO_ENOMEM;
		if (at == out->n - first) {
			if (GROW(&out->list, out->n, &out->cap))
				return CHISO_ENOMEM;
			out->list[out->n++] = (struct chiso_summary){
				.size = sizeof *out->list, .by = by, .id = id,
				.title = title ? title : ""};
		}
		count(&out->list[first + at], weights + 2 * at, a);
	}
	for (size_t i = first; i < out->n; i++) {
		struct chiso_summary *summary = &out->list[i];
		const double *of = weights + 2 * (i - first);

		summary->share = share((double)summary->n_on_track, (double)summary->n_judged);
		summary->weighted_share = share(of[1], of[0]);
	}
	return CHISO_OK;
}

int summaries_make(struct summaries *out, const struct chiso_results *results)
{
	int status = CHISO_OK;

	*out = (struct summaries){0};
	for (int by = CHISO_BY_PLAN; by <= CHISO_BY_UNIT && !status; by++) {
		struct intern ids = {0};
		double *weights = calloc(results->n_assessments + 1, 2 * sizeof *weights);

		status = weights ? add_groups(out, results, by, &ids, weights) : CHISO_ENOMEM;
		free(weights);
		intern_clear(&ids);
	}
	return status;
}

void summaries_clear(struct summaries *summaries)
{
	free(summaries->list);
	*summaries = (struct summaries){0};
}
