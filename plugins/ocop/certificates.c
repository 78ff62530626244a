/* SPDX-License-Identifier: MIT */
/* How many certificates are valid, about to expire and expired on the reference date. */
#include "ocop.h"

enum { VALID, EXPIRING, EXPIRED, ISSUED }; /* terms */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(in, r))
		return CHISO_MISSING;
	int32_t state = chiso_i32(in, r);
	if (state == STATE_NOT_YET)
		return CHISO_EXCLUDED;
	add[ISSUED] = 1;
	add[VALID] = state != STATE_EXPIRED;
	add[EXPIRING] = state == STATE_EXPIRING;
	add[EXPIRED] = state == STATE_EXPIRED;
	return CHISO_USED;
}
CHISO_ROWS(certificates, row)

static const struct chiso_input inputs[] = {
	{.field = {.id = "state",
		   .title = CHISO_T({"en", "State of the certificate"},
				    {"vi", "Tình trạng giấy chứng nhận"}),
		   .type = CHISO_CODE,
		   .codes = certificate_states}},
};
#define COUNT(id, en, vi) \
	{ \
		AT_END(id, "{certificate}", en, vi) \
	}
static const struct chiso_term terms[] = {
	COUNT("valid", "Valid certificates", "Số giấy chứng nhận còn hiệu lực"),
	COUNT("expiring", "Certificates about to expire", "Số giấy chứng nhận sắp hết hạn"),
	COUNT("expired", "Expired certificates", "Số giấy chứng nhận đã hết hạn"),
	COUNT("issued", "Certificates issued", "Số giấy chứng nhận đã cấp"),
};
static const struct chiso_output outputs[] = {
	{TOTAL("valid", VALID, "{certificate}", "Valid certificates",
	       "Số giấy chứng nhận còn hiệu lực")},
	{TOTAL("expiring", EXPIRING, "{certificate}", "Certificates about to expire",
	       "Số giấy chứng nhận sắp hết hạn")},
	{TOTAL("expired", EXPIRED, "{certificate}", "Expired certificates",
	       "Số giấy chứng nhận đã hết hạn")},
	{TOTAL("issued", ISSUED, "{certificate}", "Certificates issued",
	       "Số giấy chứng nhận đã cấp")},
	{SHARE("valid_share", VALID, ISSUED, "Valid certificates, of those issued",
	       "Tỷ lệ giấy chứng nhận còn hiệu lực")},
	{SHARE("expiring_share", EXPIRING, VALID, "About to expire, of the valid certificates",
	       "Tỷ lệ sắp hết hạn trong số còn hiệu lực")},
};

const struct chiso_indicator ocop_certificates = {
	.size = sizeof ocop_certificates,
	.version = 1,
	.id = "ocop.certificates",
	.title = CHISO_T({"en", "OCOP certificates"}, {"vi", "Giấy chứng nhận OCOP"}),
	.summary =
		CHISO_T({"en", "How many are valid, about to expire and expired on the reference "
			       "date, from the state of each."},
			{"vi", "Số giấy chứng nhận còn hiệu lực, sắp hết hạn và đã hết hạn vào "
			       "ngày tham chiếu, từ tình trạng của từng giấy."}),
	.formula = "100 * valid / issued",
	.reference = "plugins/ocop/README.md",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = certificates_map,
};
