/* SPDX-License-Identifier: MIT */
/* Investment projects that a place has attracted, a record each: their capital, and how much of it
 * has been spent. */
#include "economy.h"

enum { REGISTERED, SPENT };                         /* inputs */
enum { PROJECTS, T_REGISTERED, T_SPENT, OF_SPENT }; /* terms */

/* Capital that is spent beyond what was registered is no mistake: projects grow. */
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[REGISTERED], r))
		return CHISO_MISSING;
	add[PROJECTS] = 1;
	add[T_REGISTERED] = chiso_f64(&in[REGISTERED], r);
	if (chiso_has(&in[SPENT], r)) {
		add[T_SPENT] = chiso_f64(&in[SPENT], r);
		add[OF_SPENT] = add[T_REGISTERED];
	}
	return CHISO_USED;
}
CHISO_ROWS(investment, row)

static const struct chiso_input inputs[] = {
	{REAL("registered", "VND", "Registered capital", "Vốn đăng ký"), NOT_NEGATIVE},
	{OPTIONAL("spent", "VND", "Capital spent so far", "Vốn thực hiện lũy kế"), NOT_NEGATIVE},
};
#define LAST .over_time = CHISO_STOCK_LAST
static const struct chiso_term terms[] = {
	{REAL("projects", "{project}", "Projects", "Số dự án"), LAST},
	{REAL("registered", "VND", "Registered capital", "Vốn đăng ký"), LAST,
	 .input = 1 + REGISTERED},
	{REAL("spent", "VND", "Capital spent so far", "Vốn thực hiện lũy kế"), LAST,
	 .input = 1 + SPENT},
	{REAL("registered_spent", "VND",
	      "Registered capital of projects that report what they spent",
	      "Vốn đăng ký của dự án có báo cáo vốn thực hiện"),
	 LAST},
};
static const struct chiso_output outputs[] = {
	{REAL("projects", "{project}", "Projects", "Số dự án"), .numerator = PROJECTS,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("registered", "VND", "Registered capital", "Vốn đăng ký"), .numerator = T_REGISTERED,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("spent_share", "%", "Spent, of the capital registered",
	      "Tỷ lệ vốn thực hiện so với vốn đăng ký"),
	 .numerator = T_SPENT, .denominator = OF_SPENT, .scale = 100},
};
const struct chiso_indicator economy_investment = {
	.size = sizeof economy_investment,
	.version = 1,
	.id = "economy.investment",
	.title = CHISO_T({"en", "Investment projects"}, {"vi", "Thu hút đầu tư"}),
	.summary = CHISO_T({"en", "Investment projects, their registered capital, and how much of "
				  "it has been spent."},
			   {"vi", "Số dự án đầu tư, vốn đăng ký và tỷ lệ vốn thực hiện."}),
	.formula = "100 * spent / registered_spent",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = investment_map,
};
