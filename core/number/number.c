/* SPDX-License-Identifier: MIT */
#include "number/number.h"

#include "base/cpu.h"
#include "number/decimal.h"

#include <chiso/chiso.h>

#include <math.h>
#include <string.h>

/* ---- reading ---- */

enum { MAX_EXPONENT = 1000000 }; /* larger ones are as large */

static const uint64_t HEAD = 1000000000000000000; /* 10^18: with this a head has 19 digits */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *digits(struct decimal *decimal, const char *p, const char *end)
{
	for (; p < end && is_digit(*p); p++) {
		if (decimal->head < HEAD)
			decimal->head = decimal->head * 10 + (uint64_t)(*p - '0');
		else
			decimal->n_tail++;
	}
	return p;
}

/* How many bytes the sign between thousands at p has; 0: there is none. */
static size_t separator(const char *p, const char *end, char sign)
{
	if (p < end && *p == sign)
		return 1;
	if (sign == ' ' && end - p >= 2 && !memcmp(p, "\xc2\xa0", 2))
		return 2;
	if (sign == ' ' && end - p >= 3 && !memcmp(p, "\xe2\x80\xaf", 3))
		return 3;
	return 0;
}

/* The exponent at p; the end of it, NULL when there are no digits. */
static const char *exponent(struct decimal *decimal, const char *p, const char *end)
{
	int negative = p < end && *p == '-';
	int64_t value = 0;

	p += p < end && (*p == '-' || *p == '+');
	if (p == end || !is_digit(*p))
		return NULL;
	for (; p < end && is_digit(*p); p++)
		if (value < MAX_EXPONENT)
			value = value * 10 + (*p - '0');
	decimal->exponent += negative ? -value : value;
	return p;
}

/* Splits a text that is an unsigned number in the style.  0: it is none. */
static int split(struct decimal *decimal, const char *p, const char *end,
                 struct number_style style)
{
	const char *begin = p, *group;
	size_t width;
	int grouped = 0;

	*decimal = (struct decimal){.text = p};
	p = digits(decimal, p, end);
	if (p == begin)
		return 0;
	if (style.thousands && p - begin <= 3 && *begin != '0')
		for (; (width = separator(p, end, style.thousands)) != 0; grouped = 1) {
			group = p + width;
			p = digits(decimal, group, end);
			if (p - group != 3)
				return 0;
		}
	if (p < end && *p == style.decimal) {
		group = p + 1;
		p = digits(decimal, group, end);
		if (p == group)
			return 0;
		decimal->exponent = group - p;
	}
	decimal->n = (size_t)(p - begin);
	if (p < end && (*p == 'e' || *p == 'E') && !grouped) {
		p = exponent(decimal, p + 1, end);
		if (!p)
			return 0;
	}
	return p == end;
}

static int has_sign(const char *text, size_t n)
{
	return n && (*text == '-' || *text == '+');
}

int number_read_quickly(double *out, const char *text, size_t n, struct number_style style)
{
	/* A whole number below 2^53 and a power of ten up to 10^22 are doubles: their quotient is
	   rounded once. */
	static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
	                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	uint64_t value = 0;
	size_t i = 0, point;

	if (!n || n > 15 || style.thousands)
		return 0;
	for (; i < n && is_digit(text[i]); i++)
		value = value * 10 + (uint64_t)(text[i] - '0');
	if (i == n) {
		*out = (double)value;
		return 1;
	}
	if (!i || text[i] != style.decimal || i + 1 == n)
		return 0;
	point = i;
	for (i++; i < n && is_digit(text[i]); i++)
		value = value * 10 + (uint64_t)(text[i] - '0');
	*out = (double)value / powers[n - 1 - point];
	return i == n;
}

enum number_fault number_read(double *out, const char *text, size_t n, struct number_style style)
{
	int sign = has_sign(text, n);
	struct decimal decimal;
	double value;

	if (!split(&decimal, text + sign, text + n, style)) {
		int plain = style.decimal == '.' && !style.thousands;

		return plain && number_evidence(text, n) != NUMBER_NEITHER ? NUMBER_AMBIGUOUS
		                                                           : NUMBER_BAD;
	}
	value = decimal_value(&decimal);
	if (isinf(value) || (value == 0 && decimal.head))
		return NUMBER_RANGE;
	*out = value != 0 && *text == '-' ? -value : value;
	return NUMBER_FINE;
}

enum number_evidence number_evidence(const char *text, size_t n)
{
	static const struct number_style styles[] = {
		{'.', ','}, {'.', ' '}, {'.', '\''}, {',', '.'}, {',', ' '}, {',', '\''},
	};
	int sign = has_sign(text, n), point = 0, comma = 0;
	struct decimal decimal;

	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
		if (!split(&decimal, text + sign, text + n, styles[i]))
			continue;
		point |= styles[i].decimal == '.';
		comma |= styles[i].decimal == ',';
	}
	if (point && comma)
		return NUMBER_EITHER;
	return point ? NUMBER_POINT : comma ? NUMBER_COMMA : NUMBER_NEITHER;
}

/* ---- exact fractions ---- */

static int times(uint64_t *value, uint64_t factor)
{
	if (*value > INT64_MAX / factor)
		return CHISO_EUSE;
	*value *= factor;
	return CHISO_OK;
}

