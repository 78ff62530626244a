/* SPDX-License-Identifier: MIT */
/* Agriculture: certified area, yield, value per hectare.  README.md beside this file has
 * definition, formula, source and a worked example of each indicator. */
#include "agriculture.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : agriculture_standards;
}

CHISO_PLUGIN_WITH(extension, "agriculture", "0.1.0", "chiso", "MIT", &agriculture_certified_plots,
		  &agriculture_certified_area, &agriculture_yield, &agriculture_output_value,
		  &agriculture_evapotranspiration)
