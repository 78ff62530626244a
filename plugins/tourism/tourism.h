/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators, and short forms for their tables. */
#ifndef TOURISM_H
#define TOURISM_H

#include <chiso/batch.h>

#include <math.h>

#define REAL(id, unit, en, vi) .field = CHISO_FIELD(id, CHISO_F64, unit, {"en", en}, {"vi", vi})
#define OPTIONAL(id, unit, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_OPTIONAL, unit, {"en", en}, {"vi", vi})
#define NOT_NEGATIVE .min = 0, .max = INFINITY
#define SHARE .min = 0, .max = 1
#define COMPUTED .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1
#define PROBLEM(id, input, en, vi) \
	{ \
		id, CHISO_T({"en", en}, {"vi", vi}), input \
	}

#define IRTS "UN, International Recommendations for Tourism Statistics 2008 (IRTS 2008)"

extern const struct chiso_indicator tourism_visits;
extern const struct chiso_indicator tourism_stay;
extern const struct chiso_indicator tourism_room_occupancy;
extern const struct chiso_indicator tourism_bed_occupancy;
extern const struct chiso_indicator tourism_receipts;
extern const struct chiso_indicator tourism_intensity;
extern const struct chiso_indicator tourism_density;
extern const struct chiso_indicator tourism_seasonality;
extern const struct chiso_indicator tourism_carrying_capacity;
extern const struct chiso_indicator tourism_direct_share;

static inline struct chiso_value number_value(double x)
{
	return (struct chiso_value){.type = CHISO_F64, .as.f64 = x};
}

static inline struct chiso_value missing_value(uint32_t reason)
{
	return (struct chiso_value){.reason = reason};
}

/* The sum of something that a record may lack: it has a value where all records have it, that is,
 * where what it is a part of adds up to as much over those records (`of`) as over all of them. */
static inline struct chiso_value whole_sum(double sum, double of, double all)
{
	return of == all ? number_value(sum) : missing_value(CHISO_REASON_NOT_REPORTED);
}

#endif
