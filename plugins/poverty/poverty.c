/* SPDX-License-Identifier: MIT */
/* Poverty and inequality.  README.md beside this file has definition, formula, source and a worked
 * example of each indicator. */
#include "poverty.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : poverty_standards;
}

CHISO_PLUGIN_WITH(extension, "poverty", "0.1.0", "chiso", "MIT", &poverty_household_class,
		  &poverty_household_class_by_count, &poverty_household_class_by_scores,
		  &poverty_national, &poverty_national_counts, &poverty_changes,
		  &poverty_alkire_foster, &poverty_fgt, &poverty_sen, &poverty_at_risk,
		  &poverty_inequality, &poverty_distribution)
