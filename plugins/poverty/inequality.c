/* SPDX-License-Identifier: MIT */
/* Measures of inequality that are functions of sums: Theil's two, generalised entropy, Atkinson's.
 */
#include "income.h"

enum { ALPHA = 1, EPSILON };                                               /* axes */
enum { PARAM_ALPHA, PARAM_EPSILON };                                       /* parameters */
enum { SUM_LOG = TERM_NEGATIVE + 1, SUM_INCOME_LOG, SUM_POWER, SUM_ROOT }; /* terms */
enum { THEIL, MLD, GE, ATKINSON, COUNT_ZERO, COUNT_NEGATIVE };             /* outputs */

/* 0 where there is none: then the cell has no value either. */
static double power_of(double income, double exponent)
{
	return income > 0 || (income == 0 && exponent > 0) ? pow(income, exponent) : 0;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	const struct chiso_list *alpha = &call->params[PARAM_ALPHA];
	const struct chiso_list *epsilon = &call->params[PARAM_EPSILON];
	uint8_t fate = income_row(call, in, r, add);

	if (fate != CHISO_USED)
		return fate;
	double income = chiso_f64(&in[INCOME], r);
	if (income > 0) {
		add[SUM_LOG] = log(income);
		add[SUM_INCOME_LOG] = income * log(income);
	}
	for (uint32_t i = 0; i < alpha->n; i++)
		add[call->term_at[SUM_POWER] + i] = power_of(income, alpha->v[i].as.f64);
	for (uint32_t i = 0; i < epsilon->n; i++)
		add[call->term_at[SUM_ROOT] + i] = power_of(income, 1 - epsilon->v[i].as.f64);
	return CHISO_USED;
}
CHISO_ROWS(inequality, row)

static int prepare(struct chiso_call *call, void **conf)
{
	const struct chiso_list *alpha = &call->params[PARAM_ALPHA];
	const struct chiso_list *epsilon = &call->params[PARAM_EPSILON];
	int status = CHISO_OK;

	(void)conf;
	for (uint32_t i = 0; i < alpha->n; i++)
		if (alpha->v[i].as.f64 == 0 || alpha->v[i].as.f64 == 1)
			status = refuse_param(
				call, PARAM_ALPHA,
				"0 and 1 are limits with outputs of their own, mld and theil: "
				"expected other numbers",
				"0 và 1 là hai giới hạn có đầu ra riêng, mld và theil: cần các số "
				"khác");
	for (uint32_t i = 0; i < epsilon->n; i++)
		if (!(epsilon->v[i].as.f64 > 0))
			status = refuse_param(call, PARAM_EPSILON, "expected numbers above 0",
					      "phải là các số lớn hơn 0");
	return status;
}

/* A value, unless incomes lie where the measure has none. */
static struct chiso_value inside(int is_in_domain, double value)
{
	return is_in_domain ? chiso_number(value) : chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
}

