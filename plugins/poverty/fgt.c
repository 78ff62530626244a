/* SPDX-License-Identifier: MIT */
/* Foster, Greer and Thorbecke (1984): how many are poor and how far below the line they are. */
#include "line.h"

enum { ALPHA = 1 };                                                         /* axes */
enum { PARAM_ALPHA = LINE_POOR_IF + 1 };                                    /* parameters */
enum { POPULATION, POOR, MONEY, GAPS, POWERS, LOGS, NO_LOG, NOT_POSITIVE }; /* terms */
enum {
	HEADCOUNT,
	FGT,
	POOR_NUMBER,
	MONEY_TOTAL,
	MONEY_PER_PERSON,
	MONEY_PER_POOR,
	GAP_RATIO,
	WATTS,
	COUNT_NOT_POSITIVE
}; /* outputs */

static void add_poor(const struct chiso_call *call, const struct standing *at, double *add)
{
	const struct chiso_list *alpha = &call->params[PARAM_ALPHA];

	add[call->term_at[POOR]] = 1;
	add[call->term_at[MONEY]] = at->line - at->income;
	add[call->term_at[GAPS]] = at->gap;
	for (uint32_t i = 0; i < alpha->n; i++)
		add[call->term_at[POWERS] + i] = pow(at->gap, alpha->v[i].as.f64);
	if (at->income > 0)
		add[call->term_at[LOGS]] = log(at->line / at->income);
	else
		add[call->term_at[NO_LOG]] = 1;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	struct standing at;
	uint8_t fate = line_stand(call, in, r, &at);

	if (fate != CHISO_USED)
		return fate;
	add[call->term_at[POPULATION]] = 1;
	add[call->term_at[NOT_POSITIVE]] = at.income <= 0;
	if (at.is_poor)
		add_poor(call, &at, add);
	return CHISO_USED;
}
CHISO_ROWS(fgt, row)

static int prepare(struct chiso_call *call, void **conf)
{
	(void)conf;
	return line_prepare(call);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	int has_log = sum[call->term_at[NO_LOG]] == 0;

	(void)state;
	cells[call->output_at[WATTS]] =
		has_log ? chiso_quotient(sum[call->term_at[LOGS]], sum[call->term_at[POPULATION]])
			: chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("alpha", CHISO_F64, "1", {"en", "Aversion to poverty"},
		     {"vi", "Hệ số nhạy cảm với nghèo"}),
	 CHISO_AXIS_PARAM, PARAM_ALPHA},
};
static const struct chiso_input inputs[] = {LINE_INPUTS};
static const struct chiso_param params[] = {
	LINE_PARAMS,
	{.field = CHISO_FIELD_FLAGS(
		 "alpha", CHISO_F64, CHISO_LIST, "1",
		 {"en", "Powers of the gap: 0 counts, 1 adds gaps, 2 their squares"},
		 {"vi", "Số mũ của khoảng cách: 0 đếm, 1 cộng khoảng cách, 2 bình "
			"phương"}),
	 .min = NUMBER(0),
	 .max = NUMBER(10)},
};
static const struct chiso_term terms[] = {
	{STOCK("population", "1", "Population by weight", "Dân số theo quyền số")},
	{STOCK("poor", "1", "Poor by weight", "Số người nghèo theo quyền số")},
	{STOCK("money", NULL, "Money that the poor lack to reach the line",
	       "Số tiền người nghèo còn thiếu để đạt chuẩn")},
	{STOCK("gaps", "1", "Gaps of the poor, as shares of the line",
	       "Tổng khoảng cách nghèo, tính theo tỷ lệ của chuẩn")},
	{STOCK("powers", "1", "Powers of the gaps of the poor", "Tổng lũy thừa khoảng cách nghèo"),
	 .axis = {ALPHA}},
	{STOCK("logs", "1", "Logarithms of line over income of the poor",
	       "Tổng lôgarit của chuẩn chia thu nhập")},
	{STOCK("no_log", "1", "Poor without a positive income",
	       "Số người nghèo không có thu nhập dương")},
	{STOCK("not_positive", "1", "Population without a positive income",
	       "Dân số không có thu nhập dương")},
};
static const struct chiso_output outputs[] = {
	{REAL("headcount", "%", "Poverty rate", "Tỷ lệ nghèo"), .numerator = POOR,
	 .denominator = POPULATION, .scale = 100},
	{REAL("fgt", "1", "Foster-Greer-Thorbecke index", "Chỉ số Foster-Greer-Thorbecke"),
	 .axis = {ALPHA}, .numerator = POWERS, .denominator = POPULATION, .scale = 1},
	{REAL("poor", "1", "Poor by weight", "Số người nghèo theo quyền số"), .numerator = POOR,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("money", NULL, "Poverty gap in money", "Tổng khoảng cách nghèo bằng tiền"),
	 .numerator = MONEY, .denominator = CHISO_ONE, .scale = 1},
	{REAL("money_per_person", NULL, "Poverty gap in money per person",
	      "Khoảng cách nghèo bằng tiền trên đầu người"),
	 .numerator = MONEY, .denominator = POPULATION, .scale = 1},
	{REAL("money_per_poor", NULL, "Poverty gap in money per poor person",
	      "Khoảng cách nghèo bằng tiền trên một người nghèo"),
	 .numerator = MONEY, .denominator = POOR, .scale = 1},
	{REAL("income_gap_ratio", "%", "Mean gap of the poor as a share of the line",
	      "Khoảng cách bình quân của người nghèo so với chuẩn"),
	 .numerator = GAPS, .denominator = POOR, .scale = 100},
	{REAL("watts", "1", "Watts index", "Chỉ số Watts"), COMPUTED,
	 .formula = "logs / population"},
	{REAL("not_positive", "1", "Population without a positive income",
	      "Dân số không có thu nhập dương"),
	 .numerator = NOT_POSITIVE, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_problem problems[] = {LINE_PROBLEMS};

const struct chiso_indicator poverty_fgt = {
	.size = sizeof poverty_fgt,
	.version = 1,
	.id = "poverty.fgt",
	.title = CHISO_T({"en", "Income poverty"}, {"vi", "Nghèo theo thu nhập"}),
	.summary = CHISO_T(
		{"en",
		 "Poverty rate, gap, severity and further powers of the gap, the gap in money "
		 "and the Watts index."},
		{"vi",
		 "Tỷ lệ nghèo, khoảng cách nghèo, mức độ nghiêm trọng và các lũy thừa khác của "
		 "khoảng cách, khoảng cách bằng tiền và chỉ số Watts."}),
	.formula = "powers / population",
	.reference =
		"Foster, Greer and Thorbecke, Econometrica 52(3), 1984; Watts, in Moynihan (ed.), "
		"On Understanding Poverty, 1968",
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.prepare = prepare,
	.map = fgt_map,
	.evaluate = evaluate,
};
