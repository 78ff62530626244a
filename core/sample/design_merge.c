/* SPDX-License-Identifier: MIT */
/* The designs of a sample that several readers have met, each in its part of the records, brought
 * together: things of all stages are numbered anew, as if one reader had met them. */
#include "sample/design.h"

#include "reader/reader_merge.h"

#include <stdlib.h>

/* What things of another design are in this one, stage by stage. */
struct merging {
	struct design *into;
	const struct design *from;
	const uint32_t *periods;
	const struct reader_map *map;
	uint32_t *strata, *psus, *ssus;
	uint32_t n_before; /* records, of those that are PSUs themselves */
};

/* The things of a stage.  above: those that they are in; NULL: of the first stage. */
static int map_stage(struct merging *m, struct groups *into, const struct groups *from,
                     const uint32_t *above, int is_named, uint32_t **out)
{
	const struct intern *texts = &m->from->texts;
	uint32_t *numbers = malloc((from->n + 1) * sizeof *numbers);

	*out = numbers;
	for (uint32_t i = 0; numbers && i < from->n; i++) {
		const uint32_t *own = groups_key(from, i);
		uint32_t name = own[from->width - 1], key[2] = {0};

		if (above)
			key[0] = above[own[0]];
		key[1] = is_named ? intern(&m->into->texts, texts->texts[name], texts->looks[name].length)
		                  : m->n_before + name;
		numbers[i] = key[1] == UINT32_MAX ? UINT32_MAX
		                                  : groups_slot(into, above ? key : key + 1);
		if (numbers[i] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	return numbers ? CHISO_OK : CHISO_ENOMEM;
}

static void clear(struct merging *m)
{
	free(m->strata);
	free(m->psus);
	free(m->ssus);
}

/* The key of something that was met in a period. */
static void key_in(const struct merging *m, const struct groups *in, uint32_t i,
                   const uint32_t *numbers, uint32_t key[2])
{
	const uint32_t *own = groups_key(in, i);

	key[0] = m->periods[own[0]];
	key[1] = numbers[own[1]];
}

static int note(const struct merging *m, struct groups *in, struct drawn **list, size_t *cap,
                const uint32_t key[2], const struct drawn *drawn, struct drawn **out)
{
	struct place place = m->map ? reader_map_place(m->map, drawn->place) : drawn->place;
	int status = design_note(in, list, cap, key, drawn->fpc, place, out);

	if (!status && m->map)
		(*out)->place = reader_map_first(m->map, (*out)->place, place);
	return status;
}

static int merge_strata(const struct merging *m)
{
	struct design *into = m->into;
	struct drawn *drawn;
	uint32_t key[2];
	int status = CHISO_OK;

	for (uint32_t i = 0; i < m->from->strata_in.n && !status; i++) {
		key_in(m, &m->from->strata_in, i, m->strata, key);
		status = note(m, &into->strata_in, &into->strata_drawn, &into->strata_cap, key,
		              &m->from->strata_drawn[i], &drawn);
	}
	return status;
}

static int merge_psus(const struct merging *m)
{
	struct design *into = m->into;
	struct drawn *drawn;
	uint32_t key[2];
	int status = CHISO_OK;

	for (uint32_t i = 0; i < m->from->psus_in.n && !status; i++) {
		size_t before = into->psus_in.n;

		key_in(m, &m->from->psus_in, i, m->psus, key);
		status = note(m, &into->psus_in, &into->psus_drawn, &into->psus_cap, key,
		              &m->from->psus_drawn[i], &drawn);
		key[1] = groups_key(&into->psus, key[1])[0];
		if (!status && into->psus_in.n > before)
			into->strata_drawn[groups_find(&into->strata_in, key)].n++;
	}
	return status;
}

static int merge_ssus(const struct merging *m)
{
	struct design *into = m->into;
	uint32_t key[2];

	for (uint32_t i = 0; i < m->from->ssus_in.n; i++) {
		size_t before = into->ssus_in.n;

		key_in(m, &m->from->ssus_in, i, m->ssus, key);
		if (groups_slot(&into->ssus_in, key) == UINT32_MAX)
			return CHISO_ENOMEM;
		key[1] = groups_key(&into->ssus, key[1])[0];
		if (into->ssus_in.n > before)
			into->psus_drawn[groups_find(&into->psus_in, key)].n++;
	}
	return CHISO_OK;
}

static int map_stages(struct merging *m)
{
	struct design *into = m->into;
	const struct design *from = m->from;
	int status = map_stage(m, &into->strata, &from->strata, NULL, 1, &m->strata);

	if (!status)
		status = map_stage(m, &into->psus, &from->psus, m->strata,
		                   into->spec->psu.source != NULL, &m->psus);
	if (!status)
		status = map_stage(m, &into->ssus, &from->ssus, m->psus, 1, &m->ssus);
	into->n_records += from->n_records;
	return status;
}

int design_merge(struct design *design, const struct design *other, const uint32_t *periods,
                 const struct reader_map *map, uint32_t *clusters)
{
	struct merging m = {.into = design,
	                    .from = other,
	                    .periods = periods,
	                    .map = map,
	                    .n_before = design->n_records};
	int status = map_stages(&m);

	if (!status)
		status = merge_strata(&m);
	if (!status)
		status = merge_psus(&m);
	if (!status)
		status = merge_ssus(&m);
	for (size_t i = 0; clusters && !status && i < design_n_clusters(other); i++)
		clusters[i] = design_has_two_stages(other) ? m.ssus[i] : m.psus[i];
	clear(&m);
	return status;
}

int reader_map_design(struct reader_map *map)
{
	struct design *into = reader_design(map->into);
	const struct design *from = reader_design(map->from);

	if (!into || !from)
		return CHISO_OK;
	map->clusters = calloc(design_n_clusters(from) + 1, sizeof *map->clusters);
	/* Whether they agree has been asked. */
	return map->clusters && !design_merge(into, from, map->periods, map, map->clusters)
	               ? CHISO_OK
	               : CHISO_ENOMEM;
}

/* Adds the design of a part to one of all of them. */
static int try_part(struct design *all, struct groups *periods, const struct reader *part)
{
	uint32_t *numbers = calloc(part->n_periods + 1, sizeof *numbers);
	int status = numbers ? CHISO_OK : CHISO_ENOMEM;

	for (size_t i = 0; i < part->n_periods && !status; i++) {
		const struct period *period = &part->periods[i];

		numbers[i] = groups_slot(periods, (uint32_t[]){(uint32_t)period->first,
		                                               (uint32_t)period->last});
		status = numbers[i] == UINT32_MAX ? CHISO_ENOMEM : CHISO_OK;
	}
	if (!status)
		status = design_merge(all, reader_design(part), numbers, NULL, NULL);
	free(numbers);
	return status;
}

/* Whether some have a fault.  What is lonely in all records is in a part of them. */
static int have_fault(struct reader *const *parts, uint32_t n)
{
	int have = 0;

	for (uint32_t i = 0; i < n && !have; i++)
		have = design_has_fault(reader_design(parts[i]));
	return have;
}

int readers_designs_agree(struct reader *const *parts, uint32_t n)
{
	const struct design *first = reader_design(parts[0]);
	struct groups periods;
	struct design all;
	int status = CHISO_OK;

	/* Without an fpc there is nothing to contradict, and nothing that is too small. */
	if (!first || (!first->spec->n_fpc && !have_fault(parts, n)))
		return 1;
	groups_init(&periods, 2);
	design_init(&all, first->spec);
	for (uint32_t i = 0; i < n && !status; i++)
		status = try_part(&all, &periods, parts[i]);
	if (!status)
		status = design_has_fault(&all);
	design_clear(&all);
	groups_clear(&periods);
	return status < 0 ? status : status == 0;
}
