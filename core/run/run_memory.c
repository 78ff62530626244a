/* SPDX-License-Identifier: MIT */
#include "run/run_memory.h"

#include "aggregate/spread.h"
#include "base/context.h"
#include "base/memory.h"
#include "records/pivot.h"

#include <math.h>

/* ---- tables ---- */

static size_t groups_hold(const struct groups *groups)
{
	return groups->n * groups->width * sizeof *groups->keys +
	       groups->table.size * sizeof *groups->table.entries;
}

static size_t intern_holds(const struct intern *intern)
{
	return intern->arena.bytes + intern->n * (sizeof *intern->texts + sizeof *intern->looks) +
	       intern->table.size * sizeof *intern->table.entries;
}

static size_t sums_hold(const struct sums *sums)
{
	return sums->n_slots * sums_stride(sums) * sizeof *sums->table + sums->wides.bytes +
	       (sums->wide ? sums->n_slots * sums->n_terms * sizeof *sums->wide : 0);
}

static size_t spans_hold(const struct key_spans *spans)
{
	return intern_holds(&spans->keys) + spans->keys.n * sizeof *spans->heads +
	       spans->n * sizeof *spans->spans;
}

static size_t set_holds(const struct aggregate *aggregate, const struct key_set *set)
{
	const struct chiso_state *state = aggregate->use->state;
	size_t of_state = state ? state->state_size : 0;
	const struct spread *spread = set->spread;
	size_t n = groups_hold(&set->groups) + sums_hold(&set->sums) +
		   set->groups.n * ((set->is_bare ? 0 : sizeof *set->slots) + of_state) +
		   set->slot_of_cap * sizeof *set->slot_of;

	if (spread)
		n += groups_hold(&spread->entries) + sums_hold(&spread->sums) +
		     sums_hold(&spread->moments) +
		     spread->entries.n *
			     (sizeof *spread->next + (spread->counts ? sizeof *spread->counts : 0) +
			      (spread->states ? of_state : 0)) +
		     set->groups.n * (sizeof *spread->first + sizeof *spread->last) +
		     (spread->times_cap ? set->groups.n * sizeof *spread->times : 0) +
		     spread->of_unit_cap * sizeof *spread->of_unit + spread->met_cap * sizeof *spread->met +
		     spread->row_cap * sizeof *spread->row + spread->is_shared_cap;
	return n;
}

static size_t indicator_holds(const struct indicator_run *indicator)
{
	size_t n = 0;

	for (uint32_t k = 0; k < indicator->n_parts; k++) {
		const struct aggregate *aggregate = &indicator->parts[k];

		n += intern_holds(&aggregate->key_texts) +
		     aggregate->variant_of_cap * sizeof *aggregate->variant_of + aggregate->few_of_cap;
		for (size_t s = 0; s < aggregate->n_sets; s++)
			n += set_holds(aggregate, &aggregate->sets[s]);
	}
	return n;
}

static size_t lookup_holds(const struct lookup_table *table)
{
	size_t n = spans_hold(&table->rows) + table->texts.bytes;

	for (size_t i = 0; i < table->n_columns; i++)
		n += table->columns[i].cap * sizeof(double) + table->columns[i].missing_cap;
	return n;
}

static size_t pivot_holds(const struct pivot *pivot)
{
	return intern_holds(&pivot->records_by_key) + groups_hold(&pivot->key_spellings.known) +
	       pivot->records_cap * sizeof *pivot->records +
	       pivot->n_values * (sizeof *pivot->values + pivot->n_marks * sizeof *pivot->mark_cells);
}

/* Of files what is in memory; those that are mapped can be given back at any time. */
static size_t reader_holds(const struct reader *reader)
{
	size_t n = intern_holds(&reader->keys) + intern_holds(&reader->texts) +
		   spans_hold(&reader->key_rows) + groups_hold(&reader->unit_periods.all) +
		   reader->arena.bytes;

	for (size_t i = 0; i < reader->n_files; i++)
		if (!reader->files[i].is_borrowed && !reader->files[i].bytes.mapped)
			n += reader->files[i].bytes.n;
	return reader->pivot ? n + pivot_holds(reader->pivot) : n;
}

static size_t dataset_holds(const struct run *run, size_t i)
{
	size_t n = run->readers && run->readers[i] ? reader_holds(run->readers[i]) : 0;

	return run->lookups.tables ? n + lookup_holds(&run->lookups.tables[i]) : n;
}

