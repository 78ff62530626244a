/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef SOCIETY_H
#define SOCIETY_H

#include "../rows.h"

#define HERE "plugins/society/README.md"

/* The files of standards/, which the build turns into C. */
extern const struct chiso_document society_standards[];

extern const struct chiso_indicator society_enrolment;
extern const struct chiso_indicator society_completion;
extern const struct chiso_indicator society_teachers;
extern const struct chiso_indicator society_trained_labour;
extern const struct chiso_indicator society_health_insurance;
extern const struct chiso_indicator society_immunisation;
extern const struct chiso_indicator society_stunting;
extern const struct chiso_indicator society_doctors;
extern const struct chiso_indicator society_beds;
extern const struct chiso_indicator society_incidence;
extern const struct chiso_indicator society_social_protection;
extern const struct chiso_indicator society_cultural_titles;
extern const struct chiso_indicator society_parity;

#endif
