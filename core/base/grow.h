/* SPDX-License-Identifier: MIT */
/* Tables in the heap that grow as they are filled.  What is to be given back as soon as it is freed, and to grow without
 * a copy however large it is, is in mapped.h. */
#ifndef CORE_GROW_H
#define CORE_GROW_H

#include <stddef.h>

/** Gives back pages of the heap in which nothing is any more: when much has been freed, after a while of work. */
void memory_give_back(void);
/** For how many things a table should have room that has some for `cap` and needs some for n; 0: for so many there is
 *  none. */
size_t grow_to(size_t cap, size_t n, size_t size);
/** Grows *items (heap, n in use, *cap allocated) so that one more fits; 0 or CHISO_ENOMEM. */
int grow(void **items, size_t n, size_t *cap, size_t size);
/** Makes room for n things at least, zeroed beyond those that there was room for; 0 or CHISO_ENOMEM. */
int widen(void **items, size_t *cap, size_t n, size_t size);
/** Makes room for n things at least, with anything in it beyond those that there was room for. */
int provide(void **items, size_t *cap, size_t n, size_t size);
#define PROVIDE(items, cap, n) provide((void **)(items), (cap), (n), sizeof **(items))
#define WIDEN(items, cap, n) widen((void **)(items), (cap), (n), sizeof **(items))
#define GROW(items, n, cap) grow((void **)(items), (n), (cap), sizeof **(items))

#endif
