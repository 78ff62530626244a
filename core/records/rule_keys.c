/* SPDX-License-Identifier: MIT */
/* Keys: those that no two records have alike, and those of another dataset.  A key that lacks a part is
 * none, as in SQL: it breaks neither rule. */
#include "base/grow.h"
#include "reader/reader_rules.h"

#include <string.h>

static const char *columns_of(struct reader *reader, const struct names *names)
{
	const char *list = "";

	for (size_t i = 0; list && i < names->n; i++)
		list = arena_printf(&reader->scratch, "%s%s%s", list, i ? ", " : "", names->items[i]);
	return list ? list : "";
}

static void refuse_second(struct reader *reader, const struct rule *rule, size_t row,
                          const struct vector *vectors, const struct first_place *first)
{
	char line[NUMBER_ROOM];

	number_print(line, first->line);
	break_rule(reader, rule, row, rule->keys[0].column, MSG_RULE_UNIQUE,
	           reader_show_key(reader, vectors, rule->n_keys, row),
	           columns_of(reader, &rule->spec->columns), first->file, line);
}

int rule_check_unique(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector *vectors = rule_run_keys(reader, rule);
	char *key;

	for (size_t row = 0; vectors && row < reader->batch.n; row++) {
		size_t before = rule->seen.n;
		int status = meant[row] ? rule_key(&key, reader, rule, vectors, row) : 1;

		if (status < 0)
			return status;
		if (status)
			continue;
		uint32_t at = intern(&rule->seen, key, strlen(key));
		if (at == UINT32_MAX)
			return CHISO_ENOMEM;
		if (rule->seen.n == before) {
			refuse_second(reader, rule, row, vectors, &rule->firsts[at]);
			continue;
		}
		if (GROW(&rule->firsts, at, &rule->firsts_cap))
			return CHISO_ENOMEM;
		struct place place = batch_place(reader, -1, row);
		rule->firsts[at] = (struct first_place){place.file, place.line};
	}
	return vectors ? CHISO_OK : CHISO_ENOMEM;
}

int rule_check_foreign_key(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector *vectors = rule_run_keys(reader, rule);
	char *key;

	for (size_t row = 0; vectors && row < reader->batch.n; row++) {
		int status = meant[row] ? rule_key(&key, reader, rule, vectors, row) : 1;

		if (status < 0)
			return status;
		if (status || intern_find(&rule->table->rows.keys, key, strlen(key)) != UINT32_MAX)
			continue;
		break_rule(reader, rule, row, rule->keys[0].column, MSG_RULE_FOREIGN_KEY,
		           reader_show_key(reader, vectors, rule->n_keys, row),
		           columns_of(reader, &rule->spec->columns), rule->spec->in);
	}
	return vectors ? CHISO_OK : CHISO_ENOMEM;
}
