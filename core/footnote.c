/* SPDX-License-Identifier: MIT */
#include "footnote.h"

#include "label.h"

#include <stdlib.h>
#include <string.h>

char *footnote(struct footnotes *footnotes, struct arena *arena, const char *marks,
               const char *text)
{
	size_t i = 0;

	while (i < footnotes->n && strcmp(footnotes->texts[i], text))
		i++;
	if (i == footnotes->n) {
		if (GROW(&footnotes->texts, footnotes->n, &footnotes->cap))
			return NULL;
		footnotes->texts[footnotes->n++] = text;
	}
	const char *mark = arena_printf(arena, "[%zu]", i + 1);
	if (marks && mark && strstr(marks, mark))
		mark = "";
	return label_join(arena, marks, "", mark);
}

void footnotes_clear(struct footnotes *footnotes)
{
	free(footnotes->texts);
	*footnotes = (struct footnotes){0};
}
