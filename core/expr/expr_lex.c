/* SPDX-License-Identifier: MIT */
#include "expr/expr_internal.h"

#include "number/number.h"

#include <string.h>

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The code point at p, which is valid UTF-8; *n gets its bytes. */
static uint32_t decode(const char *p, size_t *n)
{
	const unsigned char *s = (const unsigned char *)p;

	*n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	uint32_t c = *n == 1 ? s[0] : s[0] & (0x7fu >> *n);
	for (size_t i = 1; i < *n; i++)
		c = c << 6 | (s[i] & 0x3fu);
	return c;
}

/* Letters and marks of any script.  Beyond ASCII that is all but the blocks of signs: exact tables
 * would only tell more signs from letters that no column is called by. */
static int is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	return c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x2c00) &&
	       !(c >= 0x3000 && c < 0x3005) && !(c >= 0xe000 && c < 0xf900) &&
	       !(c >= 0xfe00 && c < 0xfe70) && !(c >= 0xff00 && c < 0xff21);
}

static int is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x202f || c == 0x3000;
}

static size_t skip_digits(const char *source, size_t i)
{
	while (is_digit(source[i]))
		i++;
	return i;
}

/* 2, 2., .2, 2.1E-1.  Those that begin or end with the point are completed for number_read(). */
static void read_number(struct expr_parser *parser)
{
	struct expr_token *token = &parser->token;
	const char *source = parser->source;
	size_t whole = skip_digits(source, parser->at), fraction = whole, end;

	if (source[whole] == '.')
		fraction = skip_digits(source, whole + 1);
	end = fraction;
	if (source[end] == 'e' || source[end] == 'E') {
		size_t digits = end + 1 + (source[end + 1] == '+' || source[end + 1] == '-');

		if (is_digit(source[digits]))
			end = skip_digits(source, digits);
	}
	token->kind = TOKEN_NUMBER;
	token->end = end;
	const int is_whole = whole > parser->at && fraction != whole + 1;
	const char *text =
		is_whole ? source + parser->at
			 : arena_printf(parser->arena, "%s%.*s%s%.*s", whole == parser->at ? "0" : "",
	                                (int)(fraction - parser->at), source + parser->at,
	                                fraction == whole + 1 ? "0" : "", (int)(end - fraction),
	                                source + fraction);
	if (!text)
		expr_fail(parser, CHISO_ENOMEM);
	else if (number_read(&token->number, text, is_whole ? end - parser->at : strlen(text),
			     (struct number_style){'.', 0}))
		FAULT(parser, MSG_EXPR_NUMBER_RANGE, token->start,
		      expr_excerpt(parser, token->start, end));
}

static void keep_text(struct expr_parser *parser, const char *text, size_t n)
{
	const char *nfc = text_nfc(parser->arena, text, n);

	if (!nfc)
		expr_fail(parser, CHISO_ENOMEM);
	parser->token.text = nfc ? (struct slice){nfc, strlen(nfc)} : (struct slice){"", 0};
}

/* The character that \c stands for; 0: none. */
static char escaped(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '\\':
	case '\'':
	case '"':
		return c;
	default:
		return 0;
	}
}

/* What has no end takes all of the source; so does what follows, and nothing is said about it. */
static void cut(struct expr_parser *parser)
{
	parser->token.end = parser->n;
	parser->cut = 1;
}

static void read_string(struct expr_parser *parser)
{
	const char *source = parser->source;
	size_t i = parser->at + 1, n = 0;
	const char quote = source[parser->at];
	char *text = arena_new(parser->arena, parser->n - i + 1, 1);

	parser->token.kind = TOKEN_STRING;
	if (!text) {
		expr_fail(parser, CHISO_ENOMEM);
		cut(parser);
		return;
	}
	for (; source[i] && source[i] != quote; i++) {
		char c = source[i];

		if (c == '\\' && source[i + 1]) {
			size_t length;

			c = escaped(source[i + 1]);
			decode(source + i + 1, &length);
			if (!c)
				FAULT(parser, MSG_EXPR_ESCAPE, i,
				      expr_excerpt(parser, i, i + 1 + length));
			i += length;
			if (!c)
				continue;
		}
		text[n++] = c;
	}
	if (source[i] == quote) {
		parser->token.end = i + 1;
	} else {
		FAULT(parser, MSG_EXPR_STRING_OPEN, parser->at, quote == '"' ? "\"" : "'");
		cut(parser);
	}
	text[n] = 0;
	keep_text(parser, text, n);
}

