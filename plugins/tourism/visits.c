/* SPDX-License-Identifier: MIT */
/* Visits, and how they divide: by length into overnight and same-day ones, by origin into domestic
 * and inbound ones. */
#include "tourism.h"

enum { VISITS, OVERNIGHT, SAME_DAY, DOMESTIC, INBOUND, N_INPUTS }; /* inputs */
/* Terms: all visits; then for each part its visits, and all visits of the records that have it. */
enum { ALL, PART, OF_PART = PART + N_INPUTS - OVERNIGHT };
enum { OVER, LENGTH_SUM = OVER + N_INPUTS - OVERNIGHT, ORIGIN_SUM }; /* problems */
enum { OUT_VISITS, OUT_PART, OVERNIGHT_SHARE = OUT_PART + N_INPUTS - OVERNIGHT, INBOUND_SHARE };

/* What a table prints adds up; what an expression scales, but for its last digits. */
static int is_same(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(a, b);
}

/* Two parts together, where both are known. */
static int pair_sum(const struct chiso_column *in, uint32_t r, int first, double *sum)
{
	if (!chiso_has(&in[first], r) || !chiso_has(&in[first + 1], r))
		return 0;
	*sum = chiso_f64(&in[first], r) + chiso_f64(&in[first + 1], r);
	return 1;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	double by_length = 0, by_origin = 0, all;
	int has_length = pair_sum(in, r, OVERNIGHT, &by_length);
	int has_origin = pair_sum(in, r, DOMESTIC, &by_origin);

	(void)call;
	if (chiso_has(&in[VISITS], r))
		all = chiso_f64(&in[VISITS], r);
	else if (has_length || has_origin)
		all = has_length ? by_length : by_origin;
	else
		return CHISO_MISSING;
	if (has_length && !is_same(by_length, all))
		return CHISO_REFUSED + LENGTH_SUM;
	if (has_origin && !is_same(by_origin, all))
		return CHISO_REFUSED + ORIGIN_SUM;
	add[ALL] = all;
	for (int part = OVERNIGHT; part < N_INPUTS; part++) {
		if (!chiso_has(&in[part], r))
			continue;
		add[PART + part - OVERNIGHT] = chiso_f64(&in[part], r);
		add[OF_PART + part - OVERNIGHT] = all;
		if (chiso_f64(&in[part], r) > all && !is_same(chiso_f64(&in[part], r), all))
			return (uint8_t)(CHISO_REFUSED + OVER + part - OVERNIGHT);
	}
	return CHISO_USED;
}
CHISO_ROWS(visits, row)

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)call;
	(void)state;
	for (int i = 0; i < N_INPUTS - OVERNIGHT; i++)
		cells[OUT_PART + i] = whole_sum(sum[PART + i], sum[OF_PART + i], sum[ALL]);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{OPTIONAL("visits", "{visit}", "Visits", "Lượt khách"), NOT_NEGATIVE},
	{OPTIONAL("overnight", "{visit}", "Overnight visits", "Lượt khách lưu trú"), NOT_NEGATIVE},
	{OPTIONAL("same_day", "{visit}", "Same-day visits", "Lượt khách trong ngày"), NOT_NEGATIVE},
	{OPTIONAL("domestic", "{visit}", "Domestic visits", "Lượt khách nội địa"), NOT_NEGATIVE},
	{OPTIONAL("inbound", "{visit}", "Inbound visits", "Lượt khách quốc tế"), NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{REAL("visits", "{visit}", "Visits", "Lượt khách")},
	{REAL("overnight", "{visit}", "Overnight visits", "Lượt khách lưu trú"),
	 .input = 1 + OVERNIGHT},
	{REAL("same_day", "{visit}", "Same-day visits", "Lượt khách trong ngày"),
	 .input = 1 + SAME_DAY},
	{REAL("domestic", "{visit}", "Domestic visits", "Lượt khách nội địa"),
	 .input = 1 + DOMESTIC},
	{REAL("inbound", "{visit}", "Inbound visits", "Lượt khách quốc tế"), .input = 1 + INBOUND},
	{REAL("visits_overnight", "{visit}", "Visits where overnight ones are reported",
	      "Lượt khách của nơi có báo cáo khách lưu trú")},
	{REAL("visits_same_day", "{visit}", "Visits where same-day ones are reported",
	      "Lượt khách của nơi có báo cáo khách trong ngày")},
	{REAL("visits_domestic", "{visit}", "Visits where domestic ones are reported",
	      "Lượt khách của nơi có báo cáo khách nội địa")},
	{REAL("visits_inbound", "{visit}", "Visits where inbound ones are reported",
	      "Lượt khách của nơi có báo cáo khách quốc tế")},
};
#define PART_OUTPUT(id, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_SMOOTH, "{visit}", {"en", en}, \
					   {"vi", vi}), \
		COMPUTED, .formula = id \
	}
