/* SPDX-License-Identifier: MIT */
/* The state of the indicators that need order statistics: every value with its weight, 16 bytes a
 * record, in no order.  A weight times a factor that is no double takes a second pair for the rest,
 * so that a record with frequency 3 is exactly what three records are. */
#ifndef POVERTY_SAMPLE_H
#define POVERTY_SAMPLE_H

#include "pairs.h"

#include <chiso/plugin.h>

/** A zeroed one is empty. */
struct sample {
	struct pair *list;
	size_t n, cap;
};

/** Makes room for more pairs.  0 or CHISO_ENOMEM. */
int sample_reserve(struct chiso_call *call, struct sample *sample, size_t more);
/** Adds a value to a sample that has room; a weight of 0 adds nothing. */
void sample_add(struct sample *sample, double value, double weight);

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
