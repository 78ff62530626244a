/* SPDX-License-Identifier: MIT */
/* Who has not reported: units of a level without a record in some period. */
#include "reader/reader_rules.h"

#include <string.h>

/* More is a slip of the pen, as of intervals. */
enum { MOST_PERIODS = 1200 };

int rule_gather_reports(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector *vectors = rule_run_keys(reader, rule);
	const struct batch *batch = &reader->batch;

	for (size_t row = 0; vectors && row < batch->n; row++) {
		int is_filled = meant[row] && reader_unit_of(reader, row) != UNIT_NONE;

		for (size_t i = 0; i < rule->n_keys; i++)
			is_filled &= !vectors[i].missing[row];
		if (!is_filled)
			continue;
		const uint32_t key[2] = {(uint32_t)reader_unit_of(reader, row), reader_period_of(reader, row)};
		if (groups_slot(&rule->reported, key) == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	return vectors ? CHISO_OK : CHISO_ENOMEM;
}

static int is_of_kind(const struct reader *reader, const struct rule *rule, struct period period)
{
	struct period same = period_around(period, rule->spec->each, reader->project->financial_year);

	return same.first == period.first && same.last == period.last;
}

/* From when to when reports are asked for: as declared, else as met. */
static void find_ends(const struct reader *reader, const struct rule *rule, struct period *first,
                      struct period *last)
{
	*first = rule->spec->first;
	*last = rule->spec->last;
	for (size_t i = 0; i < reader->n_periods; i++) {
		struct period period = reader->periods[i];

		if (!is_of_kind(reader, rule, period))
			continue;
		if (period_is_none(rule->spec->first) &&
		    (period_is_none(*first) || period.first < first->first))
			*first = period;
		if (period_is_none(rule->spec->last) &&
		    (period_is_none(*last) || period.last > last->last))
			*last = period;
	}
}

static int has_reported(const struct reader *reader, const struct rule *rule, uint32_t unit,
                        struct period period)
{
	for (uint32_t i = 0; i < reader->n_periods; i++) {
		const uint32_t key[2] = {unit, i};

		if (reader->periods[i].first == period.first &&
		    reader->periods[i].last == period.last)
			return groups_find(&rule->reported, key) != UINT32_MAX;
	}
	return 0;
}

static void judge_period(struct reader *reader, const struct rule *rule, struct period period)
{
	const struct units *units = &reader->project->units;
	const struct place place = {.file = reader->files[0].name};
	char label[PERIOD_ROOM];

	period_print(label, period);
	for (uint32_t i = 0; i < units->n; i++) {
		const struct unit *unit = &units->list[i];

		if (strcmp(unit->level, rule->spec->level) || !unit_is_valid(unit, period) ||
		    has_reported(reader, rule, i, period))
			continue;
		break_rule_at(reader, rule, place, NULL, MSG_RULE_NOT_REPORTED, unit->code,
		              unit_name(unit, reader->context->lang), label);
	}
}

int rule_judge_reports(struct reader *reader, struct rule *rule)
{
	struct period first, last;

	find_ends(reader, rule, &first, &last);
	const struct interval_spec ends = {.each = rule->spec->each, .first = first, .last = last};
	if (period_is_none(first) || period_is_none(last))
		return CHISO_OK;
	for (size_t n = 0; !period_is_none(first) && n < MOST_PERIODS; n++) {
		judge_period(reader, rule, first);
		first = interval_next(&ends, reader->project->financial_year, first);
	}
	return CHISO_OK;
}
