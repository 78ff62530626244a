/* SPDX-License-Identifier: MIT */
/* Totals, means, shares, rates and comparisons: what most of an office's figures are made of.  They
 * know nothing of any domain; a project file binds them to columns, and README.md beside this file
 * has the definition and a worked example of each. */
#include "../rows.h"

#include <string.h>

/* A table row's field: a number in the data's own unit of measure, or a percentage. */
#define AMOUNT(id, en, vi) REAL(id, NULL, en, vi)
#define PERCENT(id, en, vi) REAL(id, "%", en, vi)

#define COMMON(name) .size = sizeof(name), .version = 1, .reference = "plugins/basic/README.md"

/* ---- one figure a record: total, stock, published, mean ------------------------------------ */

static int one_map(struct chiso_call *call, const struct chiso_batch *b, double *t, uint8_t *fate)
{
	const struct chiso_column value = b->columns[0];
	const double *figures = value.values;
	const uint32_t n = b->n, n_terms = call->n_terms, *rows = b->rows;

	if (n && figures && !value.validity) {
		/* Nobody lacks it, mostly. */
		figures += value.offset;
		memset(fate, CHISO_USED, n);
#pragma GCC unroll 4
		for (uint32_t i = 0; i < n; i++, t += n_terms)
			*t = figures[rows ? rows[i] : i];
		return CHISO_OK;
	}
	for (uint32_t i = 0; i < n; i++, t += n_terms) {
		uint32_t r = rows ? rows[i] : i;

		fate[i] = CHISO_MISSING;
		if (!chiso_has(&value, r))
			continue;
		*t = chiso_f64(&value, r);
		fate[i] = CHISO_USED;
	}
	return CHISO_OK;
}

static const struct chiso_input one_inputs[] = {
	{AMOUNT("value", "Figure", "Số liệu")},
};
static const struct chiso_output one_outputs[] = {
	{AMOUNT("total", "Total", "Tổng số"), .numerator = 0, .denominator = CHISO_ONE, .scale = 1},
};

static const struct chiso_term total_terms[] = {
	{AMOUNT("value", "Sum of the figures", "Tổng các số liệu"), .input = 1},
};
static const struct chiso_indicator total = {
	COMMON(total),
	.id = "basic.total",
	.title = CHISO_T({"en", "Total"}, {"vi", "Tổng số"}),
	.summary = CHISO_T(
		{"en", "Sum of a figure; periods add up: the year is the sum of its months."},
		{"vi", "Tổng của một số liệu; các kỳ được cộng dồn: cả năm là tổng các tháng."}),
	.formula = "value",
	CHISO_TABLE(input, one_inputs),
	CHISO_TABLE(term, total_terms),
	CHISO_TABLE(output, one_outputs),
	.map = one_map,
};

static const struct chiso_term stock_terms[] = {
	{AMOUNT("value", "Sum of the figures", "Tổng các số liệu"), .over_time = CHISO_STOCK_LAST,
	 .input = 1},
};
static const struct chiso_indicator stock = {
	COMMON(stock),
	.id = "basic.stock",
	.title = CHISO_T({"en", "Stock"}, {"vi", "Tổng số tại thời điểm"}),
	.summary = CHISO_T({"en", "Sum of a figure taken at a moment; periods don't add up: the "
				  "year is its last month."},
			   {"vi", "Tổng của một số liệu tại một thời điểm; không cộng dồn theo kỳ: "
				  "cả năm lấy số của tháng cuối."}),
	.formula = "value",
	CHISO_TABLE(input, one_inputs),
	CHISO_TABLE(term, stock_terms),
	CHISO_TABLE(output, one_outputs),
	.map = one_map,
};

