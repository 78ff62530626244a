/* SPDX-License-Identifier: MIT */
/**
 * @file chiso/batch.h
 * Helpers for plugins, all inline: reading a batch, writing what record() and evaluate() give, and
 * the tables around them.
 */
#ifndef CHISO_BATCH_H
#define CHISO_BATCH_H

#include <chiso/plugin.h>

/** Whether row r of the column holds a value; a column that is not bound holds none. */
static inline int chiso_has(const struct chiso_column *c, uint32_t r)
{
	uint64_t i = (uint64_t)c->offset + r;

	return c->values && (!c->validity || (c->validity[i >> 3] >> (i & 7) & 1));
}

/** Row r of a CHISO_F64 column. */
static inline double chiso_f64(const struct chiso_column *c, uint32_t r)
{
	return ((const double *)c->values)[c->offset + r];
}

/** Row r of a CHISO_I64 column. */
static inline int64_t chiso_i64(const struct chiso_column *c, uint32_t r)
{
	return ((const int64_t *)c->values)[c->offset + r];
}

/** Row r of a CHISO_BOOL column. */
static inline int chiso_bool(const struct chiso_column *c, uint32_t r)
{
	uint64_t i = (uint64_t)c->offset + r;

	return ((const uint8_t *)c->values)[i >> 3] >> (i & 7) & 1;
}

/** Row r of a CHISO_CODE or CHISO_DATE column. */
static inline int32_t chiso_i32(const struct chiso_column *c, uint32_t r)
{
	return ((const int32_t *)c->values)[c->offset + r];
}

/** Row number of the i-th record of a batch. */
static inline uint32_t chiso_row(const struct chiso_batch *b, uint32_t i)
{
	return b->rows ? b->rows[i] : i;
}

/** In map(): the i-th record adds 1 to a term with CHISO_BINARY. */
static inline void chiso_add_one(const struct chiso_call *call, uint32_t i, uint32_t term)
{
	call->ones[(size_t)i * call->n_words + (term + 1) / 64] |= (uint64_t)1 << (term + 1) % 64;
}

/** The same for terms side by side: to each, from `term` on, of which there is a bit from the lowest on. */
static inline void chiso_add_ones(const struct chiso_call *call, uint32_t i, uint32_t term, uint64_t bits)
{
	uint64_t *word = call->ones + (size_t)i * call->n_words + (term + 1) / 64;
	uint32_t from = (term + 1) % 64;

	word[0] |= bits << from;
	if (from && bits >> (64 - from))
		word[1] |= bits >> (64 - from);
}

/** Defines NAME_map() from a function that treats one record:
 *  uint8_t row(const struct chiso_call *, const struct chiso_column *in, uint32_t r, double *add),
 *  which returns the record's fate. */
#define CHISO_ROWS(name, row) \
	static int name##_map(struct chiso_call *call, const struct chiso_batch *b, double *t, \
	                      uint8_t *fate) \
	{ \
		for (uint32_t i = 0; i < b->n; i++) \
			fate[i] = row(call, b->columns, chiso_row(b, i), \
			              t + (size_t)i * call->n_terms); \
		return CHISO_OK; \
	}

/** The same for an indicator that reads several sources: row() is told which one the record is of, and
 *  of the columns only those that are inputs of this source hold anything.
 *  uint8_t row(const struct chiso_call *, uint32_t source, const struct chiso_column *in, uint32_t r,
 *              double *add). */
#define CHISO_SOURCE_ROWS(name, row) \
	static int name##_map(struct chiso_call *call, const struct chiso_batch *b, double *t, \
	                      uint8_t *fate) \
	{ \
		for (uint32_t i = 0; i < b->n; i++) \
			fate[i] = row(call, b->source, b->columns, chiso_row(b, i), \
			              t + (size_t)i * call->n_terms); \
		return CHISO_OK; \
	}

/** Element i of a CHISO_F64 output. */
static inline void chiso_put_f64(const struct chiso_out *out, uint32_t i, double value)
{
	((double *)out->values)[i] = value;
	out->reasons[i] = 0;
}

/** Element i of a CHISO_I64 output. */
static inline void chiso_put_i64(const struct chiso_out *out, uint32_t i, int64_t value)
{
	((int64_t *)out->values)[i] = value;
	out->reasons[i] = 0;
}

/** Element i of a CHISO_BOOL output. */
static inline void chiso_put_bool(const struct chiso_out *out, uint32_t i, int value)
{
	((uint8_t *)out->values)[i] = (uint8_t)(value != 0);
	out->reasons[i] = 0;
}

/** Element i of a CHISO_CODE or CHISO_DATE output. */
static inline void chiso_put_i32(const struct chiso_out *out, uint32_t i, int32_t value)
{
	((int32_t *)out->values)[i] = value;
	out->reasons[i] = 0;
}

/** Why element i of an output has no value, where it is another reason than not reported. */
static inline void chiso_put_reason(const struct chiso_out *out, uint32_t i, uint8_t reason)
{
	out->reasons[i] = reason;
}

/** Refuses element i for a problem whose input repeats: at so many labels from the first.  last:
 *  out[n_outputs].  Returns the record's fate. */
