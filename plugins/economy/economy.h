/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef ECONOMY_H
#define ECONOMY_H

#include "../rows.h"

#define HERE "plugins/economy/README.md"

extern const struct chiso_indicator economy_growth;
extern const struct chiso_indicator economy_structure;
extern const struct chiso_indicator economy_labour_structure;
extern const struct chiso_indicator economy_productivity;
extern const struct chiso_indicator economy_per_head;
extern const struct chiso_indicator economy_investment;

#endif
