/* SPDX-License-Identifier: MIT */
/* What tests/load.test can't reach: files cut at every length, names that the registry never lets
 * through, folders. */
#include "base/context.h"
#include "plugin/load.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char plugin_file[] = BUILDDIR "/plugins/.libs/basic.so";

/* Copies a file and returns its length; 0: it is not there. */
static long copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
	char bytes[4096];
	size_t n;
	long length = 0;

	while (out && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
		length += (long)fwrite(bytes, 1, n, out);
	if (in)
		fclose(in);
	if (out)
		cr_assert_eq(fclose(out), 0);
	return length;
}

/* The code of the only finding; forgets it. */
static const char *only_code(struct chiso_context *context)
{
	struct chiso_finding finding = {.size = sizeof finding};
	const char *code;

	cr_assert_eq(chiso_finding_count(context, CHISO_NOTE), 1);
	cr_assert_eq(chiso_finding_at(context, 0, &finding), CHISO_OK);
	code = finding.code;
	chiso_findings_clear(context);
	return code;
}

Test(load, a_file_cut_anywhere_is_a_finding, .init = scratch_make, .fini = scratch_drop)
{
	struct chiso_context *context = chiso_context_new(NULL);
	const struct chiso_plugin *plugin;
	const char *path;

	path = scratch_path("cut.so");
	long length = copy(plugin_file, path);
	if (!length)
		cr_skip_test("a static build has no plugin files");
	cr_assert_gt(length, 4096);
	cr_assert_eq(load_plugin(&plugin, context, path, CHISO_ERROR), CHISO_OK, "it is whole");
	/* The one in use must stay whole, so another one is cut. */
	path = scratch_path("short.so");
	copy(plugin_file, path);
	for (long n = length - 1; n >= 0; n -= n > 4096 && n < length - 1 ? 97 : 1) {
		cr_assert_eq(truncate(path, n), 0);
		cr_assert_eq(load_plugin(&plugin, context, path, CHISO_ERROR), CHISO_EPLUGIN,
			     "cut at %ld of %ld", n, length);
		cr_assert_null(plugin);
		cr_assert_str_eq(only_code(context), n < 4 ? "plugin-not-elf" : "plugin-cut");
	}
	chiso_context_free(context);
}

/* Headers that lie in ways that a cut does not show: a number written into the ELF header. */
Test(load, headers_that_point_outside_are_findings, .init = scratch_make, .fini = scratch_drop)
{
	static const struct {
		long at;
		int n;
		uint64_t value;
	} lies[] = {
		{32, 8, UINT64_MAX - 8},  /* e_phoff: wraps around */
		{32, 8, 1u << 30},        /* past the end */
		{40, 8, UINT64_MAX - 32}, /* e_shoff */
		{40, 8, 1u << 30},
		{56, 2, UINT16_MAX}, /* e_phnum */
		{58, 2, 1},          /* e_shentsize */
		{60, 2, UINT16_MAX}, /* e_shnum */
	};
	struct chiso_context *context = chiso_context_new(NULL);
	const struct chiso_plugin *plugin;
	const char *path;

	path = scratch_path("lie.so");
	if (!copy(plugin_file, path) || sizeof(void *) != 8)
		cr_skip_test("no 64-bit plugin file");
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		copy(plugin_file, path);
		int fd = open(path, O_WRONLY);
		cr_assert_eq(pwrite(fd, &lies[i].value, (size_t)lies[i].n, lies[i].at), lies[i].n);
		close(fd);
		cr_assert_eq(load_plugin(&plugin, context, path, CHISO_WARNING), CHISO_EPLUGIN,
			     "lie %zu", i);
		cr_assert_str_eq(only_code(context), "plugin-cut", "lie %zu", i);
	}
	chiso_context_free(context);
}

Test(load, relative_paths_are_refused)
{
	struct chiso_context *context = chiso_context_new(NULL);
	const struct chiso_plugin *plugin;

	cr_assert_eq(load_plugin(&plugin, context, "./basic.so", CHISO_WARNING), CHISO_EPLUGIN);
	cr_assert_eq(chiso_finding_count(context, CHISO_ERROR), 0);
	cr_assert_str_eq(only_code(context), "plugin-relative");
	chiso_context_free(context);
}

static void note(void *user, const char *path)
{
	char *list = user;

	strcat(strcat(list, path + strlen(scratch)), " ");
}

Test(load, folders_are_read_in_bytewise_order, .init = scratch_make, .fini = scratch_drop)
{
	static const char *const names[] = {"b.so",    "a.so",  "B.so", "a_b.so", "a.so.0",
					    "plain.c", ".x.so", ".so",  "đ.so"};
	char list[512] = "";
	const char *path;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		path = scratch_path(names[i]);
		int fd = open(path, O_WRONLY | O_CREAT, 0644);
		cr_assert_geq(fd, 0);
		close(fd);
	}
	cr_assert_eq(load_scan(scratch, note, list), CHISO_OK);
	cr_assert_str_eq(list, "/B.so /a.so /a_b.so /b.so /đ.so ");
	cr_assert_eq(load_scan(path, note, list), CHISO_EIO, "a file is no folder");
	path = scratch_path("none");
	cr_assert_eq(load_scan(path, note, list), CHISO_EUSE, "there is no folder");
}

/* A static build has nothing beside it; this program is linked statically even in another. */
Test(load, without_plugins_beside_it_they_are_where_they_are_installed)
{
	char *folder = load_own_folder();

	cr_assert_str_eq(folder, PKGLIBDIR "/plugins");
	free(folder);
}

Test(load, dependencies_are_named)
{
	const char *text = chiso_dependencies();

	cr_assert_eq(strncmp(text, "cJSON 1.", 8), 0, "%s", text);
	cr_assert_not_null(strstr(text, ", libltdl"), "%s", text);
	cr_assert_not_null(strstr(text, ", utf8proc 2."), "%s", text);
	cr_assert_eq(text, chiso_dependencies(), "always the same");
}
