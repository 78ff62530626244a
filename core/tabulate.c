/* SPDX-License-Identifier: MIT */
#include "tabulate.h"

#include "context.h"
#include "estimate.h"
#include "join.h"
#include "tabulate_value.h"

#include <stdlib.h>
#include <string.h>

enum { LANGUAGES = 2 }; /* results for people, and for programs */

/* ---- what all cells of a group share ---- */

/* Notes or sources of a slot, in order of their texts. */
static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In the language of the results; a text that two records share stands once. */
static const char *const *texts_of(struct chiso_results *results, const struct intern *known,
                                   const struct id_set *set, uint32_t *n)
{
	const char **texts = arena_new(&results->arena, set->n + 1u, sizeof *texts);
	uint32_t kept = 0;

	for (uint32_t i = 0; texts && i < set->n; i++) {
		struct slice text = reader_note(known->texts[set->ids[i]], results->context->lang);

		texts[i] = arena_text(&results->arena, text.text, text.n);
		if (!texts[i])
			return NULL;
	}
	if (texts && set->n > 1)
		qsort(texts, set->n, sizeof *texts, compare_texts);
	for (uint32_t i = 0; texts && i < set->n; i++)
		if (!kept || strcmp(texts[i], texts[kept - 1]))
			texts[kept++] = texts[i];
	*n = kept;
	return texts;
}

/* Notes and sources of a group, in the language of the results. */
struct remarks {
	const char *const *notes, *const *sources;
	uint32_t n_notes, n_sources;
};

/* Adds the texts of one source to those of others, which go first. */
static int add_texts(struct chiso_results *results, const struct intern *known,
                     const struct id_set *set, const char *const **texts, uint32_t *n)
{
	uint32_t more;
	const char *const *own = texts_of(results, known, set, &more);
	const char **both = own && more && *n ? arena_new(&results->arena, *n + more, sizeof *both)
	                                      : NULL;

	if (!own || (more && *n && !both))
		return CHISO_ENOMEM;
	if (both) {
		memcpy(both, *texts, *n * sizeof *both);
		memcpy(both + *n, own, more * sizeof *both);
		own = both;
	}
	if (more || !*texts)
		*texts = own;
	*n += more;
	return CHISO_OK;
}

static int remark(struct chiso_results *results, const struct group_slots *group,
                  struct remarks *out)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < group->run->n_parts && !status; i++) {
		const struct slot *slot = group_slot(group, i);
		const struct intern *texts = &group->run->parts[i].reader->texts;

		if (!slot)
			continue;
		status = add_texts(results, texts, &slot->notes, &out->notes, &out->n_notes);
		if (!status)
			status = add_texts(results, texts, &slot->sources, &out->sources,
			                   &out->n_sources);
	}
	return status;
}

/* A note of the host's own, behind those of the records. */
static int add_note(struct chiso_results *results, enum message id, struct remarks *out)
{
	const char **notes = arena_new(&results->arena, out->n_notes + 1u, sizeof *notes);

	if (!notes)
		return CHISO_ENOMEM;
	if (out->n_notes)
		memcpy(notes, out->notes, out->n_notes * sizeof *notes);
	notes[out->n_notes++] = message_text(id, results->context->lang);
	out->notes = notes;
	return CHISO_OK;
}

/* What is known about the figures: of several sources the weaker one, and the sum of the records. */
static void describe_group(const struct group_slots *group, struct chiso_cell *cell)
{
	struct slot all = {0};

	for (uint32_t i = 0; i < group->run->n_parts; i++) {
		const struct slot *slot = group_slot(group, i);

		if (!slot)
			continue;
		slot_mark(&all, slot);
		all.rolled_up |= slot->rolled_up;
		if (slot->periods_expected && !all.periods_expected) {
			all.periods_reporting = slot->periods_reporting;
			all.periods_expected = slot->periods_expected;
		}
	}
	cell->n_used = all.n_used;
	cell->n_seen = all.n_seen;
	cell->status = all.status;
	cell->evidence = all.evidence;
	cell->is_break = all.is_break;
	cell->rolled_up = all.rolled_up;
	cell->periods_reporting = all.periods_reporting;
	cell->periods_expected = all.periods_expected;
}

