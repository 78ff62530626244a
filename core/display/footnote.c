/* SPDX-License-Identifier: MIT */
#include "display/footnote.h"

#include "display/label.h"

#include <string.h>

char *footnote(struct footnotes *footnotes, struct arena *arena, const char *marks,
               const char *text)
{
	uint32_t i = intern(&footnotes->list, text, strlen(text));

	if (i == UINT32_MAX)
		return NULL;
	const char *mark = arena_printf(arena, "[%lu]", i + 1ul);
	if (marks && mark && strstr(marks, mark))
		mark = "";
	return label_join(arena, marks, "", mark);
}

void footnotes_clear(struct footnotes *footnotes)
{
	intern_clear(&footnotes->list);
}
