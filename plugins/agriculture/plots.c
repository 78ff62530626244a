/* SPDX-License-Identifier: MIT */
/* Certified area and output, from plots: each says by which schemes it is certified, so that one
 * under two schemes counts once.
 *
 * What is not known of a plot is kept out of both sums of a share.  Whether a plot is under any
 * scheme is known when one says yes, or all say no. */
#include "agriculture.h"

enum { SCHEME = 1 };                                                                /* axes */
enum { AREA, OUTPUT, CERTIFIED };                                                   /* inputs */
enum { ALL, IN, OF, ANY, OF_ANY, OUTPUT_IN, OUTPUT_OF, OUTPUT_ANY, OUTPUT_OF_ANY }; /* terms */

/* Adds a plot's area or output to the four sums from `first` on: by scheme, and under any. */
static void add_measure(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			const struct chiso_column *measure, uint32_t first, double *add)
{
	const uint32_t *at = &call->term_at[first];
	uint32_t n = call->axes[SCHEME - 1].n, n_yes = 0, n_known = 0;

	if (!chiso_has(measure, r))
		return;
	double x = chiso_f64(measure, r);
	for (uint32_t s = 0; s < n; s++) {
		const struct chiso_column *is_in = &in[call->input_at[CERTIFIED] + s];

		if (!chiso_has(is_in, r))
			continue;
		int yes = chiso_bool(is_in, r);
		add[at[1] + s] = x;
		add[at[0] + s] = yes ? x : 0;
		n_yes += (uint32_t)yes;
		n_known++;
	}
	if (n_yes || n_known == n) {
		add[at[3]] = x;
		add[at[2]] = n_yes ? x : 0;
	}
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[AREA], r))
		return CHISO_MISSING;
	add[call->term_at[ALL]] = chiso_f64(&in[AREA], r);
	add_measure(call, in, r, &in[AREA], IN, add);
	add_measure(call, in, r, &in[OUTPUT], OUTPUT_IN, add);
	return CHISO_USED;
}
CHISO_ROWS(plots, row)

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("scheme", CHISO_STR, NULL, {"en", "Scheme"}, {"vi", "Tiêu chuẩn"}),
	 CHISO_AXIS_INPUT, CERTIFIED},
};
static const struct chiso_input inputs[] = {
	{HECTARES("area", "Planted area of the plot", "Diện tích trồng của thửa"), NOT_NEGATIVE},
	{OPTIONAL("output", NULL, "Output of the plot, in tonnes or money",
		  "Sản lượng hoặc giá trị sản phẩm của thửa"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("certified", CHISO_BOOL, NULL,
			      {"en", "Whether it is certified on the reference date"},
			      {"vi", "Đạt chứng nhận còn hiệu lực ở ngày tham chiếu"}),
	 .axis = SCHEME},
};

/* Areas are those of a day.  A sum that nobody reported is not zero. */
#define AREA_TERM(id, en, vi) HECTARES(id, en, vi), .over_time = CHISO_STOCK_LAST
#define OUTPUT_TERM(id, en, vi) REAL(id, NULL, en, vi)
static const struct chiso_term terms[] = {
	{AREA_TERM("area", "Planted area", "Diện tích trồng"), .input = 1 + AREA},
	{AREA_TERM("certified", "Certified area", "Diện tích đạt chứng nhận"), .axis = {SCHEME}},
	{AREA_TERM("area_known", "Planted area where it is known whether it is certified",
		   "Diện tích trồng biết rõ có đạt chứng nhận hay không"),
	 .axis = {SCHEME}},
	{AREA_TERM("any", "Area under any scheme, each plot once",
		   "Diện tích đạt ít nhất một chứng nhận, mỗi thửa tính một lần")},
	{AREA_TERM("area_any", "Planted area where it is known whether it is under any scheme",
		   "Diện tích trồng biết rõ có đạt chứng nhận nào hay không")},
	{OUTPUT_TERM("output_certified", "Output of certified area",
		     "Sản lượng của diện tích đạt chứng nhận"),
	 .axis = {SCHEME}, .input = 1 + OUTPUT},
	{OUTPUT_TERM("output_known", "Output where it is known whether it is certified",
		     "Sản lượng của nơi biết rõ có đạt chứng nhận hay không"),
	 .axis = {SCHEME}, .input = 1 + OUTPUT},
	{OUTPUT_TERM("output_any", "Output of area under any scheme",
		     "Sản lượng của diện tích đạt ít nhất một chứng nhận"),
	 .input = 1 + OUTPUT},
	{OUTPUT_TERM("output_of_any", "Output where it is known whether it is under any scheme",
		     "Sản lượng của nơi biết rõ có đạt chứng nhận nào hay không"),
	 .input = 1 + OUTPUT},
};
#define SHARE(id, above, below, en, vi) \
	PERCENT(id, en, vi), .numerator = (above), .denominator = (below), .scale = 100
#define KNOWN_SHARE(id, en, vi) \
	.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_SMOOTH, "%", {"en", en}, {"vi", vi}), \
	COMPUTED
