/* SPDX-License-Identifier: MIT */
#include "base/group.h"

#include "base/cpu.h"
#include "base/grow.h"

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

enum { LEAST_SIZE = 64 };

/* Every bit of a word reaches all bits of the hash, so that keys in a stride of any kind spread
 * evenly (the finalizer of MurmurHash3, Appleby 2011, once a word). */
static uint64_t mix(uint64_t hash, uint64_t word)
{
	uint64_t h = hash * 0x9e3779b97f4a7c15 ^ word;

	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
	return h ^ h >> 33;
}

static uint32_t hash_bytes(const char *text, size_t n)
{
	uint64_t hash = n;

	for (; n > sizeof hash; text += sizeof hash, n -= sizeof hash)
		hash = mix(hash, text_word(text, sizeof hash));
	return (uint32_t)(mix(hash, text_word(text, n)) >> 32);
}

static int is_same(const char *a, const char *b, size_t n)
{
	for (; n > sizeof(uint64_t); n -= sizeof(uint64_t)) {
		if (text_word(a, sizeof(uint64_t)) != text_word(b, sizeof(uint64_t)))
			return 0;
		a += sizeof(uint64_t);
		b += sizeof(uint64_t);
	}
	return text_word(a, n) == text_word(b, n);
}

/* Writes to each page of a table that is new.  It will be read first, which would give it a page that all of them share;
 * to make it one of its own then, each processor that runs this program has to be interrupted. */
static void touch(uint64_t *entries, size_t size)
{
	enum { PAGE = 4096 / sizeof *entries };

	for (size_t i = 0; i < size; i += PAGE)
		*(volatile uint64_t *)&entries[i] = 0;
}

/* Makes a table larger. */
static int enlarge(struct slots *table, size_t size)
{
	size_t mask = size - 1;

	if (size > SIZE_MAX / 2 / sizeof *table->entries)
		return CHISO_ENOMEM;
	uint64_t *entries = calloc(size, sizeof *entries);
	if (!entries)
		return CHISO_ENOMEM;
	touch(entries, size);
	for (size_t i = 0; i < table->size; i++) {
		uint64_t entry = table->entries[i];
		size_t at = (size_t)(entry >> 32) & mask;

		if (!entry)
			continue;
		while (entries[at])
			at = (at + 1) & mask;
		entries[at] = entry;
	}
	free(table->entries);
	table->entries = entries;
	table->size = size;
	return CHISO_OK;
}

/* Whether there is room for one more than n numbers: three tenths of the entries stay empty at least. */
static int has_room(size_t size, size_t n)
{
	return n < size / 10 * 7;
}

static int make_room(struct slots *table, size_t n)
{
	return has_room(table->size, n) ? CHISO_OK
	                                : enlarge(table, table->size ? table->size * 2 : LEAST_SIZE);
}

/* Goes to the next entry with this hash; *at begins with the hash.  Returns the number, or
 * UINT32_MAX at the end of the entries in question: *at is where a new one goes then. */
static uint32_t next_match(const struct slots *table, uint32_t hash, size_t *at)
{
	const size_t mask = table->size - 1;

	for (*at &= mask; table->entries[*at]; *at = (*at + 1) & mask)
		if (table->entries[*at] >> 32 == hash)
			return (uint32_t)table->entries[*at] - 1;
	return UINT32_MAX;
}

/* So many are looked up together, in three steps: an entry of the table is asked for, then what its number
 * stands for, and in the end both are at hand. */
enum { TOGETHER = 64 };

static void ask_for_entry(const struct slots *table, uint32_t hash)
{
	if (table->size)
		cpu_ask_for(&table->entries[hash & (table->size - 1)]);
}

/* The number at the first place where a hash may be, most often its own; UINT32_MAX: there is none. */
static uint32_t first_number(const struct slots *table, uint32_t hash)
{
	return table->size ? (uint32_t)table->entries[hash & (table->size - 1)] - 1 : UINT32_MAX;
}

static void put(struct slots *table, uint32_t hash, size_t at, size_t number)
{
	table->entries[at] = (uint64_t)hash << 32 | (number + 1);
}

