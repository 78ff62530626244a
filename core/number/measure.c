/* SPDX-License-Identifier: MIT */
#include "number/measure.h"

#include "number/number.h"

#include <chiso/chiso.h>

#include <math.h>
#include <string.h>

static const struct unit_of_measure {
	const char *symbol;
	double scale;
	const char *base;
	int power;
} units[] = {
#define MEASURE(symbol, scale, base, power) {symbol, scale, base, power},
#define SCALE(word, scale)
#include "number/measures.def"
#undef MEASURE
#undef SCALE
};

static const struct {
	const char *word;
	double scale;
} scales[] = {
#define MEASURE(symbol, scale, base, power)
#define SCALE(word, scale) {word, scale},
#include "number/measures.def"
#undef MEASURE
#undef SCALE
};

#define LENGTH(table) (sizeof(table) / sizeof *(table))

static const struct unit_of_measure *find(struct slice symbol)
{
	for (size_t i = 0; i < LENGTH(units); i++)
		if (slice_is(symbol, units[i].symbol))
			return &units[i];
	return NULL;
}

static int is_counted(struct slice symbol)
{
	return symbol.n > 2 && symbol.text[0] == '{' && symbol.text[symbol.n - 1] == '}';
}

static int same(struct slice a, struct slice b)
{
	return a.n == b.n && !memcmp(a.text, b.text, a.n);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void add_factor(struct measure *measure, struct slice symbol, int power)
{
	size_t i = 0;

	if (slice_is(symbol, "1"))
		return;
	while (i < measure->n && !same(measure->factors[i].symbol, symbol))
		i++;
	if (i == MEASURE_FACTORS) {
		measure->is_known = 0;
		return;
	}
	if (i == measure->n)
		measure->factors[measure->n++] = (struct measure_factor){symbol, 0};
	measure->factors[i].power += power;
	if (measure->factors[i].power)
		return;
	memmove(&measure->factors[i], &measure->factors[i + 1],
		(measure->n - i - 1) * sizeof *measure->factors);
	measure->n--;
}

static void read_word(struct measure *measure, struct slice word, int power)
{
	double number;

	for (size_t i = 0; i < LENGTH(scales); i++)
		if (slice_is(word, scales[i].word)) {
			measure->scale *= pow(scales[i].scale, power);
			return;
		}
	if (find(word) || is_counted(word))
		add_factor(measure, word, power);
	else if (!number_read(&number, word.text, word.n, (struct number_style){'.', ','}) &&
		 number > 0)
		measure->scale *= pow(number, power);
	else
		measure->is_known = 0;
}

/* "m2.d" is m2 times d, "0.5" is a number. */
static size_t word_length(const char *p)
{
	size_t n = strcspn(p, " /{().");

	while (p[n] == '.' && p[n + 1] >= '0' && p[n + 1] <= '9')
		n += 1 + strcspn(p + n + 1, " /{().");
	return n;
}

/* "MJ/(m2.d)": whatever stands behind a stroke is below it. */
struct measure measure_read(const char *text)
{
	struct measure measure = {.is_known = text && *text, .scale = 1};
	int power = 1;

	for (const char *p = text ? text : ""; *p && measure.is_known;) {
		size_t n = *p == '{' ? strcspn(p, "}") + 1 : word_length(p);

		if (strchr("/ ().", *p)) {
			if (*p++ == '/')
				power = -1;
			continue;
		}
		if (n > strlen(p))
			n = strlen(p);
		if (n == 3 && !memcmp(p, "per", n))
			power = -1;
		else
			read_word(&measure, (struct slice){p, n}, power);
		p += n;
	}
	return measure;
}

/* ---- arithmetic ---------------------------------------------------------------------------- */

struct measure measure_number(void)
{
	return (struct measure){.is_known = 1, .scale = 1};
}

struct measure measure_times(const struct measure *a, const struct measure *b, int power)
{
	struct measure product = *a;

	product.is_known = a->is_known && b->is_known;
	product.is_literal = a->is_literal && b->is_literal;
	product.is_free = a->is_free || b->is_free || a->is_literal || b->is_literal;
	product.scale *= pow(b->scale, power);
	for (size_t i = 0; i < b->n && product.is_known; i++)
		add_factor(&product, b->factors[i].symbol, power * b->factors[i].power);
	return product;
}

struct measure measure_bare(const struct measure *measure)
{
	struct measure bare = *measure;

	bare.n = 0;
	for (size_t i = 0; i < measure->n; i++)
		if (!is_counted(measure->factors[i].symbol))
			bare.factors[bare.n++] = measure->factors[i];
	return bare;
}

/* The power of a base in a measure. */
static int power_of(const struct measure *measure, struct slice base)
{
	int power = 0;

	for (size_t i = 0; i < measure->n; i++) {
		const struct measure_factor *factor = &measure->factors[i];
		const struct unit_of_measure *unit = find(factor->symbol);

		if (unit ? slice_is(base, unit->base) : same(base, factor->symbol))
			power += factor->power * (unit ? unit->power : 1);
	}
	return power;
}

/* Whether every base of a has the same power in b. */
static int has_bases_of(const struct measure *b, const struct measure *a)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct unit_of_measure *unit = find(a->factors[i].symbol);
		struct slice base = unit ? (struct slice){unit->base, strlen(unit->base)}
					 : a->factors[i].symbol;

		if (base.n && power_of(a, base) != power_of(b, base))
			return 0;
	}
	return 1;
}

