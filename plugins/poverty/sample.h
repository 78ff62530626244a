/* SPDX-License-Identifier: MIT */
/* The state of the indicators that need order statistics: every value with its weight, 16 bytes a
 * record, in no order.  A weight times a factor that is no double takes a second pair for the rest,
 * so that a record with frequency 3 is exactly what three records are.
 *
 * Pairs are in parts that never move, each of which belongs to all samples that have been merged of
 * it: who adds up a country of communes holds no pair twice. */
#ifndef POVERTY_SAMPLE_H
#define POVERTY_SAMPLE_H

#include "pairs.h"

#include <chiso/plugin.h>

#include <stdatomic.h>

struct part {
	atomic_uint holders; /* samples; who alone holds it may add to it */
	size_t n, cap;
	struct pair list[];
};

/** A zeroed one is empty. */
struct sample {
	struct part **parts;
	size_t n_parts, parts_cap, n; /* n: pairs of all parts */
};

/** Makes room for more pairs.  0 or CHISO_ENOMEM. */
int sample_reserve(struct chiso_call *call, struct sample *sample, size_t more);
/** Adds a value to a sample that has room; a weight of 0 adds nothing. */
static inline void sample_add(struct sample *sample, double value, double weight)
{
	if (weight == 0)
		return;
	struct part *part = sample->parts[sample->n_parts - 1];

	/* There is one zero: -0 would sort beside it and differ in its bits. */
	part->list[part->n++] = (struct pair){value == 0 ? 0 : value, weight};
	sample->n++;
}
/** Copies all pairs. */
void sample_copy(const struct sample *sample, struct pair *out);

/* Functions of struct chiso_state, beside update(). */
int sample_merge(struct chiso_call *call, void *state, const void *other, double factor);
void sample_clear(struct chiso_call *call, void *state);
int64_t sample_pack(struct chiso_call *call, const void *state, void *buf, size_t cap);
int sample_unpack(struct chiso_call *call, void *state, const void *buf, size_t len);

#define SAMPLE_STATE(update_) \
	{ \
		.size = sizeof(struct chiso_state), .state_size = sizeof(struct sample), \
		.update = (update_), .merge = sample_merge, .clear = sample_clear, \
		.pack = sample_pack, .unpack = sample_unpack \
	}

#endif
