/* SPDX-License-Identifier: MIT */
/* Whether entries of one indicator serve for another one. */
#include "project/project.h"
#include "results/figures.h"
#include "sample/estimate.h"

static int are_figures(struct indicator_run *run, size_t set)
{
	return figures_are_all(
		&(struct entries){.run = run, .set = set, .is_sample = estimate_is_sample(run, set)});
}

int entries_are_alike(const struct entries *sets, struct indicator_run *run)
{
	if (sets->join.n_units != sets->results->project->units.n || !joins_are_alike(sets->run, run))
		return 0;
	for (size_t i = 0; i < run->applied.spec->n_by; i++)
		/* A plugin may say something of groups, of which those of no keys are in the order of the results
		 * only. */
		if (!sets[i].join.is_of_records || (run->applied.spec->by[i].n && !are_figures(run, i)))
			return 0;
	return 1;
}

/* Whether every record has what the sums of all groups need. */
static int is_whole(const struct indicator_run *run)
{
	uint64_t needed = run->applied.variants->columns_needed[0];

	return applied_has_one_variant(&run->applied) &&
	       (run->parts->sets->bare_columns & needed) == needed;
}

int entries_are_same(const struct entries *sets, struct indicator_run *run)
{
	return run->applied.spec->n_by == 1 && !sets->is_sample && are_figures(run, 0) &&
	       !project_keeps_back(sets->results->project) && is_whole(sets->run) && is_whole(run) &&
	       key_sets_say_the_same(sets->run->parts->sets, run->parts->sets);
}
