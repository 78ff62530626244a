/* SPDX-License-Identifier: MIT */
#include "base/group.h"

#include <chiso/plugin.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(group, texts_are_numbered_in_order_of_arrival)
{
	/* Different as bytes: prefixes of each other, an empty one, one with a NUL, NFC and NFD. */
	static const struct {
		const char *text;
		size_t n;
	} texts[] = {{"lúa", 4},  {"l", 1},           {"", 0},        {"lúa\0", 5},
	             {"lu", 2},   {"ệ", 3},           {"e\xcc\xa3\xcc\x82", 5},
	             {"06475", 5}, {"6475", 4},       {"12345678", 8}, {"123456789", 9}};
	const size_t n = sizeof texts / sizeof *texts;
	struct intern names = {0};

	cr_assert_eq(intern_find(&names, "lúa", 4), UINT32_MAX);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < n; i++)
			cr_assert_eq(intern(&names, texts[i].text, texts[i].n), i, "%zu", i);
	cr_assert_eq(names.n, n);
	for (size_t i = 0; i < n; i++) {
		cr_assert_eq(intern_find(&names, texts[i].text, texts[i].n), i);
		cr_assert(!memcmp(names.texts[i], texts[i].text, texts[i].n));
		cr_assert_eq(names.texts[i][texts[i].n], '\0');
	}
	cr_assert_eq(intern_find(&names, "lúa ", 5), UINT32_MAX);
	intern_clear(&names);
	cr_assert_eq(intern(&names, "x", 1), 0, "a cleared interner is an empty one");
	intern_clear(&names);
}

Test(group, many_texts)
{
	struct intern names = {0};
	char text[32];

	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 200000; i++) {
			int n = snprintf(text, sizeof text, "%u", i * 7919u);

			cr_assert_eq(intern(&names, text, (size_t)n), i);
		}
	for (uint32_t i = 0; i < 200000; i += 1000) {
		snprintf(text, sizeof text, "%u", i * 7919u);
		cr_assert_str_eq(names.texts[i], text);
	}
	intern_clear(&names);
}

/* Keys that are known to be new follow each other, and are found as if each had been looked up. */
Test(group, new_ones_together)
{
	enum { N = 5000 };
	static uint32_t keys[N][2];
	struct groups groups;

	for (uint32_t i = 0; i < N; i++)
		memcpy(keys[i], (uint32_t[]){i % 71, i * 64}, sizeof keys[i]);
	for (uint32_t step = 1; step < N; step = step * 7 + 3) {
		groups_init(&groups, 2);
		for (uint32_t i = 0; i < N; i += step)
			cr_assert(!groups_add_new(&groups, keys[i], i + step < N ? step : N - i));
		cr_assert_eq(groups.n, N);
		for (uint32_t i = 0; i < N; i++) {
			cr_assert_eq(groups_find(&groups, keys[i]), i);
			cr_assert_eq(groups_slot(&groups, keys[i]), i);
		}
		cr_assert_eq(groups_find(&groups, (uint32_t[]){71, 0}), UINT32_MAX);
		cr_assert_eq(groups_slot(&groups, (uint32_t[]){71, 0}), N);
		groups_clear(&groups);
	}
	/* Before and behind others that are looked up, and found before anybody has. */
	groups_init(&groups, 2);
	for (uint32_t i = 0; i < N; i += 5) {
		cr_assert(!groups_add_new(&groups, keys[i], 3));
		cr_assert_eq(groups_find(&groups, keys[i + 2]), i + 2);
		cr_assert_eq(groups_find(&groups, keys[i + 3]), UINT32_MAX);
		cr_assert_eq(groups_slot(&groups, keys[i + 3]), i + 3);
		uint32_t slots[3];
		cr_assert(!groups_add_new(&groups, keys[i + 4], 1));
		cr_assert(!groups_slots(&groups, keys[i + 2], 3, slots));
		cr_assert(slots[0] == i + 2 && slots[1] == i + 3 && slots[2] == i + 4);
	}
	for (uint32_t i = 0; i < N; i++)
		cr_assert_eq(groups_find(&groups, keys[i]), i);
	cr_assert_eq(groups.n, N);
	groups_clear(&groups);
	groups_init(&groups, 0);
	cr_assert(!groups_add_new(&groups, NULL, 0) && !groups.n);
	cr_assert(!groups_add_new(&groups, NULL, 1));
	cr_assert_eq(groups_find(&groups, NULL), 0);
	cr_assert_eq(groups_slot(&groups, NULL), 0);
	groups_clear(&groups);
}

