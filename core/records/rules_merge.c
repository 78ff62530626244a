/* SPDX-License-Identifier: MIT */
/* Rules that are judged when all records have been read: what they have gathered in parts of them. */
#include "base/grow.h"
#include "reader/reader_merge.h"
#include "reader/reader_rules.h"

static int merge_values(const struct reader_map *map, struct rule *into, const struct rule *from)
{
	for (size_t i = 0; i < from->n_values; i++) {
		struct rule_value value = from->values[i];
		uint32_t group = value.group;

		value.line = reader_map_line(map, value.file, value.line);
		value.group = intern(&into->seen, from->seen.texts[group], from->seen.looks[group].length);
		if (value.group == UINT32_MAX ||
		    GROW(&into->values, into->n_values, &into->values_cap))
			return CHISO_ENOMEM;
		into->values[into->n_values++] = value;
	}
	return CHISO_OK;
}

static int merge_reports(const struct reader_map *map, struct rule *into, const struct rule *from)
{
	for (uint32_t i = 0; i < from->reported.n; i++) {
		const uint32_t *own = groups_key(&from->reported, i);
		const uint32_t key[2] = {map->units ? (uint32_t)map->units[own[0]] : own[0],
		                         map->periods[own[1]]};

		if (groups_slot(&into->reported, key) == UINT32_MAX)
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

int reader_rules_merge(const struct reader_map *map)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < map->from->rules->n && !status; i++) {
		struct rule *into = &map->into->rules->list[i];
		const struct rule *from = &map->from->rules->list[i];

		if (from->spec->kind == RULE_OUTLIERS)
			status = merge_values(map, into, from);
		else if (from->spec->kind == RULE_REPORTED_BY)
			status = merge_reports(map, into, from);
	}
	return status;
}
