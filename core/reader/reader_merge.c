/* SPDX-License-Identifier: MIT */
#include "reader/reader_merge.h"

#include "reader/blocks.h"
#include "reader/reader_rules.h"
#include "sample/design.h"

#include <stdlib.h>
#include <string.h>

/* Where every code that is met is a unit each reader has units of its own. */
static int map_units(struct reader_map *map)
{
	struct chiso_project *project = map->into->project;
	const struct units *units = &map->from->project->units;

	if (!project->units.implicit)
		return CHISO_OK;
	map->units = calloc(units->n + 1, sizeof *map->units);
	if (!map->units)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < units->n; i++) {
		const struct unit *unit = &units->list[i];
		struct place place = unit->place;

		place.line = reader_map_line(map, place.file, place.line);
		map->units[i] = units_find(&project->units, map->into->context, place, unit->code,
		                           strlen(unit->code), (struct period){1, 0});
		if (map->units[i] == UNIT_NONE)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

static int map_periods(struct reader_map *map)
{
	size_t n = map->from->n_periods;

	map->periods = calloc(n + 1, sizeof *map->periods);
	if (!map->periods)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		int64_t at = reader_period(map->into, map->from->periods[i]);

		if (at < 0)
			return CHISO_ENOMEM;
		map->periods[i] = (uint32_t)at;
	}
	return CHISO_OK;
}

static int map_texts(struct reader_map *map)
{
	const struct intern *texts = &map->from->texts;

	map->texts = calloc(texts->n + 1, sizeof *map->texts);
	if (!map->texts)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < texts->n; i++) {
		uint32_t at = intern(&map->into->texts, texts->texts[i], texts->looks[i].length);

		if (at == UINT32_MAX)
			return CHISO_ENOMEM;
		map->texts[i] = (int32_t)at;
	}
	return CHISO_OK;
}

int reader_map_make(struct reader_map *map, struct reader *into, const struct reader *from,
                    const struct blocks *blocks)
{
	*map = (struct reader_map){.into = into, .from = from, .blocks = blocks};
	return map_units(map) || map_periods(map) || map_texts(map) || reader_map_design(map)
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int reader_map_adopted(struct reader_map *map, struct reader *into, const struct reader *from,
                       const struct blocks *blocks)
{
	const struct design *design = reader_design(into);
	size_t n_clusters = design ? design_n_clusters(design) : 0;

	*map = (struct reader_map){.into = into, .from = from, .blocks = blocks};
	map->periods = calloc(into->n_periods + 1, sizeof *map->periods);
	map->texts = calloc(into->texts.n + 1, sizeof *map->texts);
	map->clusters = calloc(n_clusters + 1, sizeof *map->clusters);
	for (size_t i = 0; map->periods && i < into->n_periods; i++)
		map->periods[i] = (uint32_t)i;
	for (size_t i = 0; map->texts && i < into->texts.n; i++)
		map->texts[i] = (int32_t)i;
	for (size_t i = 0; map->clusters && i < n_clusters; i++)
		map->clusters[i] = (uint32_t)i;
	return map->periods && map->texts && map->clusters ? CHISO_OK : CHISO_ENOMEM;
}

void reader_map_clear(struct reader_map *map)
{
	free(map->units);
	free(map->periods);
	free(map->texts);
	free(map->clusters);
}

uint32_t reader_map_line(const struct reader_map *map, const char *file, uint32_t line)
{
	return map->blocks ? blocks_line(map->blocks, reader_file(map->into, file), line) : line;
}

/* Nothing has been drawn for a reader that has no periods. */
static void adopt_design(const struct reader *into, const struct reader *from)
{
	struct design *design = reader_design(into), *other = reader_design(from);

	if (!design || !other)
		return;
	const struct design own = *design;
	*design = *other;
	*other = own;
}

int reader_adopt(struct reader *into, struct reader *from)
{
	if (into->n_periods || into->texts.n)
		return 0;
	struct period *periods = into->periods;
	size_t cap = into->periods_cap;
	struct intern texts = into->texts;

	into->periods = from->periods;
	into->n_periods = from->n_periods;
	into->periods_cap = from->periods_cap;
	into->texts = from->texts;
	from->periods = periods;
	from->n_periods = 0;
	from->periods_cap = cap;
	from->texts = texts;
	adopt_design(into, from);
	return 1;
}

/* ---- keys ---- */

/* Whether texts of readers differ, those of one reader do. */
static int differ(struct intern *all, const struct intern *more)
{
	for (size_t i = 0; i < more->n; i++) {
		size_t before = all->n;

		if (intern(all, more->texts[i], more->looks[i].length) == UINT32_MAX)
			return CHISO_ENOMEM;
		if (all->n == before)
			return 0;
	}
	return 1;
}

int readers_keys_differ(struct reader *const *parts, uint32_t n)
{
	size_t n_rules = parts[0]->rules ? parts[0]->rules->n : 0;
	struct intern all = {.n = 0};
	int status = 1;

	for (uint32_t i = 0; i < n && status > 0 && n > 1; i++)
		status = differ(&all, &parts[i]->key_rows.keys);
	intern_clear(&all);
	for (size_t r = 0; r < n_rules && status > 0 && n > 1; r++) {
		if (parts[0]->rules->list[r].spec->kind != RULE_UNIQUE)
			continue;
		for (uint32_t i = 0; i < n && status > 0; i++)
			status = differ(&all, &parts[i]->rules->list[r].seen);
		intern_clear(&all);
	}
	return status;
}

/* ---- the rest ---- */

struct place reader_map_place(const struct reader_map *map, struct place place)
{
	place.line = reader_map_line(map, place.file, place.line);
	return place;
}

struct place reader_map_first(const struct reader_map *map, struct place a, struct place b)
{
	return reader_is_before(map->into, b, a) ? b : a;
}

/* Counts of both, with the place that comes first. */
static void add_count(const struct reader_map *map, struct first_met *met, struct first_met more)
{
	struct place place = reader_map_place(map, more.first);

	if (more.n)
		met->first = met->n ? reader_map_first(map, met->first, place) : place;
	met->n += more.n;
}

int reader_merge(const struct reader_map *map)
{
	struct reader *into = map->into;
	const struct reader *from = map->from;

	add_count(map, &into->met_nones, from->met_nones);
	add_count(map, &into->met_totals, from->met_totals);
	return from->rules ? reader_rules_merge(map) : CHISO_OK;
}
