/* SPDX-License-Identifier: MIT */
/* Agriculture: certified area, yield, value per hectare.  README.md beside this file has
 * definition, formula, source and a worked example of each indicator. */
#include "agriculture.h"

CHISO_PLUGIN("agriculture", "0.1.0", "chiso", "MIT", &agriculture_certified_plots,
	     &agriculture_certified_area, &agriculture_yield, &agriculture_output_value)
