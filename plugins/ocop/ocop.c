/* SPDX-License-Identifier: MIT */
/* OCOP, one commune one product: stars, certificates, products and their spread.  README.md beside
 * this file has definition, formula, source and a worked example of each indicator. */
#include "ocop.h"

#include <string.h>

static const void *extension(const char *name)
{
	return strcmp(name, CHISO_STANDARDS) ? NULL : ocop_standards;
}

CHISO_PLUGIN_WITH(extension, "ocop", "0.1.0", "chiso", "MIT", &ocop_star, &ocop_level,
		  &ocop_certificate, &ocop_certificates, &ocop_products, &ocop_coverage,
		  &ocop_diversity)
