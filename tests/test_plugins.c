/* SPDX-License-Identifier: MIT */
/* The plugins without a host: what map() adds and which fate a record gets.  The figures are those
 * of the worked examples in the plugins' README files, which were done by hand. */
#include <chiso/batch.h>

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const struct chiso_plugin *tested_agriculture_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_basic_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_hello_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_infrastructure_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_ocop_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_poverty_LTX_chiso_plugin_entry(uint32_t host_abi);
const struct chiso_plugin *tested_tourism_LTX_chiso_plugin_entry(uint32_t host_abi);

static const struct chiso_plugin *(*const entries[])(uint32_t) = {
	tested_basic_LTX_chiso_plugin_entry,
	tested_hello_LTX_chiso_plugin_entry,
	tested_agriculture_LTX_chiso_plugin_entry,
	tested_infrastructure_LTX_chiso_plugin_entry,
	tested_ocop_LTX_chiso_plugin_entry,
	tested_poverty_LTX_chiso_plugin_entry,
	tested_tourism_LTX_chiso_plugin_entry,
};
/* The last five have axes, states and parameters: the tests of their own run their examples. */
enum { WITH_EXAMPLES = CHISO_N(entries) - 5 };

/* In a table of values: a missing value, and (in the first row) a column that is not bound. */
#define GONE NAN
#define UNBOUND INFINITY

enum { INPUTS = 4, TERMS = 7, OUTPUTS = 8, ROWS = 8, ROOM = 64 };

struct example {
	const char *indicator;
	uint32_t n;
	double in[ROWS][INPUTS];
	uint8_t fate[ROWS];
	double out[OUTPUTS]; /* GONE: the denominator is zero */
};

/* One column in the layout of Arrow, garbage wherever the example says nothing. */
struct buffer {
	double numbers[ROOM];
	uint8_t bits[ROOM / 8], validity[ROOM / 8];
};

/* Where record i lies: plain, with an offset, and chosen from among others in falling order. */
struct layout {
	int64_t offset;
	int chosen;
};
static const struct layout layouts[] = {{0, 0}, {5, 0}, {13, 1}};

static uint32_t row_of(const struct layout *layout, uint32_t n, uint32_t i)
{
	return layout->chosen ? 2 * (n - 1 - i) + 1 : i;
}

static void set_bit(uint8_t *bits, int64_t i, int on)
{
	bits[i >> 3] = (uint8_t)((bits[i >> 3] & ~(1u << (i & 7))) | (unsigned)!!on << (i & 7));
}

static struct chiso_column column(struct buffer *buffer, uint32_t type,
				  const struct example *example, uint32_t input,
				  const struct layout *layout)
{
	struct chiso_column c = {.offset = layout->offset};
	int gaps = 0;

	if (isinf(example->in[0][input]))
		return c;
	for (size_t i = 0; i < ROOM; i++)
		buffer->numbers[i] = 1e300;
	memset(buffer->bits, 0xff, sizeof buffer->bits);
	memset(buffer->validity, 0xff, sizeof buffer->validity);
	for (uint32_t i = 0; i < example->n; i++) {
		int64_t at = layout->offset + row_of(layout, example->n, i);
		double value = example->in[i][input];

		cr_assert_lt(at, ROOM);
		set_bit(buffer->validity, at, !isnan(value));
		gaps |= isnan(value);
		if (isnan(value))
			continue;
		buffer->numbers[at] = value;
		set_bit(buffer->bits, at, value != 0);
	}
	c.values = type == CHISO_BOOL ? (const void *)buffer->bits : buffer->numbers;
	c.validity = gaps ? buffer->validity : NULL;
	return c;
}

static const struct chiso_indicator *find(const char *id)
{
	for (size_t p = 0; p < CHISO_N(entries); p++) {
		const struct chiso_plugin *plugin = entries[p](CHISO_ABI);

		for (uint32_t i = 0; i < plugin->n_indicators; i++)
			if (!strcmp(plugin->indicators[i]->id, id))
				return plugin->indicators[i];
	}
	cr_assert_fail("no indicator %s", id);
	return NULL;
}

