/* SPDX-License-Identifier: MIT */
/* Runs vectors: an indicator over their tables gives what they expect. */
#ifndef CLI_CHECK_VECTORS_H
#define CLI_CHECK_VECTORS_H

#include "child.h"
#include "vector_file.h"

/** Reads the files that --vectors names.  EXIT_FINE, or what is wrong has been said. */
enum exit_code vectors_open(struct vector **out, struct pool *pool, struct cli *cli);
/** Runs those of the plugin, or all when it is NULL; each in a process of its own.  The context has
 *  all plugins that they need. */
void vectors_run(const struct running *running, struct checker *checker,
		 const struct vector *vectors, const struct chiso_plugin *plugin);

#endif
