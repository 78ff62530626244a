/* SPDX-License-Identifier: MIT */
/* What people and programs see of adjustments: of each figure that rests on some. */
#include "project/adjustment.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

/* ---- the list -------------------------------------------------------------------------------- */

static int is_listed(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->items[i], name))
			return 1;
	return 0;
}

/* What else tells the record: "crop=na". */
static const char *keys_of(struct arena *arena, const struct dataset_spec *dataset,
                           const struct adjustment *from)
{
	const struct adjustments *all = dataset->adjustments;
	const char *text = "";

	for (size_t i = 0; i < all->n_columns && text; i++)
		if (*from->keys[i])
			text = arena_printf(arena, "%s%s%s=%s", text, *text ? ", " : "",
			                    all->columns[i],
			                    is_listed(&dataset->personal, all->columns[i])
			                            ? "***"
			                            : from->keys[i]);
	return text;
}

static int show(struct chiso_adjustment *out, struct chiso_results *results,
                const struct dataset_spec *dataset, const struct adjustment *from)
{
	int is_hidden = is_listed(&dataset->personal, from->column);
	const char *title = words_in(from->document->title, results->context->lang);

	*out = (struct chiso_adjustment){.size = sizeof *out,
	                                 .dataset = dataset->id,
	                                 .unit = from->unit,
	                                 .period = from->period,
	                                 .keys = keys_of(&results->arena, dataset, from),
	                                 .column = from->column,
	                                 .old_value = is_hidden ? "***" : from->old,
	                                 .new_value = is_hidden ? "***" : from->new,
	                                 .who = is_hidden ? "***" : from->who,
	                                 .why = from->why,
	                                 .document = from->document->id,
	                                 .document_title = title ? title : from->document->id};
	return out->keys ? CHISO_OK : CHISO_ENOMEM;
}

/* All of the project, numbered as marks have them. */
static int show_all(struct chiso_adjustment **out, struct chiso_results *results, size_t *n)
{
	const struct chiso_project *project = results->project;
	int status = CHISO_OK;

	*n = 0;
	for (size_t i = 0; i < project->n_datasets; i++)
		if (project->datasets[i].adjustments)
			*n += project->datasets[i].adjustments->n;
	*out = arena_new(&results->arena, *n, sizeof **out);
	if (!*out)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < project->n_datasets; i++) {
		const struct adjustments *all = project->datasets[i].adjustments;

		for (size_t k = 0; all && k < all->n && !status; k++)
			status = show(*out + all->first + k, results, &project->datasets[i],
			              &all->list[k]);
	}
	return status;
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *record_of(struct arena *arena, const struct chiso_adjustment *a)
{
	const char *const parts[] = {a->unit, a->period, a->keys};
	const char *text = "";

	for (size_t i = 0; i < 3 && text; i++)
		if (*parts[i])
			text = arena_printf(arena, "%s%s%s", text, *text ? ", " : "", parts[i]);
	return text;
}

const char *adjustment_sentence(struct arena *arena, const struct chiso_adjustment *a,
                                const char *lang)
{
	const char *none = message_text(MSG_ADJUST_NOTHING, lang), *record = record_of(arena, a);

	if (!record)
		return NULL;
	return message_fill(arena, MSG_ADJUSTED, lang,
	                    (const char *const[]){a->column, record,
	                                          *a->old_value ? a->old_value : none,
	                                          *a->new_value ? a->new_value : none, a->who,
	                                          a->why, a->document_title, NULL});
}

static const char *adjustment_line(struct arena *arena, const struct chiso_adjustment *a)
{
	const char *record = record_of(arena, a);

	return record ? arena_printf(arena, "%s: %s \"%s\" -> \"%s\" (%s: %s; %s)", record, a->column,
	                             a->old_value, a->new_value, a->who, a->why, a->document)
	              : NULL;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_adjustments(const void *a, const void *b)
{
	const struct chiso_adjustment *x = *(const struct chiso_adjustment *const *)a;
	const struct chiso_adjustment *y = *(const struct chiso_adjustment *const *)b;

	return x < y ? -1 : x > y;
}

uint32_t adjustments_sort(const struct chiso_adjustment **list, uint32_t n)
{
	uint32_t kept = 0;

	if (n)
		qsort(list, n, sizeof *list, compare_adjustments);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || list[i] != list[kept - 1])
			list[kept++] = list[i];
	return kept;
}

/* The marks of one group; those of several sources may come in any order, and more than once. */
static int show_group(struct chiso_results *results, struct cell_group *group,
                      const struct chiso_adjustment *all)
{
	const struct cell_remarks *before = group->remarks;
	struct cell_remarks *remarks = arena_new(&results->arena, 1, sizeof *remarks);
	const char **notes = arena_new(&results->arena, before->n_notes, sizeof *notes);
	const struct chiso_adjustment **list =
		arena_new(&results->arena, before->n_notes, sizeof *list);
	uint32_t n = 0, n_list = 0;

	if (!remarks || !notes || !list)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < before->n_notes; i++)
		if (*before->notes[i] == ADJUSTMENT_MARK)
			list[n_list++] = &all[strtoul(before->notes[i] + 1, NULL, 10)];
		else
			notes[n++] = before->notes[i];
	*remarks = *before;
	remarks->n_adjustments = adjustments_sort(list, n_list);
	for (uint32_t i = 0; i < remarks->n_adjustments; i++) {
		notes[n] = adjustment_sentence(&results->arena, list[i], results->context->lang);
		if (!notes[n++])
			return CHISO_ENOMEM;
	}
	qsort(notes, n, sizeof *notes, compare_texts);
	remarks->notes = notes;
	remarks->n_notes = n;
	remarks->adjustments = list;
	group->remarks = remarks;
	return CHISO_OK;
}

static int has_mark(const struct cell_group *group)
{
	for (uint32_t i = 0; i < group->remarks->n_notes; i++)
		if (*group->remarks->notes[i] == ADJUSTMENT_MARK)
			return 1;
	return 0;
}

int results_show_adjustments(struct chiso_results *results)
{
	struct chiso_adjustment *all;
	size_t n;
	int status = show_all(&all, results, &n);

	results->about.has_adjustments = n > 0;
	for (size_t i = 0; n && i < results->cells.n_groups && !status; i++)
		if (has_mark(results->cells.groups[i]))
			status = show_group(results, results->cells.groups[i], all);
	return status;
}

/* ---- programs -------------------------------------------------------------------------------- */

void adjustments_write(struct json_out *json, const struct chiso_adjustment *const *list, uint32_t n)
{
	if (!n)
		return;
	json_out_open(json, "adjustments", "[");
	for (uint32_t i = 0; i < n; i++) {
		const struct chiso_adjustment *a = list[i];

		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "dataset", a->dataset);
		json_out_text(json, "unit", a->unit);
		json_out_text(json, "period", a->period);
		json_out_text(json, "keys", a->keys);
		json_out_text(json, "column", a->column);
		json_out_text(json, "old", a->old_value);
		json_out_text(json, "new", a->new_value);
		json_out_text(json, "who", a->who);
		json_out_text(json, "why", a->why);
		json_out_text(json, "document", a->document);
		json_out_text(json, "document_title", a->document_title);
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

const char *adjustments_line(struct arena *arena, const struct chiso_adjustment *const *list,
                             uint32_t n)
{
	const char *text = "";

	for (uint32_t i = 0; i < n && text; i++) {
		const char *line = adjustment_line(arena, list[i]);

		text = line ? arena_printf(arena, "%s%s%s", text, i ? " | " : "", line) : NULL;
	}
	return text;
}
