/* SPDX-License-Identifier: MIT */
/* Audits against a checklist such as GlobalGAP's: a record is an audit, with a column for each
 * control point.  Of all major points and of a share of the minor ones, those that apply, the
 * answer has to be yes.  One indicator gives the result of each audit, the other which points fail.
 */
#include "agriculture.h"

enum { POINT = 1 };                       /* axes */
enum { ANSWER };                          /* inputs */
enum { LEVEL, MAJOR_SHARE, MINOR_SHARE }; /* parameters; the shares by level */
enum { YES, NO, DOES_NOT_APPLY };         /* codes of the answer */
enum { MAJOR, MINOR, N_LEVELS };          /* codes of the level; then: recommended */

/* ---- checklist ------------------------------------------------------------------------------ */

enum { RESULT, MAJOR_OF, MAJOR_MET, MINOR_OF, MINOR_MET, FAILED }; /* outputs */
enum { PASS, FAIL };                                               /* codes of the result */

struct counts {
	int64_t met, failed, unknown;
};

static void count(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		  struct counts *by_level)
{
	const struct chiso_list *level = &call->params[LEVEL];

	for (uint32_t p = 0; p < call->axes[POINT - 1].n; p++) {
		struct counts *to = &by_level[level->v[p].as.code];

		if (!chiso_has(&in[p], r))
			to->unknown++;
		else if (chiso_i32(&in[p], r) == YES)
			to->met++;
		else if (chiso_i32(&in[p], r) == NO)
			to->failed++;
	}
}

/* met / (met + failed) is at least the share: exactly, in whole numbers.  What does not apply has
 * no points, and nothing to fail. */
static int is_enough(int64_t met, int64_t failed, struct chiso_ratio share)
{
	return met * share.den >= (met + failed) * share.num;
}

static void put_result(const struct chiso_call *call, const struct counts *by_level,
		       const struct chiso_out *out, uint32_t i)
{
	int can_fail = 0, must_fail = 0;

	/* An answer that is not known may be any. */
	for (int level = MAJOR; level < N_LEVELS; level++) {
		const struct counts *c = &by_level[level];
		struct chiso_ratio share = call->params[MAJOR_SHARE + level].v->as.ratio;

		can_fail |= !is_enough(c->met, c->failed + c->unknown, share);
		must_fail |= !is_enough(c->met + c->unknown, c->failed, share);
	}
	if (must_fail)
		chiso_put_i32(&out[RESULT], i, FAIL);
	else if (!can_fail)
		chiso_put_i32(&out[RESULT], i, PASS);
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   const struct chiso_out *out, uint32_t i)
{
	struct counts by_level[N_LEVELS + 1] = {0};

	count(call, in, r, by_level);
	put_result(call, by_level, out, i);
	for (int level = MAJOR; level < N_LEVELS; level++) {
		const struct counts *c = &by_level[level];
		const struct chiso_out *to = &out[MAJOR_OF + 2 * level];

		if (c->unknown)
			continue;
		chiso_put_i64(&to[0], i, c->met + c->failed);
		chiso_put_i64(&to[1], i, c->met);
	}
	if (!by_level[MAJOR].unknown && !by_level[MINOR].unknown)
		chiso_put_i64(&out[FAILED], i, by_level[MAJOR].failed + by_level[MINOR].failed);
	return CHISO_USED;
}
CHISO_RECORDS(checklist, row)

static const struct chiso_code answers[] = {
	{"yes", CHISO_T({"en", "yes"}, {"vi", "đạt"})},
	{"no", CHISO_T({"en", "no"}, {"vi", "không đạt"})},
	{"na", CHISO_T({"en", "does not apply"}, {"vi", "không áp dụng"})},
	{0},
};
static const struct chiso_code levels[] = {
	{"major", CHISO_T({"en", "major"}, {"vi", "bắt buộc chính"})},
	{"minor", CHISO_T({"en", "minor"}, {"vi", "bắt buộc phụ"})},
	{"recommended", CHISO_T({"en", "recommended"}, {"vi", "khuyến nghị"})},
	{0},
};
static const struct chiso_code results[] = {
	{"pass", CHISO_T({"en", "passed"}, {"vi", "đạt"})},
	{"fail", CHISO_T({"en", "failed"}, {"vi", "không đạt"})},
	{0},
};
static const struct chiso_axis axes[] = {
	{CHISO_FIELD("point", CHISO_STR, NULL, {"en", "Control point"}, {"vi", "Điểm kiểm soát"}),
	 CHISO_AXIS_INPUT, ANSWER},
};
static const struct chiso_input inputs[] = {
	{CODE("answer", answers, "Answer at the control point", "Kết quả tại điểm kiểm soát"),
	 .axis = POINT},
};
#define SHARE_PARAM(id, en, vi) \
	{ \
		.field = CHISO_FIELD(id, CHISO_RATIO, "1", {"en", en}, {"vi", vi}), \
		.min = {CHISO_RATIO, 0, {.ratio = {0, 1}}}, \
		.max = { CHISO_RATIO, \
			 0, \
			 {.ratio = {1, 1}} } \
	}
