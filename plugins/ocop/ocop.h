/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef OCOP_H
#define OCOP_H

#include "../rows.h"

/* The files of standards/, which the build turns into C. */
extern const struct chiso_document ocop_standards[];

extern const struct chiso_indicator ocop_star;
extern const struct chiso_indicator ocop_level;
extern const struct chiso_indicator ocop_certificate;
extern const struct chiso_indicator ocop_certificates;
extern const struct chiso_indicator ocop_products;
extern const struct chiso_indicator ocop_coverage;
extern const struct chiso_indicator ocop_diversity;

#define OCOP_REFERENCE "Decision 1048/QĐ-TTg of 21/08/2019; Decision 148/QĐ-TTg of 24/02/2023"

/* A field that is no number of the type REAL has. */
#define FIELD(id, type, flags, unit, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, type, flags, unit, {"en", en}, {"vi", vi})

/* How many there are on a day: of a longer period, on its last. */
#define AT_END(id, unit, en, vi) REAL(id, unit, en, vi), .over_time = CHISO_STOCK_LAST

/* Outputs: a sum as it is, and one in per cent of another. */
#define TOTAL(id, term, unit, en, vi) \
	REAL(id, unit, en, vi), .numerator = (term), .denominator = CHISO_ONE, .scale = 1
#define SHARE(id, part, whole, en, vi) \
	REAL(id, "%", en, vi), .numerator = (part), .denominator = (whole), .scale = 100

/* The states of a certificate on a day. */
enum { STATE_NOT_YET, STATE_VALID, STATE_EXPIRING, STATE_EXPIRED };
extern const struct chiso_code certificate_states[];

#endif