static int is_synthetic(const struct indicator_run *run)
{
	for (uint32_t i = 0; i < run->n_parts; i++)
		if (run->parts[i].reader->spec->synthetic)
			return 1;
	return 0;
}

/* ---- cells ---- */

/* A group of one unit, with its place in the order of the results and all that its cells need. */
struct entry {
	const struct joined *joined;
	const char *label;
	const char *const *key_values;
	const int *rank; /* of units; NULL: as they are */
	uint32_t n_keys;
	struct group_slots group;
	struct chiso_cell *cells; /* of the call */
	const char *standard;     /* NULL: none, or of several */
	int is_break;             /* another standard than in the period before */
	struct remarks remarks[LANGUAGES];
};

static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	for (uint32_t i = 0; i < a->n_keys; i++) {
		int order = strcmp(a->key_values[i], b->key_values[i]);

		if (order)
			return order;
	}
	int x_unit = a->joined->unit, y_unit = b->joined->unit;

	if (x_unit != y_unit) {
		int left = a->rank && x_unit >= 0 ? a->rank[x_unit] : x_unit;
		int right = b->rank && y_unit >= 0 ? b->rank[y_unit] : y_unit;

		return left < right ? -1 : 1;
	}
	return period_compare(a->joined->period, b->joined->period);
}


/* Outputs that repeat along the same axes: together they make rows. */
struct signature {
	uint8_t axis[2];
	const char *const *names; /* the keys of the set, then those of the axes */
	uint32_t n_names, length[2];
};

/* Everything about the cells that are being made. */
struct making {
	struct chiso_results *results;
	struct indicator_run *run;
	size_t set;
	const struct names *keys;
	struct entry *entries;
	size_t n;
};

static const char *title_of(const struct indicator_spec *spec, const char *lang)
{
	const char *title = words_in(spec->title, lang);

	return title ? title : chiso_text_in(spec->use->title, lang);
}

static void name_cell(const struct making *making, const struct entry *entry, const char *lang,
                      const struct chiso_output *output, struct chiso_cell *cell)
{
	const struct indicator_spec *spec = making->run->applied.spec;
	const struct units *units = &making->results->project->units;
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
	cell->synthetic = is_synthetic(making->run);
	cell->direction = spec->use->direction;
}

/* The values of the keys, and behind them the labels where the cell is along its axes. */
static const char *const *values_of(const struct making *making, const struct entry *entry,
                                    const struct signature *signature,
                                    const struct chiso_output *output,
                                    const struct axis_place *place)
{
	const char **values;

	if (signature->n_names == entry->n_keys)
		return entry->key_values;
	values = arena_new(&making->results->arena, signature->n_names, sizeof *values);
	for (uint32_t i = 0; values && i < signature->n_names; i++)
		values[i] = i < entry->n_keys
		                    ? entry->key_values[i]
		                    : variant_label(entry->group.variant, output, place,
		                                    signature->axis[0] ? (int)(i - entry->n_keys)
		                                                       : 1);
	return values;
}

