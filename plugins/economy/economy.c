/* SPDX-License-Identifier: MIT */
/* Economy: real growth across changes of the base year, structure of output and of labour, labour
 * productivity, sales per head, investment.  README.md beside this file has definition, formula,
 * source and a worked example of each indicator. */
#include "economy.h"

CHISO_PLUGIN("economy", "0.1.0", "chiso", "MIT", &economy_growth, &economy_structure,
	     &economy_labour_structure, &economy_productivity, &economy_per_head,
	     &economy_investment)
