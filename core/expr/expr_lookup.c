/* SPDX-License-Identifier: MIT */
/* lookup('dataset', 'column', key, ...) and nearest('dataset'): the host finds the value, so the
 * operands are handed over as they are written, and what it gives is one more column. */
#include "base/grow.h"
#include "expr/expr_internal.h"

#include <stdlib.h>

static int add(struct expr_parser *parser, struct expr_argument **list, size_t *n, size_t *cap,
               size_t start, const struct expr_token *only)
{
	size_t end = parser->last_end > start ? parser->last_end : start;

	if (GROW(list, *n, cap))
		return CHISO_ENOMEM;
	struct expr_argument *argument = &(*list)[*n];
	*argument = (struct expr_argument){
		.source = arena_text(parser->arena, parser->source + start, end - start),
		.text = only ? only->text.text : NULL,
		.place = expr_place(parser, start)};
	if (!argument->source)
		return CHISO_ENOMEM;
	++*n;
	return CHISO_OK;
}

/* Up to the parenthesis that closes the one at `open`, which is the current token. */
static int read_arguments(struct expr_parser *parser, struct expr_argument **list, size_t *n)
{
	size_t open = parser->token.start, cap = 0, n_tokens = 0;
	struct expr_token first = {0};
	int depth = 0, status = CHISO_OK;

	expr_next(parser);
	size_t start = parser->token.start;
	for (; !status; expr_next(parser)) {
		enum expr_token_kind kind = parser->token.kind;

		if (kind == TOKEN_END) {
			if (!parser->cut)
				FAULT(parser, MSG_EXPR_PARENTHESIS_OPEN, open, "(");
			return CHISO_EDATA;
		}
		if (!depth && (kind == TOKEN_COMMA || kind == TOKEN_CLOSE)) {
			int is_string = n_tokens == 1 && first.kind == TOKEN_STRING;

			if (kind == TOKEN_COMMA || n_tokens || *n)
				status = add(parser, list, n, &cap, start,
				             is_string ? &first : NULL);
			n_tokens = 0;
			if (kind == TOKEN_CLOSE)
				break;
			start = parser->token.end;
			continue;
		}
		depth += (kind == TOKEN_OPEN) - (kind == TOKEN_CLOSE);
		if (!n_tokens++) {
			first = parser->token;
			start = parser->token.start;
		}
	}
	if (!status)
		expr_next(parser);
	return status;
}

int expr_lookup(struct expr_parser *parser, const char *name, size_t at, int *type)
{
	const struct expr_scope *scope = parser->scope;
	struct expr_argument *arguments = NULL;
	size_t n = 0;
	int column = -1, status = read_arguments(parser, &arguments, &n);

	if (!status)
		column = scope->lookup(scope->user, name, expr_place(parser, at), arguments, n,
		                       type);
	free(arguments);
	if (column < 0)
		expr_fail(parser, status == CHISO_ENOMEM ? status : CHISO_EDATA);
	return column;
}
