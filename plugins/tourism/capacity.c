/* SPDX-License-Identifier: MIT */
/* How many visits a day a site can take: physical, real and effective carrying capacity, and how
 * much of it is used.  Cifuentes' method (1992); what is known of its formulas is in README.md. */
#include "days.h"

enum { FACTOR = 1 }; /* axes */
enum { AREA, AREA_PER_VISITOR, HOURS_OPEN, VISIT_HOURS, LIMITED, MANAGEMENT, VISITS, DAYS };
/* Terms, in three steps of capacity each: visits a day; what the physical capacity is of the
 * records that have it; visits that came and that there was room for, and the records where both
 * are known. */
enum { PHYSICAL, CORRECTED, EFFECTIVE, N_STEPS };
enum {
	CAPACITY,
	OF_STEP = CAPACITY + N_STEPS,
	CAME = OF_STEP + N_STEPS,
	ROOM = CAME + N_STEPS,
	N_KNOWN = ROOM + N_STEPS
};
enum { OUT_USE = N_STEPS }; /* outputs: capacities, uses */
enum { NO_AREA_PER_VISITOR, NO_VISIT_HOURS, VISIT_OVER_HOURS, DAYS_OVER }; /* problems */

/* How many of the steps a record has, 1 to 3; fills their capacities.  Without anything that limits
 * visits there is no real capacity: it is not the physical one. */
static int capacities(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		      double *capacity)
{
	const struct chiso_column *limited = &in[call->input_at[LIMITED]];
	const struct chiso_column *management = &in[call->input_at[MANAGEMENT]];
	uint32_t n = call->axes[FACTOR - 1].n;

	capacity[PHYSICAL] = chiso_f64(&in[AREA], r) / chiso_f64(&in[AREA_PER_VISITOR], r) *
			     (chiso_f64(&in[HOURS_OPEN], r) / chiso_f64(&in[VISIT_HOURS], r));
	capacity[CORRECTED] = capacity[PHYSICAL];
	for (uint32_t k = 0; k < n; k++) {
		if (!chiso_has(&limited[k], r))
			return 1;
		capacity[CORRECTED] *= 1 - chiso_f64(&limited[k], r);
	}
	if (!n)
		return 1;
	if (!chiso_has(management, r))
		return 2;
	capacity[EFFECTIVE] = capacity[CORRECTED] * chiso_f64(management, r);
	return N_STEPS;
}

/* What is wrong with a record that has all that the physical capacity needs. */
static uint8_t judge(const struct chiso_column *in, uint32_t r)
{
	if (chiso_f64(&in[AREA_PER_VISITOR], r) == 0)
		return CHISO_REFUSED + NO_AREA_PER_VISITOR;
	if (chiso_f64(&in[VISIT_HOURS], r) == 0)
		return CHISO_REFUSED + NO_VISIT_HOURS;
	if (chiso_f64(&in[VISIT_HOURS], r) > chiso_f64(&in[HOURS_OPEN], r))
		return CHISO_REFUSED + VISIT_OVER_HOURS;
	return CHISO_USED;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	const struct chiso_column *visits = &in[call->input_at[VISITS]];
	double capacity[N_STEPS], days;
	uint8_t days_fate = open_days(&in[call->input_at[DAYS]], r, &days), fate;

	if (days_fate >= CHISO_REFUSED)
		return CHISO_REFUSED + DAYS_OVER;
	for (int i = AREA; i <= VISIT_HOURS; i++)
		if (!chiso_has(&in[i], r))
			return CHISO_MISSING;
	fate = judge(in, r);
	if (fate != CHISO_USED)
		return fate;
	for (int i = 0, n = capacities(call, in, r, capacity); i < n; i++) {
		add[CAPACITY + i] = capacity[i];
		add[OF_STEP + i] = capacity[PHYSICAL];
		if (days_fate == CHISO_USED && chiso_has(visits, r)) {
			add[CAME + i] = chiso_f64(visits, r);
			add[ROOM + i] = capacity[i] * days;
			add[N_KNOWN + i] = 1;
		}
	}
	return CHISO_USED;
}
CHISO_ROWS(carrying_capacity, row)

