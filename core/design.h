/* SPDX-License-Identifier: MIT */
/* The design of a sample: which strata, PSUs and SSUs the records of a dataset are of, whatever
 * becomes of the records later.  A domain (a unit, a breakdown, those who answered) is estimated in
 * the full design: clusters without a record of it count with zero.
 *
 * Each period is a sample of its own, that of the clusters with records of it.  Periods that are
 * added up are one sample together, in which a cluster that comes in several of them is one. */
#ifndef CORE_DESIGN_H
#define CORE_DESIGN_H

#include "finding.h"
#include "group.h"
#include "project.h"
#include "variance.h"

#define NO_CLUSTER UINT32_MAX

/** What is known of a stratum or PSU in one period. */
struct drawn {
	double fpc; /* as the records have it; 0: none */
	uint32_t n; /* units of the next stage */
	struct place place; /* of the first record */
};

/** The sample of some periods. */
struct frame {
	struct sample sample;
	uint32_t n_psu, n_strata;
	int is_mixed; /* its periods contradict each other about what there was to draw from */
	const uint32_t *periods;
	size_t n_periods;
};

struct design {
	const struct design_spec *spec;
	struct intern texts;
	struct groups strata; /* text */
	struct groups psus;   /* stratum, text or number of the record */
	struct groups ssus;   /* PSU, text; only with two stages */
	uint32_t n_records;
	/* Of each period: its strata, PSUs and SSUs. */
	struct groups strata_in, psus_in, ssus_in;
	struct drawn *strata_drawn, *psus_drawn; /* beside strata_in, psus_in */
	size_t strata_cap, psus_cap;
	struct frame **frames;
	size_t n_frames, frames_cap;
	struct arena arena;
};

/** Where a record belongs. */
struct sampled {
	uint32_t period;
	struct slice stratum, psu, ssu;
	double fpc[2];
	struct place place;
};

void design_init(struct design *design, const struct design_spec *spec);
void design_clear(struct design *design);
/** Adds a record; *out is its cluster: its PSU or, in two stages, SSU.  0; 1 or 2: the fpc of this
 *  stage is not that of the records before, of which *before is; CHISO_ENOMEM. */
int design_add(struct design *design, const struct sampled *sampled, uint32_t *out,
               const struct drawn **before);
/** Reports what is only known when all records have been met: lonely PSUs, an fpc that is smaller
 *  than what was drawn. */
void design_check(const struct design *design, struct chiso_context *context);
/** The sample of periods, given in order; lives as long as the design.  NULL: no memory. */
const struct frame *design_frame(struct design *design, const uint32_t *periods, size_t n);
/** The PSU of a cluster, and its stratum. */
uint32_t design_psu(const struct design *design, uint32_t cluster, uint32_t *stratum);

#endif
