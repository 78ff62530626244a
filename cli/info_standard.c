/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "info_standard.h"

#include "page.h"

#include <stdlib.h>
#include <string.h>

void validity_text(char out[VALIDITY_ROOM], const struct chiso_standard_info *info)
{
	*out = 0;
	if (info->valid_from || info->valid_to)
		snprintf(out, VALIDITY_ROOM, "%s/%s", info->valid_from ? info->valid_from : "..",
			 info->valid_to ? info->valid_to : "..");
}

/* A longer text "all, one"; takes all, caller frees the result.  NULL without memory. */
static char *append(char *all, const char *between, const char *one)
{
	size_t n = (all ? strlen(all) + strlen(between) : 0) + strlen(one) + 1;
	char *text = malloc(n);

	if (text)
		snprintf(text, n, "%s%s%s", all ? all : "", all ? between : "", one);
	free(all);
	return text;
}

static char *join(const char *const *texts, size_t n)
{
	char *all = NULL;

	for (size_t i = 0; i < n; i++)
		all = append(all, ", ", texts[i]);
	return all;
}

/* "article 3; of 12 deprivations" */
static char *remark(const struct cli *cli, const char *article, const char *note)
{
	char *all = article ? fill(cli, "cli-article", article) : NULL;

	return note ? append(all, "; ", note) : all;
}

static void print_facts(struct cli *cli, const struct chiso_standard_info *info)
{
	enum { MOST = 7 };
	char validity[VALIDITY_ROOM], *indicators = join(info->indicators, info->n_indicators);
	const char *facts[MOST][2] = {
		{"cli-source", info->source},     {"cli-validity", validity},
		{"cli-country", info->country},   {"cli-unit-below", info->unit},
		{"cli-replaces", info->replaces}, {"cli-made-for", indicators},
		{"cli-evidence", info->status},
	};
	const char *cells[2 * MOST];
	size_t n = 0;

	validity_text(validity, info);
	for (size_t i = 0; i < MOST; i++) {
		if (!facts[i][1] || !*facts[i][1])
			continue;
		cells[2 * n] = text(cli, facts[i][0]);
		cells[2 * n++ + 1] = facts[i][1];
	}
	page_facts(cli, cells, n);
	free(indicators);
}

/* Rows of four columns, of which two are their own. */
struct rows {
	const char **cells;
	char **owned;
	size_t n, cap;
};

enum { COLUMNS = 4 };

/* A row; owns value and note.  Without memory the row is left out. */
static void add_row(struct rows *rows, const char *id, char *value, const char *status, char *note)
{
	if (rows->n == rows->cap) {
		size_t cap = rows->cap ? 2 * rows->cap : 16;
		const char **cells = realloc(rows->cells, cap * COLUMNS * sizeof *cells);
		char **owned;

		if (cells)
			rows->cells = cells;
		owned = cells ? realloc(rows->owned, 2 * cap * sizeof *owned) : NULL;
		if (!owned) {
			free(value);
			free(note);
			return;
		}
		rows->owned = owned;
		rows->cap = cap;
	}
	const char **cell = rows->cells + COLUMNS * rows->n;
	cell[0] = id;
	cell[1] = rows->owned[2 * rows->n] = value;
	cell[2] = status;
	cell[3] = rows->owned[2 * rows->n + 1] = note;
	rows->n++;
}

/* Prints them under a heading and forgets them. */
static void print_section(const struct cli *cli, struct rows *rows, const char *heading)
{
	if (rows->n)
		page_section(cli, heading, rows->cells, rows->n, COLUMNS, 0);
	for (size_t i = 0; i < 2 * rows->n; i++)
		free(rows->owned[i]);
	free(rows->cells);
	free(rows->owned);
	*rows = (struct rows){0};
}

static void print_values(struct cli *cli, size_t at)
{
	struct chiso_standard_value value = {.size = sizeof value};
	struct rows rows = {0};

	for (size_t k = 0; !chiso_standard_value_at(cli->context, at, k, &value); k++)
		add_row(&rows, value.id, join(value.texts, value.n), value.status,
			remark(cli, value.article, value.note));
	print_section(cli, &rows, text(cli, "cli-values"));
}

/* "Job" or "Job, weights = 1/18" */
static char *item_text(const struct cli *cli, size_t at, size_t k,
		       const struct chiso_standard_item *item)
{
	struct chiso_standard_value value = {.size = sizeof value};
	char *all = item->title ? append(NULL, "", item->title) : NULL;

	for (size_t m = 0; !chiso_standard_item_value_at(cli->context, at, k, m, &value); m++) {
		all = append(all, ", ", value.id);
		all = append(all, " = ", value.texts[0]);
	}
	return all;
}

static void print_items(struct cli *cli, size_t at)
{
	struct chiso_standard_item item = {.size = sizeof item};
	struct rows rows = {0};
	const char *axis = NULL;

	for (size_t k = 0; !chiso_standard_item_at(cli->context, at, k, &item); k++) {
		if (axis && strcmp(axis, item.axis))
			print_section(cli, &rows, axis);
		axis = item.axis;
		add_row(&rows, item.code, item_text(cli, at, k, &item), item.status,
			remark(cli, item.article, item.note));
	}
	print_section(cli, &rows, axis);
}

void print_standard(struct cli *cli, size_t at, const struct chiso_standard_info *info)
{
	page_title(cli, info->id, info->title);
	print_facts(cli, info);
	print_values(cli, at);
	print_items(cli, at);
}
