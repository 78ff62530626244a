/* SPDX-License-Identifier: MIT */
/* Products with a star: by star, at or above some stars, by kind of owner, owned by women and by
 * ethnic minorities, and what they bring in. */
#include "ocop.h"

enum { BY_STAR = 1, BY_THRESHOLD, BY_OWNER };            /* axes */
enum { STAR, OWNER, OF_WOMEN, OF_MINORITY, IN_REVENUE }; /* inputs */
enum { STARS, THRESHOLDS };                              /* parameters */
enum { NO_SUCH_STAR };                                   /* problems */
enum {
	PRODUCTS,
	AT_STAR,
	AT_LEAST,
	OWNER_KNOWN,
	AT_OWNER,
	WOMEN_KNOWN,
	WOMEN,
	MINORITY_KNOWN,
	MINORITY,
	REVENUE,
	WITH_REVENUE
}; /* terms */
enum {
	OUT_PRODUCTS,
	OUT_STAR,
	OUT_AT_LEAST,
	OUT_SHARE_AT_LEAST,
	OUT_OWNER,
	OUT_OWNER_SHARE,
	OUT_WOMEN_SHARE,
	OUT_MINORITY_SHARE,
	OUT_REVENUE,
	OUT_REVENUE_MEAN
}; /* outputs */

static int add_star(const struct chiso_call *call, double star, double *add)
{
	const struct chiso_list *stars = &call->params[STARS], *from = &call->params[THRESHOLDS];
	int is_met = 0;

	for (uint32_t i = 0; i < stars->n; i++) {
		int is_it = stars->v[i].as.f64 == star;

		add[call->term_at[AT_STAR] + i] = is_it;
		is_met |= is_it;
	}
	for (uint32_t i = 0; i < from->n; i++)
		add[call->term_at[AT_LEAST] + i] = star >= from->v[i].as.f64;
	return is_met;
}

static void add_known(const struct chiso_column *column, uint32_t r, double *known, double *add)
{
	if (!chiso_has(column, r))
		return;
	*known = 1;
	*add = chiso_bool(column, r);
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	const uint32_t *at = call->term_at;

	if (!chiso_has(&in[STAR], r))
		return CHISO_MISSING;
	if (!add_star(call, (double)chiso_i64(&in[STAR], r), add))
		return CHISO_REFUSED + NO_SUCH_STAR;
	add[at[PRODUCTS]] = 1;
	if (chiso_has(&in[OWNER], r)) {
		add[at[OWNER_KNOWN]] = 1;
		add[at[AT_OWNER] + (uint32_t)chiso_i32(&in[OWNER], r)] = 1;
	}
	add_known(&in[OF_WOMEN], r, &add[at[WOMEN_KNOWN]], &add[at[WOMEN]]);
	add_known(&in[OF_MINORITY], r, &add[at[MINORITY_KNOWN]], &add[at[MINORITY]]);
	if (chiso_has(&in[IN_REVENUE], r)) {
		add[at[WITH_REVENUE]] = 1;
		add[at[REVENUE]] = chiso_f64(&in[IN_REVENUE], r);
	}
	return CHISO_USED;
}
CHISO_ROWS(products, row)

/* A total of what a product may lack has a value where no product lacks it. */
static struct chiso_value whole(const struct chiso_sums *sums, const struct chiso_call *call,
				uint32_t term, uint32_t at, int known)
{
	return sums->sum[call->term_at[known]] == sums->sum[call->term_at[PRODUCTS]]
		       ? chiso_number(sums->sum[call->term_at[term] + at])
		       : chiso_missing(CHISO_REASON_NOT_REPORTED);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	(void)state;
	for (uint32_t i = 0; i < call->axes[BY_OWNER - 1].n; i++)
		cells[call->output_at[OUT_OWNER] + i] = whole(sums, call, AT_OWNER, i, OWNER_KNOWN);
	cells[call->output_at[OUT_REVENUE]] = whole(sums, call, REVENUE, 0, WITH_REVENUE);
	return CHISO_OK;
}

