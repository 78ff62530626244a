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

#define CODE(id_, codes_, en, vi) \
	.field = {.id = (id_), \
		  .title = CHISO_T({"en", en}, {"vi", vi}), \
		  .type = CHISO_CODE, \
		  .codes = (codes_)}

/* A list of words is several arguments only once it has been put there. */
#define EXPAND(macro, ...) macro(__VA_ARGS__)

#define CERTIFIED_REFERENCE \
	"plugins/agriculture/README.md; VietGAP for crops: TCVN 11892-1:2017; area of perennials " \
	"at the day of observation: GSO metadata, diện tích cây lâu năm, 2019"

extern const struct chiso_indicator agriculture_certified_plots;
extern const struct chiso_indicator agriculture_certified_area;
extern const struct chiso_indicator agriculture_yield;
extern const struct chiso_indicator agriculture_output_value;
extern const struct chiso_indicator agriculture_certificate_term;
extern const struct chiso_indicator agriculture_certificate_state;
extern const struct chiso_indicator agriculture_checklist;
extern const struct chiso_indicator agriculture_checklist_points;
extern const struct chiso_indicator agriculture_safe_area;
extern const struct chiso_indicator agriculture_traced_area;
extern const struct chiso_indicator agriculture_zone_area;
extern const struct chiso_indicator agriculture_zones;
extern const struct chiso_indicator agriculture_concentration;
extern const struct chiso_indicator agriculture_linked_sales;
extern const struct chiso_indicator agriculture_cooperatives;
extern const struct chiso_indicator agriculture_evapotranspiration;

/* plugins/agriculture/standards, made into C. */
extern const struct chiso_document agriculture_standards[];

#endif
