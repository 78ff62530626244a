/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "plugin/registry.h"

#include "base/context.h"
#include "base/grow.h"
#include "base/text.h"
#include "files/file.h"
#include "plugin/descriptor.h"
#include "plugin/load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- one plugin ---------------------------------------------------------------------------- */

static const struct registered *find_plugin(const struct registry *registry, const char *id)
{
	for (size_t i = 0; i < registry->n_plugins; i++)
		if (!strcmp(registry->plugins[i].plugin->id, id))
			return &registry->plugins[i];
	return NULL;
}

static int compare_ids(const void *a, const void *b)
{
	const struct chiso_indicator *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static int keep(struct registry *registry, const struct chiso_plugin *plugin, const char *path)
{
	const char *copy = arena_text(&registry->arena, path, strlen(path));
	size_t before = registry->n_indicators;

	if (!copy || GROW(&registry->plugins, registry->n_plugins, &registry->plugins_cap))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < plugin->n_indicators; i++) {
		if (GROW(&registry->indicators, registry->n_indicators,
			 &registry->indicators_cap)) {
			registry->n_indicators = before;
			return CHISO_ENOMEM;
		}
		registry->indicators[registry->n_indicators++] = plugin->indicators[i];
	}
	registry->plugins[registry->n_plugins++] = (struct registered){plugin, copy};
	qsort(registry->indicators, registry->n_indicators, sizeof *registry->indicators,
	      compare_ids);
	return CHISO_OK;
}

/* Standards that a plugin brings; those of one that was found, not asked for, wait.  A broken one is left out, with
 * findings. */
static int read_standards(struct chiso_context *context, const struct chiso_plugin *plugin, int is_found)
{
	const struct chiso_document *files =
		plugin->extension ? plugin->extension(CHISO_STANDARDS) : NULL;
	int status = CHISO_OK;

	for (; files && files->name && status != CHISO_ENOMEM; files++)
		status = is_found ? standards_offer(context, files)
				  : standards_read(&context->standards, context, files->name, files->data,
						   files->size);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

static int take(struct chiso_context *context, const char *path, int severity)
{
	struct registry *registry = &context->registry;
	const struct chiso_plugin *plugin;
	const struct registered *other;
	int status = load_plugin(&plugin, context, path, severity);

	if (status)
		return status;
	for (size_t i = 0; i < registry->n_plugins; i++)
		if (registry->plugins[i].plugin == plugin)
			return CHISO_OK; /* the same file by another way */
	status = descriptor_check(context, plugin, path, severity);
	if (status)
		return status;
	other = find_plugin(registry, plugin->id);
	if (other) {
		report_as(context, severity, MSG_PLUGIN_TWICE, (struct place){0}, plugin->id,
			  other->path, path);
		return CHISO_EPLUGIN;
	}
	status = keep(registry, plugin, path);
	if (!status)
		status = read_standards(context, plugin, severity == CHISO_WARNING);
	if (status)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, path);
	return status;
}

/* A path from the root.  NULL: no memory, or no current folder. */
static char *from_root(struct arena *arena, const char *path)
{
	char *here = *path == '/' ? NULL : realpath(".", NULL);
	char *full = *path == '/' ? arena_text(arena, path, strlen(path))
		     : here       ? file_join(arena, here, path)
				  : NULL;

	free(here);
	return full;
}

int chiso_plugin_load(struct chiso_context *context, const char *path)
{
	struct arena arena = {0};
	const char *full = strchr(path, '/') ? from_root(&arena, path) : path;
	int status = full ? take(context, full, CHISO_ERROR) : CHISO_ENOMEM;

	if (!full)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, path);
	arena_clear(&arena);
	return status;
}

/* ---- all that can be found ----------------------------------------------------------------- */

struct search {
	struct chiso_context *context;
	struct arena arena;
	struct seen {
		dev_t dev;
		ino_t ino;
	} * seen;
	size_t n, cap;
	int status; /* CHISO_ENOMEM, or CHISO_OK whatever is wrong with a plugin */
};

/* Whether a file has been met in this search, so that its faults are said once. */
static int is_seen(struct search *search, const char *path)
{
	struct stat info;

	if (stat(path, &info))
		return 0; /* loading will say why */
	for (size_t i = 0; i < search->n; i++)
		if (search->seen[i].dev == info.st_dev && search->seen[i].ino == info.st_ino)
			return 1;
	if (GROW(&search->seen, search->n, &search->cap))
		search->status = CHISO_ENOMEM;
	else
		search->seen[search->n++] = (struct seen){info.st_dev, info.st_ino};
	return 0;
}

static void found(void *user, const char *path)
{
	struct search *search = user;

	if (*path == '/' && is_seen(search, path))
		return;
	if (take(search->context, path, CHISO_WARNING) == CHISO_ENOMEM)
		search->status = CHISO_ENOMEM;
}

