/* SPDX-License-Identifier: MIT */
#include "json/json_scan.h"

#include "base/context.h"
#include "base/text.h"
#include "number/number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	EIGHT = 8,
	MAX_DEPTH = 100,
	MAX_NUMBER = 63, /* cJSON 1.7.15 reads no more characters of a number */
	MAX_SHOWN = 32,  /* of what was met, in bytes */
};

static const uint64_t EACH = 0x0101010101010101u, HIGHEST = 0x8080808080808080u; /* of eight bytes */

struct scan {
	struct arena *arena;
	struct chiso_context *context;
	const char *text, *at, *end;
	const char *mark; /* where `place` is */
	struct place place;
	int status, depth;
};

static struct json_node *value(struct scan *scan, struct json_node *parent);

/* The highest bits of those of eight bytes that are below a sign, which is no more than 0x80. */
static uint64_t below(uint64_t eight, unsigned char sign)
{
	/* With a bit above set nothing is borrowed from a byte by the next one. */
	return ~((eight | HIGHEST) - EACH * sign) & ~eight & HIGHEST;
}

/* How many characters begin among eight bytes, of which none may end a line; 0: one may, or none begins. */
static uint32_t columns(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof eight);
	uint64_t go_on = eight & ~(eight << 1) & HIGHEST;
	return below(eight, ' ') ? 0 : EIGHT - (uint32_t)((go_on >> 7) * EACH >> 56);
}

/* Whether eight bytes are in a string what they are anywhere: no quote, no backslash and no control character. */
static int are_letters(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof eight);
	return !(below(eight, ' ') | below(eight ^ EACH * '"', 1) | below(eight ^ EACH * '\\', 1));
}

static void pass_one(struct scan *scan)
{
	unsigned char c = (unsigned char)*scan->mark++;
	int crlf = c == '\r' && scan->mark < scan->end && *scan->mark == '\n';

	if (c == '\n' || (c == '\r' && !crlf)) {
		scan->place.line++;
		scan->place.column = 1;
	} else if ((c & 0xc0) != 0x80) {
		scan->place.column++;
	}
}

/* The place of the next character.  Counts on from where it was asked last, so that a long line
 * costs no more than a short one. */
static struct place here(struct scan *scan)
{
	while (scan->mark < scan->at) {
		const char *to = scan->at - scan->mark > EIGHT ? scan->mark + EIGHT : scan->at;
		uint32_t n = to - scan->mark == EIGHT ? columns(scan->mark) : 0;

		scan->mark += n ? EIGHT : 0;
		scan->place.column += n;
		while (scan->mark < to)
			pass_one(scan);
	}
	return scan->place;
}

/* The place of a character that may have been passed, where nobody asked then. */
static struct place place_of(const struct scan *scan, const char *at)
{
	struct scan other = *scan;

	other.at = at;
	if (other.mark > at) {
		other.mark = scan->text;
		other.place.line = other.place.column = 1;
	}
	return here(&other);
}

/* A fault at a place, with the n bytes met. */
static void fault(struct scan *scan, enum message id, struct place place, const char *met, size_t n,
                  const char *more)
{
	char shown[MAX_SHOWN + sizeof "..."];
	size_t cut = n < MAX_SHOWN ? n : MAX_SHOWN;

	while (cut < n && ((unsigned char)met[cut] & 0xc0) == 0x80)
		cut--;
	memcpy(shown, met, cut);
	memcpy(shown + cut, cut < n ? "..." : "", cut < n ? sizeof "..." : 1);
	report(scan->context, id, place, shown, more);
	scan->status = CHISO_EDATA;
}

static int is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '_' || c == '+' || c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

/* The length of what begins here: a word, a string or one sign. */
static size_t length(const struct scan *scan)
{
	const char *p = scan->at;

	if (*p == '"') {
		do
			p++;
		while (p < scan->end && *p != '"' && *p != '\n' && *p != '\r');
		return (size_t)(p - scan->at) + (p < scan->end && *p == '"');
	}
	while (p < scan->end && is_word(*p))
		p++;
	return p > scan->at ? (size_t)(p - scan->at) : 1;
}

/* Something else stands here than it should. */
static void expected(struct scan *scan, enum message what)
{
	const char *words = message_text(what, scan->context->lang);

	if (scan->at == scan->end)
		fault(scan, MSG_JSON_ENDS, here(scan), "", 0, words);
	else
		fault(scan, MSG_JSON_SYNTAX, here(scan), scan->at, length(scan), words);
}

static char peek(const struct scan *scan)
{
	return scan->at < scan->end ? *scan->at : '\0';
}