/* A weight would change a rate that is taken as it was printed. */
static const struct chiso_term published_terms[] = {
	{.field = CHISO_FIELD_FLAGS("value", CHISO_F64, CHISO_UNWEIGHTED, NULL,
				    {"en", "Published figure"}, {"vi", "Số liệu đã công bố"}),
	 .input = 1},
};
static const struct chiso_output published_outputs[] = {
	{AMOUNT("value", "Published figure", "Số liệu đã công bố"), .numerator = 0,
	 .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_indicator published = {
	COMMON(published),
	.id = "basic.published",
	.flags = CHISO_AS_REPORTED,
	.title = CHISO_T({"en", "Published figure"}, {"vi", "Số liệu đã công bố"}),
	.summary = CHISO_T(
		{"en", "A rate, mean or index taken as it was published; it is never added up."},
		{"vi", "Tỷ lệ, số bình quân hoặc chỉ số lấy nguyên như đã công bố; không bao giờ "
		       "được cộng lại."}),
	.formula = "value",
	CHISO_TABLE(input, one_inputs),
	CHISO_TABLE(term, published_terms),
	CHISO_TABLE(output, published_outputs),
	.map = one_map,
};

enum { MEAN_RECORDS, MEAN_VALUE }; /* terms */

static uint8_t mean_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	add[MEAN_RECORDS] = 1;
	add[MEAN_VALUE] = chiso_f64(&in[0], r);
	return CHISO_USED;
}
COLUMN_ROWS(mean, mean_row, 1)

static const struct chiso_term mean_terms[] = {
	{.field = CHISO_FIELD("records", CHISO_F64, "1", {"en", "Records, by weight"},
			      {"vi", "Số bản ghi, theo trọng số"})},
	{AMOUNT("value", "Sum of the figures", "Tổng các số liệu"), .input = 1},
};
static const struct chiso_output mean_outputs[] = {
	{AMOUNT("mean", "Mean", "Số bình quân"), .numerator = MEAN_VALUE,
	 .denominator = MEAN_RECORDS, .scale = 1},
};
static const struct chiso_indicator mean = {
	COMMON(mean),
	.id = "basic.mean",
	.title = CHISO_T({"en", "Mean"}, {"vi", "Số bình quân"}),
	.summary = CHISO_T(
		{"en", "Mean of a figure over the records, by the weight of the dataset."},
		{"vi",
		 "Số bình quân của một số liệu trên các bản ghi, theo trọng số của bộ dữ liệu."}),
	.formula = "value / records",
	CHISO_TABLE(input, one_inputs),
	CHISO_TABLE(term, mean_terms),
	CHISO_TABLE(output, mean_outputs),
	.map = mean_map,
};

/* ---- two figures a record: share, rate, ratio, percent_of_plan ----------------------------- */

/* Both or nothing: a numerator without its denominator would bias every quotient. */
static uint8_t two(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r) || !chiso_has(&in[1], r))
		return CHISO_MISSING;
	add[0] = chiso_f64(&in[0], r);
	add[1] = chiso_f64(&in[1], r);
	return CHISO_USED;
}
CHISO_ROWS(two, two)

enum { PART, WHOLE };     /* inputs and terms */
enum { PART_OVER_WHOLE }; /* problems */

static uint8_t share_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	if (chiso_has(&in[PART], r) && chiso_has(&in[WHOLE], r) &&
	    chiso_f64(&in[PART], r) > chiso_f64(&in[WHOLE], r))
		return CHISO_REFUSED + PART_OVER_WHOLE;
	return two(call, in, r, add);
}
CHISO_ROWS(share, share_row)

static const struct chiso_input share_inputs[] = {
	{AMOUNT("part", "Part", "Bộ phận"), NOT_NEGATIVE},
	{AMOUNT("whole", "Whole", "Tổng thể"), NOT_NEGATIVE},
};
static const struct chiso_term share_terms[] = {
	{AMOUNT("part", "Part", "Bộ phận"), .input = 1 + PART},
	{AMOUNT("whole", "Whole", "Tổng thể"), .input = 1 + WHOLE},
};
static const struct chiso_output share_outputs[] = {
	{PERCENT("share", "Share", "Tỷ lệ"), .numerator = PART, .denominator = WHOLE, .scale = 100},
};
static const struct chiso_problem share_problems[] = {
	{"part_over_whole",
	 CHISO_T({"en", "the part is larger than the whole"}, {"vi", "bộ phận lớn hơn tổng thể"}),
	 PART},
};
static const struct chiso_indicator share = {
	COMMON(share),
	.id = "basic.share",
	.title = CHISO_T({"en", "Share"}, {"vi", "Tỷ lệ"}),
	.summary = CHISO_T({"en", "A part in per cent of the whole."},
			   {"vi", "Một bộ phận so với tổng thể, tính bằng phần trăm."}),
	.formula = "100 * part / whole",
	CHISO_TABLE(input, share_inputs),
	CHISO_TABLE(term, share_terms),
	CHISO_TABLE(output, share_outputs),
	CHISO_TABLE(problem, share_problems),
	.map = share_map,
};

enum { EVENTS, BASE }; /* inputs and terms */

