/* SPDX-License-Identifier: MIT */
/* The files of a dataset cut into parts of about the same size, for several threads.
 *
 * Where a record begins can't be known from the middle of a file: a newline may stand inside quotes.
 * So a cut is a guess, a newline behind which there are records with as many fields as the header has.
 * Whoever has read the part in front of it knows whether it was right: then that part ends there. */
#ifndef CORE_BLOCKS_H
#define CORE_BLOCKS_H

#include "reader/reader.h"

/** For how many parts there is enough in the files, n at most. */
uint32_t blocks_count(const struct reader *reader, uint32_t n);
/** Makes n parts: parts[i] gets a block per file.  1; 0: no place to cut was found. */
int blocks_make(const struct reader *reader, struct block *const *parts, uint32_t n);
/** Whether each part of each file ended where the next one begins. */
int blocks_fit(const struct reader *reader, struct block *const *parts, uint32_t n);

#endif
