/* SPDX-License-Identifier: MIT */
/* The entry of the plugin as a part of tests/unit, under a name of its own: see plugin_basic.c.  The
 * other files of the plugin are parts as they are. */
#define CHISO_MODULE tested_agriculture
#include "../plugins/agriculture/agriculture.c"
