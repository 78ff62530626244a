/* SPDX-License-Identifier: MIT */
#include "tabulate.h"

#include "context.h"
#include "entry.h"
#include "share.h"

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
	uint32_t n_names, length[2];
};

static const char *title_of(const struct indicator_spec *spec, const char *lang)
{
	const char *title = words_in(spec->title, lang);

	return title ? title : chiso_text_in(spec->use->title, lang);
}

static void name_cell(const struct entries *entries, const struct entry *entry, const char *lang,
                      const struct chiso_output *output, struct chiso_cell *cell)
{
	const struct indicator_spec *spec = entries->run->applied.spec;
	const struct units *units = &entries->results->project->units;
	int at = entry->joined->unit;
	const struct unit *unit = at == UNIT_NONE ? NULL : &units->list[at];

	cell->size = sizeof *cell;
	cell->version = spec->use->version;
	cell->indicator = spec->id;
	cell->use = spec->use->id;
	cell->title = title_of(spec, lang);
	cell->output = output->field.id;
	cell->output_title = chiso_text_in(output->field.title, lang);
	cell->unit_measure = output->field.unit ? output->field.unit : spec->unit_measure;
	cell->unit = unit ? unit->code : "";
	cell->unit_name = unit ? unit_name(unit, lang) : "";
	cell->level = unit && unit->level ? unit->level : "";
	cell->period = entry->label;
	cell->reporting = entry->joined->reporting;
	cell->expected = entry->joined->expected;
	cell->synthetic = is_synthetic(entries->run);
	cell->direction = spec->use->direction;
}

/* The values of the keys, and behind them the labels where the cell is along its axes. */
static const char *const *values_of(const struct entries *entries, const struct entry *entry,
                                    const struct signature *signature,
                                    const struct chiso_output *output,
                                    const struct axis_place *place)
{
	const char **values;

	if (signature->n_names == entry->n_keys)
		return entry->key_values;
	values = arena_new(&entries->results->arena, signature->n_names, sizeof *values);
	for (uint32_t i = 0; values && i < signature->n_names; i++)
		values[i] = i < entry->n_keys
		                    ? entry->key_values[i]
		                    : variant_label(entry->group.variant, output, place,
		                                    signature->axis[0] ? (int)(i - entry->n_keys)
		                                                       : 1);
	return values;
}

/* The cell at one place of an output, the same for people and, in English, for programs. */
static int add_cell(const struct entries *entries, struct entry *entry,
                    const struct signature *signature, uint32_t row, uint32_t in_row, uint32_t at)
{
	const struct chiso_output *output = chiso_output_at(entries->run->applied.use, row);
	struct chiso_cell cell = entry->cells[at];
	int status = CHISO_OK, language = 0;

	cell.keys = signature->names;
	cell.n_keys = signature->n_names;
	cell.key_values =
		values_of(entries, entry, signature, output, &entry->group.variant->cells[at]);
	if (!cell.key_values)
		return CHISO_ENOMEM;
	entry_describe(entry, &cell);
	for (struct chiso_results *r = entries->results; r && !status; r = r->plain, language++) {
		const struct remarks *remarks = &entry->remarks[language];

		name_cell(entries, entry, r->context->lang, output, &cell);
		cell.notes = remarks->notes;
		cell.n_notes = remarks->n_notes;
		cell.sources = remarks->sources;
		cell.n_sources = remarks->n_sources;
		status = results_add(r, &cell,
		                     (struct cell_origin){.run = entries->run,
		                                          .group = &entry->group,
		                                          .cell = at,
		                                          .in_row = in_row,
		                                          .spec = entries->run->applied.spec,
		                                          .unit = entry->joined->unit,
		                                          .period = entry->joined->period});
	}
	return status;
}

static int is_of(const struct signature *signature, const struct chiso_output *output)
{
	return !memcmp(signature->axis, output->axis, sizeof signature->axis);
}

/* The row of an entry at one place along the axes: a cell for each output that repeats so. */
static int add_row(const struct entries *entries, struct entry *entry,
                   const struct signature *signature, const uint32_t *at)
{
	const struct chiso_indicator *use = entries->run->applied.use;
	const struct variant *variant = entry->group.variant;
	uint32_t length[2], in_row = 0;
	int status = CHISO_OK;

	for (int i = 0; i < 2; i++) {
		length[i] = signature->axis[i] ? variant->axes[signature->axis[i] - 1].n : 1;
		if (at[i] >= length[i])
			return CHISO_OK;
	}
	for (uint32_t row = 0; row < use->n_outputs && !status; row++)
		if (is_of(signature, chiso_output_at(use, row)))
			status = add_cell(entries, entry, signature, row, in_row++,
			                  variant->output_at[row] + at[0] * length[1] + at[1]);
	return status;
}

/* Entries with equal keys: all rows of one signature, then those of the next. */
static int add_rows(const struct entries *entries, struct entry *list, size_t n,
                    const struct signature *signature)
{
	uint32_t at[2];
	int status = CHISO_OK;

	for (at[0] = 0; at[0] < signature->length[0]; at[0]++)
		for (at[1] = 0; at[1] < signature->length[1]; at[1]++)
			for (size_t i = 0; i < n && !status; i++)
				status = add_row(entries, &list[i], signature, at);
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

/* Every way in which outputs repeat, once each, in the order of the outputs. */
static struct signature *find_signatures(const struct entries *entries, uint32_t *n)
{
	const struct chiso_indicator *use = entries->run->applied.use;
	struct signature *list = arena_new(&entries->results->arena, use->n_outputs, sizeof *list);

	*n = 0;
	for (uint32_t row = 0; list && row < use->n_outputs; row++) {
		const struct chiso_output *output = chiso_output_at(use, row);
		uint32_t i = 0;

		while (i < *n && !is_of(&list[i], output))
			i++;
		if (i < *n)
			continue;
		memcpy(list[*n].axis, output->axis, sizeof list->axis);
		if (name_signature(entries, &list[(*n)++]))
			return NULL;
	}
	return list;
}

static int add_entries(const struct entries *entries)
{
	uint32_t n_signatures;
	const struct signature *signatures = find_signatures(entries, &n_signatures);
	int status = signatures ? CHISO_OK : CHISO_ENOMEM;

	for (size_t from = 0, to; from < entries->n && !status; from = to) {
		for (to = from + 1; to < entries->n;)
			if (entry_has_keys_of(&entries->list[from], &entries->list[to]))
				to++;
			else
				break;
		for (uint32_t i = 0; i < n_signatures && !status; i++)
			status = add_rows(entries, entries->list + from, to - from, &signatures[i]);
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

int tabulate(struct chiso_results *results, struct indicator_run *run)
{
	size_t n = run->applied.spec->n_by, made = 0;
	struct entries *sets = calloc(n + 1, sizeof *sets);
	int *rank = NULL, status = sets ? units_rank(&results->project->units, &rank) : CHISO_ENOMEM;

	while (made < n && !status) {
		status = entries_make(&sets[made], results, run, made, rank);
		made++;
	}
	const struct entries *total = status ? NULL : find_total(sets, n);
	for (size_t i = 0; i < n && total; i++)
		share_entries(&sets[i], total);
	for (size_t i = 0; i < n && !status; i++)
		status = add_entries(&sets[i]);
	while (made)
		entries_clear(&sets[--made]);
	free(sets);
	free(rank);
	return status;
}
