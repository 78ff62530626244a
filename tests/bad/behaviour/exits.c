/* SPDX-License-Identifier: MIT */
/* It ends the process.
 * check: map-without-records */
#include "good.h"

#include <stdlib.h>

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
	       uint8_t *fate)
{
	(void)call;
	(void)batch;
	(void)terms;
	(void)fate;
	exit(0);
}

static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS,
					     GOOD_OUTPUTS, .map = map};
PLUGIN(&thing)
