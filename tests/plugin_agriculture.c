/* SPDX-License-Identifier: MIT */
/* The plugin as a part of tests/unit, under an entry of its own, so that a static build, which has
 * the same plugin inside, does not define it twice. */
#define CHISO_MODULE tested_agriculture
#include "../plugins/agriculture/agriculture.c"
