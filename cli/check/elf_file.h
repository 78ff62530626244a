/* SPDX-License-Identifier: MIT */
/* What a shared object says to the dynamic linker: read from its bytes, which are trusted in
 * nothing. Of the machine's own class only; others are not loaded anyway. */
#ifndef CLI_CHECK_ELF_FILE_H
#define CLI_CHECK_ELF_FILE_H

#include <stddef.h>
#include <stdint.h>

struct elf_file {
	unsigned char *bytes; /* heap */
	size_t n;
};

/** 0, or not 0: it can't be read or is no such file.  Then there is nothing to close. */
int elf_open(struct elf_file *out, const char *path);
void elf_close(struct elf_file *file);

enum elf_kind { ELF_IMPORT, ELF_EXPORT };
/** Calls back with the name of each dynamic symbol that is imported or exported. */
void elf_symbols(const struct elf_file *file, enum elf_kind kind,
		 void (*found)(void *user, const char *name), void *user);
/** With the name of each library that it needs. */
void elf_libraries(const struct elf_file *file, void (*found)(void *user, const char *name),
		   void *user);
/** With each piece of data of its own that can be written; without a table of symbols with the name
 *  of the section.  What every shared object has of the compiler's is left out. */
void elf_writable(const struct elf_file *file, void (*found)(void *user, const char *name),
		  void *user);
int elf_has_thread_locals(const struct elf_file *file);
/** Whether it asks for a stack that can be executed: 1, 0. */
int elf_has_executable_stack(const struct elf_file *file);
int elf_has_text_relocations(const struct elf_file *file);

#endif
