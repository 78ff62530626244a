/* SPDX-License-Identifier: MIT */
#include "base/message.h"

#include <chiso/chiso.h>

#include <string.h>

enum { LABEL_SEVERITY = -1 };

static const struct {
	const char *code, *en, *vi;
	int severity;
} table[] = {
#define MESSAGE(name, severity, code, en, vi) {code, en, vi, severity},
#define LABEL(name, code, en, vi) {code, en, vi, LABEL_SEVERITY},
#include "base/messages.def"
#undef MESSAGE
#undef LABEL
};

const char *message_code(enum message id)
{
	return table[id].code;
}

int message_severity(enum message id)
{
	return table[id].severity;
}

const char *message_text(enum message id, const char *lang)
{
	return !strcmp(lang, "vi") ? table[id].vi : table[id].en;
}

enum message message_find(const char *code)
{
	int id = 0;

	while (id < MESSAGE_N && strcmp(table[id].code, code))
		id++;
	return (enum message)id;
}

/* Copies the text with its places filled to out (NULL: only counts); returns the length. */
static size_t fill(char *out, const char *text, const char *const *args)
{
	size_t n = 0, n_args = 0;

	while (args[n_args])
		n_args++;
	for (const char *p = text; *p; p++) {
		const char *piece = p;
		size_t length = 1;

		if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
			size_t i = (size_t)(p[1] - '0');

			piece = i < n_args ? args[i] : "";
			length = strlen(piece);
			p += 2;
		}
		if (out)
			memcpy(out + n, piece, length);
		n += length;
	}
	return n;
}

char *message_fill(struct arena *arena, enum message id, const char *lang, const char *const *args)
{
	const char *text = message_text(id, lang);
	char *out = arena_new(arena, fill(NULL, text, args) + 1, 1);

	if (out)
		fill(out, text, args);
	return out;
}
