/* SPDX-License-Identifier: MIT */
#include "run/join.h"

#include "base/context.h"
#include "base/mapped.h"
#include "run/run_memory.h"

#include <stdlib.h>
#include <string.h>

struct joining {
	struct join *join;
	struct chiso_results *results;
	struct indicator_run *run;
	size_t set;
	uint32_t main; /* the source that gives the groups */
	const struct key_set *keys;
	uint8_t *wanted; /* by unit, see find_wanted() */
};

/* ---- one source beside the main one ---- */

static int is_stock_only(const struct indicator_run *run, uint32_t part)
{
	const struct chiso_indicator *use = run->applied.use;

	for (uint32_t t = 0; t < use->n_terms; t++)
		if (chiso_term_at(use, t)->source == part &&
		    chiso_term_at(use, t)->over_time == CHISO_FLOW)
			return 0;
	return 1;
}

/* How well a period of a source serves for a wanted one: 0 not at all, else less is better. */
static int64_t fit(struct period have, struct period want, int is_stock)
{
	if (have.first > have.last)
		return INT64_MAX; /* the source has no periods */
	if (have.first == want.first && have.last == want.last)
		return 1;
	return is_stock && want.first <= want.last && period_is_inside(want, have)
	               ? 2 + (int64_t)have.last - have.first
	               : 0;
}

/* Whether a group of a source has the key values, of those that it has, that the main one has. */
static int has_values(const struct joining *joining, uint32_t part, const uint32_t *key,
                      const char *const *values)
{
	const struct aggregate *own = &joining->run->parts[part];
	const struct key_set *set = &own->sets[joining->set];

	for (uint32_t i = 0; i < set->n; i++) {
		uint32_t k = 0;

		while (strcmp(joining->keys->names[k], set->names[i]))
			k++;
		if (strcmp(own->key_texts.texts[key[1 + i]], values[k]))
			return 0;
	}
	return 1;
}

/* The group of a source for a period and key values; NO_SLOT: none. */
static uint32_t find_group(const struct joining *joining, uint32_t part, struct period period,
                           const char *const *values)
{
	const struct rollup *rollup = &joining->join->rollups[part];
	const struct period *periods = joining->run->parts[part].reader->periods;
	int is_stock = is_stock_only(joining->run, part);
	uint32_t best = NO_SLOT;
	int64_t least = 0;

	for (uint32_t g = 0; g < rollup->groups.n; g++) {
		const uint32_t *key = groups_key(&rollup->groups, g);
		int64_t how = fit(periods[key[0]], period, is_stock);

		if (!how || (least && how >= least) || !has_values(joining, part, key, values))
			continue;
		best = g;
		least = how;
	}
	return best;
}

static const struct unit_cell *cell_of(const struct joining *joining, uint32_t part, uint32_t group,
                                       int unit)
{
	const struct rollup *rollup = &joining->join->rollups[part];
	const struct dataset_spec *spec = joining->run->parts[part].reader->spec;
	int has_unit = spec->unit.column || spec->unit.constant;
	size_t at = unit == UNIT_NONE || !has_unit ? rollup->n_units : (size_t)unit;

	return &rollup->cells[(size_t)group * (rollup->n_units + 1) + at];
}

/* ---- groups ---- */

static const char *const *values_of(const struct joining *joining, const uint32_t *key)
{
	const struct aggregate *main = &joining->run->parts[joining->main];
	const char **values =
		arena_new(&joining->results->arena, joining->keys->n, sizeof *values);

	for (uint32_t i = 0; values && i < joining->keys->n; i++)
		values[i] = main->key_texts.texts[key[1 + i]];
	return values;
}

static int is_added_up(const struct joining *joining, uint32_t part, const struct unit_cell *cell)
{
	const struct key_set *set = &joining->run->parts[part].sets[joining->set];

	return cell->slot != NO_SLOT && set->slots[cell->slot].rolled_up;
}

