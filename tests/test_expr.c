/* SPDX-License-Identifier: MIT */
#include <config.h> /* for the extensions of POSIX */

#include "base/context.h"
#include "expr/expr.h"
#include "units/period.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof *(table))

/* ---- a scope ------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	int type;
} columns[] = {
	{"a", CHISO_F64},         {"b", CHISO_F64},          {"c", CHISO_F64},
	{"flag", CHISO_BOOL},     {"other", CHISO_BOOL},     {"day_in", CHISO_DATE},
	{"day_out", CHISO_DATE},  {"crop", CHISO_STR},       {"x", CHISO_NONE},
	{"y", CHISO_NONE},        {"z", CHISO_NONE},         {"planted_ha", CHISO_NONE},
	{"Năng suất", CHISO_F64}, {"area.total", CHISO_F64}, {"diện_tích", CHISO_F64},
	{"yield [t]", CHISO_F64},
};

static int find(void *user, struct slice name, int *type)
{
	(void)user;
	for (size_t i = 0; i < LENGTH(columns); i++) {
		if (!slice_is(name, columns[i].name))
			continue;
		*type = columns[i].type;
		return (int)i;
	}
	return -1;
}

static void offer(void *user, struct nearest *nearest)
{
	(void)user;
	for (size_t i = 0; i < LENGTH(columns); i++)
		nearest_offer(nearest, columns[i].name);
}

static const struct expr_scope scope = {.find = find, .offer = offer};

static struct chiso_context *new_context(const char *lang)
{
	struct chiso_options options = {.size = sizeof options, .lang = lang};

	return chiso_context_new(&options);
}

static struct expr *compile(struct arena *arena, struct chiso_context *context, const char *source,
			    int wanted)
{
	struct expr *expr = NULL;
	int status = expr_compile(&expr, arena, context, (struct place){"p.json", 7, 11}, source,
				  wanted, &scope);

	cr_assert_eq(status == CHISO_OK, expr != NULL, "%s", source);
	cr_assert_eq(status == CHISO_OK, chiso_finding_count(context, CHISO_ERROR) == 0, "%s",
		     source);
	return expr;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static struct vector new_vector(struct arena *arena, int type, size_t n)
{
	struct vector v = {.type = type, .missing = arena_new(arena, n, 1)};

	if (type == CHISO_BOOL)
		v.at.boolean = arena_new(arena, n, 1);
	else if (type == CHISO_DATE)
		v.at.date = arena_new(arena, n, sizeof(int32_t));
	else if (type == CHISO_STR)
		v.at.str = arena_new(arena, n, sizeof(struct slice));
	else
		v.at.f64 = arena_new(arena, n, sizeof(double));
	return v;
}

/* One row: a is 6, b 4, c missing, flag true, other missing, day_in 2020-01-31, day_out 2022-02-28,
 * crop "na, bơ", x suppressed, y -2.5, z missing, planted_ha 1234.5, the others 2. */
static struct vector one_row(struct arena *arena, struct expr_use use)
{
	static const double numbers[] = {6, 4, 0, 0, 0, 0, 0, 0, 0, -2.5, 0, 1234.5, 2, 2, 2, 2};
	struct vector v = new_vector(arena, use.type, 1);
	const char *name = columns[use.column].name;

	if (!strcmp(name, "c") || !strcmp(name, "other") || !strcmp(name, "z"))
		v.missing[0] = CHISO_REASON_NOT_APPLICABLE;
	if (!strcmp(name, "x"))
		v.missing[0] = CHISO_REASON_SUPPRESSED;
	if (use.type == CHISO_BOOL)
		v.at.boolean[0] = 1;
	else if (use.type == CHISO_DATE)
		v.at.date[0] =
			!strcmp(name, "day_in") ? date_of(2020, 1, 31) : date_of(2022, 2, 28);
	else if (use.type == CHISO_STR && !v.missing[0])
		v.at.str[0] = (struct slice){"na, bơ", strlen("na, bơ")};
	else if (use.type == CHISO_F64)
		v.at.f64[0] = numbers[use.column];
	return v;
}

