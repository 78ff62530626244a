/* SPDX-License-Identifier: MIT */
/* How much of the farmland few crops have: the Herfindahl-Hirschman index and its relatives, over
 * the crops that are met in the data.  The same sums answer how diverse it is. */
#include "agriculture.h"

enum { CROP = 1 };      /* axes */
enum { AREA, CROP_OF }; /* inputs */
enum { ALL, BY_CROP };  /* terms */
enum { HHI, NORMALISED, EQUIVALENT, DIVERSITY, ENTROPY, EVENNESS, LARGEST, CROPS, SHARE };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[AREA], r) || !chiso_has(&in[CROP_OF], r))
		return CHISO_MISSING;
	add[call->term_at[ALL]] = chiso_f64(&in[AREA], r);
	add[call->term_at[BY_CROP] + (uint32_t)chiso_i32(&in[CROP_OF], r)] =
		add[call->term_at[ALL]];
	return CHISO_USED;
}
CHISO_ROWS(concentration, row)

/* ---- measures ------------------------------------------------------------------------------- */

/* Of the crops that have an area: the others of the axis are grown elsewhere. */
struct shares {
	double squares, entropy, largest, n;
};

static struct shares shares_of(const double *area, uint32_t n, double all)
{
	struct shares out = {0};

	for (uint32_t i = 0; i < n; i++) {
		double s = area[i] / all;

		if (!(s > 0))
			continue;
		out.n++;
		out.squares += s * s;
		out.entropy -= s * log(s);
		if (s > out.largest)
			out.largest = s;
	}
	return out;
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *area = &sums->sum[call->term_at[BY_CROP]];
	double all = sums->sum[call->term_at[ALL]];
	struct shares s;

	(void)state;
	if (!(all > 0)) {
		for (uint32_t i = HHI; i <= LARGEST; i++)
			cells[call->output_at[i]] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
		cells[call->output_at[CROPS]] = chiso_number(0);
		return CHISO_OK;
	}
	s = shares_of(area, call->axes[CROP - 1].n, all);
	cells[call->output_at[HHI]] = chiso_number(s.squares);
	cells[call->output_at[EQUIVALENT]] = chiso_number(1 / s.squares);
	cells[call->output_at[DIVERSITY]] = chiso_number(1 - s.squares);
	cells[call->output_at[ENTROPY]] = chiso_number(s.entropy);
	cells[call->output_at[LARGEST]] = chiso_number(100 * s.largest);
	cells[call->output_at[CROPS]] = chiso_number(s.n);
	/* Of one crop nothing can be said between all and none. */
	cells[call->output_at[NORMALISED]] =
		s.n < 2 ? chiso_missing(CHISO_REASON_TOO_FEW)
			: chiso_number((s.squares - 1 / s.n) / (1 - 1 / s.n));
	cells[call->output_at[EVENNESS]] =
		s.n < 2 ? chiso_missing(CHISO_REASON_TOO_FEW) : chiso_number(s.entropy / log(s.n));
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("crop", CHISO_STR, NULL, {"en", "Crop"}, {"vi", "Cây trồng"}), CHISO_AXIS_DATA,
	 CROP_OF},
};
static const struct chiso_input inputs[] = {
	{REAL("area", NULL, "Area, or whatever is shared out", "Diện tích, hoặc đại lượng khác"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("crop_of", CHISO_CODE, NULL, {"en", "Crop"}, {"vi", "Cây trồng"})},
};
static const struct chiso_term terms[] = {
	{REAL("area", NULL, "Area", "Diện tích"), .over_time = CHISO_STOCK_LAST, .input = 1 + AREA},
	{REAL("by_crop", NULL, "Area of the crop", "Diện tích của cây trồng"),
	 .over_time = CHISO_STOCK_LAST, .axis = {CROP}},
};
#define MEASURE(id, unit, formula_, en, vi) \
	{ \
		REAL(id, unit, en, vi), COMPUTED, .formula = (formula_) \
	}
static const struct chiso_output outputs[] = {
	MEASURE("hhi", "1", "sum_of_squares(by_crop) / area ^ 2", "Herfindahl-Hirschman index",
		"Chỉ số Herfindahl-Hirschman"),
	MEASURE("hhi_normalised", "1", "(hhi - 1 / crops) / (1 - 1 / crops)",
		"Herfindahl-Hirschman index, from 0 to 1",
		"Chỉ số Herfindahl-Hirschman chuẩn hóa từ 0 đến 1"),
	MEASURE("equivalent_number", "1", "1 / hhi",
		"Number of equal crops that is as concentrated",
		"Số loại cây bằng nhau có cùng mức tập trung"),
	MEASURE("diversity", "1", "1 - hhi", "Diversity (Simpson)", "Mức đa dạng (Simpson)"),
	MEASURE("shannon", "1", "entropy(by_crop)", "Entropy (Shannon)", "Entropy (Shannon)"),
	MEASURE("evenness", "1", "shannon / log(crops)", "Evenness (Shannon)",
		"Mức đồng đều (Shannon)"),
	MEASURE("largest_share", "%", "100 * greatest(by_crop) / area", "Share of the largest crop",
		"Tỷ lệ của cây trồng lớn nhất"),
	MEASURE("crops", "1", "count_above_0(by_crop)", "Crops grown", "Số loại cây trồng"),
	{PERCENT("crop_share", "Share of the crop", "Tỷ lệ của cây trồng"), .axis = {CROP},
	 .numerator = BY_CROP, .denominator = ALL, .scale = 100},
};

const struct chiso_indicator agriculture_concentration = {
	.size = sizeof agriculture_concentration,
	.version = 1,
	.id = "agriculture.concentration",
	.title = CHISO_T({"en", "Concentration of crops"}, {"vi", "Mức tập trung cây trồng"}),
	.summary =
		CHISO_T({"en", "How much of the area few crops have: Herfindahl-Hirschman, and how "
			       "diverse it is: Simpson, Shannon."},
			{"vi", "Diện tích tập trung vào ít loại cây đến mức nào: "
			       "Herfindahl-Hirschman; và mức đa dạng: Simpson, Shannon."}),
	.formula = "hhi = sum of s^2, s = by_crop / area; hhi_normalised = (hhi - 1 / n) / (1 - 1 "
		   "/ n); "
		   "shannon = - sum of s * log(s); evenness = shannon / log(n)",
	.reference = "plugins/agriculture/README.md",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = concentration_map,
	.evaluate = evaluate,
};