/* Whether two sources have the sums of the same children; a quotient of others is a crooked one. */
static int is_uneven(const struct joining *joining, uint32_t part, uint32_t group, uint32_t other,
                     const struct joined *joined)
{
	const struct units *units = &joining->results->project->units;
	const struct join *join = joining->join;
	size_t n = join->rollups[part].n_units;
	const struct unit_cell *own = &join->rollups[joining->main].cells[group * (n + 1)];
	const struct unit_cell *cells = &join->rollups[part].cells[other * (n + 1)];

	if (joined->unit == UNIT_NONE ||
	    !is_added_up(joining, joining->main, &own[joined->unit]) ||
	    !is_added_up(joining, part, &cells[joined->unit]))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (own[i].reporting != cells[i].reporting &&
		    unit_is_valid(&units->list[i], joined->period) &&
		    unit_parent(units, (int)i, joined->period) == joined->unit)
			return 1;
	return 0;
}

/* The coverage of a group is that of the source that covers least. */
static void take_coverage(struct joined *joined, const struct unit_cell *cell)
{
	if (!cell) {
		joined->reporting = 0;
		return;
	}
	if (!cell->expected || (uint64_t)cell->reporting * joined->expected >=
	                               (uint64_t)joined->reporting * cell->expected)
		return;
	joined->reporting = cell->reporting;
	joined->expected = cell->expected;
}

static struct variant *variant_of(const struct indicator_run *run, size_t set, const struct joined *joined)
{
	if (applied_has_one_variant(&run->applied))
		return run->applied.variants;
	for (uint32_t i = 0; i < run->n_parts; i++)
		if (joined->slots[i] != NO_SLOT) {
			const struct aggregate *part = &run->parts[i];

			return slot_variant(part, &part->sets[set].slots[joined->slots[i]]);
		}
	struct variant *variant = applied_variant(&run->applied, joined->unit, joined->period);
	/* Without any the labels of the first one must do. */
	return variant ? variant : run->applied.variants;
}

/* Of which units there are to be results: a flag for each, and one for no unit, which has no level.  NULL:
 * no memory; to be freed. */
static uint8_t *find_wanted(const struct joining *joining, size_t n_units)
{
	const struct indicator_spec *spec = joining->run->applied.spec;
	const struct unit *units = joining->results->project->units.list;
	uint8_t *wanted = malloc(n_units + 1);

	for (size_t unit = 0; unit < n_units && wanted; unit++)
		wanted[unit] = (uint8_t)indicator_has_level(
			spec, units[unit].level ? units[unit].level : "");
	if (wanted)
		wanted[n_units] = !spec->levels.n;
	return wanted;
}

/* Whether a unit has a group, with records or without. */
static int is_joined(const struct joining *joining, const struct unit_cell *cells, size_t unit)
{
	return joining->wanted[unit] && cells[unit].expected && !cells[unit].is_hidden;
}

/* Room for the slots of the groups of all units for one group of the main source; NULL: no memory. */
static uint32_t *slots_of(const struct joining *joining, const struct unit_cell *cells, size_t n_units)
{
	size_t n = 0;

	for (size_t unit = 0; unit <= n_units; unit++)
		n += is_joined(joining, cells, unit) != 0;
	return arena_room(&joining->join->arena, n * joining->join->n_parts, sizeof(uint32_t));
}

/* Adds the groups of all units for one group of the main source; others[part] is theirs. */
static int join_units(const struct joining *joining, uint32_t group, const uint32_t *others,
                      const char *const *values)
{
	struct join *join = joining->join;
	const struct rollup *main = &join->rollups[joining->main];
	struct period period = joining->run->parts[joining->main]
	                               .reader->periods[groups_key(&main->groups, group)[0]];

	const struct unit_cell *cells = &main->cells[group * (main->n_units + 1)];
	uint32_t *slots = slots_of(joining, cells, main->n_units);

	if (!slots)
		return CHISO_ENOMEM;
	for (size_t unit = 0; unit <= main->n_units; unit++) {
		const struct unit_cell *cell = &cells[unit];
		struct joined *joined = &join->list[join->n];

		if (!is_joined(joining, cells, unit))
			continue;
		*joined = (struct joined){.unit = unit < main->n_units ? (int)unit : UNIT_NONE,
		                          .period = period,
		                          .key_values = values,
		                          .slots = slots,
		                          .reporting = cell->reporting,
		                          .expected = cell->expected};
		for (uint32_t part = 0; part < join->n_parts; part++) {
			const struct unit_cell *own = cell;

			if (part != joining->main) {
				own = others[part] == NO_SLOT
				              ? NULL
				              : cell_of(joining, part, others[part], joined->unit);
				take_coverage(joined, own);
			}
			slots[part] = own ? own->slot : NO_SLOT;
			if (own && own->boundaries > joined->boundaries)
				joined->boundaries = own->boundaries;
			if (own && part != joining->main &&
			    is_uneven(joining, part, group, others[part], joined))
				joined->is_uneven = 1;
		}
		joined->variant = variant_of(joining->run, joining->set, joined);
		slots += join->n_parts;
		join->n++;
	}
	return CHISO_OK;
}

