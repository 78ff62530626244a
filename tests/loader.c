/* SPDX-License-Identifier: MIT */
/* Loads plugins by the public API and prints what comes of it:
 *     loader [-l LANG] [-d DIRS] [PATH]...
 * loads each path, then with -d all plugins that are found with these folders in front, and prints
 * findings ("error plugin-no-file: ...", with the file they are of at the end), plugins and
 * indicators, a line each.  `loader -s` prints the sizes that broken plugins fall short of.  With
 * PREOPENED it has the plugins of a static build inside. */
#include <config.h>

#include <chiso/chiso.h>

#ifdef PREOPENED
#include <ltdl.h>
#endif

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static void print_sizes(void)
{
	printf("SIZE_PLUGIN %zu\n", sizeof(struct chiso_plugin));
	printf("SIZE_INDICATOR %zu\n", sizeof(struct chiso_indicator));
	printf("SIZE_STATE %zu\n", offsetof(struct chiso_state, update_each)); /* since ABI 1.1 */
	printf("SIZE_OUTPUT %zu\n", sizeof(struct chiso_output));
	printf("SIZE_POINTER %zu\n", sizeof(void *));
	printf("ABI_VERSION %u.%u\n", CHISO_ABI >> 16, CHISO_ABI & 0xffff);
}

static void print_findings(struct chiso_context *context)
{
	static const char *const severities[] = {"note", "warning", "error"};
	struct chiso_finding finding = {.size = sizeof finding};

	for (size_t i = 0; !chiso_finding_at(context, i, &finding); i++)
		printf("%s %s: %s%s%s%s\n", severities[finding.severity], finding.code,
		       finding.message, finding.file ? " [" : "", finding.file ? finding.file : "",
		       finding.file ? "]" : "");
}

static void print_plugins(struct chiso_context *context, const char *lang)
{
	const struct chiso_plugin *plugin;
	const struct chiso_indicator *indicator;
	const char *path;

	for (size_t i = 0; (plugin = chiso_plugin_at(context, i, &path)); i++)
		printf("plugin %s %s %s\n", plugin->id, plugin->version, path);
	for (size_t i = 0; (indicator = chiso_indicator_at(context, i)); i++)
		printf("indicator %s: %s\n", indicator->id, chiso_text_in(indicator->title, lang));
}

int main(int argc, char **argv)
{
	struct chiso_options options = {.size = sizeof options, .lang = "en"};
	const char *dirs = NULL;
	int i = 1;

#ifdef PREOPENED
	LTDL_SET_PRELOADED_SYMBOLS();
#endif
	if (i < argc && !strcmp(argv[i], "-s")) {
		print_sizes();
		return 0;
	}
	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (!strcmp(argv[i], "-l"))
			options.lang = argv[i + 1];
		if (!strcmp(argv[i], "-d"))
			dirs = argv[i + 1];
	}
	struct chiso_context *context = chiso_context_new(&options);
	if (!context)
		return 1;
	for (; i < argc; i++)
		chiso_plugin_load(context, argv[i]);
	if (dirs)
		chiso_plugins_load(context, dirs);
	print_findings(context);
	print_plugins(context, options.lang);
	chiso_context_free(context);
	return 0;
}
