/* SPDX-License-Identifier: MIT */
/* A run: every dataset is read once, all its indicators are fed, then cells and assessments are
 * made. */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include "aggregate.h"
#include "lookup.h"
#include "results.h"

/** One indicator of the project over all its sources. */
struct indicator_run {
	struct applied applied;
	struct aggregate *parts; /* per source */
	uint32_t n_parts;
	uint8_t is_open;
	int pass; /* the reading of its records, from 0 */
};

struct run {
	struct chiso_project *project;
	struct reader **readers; /* per dataset; NULL: not read */
	struct lookups lookups;
	struct indicator_run *indicators; /* per indicator of the project */
};

/** Reads all data, or only datasets with the file of this name (NULL: all), without making cells.
 *  0, or CHISO_ENOMEM; errors in the data are findings. */
int run_read(struct run *run, struct chiso_project *project, const char *file);
void run_clear(struct run *run);

/** assess.c: the scoreboard from the cells. */
int assess(struct chiso_results *results);

#endif
