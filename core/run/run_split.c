/* SPDX-License-Identifier: MIT */
#include "run/run_split.h"

#include "aggregate/aggregate_merge.h"
#include "base/context.h"
#include "base/grow.h"
#include "base/memory.h"
#include "base/thread.h"
#include "reader/blocks.h"
#include "run/run_memory.h"
#include "units/units_index.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* A smaller dataset is read sooner than threads are made. */
enum { LEAST_BYTES = 1 << 20 };

struct part {
	/* Copies of what all parts share, with what a run changes there anew. */
	struct chiso_context context;
	struct chiso_project project;
	struct unit_index index;
	struct run run;
	struct reader *reader;
	pthread_t thread;
	int is_running, status;
	atomic_int *give_up;
};

struct split {
	struct run *run;
	struct reader *reader;
	struct part *parts;
	uint32_t n;
	struct blocks blocks;
	struct style_guess guess; /* of a reader that does not know how numbers are written */
	atomic_int give_up;
};

/* ---- whether it can be ---- */

static int reads(const struct indicator_run *indicator, const struct reader *reader)
{
	for (uint32_t k = 0; k < indicator->n_parts; k++)
		if (indicator->parts[k].reader == reader)
			return 1;
	return 0;
}

/* What must be known of all records before, of records in their order, or of what is not written in
 * them. */
static int can_be(const struct run *run, const struct reader *reader)
{
	const struct chiso_project *project = run->project;
	int can = !reader->collapse && !reader->pivot && !reader->adjustments &&
	          !reader_has_interval(reader) && !project->rejects &&
	          !(run->watch && run->watched == reader->spec);
	size_t bytes = 0;

	for (size_t i = 0; i < reader->n_files; i++) {
		bytes += reader->files[i].bytes.n;
		can = can && !reader->files[i].origins;
	}
	for (size_t i = 0; i < project->n_indicators && can; i++) {
		const struct indicator_run *indicator = &run->indicators[i];

		if (indicator->is_open && reads(indicator, reader))
			can = indicator->pass == 0 && !indicator->applied.is_broken &&
			      !(indicator->applied.use->flags & CHISO_AS_REPORTED);
	}
	return can && bytes >= LEAST_BYTES;
}

/* ---- parts ---- */

/* How numbers are written is known of a file between commas, or guessed if there are some in quotes: where that is wrong
 * there is a number that can't be read, which gives up the parts. */
static int find_style(struct split *split)
{
	struct reader *reader = split->reader;
	int is_between_commas = 1;

	for (size_t i = 0; i < reader->n_files; i++)
		is_between_commas &= reader->files[i].delimiter == ',';
	if (!is_between_commas)
		return sniff_numbers(reader);
	return reader->knows_style ? CHISO_OK : guess_style(reader, &split->guess);
}

static void take_style(struct reader *reader, const struct split *split)
{
	static const struct number_style plain = {'.', 0};
	const struct reader *from = split->reader;

	reader->style = from->knows_style ? from->style : split->guess.is_made ? split->guess.style : plain;
	reader->is_mixed = from->is_mixed;
	reader->knows_style = 1;
}

static void copy_project(struct part *part, const struct run *run)
{
	const struct chiso_project *project = run->project;

	part->context = *project->context;
	part->context.findings = (struct findings){.limit = 1};
	part->project = *project;
	part->project.context = &part->context;
	part->project.arena = (struct arena){0};
	part->project.units.arena = (struct arena){0};
	if (project->units.implicit) {
		part->project.units = (struct units){.implicit = 1};
	} else if (project->units.index) {
		part->index = *project->units.index;
		part->project.units.index = &part->index;
	}
}

static int start_indicators(struct run *run, const struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < run->project->n_indicators && !status; i++)
		if (run->indicators[i].is_open && reads(&run->indicators[i], reader))
			status = run_start_indicator(run, &run->indicators[i], 0);
	return status;
}

static int open_part(struct part *part, struct split *split)
{
	const struct run *run = split->run;
	const struct chiso_project *project = run->project;

	copy_project(part, run);
	part->give_up = &split->give_up;
	part->run = (struct run){.project = &part->project, .beside = run};
	part->run.readers = calloc(project->n_datasets + 1, sizeof *part->run.readers);
	part->run.indicators = calloc(project->n_indicators + 1, sizeof *part->run.indicators);
	if (!part->run.readers || !part->run.indicators)
		return CHISO_ENOMEM;
	int status = run_bind(&part->run, NULL);
	part->reader = part->run.readers[split->reader->spec - project->datasets];
	if (status || !part->reader)
		return CHISO_ENOMEM;
	part->reader->blocks = &split->blocks;
	part->reader->is_first = part == split->parts;
	part->reader->unpacks_aside = split->n < project->context->threads;
	take_style(part->reader, split);
	status = start_indicators(&part->run, part->reader);
	if (!status)
		status = reader_prepare(part->reader);
	/* What there is to say of project and headers has been said. */
	chiso_findings_clear(&part->context);
	return status;
}

