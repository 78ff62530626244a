/* SPDX-License-Identifier: MIT */
/* The classes of households by the decrees of Vietnam: what poverty.household_class, which puts a
 * household into one, shares with poverty.national and poverty.changes, which count them. */
#ifndef POVERTY_HOUSEHOLD_H
#define POVERTY_HOUSEHOLD_H

#include "poverty.h"

/** NOT_POOR: neither poor nor near-poor; whether of average living standard or better can't be
 *  told, for there is no line between them. */
enum { CLASS_POOR, CLASS_NEAR_POOR, CLASS_AVERAGE, CLASS_BETTER, CLASS_NOT_POOR };

extern const struct chiso_code household_classes[];

#define CODE(id_, flags_, en, vi) \
	.field = {.id = (id_), \
		  .title = CHISO_T({"en", en}, {"vi", vi}), \
		  .type = CHISO_CODE, \
		  .flags = (flags_), \
		  .codes = household_classes}

#endif
