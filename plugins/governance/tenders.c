/* SPDX-License-Identifier: MIT */
/* What tenders save: the price of a contract against its approved estimate.  A record is a tender.
 */
#include "governance.h"

enum { ESTIMATE, AWARDED, BIDDERS };                    /* inputs */
enum { TENDERS, T_ESTIMATE, SAVED, SINGLE, OF_SINGLE }; /* terms */

/* A contract above its estimate saves less than nothing. */
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[ESTIMATE], r) || !chiso_has(&in[AWARDED], r))
		return CHISO_MISSING;
	add[TENDERS] = 1;
	add[T_ESTIMATE] = chiso_f64(&in[ESTIMATE], r);
	add[SAVED] = add[T_ESTIMATE] - chiso_f64(&in[AWARDED], r);
	if (chiso_has(&in[BIDDERS], r)) {
		add[OF_SINGLE] = 1;
		add[SINGLE] = chiso_i64(&in[BIDDERS], r) == 1;
	}
	return CHISO_USED;
}
CHISO_ROWS(tenders, row)

static const struct chiso_input inputs[] = {
	{REAL("estimate", "VND", "Approved estimate", "Giá gói thầu được duyệt"), NOT_NEGATIVE},
	{REAL("awarded", "VND", "Price of the contract", "Giá trúng thầu"), NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("bidders", CHISO_I64, CHISO_OPTIONAL, "1", {"en", "Bidders"},
				    {"vi", "Số nhà thầu tham dự"}),
	 .min = 1,
	 .max = INFINITY},
};
static const struct chiso_term terms[] = {
	{REAL("tenders", "{tender}", "Tenders", "Số gói thầu")},
	{REAL("estimate", "VND", "Approved estimates", "Giá gói thầu được duyệt"),
	 .input = 1 + ESTIMATE},
	{REAL("saved", "VND", "Saved", "Số tiền tiết kiệm")},
	{REAL("single", "{tender}", "Tenders with one bidder", "Số gói thầu một nhà thầu")},
	{REAL("tenders_bidders", "{tender}", "Tenders whose bidders are known",
	      "Số gói thầu có số nhà thầu")},
};
static const struct chiso_output outputs[] = {
	{REAL("saved", "VND", "Saved", "Số tiền tiết kiệm qua đấu thầu"), .numerator = SAVED,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("saving", "%", "Saved, of the estimates", "Tỷ lệ tiết kiệm qua đấu thầu"),
	 .numerator = SAVED, .denominator = T_ESTIMATE, .scale = 100},
	{REAL("single_bid", "%", "Tenders with one bidder", "Tỷ lệ gói thầu một nhà thầu"),
	 .numerator = SINGLE, .denominator = OF_SINGLE, .scale = 100},
};
const struct chiso_indicator governance_tender_saving = {
	.size = sizeof governance_tender_saving,
	.version = 1,
	.id = "governance.tender_saving",
	.title = CHISO_T({"en", "Savings in tenders"}, {"vi", "Tiết kiệm qua đấu thầu"}),
	.summary = CHISO_T({"en", "What contracts cost less than their approved estimates, and "
				  "tenders with a single bidder."},
			   {"vi", "Mức giảm giá trúng thầu so với giá gói thầu được duyệt và tỷ lệ "
				  "gói thầu chỉ có một nhà thầu."}),
	.formula = "100 * (estimate - awarded) / estimate",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = tenders_map,
};
