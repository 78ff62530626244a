/* SPDX-License-Identifier: MIT */
/* A page about one thing, on standard output: lines for a terminal, or Markdown with `--format markdown`.
 * What is said is the same in both. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "say.h"

int is_markdown(const struct cli *cli);
/** The first line; title NULL: the id says it all. */
void page_title(const struct cli *cli, const char *id, const char *title);
/** Some sentences; "": none. */
void page_words(const struct cli *cli, const char *words);
/** n names with their values. */
void page_facts(const struct cli *cli, const char *const *cells, size_t n);
/** n rows of so many columns below a heading; the first column is an id.  is_linked: it has a page of
 *  its own. */
void page_section(const struct cli *cli, const char *heading, const char *const *cells, size_t n,
                  size_t columns, int is_linked);

#endif
