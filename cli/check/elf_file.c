/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "elf_file.h"

#ifdef HAVE_ELF_H

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 256 << 20, OWN_CLASS = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32 };

typedef void found_fn(void *user, const char *name);

/* ---- bytes that may say anything ---- */

/* Copies n bytes at `at`; 0: they are not there. */
static int take(const struct elf_file *file, void *out, size_t n, uint64_t at)
{
	if (at > file->n || n > file->n - at)
		return 0;
	memcpy(out, file->bytes + at, n);
	return 1;
}

/* A string in a table of strings; NULL: it is not there whole. */
static const char *string(const struct elf_file *file, uint64_t table, uint64_t size, uint64_t at)
{
	if (table > file->n || size > file->n - table || at >= size ||
	    !memchr(file->bytes + table + at, 0, size - at))
		return NULL;
	return (const char *)file->bytes + table + at;
}

static int header_of(const struct elf_file *file, ElfW(Ehdr) * out)
{
	return take(file, out, sizeof *out, 0);
}

/* Section i, and its name. */
static int section_at(const struct elf_file *file, size_t i, ElfW(Shdr) * out, const char **name)
{
	ElfW(Ehdr) header;
	ElfW(Shdr) names;

	if (!header_of(file, &header) || header.e_shentsize != sizeof *out || i >= header.e_shnum ||
	    !header.e_shoff || !take(file, out, sizeof *out, header.e_shoff + i * sizeof *out))
		return 0;
	*name = NULL;
	if (take(file, &names, sizeof names, header.e_shoff + header.e_shstrndx * sizeof names))
		*name = string(file, names.sh_offset, names.sh_size, out->sh_name);
	if (!*name)
		*name = "";
	return 1;
}

static int segment_at(const struct elf_file *file, size_t i, ElfW(Phdr) * out)
{
	ElfW(Ehdr) header;

	return header_of(file, &header) && header.e_phentsize == sizeof *out &&
	       i < header.e_phnum && take(file, out, sizeof *out, header.e_phoff + i * sizeof *out);
}

static int find_section(const struct elf_file *file, uint32_t type, ElfW(Shdr) * out)
{
	const char *name;

	for (size_t i = 0; section_at(file, i, out, &name); i++)
		if (out->sh_type == type)
			return 1;
	return 0;
}

/* ---- what is asked ---- */

int elf_open(struct elf_file *out, const char *path)
{
	FILE *stream = fopen(path, "rb");
	long n = stream && !fseek(stream, 0, SEEK_END) ? ftell(stream) : -1;

	*out = (struct elf_file){.n = n > 0 && n <= LARGEST ? (size_t)n : 0};
	out->bytes = malloc(out->n + 1);
	if (out->bytes && out->n) {
		rewind(stream);
		out->n = fread(out->bytes, 1, out->n, stream);
	}
	if (stream)
		fclose(stream);
	if (out->bytes && out->n >= sizeof(ElfW(Ehdr)) && !memcmp(out->bytes, ELFMAG, SELFMAG) &&
	    out->bytes[EI_CLASS] == OWN_CLASS)
		return 0;
	elf_close(out);
	return 1;
}

static void each_symbol(const struct elf_file *file, const ElfW(Shdr) * table,
			void (*each)(void *user, const ElfW(Sym) * symbol, const char *name),
			void *user)
{
	ElfW(Shdr) strings;
	ElfW(Sym) symbol;
	const char *name;

	if (!section_at(file, table->sh_link, &strings, &name))
		return;
	for (uint64_t i = 1; i < table->sh_size / sizeof symbol; i++) {
		if (!take(file, &symbol, sizeof symbol, table->sh_offset + i * sizeof symbol))
			return;
		name = string(file, strings.sh_offset, strings.sh_size, symbol.st_name);
		if (name && *name)
			each(user, &symbol, name);
	}
}

struct symbol_search {
	enum elf_kind kind;
	found_fn *found;
	void *user;
};

static void look_at_symbol(void *user, const ElfW(Sym) * symbol, const char *name)
{
	const struct symbol_search *search = user;
	int is_import = symbol->st_shndx == SHN_UNDEF;
	/* The low bits of st_other, as ELF64_ST_VISIBILITY has them. */
	int is_hidden =
		(symbol->st_other & 3) == STV_HIDDEN || (symbol->st_other & 3) == STV_INTERNAL;

	/* A symbol of a version script has no place in the file. */
	if (is_import == (search->kind == ELF_IMPORT) && symbol->st_info >> 4 != STB_LOCAL &&
	    symbol->st_shndx != SHN_ABS && (is_import || !is_hidden))
		search->found(search->user, name);
}

void elf_symbols(const struct elf_file *file, enum elf_kind kind, found_fn *found, void *user)
{
	struct symbol_search search = {kind, found, user};
	ElfW(Shdr) table;

	if (find_section(file, SHT_DYNSYM, &table))
		each_symbol(file, &table, look_at_symbol, &search);
}

/* Entry i of the dynamic section and the strings it refers to. */
static int dynamic_at(const struct elf_file *file, size_t i, ElfW(Dyn) * out, ElfW(Shdr) * strings)
{
	ElfW(Shdr) section;
	const char *name;

	return find_section(file, SHT_DYNAMIC, &section) &&
	       section_at(file, section.sh_link, strings, &name) &&
	       i < section.sh_size / sizeof *out &&
	       take(file, out, sizeof *out, section.sh_offset + i * sizeof *out) &&
	       out->d_tag != DT_NULL;
}

