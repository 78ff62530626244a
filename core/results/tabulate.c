/* SPDX-License-Identifier: MIT */
#include "results/tabulate.h"

#include "aggregate/spread.h"
#include "base/context.h"
#include "results/entry.h"
#include "results/share.h"

#include <stdlib.h>
#include <string.h>

static int is_synthetic(const struct indicator_run *run)
{
	for (uint32_t i = 0; i < run->n_parts; i++)
		if (run->parts[i].reader->spec->synthetic)
			return 1;
	return 0;
}

/* Outputs that repeat along the same axes: together they make rows. */
struct signature {
	uint8_t axis[2];
	const char *const *names; /* the keys of the set, then those of the axes */
	uint32_t *outputs;        /* those that are given and repeat so */
	uint32_t n_names, n_outputs, length[2];
};

static const char *title_of(const struct indicator_spec *spec, const char *lang)
{
	const char *title = words_in(spec->title, lang);

	return title ? title : chiso_text_in(spec->use->title, lang);
}

/* Whether an output is given, and repeats so. */
static int is_of(const struct signature *signature, const struct indicator_spec *spec, uint32_t row)
{
	return indicator_gives(spec, row) &&
	       !memcmp(signature->axis, chiso_output_at(spec->use, row)->axis,
	               sizeof signature->axis);
}

/* The numbers of its outputs in one language, beside the outputs of the plugin. */
struct output_list {
	uint32_t *numbers[LANGUAGES];
};

static int add_outputs(const struct entries *entries, const struct signature *signature,
                       struct output_list *list)
{
	const struct indicator_spec *spec = entries->run->applied.spec;
	int language = 0;

	for (struct chiso_results *r = entries->results; r; r = r->plain, language++) {
		const char *lang = r->context->lang;

		for (uint32_t i = 0; i < signature->n_outputs; i++) {
			uint32_t row = signature->outputs[i];
			const struct chiso_output *output = chiso_output_at(spec->use, row);
			uint32_t number = cells_add_output(&r->cells, &(struct cell_output){
				.spec = spec,
				.indicator = spec->id,
				.use = spec->use->id,
				.title = title_of(spec, lang),
				.output = output->field.id,
				.output_title = chiso_text_in(output->field.title, lang),
				.unit_measure = output->field.unit ? output->field.unit
				                                   : spec->unit_measure,
				.keys = signature->names,
				.n_keys = signature->n_names,
				.version = spec->use->version,
				.row = row,
				.in_row = i,
				.direction = spec->use->direction});
			if (number == UINT32_MAX)
				return CHISO_ENOMEM;
			list->numbers[language][row] = number;
		}
	}
	return CHISO_OK;
}

/* What the cells of an entry share, in one language: its number; UINT32_MAX: no memory. */
static uint32_t make_group(const struct entries *entries, const struct entry *entry,
                           struct chiso_results *results)
{
	const struct units *units = &entries->results->project->units;
	int at = entry->joined->unit;
	const struct unit *unit = at == UNIT_NONE ? NULL : &units->list[at];
	struct cell_group *group = arena_room(&results->arena, 1, sizeof *group);
	const struct cell_remarks *remarks = entry_remarks(entry, results);

	if (!group || !remarks)
		return UINT32_MAX;
	entry_describe(entry, group);
	group->unit_code = unit ? unit->code : "";
	group->unit_name = unit ? unit_name(unit, results->context->lang) : "";
	group->level = unit && unit->level ? unit->level : "";
	group->remarks = remarks;
	group->synthetic = (uint8_t)is_synthetic(entries->run);
	return cells_add_group(&results->cells, group);
}

/* The values of the keys, and behind them the labels where the row is along its axes. */
static const char *const *values_of(const struct entries *entries, const struct entry *entry,
                                    const struct signature *signature,
                                    const struct chiso_output *output,
                                    const struct axis_place *place)
{
	size_t n_keys = entries->keys->n;
	const char **values;

	if (signature->n_names == n_keys)
		return entry->joined->key_values;
	values = arena_new(&entries->results->arena, signature->n_names, sizeof *values);
	for (uint32_t i = 0; values && i < signature->n_names; i++)
		values[i] = i < n_keys
		                    ? entry->joined->key_values[i]
		                    : variant_label(entry->joined->variant, output, place,
		                                    signature->axis[0] ? (int)(i - n_keys)
		                                                       : 1);
	return values;
}

