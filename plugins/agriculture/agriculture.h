/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators, and short forms for its units.
 *
 * What is not reported is not zero: the numerator and the denominator of an output are sums over
 * the same records, so a scheme or an area that some records lack has terms of its own. */
#ifndef AGRICULTURE_H
#define AGRICULTURE_H

#include "../rows.h"

#define HECTARES(id, en, vi) REAL(id, "ha", en, vi)
#define TONNES(id, en, vi) REAL(id, "t", en, vi)
#define PERCENT(id, en, vi) REAL(id, "%", en, vi)

#define CERTIFIED_REFERENCE \
	"plugins/agriculture/README.md; VietGAP for crops: TCVN 11892-1:2017; area of perennials " \
	"at the day of observation: GSO metadata, diện tích cây lâu năm, 2019"

extern const struct chiso_indicator agriculture_certified_plots;
extern const struct chiso_indicator agriculture_certified_area;
extern const struct chiso_indicator agriculture_yield;
extern const struct chiso_indicator agriculture_output_value;
extern const struct chiso_indicator agriculture_evapotranspiration;

/* plugins/agriculture/standards, made into C. */
extern const struct chiso_document agriculture_standards[];

#endif