/* What each record adds in one layout. */
static void map(const struct chiso_indicator *indicator, const struct example *example,
		const struct layout *layout, double *terms, uint8_t *fate)
{
	struct chiso_call call = {.size = sizeof call, .n_terms = indicator->n_terms};
	struct chiso_column columns[INPUTS] = {0};
	struct buffer buffers[INPUTS];
	uint32_t rows[ROWS];
	struct chiso_batch batch = {
		.columns = columns, .rows = layout->chosen ? rows : NULL, .n = example->n};

	cr_assert_leq(indicator->n_inputs, INPUTS);
	cr_assert_leq(indicator->n_terms, TERMS);
	for (uint32_t i = 0; i < indicator->n_inputs; i++)
		columns[i] =
			column(&buffers[i], indicator->inputs[i].field.type, example, i, layout);
	for (uint32_t i = 0; i < example->n; i++)
		rows[i] = row_of(layout, example->n, i);
	cr_assert_eq(indicator->map(&call, &batch, terms, fate), CHISO_OK);
}

/* scale * factor * numerator / denominator, left to right, with the default of the parameter. */
static double quotient(const struct chiso_indicator *indicator, const struct chiso_output *output,
		       const double *sums)
{
	double value = output->scale;

	if (output->factor)
		value *= indicator->params[output->factor - 1].def.as.f64;
	value *= sums[output->numerator];
	if (output->denominator == CHISO_ONE)
		return value;
	return sums[output->denominator] == 0 ? GONE : value / sums[output->denominator];
}

static void check(const struct example *example)
{
	const struct chiso_indicator *indicator = find(example->indicator);
	uint32_t n_terms = indicator->n_terms;
	double sums[TERMS] = {0}, first[ROWS * TERMS];

	for (size_t l = 0; l < CHISO_N(layouts); l++) {
		double terms[ROWS * TERMS] = {0};
		uint8_t fate[ROWS];

		map(indicator, example, &layouts[l], terms, fate);
		for (uint32_t i = 0; i < example->n; i++)
			cr_assert_eq(fate[i], example->fate[i],
				     "%s, layout %zu, record %u: fate %d, not %d", indicator->id, l,
				     i, fate[i], example->fate[i]);
		if (l == 0)
			memcpy(first, terms, sizeof first);
		cr_assert_arr_eq(terms, first, sizeof *terms * n_terms * example->n,
				 "%s, layout %zu: the same terms", indicator->id, l);
	}
	for (uint32_t i = 0; i < example->n; i++)
		for (uint32_t t = 0; t < n_terms; t++) {
			cr_assert(example->fate[i] == CHISO_USED || first[i * n_terms + t] == 0,
				  "%s: record %u is not used and adds something", indicator->id, i);
			sums[t] += first[i * n_terms + t];
		}
	for (uint32_t o = 0; o < indicator->n_outputs; o++) {
		double got = quotient(indicator, &indicator->outputs[o], sums),
		       want = example->out[o];

		cr_assert(isnan(want) ? isnan(got) : fabs(got - want) <= 1e-13 * fabs(want),
			  "%s.%s: %.17g, not %.17g", indicator->id, indicator->outputs[o].field.id,
			  got, want);
	}
}

enum { USED = CHISO_USED, MISS = CHISO_MISSING, BAD = CHISO_REFUSED };

