/* SPDX-License-Identifier: MIT */
/* It is linked to a library that is not there when it is loaded.
 * cc: -L. -Wl,--no-as-needed -lgone
 * en: FILE needs the library libgone.so, which is not there; a plugin needs libc and libm only
 * vi: FILE cần thư viện libgone.so nhưng không có; trình cắm chỉ nên cần libc và libm */
#include "good.h"

static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS};
PLUGIN(&thing)
