/* SPDX-License-Identifier: MIT */
#include "diff/diff.h"

#include "base/context.h"
#include "base/group.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/* What a cell is of, as one text: no part of it has the separator.  One code may be of two units in a
 * period, one of them on the boundaries of another time. */
static const char *key_of(struct arena *arena, const struct chiso_cell *cell)
{
	const char *text = arena_printf(arena, "%s\x1f%s\x1f%s\x1f%s\x1f%s", cell->indicator,
	                                cell->output, cell->unit, cell->period,
	                                cell->boundaries ? cell->boundaries : "");

	for (uint32_t i = 0; text && i < cell->n_keys; i++)
		text = arena_printf(arena, "%s\x1f%s\x1f%s", text, cell->keys[i],
		                    cell->key_values[i]);
	return text;
}

static int is_same_value(const struct chiso_value *a, const struct chiso_value *b)
{
	if (a->type != b->type)
		return 0;
	return a->type == CHISO_F64 ? a->as.f64 == b->as.f64 : a->reason == b->reason;
}

/* Only a value has a reason why it is not there. */
static int is_same_sum(const struct chiso_value *a, const struct chiso_value *b)
{
	return a->type == b->type && (a->type != CHISO_F64 || a->as.f64 == b->as.f64);
}

static int is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* What is known of the value belongs to it: a revision may leave the number as it is. */
static int is_same(const struct chiso_cell *a, const struct chiso_cell *b)
{
	return is_same_value(&a->value, &b->value) && is_same_sum(&a->numerator, &b->numerator) &&
	       is_same_sum(&a->denominator, &b->denominator) && a->bound == b->bound &&
	       a->status == b->status && a->n_used == b->n_used && a->n_seen == b->n_seen &&
	       a->version == b->version && is_same_text(a->standard, b->standard);
}

/* A copy that stays; NULL, too, where there is none. */
static int keep(struct diff *diff, const struct chiso_cell **out, const struct chiso_cell *cell)
{
	struct chiso_cell *copy = cell ? arena_new(&diff->arena, 1, sizeof *copy) : NULL;

	if (copy)
		*copy = *cell;
	*out = copy;
	return cell && !copy ? CHISO_ENOMEM : CHISO_OK;
}

static int add_change(struct diff *diff, const struct chiso_cell *from, const struct chiso_cell *to)
{
	struct change change = {0};

	if (keep(diff, &change.from, from) || keep(diff, &change.to, to))
		return CHISO_ENOMEM;
	if (diff_explain(diff, &change) || GROW(&diff->changes, diff->n_changes, &diff->cap))
		return CHISO_ENOMEM;
	diff->changes[diff->n_changes++] = change;
	diff->sum.n_unexplained += !change.is_explained;
	diff->sum.n_added += !from;
	diff->sum.n_removed += !to;
	diff->sum.n_changed += from && to;
	return CHISO_OK;
}

/* The cells of one side by their keys; those of the other are looked up in it. */
static int index_cells(struct intern *keys, const struct chiso_results *results)
{
	struct arena arena = {0};
	int status = CHISO_OK;

	for (size_t i = 0; i < results->cells.n && !status; i++) {
		const struct chiso_cell cell = cells_get(&results->cells, i);
		const char *key = key_of(&arena, &cell);

		if (!key || intern(keys, key, strlen(key)) == UINT32_MAX)
			status = CHISO_ENOMEM;
		arena_clear(&arena);
	}
	return status;
}

static int compare_pair(struct diff *diff, uint32_t at, const struct chiso_cell *to)
{
	const struct chiso_cell from = cells_get(&diff->from->cells, at);

	if (!is_same(&from, to))
		return add_change(diff, &from, to);
	diff->sum.n_same++;
	return CHISO_OK;
}

static int compare(struct diff *diff, const struct intern *before, uint8_t *is_met)
{
	struct arena arena = {0};
	int status = CHISO_OK;

	for (size_t i = 0; i < diff->to->cells.n && !status; i++) {
		const struct chiso_cell to = cells_get(&diff->to->cells, i);
		const char *key = key_of(&arena, &to);
		uint32_t at = key ? intern_find(before, key, strlen(key)) : UINT32_MAX;

		if (!key)
			status = CHISO_ENOMEM;
		else if (at == UINT32_MAX)
			status = add_change(diff, NULL, &to);
		else
			status = compare_pair(diff, at, &to);
		if (at != UINT32_MAX)
			is_met[at] = 1;
		arena_clear(&arena);
	}
	for (size_t i = 0; i < diff->from->cells.n && !status; i++) {
		const struct chiso_cell from = cells_get(&diff->from->cells, i);

		if (!is_met[i])
			status = add_change(diff, &from, NULL);
	}
	return status;
}

static int find_changes(struct diff *diff)
{
	struct intern before = {0};
	uint8_t *is_met = calloc(diff->from->cells.n + 1, 1);
	int status = is_met ? index_cells(&before, diff->from) : CHISO_ENOMEM;

	if (!status)
		status = compare(diff, &before, is_met);
	intern_clear(&before);
	free(is_met);
	return status;
}

int chiso_results_diff(struct chiso_results *from, struct chiso_results *to, const char *format,
                       chiso_write_fn *write, void *user, struct chiso_difference *out)
{
	static const struct {
		const char *name;
		int (*write)(struct diff *, struct sink *);
	} formats[] = {
		{"text", diff_write_text}, {"csv", diff_write_csv}, {"json", diff_write_json}};
	struct sink sink = {.write = write, .user = user};
	struct diff diff = {.context_of = to,
	                    .from = results_plain(from),
	                    .to = results_plain(to),
	                    .sum = {.size = sizeof diff.sum}};
	size_t i = 0;

	while (i < sizeof formats / sizeof *formats && strcmp(formats[i].name, format))
		i++;
	if (i == sizeof formats / sizeof *formats) {
		report(to->context, MSG_NO_SUCH_FORMAT, ((struct place){0}), format,
		       "text, csv, json");
		return CHISO_EUSE;
	}
	int status = provenance_of(&diff.from_run, from);
	if (!status)
		status = provenance_of(&diff.to_run, to);
	if (!status)
		status = find_changes(&diff);
	if (!status)
		status = sink_close(&sink, formats[i].write(&diff, &sink));
	if (status == CHISO_ENOMEM)
		report(to->context, MSG_OUT_OF_MEMORY, ((struct place){0}), "");
	*out = diff.sum;
	free(diff.changes);
	arena_clear(&diff.arena);
	return status;
}