/* Fractions are written as such where the decimal does not end. */
static const struct example examples[] = {
	/* Certified models of 2023: anise, custard apple, chili, peach. */
	{"basic.total",
	 6,
	 {{35}, {67}, {45}, {GONE}, {13.13}, {-0.13}},
	 {USED, USED, USED, MISS, USED, USED},
	 {160}},
	{"basic.total", 1, {{GONE}}, {MISS}, {0}},
	{"basic.stock", 3, {{5307}, {GONE}, {107}}, {USED, MISS, USED}, {5414}},
	{"basic.published", 2, {{9.12}, {GONE}}, {USED, MISS}, {9.12}},
	{"basic.mean", 4, {{14}, {GONE}, {12.3}, {10}}, {USED, MISS, USED, USED}, {12.1}},
	{"basic.mean", 1, {{GONE}}, {MISS}, {GONE}},
	/* Poor and near-poor households of Lạng Sơn, 2025: 18,221 of 199,765 are 9.12 %. */
	{"basic.share",
	 7,
	 {{4643, 100000}, {13578, 99765}, {GONE, 5}, {5, GONE}, {6, 5}, {GONE, GONE}, {0, 0}},
	 {USED, USED, MISS, MISS, BAD, MISS, USED},
	 {1822100.0 / 199765}},
	{"basic.share", 1, {{7, 7}}, {USED}, {100}},
	{"basic.share", 1, {{0, 0}}, {USED}, {GONE}},
	/* Persons with a hygienic latrine. */
	{"basic.proportion",
	 5,
	 {{1, 4}, {0, 5}, {1, 3}, {GONE, 9}, {1, GONE}},
	 {USED, USED, USED, MISS, MISS},
	 {700.0 / 12}},
	{"basic.proportion",
	 4,
	 {{1, UNBOUND}, {0}, {1}, {GONE}},
	 {USED, USED, USED, MISS},
	 {200.0 / 3}},
	/* 78 births among 5,200 inhabitants. */
	{"basic.rate", 3, {{78, 5200}, {GONE, 7}, {12, GONE}}, {USED, MISS, MISS}, {15}},
	{"basic.rate", 1, {{3, 0}}, {USED}, {GONE}},
	/* Persons and households of the old Chi Lăng commune, 2013. */
	{"basic.ratio", 1, {{5414, 1115}}, {USED}, {5414.0 / 1115}},
	{"basic.ratio", 4, {{22, 2}, {-8, 5}, {1, GONE}, {GONE, 1}}, {USED, USED, MISS, MISS}, {2}},
	{"basic.ratio", 1, {{1, 0}}, {USED}, {GONE}},
	/* Spring maize of the old Chi Lăng commune, 2010: 102 ha are 85 % of the plan. */
	{"basic.percent_of_plan", 3, {{102, 120}, {GONE, 1}, {1, GONE}}, {USED, MISS, MISS}, {85}},
	{"basic.percent_of_plan", 1, {{5, 0}}, {USED}, {GONE}},
	/* The same: 102 ha after 90 ha are +13.3 %. */
	{"basic.change", 3, {{102, 90}, {GONE, 1}, {1, GONE}}, {USED, MISS, MISS}, {40.0 / 3}},
	{"basic.change", 2, {{3, 4}, {0, 4}}, {USED, USED}, {-62.5}},
	{"basic.change", 1, {{3, 0}}, {USED}, {GONE}},
	/* Custard apple of Chi Lăng. 2023: 800 + 35 of 2,300 ha. */
	{"agriculture.certified_area",
	 1,
	 {{2300, 800, 35, UNBOUND}},
	 {USED},
	 {2300, 80000.0 / 2300, 3500.0 / 2300, 83500.0 / 2300}},
	/* 2017: 86.96 + 5 of 1,500 ha. */
	{"agriculture.certified_area",
	 1,
	 {{1500, 86.96, 5, GONE}},
	 {USED},
	 {1500, 8696.0 / 1500, 500.0 / 1500, 9196.0 / 1500}},
	/* 2018: only the sum was printed. */
	{"agriculture.certified_area",
	 1,
	 {{1500, GONE, GONE, 142}},
	 {USED},
	 {1500, GONE, GONE, 14200.0 / 1500}},
	/* 2015: only the planted area. */
	{"agriculture.certified_area",
	 1,
	 {{1172, UNBOUND, UNBOUND, UNBOUND}},
	 {USED},
	 {1172, GONE, GONE, GONE}},
	/* What one commune does not report is in no denominator. */
	{"agriculture.certified_area",
	 3,
	 {{100, 20, 10, UNBOUND}, {200, 50, GONE}, {300, GONE, 30}},
	 {USED, USED, USED},
	 {600, 70.0 / 3, 10, 30}},
	/* A printed sum comes before our own and may be larger than the area. */
	{"agriculture.certified_area",
	 8,
	 {{100, 20, 10, GONE},
	  {200, 50, GONE, GONE},
	  {300, GONE, 30, GONE},
	  {400, 40, 60, 90},
	  {GONE, 1, 1, 1},
	  {10, 10.5, 1, GONE},
	  {10, 1, 10.5, 4},
	  {10, 10, 10, 25}},
	 {USED, USED, USED, USED, MISS, BAD, BAD + 1, USED},
	 {1010, 12000.0 / 710, 11000.0 / 810, 14500.0 / 510}},
	/* 10.6 t/ha on 2,000 harvested ha; not on the 2,300 planted. */
	{"agriculture.yield", 1, {{21200, 2000, 2300}}, {USED}, {10.6, 212.0 / 23}},
	{"agriculture.yield", 1, {{15000, UNBOUND, 1500}}, {USED}, {GONE, 10}},
	{"agriculture.yield",
	 8,
	 {{100, 20, 25},
	  {50, 30, GONE},
	  {60, GONE, 15},
	  {70, GONE, GONE},
	  {GONE, 5, 6},
	  {10, 6, 5},
	  {GONE, 6, 5},
	  {10, 5, 5}},
	 {USED, USED, USED, MISS, MISS, BAD, BAD, USED},
	 {160.0 / 55, 170.0 / 45}},
	/* 2023: about 700 bn VND from more than 2,300 ha. */
	{"agriculture.output_value",
	 3,
	 {{7e11, 2300}, {GONE, 4}, {4, GONE}},
	 {USED, MISS, MISS},
	 {7e9 / 23}},
	{"agriculture.output_value", 1, {{5, 0}}, {USED}, {GONE}},
	/* North and South of synthetic_water.csv. */
	{"hello.water", 4, {{4, 1}, {5, 1}, {3, 0}, {GONE, 1}}, {USED, USED, USED, MISS}, {75}},
	{"hello.water", 4, {{6, 1}, {2, 0}, {2, 0}, {5, GONE}}, {USED, USED, USED, MISS}, {60}},
};

