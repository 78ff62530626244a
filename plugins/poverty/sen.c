/* SPDX-License-Identifier: MIT */
/* Measures that also see how unequal the poor are: Sen (1976), the handbook's form of it, and Sen,
 * Shorrocks and Thon.  The state holds the gaps of the poor, as shares of the line. */
#include "line.h"
#include "ranked.h"

enum { POPULATION, POOR, GAPS, NEGATIVE, RECORDS };                         /* terms */
enum { SEN_1976, SEN_HANDBOOK, SST, GINI_POOR, GINI_GAPS, COUNT_NEGATIVE }; /* outputs */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	struct standing at;
	uint8_t fate = line_stand(call, in, r, &at);

	if (fate != CHISO_USED)
		return fate;
	add[POPULATION] = 1;
	if (at.is_poor) {
		add[POOR] = add[RECORDS] = 1;
		add[GAPS] = at.gap;
		add[NEGATIVE] = at.income < 0;
	}
	return CHISO_USED;
}
CHISO_ROWS(sen, row)

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	struct sample *sample = state;

	if (sample_reserve(call, sample, batch->n))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);
		struct standing at;

		if (line_stand(call, batch->columns, r, &at) == CHISO_USED && at.is_poor)
			sample_add(sample, at.gap, batch->weight ? batch->weight[r] : 1);
	}
	return CHISO_OK;
}
static const struct chiso_state state = SAMPLE_STATE(update, NULL);

static int prepare(struct chiso_call *call, void **conf)
{
	(void)conf;
	return line_prepare(call);
}

/* Nobody poor: there is no poverty, and nobody to be unequal. */
static void fill_without_poor(struct chiso_value *cells)
{
	cells[SEN_1976] = cells[SEN_HANDBOOK] = cells[SST] = chiso_number(0);
	cells[GINI_POOR] = cells[GINI_GAPS] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
}

/* Incomes are in lines here: 1 is the line.  A gap and its income differ from others by the same.
 */
static void fill(const double *sum, const struct ranked *gaps, struct chiso_value *cells)
{
	double rate = sum[POOR] / sum[POPULATION], mean_income = 1 - sum[GAPS] / sum[POOR];
	double spread = ranked_half_difference(gaps, 0);
	double mean_gap = sum[GAPS] / sum[POPULATION];
	double zeros = sum[POPULATION] - gaps->weight;
	double spread_all = ranked_half_difference(gaps, zeros > 0 ? zeros : 0);
	double part = sum[RECORDS] / (sum[RECORDS] + 1);

	cells[SEN_1976] = chiso_number(rate * (1 - mean_income + spread * part));
	cells[SEN_HANDBOOK] = chiso_number(rate * (1 - mean_income + spread));
	cells[GINI_POOR] = chiso_quotient(spread, mean_income);
	cells[SST] = chiso_number(mean_gap + spread_all);
	cells[GINI_GAPS] = chiso_quotient(spread_all, mean_gap);
	/* Below 0 the index of Gini has no upper end and Sen's axioms no meaning. */
	if (sum[NEGATIVE] > 0)
		for (int i = SEN_1976; i <= GINI_GAPS; i++)
			cells[i] = chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *sample,
		    struct chiso_value *cells)
{
	struct ranked gaps;

	if (sums->sum[POPULATION] == 0) {
		for (int i = SEN_1976; i <= GINI_GAPS; i++)
			cells[i] = chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
		return CHISO_OK;
	}
	if (sums->sum[POOR] == 0) {
		fill_without_poor(cells);
		return CHISO_OK;
	}
	if (ranked_make(call, sample, &gaps))
		return CHISO_ENOMEM;
	fill(sums->sum, &gaps, cells);
	ranked_clear(call, &gaps);
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {LINE_INPUTS};
static const struct chiso_param params[] = {LINE_PARAMS};
static const struct chiso_term terms[] = {
	{REAL("population", "1", "Population by weight", "Dân số theo quyền số")},
	{REAL("poor", "1", "Poor by weight", "Số người nghèo theo quyền số")},
	{REAL("gaps", "1", "Gaps of the poor, as shares of the line",
	      "Tổng khoảng cách nghèo, tính theo tỷ lệ của chuẩn")},
	{REAL("negative", "1", "Poor with a negative income", "Số người nghèo có thu nhập âm")},
	{.field = CHISO_FIELD_FLAGS("records", CHISO_F64, CHISO_UNWEIGHTED, "1",
				    {"en", "Records of the poor"}, {"vi", "Số bản ghi nghèo"})},
};
static const struct chiso_output outputs[] = {
	{REAL("sen_1976", "1", "Sen index, form of 1976", "Chỉ số Sen, dạng năm 1976"), COMPUTED,
	 .formula = "(gaps + poor * mean_difference(gap) / 2 * records / (records + 1)) / "
		    "population"},
	{REAL("sen_handbook", "1", "Sen index, form of the handbook",
	      "Chỉ số Sen, dạng trong sổ tay của Ngân hàng Thế giới"),
	 COMPUTED, .formula = "(gaps + poor * mean_difference(gap) / 2) / population"},
	{REAL("sst", "1", "Sen-Shorrocks-Thon index", "Chỉ số Sen-Shorrocks-Thon"), COMPUTED,
	 .formula = "gaps / population + mean_difference(gap, population) / 2"},
	{REAL("gini_poor", "1", "Gini index of the incomes of the poor",
	      "Hệ số Gini của thu nhập người nghèo"),
	 COMPUTED, .formula = "mean_difference(gap) / 2 / (1 - gaps / poor)"},
	{REAL("gini_gaps", "1", "Gini index of all gaps", "Hệ số Gini của mọi khoảng cách nghèo"),
	 COMPUTED, .formula = "mean_difference(gap, population) / 2 / (gaps / population)"},
	{REAL("negative", "1", "Poor with a negative income", "Số người nghèo có thu nhập âm"),
	 .numerator = NEGATIVE, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_problem problems[] = {LINE_PROBLEMS};

const struct chiso_indicator poverty_sen = {
	.size = sizeof poverty_sen,
	.version = 1,
	.id = "poverty.sen",
	.title = CHISO_T({"en", "Poverty and inequality among the poor"},
			 {"vi", "Nghèo và bất bình đẳng giữa những người nghèo"}),
	.summary = CHISO_T({"en", "Sen indices and that of Sen, Shorrocks and Thon: rate, gap and "
				  "inequality of the poor in one number."},
			   {"vi", "Các chỉ số Sen và Sen-Shorrocks-Thon: gộp tỷ lệ nghèo, khoảng "
				  "cách nghèo và bất bình đẳng giữa người nghèo vào một số."}),
	.formula =
		"sen_handbook = H * (I + (1 - I) * gini_poor); sen_1976 = H * (I + (1 - I) * "
		"gini_poor * q / (q + 1)); sst = P1 * (1 + gini_gaps); H = poor / population, I = "
		"gaps / poor, P1 = gaps / population, q = records",
	.reference =
		"Sen, Econometrica 44(2), 1976; Haughton and Khandker, Handbook on Poverty and "
		"Inequality, World Bank 2009, chapter 4; Shorrocks, Econometrica 63(5), 1995",
	.direction = -1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.prepare = prepare,
	.map = sen_map,
	.state = &state,
	.evaluate = evaluate,
};
