/* SPDX-License-Identifier: MIT */
/**
 * @file chiso/values.h
 * A ready state for indicators that need all values at once (medians, quantiles, shares of the
 * richest): every value with its weight, 16 bytes a record.  An author writes update(), which says
 * what is a value, and evaluate(), which makes a number of the values in order.
 *
 * It shows what any state must keep to: memory comes from the host alone; values that compare alike
 * are the same bits, and what is packed is in a total order, so that the order of records and of
 * merges can't show; nothing that is rounded is carried along; and what pack() can't have written
 * is refused, for the bytes may come from anywhere.
 *
 * All inline, as <chiso/batch.h>.
 */
#ifndef CHISO_VALUES_H
#define CHISO_VALUES_H

#include <chiso/plugin.h>

#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A value with its weight. */
struct chiso_weighted {
	double value, weight;
};

/** The state: values in no order.  A zeroed one holds none. */
struct chiso_values {
	struct chiso_weighted *list;
	size_t n, cap;
};

/** Makes room for more values.  CHISO_OK or CHISO_ENOMEM. */
static inline int chiso_values_reserve(struct chiso_call *call, struct chiso_values *values,
                                       size_t more)
{
	size_t unit = sizeof(struct chiso_weighted), cap = values->cap ? values->cap : 8;

	if (more > SIZE_MAX / unit / 4 - values->n)
		return CHISO_ENOMEM;
	while (cap < values->n + more)
		cap *= 2;
	if (cap == values->cap)
		return CHISO_OK;
	void *list = call->host->resize(call, values->list, values->cap * unit, cap * unit);
	if (!list)
		return CHISO_ENOMEM;
	values->list = (struct chiso_weighted *)list;
	values->cap = cap;
	return CHISO_OK;
}

/** Adds a value, for which there is room.  -0 becomes 0, which compares alike and has other bits;
 *  what weighs nothing is left out, for it changes nothing. */
static inline void chiso_values_add(struct chiso_values *values, double value, double weight)
{
	if (weight == 0)
		return;
	values->list[values->n].value = value == 0 ? 0 : value;
	values->list[values->n++].weight = weight;
}

/** The state's merge(). */
static inline int chiso_values_merge(struct chiso_call *call, void *state, const void *other,
                                     double factor)
{
	struct chiso_values *values = (struct chiso_values *)state;
	const struct chiso_values *from = (const struct chiso_values *)other;

	if (from->n && chiso_values_reserve(call, values, from->n))
		return CHISO_ENOMEM;
	for (size_t i = 0, n = from->n; i < n; i++)
		chiso_values_add(values, from->list[i].value, from->list[i].weight * factor);
	return CHISO_OK;
}

/** The state's clear(). */
static inline void chiso_values_clear(struct chiso_call *call, void *state)
{
	struct chiso_values *values = (struct chiso_values *)state;

	if (values->list)
		call->host->resize(call, values->list, values->cap * sizeof *values->list, 0);
	memset(values, 0, sizeof *values);
}

/** By value, then by weight: two that compare alike are the same bits. */
static inline int chiso_values_compare(const void *x, const void *y)
{
	const struct chiso_weighted *a = (const struct chiso_weighted *)x;
	const struct chiso_weighted *b = (const struct chiso_weighted *)y;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return (a->weight > b->weight) - (a->weight < b->weight);
}

/** The n values in order, in memory of their own, for evaluate() and pack() change nothing.  The
 *  caller gives it back with chiso_values_release().  NULL: no memory, or no values. */
static inline struct chiso_weighted *chiso_values_sorted(struct chiso_call *call,
                                                         const struct chiso_values *values)
{
	size_t size = values->n * sizeof *values->list;
	void *list = size ? call->host->resize(call, NULL, 0, size) : NULL;

	if (list) {
		memcpy(list, values->list, size);
		qsort(list, values->n, sizeof *values->list, chiso_values_compare);
	}
	return (struct chiso_weighted *)list;
}

/** Gives back what chiso_values_sorted() gave. */
static inline void chiso_values_release(struct chiso_call *call, const struct chiso_values *values,
                                        struct chiso_weighted *list)
{
	call->host->resize(call, list, values->n * sizeof *list, 0);
}

/** "val1": a machine with another order of bytes reads another number and refuses. */
#define CHISO_VALUES_TAG 0x76616c31u

/** The state's pack(): the tag, then the values in order. */
static inline int64_t chiso_values_pack(struct chiso_call *call, const void *state, void *buf,
                                        size_t cap)
{
	const struct chiso_values *values = (const struct chiso_values *)state;
	uint32_t tag = CHISO_VALUES_TAG;
	size_t size = values->n * sizeof *values->list, need = sizeof tag + size;

	if (cap < need)
		return (int64_t)need;
	memcpy(buf, &tag, sizeof tag);
	if (!values->n)
		return (int64_t)need;
	struct chiso_weighted *list = chiso_values_sorted(call, values);
	if (!list)
		return CHISO_ENOMEM;
	memcpy((char *)buf + sizeof tag, list, size);
	chiso_values_release(call, values, list);
	return (int64_t)need;
}

/** Whether pair i can be what pack() has written: finite (of others x - x is not 0), not -0, of some
 *  weight, not before the one before it. */
static inline int chiso_values_is_packed(const struct chiso_weighted *list, size_t i)
{
	double value = list[i].value, weight = list[i].weight, zero = 0;

	return value - value == 0 && weight - weight == 0 && weight != 0 &&
	       (value != 0 || !memcmp(&value, &zero, sizeof zero)) &&
	       (!i || chiso_values_compare(&list[i - 1], &list[i]) <= 0);
}

/** The state's unpack(). */
static inline int chiso_values_unpack(struct chiso_call *call, void *state, const void *buf,
                                      size_t len)
{
	struct chiso_values *values = (struct chiso_values *)state;
	uint32_t tag = CHISO_VALUES_TAG;
	size_t unit = sizeof *values->list, n = len < sizeof tag ? 0 : (len - sizeof tag) / unit;

	if (len != sizeof tag + n * unit || memcmp(buf, &tag, sizeof tag))
		return CHISO_ESTATE;
	if (!n)
		return CHISO_OK;
	if (chiso_values_reserve(call, values, n))
		return CHISO_ENOMEM;
	memcpy(values->list, (const char *)buf + sizeof tag, n * unit);
	for (; values->n < n; values->n++)
		if (!chiso_values_is_packed(values->list, values->n)) {
			chiso_values_clear(call, values);
			return CHISO_ESTATE;
		}
	return CHISO_OK;
}

/** A struct chiso_state of such values; update: the indicator's own function. */
#define CHISO_VALUES_STATE(update_) \
	{ \
		sizeof(struct chiso_state), sizeof(struct chiso_values), update_, chiso_values_merge, \
			chiso_values_clear, chiso_values_pack, chiso_values_unpack, NULL \
	}

#ifdef __cplusplus
}
#endif
#endif /* CHISO_VALUES_H */
