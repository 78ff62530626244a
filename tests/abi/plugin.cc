/* SPDX-License-Identifier: MIT */
/* A plugin in C++17 against the plain header, for tests/abi.test: the ABI asks for C and nothing else.
 * The mean of the values between two bounds, and the range of all, with a state that is a C++ object. */
#include <chiso/batch.h>

#include <cmath>
#include <cstring>
#include <new>

namespace {

constexpr chiso_text text(const char *words)
{
	return {"en", words};
}

/* Titles with their terminator, each in memory of its own. */
constexpr chiso_text value_title[] = {text("Value"), {}}, records_title[] = {text("Records"), {}},
		     mean_title[] = {text("Mean"), {}}, range_title[] = {text("Range"), {}},
		     summary[] = {text("Mean and range of a figure."), {}};

/* A state: zeroed memory must be that of no records, so what is kept is how far values lie beyond. */
class Range {
public:
	void take(double value)
	{
		value += 0.0; /* -0 is 0 */
		if (!n_ || value < low_)
			low_ = value;
		if (!n_ || value > high_)
			high_ = value;
		n_ = 1;
	}
	void take(const Range &other)
	{
		if (other.n_) {
			take(other.low_);
			take(other.high_);
		}
	}
	bool is_sound() const
	{
		return n_ <= 1 && std::isfinite(low_) && std::isfinite(high_) && low_ <= high_ &&
		       !(low_ == 0 && std::signbit(low_)) && !(high_ == 0 && std::signbit(high_)) &&
		       (n_ || (low_ == 0 && high_ == 0));
	}
	chiso_value width() const
	{
		return n_ ? chiso_number(high_ - low_) : chiso_missing(CHISO_REASON_NOT_REPORTED);
	}

private:
	double low_ = 0, high_ = 0;
	uint64_t n_ = 0;
};

/* map() from a lambda that treats one record. */
template <typename Row>
int each_row(chiso_call *call, const chiso_batch *batch, double *terms, uint8_t *fate, Row row)
{
	for (uint32_t i = 0; i < batch->n; i++)
		fate[i] = row(batch->columns, chiso_row(batch, i), terms + size_t{i} * call->n_terms);
	return CHISO_OK;
}

int map(chiso_call *call, const chiso_batch *batch, double *terms, uint8_t *fate)
{
	return each_row(call, batch, terms, fate,
	                [](const chiso_column *in, uint32_t r, double *add) -> uint8_t {
		                if (!chiso_has(&in[0], r))
			                return CHISO_MISSING;
		                add[0] = chiso_f64(&in[0], r);
		                add[1] = 1;
		                return CHISO_USED;
	                });
}

int update(chiso_call *, void *state, const chiso_batch *batch)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		const uint32_t r = chiso_row(batch, i);

		if (!batch->weight || batch->weight[r] != 0)
			static_cast<Range *>(state)->take(chiso_f64(&batch->columns[0], r));
	}
	return CHISO_OK;
}

int merge(chiso_call *, void *state, const void *other, double factor)
{
	if (factor != 0)
		static_cast<Range *>(state)->take(*static_cast<const Range *>(other));
	return CHISO_OK;
}

void clear(chiso_call *, void *state)
{
	new (state) Range;
}

int64_t pack(chiso_call *, const void *state, void *buf, size_t cap)
{
	if (cap >= sizeof(Range))
		std::memcpy(buf, state, sizeof(Range));
	return sizeof(Range);
}

int unpack(chiso_call *, void *state, const void *buf, size_t len)
{
	Range range;

	if (len != sizeof range)
		return CHISO_ESTATE;
	std::memcpy(static_cast<void *>(&range), buf, len);
	if (!range.is_sound())
		return CHISO_ESTATE;
	*static_cast<Range *>(state) = range;
	return CHISO_OK;
}

int evaluate(chiso_call *, const chiso_sums *, const void *state, chiso_value *cells)
{
	cells[1] = static_cast<const Range *>(state)->width();
	return CHISO_OK;
}

constexpr chiso_field field(const char *id, const chiso_text *title, const char *unit)
{
	return {id, title, unit, CHISO_F64, 0, nullptr};
}

constexpr chiso_input inputs[] = {{field("value", value_title, "m"), 0, 0, 0, 0, 0, 1e6}};
constexpr chiso_term terms[] = {
	{field("value", value_title, "m"), {}, 0, CHISO_FLOW, 1},
	{field("records", records_title, "1"), {}, 0, CHISO_FLOW, 0},
};
constexpr chiso_output outputs[] = {
	{field("mean", mean_title, "m"), {}, 0, 1, 0, 1, nullptr},
	{field("range", range_title, "m"), {}, CHISO_COMPUTED, CHISO_ONE, 0, 1, "max(value) - min(value)"},
};
constexpr chiso_state states = {sizeof states, sizeof(Range), update, merge, clear, pack, unpack,
				nullptr};

/* C++17 has no designated initialisers: what is not named stays zero. */
constexpr chiso_indicator describe()
{
	chiso_indicator it = {};

	it.size = sizeof it;
	it.version = 1;
	it.id = "cxx.range";
	it.title = range_title;
	it.summary = summary;
	it.formula = "value / records";
	it.reference = "tests/abi.test";
	it.inputs = inputs;
	it.n_inputs = CHISO_N(inputs);
	it.input_stride = sizeof *inputs;
	it.terms = terms;
	it.n_terms = CHISO_N(terms);
	it.term_stride = sizeof *terms;
	it.outputs = outputs;
	it.n_outputs = CHISO_N(outputs);
	it.output_stride = sizeof *outputs;
	it.map = map;
	it.state = &states;
	it.evaluate = evaluate;
	return it;
}

constexpr chiso_indicator range = describe();
constexpr const chiso_indicator *indicators[] = {&range};
constexpr chiso_plugin plugin = {sizeof plugin, CHISO_ABI, "cxx",      "1.0", "tests", "MIT",
				 nullptr,       nullptr,   indicators, 1,     nullptr};

} /* namespace */

const chiso_plugin *chiso_plugin_entry(uint32_t abi)
{
	return abi >> 16 == CHISO_ABI >> 16 ? &plugin : nullptr;
}