static struct vector *rows_of(struct arena *arena, const struct expr *expr)
{
	const struct expr_use *uses;
	size_t n = expr_uses(expr, &uses);
	struct vector *in = arena_new(arena, n, sizeof *in);

	for (size_t i = 0; i < n; i++)
		in[i] = one_row(arena, uses[i]);
	return in;
}

/* The value of one row as a text: "2.5", "true", "na", "2022-06-20", "missing 3". */
static const char *value(struct arena *arena, const struct expr *expr)
{
	struct vector out = new_vector(arena, expr_type(expr), 1);
	char *text = arena_new(arena, 64, 1);

	cr_assert_eq(expr_run(expr, rows_of(arena, expr), 1, &out, arena), CHISO_OK);
	if (out.missing[0])
		snprintf(text, 64, "missing %d", out.missing[0]);
	else if (out.type == CHISO_BOOL)
		snprintf(text, 64, "%s", out.at.boolean[0] ? "true" : "false");
	else if (out.type == CHISO_DATE)
		snprintf(text, 64, "day %d", out.at.date[0]);
	else if (out.type == CHISO_STR)
		snprintf(text, 64, "%.*s", (int)out.at.str[0].n, out.at.str[0].text);
	else
		snprintf(text, 64, "%.17g", out.at.f64[0]);
	return text;
}

/* ---- vectors ------------------------------------------------------------------------------- */

/* One line of CSV: the first field unquoted in place, *rest what is behind its comma. */
static char *first_field(char *line, char **rest)
{
	char *to = line, *p = line;

	line[strcspn(line, "\r\n")] = 0;
	if (*p != '"') {
		*rest = strrchr(p, ',');
		if (*rest)
			*(*rest)++ = 0;
		return line;
	}
	for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
		p += *p == '"';
		*to++ = *p;
	}
	*rest = *p && p[1] ? p + 2 : NULL;
	*to = 0;
	return line;
}

static FILE *open_vectors(const char *name)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/../shared/vectors/28-expressions/%s", SRCDIR, name);
	FILE *file = fopen(path, "r");
	if (!file)
		cr_skip("no shared vectors: %s is not read\n", name);
	return file;
}

static void check_vectors(const char *name, int wanted, int rows)
{
	FILE *file = open_vectors(name);
	struct chiso_context *context = new_context("en");
	char line[4096], *rest;
	int n = 0;

	cr_assert(fgets(line, sizeof line, file) != NULL);
	for (; fgets(line, sizeof line, file); n++) {
		struct arena arena = {0};
		const char *source = first_field(line, &rest);
		struct expr *expr = compile(&arena, context, source, wanted);
		cr_assert(expr != NULL, "%s", source);
		const char *got = value(&arena, expr);

		if (!strcmp(rest, "null"))
			cr_expect_str_eq(got, "missing 1", "%s: %s", source, got);
		else if (!strcmp(rest, "-Infinity") || !strcmp(rest, "NaN") ||
			 !strcmp(source, "log(50,0)"))
			cr_expect_str_eq(got, "missing 4", "%s: %s", source, got);
		else if (wanted == CHISO_BOOL)
			cr_expect_str_eq(got, rest, "%s: %s", source, got);
		else
			cr_expect_float_eq(strtod(got, NULL), strtod(rest, NULL), 1e-15 * 512,
					   "%s: %s", source, got);
		arena_clear(&arena);
	}
	cr_expect_eq(n, rows, "%s has %d rows", name, n);
	chiso_context_free(context);
	fclose(file);
}

Test(expr, numbers_of_the_published_vectors)
{
	check_vectors("numeric.csv", CHISO_F64, 171);
}

Test(expr, booleans_of_the_published_vectors)
{
	check_vectors("boolean.csv", CHISO_BOOL, 20);
}

