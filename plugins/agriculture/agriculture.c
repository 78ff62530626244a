/* SPDX-License-Identifier: MIT */
/* Agriculture: certificates, area, yield and value, sales, zones, crops, cooperatives, water of
 * crops. README.md beside this file has definition, formula, source and a worked example of each
 * indicator. */
#include "agriculture.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : agriculture_standards;
}

CHISO_PLUGIN_WITH(extension, "agriculture", "0.1.0", "chiso", "MIT", &agriculture_certified_plots,
		  &agriculture_certified_area, &agriculture_certificate_term,
		  &agriculture_certificate_state, &agriculture_checklist,
		  &agriculture_checklist_points, &agriculture_safe_area, &agriculture_traced_area,
		  &agriculture_yield, &agriculture_output_value, &agriculture_linked_sales,
		  &agriculture_zones, &agriculture_zone_area, &agriculture_concentration,
		  &agriculture_cooperatives, &agriculture_evapotranspiration)
