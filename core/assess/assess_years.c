/* SPDX-License-Identifier: MIT */
/* How targets stood: each judged again by the values up to the end of a year.  The values are those
 * of today, revised since or not. */
#include "assess/assess.h"

#include "units/calendar.h"

struct years {
	int first, last; /* first > last: none */
	const char **labels;
};

static int year_of(int32_t day)
{
	int year;
	unsigned month, in_month;

	date_parts(day, &year, &month, &in_month);
	return year;
}

/* From the first to the last year in which a value of some target's series ends. */
static int find_years(struct years *out, struct chiso_results *results, const struct judged *judged)
{
	*out = (struct years){.first = 1, .last = 0};
	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (!judged[i].target || !a->n_points)
			continue;
		int first = year_of(judged[i].entries[0]->period.last);
		int last = year_of(judged[i].entries[a->n_points - 1]->period.last);
		int is_first = out->first > out->last;

		if (is_first || first < out->first)
			out->first = first;
		if (is_first || last > out->last)
			out->last = last;
	}
	if (out->first > out->last)
		return CHISO_OK;
	out->labels = arena_new(&results->arena, (size_t)(out->last - out->first) + 1,
	                        sizeof *out->labels);
	for (int year = out->first; out->labels && year <= out->last; year++) {
		out->labels[year - out->first] = arena_printf(&results->arena, "%04d", year);
		if (!out->labels[year - out->first])
			return CHISO_ENOMEM;
	}
	return out->labels ? CHISO_OK : CHISO_ENOMEM;
}

/* The verdict with the first n points only; `early` is the assessment, which is judged again. */
static int judge_early(struct chiso_standing *out, const struct judged *judged,
                       struct chiso_assessment *early, uint32_t n)
{
	const struct cell *last = n ? judged->entries[n - 1]->cell : NULL;

	assess_reset(early);
	early->n_points = n;
	if (last) {
		early->current.value = cells_value(last->value, last->no_value);
		early->current.bound = last->bound;
	}
	int status = assess_judge(judged, early);
	out->verdict = early->verdict;
	return status;
}

static int judge_years(struct chiso_results *results, struct chiso_assessment *a,
                       struct judged judged, const struct years *years)
{
	size_t n_years = (size_t)(years->last - years->first) + 1;
	struct chiso_standing *standings = arena_new(&results->arena, n_years, sizeof *standings);
	/* What is missing of a mean depends on what others have. */
	int is_mean = a->aspect == CHISO_ASPECT_MEAN || a->aspect == CHISO_ASPECT_GEOMETRIC_MEAN;
	struct chiso_assessment early = *a;
	uint32_t n = 0, before = UINT32_MAX;
	int status = standings ? CHISO_OK : CHISO_ENOMEM;

	judged.arena = judged.scratch;
	for (size_t i = 0; i < n_years && !status; i++) {
		judged.as_of = date_of(years->first + (int)i, 12, 31);
		while (n < a->n_points && judged.entries[n]->period.last <= judged.as_of)
			n++;
		/* Nothing new, nothing else to say. */
		if (is_mean)
			status = judge_early(&standings[i], &judged, &early, n);
		else if (n == before)
			standings[i].verdict = standings[i - 1].verdict;
		else if (n == a->n_points)
			standings[i].verdict = a->verdict;
		else
			status = judge_early(&standings[i], &judged, &early, n);
		standings[i].as_of = years->labels[i];
		before = n;
	}
	a->standings = standings;
	a->n_standings = status ? 0 : (uint32_t)n_years;
	return status;
}

int assess_years(struct chiso_results *results, const struct judged *judged)
{
	struct years years;
	int status = find_years(&years, results, judged);

	for (size_t i = 0; i < results->n_assessments && !status; i++)
		if (judged[i].target && years.labels)
			status = judge_years(results, &results->assessments[i], judged[i], &years);
	return status;
}
