/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "page.h"

#include <string.h>

int is_markdown(const struct cli *cli)
{
	return cli->arguments.format && !strcmp(cli->arguments.format, "markdown");
}

/* A text in which nothing is a sign of Markdown; a line break would end a row of a table. */
static void put_plain(const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_<>[]|#~", *text))
			putchar('\\');
		putchar(*text == '\n' ? ' ' : *text);
	}
}

static void put_cell(const char *text)
{
	fputs(" ", stdout);
	put_plain(text ? text : "");
	fputs(" |", stdout);
}

void page_title(const struct cli *cli, const char *id, const char *title)
{
	if (!is_markdown(cli)) {
		printf("%s%s%s\n", id, title ? "  " : "", title ? title : "");
		return;
	}
	printf("# %s%s", id, title ? ": " : "");
	put_plain(title ? title : "");
	putchar('\n');
}

void page_words(const struct cli *cli, const char *words)
{
	if (!*words)
		return;
	putchar('\n');
	if (is_markdown(cli))
		put_plain(words);
	else
		fputs(words, stdout);
	putchar('\n');
}

/* The second line of a table says that the first one is its head, which may be empty. */
static void put_head(size_t columns)
{
	fputs("\n|", stdout);
	for (size_t i = 0; i < columns; i++)
		fputs(" |", stdout);
	fputs("\n|", stdout);
	for (size_t i = 0; i < columns; i++)
		fputs(" --- |", stdout);
	putchar('\n');
}

void page_facts(const struct cli *cli, const char *const *cells, size_t n)
{
	if (!is_markdown(cli)) {
		putchar('\n');
		print_rows(stdout, "", cells, n, 2);
		return;
	}
	put_head(2);
	for (size_t i = 0; i < n; i++) {
		putchar('|');
		put_cell(cells[2 * i]);
		put_cell(cells[2 * i + 1]);
		putchar('\n');
	}
}

void page_section(const struct cli *cli, const char *heading, const char *const *cells, size_t n,
                  size_t columns, int is_linked)
{
	if (!is_markdown(cli)) {
		printf("\n%s\n", heading);
		print_rows(stdout, "  ", cells, n, columns);
		return;
	}
	fputs("\n## ", stdout);
	put_plain(heading);
	putchar('\n');
	put_head(columns);
	for (size_t i = 0; i < n; i++) {
		const char *const *row = cells + i * columns;

		printf(is_linked ? "| [%s](%s.md) |" : "| `%s` |", row[0], row[0]);
		for (size_t k = 1; k < columns; k++)
			put_cell(row[k]);
		putchar('\n');
	}
}
