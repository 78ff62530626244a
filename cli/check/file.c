/* SPDX-License-Identifier: MIT */
/* What the file of a plugin shows before it is loaded: what it offers, asks for, and can write to.
 */
#include <config.h>

#include "check.h"
#include "elf_file.h"
#include "imports.h"

#include <stdlib.h>
#include <string.h>

/* Names that were found, in one text. */
struct names {
	FILE *stream;
	char *text;
	size_t size, n;
};

/* Opens the file; 0: the check can't be made, which is said. */
static int open_file(struct checker *checker, struct elf_file *file)
{
	if (!strchr(checker->path, '/')) {
		check_skip(checker, "check-inside", "");
		return 0;
	}
	if (!elf_open(file, checker->path))
		return 1;
	check_skip(checker, "check-no-elf", "");
	return 0;
}

static int names_open(struct checker *checker, struct names *names)
{
	*names = (struct names){.n = 0};
	names->stream = open_memstream(&names->text, &names->size);
	if (!names->stream)
		check_fail(checker, "out-of-memory", "");
	return names->stream != NULL;
}

static void names_add(struct names *names, const char *name)
{
	enum { MOST_SHOWN = 12 };

	if (names->n++ < MOST_SHOWN)
		fprintf(names->stream, "%s%s", names->n > 1 ? ", " : "", name);
}

/* Fails with the text of this code when there are names. */
static void names_close(struct checker *checker, struct names *names, const char *code)
{
	if (fclose(names->stream))
		check_fail(checker, "out-of-memory", "");
	else if (names->n)
		check_fail(checker, code, names->text);
	free(names->text);
}

static void note_sanitizer(void *user, const char *name)
{
	static const char *const starts[] = {"__asan_",      "__ubsan_", "__tsan_",       "__msan_",
					     "__sanitizer_", "__gcov_",  "__llvm_profile"};

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			*(int *)user = 1;
}

/* A sanitizer has data, libraries and functions of its own in each file. */
static int is_sanitized(struct checker *checker, const struct elf_file *file)
{
	int out = 0;

	elf_symbols(file, ELF_IMPORT, note_sanitizer, &out);
	if (out)
		check_skip(checker, "check-sanitizer", "");
	return out;
}

/* ---- symbols ---- */

static void take_export(void *user, const char *name)
{
	/* Some linkers export the ends of sections. */
	static const char *const fine[] = {"chiso_plugin_entry", "_init", "_fini", "_edata", "_end",
					   "__bss_start"};

	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (!strcmp(name, fine[i]))
			return;
	names_add(user, name);
}

static void take_forbidden(void *user, const char *name)
{
	if (import_kind(name) == IMPORT_FORBIDDEN)
		names_add(user, name);
}

static void take_unusual(void *user, const char *name)
{
	if (import_kind(name) == IMPORT_UNUSUAL)
		names_add(user, name);
}

static void look_at_symbols(struct checker *checker, enum elf_kind kind,
			    void (*found)(void *user, const char *name), const char *code)
{
	struct elf_file file;
	struct names names;

	if (!open_file(checker, &file))
		return;
	if (!is_sanitized(checker, &file) && names_open(checker, &names)) {
		elf_symbols(&file, kind, found, &names);
		names_close(checker, &names, code);
	}
	elf_close(&file);
}

void check_exports(struct checker *checker)
{
	look_at_symbols(checker, ELF_EXPORT, take_export, "check-exports");
}

void check_forbidden_imports(struct checker *checker)
{
	look_at_symbols(checker, ELF_IMPORT, take_forbidden, "check-forbidden");
}

void check_other_imports(struct checker *checker)
{
	look_at_symbols(checker, ELF_IMPORT, take_unusual, "check-unusual");
}

/* ---- the rest ---- */

static void take_data(void *user, const char *name)
{
	names_add(user, name);
}

void check_writable_data(struct checker *checker)
{
	struct elf_file file;
	struct names names;

	if (!open_file(checker, &file))
		return;
	if (!is_sanitized(checker, &file) && names_open(checker, &names)) {
		elf_writable(&file, take_data, &names);
		names_close(checker, &names, "check-writable");
	}
	elf_close(&file);
}

static void take_library(void *user, const char *name)
{
	static const char *const fine[] = {"libc.", "libm.", "ld-", "libgcc_s.", "libSystem."};

	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (!strncmp(name, fine[i], strlen(fine[i])))
			return;
	names_add(user, name);
}

void check_libraries(struct checker *checker)
{
	struct elf_file file;
	struct names names;

	if (!open_file(checker, &file))
		return;
	if (!is_sanitized(checker, &file) && names_open(checker, &names)) {
		elf_libraries(&file, take_library, &names);
		names_close(checker, &names, "check-libraries");
	}
	elf_close(&file);
}

static void look_at_flag(struct checker *checker, int (*has)(const struct elf_file *),
			 const char *code)
{
	struct elf_file file;

	if (!open_file(checker, &file))
		return;
	if (has(&file))
		check_fail(checker, code, "");
	elf_close(&file);
}

void check_thread_locals(struct checker *checker)
{
	look_at_flag(checker, elf_has_thread_locals, "check-thread-locals");
}

void check_stack(struct checker *checker)
{
	look_at_flag(checker, elf_has_executable_stack, "check-stack");
}

void check_text_relocations(struct checker *checker)
{
	look_at_flag(checker, elf_has_text_relocations, "check-text-relocations");
}
