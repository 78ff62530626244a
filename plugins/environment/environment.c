/* SPDX-License-Identifier: MIT */
/* Environment: forests, use of the land and its plan, losses to disasters, climate.  README.md
 * beside this file has definition, formula, source and a worked example of each indicator. */
#include "environment.h"

CHISO_PLUGIN("environment", "0.1.0", "chiso", "MIT", &environment_forest_cover,
	     &environment_land_use, &environment_disasters, &environment_disaster_loss,
	     &environment_disaster_plans, &environment_early_warning, &environment_climate_anomaly)
