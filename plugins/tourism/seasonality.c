/* SPDX-License-Identifier: MIT */
/* How unevenly the months of a year share its visits.
 *
 * A sum for each month and the number of records behind it: a month without records is not a month
 * without visits, and a year that lacks one has no measure unless the project says what to take for
 * it.  Which month a record is of, its period says or, where records are of longer periods, a
 * column. */
#include "tourism.h"

#include <stdlib.h>
#include <string.h>

enum { N_MONTHS = 12 };
enum { MONTH = 1 };                     /* axes */
enum { VISITS, MONTH_OF, FIRST, LAST }; /* inputs */
enum { MISSING };                       /* parameters */
enum { ALL, BY_MONTH, RECORDS };        /* terms */
enum { OVER_MONTHS };                   /* problems */
enum { IF_FAIL, IF_ZERO, IF_DROP };     /* codes of MISSING */
enum { GINI, GINI_CORRECTED, CV, PEAK_SHARE, PEAK_MONTH, MONTHS, INDEX, OUT_RECORDS };

/* ---- records -------------------------------------------------------------------------------- */

/* The civil month, from 0, that a day is in (days since 1970-01-01, Gregorian): in years that begin
 * in March a leap day is the last, so months begin at fixed days.  *month_index counts months from
 * some first one, so that two days of one month have the same. */
static int month_of_day(int32_t day, int64_t *month_index)
{
	int64_t z = (int64_t)day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int from_march = (int)((5 * of_year + 2) / 153);

	*month_index = (era * 400 + year) * N_MONTHS + from_march;
	return (from_march + 2) % N_MONTHS;
}

/* The month of a record, from 0; negative: its period is not within one. */
static int month_of_period(const struct chiso_column *in, uint32_t r)
{
	int64_t first, last;
	int month;

	if (!chiso_has(&in[FIRST], r) || !chiso_has(&in[LAST], r))
		return -1;
	month = month_of_day(chiso_i32(&in[FIRST], r), &first);
	month_of_day(chiso_i32(&in[LAST], r), &last);
	return first == last ? month : -1;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	int has_column = in[MONTH_OF].values != NULL, month;

	if (!chiso_has(&in[VISITS], r) || (has_column && !chiso_has(&in[MONTH_OF], r)))
		return CHISO_MISSING;
	month = has_column ? chiso_i32(&in[MONTH_OF], r) : month_of_period(in, r);
	if (month < 0)
		return CHISO_REFUSED + OVER_MONTHS;
	add[call->term_at[ALL]] = chiso_f64(&in[VISITS], r);
	add[call->term_at[BY_MONTH] + (uint32_t)month] = chiso_f64(&in[VISITS], r);
	add[call->term_at[RECORDS] + (uint32_t)month] = 1;
	return CHISO_USED;
}
CHISO_ROWS(seasonality, row)

/* ---- measures ------------------------------------------------------------------------------- */

/* The months that count. */
struct year {
	double visits[N_MONTHS], total;
	uint32_t n, n_reported, peak;
};

