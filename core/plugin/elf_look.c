/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "plugin/elf_look.h"

#ifdef HAVE_ELF_H

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

enum {
	OWN_CLASS = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32,
	OTHER_CLASS = sizeof(void *) == 8 ? ELFCLASS32 : ELFCLASS64,
};

struct object {
	int fd;
	size_t n;
	ElfW(Ehdr) header;
	/* What was read last, and where it is from: headers lie side by side. */
	size_t from, n_piece;
	unsigned char piece[4096];
};

/* The file from `at` on, as much as comes at once; what went wrong shows when a header is asked for. */
static void read_piece(struct object *object, size_t at)
{
	ssize_t got = pread(object->fd, object->piece, sizeof object->piece, (off_t)at);

	object->from = at;
	object->n_piece = got > 0 ? (size_t)got : 0;
}

/* Reads the bytes at `at` whole, from what was read before where they are in it. */
static enum elf_fault take(struct object *object, void *out, size_t n, size_t at)
{
	if (at > object->n || n > object->n - at)
		return ELF_CUT;
	if (n <= sizeof object->piece) {
		if (at < object->from || at + n > object->from + object->n_piece)
			read_piece(object, at);
		if (at >= object->from && at + n <= object->from + object->n_piece) {
			memcpy(out, object->piece + (at - object->from), n);
			return ELF_FINE;
		}
	}
	for (size_t done = 0; done < n;) {
		ssize_t got = pread(object->fd, (char *)out + done, n - done, (off_t)(at + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return ELF_UNREADABLE;
		if (!got)
			return ELF_CUT;
		done += (size_t)got;
	}
	return ELF_FINE;
}

static int is_inside(const struct object *object, uint64_t at, uint64_t n)
{
	return at <= object->n && n <= object->n - at;
}

/* The header that this process was itself loaded with; 0 when it can't be seen. */
static int read_own_header(ElfW(Ehdr) * out, const void *own)
{
	Dl_info info;

	if (!dladdr(own, &info) || !info.dli_fbase)
		return 0;
	memcpy(out, info.dli_fbase, sizeof *out);
	return !memcmp(out->e_ident, ELFMAG, SELFMAG);
}

static enum elf_fault look_at_kind(const struct object *object, const void *own)
{
	const ElfW(Ehdr) *header = &object->header;
	ElfW(Ehdr) mine;

	if (read_own_header(&mine, own) && (header->e_ident[EI_DATA] != mine.e_ident[EI_DATA] ||
					    header->e_machine != mine.e_machine))
		return ELF_MACHINE;
	return header->e_type == ET_DYN ? ELF_FINE : ELF_NOT_SHARED;
}

static enum elf_fault look_at_segments(struct object *object)
{
	const ElfW(Ehdr) *header = &object->header;
	enum elf_fault fault = ELF_FINE;

	if (!header->e_phnum || header->e_phentsize != sizeof(ElfW(Phdr)))
		return ELF_NOT_SHARED;
	for (size_t i = 0; !fault && i < header->e_phnum; i++) {
		ElfW(Phdr) segment;
		uint64_t at = (uint64_t)header->e_phoff + i * sizeof segment;

		if (!is_inside(object, at, sizeof segment))
			return ELF_CUT;
		fault = take(object, &segment, sizeof segment, (size_t)at);
		if (!fault && !is_inside(object, segment.p_offset, segment.p_filesz))
			fault = ELF_CUT;
	}
	return fault;
}

/* The table of sections is usually the last of a file, so it shows most cuts.  A stripped file may
 * have none. */
static enum elf_fault look_at_sections(struct object *object)
{
	const ElfW(Ehdr) *header = &object->header;
	enum elf_fault fault = ELF_FINE;
	uint64_t n = header->e_shnum;
	ElfW(Shdr) section;

	if (!header->e_shoff)
		return ELF_FINE;
	if (header->e_shentsize != sizeof section)
		return ELF_CUT;
	for (uint64_t i = 0; !fault && i < (n ? n : 1); i++) {
		if (header->e_shoff > object->n ||
		    !is_inside(object, header->e_shoff + i * sizeof section, sizeof section))
			return ELF_CUT;
		fault = take(object, &section, sizeof section,
			     (size_t)(header->e_shoff + i * sizeof section));
		if (!fault && section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL &&
		    !is_inside(object, section.sh_offset, section.sh_size))
			fault = ELF_CUT;
		if (!fault && !i &&
		    !n) /* too many for the header: the first section has the number */
			n = section.sh_size;
	}
	return fault;
}

enum elf_fault elf_look(int fd, size_t n, const void *own)
{
	struct object object = {.fd = fd, .n = n};
	unsigned char *ident = object.header.e_ident;
	enum elf_fault fault = take(&object, ident, SELFMAG, 0);

	if (fault == ELF_UNREADABLE)
		return fault;
	if (fault || memcmp(ident, ELFMAG, SELFMAG))
		return ELF_NONE;
	/* The class first: the rest of the header is read in this process's own. */
	fault = take(&object, ident, EI_NIDENT, 0);
	if (!fault && ident[EI_CLASS] != OWN_CLASS)
		return ident[EI_CLASS] == OTHER_CLASS ? ELF_CLASS : ELF_NONE;
	if (!fault)
		fault = take(&object, &object.header, sizeof object.header, 0);
	if (!fault)
		fault = look_at_kind(&object, own);
	if (!fault)
		fault = look_at_segments(&object);
	return fault ? fault : look_at_sections(&object);
}

#else

enum elf_fault elf_look(int fd, size_t n, const void *own)
{
	(void)fd;
	(void)n;
	(void)own;
	return ELF_FINE;
}

#endif
