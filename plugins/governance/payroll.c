/* SPDX-License-Identifier: MIT */
/* How many are on the payroll, over the posts assigned and over how many there were when the
 * reduction began. */
#include "governance.h"

enum { STAFF, ASSIGNED, START };                      /* inputs */
enum { T_STAFF, T_ASSIGNED, OVER, REDUCED, T_START }; /* terms */

/* Posts that one office has too many are not made up for by another one's vacancies. */
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[STAFF], r) || !chiso_has(&in[ASSIGNED], r))
		return CHISO_MISSING;
	add[T_STAFF] = chiso_f64(&in[STAFF], r);
	add[T_ASSIGNED] = chiso_f64(&in[ASSIGNED], r);
	if (add[T_STAFF] > add[T_ASSIGNED])
		add[OVER] = add[T_STAFF] - add[T_ASSIGNED];
	if (chiso_has(&in[START], r)) {
		add[T_START] = chiso_f64(&in[START], r);
		add[REDUCED] = add[T_START] - add[T_STAFF];
	}
	return CHISO_USED;
}
CHISO_ROWS(payroll, row)

#define LAST .over_time = CHISO_STOCK_LAST
#define PERSONS(id, en, vi) REAL(id, "{person}", en, vi)
static const struct chiso_input inputs[] = {
	{PERSONS("staff", "Staff", "Biên chế hiện có"), NOT_NEGATIVE},
	{PERSONS("assigned", "Posts assigned", "Biên chế được giao"), NOT_NEGATIVE},
	{OPTIONAL("start", "{person}", "Staff when the reduction began",
		  "Biên chế tại thời điểm bắt đầu tinh giản"),
	 NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{PERSONS("staff", "Staff", "Biên chế hiện có"), LAST, .input = 1 + STAFF},
	{PERSONS("assigned", "Posts assigned", "Biên chế được giao"), LAST, .input = 1 + ASSIGNED},
	{PERSONS("over", "Staff above the posts assigned", "Biên chế vượt số được giao"), LAST},
	{PERSONS("reduced", "Fewer than when the reduction began",
		 "Số biên chế giảm so với thời điểm bắt đầu"),
	 LAST},
	{PERSONS("start", "Staff when the reduction began",
		 "Biên chế tại thời điểm bắt đầu tinh giản"),
	 LAST, .input = 1 + START},
};
static const struct chiso_output outputs[] = {
	{PERSONS("staff", "Staff", "Biên chế hiện có"), .numerator = T_STAFF,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("filled", "%", "Posts filled", "Tỷ lệ sử dụng biên chế được giao"),
	 .numerator = T_STAFF, .denominator = T_ASSIGNED, .scale = 100},
	{PERSONS("over", "Staff above the posts assigned", "Biên chế vượt số được giao"),
	 .numerator = OVER, .denominator = CHISO_ONE, .scale = 1},
	{REAL("reduction", "%", "Reduction of staff", "Tỷ lệ tinh giản biên chế"),
	 .numerator = REDUCED, .denominator = T_START, .scale = 100},
};
const struct chiso_indicator governance_payroll = {
	.size = sizeof governance_payroll,
	.version = 1,
	.id = "governance.payroll",
	.title = CHISO_T({"en", "Payroll"}, {"vi", "Biên chế"}),
	.summary =
		CHISO_T({"en", "Staff over the posts assigned, and how far it was reduced."},
			{"vi", "Biên chế hiện có so với biên chế được giao và tỷ lệ tinh giản."}),
	.formula = "100 * (start - staff) / start",
	.reference = HERE,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = payroll_map,
};
