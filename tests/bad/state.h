/* SPDX-License-Identifier: MIT */
/* A sound state in pieces: how many records, and the largest value.  Packed it is 20 bytes: "bad1",
 * and the bits of both, low byte first. */
#ifndef TESTS_BAD_STATE_H
#define TESTS_BAD_STATE_H

#include "good.h"

#include <math.h>
#include <string.h>

enum { PACKED = 20 };
struct largest {
	uint64_t n;
	double most;
	uint64_t remark; /* for broken ones */
};

static inline void add(struct largest *state, uint64_t n, double most)
{
	if (n && (!state->n || most > state->most))
		state->most = most;
	state->n += n;
}

static inline int good_update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	(void)call;
	/* There is one zero: + 0 makes it of -0. */
	for (uint32_t i = 0; i < batch->n; i++)
		add(state, 1, chiso_f64(&batch->columns[0], chiso_row(batch, i)) + 0.0);
	return CHISO_OK;
}

static inline int good_merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	const struct largest *from = other;

	(void)call;
	(void)factor;
	add(state, from->n, from->most);
	return CHISO_OK;
}

static inline void good_clear(struct chiso_call *call, void *state)
{
	(void)call;
	memset(state, 0, sizeof(struct largest));
}

static inline void put(unsigned char *at, uint64_t bits)
{
	for (int i = 0; i < 8; i++)
		at[i] = (unsigned char)(bits >> 8 * i);
}

static inline uint64_t get(const unsigned char *at)
{
	uint64_t bits = 0;

	for (int i = 0; i < 8; i++)
		bits |= (uint64_t)at[i] << 8 * i;
	return bits;
}

static inline int64_t good_pack(struct chiso_call *call, const void *state, void *buf, size_t cap)
{
	const struct largest *from = state;
	uint64_t bits;

	(void)call;
	if (cap < PACKED)
		return PACKED;
	memcpy(&bits, &from->most, sizeof bits);
	memcpy(buf, "bad1", 4);
	put((unsigned char *)buf + 4, from->n);
	put((unsigned char *)buf + 12, bits);
	return PACKED;
}

static inline int good_unpack(struct chiso_call *call, void *state, const void *buf, size_t len)
{
	struct largest out = {0};
	uint64_t bits;

	(void)call;
	if (len != PACKED || memcmp(buf, "bad1", 4))
		return CHISO_ESTATE;
	out.n = get((const unsigned char *)buf + 4);
	bits = get((const unsigned char *)buf + 12);
	memcpy(&out.most, &bits, sizeof bits);
	if (!isfinite(out.most) || (!out.n && bits))
		return CHISO_ESTATE;
	memcpy(state, &out, sizeof out);
	return CHISO_OK;
}

static inline int good_evaluate(struct chiso_call *call, const struct chiso_sums *sums,
				const void *state, struct chiso_value *cells)
{
	const struct largest *from = state;

	(void)call;
	(void)sums;
	cells[0] = from->n ? chiso_number(from->most) : chiso_missing(CHISO_REASON_TOO_FEW);
	return CHISO_OK;
}

static const struct chiso_output computed[] = {
	{.field = {FIELD("most")}, .numerator = CHISO_COMPUTED, .formula = "max(value)"}};

/* An indicator with these functions. */
#define STATE(update_, merge_, clear_, pack_, unpack_, evaluate_) \
	static const struct chiso_state state_of = {sizeof state_of, sizeof(struct largest), update_, \
						    merge_, clear_, pack_, unpack_}; \
	THING(GOOD_TERMS, CHISO_TABLE(output, computed), .map = sound_map, .state = &state_of, \
	      .evaluate = evaluate_)

#endif