Test(plugins, worked_examples)
{
	for (size_t i = 0; i < CHISO_N(examples); i++)
		check(&examples[i]);
}

/* Every indicator has an example, every problem occurs in one, and no records add nothing. */
Test(plugins, every_indicator_and_problem_has_an_example)
{
	for (size_t p = 0; p < WITH_EXAMPLES; p++) {
		const struct chiso_plugin *plugin = entries[p](CHISO_ABI);

		for (uint32_t i = 0; i < plugin->n_indicators; i++) {
			const struct chiso_indicator *indicator = plugin->indicators[i];
			struct example none = {.indicator = indicator->id};
			unsigned problems = 0;
			int found = 0;

			for (size_t e = 0; e < CHISO_N(examples); e++) {
				if (strcmp(examples[e].indicator, indicator->id))
					continue;
				found = 1;
				for (uint32_t r = 0; r < examples[e].n; r++)
					if (examples[e].fate[r] >= BAD)
						problems |= 1u << (examples[e].fate[r] - BAD);
			}
			cr_assert(found, "%s has an example", indicator->id);
			cr_assert_eq(problems, (1u << indicator->n_problems) - 1,
				     "%s: every problem", indicator->id);
			map(indicator, &none, &layouts[0], NULL, NULL);
		}
	}
}

/* ---- descriptors ---------------------------------------------------------------------------- */

static int has_both(const struct chiso_text *texts)
{
	int en = 0, vi = 0;

	for (; texts && texts->lang; texts++) {
		en |= !strcmp(texts->lang, "en") && *texts->text;
		vi |= !strcmp(texts->lang, "vi") && *texts->text;
	}
	return en && vi;
}

static void check_field(const struct chiso_indicator *indicator, const struct chiso_field *field)
{
	size_t good = strspn(field->id, "abcdefghijklmnopqrstuvwxyz0123456789_");

	cr_assert(field->id[good] == '\0' && field->id[0] >= 'a', "%s: id %s", indicator->id,
		  field->id);
	cr_assert(has_both(field->title), "%s.%s: title in both languages", indicator->id,
		  field->id);
	cr_assert(field->type != CHISO_NONE && field->type <= CHISO_RATIO);
}

