/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "base/grow.h"
#include "units/units_index.h"

#include <string.h>

/* A unit that is looked for, and those that may be meant. */
struct search {
	struct units *units;
	struct chiso_context *context;
	struct place place;
	const char *text; /* NFC */
	struct period period;
	const struct unit_entry *entries; /* candidates: of the code or of the name */
	size_t n;
	int word;  /* for the level: units of another tier are no candidates */
	int exact; /* only units with the same word are */
	int no_memory;
	struct arena *scratch;
};

enum { MAX_LISTED = 5 };

/* ---- Words ----------------------------------------------------------------------------------- */

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

const char *unit_label(const struct unit *unit, const char *lang, struct arena *arena)
{
	if (!unit->name_vi && !unit->name_en)
		return unit->code;
	return arena_printf(arena, "%s %s", unit->code, unit_name(unit, lang));
}

/* A code that was met need not be said again. */
static const char *label(struct search *search, const struct unit *unit)
{
	if (!strcmp(unit->code, search->text))
		return unit_name(unit, search->context->lang);
	return or_nothing(unit_label(unit, search->context->lang, search->scratch));
}

static const char *date(struct search *search, int32_t day)
{
	char text[PERIOD_ROOM];
	size_t n = date_print_for_people(text, day, search->context->lang);

	return or_nothing(arena_text(search->scratch, text, n));
}

static const char *period_label(struct search *search)
{
	char text[PERIOD_ROOM];
	size_t n = period_print(text, search->period);

	return or_nothing(arena_text(search->scratch, text, n));
}

/* "from 1 July 2025", "until 30 June 2025", "from ... to ...". */
static const char *validity(struct search *search, const struct unit *unit)
{
	const char *args[3] = {NULL};
	enum message id = MSG_VALID_ALWAYS;

	if (unit->valid_from > INT32_MIN && unit->valid_to < INT32_MAX) {
		id = MSG_VALID_FROM_TO;
		args[0] = date(search, unit->valid_from);
		args[1] = date(search, unit->valid_to);
	} else if (unit->valid_from > INT32_MIN) {
		id = MSG_VALID_FROM;
		args[0] = date(search, unit->valid_from);
	} else if (unit->valid_to < INT32_MAX) {
		id = MSG_VALID_UNTIL;
		args[0] = date(search, unit->valid_to);
	}
	return or_nothing(message_fill(search->scratch, id, search->context->lang, args));
}

/* The level and the unit above, "commune, Lạng Sơn"; "" when neither is known. */
static const char *whereabouts(struct search *search, const struct unit *unit)
{
	const char *above = "";

	if (unit->parent != UNIT_NONE)
		above = unit_name(&search->units->list[unit->parent], search->context->lang);
	return or_nothing(arena_printf(search->scratch, "%s%s%s", unit->level,
	                               *unit->level && *above ? ", " : "", above));
}

/* ---- Candidates ------------------------------------------------------------------------------ */

static int fits(const struct search *search, size_t i)
{
	int word = search->entries[i].word;

	return search->exact ? word == search->word : same_tier(word, search->word);
}

/* The i-th candidate; NULL when it does not fit, or is the one before: both names of a unit may be
 * one. */
static const struct unit *candidate(const struct search *search, size_t i)
{
	int unit = search->entries[i].unit;

	if (!fits(search, i) || (i && search->entries[i - 1].unit == unit && fits(search, i - 1)))
		return NULL;
	return &search->units->list[unit];
}

static int overlaps(const struct unit *unit, struct period period)
{
	return unit->valid_from <= period.last && period.first <= unit->valid_to;
}

/* "06463 Chi Lăng (until 30 June 2025), ..." of all candidates, or of those that are valid with
 * level and unit above instead. */
static const char *list(struct search *search, int valid_only)
{
	const char *text = "";
	int n = 0;

	for (size_t i = 0; i < search->n && n <= MAX_LISTED; i++) {
		const struct unit *unit = candidate(search, i);

		if (!unit || (valid_only && !unit_is_valid(unit, search->period)))
			continue;
		const char *more = valid_only ? whereabouts(search, unit) : validity(search, unit);
		const char *sep = n ? ", " : "";
		if (n++ == MAX_LISTED)
			text = arena_printf(search->scratch, "%s, ...", text);
		else if (*more)
			text = arena_printf(search->scratch, "%s%s%s (%s)", text, sep,
			                    label(search, unit), more);
		else
			text = arena_printf(search->scratch, "%s%s%s", text, sep,
			                    label(search, unit));
		text = or_nothing(text);
	}
	return text;
}