static void read_bracketed(struct expr_parser *parser)
{
	const char *source = parser->source;
	size_t i = parser->at + 1, n = 0;
	int closed = 0;
	char *text = arena_new(parser->arena, parser->n - i + 1, 1);

	parser->token.kind = TOKEN_BRACKETED;
	if (!text) {
		expr_fail(parser, CHISO_ENOMEM);
		cut(parser);
		return;
	}
	for (; source[i] && !closed; i++) {
		if (source[i] == ']' && source[i + 1] != ']') {
			closed = 1;
			continue;
		}
		i += source[i] == ']';
		text[n++] = source[i];
	}
	text[n] = 0;
	parser->token.end = i;
	keep_text(parser, text, n);
	if (!closed) {
		FAULT(parser, MSG_EXPR_BRACKET_OPEN, parser->at,
		      expr_excerpt(parser, parser->at, parser->n));
		parser->token.kind = TOKEN_BAD;
		cut(parser);
	}
}

/* Whether it belongs to a name wherever it stands, as most characters do. */
static int is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* Where the name ends: dots belong to it where a letter or digit follows. */
static size_t name_end(const char *source, size_t i)
{
	size_t n;

	while (source[i]) {
		if (is_plain(source[i])) {
			i++;
			continue;
		}
		size_t at = i + (source[i] == '.');

		if (!is_digit(source[at]) && !is_letter(decode(source + at, &n)))
			break;
		i = is_digit(source[at]) ? at + 1 : at + n;
	}
	return i;
}

static const struct {
	const char *word;
	enum expr_token_kind kind;
	const char *operator;
} words[] = {
	{"true", TOKEN_TRUE, NULL},    {"false", TOKEN_FALSE, NULL},  {"null", TOKEN_NULL, NULL},
	{"and", TOKEN_OPERATOR, "&&"}, {"or", TOKEN_OPERATOR, "||"},  {"not", TOKEN_OPERATOR, "!"},
	{"in", TOKEN_OPERATOR, "in"},
};

static void read_name(struct expr_parser *parser)
{
	struct expr_token *token = &parser->token;

	token->kind = TOKEN_NAME;
	token->end = name_end(parser->source, parser->at);
	struct slice name = {parser->source + token->start, token->end - token->start};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!slice_is(name, words[i].word))
			continue;
		token->kind = words[i].kind;
		if (words[i].operator)
			token->text =
				(struct slice){words[i].operator, strlen(words[i].operator)};
		return;
	}
	keep_text(parser, name.text, name.n);
}

static int is_bare(const char *name)
{
	size_t n;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(name, words[i].word))
			return 0;
	return is_letter(decode(name, &n)) && !name[name_end(name, 0)];
}

const char *expr_written(struct arena *arena, const char *name)
{
	char *text = is_bare(name) ? NULL : arena_new(arena, strlen(name) + 2, 2), *end = text;

	if (!text)
		return name;
	*end++ = '[';
	for (const char *p = name; *p; p++) {
		*end++ = *p;
		if (*p == ']')
			*end++ = *p;
	}
	*end++ = ']';
	return text;
}

static void read_sign(struct expr_parser *parser)
{
	static const char *const signs[] = {"||", "&&", "==", "!=", "<=", ">=", "<", ">",
	                                    "+",  "-",  "*",  "/",  "%",  "^",  "!"};
	struct expr_token *token = &parser->token;
	const char *source = parser->source + parser->at;
	size_t n;

	token->kind = *source == '(' ? TOKEN_OPEN : *source == ')' ? TOKEN_CLOSE : TOKEN_COMMA;
	token->end = parser->at + 1;
	if (strchr("(),", *source))
		return;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		n = strlen(signs[i]);
		if (*source == *signs[i] && !strncmp(source, signs[i], n)) {
			token->kind = TOKEN_OPERATOR;
			token->end = parser->at + n;
			token->text = (struct slice){signs[i], n};
			return;
		}
	}
	decode(source, &n);
	token->kind = TOKEN_BAD;
	token->end = parser->at + n;
	FAULT(parser, *source == '=' ? MSG_EXPR_SINGLE_EQUALS : MSG_EXPR_CHARACTER, token->start,
	      expr_excerpt(parser, token->start, token->end));
}

void expr_next(struct expr_parser *parser)
{
	const char *source = parser->source;
	uint32_t c = 0;
	size_t n = 0;

	parser->last_end = parser->token.end;
	while (parser->at < parser->n && is_blank(c = decode(source + parser->at, &n)))
		parser->at += n;
	parser->token = (struct expr_token){.start = parser->at, .end = parser->at};
	if (parser->at >= parser->n)
		return;
	if (is_digit(source[parser->at]) ||
	    (source[parser->at] == '.' && is_digit(source[parser->at + 1])))
		read_number(parser);
	else if (c == '\'' || c == '"')
		read_string(parser);
	else if (c == '[')
		read_bracketed(parser);
	else if (is_letter(c))
		read_name(parser);
	else
		read_sign(parser);
	parser->at = parser->token.end;
}
