/* SPDX-License-Identifier: MIT */
/* One product being rated: what ocop.star reads of its record, and the points that count. */
#ifndef OCOP_RATING_H
#define OCOP_RATING_H

#include "ocop.h"
#include "points.h"

#include <string.h>

enum { CRITERION = 1, PART, CONDITION, MEMBER };                        /* axes */
enum { IN_CRITERION, IN_PART, IN_TOTAL, MEMBERS, IN_CONDITION, GROUP }; /* inputs */
enum {
	PART_OF,
	OPTIONS,
	MOST,
	FROM_STAR,
	FOR_GROUPS,
	BANDS,
	FULL,
	GROUPS,
	ABSENT
}; /* parameters */
enum { OUT_STAR, OUT_SCORE, OUT_BAND, OUT_GATE, OUT_SHEETS, OUT_ABSENT, N_OUTPUTS };
enum { ABSENT_NONE, ABSENT_DROP }; /* codes of the parameter */
enum {
	NOT_AN_OPTION,
	PART_OVER,
	PART_DIFFERS,
	PART_DECIMALS,
	TOTAL_OVER,
	TOTAL_DIFFERS,
	TOTAL_DECIMALS,
	NO_SUCH_GROUP
}; /* problems */

/* One record. */
struct rating {
	const struct chiso_call *call;
	const struct chiso_column *in;
	uint32_t r, i;
	const struct chiso_out *out;
};

/* Points of some sheets. */
struct points {
	int64_t sum, sheets;
};

static inline uint32_t length(const struct rating *rating, int axis)
{
	return rating->call->axes[axis - 1].n;
}

static inline const struct chiso_list *param(const struct rating *rating, int row)
{
	return &rating->call->params[row];
}

static inline const struct chiso_column *column(const struct rating *rating, int input,
						uint32_t label)
{
	return &rating->in[rating->call->input_at[input] + label];
}

static inline uint8_t refuse(const struct rating *rating, int problem, uint32_t label)
{
	return chiso_refuse_at(&rating->out[N_OUTPUTS], rating->i, (uint8_t)problem, label);
}

/* A parameter as millionths: those of standards are short. */
static inline int64_t exact(const struct chiso_value *value)
{
	int64_t points = 0;

	(void)points_of_number(&points, value->as.f64);
	return points;
}

/** The points that count: the totals of a council, or else one sheet.  The record's fate; missing
 *  where they are not known. */
uint8_t rating_points(const struct rating *rating, struct points *out);

#endif
