/* SPDX-License-Identifier: MIT */
#include "base/code.h"

/* The word at an index; "" for holes and beyond the end. */
#define WORD(words, i) word(words, sizeof(words) / sizeof *(words), (size_t)(i))

static const char *word(const char *const *words, size_t n, size_t i)
{
	return i < n && words[i] ? words[i] : "";
}

const char *chiso_reason_word(uint32_t reason)
{
	static const char *const words[] = {
		[CHISO_REASON_NOT_REPORTED] = "not_reported",
		[CHISO_REASON_DENOMINATOR_ZERO] = "denominator_zero",
		[CHISO_REASON_TOO_FEW] = "too_few",
		[CHISO_REASON_OUT_OF_DOMAIN] = "out_of_domain",
		[CHISO_REASON_NOT_APPLICABLE] = "not_applicable",
		[CHISO_REASON_NOT_COMPARABLE] = "not_comparable",
		[CHISO_REASON_SUPPRESSED] = "suppressed",
		[CHISO_REASON_FAILED] = "failed",
	};

	return WORD(words, reason);
}

const char *code_bound(int bound)
{
	static const char *const words[] = {
		[CHISO_EXACT] = "exact",
		[CHISO_ABOUT] = "about",
		[CHISO_LOWER_BOUND] = "lower_bound",
		[CHISO_UPPER_BOUND] = "upper_bound",
	};

	return WORD(words, bound);
}

const char *code_status(int status)
{
	static const char *const words[] = {
		[CHISO_ESTIMATE] = "estimate",
		[CHISO_PRELIMINARY] = "preliminary",
		[CHISO_OFFICIAL] = "official",
	};

	return WORD(words, status);
}

const char *code_evidence(int evidence)
{
	static const char *const words[] = {
		[CHISO_UNCONFIRMED] = "unconfirmed",
		[CHISO_DERIVED] = "derived",
		[CHISO_SECONDARY] = "secondary",
		[CHISO_CONFIRMED] = "confirmed",
	};

	return WORD(words, evidence);
}

const char *code_boundaries(int by)
{
	static const char *const words[] = {
		[CHISO_BOUNDARIES_REPORTED] = "reported",
		[CHISO_BOUNDARIES_EXACT] = "exact",
		[CHISO_BOUNDARIES_ESTIMATE] = "estimate",
		[CHISO_BOUNDARIES_BROKEN] = "not_comparable",
	};

	return WORD(words, by);
}

const char *code_verdict(enum chiso_verdict verdict)
{
	static const char *const words[] = {
		[CHISO_NO_DATA] = "no_data",
		[CHISO_NO_TARGET] = "no_target",
		[CHISO_TARGET_ACHIEVED] = "target_achieved",
		[CHISO_ON_TRACK] = "on_track",
		[CHISO_ACCELERATION_NEEDED] = "acceleration_needed",
		[CHISO_LIMITED_PROGRESS] = "limited_progress",
		[CHISO_DETERIORATION] = "deterioration",
		[CHISO_NOT_YET_DUE] = "not_yet_due",
		[CHISO_MISSED] = "missed",
		[CHISO_NOT_COMPUTABLE] = "not_computable",
		[CHISO_NOT_ASSESSED] = "not_assessed",
		[CHISO_STAGNATION] = "stagnation",
	};

	return WORD(words, verdict);
}

const char *code_projection(int projection)
{
	static const char *const words[] = {
		[CHISO_PROJECTION_GROWTH] = "constant_growth",
		[CHISO_PROJECTION_LINEAR] = "constant_change",
	};

	return WORD(words, projection);
}

const char *code_aspect(int aspect)
{
	static const char *const words[] = {
		[CHISO_ASPECT_VALUE] = "value",
		[CHISO_ASPECT_MEAN_GROWTH] = "mean_growth",
		[CHISO_ASPECT_MEAN] = "mean",
		[CHISO_ASPECT_GEOMETRIC_MEAN] = "geometric_mean",
		[CHISO_ASPECT_RANK] = "rank",
	};

	return WORD(words, aspect);
}

const char *code_summary(int by)
{
	static const char *const words[] = {
		[CHISO_BY_PLAN] = "plan",
		[CHISO_BY_SET] = "set",
		[CHISO_BY_DOMAIN] = "domain",
		[CHISO_BY_UNIT] = "unit",
	};

	return WORD(words, by);
}

const char *code_target(int target)
{
	static const char *const words[] = {
		[CHISO_MORE_THAN] = "more_than",
		[CHISO_LESS_THAN] = "less_than",
		[CHISO_AT_LEAST] = "at_least",
		[CHISO_AT_MOST] = "at_most",
		[CHISO_BETWEEN] = "between",
		[CHISO_YES] = "yes",
		[CHISO_NO] = "no",
	};

	return WORD(words, target);
}
