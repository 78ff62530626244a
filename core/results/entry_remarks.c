/* SPDX-License-Identifier: MIT */
/* What all cells of an entry share: notes and sources of its records, and what is said of its figures. */
#include "results/entry.h"

#include "base/context.h"
#include "base/cpu.h"

#include <stdlib.h>
#include <string.h>

/* Notes or sources of a slot, in order of their texts. */
static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In the language of the results; a text that two records share stands once. */
static const char *const *texts_of(struct chiso_results *results, const struct intern *known,
                                   const struct id_set *set, uint32_t *n)
{
	static const char *const none[1];
	const char **texts;
	uint32_t kept = 0;

	*n = 0;
	if (!set->n)
		return none;
	texts = arena_new(&results->arena, set->n + 1u, sizeof *texts);
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
                  struct cell_remarks *out)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < group->run->n_parts && !status; i++) {
		const struct slot *slot = group_slot(group, i);
		const struct intern *texts = &group->run->parts[i].reader->texts;

		if (!slot || !slot->remarks)
			continue;
		status = add_texts(results, texts, &slot->remarks->notes, &out->notes, &out->n_notes);
		if (!status)
			status = add_texts(results, texts, &slot->remarks->sources, &out->sources,
			                   &out->n_sources);
	}
	return status;
}

/* A note of the host's own, behind those of the records. */
static int add_note(struct chiso_results *results, enum message id, struct cell_remarks *out)
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

void entries_ask_for(const struct entry *list, size_t n, size_t at)
{
	enum { STEP = 8 };

	if (n - at <= 3 * STEP)
		return;
	cpu_ask_for(list[at + 3 * STEP].joined);
	cpu_ask_for(list[at + 2 * STEP].joined->slots);
	const struct group_slots group = entry_group(&list[at + STEP]);
	const struct slot *slot = group_slot(&group, 0);
	/* Which is in two lines of the cache, mostly. */
	cpu_ask_for(slot);
	if (slot)
		cpu_ask_for(slot + 1);
}

/* Whether there is any: most groups have none, and there may be very many of them. */
static int has_remarks(const struct entry *entry)
{
	const struct indicator_run *run = entry->of->run;
	const uint32_t *slots = entry->joined->slots;
	int has_any = entry->is_mixed || entry->joined->is_uneven;

	for (uint32_t i = 0; i < run->n_parts && !has_any; i++) {
		const struct slot_remarks *remarks =
			slots[i] == NO_SLOT ? NULL
			                    : run->parts[i].sets[entry->of->set].slots[slots[i]].remarks;

		has_any = remarks && (remarks->notes.n || remarks->sources.n);
	}
	return has_any;
}

const struct cell_remarks *entry_remarks(const struct entry *entry, struct chiso_results *results)
{
	const struct group_slots group = entry_group(entry);
	struct cell_remarks *remarks;
	int status;

	if (!has_remarks(entry))
		return &cells_no_remarks;
	remarks = arena_new(&results->arena, 1, sizeof *remarks);
	if (!remarks)
		return NULL;
	status = remark(results, &group, remarks);
	if (!status && entry->joined->is_uneven)
		status = add_note(results, MSG_UNEVEN_SOURCES, remarks);
	if (!status && entry->is_mixed)
		status = add_note(results, MSG_MIXED_STANDARDS, remarks);
	return status ? NULL : remarks;
}

/* What is known of the figures of several sources, or of one that has no records. */
static void join_slots(struct slot *joined, const struct group_slots *group)
{
	*joined = (struct slot){0};
	for (uint32_t i = 0; i < group->run->n_parts; i++) {
		const struct slot *slot = group_slot(group, i);

		if (!slot)
			continue;
		slot_mark(joined, slot);
		joined->rolled_up |= slot->rolled_up;
		if (slot->periods_expected && !joined->periods_expected) {
			joined->periods_reporting = slot->periods_reporting;
			joined->periods_expected = slot->periods_expected;
		}
	}
}

void entry_describe(const struct entry *entry, struct cell_group *out)
{
	const struct joined *at = entry->joined;
	const struct group_slots group = entry_group(entry);
	const struct slot *all = group_slot(&group, 0);
	struct slot joined;

	/* Mostly there is one source. */
	if (group.run->n_parts > 1 || !all) {
		join_slots(&joined, &group);
		all = &joined;
	}
	*out = (struct cell_group){.unit = at->unit,
	                           .period = at->period,
	                           .label = entry->label,
	                           .standard = entry->standard,
	                           .boundaries = entry->boundaries,
	                           .n_used = all->n_used,
	                           .n_seen = all->n_seen,
	                           .reporting = at->reporting,
	                           .expected = at->expected,
	                           .periods_reporting = all->periods_expected ? all->periods_reporting : 0,
	                           .periods_expected = all->periods_expected,
	                           .status = all->status,
	                           .evidence = all->evidence,
	                           .is_break = all->is_break || entry->is_break,
	                           .rolled_up = all->rolled_up,
	                           .boundaries_by = (uint8_t)at->boundaries};
}

int entry_is_described(const struct entry *entry, const struct cell_group *group)
{
	const struct group_slots slots = entry_group(entry);
	const struct slot *slot = group_slot(&slots, 0);

	return slots.run->n_parts == 1 && slot && !has_remarks(entry) &&
	       group->remarks == &cells_no_remarks && group->n_used == slot->n_used &&
	       group->n_seen == slot->n_seen && group->periods_expected == slot->periods_expected &&
	       group->periods_reporting == slot->periods_reporting && group->status == slot->status &&
	       group->evidence == slot->evidence && group->rolled_up == slot->rolled_up &&
	       group->is_break == (slot->is_break || entry->is_break) &&
	       group->standard == entry->standard;
}
