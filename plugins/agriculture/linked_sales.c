/* SPDX-License-Identifier: MIT */
/* Output that is sold under contract or through cooperatives.  What is both is in both, so either
 * has a column of its own and is never the sum. */
#include "agriculture.h"

enum { OUTPUT, CONTRACT, COOPERATIVE, EITHER, N_INPUTS }; /* inputs */
/* Terms: the output, then each part and the output where it is reported. */
enum { ALL, FIRST_PART };
enum { CONTRACT_OVER, COOPERATIVE_OVER, EITHER_OVER, EITHER_UNDER }; /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	double least = 0;

	(void)call;
	if (!chiso_has(&in[OUTPUT], r))
		return CHISO_MISSING;
	add[ALL] = chiso_f64(&in[OUTPUT], r);
	for (int part = CONTRACT; part < N_INPUTS; part++) {
		double *sums = &add[FIRST_PART + 2 * (part - CONTRACT)];

		if (!chiso_has(&in[part], r))
			continue;
		sums[0] = chiso_f64(&in[part], r);
		sums[1] = add[ALL];
		if (sums[0] > add[ALL])
			return (uint8_t)(CHISO_REFUSED + CONTRACT_OVER + part - CONTRACT);
		if (part == EITHER && sums[0] < least)
			return CHISO_REFUSED + EITHER_UNDER;
		if (sums[0] > least)
			least = sums[0];
	}
	return CHISO_USED;
}
CHISO_ROWS(linked_sales, row)

static const struct chiso_input inputs[] = {
	{REAL("output", NULL, "Output sold, in tonnes or money", "Sản lượng hoặc giá trị bán ra"),
	 NOT_NEGATIVE},
	{OPTIONAL("contract", NULL, "Sold under contract", "Bán theo hợp đồng tiêu thụ"),
	 NOT_NEGATIVE},
	{OPTIONAL("cooperative", NULL, "Sold through cooperatives", "Bán qua hợp tác xã"),
	 NOT_NEGATIVE},
	{OPTIONAL("either", NULL, "Under contract or through cooperatives, counted once",
		  "Theo hợp đồng hoặc qua hợp tác xã, tính một lần"),
	 NOT_NEGATIVE},
};
#define PART_TERMS(id, input_, en, vi, en_of, vi_of) \
	{REAL(id, NULL, en, vi), .input = 1 + (input_)}, \
	{ \
		REAL("output_" id, NULL, en_of, vi_of), .input = 1 + OUTPUT \
	}
static const struct chiso_term terms[] = {
	{REAL("output", NULL, "Output", "Sản lượng"), .input = 1 + OUTPUT},
	PART_TERMS("contract", CONTRACT, "Sold under contract", "Bán theo hợp đồng tiêu thụ",
		   "Output where contracts are reported",
		   "Sản lượng của nơi có báo cáo bán theo hợp đồng"),
	PART_TERMS("cooperative", COOPERATIVE, "Sold through cooperatives", "Bán qua hợp tác xã",
		   "Output where sales through cooperatives are reported",
		   "Sản lượng của nơi có báo cáo bán qua hợp tác xã"),
	PART_TERMS("either", EITHER, "Under contract or through cooperatives",
		   "Theo hợp đồng hoặc qua hợp tác xã", "Output where either is reported",
		   "Sản lượng của nơi có báo cáo một trong hai hình thức"),
};
#define SHARE(id, part, en, vi) \
	{ \
		PERCENT(id, en, vi), .numerator = FIRST_PART + 2 * ((part)-CONTRACT), \
				     .denominator = FIRST_PART + 1 + 2 * ((part)-CONTRACT), \
				     .scale = 100 \
	}
static const struct chiso_output outputs[] = {
	{REAL("output", NULL, "Output", "Sản lượng"), .numerator = ALL, .denominator = CHISO_ONE,
	 .scale = 1},
	SHARE("contract_share", CONTRACT, "Share sold under contract",
	      "Tỷ lệ bán theo hợp đồng tiêu thụ"),
	SHARE("cooperative_share", COOPERATIVE, "Share sold through cooperatives",
	      "Tỷ lệ bán qua hợp tác xã"),
	SHARE("either_share", EITHER, "Share sold under contract or through cooperatives",
	      "Tỷ lệ bán theo hợp đồng hoặc qua hợp tác xã"),
};
static const struct chiso_problem problems[] = {
	PROBLEM("contract_over", CONTRACT, "more sold under contract than sold",
		"bán theo hợp đồng nhiều hơn tổng bán ra"),
	PROBLEM("cooperative_over", COOPERATIVE, "more sold through cooperatives than sold",
		"bán qua hợp tác xã nhiều hơn tổng bán ra"),
	PROBLEM("either_over", EITHER, "more sold in either way than sold",
		"bán theo một trong hai hình thức nhiều hơn tổng bán ra"),
	PROBLEM("either_under", EITHER, "less sold in either way than in one of them",
		"bán theo một trong hai hình thức ít hơn một hình thức"),
};

const struct chiso_indicator agriculture_linked_sales = {
	.size = sizeof agriculture_linked_sales,
	.version = 1,
	.id = "agriculture.linked_sales",
	.title = CHISO_T({"en", "Output sold under contract or through cooperatives"},
			 {"vi", "Sản lượng tiêu thụ theo hợp đồng hoặc qua hợp tác xã"}),
	.summary =
		CHISO_T({"en", "Shares of the output that has a buyer by contract, or is sold by "
			       "cooperatives."},
			{"vi", "Tỷ lệ sản lượng có hợp đồng bao tiêu, hoặc bán qua hợp tác xã."}),
	.formula = "100 * either / output_either",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = linked_sales_map,
};
