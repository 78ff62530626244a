/* SPDX-License-Identifier: MIT */
/* One commune, one product: how many communes have a product, and how many products a commune has.
 * Products come from one dataset, with a record for a commune; communes from another. */
#include "ocop.h"

enum { PRODUCTS, COMMUNES };                 /* sources and inputs */
enum { TERM_PRODUCTS, WITH, TERM_COMMUNES }; /* terms */

static uint8_t row(const struct chiso_call *call, uint32_t source, const struct chiso_column *in,
		   uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[source], r))
		return CHISO_MISSING;
	double number = chiso_f64(&in[source], r);
	if (source == COMMUNES) {
		add[TERM_COMMUNES] = number;
		return CHISO_USED;
	}
	add[TERM_PRODUCTS] = number;
	add[WITH] = number > 0;
	return CHISO_USED;
}
CHISO_SOURCE_ROWS(coverage, row)

static const struct chiso_source sources[] = {
	{CHISO_FIELD("products", CHISO_NONE, NULL, {"en", "Products of each commune"},
		     {"vi", "Sản phẩm của từng xã"})},
	{CHISO_FIELD("communes", CHISO_NONE, NULL, {"en", "Communes"}, {"vi", "Các xã"})},
};
static const struct chiso_input inputs[] = {
	{REAL("products", "{product}", "Products of the commune", "Số sản phẩm của xã"),
	 .source = PRODUCTS, NOT_NEGATIVE},
	{REAL("communes", "{commune}", "Communes: 1, or how many a record stands for",
	      "Số xã: 1, hoặc số xã mà bản ghi đại diện"),
	 .source = COMMUNES, NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{AT_END("products", "{product}", "Products", "Số sản phẩm"), .source = PRODUCTS,
	 .input = 1 + PRODUCTS},
	{AT_END("with_product", "{commune}", "Communes with a product", "Số xã có sản phẩm"),
	 .source = PRODUCTS},
	{AT_END("communes", "{commune}", "Communes", "Số xã"), .source = COMMUNES,
	 .input = 1 + COMMUNES},
};
static const struct chiso_output outputs[] = {
	{SHARE("coverage", WITH, TERM_COMMUNES, "Communes with at least one OCOP product",
	       "Tỷ lệ xã có ít nhất một sản phẩm OCOP")},
	{REAL("per_commune", "{product}", "Products per commune", "Số sản phẩm bình quân một xã"),
	 .numerator = TERM_PRODUCTS, .denominator = TERM_COMMUNES, .scale = 1},
	{TOTAL("with_product", WITH, "{commune}", "Number of communes with a product",
	       "Số xã có sản phẩm")},
};

const struct chiso_indicator ocop_coverage = {
	.size = sizeof ocop_coverage,
	.version = 1,
	.id = "ocop.coverage",
	.title = CHISO_T({"en", "One commune, one product"}, {"vi", "Mỗi xã một sản phẩm"}),
	.summary = CHISO_T({"en", "Share of communes with at least one product, and products per "
				  "commune."},
			   {"vi", "Tỷ lệ xã có ít nhất một sản phẩm và số sản phẩm bình quân một "
				  "xã."}),
	.formula = "100 * with_product / communes",
	.reference = "plugins/ocop/README.md",
	.direction = 1,
	CHISO_TABLE(source, sources),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = coverage_map,
};
