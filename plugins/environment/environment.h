/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include "../rows.h"

#define HERE "plugins/environment/README.md"

extern const struct chiso_indicator environment_forest_cover;
extern const struct chiso_indicator environment_land_use;
extern const struct chiso_indicator environment_disasters;
extern const struct chiso_indicator environment_disaster_loss;
extern const struct chiso_indicator environment_disaster_plans;
extern const struct chiso_indicator environment_early_warning;
extern const struct chiso_indicator environment_climate_anomaly;

#endif
