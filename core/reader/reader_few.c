/* SPDX-License-Identifier: MIT */
/* Columns that have a few short texts, as codes are, which are only compared with given ones.  Which text a cell has
 * is told by its word as it stands in the file, so that no text is made of it. */
#include "reader/words.h"

#include <string.h>

enum { TOGETHER = 64 /* rows: as many as there are bits */, MOST_FEW = 8 };

struct few_words {
	uint64_t words[MOST_FEW]; /* as they stand in the file */
	uint8_t numbers[MOST_FEW]; /* of their texts: one may have quotes or blanks about it, too */
	size_t n;
	struct few_texts texts;
	int are_many; /* there are more, or longer ones */
};

static struct few_words *few_new(struct arena *arena)
{
	struct few_words *few = arena_new(arena, 1, sizeof *few);
	struct slice *items = few ? arena_new(arena, MOST_FEW, sizeof *items) : NULL;

	/* A row without a text is said to have the first one. */
	for (size_t i = 0; items && i < MOST_FEW; i++)
		items[i] = (struct slice){"", 0};
	if (few)
		few->texts.items = items;
	return items ? few : NULL;
}

/* Which of the texts one is, a new one if need be.  CHISO_ENOMEM. */
static int number_text(struct few_texts *texts, struct slice text, struct arena *arena)
{
	size_t i = few_texts_find(texts, text);

	if (i < texts->n)
		return (int)i;
	const char *copy = arena_text(arena, text.text, text.n);
	if (!copy)
		return CHISO_ENOMEM;
	texts->items[texts->n] = (struct slice){copy, text.n};
	return (int)texts->n++;
}

/* Reads a cell whose word had not been met when those of some rows were looked at.  0; 1: there are too many words, or
 * this text is too long for one; or CHISO_ENOMEM. */
static int read_new(struct reader *reader, const struct column_use *use, uint64_t word, size_t row, struct vector *out)
{
	struct few_words *few = use->few;
	const struct word_list known = {few->words, few->numbers, few->n};

	if (!words_number_portably(&out->bytes[row], &word, 1, &known))
		return CHISO_OK;
	if (cell_read(reader, use, row, out))
		return CHISO_ENOMEM;
	if (out->missing[row])
		return CHISO_OK;
	if (!word || few->n == MOST_FEW)
		return 1;
	int number = number_text(&few->texts, out->at.str[row], &reader->arena);
	if (number < 0)
		return number;
	few->words[few->n] = word;
	few->numbers[few->n++] = out->bytes[row] = (uint8_t)number;
	return CHISO_OK;
}

int few_read_plainly(struct reader *reader, struct column_use *use, int at, struct vector *out)
{
	const struct field field = field_at(&reader->batch, at);
	uint64_t words[TOGETHER], others;
	size_t n = reader->batch.n;
	int status = CHISO_OK;

	if (use->n_spelt_out || (use->few && use->few->are_many))
		return 0;
	if (!use->few)
		use->few = few_new(&reader->arena);
	out->bytes = arena_room(&reader->scratch, n, 1);
	if (!use->few || !out->bytes)
		return CHISO_ENOMEM;
	out->few = &use->few->texts;
	memset(out->missing, 0, n);
	for (size_t from = 0; from < n && !status; from += TOGETHER) {
		size_t here = n - from < TOGETHER ? n - from : TOGETHER;
		const struct word_list known = {use->few->words, use->few->numbers, use->few->n};

		words_read(&field, from, here, words);
		others = words_number(out->bytes + from, words, here, &known);
		for (; others && !status; others &= others - 1) {
			size_t i = (size_t)__builtin_ctzll(others);
			/* At the end of a file words are not read at once. */
			uint64_t word = words[i] ? words[i] : word_of(field_text(&field, from + i));

			status = read_new(reader, use, word, from + i, out);
		}
	}
	if (!status)
		return 1;
	out->bytes = NULL;
	out->few = NULL;
	use->few->are_many = 1;
	return status < 0 ? status : 0;
}
