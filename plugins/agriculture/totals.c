/* SPDX-License-Identifier: MIT */
/* Certified area, from totals as reports print them: what is under two schemes is in both, and
 * nobody can tell how much that is. */
#include "agriculture.h"

enum { AREA, AREA_VIETGAP, AREA_GLOBALGAP, AREA_SCHEME_SUM }; /* inputs */
enum {
	T_AREA,
	T_VIETGAP,
	T_OF_VIETGAP,
	T_GLOBALGAP,
	T_OF_GLOBALGAP,
	T_SCHEME_SUM,
	T_OF_SCHEME_SUM
};
enum { VIETGAP_OVER_AREA, GLOBALGAP_OVER_AREA }; /* problems */

/* The two schemes together, as the source prints them or as both of its figures add up to; hectares
 * under both count twice.  0: not known. */
static int scheme_sum(const struct chiso_column *in, uint32_t r, double *sum)
{
	if (chiso_has(&in[AREA_SCHEME_SUM], r))
		*sum = chiso_f64(&in[AREA_SCHEME_SUM], r);
	else if (chiso_has(&in[AREA_VIETGAP], r) && chiso_has(&in[AREA_GLOBALGAP], r))
		*sum = chiso_f64(&in[AREA_VIETGAP], r) + chiso_f64(&in[AREA_GLOBALGAP], r);
	else
		return 0;
	return 1;
}

static uint8_t area_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			double *add)
{
	int vietgap = chiso_has(&in[AREA_VIETGAP], r),
	    globalgap = chiso_has(&in[AREA_GLOBALGAP], r);
	double area;

	(void)call;
	if (!chiso_has(&in[AREA], r))
		return CHISO_MISSING;
	area = chiso_f64(&in[AREA], r);
	if (vietgap && chiso_f64(&in[AREA_VIETGAP], r) > area)
		return CHISO_REFUSED + VIETGAP_OVER_AREA;
	if (globalgap && chiso_f64(&in[AREA_GLOBALGAP], r) > area)
		return CHISO_REFUSED + GLOBALGAP_OVER_AREA;
	add[T_AREA] = area;
	if (vietgap) {
		add[T_VIETGAP] = chiso_f64(&in[AREA_VIETGAP], r);
		add[T_OF_VIETGAP] = area;
	}
	if (globalgap) {
		add[T_GLOBALGAP] = chiso_f64(&in[AREA_GLOBALGAP], r);
		add[T_OF_GLOBALGAP] = area;
	}
	if (scheme_sum(in, r, &add[T_SCHEME_SUM]))
		add[T_OF_SCHEME_SUM] = area;
	return CHISO_USED;
}
CHISO_ROWS(area, area_row)

static const struct chiso_input area_inputs[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("vietgap", CHISO_F64, CHISO_OPTIONAL, "ha",
				    {"en", "Area certified to VietGAP"},
				    {"vi", "Diện tích đạt VietGAP"}),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("globalgap", CHISO_F64, CHISO_OPTIONAL, "ha",
				    {"en", "Area certified to GlobalGAP"},
				    {"vi", "Diện tích đạt GlobalGAP"}),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("scheme_sum", CHISO_F64, CHISO_OPTIONAL, "ha",
				    {"en", "Both schemes together, as the source prints them"},
				    {"vi", "Tổng hai loại chứng nhận, như nguồn công bố"}),
	 NOT_NEGATIVE},
};
static const struct chiso_term area_terms[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), .over_time = CHISO_STOCK_LAST,
	 .input = 1 + AREA},
	{HECTARES("vietgap", "Area certified to VietGAP", "Diện tích đạt VietGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA_VIETGAP},
	{HECTARES("area_vietgap", "Planted area where VietGAP is reported",
		  "Diện tích trồng của nơi có báo cáo VietGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA},
	{HECTARES("globalgap", "Area certified to GlobalGAP", "Diện tích đạt GlobalGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA_GLOBALGAP},
	{HECTARES("area_globalgap", "Planted area where GlobalGAP is reported",
		  "Diện tích trồng của nơi có báo cáo GlobalGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA},
	{HECTARES("scheme_sum", "Both schemes together", "Tổng hai loại chứng nhận"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA_SCHEME_SUM},
	{HECTARES("area_scheme_sum", "Planted area where both schemes are reported",
		  "Diện tích trồng của nơi có báo cáo cả hai loại chứng nhận"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + AREA},
};
static const struct chiso_output area_outputs[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), .numerator = T_AREA,
	 .denominator = CHISO_ONE, .scale = 1},
	{PERCENT("vietgap_share", "Share certified to VietGAP", "Tỷ lệ diện tích đạt VietGAP"),
	 .numerator = T_VIETGAP, .denominator = T_OF_VIETGAP, .scale = 100},
	{PERCENT("globalgap_share", "Share certified to GlobalGAP",
		 "Tỷ lệ diện tích đạt GlobalGAP"),
	 .numerator = T_GLOBALGAP, .denominator = T_OF_GLOBALGAP, .scale = 100},
	{PERCENT("scheme_sum_share", "Sum of both schemes over the planted area",
		 "Tổng hai loại chứng nhận so với diện tích trồng"),
	 .numerator = T_SCHEME_SUM, .denominator = T_OF_SCHEME_SUM, .scale = 100},
};
static const struct chiso_problem area_problems[] = {
	{"vietgap_over_area",
	 CHISO_T({"en", "the VietGAP area is larger than the planted area"},
		 {"vi", "diện tích đạt VietGAP lớn hơn diện tích trồng"}),
	 AREA_VIETGAP},
	{"globalgap_over_area",
	 CHISO_T({"en", "the GlobalGAP area is larger than the planted area"},
		 {"vi", "diện tích đạt GlobalGAP lớn hơn diện tích trồng"}),
	 AREA_GLOBALGAP},
};
const struct chiso_indicator agriculture_certified_area = {
	.size = sizeof agriculture_certified_area,
	.version = 1,
	.id = "agriculture.certified_area",
	.title = CHISO_T({"en", "Certified area, from totals"},
			 {"vi", "Diện tích đạt chứng nhận, theo số tổng hợp"}),
	.summary = CHISO_T(
		{"en", "Certified over planted area, by scheme; the sum of the schemes is an upper "
		       "limit, because hectares under both count twice."},
		{"vi", "Diện tích đạt chứng nhận so với diện tích trồng, theo từng loại; tổng hai "
		       "loại là giới hạn trên, vì diện tích đạt cả hai bị tính hai lần."}),
	.formula = "100 * scheme_sum / area_scheme_sum",
	.reference = CERTIFIED_REFERENCE,
	.direction = 1,
	CHISO_TABLE(input, area_inputs),
	CHISO_TABLE(term, area_terms),
	CHISO_TABLE(output, area_outputs),
	CHISO_TABLE(problem, area_problems),
	.map = area_map,
};
