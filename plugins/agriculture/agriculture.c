/* SPDX-License-Identifier: MIT */
/* Certified area, yield and value per hectare.  README.md beside this file has the definition, the
 * source and a worked example of each indicator.
 *
 * What is not reported is not zero: the numerator and the denominator of an output are sums over
 * the same records, so a scheme or an area that some records lack has terms of its own. */
#include "../rows.h"

#define HECTARES(id, en, vi) REAL(id, "ha", en, vi)
#define TONNES(id, en, vi) REAL(id, "t", en, vi)
#define PERCENT(id, en, vi) REAL(id, "%", en, vi)

#define CERTIFIED_REFERENCE \
	"plugins/agriculture/README.md; VietGAP for crops: TCVN 11892-1:2017; area of perennials " \
	"at " \
	"the day of observation: GSO metadata, diện tích cây lâu năm, 2019"

/* ---- certified_plots ------------------------------------------------------------------------ */

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
static const struct chiso_indicator certified_plots = {
	.size = sizeof certified_plots,
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

/* ---- certified_area ------------------------------------------------------------------------- */

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
static const struct chiso_indicator certified_area = {
	.size = sizeof certified_area,
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

/* ---- yield ---------------------------------------------------------------------------------- */

enum { PRODUCTION, HARVESTED, PLANTED };                   /* inputs */
enum { OF_HARVESTED, T_HARVESTED, OF_PLANTED, T_PLANTED }; /* terms */
enum { HARVESTED_OVER_PLANTED };                           /* problems */

static uint8_t yield_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	int harvested = chiso_has(&in[HARVESTED], r), planted = chiso_has(&in[PLANTED], r);

	(void)call;
	if (harvested && planted && chiso_f64(&in[HARVESTED], r) > chiso_f64(&in[PLANTED], r))
		return CHISO_REFUSED + HARVESTED_OVER_PLANTED;
	if (!chiso_has(&in[PRODUCTION], r) || (!harvested && !planted))
		return CHISO_MISSING;
	if (harvested) {
		add[OF_HARVESTED] = chiso_f64(&in[PRODUCTION], r);
		add[T_HARVESTED] = chiso_f64(&in[HARVESTED], r);
	}
	if (planted) {
		add[OF_PLANTED] = chiso_f64(&in[PRODUCTION], r);
		add[T_PLANTED] = chiso_f64(&in[PLANTED], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(yield, yield_row)

static const struct chiso_input yield_inputs[] = {
	{TONNES("production", "Harvested production", "Sản lượng thu hoạch"), NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS(
		 "harvested", CHISO_F64, CHISO_OPTIONAL, "ha",
		 {"en", "Harvested area; of perennials the area in bearing"},
		 {"vi", "Diện tích thu hoạch; cây lâu năm: diện tích cho sản phẩm"}),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD_FLAGS("planted", CHISO_F64, CHISO_OPTIONAL, "ha",
				    {"en", "Planted area"}, {"vi", "Diện tích gieo trồng"}),
	 NOT_NEGATIVE},
};
/* Seasons of a crop add up to the year, areas too: a field sown twice is two sown areas. */
static const struct chiso_term yield_terms[] = {
	{TONNES("production_harvested", "Production where the harvested area is reported",
		"Sản lượng của nơi có báo cáo diện tích thu hoạch"),
	 .input = 1 + PRODUCTION},
	{HECTARES("harvested", "Harvested area", "Diện tích thu hoạch"), .input = 1 + HARVESTED},
	{TONNES("production_planted", "Production where the planted area is reported",
		"Sản lượng của nơi có báo cáo diện tích gieo trồng"),
	 .input = 1 + PRODUCTION},
	{HECTARES("planted", "Planted area", "Diện tích gieo trồng"), .input = 1 + PLANTED},
};
static const struct chiso_output yield_outputs[] = {
	{.field = CHISO_FIELD("yield_harvested", CHISO_F64, "t/ha",
			      {"en", "Yield per harvested hectare"}, {"vi", "Năng suất thu hoạch"}),
	 .numerator = OF_HARVESTED,
	 .denominator = T_HARVESTED,
	 .scale = 1},
	{.field = CHISO_FIELD("yield_planted", CHISO_F64, "t/ha",
			      {"en", "Yield per planted hectare"}, {"vi", "Năng suất gieo trồng"}),
	 .numerator = OF_PLANTED,
	 .denominator = T_PLANTED,
	 .scale = 1},
};
static const struct chiso_problem yield_problems[] = {
	{"harvested_over_planted",
	 CHISO_T({"en", "the harvested area is larger than the planted area"},
		 {"vi", "diện tích thu hoạch lớn hơn diện tích gieo trồng"}),
	 HARVESTED},
};
static const struct chiso_indicator yield = {
	.size = sizeof yield,
	.version = 1,
	.id = "agriculture.yield",
	.title = CHISO_T({"en", "Yield"}, {"vi", "Năng suất cây trồng"}),
	.summary = CHISO_T(
		{"en",
		 "Production per harvested and per planted hectare; the two are never mixed."},
		{"vi", "Sản lượng trên một hécta thu hoạch và trên một hécta gieo trồng; hai số "
		       "không lẫn với nhau."}),
	.formula = "production_harvested / harvested",
	.reference = "GSO metadata, năng suất một số loại cây trồng chủ yếu, 2019",
	.direction = 1,
	CHISO_TABLE(input, yield_inputs),
	CHISO_TABLE(term, yield_terms),
	CHISO_TABLE(output, yield_outputs),
	CHISO_TABLE(problem, yield_problems),
	.map = yield_map,
};

/* ---- output_value --------------------------------------------------------------------------- */

enum { VALUE, VALUE_AREA }; /* inputs and terms */

static uint8_t value_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	(void)call;
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[VALUE_AREA], r))
		return CHISO_MISSING;
	add[VALUE] = chiso_f64(&in[VALUE], r);
	add[VALUE_AREA] = chiso_f64(&in[VALUE_AREA], r);
	return CHISO_USED;
}
CHISO_ROWS(value, value_row)

static const struct chiso_input value_inputs[] = {
	{.field = CHISO_FIELD("value", CHISO_F64, "VND", {"en", "Value of the production"},
			      {"vi", "Giá trị sản phẩm"}),
	 NOT_NEGATIVE},
	{HECTARES("area", "Area that it came from", "Diện tích cho giá trị đó"), NOT_NEGATIVE},
};
static const struct chiso_term value_terms[] = {
	{.field = CHISO_FIELD("value", CHISO_F64, "VND", {"en", "Value of the production"},
			      {"vi", "Giá trị sản phẩm"}),
	 .input = 1 + VALUE},
	/* A year's value comes from one area, however many periods report it. */
	{HECTARES("area", "Mean area", "Diện tích bình quân"), .over_time = CHISO_STOCK_MEAN,
	 .input = 1 + VALUE_AREA},
};
static const struct chiso_output value_outputs[] = {
	{.field = CHISO_FIELD("value_per_hectare", CHISO_F64, "VND/ha", {"en", "Value per hectare"},
			      {"vi", "Giá trị sản phẩm trên một hécta"}),
	 .numerator = VALUE,
	 .denominator = VALUE_AREA,
	 .scale = 1},
};
static const struct chiso_indicator output_value = {
	.size = sizeof output_value,
	.version = 1,
	.id = "agriculture.output_value",
	.title = CHISO_T({"en", "Value per hectare"}, {"vi", "Giá trị sản phẩm trên một hécta"}),
	.summary = CHISO_T(
		{"en", "Value of the production per hectare of the area that it came from."},
		{"vi", "Giá trị sản phẩm tính trên một hécta diện tích cho giá trị đó."}),
	.formula = "value / area",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, value_inputs),
	CHISO_TABLE(term, value_terms),
	CHISO_TABLE(output, value_outputs),
	.map = value_map,
};

CHISO_PLUGIN("agriculture", "0.1.0", "chiso", "MIT", &certified_plots, &certified_area, &yield,
	     &output_value)
