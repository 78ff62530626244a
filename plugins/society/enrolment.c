/* SPDX-License-Identifier: MIT */
/* Children at school over those of the age for it, gross and net, and girls over boys. */
#include "society.h"

enum { SEX = 1 };                              /* axes */
enum { ENROLLED, OF_AGE, POPULATION, SEX_OF }; /* inputs */
enum { T_ENROLLED, T_OF_AGE, NET_POPULATION, T_POPULATION, BY_ENROLLED, BY_OF_AGE, BY_NET, BY_ALL };
enum { OF_AGE_OVER_ENROLLED, OF_AGE_OVER_POPULATION }; /* problems */
enum { FEMALE, MALE };                                 /* codes of SEX_OF */
enum { OUT_GER, OUT_NER, OUT_GPI, OUT_NET_GPI, OUT_GER_SEX, OUT_NER_SEX };

static uint8_t contradiction(const struct chiso_column *in, uint32_t r)
{
	double of_age = chiso_f64(&in[OF_AGE], r);

	if (of_age > chiso_f64(&in[ENROLLED], r))
		return CHISO_REFUSED + OF_AGE_OVER_ENROLLED;
	if (of_age > chiso_f64(&in[POPULATION], r))
		return CHISO_REFUSED + OF_AGE_OVER_POPULATION;
	return CHISO_USED;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	int of_sex = chiso_has(&in[SEX_OF], r);
	size_t sex = of_sex ? (size_t)chiso_i32(&in[SEX_OF], r) : 0;

	if (!chiso_has(&in[ENROLLED], r) || !chiso_has(&in[POPULATION], r) ||
	    (in[SEX_OF].values && !of_sex))
		return CHISO_MISSING;
	add[call->term_at[T_ENROLLED]] = chiso_f64(&in[ENROLLED], r);
	add[call->term_at[T_POPULATION]] = chiso_f64(&in[POPULATION], r);
	if (of_sex) {
		add[call->term_at[BY_ENROLLED] + sex] = chiso_f64(&in[ENROLLED], r);
		add[call->term_at[BY_ALL] + sex] = chiso_f64(&in[POPULATION], r);
	}
	if (!chiso_has(&in[OF_AGE], r))
		return CHISO_USED;
	add[call->term_at[T_OF_AGE]] = chiso_f64(&in[OF_AGE], r);
	add[call->term_at[NET_POPULATION]] = chiso_f64(&in[POPULATION], r);
	if (of_sex) {
		add[call->term_at[BY_OF_AGE] + sex] = chiso_f64(&in[OF_AGE], r);
		add[call->term_at[BY_NET] + sex] = chiso_f64(&in[POPULATION], r);
	}
	return contradiction(in, r);
}
CHISO_ROWS(enrolment, row)

/* The ratio of girls over that of boys, multiplied out; `all` are the children of both. */
static struct chiso_value parity(const double *part, const double *whole, double all)
{
	if (whole[FEMALE] == 0 && whole[MALE] == 0 && all > 0)
		return chiso_missing(CHISO_REASON_NOT_REPORTED);
	if (whole[MALE] == 0)
		return chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	return scaled_quotient(1, part[FEMALE] * whole[MALE], whole[FEMALE] * part[MALE]);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	double all = sum[call->term_at[T_POPULATION]];