static uint64_t first_word(const char *text, size_t n)
{
	return text_word(text, n < sizeof(uint64_t) ? n : sizeof(uint64_t));
}

static uint32_t find_text(const struct intern *intern, const char *text, size_t n, uint32_t hash,
                          size_t *at)
{
	uint64_t word = first_word(text, n);
	uint32_t i;

	for (*at = hash; (i = next_match(&intern->table, hash, at)) != UINT32_MAX; ++*at)
		if (intern->looks[i].length == n && intern->looks[i].word == word &&
		    (n <= sizeof word || is_same(intern->texts[i], text, n)))
			break;
	return i;
}

/* Room for one more text in both arrays. */
static int grow_texts(struct intern *intern)
{
	size_t cap = intern->cap;

	if (GROW(&intern->texts, intern->n, &cap))
		return CHISO_ENOMEM;
	if (cap != intern->cap) {
		struct intern_look *looks = realloc(intern->looks, cap * sizeof *looks);

		if (!looks)
			return CHISO_ENOMEM; /* texts is larger than cap says, which is harmless */
		intern->looks = looks;
		intern->cap = cap;
	}
	return CHISO_OK;
}

static uint32_t intern_hashed(struct intern *intern, const char *text, size_t n, uint32_t hash)
{
	uint32_t number = UINT32_MAX;
	size_t at;

	if (make_room(&intern->table, intern->n))
		return UINT32_MAX;
	number = find_text(intern, text, n, hash, &at);
	if (number != UINT32_MAX || intern->n >= UINT32_MAX || grow_texts(intern))
		return number;
	char *copy = arena_text(&intern->arena, text, n);
	if (!copy)
		return UINT32_MAX;
	number = (uint32_t)intern->n++;
	intern->texts[number] = copy;
	intern->looks[number] = (struct intern_look){n, first_word(text, n)};
	put(&intern->table, hash, at, number);
	return number;
}

uint32_t intern(struct intern *intern, const char *text, size_t n)
{
	return intern_hashed(intern, text, n, hash_bytes(text, n));
}

