/* SPDX-License-Identifier: MIT */
/* Which functions a plugin may ask of its host's process. */
#ifndef CLI_CHECK_IMPORTS_H
#define CLI_CHECK_IMPORTS_H

enum import_kind {
	IMPORT_USUAL,    /* mem*, str*, qsort, snprintf, libm; what the compiler itself asks for */
	IMPORT_UNUSUAL,  /* anything else: it works today, and a host may not have it tomorrow */
	IMPORT_FORBIDDEN /* it ends the process, changes it, or reaches outside */
};

enum import_kind import_kind(const char *name);

#endif