static int compare(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* The differences of all pairs of months, added up: n times the visits times Gini's coefficient.
 * Months are paired from the outside in, so nothing cancels. */
static double differences(const struct year *year)
{
	double x[N_MONTHS], sum = 0;

	memcpy(x, year->visits, sizeof x);
	qsort(x, year->n, sizeof *x, compare);
	for (uint32_t i = 0; i < year->n / 2; i++)
		sum += (year->n - 1 - 2 * i) * (x[year->n - 1 - i] - x[i]);
	return sum;
}

/* The months are all that there are, no sample of them: the mean square is over n. */
static double variation(const struct year *year)
{
	double sum = 0;

	for (uint32_t i = 0; i < year->n; i++) {
		double off = (year->n * year->visits[i] - year->total) / year->total;

		sum += off * off;
	}
	return sqrt(sum / year->n);
}

/* Whether months lack records.  Where periods are months the host sees to it that all units have
 * theirs; where a column says the month, one that a unit lacks shows as fewer records only. */
static int lacks_records(const double *records, int has_column)
{
	for (uint32_t m = 0; m < N_MONTHS; m++)
		if (!(records[m] > 0) || (has_column && records[m] != records[0]))
			return 1;
	return 0;
}

/* Reads the sums.  0, or why there is no measure. */
static uint32_t take_year(struct year *year, const struct chiso_call *call, const double *sum)
{
	const double *by_month = &sum[call->term_at[BY_MONTH]];
	const double *records = &sum[call->term_at[RECORDS]];
	int32_t rule = call->params[MISSING].v->as.code;
	int has_column = call->bound && call->bound[call->input_at[MONTH_OF]];

	*year = (struct year){.total = sum[call->term_at[ALL]]};
	for (uint32_t m = 0; m < N_MONTHS; m++) {
		year->n_reported += records[m] > 0;
		if (by_month[m] > by_month[year->peak])
			year->peak = m;
		if (records[m] > 0 || rule == IF_ZERO)
			year->visits[year->n++] = by_month[m];
	}
	if (!year->n_reported)
		return CHISO_REASON_NOT_REPORTED;
	/* A month's own result is no year of which the other months are zero. */
	if ((rule == IF_FAIL && lacks_records(records, has_column)) ||
	    (rule == IF_DROP && year->n < 2) ||
	    (rule == IF_ZERO && year->n_reported < 2 && !has_column))
		return CHISO_REASON_TOO_FEW;
	return year->total > 0 ? 0 : CHISO_REASON_DENOMINATOR_ZERO;
}

static void fill(const struct chiso_call *call, const struct year *year, const double *sum,
		 struct chiso_value *cells)
{
	const double *by_month = &sum[call->term_at[BY_MONTH]];
	const double *records = &sum[call->term_at[RECORDS]];
	double n = year->n, between = differences(year);
	int is_zero = call->params[MISSING].v->as.code == IF_ZERO;

	cells[call->output_at[GINI]] = chiso_number(between / (n * year->total));
	cells[call->output_at[GINI_CORRECTED]] = chiso_number(between / ((n - 1) * year->total));
	cells[call->output_at[CV]] = chiso_number(variation(year));
	cells[call->output_at[PEAK_SHARE]] = chiso_number(100 * by_month[year->peak] / year->total);
	cells[call->output_at[PEAK_MONTH]] = chiso_number(year->peak + 1);
	for (uint32_t m = 0; m < N_MONTHS; m++)
		if (records[m] > 0 || is_zero)
			cells[call->output_at[INDEX] + m] =
				chiso_number(100 * n * by_month[m] / year->total);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	struct year year;
	uint32_t reason = take_year(&year, call, sums->sum);

	(void)state;
	for (uint32_t i = 0; i < call->n_cells; i++)
		cells[i] = chiso_missing(reason ? reason : CHISO_REASON_NOT_REPORTED);
	cells[call->output_at[MONTHS]] = chiso_number(year.n_reported);
	if (!reason)
		fill(call, &year, sums->sum, cells);
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

#define MONTH_CODE(id) \
	{ \
		id, CHISO_T({"en", "Month " id}, {"vi", "Tháng " id}) \
	}
static const struct chiso_code months[] = {MONTH_CODE("1"),
					   MONTH_CODE("2"),
					   MONTH_CODE("3"),
					   MONTH_CODE("4"),
					   MONTH_CODE("5"),
					   MONTH_CODE("6"),
					   MONTH_CODE("7"),
					   MONTH_CODE("8"),
					   MONTH_CODE("9"),
					   MONTH_CODE("10"),
					   MONTH_CODE("11"),
					   MONTH_CODE("12"),
					   {0}};
static const struct chiso_code rules[] = {
	{"fail", CHISO_T({"en", "no value"}, {"vi", "không có giá trị"})},
	{"zero", CHISO_T({"en", "no visits in it"}, {"vi", "coi như không có khách"})},
	{"drop", CHISO_T({"en", "the other months alone"}, {"vi", "chỉ tính các tháng còn lại"})},
	{0}};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("month", CHISO_CODE, NULL, {"en", "Month"}, {"vi", "Tháng"}), CHISO_AXIS_CODES,
	 MONTH_OF},
};
static const struct chiso_input inputs[] = {
	{REAL("visits", "{visit}", "Visits", "Lượt khách"), NOT_NEGATIVE},
	{.field = {.id = "month_of",
		   .title = CHISO_T({"en", "Month, where the period is longer"},
				    {"vi", "Tháng, nếu kỳ báo cáo dài hơn"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_OPTIONAL,
		   .codes = months}},
	{.field = CHISO_FIELD("first_day", CHISO_DATE, NULL, {"en", "First day of the period"},
			      {"vi", "Ngày đầu của kỳ"}),
	 .role = CHISO_PERIOD_FIRST},
	{.field = CHISO_FIELD("last_day", CHISO_DATE, NULL, {"en", "Last day of the period"},
			      {"vi", "Ngày cuối của kỳ"}),
	 .role = CHISO_PERIOD_LAST},
};
static const struct chiso_param params[] = {
	{.field = {.id = "missing",
		   .title = CHISO_T({"en", "What to do where a month lacks records"},
				    {"vi", "Cách tính khi một tháng thiếu bản ghi"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_OPTIONAL,
		   .codes = rules},
	 .def = {CHISO_CODE, 0, {.code = IF_FAIL}}},
};
static const struct chiso_term terms[] = {
	{REAL("visits", "{visit}", "Visits", "Lượt khách"), .input = 1 + VISITS},
	{REAL("by_month", "{visit}", "Visits of the month", "Lượt khách trong tháng"),
	 .axis = {MONTH}},
	{.field = CHISO_FIELD_FLAGS("records", CHISO_F64, CHISO_UNWEIGHTED, "1",
				    {"en", "Records of the month"}, {"vi", "Số bản ghi của tháng"}),
	 .axis = {MONTH}},
};
static const struct chiso_output outputs[] = {
	{REAL("gini", "1", "Gini of the months", "Hệ số Gini theo tháng"), COMPUTED,
	 .formula = "mean_difference(index) / 200"},
	{REAL("gini_corrected", "1", "Gini of the months, times n / (n - 1)",
	      "Hệ số Gini theo tháng, nhân n / (n - 1)"),
	 COMPUTED, .formula = "mean_difference(index) / 200 * count(index) / (count(index) - 1)"},
	{REAL("cv", "1", "Coefficient of variation of the months", "Hệ số biến thiên theo tháng"),
	 COMPUTED, .formula = "deviation(index) / 100"},
	{REAL("peak_share", "%", "Share of the peak month", "Tỷ trọng của tháng cao điểm"),
	 COMPUTED, .formula = "100 * greatest(by_month) / visits"},
	{REAL("peak_month", "1", "Peak month", "Tháng cao điểm"), COMPUTED,
	 .formula = "first_greatest(by_month)"},
	{REAL("months", "1", "Months with records", "Số tháng có bản ghi"), COMPUTED,
	 .formula = "count_above_0(records)"},
	{REAL("index", "1", "Seasonal index, 100: the mean month",
	      "Chỉ số thời vụ, 100: tháng bình quân"),
	 .axis = {MONTH}, COMPUTED,
	 .formula = "100 * by_month * if(missing == zero, 12, months) / visits"},
	{REAL("records", "1", "Records of the month", "Số bản ghi của tháng"), .axis = {MONTH},
	 .numerator = RECORDS, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_problem problems[] = {
	PROBLEM("over_months", VISITS,
		"the period is not within one month: expected months, or a column bound to the "
		"input month_of",
		"kỳ báo cáo không nằm trong một tháng: cần số liệu theo tháng, hoặc một cột gắn "
		"với đầu vào month_of"),
};

const struct chiso_indicator tourism_seasonality = {
	.size = sizeof tourism_seasonality,
	.version = 1,
	.id = "tourism.seasonality",
	.title = CHISO_T({"en", "Seasonality"}, {"vi", "Tính thời vụ du lịch"}),
	.summary = CHISO_T(
		{"en", "How unevenly the months share the visits of a year: Gini, coefficient of "
		       "variation, peak month, seasonal index."},
		{"vi", "Mức phân bố không đều lượt khách giữa các tháng trong năm: hệ số Gini, hệ "
		       "số biến thiên, tháng cao điểm, chỉ số thời vụ."}),
	.formula = "gini = 2 * sum of i * x(i) / (n * visits) - (n + 1) / n, x(1) <= ... <= x(n); "
		   "gini_corrected = gini * n / (n - 1); cv = sqrt(mean of (x - mean)^2) / mean; "
		   "index = 100 * x / mean",
	.reference = "plugins/tourism/README.md",
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = seasonality_map,
	.evaluate = evaluate,
};
