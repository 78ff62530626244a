/* SPDX-License-Identifier: MIT */
/* What is known about the figures of a record: status, evidence, breaks, qualifiers, notes. */
#include "reader/reader.h"

#include "base/context.h"

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
static int32_t read_note(struct reader *reader, const struct marks *marks, size_t row, int *status)
{
	struct slice en = bound_text(reader, &marks->by[MARK_NOTE_EN], row);
	struct slice vi = bound_text(reader, &marks->by[MARK_NOTE_VI], row);
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

static int read_marks(struct reader *reader, const struct marks *marks, size_t row,
                      struct mark *out)
{
	int status = CHISO_OK;

	out->status = read_word(reader, statuses, &marks->by[MARK_STATUS], row,
	                        "estimate, preliminary, official "
	                        "(ước tính, sơ bộ, chính thức)");
	out->evidence = read_word(reader, evidences, &marks->by[MARK_EVIDENCE], row,
	                          "confirmed, secondary, derived, unconfirmed");
	out->is_break = bound_text(reader, &marks->by[MARK_BREAK], row).n != 0;
	out->source = read_text(reader, &marks->by[MARK_SOURCE], row, &status);
	out->note = read_note(reader, marks, row, &status);
	if (out->is_break && out->note == NO_TEXT)
		out->note = read_text(reader, &marks->by[MARK_BREAK], row, &status);
	return status;
}

/* Whether the files say nothing about the figures of a column. */
static int is_blank(const struct marks *marks)
{
	for (int kind = 0; kind < MARK_KINDS; kind++)
		if (marks->by[kind].column >= 0 || marks->by[kind].texts)
			return 0;
	return 1;
}

int figures_read(struct reader *reader)
{
	struct batch *batch = &reader->batch;

	batch->has_marks = 0;
	for (size_t i = 0; i < reader->n_marks; i++)
		batch->has_marks |= !is_blank(&reader->marks[i]);
	if (batch->has_marks && !batch->marks)
		batch->marks = arena_room(&reader->arena, reader->n_marks * batch->room, sizeof *batch->marks);
	if (batch->has_marks && !batch->marks)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < reader->n_marks && batch->has_marks; i++)
		for (size_t row = 0; row < batch->n; row++)
			if (read_marks(reader, &reader->marks[i], row,
			               &batch->marks[i * batch->room + row]))
				return CHISO_ENOMEM;
	memset(batch->is_qualified, 0, batch->n);
	for (size_t i = 0; i < reader->n_qualified; i++)
		for (size_t row = 0; row < batch->n; row++) {
			read_word(reader, qualifiers, &reader->qualified[i].by, row,
			          "about, more_than, less_than, at_least, at_most");
			batch->is_qualified[row] |=
				reader_qualifier(reader, i, row) != QUALIFIER_NONE;
		}
	return CHISO_OK;
}
