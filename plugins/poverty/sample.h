/* SPDX-License-Identifier: MIT */
/* The state of the indicators that need order statistics: every value with its weight, 16 bytes a
 * record, in no order.  A weight times a factor that is no double takes a second pair for the rest,
 * so that a record with frequency 3 is exactly what three records are.
 *
 * Pairs are in parts that never move.  Those that are closed belong to all samples that have been
 * merged of them: who adds up a country of communes holds few pairs twice. */
#ifndef POVERTY_SAMPLE_H
#define POVERTY_SAMPLE_H

#include "pairs.h"

#include <chiso/plugin.h>

#include <stdatomic.h>

struct part {
	atomic_uint holders; /* samples */
	uint32_t n, cap;
	struct pair list[];
};

/** A zeroed one is empty.  Its last part is open: nobody else holds it. */
struct sample {
	struct part **parts;
	size_t n_closed; /* pairs of all closed parts */
	struct pair *next; /* where the next one goes */
	uint32_t left; /* how many have room there; the open part does not know how many it has */
	uint32_t n_parts;
};

/** How many pairs there are. */
static inline size_t sample_n(const struct sample *sample)
{
	return sample->n_parts ? sample->n_closed + sample->parts[sample->n_parts - 1]->cap - sample->left
			       : 0;
}
/** Opens a part with room for more pairs.  0 or CHISO_ENOMEM. */
int sample_open(struct chiso_call *call, struct sample *sample, size_t more);
/** Makes room for more pairs.  0 or CHISO_ENOMEM. */
static inline int sample_reserve(struct chiso_call *call, struct sample *sample, size_t more)
{
	return sample->left >= more ? CHISO_OK : sample_open(call, sample, more);
}

/** Adds a value to a sample that has room; a weight of 0 adds nothing. */
static inline void sample_add(struct sample *sample, double value, double weight)
{
	if (weight == 0)
		return;
	/* There is one zero: -0 would sort beside it and differ in its bits. */
	*sample->next++ = (struct pair){value == 0 ? 0 : value, weight};
	sample->left--;
}
/** Asks for a sample, and for where the next pair of one goes: they come from memory while other things are
 *  done. */
static inline void sample_ask_for(const struct sample *sample)
{
#ifdef __GNUC__
	__builtin_prefetch(&sample->next, 1);
#else
	(void)sample;
#endif
}
static inline void sample_ask_for_next(const struct sample *sample)
{
#ifdef __GNUC__
	__builtin_prefetch(sample->next, 1);
#else
	(void)sample;
#endif
}

/** Copies all pairs. */
void sample_copy(const struct sample *sample, struct pair *out);

/* Functions of struct chiso_state, beside those that update. */
int sample_merge(struct chiso_call *call, void *state, const void *other, double factor);
void sample_clear(struct chiso_call *call, void *state);
int64_t sample_pack(struct chiso_call *call, const void *state, void *buf, size_t cap);
int sample_unpack(struct chiso_call *call, void *state, const void *buf, size_t len);

#define SAMPLE_STATE(update_, update_each_) \
	{ \
		.size = sizeof(struct chiso_state), .state_size = sizeof(struct sample), \
		.update = (update_), .merge = sample_merge, .clear = sample_clear, \
		.pack = sample_pack, .unpack = sample_unpack, .update_each = (update_each_) \
	}

#endif