/* Many together get the numbers that they get one after the other; each third text and key comes again. */
Test(group, many_together)
{
	enum { N = 3000, WIDTH = 3 };
	static char room[N][16];
	static struct slice texts[N];
	static uint32_t rows[N], numbers[N], keys[N * WIDTH], slots[N];
	struct intern names = {0}, others = {0};
	struct groups groups, single;

	groups_init(&groups, WIDTH);
	groups_init(&single, WIDTH);
	for (uint32_t i = 0; i < N; i++) {
		uint32_t what = i % 3 ? i : i / 7;

		texts[i].text = room[i];
		texts[i].n = (size_t)snprintf(room[i], sizeof room[i], "%.*s%u", (int)(what % 8),
		                              "lúa nương", what);
		rows[i] = (i * 7u + 5) % N;
		for (uint32_t k = 0; k < WIDTH; k++)
			keys[i * WIDTH + k] = what / (k + 1);
	}
	for (size_t from = 0; from < N; from += 1000) {
		size_t n = from ? 1000 : 1;

		cr_assert_eq(intern_rows(&names, texts, rows + from, n, numbers), CHISO_OK);
		for (size_t i = 0; i < n; i++)
			cr_assert_eq(numbers[i], intern(&others, texts[rows[from + i]].text,
			                                texts[rows[from + i]].n));
		cr_assert_eq(groups_slots(&groups, keys + from * WIDTH, n, slots), CHISO_OK);
		for (size_t i = 0; i < n; i++)
			cr_assert_eq(slots[i], groups_slot(&single, keys + (from + i) * WIDTH));
	}
	cr_assert_eq(intern_rows(&names, texts, NULL, N, numbers), CHISO_OK);
	for (size_t i = 0; i < N; i++)
		cr_assert_eq(numbers[i], intern(&others, texts[i].text, texts[i].n));
	cr_assert_eq(names.n, others.n);
	intern_clear(&names);
	intern_clear(&others);
	groups_clear(&groups);
	groups_clear(&single);
}

/* How far the entries of a table are from where they would like to be, on average. */
static double displacement(const struct slots *table, size_t n)
{
	double sum = 0;

	for (size_t at = 0; at < table->size; at++)
		if (table->entries[at])
			sum += (double)((at - (size_t)(table->entries[at] >> 32)) &
			                (table->size - 1));
	return sum / (double)n;
}

Test(group, keys_of_any_stride_spread)
{
	static const uint32_t strides[] = {1, 2, 10, 64, 1000, 4096, 65536, 1u << 20, 16777619};
	const uint32_t n = 20000;

	for (size_t s = 0; s < sizeof strides / sizeof *strides; s++) {
		struct groups groups;

		groups_init(&groups, 2);
		for (int round = 0; round < 2; round++)
			for (uint32_t i = 0; i < n; i++) {
				uint64_t product = (uint64_t)i * strides[s];
				uint32_t key[2] = {(uint32_t)product, (uint32_t)(product >> 32)};

				cr_assert_eq(groups_slot(&groups, key), i, "stride %u", strides[s]);
			}
		cr_assert_eq(groups.n, n);
		/* Linear probing at a load of 0.7 expects (1 / 0.3 - 1) / 2 = 1.17. */
		cr_assert_lt(displacement(&groups.table, n), 1.5, "stride %u", strides[s]);
		groups_clear(&groups);
	}
}

Test(group, a_million_groups)
{
	const uint32_t n = 1000000;
	struct groups groups;

	groups_init(&groups, 3);
	for (uint32_t i = 0; i < n; i++)
		cr_assert_eq(groups_slot(&groups, (uint32_t[]){i % 7, i / 7, 5}), i);
	for (uint32_t i = 0; i < n; i += 11) {
		const uint32_t key[] = {i % 7, i / 7, 5};

		cr_assert_eq(groups_find(&groups, key), i);
		cr_assert(!memcmp(groups_key(&groups, i), key, sizeof key));
	}
	cr_assert_eq(groups_find(&groups, (uint32_t[]){1, 1, 6}), UINT32_MAX);
	cr_assert_leq(n, groups.table.size / 10 * 7, "three tenths are empty");
	groups_clear(&groups);
}

Test(group, no_columns_are_one_group)
{
	struct groups groups;

	groups_init(&groups, 0);
	cr_assert_eq(groups_find(&groups, NULL), UINT32_MAX);
	cr_assert_eq(groups_slot(&groups, NULL), 0);
	cr_assert_eq(groups_slot(&groups, NULL), 0);
	cr_assert_eq(groups_find(&groups, NULL), 0);
	cr_assert_eq(groups.n, 1);
	groups_clear(&groups);
}

Test(group, numbers_do_not_run_out_unnoticed)
{
	struct groups groups;
	struct intern names = {0};
	const uint32_t old = 1, new = 2;

	groups_init(&groups, 1);
	cr_assert_eq(groups_slot(&groups, &old), 0);
	cr_assert_eq(intern(&names, "old", 3), 0);
	groups.n = groups.n_known = names.n = UINT32_MAX; /* as if so many had been given */
	cr_assert_eq(groups_slot(&groups, &new), UINT32_MAX);
	cr_assert_eq(groups_slot(&groups, &old), 0);
	cr_assert_eq(intern(&names, "new", 3), UINT32_MAX);
	cr_assert_eq(intern(&names, "old", 3), 0);
	cr_assert_eq(groups.n, UINT32_MAX);
	groups_clear(&groups);
	intern_clear(&names);
}