Test(expr, published_faults_are_refused)
{
	FILE *file = open_vectors("must_be_rejected.csv");
	char line[4096], *rest;
	int n = 0;

	cr_assert(fgets(line, sizeof line, file) != NULL);
	for (; fgets(line, sizeof line, file); n++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context("en");
		const char *source = *line == '"' ? first_field(line, &rest) : line;

		line[strcspn(line, "\r\n")] = 0;
		cr_expect_null(compile(&arena, context, source, CHISO_F64), "%s", source);
		chiso_context_free(context);
		arena_clear(&arena);
	}
	cr_expect_eq(n, 25);
	fclose(file);
}

/* ---- values -------------------------------------------------------------------------------- */

/* Reasons: 1 not reported, 2 denominator zero, 4 out of domain, 5 not applicable (c, other, z),
 * 7 suppressed (x). */
static const struct {
	const char *source, *value;
} values[] = {
	/* names */
	{"a", "6"},
	{"[a]", "6"},
	{"[Năng suất] * 2", "4"},
	{"area.total+diện_tích", "4"},
	{"[yield [t]]] ^ a", "64"},
	/* missing */
	{"c", "missing 5"},
	{"a + c", "missing 5"},
	{"x + c", "missing 7"},
	{"c + x", "missing 5"},
	{"null + c", "missing 1"},
	{"c / 0", "missing 5"},
	{"a / 0", "missing 2"},
	{"a / (b - 4)", "missing 2"},
	{"a % 0", "missing 2"},
	{"0 / 0", "missing 2"},
	{"1 / 3 / 0 + c", "missing 2"},
	{"-c", "missing 5"},
	{"c > 1", "missing 5"},
	{"abs(x)", "missing 7"},
	{"greatest(a, c, b)", "missing 5"},
	{"least(a, b, x)", "missing 7"},
	{"isNull(c)", "true"},
	{"isNotNull(c)", "false"},
	{"isNull(a / 0)", "true"},
	{"isNull(a)", "false"},
	{"firstNonNull(c, x, a, b)", "6"},
	{"firstNonNull(c, x)", "missing 5"},
	{"firstNonNull(x, c)", "missing 7"},
	{"firstNonNull(crop, 'none')", "na, bơ"},
	{"if(c > 1, a, b)", "missing 5"},
	{"if(a > b, a, c)", "6"},
	{"if(a < b, a, c)", "missing 5"},
	{"if(flag, crop, 'none')", "na, bơ"},
	{"if(flag, day_in, day_out) == day_in", "true"},
	{"if(flag, !flag, flag)", "false"},
	{"removeZeros(a - 6)", "missing 1"},
	/* three values */
	{"false && other", "false"},
	{"other && false", "false"},
	{"true && other", "missing 5"},
	{"true || other", "true"},
	{"other or true", "true"},
	{"false or other", "missing 5"},
	{"other and not flag", "false"},
	{"(c > 1) && other", "missing 5"},
	{"(x > 1) && other", "missing 7"},
	{"!other", "missing 5"},
	/* out of domain */
	{"sqrt(-1)", "missing 4"},
	{"sqrt(a - 10)", "missing 4"},
	{"exp(1000)", "missing 4"},
	{"1E308 * 10", "missing 4"},
	{"1E308 + 1E308", "missing 4"},
	{"0 ^ -1", "missing 4"},
	{"(-8) ^ 0.5", "missing 4"},
	{"log(a, 1)", "missing 4"},
	{"log(1, 1)", "missing 4"},
	/* arithmetic */
	{"1/3", "0.33333333333333331"},
	{"0.1 + 0.2", "0.30000000000000004"},
	{"-2 ^ 2", "-4"},
	{"2 ^ -1 ^ 2", "0.5"},
	{"-7 % 3", "-1"},
	{"7 % -3", "1"},
	{"- - 2", "2"},
	{"floor(-2.5)", "-3"},
	{"ceil(-2.5)", "-2"},
	{"sgn(-3) + sgn(0) + sgn(8)", "0"},
	{"abs(y)", "2.5"},
	{"power(2, 10)", "1024"},
	{"greatest(7)", "7"},
	/* rounding, as a spreadsheet shows it */
	{"round(2.5)", "3"},
	{"round(-2.5)", "-3"},
	{"round(0.49999999999999994)", "0"},
	{"round(2.675, 2)", "2.6800000000000002"},
	{"round(1.005, 2)", "1.01"},
	{"round(-1.005, 2)", "-1.01"},
	{"round(1.45, 1)", "1.5"},
	{"round(8.345, 2)", "8.3499999999999996"},
	{"round(0.285, 2)", "0.28999999999999998"},
	{"round(1234.5, -2)", "1200"},
	{"round(1250, -2)", "1300"},
	{"round(-50, -2)", "-100"},
	{"round(49, -2)", "0"},
	{"round(9.995, 2)", "10"},
	{"round(123456789012.345, 2)", "123456789012.35001"},
	{"round(0.00000000012345, 13)", "1.2349999999999999e-10"},
	{"round(1E22, 5)", "1e+22"},
	{"round(2.5E-20, 3)", "0"},
	{"round(1E300, -299)", "1.0000000000000001e+300"},
	{"round(a, 0.5)", "missing 4"},
	{"round(a, 400)", "missing 4"},
	/* strings */
	{"'it\\'s' == \"it's\"", "true"},
	{"'a\\tb\\\\'", "a\tb\\"},
	{"'b' > 'abc'", "true"},
	{"'ab' < 'abc'", "true"},
	{"'' < 'a'", "true"},
	{"'z' < 'đ'", "true"},
	{"crop == 'na, bơ'", "true"},
	{"length(crop)", "6"},
	{"length('')", "0"},
	{"contains(crop, 'bơ')", "true"},
	{"contains('', '')", "true"},
	{"contains('aab', 'ab')", "true"},
	{"contains('ab', 'abc')", "false"},
	{"contains(crop, null)", "missing 1"},
	{"containsItems('na', 'na')", "true"},
	{"containsItems('na,', '')", "true"},
	{"containsItems('na', 'n')", "false"},
	{"a in (1, 6)", "true"},
	{"a in (1, '6')", "true"},
	{"a in (b)", "false"},
	{"a + 1 in (7) == true", "true"},
	{"c in (1, 2)", "missing 5"},
	{"a in (6, c)", "missing 5"},
	{"1 in (2, a, 1)", "true"},
	{"is(crop in 'na', 'na, bơ')", "true"},
	/* dates: of 31 January 2020 and 28 February 2022 */
	{"year(day_in)", "2020"},
	{"month(day_in)", "1"},
	{"day(day_in)", "31"},
	{"date('1970-01-02')", "day 1"},
	{"day_in < date('2020-02-01')", "true"},
	{"daysBetween(day_in, day_out)", "759"},
	{"daysBetween(day_out, day_in)", "-759"},
	{"monthsBetween(day_in, day_out)", "24"},
	{"monthsBetween(day_out, day_in)", "-24"},
	{"yearsBetween(day_in, day_out)", "2"},
	{"yearsBetween(date('2000-02-29'), date('2018-02-28'))", "17"},
	{"yearsBetween(date('2000-02-29'), date('2018-03-01'))", "18"},
	{"monthsBetween(date('2022-01-31'), date('2022-02-28'))", "0"},
	{"monthsBetween(date('2022-01-15'), date('2022-02-15'))", "1"},
	{"monthsBetween(date('2022-02-15'), date('2022-01-15'))", "-1"},
};

