/* SPDX-License-Identifier: MIT */
/* Digits side by side are what a loop over signs says, on this processor and on any. */
#include "digits.h"

#include <criterion/criterion.h>
#include <string.h>

static uint64_t next(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

static void check(unsigned (*read)(const char *const *, size_t, uint8_t *const *),
                  const char *const *texts, size_t n_columns, unsigned fine)
{
	uint8_t out[DIGITS_COLUMNS][DIGITS_ROWS] = {{0}}, *to[DIGITS_COLUMNS];

	for (size_t i = 0; i < DIGITS_COLUMNS; i++)
		to[i] = out[i];
	cr_assert_eq(read(texts, n_columns, to), fine, "%zu columns", n_columns);
	for (size_t row = 0; row < DIGITS_ROWS; row++)
		for (size_t i = 0; i < n_columns && fine >> row & 1; i++)
			cr_assert_eq(out[i][row], texts[row][2 * i] - '0');
	for (size_t i = n_columns; i < DIGITS_COLUMNS; i++)
		for (size_t row = 0; row < DIGITS_ROWS; row++)
			cr_assert_eq(out[i][row], 0);
}

Test(digits, are_read_where_all_are_0_or_1)
{
	static const char signs[] = "/2:@,\"\0\x81\xb0\xb1" "0101";
	char texts[DIGITS_ROWS][DIGITS_ROOM];
	const char *at[DIGITS_ROWS];
	uint64_t random = 20261129;

	for (int round = 0; round < 2000; round++) {
		size_t n_columns = 1 + next(&random) % DIGITS_COLUMNS;
		unsigned fine = 0;

		for (size_t row = 0; row < DIGITS_ROWS; row++) {
			int is_fine = 1;

			at[row] = texts[row];
			for (size_t i = 0; i < DIGITS_ROOM; i++)
				texts[row][i] = i % 2 ? ',' : (char)('0' + next(&random) % 2);
			if (next(&random) % 2)
				texts[row][next(&random) % DIGITS_ROOM] =
					signs[next(&random) % (sizeof signs - 1)];
			for (size_t i = 0; i < n_columns; i++)
				is_fine &= texts[row][2 * i] == '0' || texts[row][2 * i] == '1';
			fine |= (unsigned)is_fine << row;
		}
		check(digits_read, at, n_columns, fine);
		check(digits_read_portably, at, n_columns, fine);
	}
}
