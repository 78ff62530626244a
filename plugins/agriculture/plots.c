/* SPDX-License-Identifier: MIT */
/* Certified area, from plots: each says by which schemes it is certified, so that one under two
 * schemes counts once. */
#include "agriculture.h"

enum { PLOT_AREA, PLOT_VIETGAP, PLOT_GLOBALGAP, PLOT_ORGANIC };   /* inputs */
enum { ALL, VIETGAP, GLOBALGAP, EITHER, ORGANIC, ASKED_ORGANIC }; /* terms */

static uint8_t plots_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	double area;
	int vietgap, globalgap;

	(void)call;
	if (!chiso_has(&in[PLOT_AREA], r) || !chiso_has(&in[PLOT_VIETGAP], r) ||
	    !chiso_has(&in[PLOT_GLOBALGAP], r))
		return CHISO_MISSING;
	area = chiso_f64(&in[PLOT_AREA], r);
	vietgap = chiso_bool(&in[PLOT_VIETGAP], r);
	globalgap = chiso_bool(&in[PLOT_GLOBALGAP], r);
	add[ALL] = area;
	add[VIETGAP] = vietgap ? area : 0;
	add[GLOBALGAP] = globalgap ? area : 0;
	add[EITHER] = vietgap || globalgap ? area : 0;
	if (chiso_has(&in[PLOT_ORGANIC], r)) {
		add[ASKED_ORGANIC] = area;
		add[ORGANIC] = chiso_bool(&in[PLOT_ORGANIC], r) ? area : 0;
	}
	return CHISO_USED;
}
CHISO_ROWS(plots, plots_row)

static const struct chiso_input plots_inputs[] = {
	{HECTARES("area", "Planted area of the plot", "Diện tích trồng của thửa"), NOT_NEGATIVE},
	{.field = CHISO_FIELD("vietgap", CHISO_BOOL, "1", {"en", "Certified to VietGAP"},
			      {"vi", "Đạt chứng nhận VietGAP"})},
	{.field = CHISO_FIELD("globalgap", CHISO_BOOL, "1", {"en", "Certified to GlobalGAP"},
			      {"vi", "Đạt chứng nhận GlobalGAP"})},
	{.field = CHISO_FIELD_FLAGS("organic", CHISO_BOOL, CHISO_OPTIONAL, "1",
				    {"en", "Certified organic"}, {"vi", "Đạt chứng nhận hữu cơ"})},
};
static const struct chiso_term plots_terms[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), .over_time = CHISO_STOCK_LAST,
	 .input = 1 + PLOT_AREA},
	{HECTARES("vietgap", "Area certified to VietGAP", "Diện tích đạt VietGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + PLOT_AREA},
	{HECTARES("globalgap", "Area certified to GlobalGAP", "Diện tích đạt GlobalGAP"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + PLOT_AREA},
	{HECTARES("either", "Area certified to VietGAP or GlobalGAP, each plot once",
		  "Diện tích đạt VietGAP hoặc GlobalGAP, mỗi thửa tính một lần"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + PLOT_AREA},
	{HECTARES("organic", "Area certified organic", "Diện tích đạt chứng nhận hữu cơ"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + PLOT_AREA},
	{HECTARES("area_organic", "Planted area where it is known whether it is organic",
		  "Diện tích trồng biết rõ có hữu cơ hay không"),
	 .over_time = CHISO_STOCK_LAST, .input = 1 + PLOT_AREA},
};
static const struct chiso_output plots_outputs[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), .numerator = ALL,
	 .denominator = CHISO_ONE, .scale = 1},
	{HECTARES("vietgap_area", "Area certified to VietGAP", "Diện tích đạt VietGAP"),
	 .numerator = VIETGAP, .denominator = CHISO_ONE, .scale = 1},
	{HECTARES("globalgap_area", "Area certified to GlobalGAP", "Diện tích đạt GlobalGAP"),
	 .numerator = GLOBALGAP, .denominator = CHISO_ONE, .scale = 1},
	{HECTARES("either_area", "Area certified to VietGAP or GlobalGAP",
		  "Diện tích đạt VietGAP hoặc GlobalGAP"),
	 .numerator = EITHER, .denominator = CHISO_ONE, .scale = 1},
	{PERCENT("vietgap_share", "Share certified to VietGAP", "Tỷ lệ diện tích đạt VietGAP"),
	 .numerator = VIETGAP, .denominator = ALL, .scale = 100},
	{PERCENT("globalgap_share", "Share certified to GlobalGAP",
		 "Tỷ lệ diện tích đạt GlobalGAP"),
	 .numerator = GLOBALGAP, .denominator = ALL, .scale = 100},
	{PERCENT("either_share", "Share certified to VietGAP or GlobalGAP",
		 "Tỷ lệ diện tích đạt VietGAP hoặc GlobalGAP"),
	 .numerator = EITHER, .denominator = ALL, .scale = 100},
	{PERCENT("organic_share", "Share certified organic", "Tỷ lệ diện tích hữu cơ"),
	 .numerator = ORGANIC, .denominator = ASKED_ORGANIC, .scale = 100},
};
const struct chiso_indicator agriculture_certified_plots = {
	.size = sizeof agriculture_certified_plots,
	.version = 1,
	.id = "agriculture.certified_plots",
	.title = CHISO_T({"en", "Certified area, from plots"},
			 {"vi", "Diện tích đạt chứng nhận, theo thửa"}),
	.summary = CHISO_T({"en", "Planted area under VietGAP, GlobalGAP and organic certificates; "
				  "a plot under two schemes counts once."},
			   {"vi", "Diện tích trồng có chứng nhận VietGAP, GlobalGAP, hữu cơ; thửa "
				  "đạt hai chứng nhận chỉ tính một lần."}),
	.formula = "100 * either / area",
	.reference = CERTIFIED_REFERENCE,
	.direction = 1,
	CHISO_TABLE(input, plots_inputs),
	CHISO_TABLE(term, plots_terms),
	CHISO_TABLE(output, plots_outputs),
	.map = plots_map,
};