static void close_part(struct part *part)
{
	if (!part->run.project)
		return;
	run_clear(&part->run);
	if (part->project.units.implicit)
		units_clear(&part->project.units);
	else
		arena_clear(&part->project.units.arena);
	arena_clear(&part->project.arena);
	findings_free(&part->context.findings);
	*part = (struct part){.status = part->status};
}

static int has_findings(const struct chiso_context *context)
{
	const struct findings *findings = &context->findings;

	return findings->out_of_memory || findings->count[CHISO_NOTE] ||
	       findings->count[CHISO_WARNING] || findings->count[CHISO_ERROR];
}

static void read_part(struct part *part)
{
	int status;

	while (!atomic_load(part->give_up) && (status = reader_next(part->reader)) != 0) {
		part->status = status > 0 ? run_give_batch(&part->run, part->reader, 0) : status;
		if (!part->status)
			part->status = run_count_memory(&part->run);
		if (part->status || has_findings(&part->context))
			atomic_store(part->give_up, 1);
	}
	if (!part->status)
		part->status = run_settle(&part->run, part->reader);
}

static void *run_part(void *part)
{
	read_part(part);
	return NULL;
}

/* The first part is read by this thread; parts for which there is no thread to be had as well. */
static int read_parts(struct split *split)
{
	int status = CHISO_OK;

	for (uint32_t i = 1; i < split->n; i++)
		split->parts[i].is_running =
			!thread_start(&split->parts[i].thread, run_part, &split->parts[i]);
	for (uint32_t i = 0; i < split->n; i++)
		if (!split->parts[i].is_running)
			read_part(&split->parts[i]);
	for (uint32_t i = 0; i < split->n; i++) {
		if (split->parts[i].is_running)
			pthread_join(split->parts[i].thread, NULL);
		if (split->parts[i].status)
			status = split->parts[i].status;
	}
	return status;
}

/* ---- bringing together ---- */

/* What states of a part still hold when they have been cleared is held by those of the whole now. */
static int merge_indicator(struct indicator_run *into, struct indicator_run *from,
                           const struct reader_map *map)
{
	int status = CHISO_OK;

	for (uint32_t k = 0; k < into->n_parts && !status; k++)
		if (into->parts[k].reader == map->into) {
			status = aggregate_merge(&into->parts[k], &from->parts[k], map);
			aggregate_clear_states(&from->parts[k]);
		}
	into->applied.held += from->applied.held;
	from->applied.held = 0;
	return status;
}

/* What the first part has made becomes that of the whole, where the numbers of both mean the same.  Whether
 * it has, or CHISO_ENOMEM. */
static int adopt_part(struct split *split, struct part *part)
{
	struct run *run = split->run;
	struct units *units = &run->project->units, own = *units;
	int status = CHISO_OK;

	/* Units that are met are numbered by each part for itself. */
	if ((units->implicit && units->n) || !reader_adopt(split->reader, part->reader))
		return 0;
	if (units->implicit) {
		*units = part->project.units;
		part->project.units = own;
	}
	for (size_t i = 0; i < run->project->n_indicators; i++) {
		struct indicator_run *into = &run->indicators[i], *from = &part->run.indicators[i];

		for (uint32_t k = 0; into->is_open && k < into->n_parts && !status; k++)
			if (into->parts[k].reader == split->reader)
				status = aggregate_adopt(&into->parts[k], &from->parts[k]);
		into->applied.held += from->applied.held;
		from->applied.held = 0;
	}
	return status ? status : 1;
}

/* A part that is brought together with the whole. */
struct merging {
	struct split *split;
	struct part *part;
	struct reader_map map;
	int has_states; /* which indicators it is about */
};

static int merge_some(void *user, size_t from, size_t to)
{
	const struct merging *merging = user;
	struct run *run = merging->split->run;
	int status = CHISO_OK;

	for (size_t i = from; i < to && !status; i++) {
		struct indicator_run *into = &run->indicators[i];

		if (into->is_open && reads(into, merging->split->reader) &&
		    (into->applied.use->state != NULL) == merging->has_states)
			status = merge_indicator(into, &merging->part->run.indicators[i], &merging->map);
	}
	return status;
}

/* By how many threads: few groups are brought together sooner than threads are made. */
static uint32_t worth_threads(const struct merging *merging)
{
	enum { LEAST_GROUPS = 4096 };
	const struct run *run = &merging->part->run;
	size_t n_groups = 0;

	for (size_t i = 0; i < run->project->n_indicators; i++)
		for (uint32_t k = 0; k < run->indicators[i].n_parts; k++)
			for (size_t s = 0; s < run->indicators[i].parts[k].n_sets; s++)
				n_groups += run->indicators[i].parts[k].sets[s].groups.n;
	return n_groups < LEAST_GROUPS ? 1 : run->project->context->threads;
}