Test(expr, values_of_one_row)
{
	for (size_t i = 0; i < LENGTH(values); i++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context("en");
		struct expr *expr = compile(&arena, context, values[i].source, CHISO_NONE);

		cr_expect(expr != NULL, "%s", values[i].source);
		if (expr)
			cr_expect_str_eq(value(&arena, expr), values[i].value, "%s: %s",
					 values[i].source, value(&arena, expr));
		chiso_context_free(context);
		arena_clear(&arena);
	}
}

/* ---- types --------------------------------------------------------------------------------- */

/* The type of the result and of the columns read: n number, b boolean, s string, d date. */
static const struct {
	const char *source;
	int wanted;
	const char *type, *uses;
} types[] = {
	{"x", CHISO_NONE, "n", "x:n"},
	{"x", CHISO_STR, "s", "x:s"},
	{"((x))", CHISO_DATE, "d", "x:d"},
	{"x + y", CHISO_NONE, "n", "x:n y:n"},
	{"x == 'a'", CHISO_NONE, "b", "x:s"},
	{"'a' != x", CHISO_NONE, "b", "x:s"},
	{"x == y", CHISO_NONE, "b", "x:n y:n"},
	{"x < crop", CHISO_NONE, "b", "x:s crop:s"},
	{"x == true", CHISO_NONE, "b", "x:b"},
	{"x", CHISO_BOOL, "b", "x:b"},
	{"x && !y", CHISO_NONE, "b", "x:b y:b"},
	{"if(x, y, z)", CHISO_NONE, "n", "x:b y:n z:n"},
	{"if(x, y, z)", CHISO_STR, "s", "x:b y:s z:s"},
	{"if(x, y, 'a')", CHISO_NONE, "s", "x:b y:s"},
	{"firstNonNull(x, if(flag, y, z)) == crop", CHISO_NONE, "b", "x:s flag:b y:s z:s crop:s"},
	{"year(x) + month(y)", CHISO_NONE, "n", "x:d y:d"},
	{"date(x) > date(y)", CHISO_NONE, "b", "x:d y:d"},
	{"x in ('a', 'b')", CHISO_NONE, "b", "x:s"},
	{"is(x in 1, '3')", CHISO_NONE, "b", "x:n"},
	{"contains(x, y)", CHISO_NONE, "b", "x:s y:s"},
	{"isNull(x)", CHISO_NONE, "b", "x:s"},
	{"if(isNull(x), 0, x)", CHISO_NONE, "n", "x:n"},
	{"if(x == 'a', 1, x)", CHISO_NONE, "n", "x:s x:n"},
	{"a + a * a", CHISO_NONE, "n", "a:n"},
	{"null", CHISO_STR, "s", ""},
	{"null == x", CHISO_NONE, "b", "x:n"},
};

