/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "gzip.h"

#include "context.h"

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

enum { STEP = 1 << 20, LARGE = 16 << 20 };

struct unpacking {
	z_stream stream;
	const struct bytes *from;
	size_t given;       /* bytes of `from` that zlib has been given */
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

/* zlib counts in numbers that may be smaller than a file. */
static void give(struct unpacking *u)
{
	size_t left = u->from->n - u->given, most = 1u << 30;

	if (u->stream.avail_in || !left)
		return;
	u->stream.next_in = (unsigned char *)u->from->data + u->given;
	u->stream.avail_in = (uInt)(left < most ? left : most);
	u->given += u->stream.avail_in;
}

/* One piece after the other: a file may be several that were put together.  1: it is complete; 0 or a
 * fault of zlib: it is not. */
static int unpack(struct unpacking *u, int *status)
{
	int got = Z_OK;

	while (got == Z_OK && !*status) {
		give(u);
		u->stream.next_out = (unsigned char *)u->step;
		u->stream.avail_out = STEP;
		got = inflate(&u->stream, Z_NO_FLUSH);
		if (got == Z_MEM_ERROR)
			*status = CHISO_ENOMEM;
		else
			*status = put(u, STEP - u->stream.avail_out);
		if (got != Z_STREAM_END)
			continue;
		give(u);
		if (!u->stream.avail_in)
			return 1;
		got = inflateReset(&u->stream);
	}
	return got == Z_OK ? 0 : got;
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
	int status = CHISO_OK;

	if (!u || inflateInit2(&u->stream, 15 + 16) != Z_OK) {
		free(u);
		return CHISO_ENOMEM;
	}
	u->from = from;
	int got = unpack(u, &status);
	inflateEnd(&u->stream);
	if (!status && got != 1) {
		report(context, got == Z_BUF_ERROR || !got ? MSG_GZIP_CUT : MSG_GZIP_BAD,
		       ((struct place){.file = file}), "");
		status = CHISO_EDATA;
	}
	if (!status)
		status = take(u, out);
	if (status)
		free(u->small.data);
	if (status == CHISO_EIO)
		report(context, MSG_GZIP_NO_ROOM, ((struct place){.file = file}), "",
		       file_trouble(errno, context->lang));
	if (u->large)
		fclose(u->large);
	free(u);
	return status;
}

#else

static int unpack_all(struct bytes *out, const struct bytes *from, struct chiso_context *context,
                      const char *file)
{
	(void)out;
	(void)from;
	report(context, MSG_GZIP_NONE, ((struct place){.file = file}), "");
	return CHISO_EDATA;
}

#endif

int gzip_unpack(struct bytes *bytes, struct chiso_context *context, const char *file)
{
	struct bytes out = {0};
	int status = unpack_all(&out, bytes, context, file);

	bytes_clear(bytes);
	*bytes = out;
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, ((struct place){.file = file}), "");
	return status;
}