/* Units named like one that is not valid in the period, which took its place: those of its level
 * if there are any. */
static const char *successors(struct search *search, const struct unit *unit)
{
	struct search heirs = *search;
	char *folded =
		text_fold(search->scratch, unit_name(unit, "vi"), strlen(unit_name(unit, "vi")));

	if (!folded || index_names(search->units))
		return "";
	const char *bare = without_level(folded, &heirs.word);
	heirs.entries = table_find(&search->units->index->names, bare, strlen(bare), &heirs.n);
	for (size_t i = 0; i < heirs.n && heirs.word == NO_WORD; i++)
		if (&search->units->list[heirs.entries[i].unit] == unit)
			heirs.word = heirs.entries[i].word;
	return list(&heirs, 1);
}

/* ---- Findings -------------------------------------------------------------------------------- */

#define FINDING(search, id, ...) report((search)->context, id, (search)->place, __VA_ARGS__)

/* No candidate is valid in all of the period; all have one code. */
static void report_validity(struct search *search)
{
	const struct unit *first = NULL, *second = NULL, *any = NULL;

	for (size_t i = 0; i < search->n; i++) {
		const struct unit *unit = candidate(search, i);

		if (unit)
			any = unit;
		if (!unit || !overlaps(unit, search->period))
			continue;
		if (first && !second)
			second = unit;
		if (!first)
			first = unit;
	}
	if (second) {
		FINDING(search, MSG_UNIT_CHANGES, search->text, period_label(search),
		        label(search, first), date(search, first->valid_to), label(search, second),
		        date(search, second->valid_from));
	} else if (first) {
		FINDING(search, MSG_UNIT_PART, search->text, period_label(search),
		        label(search, first), validity(search, first));
	} else {
		const char *heirs = successors(search, any);

		if (*heirs)
			FINDING(search, MSG_UNIT_NOT_THEN_NEAR, search->text, period_label(search),
			        list(search, 0), heirs);
		else
			FINDING(search, MSG_UNIT_NOT_THEN, search->text, period_label(search),
			        list(search, 0));
	}
}

static void report_unknown(struct search *search)
{
	int zeros;
	int guess = units_guess(search->units, search->text, search->period, &zeros);

	if (guess == UNIT_NONE)
		FINDING(search, MSG_UNIT_UNKNOWN, search->text);
	else if (zeros)
		FINDING(search, MSG_UNIT_ZERO, search->text, search->units->list[guess].code);
	else
		FINDING(search, MSG_UNIT_NEAR, search->text,
		        label(search, &search->units->list[guess]));
}

/* ---- Choosing -------------------------------------------------------------------------------- */

/* The candidate that is valid in the period; UNIT_NONE when there is none or, *several, more than
 * one. */
static int only_valid(const struct search *search, int *several)
{
	int found = UNIT_NONE;

	*several = 0;
	for (size_t i = 0; i < search->n; i++) {
		const struct unit *unit = candidate(search, i);

		if (!unit || !unit_is_valid(unit, search->period))
			continue;
		*several |= found != UNIT_NONE;
		found = search->entries[i].unit;
	}
	return *several ? UNIT_NONE : found;
}

/* Whether any candidate is left, and whether all that are have one code. */
static int one_code(const struct search *search, int *any)
{
	const char *code = NULL;

	for (size_t i = 0; i < search->n; i++) {
		const struct unit *unit = candidate(search, i);

		if (unit && code && strcmp(code, unit->code)) {
			*any = 1;
			return 0;
		}
		if (unit)
			code = unit->code;
	}
	*any = code != NULL;
	return 1;
}

