/* SPDX-License-Identifier: MIT */
/* Files that are packed with gzip.  Only gzip.c knows zlib, without which none can be read. */
#ifndef CORE_GZIP_H
#define CORE_GZIP_H

#include "files/file.h"

/** Of packed bytes: there is more in them; all has been unpacked; a part is missing; they are
 * damaged; no memory; they can't be read without zlib. */
enum gzip_state { GZIP_MORE, GZIP_END, GZIP_CUT, GZIP_BAD, GZIP_NO_MEMORY, GZIP_NO_ZLIB };

struct gzip;

/** Whether bytes are packed, by how they begin. */
int gzip_is(const struct bytes *bytes);
/** Begins to unpack bytes, which must stay.  0 or CHISO_ENOMEM. */
int gzip_open(struct gzip **out, const struct bytes *from);
/** Unpacks what comes next, *n bytes: as many as there is room for, unless something other than
 *  GZIP_MORE is returned. */
enum gzip_state gzip_read(struct gzip *gzip, char *out, size_t room, size_t *n);
/** NULL is fine. */
void gzip_close(struct gzip *gzip);
/** Says what is wrong with a file: CHISO_EDATA; or CHISO_ENOMEM, of which nothing is said. */
int gzip_report(enum gzip_state state, struct chiso_context *context, const char *file);
/** Unpacks bytes, which are freed, in their place.  What becomes large goes to a file that has no
 * name, from where it is mapped.  A fault is a finding about `file`: CHISO_EDATA, CHISO_EIO, or
 *  CHISO_ENOMEM. */
int gzip_unpack(struct bytes *bytes, struct chiso_context *context, const char *file);

#endif
