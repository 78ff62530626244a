/* SPDX-License-Identifier: MIT */
/* The star of a product: from a scoring sheet, from the parts of one, or from the totals of the
 * council's members; never above what its minimum conditions allow.  Maxima, options, bands and
 * conditions are those of a standard. */
#include "rating.h"

/* Bands are half open: a mean that lies on a limit is in the upper one. */
static int64_t band_of(const struct rating *rating, struct points points)
{
	const struct chiso_list *bands = param(rating, BANDS);
	int64_t star = 1;

	for (uint32_t i = 0; i < bands->n; i++)
		star += points.sum >= exact(&bands->v[i]) * points.sheets;
	return star;
}

/* Whether a condition is about the product: 1 yes, 0 no, -1: that is not known. */
static int is_asked(const struct rating *rating, uint32_t condition)
{
	const struct chiso_list *groups = param(rating, FOR_GROUPS);
	const struct chiso_column *at = column(rating, GROUP, 0);

	if (!groups->n || !*groups->v[condition].as.str)
		return 1;
	if (!chiso_has(at, rating->r))
		return -1;
	const int32_t *offset = at->offsets + at->offset + rating->r;
	return points_has_word(groups->v[condition].as.str, (const char *)at->values + offset[0],
			       (uint32_t)(offset[1] - offset[0]));
}

/* The highest star that the conditions allow: at least if what is not known is not met, at most if
 * it is.  0: no condition is looked at. */
static int read_gates(const struct rating *rating, int64_t *least, int64_t *most)
{
	const struct chiso_list *from = param(rating, FROM_STAR);
	int n = 0;

	*least = *most = 1 + (int64_t)param(rating, BANDS)->n;
	for (uint32_t c = 0; c < from->n; c++) {
		const struct chiso_column *at = column(rating, IN_CONDITION, c);
		int64_t below = (int64_t)from->v[c].as.f64 - 1;
		int asked = is_asked(rating, c), is_known = chiso_has(at, rating->r);
		int is_met = is_known && chiso_bool(at, rating->r);

		n += at->values != NULL;
		if (!at->values || !asked || is_met)
			continue;
		if (below < *least)
			*least = below;
		if (asked > 0 && is_known && below < *most)
			*most = below;
	}
	return n;
}

