/* SPDX-License-Identifier: MIT */
/* The design of a sample: which strata, PSUs and SSUs the records of a dataset are of, whatever
 * becomes of the records later.  A domain (a unit, a breakdown, those who answered) is estimated in
 * the full design: clusters without a record of it count with zero.
 *
 * Each period is a sample of its own, that of the clusters with records of it.  Periods that are
 * added up are one sample together, in which a cluster that comes in several of them is one. */
#ifndef CORE_DESIGN_H
#define CORE_DESIGN_H

#include "base/finding.h"
#include "base/group.h"
#include "number/variance.h"
#include "project/project.h"

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
	double confidence, t; /* of the intervals that were asked for last; 0: none were */
};

struct design {
	const struct design_spec *spec;
	struct intern texts;
	struct groups strata; /* text */
	struct groups psus;   /* stratum, text or number of the record */
	struct groups ssus;   /* PSU, text; only with two stages */
	uint32_t n_records;
	/* Where records that come often are: period, and the texts of stratum, PSU and SSU. */
	struct groups known;
	struct known_place {
		uint32_t stratum_in, psu_in, cluster;
	} *places; /* beside known */
	size_t places_cap;
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
	int comes_often; /* many are like it, whom nobody else remembers */
};

void design_init(struct design *design, const struct design_spec *spec);
void design_clear(struct design *design);
/** Adds a record; *out is its cluster: its PSU or, in two stages, SSU.  0; 1 or 2: the fpc of this
 *  stage is not that of the records before, of which *before is; CHISO_ENOMEM. */
int design_add(struct design *design, const struct sampled *sampled, uint32_t *out,
               const struct drawn **before);
/** How many clusters of a period it knows. */
size_t design_n_drawn(const struct design *design);
/** design_merge.c: adds another one, of which `periods` are the numbers that this one's have, and
 *  what it has drawn is where `map` says (NULL: as it says itself).  clusters[i]: its i-th cluster
 *  here; NULL: not asked for.  0; 1: they contradict each other about an fpc, and this one is of no
 *  use; CHISO_ENOMEM. */
struct reader_map;
int design_merge(struct design *design, const struct design *other, const uint32_t *periods,
                 const struct reader_map *map, uint32_t *clusters);
/** Has a stage of the design drawn, for the first time or again, in a period: key[0] the period.  *out
 *  is what is known of it there.  0; 1: with another fpc; CHISO_ENOMEM. */
int design_note(struct groups *in, struct drawn **list, size_t *cap, const uint32_t key[2],
                double fpc, struct place place, struct drawn **out);
/** Whether SSUs are its clusters. */
static inline int design_has_two_stages(const struct design *design)
{
	return design->spec->n_fpc == 2;
}
/** How many clusters it has. */
static inline size_t design_n_clusters(const struct design *design)
{
	return design_has_two_stages(design) ? design->ssus.n : design->psus.n;
}
/** Reports what is only known when all records have been met: lonely PSUs, an fpc that is smaller
 *  than what was drawn. */
void design_check(const struct design *design, struct chiso_context *context);
/** Whether it would report any. */
int design_has_fault(const struct design *design);
/** The sample of periods, given in order; lives as long as the design.  NULL: no memory. */
struct frame *design_frame(struct design *design, const uint32_t *periods, size_t n);
/** The PSU of a cluster, and its stratum. */
uint32_t design_psu(const struct design *design, uint32_t cluster, uint32_t *stratum);

#endif
