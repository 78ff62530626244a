/* SPDX-License-Identifier: MIT */
/* Poverty and inequality.  README.md beside this file has definition, formula, source and a worked
 * example of each indicator. */
#include "poverty.h"

int refuse_param(struct chiso_call *call, int param, const char *en, const char *vi)
{
	call->host->error(call, CHISO_EPARAM, param, CHISO_T({"en", en}, {"vi", vi}));
	return CHISO_EPARAM;
}

CHISO_PLUGIN("poverty", "0.1.0", "chiso", "MIT", &poverty_alkire_foster, &poverty_fgt, &poverty_sen,
	     &poverty_at_risk, &poverty_inequality, &poverty_distribution)
