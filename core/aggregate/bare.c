/* SPDX-License-Identifier: MIT */
/* Sets whose slots are not made, since the heads of their sums say it all: so many records have been added
 * plainly, all of one variant, of one file, each with every column.  There may be many indicators of few records
 * a group, whose slots would take more room than their sums; so they are made when somebody reads them, and
 * dropped when he has. */
#include "aggregate/aggregate.h"

#include "base/mapped.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------------- */

/* What all groups have that records have been added to: these had every column. */
static struct slot kind_of(const struct aggregate *aggregate, const struct key_set *set)
{
	return (struct slot){.variant = set->bare_variant,
	                     .columns_seen = set->bare_columns,
	                     .file = aggregate->plain_file};
}

/* What the head of a group says of it. */
static inline void read_head(struct slot *slot, const double *head, size_t lanes, const struct slot *kind)
{
	static const struct slot nothing;
	struct sums_note note;

	memcpy(&note, head + lanes, sizeof note);
	*slot = note.others & SUMS_FAMILIAR ? *kind : nothing;
	slot->n_used = (uint64_t)(int64_t)*head;
	slot->n_seen = slot->n_used + (note.others & ~SUMS_FAMILIAR);
	slot->line = slot->file ? ~note.least : 0;
}

static int make_slots(const struct aggregate *aggregate, struct key_set *set)
{
	size_t n = set->groups.n, stride = sums_stride(&set->sums), lanes = sums_lanes(&set->sums);
	const struct slot kind = kind_of(aggregate, set);
	struct slot *slots = mapped_resize(NULL, 0, n * sizeof *slots);
	const double *head = set->sums.table;

	if (!slots)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++)
		read_head(&slots[i], head + i * stride, lanes, &kind);
	set->slots = slots;
	set->slots_cap = set->n_made = n;
	set->is_bare = 0;
	return CHISO_OK;
}

int aggregate_make_slots(struct aggregate *aggregate)
{
	int status = CHISO_OK;

	for (size_t s = 0; s < aggregate->n_sets && !status; s++)
		if (aggregate->sets[s].is_bare)
			status = make_slots(aggregate, &aggregate->sets[s]);
	return status;
}

/* Whether slots can be made once more, just as they are: they have neither become more nor others. */
static int are_as_made(const struct aggregate *aggregate, const struct key_set *set)
{
	size_t stride = sums_stride(&set->sums), lanes = sums_lanes(&set->sums);
	const struct slot kind = kind_of(aggregate, set);
	const double *head = set->sums.table;
	struct slot made;

	if (!set->n_made || set->groups.n != set->n_made)
		return 0;
	for (size_t i = 0; i < set->n_made; i++) {
		read_head(&made, head + i * stride, lanes, &kind);
		if (memcmp(&made, &set->slots[i], sizeof made))
			return 0;
	}
	return 1;
}

void aggregate_drop_slots(struct aggregate *aggregate)
{
	for (size_t s = 0; s < aggregate->n_sets; s++) {
		struct key_set *set = &aggregate->sets[s];

		if (!are_as_made(aggregate, set))
			continue;
		mapped_free(set->slots, set->slots_cap * sizeof *set->slots);
		set->slots = NULL;
		set->slots_cap = set->n_made = 0;
		set->is_bare = 1;
	}
}

/* ---- bringing together ------------------------------------------------------------------------ */

/* Where nothing has been added yet all kinds fit. */
static int are_of_one_kind(const struct key_set *a, const struct key_set *b)
{
	return !a->is_begun || !b->is_begun ||
	       (a->bare_variant == b->bare_variant && a->bare_columns == b->bare_columns);
}

static int are_of_one_file(const char *a, const char *b)
{
	return !a || !b || !strcmp(a, b);
}

int key_set_takes_heads(const struct aggregate *into, const struct key_set *set, const struct aggregate *other,
                        const struct key_set *part)
{
	return set->is_bare && part->is_bare && are_of_one_kind(set, part) &&
	       are_of_one_file(into->plain_file, other->plain_file) &&
	       into->n_bare + other->n_bare <= MOST_IN_HEADS;
}

