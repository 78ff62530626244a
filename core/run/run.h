/* SPDX-License-Identifier: MIT */
/* A run: every dataset is read once, all its indicators are fed, then cells and assessments are
 * made. */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include "aggregate/aggregate.h"
#include "records/lookup.h"
#include "results/results.h"

/** One indicator of the project over all its sources. */
struct indicator_run {
	struct applied applied;
	struct aggregate *parts; /* per source */
	uint32_t n_parts;
	uint8_t is_open, is_tabulated;
	int pass; /* the reading of its records, from 0 */
};

struct run {
	struct chiso_project *project;
	const struct run *beside;      /* one of the same project, whose files this one reads too; NULL */
	struct chiso_results *results; /* where cells go; parameters may be taken from them */
	struct reader **readers; /* per dataset; NULL: not read */
	struct lookups lookups;
	size_t counted; /* bytes, see run_memory.h */
	struct tabulated *tabulated; /* see tabulate.c; NULL: nothing is */
	struct indicator_run *indicators; /* per indicator of the project */
	/* One who sees every batch of a dataset when its records are read first; NULL: nobody. */
	int (*watch)(void *user, struct reader *reader); /* 0 or CHISO_ENOMEM */
	const struct dataset_spec *watched;
	void *user;
};

/** Results with a run and nothing in them; NULL without memory.  To be freed as any. */
struct chiso_results *results_new(struct chiso_project *project);
/** Reads all data, or only datasets with the file of this name (NULL: all), for results whose
 *  project and run are set; of cells only those that parameters are taken from are made.  0, or
 *  CHISO_ENOMEM; errors in the data are findings. */
int run_read(struct chiso_results *results, const char *file);
/** run_pass.c: takes the values of parameters that are results from the cells made so far. */
int passes_take(struct applied *applied, const struct chiso_results *results);
void run_clear(struct run *run);
/** Makes the slots of all indicators, which are dropped when they have been tabulated.  0 or CHISO_ENOMEM. */
int run_make_slots(struct run *run);

/** Whether any dataset, or the units, come from a file of this name. */
int run_reads_file(struct chiso_project *project, const char *file);

/** describe.c: fills about.  0 or CHISO_ENOMEM. */
int describe(struct chiso_results *results);
/** assess.c: the scoreboard from the cells. */
int assess(struct chiso_results *results);

#endif