static int64_t lower(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void put_star(const struct rating *rating, const struct points *points)
{
	const struct chiso_out *out = rating->out;
	int64_t band = points ? band_of(rating, *points) : 0, least, most;
	int is_gated = read_gates(rating, &least, &most);

	if (is_gated && least == most)
		chiso_put_i64(&out[OUT_GATE], rating->i, least);
	if (!points)
		return;
	chiso_put_f64(&out[OUT_SCORE], rating->i,
		      (double)points->sum / (double)(points->sheets * MILLION));
	chiso_put_i64(&out[OUT_BAND], rating->i, band);
	/* What is not known does not matter where the points are too few anyway. */
	if (lower(band, least) == lower(band, most))
		chiso_put_i64(&out[OUT_STAR], rating->i, lower(band, least));
}

static int is_group(const struct rating *rating)
{
	const struct chiso_list *groups = param(rating, GROUPS);
	const struct chiso_column *at = column(rating, GROUP, 0);

	if (!groups->n || !chiso_has(at, rating->r))
		return 1;
	const int32_t *offset = at->offsets + at->offset + rating->r;
	for (uint32_t i = 0; i < groups->n; i++)
		if (points_has_word(groups->v[i].as.str, (const char *)at->values + offset[0],
				    (uint32_t)(offset[1] - offset[0])))
			return 1;
	return 0;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   const struct chiso_out *out, uint32_t i)
{
	struct rating rating = {call, in, r, i, out};
	struct points points;
	uint8_t fate = is_group(&rating) ? rating_points(&rating, &points)
					 : refuse(&rating, NO_SUCH_GROUP, 0);

	if (fate >= CHISO_REFUSED)
		return fate;
	put_star(&rating, fate == CHISO_USED ? &points : NULL);
	return CHISO_USED;
}
CHISO_RECORDS(star, row)

/* ---- parameters ---------------------------------------------------------------------------- */

static int check_bands(struct chiso_call *call)
{
	const struct chiso_list *bands = &call->params[BANDS];
	double before = 0;

	for (uint32_t i = 0; i < bands->n; i++) {
		int64_t points;

		if (!points_of_number(&points, bands->v[i].as.f64) ||
		    bands->v[i].as.f64 <= before ||
		    bands->v[i].as.f64 > call->params[FULL].v->as.f64)
			return refuse_param(
				call, BANDS,
				"expected rising limits above 0 and up to the full score",
				"các mức phải tăng dần, lớn hơn 0 và không quá điểm tối đa");
		before = bands->v[i].as.f64;
	}
	return CHISO_OK;
}

static int check_options(struct chiso_call *call)
{
	const struct chiso_list *options = &call->params[OPTIONS];

	for (uint32_t i = 0; i < options->n; i++)
		if (!points_list_is_good(options->v[i].as.str))
			return refuse_param(
				call, OPTIONS,
				"expected points with spaces between, such as \"0 1 3\"",
				"cần các mức điểm cách nhau bằng dấu cách, ví dụ \"0 1 3\"");
	return CHISO_OK;
}

static int is_part(const struct chiso_call *call, const char *id)
{
	const struct chiso_labels *parts = &call->axes[PART - 1];

	for (uint32_t i = 0; i < parts->n; i++)
		if (!strcmp(parts->id[i], id))
			return 1;
	return 0;
}

/* A sheet has options for each criterion, and a part that it belongs to. */
static int check_parts(struct chiso_call *call)
{
	const struct chiso_list *part_of = &call->params[PART_OF];

	for (uint32_t i = 0; i < part_of->n; i++)
		if (!is_part(call, part_of->v[i].as.str))
			return refuse_param(call, PART_OF, "expected a part for each criterion",
					    "mỗi tiêu chí phải thuộc một phần");
	if (part_of->n != call->params[OPTIONS].n)
		return refuse_param(call, OPTIONS, "expected options and a part for each criterion",
				    "mỗi tiêu chí phải có các mức điểm và một phần");
	return CHISO_OK;
}

static int check_conditions(struct chiso_call *call)
{
	const struct chiso_list *from = &call->params[FROM_STAR];
	double highest = 1 + (double)call->params[BANDS].n;

	for (uint32_t i = 0; i < from->n; i++) {
		double star = from->v[i].as.f64;

		if (star != floor(star) || star < 2 || star > highest)
			return refuse_param(call, FROM_STAR, "expected stars from 2 to the highest",
					    "cần số sao từ 2 đến mức cao nhất");
	}
	return CHISO_OK;
}

static int prepare(struct chiso_call *call, void **conf)
{
	int bands = check_bands(call), options = check_options(call);
	int parts = check_parts(call), conditions = check_conditions(call);

	(void)conf;
	return bands || options || parts || conditions ? CHISO_EPARAM : CHISO_OK;
}

/* ---- tables -------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("criterion", CHISO_STR, NULL, {"en", "Criterion"}, {"vi", "Tiêu chí"}),
	 CHISO_AXIS_INPUT, IN_CRITERION},
	{CHISO_FIELD("part", CHISO_STR, NULL, {"en", "Part of the sheet"}, {"vi", "Phần"}),
	 CHISO_AXIS_INPUT, IN_PART},
	{CHISO_FIELD("condition", CHISO_STR, NULL, {"en", "Minimum condition"},
		     {"vi", "Điều kiện tối thiểu"}),
	 CHISO_AXIS_INPUT, IN_CONDITION},
	{CHISO_FIELD("member", CHISO_STR, NULL, {"en", "Member of the council"},
		     {"vi", "Thành viên hội đồng"}),
	 CHISO_AXIS_INPUT, IN_TOTAL},
};
static const struct chiso_input inputs[] = {
	{OPTIONAL("criterion", "1", "Points of a criterion", "Điểm của tiêu chí"),
	 .axis = CRITERION, NOT_NEGATIVE},
	{OPTIONAL("part", "1", "Points of a part of the sheet", "Điểm của phần"), .axis = PART,
	 NOT_NEGATIVE},
	{OPTIONAL("total", "1", "Total of a member of the council, or of several",
		  "Tổng điểm của một hoặc nhiều thành viên hội đồng"),
	 .axis = MEMBER, NOT_NEGATIVE},
	{FIELD("members", CHISO_I64, CHISO_OPTIONAL, "{person}",
	       "How many members each total is the sum of",
	       "Mỗi tổng điểm là của bao nhiêu thành viên"),
	 .min = 1, .max = 1000},
	{FIELD("condition", CHISO_BOOL, CHISO_OPTIONAL, NULL,
	       "Whether the product meets a minimum condition",
	       "Sản phẩm đạt điều kiện tối thiểu hay không"),
	 .axis = CONDITION},
	{FIELD("group", CHISO_STR, CHISO_OPTIONAL, NULL, "Group of products", "Nhóm sản phẩm")},
};

#define ALONG(axis_, id, type, unit, en, vi) \
	{ \
		FIELD(id, type, CHISO_LIST | CHISO_OPTIONAL, unit, en, vi), .axis = (axis_) \
	}
static const struct chiso_code absent_codes[] = {
	{"none", CHISO_T({"en", "no score"}, {"vi", "không có điểm"})},
	{"drop",
	 CHISO_T({"en", "mean of the others"}, {"vi", "trung bình của những người còn lại"})},
	{0},
};
static const struct chiso_param params[] = {
	ALONG(CRITERION, "part_of", CHISO_STR, NULL, "Part that a criterion belongs to",
	      "Phần của tiêu chí"),
	ALONG(CRITERION, "options", CHISO_STR, NULL, "Points that a criterion allows",
	      "Các mức điểm của tiêu chí"),
	ALONG(PART, "most", CHISO_F64, "1", "Most points of a part", "Điểm tối đa của phần"),
	ALONG(CONDITION, "from_star", CHISO_F64, "1", "Star from which a condition must be met",
	      "Số sao từ đó phải đạt điều kiện"),
	ALONG(CONDITION, "for_groups", CHISO_STR, NULL, "Groups that a condition is about",
	      "Các nhóm sản phẩm phải đạt điều kiện"),
	{FIELD("bands", CHISO_F64, CHISO_LIST, "1", "Scores from which there are 2, 3, ... stars",
	       "Điểm từ đó được 2, 3, ... sao")},
	{.field = CHISO_FIELD("full", CHISO_F64, "1", {"en", "Full score"}, {"vi", "Điểm tối đa"}),
	 .min = NUMBER(1),
	 .max = NUMBER(1000)},
	{FIELD("groups", CHISO_STR, CHISO_LIST | CHISO_OPTIONAL, NULL, "Groups of products",
	       "Các nhóm sản phẩm")},
	{.field = {.id = "absent",
		   .title = CHISO_T({"en", "Score where a total is missing"},
				    {"vi", "Điểm khi thiếu tổng điểm của một thành viên"}),
		   .type = CHISO_CODE,
		   .codes = absent_codes},
	 .def = {.type = CHISO_CODE, .as.code = ABSENT_NONE}},
};
static const struct chiso_output outputs[N_OUTPUTS] = {
	{FIELD("star", CHISO_I64, 0, "1", "Stars", "Số sao")},
	{FIELD("score", CHISO_F64, 0, "1", "Score", "Điểm trung bình")},
	{FIELD("band", CHISO_I64, 0, "1", "Stars by the score alone", "Số sao theo điểm")},
	{FIELD("gate", CHISO_I64, 0, "1", "Most stars that the minimum conditions allow",
	       "Số sao tối đa theo điều kiện tối thiểu")},
	{FIELD("sheets", CHISO_I64, 0, "1", "Sheets that the score is the mean of",
	       "Số phiếu được tính điểm")},
	{FIELD("absent", CHISO_I64, 0, "1", "Totals that are missing", "Số tổng điểm còn thiếu")},
};
static const struct chiso_problem problems[] = {
	PROBLEM("not_an_option", IN_CRITERION, "expected one of the sheet's options, {options}",
		"phải là một trong các mức điểm {options}"),
	PROBLEM("part_over", IN_PART, "expected at most {most} points", "nhiều nhất {most} điểm"),
	PROBLEM("part_differs", IN_PART, "the part differs from the sum of its criteria",
		"điểm của phần khác tổng điểm các tiêu chí"),
	PROBLEM("part_decimals", IN_PART, "expected points with at most six decimals",
		"điểm có nhiều nhất sáu chữ số thập phân"),
	PROBLEM("total_over", IN_TOTAL, "expected at most {full} points for each sheet",
		"nhiều nhất {full} điểm mỗi phiếu"),
	PROBLEM("total_differs", IN_TOTAL, "the total differs from the sum of the sheet's parts",
		"tổng điểm khác tổng điểm các phần"),
	PROBLEM("total_decimals", IN_TOTAL,
		"expected points with at most six decimals: a sum with its number of members, not "
		"their mean",
		"điểm có nhiều nhất sáu chữ số thập phân: cần tổng điểm và số thành viên, không "
		"phải điểm trung bình"),
	PROBLEM("no_such_group", GROUP, "expected one of the groups {groups}",
		"phải là một trong các nhóm {groups}"),
};

const struct chiso_indicator ocop_star = {
	.size = sizeof ocop_star,
	.version = 1,
	.id = "ocop.star",
	.title = CHISO_T({"en", "Star of an OCOP product"}, {"vi", "Hạng sao sản phẩm OCOP"}),
	.summary =
		CHISO_T({"en", "From its scoring sheet, the parts of one, or the totals of the "
			       "council; not above what its minimum conditions allow."},
			{"vi", "Theo phiếu chấm điểm, điểm các phần hoặc tổng điểm của hội đồng; "
			       "không cao hơn mức mà các điều kiện tối thiểu cho phép."}),
	.formula = "star = least(band, gate); band = 1 + number of bands <= score; score = sum of "
		   "totals / sheets",
	.reference = OCOP_REFERENCE "; minimum conditions: Decision 781/QĐ-TTg of 2020, Annex II, "
				    "item 6",
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.prepare = prepare,
	.record = star_record,
};