static char letter_of(int type)
{
	return type == CHISO_F64 ? 'n' : type == CHISO_BOOL ? 'b' : type == CHISO_STR ? 's' : 'd';
}

Test(expr, types_come_from_the_place)
{
	for (size_t i = 0; i < LENGTH(types); i++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context("en");
		struct expr *expr = compile(&arena, context, types[i].source, types[i].wanted);
		const struct expr_use *uses;
		char text[200] = "";

		cr_assert(expr != NULL, "%s", types[i].source);
		for (size_t k = 0, n = expr_uses(expr, &uses); k < n; k++)
			snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:%c",
				 k ? " " : "", columns[uses[k].column].name,
				 letter_of(uses[k].type));
		cr_expect_str_eq(text, types[i].uses, "%s: %s", types[i].source, text);
		cr_expect_eq(letter_of(expr_type(expr)), *types[i].type, "%s", types[i].source);
		cr_expect_eq(expr_is_name(expr),
			     strspn(types[i].source, "(x)") == strlen(types[i].source));
		cr_expect_str_eq(expr_source(expr), types[i].source);
		chiso_context_free(context);
		arena_clear(&arena);
	}
}

/* ---- faults -------------------------------------------------------------------------------- */

/* Every fault as "column message", the columns from 1; lines in order of columns. */
static const struct {
	const char *source;
	int wanted;
	const char *en, *vi;
} faults[] = {
	{"planted_hа + 1", CHISO_NONE, "1 no column 'planted_hа'; did you mean planted_ha?",
	 "1 không có cột 'planted_hа'; có phải ý bạn là planted_ha?"},
	{"1 + [Năng xuất]", CHISO_NONE, "5 no column 'Năng xuất'; did you mean [Năng suất]?",
	 "5 không có cột 'Năng xuất'; có phải ý bạn là [Năng suất]?"},
	{"revenue * 2", CHISO_NONE, "1 no column 'revenue'", "1 không có cột 'revenue'"},
	{"a + isnull(a)", CHISO_NONE, "5 no function 'isnull'; did you mean isNull?",
	 "5 không có hàm 'isnull'; có phải ý bạn là isNull?"},
	{"quantile(a)", CHISO_NONE, "1 no function 'quantile'", "1 không có hàm 'quantile'"},
	{"1 + round()", CHISO_NONE,
	 "5 wrong number of arguments for round: 0; it is written round(x[, digits])",
	 "5 số đối số của round không đúng: 0; hàm này viết là round(x[, digits])"},
	{"if(flag, 1)", CHISO_NONE,
	 "1 wrong number of arguments for if: 2; it is written if(condition, then, else)",
	 "1 số đối số của if không đúng: 2; hàm này viết là if(condition, then, else)"},
	{"'ệ' + (a > 1)", CHISO_NONE,
	 "1 'ệ' is a text, but + takes a number\n7 (a > 1) is true or false, but + takes a number",
	 "1 'ệ' là chuỗi ký tự, nhưng + cần số\n7 (a > 1) là giá trị đúng/sai, nhưng + cần số"},
	{"a == 'x'", CHISO_NONE, "3 == compares a number with a text; both must be alike",
	 "3 == so sánh số với chuỗi ký tự; hai bên phải cùng loại"},
	{"day_in > '2022-06-20'", CHISO_NONE,
	 "8 > compares a date with a text; a date is written date('2022-06-20')",
	 "8 > so sánh ngày với chuỗi ký tự; ngày được viết là date('2022-06-20')"},
	{"if(flag, 1, 'x')", CHISO_NONE,
	 "13 'x' is a text, but what if had before is a number; all must be alike",
	 "13 'x' là chuỗi ký tự, nhưng giá trị trước đó của if là số; tất cả phải cùng loại"},
	{"a + 1", CHISO_BOOL, "1 a + 1 gives a number, but true or false is wanted here",
	 "1 a + 1 cho kết quả là số, nhưng ở đây cần giá trị đúng/sai"},
	{"date('2022-13-01')", CHISO_NONE,
	 "6 '2022-13-01' is no date; one is written date('2022-06-20')",
	 "6 '2022-13-01' không phải là ngày; ngày được viết là date('2022-06-20')"},
	{"diện_tích # 2 + b", CHISO_NONE,
	 "11 # has no meaning in an expression; names that contain it are written in [ ]",
	 "11 # không có nghĩa trong biểu thức; tên cột chứa ký tự này phải viết trong [ ]"},
	{"a = 1", CHISO_NONE, "3 a single = compares nothing; write ==",
	 "3 một dấu = không phải là so sánh; hãy viết =="},
	{"", CHISO_NONE,
	 "1 the expression is empty; write at least a number or the name of a column",
	 "1 biểu thức còn trống; cần ít nhất một số hoặc một tên cột"},
	{"( a +", CHISO_NONE,
	 "1 this ( is never closed\n6 the expression ends where a value is expected",
	 "1 dấu ( này chưa được đóng\n6 biểu thức kết thúc ở chỗ còn cần một giá trị"},
	{"contains(crop, 'x)", CHISO_NONE, "16 the text that begins here lacks its closing '",
	 "16 chuỗi ký tự bắt đầu ở đây thiếu dấu đóng '"},
	{"(a + [b", CHISO_NONE, "6 [b lacks the closing ] of a name",
	 "6 [b thiếu dấu ] đóng tên cột"},
	{"a) * b", CHISO_NONE, "2 this ) closes nothing", "2 dấu ) này không đóng dấu mở nào"},
	{"Năng suất * 2", CHISO_NONE,
	 "1 Năng suất is several names in a row; a name with blanks is written [Năng suất]",
	 "1 Năng suất là nhiều tên liền nhau; tên có dấu cách phải viết là [Năng suất]"},
	{"a * / b", CHISO_NONE, "5 / stands where a number, a name or another value is expected",
	 "5 / đứng ở chỗ cần một số, một tên cột hoặc một giá trị khác"},
	{"2 a", CHISO_NONE, "3 a stands where an operator or the end is expected",
	 "3 a đứng ở chỗ cần một phép tính hoặc chỗ kết thúc"},
	{"1,5 + a", CHISO_NONE, "2 , stands where an operator or the end is expected",
	 "2 , đứng ở chỗ cần một phép tính hoặc chỗ kết thúc"},
	{"'\\q'", CHISO_NONE,
	 "2 \\q stands for nothing; a text may have \\n, \\t, \\\\, \\' and \\\"",
	 "2 \\q không có nghĩa; trong chuỗi chỉ dùng \\n, \\t, \\\\, \\' và \\\""},
	{"a + 1E999", CHISO_NONE, "5 1E999 is out of the range of numbers",
	 "5 1E999 vượt ngoài phạm vi của số"},
	{"a in 3", CHISO_NONE, "3 in is written x in (a, b, ...)",
	 "3 in phải viết là x in (a, b, ...)"},
	{"is(a, 3)", CHISO_NONE, "1 is is written is(x in a, b, ...)",
	 "1 is phải viết là is(x in a, b, ...)"},
	/* several, independent of each other */
	{"greatst(a, prices) + year(a) * (b == 'k') + 'k'", CHISO_NONE,
	 "1 no function 'greatst'; did you mean greatest?\n12 no column 'prices'\n"
	 "27 a is a number, but year takes a date\n"
	 "32 (b == 'k') is true or false, but * takes a number\n"
	 "35 == compares a number with a text; both must be alike\n"
	 "45 'k' is a text, but + takes a number",
	 NULL},
	/* one only, though much follows from it */
	{"if(unknown, unknown2 + 1, 'x') == 1", CHISO_NONE,
	 "4 no column 'unknown'\n13 no column 'unknown2'\n"
	 "27 'x' is a text, but what if had before is a number; all must be alike",
	 NULL},
	{"quantile(a, b) == 'x'", CHISO_NONE, "1 no function 'quantile'", NULL},
};

