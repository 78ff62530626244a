/* SPDX-License-Identifier: MIT */
/* Packed states: what pack() writes is read back whole at any address, and unpack() takes nothing
 * that pack() could not have written.  Damaged bytes may by chance be another state; then they pack
 * to themselves. */
#include <config.h>

#include "trial.h"

#include <string.h>

struct bytes {
	unsigned char *at;
	size_t n;
};

static const struct chiso_state *state_of(const struct trial *trial)
{
	return trial->subject->indicator->state;
}

/* Packs into fresh memory at an odd address. */
static int pack(struct trial *trial, const void *state, struct bytes *out)
{
	struct chiso_call *call = &trial->subject->call;
	int64_t n = state_of(trial)->pack(call, state, NULL, 0), m;

	if (n < 0) {
		check_status(trial->checker, "pack()", n);
		return 1;
	}
	out->n = (size_t)n;
	out->at = (unsigned char *)need(trial->subject->pool, out->n + 1, 1) + 1;
	m = state_of(trial)->pack(call, state, out->at, out->n);
	if (m == n)
		return 0;
	if (m < 0) {
		check_status(trial->checker, "pack()", m);
	} else {
		char a[24], b[24];

		snprintf(a, sizeof a, "%lld", (long long)n);
		snprintf(b, sizeof b, "%lld", (long long)m);
		check_fail(trial->checker, "check-pack-size", a, b, trial->checker->seed_text);
	}
	return 1;
}

static void *empty(struct trial *trial)
{
	return need(trial->subject->pool, 1, state_of(trial)->state_size);
}

static int is_zero(const void *state, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((const unsigned char *)state)[i])
			return 0;
	return 1;
}

static int make(struct trial *trial, void **state, struct bytes *packed)
{
	uint32_t *rows, n = used_rows(trial, &rows);

	return state_make(trial, state, rows, n) || pack(trial, *state, packed);
}

static int round_trip(struct trial *trial)
{
	struct chiso_call *call = &trial->subject->call;
	void *state, *copy = empty(trial);
	struct bytes packed, second;

	if (make(trial, &state, &packed))
		return 1;
	/* As long as it says, so that reading behind it can be seen. */
	unsigned char *exact = need_guarded(trial->subject->pool, packed.n, 1, 1);
	if (exact && packed.n)
		memcpy(exact, packed.at, packed.n);
	int status = state_of(trial)->unpack(call, copy, exact ? exact : packed.at, packed.n);
	if (status) {
		check_status(trial->checker, "unpack()", status);
		return 1;
	}
	if (pack(trial, copy, &second))
		return 1;
	state_clear(trial, copy);
	state_clear(trial, state);
	if (packed.n == second.n && (!packed.n || !memcmp(packed.at, second.at, packed.n)))
		return 0;
	check_fail(trial->checker, "check-state-bytes", text(trial->checker->cli, "check-unpacked"),
		   trial->checker->seed_text);
	return 1;
}

void check_round_trip(struct checker *checker)
{
	struct trial trial;

	/* Also of a state of nobody. */
	trial_fill(&trial, checker, 0, 0, ORDINARY);
	if (!round_trip(&trial))
		trials_run(checker, round_trip);
}

static int canonical(struct trial *trial)
{
	uint32_t *rows, n = used_rows(trial, &rows);
	struct bytes one, two;
	void *a, *b;

	if (make(trial, &a, &one))
		return 1;
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = random_below(&trial->random, i), row = rows[i - 1];

		rows[i - 1] = rows[k];
		rows[k] = row;
	}
	if (state_make(trial, &b, rows, n) || pack(trial, b, &two))
		return 1;
	state_clear(trial, a);
	state_clear(trial, b);
	if (one.n == two.n && (!one.n || !memcmp(one.at, two.at, one.n)))
		return 0;
	check_fail(trial->checker, "check-state-bytes", text(trial->checker->cli, "check-order"),
		   trial->checker->seed_text);
	return 1;
}

void check_canonical(struct checker *checker)
{
	trials_run(checker, canonical);
}

static int only_when_it_fits(struct trial *trial)
{
	enum { MARK = 0xa5 };
	struct chiso_call *call = &trial->subject->call;
	struct bytes packed;
	void *state;

	if (make(trial, &state, &packed))
		return 1;
	size_t caps[] = {0, packed.n / 2, packed.n ? packed.n - 1 : 0};
	unsigned char *room = need(trial->subject->pool, packed.n + 1, 1);
	int broken = 0;
	for (size_t k = 0; k < sizeof caps / sizeof *caps && caps[k] < packed.n; k++) {
		memset(room, MARK, packed.n + 1);
		int64_t n = state_of(trial)->pack(call, state, room, caps[k]);

		if (n >= 0 && (size_t)n != packed.n)
			broken = 1;
		for (size_t i = 0; i <= packed.n; i++)
			broken |= room[i] != MARK;
	}
	memset(room, MARK, packed.n + 1);
	state_of(trial)->pack(call, state, room, packed.n);
	broken |= room[packed.n] != MARK;
	state_clear(trial, state);
	if (broken)
		check_fail(trial->checker, "check-pack-outside", trial->checker->seed_text);
	return broken;
}

