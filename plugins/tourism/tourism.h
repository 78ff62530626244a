/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef TOURISM_H
#define TOURISM_H

#include "../rows.h"

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

/* The sum of something that a record may lack: it has a value where all records have it, that is,
 * where what it is a part of adds up to as much over those records (`of`) as over all of them. */
static inline struct chiso_value whole_sum(double sum, double of, double all)
{
	return of == all ? chiso_number(sum) : chiso_missing(CHISO_REASON_NOT_REPORTED);
}

#endif