/* A group of the main source and its period. */
struct timed {
	struct period period;
	uint32_t group;
};

static int compare_timed(const void *x, const void *y)
{
	const struct timed *a = x, *b = y;
	int order = period_compare(a->period, b->period);

	return order ? order : (a->group > b->group) - (a->group < b->group);
}

/* The groups of the main source, in time where there are no keys: then all that is left to do is to put
 * them in the order of units.  NULL: no memory; to be freed. */
static struct timed *list_groups(const struct joining *joining)
{
	const struct rollup *main = &joining->join->rollups[joining->main];
	const struct period *periods = joining->run->parts[joining->main].reader->periods;
	struct timed *list = malloc((main->groups.n + 1) * sizeof *list);

	for (uint32_t g = 0; list && g < main->groups.n; g++)
		list[g] = (struct timed){periods[groups_key(&main->groups, g)[0]], g};
	if (list && !joining->keys->n)
		qsort(list, main->groups.n, sizeof *list, compare_timed);
	return list;
}

static int join_groups(const struct joining *joining)
{
	struct join *join = joining->join;
	const struct rollup *main = &join->rollups[joining->main];
	uint32_t *others;
	struct timed *list;
	int status;

	/* Where parameters have values for no unit there are no sums, and not even names for what they would give. */
	if (!joining->run->applied.n_variants)
		return CHISO_OK;
	others = calloc(join->n_parts, sizeof *others);
	list = list_groups(joining);
	status = others && list ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t i = 0; i < main->groups.n && !status; i++) {
		uint32_t group = list[i].group;
		const char *const *values = values_of(joining, groups_key(&main->groups, group));

		for (uint32_t part = 0; values && part < join->n_parts; part++)
			others[part] = part == joining->main
			                       ? group
			                       : find_group(joining, part, list[i].period, values);
		status = values ? join_units(joining, group, others, values) : CHISO_ENOMEM;
	}
	free(others);
	free(list);
	return status;
}

/* Nobody looks at them when groups are joined. */
static void clear_rollups(struct join *join)
{
	for (uint32_t i = 0; i < join->n_parts; i++)
		rollup_clear(&join->rollups[i]);
	free(join->rollups);
	join->rollups = NULL;
}

int join_make(struct join *join, struct chiso_results *results, struct indicator_run *run,
              size_t set)
{
	struct joining joining = {.join = join, .results = results, .run = run, .set = set};
	int status = CHISO_OK;

	*join = (struct join){.n_parts = run->n_parts, .n_units = results->project->units.n};
	join->rollups = calloc(run->n_parts, sizeof *join->rollups);
	if (!join->rollups)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < run->n_parts && !status; i++)
		status = rollup_make(&join->rollups[i], results->project, &run->parts[i], set);
	if (!status)
		status = run_count_memory(results->run);
	while (run->parts[joining.main].sets[set].n < run->applied.spec->by[set].n)
		joining.main++;
	joining.keys = &run->parts[joining.main].sets[set];
	const struct rollup *main = &join->rollups[joining.main];
	if (!status) {
		join->room = (main->groups.n * (main->n_units + 1) + 1) * sizeof *join->list;
		join->list = mapped_resize(NULL, 0, join->room);
		joining.wanted = find_wanted(&joining, main->n_units);
		status = join->list && joining.wanted ? join_groups(&joining) : CHISO_ENOMEM;
		free(joining.wanted);
	}
	clear_rollups(join);
	join->is_of_records = run->n_parts == 1 && !status && key_set_is_of_records(joining.keys);
	return status;
}

void join_take(struct join *join, const struct indicator_run *run, size_t set)
{
	struct variant *only = applied_has_one_variant(&run->applied) ? run->applied.variants : NULL;

	for (size_t i = 0; i < join->n; i++)
		join->list[i].variant = only ? only : variant_of(run, set, &join->list[i]);
}

void join_clear(struct join *join)
{
	mapped_free(join->list, join->room);
	arena_clear(&join->arena);
}