static const struct chiso_input rate_inputs[] = {
	{AMOUNT("events", "Events", "Số sự kiện"), NOT_NEGATIVE},
	{AMOUNT("base", "Base, a stock such as the population",
		"Mẫu số, số liệu thời điểm như dân số"),
	 NOT_NEGATIVE},
};
static const struct chiso_param rate_params[] = {
	{.field = CHISO_FIELD_FLAGS("per", CHISO_F64, CHISO_OPTIONAL, "1",
				    {"en", "Per how many of the base"},
				    {"vi", "Tính trên bao nhiêu đơn vị của mẫu số"}),
	 .def = {CHISO_F64, 0, {.f64 = 1000}},
	 .min = {CHISO_F64, 0, {.f64 = 1}},
	 .max = {CHISO_F64, 0, {.f64 = 1e9}}},
};
/* Births of twelve months meet the mean population of the year, not twelve populations. */
static const struct chiso_term rate_terms[] = {
	{AMOUNT("events", "Events", "Số sự kiện"), .input = 1 + EVENTS},
	{AMOUNT("base", "Mean base", "Mẫu số bình quân"), .over_time = CHISO_STOCK_MEAN,
	 .input = 1 + BASE},
};
static const struct chiso_output rate_outputs[] = {
	{AMOUNT("rate", "Rate", "Tỷ suất"), .numerator = EVENTS, .denominator = BASE, .factor = 1,
	 .scale = 1},
};
static const struct chiso_indicator rate = {
	.size = sizeof rate,
	.version = 1,
	.id = "basic.rate",
	.title = CHISO_T({"en", "Rate"}, {"vi", "Tỷ suất"}),
	.summary = CHISO_T(
		{"en", "Events per 1,000, or another number, of the mean base."},
		{"vi",
		 "Số sự kiện tính trên 1.000 (hoặc một số khác) đơn vị của mẫu số bình quân."}),
	.formula = "per * events / base",
	.reference = "GSO metadata, tỷ suất sinh thô (crude birth rate), 2019",
	CHISO_TABLE(input, rate_inputs),
	CHISO_TABLE(param, rate_params),
	CHISO_TABLE(term, rate_terms),
	CHISO_TABLE(output, rate_outputs),
	.map = two_map,
};

static const struct chiso_input ratio_inputs[] = {
	{AMOUNT("numerator", "Numerator", "Tử số")},
	{AMOUNT("denominator", "Denominator", "Mẫu số")},
};
static const struct chiso_term ratio_terms[] = {
	{AMOUNT("numerator", "Numerator", "Tử số"), .input = 1},
	{AMOUNT("denominator", "Denominator", "Mẫu số"), .input = 2},
};
static const struct chiso_output ratio_outputs[] = {
	{AMOUNT("ratio", "Ratio", "Tỷ số"), .numerator = 0, .denominator = 1, .scale = 1},
};
static const struct chiso_indicator ratio = {
	COMMON(ratio),
	.id = "basic.ratio",
	.title = CHISO_T({"en", "Ratio"}, {"vi", "Tỷ số"}),
	.summary = CHISO_T({"en", "One sum divided by another."}, {"vi", "Thương của hai tổng."}),
	.formula = "numerator / denominator",
	CHISO_TABLE(input, ratio_inputs),
	CHISO_TABLE(term, ratio_terms),
	CHISO_TABLE(output, ratio_outputs),
	.map = two_map,
};

static const struct chiso_input plan_inputs[] = {
	{AMOUNT("actual", "Actual figure", "Thực hiện")},
	{AMOUNT("plan", "Planned figure", "Kế hoạch"), NOT_NEGATIVE},
};
static const struct chiso_term plan_terms[] = {
	{AMOUNT("actual", "Actual figure", "Thực hiện"), .input = 1},
	{AMOUNT("plan", "Planned figure", "Kế hoạch"), .input = 2},
};
static const struct chiso_output plan_outputs[] = {
	{PERCENT("percent", "Per cent of the plan", "Tỷ lệ so với kế hoạch"), .numerator = 0,
	 .denominator = 1, .scale = 100},
};
static const struct chiso_indicator percent_of_plan = {
	COMMON(percent_of_plan),
	.id = "basic.percent_of_plan",
	.title = CHISO_T({"en", "Fulfilment of the plan"}, {"vi", "Mức độ hoàn thành kế hoạch"}),
	.summary = CHISO_T({"en", "The actual figure in per cent of the planned one."},
			   {"vi", "Số thực hiện so với kế hoạch, tính bằng phần trăm."}),
	.formula = "100 * actual / plan",
	CHISO_TABLE(input, plan_inputs),
	CHISO_TABLE(term, plan_terms),
	CHISO_TABLE(output, plan_outputs),
	.map = two_map,
};

/* ---- change: the difference is the term, so that explain has a numerator to show ------------ */

enum { ACTUAL, BEFORE };        /* inputs */
enum { CHANGE, CHANGE_BEFORE }; /* terms */

