/* SPDX-License-Identifier: MIT */
#include "units/units_index.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a. */
static uint64_t hash(const char *key, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)key[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

static int same(const struct unit_entry *entry, const char *key, size_t n)
{
	return entry->n == n && !memcmp(entry->key, key, n);
}

/* The slot of a key, or the free one where it belongs. */
static size_t slot_of(const struct unit_table *table, const char *key, size_t n)
{
	size_t i = (size_t)hash(key, n) & (table->n_slots - 1);

	while (table->slots[i] && !same(&table->entries[table->slots[i] - 1], key, n))
		i = (i + 1) & (table->n_slots - 1);
	return i;
}

static void put(struct unit_table *table, size_t i)
{
	size_t slot = slot_of(table, table->entries[i].key, table->entries[i].n);

	if (!table->slots[slot])
		table->slots[slot] = (uint32_t)i + 1;
}

/* Hashes all entries anew, with room for one more. */
static int rehash(struct unit_table *table)
{
	size_t n_slots = 64;

	while (n_slots < 2 * (table->n + 1))
		n_slots *= 2;
	if (n_slots > UINT32_MAX)
		return CHISO_ENOMEM;
	uint32_t *slots = calloc(n_slots, sizeof *slots);
	if (!slots)
		return CHISO_ENOMEM;
	free(table->slots);
	table->slots = slots;
	table->n_slots = n_slots;
	for (size_t i = 0; i < table->n; i++)
		put(table, i);
	return CHISO_OK;
}

static int by_key(const void *x, const void *y)
{
	const struct unit_entry *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	if (!order)
		order = (a->from > b->from) - (a->from < b->from);
	if (!order)
		order = (a->unit > b->unit) - (a->unit < b->unit);
	return order ? order : (a->word > b->word) - (a->word < b->word);
}

static int sort(struct unit_table *table)
{
	if (table->n)
		qsort(table->entries, table->n, sizeof *table->entries, by_key);
	return rehash(table);
}

static int add(struct unit_table *table, const struct units *units, int unit, const char *key,
               int word)
{
	if (GROW(&table->entries, table->n, &table->cap))
		return CHISO_ENOMEM;
	table->entries[table->n++] =
		(struct unit_entry){key, unit, word, units->list[unit].valid_from, strlen(key)};
	return CHISO_OK;
}

static int have_index(struct units *units)
{
	if (!units->index)
		units->index = calloc(1, sizeof *units->index);
	return units->index ? CHISO_OK : CHISO_ENOMEM;
}

int index_codes(struct units *units)
{
	if (have_index(units))
		return CHISO_ENOMEM;
	units->index->codes.n = 0;
	for (int i = 0; i < (int)units->n; i++)
		if (add(&units->index->codes, units, i, units->list[i].code, NO_WORD))
			return CHISO_ENOMEM;
	return sort(&units->index->codes);
}

int index_append(struct units *units)
{
	int unit = (int)units->n - 1;

	if (have_index(units))
		return CHISO_ENOMEM;
	struct unit_table *table = &units->index->codes;
	if (add(table, units, unit, units->list[unit].code, NO_WORD))
		return CHISO_ENOMEM;
	if (table->n_slots < 2 * table->n && rehash(table)) {
		table->n--;
		return CHISO_ENOMEM;
	}
	put(table, table->n - 1);
	return CHISO_OK;
}

enum { COMMUNE = 1, DISTRICT = 2, PROVINCE = 4 };
static const struct {
	const char *word;
	int tiers;
} words[] = {
	{"xã", COMMUNE},
	{"thị trấn", COMMUNE},
	{"phường", COMMUNE},
	{"đặc khu", COMMUNE},
	{"huyện", DISTRICT},
	{"quận", DISTRICT},
	{"thị xã", DISTRICT},
	{"tỉnh", PROVINCE},
	{"thành phố", DISTRICT | PROVINCE},
	{"commune", COMMUNE},
	{"ward", COMMUNE},
	{"township", COMMUNE},
	{"district", DISTRICT},
	{"province", PROVINCE},
	{"town", COMMUNE | DISTRICT},
	{"city", DISTRICT | PROVINCE},
};

const char *without_level(const char *folded, int *word)
{
	for (*word = 0; *word < (int)(sizeof words / sizeof *words); ++*word) {
		size_t n = strlen(words[*word].word);

		if (strncmp(folded, words[*word].word, n))
			continue;
		if (folded[n] == ' ')
			return folded + n + 1;
		/* A name that is nothing but the word stays. */
		if (!folded[n])
			return folded;
	}
	*word = NO_WORD;
	return folded;
}

int same_tier(int word, int other)
{
	return word == NO_WORD || other == NO_WORD || (words[word].tiers & words[other].tiers);
}

static int add_name(struct units *units, int unit, const char *name)
{
	const char *level = units->list[unit].level;
	char *folded = text_fold(&units->arena, name, strlen(name));
	int word;

	if (!folded)
		return CHISO_ENOMEM;
	const char *bare = without_level(folded, &word);
	if (word == NO_WORD && *level) {
		char *folded_level = text_fold(&units->arena, level, strlen(level));

		if (!folded_level)
			return CHISO_ENOMEM;
		without_level(folded_level, &word);
	}
	return add(&units->index->names, units, unit, bare, word);
}

int index_names(struct units *units)
{
	if (have_index(units))
		return CHISO_ENOMEM;
	if (units->index->has_names)
		return CHISO_OK;
	units->index->names.n = 0;
	for (int i = 0; i < (int)units->n; i++) {
		const struct unit *unit = &units->list[i];

		if ((unit->name_vi && add_name(units, i, unit->name_vi)) ||
		    (unit->name_en && add_name(units, i, unit->name_en)))
			return CHISO_ENOMEM;
	}
	if (sort(&units->index->names))
		return CHISO_ENOMEM;
	units->index->has_names = 1;
	return CHISO_OK;
}

void index_free(struct unit_index *index)
{
	if (!index)
		return;
	free(index->codes.entries);
	free(index->codes.slots);
	free(index->names.entries);
	free(index->names.slots);
	free(index);
}

const struct unit_entry *table_find(const struct unit_table *table, const char *key, size_t length,
                                    size_t *n)
{
	uint32_t first = table->n_slots ? table->slots[slot_of(table, key, length)] : 0;

	*n = 0;
	if (!first)
		return NULL;
	const struct unit_entry *entry = &table->entries[first - 1];
	while (first - 1 + *n < table->n && same(&entry[*n], key, length))
		++*n;
	return entry;
}

int unit_on(const struct units *units, const char *code, int32_t day)
{
	size_t n = 0;
	const struct unit_entry *entry =
		units->index ? table_find(&units->index->codes, code, strlen(code), &n) : NULL;

	for (size_t i = 0; i < n; i++) {
		const struct unit *unit = &units->list[entry[i].unit];

		if (unit->valid_from <= day && day <= unit->valid_to)
			return entry[i].unit;
	}
	return UNIT_NONE;
}

/* ---- Guesses --------------------------------------------------------------------------------- */

/* The unit whose code is this one with zeros in front. */
static int with_zeros(const struct units *units, const char *text, struct period period)
{
	enum { MAX_ZEROS = 4, MAX_DIGITS = 16 };
	char code[MAX_ZEROS + MAX_DIGITS + 1] = "0000";
	size_t length = strlen(text), n;

	if (length > MAX_DIGITS || strspn(text, "0123456789") != length)
		return UNIT_NONE;
	memcpy(code + MAX_ZEROS, text, length + 1);
	for (size_t zeros = 1; zeros <= MAX_ZEROS; zeros++) {
		const struct unit_entry *entry = table_find(
			&units->index->codes, code + MAX_ZEROS - zeros, zeros + length, &n);

		for (size_t i = 0; i < n; i++)
			if (unit_is_valid(&units->list[entry[i].unit], period))
				return entry[i].unit;
	}
	return UNIT_NONE;
}

/* The unit with the nearest key of a table; of several with this key one of the level of a word. */
static int nearest_in(const struct unit_table *table, const struct units *units, const char *text,
                      int word, struct period period, size_t *distance)
{
	struct nearest nearest = nearest_to(text);
	int found = UNIT_NONE;

	for (size_t i = 0; i < table->n; i++)
		if (unit_is_valid(&units->list[table->entries[i].unit], period))
			nearest_offer(&nearest, table->entries[i].key);
	*distance = nearest.distance;
	for (size_t i = 0; nearest.best && i < table->n; i++) {
		const struct unit_entry *entry = &table->entries[i];

		if (!same(entry, nearest.best, strlen(nearest.best)) ||
		    !unit_is_valid(&units->list[entry->unit], period))
			continue;
		if (same_tier(entry->word, word))
			return entry->unit;
		if (found == UNIT_NONE)
			found = entry->unit;
	}
	return found;
}

static int guess(struct units *units, const char *text, struct period period, int *zeros)
{
	enum { MAX_COMPARED = 10000000 }; /* some seconds */
	size_t code_distance, name_distance;
	struct arena scratch = {0};
	int word = NO_WORD, name = UNIT_NONE, code = with_zeros(units, text, period);

	*zeros = code != UNIT_NONE;
	/* Where nothing is a unit, a million proposals would cost hours and help nobody. */
	if (*zeros || units->index->compared >= MAX_COMPARED)
		return code;
	units->index->compared += units->index->codes.n + units->index->names.n;
	code = nearest_in(&units->index->codes, units, text, NO_WORD, period, &code_distance);
	/* Without memory a guess less. */
	const char *folded = text_fold(&scratch, text, strlen(text));
	const char *bare = folded ? without_level(folded, &word) : NULL;
	if (bare && !index_names(units))
		name = nearest_in(&units->index->names, units, bare, word, period, &name_distance);
	arena_clear(&scratch);
	if (code == UNIT_NONE || (name != UNIT_NONE && name_distance < code_distance))
		return name;
	return code;
}

int units_guess(struct units *units, const char *text, struct period period, int *zeros)
{
	const struct period any = {1, 0};
	int unit = guess(units, text, period, zeros);

	return unit == UNIT_NONE ? guess(units, text, any, zeros) : unit;
}

/* ---- order in results ---- */

struct coded {
	const char *code;
	size_t unit;
};

static int compare_codes(const void *x, const void *y)
{
	const struct coded *a = x, *b = y;

	return strcmp(a->code, b->code);
}

int units_rank(const struct units *units, int **rank)
{
	struct coded *order;

	*rank = NULL;
	if (!units->implicit || !units->n)
		return CHISO_OK;
	order = calloc(units->n, sizeof *order);
	*rank = calloc(units->n, sizeof **rank);
	for (size_t i = 0; order && i < units->n; i++)
		order[i] = (struct coded){units->list[i].code, i};
	if (order)
		qsort(order, units->n, sizeof *order, compare_codes);
	for (size_t i = 0; order && *rank && i < units->n; i++)
		(*rank)[order[i].unit] = (int)i;
	int status = order && *rank ? CHISO_OK : CHISO_ENOMEM;
	free(order);
	return status;
}
