/* SPDX-License-Identifier: MIT */
/* Where writers put their text: it is gathered, and handed to a function of the program. */
#ifndef CORE_SINK_H
#define CORE_SINK_H

#include <chiso/chiso.h>

#include <string.h>

/** Takes text for a writer.  Errors stick: the first status that is not 0 is kept and nothing is
 *  written any more, so that writers look at the status once, at the end.  Text is handed on when
 *  there is enough of it: results have millions of pieces. */
struct sink {
	chiso_write_fn *write;
	void *user;
	int status;
	size_t n; /* bytes that wait */
	char waiting[8192];
};

/** text NULL: there was no memory for it, CHISO_ENOMEM. */
void sink_text(struct sink *sink, const char *text);
/** Hands on what waits, and with it what there is no room for. */
void sink_overflow(struct sink *sink, const char *text, size_t n);

static inline void sink_bytes(struct sink *sink, const char *text, size_t n)
{
	if (n > sizeof sink->waiting - sink->n) {
		sink_overflow(sink, text, n);
	} else if (n) {
		memcpy(sink->waiting + sink->n, text, n);
		sink->n += n;
	}
}

static inline void sink_byte(struct sink *sink, char c)
{
	if (sink->n == sizeof sink->waiting)
		sink_overflow(sink, NULL, 0);
	sink->waiting[sink->n++] = c;
}

/** Where as much as n bytes, 8192 at most, may be written; sink->n counts those that are. */
static inline char *sink_room(struct sink *sink, size_t n)
{
	if (n > sizeof sink->waiting - sink->n)
		sink_overflow(sink, NULL, 0);
	return sink->waiting + sink->n;
}
/** Hands on what waits.  The status so far, or the first fault of the sink. */
int sink_close(struct sink *sink, int status);
/** sink_csv.c: a field as it is, in quotes where it needs them. */
void sink_csv_field(struct sink *sink, const char *text, char delimiter);
/** sink_csv.c: a cell of n texts with " | " between them. */
void sink_csv_texts(struct sink *sink, const char *const *list, size_t n);

#endif