/* Divides by ten and stays in lowest terms as far as 2 and 5 go. */
static int tenth(uint64_t *num, uint64_t *den)
{
	uint64_t factor = 10;

	if (!*num)
		return CHISO_OK;
	if (*num % 2 == 0) {
		*num /= 2;
		factor /= 2;
	}
	if (*num % 5 == 0) {
		*num /= 5;
		factor /= 5;
	}
	return times(den, factor);
}

/* Reads digits as a whole number; NULL: none, or too large. */
static const char *whole(uint64_t *out, const char *p, const char *end)
{
	const char *begin = p;

	for (*out = 0; p < end && is_digit(*p); p++) {
		uint64_t digit = (uint64_t)(*p - '0');

		if (*out > (INT64_MAX - digit) / 10)
			return NULL;
		*out = *out * 10 + digit;
	}
	return p > begin ? p : NULL;
}

/* Reads digits[.digits][e[+-]digits][%]. */
static int decimal_ratio(uint64_t *num, uint64_t *den, const char *p, const char *end)
{
	const struct number_style plain = {'.', 0};
	struct decimal decimal;
	int status = CHISO_OK;
	int percent = p < end && end[-1] == '%';

	if (!split(&decimal, p, end - percent, plain))
		return CHISO_EUSE;
	decimal.exponent -= percent ? 2 : 0;
	/* Zeros at the end change nothing and would only be in the way. */
	for (; decimal.n; decimal.n--) {
		char last = decimal.text[decimal.n - 1];

		if (last != '0' && last != '.')
			break;
		decimal.exponent += last == '0';
	}
	*num = 0;
	*den = 1;
	for (size_t i = 0; i < decimal.n; i++) {
		if (!is_digit(decimal.text[i]))
			continue;
		uint64_t digit = (uint64_t)(decimal.text[i] - '0');
		if (*num > (INT64_MAX - digit) / 10)
			return CHISO_EUSE;
		*num = *num * 10 + digit;
	}
	if (!*num)
		return CHISO_OK;
	for (; decimal.exponent > 0 && !status; decimal.exponent--)
		status = times(num, 10);
	for (; decimal.exponent < 0 && !status; decimal.exponent++)
		status = tenth(num, den);
	return status;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

int number_ratio(struct chiso_ratio *out, const char *text, size_t n)
{
	int sign = has_sign(text, n);
	const char *p = text + sign, *end = text + n;
	const char *slash = memchr(p, '/', (size_t)(end - p));
	uint64_t num = 0, den = 1;

	if (!slash) {
		if (decimal_ratio(&num, &den, p, end))
			return CHISO_EUSE;
	} else if (whole(&num, p, slash) != slash || whole(&den, slash + 1, end) != end || !den) {
		return CHISO_EUSE;
	}
	uint64_t divisor = common_divisor(num, den);
	out->num = (int64_t)(num / divisor);
	out->den = (int64_t)(den / divisor);
	if (*text == '-')
		out->num = -out->num;
	return CHISO_OK;
}

double number_quotient(double scale, double above, double below)
{
	double product = scale * above, lost = fma(scale, above, -product);
	double quotient = product / below, rest = fma(-quotient, below, product) + lost;

	/* Beyond the range of numbers there is nothing to mend. */
	return isfinite(quotient) && isfinite(rest) ? quotient + rest / below : quotient;
}

#if defined __GNUC__ && defined __x86_64__
#include <immintrin.h>

/* With instructions for four at a time and for fma(), which else is called.  How many of them. */
__attribute__((target("avx2,fma"))) static size_t quotients_widely(double *to, double scale,
                                                                   const double *above,
                                                                   const double *below, size_t n)
{
	const __m256d by = _mm256_set1_pd(scale), zero = _mm256_setzero_pd();
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		__m256d a = _mm256_loadu_pd(above + i), b = _mm256_loadu_pd(below + i);
		__m256d product = _mm256_mul_pd(by, a), lost = _mm256_fmsub_pd(by, a, product);
		__m256d quotient = _mm256_div_pd(product, b);
		__m256d rest = _mm256_add_pd(_mm256_fnmadd_pd(quotient, b, product), lost);
		__m256d mended = _mm256_add_pd(quotient, _mm256_div_pd(rest, b));
		/* 0 times what is no number isn't 0. */
		__m256d wild = _mm256_fmadd_pd(rest, zero, _mm256_mul_pd(quotient, zero));

		_mm256_storeu_pd(to + i, _mm256_blendv_pd(quotient, mended,
		                                          _mm256_cmp_pd(wild, zero, _CMP_EQ_OQ)));
	}
	return i;
}
#endif

void number_quotients(double *to, double scale, const double *above, const double *below, size_t n)
{
	size_t i = 0;

#if defined __GNUC__ && defined __x86_64__
	if (cpu_is_wide() && __builtin_cpu_supports("fma"))
		i = quotients_widely(to, scale, above, below, n);
#endif
	for (; i < n; i++)
		to[i] = number_quotient(scale, above[i], below[i]);
}

double number_of_value(const struct chiso_value *value)
{
	switch (value->type) {
	case CHISO_F64:
		return value->as.f64;
	case CHISO_I64:
		return (double)value->as.i64;
	case CHISO_RATIO:
		return (double)value->as.ratio.num / (double)value->as.ratio.den;
	case CHISO_CODE:
		return value->as.code;
	case CHISO_DATE:
		return value->as.date;
	default:
		return 0;
	}
}
