/* SPDX-License-Identifier: MIT */
/* How output or labour is shared out between branches, and how far that has shifted. */
#include "economy.h"

enum { BRANCH = 1 };                                                                    /* axes */
enum { VALUE, BEFORE, BRANCH_OF };                                                      /* inputs */
enum { ALL, ALL_BEFORE, RECORDS, OF_BEFORE, BY_BRANCH, BRANCH_BEFORE, BRANCH_RECORDS }; /* terms */
enum { OUT_SHIFT, OUT_LILIEN, OUT_SHARE, OUT_CHANGE };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[BRANCH_OF], r))
		return CHISO_MISSING;
	uint32_t branch = (uint32_t)chiso_i32(&in[BRANCH_OF], r);
	add[call->term_at[RECORDS]] = 1;
	add[call->term_at[ALL]] = chiso_f64(&in[VALUE], r);
	add[call->term_at[BY_BRANCH] + branch] = chiso_f64(&in[VALUE], r);
	add[call->term_at[BRANCH_RECORDS] + branch] = 1;
	if (chiso_has(&in[BEFORE], r)) {
		add[call->term_at[ALL_BEFORE]] = chiso_f64(&in[BEFORE], r);
		add[call->term_at[BRANCH_BEFORE] + branch] = chiso_f64(&in[BEFORE], r);
		add[call->term_at[OF_BEFORE]] = 1;
	}
	return CHISO_USED;
}
CHISO_ROWS(structure, row)

/* A value of every branch, now and before. */
struct branches {
	const double *now, *before;
	double all, all_before;
	uint32_t n;
};

/* What the share of a branch has changed by, times both totals: nothing is divided before it is
 * known what remains, so that a structure that stays has no change at all. */
static double moved(const struct branches *b, uint32_t i)
{
	return cross_difference(b->now[i], b->all_before, b->before[i], b->all);
}

/* Half of what the shares have changed by, in percentage points: the part of the whole that would
 * have to move for one structure to become the other. */
static struct chiso_value shift(const struct branches *b)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->n; i++)
		sum += fabs(moved(b, i));
	return scaled_quotient(50, sum, b->all * b->all_before);
}

/* The spread of the branches' growth round that of the whole.  A branch that began or ended has no
 * rate of growth. */
static struct chiso_value lilien(const struct branches *b)
{
	double sum = 0;

	for (uint32_t i = 0; i < b->n; i++) {
		if (b->now[i] == 0 && b->before[i] == 0)
			continue;
		if (b->now[i] == 0 || b->before[i] == 0)
			return chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
		double off = log1p(moved(b, i) / (b->before[i] * b->all));
		sum += b->now[i] / b->all * off * off;
	}
	return chiso_number(sqrt(sum));
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;
	struct branches b = {&sum[call->term_at[BY_BRANCH]], &sum[call->term_at[BRANCH_BEFORE]],
			     sum[call->term_at[ALL]], sum[call->term_at[ALL_BEFORE]],
			     call->axes[BRANCH - 1].n};
	const double *records = &sum[call->term_at[BRANCH_RECORDS]];
	struct chiso_value *share = &cells[call->output_at[OUT_SHARE]];
	struct chiso_value *change = &cells[call->output_at[OUT_CHANGE]];
	uint32_t reason = 0;