static double whole_scale(const struct measure *measure)
{
	double scale = measure->scale;

	for (size_t i = 0; i < measure->n; i++) {
		const struct unit_of_measure *unit = find(measure->factors[i].symbol);

		if (unit)
			scale *= pow(unit->scale, measure->factors[i].power);
	}
	return scale;
}

enum measure_fit measure_fit(const struct measure *a, const struct measure *b)
{
	if (!a->is_known || !b->is_known || a->is_literal || b->is_literal)
		return FITS;
	if (!has_bases_of(a, b) || !has_bases_of(b, a))
		return FITS_NOT;
	if (a->is_free || b->is_free)
		return FITS;
	double ratio = whole_scale(a) / whole_scale(b);
	return fabs(ratio - 1) < 1e-9 ? FITS : FITS_SCALED;
}

/* ---- printing ------------------------------------------------------------------------------ */

static const char *print_side(const struct measure *measure, int sign, struct arena *arena)
{
	const char *text = "";

	for (size_t i = 0; text && i < measure->n; i++) {
		const struct measure_factor *factor = &measure->factors[i];
		const char *before = sign < 0 ? "/" : *text ? "·" : "";

		for (int k = 0; text && k < sign * factor->power; k++) {
			text = arena_printf(arena, "%s%s%.*s", text, before, (int)factor->symbol.n,
					    factor->symbol.text);
			before = sign < 0 ? "/" : "·";
		}
	}
	return text;
}

char *measure_print(const struct measure *measure, struct arena *arena)
{
	const char *over = print_side(measure, 1, arena), *under = print_side(measure, -1, arena);
	char number[NUMBER_ROOM];
	const char *scale = number, *gap = " ";

	if (!over || !under)
		return NULL;
	number_print(number, measure->scale);
	for (size_t i = LENGTH(scales); i-- > 0;)
		if (scales[i].scale == measure->scale)
			scale = scales[i].word; /* the first: "bn", not "tỷ" */
	if (measure->scale == 1)
		scale = gap = "";
	if (!*over && !*scale)
		over = "1";
	else if (!*over)
		gap = "";
	return arena_printf(arena, "%s%s%s%s", scale, gap, over, under);
}

int chiso_measure_is_known(const char *unit)
{
	return measure_read(unit).is_known;
}