/* Visits in per cent of those that there was room for.  Nothing known and no room at all are two
 * things. */
static struct chiso_value use(double came, double room, double n_known)
{
	if (n_known == 0)
		return chiso_missing(CHISO_REASON_NOT_REPORTED);
	return room == 0 ? chiso_missing(CHISO_REASON_DENOMINATOR_ZERO)
			 : chiso_number(100 * came / room);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)call;
	(void)state;
	for (int i = CORRECTED; i < N_STEPS; i++)
		cells[i] = whole_sum(sum[CAPACITY + i], sum[OF_STEP + i], sum[CAPACITY]);
	for (int i = PHYSICAL; i < N_STEPS; i++)
		cells[OUT_USE + i] = use(sum[CAME + i], sum[ROOM + i], sum[N_KNOWN + i]);
	return CHISO_OK;
}

#define A_DAY "{visit}/d"
#define UNCONFIRMED_EN " (formula unconfirmed)"
#define UNCONFIRMED_VI " (công thức chưa kiểm chứng)"

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("factor", CHISO_STR, NULL, {"en", "What limits visits"},
		     {"vi", "Yếu tố hạn chế"}),
	 CHISO_AXIS_INPUT, 0},
};
static const struct chiso_input inputs[] = {
	{REAL("area", "m2", "Area open to visitors", "Diện tích dành cho khách"), NOT_NEGATIVE},
	{REAL("area_per_visitor", "m2/{visit}", "Area that a visitor needs",
	      "Diện tích cần cho một khách"),
	 NOT_NEGATIVE},
	{REAL("hours_open", "{hour}/d", "Hours open a day", "Số giờ mở cửa một ngày"), .min = 0,
	 .max = 24},
	{REAL("visit_hours", "{hour}", "Hours that a visit takes", "Số giờ của một lượt tham quan"),
	 .min = 0, .max = 24},
	{OPTIONAL("limited", "1", "Limiting over total magnitude (Lm / Mt)",
		  "Đại lượng hạn chế trên đại lượng tổng (Lm / Mt)"),
	 .axis = FACTOR, FROM_0_TO_1},
	{OPTIONAL("management", "1", "Management capacity", "Năng lực quản lý"), FROM_0_TO_1},
	{OPTIONAL("visits", "{visit}", "Visits in the period", "Lượt khách trong kỳ"),
	 NOT_NEGATIVE},
	DAYS_INPUTS,
};
/* Capacities are those of a day, whatever period they are reported for. */
#define CAPACITY(id, en, vi) \
	{ \
		STOCK(id, A_DAY, en, vi) \
	}
#define COUNT(id, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_UNWEIGHTED, "1", {"en", en}, \
					   {"vi", vi}) \
	}
static const struct chiso_term terms[] = {
	CAPACITY("physical", "Physical capacity", "Sức chứa vật lý"),
	CAPACITY("real", "Real capacity", "Sức chứa thực tế"),
	CAPACITY("effective", "Effective capacity", "Sức chứa hiệu quả"),
	CAPACITY("physical_known", "Physical capacity, where it is known",
	      "Sức chứa vật lý, của nơi biết được"),
	CAPACITY("physical_real", "Physical capacity where the real one is known",
	      "Sức chứa vật lý của nơi biết sức chứa thực tế"),
	CAPACITY("physical_effective", "Physical capacity where the effective one is known",
	      "Sức chứa vật lý của nơi biết sức chứa hiệu quả"),
	{REAL("visits", "{visit}", "Visits where the physical capacity is known",
	      "Lượt khách của nơi biết sức chứa vật lý"),
	 .input = 1 + VISITS},
	{REAL("visits_real", "{visit}", "Visits where the real capacity is known",
	      "Lượt khách của nơi biết sức chứa thực tế"),
	 .input = 1 + VISITS},
	{REAL("visits_effective", "{visit}", "Visits where the effective capacity is known",
	      "Lượt khách của nơi biết sức chứa hiệu quả"),
	 .input = 1 + VISITS},
	{REAL("room_physical", "{visit}", "Physical capacity of all days open",
	      "Sức chứa vật lý của mọi ngày mở cửa")},
	{REAL("room_real", "{visit}", "Real capacity of all days open",
	      "Sức chứa thực tế của mọi ngày mở cửa")},
	{REAL("room_effective", "{visit}", "Effective capacity of all days open",
	      "Sức chứa hiệu quả của mọi ngày mở cửa")},
	COUNT("known", "Records with visits and the physical capacity",
	      "Số bản ghi có lượt khách và sức chứa vật lý"),
	COUNT("known_real", "Records with visits and the real capacity",
	      "Số bản ghi có lượt khách và sức chứa thực tế"),
	COUNT("known_effective", "Records with visits and the effective capacity",
	      "Số bản ghi có lượt khách và sức chứa hiệu quả"),
};
#define USE(id, visits, room, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_F64, CHISO_SMOOTH, "%", {"en", en}, \
					   {"vi", vi}), \
		COMPUTED, .formula = "100 * " visits " / " room \
	}