void check_pack_small(struct checker *checker)
{
	trials_run(checker, only_when_it_fits);
}

static int keeps_state(struct trial *trial)
{
	size_t size = state_of(trial)->state_size;
	struct bytes one, two;
	void *state;

	uint32_t *rows, n = used_rows(trial, &rows);
	if (state_make(trial, &state, rows, n))
		return 1;
	void *copy = need(trial->subject->pool, 1, size);
	memcpy(copy, state, size);
	if (pack(trial, state, &one) || pack(trial, state, &two))
		return 1;
	int is_same = !memcmp(copy, state, size) && one.n == two.n &&
		      (!one.n || !memcmp(one.at, two.at, one.n));
	state_clear(trial, state);
	if (!is_same)
		check_fail(trial->checker, "check-state-bytes",
			   text(trial->checker->cli, "check-was-packed"),
			   trial->checker->seed_text);
	return !is_same;
}

void check_pack_state(struct checker *checker)
{
	trials_run(checker, keeps_state);
}

/* ---- hostile bytes ---- */

/* Hands bytes to unpack(): it refuses them and leaves zeros, or they are a state that packs to
 * them. */
static int offer(struct trial *trial, const unsigned char *bytes, size_t n, const char *code,
		 size_t where)
{
	struct chiso_call *call = &trial->subject->call;
	unsigned char *exact = need_guarded(trial->subject->pool, n, 1, 1);
	void *state = empty(trial);
	struct bytes packed;
	char at[24];

	if (exact && n)
		memcpy(exact, bytes, n);
	snprintf(at, sizeof at, "%zu", where);
	int status = state_of(trial)->unpack(call, state, exact ? exact : bytes, n);
	if (status && status != CHISO_ESTATE && status != CHISO_ENOMEM) {
		check_status(trial->checker, "unpack()", status);
		return 1;
	}
	if (status && !is_zero(state, state_of(trial)->state_size)) {
		check_fail(trial->checker, "check-left", at, trial->checker->seed_text);
		return 1;
	}
	if (status)
		return 0;
	if (pack(trial, state, &packed))
		return 1;
	state_clear(trial, state);
	if (packed.n == n && (!n || !memcmp(packed.at, bytes, n)))
		return 0;
	check_fail(trial->checker, code, at, trial->checker->seed_text);
	return 1;
}

/* Up to so many places of n, spread over all of them. */
enum { MOST_PLACES = 96 };
static size_t step_of(size_t n)
{
	return n / MOST_PLACES + 1;
}

static int truncated(struct trial *trial)
{
	struct bytes packed;
	void *state;

	if (make(trial, &state, &packed))
		return 1;
	state_clear(trial, state);
	for (size_t n = 0; n < packed.n; n += step_of(packed.n))
		if (offer(trial, packed.at, n, "check-took-cut", n))
			return 1;
	return 0;
}

void check_truncated(struct checker *checker)
{
	trials_run(checker, truncated);
}

static int flipped(struct trial *trial)
{
	struct bytes packed;
	void *state;

	if (make(trial, &state, &packed))
		return 1;
	state_clear(trial, state);
	for (size_t i = 0; i < packed.n; i += step_of(packed.n)) {
		unsigned char bit = (unsigned char)(1u << random_below(&trial->random, 8));

		packed.at[i] ^= bit;
		if (offer(trial, packed.at, packed.n, "check-took-flipped", i))
			return 1;
		packed.at[i] ^= bit;
	}
	return 0;
}

void check_flipped(struct checker *checker)
{
	trials_run(checker, flipped);
}

static int random_bytes(struct trial *trial)
{
	enum { TRIES = 32, LONGEST = 256, HEAD = 16 };
	struct bytes packed;
	void *state;

	if (make(trial, &state, &packed))
		return 1;
	state_clear(trial, state);
	for (uint32_t k = 0; k < TRIES; k++) {
		unsigned char bytes[LONGEST];
		size_t n = random_below(&trial->random, LONGEST + 1);

		for (size_t i = 0; i < n; i++)
			bytes[i] = (unsigned char)random_next(&trial->random);
		/* Half of them begin as they should, to get past a mark. */
		size_t head = packed.n < HEAD ? packed.n : random_below(&trial->random, HEAD);
		if (k % 2 && head <= n)
			memcpy(bytes, packed.at, head);
		if (offer(trial, bytes, n, "check-took-random", n))
			return 1;
	}
	return 0;
}

void check_random_bytes(struct checker *checker)
{
	trials_run(checker, random_bytes);
}
