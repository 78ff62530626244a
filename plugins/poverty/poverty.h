/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators, and short forms for their tables. */
#ifndef POVERTY_H
#define POVERTY_H

#include <chiso/batch.h>

#define REAL(id, unit, en, vi) .field = CHISO_FIELD(id, CHISO_F64, unit, {"en", en}, {"vi", vi})
/* A term: how many there are at a time.  Periods are averaged. */
#define STOCK(id, unit, en, vi) REAL(id, unit, en, vi), .over_time = CHISO_STOCK_MEAN
#define COMPUTED .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1
#define NUMBER(x) \
	{ \
		CHISO_F64, 0, \
		{ \
			.f64 = (x) \
		} \
	}

/* The files of standards/, which the build turns into C. */
extern const struct chiso_document poverty_standards[];

extern const struct chiso_indicator poverty_household_class;
extern const struct chiso_indicator poverty_household_class_by_count;
extern const struct chiso_indicator poverty_household_class_by_scores;
extern const struct chiso_indicator poverty_national;
extern const struct chiso_indicator poverty_national_counts;
extern const struct chiso_indicator poverty_changes;
extern const struct chiso_indicator poverty_alkire_foster;
extern const struct chiso_indicator poverty_fgt;
extern const struct chiso_indicator poverty_sen;
extern const struct chiso_indicator poverty_at_risk;
extern const struct chiso_indicator poverty_inequality;
extern const struct chiso_indicator poverty_distribution;

static inline struct chiso_value number_value(double x)
{
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = x};
}

static inline struct chiso_value missing_value(uint32_t reason)
{
	return (struct chiso_value){.reason = reason};
}

/* a / b; without b, why there is none. */
static inline struct chiso_value quotient_value(double a, double b)
{
	return b == 0 ? missing_value(CHISO_REASON_DENOMINATOR_ZERO) : number_value(a / b);
}

/* Says in prepare() what is wrong with a parameter, and returns what prepare() must. */
int refuse_param(struct chiso_call *call, int param, const char *en, const char *vi);

#endif
