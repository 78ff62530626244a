/* SPDX-License-Identifier: MIT */
/* Cooperatives and cooperation groups, a record each: how many there are, and their members. */
#include "agriculture.h"

enum { KIND = 1 };                                                       /* axes */
enum { KIND_OF, MEMBERS };                                               /* inputs */
enum { NUMBER_OF, T_MEMBERS, WITH_MEMBERS, ALL, ALL_MEMBERS, ALL_WITH }; /* terms */
enum { OUT_NUMBER, OUT_MEMBERS, OUT_MEAN, OUT_ALL, OUT_ALL_MEMBERS };    /* outputs */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[KIND_OF], r))
		return CHISO_MISSING;
	uint32_t kind = (uint32_t)chiso_i32(&in[KIND_OF], r);
	add[call->term_at[NUMBER_OF] + kind] = add[call->term_at[ALL]] = 1;
	if (chiso_has(&in[MEMBERS], r)) {
		double members = chiso_f64(&in[MEMBERS], r);

		add[call->term_at[T_MEMBERS] + kind] = add[call->term_at[ALL_MEMBERS]] = members;
		add[call->term_at[WITH_MEMBERS] + kind] = add[call->term_at[ALL_WITH]] = 1;
	}
	return CHISO_USED;
}
CHISO_ROWS(cooperatives, row)

/* Members are known where all organisations report theirs. */
static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	const double *sum = sums->sum;

	(void)state;
	for (uint32_t k = 0; k < call->axes[KIND - 1].n; k++)
		cells[call->output_at[OUT_MEMBERS] + k] = whole_sum(
			sum[call->term_at[T_MEMBERS] + k], sum[call->term_at[WITH_MEMBERS] + k],
			sum[call->term_at[NUMBER_OF] + k]);
	cells[call->output_at[OUT_ALL_MEMBERS]] =
		whole_sum(sum[call->term_at[ALL_MEMBERS]], sum[call->term_at[ALL_WITH]],
			  sum[call->term_at[ALL]]);
	return CHISO_OK;
}

static const struct chiso_code kinds[] = {
	{"cooperative", CHISO_T({"en", "cooperative"}, {"vi", "hợp tác xã"})},
	{"group", CHISO_T({"en", "cooperation group"}, {"vi", "tổ hợp tác"})},
	{0},
};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("kind", CHISO_CODE, NULL, {"en", "Kind"}, {"vi", "Loại hình"}),
	 CHISO_AXIS_CODES, KIND_OF},
};
static const struct chiso_input inputs[] = {
	{CODE("kind_of", kinds, "Cooperative or cooperation group", "Hợp tác xã hay tổ hợp tác")},
	{OPTIONAL("members", "{person}", "Members", "Số thành viên"), NOT_NEGATIVE},
};
#define LAST .over_time = CHISO_STOCK_LAST
#define ORGANISATION "{organisation}"
static const struct chiso_term terms[] = {
	{REAL("number", ORGANISATION, "Organisations", "Số tổ chức"), LAST, .axis = {KIND}},
	{REAL("members", "{person}", "Members", "Số thành viên"), LAST, .axis = {KIND}},
	{REAL("number_members", ORGANISATION, "Organisations whose members are reported",
	      "Số tổ chức có báo cáo thành viên"),
	 LAST, .axis = {KIND}},
	{REAL("all", ORGANISATION, "Organisations of both kinds", "Số tổ chức cả hai loại hình"),
	 LAST},
	{REAL("all_members", "{person}", "Members of both kinds", "Số thành viên cả hai loại hình"),
	 LAST, .input = 1 + MEMBERS},
	{REAL("all_number_members", ORGANISATION,
	      "Organisations of both kinds whose members are "
	      "reported",
	      "Số tổ chức cả hai loại hình có báo cáo thành viên"),
	 LAST},
};
static const struct chiso_output outputs[] = {
	{REAL("number", ORGANISATION, "Organisations", "Số tổ chức"), .axis = {KIND},
	 .numerator = NUMBER_OF, .denominator = CHISO_ONE, .scale = 1},
	{REAL("members", "{person}", "Members", "Số thành viên"), .axis = {KIND}, COMPUTED,
	 .formula = "members"},
	{REAL("mean_members", "{person}/{organisation}", "Members of one",
	      "Số thành viên bình quân"),
	 .axis = {KIND}, .numerator = T_MEMBERS, .denominator = WITH_MEMBERS, .scale = 1},
	{REAL("all", ORGANISATION, "Organisations of both kinds", "Số tổ chức cả hai loại hình"),
	 .numerator = ALL, .denominator = CHISO_ONE, .scale = 1},
	{REAL("all_members", "{person}", "Members of both kinds", "Số thành viên cả hai loại hình"),
	 COMPUTED, .formula = "all_members"},
};

const struct chiso_indicator agriculture_cooperatives = {
	.size = sizeof agriculture_cooperatives,
	.version = 1,
	.id = "agriculture.cooperatives",
	.title = CHISO_T({"en", "Cooperatives and cooperation groups"},
			 {"vi", "Hợp tác xã và tổ hợp tác"}),
	.summary = CHISO_T(
		{"en",
		 "How many cooperatives and cooperation groups there are, and their members."},
		{"vi", "Số hợp tác xã, tổ hợp tác và số thành viên."}),
	.formula = "members / number_members",
	.reference = "plugins/agriculture/README.md",
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = cooperatives_map,
	.evaluate = evaluate,
};