static void fill(struct chiso_call *call, const double *sum, struct chiso_value *cells)
{
	const struct chiso_list *alpha = &call->params[PARAM_ALPHA];
	const struct chiso_list *epsilon = &call->params[PARAM_EPSILON];
	double population = sum[TERM_POPULATION], income = sum[TERM_INCOME];
	double mean = income / population;
	int may_be_0 = sum[TERM_NEGATIVE] == 0, is_above_0 = may_be_0 && sum[TERM_ZERO] == 0;

	cells[THEIL] = inside(may_be_0, sum[SUM_INCOME_LOG] / income - log(mean));
	cells[MLD] = inside(is_above_0, log(mean) - sum[SUM_LOG] / population);
	for (uint32_t i = 0; i < alpha->n; i++) {
		double a = alpha->v[i].as.f64, power = sum[call->term_at[SUM_POWER] + i];

		cells[call->output_at[GE] + i] =
			inside(a > 0 ? may_be_0 : is_above_0,
			       (power / population / pow(mean, a) - 1) / (a * (a - 1)));
	}
	for (uint32_t i = 0; i < epsilon->n; i++) {
		double e = epsilon->v[i].as.f64, root = sum[call->term_at[SUM_ROOT] + i];
		double level = e == 1 ? exp(sum[SUM_LOG] / population)
				      : pow(root / population, 1 / (1 - e));

		cells[call->output_at[ATKINSON] + i] =
			inside(e < 1 ? may_be_0 : is_above_0, 1 - level / mean);
	}
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)state;
	/* Nobody, or nobody with any income: there is no mean to compare with. */
	if (sum[TERM_NEGATIVE] == 0 && sum[TERM_INCOME] == 0)
		for (uint32_t i = 0; i < call->n_cells; i++)
			cells[i] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	else
		fill(call, sum, cells);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("alpha", CHISO_F64, "1", {"en", "Weight of the top of the distribution"},
		     {"vi", "Trọng số của phần trên của phân phối"}),
	 CHISO_AXIS_PARAM, PARAM_ALPHA},
	{CHISO_FIELD("epsilon", CHISO_F64, "1", {"en", "Aversion to inequality"},
		     {"vi", "Hệ số e ngại bất bình đẳng"}),
	 CHISO_AXIS_PARAM, PARAM_EPSILON},
};
static const struct chiso_input inputs[] = {INCOME_INPUT};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("alpha", CHISO_F64, CHISO_LIST | CHISO_OPTIONAL, "1",
				    {"en", "Exponents of generalised entropy, other than 0 and 1"},
				    {"vi", "Số mũ của entropy tổng quát, khác 0 và 1"}),
	 .min = NUMBER(-5),
	 .max = NUMBER(5)},
	{.field = CHISO_FIELD_FLAGS("epsilon", CHISO_F64, CHISO_LIST | CHISO_OPTIONAL, "1",
				    {"en", "Aversions to inequality of Atkinson's index"},
				    {"vi", "Các hệ số e ngại bất bình đẳng của chỉ số Atkinson"}),
	 .min = NUMBER(0),
	 .max = NUMBER(5)},
};
static const struct chiso_term terms[] = {
	INCOME_TERMS,
	{REAL("sum_log", "1", "Logarithms of incomes", "Tổng lôgarit thu nhập")},
	{REAL("sum_income_log", "1", "Incomes times their logarithms",
	      "Tổng thu nhập nhân lôgarit thu nhập")},
	{REAL("sum_power", "1", "Powers of incomes to alpha", "Tổng thu nhập lũy thừa alpha"),
	 .axis = {ALPHA}},
	{REAL("sum_root", "1", "Powers of incomes to 1 - epsilon",
	      "Tổng thu nhập lũy thừa 1 - epsilon"),
	 .axis = {EPSILON}},
};
static const struct chiso_output outputs[] = {
	{REAL("theil", "1", "Theil index T", "Chỉ số Theil T"), COMPUTED,
	 .formula = "sum_income_log / income_sum - log(income_sum / population)"},
	{REAL("mld", "1", "Mean log deviation, Theil index L",
	      "Độ lệch lôgarit trung bình, chỉ số Theil L"),
	 COMPUTED, .formula = "log(income_sum / population) - sum_log / population"},
	{REAL("ge", "1", "Generalised entropy", "Entropy tổng quát"), .axis = {ALPHA}, COMPUTED,
	 .formula = "(sum_power / population / power(income_sum / population, alpha) - 1) / "
		    "(alpha * (alpha - 1))"},
	{REAL("atkinson", "1", "Atkinson index", "Chỉ số Atkinson"), .axis = {EPSILON}, COMPUTED,
	 .formula = "1 - if(epsilon == 1, exp(sum_log / population), "
		    "power(sum_root / population, 1 / (1 - epsilon))) / (income_sum / population)"},
	INCOME_OUTPUTS,
};

const struct chiso_indicator poverty_inequality = {
	.size = sizeof poverty_inequality,
	.version = 1,
	.id = "poverty.inequality",
	.title = CHISO_T({"en", "Inequality of income"}, {"vi", "Bất bình đẳng thu nhập"}),
	.summary =
		CHISO_T({"en", "Theil index, mean log deviation, generalised entropy and Atkinson "
			       "indices."},
			{"vi", "Chỉ số Theil, độ lệch lôgarit trung bình, entropy tổng quát và "
			       "các chỉ số Atkinson."}),
	.formula = "sum_income_log / income_sum - log(income_sum / population)",
	.reference =
		"Theil, Economics and Information Theory, 1967; Shorrocks, Econometrica 48(3), "
		"1980; Atkinson, Journal of Economic Theory 2(3), 1970",
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.prepare = prepare,
	.map = inequality_map,
	.evaluate = evaluate,
};
