/* SPDX-License-Identifier: MIT */
/* How much of the public investment of a year was paid out: what is carried over from the years
 * before is there to be spent too. */
#include "governance.h"

enum { DISBURSED, PLAN, CARRIED };         /* inputs */
enum { T_DISBURSED, T_AVAILABLE, T_PLAN }; /* terms */
enum { OVER_AVAILABLE };                   /* problems */

/* More than the plan of the year may be paid out where nobody says what was carried over, and not
 * where that is known. */
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	int is_asked = in[CARRIED].values != NULL;

	(void)call;
	if (!chiso_has(&in[DISBURSED], r) || !chiso_has(&in[PLAN], r) ||
	    (is_asked && !chiso_has(&in[CARRIED], r)))
		return CHISO_MISSING;
	add[T_DISBURSED] = chiso_f64(&in[DISBURSED], r);
	add[T_PLAN] = chiso_f64(&in[PLAN], r);
	add[T_AVAILABLE] = add[T_PLAN] + (is_asked ? chiso_f64(&in[CARRIED], r) : 0);
	return is_asked && is_sum_over(add[T_DISBURSED], add[T_AVAILABLE])
		       ? CHISO_REFUSED + OVER_AVAILABLE
		       : CHISO_USED;
}
CHISO_ROWS(disbursement, row)

static const struct chiso_input inputs[] = {
	{REAL("disbursed", "VND", "Capital paid out", "Vốn đã giải ngân"), NOT_NEGATIVE},
	{REAL("plan", "VND", "Plan of the year", "Kế hoạch vốn giao trong năm"), NOT_NEGATIVE},
	{OPTIONAL("carried_over", "VND", "Carried over from years before",
		  "Vốn các năm trước chuyển sang"),
	 NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{REAL("disbursed", "VND", "Capital paid out", "Vốn đã giải ngân"), .input = 1 + DISBURSED},
	{REAL("available", "VND", "Plan of the year and what was carried over",
	      "Kế hoạch vốn trong năm và vốn chuyển sang")},
	{REAL("plan", "VND", "Plan of the year", "Kế hoạch vốn giao trong năm"), .input = 1 + PLAN},
};
static const struct chiso_output outputs[] = {
	{REAL("rate", "%", "Paid out, of what was available", "Tỷ lệ giải ngân vốn đầu tư công"),
	 .numerator = T_DISBURSED, .denominator = T_AVAILABLE, .scale = 100},
	{REAL("of_plan", "%", "Paid out, of the plan of the year",
	      "Tỷ lệ giải ngân so với kế hoạch giao trong năm"),
	 .numerator = T_DISBURSED, .denominator = T_PLAN, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("over_available", DISBURSED, "more was paid out than was available",
		"vốn giải ngân nhiều hơn vốn kế hoạch và vốn chuyển sang"),
};
const struct chiso_indicator governance_disbursement = {
	.size = sizeof governance_disbursement,
	.version = 1,
	.id = "governance.disbursement",
	.title = CHISO_T({"en", "Public investment paid out"}, {"vi", "Giải ngân vốn đầu tư công"}),
	.summary = CHISO_T(
		{"en", "Public investment paid out, of the plan of the year and what was carried "
		       "over."},
		{"vi", "Vốn đầu tư công đã giải ngân so với kế hoạch vốn trong năm và vốn các năm "
		       "trước chuyển sang."}),
	.formula = "100 * disbursed / (plan + carried_over)",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = disbursement_map,
};