static uint8_t change_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			  double *add)
{
	(void)call;
	if (!chiso_has(&in[ACTUAL], r) || !chiso_has(&in[BEFORE], r))
		return CHISO_MISSING;
	add[CHANGE] = chiso_f64(&in[ACTUAL], r) - chiso_f64(&in[BEFORE], r);
	add[CHANGE_BEFORE] = chiso_f64(&in[BEFORE], r);
	return CHISO_USED;
}
CHISO_ROWS(change, change_row)

static const struct chiso_input change_inputs[] = {
	{AMOUNT("actual", "Actual figure", "Kỳ báo cáo")},
	{AMOUNT("before", "Figure it is compared with", "Kỳ so sánh"), NOT_NEGATIVE},
};
static const struct chiso_term change_terms[] = {
	{AMOUNT("change", "Actual less before", "Mức tăng, giảm")},
	{AMOUNT("before", "Figure it is compared with", "Kỳ so sánh"), .input = 1 + BEFORE},
};
static const struct chiso_output change_outputs[] = {
	{PERCENT("change", "Change", "Tốc độ tăng, giảm"), .numerator = CHANGE,
	 .denominator = CHANGE_BEFORE, .scale = 100},
};
static const struct chiso_indicator change = {
	COMMON(change),
	.id = "basic.change",
	.title = CHISO_T({"en", "Change"}, {"vi", "Tốc độ tăng, giảm"}),
	.summary = CHISO_T(
		{"en", "Change against a figure given in the same record, in per cent."},
		{"vi",
		 "Mức tăng, giảm so với số so sánh trong cùng bản ghi, tính bằng phần trăm."}),
	.formula = "100 * (actual - before) / before",
	CHISO_TABLE(input, change_inputs),
	CHISO_TABLE(term, change_terms),
	CHISO_TABLE(output, change_outputs),
	.map = change_map,
};

/* ---- proportion ----------------------------------------------------------------------------- */

enum { HOLDS, COUNT }; /* inputs */
enum { ALL, HOLDING }; /* terms */

/* Without a count column a record counts as one; a count that is missing in a record is missing. */
static uint8_t proportion_row(const struct chiso_call *call, const struct chiso_column *in,
			      uint32_t r, double *add)
{
	int counted = in[COUNT].values != NULL;

	(void)call;
	if (!chiso_has(&in[HOLDS], r) || (counted && !chiso_has(&in[COUNT], r)))
		return CHISO_MISSING;
	add[ALL] = counted ? chiso_f64(&in[COUNT], r) : 1;
	if (chiso_bool(&in[HOLDS], r))
		add[HOLDING] = add[ALL];
	return CHISO_USED;
}
CHISO_ROWS(proportion, proportion_row)

static const struct chiso_input proportion_inputs[] = {
	{.field = CHISO_FIELD("holds", CHISO_BOOL, "1", {"en", "Whether it holds"},
			      {"vi", "Có đặc điểm hay không"})},
	{.field = CHISO_FIELD_FLAGS("count", CHISO_F64, CHISO_OPTIONAL, NULL,
				    {"en", "Persons, households ... that the record stands for"},
				    {"vi", "Số người, số hộ... mà bản ghi đại diện"}),
	 NOT_NEGATIVE},
};
static const struct chiso_term proportion_terms[] = {
	{AMOUNT("all", "All", "Tổng số")},
	{AMOUNT("holding", "Those for which it holds", "Số có đặc điểm")},
};
static const struct chiso_output proportion_outputs[] = {
	{PERCENT("share", "Share for which it holds", "Tỷ lệ có đặc điểm"), .numerator = HOLDING,
	 .denominator = ALL, .scale = 100},
};
static const struct chiso_indicator proportion = {
	COMMON(proportion),
	.id = "basic.proportion",
	.title = CHISO_T({"en", "Proportion"}, {"vi", "Tỷ lệ có đặc điểm"}),
	.summary = CHISO_T(
		{"en", "Share of the records, or of the persons they stand for, for which "
		       "something holds."},
		{"vi", "Tỷ lệ bản ghi, hoặc số người mà bản ghi đại diện, có một đặc điểm."}),
	.formula = "100 * holding / all",
	CHISO_TABLE(input, proportion_inputs),
	CHISO_TABLE(term, proportion_terms),
	CHISO_TABLE(output, proportion_outputs),
	.map = proportion_map,
};

CHISO_PLUGIN("basic", "0.1.0", "chiso", "MIT", &total, &stock, &mean, &share, &proportion, &rate,
	     &ratio, &percent_of_plan, &change, &published)