void elf_libraries(const struct elf_file *file, found_fn *found, void *user)
{
	ElfW(Shdr) strings;
	ElfW(Dyn) entry;

	for (size_t i = 0; dynamic_at(file, i, &entry, &strings); i++) {
		const char *name = entry.d_tag == DT_NEEDED
					   ? string(file, strings.sh_offset, strings.sh_size,
						    (uint64_t)entry.d_un.d_val)
					   : NULL;

		if (name)
			found(user, name);
	}
}

int elf_has_text_relocations(const struct elf_file *file)
{
	ElfW(Shdr) strings;
	ElfW(Dyn) entry;

	for (size_t i = 0; dynamic_at(file, i, &entry, &strings); i++)
		if (entry.d_tag == DT_TEXTREL ||
		    (entry.d_tag == DT_FLAGS && (uint64_t)entry.d_un.d_val & DF_TEXTREL))
			return 1;
	return 0;
}

int elf_has_thread_locals(const struct elf_file *file)
{
	ElfW(Phdr) segment;

	for (size_t i = 0; segment_at(file, i, &segment); i++)
		if (segment.p_type == PT_TLS)
			return 1;
	return 0;
}

int elf_has_executable_stack(const struct elf_file *file)
{
	ElfW(Phdr) segment;

	for (size_t i = 0; segment_at(file, i, &segment); i++)
		if (segment.p_type == PT_GNU_STACK)
			return (segment.p_flags & PF_X) != 0;
	return 0;
}

/* ---- data ---- */

/* Sections that are written while a file is loaded, and never again. */
static int is_of_the_linker(const char *name)
{
	static const char *const names[] = {
		".init_array",  ".fini_array",     ".preinit_array", ".ctors",
		".dtors",       ".dynamic",        ".got",           ".jcr",
		".data.rel.ro", ".tm_clone_table", ".tdata",         ".tbss"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);

		if (!strncmp(name, names[i], n) && (!name[n] || name[n] == '.'))
			return 1;
	}
	return 0;
}

static int is_data(const ElfW(Shdr) * section, const char *name)
{
	return section->sh_flags & SHF_WRITE && section->sh_flags & SHF_ALLOC &&
	       !is_of_the_linker(name);
}

/* What crtbegin and the linker put into every shared object. */
static int is_of_the_compiler(const char *name)
{
	static const char *const names[] = {"__dso_handle", "__TMC_END__",  "__bss_start", "_edata",
					    "_end",         "__data_start", "data_start"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i]))
			return 1;
	return !strncmp(name, "completed.", 10);
}

struct data_search {
	const struct elf_file *file;
	found_fn *found;
	void *user;
};

static void look_at_data(void *user, const ElfW(Sym) * symbol, const char *symbol_name)
{
	const struct data_search *search = user;
	ElfW(Shdr) section;
	const char *name;

	if ((symbol->st_info & 15) == STT_OBJECT && symbol->st_size &&
	    section_at(search->file, symbol->st_shndx, &section, &name) &&
	    is_data(&section, name) && !is_of_the_compiler(symbol_name))
		search->found(search->user, symbol_name);
}

void elf_writable(const struct elf_file *file, found_fn *found, void *user)
{
	struct data_search search = {file, found, user};
	ElfW(Shdr) section;
	const char *name;

	if (find_section(file, SHT_SYMTAB, &section)) {
		each_symbol(file, &section, look_at_data, &search);
		return;
	}
	/* Stripped: crtbegin has a handle of one pointer in .data, and in .bss a byte, which is
	 * filled up to a word. */
	for (size_t i = 0; section_at(file, i, &section, &name); i++)
		if (is_data(&section, name) &&
		    (section.sh_size > sizeof(void *) ||
		     (section.sh_type == SHT_NOBITS && section.sh_addralign > 1)))
			found(user, name);
}

#else

#include <stdlib.h>

int elf_open(struct elf_file *out, const char *path)
{
	(void)path;
	*out = (struct elf_file){0};
	return 1;
}

void elf_symbols(const struct elf_file *file, enum elf_kind kind,
		 void (*found)(void *user, const char *name), void *user)
{
	(void)file;
	(void)kind;
	(void)found;
	(void)user;
}

void elf_libraries(const struct elf_file *file, void (*found)(void *user, const char *name),
		   void *user)
{
	elf_symbols(file, ELF_IMPORT, found, user);
}

void elf_writable(const struct elf_file *file, void (*found)(void *user, const char *name),
		  void *user)
{
	elf_symbols(file, ELF_IMPORT, found, user);
}

int elf_has_thread_locals(const struct elf_file *file)
{
	(void)file;
	return 0;
}

int elf_has_executable_stack(const struct elf_file *file)
{
	(void)file;
	return 0;
}

int elf_has_text_relocations(const struct elf_file *file)
{
	(void)file;
	return 0;
}

#endif

void elf_close(struct elf_file *file)
{
	free(file->bytes);
	*file = (struct elf_file){0};
}