static const struct chiso_output outputs[] = {
	{HECTARES("area", "Planted area", "Diện tích trồng"), .numerator = ALL,
	 .denominator = CHISO_ONE, .scale = 1},
	{HECTARES("certified_area", "Certified area", "Diện tích đạt chứng nhận"), .axis = {SCHEME},
	 COMPUTED, .formula = "certified"},
	{KNOWN_SHARE("certified_share", "Certified share of the area",
		     "Tỷ lệ diện tích đạt chứng nhận"),
	 .axis = {SCHEME}, .formula = "100 * certified / area_known"},
	{HECTARES("any_area", "Area under any scheme", "Diện tích đạt ít nhất một chứng nhận"),
	 COMPUTED, .formula = "any"},
	{KNOWN_SHARE("any_share", "Share of the area under any scheme",
		     "Tỷ lệ diện tích đạt ít nhất một chứng nhận"),
	 .formula = "100 * any / area_any"},
	{SHARE("output_share", OUTPUT_IN, OUTPUT_OF, "Certified share of the output",
	       "Tỷ lệ sản lượng đạt chứng nhận"),
	 .axis = {SCHEME}},
	{SHARE("any_output_share", OUTPUT_ANY, OUTPUT_OF_ANY,
	       "Share of the output under any scheme",
	       "Tỷ lệ sản lượng đạt ít nhất một chứng nhận")},
};
enum { CERTIFIED_AREA = 1, CERTIFIED_SHARE, ANY_AREA, ANY_SHARE }; /* outputs that are computed */

/* Hectares are known where it is known of all of them; a share, where it is known of some. */
static void put(struct chiso_value *area, struct chiso_value *share, double sum, double of,
		double all)
{
	*area = whole_sum(sum, of, all);
	*share = all > 0 && of == 0 ? chiso_missing(CHISO_REASON_NOT_REPORTED)
				    : chiso_quotient(100 * sum, of);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	const uint32_t *term = call->term_at, *cell = call->output_at;

	(void)state;
	for (uint32_t s = 0; s < call->axes[SCHEME - 1].n; s++)
		put(&cells[cell[CERTIFIED_AREA] + s], &cells[cell[CERTIFIED_SHARE] + s],
		    sum[term[IN] + s], sum[term[OF] + s], sum[term[ALL]]);
	put(&cells[cell[ANY_AREA]], &cells[cell[ANY_SHARE]], sum[term[ANY]], sum[term[OF_ANY]],
	    sum[term[ALL]]);
	return CHISO_OK;
}

const struct chiso_indicator agriculture_certified_plots = {
	.size = sizeof agriculture_certified_plots,
	.version = 2,
	.id = "agriculture.certified_plots",
	.title = CHISO_T({"en", "Certified area and output, from plots"},
			 {"vi", "Diện tích, sản lượng đạt chứng nhận, theo thửa"}),
	.summary =
		CHISO_T({"en", "Planted area and output under certificates, by scheme and under "
			       "any; a plot under two schemes counts once under any."},
			{"vi", "Diện tích trồng và sản lượng đạt chứng nhận, theo từng tiêu chuẩn "
			       "và ít nhất một; thửa đạt hai chứng nhận chỉ tính một lần."}),
	.formula = "100 * certified / area_known; 100 * any / area_any",
	.reference = CERTIFIED_REFERENCE,
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = plots_map,
	.evaluate = evaluate,
};