void key_set_take_head(struct key_set *set, uint32_t at, const struct key_set *part, uint32_t from, uint32_t line)
{
	const struct sums_note *other = sums_note(&part->sums, from);
	struct sums_note *note = sums_note(&set->sums, at);
	uint32_t is_familiar = (note->others | other->others) & SUMS_FAMILIAR;

	if (part->is_begun && !set->is_begun) {
		set->is_begun = 1;
		set->bare_variant = part->bare_variant;
		set->bare_columns = part->bare_columns;
	}
	*sums_count(&set->sums, at) += *sums_count(&part->sums, from);
	if (line && ~line > note->least)
		note->least = ~line;
	note->others = ((note->others & ~SUMS_FAMILIAR) + (other->others & ~SUMS_FAMILIAR)) | is_familiar;
}

/* ---- adding ---------------------------------------------------------------------------------- */

int key_set_dress(const struct aggregate *aggregate, struct key_set *set)
{
	if (!set->is_bare)
		return CHISO_OK;
	if (make_slots(aggregate, set))
		return CHISO_ENOMEM;
	set->n_made = 0;
	/* What is counted in heads comes to them when it is settled. */
	for (uint32_t i = 0; i < set->groups.n; i++) {
		struct slot *slot = &set->slots[i];

		*slot = (struct slot){.variant = slot->variant, .columns_seen = slot->columns_seen};
	}
	return CHISO_OK;
}

uint64_t aggregate_columns_bound(const struct variant *variant, const struct chiso_column *columns)
{
	uint64_t bound = 0;

	for (uint32_t i = 0; i < variant->n_columns; i++)
		if (columns[i].values && variant->columns[i] < 64)
			bound |= (uint64_t)1 << variant->columns[i];
	return bound;
}

/* Whether all of the first n rows have a value. */
static int is_whole(const struct chiso_column *column, uint32_t n)
{
	const uint8_t *bits = column->validity;
	uint8_t all = 0xff;

	if (!column->values || !bits)
		return 1;
	for (uint32_t i = 0; i < n / 8; i++)
		all &= bits[i];
	return all == 0xff && (n % 8 == 0 || !(~bits[n / 8] & ((1u << n % 8) - 1)));
}

static int are_whole(const struct variant *variant, const struct chiso_column *columns, uint32_t n)
{
	int all = 1;

	for (uint32_t i = 0; i < variant->n_columns && all; i++)
		all = is_whole(&columns[i], n);
	return all;
}

/* Whether the records of a batch are of the same kind as those before. */
static int is_same_kind(struct key_set *set, uint32_t variant, uint64_t columns)
{
	if (!set->is_begun) {
		set->is_begun = 1;
		set->bare_variant = variant;
		set->bare_columns = columns;
	}
	return set->bare_variant == variant && set->bare_columns == columns;
}

int key_set_stays_bare(const struct aggregate *aggregate, struct key_set *set, const struct variant *variant,
                       const struct chiso_batch *whole, const uint32_t *list, size_t n)
{
	const struct sums_rows *adds = &aggregate->adds;
	const struct sums sums = set->sums; /* which no note can be a part of */
	uint64_t bound = aggregate_columns_bound(variant, whole->columns);

	if (aggregate->only_variant == NO_VARIANT ||
	    !is_same_kind(set, aggregate->only_variant - 1, bound))
		return 0;
	int has_all = are_whole(variant, whole->columns, aggregate->reader->batch.n);
	for (size_t k = 0; k < n; k++) {
		uint32_t i = list[k], row = aggregate->rows[i];
		struct sums_note *note = sums_note(&sums, adds->slots[i]);

		if (adds->wild[i])
			return 0;
		if (!has_all && !(note->others & SUMS_FAMILIAR) &&
		    aggregate_columns_present(variant, whole->columns, row) != bound)
			return 0;
		note->others |= SUMS_FAMILIAR;
	}
	return 1;
}
