/* SPDX-License-Identifier: MIT */
/* Numbers in text, free of the process's locale: reading what offices write, printing what reads
 * back to the same double, and printing for people. */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <chiso/plugin.h>

#include <string.h>

/** How a file writes numbers: the decimal sign, and the sign between thousands (0: none; ' ' also
 *  stands for the no-break spaces U+00A0 and U+202F). */
struct number_style {
	char decimal, thousands;
};

enum number_fault { NUMBER_FINE, NUMBER_BAD, NUMBER_RANGE, NUMBER_AMBIGUOUS };

/** Reads [+-]digits[.digits][(e|E)[+-]digits] in the style, correctly rounded, all of the n bytes.
 *  No hex, inf, nan or blanks inside.  Thousands are in groups of three, the first of which does
 *  not begin with 0, and exclude an exponent: "0,123" and "1.234e3" can only be fractions.  "-0" is
 *  0.  NUMBER_RANGE: it would be infinite, or 0 though it is not.  NUMBER_AMBIGUOUS: the style is
 *  {'.', 0} and the text would be a number in another style ("1,234" or "12,5" or "1.234,5"). */
enum number_fault number_read(double *out, const char *text, size_t n, struct number_style style);

/** The same for what most numbers are, up to 15 signs of which one may be the decimal sign: 1, or 0:
 *  it is something else, and number_read() must be asked. */
int number_read_quickly(double *out, const char *text, size_t n, struct number_style style);

/** The same of 1 to 8 signs, the last of which is the highest byte of a word; below them are zeros. */
static inline int number_of_word(double *out, uint64_t word, size_t n, char decimal)
{
	static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
	const uint64_t zeros = 0x3030303030303030, above_nine = 0x7676767676767676;
	const uint64_t highest = 0x8080808080808080;
	size_t decimals = 0;

	word ^= zeros << 8 * (sizeof word - n);
	uint64_t others = ((word + above_nine) | word) & highest;
	if (others) {
		/* One of them, inside, is the decimal sign: the digits before it move up. */
		unsigned at = (unsigned)__builtin_ctzll(others) / 8;
		uint64_t before = ((uint64_t)1 << 8 * at) - 1;

		if (others & (others - 1) || (word >> 8 * at & 0xff) != ((uint64_t)decimal ^ '0') ||
		    at == 7 || at <= sizeof word - n)
			return 0;
		decimals = 7 - at;
		word = (word & ~(before << 8 | 0xff)) | (word & before) << 8;
	}
	/* Pairs of digits, fours, eight. */
	word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ff;
	word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffff;
	word = (word * 10000 + (word >> 32)) & 0xffffffff;
	*out = (double)word / powers[decimals];
	return 1;
}

/** What a text that is a number in some style says about the style of its file. */
enum number_evidence { NUMBER_EITHER = 0, NUMBER_POINT = 1, NUMBER_COMMA = 2, NUMBER_NEITHER = 4 };
/** "12,5" or "1.234,5" or "0,125": NUMBER_COMMA; "12.5" or "1,234.5" or "1,234,567": NUMBER_POINT;
 *  "12", "1.234" or "1,234": NUMBER_EITHER; "abc": NUMBER_NEITHER. */
enum number_evidence number_evidence(const char *text, size_t n);

/** Reads "1/18", "33.33%", "0.35", "-2", "1e-05" exactly, in lowest terms.  0 or CHISO_EUSE. */
int number_ratio(struct chiso_ratio *out, const char *text, size_t n);

/** A number of any type as a double; a code or date as its index or day; 0 for a text
 *  or no value. */
double number_of_value(const struct chiso_value *value);

/** scale * above / below, rounded once: the whole of anything is 100 %, which two roundings may miss. */
double number_quotient(double scale, double above, double below);
/** Of n pairs. */
void number_quotients(double *to, double scale, const double *above, const double *below, size_t n);

enum { NUMBER_ROOM = 512 }; /* enough for any number below */

/** The shortest decimal (%.15g, %.16g or %.17g) that reads back to the same double, with a point.
 *  Never "-0"; "nan", "inf" and "-inf" for what is no number.  At most 25 bytes with the NUL, and there
 *  must be room for all of them.  Returns the length. */
size_t number_print(char *out, double value);
/** A count, with all its digits: at most 21 bytes with the NUL, and room for all of them.  Returns the
 *  length. */
size_t number_print_count(char *out, uint64_t count);
/** For people: `decimals` digits after the sign (-1: as many as the shortest form has; at most 60),
 *  rounded from the shortest form, ties away from zero as spreadsheets do (2.675 is 2.68),
 *  thousands grouped; "en" 199,765 and 9.12, "vi" 199.765 and 9,12. */
size_t number_print_for_people(char out[NUMBER_ROOM], double value, int decimals, const char *lang);

#endif
