/* SPDX-License-Identifier: MIT */
/* A shared library like any other: it has no entry.
 * en: FILE is no plugin: it has no function chiso_plugin_entry()
 * vi: FILE không phải là trình cắm: không có hàm chiso_plugin_entry() */
#include "good.h"

CHISO_EXPORT int something_else(void);
int something_else(void)
{
	return (int)(CHISO_N(good_inputs) + CHISO_N(good_terms) + CHISO_N(good_outputs));
}