/* The findings as they stand in the tables above. */
static void collect(char *text, size_t room, struct chiso_context *context)
{
	struct chiso_finding finding = {.size = sizeof finding};

	*text = 0;
	for (size_t i = 0; !chiso_finding_at(context, i, &finding); i++) {
		cr_expect_str_eq(finding.file, "p.json");
		cr_expect_eq(finding.line, 7);
		snprintf(text + strlen(text), room - strlen(text), "%s%u %s", i ? "\n" : "",
			 finding.column - 10, finding.message);
	}
}

Test(expr, all_faults_at_once_in_both_languages)
{
	for (size_t i = 0; i < 2 * LENGTH(faults); i++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context(i % 2 ? "vi" : "en");
		const char *expected = i % 2 ? faults[i / 2].vi : faults[i / 2].en;
		char got[2000];

		compile(&arena, context, faults[i / 2].source, faults[i / 2].wanted);
		collect(got, sizeof got, context);
		if (expected)
			cr_expect_str_eq(got, expected, "%s:\n%s\nexpected:\n%s",
					 faults[i / 2].source, got, expected);
		chiso_context_free(context);
		arena_clear(&arena);
	}
}

/* text, n times */
static char *repeat(char *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to = stpcpy(to, text);
	return to;
}

Test(expr, nesting_and_length_have_limits)
{
	static const struct {
		const char *open, *close;
		size_t n;
		const char *value; /* NULL: refused */
	} cases[] = {
		{"(", ")", 100, "1"},       {"(", ")", 101, NULL},       {"abs(", ")", 100, "1"},
		{"abs(", ")", 101, NULL},   {"-", "", 100, "1"},         {"-", "", 101, NULL},
		{"1^", "", 100, "1"},       {"1^", "", 10000, NULL},     {"(", "", 20000, NULL},
		{"1+", "", 20000, "20001"}, {"", "+a", 20000, "120001"}, {"", "+a", 40000, NULL},
	};
	char *source = malloc(300000);

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context("en");

		repeat(stpcpy(repeat(source, cases[i].open, cases[i].n), "1"), cases[i].close,
		       cases[i].n);
		struct expr *expr = compile(&arena, context, source, CHISO_NONE);
		cr_expect_eq(expr != NULL, cases[i].value != NULL, "case %zu", i);
		if (expr)
			cr_expect_str_eq(value(&arena, expr), cases[i].value, "case %zu", i);
		if (expr)
			cr_expect(expr_fill(expr, rows_of(&arena, expr), "en", &arena) != NULL);
		else
			cr_expect_eq(chiso_finding_count(context, CHISO_NOTE), 1, "case %zu", i);
		chiso_context_free(context);
		arena_clear(&arena);
	}
	free(source);
}

