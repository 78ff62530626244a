/* SPDX-License-Identifier: MIT */
/* Loading of plugin files.  load.c is the only file that knows libltdl: its globals, its lazy
 * binding and its messages are fenced in there.  A file is first looked at from outside
 * (elf_look.c): the dynamic linker would crash on one that is cut off. */
#ifndef CORE_LOAD_H
#define CORE_LOAD_H

#include "base/finding.h"

/** Loads a plugin file (absolute path) or a preopened module (a name without '/').  *out gets its
 *  description, which stays valid until the process ends: plugins are never unloaded.  Every fault
 *  is one finding with its own message, of the severity given (CHISO_ERROR or CHISO_WARNING), and
 *  CHISO_EPLUGIN. */
int load_plugin(const struct chiso_plugin **out, struct chiso_context *context, const char *path,
		int severity);

/** Calls back with the path of every *.so file of a folder, in bytewise order.  CHISO_EIO when the
 *  folder can't be read (there is none: CHISO_EUSE), without a finding. */
int load_scan(const char *folder, void (*found)(void *user, const char *path), void *user);

/** Calls back with the name of every preopened module. */
int load_preopened(void (*found)(void *user, const char *name), void *user);

/** The folder of the plugins that came with this library: beside it in the build tree, else the
 *  installed one, found from where the library itself lies.  NULL: no memory.  Caller frees. */
char *load_own_folder(void);

/** Puts the address of a function of a library of the system, by the name that its file has ("libx.so.1"),
 *  into a pointer to such a function; 0: there is none.  The library stays until the process ends. */
int load_function(void *function, const char *library, const char *name);

/** The version of libltdl, as its file is numbered ("7.3.2"); libltdl itself does not tell, so it
 *  is "" when it is linked statically. */
enum { LOAD_VERSION_ROOM = 32 };
void load_library(char out[LOAD_VERSION_ROOM]);

#endif
