/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef POVERTY_H
#define POVERTY_H

#define CHISO_NEEDS_ABI 0x00010002u /* terms that are bits */
#include "../rows.h"

/* The files of standards/, which the build turns into C. */
extern const struct chiso_document poverty_standards[];

extern const struct chiso_indicator poverty_household_class;
extern const struct chiso_indicator poverty_household_class_by_count;
extern const struct chiso_indicator poverty_household_class_by_scores;
extern const struct chiso_indicator poverty_national;
extern const struct chiso_indicator poverty_national_counts;
extern const struct chiso_indicator poverty_changes;
extern const struct chiso_indicator poverty_alkire_foster;
extern const struct chiso_indicator poverty_fgt;
extern const struct chiso_indicator poverty_sen;
extern const struct chiso_indicator poverty_at_risk;
extern const struct chiso_indicator poverty_inequality;
extern const struct chiso_indicator poverty_distribution;

#endif