	(void)state;
	cells[call->output_at[OUT_GPI]] =
		parity(&sum[call->term_at[BY_ENROLLED]], &sum[call->term_at[BY_ALL]], all);
	cells[call->output_at[OUT_NET_GPI]] =
		parity(&sum[call->term_at[BY_OF_AGE]], &sum[call->term_at[BY_NET]], all);
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_code sexes[] = {{"female", CHISO_T({"en", "girls"}, {"vi", "nữ"})},
					  {"male", CHISO_T({"en", "boys"}, {"vi", "nam"})},
					  {0}};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("sex", CHISO_CODE, NULL, {"en", "Sex"}, {"vi", "Giới tính"}), CHISO_AXIS_CODES,
	 SEX_OF},
};
#define PUPILS(id, en, vi) REAL(id, "{person}", en, vi)
static const struct chiso_input inputs[] = {
	{PUPILS("enrolled", "Children at this level of school, of any age",
		"Số học sinh của cấp học, mọi độ tuổi"),
	 NOT_NEGATIVE},
	{OPTIONAL("of_age", "{person}", "Of them of the official age",
		  "Trong đó đúng độ tuổi của cấp học"),
	 NOT_NEGATIVE},
	{PUPILS("population", "Children of the official age", "Dân số trong độ tuổi của cấp học"),
	 NOT_NEGATIVE},
	{.field = {.id = "sex_of",
		   .title = CHISO_T({"en", "Sex"}, {"vi", "Giới tính"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_OPTIONAL,
		   .codes = sexes}},
};
#define MEAN .over_time = CHISO_STOCK_MEAN
#define BY_SEX MEAN, .axis = {SEX}
static const struct chiso_term terms[] = {
	{PUPILS("enrolled", "Children at school", "Số học sinh"), MEAN, .input = 1 + ENROLLED},
	{PUPILS("of_age", "Of them of the official age", "Trong đó đúng độ tuổi"), MEAN,
	 .input = 1 + OF_AGE},
	{PUPILS("population_of_age", "Children of the age, where it is reported",
		"Dân số trong độ tuổi, nơi có báo cáo học sinh đúng tuổi"),
	 MEAN},
	{PUPILS("population", "Children of the official age", "Dân số trong độ tuổi"), MEAN,
	 .input = 1 + POPULATION},
	{PUPILS("enrolled_sex", "At school, by sex", "Số học sinh theo giới tính"), BY_SEX},
	{PUPILS("of_age_sex", "Of the official age, by sex", "Học sinh đúng tuổi theo giới tính"),
	 BY_SEX},
	{PUPILS("population_of_age_sex", "Children of the age, where it is reported, by sex",
		"Dân số trong độ tuổi, nơi có báo cáo học sinh đúng tuổi, theo giới tính"),
	 BY_SEX},
	{PUPILS("population_sex", "Children of the official age, by sex",
		"Dân số trong độ tuổi theo giới tính"),
	 BY_SEX},
};
static const struct chiso_output outputs[] = {
	{REAL("ger", "%", "Gross enrolment ratio", "Tỷ lệ đi học chung"), .numerator = T_ENROLLED,
	 .denominator = T_POPULATION, .scale = 100},
	{REAL("ner", "%", "Net enrolment rate", "Tỷ lệ đi học đúng tuổi"), .numerator = T_OF_AGE,
	 .denominator = NET_POPULATION, .scale = 100},
	{REAL("gpi", "1", "Gender parity index, gross", "Chỉ số bình đẳng giới, đi học chung"),
	 COMPUTED, .formula = "parity(enrolled_sex, population_sex)"},
	{REAL("net_gpi", "1", "Gender parity index, net",
	      "Chỉ số bình đẳng giới, đi học đúng tuổi"),
	 COMPUTED, .formula = "parity(of_age_sex, population_of_age_sex)"},
	{REAL("ger_sex", "%", "Gross enrolment ratio, by sex", "Tỷ lệ đi học chung theo giới tính"),
	 .axis = {SEX}, .numerator = BY_ENROLLED, .denominator = BY_ALL, .scale = 100},
	{REAL("ner_sex", "%", "Net enrolment rate, by sex",
	      "Tỷ lệ đi học đúng tuổi theo giới tính"),
	 .axis = {SEX}, .numerator = BY_OF_AGE, .denominator = BY_NET, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("of_age_over_enrolled", OF_AGE,
		"more children of the official age than are at school",
		"số học sinh đúng tuổi nhiều hơn số học sinh"),
	PROBLEM("of_age_over_population", OF_AGE,
		"more children of the official age at school than there are",
		"số học sinh đúng tuổi nhiều hơn dân số trong độ tuổi"),
};
const struct chiso_indicator society_enrolment = {
	.size = sizeof society_enrolment,
	.version = 1,
	.id = "society.enrolment",
	.title = CHISO_T({"en", "Enrolment"}, {"vi", "Tỷ lệ đi học"}),
	.summary = CHISO_T({"en", "Gross and net enrolment of a level of school, and its gender "
				  "parity index."},
			   {"vi", "Tỷ lệ đi học chung, đi học đúng tuổi của một cấp học và chỉ số "
				  "bình đẳng giới."}),
	.formula = "ger = 100 * enrolled / population; ner = 100 * of_age / population; gpi = ger "
		   "of girls / ger of boys",
	.reference = HERE "; UNESCO Institute for Statistics, Education Indicators: Technical "
			  "guidelines (2009)",
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = enrolment_map,
	.evaluate = evaluate,
};