static const struct chiso_code owners[] = {
	{"cooperative", CHISO_T({"en", "cooperative"}, {"vi", "hợp tác xã"})},
	{"company", CHISO_T({"en", "company"}, {"vi", "doanh nghiệp"})},
	{"household", CHISO_T({"en", "household"}, {"vi", "hộ sản xuất, kinh doanh"})},
	{"other", CHISO_T({"en", "other"}, {"vi", "khác"})},
	{0},
};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("star", CHISO_F64, "1", {"en", "Stars"}, {"vi", "Số sao"}), CHISO_AXIS_PARAM,
	 STARS},
	{CHISO_FIELD("from_star", CHISO_F64, "1", {"en", "At least so many stars"},
		     {"vi", "Từ số sao"}),
	 CHISO_AXIS_PARAM, THRESHOLDS},
	{CHISO_FIELD("owner", CHISO_CODE, NULL, {"en", "Kind of owner"}, {"vi", "Loại chủ thể"}),
	 CHISO_AXIS_CODES, OWNER},
};
static const struct chiso_input inputs[] = {
	{FIELD("star", CHISO_I64, 0, "1", "Stars", "Số sao"), .min = 1, .max = INFINITY},
	{.field = {.id = "owner",
		   .title = CHISO_T({"en", "Kind of owner"}, {"vi", "Loại chủ thể"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_OPTIONAL,
		   .codes = owners}},
	{FIELD("women", CHISO_BOOL, CHISO_OPTIONAL, NULL, "Whether the owner is a woman",
	       "Chủ thể là nữ hay không")},
	{FIELD("minority", CHISO_BOOL, CHISO_OPTIONAL, NULL,
	       "Whether the owner is of an ethnic minority",
	       "Chủ thể là người dân tộc thiểu số hay không")},
	{OPTIONAL("revenue", NULL, "Revenue from the product", "Doanh thu của sản phẩm"),
	 NOT_NEGATIVE},
};
#define LIST_OF_STARS(id, en, vi) \
	{ \
		FIELD(id, CHISO_F64, CHISO_LIST, "1", en, vi), .min = NUMBER(1) \
	}
static const struct chiso_param params[] = {
	LIST_OF_STARS("stars", "Stars that there are", "Các hạng sao"),
	LIST_OF_STARS("thresholds", "Stars from which to count", "Đếm từ số sao"),
};
#define COUNT(id, en, vi) AT_END(id, "{product}", en, vi)
static const struct chiso_term terms[] = {
	{COUNT("products", "Products", "Số sản phẩm")},
	{COUNT("at_star", "Products with so many stars", "Số sản phẩm theo sao"),
	 .axis = {BY_STAR}},
	{COUNT("at_least", "Products with at least so many stars", "Số sản phẩm từ số sao"),
	 .axis = {BY_THRESHOLD}},
	{COUNT("owner_known", "Products of which the owner is known",
	       "Số sản phẩm đã rõ loại chủ thể")},
	{COUNT("at_owner", "Products of such an owner", "Số sản phẩm theo loại chủ thể"),
	 .axis = {BY_OWNER}},
	{COUNT("women_known", "Products of which it is known whether a woman owns them",
	       "Số sản phẩm đã rõ chủ thể có là nữ hay không")},
	{COUNT("of_women", "Products of women", "Số sản phẩm có chủ thể là nữ")},
	{COUNT("minority_known",
	       "Products of which it is known whether the owner is of an ethnic minority",
	       "Số sản phẩm đã rõ chủ thể có là người dân tộc thiểu số hay không")},
	{COUNT("of_minority", "Products of ethnic minorities",
	       "Số sản phẩm có chủ thể là người dân tộc thiểu số")},
	{REAL("revenue", NULL, "Revenue", "Doanh thu"), .input = 1 + IN_REVENUE},
	{COUNT("with_revenue", "Products with revenue reported",
	       "Số sản phẩm có báo cáo doanh thu")},
};
static const struct chiso_output outputs[] = {
	{TOTAL("products", PRODUCTS, "{product}", "OCOP products", "Số sản phẩm OCOP")},
	{TOTAL("by_star", AT_STAR, "{product}", "Products by star", "Số sản phẩm theo hạng sao"),
	 .axis = {BY_STAR}},
	{TOTAL("at_least", AT_LEAST, "{product}", "Products with at least so many stars",
	       "Số sản phẩm từ hạng sao"),
	 .axis = {BY_THRESHOLD}},
	{SHARE("share_at_least", AT_LEAST, PRODUCTS, "Share with at least so many stars",
	       "Tỷ lệ sản phẩm từ hạng sao"),
	 .axis = {BY_THRESHOLD}},
	{REAL("by_owner", "{product}", "Products by kind of owner",
	      "Số sản phẩm theo loại chủ thể"),
	 COMPUTED, .formula = "at_owner", .axis = {BY_OWNER}},
	{SHARE("owner_share", AT_OWNER, OWNER_KNOWN, "Share of a kind of owner",
	       "Tỷ lệ sản phẩm theo loại chủ thể"),
	 .axis = {BY_OWNER}},
	{SHARE("women_share", WOMEN, WOMEN_KNOWN, "Share owned by women",
	       "Tỷ lệ sản phẩm có chủ thể là nữ")},
	{SHARE("minority_share", MINORITY, MINORITY_KNOWN, "Share owned by ethnic minorities",
	       "Tỷ lệ sản phẩm có chủ thể là người dân tộc thiểu số")},
	{REAL("revenue", NULL, "Revenue", "Doanh thu"), COMPUTED, .formula = "revenue"},
	{REAL("revenue_mean", NULL, "Revenue per product", "Doanh thu bình quân một sản phẩm"),
	 .numerator = REVENUE, .denominator = WITH_REVENUE, .scale = 1},
};
static const struct chiso_problem problems[] = {
	PROBLEM("no_such_star", STAR, "expected one of the stars {stars}",
		"phải là một trong các hạng sao {stars}"),
};

const struct chiso_indicator ocop_products = {
	.size = sizeof ocop_products,
	.version = 1,
	.id = "ocop.products",
	.title = CHISO_T({"en", "OCOP products"}, {"vi", "Sản phẩm OCOP"}),
	.summary = CHISO_T({"en", "Products by star, at or above some stars, by kind of owner, of "
				  "women and ethnic minorities, and their revenue."},
			   {"vi", "Số sản phẩm theo hạng sao, từ một hạng sao trở lên, theo loại "
				  "chủ thể, của nữ và người dân tộc thiểu số, và doanh thu."}),
	.formula = "100 * at_least / products",
	.reference = OCOP_REFERENCE,
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = products_map,
	.evaluate = evaluate,
};
