/* SPDX-License-Identifier: MIT */
/* How long certificates hold, as columns of a register: the last day by the rule of their scheme,
 * and what there is to say of them on the reference date.  Two indicators, for the rule is that of
 * the day on which a certificate was issued, and the state that of each reporting period. */
#include "agriculture.h"
#include "dates.h"

/* ---- certificate_term ----------------------------------------------------------------------- */

enum { SCHEME, ISSUED, EXPIRES, IS_EXTENDED };                  /* inputs */
enum { VIETGAP_MONTHS, VIETGAP_EXTENSION, GLOBALGAP, ORGANIC }; /* parameters */
enum { ENDS_BEFORE };                                           /* problems */
enum { UNTIL, IS_WITHIN };                                      /* outputs */
enum { IS_VIETGAP, IS_GLOBALGAP, IS_ORGANIC };                  /* codes of the scheme */

/* Months from the day of issue; negative: the standard has none for the scheme. */
static int64_t months_of(const struct chiso_call *call, int32_t scheme, int extended)
{
	static const int param_of[] = {VIETGAP_MONTHS, GLOBALGAP, ORGANIC};
	const struct chiso_list *months = &call->params[param_of[scheme]];
	const struct chiso_list *extension = &call->params[VIETGAP_EXTENSION];

	if (!months->n)
		return -1;
	if (!extended)
		return months->v->as.i64;
	/* Only of VietGAP an extension is known. */
	if (scheme != IS_VIETGAP || !extension->n)
		return -1;
	return months->v->as.i64 + extension->v->as.i64;
}

static uint8_t term_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			const struct chiso_out *out, uint32_t i)
{
	int has_end = chiso_has(&in[EXPIRES], r);
	int extended = chiso_has(&in[IS_EXTENDED], r) && chiso_bool(&in[IS_EXTENDED], r);
	int64_t limit, months;

	if (!chiso_has(&in[ISSUED], r) || !chiso_has(&in[SCHEME], r))
		return CHISO_MISSING;
	int32_t issued = chiso_i32(&in[ISSUED], r);
	if (has_end && chiso_i32(&in[EXPIRES], r) < issued)
		return CHISO_REFUSED + ENDS_BEFORE;
	months = months_of(call, chiso_i32(&in[SCHEME], r), extended);
	limit = months < 0 ? 0 : last_of_months(issued, months);
	if (has_end)
		chiso_put_i32(&out[UNTIL], i, chiso_i32(&in[EXPIRES], r));
	else if (months >= 0)
		chiso_put_i32(&out[UNTIL], i, (int32_t)limit);
	if (has_end && months >= 0)
		chiso_put_bool(&out[IS_WITHIN], i, chiso_i32(&in[EXPIRES], r) <= limit);
	else if (months >= 0)
		chiso_put_bool(&out[IS_WITHIN], i, 1);
	return CHISO_USED;
}
CHISO_RECORDS(term, term_row)

static const struct chiso_code schemes[] = {
	{"vietgap", CHISO_T({"en", "VietGAP"}, {"vi", "VietGAP"})},
	{"globalgap", CHISO_T({"en", "GlobalGAP"}, {"vi", "GlobalGAP"})},
	{"organic", CHISO_T({"en", "organic"}, {"vi", "hữu cơ"})},
	{0},
};
static const struct chiso_input term_inputs[] = {
	{CODE("scheme", schemes, "Scheme", "Tiêu chuẩn")},
	{.field = CHISO_FIELD("issued", CHISO_DATE, NULL, {"en", "Day of issue"},
			      {"vi", "Ngày cấp"})},
	{.field = CHISO_FIELD_FLAGS("expires", CHISO_DATE, CHISO_OPTIONAL, NULL,
				    {"en", "Last day that the certificate prints"},
				    {"vi", "Ngày hết hạn ghi trên giấy chứng nhận"})},
	{.field = CHISO_FIELD_FLAGS("extended", CHISO_BOOL, CHISO_OPTIONAL, NULL,
				    {"en", "Whether it has been extended"},
				    {"vi", "Đã được gia hạn hay chưa"})},
};
#define MONTHS(id, en, vi) \
	{ \
		.field = CHISO_FIELD_FLAGS(id, CHISO_I64, CHISO_OPTIONAL, "mo", {"en", en}, \
					   {"vi", vi}), \
		.min = {CHISO_I64, 0, {.i64 = 1}}, \
		.max = { CHISO_I64, \
			 0, \
			 {.i64 = 1200} } \
	}
static const struct chiso_param term_params[] = {
	MONTHS("vietgap_months", "Months that VietGAP holds", "Số tháng hiệu lực của VietGAP"),
	MONTHS("vietgap_extension", "Months by which VietGAP may be extended",
	       "Số tháng gia hạn của VietGAP"),
	MONTHS("globalgap_months", "Months that GlobalGAP holds",
	       "Số tháng hiệu lực của GlobalGAP"),
	MONTHS("organic_months", "Months that an organic certificate holds",
	       "Số tháng hiệu lực của chứng nhận hữu cơ"),
};
static const struct chiso_output term_outputs[] = {
	{.field = CHISO_FIELD("until", CHISO_DATE, NULL, {"en", "Last day that it holds"},
			      {"vi", "Ngày hết hiệu lực"})},
	{.field = CHISO_FIELD("within_limit", CHISO_BOOL, NULL,
			      {"en", "Whether it holds no longer than its scheme allows"},
			      {"vi", "Thời hạn không vượt mức tối đa của tiêu chuẩn"})},
};
static const struct chiso_problem term_problems[] = {
	PROBLEM("ends_before", EXPIRES, "the certificate ends before it is issued",
		"giấy chứng nhận hết hạn trước ngày cấp"),
};