static const char *unit(const char *text)
{
	return text ? text : "";
}

static void check_output(const struct chiso_indicator *indicator, const struct chiso_output *output)
{
	check_field(indicator, &output->field);
	if (indicator->record)
		return;
	const struct chiso_term *over = &indicator->terms[output->numerator];

	if (output->numerator == CHISO_COMPUTED) {
		cr_assert(indicator->evaluate && output->denominator == CHISO_ONE &&
				  output->scale == 1,
			  "%s.%s", indicator->id, output->field.id);
		return;
	}
	cr_assert_lt(output->numerator, indicator->n_terms);
	cr_assert_leq(output->factor, indicator->n_params);
	if (output->denominator == CHISO_ONE) {
		cr_assert_str_eq(unit(output->field.unit), unit(over->field.unit), "%s.%s",
				 indicator->id, output->field.id);
		return;
	}
	cr_assert_lt(output->denominator, indicator->n_terms);
	cr_assert_neq(output->denominator, output->numerator);
	cr_assert_eq(!strcmp(unit(output->field.unit), "%"), output->scale == 100,
		     "%s.%s: %% is 100", indicator->id, output->field.id);
	if (output->scale == 100)
		cr_assert_str_eq(unit(over->field.unit),
				 unit(indicator->terms[output->denominator].field.unit),
				 "%s.%s: a percentage of the same unit", indicator->id,
				 output->field.id);
}

static void check_indicator(const struct chiso_plugin *plugin,
			    const struct chiso_indicator *indicator)
{
	size_t n = strlen(plugin->id);

	cr_assert(!strncmp(indicator->id, plugin->id, n) && indicator->id[n] == '.', "%s",
		  indicator->id);
	cr_assert_eq(indicator->size, sizeof *indicator);
	cr_assert(has_both(indicator->title) && has_both(indicator->summary), "%s", indicator->id);
	cr_assert(*indicator->formula && *indicator->reference, "%s", indicator->id);
	for (uint32_t i = 0; i < indicator->n_inputs; i++)
		check_field(indicator, &indicator->inputs[i].field);
	for (uint32_t i = 0; i < indicator->n_params; i++)
		check_field(indicator, &indicator->params[i].field);
	for (uint32_t i = 0; i < indicator->n_terms; i++) {
		check_field(indicator, &indicator->terms[i].field);
		cr_assert_leq(indicator->terms[i].input, indicator->n_inputs);
		if (indicator->terms[i].input)
			cr_assert_str_eq(
				unit(indicator->inputs[indicator->terms[i].input - 1].field.unit),
				unit(indicator->terms[i].field.unit), "%s.%s", indicator->id,
				indicator->terms[i].field.id);
	}
	for (uint32_t i = 0; i < indicator->n_outputs; i++)
		check_output(indicator, &indicator->outputs[i]);
	for (uint32_t i = 0; i < indicator->n_problems; i++) {
		cr_assert(has_both(indicator->problems[i].text), "%s", indicator->problems[i].id);
		cr_assert_lt(indicator->problems[i].input, indicator->n_inputs);
	}
}

Test(plugins, descriptors_are_complete)
{
	for (size_t p = 0; p < CHISO_N(entries); p++) {
		const struct chiso_plugin *plugin = entries[p](CHISO_ABI);

		cr_assert_not_null(plugin);
		cr_assert_eq(plugin, entries[p](CHISO_ABI | 0xffff), "minors don't matter");
		cr_assert_null(entries[p](CHISO_ABI + 0x10000), "another major");
		for (uint32_t i = 0; i < plugin->n_indicators; i++)
			check_indicator(plugin, plugin->indicators[i]);
	}
}

