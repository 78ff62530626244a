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

#endif
