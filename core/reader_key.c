/* SPDX-License-Identifier: MIT */
/* The key of a dataset: no two records have it alike. */
#include "lookup.h"

#include <string.h>

/* What the key of a row is for people: "H1, 2023". */
static const char *show(struct reader *reader, const struct vector *keys, size_t n, size_t row)
{
	const char *text = "";

	for (size_t i = 0; i < n && text; i++) {
		char *one = "";
		const char *colon;

		if (lookup_key_add(&one, &reader->scratch, &keys[i], row) ||
		    !(colon = strchr(one, ':')))
			return "";
		text = arena_printf(&reader->scratch, "%s%s%s", text, i ? ", " : "", colon + 1);
	}
	return text ? text : "";
}

static int check_row(struct reader *reader, const struct vector *keys, size_t n, size_t row)
{
	char *key = "", line[NUMBER_ROOM];
	int status = CHISO_OK, column = reader->key[0].column;
	size_t before = reader->key_rows.n;

	for (size_t i = 0; i < n && !status; i++)
		status = lookup_key_add(&key, &reader->scratch, &keys[i], row);
	if (status < 0)
		return status;
	if (status) {
		refuse_row(reader, row, column, MSG_KEY_MISSING, "");
		return CHISO_OK;
	}
	uint32_t at = intern(&reader->key_rows, key, strlen(key));
	if (at == UINT32_MAX)
		return CHISO_ENOMEM;
	if (at == before) {
		if (GROW(&reader->key_places, before, &reader->key_places_cap))
			return CHISO_ENOMEM;
		reader->key_places[at] = batch_place(reader, -1, row);
		return CHISO_OK;
	}
	line[number_print(line, reader->key_places[at].line)] = '\0';
	refuse_row(reader, row, column, MSG_KEY_TWICE, show(reader, keys, n, row),
	           reader->key_places[at].file, line);
	return CHISO_OK;
}

int reader_check_keys(struct reader *reader)
{
	size_t n = reader->spec->key.n;
	struct vector keys[MAX_DATASET_KEYS];

	if (reader->is_quiet || !n)
		return CHISO_OK;
	for (size_t i = 0; i < n; i++) {
		const struct bound *bound = &reader->key[i];

		if (!bound->expr)
			return CHISO_OK;
		keys[i] = vector_new(&reader->scratch, expr_type(bound->expr), reader->batch.n);
		if (!keys[i].at.f64 || bound_run(reader, bound, reader->table, reader->batch.n,
		                                 &keys[i], &reader->scratch))
			return CHISO_ENOMEM;
	}
	for (size_t row = 0; row < reader->batch.n; row++)
		if (!reader->batch.bad[row] && check_row(reader, keys, n, row))
			return CHISO_ENOMEM;
	return CHISO_OK;
}
