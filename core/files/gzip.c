/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "files/gzip.h"

#include "base/context.h"
#include "base/grow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

int gzip_is(const struct bytes *bytes)
{
	return bytes->n >= 2 && !memcmp(bytes->data, "\x1f\x8b", 2);
}

#ifdef HAVE_ZLIB

struct gzip {
	z_stream stream;
	const struct bytes *from;
	size_t given,
		begun; /* of `from`: what zlib has been given, and where the last of it begins */
};

int gzip_open(struct gzip **out, const struct bytes *from)
{
	struct gzip *gzip = calloc(1, sizeof *gzip);

	*out = NULL;
	if (!gzip || inflateInit2(&gzip->stream, 15 + 16) != Z_OK) {
		free(gzip);
		return CHISO_ENOMEM;
	}
	gzip->from = from;
	*out = gzip;
	return CHISO_OK;
}

/* In steps: what has been unpacked is given back, and zlib counts in numbers that may be smaller
 * than a file. */
static void give(struct gzip *gzip)
{
	enum { STEP = 1 << 20 };
	size_t left = gzip->from->n - gzip->given;

	if (gzip->stream.avail_in || !left)
		return;
	bytes_release(gzip->from, gzip->begun, gzip->given);
	gzip->begun = gzip->given;
	gzip->stream.next_in = (unsigned char *)gzip->from->data + gzip->given;
	gzip->stream.avail_in = (uInt)(left < STEP ? left : STEP);
	gzip->given += gzip->stream.avail_in;
}

static enum gzip_state state_of(int got)
{
	switch (got) {
	case Z_OK:
		return GZIP_MORE;
	case Z_BUF_ERROR:
		return GZIP_CUT;
	case Z_MEM_ERROR:
		return GZIP_NO_MEMORY;
	default:
		return GZIP_BAD;
	}
}

/* One piece after the other: a file may be several that were put together. */
enum gzip_state gzip_read(struct gzip *gzip, char *out, size_t room, size_t *n)
{
	enum gzip_state state = GZIP_MORE;
	z_stream *stream = &gzip->stream;

	stream->next_out = (unsigned char *)out;
	stream->avail_out = (uInt)room;
	while (stream->avail_out && state == GZIP_MORE) {
		give(gzip);
		int got = inflate(stream, Z_NO_FLUSH);

		if (got == Z_STREAM_END) {
			give(gzip);
			got = stream->avail_in ? inflateReset(stream) : Z_STREAM_END;
		}
		state = got == Z_STREAM_END ? GZIP_END : state_of(got);
	}
	*n = room - stream->avail_out;
	return state;
}

void gzip_close(struct gzip *gzip)
{
	if (gzip)
		inflateEnd(&gzip->stream);
	free(gzip);
}

#else

struct gzip {
	char nothing;
};

int gzip_open(struct gzip **out, const struct bytes *from)
{
	(void)from;
	*out = calloc(1, sizeof **out);
	return *out ? CHISO_OK : CHISO_ENOMEM;
}

enum gzip_state gzip_read(struct gzip *gzip, char *out, size_t room, size_t *n)
{
	(void)gzip;
	(void)out;
	(void)room;
	*n = 0;
	return GZIP_NO_ZLIB;
}

void gzip_close(struct gzip *gzip)
{
	free(gzip);
}

#endif

int gzip_report(enum gzip_state state, struct chiso_context *context, const char *file)
{
	enum message id = state == GZIP_CUT       ? MSG_GZIP_CUT
			  : state == GZIP_NO_ZLIB ? MSG_GZIP_NONE
						  : MSG_GZIP_BAD;

	if (state == GZIP_NO_MEMORY)
		return CHISO_ENOMEM;
	report(context, id, ((struct place){.file = file}), "");
	return CHISO_EDATA;
}

/* ---- all of a file ---- */

enum { STEP = 1 << 20, LARGE = 16 << 20 };

struct unpacking {
	struct gzip *gzip;
	struct bytes small; /* as long as it is that; cap bytes */
	size_t cap;
	FILE *large; /* afterwards */
	size_t n;    /* bytes in it */
	char step[STEP];
};

/* Adds what has been unpacked.  0, CHISO_ENOMEM or CHISO_EIO. */
static int put(struct unpacking *u, size_t n)
{
	if (!u->large && u->small.n + n <= LARGE) {
		while (u->small.n + n + 1 > u->cap)
			if (GROW(&u->small.data, u->cap, &u->cap))
				return CHISO_ENOMEM;
		memcpy(u->small.data + u->small.n, u->step, n);
		u->small.n += n;
		u->small.data[u->small.n] = 0;
		return CHISO_OK;
	}
	if (!u->large) {
		u->large = tmpfile();
		if (!u->large || fwrite(u->small.data, 1, u->small.n, u->large) < u->small.n)
			return CHISO_EIO;
		u->n = u->small.n;
		free(u->small.data);
		u->small = (struct bytes){0};
	}
	u->n += n;
	return fwrite(u->step, 1, n, u->large) < n ? CHISO_EIO : CHISO_OK;
}

static int take(struct unpacking *u, struct bytes *out)
{
	if (!u->large) {
		*out = u->small;
		return CHISO_OK;
	}
	return fflush(u->large) ? CHISO_EIO : bytes_map(out, fileno(u->large), u->n);
}

static int unpack_all(struct bytes *out, const struct bytes *from, struct chiso_context *context,
		      const char *file)
{
	struct unpacking *u = calloc(1, sizeof *u);
	enum gzip_state state = GZIP_MORE;
	int status = u ? gzip_open(&u->gzip, from) : CHISO_ENOMEM;
	size_t n;

	while (!status && state == GZIP_MORE) {
		state = gzip_read(u->gzip, u->step, STEP, &n);
		status = put(u, n);
	}
	if (!status && state != GZIP_END)
		status = gzip_report(state, context, file);
	else if (!status)
		status = take(u, out);
	if (status == CHISO_EIO)
		report(context, MSG_GZIP_NO_ROOM, ((struct place){.file = file}), "",
		       file_trouble(errno, context->lang));
	if (status && u)
		free(u->small.data);
	if (u && u->large)
		fclose(u->large);
	if (u)
		gzip_close(u->gzip);
	free(u);
	return status;
}

int gzip_unpack(struct bytes *bytes, struct chiso_context *context, const char *file)
{
	struct bytes out = {0};
	int status = unpack_all(&out, bytes, context, file);

	bytes_clear(bytes);
	*bytes = out;
	return status;
}
