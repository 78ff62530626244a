/* SPDX-License-Identifier: MIT */
#include "sample/design.h"

#include "base/context.h"
#include "base/grow.h"
#include "number/number.h"

#include <stdlib.h>
#include <string.h>

void design_init(struct design *design, const struct design_spec *spec)
{
	*design = (struct design){.spec = spec};
	groups_init(&design->strata, 1);
	groups_init(&design->psus, 2);
	groups_init(&design->ssus, 2);
	groups_init(&design->strata_in, 2);
	groups_init(&design->psus_in, 2);
	groups_init(&design->ssus_in, 2);
	groups_init(&design->known, 4);
}

void design_clear(struct design *design)
{
	intern_clear(&design->texts);
	groups_clear(&design->strata);
	groups_clear(&design->psus);
	groups_clear(&design->ssus);
	groups_clear(&design->strata_in);
	groups_clear(&design->psus_in);
	groups_clear(&design->ssus_in);
	groups_clear(&design->known);
	free(design->places);
	free(design->strata_drawn);
	free(design->psus_drawn);
	free(design->frames);
	arena_clear(&design->arena);
}

/* ---- records ---- */

/* Something of a stage, by what it is in and its name. */
static uint32_t find(struct groups *groups, uint32_t in, uint32_t text)
{
	const uint32_t key[2] = {in, text};

	return groups_slot(groups, groups->width == 1 ? key + 1 : key);
}

int design_note(struct groups *in, struct drawn **list, size_t *cap, const uint32_t key[2],
                double fpc, struct place place, struct drawn **out)
{
	size_t before = in->n;
	uint32_t at = groups_slot(in, key);

	if (at == UINT32_MAX || (at == before && GROW(list, before, cap)))
		return CHISO_ENOMEM;
	*out = &(*list)[at];
	if (at == before)
		**out = (struct drawn){fpc, 0, place};
	return (*out)->fpc < fpc || (*out)->fpc > fpc;
}

/* The fpc of the stages as the records before have them: 0, or the stage that has another one. */
static int compare_fpc(const struct design *design, const struct known_place *place,
                       const double fpc[2], const struct drawn **before)
{
	const struct drawn *stages[] = {&design->strata_drawn[place->stratum_in],
	                                &design->psus_drawn[place->psu_in]};

	for (int i = 0; i < 2; i++) {
		*before = stages[i];
		if (stages[i]->fpc < fpc[i] || stages[i]->fpc > fpc[i])
			return i + 1;
	}
	return 0;
}

/* Adds a record unlike those before.  key: as of `known`. */
static int add_new(struct design *design, const struct sampled *sampled, const uint32_t key[4],
                   struct known_place *out, const struct drawn **before)
{
	uint32_t stratum = find(&design->strata, 0, key[1]), in[2] = {key[0], stratum};
	struct drawn *above, *psu;

	if (stratum == UINT32_MAX)
		return CHISO_ENOMEM;
	int status = design_note(&design->strata_in, &design->strata_drawn, &design->strata_cap, in,
	                         sampled->fpc[0], sampled->place, &above);
	*before = above;
	if (status)
		return status;
	out->stratum_in = (uint32_t)(above - design->strata_drawn);
	out->cluster = in[1] = design->spec->psu.source
	                               ? find(&design->psus, stratum, key[2])
	                               : find(&design->psus, stratum, design->n_records++);
	if (in[1] == UINT32_MAX)
		return CHISO_ENOMEM;
	size_t n_psus = design->psus_in.n;
	status = design_note(&design->psus_in, &design->psus_drawn, &design->psus_cap, in,
	                     sampled->fpc[1], sampled->place, &psu);
	if (status < 0)
		return status;
	above->n += design->psus_in.n > n_psus;
	*before = psu;
	out->psu_in = (uint32_t)(psu - design->psus_drawn);
	if (status || !design_has_two_stages(design))
		return status ? 2 : CHISO_OK;
	out->cluster = in[1] = find(&design->ssus, in[1], key[3]);
	size_t n_ssus = design->ssus_in.n;
	if (in[1] == UINT32_MAX || groups_slot(&design->ssus_in, in) == UINT32_MAX)
		return CHISO_ENOMEM;
	psu->n += design->ssus_in.n > n_ssus;
	return CHISO_OK;
}