static const struct chiso_output outputs[] = {
	{REAL("visits", "{visit}", "Visits", "Lượt khách"), .numerator = ALL,
	 .denominator = CHISO_ONE, .scale = 1},
	PART_OUTPUT("overnight", "Overnight visits", "Lượt khách lưu trú"),
	PART_OUTPUT("same_day", "Same-day visits", "Lượt khách trong ngày"),
	PART_OUTPUT("domestic", "Domestic visits", "Lượt khách nội địa"),
	PART_OUTPUT("inbound", "Inbound visits", "Lượt khách quốc tế"),
	{REAL("overnight_share", "%", "Share of overnight visits", "Tỷ lệ khách lưu trú"),
	 .numerator = PART, .denominator = OF_PART, .scale = 100},
	{REAL("inbound_share", "%", "Share of inbound visits", "Tỷ lệ khách quốc tế"),
	 .numerator = PART + INBOUND - OVERNIGHT, .denominator = OF_PART + INBOUND - OVERNIGHT,
	 .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("overnight_over", OVERNIGHT, "more overnight visits than visits",
		"số lượt khách lưu trú nhiều hơn tổng số lượt khách"),
	PROBLEM("same_day_over", SAME_DAY, "more same-day visits than visits",
		"số lượt khách trong ngày nhiều hơn tổng số lượt khách"),
	PROBLEM("domestic_over", DOMESTIC, "more domestic visits than visits",
		"số lượt khách nội địa nhiều hơn tổng số lượt khách"),
	PROBLEM("inbound_over", INBOUND, "more inbound visits than visits",
		"số lượt khách quốc tế nhiều hơn tổng số lượt khách"),
	PROBLEM("length_sum", OVERNIGHT,
		"overnight and same-day visits together differ from the visits",
		"khách lưu trú cộng khách trong ngày khác tổng số lượt khách"),
	PROBLEM("origin_sum", DOMESTIC,
		"domestic and inbound visits together differ from the visits",
		"khách nội địa cộng khách quốc tế khác tổng số lượt khách"),
};

const struct chiso_indicator tourism_visits = {
	.size = sizeof tourism_visits,
	.version = 1,
	.id = "tourism.visits",
	.title = CHISO_T({"en", "Visits"}, {"vi", "Lượt khách du lịch"}),
	.summary = CHISO_T(
		{"en", "Visits in all, overnight and same-day, domestic and inbound; a part has a "
		       "total only where every record reports it."},
		{"vi", "Tổng lượt khách, khách lưu trú và trong ngày, nội địa và quốc tế; một phần "
		       "chỉ có tổng số khi mọi bản ghi đều báo cáo."}),
	.formula = "visits = overnight + same_day = domestic + inbound; overnight_share = 100 * "
		   "overnight / visits_overnight",
	.reference = "plugins/tourism/README.md; " IRTS,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = visits_map,
	.evaluate = evaluate,
};
