/* SPDX-License-Identifier: MIT */
#include "display/layout.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 2, NARROWEST = 8 };

/* ---- Characters and their places ------------------------------------------------------------- */

/* The code point at p, whose length goes to *n.  Bytes that are no UTF-8 count one by one. */
static uint32_t character(const char *p, size_t *n)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t length = s[0] < 0xC2 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 1;
	uint32_t c = length == 1 ? s[0] : s[0] & (0x7Fu >> length);

	*n = 1;
	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return s[0];
		c = c << 6 | (s[i] & 0x3F);
	}
	*n = length;
	return c;
}

/* What would steer the terminal or turn the reading direction round. */
static int is_control(uint32_t c)
{
	return (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static int is_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
	       (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* A line may end here.  Tabs and line ends inside a cell are spaces. */
static int is_space(char c)
{
	return (unsigned char)c <= ' ';
}

/* How many places the character at p takes; its length goes to *n. */
static size_t places_of(const char *p, size_t *n)
{
	*n = 1;
	if (*p >= ' ' && *p < 0x7F)
		return 1;
	uint32_t c = character(p, n);

	return !is_control(c) && !is_mark(c);
}

size_t layout_places(const char *text, size_t n)
{
	size_t places = 0, length;

	for (const char *p = text; p < text + n; p += length)
		places += places_of(p, &length);
	return places;
}

/* The bytes of the first line of a text when `width` places are there. */
static size_t line_of(const char *text, size_t width)
{
	size_t places = 0, at = 0, space = 0, length;

	for (; text[at]; at += length) {
		size_t more = places_of(text + at, &length);

		if (is_space(text[at]))
			space = at;
		if (places + more > width && places)
			return is_space(text[at]) ? at : space ? space : at;
		places += more;
	}
	return at;
}

static const char *behind_spaces(const char *text)
{
	while (*text && is_space(*text))
		text++;
	return text;
}

size_t layout_longest_word(const char *text)
{
	size_t most = 0;

	for (text = behind_spaces(text); *text; text = behind_spaces(text)) {
		const char *end = text;

		while (*end && !is_space(*end))
			end++;
		size_t places = layout_places(text, (size_t)(end - text));
		most = places > most ? places : most;
		text = end;
	}
	return most;
}

char *layout_glue(struct arena *arena, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	char *out = text ? arena_new(arena, 2 * n + 1, 1) : NULL;

	if (!out)
		return NULL;
	for (char *p = out; *text; text++) {
		if (*text == ' ') {
			*p++ = NO_BREAK_SPACE[0];
			*p++ = NO_BREAK_SPACE[1];
		} else {
			*p++ = *text;
		}
	}
	return out;
}

/* ---- Writing --------------------------------------------------------------------------------- */

void layout_line(struct sink *sink, const char *text, size_t n, enum style style, uint32_t flags)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "",         [STYLE_BOLD] = "\033[1m",    [STYLE_DIM] = "\033[2m",
		[STYLE_GREEN] = "\033[32m", [STYLE_YELLOW] = "\033[33m", [STYLE_RED] = "\033[31m",
	};
	int styled = (flags & CHISO_COLOUR) && style != STYLE_PLAIN && n;
	size_t length;

	if (styled)
		sink_text(sink, codes[style]);
	for (const char *p = text; p < text + n; p += length) {
		uint32_t c = character(p, &length);

		if (is_space(*p) || c == 0xA0)
			sink_text(sink, " ");
		else if (!is_control(c))
			sink_bytes(sink, p, length);
	}
	if (styled)
		sink_text(sink, "\033[0m");
}

static void spaces(struct sink *sink, size_t n)
{
	while (n--)
		sink_text(sink, " ");
}

void layout_paragraph(struct sink *sink, const char *head, const char *text, enum style style,
                      uint32_t flags)
{
	size_t indent = layout_places(head, strlen(head));
	size_t width = indent < LAYOUT_WIDTH / 2 ? LAYOUT_WIDTH - indent : LAYOUT_WIDTH / 2;

	if (!text) {
		sink_text(sink, NULL);
		return;
	}
	layout_line(sink, head, strlen(head), style, flags);
	for (text = behind_spaces(text); *text; text = behind_spaces(text)) {
		size_t n = line_of(text, width);

		layout_line(sink, text, n, style, flags);
		text += n;
		if (*behind_spaces(text)) {
			sink_text(sink, "\n");
			spaces(sink, indent);
		}
	}
	sink_text(sink, "\n");
}

/* ---- Layouts --------------------------------------------------------------------------------- */

int layout_init(struct layout *layout, size_t n_columns)
{
	*layout = (struct layout){.n_columns = n_columns};
	layout->columns = arena_new(&layout->arena, n_columns, sizeof *layout->columns);
	return layout->status = layout->columns ? CHISO_OK : CHISO_ENOMEM;
}

void layout_row(struct layout *layout)
{
	size_t row = layout->n_columns * sizeof *layout->cells;

	if (layout->status)
		return;
	layout->status = grow((void **)&layout->cells, layout->n_rows, &layout->cap, row);
	if (!layout->status)
		memset(layout->cells + layout->n_rows++ * layout->n_columns, 0, row);
}

void layout_put(struct layout *layout, size_t column, const char *text, enum style style)
{
	if (!text && !layout->status)
		layout->status = CHISO_ENOMEM;
	if (!layout->status)
		layout->cells[(layout->n_rows - 1) * layout->n_columns + column] =
			(struct layout_cell){text, style};
}

/* The width a column would like, and the least it can do with. */
static size_t wish(const struct layout *layout, size_t column, size_t *least)
{
	const struct layout_column *c = &layout->columns[column];
	size_t most = 0;

	*least = c->min > NARROWEST ? c->min : NARROWEST;
	for (size_t i = 0; i < layout->n_rows; i++) {
		const char *text = layout->cells[i * layout->n_columns + column].text;

		if (!text)
			continue;
		size_t places = layout_places(text, strlen(text)), word = layout_longest_word(text);
		most = places > most ? places : most;
		*least = word > *least ? word : *least;
	}
	if (c->max && most > c->max)
		most = c->max;
	if (*least > most || !c->flexible)
		*least = most;
	return most;
}

static size_t lines_of(const char *text, size_t width)
{
	size_t n = 0;

	for (text = behind_spaces(text); *text; text = behind_spaces(text), n++)
		text += line_of(text, width);
	return n;
}

/* How many lines the cells of the first rows take, which stand for all, at the width of their column and
 * one place narrower: row by row of a column. */
struct fitting {
	size_t n_rows;
	size_t *now, *less;
};

enum { SAMPLE = 50 };

static void count_lines(const struct layout *layout, const struct fitting *fitting, size_t column,
                        size_t width, size_t *lines)
{
	for (size_t i = 0; i < fitting->n_rows; i++) {
		const char *text = layout->cells[i * layout->n_columns + column].text;

		lines[column * SAMPLE + i] = text ? lines_of(text, width) : 0;
	}
}

static int begin_fitting(struct layout *layout, struct fitting *fitting)
{
	size_t n = layout->n_columns;

	fitting->n_rows = layout->n_rows < SAMPLE ? layout->n_rows : SAMPLE;
	fitting->now = arena_new(&layout->arena, n * SAMPLE, sizeof *fitting->now);
	fitting->less = arena_new(&layout->arena, n * SAMPLE, sizeof *fitting->less);
	if (!fitting->now || !fitting->less)
		return CHISO_ENOMEM;
	for (size_t k = 0; k < n; k++) {
		size_t width = layout->columns[k].width;

		count_lines(layout, fitting, k, width, fitting->now);
		count_lines(layout, fitting, k, width ? width - 1 : 0, fitting->less);
	}
	return CHISO_OK;
}

static void narrow(struct layout *layout, struct fitting *fitting, size_t column)
{
	size_t width = --layout->columns[column].width;

	memcpy(&fitting->now[column * SAMPLE], &fitting->less[column * SAMPLE],
	       fitting->n_rows * sizeof *fitting->now);
	count_lines(layout, fitting, column, width ? width - 1 : 0, fitting->less);
}

/* How many lines the rows take when a column is narrowed by one place. */
static size_t height(const struct layout *layout, const struct fitting *fitting, size_t narrowed)
{
	size_t most[SAMPLE], lines = 0;

	for (size_t i = 0; i < fitting->n_rows; i++)
		most[i] = 1;
	for (size_t k = 0; k < layout->n_columns; k++) {
		const size_t *n = (k == narrowed ? fitting->less : fitting->now) + k * SAMPLE;

		for (size_t i = 0; i < fitting->n_rows; i++)
			most[i] = n[i] > most[i] ? n[i] : most[i];
	}
	for (size_t i = 0; i < fitting->n_rows; i++)
		lines += most[i];
	return lines;
}

/* The column that costs fewest lines when it is narrowed; of equal ones the widest.  n_columns: none
 * can give way. */
static size_t cheapest(const struct layout *layout, const struct fitting *fitting, const size_t *least)
{
	size_t best = layout->n_columns, best_height = 0;

	for (size_t i = 0; i < layout->n_columns; i++) {
		size_t width = layout->columns[i].width, h;

		if (width <= least[i])
			continue;
		h = height(layout, fitting, i);
		if (best == layout->n_columns || h < best_height ||
		    (h == best_height && width > layout->columns[best].width)) {
			best = i;
			best_height = h;
		}
	}
	return best;
}

/* Narrows columns, place by place, until all fit or none can give way. */
static int fit(struct layout *layout, size_t *least)
{
	/* Far above the width of the screen it does not matter which column gives way. */
	enum { FAR = 2 * LAYOUT_WIDTH };
	struct fitting fitting;
	size_t total = 0;

	for (size_t i = 0; i < layout->n_columns; i++) {
		layout->columns[i].width = wish(layout, i, &least[i]);
		if (layout->columns[i].width > FAR && least[i] < FAR)
			layout->columns[i].width = FAR;
		total += layout->columns[i].width ? layout->columns[i].width + GAP : 0;
	}
	if (total <= LAYOUT_WIDTH + GAP)
		return CHISO_OK;
	if (begin_fitting(layout, &fitting))
		return CHISO_ENOMEM;
	for (; total > LAYOUT_WIDTH + GAP; total--) {
		size_t column = cheapest(layout, &fitting, least);

		if (column == layout->n_columns)
			break;
		narrow(layout, &fitting, column);
	}
	return CHISO_OK;
}

/* One line of a row: what is left of each cell goes to `rest`.  Whether any line is left. */
static int write_line(const struct layout *layout, const struct layout_cell *row, const char **rest,
                      uint32_t flags, struct sink *sink)
{
	size_t pending = 0; /* spaces owed: none are printed at the end of a line */
	int more = 0;

	for (size_t i = 0; i < layout->n_columns; i++) {
		const struct layout_column *c = &layout->columns[i];
		size_t n, places;

		if (!c->width)
			continue;
		rest[i] = behind_spaces(rest[i]);
		n = line_of(rest[i], c->width);
		places = layout_places(rest[i], n);
		size_t room = c->width > places ? c->width - places : 0;
		if (n) {
			spaces(sink, pending + (c->right ? room : 0));
			layout_line(sink, rest[i], n, row[i].style, flags);
			pending = (c->right ? 0 : room) + GAP;
		} else {
			pending += c->width + GAP;
		}
		rest[i] = behind_spaces(rest[i] + n);
		more |= *rest[i] != 0;
	}
	sink_text(sink, "\n");
	return more;
}

void layout_write(struct layout *layout, uint32_t flags, struct sink *sink)
{
	size_t *least = arena_new(&layout->arena, layout->n_columns, sizeof *least);
	const char **rest = arena_new(&layout->arena, layout->n_columns, sizeof *rest);

	if (layout->status || !least || !rest || fit(layout, least)) {
		sink_text(sink, NULL);
		return;
	}
	for (size_t i = 0; i < layout->n_rows; i++) {
		const struct layout_cell *row = layout->cells + i * layout->n_columns;

		for (size_t k = 0; k < layout->n_columns; k++)
			rest[k] = row[k].text ? row[k].text : "";
		while (write_line(layout, row, rest, flags, sink))
			;
	}
}

void layout_clear(struct layout *layout)
{
	arena_clear(&layout->arena);
	free(layout->cells);
	*layout = (struct layout){0};
}