/* Ranges are the host's to check: negative areas, parts and bases never reach map(). */
Test(plugins, negative_figures_are_out_of_range)
{
	static const char *const any_sign[] = {"basic.total.value",
					       "agriculture.evapotranspiration.latitude",
					       "agriculture.evapotranspiration.altitude",
					       "agriculture.evapotranspiration.tmin",
					       "agriculture.evapotranspiration.tmax",
					       "agriculture.evapotranspiration.tmean",
					       "agriculture.evapotranspiration.t_before",
					       "agriculture.evapotranspiration.t_after",
					       "agriculture.evapotranspiration.t_dew",
					       "agriculture.evapotranspiration.t_wet",
					       "agriculture.evapotranspiration.t_dry",
					       "agriculture.evapotranspiration.declination",
					       "agriculture.evapotranspiration.rnl",
					       "agriculture.evapotranspiration.rn",
					       "agriculture.evapotranspiration.g",
					       "basic.stock.value",
					       "basic.mean.value",
					       "basic.published.value",
					       "basic.ratio.numerator",
					       "basic.ratio.denominator",
					       "basic.percent_of_plan.actual",
					       "basic.change.actual",
					       "infrastructure.new_rural.value",
					       "poverty.at_risk.income",
					       "poverty.distribution.income",
					       "poverty.fgt.income",
					       "poverty.inequality.income",
					       "poverty.sen.income"};
	size_t met = 0;

	for (size_t p = 0; p < CHISO_N(entries); p++) {
		const struct chiso_plugin *plugin = entries[p](CHISO_ABI);

		for (uint32_t i = 0; i < plugin->n_indicators; i++)
			for (uint32_t k = 0; k < plugin->indicators[i]->n_inputs; k++) {
				const struct chiso_input *input = &plugin->indicators[i]->inputs[k];
				char name[80];
				int any = 0;

				snprintf(name, sizeof name, "%s.%s", plugin->indicators[i]->id,
					 input->field.id);
				for (size_t a = 0; a < CHISO_N(any_sign); a++)
					any |= !strcmp(name, any_sign[a]);
				met += (size_t)any;
				if (input->field.type == CHISO_F64)
					cr_assert_eq(input->min >= 0 && input->min < input->max,
						     !any, "%s", name);
			}
	}
	cr_assert_eq(met, CHISO_N(any_sign));
}

/* How they roll up over time: births add up and the population does not. */
Test(plugins, stocks_are_no_flows)
{
	static const struct {
		const char *indicator;
		uint32_t term;
		uint8_t over_time;
	} cases[] = {
		{"basic.total", 0, CHISO_FLOW},
		{"basic.stock", 0, CHISO_STOCK_LAST},
		{"basic.rate", 0, CHISO_FLOW},
		{"basic.rate", 1, CHISO_STOCK_MEAN},
		{"agriculture.yield", 1, CHISO_FLOW},
		{"agriculture.output_value", 0, CHISO_FLOW},
		{"agriculture.output_value", 1, CHISO_STOCK_MEAN},
		{"infrastructure.roads", 0, CHISO_STOCK_LAST},
		{"infrastructure.waste_treated", 0, CHISO_FLOW},
		{"infrastructure.reliability", 0, CHISO_FLOW},
		{"infrastructure.reliability", 2, CHISO_STOCK_MEAN},
		{"ocop.products", 0, CHISO_STOCK_LAST},
		{"ocop.products", 9, CHISO_FLOW},
		{"poverty.alkire_foster", 1, CHISO_STOCK_MEAN},
		{"poverty.fgt", 1, CHISO_STOCK_MEAN},
		{"tourism.intensity", 0, CHISO_FLOW},
		{"tourism.intensity", 1, CHISO_STOCK_MEAN},
		{"tourism.carrying_capacity", 0, CHISO_STOCK_MEAN},
		{"tourism.carrying_capacity", 6, CHISO_FLOW},
	};
	const struct chiso_indicator *area = find("agriculture.certified_area");

	for (size_t i = 0; i < CHISO_N(cases); i++)
		cr_assert_eq(find(cases[i].indicator)->terms[cases[i].term].over_time,
			     cases[i].over_time, "%s", cases[i].indicator);
	for (uint32_t t = 0; t < area->n_terms; t++)
		cr_assert_eq(area->terms[t].over_time, CHISO_STOCK_LAST);
	cr_assert(find("basic.published")->flags & CHISO_AS_REPORTED);
	cr_assert(find("basic.published")->terms[0].field.flags & CHISO_UNWEIGHTED);
}
