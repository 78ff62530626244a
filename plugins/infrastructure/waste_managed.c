/* SPDX-License-Identifier: MIT */
/* Household waste over what is generated, as SDG 11.6.1 has it: what nobody collects was thrown
 * away somewhere all the same.  Where it was not measured it is estimated for the people who are
 * not served, by a rate that the table gives or by what those who are served make. */
#include "infrastructure.h"

enum {
	COLLECTED,
	MANAGED,
	GENERATED,
	POPULATION,
	SERVED,
	PER_HEAD,
	FIRST_DAY,
	LAST_DAY
};                                                                       /* inputs */
enum { T_COLLECTED, T_GENERATED, T_ESTIMATED, T_MANAGED, T_OF_MANAGED }; /* terms */
enum { COLLECTED_OVER, MANAGED_OVER, SERVED_OVER };                      /* problems */

#define KG_A_TONNE 1000

/* What a rate in kg per person and day makes of people in the record's period, in tonnes. */
static int by_rate(const struct chiso_column *in, uint32_t r, double people, double *tonnes)
{
	if (!chiso_has(&in[PER_HEAD], r) || !chiso_has(&in[FIRST_DAY], r) ||
	    !chiso_has(&in[LAST_DAY], r))
		return 0;
	double days = (double)chiso_i32(&in[LAST_DAY], r) - chiso_i32(&in[FIRST_DAY], r) + 1;
	*tonnes = people * chiso_f64(&in[PER_HEAD], r) * days / KG_A_TONNE;
	return 1;
}

/* The waste of those who are not served; 0: it can't be told.  A column of rates says it alone. */
static int estimate(const struct chiso_column *in, uint32_t r, double *tonnes)
{
	if (!chiso_has(&in[POPULATION], r) || !chiso_has(&in[SERVED], r))
		return 0;
	double served = chiso_f64(&in[SERVED], r), left = chiso_f64(&in[POPULATION], r) - served;

	*tonnes = 0;
	if (left == 0)
		return 1;
	if (in[PER_HEAD].values)
		return by_rate(in, r, left, tonnes);
	if (served == 0)
		return 0;
	*tonnes = chiso_f64(&in[COLLECTED], r) * left / served;
	return 1;
}

static uint8_t contradiction(const struct chiso_column *in, uint32_t r)
{
	double collected = chiso_f64(&in[COLLECTED], r);

	if (chiso_has(&in[GENERATED], r) && collected > chiso_f64(&in[GENERATED], r))
		return CHISO_REFUSED + COLLECTED_OVER;
	if (chiso_has(&in[MANAGED], r) && chiso_f64(&in[MANAGED], r) > collected)
		return CHISO_REFUSED + MANAGED_OVER;
	if (chiso_has(&in[POPULATION], r) && chiso_has(&in[SERVED], r) &&
	    chiso_f64(&in[SERVED], r) > chiso_f64(&in[POPULATION], r))
		return CHISO_REFUSED + SERVED_OVER;
	return CHISO_USED;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[COLLECTED], r))
		return CHISO_MISSING;
	uint8_t fate = contradiction(in, r);
	if (fate != CHISO_USED)
		return fate;
	add[T_COLLECTED] = chiso_f64(&in[COLLECTED], r);
	if (chiso_has(&in[GENERATED], r)) {
		add[T_GENERATED] = chiso_f64(&in[GENERATED], r);
	} else {
		if (!estimate(in, r, &add[T_ESTIMATED]))
			return CHISO_MISSING;
		add[T_GENERATED] = add[T_COLLECTED] + add[T_ESTIMATED];
	}
	if (chiso_has(&in[MANAGED], r)) {
		add[T_MANAGED] = chiso_f64(&in[MANAGED], r);
		add[T_OF_MANAGED] = add[T_GENERATED];
	}
	return CHISO_USED;
}
CHISO_ROWS(waste_managed, row)

