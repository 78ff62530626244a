/* SPDX-License-Identifier: MIT */
/* A line of working with numbers instead of names. */
#include "explain/explain_goal.h"

#include <string.h>

static const char *number_text(double x, const char *lang, struct arena *arena)
{
	char text[NUMBER_ROOM];
	size_t n = number_print_for_people(text, x, -1, lang);
	const char *out = arena_text(arena, text, n);

	return out && *out == '-' ? arena_printf(arena, "(%s)", out) : out;
}

/* "(8 + 7.5)", "((1 + 8 / 100) × (1 + 7.5 / 100))" */
static const char *list_text(const struct step *step, int is_product, const char *lang,
                             struct arena *arena)
{
	const char *out = "(";

	for (size_t i = 0; i < step->n_values && out; i++) {
		const char *one = number_text(step->values[i], lang, arena);

		if (one && is_product)
			one = arena_printf(arena, "(1 + %s / 100)", one);
		out = one ? arena_printf(arena, "%s%s%s", out, i ? is_product ? " × " : " + " : "",
		                         one)
		          : NULL;
	}
	return out ? arena_printf(arena, "%s)", out) : NULL;
}

static const char *name_text(const struct step *step, const char *word, size_t n, const char *lang,
                             struct arena *arena)
{
	for (size_t i = 0; i < step->n_names; i++)
		if (slice_is((struct slice){word, n}, step->names[i].name))
			return number_text(step->names[i].value, lang, arena);
	return arena_text(arena, word, n);
}

const char *step_filled(const struct step *step, const char *lang, struct arena *arena)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	static const char sum[] = "sum(values)", product[] = "product(1 + values / 100)";
	const char *out = "", *at = step->formula;

	while (out && *at) {
		const char *piece;
		size_t n = strspn(at, letters);

		if (!strncmp(at, sum, sizeof sum - 1)) {
			n = sizeof sum - 1;
			piece = list_text(step, 0, lang, arena);
		} else if (!strncmp(at, product, sizeof product - 1)) {
			n = sizeof product - 1;
			piece = list_text(step, 1, lang, arena);
		} else if (n) {
			piece = name_text(step, at, n, lang, arena);
		} else {
			n = 1;
			piece = *at == '*' ? "×" : arena_text(arena, at, 1);
		}
		out = piece ? arena_printf(arena, "%s%s", out, piece) : NULL;
		at += n;
	}
	return out;
}