static const struct chiso_param params[] = {
	{.field = {.id = "level",
		   .title = CHISO_T({"en", "Level of the control point"},
				    {"vi", "Mức của điểm kiểm soát"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_LIST,
		   .codes = levels},
	 .axis = POINT},
	SHARE_PARAM("major_share", "Share of the major points that is needed",
		    "Tỷ lệ điểm bắt buộc chính phải đạt"),
	SHARE_PARAM("minor_share", "Share of the minor points that is needed",
		    "Tỷ lệ điểm bắt buộc phụ phải đạt"),
};
#define POINTS(id, en, vi) \
	{ \
		.field = CHISO_FIELD(id, CHISO_I64, "{point}", {"en", en}, {"vi", vi}) \
	}
static const struct chiso_output outputs[] = {
	{CODE("result", results, "Result", "Kết quả")},
	POINTS("major_points", "Major points that apply", "Số điểm bắt buộc chính áp dụng"),
	POINTS("major_met", "Major points met", "Số điểm bắt buộc chính đạt"),
	POINTS("minor_points", "Minor points that apply", "Số điểm bắt buộc phụ áp dụng"),
	POINTS("minor_met", "Minor points met", "Số điểm bắt buộc phụ đạt"),
	POINTS("failed", "Major and minor points that failed", "Số điểm bắt buộc không đạt"),
};

#define CHECKLIST_REFERENCE \
	"GlobalGAP Integrated Farm Assurance: all Major Musts, 95 % of the Minor Musts that apply"

const struct chiso_indicator agriculture_checklist = {
	.size = sizeof agriculture_checklist,
	.version = 1,
	.id = "agriculture.checklist",
	.title = CHISO_T({"en", "Result of an audit"}, {"vi", "Kết quả đánh giá theo bảng kiểm"}),
	.summary = CHISO_T(
		{"en", "Whether an audit against a checklist is passed, from the answers at "
		       "its control points."},
		{"vi", "Đánh giá theo bảng kiểm đạt hay không đạt, từ kết quả tại các điểm "
		       "kiểm soát."}),
	.formula = "pass: major_met >= major_share * major_points and "
		   "minor_met >= minor_share * minor_points",
	.reference = CHECKLIST_REFERENCE,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(output, outputs),
	.record = checklist_record,
};

/* ---- checklist_points ----------------------------------------------------------------------- */

enum { T_FAILED, T_OF }; /* terms */

static uint8_t points_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			  double *add)
{
	int is_known = 0;

	for (uint32_t p = 0; p < call->axes[POINT - 1].n; p++) {
		if (!chiso_has(&in[p], r))
			continue;
		is_known = 1;
		if (chiso_i32(&in[p], r) == DOES_NOT_APPLY)
			continue;
		add[call->term_at[T_OF] + p] = 1;
		add[call->term_at[T_FAILED] + p] = chiso_i32(&in[p], r) == NO;
	}
	return is_known ? CHISO_USED : CHISO_MISSING;
}
CHISO_ROWS(points, points_row)

static const struct chiso_term terms[] = {
	{REAL("failed", "{audit}", "Audits that failed at the point",
	      "Số lần đánh giá không đạt tại điểm"),
	 .axis = {POINT}},
	{REAL("audits", "{audit}", "Audits to which the point applied",
	      "Số lần đánh giá có áp dụng điểm"),
	 .axis = {POINT}},
};
static const struct chiso_output points_outputs[] = {
	{REAL("failed", "{audit}", "Audits that failed at the point",
	      "Số lần đánh giá không đạt tại điểm"),
	 .axis = {POINT}, .numerator = T_FAILED, .denominator = CHISO_ONE, .scale = 1},
	{REAL("failed_share", "%", "Share of audits that failed at the point",
	      "Tỷ lệ đánh giá không đạt tại điểm"),
	 .axis = {POINT}, .numerator = T_FAILED, .denominator = T_OF, .scale = 100},
};

const struct chiso_indicator agriculture_checklist_points = {
	.size = sizeof agriculture_checklist_points,
	.version = 1,
	.id = "agriculture.checklist_points",
	.title = CHISO_T({"en", "Control points that failed"}, {"vi", "Điểm kiểm soát không đạt"}),
	.summary =
		CHISO_T({"en", "At which control points audits fail; of a single audit, which "
			       "points failed."},
			{"vi", "Các điểm kiểm soát không đạt; với một lần đánh giá: những điểm nào "
			       "không đạt."}),
	.formula = "100 * failed / audits",
	.reference = CHECKLIST_REFERENCE,
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, points_outputs),
	.map = points_map,
};
