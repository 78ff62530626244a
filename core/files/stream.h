/* SPDX-License-Identifier: MIT */
/* What is in a packed file, from its beginning to its end, a piece at a time: of a large file no
 * more than a few pieces are ever in memory.  It is unpacked by a thread of its own, ahead of who
 * reads. */
#ifndef CORE_STREAM_H
#define CORE_STREAM_H

#include "files/gzip.h"

struct stream;

/** Begins with a packed file, whose bytes must stay.  is_aside: a thread of its own may unpack;
 * where there is none to be had it is done by who reads.  0 or CHISO_ENOMEM. */
int stream_open(struct stream **out, const struct bytes *packed, int is_aside);
/** Copies the next n bytes.  How many: fewer than n when nothing comes behind them. */
size_t stream_read(struct stream *stream, char *out, size_t n);
/** Why nothing comes any more: GZIP_END, or what is wrong with the file. */
enum gzip_state stream_state(const struct stream *stream);
/** NULL is fine. */
void stream_close(struct stream *stream);

#endif