static const struct chiso_input inputs[] = {
	{REAL("collected", "t", "Waste collected", "Khối lượng chất thải được thu gom"),
	 NOT_NEGATIVE},
	{OPTIONAL("managed", "t", "Of it treated to standard or put in controlled facilities",
		  "Trong đó được xử lý đạt tiêu chuẩn"),
	 NOT_NEGATIVE},
	{OPTIONAL("generated", "t", "Waste generated, where it was measured",
		  "Khối lượng chất thải phát sinh, nếu có đo"),
	 NOT_NEGATIVE},
	{OPTIONAL("population", "{person}", "All people", "Tổng số người"), NOT_NEGATIVE},
	{OPTIONAL("served", "{person}", "People whose waste is collected",
		  "Số người được thu gom chất thải"),
	 NOT_NEGATIVE},
	{OPTIONAL("per_head", "kg/{person}/d", "Waste of a person who is not served",
		  "Chất thải của một người chưa được thu gom"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("first_day", CHISO_DATE, NULL, {"en", "First day of the period"},
			      {"vi", "Ngày đầu của kỳ"}),
	 .role = CHISO_PERIOD_FIRST},
	{.field = CHISO_FIELD("last_day", CHISO_DATE, NULL, {"en", "Last day of the period"},
			      {"vi", "Ngày cuối của kỳ"}),
	 .role = CHISO_PERIOD_LAST},
};
static const struct chiso_term terms[] = {
	{REAL("collected", "t", "Waste collected", "Khối lượng chất thải được thu gom"),
	 .input = 1 + COLLECTED},
	{REAL("generated", "t", "Waste generated", "Khối lượng chất thải phát sinh")},
	{REAL("estimated", "t", "Of it estimated", "Trong đó ước tính")},
	{REAL("managed", "t", "Waste collected and treated to standard",
	      "Khối lượng chất thải được thu gom, xử lý đạt tiêu chuẩn"),
	 .input = 1 + MANAGED},
	{REAL("generated_managed", "t", "Waste generated where treatment is reported",
	      "Khối lượng chất thải phát sinh của nơi có báo cáo xử lý")},
};
static const struct chiso_output outputs[] = {
	{REAL("generated", "t", "Waste generated", "Khối lượng chất thải phát sinh"),
	 .numerator = T_GENERATED, .denominator = CHISO_ONE, .scale = 1},
	{REAL("estimated", "t", "Waste generated, the part that is estimated",
	      "Khối lượng chất thải phát sinh, phần ước tính"),
	 .numerator = T_ESTIMATED, .denominator = CHISO_ONE, .scale = 1},
	{REAL("collected_share", "%", "Waste collected, of that generated",
	      "Tỷ lệ chất thải được thu gom so với phát sinh"),
	 .numerator = T_COLLECTED, .denominator = T_GENERATED, .scale = 100},
	{REAL("managed_share", "%", "Waste collected and treated to standard, of that generated",
	      "Tỷ lệ chất thải được thu gom, xử lý đạt tiêu chuẩn so với phát sinh"),
	 .numerator = T_MANAGED, .denominator = T_OF_MANAGED, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("collected_over", COLLECTED, "more waste collected than generated",
		"khối lượng thu gom nhiều hơn khối lượng phát sinh"),
	PROBLEM("managed_over", MANAGED, "more waste treated than collected",
		"khối lượng xử lý nhiều hơn khối lượng thu gom"),
	PROBLEM("served_over", SERVED, "more people are served than there are",
		"số người được thu gom nhiều hơn tổng số người"),
};

const struct chiso_indicator infrastructure_waste_managed = {
	.size = sizeof infrastructure_waste_managed,
	.version = 1,
	.id = "infrastructure.waste_managed",
	.title = CHISO_T({"en", "Waste collected and treated, of that generated"},
			 {"vi", "Chất thải được thu gom, xử lý so với phát sinh"}),
	.summary =
		CHISO_T({"en", "Household waste collected and treated to standard over all that is "
			       "generated, estimated for people who are not served."},
			{"vi", "Chất thải rắn sinh hoạt được thu gom, xử lý đạt tiêu chuẩn so với "
			       "tổng phát sinh, ước tính cho dân số chưa được thu gom."}),
	.formula = "100 * managed / generated_managed",
	.reference = HERE "; SDG 11.6.1 metadata",
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = waste_managed_map,
};
