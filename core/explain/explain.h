/* SPDX-License-Identifier: MIT */
/* Where a value comes from: formula with numbers, sums, records, bounds, sources.  One cell is one
 * page: explain.c finds the cells, explain_page.c writes a page, explain_formula.c its formula.
 * explain_json.c writes the same for programs, with what a value is made of inside it. */
#ifndef CORE_EXPLAIN_H
#define CORE_EXPLAIN_H

#include "base/context.h"
#include "base/group.h"
#include "derived/derived.h"
#include "json/json_out.h"
#include "number/number.h"
#include "results/results.h"
#include "results/tabulate_value.h"
#include "run/provenance.h"
#include "run/run.h"

struct page {
	struct chiso_results *results;
	const struct chiso_context *context;
	struct sink *sink;
	struct arena arena;
	struct chiso_cell cell;
	struct group_slots slots;
	const struct group_slots *group;   /* these; NULL: of a derived indicator */
	const struct chiso_output *output; /* beside group */
	const struct axis_place *place;
	const struct aggregate *single;    /* of the source whose single record is `row` */
	struct vector *row; /* of the single record; NULL: several */
	size_t row_at;
	const char *indent;
};

/** Begins a page about a cell: where it comes from, but no text yet. */
void page_open(struct page *page, struct chiso_results *results, struct sink *sink, size_t at);
/** Writes the page of a cell: of an indicator's, or of one that an expression gave (trace). */
void page_write(struct page *page, const struct cell_group *from,
                const struct derived_trace *trace);

/* What the parts of a page share. */
/** A text, or the sink's status when there was no memory for it. */
const char *page_text(struct page *page, const char *text);
/** A line with its label; MESSAGE_N: without. */
void page_line(struct page *page, enum message label, const char *text);
/** A number for people, with all its digits. */
const char *page_number(struct page *page, double value);

/** Whether the page's output goes along all axes of a row of terms or outputs. */
int page_is_along(const struct page *page, const uint8_t *axis);
/** The number in the call of such a term. */
uint32_t page_term(const struct page *page, uint32_t term);

/** explain_page.c: what a figure on the boundaries of another time is made of; `out` is empty for any
 *  other.  0 or CHISO_ENOMEM. */
int page_flow(struct flow *out, const struct page *page, const struct cell_group *from);
/** explain_formula.c: reads the record of a sum of one record again, so that its columns show. */
void page_find_record(struct page *page);
/** The formula, and the same with numbers. */
void page_formula(struct page *page);
/** Either of them; NULL: there is none with numbers. */
const char *page_formula_text(struct page *page, int fill);
/** What is known of the files of a source; NULL: nothing is. */
const struct run_dataset *page_dataset(const struct page *page, uint32_t part);

/** explain_parameters.c: whether a parameter of the page's indicator is a result that is kept back:
 *  `pass` is its number among those that are results. */
int page_pass_is_kept(const struct page *page, size_t pass);
/** The same file: standard, and parameters that are results. */
void page_parameters(struct page *page);

/** Pages on their way: each cell has one, however many are made of it. */
struct pages {
	struct chiso_results *results;
	struct sink *sink;
	uint8_t *is_shown; /* per cell, below the page that was asked for */
};
/** The page of a cell, and those of its operands one level down. */
int pages_write(struct pages *pages, size_t at, int level);

/** Adds a word to a list of at most eight, once. */
void list_word(struct intern *list, const char *word);
/** "a, b"; "-" for none. */
const char *list_join(struct arena *arena, const struct intern *list);

/** explain_json.c: the cells that fit as one document; `fits` has a mark for each. */
int explain_json(struct chiso_results *results, const uint8_t *fits, struct sink *sink);
/** The first members of the document. */
void explain_json_begin(struct json_out *json, const struct chiso_results *results);

/** A document on its way. */
struct tree {
	struct json_out json;
	struct chiso_results *results;
	uint8_t *is_shown; /* per cell: it is in this tree already */
};
/** A cell with all that is behind it, once in a tree; then it is only named. */
int tree_write(struct tree *tree, size_t at);
/** A member with a standard: its values for an indicator or, NULL, all. */
void standard_write(struct json_out *json, const char *name, const struct standard *standard,
                    const struct chiso_indicator *use, const char *lang);

#endif
