/* SPDX-License-Identifier: MIT */
/* A look at a shared object before the dynamic linker gets it: whether it is one, for this kind of
 * process, and whole.  The linker maps what the headers say; where the file ends before that, the
 * process dies of SIGBUS. */
#ifndef CORE_ELF_LOOK_H
#define CORE_ELF_LOOK_H

#include <stddef.h>

enum elf_fault {
	ELF_FINE,
	ELF_NONE,       /* no ELF file at all */
	ELF_CUT,        /* ends before what its headers speak of */
	ELF_CLASS,      /* 32 bits instead of 64 or the other way round */
	ELF_MACHINE,    /* for another processor, or another order of bytes */
	ELF_NOT_SHARED, /* an object file, a program, a core dump */
	ELF_UNREADABLE, /* errno says why */
};

/** Looks at an open file of n bytes.  `own`: any address in the library or program that asks, for
 *  comparison. */
enum elf_fault elf_look(int fd, size_t n, const void *own);

#endif
