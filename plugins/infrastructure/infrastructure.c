/* SPDX-License-Identifier: MIT */
/* Infrastructure: roads and access to them, water, sanitation, electricity, internet, waste, what
 * communes have, new-rural criteria.  README.md beside this file has definition, formula, source
 * and a worked example of each indicator. */
#include "infrastructure.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : infrastructure_standards;
}

CHISO_PLUGIN_WITH(extension, "infrastructure", "0.1.0", "chiso", "MIT", &infrastructure_roads,
		  &infrastructure_village_roads, &infrastructure_road_density,
		  &infrastructure_roads_per_head, &infrastructure_rural_access,
		  &infrastructure_clean_water, &infrastructure_hygienic_water,
		  &infrastructure_safe_water, &infrastructure_sanitation,
		  &infrastructure_electricity, &infrastructure_reliability,
		  &infrastructure_internet, &infrastructure_waste_service,
		  &infrastructure_waste_managed, &infrastructure_waste_treated,
		  &infrastructure_wastewater, &infrastructure_landfill, &infrastructure_cemetery,
		  &infrastructure_new_rural)
