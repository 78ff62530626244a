/* SPDX-License-Identifier: MIT */
#include "results/estimated.h"

#include "base/context.h"
#include "base/grow.h"
#include "base/memory.h"
#include "base/thread.h"
#include "sample/estimate.h"

#include <stdlib.h>

enum { TOGETHER = 64 /* groups */ };

/* Few clusters are estimated sooner than threads are made.  A plugin is asked by this thread, or ahead. */
static uint32_t count_threads(const struct entries *entries, size_t width)
{
	enum { MANY = 1 << 16 };
	const struct indicator_run *run = entries->run;
	const struct memory *memory = entries->results->context->memory;
	size_t n = 0;

	for (uint32_t i = 0; i < run->n_parts; i++) {
		const struct spread *spread = run->parts[i].sets[entries->set].spread;

		n += spread ? spread->entries.n * width : 0;
	}
	return n < MANY || run->applied.use->evaluate || (memory && memory->limit) ? 1
	                                                                           : entries->results->context->threads;
}

int estimated_open(struct estimated *estimated, const struct entries *entries)
{
	const struct applied *applied = &entries->run->applied;

	*estimated = (struct estimated){.entries = entries};
	for (uint32_t v = 0; v < applied->n_variants; v++)
		if (applied->variants[v].call.n_cells > estimated->width)
			estimated->width = applied->variants[v].call.n_cells;
	estimated->n_threads = count_threads(entries, estimated->width);
	estimated->rooms = calloc((estimated->n_threads > 1 ? TOGETHER : 1) * estimated->width + 1,
	                              sizeof *estimated->rooms);
	ahead_open(&estimated->ahead, entries);
	return estimated->rooms ? CHISO_OK : CHISO_ENOMEM;
}

static int estimate(struct estimated *estimated, size_t i, struct chiso_cell *room)
{
	const struct entry *entry = &estimated->entries->list[i];
	const struct variant *variant = entry->joined->variant;
	struct group_slots group = entry_group(entry);

	group.computed = ahead_values(&estimated->ahead, i);
	/* Those that aren't kept have no value, which is all that anybody looks at. */
	for (uint32_t k = 0; k < variant->call.n_cells; k++)
		if (variant->kept[k] != NOT_GIVEN)
			room[k] = (struct chiso_cell){0};
		else
			room[k].value = (struct chiso_value){0};
	int status = group_values(&group, variant->kept, room);
	return status ? status : estimate_group(&group, room);
}

static int estimate_some(void *user, size_t from, size_t to)
{
	struct estimated *estimated = user;
	int status = CHISO_OK;

	for (size_t i = from; i < to && !status; i++)
		status = estimate(estimated, estimated->from + i,
		                  estimated->rooms + i * estimated->width);
	return status;
}

/* Those from one on. */
static int estimate_from(struct estimated *estimated, size_t from)
{
	size_t left = estimated->entries->n - from, most = estimated->n_threads > 1 ? TOGETHER : 1;
	size_t n = left < most ? left : most;
	int status = CHISO_OK;

	estimated->from = from;
	estimated->to = from + n;
	/* What groups have in common is made before threads share it. */
	for (size_t i = from; i < estimated->to && n > 1 && !status; i++) {
		const struct group_slots group = entry_group(&estimated->entries->list[i]);

		status = estimate_prepare(&group);
	}
	return status ? status : threads_do(estimated->n_threads, n, 1, estimate_some, estimated);
}

struct chiso_cell *estimated_cells(struct estimated *estimated, size_t i)
{
	if (i >= estimated->to && estimate_from(estimated, i))
		return NULL;
	return estimated->rooms + (i - estimated->from) * estimated->width;
}

void estimated_close(struct estimated *estimated)
{
	ahead_clear(&estimated->ahead);
	free(estimated->rooms);
}
