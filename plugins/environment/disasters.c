/* SPDX-License-Identifier: MIT */
/* What disasters take, as the Sendai Framework counts it: the dead and missing and those
 * directly affected (B-1) per 100,000 people, and losses of money over what is produced (C-1); who
 * has a plan against them (E-2) and who is warned in time (G-3). */
#include "environment.h"

#include "../per.h"
#include "../share.h"

enum { LOSSES, PEOPLE };                                                      /* sources */
enum { DEAD, GONE, HURT, IN_DAMAGED, IN_DESTROYED, LIVELIHOODS, POPULATION }; /* inputs */
enum { RECORDS, KILLED, AFFECTED, OF_AFFECTED, T_POPULATION };                /* terms */
enum { OUT_KILLED, OUT_AFFECTED, OUT_KILLED_RATE, OUT_AFFECTED_RATE };

#define PER_PEOPLE 100000

/* The affected are known of a record that tells all four kinds of them. */
static uint8_t losses_row(const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[DEAD], r) || !chiso_has(&in[GONE], r))
		return CHISO_MISSING;
	add[RECORDS] = 1;
	add[KILLED] = chiso_f64(&in[DEAD], r) + chiso_f64(&in[GONE], r);
	add[OF_AFFECTED] = 1;
	for (int i = HURT; i <= LIVELIHOODS; i++) {
		if (!chiso_has(&in[i], r)) {
			add[AFFECTED] = add[OF_AFFECTED] = 0;
			break;
		}
		add[AFFECTED] += chiso_f64(&in[i], r);
	}
	return CHISO_USED;
}

static uint8_t people_row(const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[POPULATION], r))
		return CHISO_MISSING;
	add[T_POPULATION] = chiso_f64(&in[POPULATION], r);
	return CHISO_USED;
}

static uint8_t row(const struct chiso_call *call, uint32_t source, const struct chiso_column *in,
		   uint32_t r, double *add)
{
	(void)call;
	return (source == LOSSES ? losses_row : people_row)(in, r, add);
}
CHISO_SOURCE_ROWS(disasters, row)

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)call;
	(void)state;
	cells[OUT_AFFECTED] = whole_sum(sum[AFFECTED], sum[OF_AFFECTED], sum[RECORDS]);
	cells[OUT_AFFECTED_RATE] = cells[OUT_AFFECTED];
	if (cells[OUT_AFFECTED].type != CHISO_NONE)
		cells[OUT_AFFECTED_RATE] =
			scaled_quotient(PER_PEOPLE, sum[AFFECTED], sum[T_POPULATION]);
	return CHISO_OK;
}

static const struct chiso_source sources[] = {
	PER_SOURCE("losses", "Losses", "Thiệt hại"),
	PER_SOURCE("people", "People", "Dân số"),
};
#define PERSONS(id, en, vi) REAL(id, "{person}", en, vi)
#define MAYBE(id, en, vi) \
	{ \
		OPTIONAL(id, "{person}", en, vi), .source = LOSSES, NOT_NEGATIVE \
	}
