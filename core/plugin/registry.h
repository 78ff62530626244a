/* SPDX-License-Identifier: MIT */
/* The plugins of a context and their indicators, and where plugins are looked for.  What a plugin
 * says about itself is checked (descriptor.h) before any of it is used. */
#ifndef CORE_REGISTRY_H
#define CORE_REGISTRY_H

#include "base/arena.h"

#include <chiso/plugin.h>

struct registry {
	struct arena arena;
	struct registered {
		const struct chiso_plugin *plugin;
		const char *path;
	} * plugins;
	size_t n_plugins, plugins_cap;
	const struct chiso_indicator **indicators; /* in order of ids */
	size_t n_indicators, indicators_cap;
};

/** An indicator by its id; NULL: there is none, of which nothing is said. */
const struct chiso_indicator *registry_find(const struct registry *registry, const char *id);
void registry_clear(struct registry *registry);

#endif