/* Indicators that have only sums have nothing in common, so that several threads bring them together; what plugins do
 * with states they do in this one. */
static int merge_indicators(struct merging *merging)
{
	struct run *run = merging->split->run;
	size_t n = run->project->n_indicators;

	for (size_t i = 0; i < n; i++) {
		const struct applied *from = &merging->part->run.indicators[i].applied;

		for (uint32_t v = 0; v < from->n_variants; v++)
			if (from->variants[v].is_used)
				variant_begin(&run->indicators[i].applied.variants[v]);
	}
	int status = threads_do(worth_threads(merging), n, 1, merge_some, merging);
	merging->has_states = 1;
	return status ? status : merge_some(merging, 0, n);
}

static int merge_part(struct split *split, struct part *part)
{
	struct merging merging = {.split = split, .part = part};
	struct reader_map *map = &merging.map;
	const struct blocks *blocks = part->reader->is_first ? NULL : &split->blocks;
	int status = part == split->parts ? adopt_part(split, part) : 0;

	if (status < 0)
		return status;
	if (status)
		status = reader_map_adopted(map, split->reader, part->reader, blocks);
	else
		status = reader_map_make(map, split->reader, part->reader, blocks);
	if (!status)
		status = reader_merge(map);
	if (!status)
		status = merge_indicators(&merging);
	reader_map_clear(map);
	return status;
}

static int have_failed(const struct split *split)
{
	/* What was wrong with the last records came with no batch. */
	for (uint32_t k = 0; k < split->n; k++)
		if (has_findings(&split->parts[k].context))
			return 1;
	for (size_t i = 0; i < split->run->project->n_indicators; i++)
		for (uint32_t k = 0; k < split->n; k++)
			if (split->parts[k].run.indicators[i].applied.is_broken)
				return 1;
	return 0;
}

/* 1: the parts are the whole. */
static int is_whole(struct split *split)
{
	struct reader *readers[MAX_THREADS];

	for (uint32_t i = 0; i < split->n; i++)
		readers[i] = split->parts[i].reader;
	/* Nobody has looked how numbers are written in records that were left out. */
	for (uint32_t i = 0; i < split->n && !split->reader->knows_style; i++)
		if (readers[i]->met_totals.n)
			return 0;
	if (!blocks_fit(&split->blocks))
		return 0;
	int status = readers_designs_agree(readers, split->n);
	return status > 0 ? readers_keys_differ(readers, split->n) : status;
}

/* Parts hold more than the whole: those that share groups have each their own, and one more is there while
 * they are brought together.  What the limit does not allow to parts it may allow to one reader, which has
 * the last word. */
static int is_too_much(const struct split *split)
{
	struct memory *memory = split->run->project->context->memory;
	uint64_t most = 0;

	for (uint32_t i = 0; i < split->n; i++)
		if (run_holds(&split->parts[i].run) > most)
			most = run_holds(&split->parts[i].run);
	if (!memory || (!atomic_load(&memory->is_spent) && memory_has(memory, most)))
		return 0;
	atomic_store(&memory->is_spent, 0);
	return 1;
}

static int read_all(struct split *split)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < split->n && !status; i++)
		status = open_part(&split->parts[i], split);
	if (status)
		return status;
	status = read_parts(split);
	if (!status && split->blocks.has_failed)
		status = CHISO_ENOMEM;
	if (is_too_much(split))
		return 0;
	if (status || atomic_load(&split->give_up) || have_failed(split))
		return status;
	status = is_whole(split);
	if (status <= 0)
		return status;
	take_guess(split->reader, &split->guess);
	for (uint32_t i = 0; i < split->n; i++) {
		status = merge_part(split, &split->parts[i]);
		close_part(&split->parts[i]);
		if (status)
			return CHISO_ENOMEM;
	}
	return run_count_memory(split->run) ? CHISO_ENOMEM : 1;
}

int run_split(struct run *run, struct reader *reader)
{
	struct split split = {.run = run, .reader = reader};

	if (!can_be(run, reader))
		return 0;
	split.n = blocks_count(reader, run->project->context->threads);
	if (find_style(&split))
		return CHISO_ENOMEM;
	/* Somebody may look for a name; the table that this makes is shared. */
	if (!run->project->units.implicit && index_names(&run->project->units))
		return CHISO_ENOMEM;
	split.parts = calloc(split.n, sizeof *split.parts);
	if (!split.parts)
		return CHISO_ENOMEM;
	blocks_begin(&split.blocks, reader, split.n);
	int status = read_all(&split);
	for (uint32_t i = 0; i < split.n; i++)
		close_part(&split.parts[i]);
	blocks_end(&split.blocks);
	free(split.parts);
	/* Batches and their like were in many pieces of the heap, for which results have no use. */
	memory_give_back();
	return status;
}