/* The cell at one place of an output, the same for people and, in English, for programs. */
static int add_cell(const struct making *making, struct entry *entry,
                    const struct signature *signature, uint32_t row, uint32_t in_row, uint32_t at)
{
	const struct chiso_output *output = chiso_output_at(making->run->applied.use, row);
	struct chiso_cell cell = entry->cells[at];
	int status = CHISO_OK, language = 0;

	cell.keys = signature->names;
	cell.n_keys = signature->n_names;
	cell.key_values =
		values_of(making, entry, signature, output, &entry->group.variant->cells[at]);
	if (!cell.key_values)
		return CHISO_ENOMEM;
	describe_group(&entry->group, &cell);
	cell.standard = entry->standard;
	cell.is_break |= entry->is_break;
	for (struct chiso_results *r = making->results; r && !status; r = r->plain, language++) {
		const struct remarks *remarks = &entry->remarks[language];

		name_cell(making, entry, r->context->lang, output, &cell);
		cell.notes = remarks->notes;
		cell.n_notes = remarks->n_notes;
		cell.sources = remarks->sources;
		cell.n_sources = remarks->n_sources;
		status = results_add(r, &cell,
		                     (struct cell_origin){.run = making->run,
		                                          .group = &entry->group,
		                                          .cell = at,
		                                          .in_row = in_row,
		                                          .spec = making->run->applied.spec,
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
static int add_row(const struct making *making, struct entry *entry,
                   const struct signature *signature, const uint32_t *at)
{
	const struct chiso_indicator *use = making->run->applied.use;
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
			status = add_cell(making, entry, signature, row, in_row++,
			                  variant->output_at[row] + at[0] * length[1] + at[1]);
	return status;
}

/* Entries with equal keys: all rows of one signature, then those of the next. */
static int add_rows(const struct making *making, struct entry *entries, size_t n,
                    const struct signature *signature)
{
	uint32_t at[2];
	int status = CHISO_OK;

	for (at[0] = 0; at[0] < signature->length[0]; at[0]++)
		for (at[1] = 0; at[1] < signature->length[1]; at[1]++)
			for (size_t i = 0; i < n && !status; i++)
				status = add_row(making, &entries[i], signature, at);
	return status;
}

/* ---- signatures ---- */

static int name_signature(const struct making *making, struct signature *signature)
{
	const struct applied *applied = &making->run->applied;
	const char **names = arena_new(&making->results->arena, making->keys->n + 2, sizeof *names);

	if (!names)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < making->keys->n; i++)
		names[signature->n_names++] = making->keys->items[i];
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
static struct signature *find_signatures(const struct making *making, uint32_t *n)
{
	const struct chiso_indicator *use = making->run->applied.use;
	struct signature *list = arena_new(&making->results->arena, use->n_outputs, sizeof *list);

	*n = 0;
	for (uint32_t row = 0; list && row < use->n_outputs; row++) {
		const struct chiso_output *output = chiso_output_at(use, row);
		uint32_t i = 0;

		while (i < *n && !is_of(&list[i], output))
			i++;
		if (i < *n)
			continue;
		memcpy(list[*n].axis, output->axis, sizeof list->axis);
		if (name_signature(making, &list[(*n)++]))
			return NULL;
	}
	return list;
}

/* ---- order ---- */

static const char *period_label(struct chiso_results *results, struct period period)
{
	char label[PERIOD_ROOM];

	if (period.first > period.last)
		return "";
	size_t n = period_print(label, period);
	return arena_text(&results->arena, label, n);
}


static int fill_entry(const struct making *making, struct entry *entry)
{
	struct chiso_results *results = making->results;
	const struct joined *joined = entry->joined;
	int status, language = 0, is_mixed = 0, has_records = 0;

	entry->group = (struct group_slots){making->run, making->set, joined->slots,
	                                    joined->variant};
	for (uint32_t i = 0; i < making->run->n_parts; i++) {
		const struct slot *slot = group_slot(&entry->group, i);

		is_mixed |= slot && slot->is_mixed;
		has_records |= slot && (slot->n_used || slot->is_zero);
	}
	if (has_records && !is_mixed && joined->variant->set->standard)
		entry->standard = joined->variant->set->standard->id;
	entry->cells = arena_new(&results->arena, joined->variant->call.n_cells,
	                         sizeof *entry->cells);
	status = entry->cells ? group_values(&entry->group, entry->cells) : CHISO_ENOMEM;
	if (!status)
		status = estimate_group(&entry->group, entry->cells);
	for (struct chiso_results *r = results; r && !status; r = r->plain) {
		struct remarks *remarks = &entry->remarks[language++];

		status = remark(r, &entry->group, remarks);
		if (!status && joined->is_uneven)
			status = add_note(r, MSG_UNEVEN_SOURCES, remarks);
		if (!status && is_mixed)
			status = add_note(r, MSG_MIXED_STANDARDS, remarks);
	}
	return status;
}

static int same_keys(const struct entry *a, const struct entry *b)
{
	for (uint32_t i = 0; i < a->n_keys; i++)
		if (strcmp(a->key_values[i], b->key_values[i]))
			return 0;
	return 1;
}

/* A series breaks where another standard begins to hold. */
static void mark_breaks(struct entry *entries, size_t n)
{
	const struct entry *before = NULL;

	for (size_t i = 0; i < n; i++) {
		struct entry *entry = &entries[i];

		if (before && (before->joined->unit != entry->joined->unit ||
		               !same_keys(before, entry)))
			before = NULL;
		if (!entry->standard)
			continue;
		entry->is_break = before && strcmp(before->standard, entry->standard) != 0;
		before = entry;
	}
}

static int list_entries(struct making *making, const struct join *join, const int *rank)
{
	struct chiso_results *results = making->results;

	making->n = join->n;
	making->entries = arena_new(&results->arena, join->n, sizeof *making->entries);
	if (!making->entries)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < join->n; i++) {
		struct entry *entry = &making->entries[i];

		*entry = (struct entry){.joined = &join->list[i],
		                        .label = period_label(results, join->list[i].period),
		                        .key_values = join->list[i].key_values,
		                        .n_keys = (uint32_t)making->keys->n,
		                        .rank = rank};
		if (!entry->label || fill_entry(making, entry))
			return CHISO_ENOMEM;
	}
	if (making->n)
		qsort(making->entries, making->n, sizeof *making->entries, compare_entries);
	mark_breaks(making->entries, making->n);
	return CHISO_OK;
}

static int add_entries(struct making *making)
{
	uint32_t n_signatures;
	const struct signature *signatures = find_signatures(making, &n_signatures);
	int status = signatures ? CHISO_OK : CHISO_ENOMEM;

	for (size_t from = 0, to; from < making->n && !status; from = to) {
		for (to = from + 1; to < making->n;)
			if (same_keys(&making->entries[from], &making->entries[to]))
				to++;
			else
				break;
		for (uint32_t i = 0; i < n_signatures && !status; i++)
			status = add_rows(making, making->entries + from, to - from, &signatures[i]);
	}
	return status;
}

struct coded {
	const char *code;
	size_t unit;
};

static int compare_codes(const void *x, const void *y)
{
	const struct coded *a = x, *b = y;

	return strcmp(a->code, b->code);
}

/* Implicit units were met in the order of the records: they are ranked by their codes. */
int tabulate_rank(const struct units *units, int **rank)
{
	struct coded *order;

	*rank = NULL;
	if (!units->implicit || !units->n)
		return CHISO_OK;
	order = calloc(units->n, sizeof *order);
	*rank = calloc(units->n, sizeof **rank);
	for (size_t i = 0; order && i < units->n; i++)
		order[i] = (struct coded){units->list[i].code, i};
	if (order)
		qsort(order, units->n, sizeof *order, compare_codes);
	for (size_t i = 0; order && *rank && i < units->n; i++)
		(*rank)[order[i].unit] = (int)i;
	int status = order && *rank ? CHISO_OK : CHISO_ENOMEM;
	free(order);
	return status;
}

static int tabulate_set(struct chiso_results *results, struct indicator_run *run, size_t set,
                        const int *rank)
{
	struct making making = {
		.results = results, .run = run, .set = set, .keys = &run->applied.spec->by[set]};
	struct join join;
	int status = join_make(&join, results, run, set);

	if (!status)
		status = list_entries(&making, &join, rank);
	if (!status)
		status = add_entries(&making);
	join_clear(&join);
	return status;
}

int tabulate(struct chiso_results *results, struct indicator_run *run)
{
	int *rank, status = tabulate_rank(&results->project->units, &rank);

	for (size_t i = 0; i < run->applied.spec->n_by && !status; i++)
		status = tabulate_set(results, run, i, rank);
	free(rank);
	return status;
}