/* In one language or two. */
static size_t results_hold(const struct chiso_results *results)
{
	size_t n = 0;

	for (const struct chiso_results *r = results; r; r = r->plain) {
		const struct cells *cells = &r->cells;

		n += r->arena.bytes + r->n_shown * sizeof *r->shown +
		     cells->n_kept * sizeof *cells->kept +
		     (cells->order ? cells->n * sizeof *cells->order : 0) +
		     cells->n_groups * sizeof *cells->groups +
		     cells->n_labels * sizeof *cells->labels + cells->n_more * sizeof *cells->more +
		     cells->more_of_cap * sizeof *cells->more_of +
		     r->n_assessments * (sizeof *r->assessments + sizeof *r->assessed);
	}
	return n;
}

/* ---- counting ---- */

int run_count_memory(struct run *run)
{
	const struct chiso_project *project = run->project;
	size_t n, before = run->counted;

	if (!project->context->memory || !project->context->memory->limit)
		return CHISO_OK;
	n = results_hold(run->results);
	for (size_t i = 0; run->indicators && i < project->n_indicators; i++)
		n += indicator_holds(&run->indicators[i]);
	for (size_t i = 0; i < project->n_datasets; i++)
		n += dataset_holds(run, i);
	run->counted = n;
	return memory_note(project->context->memory, before, n);
}

uint64_t run_holds(const struct run *run)
{
	uint64_t n = run->counted;

	for (size_t i = 0; run->indicators && i < run->project->n_indicators; i++)
		n += run->indicators[i].applied.held;
	return n;
}

void run_forget_memory(struct run *run)
{
	(void)memory_note(run->project->context->memory, run->counted, 0);
	run->counted = 0;
}

/* ---- who holds most ---- */

static void print_megabytes(char *out, double bytes)
{
	number_print(out, ceil(bytes / (1 << 20)));
}

static void report_results(struct chiso_context *context, const struct chiso_results *results,
			   const char *limit)
{
	char size[NUMBER_ROOM], n[NUMBER_ROOM];

	print_megabytes(size, (double)results_hold(results));
	number_print(n, (double)results->cells.n_kept);
	report(context, MSG_MEMORY_OF_RESULTS, (struct place){0}, "", limit, size, n);
}

static void report_dataset(const struct run *run, size_t i, const char *limit)
{
	const struct dataset_spec *spec = &run->project->datasets[i];
	char size[NUMBER_ROOM];

	print_megabytes(size, (double)dataset_holds(run, i));
	report(run->project->context, MSG_MEMORY_OF_DATASET, spec->place, spec->id, limit, size);
}

static void report_indicator(const struct run *run, struct indicator_run *indicator,
			     const char *limit)
{
	char size[NUMBER_ROOM], n_records[NUMBER_ROOM], n_groups[NUMBER_ROOM];
	const struct indicator_spec *spec = indicator->applied.spec;
	double records = 0, groups = 0;

	for (uint32_t k = 0; k < indicator->n_parts; k++) {
		struct aggregate *aggregate = &indicator->parts[k];

		/* Without memory for that fewer are told of. */
		int has_slots = !aggregate_settle(aggregate, 1) && !aggregate_make_slots(aggregate);
		for (size_t s = 0; s < aggregate->n_sets; s++)
			groups += (double)aggregate->sets[s].groups.n;
		for (size_t i = 0; has_slots && aggregate->n_sets && i < aggregate->sets->groups.n; i++)
			records += (double)aggregate->sets->slots[i].n_seen;
	}
	print_megabytes(size, (double)indicator_holds(indicator) + (double)indicator->applied.held);
	number_print(n_records, records);
	number_print(n_groups, groups);
	report(run->project->context, MSG_MEMORY_OF_INDICATOR, spec->place, spec->id, limit, size,
	       n_records, n_groups);
}

static void report_most(struct run *run, const char *limit)
{
	const struct chiso_project *project = run->project;
	size_t most = results_hold(run->results), dataset = project->n_datasets;
	struct indicator_run *indicator = NULL;

	for (size_t i = 0; i < project->n_datasets; i++)
		if (dataset_holds(run, i) > most) {
			most = dataset_holds(run, i);
			dataset = i;
		}
	for (size_t i = 0; run->indicators && i < project->n_indicators; i++) {
		struct indicator_run *one = &run->indicators[i];

		if (!one->is_open || indicator_holds(one) + one->applied.held <= most)
			continue;
		most = indicator_holds(one) + one->applied.held;
		indicator = one;
	}
	if (indicator)
		report_indicator(run, indicator, limit);
	else if (dataset < project->n_datasets)
		report_dataset(run, dataset, limit);
	else
		report_results(project->context, run->results, limit);
}

void run_report_no_memory(struct run *run)
{
	struct chiso_context *context = run->project->context;
	struct memory *memory = context->memory;
	char limit[NUMBER_ROOM];

	if (memory && atomic_load(&memory->is_spent) && !memory->is_said) {
		print_megabytes(limit, (double)memory->limit);
		report_most(run, limit);
		memory->is_said = 1;
	}
	report_no_memory(context);
}
