/* SPDX-License-Identifier: MIT */
/* Files that are packed with gzip.  Only gzip.c knows zlib, without which none can be read. */
#ifndef CORE_GZIP_H
#define CORE_GZIP_H

#include "file.h"

/** Whether bytes are packed, by how they begin. */
int gzip_is(const struct bytes *bytes);
/** Unpacks bytes, which are freed, in their place.  What becomes large goes to a file that has no name,
 *  from where it is mapped.  A fault is a finding about `file`: CHISO_EDATA, CHISO_EIO, or
 *  CHISO_ENOMEM. */
int gzip_unpack(struct bytes *bytes, struct chiso_context *context, const char *file);

#endif