/* `is_asked_for`: somebody has named this folder, so it should be there. */
static void search_folder(struct search *search, const char *name, int is_asked_for)
{
	const char *folder = name ? from_root(&search->arena, name) : NULL;
	int status = folder ? load_scan(folder, found, search) : CHISO_ENOMEM;

	if (status == CHISO_ENOMEM)
		search->status = status;
	else if (status == CHISO_EUSE && is_asked_for)
		report(search->context, MSG_PLUGIN_NO_FOLDER, (struct place){0}, name);
	else if (status == CHISO_EIO)
		report(search->context, MSG_PLUGIN_FOLDER, (struct place){0}, name);
}

static void search_list(struct search *search, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ":");

		if (n)
			search_folder(search, arena_text(&search->arena, list, n), 1);
		list += n + (list[n] == ':');
	}
}

/* Relative names have no meaning in these variables. */
static const char *absolute_variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value == '/' ? value : NULL;
}

static void search_user_folder(struct search *search)
{
	const char *data = absolute_variable("XDG_DATA_HOME"), *home = absolute_variable("HOME");

	if (data)
		search_folder(search, arena_printf(&search->arena, "%s/chiso/plugins", data), 0);
	else if (home)
		search_folder(search,
			      arena_printf(&search->arena, "%s/.local/lib/chiso/plugins", home), 0);
}

int chiso_plugins_load(struct chiso_context *context, const char *dirs)
{
	struct search search = {.context = context};
	char *own = load_own_folder();

	search_list(&search, dirs);
	search_list(&search, getenv("CHISO_PLUGIN_PATH"));
	search_user_folder(&search);
	search_folder(&search, own, 0);
	load_preopened(found, &search);
	if (search.status)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	free(own);
	free(search.seen);
	arena_clear(&search.arena);
	return search.status;
}

/* ---- what there is ------------------------------------------------------------------------- */

size_t chiso_plugin_count(const struct chiso_context *context)
{
	return context->registry.n_plugins;
}

const struct chiso_plugin *chiso_plugin_at(const struct chiso_context *context, size_t i,
					   const char **path)
{
	const struct registry *registry = &context->registry;

	if (i >= registry->n_plugins)
		return NULL;
	if (path)
		*path = registry->plugins[i].path;
	return registry->plugins[i].plugin;
}

size_t chiso_indicator_count(const struct chiso_context *context)
{
	return context->registry.n_indicators;
}

const struct chiso_indicator *chiso_indicator_at(const struct chiso_context *context, size_t i)
{
	const struct registry *registry = &context->registry;

	return i < registry->n_indicators ? registry->indicators[i] : NULL;
}

static int compare_with_id(const void *id, const void *b)
{
	const struct chiso_indicator *const *indicator = b;

	return strcmp(id, (*indicator)->id);
}

const struct chiso_indicator *registry_find(const struct registry *registry, const char *id)
{
	const struct chiso_indicator **found_at = NULL;

	if (registry->n_indicators)
		found_at = bsearch(id, registry->indicators, registry->n_indicators,
				   sizeof *registry->indicators, compare_with_id);
	return found_at ? *found_at : NULL;
}

const struct chiso_indicator *chiso_indicator_find(struct chiso_context *context, const char *id)
{
	const struct registry *registry = &context->registry;
	const struct chiso_indicator *indicator = registry_find(registry, id);
	struct nearest nearest = nearest_to(id);

	if (indicator)
		return indicator;
	for (size_t i = 0; i < registry->n_indicators; i++)
		nearest_offer(&nearest, registry->indicators[i]->id);
	if (nearest.best)
		report(context, MSG_NO_SUCH_INDICATOR_NEAR, (struct place){0}, id, nearest.best);
	else
		report(context, MSG_NO_SUCH_INDICATOR_HERE, (struct place){0}, id);
	return NULL;
}

/* Later versions of the ABI have longer rows, so rows are never counted in our own structs. */
#define ROWS(name) \
	const struct chiso_##name *chiso_##name##_at(const struct chiso_indicator *indicator, \
						     size_t i) \
	{ \
		const char *rows = (const char *)indicator->name##s; \
\
		if (i >= indicator->n_##name##s) \
			return NULL; \
		return (const void *)(rows + i * indicator->name##_stride); \
	}
ROWS(source)
ROWS(input)
ROWS(param)
ROWS(term)
ROWS(output)
ROWS(problem)

const struct chiso_axis *chiso_axis_at(const struct chiso_indicator *indicator, size_t i)
{
	const char *rows = (const char *)indicator->axes;

	return i < indicator->n_axes ? (const void *)(rows + i * indicator->axis_stride) : NULL;
}

const char *chiso_text_in(const struct chiso_text *texts, const char *lang)
{
	const char *english = "";

	for (const struct chiso_text *t = texts; t && t->lang; t++) {
		if (!strcmp(t->lang, lang) && t->text)
			return t->text;
		if (!strcmp(t->lang, "en") && t->text)
			english = t->text;
	}
	return english;
}

void registry_clear(struct registry *registry)
{
	arena_clear(&registry->arena);
	free(registry->plugins);
	free(registry->indicators);
	*registry = (struct registry){0};
}
