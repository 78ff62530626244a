/* SPDX-License-Identifier: MIT */
/* Bytes that are something or nothing as bits, the way columns have them that plugins read: eight a byte, the
 * first one the lowest. */
#ifndef CORE_BITS_H
#define CORE_BITS_H

#include <stddef.h>
#include <stdint.h>

/** Whether n bytes are all 0. */
static inline int bits_are_none(const uint8_t *bytes, size_t n)
{
	uint8_t any = 0;

	for (size_t i = 0; i < n; i++)
		any |= bytes[i];
	return !any;
}
/** Writes whether each of n bytes is not 0, or with `flip` whether it is; what is left of the last byte is 0. */
void bits_pack(uint8_t *bits, const uint8_t *bytes, int flip, size_t n);
/** Writes the numbers of those of n bytes that have a value, in their order; how many there are.  There is room for n and
 *  BITS_SPARE more. */
enum { BITS_SPARE = 8 };
size_t bits_list(uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n);
/** Of each byte which bits are set: the number of each is a byte, the lowest first. */
extern const uint64_t bits_set[256];

/** The same on any machine. */
void bits_pack_portably(uint8_t *bits, const uint8_t *bytes, int flip, size_t n);
size_t bits_list_portably(uint32_t *numbers, const uint8_t *bytes, uint8_t value, size_t n);

#endif