static const struct chiso_input inputs[] = {
	{PERSONS("deaths", "Deaths", "Số người chết"), .source = LOSSES, NOT_NEGATIVE},
	{PERSONS("missing", "Missing persons", "Số người mất tích"), .source = LOSSES,
	 NOT_NEGATIVE},
	MAYBE("injured", "Injured or ill", "Số người bị thương hoặc mắc bệnh"),
	MAYBE("damaged", "People whose dwellings were damaged", "Số người có nhà ở bị hư hỏng"),
	MAYBE("destroyed", "People whose dwellings were destroyed",
	      "Số người có nhà ở bị phá hủy hoàn toàn"),
	MAYBE("livelihoods", "People whose livelihoods were disrupted",
	      "Số người bị ảnh hưởng sinh kế"),
	{PERSONS("population", "Population", "Dân số"), .source = PEOPLE, NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{REAL("events", "1", "Records of losses", "Số bản ghi thiệt hại"), .source = LOSSES},
	{PERSONS("killed", "Dead and missing", "Số người chết và mất tích"), .source = LOSSES},
	{PERSONS("affected", "Directly affected", "Số người bị ảnh hưởng trực tiếp"),
	 .source = LOSSES},
	{REAL("events_affected", "1", "Records that tell all who were affected",
	      "Số bản ghi có đủ số người bị ảnh hưởng"),
	 .source = LOSSES},
	{PERSONS("population", "Population", "Dân số"), .source = PEOPLE,
	 .over_time = CHISO_STOCK_MEAN, .input = 1 + POPULATION},
};
static const struct chiso_output outputs[] = {
	{PERSONS("killed", "Dead and missing", "Số người chết và mất tích"), .numerator = KILLED,
	 .denominator = CHISO_ONE, .scale = 1},
	{PERSONS("affected", "Directly affected", "Số người bị ảnh hưởng trực tiếp"), COMPUTED,
	 .formula = "affected"},
	{REAL("killed_rate", "per 100,000 {person}", "Dead and missing per 100,000 people (A-1)",
	      "Số người chết, mất tích trên 100.000 dân (A-1)"),
	 .numerator = KILLED, .denominator = T_POPULATION, .scale = PER_PEOPLE},
	{REAL("affected_rate", "per 100,000 {person}", "Directly affected per 100,000 people (B-1)",
	      "Số người bị ảnh hưởng trực tiếp trên 100.000 dân (B-1)"),
	 COMPUTED, .formula = "100000 * affected / population"},
};
const struct chiso_indicator environment_disasters = {
	.size = sizeof environment_disasters,
	.version = 1,
	.id = "environment.disasters",
	.title = CHISO_T({"en", "People hit by disasters"},
			 {"vi", "Thiệt hại về người do thiên tai"}),
	.summary = CHISO_T(
		{"en", "Dead, missing and directly affected people per 100,000 of the population."},
		{"vi", "Số người chết, mất tích và bị ảnh hưởng trực tiếp do thiên tai trên "
		       "100.000 dân."}),
	.formula = "100000 * (deaths + missing) / population; affected = injured + damaged + "
		   "destroyed + livelihoods",
	.reference = HERE "; Sendai Framework indicators A-1 and B-1, A/71/644 (2016); SDG 11.5.1",
	.direction = -1,
	CHISO_TABLE(source, sources),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = disasters_map,
	.evaluate = evaluate,
};

/* ---- money, plans, warnings ----------------------------------------------------------------- */

PER_INDICATOR(environment_disaster_loss, "environment.disaster_loss",
	      ("losses", "Losses", "Thiệt hại"),
	      ("loss", "VND", "Direct economic loss", "Thiệt hại kinh tế trực tiếp"), CHISO_FLOW,
	      ("economy", "Economy", "Kinh tế"),
	      ("product", "VND", "Gross product", "Tổng sản phẩm trên địa bàn"), CHISO_FLOW, -1,
	      "loss_share", "%", 100, "100 * loss / product",
	      "Losses to disasters, of gross product",
	      "Thiệt hại do thiên tai so với tổng sản phẩm",
	      "Direct economic loss to disasters, of the gross product of the same period.",
	      "Thiệt hại kinh tế trực tiếp do thiên tai so với tổng sản phẩm cùng kỳ.",
	      HERE "; Sendai Framework indicator C-1, A/71/644 (2016); SDG 11.5.2");
SHARE_INDICATOR(environment_disaster_plans, "environment.disaster_plans", CHISO_STOCK_LAST,
		("with_plan", "{commune}", "Communes with a disaster plan that they carry out",
		 "Số xã có kế hoạch phòng, chống thiên tai đang thực hiện"),
		("communes", "{commune}", "Communes", "Số xã"),
		"more communes with a plan than there are",
		"số xã có kế hoạch nhiều hơn tổng số xã", "Communes with a plan against disasters",
		"Tỷ lệ xã có kế hoạch phòng, chống thiên tai",
		"Communes that have a plan against disasters and carry it out, of all.",
		"Tỷ lệ xã có và đang thực hiện kế hoạch phòng, chống thiên tai.",
		HERE "; Sendai Framework indicator E-2, A/71/644 (2016); SDG 13.1.3");
SHARE_INDICATOR(environment_early_warning, "environment.early_warning", CHISO_STOCK_LAST,
		("covered", "{person}", "People whom early warnings reach",
		 "Số người được cảnh báo sớm thiên tai"),
		("population", "{person}", "Population", "Dân số"),
		"more people are warned than there are",
		"số người được cảnh báo nhiều hơn tổng số dân", "People covered by early warning",
		"Tỷ lệ người dân được cảnh báo sớm thiên tai",
		"People whom early warnings of disasters reach, of all.",
		"Tỷ lệ người dân nhận được cảnh báo sớm thiên tai.",
		HERE "; Sendai Framework indicator G-3, A/71/644 (2016)");
