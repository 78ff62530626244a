/* SPDX-License-Identifier: MIT */
/* Certificates: until when one is valid, and what it is on the reference date. */
#include "ocop.h"

enum { ISSUED, EXPIRES, REFERENCE };                /* inputs */
enum { MONTHS, WITHIN };                            /* parameters */
enum { OUT_VALID_UNTIL, OUT_STATE, OUT_DAYS_LEFT }; /* outputs */
enum { ENDS_BEFORE };                               /* problems */

const struct chiso_code certificate_states[] = {
	[STATE_NOT_YET] = {"not_yet", CHISO_T({"en", "not yet issued"}, {"vi", "chưa cấp"})},
	[STATE_VALID] = {"valid", CHISO_T({"en", "valid"}, {"vi", "còn hiệu lực"})},
	[STATE_EXPIRING] = {"expiring",
			    CHISO_T({"en", "valid, but not for long"}, {"vi", "sắp hết hạn"})},
	[STATE_EXPIRED] = {"expired", CHISO_T({"en", "expired"}, {"vi", "đã hết hạn"})},
	{0},
};

/* ---- days and months ----------------------------------------------------------------------- */

/* Years of this calendar begin in March, so that a leap day is their last. */
enum { DAYS_IN_400_YEARS = 146097, MARCH_OF_YEAR_0 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The first day of a month, the months counted from March of the year 0. */
static int64_t day_of_month(int64_t month)
{
	int64_t year = floor_div(month, 12), in_year = month - 12 * year;

	return 365 * year + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400) +
	       (153 * in_year + 2) / 5 - MARCH_OF_YEAR_0;
}

/* The month of a day, and the day in it from 0 on. */
static int64_t month_of_day(int32_t day, int64_t *in_month)
{
	int64_t month = floor_div(4800 * ((int64_t)day + MARCH_OF_YEAR_0), DAYS_IN_400_YEARS);

	while (day_of_month(month) > day)
		month--;
	while (day_of_month(month + 1) <= day)
		month++;
	*in_month = day - day_of_month(month);
	return month;
}

/* The same day of a later month, or the last of a month that has no such day. */
static int32_t add_months(int32_t day, int64_t months)
{
	int64_t in_month, month = month_of_day(day, &in_month) + months;
	int64_t found = day_of_month(month) + in_month, last = day_of_month(month + 1) - 1;

	return (int32_t)(found < last ? found : last);
}

/* ---- the indicator ------------------------------------------------------------------------- */

static int32_t state_on(int32_t day, int32_t issued, int32_t expires, int64_t within)
{
	if (day < issued)
		return STATE_NOT_YET;
	if (day > expires)
		return STATE_EXPIRED;
	return add_months(day, within) > expires ? STATE_EXPIRING : STATE_VALID;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   const struct chiso_out *out, uint32_t i)
{
	int32_t issued, expires;

	if (!chiso_has(&in[ISSUED], r))
		return CHISO_MISSING;
	issued = chiso_i32(&in[ISSUED], r);
	expires = chiso_has(&in[EXPIRES], r) ? chiso_i32(&in[EXPIRES], r)
					     : add_months(issued, call->params[MONTHS].v->as.i64);
	if (expires < issued)
		return CHISO_REFUSED + ENDS_BEFORE;
	chiso_put_i32(&out[OUT_VALID_UNTIL], i, expires);
	if (!chiso_has(&in[REFERENCE], r))
		return CHISO_USED;
	int32_t today = chiso_i32(&in[REFERENCE], r);
	chiso_put_i32(&out[OUT_STATE], i,
		      state_on(today, issued, expires, call->params[WITHIN].v->as.i64));
	chiso_put_i64(&out[OUT_DAYS_LEFT], i, (int64_t)expires - today);
	return CHISO_USED;
}
CHISO_RECORDS(certificate, row)

static const struct chiso_input inputs[] = {
	{FIELD("issued", CHISO_DATE, 0, NULL, "Day of issue", "Ngày cấp")},
	{FIELD("expires", CHISO_DATE, CHISO_OPTIONAL, NULL,
	       "Last day of validity, where it is written on the certificate",
	       "Ngày hết hạn, nếu ghi trên giấy chứng nhận")},
	{FIELD("reference", CHISO_DATE, 0, NULL, "Reference date", "Ngày tham chiếu"),
	 .role = CHISO_REFERENCE_DATE},
};
#define SOME_MONTHS(id, least, default_, en, vi) \
	{ \
		FIELD(id, CHISO_I64, 0, "{month}", en, vi), \
			.def = default_, .min = {.type = CHISO_I64, .as.i64 = (least)}, \
			.max = {.type = CHISO_I64, \
				.as.i64 = 1200 } \
	}
#define NO_DEFAULT \
	{ \
		.type = CHISO_NONE \
	}
#define HALF_A_YEAR \
	{ \
		.type = CHISO_I64, .as.i64 = 6 \
	}
static const struct chiso_param params[] = {
	SOME_MONTHS("months", 1, NO_DEFAULT, "Months for which a certificate is valid",
		    "Số tháng có hiệu lực của giấy chứng nhận"),
	SOME_MONTHS("within", 0, HALF_A_YEAR, "Months within which one is about to expire",
		    "Số tháng trước khi hết hạn được coi là sắp hết hạn"),
};
static const struct chiso_output outputs[] = {
	{FIELD("valid_until", CHISO_DATE, 0, NULL, "Last day of validity", "Ngày hết hạn")},
	{.field = {.id = "state",
		   .title = CHISO_T({"en", "State of the certificate"},
				    {"vi", "Tình trạng giấy chứng nhận"}),
		   .type = CHISO_CODE,
		   .codes = certificate_states}},
	{FIELD("days_left", CHISO_I64, 0, "d", "Days of validity left", "Số ngày còn hiệu lực")},
};
static const struct chiso_problem problems[] = {
	PROBLEM("ends_before", EXPIRES, "a certificate that ends before it begins",
		"giấy chứng nhận hết hạn trước ngày cấp"),
};

const struct chiso_indicator ocop_certificate = {
	.size = sizeof ocop_certificate,
	.version = 1,
	.id = "ocop.certificate",
	.title = CHISO_T({"en", "Validity of an OCOP certificate"},
			 {"vi", "Hiệu lực giấy chứng nhận OCOP"}),
	.summary =
		CHISO_T({"en", "Until when it is valid, and whether it is valid, about to expire "
			       "or expired on the reference date."},
			{"vi", "Ngày hết hạn; còn hiệu lực, sắp hết hạn hay đã hết hạn vào ngày "
			       "tham chiếu."}),
	.formula = "valid_until = issued + months; valid: issued <= reference <= valid_until",
	.reference = OCOP_REFERENCE "; 36 months as quoted by danang.gov.vn",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.record = certificate_record,
};