/* ---- with the values filled in ------------------------------------------------------------- */

static const struct {
	const char *source, *en, *vi;
} fills[] = {
	{"firstNonNull(c, a + b)", "6 + 4", NULL},
	{"firstNonNull(c, a + b) * 2", "(6 + 4) × 2", NULL},
	{"(a * b) + 1", "6 × 4 + 1", NULL},
	{"a - (b - 1)", "6 - (4 - 1)", NULL},
	{"a + (b - 1)", "6 + 4 - 1", NULL},
	{"a / (b * 2)", "6 / (4 × 2)", NULL},
	{"a * (b * 2)", "6 × 4 × 2", NULL},
	{"(a ^ b) ^ 2", "(6 ^ 4) ^ 2", NULL},
	{"a ^ (b ^ 2)", "6 ^ 4 ^ 2", NULL},
	{"y ^ 2 - y", "(-2.5) ^ 2 - (-2.5)", "(-2,5) ^ 2 - (-2,5)"},
	{"-(a + 1)", "-(6 + 1)", NULL},
	{"-(-a)", "-(-6)", NULL},
	{"if(a > b, a * 100, b)", "6 × 100", NULL},
	{"if(a < b, a, if(isNull(c), b + 1, 0)) / 2", "(4 + 1) / 2", NULL},
	{"if(c > 1, a, b) + 1", "missing + 1", "thiếu + 1"},
	{"c + 1", "missing + 1", "thiếu + 1"},
	{"firstNonNull(c, z)", "missing", "thiếu"},
	{"1/3 + 0.5", "1 / 3 + 0.5", "1 / 3 + 0,5"},
	{"round(y * 1.5, 1)", "round(-2.5 × 1.5; 1)", "round(-2,5 × 1,5; 1)"},
	{"crop in ('na', 'na, bơ')", "'na, bơ' in ('na'; 'na, bơ')", NULL},
	{"flag and !(a > b)", "true && !(6 > 4)", "đúng && !(6 > 4)"},
	{"+a", "6", NULL},
	{"((a))", "6", NULL},
};

Test(expr, filled_with_the_values_of_a_row)
{
	for (size_t i = 0; i < 2 * LENGTH(fills); i++) {
		struct arena arena = {0};
		struct chiso_context *context = new_context("en");
		const char *lang = i % 2 ? "vi" : "en";
		const char *expected = i % 2 && fills[i / 2].vi ? fills[i / 2].vi : fills[i / 2].en;
		struct expr *expr = compile(&arena, context, fills[i / 2].source, CHISO_NONE);
		cr_assert(expr != NULL, "%s", fills[i / 2].source);
		const char *got = expr_fill(expr, rows_of(&arena, expr), lang, &arena);

		cr_expect_str_eq(got, expected, "%s: %s", fills[i / 2].source, got);
		chiso_context_free(context);
		arena_clear(&arena);
	}
}
