/* SPDX-License-Identifier: MIT */
/* Text in columns for a terminal.  Fill a layout row by row; at the end its columns get the widths
 * they need, the flexible ones give way until all fits, and long cells are wrapped between words.
 * Widths are counted in places on the screen: combining marks take none.
 *
 * A no-break space in a cell is printed as a space at which no line ends.  Control characters are
 * not printed: a file of data must not be able to talk to somebody's terminal. */
#ifndef CORE_LAYOUT_H
#define CORE_LAYOUT_H

#include "base/arena.h"
#include "base/sink.h"

/** Wide enough for most rows of a scoreboard in two lines; a wider terminal keeps the calm. */
enum { LAYOUT_WIDTH = 110 };
#define NO_BREAK_SPACE "\302\240"

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_GREEN, STYLE_YELLOW, STYLE_RED };

struct layout_column {
	int right;    /* cells are set flush right */
	int flexible; /* may be narrower than its widest cell */
	size_t max;   /* not wider than this; 0: as need be */
	size_t min;   /* of a flexible column: gives way no further */
	size_t width; /* found by layout_write() */
};

struct layout_cell {
	const char *text;
	enum style style;
};

struct layout {
	struct arena arena;
	struct layout_column *columns;
	size_t n_columns;
	struct layout_cell *cells; /* n_rows of n_columns */
	size_t n_rows, cap;        /* cap in rows */
	int status;                /* CHISO_ENOMEM once a text or row could not be had */
};

int layout_init(struct layout *layout, size_t n_columns);
/** Begins a row of empty cells. */
void layout_row(struct layout *layout);
/** Puts a text in the last row; it is borrowed, and NULL means that there was no memory for it. */
void layout_put(struct layout *layout, size_t column, const char *text, enum style style);
void layout_write(struct layout *layout, uint32_t flags, struct sink *sink);
void layout_clear(struct layout *layout);

/** The text with its spaces made no-break ones. */
char *layout_glue(struct arena *arena, const char *text);
/** How many places the first n bytes take on the screen. */
size_t layout_places(const char *text, size_t n);
/** The places of the longest word. */
size_t layout_longest_word(const char *text);
/** One line in a style, without control characters. */
void layout_line(struct sink *sink, const char *text, size_t n, enum style style, uint32_t flags);
/** A paragraph wrapped to `width`; its first line begins with `head`, the others are indented. */
void layout_paragraph(struct sink *sink, const char *head, const char *text, enum style style,
                      uint32_t flags);

#endif