/* One of the candidates, or a finding that says why none. */
static int choose(struct search *search)
{
	int several, any;
	int unit = only_valid(search, &several);

	if (several && search->word != NO_WORD) {
		int still;

		search->exact = 1;
		unit = only_valid(search, &still);
		search->exact = 0;
	}
	if (unit != UNIT_NONE)
		return unit;
	int single = one_code(search, &any);
	if (!any)
		report_unknown(search);
	else if (several && single)
		FINDING(search, MSG_UNIT_NEEDS_PERIOD, search->text, list(search, 0));
	else if (several)
		FINDING(search, MSG_UNIT_AMBIGUOUS, search->text, list(search, 1));
	else if (single)
		report_validity(search);
	else
		FINDING(search, MSG_UNIT_NOT_ALL, search->text, period_label(search),
		        list(search, 0));
	return UNIT_NONE;
}

static int find_code(struct search *search, const char *code, size_t n)
{
	const struct unit_index *index = search->units->index;

	search->entries = index ? table_find(&index->codes, code, n, &search->n) : NULL;
	search->word = NO_WORD;
	return search->entries != NULL;
}

static int add_implicit(struct search *search)
{
	struct units *units = search->units;
	const char *code = arena_text(&units->arena, search->text, strlen(search->text));

	if (!code || GROW(&units->list, units->n, &units->cap)) {
		search->no_memory = 1;
		return UNIT_NONE;
	}
	units->list[units->n++] = (struct unit){.code = code,
	                                        .level = "",
	                                        .parent_code = "",
	                                        .valid_from = INT32_MIN,
	                                        .valid_to = INT32_MAX,
	                                        .parent = UNIT_NONE,
	                                        .children_complete = 1,
	                                        .place = search->place};
	if (index_append(units)) {
		units->n--;
		search->no_memory = 1;
		return UNIT_NONE;
	}
	if (units->n == 1)
		units->code_length = strlen(code);
	else if (units->code_length != strlen(code))
		units->code_length = 0;
	return (int)units->n - 1;
}

/* What is no code: a name, or a new code. */
static int find_name(struct search *search)
{
	if (search->units->implicit)
		return add_implicit(search);
	/* "5" is a wrong code, not the ward of this number. */
	if (!search->text[strspn(search->text, "0123456789")]) {
		report_unknown(search);
		return UNIT_NONE;
	}
	char *folded = text_fold(search->scratch, search->text, strlen(search->text));
	if (!folded || index_names(search->units)) {
		search->no_memory = 1;
		return UNIT_NONE;
	}
	const char *bare = without_level(folded, &search->word);
	search->entries = table_find(&search->units->index->names, bare, strlen(bare), &search->n);
	return choose(search);
}

int units_find(struct units *units, struct chiso_context *context, struct place place,
               const char *text, size_t n, struct period period)
{
	struct arena scratch = {0};
	struct search search = {.units = units,
	                        .context = context,
	                        .place = place,
	                        .period = period,
	                        .scratch = &scratch};
	int unit = UNIT_NONE;

	while (n && memchr(" \t\r\n", *text, 4))
		text++, n--;
	while (n && memchr(" \t\r\n", text[n - 1], 4))
		n--;
	if (!n) {
		FINDING(&search, MSG_UNIT_BLANK, "");
		return UNIT_NONE;
	}
	/* Nearly every text is a code whose unit is valid: that takes no memory. */
	if (find_code(&search, text, n)) {
		int several, found = only_valid(&search, &several);

		if (found != UNIT_NONE)
			return found;
	}
	search.text = text_nfc(&scratch, text, n);
	if (search.text && find_code(&search, search.text, strlen(search.text)))
		unit = choose(&search);
	else if (search.text)
		unit = find_name(&search);
	arena_clear(&scratch);
	if (!search.text || search.no_memory)
		FINDING(&search, MSG_OUT_OF_MEMORY, "");
	return unit;
}

int units_has_code(struct units *units, struct chiso_context *context, struct place place,
                   const char *code)
{
	struct arena scratch = {0};
	struct search search = {.units = units,
	                        .context = context,
	                        .place = place,
	                        .text = code,
	                        .period = {1, 0},
	                        .scratch = &scratch};

	if (units_with_code(units, code) != UNIT_NONE)
		return 1;
	report_unknown(&search);
	arena_clear(&scratch);
	return 0;
}
