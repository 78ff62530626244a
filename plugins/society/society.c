/* SPDX-License-Identifier: MIT */
/* Society: education, vocational training, health, social protection, culture, parity between
 * groups.  README.md beside this file has definition, formula, source and a worked example of each
 * indicator. */
#include "society.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : society_standards;
}

CHISO_PLUGIN_WITH(extension, "society", "0.1.0", "chiso", "MIT", &society_enrolment,
		  &society_completion, &society_teachers, &society_trained_labour,
		  &society_health_insurance, &society_immunisation, &society_stunting,
		  &society_doctors, &society_beds, &society_incidence, &society_social_protection,
		  &society_cultural_titles, &society_parity)