static int starts(const struct scan *scan, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(scan->end - scan->at) >= n && !memcmp(scan->at, text, n);
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Passes over white space, and over comments with a fault. */
static void blanks(struct scan *scan)
{
	for (;;) {
		while (scan->at < scan->end && is_blank(*scan->at))
			scan->at++;
		if (peek(scan) != '/')
			return;
		int block = starts(scan, "/*");
		if (!block && !starts(scan, "//"))
			return;
		fault(scan, MSG_JSON_COMMENT, here(scan), scan->at, 2, NULL);
		if (block) {
			scan->at += 2;
			while (scan->at < scan->end && !starts(scan, "*/"))
				scan->at++;
			scan->at += scan->at < scan->end ? 2 : 0;
		} else {
			while (scan->at < scan->end && *scan->at != '\n' && *scan->at != '\r')
				scan->at++;
		}
	}
}

/* The four hex digits at p, or -1. */
static int hex(const struct scan *scan, const char *p)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	int code = 0;

	if (scan->end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		const char *digit = p[i] ? strchr(digits, p[i]) : NULL;

		if (!digit)
			return -1;
		code = code * 16 + (int)((digit - digits) % 16);
	}
	return code;
}

/* Passes over an escape, from its backslash. */
static void escape(struct scan *scan)
{
	const char *p = scan->at;
	size_t left = (size_t)(scan->end - p);

	if (left > 1 && memchr("\"\\/bfnrt", p[1], 8)) {
		scan->at += 2;
		return;
	}
	int code = left > 1 && p[1] == 'u' ? hex(scan, p + 2) : -1;
	if (code < 0) {
		size_t n =
			left > 1 && (unsigned char)p[1] > ' ' && (unsigned char)p[1] < 0x7f ? 2 : 1;

		/* The quote behind a lonely backslash was taken as an escape above. */
		fault(scan, MSG_JSON_ESCAPE, here(scan), p, n, NULL);
		scan->at += n;
		return;
	}
	int high = code >= 0xd800 && code < 0xdc00;
	int low = high && left >= 12 && p[6] == '\\' && p[7] == 'u' ? hex(scan, p + 8) : -1;
	int pair = low >= 0xdc00 && low < 0xe000;
	if (!code)
		fault(scan, MSG_JSON_NUL, here(scan), p, 6, NULL);
	else if (code >= 0xd800 && code < 0xe000 && !pair)
		fault(scan, MSG_JSON_SURROGATE, here(scan), p, 6, NULL);
	scan->at += pair ? 12 : 6;
}

static void letters(struct scan *scan)
{
	while (scan->end - scan->at >= EIGHT && are_letters(scan->at))
		scan->at += EIGHT;
	while (scan->at < scan->end && (unsigned char)*scan->at >= ' ' && *scan->at != '"' && *scan->at != '\\')
		scan->at++;
}

/* Passes over a string.  One that is not closed on its line can't be followed: 0. */
static int string(struct scan *scan)
{
	const char *begin = scan->at;

	for (scan->at++, letters(scan); scan->at < scan->end; letters(scan)) {
		unsigned char c = (unsigned char)*scan->at;

		if (c == '\n' || c == '\r')
			break;
		if (c == '\\') {
			escape(scan);
			continue;
		}
		if (c < ' ') {
			char code[sizeof "U+0000"];

			snprintf(code, sizeof code, "U+%04X", (unsigned)c);
			fault(scan, MSG_JSON_CONTROL, here(scan), code, strlen(code), NULL);
		}
		scan->at++;
		if (c == '"')
			return 1;
	}
	fault(scan, MSG_JSON_OPEN_STRING, place_of(scan, begin), begin, (size_t)(scan->at - begin), NULL);
	return 0;
}

static const char *skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* Whether a word is -?digits(.digits)?([eE][+-]?digits)?, and whether with needless zeros. */
static int is_number(const char *p, const char *end, int *zeros)
{
	p += p < end && *p == '-';
	const char *digits = p;
	p = skip_digits(p, end);
	if (p == digits)
		return 0;
	*zeros = *digits == '0' && p - digits > 1;
	if (p < end && *p == '.') {
		digits = p + 1;
		p = skip_digits(digits, end);
		if (p == digits)
			return 0;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		digits = p += p < end && (*p == '+' || *p == '-');
		p = skip_digits(p, end);
		if (p == digits)
			return 0;
	}
	return p == end;
}

static void number(struct scan *scan, struct json_node *node)
{
	const struct number_style style = {'.', 0};
	const char *begin = scan->at;
	size_t n = length(scan);
	int zeros = 0;

	node->kind = JSON_NUMBER;
	if (!is_number(begin, begin + n, &zeros))
		fault(scan, MSG_JSON_NUMBER, here(scan), begin, n, NULL);
	else if (zeros)
		fault(scan, MSG_JSON_ZEROS, here(scan), begin, n, NULL);
	else if (n > MAX_NUMBER)
		fault(scan, MSG_JSON_NUMBER_LONG, here(scan), begin, n, NULL);
	else if (number_read(&node->number, begin, n, style) != NUMBER_FINE)
		fault(scan, MSG_JSON_NUMBER_RANGE, here(scan), begin, n, NULL);
	scan->at += n;
}

