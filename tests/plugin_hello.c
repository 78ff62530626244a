/* SPDX-License-Identifier: MIT */
/* The example plugin as a part of tests/unit: see plugin_basic.c. */
#define CHISO_MODULE tested_hello
#include "../examples/hello-plugin/hello.c"
