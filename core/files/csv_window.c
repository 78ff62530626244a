/* SPDX-License-Identifier: MIT */
/* Records of a file that is not in memory as a whole: those that are in a window, which moves on.
 */
#include "files/csv.h"
#include "files/stream.h"

#include <stdlib.h>
#include <string.h>

/* Of what comes from a file that is damaged the last record is no whole one. */
static size_t whole_lines(const char *data, size_t n)
{
	while (n && data[n - 1] != '\n')
		n--;
	return n;
}

/* Fills the window behind the n bytes that are in it.  0 or CHISO_ENOMEM. */
static int fill(struct csv *csv, size_t n)
{
	struct csv_window *window = csv->window;
	size_t got = stream_read(window->stream, window->room + n, window->cap - n);
	enum gzip_state state = stream_state(window->stream);

	window->is_over = got < window->cap - n;
	n += got;
	if (window->is_over && state != GZIP_END) {
		n = whole_lines(window->room, n);
		if (state == GZIP_NO_MEMORY)
			return CHISO_ENOMEM;
		if (csv->context)
			(void)gzip_report(state, csv->context, csv->file);
	}
	csv->data = csv->at = window->room;
	csv->end = window->room + n;
	return CHISO_OK;
}

int csv_window_move(struct csv *csv)
{
	struct csv_window *window = csv->window;
	size_t left = (size_t)(csv->end - csv->at);

	/* All that is in it is a part of one record. */
	if (csv->at == csv->data && window->cap >= CSV_MOST) {
		csv_report_too_long(csv);
		return CHISO_OK;
	}
	memmove(window->room, csv->at, left);
	csv->data = csv->at = window->room;
	csv->end = window->room + left;
	csv_forget_plain(csv);
	if (left > window->cap / 2 && window->cap < CSV_MOST) {
		char *more = realloc(window->room, 2 * window->cap);

		if (!more)
			return CHISO_ENOMEM;
		window->room = more;
		window->cap *= 2;
	}
	return fill(csv, left);
}

int csv_window_ready(struct csv *csv)
{
	const struct csv_window *window = csv->window;

	return !window || window->is_over || (size_t)(csv->end - csv->at) > window->cap / 2
		       ? CHISO_OK
		       : csv_window_move(csv);
}

int csv_open_packed(struct csv *csv, struct chiso_context *context, const char *file,
		    const struct bytes *packed, int is_aside, char delimiter, uint32_t skip)
{
	struct csv_window *window = calloc(1, sizeof *window);

	*csv = (struct csv){.context = context, .file = file, .window = window};
	if (!window)
		return CHISO_ENOMEM;
	window->cap = CSV_HEAD;
	window->room = malloc(CSV_HEAD);
	if (!window->room || stream_open(&window->stream, packed, is_aside) || fill(csv, 0)) {
		csv_window_close(csv);
		return CHISO_ENOMEM;
	}
	csv_open(csv, context, file, csv->data, (size_t)(csv->end - csv->data), delimiter, skip);
	csv->window = window;
	return CHISO_OK;
}

void csv_window_close(struct csv *csv)
{
	if (csv->window) {
		stream_close(csv->window->stream);
		free(csv->window->room);
	}
	free(csv->window);
	csv->window = NULL;
}
