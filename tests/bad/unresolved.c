/* SPDX-License-Identifier: MIT */
/* It calls a function that nobody defines; with lazy binding that would end the host
 * at the first call.
 * en: FILE uses defined_nowhere, which is defined nowhere; a plugin has its own functions, libc and libm
 * vi: FILE dùng defined_nowhere nhưng không nơi nào định nghĩa; trình cắm chỉ có các hàm của mình, libc và libm */
#include "good.h"

int defined_nowhere(struct chiso_call *, const struct chiso_batch *, double *, uint8_t *);
static int map(struct chiso_call *call, const struct chiso_batch *batch, double *add, uint8_t *fate)
{
	return defined_nowhere(call, batch, add, fate);
}
static const struct chiso_indicator thing = {GOOD_HEAD,  GOOD_NAMES,   GOOD_INPUTS,
					     GOOD_TERMS, GOOD_OUTPUTS, .map = map};
PLUGIN(&thing)