/* Keeps where a record is for those like it. */
static int remember(struct design *design, const uint32_t key[4], const struct known_place *place)
{
	size_t n = design->known.n;

	if (GROW(&design->places, n, &design->places_cap) ||
	    groups_slot(&design->known, key) == UINT32_MAX)
		return CHISO_ENOMEM;
	design->places[n] = *place;
	return CHISO_OK;
}

int design_add(struct design *design, const struct sampled *sampled, uint32_t *out,
               const struct drawn **before)
{
	const struct slice names[] = {sampled->stratum, sampled->psu, sampled->ssu};
	uint32_t key[4] = {sampled->period};
	struct known_place place = {0};
	int status;

	*out = NO_CLUSTER;
	for (int i = 0; i < 3; i++) {
		key[i + 1] = intern(&design->texts, names[i].text, names[i].n);
		if (key[i + 1] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	uint32_t known = sampled->comes_often ? groups_find(&design->known, key) : UINT32_MAX;
	if (known != UINT32_MAX) {
		place = design->places[known];
		status = compare_fpc(design, &place, sampled->fpc, before);
	} else {
		status = add_new(design, sampled, key, &place, before);
		if (!status && sampled->comes_often)
			status = remember(design, key, &place);
	}
	if (!status)
		*out = place.cluster;
	return status;
}

size_t design_n_drawn(const struct design *design)
{
	return design_has_two_stages(design) ? design->ssus_in.n : design->psus_in.n;
}

uint32_t design_psu(const struct design *design, uint32_t cluster, uint32_t *stratum)
{
	uint32_t psu = design_has_two_stages(design) ? groups_key(&design->ssus, cluster)[0] : cluster;

	*stratum = groups_key(&design->psus, psu)[0];
	return psu;
}

/* ---- all records ---- */

static const char *name_of(const struct design *design, const struct groups *groups, uint32_t at)
{
	return design->texts.texts[groups_key(groups, at)[groups->width - 1]];
}

static int is_too_small(struct drawn drawn)
{
	return drawn.fpc > 1 && drawn.fpc < drawn.n;
}

/* Not lonely where there is no other one. */
static int is_lonely(const struct design *design, struct drawn drawn)
{
	return design->spec->lonely == LONELY_FAIL && drawn.n == 1 &&
	       (drawn.fpc < 1 || drawn.fpc > 1);
}

static int has_fault(const struct design *design, const struct drawn *list, size_t n)
{
	int has = 0;

	for (size_t i = 0; i < n && !has; i++)
		has = is_too_small(list[i]) || is_lonely(design, list[i]);
	return has;
}

int design_has_fault(const struct design *design)
{
	return has_fault(design, design->strata_drawn, design->strata_in.n) ||
	       (design_has_two_stages(design) && has_fault(design, design->psus_drawn, design->psus_in.n));
}

static void check_strata(const struct design *design, struct chiso_context *context)
{
	char fpc[NUMBER_ROOM], n[NUMBER_ROOM];

	for (uint32_t i = 0; i < design->strata_in.n; i++) {
		struct drawn drawn = design->strata_drawn[i];
		const char *name = name_of(design, &design->strata,
		                           groups_key(&design->strata_in, i)[1]);

		number_print(fpc, drawn.fpc);
		number_print(n, drawn.n);
		if (is_too_small(drawn))
			report(context, *name ? MSG_FPC_SMALL : MSG_FPC_SMALL_ALL, drawn.place, fpc,
			       name, n);
		if (is_lonely(design, drawn))
			report(context, *name ? MSG_PSU_LONELY : MSG_PSU_LONELY_ALL, drawn.place,
			       name);
	}
}

static void check_psus(const struct design *design, struct chiso_context *context)
{
	char fpc[NUMBER_ROOM], n[NUMBER_ROOM];

	for (uint32_t i = 0; i < design->psus_in.n; i++) {
		struct drawn drawn = design->psus_drawn[i];
		const char *name =
			name_of(design, &design->psus, groups_key(&design->psus_in, i)[1]);

		number_print(fpc, drawn.fpc);
		number_print(n, drawn.n);
		if (is_too_small(drawn))
			report(context, MSG_FPC_SMALL_PSU, drawn.place, fpc, name, n);
		if (is_lonely(design, drawn))
			report(context, MSG_SSU_LONELY, drawn.place, name);
	}
}

void design_check(const struct design *design, struct chiso_context *context)
{
	check_strata(design, context);
	if (design_has_two_stages(design))
		check_psus(design, context);
}

/* ---- frames ---- */

static int has_period(const struct frame *frame, uint32_t period)
{
	for (size_t i = 0; i < frame->n_periods; i++)
		if (frame->periods[i] == period)
			return 1;
	return 0;
}

/* Counts what was drawn in each thing of the stage above, in several periods once. */
static int count(const struct frame *frame, const struct groups *in, const struct groups *things,
                 struct stage *above, uint32_t *n)
{
	struct arena arena = {0};
	uint8_t *is_met = arena_new(&arena, things->n, 1);

	for (uint32_t i = 0; is_met && i < in->n; i++) {
		const uint32_t *key = groups_key(in, i);

		if (is_met[key[1]] || !has_period(frame, key[0]))
			continue;
		is_met[key[1]] = 1;
		above[groups_key(things, key[1])[0]].n++;
		++*n;
	}
	arena_clear(&arena);
	return is_met ? CHISO_OK : CHISO_ENOMEM;
}

/* The part of a stage that was not drawn.  A sampling fraction is one of its period alone. */
static void take_fpc(struct frame *frame, const struct groups *in, const struct drawn *drawn,
                     struct stage *stages)
{
	for (uint32_t i = 0; i < in->n; i++) {
		const uint32_t *key = groups_key(in, i);
		struct stage *stage = &stages[key[1]];
		double fpc = drawn[i].fpc, unsampled = 1;

		if (!has_period(frame, key[0]))
			continue;
		if (fpc > 1)
			unsampled = (fpc - stage->n) / fpc;
		else if (fpc > 0)
			unsampled = 1 - fpc;
		frame->is_mixed |= unsampled < 0 || (fpc <= 1 && fpc > 0 && drawn[i].n != stage->n);
		frame->is_mixed |= stage->unsampled >= 0 &&
		                   (unsampled < stage->unsampled || unsampled > stage->unsampled);
		stage->unsampled = unsampled;
	}
}

static struct stage *new_stages(struct design *design, size_t n)
{
	struct stage *stages = arena_new(&design->arena, n, sizeof *stages);

	for (size_t i = 0; stages && i < n; i++)
		stages[i].unsampled = -1; /* not known yet */
	return stages;
}

static int fill_frame(struct design *design, struct frame *frame)
{
	struct stage *strata = new_stages(design, design->strata.n), *psus = NULL;
	uint32_t n_ssu = 0;

	frame->sample = (struct sample){.strata = strata,
	                                .n_strata = (uint32_t)design->strata.n,
	                                .lonely = design->spec->lonely};
	if (!strata || count(frame, &design->psus_in, &design->psus, strata, &frame->n_psu))
		return CHISO_ENOMEM;
	take_fpc(frame, &design->strata_in, design->strata_drawn, strata);
	for (size_t i = 0; i < design->strata.n; i++)
		frame->n_strata += strata[i].n > 0;
	if (!design_has_two_stages(design))
		return CHISO_OK;
	frame->sample.psus = psus = new_stages(design, design->psus.n);
	if (!psus || count(frame, &design->ssus_in, &design->ssus, psus, &n_ssu))
		return CHISO_ENOMEM;
	take_fpc(frame, &design->psus_in, design->psus_drawn, psus);
	return CHISO_OK;
}

struct frame *design_frame(struct design *design, const uint32_t *periods, size_t n)
{
	for (size_t i = 0; i < design->n_frames; i++) {
		struct frame *frame = design->frames[i];

		if (frame->n_periods == n && !memcmp(frame->periods, periods, n * sizeof *periods))
			return frame;
	}
	struct frame *frame = arena_new(&design->arena, 1, sizeof *frame);
	uint32_t *copy = arena_new(&design->arena, n, sizeof *copy);
	if (!frame || !copy || GROW(&design->frames, design->n_frames, &design->frames_cap))
		return NULL;
	memcpy(copy, periods, n * sizeof *copy);
	frame->periods = copy;
	frame->n_periods = n;
	if (fill_frame(design, frame))
		return NULL;
	design->frames[design->n_frames++] = frame;
	return frame;
}
