/* SPDX-License-Identifier: MIT */
/* Short forms for the tables of the plugins here, whose titles are English and Vietnamese. */
#ifndef PLUGINS_ROWS_H
#define PLUGINS_ROWS_H

#include <chiso/batch.h>

#include <float.h>
#include <math.h>

/* Fields: a number, one that may be absent, and a term that says how many there are at a time
 * (periods are averaged). */
#define REAL(id, unit, en, vi) .field = CHISO_FIELD(id, CHISO_F64, unit, {"en", en}, {"vi", vi})
#define OPTIONAL(id, unit, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_OPTIONAL, unit, {"en", en}, {"vi", vi})
#define STOCK(id, unit, en, vi) REAL(id, unit, en, vi), .over_time = CHISO_STOCK_MEAN

/* The same of a term that says of each record whether it is. */
#define BINARY_STOCK(id, unit, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_BINARY, unit, {"en", en}, {"vi", vi}), \
	.over_time = CHISO_STOCK_MEAN

/* A term that counts records, whatever their weights. */
#define RECORD_COUNT(id, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_UNWEIGHTED, "1", {"en", en}, {"vi", vi})

/* What an input or a parameter may be. */
#define NOT_NEGATIVE .min = 0, .max = INFINITY
#define FROM_0_TO_1 .min = 0, .max = 1

/* An output that evaluate() computes. */
#define COMPUTED .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1

#define PROBLEM(id, input, en, vi) \
	{ \
		id, CHISO_T({"en", en}, {"vi", vi}), input \
	}

/* Defines NAME_map() as CHISO_ROWS() does, for an indicator of so many columns.  They are copied: for all
 * that a compiler knows the fates might be written over the batch's own. */
#define COLUMN_ROWS(name, row, n_columns) \
	static int name##_map(struct chiso_call *call, const struct chiso_batch *b, double *t, \
			      uint8_t *fate) \
	{ \
		const uint32_t n = b->n, n_terms = call->n_terms, *rows = b->rows; \
		struct chiso_column in[n_columns]; \
\
		for (uint32_t i = 0; i < (n_columns); i++) \
			in[i] = b->columns[i]; \
		for (uint32_t i = 0; i < n; i++, t += n_terms) \
			fate[i] = row(call, in, rows ? rows[i] : i, t); \
		return CHISO_OK; \
	}

/* Says in prepare() what is wrong with a parameter, and returns what prepare() must. */
static inline int refuse_param(struct chiso_call *call, int param, const char *en, const char *vi)
{
	call->host->error(call, CHISO_EPARAM, param, CHISO_T({"en", en}, {"vi", vi}));
	return CHISO_EPARAM;
}

/* A number as the value of a parameter. */
#define NUMBER(x) \
	{ \
		CHISO_F64, 0, \
		{ \
			.f64 = (x) \
		} \
	}

/* scale * a / b, rounded once as the host's own quotients are, so that all of anything is 100 %;
 * none where b is 0. */
static inline struct chiso_value scaled_quotient(double scale, double a, double b)
{
	if (b == 0)
		return chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	double product = scale * a, lost = fma(scale, a, -product);
	double quotient = product / b, rest = fma(-quotient, b, product) + lost;

	/* Beyond the range of numbers there is nothing to mend. */
	return chiso_number(isfinite(quotient) && isfinite(rest) ? quotient + rest / b : quotient);
}

/* Per cent of a whole that one label of an axis is; there is none where it has no records: a branch
 * of which nothing was reported is not 0 %. */
static inline struct chiso_value share_of_label(double part, double whole, double records)
{
	return records > 0 ? scaled_quotient(100, part, whole)
			   : chiso_missing(CHISO_REASON_NOT_REPORTED);
}

/* a * b - c * d, as if the products had all their digits: what is equal leaves 0. */
static inline double cross_difference(double a, double b, double c, double d)
{
	double product = c * d, lost = fma(c, d, -product);

	return fma(a, b, -product) - lost;
}

/* Whether a sum of a few parts of a record is more than its whole: 0.1 + 0.2 is not more than 0.3,
 * although the doubles nearest to them are. */
static inline int is_sum_over(double sum, double whole)
{
	return sum > whole * (1 + 4 * DBL_EPSILON);
}

/* The sum of something that a record may lack: it has a value where all records have it, that is,
 * where what it is a part of adds up to as much over those records (`of`) as over all of them. */
static inline struct chiso_value whole_sum(double sum, double of, double all)
{
	return of == all ? chiso_number(sum) : chiso_missing(CHISO_REASON_NOT_REPORTED);
}

#endif
