/* SPDX-License-Identifier: MIT */
/* What is known about the figures of a record: status, evidence, breaks, qualifiers, notes. */
#include "reader.h"

#include "context.h"

#include <string.h>

static const struct word {
	const char *word;
	uint8_t value;
} statuses[] = {
	{"estimate", CHISO_ESTIMATE},       {"ước tính", CHISO_ESTIMATE},
	{"preliminary", CHISO_PRELIMINARY}, {"sơ bộ", CHISO_PRELIMINARY},
	{"official", CHISO_OFFICIAL},       {"chính thức", CHISO_OFFICIAL},
	{"", CHISO_STATUS_UNKNOWN},         {NULL, 0},
}, evidences[] = {
	{"confirmed", CHISO_CONFIRMED}, {"secondary", CHISO_SECONDARY}, {"derived", CHISO_DERIVED},
	{"unconfirmed", CHISO_UNCONFIRMED}, {"", 0}, {NULL, 0},
}, qualifiers[] = {
	{"about", QUALIFIER_ABOUT},     {"more_than", QUALIFIER_LOWER},
	{"at_least", QUALIFIER_LOWER},  {"less_than", QUALIFIER_UPPER},
	{"at_most", QUALIFIER_UPPER},   {"exact", QUALIFIER_NONE},
	{"", QUALIFIER_NONE},           {NULL, 0},
};

static const struct word *find_word(const struct word *words, struct slice text)
{
	while (words->word && !slice_is(text, words->word))
		words++;
	return words;
}

/* The value of a cell that must be one of some words; a wrong one is reported. */
static uint8_t read_word(struct reader *reader, const struct word *words,
                         const struct bound *bound, size_t row, const char *expected)
{
	struct slice text = bound_text(reader, bound, row);
	const struct word *word = find_word(words, text);

	if (!word->word)
		refuse_row(reader, row, bound->column, MSG_BAD_WORD, reader_copy(reader, text),
		           expected);
	return word->value;
}

enum qualifier reader_qualifier(const struct reader *reader, size_t i, size_t row)
{
	return (enum qualifier)find_word(qualifiers,
	                                 bound_text(reader, &reader->qualified[i].by, row))->value;
}

/* The number of a text; NO_TEXT when there is none or, *status, no memory. */
static int32_t read_text(struct reader *reader, const struct bound *bound, size_t row, int *status)
{
	struct slice text = bound_text(reader, bound, row);
	const char *nfc = text.n ? text_nfc(&reader->scratch, text.text, text.n) : NULL;
	int32_t number = nfc ? (int32_t)intern(&reader->texts, nfc, strlen(nfc)) : NO_TEXT;

	if (text.n && number == NO_TEXT)
		*status = CHISO_ENOMEM;
	return number;
}

/* Between the English and the Vietnamese part of a note. */
enum { NOTE_SEPARATOR = 0x1f };

struct slice reader_note(const char *note, const char *lang)
{
	const char *vi = strchr(note, NOTE_SEPARATOR);
	size_t n = vi ? (size_t)(vi - note) : strlen(note);

	if (vi && ((!strcmp(lang, "vi") && vi[1]) || !n))
		return (struct slice){vi + 1, strlen(vi + 1)};
	return (struct slice){note, n};
}

int32_t reader_add_note(struct reader *reader, const char *en, const char *vi)
{
	char *both = arena_printf(&reader->scratch, "%s%c%s", en, NOTE_SEPARATOR, vi);

	return both ? (int32_t)intern(&reader->texts, both, strlen(both)) : NO_TEXT;
}

/* The note of a record in both languages, as one text. */
static int32_t read_note(struct reader *reader, size_t row, int *status)
{
	struct slice en = bound_text(reader, &reader->note_en, row);
	struct slice vi = bound_text(reader, &reader->note_vi, row);
	const char *first, *second;

	if (!en.n && !vi.n)
		return NO_TEXT;
	first = text_nfc(&reader->scratch, en.text, en.n);
	second = text_nfc(&reader->scratch, vi.text, vi.n);
	int32_t note = first && second ? reader_add_note(reader, first, second) : NO_TEXT;
	if (note == NO_TEXT)
		*status = CHISO_ENOMEM;
	return note;
}

int figures_read(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	int status = CHISO_OK;

	for (size_t row = 0; row < batch->n; row++) {
		batch->status[row] = read_word(reader, statuses, &reader->status, row,
		                               "estimate, preliminary, official "
		                               "(ước tính, sơ bộ, chính thức)");
		batch->evidence[row] = read_word(reader, evidences, &reader->evidence, row,
		                                 "confirmed, secondary, derived, unconfirmed");
		batch->is_break[row] = bound_text(reader, &reader->is_break, row).n != 0;
		batch->source[row] = read_text(reader, &reader->source, row, &status);
		batch->note[row] = read_note(reader, row, &status);
		if (batch->is_break[row] && batch->note[row] == NO_TEXT)
			batch->note[row] = read_text(reader, &reader->is_break, row, &status);
		batch->is_qualified[row] = 0;
		for (size_t i = 0; i < reader->n_qualified; i++) {
			read_word(reader, qualifiers, &reader->qualified[i].by, row,
			          "about, more_than, less_than, at_least, at_most");
			batch->is_qualified[row] |=
				reader_qualifier(reader, i, row) != QUALIFIER_NONE;
		}
	}
	return status;
}
