/* SPDX-License-Identifier: MIT */
/* Texts as cells of CSV (RFC 4180). */
#include "base/sink.h"
#include "number/number.h"

/* Writes the inside of a quoted cell. */
static void quoted(struct sink *sink, const char *text)
{
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		sink_bytes(sink, text, (size_t)(quote - text) + 1);
		sink_text(sink, "\"");
	}
	sink_text(sink, text);
}

void sink_csv_field(struct sink *sink, const char *text, char delimiter)
{
	const char marks[] = {delimiter, '"', '\r', '\n', '\0'};
	int is_quoted = strpbrk(text, marks) != NULL;

	if (is_quoted)
		sink_byte(sink, '"');
	quoted(sink, text);
	if (is_quoted)
		sink_byte(sink, '"');
}

/* A spreadsheet takes a text that begins so for a formula, and runs it. */
static int is_sign(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* A number below 0, such as a place along an axis, is no formula. */
static int is_dangerous(const char *text)
{
	double number;

	return is_sign(*text) &&
	       (*text != '-' || number_read(&number, text, strlen(text),
	                                    (struct number_style){.decimal = '.'}) != NUMBER_FINE);
}

/* The length of a text that needs no quotes and no care; 0: it does, or has none. */
static size_t plain_length(const char *text)
{
	static const char stops[256] = {1, [','] = 1, ['"'] = 1, ['\r'] = 1, ['\n'] = 1};
	size_t n = 0;

	while (!stops[(unsigned char)text[n]])
		n++;
	return text[n] || is_sign(*text) ? 0 : n;
}

void sink_csv_texts(struct sink *sink, const char *const *list, size_t n)
{
	int quote = 0;
	size_t plain = n == 1 ? plain_length(list[0]) : 0;

	if (plain) {
		sink_bytes(sink, list[0], plain);
		return;
	}
	for (size_t i = 0; i < n; i++)
		quote |= strpbrk(list[i], ",\"\r\n") != NULL;
	if (quote)
		sink_text(sink, "\"");
	if (n && is_dangerous(list[0]))
		sink_text(sink, "'");
	for (size_t i = 0; i < n; i++) {
		if (i)
			sink_text(sink, " | ");
		quoted(sink, list[i]);
	}
	if (quote)
		sink_text(sink, "\"");
}