const struct chiso_indicator agriculture_certificate_term = {
	.size = sizeof agriculture_certificate_term,
	.version = 1,
	.id = "agriculture.certificate_term",
	.title = CHISO_T({"en", "Term of a certificate"}, {"vi", "Thời hạn của giấy chứng nhận"}),
	.summary = CHISO_T({"en", "The last day that a VietGAP, GlobalGAP or organic certificate "
				  "holds: as printed, else by the rule of its scheme."},
			   {"vi",
			    "Ngày cuối cùng còn hiệu lực của giấy chứng nhận VietGAP, GlobalGAP "
			    "hoặc hữu cơ: theo ngày ghi trên giấy, nếu không thì theo quy định."}),
	.formula = "until = expires, else the day before issued + months",
	.reference = "Circular 48/2012/TT-BNNPTNT, article 17; TCVN 11892-1:2017 with Circular "
		     "28/2012/TT-BKHCN",
	CHISO_TABLE(input, term_inputs),
	CHISO_TABLE(param, term_params),
	CHISO_TABLE(output, term_outputs),
	CHISO_TABLE(problem, term_problems),
	.record = term_record,
};

/* ---- certificate_state ---------------------------------------------------------------------- */

enum { FROM, TO, REFERENCE };             /* inputs */
enum { WITHIN };                          /* parameters */
enum { TO_BEFORE };                       /* problems */
enum { NOT_YET, VALID, LAPSING, LAPSED }; /* codes of the state */

static uint8_t state_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 const struct chiso_out *out, uint32_t i)
{
	int32_t state = VALID;

	if (!chiso_has(&in[FROM], r) || !chiso_has(&in[TO], r) || !chiso_has(&in[REFERENCE], r))
		return CHISO_MISSING;
	int32_t to = chiso_i32(&in[TO], r), on = chiso_i32(&in[REFERENCE], r);
	if (to < chiso_i32(&in[FROM], r))
		return CHISO_REFUSED + TO_BEFORE;
	if (on < chiso_i32(&in[FROM], r))
		state = NOT_YET;
	else if (on > to)
		state = LAPSED;
	else if (to <= last_of_months(on, call->params[WITHIN].v->as.i64))
		state = LAPSING;
	chiso_put_i32(out, i, state);
	return CHISO_USED;
}
CHISO_RECORDS(state, state_row)

static const struct chiso_code states[] = {
	{"not_yet", CHISO_T({"en", "not yet valid"}, {"vi", "chưa có hiệu lực"})},
	{"valid", CHISO_T({"en", "valid"}, {"vi", "còn hiệu lực"})},
	{"lapsing", CHISO_T({"en", "valid, about to lapse"}, {"vi", "còn hiệu lực, sắp hết hạn"})},
	{"lapsed", CHISO_T({"en", "lapsed"}, {"vi", "đã hết hiệu lực"})},
	{0},
};
static const struct chiso_input state_inputs[] = {
	{.field = CHISO_FIELD("from", CHISO_DATE, NULL, {"en", "First day that it holds"},
			      {"vi", "Ngày bắt đầu có hiệu lực"})},
	{.field = CHISO_FIELD("to", CHISO_DATE, NULL, {"en", "Last day that it holds"},
			      {"vi", "Ngày hết hiệu lực"})},
	{.field = CHISO_FIELD("reference_day", CHISO_DATE, NULL, {"en", "Reference date"},
			      {"vi", "Ngày tham chiếu"}),
	 .role = CHISO_REFERENCE_DATE},
};
static const struct chiso_param state_params[] = {
	{.field = CHISO_FIELD("within", CHISO_I64, "mo",
			      {"en", "Months before its end in which it is about to lapse"},
			      {"vi", "Số tháng trước ngày hết hạn được coi là sắp hết hạn"}),
	 .min = {CHISO_I64, 0, {.i64 = 1}},
	 .max = {CHISO_I64, 0, {.i64 = 1200}}},
};
static const struct chiso_output state_outputs[] = {
	{CODE("state", states, "State on the reference date", "Tình trạng ở ngày tham chiếu")},
};
static const struct chiso_problem state_problems[] = {
	PROBLEM("to_before", TO, "the certificate ends before it begins",
		"giấy chứng nhận hết hiệu lực trước khi bắt đầu"),
};

const struct chiso_indicator agriculture_certificate_state = {
	.size = sizeof agriculture_certificate_state,
	.version = 1,
	.id = "agriculture.certificate_state",
	.title =
		CHISO_T({"en", "State of a certificate"}, {"vi", "Tình trạng của giấy chứng nhận"}),
	.summary = CHISO_T({"en", "Whether a certificate is valid, about to lapse or lapsed on the "
				  "reference date."},
			   {"vi",
			    "Giấy chứng nhận còn hiệu lực, sắp hết hạn hay đã hết hiệu lực ở ngày "
			    "tham chiếu."}),
	.formula = "lapsed: to < reference date; lapsing: to within so many months from it",
	.reference = "plugins/agriculture/README.md",
	CHISO_TABLE(input, state_inputs),
	CHISO_TABLE(param, state_params),
	CHISO_TABLE(output, state_outputs),
	CHISO_TABLE(problem, state_problems),
	.record = state_record,
};