static inline uint8_t chiso_refuse_at(const struct chiso_out *last, uint32_t i, uint8_t problem,
                                      uint32_t label)
{
	((double *)last->values)[i] = label;
	return (uint8_t)(CHISO_REFUSED + problem);
}

/** Defines NAME_record() from a function that treats one record:
 *  uint8_t row(const struct chiso_call *, const struct chiso_column *in, uint32_t r,
 *              const struct chiso_out *out, uint32_t i),
 *  which reads row r of the columns, puts element i of the outputs and returns the record's fate;
 *  an output that it does not put is missing. */
#define CHISO_RECORDS(name, row) \
	static int name##_record(struct chiso_call *call, const struct chiso_batch *b, \
	                         const struct chiso_out *out, uint8_t *fate) \
	{ \
		for (uint32_t i = 0; i < b->n; i++) \
			fate[i] = row(call, b->columns, chiso_row(b, i), out, i); \
		return CHISO_OK; \
	}

/** A number as the value of an output that evaluate() computes. */
static inline struct chiso_value chiso_number(double x)
{
	struct chiso_value value = {CHISO_F64, 0, {0}};

	value.as.f64 = x;
	return value;
}

/** No value, and why. */
static inline struct chiso_value chiso_missing(uint32_t reason)
{
	struct chiso_value value = {CHISO_NONE, reason, {0}};

	return value;
}

/** a / b; none where b is 0. */
static inline struct chiso_value chiso_quotient(double a, double b)
{
	return b == 0 ? chiso_missing(CHISO_REASON_DENOMINATOR_ZERO) : chiso_number(a / b);
}

#define CHISO_N(a) (sizeof(a) / sizeof *(a))

/** Titles: CHISO_T({"en", "Planted area"}, {"vi", "Diện tích trồng"}). */
#define CHISO_T(...) ((const struct chiso_text[]){__VA_ARGS__, {0}})

/** A row's field: CHISO_FIELD("area", CHISO_F64, "ha", {"en", "Area"}, {"vi", "Diện tích"}). */
#define CHISO_FIELD(id_, type_, unit_, ...) \
	{.id = (id_), .title = CHISO_T(__VA_ARGS__), .unit = (unit_), .type = (type_)}

/** The same with flags: CHISO_FIELD_FLAGS("area", CHISO_F64, CHISO_OPTIONAL, "ha", ...). */
#define CHISO_FIELD_FLAGS(id_, type_, flags_, unit_, ...) \
	{.id = (id_), .title = CHISO_T(__VA_ARGS__), .unit = (unit_), .type = (type_), \
	 .flags = (flags_)}

/** CHISO_TABLE(input, my_inputs) in an indicator sets .inputs, .n_inputs and .input_stride. */
#define CHISO_TABLE(name, a) .name##s = (a), .n_##name##s = CHISO_N(a), .name##_stride = sizeof *(a)

/** The same for axes, whose plural is not regular. */
#define CHISO_AXES(a) .axes = (a), .n_axes = CHISO_N(a), .axis_stride = sizeof *(a)

/** The oldest ABI of this major that the plugin can do with, to be defined before this file is included when it
 *  needs what a minor has added: CHISO_BINARY needs 0x00010002u. */
#ifndef CHISO_NEEDS_ABI
#define CHISO_NEEDS_ABI (CHISO_ABI & 0xffff0000u)
#endif

/** The plugin and its entry: CHISO_PLUGIN("id", "1.0", "vendor", "MIT", &indicator, ...).  With
 *  -DCHISO_MODULE=name the entry is name_LTX_chiso_plugin_entry, so that many plugins fit in one
 *  static program. */
#define CHISO_PLUGIN(id, version, vendor, license, ...) \
	CHISO_PLUGIN_WITH(NULL, id, version, vendor, license, __VA_ARGS__)

/** The same with extensions: a function const void *(const char *name), NULL for none. */
#define CHISO_PLUGIN_WITH(extension, id, version, vendor, license, ...) \
	static const struct chiso_indicator *const chiso_indicators[] = {__VA_ARGS__}; \
	static const struct chiso_plugin chiso_plugin = { \
		sizeof chiso_plugin, CHISO_ABI, id, version, vendor, license, NULL, NULL, \
		chiso_indicators, CHISO_N(chiso_indicators), extension}; \
	CHISO_EXPORT const struct chiso_plugin *CHISO_ENTRY(uint32_t abi); \
	const struct chiso_plugin *CHISO_ENTRY(uint32_t abi) \
	{ \
		return abi >> 16 == CHISO_ABI >> 16 && abi >= CHISO_NEEDS_ABI ? &chiso_plugin : NULL; \
	}

#ifdef CHISO_MODULE
#define CHISO_PASTE_(module) module##_LTX_chiso_plugin_entry
#define CHISO_PASTE(module) CHISO_PASTE_(module)
#define CHISO_ENTRY CHISO_PASTE(CHISO_MODULE)
#else
#define CHISO_ENTRY chiso_plugin_entry
#endif

#endif /* CHISO_BATCH_H */
