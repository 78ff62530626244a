/* SPDX-License-Identifier: MIT */
/* Tourism: visits and stays, accommodation, receipts, pressure on a place, seasons, capacity,
 * accounts.  README.md beside this file has definition, formula, source and a worked example of
 * each indicator. */
#include "tourism.h"

CHISO_PLUGIN("tourism", "0.1.0", "chiso", "MIT", &tourism_visits, &tourism_stay,
	     &tourism_room_occupancy, &tourism_bed_occupancy, &tourism_receipts, &tourism_intensity,
	     &tourism_density, &tourism_seasonality, &tourism_carrying_capacity,
	     &tourism_direct_share)
