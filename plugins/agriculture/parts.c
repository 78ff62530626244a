/* SPDX-License-Identifier: MIT */
/* Parts of the planted area that a plan asks for: safe production, under a traceability code,
 * inside a specialised zone.  Each is an indicator, as a commune may report one and not the others.
 */
#include "agriculture.h"

enum { AREA, PART };              /* inputs */
enum { T_AREA, T_PART, OF_PART }; /* terms */
enum { PART_OVER };               /* problems */
enum { OUT_PART = 1 };            /* the output that is computed */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[AREA], r))
		return CHISO_MISSING;
	add[T_AREA] = chiso_f64(&in[AREA], r);
	if (chiso_has(&in[PART], r)) {
		add[OF_PART] = chiso_f64(&in[AREA], r);
		add[T_PART] = chiso_f64(&in[PART], r);
	}
	return add[T_PART] > add[T_AREA] ? CHISO_REFUSED + PART_OVER : CHISO_USED;
}
CHISO_ROWS(parts, row)

/* The hectares are known where every record reports them. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)call;
	(void)state;
	cells[OUT_PART] = whole_sum(sums->sum[T_PART], sums->sum[OF_PART], sums->sum[T_AREA]);
	return CHISO_OK;
}

#define PLANTED HECTARES("area", "Planted area", "Diện tích trồng")
#define LAST .over_time = CHISO_STOCK_LAST
#define PART_INPUTS(id, en, vi) \
	{PLANTED, NOT_NEGATIVE}, \
	{ \
		OPTIONAL(id, "ha", en, vi), NOT_NEGATIVE \
	}
#define PART_TERMS(id, en, vi, en_of, vi_of) \
	{PLANTED, LAST, .input = 1 + AREA}, {HECTARES(id, en, vi), LAST, .input = 1 + PART}, \
	{ \
		HECTARES("area_" id, en_of, vi_of), LAST, .input = 1 + AREA \
	}
#define PART_OUTPUTS(id, en, vi, en_share, vi_share) \
	{PLANTED, .numerator = T_AREA, .denominator = CHISO_ONE, .scale = 1}, \
		{HECTARES(id "_area", en, vi), COMPUTED, .formula = id}, \
	{ \
		PERCENT(id "_share", en_share, vi_share), .numerator = T_PART, \
							  .denominator = OF_PART, .scale = 100 \
	}

/* ---- safe_area ------------------------------------------------------------------------------ */

#define SAFE_WORDS "safe", "Area of safe production", "Diện tích sản xuất an toàn"
static const struct chiso_input safe_inputs[] = {EXPAND(PART_INPUTS, SAFE_WORDS)};
static const struct chiso_term safe_terms[] = {
	EXPAND(PART_TERMS, SAFE_WORDS, "Planted area where safe production is reported",
	       "Diện tích trồng của nơi có báo cáo diện tích an toàn")};
static const struct chiso_output safe_outputs[] = {EXPAND(
	PART_OUTPUTS, SAFE_WORDS, "Share of safe production", "Tỷ lệ diện tích sản xuất an toàn")};
static const struct chiso_problem safe_problems[] = {
	PROBLEM("safe_over_area", PART,
		"the area of safe production is larger than the planted area",
		"diện tích sản xuất an toàn lớn hơn diện tích trồng"),
};
const struct chiso_indicator agriculture_safe_area = {
	.size = sizeof agriculture_safe_area,
	.version = 1,
	.id = "agriculture.safe_area",
	.title = CHISO_T({"en", "Area of safe production"}, {"vi", "Diện tích sản xuất an toàn"}),
	.summary = CHISO_T(
		{"en", "Planted area that is reported as safe production, with or without a "
		       "certificate."},
		{"vi", "Diện tích trồng được báo cáo là sản xuất an toàn, có hoặc không có chứng "
		       "nhận."}),
	.formula = "100 * safe / area_safe",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, safe_inputs),
	CHISO_TABLE(term, safe_terms),
	CHISO_TABLE(output, safe_outputs),
	CHISO_TABLE(problem, safe_problems),
	.map = parts_map,
	.evaluate = evaluate,
};

