/* SPDX-License-Identifier: MIT */
/* Exact sums as bytes.  For each sum a byte says what follows, little-endian:
 *
 *     0  nothing: the sum is 0
 *     1  the sum, a double
 *     2  the sum rounded to a double, and what that leaves, another
 *     3  first and end of the limbs of a wide integer, a byte each, and those limbs; below them
 *        are zeros, above them copies of the sign
 *
 * The first of these that is exact is the one written, so the bytes depend on the value alone. */
#include "sum/sum.h"
#include "sum/wide.h"

#include <chiso/plugin.h>

#include <math.h>
#include <string.h>

enum { FORM_WIDE = 3, ROOM = 3 + 8 * WIDE_LIMBS };

/* A sum taken apart, in the form it is packed in. */
struct parts {
	int form;
	double a[2];
	struct wide wide;
};

/* The parts of hi + lo + wide (which may be NULL). */
static void take_apart(struct parts *out, double hi, double lo, const struct wide *wide)
{
	uint64_t left = 0;

	out->a[0] = sums_two_sum(hi, lo, &out->a[1]);
	if (wide || !isfinite(out->a[0]) || !isfinite(out->a[1])) {
		out->wide = wide ? *wide : (struct wide){{0}};
		wide_add_double(&out->wide, hi);
		wide_add_double(&out->wide, lo);
		struct wide rest = out->wide;
		for (int i = 0; i < 2; i++) {
			out->a[i] = wide_value(&rest);
			if (!isfinite(out->a[i])) {
				out->form = FORM_WIDE;
				return;
			}
			wide_add_double(&rest, -out->a[i]);
		}
		for (int i = 0; i < WIDE_LIMBS; i++)
			left |= rest.limb[i];
	}
	out->form = left ? FORM_WIDE : out->a[1] != 0 ? 2 : out->a[0] != 0;
}

static uint8_t *put(uint8_t *p, uint64_t x)
{
	for (int i = 0; i < 8; i++)
		*p++ = (uint8_t)(x >> 8 * i);
	return p;
}

static uint64_t get(const uint8_t *p)
{
	uint64_t x = 0;

	for (int i = 0; i < 8; i++)
		x |= (uint64_t)p[i] << 8 * i;
	return x;
}

/* Writes parts to a buffer with ROOM; returns the bytes. */
static size_t write_parts(uint8_t *buf, const struct parts *parts)
{
	const uint64_t *limb = parts->wide.limb;
	unsigned first = 0, end = WIDE_LIMBS;
	uint8_t *p = buf;

	*p++ = (uint8_t)parts->form;
	if (parts->form < FORM_WIDE) {
		for (int i = 0; i < parts->form; i++) {
			uint64_t bits;

			memcpy(&bits, &parts->a[i], sizeof bits);
			p = put(p, bits);
		}
		return (size_t)(p - buf);
	}
	while (!limb[first])
		first++;
	while (end > first + 1 && limb[end - 1] == -(limb[end - 2] >> 63))
		end--;
	*p++ = (uint8_t)first;
	*p++ = (uint8_t)end;
	while (first < end)
		p = put(p, limb[first++]);
	return (size_t)(p - buf);
}

size_t sums_pack(const struct sums *sums, size_t slot, void *buf, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < sums->n_terms; i++) {
		const double *hi = sums_at(sums, slot, i);
		uint8_t bytes[ROOM];
		struct parts parts;

		take_apart(&parts, hi ? *hi : 0, hi ? hi[sums_lanes(sums)] : 0,
		           hi ? sums_wide(sums, slot, i) : NULL);
		size_t length = write_parts(bytes, &parts);
		if (n <= cap && length <= cap - n)
			memcpy((uint8_t *)buf + n, bytes, length);
		n += length;
	}
	return n;
}

/* Reads limbs behind the form.  Returns the bytes that all takes, 0 when they make no sense. */
static size_t read_wide(struct wide *out, const uint8_t *p, size_t n)
{
	if (n < 3)
		return 0;
	unsigned first = p[1], end = p[2];
	if (first >= end || end > WIDE_LIMBS || (n - 3) / 8 < end - first)
		return 0;
	*out = (struct wide){{0}};
	for (unsigned i = first; i < end; i++)
		out->limb[i] = get(p + 3 + 8 * (i - first));
	for (unsigned i = end; i < WIDE_LIMBS; i++)
		out->limb[i] = -(out->limb[i - 1] >> 63);
	/* No sum of less than 2^45 doubles is larger, and 2^30 of these can be added. */
	if (out->limb[WIDE_LIMBS - 1] + (1ull << 32) >= 1ull << 33)
		return 0;
	return 3 + 8 * (size_t)(end - first);
}

/* Reads one sum.  Returns its bytes, 0 when they are not what write_parts() would write. */
static size_t read_parts(struct parts *out, const uint8_t *p, size_t n)
{
	const struct wide *wide = NULL;
	struct parts again;
	uint8_t bytes[ROOM];
	size_t length;

	if (!n || p[0] > FORM_WIDE)
		return 0;
	*out = (struct parts){.form = p[0]};
	if (out->form == FORM_WIDE) {
		length = read_wide(&out->wide, p, n);
		wide = &out->wide;
	} else {
		length = 1 + 8 * (size_t)out->form;
		for (int i = 0; length <= n && i < out->form; i++) {
			uint64_t bits = get(p + 1 + 8 * i);

			memcpy(&out->a[i], &bits, sizeof bits);
			if (!isfinite(out->a[i]))
				return 0;
		}
	}
	if (!length || length > n)
		return 0;
	take_apart(&again, out->a[0], out->a[1], wide);
	return write_parts(bytes, &again) == length && !memcmp(bytes, p, length) ? length : 0;
}

static int add_parts(struct sums *sums, size_t slot, size_t term, const struct parts *parts)
{
	if (parts->form < FORM_WIDE) {
		int status = sums_add_one(sums, slot, term, parts->a[0]);

		return status ? status : sums_add_one(sums, slot, term, parts->a[1]);
	}
	struct wide *wide = sums_widen(sums, slot, term);
	if (!wide)
		return CHISO_ENOMEM;
	wide_add(wide, &parts->wide);
	return CHISO_OK;
}

int sums_unpack(struct sums *sums, size_t slot, const void *buf, size_t n)
{
	const uint8_t *p = buf;

	/* All is checked before anything is added. */
	for (int adding = 0; adding < 2; adding++) {
		size_t at = 0;

		for (size_t i = 0; i < sums->n_terms; i++) {
			struct parts parts;
			size_t length = read_parts(&parts, p + at, n - at);

			if (!length)
				return CHISO_ESTATE;
			at += length;
			if (adding) {
				int status = add_parts(sums, slot, i, &parts);

				if (status)
					return status;
			}
		}
		if (at != n)
			return CHISO_ESTATE;
	}
	return CHISO_OK;
}