int intern_rows(struct intern *intern, const struct slice *texts, const uint32_t *rows, size_t n,
                uint32_t *numbers)
{
	uint32_t hashes[TOGETHER];

	for (size_t from = 0, to; from < n; from = to) {
		to = n - from < TOGETHER ? n : from + TOGETHER;
		for (size_t i = from; i < to; i++) {
			struct slice text = texts[rows ? rows[i] : i];

			hashes[i - from] = hash_bytes(text.text, text.n);
			ask_for_entry(&intern->table, hashes[i - from]);
		}
		for (size_t i = from; i < to; i++) {
			uint32_t number = first_number(&intern->table, hashes[i - from]);

			if (number != UINT32_MAX)
				cpu_ask_for(&intern->looks[number]);
		}
		for (size_t i = from; i < to; i++) {
			struct slice text = texts[rows ? rows[i] : i];

			numbers[i] = intern_hashed(intern, text.text, text.n, hashes[i - from]);
			if (numbers[i] == UINT32_MAX)
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

uint32_t intern_find(const struct intern *intern, const char *text, size_t n)
{
	size_t at;

	return intern->n ? find_text(intern, text, n, hash_bytes(text, n), &at) : UINT32_MAX;
}

void intern_clear(struct intern *intern)
{
	arena_clear(&intern->arena);
	free(intern->texts);
	free(intern->looks);
	free(intern->table.entries);
	*intern = (struct intern){0};
}

void groups_init(struct groups *groups, size_t width)
{
	*groups = (struct groups){.width = width};
}

static uint32_t find_key(const struct groups *groups, const uint32_t *key, uint32_t hash,
                         size_t *at)
{
	const size_t width = groups->width, size = width * sizeof *key;
	uint32_t i;

	for (*at = hash; (i = next_match(&groups->table, hash, at)) != UINT32_MAX; ++*at)
		if (!width || /* then there are no keys */
		    is_same((const char *)(groups->keys + i * width), (const char *)key, size))
			break;
	return i;
}

static uint32_t hash_key(const struct groups *groups, const uint32_t *key)
{
	return hash_bytes((const char *)key, groups->width * sizeof *key);
}

int groups_know(struct groups *groups)
{
	struct slots *table = &groups->table;
	size_t size = table->size ? table->size : LEAST_SIZE;

	if (groups->n_known == groups->n)
		return CHISO_OK;
	while (!has_room(size, groups->n))
		size *= 2;
	if (size > table->size && enlarge(table, size))
		return CHISO_ENOMEM;
	for (; groups->n_known < groups->n; groups->n_known++) {
		uint32_t hash = hash_key(groups, groups_key(groups, (uint32_t)groups->n_known));
		size_t at = hash & (table->size - 1);

		while (table->entries[at])
			at = (at + 1) & (table->size - 1);
		put(table, hash, at, groups->n_known);
	}
	return CHISO_OK;
}

static uint32_t slot_hashed(struct groups *groups, const uint32_t *key, uint32_t hash)
{
	const size_t width = groups->width, size = width * sizeof *key;
	uint32_t slot;
	size_t at;

	if (make_room(&groups->table, groups->n))
		return UINT32_MAX;
	slot = find_key(groups, key, hash, &at);
	if (slot != UINT32_MAX || groups->n >= UINT32_MAX)
		return slot;
	if (width && grow((void **)&groups->keys, groups->n, &groups->cap, size))
		return UINT32_MAX;
	if (width)
		memcpy(groups->keys + groups->n * width, key, size);
	slot = (uint32_t)groups->n++;
	groups->n_known = groups->n;
	put(&groups->table, hash, at, slot);
	return slot;
}

uint32_t groups_slot(struct groups *groups, const uint32_t *key)
{
	return groups_know(groups) ? UINT32_MAX : slot_hashed(groups, key, hash_key(groups, key));
}

int groups_reserve(struct groups *groups, size_t n)
{
	const size_t size = groups->width * sizeof *groups->keys;

	return n > UINT32_MAX || (size && provide((void **)&groups->keys, &groups->cap, n, size))
	               ? CHISO_ENOMEM
	               : CHISO_OK;
}

int groups_add_new(struct groups *groups, const uint32_t *keys, size_t n)
{
	if (!n)
		return CHISO_OK;
	if (groups_reserve(groups, groups->n + n))
		return CHISO_ENOMEM;
	if (groups->width)
		memcpy(groups->keys + groups->n * groups->width, keys, n * groups->width * sizeof *keys);
	groups->n += n;
	return CHISO_OK;
}

int groups_slots(struct groups *groups, const uint32_t *keys, size_t n, uint32_t *slots)
{
	const size_t width = groups->width;
	uint32_t hashes[TOGETHER];

	if (groups_know(groups))
		return CHISO_ENOMEM;
	for (size_t from = 0, to; from < n; from = to) {
		to = n - from < TOGETHER ? n : from + TOGETHER;
		for (size_t i = from; i < to; i++) {
			hashes[i - from] = hash_key(groups, keys + i * width);
			ask_for_entry(&groups->table, hashes[i - from]);
		}
		for (size_t i = from; i < to; i++) {
			uint32_t slot = first_number(&groups->table, hashes[i - from]);

			if (slot != UINT32_MAX)
				cpu_ask_for(&groups->keys[slot * width]);
		}
		for (size_t i = from; i < to; i++) {
			slots[i] = slot_hashed(groups, keys + i * width, hashes[i - from]);
			if (slots[i] == UINT32_MAX)
				return CHISO_ENOMEM;
		}
	}
	return CHISO_OK;
}

uint32_t groups_find(const struct groups *groups, const uint32_t *key)
{
	size_t at, width = groups->width, size = width * sizeof *key;
	uint32_t slot = groups->n_known ? find_key(groups, key, hash_key(groups, key), &at) : UINT32_MAX;

	for (size_t i = groups->n_known; i < groups->n && slot == UINT32_MAX; i++)
		if (!size || !memcmp(groups->keys + i * width, key, size))
			slot = (uint32_t)i;
	return slot;
}

void groups_clear(struct groups *groups)
{
	free(groups->keys);
	free(groups->table.entries);
	groups_init(groups, groups->width);
}