/* ---- traced_area ---------------------------------------------------------------------------- */

#define TRACED_WORDS \
	"traced", "Area under traceability codes", "Diện tích có mã số truy xuất nguồn gốc"
static const struct chiso_input traced_inputs[] = {EXPAND(PART_INPUTS, TRACED_WORDS)};
static const struct chiso_term traced_terms[] = {
	EXPAND(PART_TERMS, TRACED_WORDS, "Planted area where codes are reported",
	       "Diện tích trồng của nơi có báo cáo mã số")};
static const struct chiso_output traced_outputs[] = {
	EXPAND(PART_OUTPUTS, TRACED_WORDS, "Share under traceability codes",
	       "Tỷ lệ diện tích có mã số truy xuất nguồn gốc")};
static const struct chiso_problem traced_problems[] = {
	PROBLEM("traced_over_area", PART,
		"the area under traceability codes is larger than the planted area",
		"diện tích có mã số truy xuất nguồn gốc lớn hơn diện tích trồng"),
};
const struct chiso_indicator agriculture_traced_area = {
	.size = sizeof agriculture_traced_area,
	.version = 1,
	.id = "agriculture.traced_area",
	.title = CHISO_T({"en", "Area under traceability codes"},
			 {"vi", "Diện tích có mã số truy xuất nguồn gốc"}),
	.summary =
		CHISO_T({"en", "Planted area whose products can be traced: growing area codes or "
			       "other traceability codes."},
			{"vi", "Diện tích trồng có sản phẩm truy xuất được: mã số vùng trồng hoặc "
			       "mã truy xuất khác."}),
	.formula = "100 * traced / area_traced",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, traced_inputs),
	CHISO_TABLE(term, traced_terms),
	CHISO_TABLE(output, traced_outputs),
	CHISO_TABLE(problem, traced_problems),
	.map = parts_map,
	.evaluate = evaluate,
};

/* ---- zone_area ------------------------------------------------------------------------------ */

#define ZONE_WORDS \
	"inside", "Planted area inside specialised zones", \
		"Diện tích trồng trong vùng sản xuất tập trung"
static const struct chiso_input zone_inputs[] = {EXPAND(PART_INPUTS, ZONE_WORDS)};
static const struct chiso_term zone_terms[] = {
	EXPAND(PART_TERMS, ZONE_WORDS, "Planted area where that inside zones is reported",
	       "Diện tích trồng của nơi có báo cáo diện tích trong vùng")};
static const struct chiso_output zone_outputs[] = {
	EXPAND(PART_OUTPUTS, ZONE_WORDS, "Share of the crop inside zones",
	       "Tỷ lệ diện tích trong vùng sản xuất tập trung")};
static const struct chiso_problem zone_problems[] = {
	PROBLEM("inside_over_area", PART, "the area inside zones is larger than the planted area",
		"diện tích trong vùng lớn hơn diện tích trồng"),
};
const struct chiso_indicator agriculture_zone_area = {
	.size = sizeof agriculture_zone_area,
	.version = 1,
	.id = "agriculture.zone_area",
	.title = CHISO_T({"en", "Crop inside specialised zones"},
			 {"vi", "Cây trồng trong vùng sản xuất tập trung"}),
	.summary = CHISO_T(
		{"en", "Planted area of a crop that lies in designated specialised zones."},
		{"vi", "Diện tích trồng của một loại cây nằm trong vùng sản xuất tập trung đã quy "
		       "hoạch."}),
	.formula = "100 * inside / area_inside",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_TABLE(input, zone_inputs),
	CHISO_TABLE(term, zone_terms),
	CHISO_TABLE(output, zone_outputs),
	CHISO_TABLE(problem, zone_problems),
	.map = parts_map,
	.evaluate = evaluate,
};