	(void)state;
	if (sum[call->term_at[OF_BEFORE]] != sum[call->term_at[RECORDS]])
		reason = CHISO_REASON_NOT_REPORTED;
	else if (!(b.all > 0) || !(b.all_before > 0))
		reason = CHISO_REASON_DENOMINATOR_ZERO;
	cells[call->output_at[OUT_SHIFT]] = reason ? chiso_missing(reason) : shift(&b);
	cells[call->output_at[OUT_LILIEN]] = reason ? chiso_missing(reason) : lilien(&b);
	for (uint32_t i = 0; i < b.n; i++) {
		share[i] = share_of_label(b.now[i], b.all, records[i]);
		change[i] = reason ? chiso_missing(reason)
				   : share_of_label(moved(&b, i), b.all * b.all_before, records[i]);
	}
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("branch", CHISO_STR, NULL, {"en", "Branch"}, {"vi", "Ngành"}), CHISO_AXIS_DATA,
	 BRANCH_OF},
};
#define STRUCTURE_TABLES(name, unit, time_, now_en, now_vi, before_en, before_vi) \
	static const struct chiso_input name##_inputs[] = { \
		{REAL("value", unit, now_en, now_vi), NOT_NEGATIVE}, \
		{OPTIONAL("before", unit, before_en, before_vi), NOT_NEGATIVE}, \
		{.field = CHISO_FIELD("branch_of", CHISO_CODE, NULL, {"en", "Branch"}, \
				      {"vi", "Ngành"})}, \
	}; \
	static const struct chiso_term name##_terms[] = { \
		{REAL("value", unit, now_en, now_vi), .over_time = (time_), .input = 1 + VALUE}, \
		{REAL("before", unit, before_en, before_vi), .over_time = (time_), \
		 .input = 1 + BEFORE}, \
		{RECORD_COUNT("records", "Records", "Số bản ghi"), .over_time = (time_)}, \
		{RECORD_COUNT("records_before", "Records with the earlier figure", \
			      "Số bản ghi có số liệu kỳ so sánh"), \
		 .over_time = (time_)}, \
		{REAL("by_branch", unit, "Of it the branch", "Trong đó của ngành"), \
		 .over_time = (time_), .axis = {BRANCH}}, \
		{REAL("branch_before", unit, "The branch, earlier", \
		      "Trong đó của ngành, kỳ so sánh"), \
		 .over_time = (time_), .axis = {BRANCH}}, \
		{RECORD_COUNT("branch_records", "Records of the branch", "Số bản ghi của ngành"), \
		 .over_time = (time_), .axis = {BRANCH}}, \
	}
static const struct chiso_output outputs[] = {
	{REAL("shift", "%", "Shift of the structure, percentage points",
	      "Mức chuyển dịch cơ cấu, điểm phần trăm"),
	 COMPUTED, .formula = "50 * distance_of_shares(by_branch, branch_before)"},
	{REAL("lilien", "1", "Lilien index", "Chỉ số Lilien"), COMPUTED,
	 .formula = "lilien(by_branch, branch_before)"},
	{REAL("share", "%", "Share of the branch", "Tỷ trọng của ngành"), .axis = {BRANCH},
	 COMPUTED, .formula = "100 * by_branch / value"},
	{REAL("change", "%", "Change of the share, percentage points",
	      "Thay đổi tỷ trọng, điểm phần trăm"),
	 .axis = {BRANCH}, COMPUTED,
	 .formula = "100 * (by_branch / value - branch_before / before)"},
};
#define STRUCTURE(name, id_, title_en, title_vi, summary_en, summary_vi, reference_) \
	const struct chiso_indicator economy_##name = { \
		.size = sizeof economy_##name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = \
			"share = 100 * by_branch / value; shift = sum of |share - share before| " \
			"/ 2; lilien = sqrt(sum of share / 100 * (log(by_branch / " \
			"branch_before) - log(value / before))^2)", \
		.reference = HERE reference_, \
		CHISO_AXES(axes), \
		CHISO_TABLE(input, name##_inputs), \
		CHISO_TABLE(term, name##_terms), \
		CHISO_TABLE(output, outputs), \
		.map = structure_map, \
		.evaluate = evaluate, \
	}

STRUCTURE_TABLES(structure, NULL, CHISO_FLOW, "Output", "Giá trị sản xuất", "Output, earlier",
		 "Giá trị sản xuất kỳ so sánh");
STRUCTURE(structure, "economy.structure", "Structure of the economy", "Cơ cấu kinh tế",
	  "Shares of the branches in output at current prices, and how far they have shifted.",
	  "Tỷ trọng các ngành theo giá hiện hành và mức chuyển dịch cơ cấu.",
	  "; Lilien, D. (1982), Sectoral Shifts and Cyclical Unemployment, Journal of Political "
	  "Economy 90(4)");
STRUCTURE_TABLES(labour_structure, "{person}", CHISO_STOCK_MEAN, "Persons employed",
		 "Số lao động đang làm việc", "Persons employed, earlier",
		 "Số lao động đang làm việc kỳ so sánh");
STRUCTURE(labour_structure, "economy.labour_structure", "Structure of labour", "Cơ cấu lao động",
	  "Shares of the branches in persons employed, and how far they have shifted.",
	  "Tỷ trọng lao động đang làm việc theo ngành và mức chuyển dịch cơ cấu.",
	  "; Lilien, D. (1982), Sectoral Shifts and Cyclical Unemployment, Journal of Political "
	  "Economy 90(4)");