/* A member's key and colon; 0 when there is none. */
static int key(struct scan *scan, struct place *place)
{
	*place = here(scan);
	if (peek(scan) != '"') {
		expected(scan, MSG_JSON_WANT_KEY);
		return 0;
	}
	if (!string(scan))
		return 0;
	blanks(scan);
	if (peek(scan) != ':') {
		expected(scan, MSG_JSON_WANT_COLON);
		return 0;
	}
	scan->at++;
	blanks(scan);
	return 1;
}

/* The members of an object or array, from its opening sign to its closing one. */
static int members(struct scan *scan, struct json_node *node)
{
	struct json_node **link = &node->first;
	char close = node->kind == JSON_OBJECT ? '}' : ']';
	const char *comma = NULL;
	struct place place = {0};

	scan->at++;
	for (blanks(scan); link == &node->first || comma; blanks(scan)) {
		if (peek(scan) == close) {
			if (comma)
				fault(scan, MSG_JSON_TRAILING_COMMA, place_of(scan, comma), scan->at, 1, NULL);
			break;
		}
		if (node->kind == JSON_OBJECT && !key(scan, &place))
			return 0;
		struct json_node *child = value(scan, node);
		if (!child)
			return 0;
		child->key_line = place.line;
		child->key_column = place.column;
		*link = child;
		link = &child->next;
		blanks(scan);
		comma = peek(scan) == ',' ? scan->at++ : NULL;
	}
	if (peek(scan) != close) {
		expected(scan, close == '}' ? MSG_JSON_WANT_OBJECT_END : MSG_JSON_WANT_ARRAY_END);
		return 0;
	}
	scan->at++;
	return 1;
}

static int container(struct scan *scan, struct json_node *node)
{
	node->kind = *scan->at == '{' ? JSON_OBJECT : JSON_ARRAY;
	if (scan->depth == MAX_DEPTH) {
		fault(scan, MSG_JSON_DEEP, here(scan), scan->at, 1, NULL);
		return 0;
	}
	if (node->kind == JSON_OBJECT &&
	    !(node->asked = arena_new(scan->arena, 1, sizeof *node->asked))) {
		scan->status = CHISO_ENOMEM;
		return 0;
	}
	scan->depth++;
	int fine = members(scan, node);
	scan->depth--;
	return fine;
}

/* true, false or null. */
static int word(struct scan *scan, struct json_node *node)
{
	static const struct {
		const char *text;
		enum json_kind kind;
	} words[] = {{"null", JSON_NULL}, {"false", JSON_FALSE}, {"true", JSON_TRUE}};
	struct slice met = {scan->at, scan->at < scan->end ? length(scan) : 0};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(met, words[i].text)) {
			node->kind = words[i].kind;
			scan->at += met.n;
			return 1;
		}
	expected(scan, MSG_JSON_WANT_VALUE);
	return 0;
}

/* A value; NULL when the text can't be followed further. */
static struct json_node *value(struct scan *scan, struct json_node *parent)
{
	struct json_node *node = arena_new(scan->arena, 1, sizeof *node);
	struct place place = here(scan);
	char c = peek(scan);
	int fine = 1;

	if (!node) {
		scan->status = CHISO_ENOMEM;
		return NULL;
	}
	node->parent = parent;
	node->line = place.line;
	node->column = place.column;
	if (c == '{' || c == '[') {
		fine = container(scan, node);
	} else if (c == '"') {
		node->kind = JSON_STRING;
		fine = string(scan);
	} else if (c && strchr("+-.0123456789", c)) {
		number(scan, node);
	} else {
		fine = word(scan, node);
	}
	return fine ? node : NULL;
}

int json_scan(struct json_node **root, struct arena *arena, struct chiso_context *context,
              const char *file, const char *text, size_t n)
{
	struct scan scan = {.arena = arena,
	                    .context = context,
	                    .text = text,
	                    .at = text,
	                    .end = text + n,
	                    .mark = text,
	                    .place = {file, 1, 1}};
	size_t bad_at;

	*root = NULL;
	if (!text_is_utf8(text, n, &bad_at)) {
		char byte[sizeof "0x00"];

		scan.at = text + bad_at;
		snprintf(byte, sizeof byte, "0x%02X", (unsigned)(unsigned char)text[bad_at]);
		fault(&scan, MSG_NOT_UTF8, here(&scan), byte, strlen(byte), NULL);
		return CHISO_EDATA;
	}
	blanks(&scan);
	struct json_node *node = value(&scan, NULL);
	blanks(&scan);
	if (node && scan.at < scan.end)
		expected(&scan, MSG_JSON_WANT_END);
	if (!scan.status)
		*root = node;
	return scan.status;
}