static const struct chiso_output outputs[] = {
	{REAL("physical", A_DAY, "Physical carrying capacity", "Sức chứa vật lý"),
	 .numerator = CAPACITY, .denominator = CHISO_ONE, .scale = 1},
	{REAL("real", A_DAY, "Real carrying capacity" UNCONFIRMED_EN,
	      "Sức chứa thực tế" UNCONFIRMED_VI),
	 COMPUTED, .formula = "real"},
	{REAL("effective", A_DAY, "Effective carrying capacity" UNCONFIRMED_EN,
	      "Sức chứa hiệu quả" UNCONFIRMED_VI),
	 COMPUTED, .formula = "effective"},
	USE("use_physical", "visits", "room_physical", "Use of the physical capacity",
	    "Mức sử dụng sức chứa vật lý"),
	USE("use_real", "visits_real", "room_real", "Use of the real capacity" UNCONFIRMED_EN,
	    "Mức sử dụng sức chứa thực tế" UNCONFIRMED_VI),
	USE("use_effective", "visits_effective", "room_effective",
	    "Use of the effective capacity" UNCONFIRMED_EN,
	    "Mức sử dụng sức chứa hiệu quả" UNCONFIRMED_VI),
};
static const struct chiso_problem problems[] = {
	PROBLEM("no_area_per_visitor", AREA_PER_VISITOR,
		"a visitor needs no area: expected a number above 0",
		"diện tích cần cho một khách bằng 0: phải là số lớn hơn 0"),
	PROBLEM("no_visit_hours", VISIT_HOURS, "a visit takes no time: expected a number above 0",
		"một lượt tham quan không mất thời gian: phải là số lớn hơn 0"),
	PROBLEM("visit_over_hours", VISIT_HOURS, "a visit takes longer than the site is open",
		"một lượt tham quan dài hơn thời gian mở cửa"),
	DAYS_PROBLEM(DAYS + DAYS_OPEN),
};

const struct chiso_indicator tourism_carrying_capacity = {
	.size = sizeof tourism_carrying_capacity,
	.version = 1,
	.id = "tourism.carrying_capacity",
	.title = CHISO_T({"en", "Carrying capacity"}, {"vi", "Sức chứa du lịch"}),
	.summary = CHISO_T(
		{"en", "Visits a day that a site can take: physical, real and effective capacity, "
		       "and their use. The formulas of the real and the effective one are not "
		       "confirmed from the original."},
		{"vi",
		 "Số lượt khách một ngày mà điểm du lịch chứa được: sức chứa vật lý, thực tế, "
		 "hiệu quả và mức sử dụng. Công thức sức chứa thực tế và hiệu quả chưa được "
		 "kiểm chứng từ bản gốc."}),
	.formula =
		"physical = area / area_per_visitor * hours_open / visit_hours; real = physical "
		"* product of (1 - limited); effective = real * management; use = 100 * visits / "
		"(capacity * days)",
	.reference = "plugins/tourism/README.md; Cifuentes 1992, as quoted there",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = carrying_capacity_map,
	.evaluate = evaluate,
};
