/* SPDX-License-Identifier: MIT */
#include "display/label.h"

#include "base/context.h"
#include "number/number.h"
#include "units/period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *label_text(const struct chiso_context *context, enum message id)
{
	return message_text(id, context->lang);
}

char *label_fill(struct arena *arena, const struct chiso_context *context, enum message id,
                 const char *const *args, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!args[i])
			return NULL;
	return message_fill(arena, id, context->lang, args);
}

char *label_join(struct arena *arena, const char *a, const char *separator, const char *b)
{
	if (!a || !b)
		return NULL;
	return arena_printf(arena, "%s%s%s", a, *a && *b ? separator : "", b);
}

/* ---- Numbers -------------------------------------------------------------------------------- */

/* How many digits after the sign the shortest form has: of 1.25e-5, 7. */
static int digits_of(double value)
{
	char text[NUMBER_ROOM];
	size_t n = number_print(text, value);
	const char *point = memchr(text, '.', n), *e = memchr(text, 'e', n);
	const char *end = e ? e : text + n;
	long digits = point ? (long)(end - point - 1) : 0;

	if (e)
		digits -= strtol(e + 1, NULL, 10);
	return digits > 0 ? (int)digits : 0;
}

static int is_percent(const char *unit_measure)
{
	return unit_measure && !strcmp(unit_measure, "%");
}

int label_decimals(double value, const char *unit_measure, int decimals)
{
	enum { SIGNIFICANT = 4 };
	int digits = digits_of(value), most = SIGNIFICANT - 1;

	if (decimals >= 0)
		return decimals;
	if (decimals == LABEL_ALL || !digits)
		return digits;
	if (is_percent(unit_measure)) {
		most = decimals == LABEL_BOARD ? 1 : 2;
	} else {
		double rest = fabs(value);
		int least = rest < 1e5;

		for (; rest >= 10 && most > least; rest /= 10)
			most--;
		for (; rest < 1 && most < digits; rest *= 10)
			most++;
	}
	return digits < most ? digits : most;
}

char *label_number(struct arena *arena, const struct chiso_context *context, double value,
                   int bound, const char *unit_measure, int decimals)
{
	static const char *const signs[] = {
		[CHISO_EXACT] = "",
		[CHISO_ABOUT] = "≈ ",
		[CHISO_LOWER_BOUND] = "≥ ",
		[CHISO_UPPER_BOUND] = "≤ ",
	};
	char text[NUMBER_ROOM];

	number_print_for_people(text, value, label_decimals(value, unit_measure, decimals),
	                        context->lang);
	return label_join(arena, signs[bound], "", text);
}

const char *label_unit_measure(const struct chiso_context *context, const char *unit_measure)
{
	static const struct {
		const char *code;
		enum message label;
	} known[] = {
		{"{person}", MSG_UNIT_PERSON},
		{"{household}", MSG_UNIT_HOUSEHOLD},
		{"{commune}", MSG_UNIT_COMMUNE},
		{"{village}", MSG_UNIT_VILLAGE},
		{"{product}", MSG_UNIT_PRODUCT},
		{"{plot}", MSG_UNIT_PLOT},
		{"{visit}", MSG_UNIT_VISIT},
		{"{visit}/d", MSG_UNIT_VISIT_DAY},
		{"{night}", MSG_UNIT_NIGHT},
		{"{night}/{visit}", MSG_UNIT_NIGHT_VISIT},
		{"a", MSG_UNIT_YEAR},
		{"t", MSG_UNIT_TONNE},
		{"t/ha", MSG_UNIT_TONNE_HECTARE},
		{"VND", MSG_UNIT_VND},
		{"VND/ha", MSG_UNIT_VND_HECTARE},
		{"VND/{person}", MSG_UNIT_VND_PERSON},
		{"VND/{visit}", MSG_UNIT_VND_VISIT},
		{"VND/{night}", MSG_UNIT_VND_NIGHT},
		{"mn VND", MSG_UNIT_VND_MN},
		{"bn VND", MSG_UNIT_VND_BN},
		{"km/km2", MSG_UNIT_KM_KM2},
		{"km/thousand {person}", MSG_UNIT_KM_PEOPLE},
		{"min/{customer}", MSG_UNIT_MINUTES_CUSTOMER},
		{"{interruption}/{customer}", MSG_UNIT_INTERRUPTIONS_CUSTOMER},
		{"min/{interruption}", MSG_UNIT_MINUTES_INTERRUPTION},
		{"{criterion}/{commune}", MSG_UNIT_CRITERIA_COMMUNE},
		{"per 10,000 {person}", MSG_UNIT_PER_10000_PEOPLE},
		{"per 100,000 {person}", MSG_UNIT_PER_100000_PEOPLE},
		{"{project}", MSG_UNIT_PROJECT},
		{"{dossier}", MSG_UNIT_DOSSIER},
	};

	if (!unit_measure || !strcmp(unit_measure, "1"))
		return "";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(unit_measure, known[i].code))
			return label_text(context, known[i].label);
	return unit_measure;
}

