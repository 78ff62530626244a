/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef INFRASTRUCTURE_H
#define INFRASTRUCTURE_H

#include "../rows.h"

#define HERE "plugins/infrastructure/README.md"

/* The files of standards/, which the build turns into C. */
extern const struct chiso_document infrastructure_standards[];

extern const struct chiso_indicator infrastructure_roads;
extern const struct chiso_indicator infrastructure_village_roads;
extern const struct chiso_indicator infrastructure_road_density;
extern const struct chiso_indicator infrastructure_roads_per_head;
extern const struct chiso_indicator infrastructure_rural_access;
extern const struct chiso_indicator infrastructure_clean_water;
extern const struct chiso_indicator infrastructure_hygienic_water;
extern const struct chiso_indicator infrastructure_safe_water;
extern const struct chiso_indicator infrastructure_sanitation;
extern const struct chiso_indicator infrastructure_electricity;
extern const struct chiso_indicator infrastructure_reliability;
extern const struct chiso_indicator infrastructure_internet;
extern const struct chiso_indicator infrastructure_waste_service;
extern const struct chiso_indicator infrastructure_waste_managed;
extern const struct chiso_indicator infrastructure_waste_treated;
extern const struct chiso_indicator infrastructure_wastewater;
extern const struct chiso_indicator infrastructure_landfill;
extern const struct chiso_indicator infrastructure_cemetery;
extern const struct chiso_indicator infrastructure_new_rural;

#endif