/* A place along the axes of some outputs, for all entries of one table. */
struct line {
	uint32_t cell; /* the first one in the call; those of the other outputs are kept behind it */
	int is_there;  /* the variant has such a place */
	uint32_t labels[LANGUAGES];
};

/* Whether there is the place in a variant, and its number. */
static int find_place(const struct signature *signature, const struct variant *variant,
                      const uint32_t *at, uint32_t *place)
{
	uint32_t length[2];

	for (int i = 0; i < 2; i++) {
		length[i] = signature->axis[i] ? variant->axes[signature->axis[i] - 1].n : 1;
		if (at[i] >= length[i])
			return 0;
	}
	*place = at[0] * length[1] + at[1];
	return 1;
}

/* Begins the line of an entry. */
static int begin_line(const struct entries *entries, const struct entry *entry,
                      const struct signature *signature, const uint32_t *at, struct line *line)
{
	const struct variant *variant = entry->joined->variant;
	const struct chiso_indicator *use = entries->run->applied.spec->use;
	uint32_t place, first = variant->output_at[signature->outputs[0]];
	int language = 0;

	*line = (struct line){0};
	if (!find_place(signature, variant, at, &place))
		return CHISO_OK;
	line->is_there = 1;
	line->cell = first + place;
	const char *const *values =
		values_of(entries, entry, signature, chiso_output_at(use, signature->outputs[0]),
		          &variant->cells[first + place]);
	if (!values)
		return CHISO_ENOMEM;
	for (struct chiso_results *r = entries->results; r; r = r->plain, language++) {
		line->labels[language] =
			cells_add_labels(&r->cells, (struct cell_labels){values, place, entry->table});
		if (line->labels[language] == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* The cells of n entries of one table in a line, the same for people and, in English, for programs: they are kept
 * one behind the other. */
static int place_cells(const struct entries *entries, const struct entry *list, size_t n,
                       const struct signature *signature, const struct output_list *outputs,
                       const struct line *line)
{
	int language = 0;

	for (struct chiso_results *r = entries->results; r; r = r->plain, language++) {
		const uint32_t *numbers = outputs->numbers[language], *outputs_of = signature->outputs;
		uint32_t labels = line->labels[language], n_outputs = signature->n_outputs;
		size_t kept = entry_kept(list, line->cell);
		struct cell *cell = &r->cells.kept[kept];

		for (size_t i = 0; i < n; i++) {
			uint32_t group = list[i].groups[language];

			for (uint32_t k = 0; k < n_outputs; k++, cell++) {
				cell->group = group;
				cell->labels = labels;
				cell->output = numbers[outputs_of[k]];
			}
		}
		if (cells_place_row(&r->cells, kept, n * n_outputs))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* The end of the entries that are of one table with the one from which they begin; mostly all are. */
static size_t end_of_table(const struct entry *list, size_t n, size_t from)
{
	size_t to = from + 1;

	if (list[n - 1].table == list[from].table)
		return n;
	while (list[to].table == list[from].table)
		to++;
	return to;
}

static int add_line(const struct entries *entries, const struct entry *list, size_t n,
                    const struct signature *signature, const struct output_list *outputs,
                    const uint32_t *at)
{
	int status = CHISO_OK;

	for (size_t from = 0, to; from < n && !status; from = to) {
		struct line line;

		to = end_of_table(list, n, from);
		status = begin_line(entries, &list[from], signature, at, &line);
		if (!status && line.is_there)
			status = place_cells(entries, list + from, to - from, signature, outputs,
			                     &line);
	}
	return status;
}

/* Entries with equal keys: all lines of one signature, then those of the next. */
static int add_lines(const struct entries *entries, const struct entry *list, size_t n,
                     const struct signature *signature, const struct output_list *outputs)
{
	uint32_t at[2];
	int status = CHISO_OK;

	for (at[0] = 0; at[0] < signature->length[0]; at[0]++)
		for (at[1] = 0; at[1] < signature->length[1] && !status; at[1]++)
			status = add_line(entries, list, n, signature, outputs, at);
	return status;
}

/* ---- signatures ---- */

static int name_signature(const struct entries *entries, struct signature *signature)
{
	const struct applied *applied = &entries->run->applied;
	const char **names = arena_new(&entries->results->arena, entries->keys->n + 2, sizeof *names);

	if (!names)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < entries->keys->n; i++)
		names[signature->n_names++] = entries->keys->items[i];
	for (int i = 0; i < 2; i++) {
		signature->length[i] = !signature->axis[i];
		if (!signature->axis[i])
			continue;
		names[signature->n_names++] =
			chiso_axis_at(applied->use, signature->axis[i] - 1u)->field.id;
		for (uint32_t k = 0; k < applied->n_variants; k++) {
			uint32_t n = applied->variants[k].axes[signature->axis[i] - 1].n;

			if (n > signature->length[i])
				signature->length[i] = n;
		}
	}
	signature->names = names;
	return CHISO_OK;
}

static int list_outputs(const struct entries *entries, struct signature *signature)
{
	const struct indicator_spec *spec = entries->run->applied.spec;
	uint32_t n = spec->use->n_outputs;

	signature->outputs = arena_new(&entries->results->arena, n, sizeof *signature->outputs);
	for (uint32_t row = 0; signature->outputs && row < n; row++)
		if (is_of(signature, spec, row))
			signature->outputs[signature->n_outputs++] = row;
	return signature->outputs ? CHISO_OK : CHISO_ENOMEM;
}

/* Every way in which outputs repeat, once each, in the order of the outputs. */
static struct signature *find_signatures(const struct entries *entries, uint32_t *n)
{
	const struct indicator_spec *spec = entries->run->applied.spec;
	const struct chiso_indicator *use = spec->use;
	struct signature *list = arena_new(&entries->results->arena, use->n_outputs, sizeof *list);

	*n = 0;
	for (uint32_t row = 0; list && row < use->n_outputs; row++) {
		const struct chiso_output *output = chiso_output_at(use, row);
		uint32_t i = 0;

		while (i < *n && !is_of(&list[i], spec, row))
			i++;
		if (i < *n || !indicator_gives(spec, row))
			continue;
		memcpy(list[*n].axis, output->axis, sizeof list->axis);
		if (name_signature(entries, &list[(*n)++]))
			return NULL;
	}
	for (uint32_t i = 0; list && i < *n; i++)
		if (list_outputs(entries, &list[i]))
			return NULL;
	return list;
}

/* Those of another indicator serve where the same is said of them.  What is kept back is said of one indicator
 * after the other. */
static int make_groups(const struct entries *entries)
{
	int is_shared = entries->are_taken && !project_keeps_back(entries->results->project);

	for (size_t i = 0; i < entries->n && !entries->are_same; i++) {
		struct entry *entry = &entries->list[i];
		int language = 0;

		entries_ask_for(entries->list, entries->n, i);
		for (struct chiso_results *r = entries->results; r; r = r->plain, language++) {
			if (is_shared && entry_is_described(entry, r->cells.groups[entry->groups[language]]))
				continue;
			entry->groups[language] = make_group(entries, entry, r);
			if (entry->groups[language] == UINT32_MAX)
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

static int add_entries(const struct entries *entries)
{
	struct chiso_results *results = entries->results;
	uint32_t n_signatures, n_outputs = entries->run->applied.use->n_outputs;
	const struct signature *signatures = find_signatures(entries, &n_signatures);
	struct output_list outputs = {{0}};
	int status = signatures ? make_groups(entries) : CHISO_ENOMEM;

	for (int i = 0; i < LANGUAGES && !status; i++) {
		outputs.numbers[i] = arena_new(&results->arena, n_outputs, sizeof *outputs.numbers[i]);
		status = outputs.numbers[i] ? CHISO_OK : CHISO_ENOMEM;
	}
	for (uint32_t i = 0; i < n_signatures && !status; i++)
		status = add_outputs(entries, &signatures[i], &outputs);
	for (size_t from = 0, to; from < entries->n && !status; from = to) {
		for (to = entries->keys->n ? from + 1 : entries->n; to < entries->n;)
			if (entry_has_keys_of(&entries->list[from], &entries->list[to]))
				to++;
			else
				break;
		for (uint32_t i = 0; i < n_signatures && !status; i++)
			status = add_lines(entries, entries->list + from, to - from,
			                   &signatures[i], &outputs);
	}
	return status;
}

/* What the breakdowns are shares of; NULL: the project asks for no total. */
static const struct entries *find_total(const struct entries *sets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!sets[i].keys->n)
			return &sets[i];
	return NULL;
}

/* The indicator that has been tabulated last, whose groups may be those of the next one. */
struct tabulated {
	struct entries *sets;
	size_t n;
	int *rank; /* of units */
};

static void clear(struct tabulated *last)
{
	while (last->n)
		entries_clear(&last->sets[--last->n]);
	free(last->sets);
	free(last->rank);
	*last = (struct tabulated){0};
}

static int make_sets(struct tabulated *out, struct chiso_results *results, struct indicator_run *run)
{
	size_t n = run->applied.spec->n_by;
	int status;

	clear(out);
	out->sets = calloc(n + 1, sizeof *out->sets);
	status = out->sets ? units_rank(&results->project->units, &out->rank) : CHISO_ENOMEM;
	while (out->n < n && !status) {
		status = entries_make(&out->sets[out->n], results, run, out->n, out->rank);
		out->n++;
	}
	return status;
}

static int take_sets(struct tabulated *last, struct indicator_run *run, int are_same)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < last->n && !status; i++)
		status = entries_take(&last->sets[i], run, last->rank, are_same);
	return status;
}

/* Slots that are to be read, and sums. */
static int settle(struct indicator_run *run)
{
	for (uint32_t i = 0; i < run->n_parts; i++)
		if (aggregate_make_slots(&run->parts[i]) || spread_settle(&run->parts[i]))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

static int make_cells(struct tabulated *last, struct chiso_results *results, struct indicator_run *run)
{
	int are_alike = last->n && entries_are_alike(last->sets, run);
	int are_same = are_alike && entries_are_same(last->sets, run);
	int status = are_same ? CHISO_OK : settle(run);

	if (!status)
		status = are_alike ? take_sets(last, run, are_same) : make_sets(last, results, run);
	const struct entries *total = status ? NULL : find_total(last->sets, last->n);
	for (size_t i = 0; i < last->n && total && !status; i++)
		status = share_entries(&last->sets[i], total);
	for (size_t i = 0; i < last->n && !status; i++)
		status = add_entries(&last->sets[i]);
	return status;
}

/* As many as there are groups before any are joined or rolled up. */
static size_t count_cells(const struct indicator_run *run)
{
	const struct indicator_spec *spec = run->applied.spec;
	size_t n = 0;

	if (!run->is_open || run->is_tabulated || !run->applied.n_variants)
		return 0;
	for (size_t i = 0; i < spec->n_by; i++)
		n += run->parts->sets[i].groups.n;
	return n * run->applied.variants->n_kept;
}

int tabulate_reserve(struct chiso_results *results)
{
	size_t n = 0;
	int status = CHISO_OK;

	for (size_t i = 0; i < results->project->n_indicators; i++)
		n += count_cells(&results->run->indicators[i]);
	for (struct chiso_results *r = results; r && !status; r = r->plain)
		status = cells_reserve(&r->cells, n);
	return status;
}

int tabulate(struct chiso_results *results, struct indicator_run *run)
{
	struct tabulated *last = results->run->tabulated;
	int status;

	if (!last)
		last = results->run->tabulated = calloc(1, sizeof *last);
	if (!last)
		return CHISO_ENOMEM;
	status = make_cells(last, results, run);
	for (uint32_t i = 0; i < run->n_parts; i++)
		aggregate_drop_slots(&run->parts[i]);
	return status;
}

void tabulated_free(struct run *run)
{
	if (run->tabulated)
		clear(run->tabulated);
	free(run->tabulated);
	run->tabulated = NULL;
}