char *label_value(struct arena *arena, const struct chiso_context *context, double value, int bound,
                  const char *unit_measure, int decimals)
{
	return label_join(arena, label_number(arena, context, value, bound, unit_measure, decimals),
	                  " ", label_unit_measure(context, unit_measure));
}

char *label_change(struct arena *arena, const struct chiso_context *context, double value,
                   const char *unit_measure)
{
	const char *number =
		label_number(arena, context, value, CHISO_EXACT, unit_measure, LABEL_BOARD);
	const char *with_sign = label_join(arena, value > 0 ? "+" : "", "", number);

	if (is_percent(unit_measure))
		return label_phrase(arena, context, MSG_POINTS, with_sign);
	return label_join(arena, with_sign, " ", label_unit_measure(context, unit_measure));
}

/* ---- Periods and documents ------------------------------------------------------------------- */

/* Whether a text is like a pattern in which 9 stands for any digit. */
static int is_like(const char *text, const char *pattern)
{
	for (; *pattern; text++, pattern++)
		if (*pattern == '9' ? *text < '0' || *text > '9' : *text != *pattern)
			return 0;
	return !*text;
}

/* A period that is no range. */
static char *one_period(struct arena *arena, const struct chiso_context *context, const char *text)
{
	const char *year = arena_text(arena, text, strnlen(text, 4));
	int32_t day;

	if (is_like(text, "9999-S1"))
		return label_phrase(arena, context, MSG_PERIOD_FIRST_HALF, year);
	if (is_like(text, "9999-S2"))
		return label_phrase(arena, context, MSG_PERIOD_SECOND_HALF, year);
	if (is_like(text, "9999-Q9"))
		return label_phrase(arena, context, MSG_PERIOD_QUARTER, text + 6, year);
	if (is_like(text, "9999-99"))
		return label_join(arena, text + (text[5] == '0' ? 6 : 5), "/", year);
	if (is_like(text, "9999-99-99") && !date_read(&day, text, strlen(text), 0)) {
		char date[PERIOD_ROOM];
		size_t n = date_print_for_people(date, day, context->lang);

		return arena_text(arena, date, n);
	}
	return arena_text(arena, text, strlen(text));
}

char *label_period(struct arena *arena, const struct chiso_context *context, const char *period)
{
	const char *slash = strchr(period, '/');

	if (is_like(period, "9999-01/9999-99") && !strncmp(period, slash + 1, 5))
		return label_phrase(arena, context, MSG_PERIOD_MONTHS,
		                    slash + (slash[6] == '0' ? 7 : 6),
		                    arena_text(arena, period, 4));
	if (!slash)
		return one_period(arena, context, period);
	/* Days of one month: its name once. */
	if (is_like(period, "9999-99-99/9999-99-99") && !strncmp(period, slash + 1, 8)) {
		const char *day = period + (period[8] == '0' ? 9 : 8);

		return label_join(arena, arena_text(arena, day, (size_t)(slash - day)), "-",
		                  one_period(arena, context, slash + 1));
	}
	const char *from = arena_text(arena, period, (size_t)(slash - period));
	return from ? label_join(arena, one_period(arena, context, from), "-",
	                         one_period(arena, context, slash + 1))
	            : NULL;
}

char *label_document(struct arena *arena, const struct chiso_context *context, const char *title,
                     const char *date, const char *status)
{
	static const struct {
		const char *code;
		enum message label;
	} statuses[] = {
		{"stated", MSG_DOCUMENT_STATED},
		{"adopted", MSG_DOCUMENT_ADOPTED},
		{"ended", MSG_DOCUMENT_ENDED},
	};
	const char *text = title, *words = status;

	if (date)
		text = label_phrase(arena, context, MSG_DOCUMENT_OF, title,
		                    one_period(arena, context, date));
	if (!status)
		return label_join(arena, text, "", "");
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (!strcmp(status, statuses[i].code))
			words = label_text(context, statuses[i].label);
	words = arena_printf(arena, "(%s)", words);
	return label_join(arena, text, " ", words);
}

/* ---- Reasons, verdicts, targets -------------------------------------------------------------- */

const char *label_reason(const struct chiso_context *context, uint32_t reason)
{
	static const enum message words[] = {
		[CHISO_REASON_NOT_REPORTED] = MSG_REASON_NOT_REPORTED,
		[CHISO_REASON_DENOMINATOR_ZERO] = MSG_REASON_DENOMINATOR_ZERO,
		[CHISO_REASON_TOO_FEW] = MSG_REASON_TOO_FEW,
		[CHISO_REASON_OUT_OF_DOMAIN] = MSG_REASON_OUT_OF_DOMAIN,
		[CHISO_REASON_NOT_APPLICABLE] = MSG_REASON_NOT_APPLICABLE,
		[CHISO_REASON_NOT_COMPARABLE] = MSG_REASON_NOT_COMPARABLE,
		[CHISO_REASON_SUPPRESSED] = MSG_REASON_SUPPRESSED,
		[CHISO_REASON_FAILED] = MSG_REASON_FAILED,
	};

	if (!reason || reason >= sizeof words / sizeof *words)
		return "";
	return label_text(context, words[reason]);
}

const char *label_verdict(const struct chiso_context *context, enum chiso_verdict verdict)
{
	static const enum message words[] = {
		[CHISO_NO_DATA] = MSG_VERDICT_NO_DATA,
		[CHISO_NO_TARGET] = MSG_VERDICT_NO_TARGET,
		[CHISO_TARGET_ACHIEVED] = MSG_VERDICT_TARGET_ACHIEVED,
		[CHISO_ON_TRACK] = MSG_VERDICT_ON_TRACK,
		[CHISO_ACCELERATION_NEEDED] = MSG_VERDICT_ACCELERATION_NEEDED,
		[CHISO_LIMITED_PROGRESS] = MSG_VERDICT_LIMITED_PROGRESS,
		[CHISO_DETERIORATION] = MSG_VERDICT_DETERIORATION,
		[CHISO_NOT_YET_DUE] = MSG_VERDICT_NOT_YET_DUE,
		[CHISO_MISSED] = MSG_VERDICT_MISSED,
		[CHISO_NOT_COMPUTABLE] = MSG_VERDICT_NOT_COMPUTABLE,
		[CHISO_NOT_ASSESSED] = MSG_VERDICT_NOT_ASSESSED,
		[CHISO_STAGNATION] = MSG_VERDICT_STAGNATION,
	};

	return label_text(context, words[verdict]);
}

/* "> 10 %" */
static char *wanted(struct arena *arena, const struct chiso_context *context,
                    const struct chiso_assessment *a)
{
	/* A mean growth is in per cent, whatever grows, and a place in nothing. */
	const char *unit = a->is_mean_growth                   ? "%"
	                   : a->aspect == CHISO_ASPECT_RANK ? NULL
	                                                    : a->unit_measure;
	const char *sign = "";
	const char *value =
		label_value(arena, context, a->target_value, CHISO_EXACT, unit, LABEL_ALL);

	switch (a->target) {
	case CHISO_MORE_THAN:
		sign = "> ";
		break;
	case CHISO_LESS_THAN:
		sign = "< ";
		break;
	case CHISO_AT_LEAST:
		sign = "≥ ";
		break;
	case CHISO_AT_MOST:
		sign = "≤ ";
		break;
	case CHISO_BETWEEN:
		return label_phrase(
			arena, context, MSG_TARGET_BETWEEN,
			label_number(arena, context, a->target_value, CHISO_EXACT, unit, LABEL_ALL),
			label_value(arena, context, a->target_upper, CHISO_EXACT, unit, LABEL_ALL));
	case CHISO_YES:
		value = label_text(context, MSG_TARGET_YES);
		break;
	case CHISO_NO:
		value = label_text(context, MSG_TARGET_NO);
		break;
	}
	return label_join(arena, sign, "", value);
}

char *label_target(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a)
{
	if (a->target == CHISO_TARGET_NONE)
		return label_join(arena, label_text(context, MSG_TARGET_NONE), "", "");
	char *text = wanted(arena, context, a);

	if (a->is_mean_growth)
		text = label_phrase(arena, context, MSG_TARGET_A_YEAR, text);
	else if (a->aspect == CHISO_ASPECT_MEAN)
		text = label_phrase(arena, context, MSG_TARGET_MEAN, text);
	else if (a->aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		text = label_phrase(arena, context, MSG_TARGET_GEOMETRIC, text);
	else if (a->aspect == CHISO_ASPECT_RANK)
		text = label_phrase(arena, context, MSG_TARGET_RANK, text);
	if (!a->target_period)
		return text;
	char *when = label_period(arena, context, a->target_period);
	if (strchr(a->target_period, '/'))
		return label_join(arena, text, ", ", when);
	if (when && is_like(a->target_period, "9999"))
		when = label_phrase(arena, context, MSG_IN_YEAR, when);
	return label_phrase(arena, context, MSG_TARGET_BY, text, when);
}

const char *label_evidence(const struct chiso_context *context, int evidence)
{
	static const enum message words[] = {[CHISO_UNCONFIRMED] = MSG_EVIDENCE_UNCONFIRMED,
	                                     [CHISO_DERIVED] = MSG_EVIDENCE_DERIVED,
	                                     [CHISO_SECONDARY] = MSG_EVIDENCE_SECONDARY,
	                                     [CHISO_CONFIRMED] = MSG_EVIDENCE_CONFIRMED};

	return message_text(words[evidence], context->lang);
}
