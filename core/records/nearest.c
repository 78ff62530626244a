/* SPDX-License-Identifier: MIT */
/* The records of a dataset by where they are. */
#include "base/grow.h"
#include "records/lookup.h"

#include <stdlib.h>
#include <string.h>

static int is_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* What is wrong with a column that the dataset defines is said by its own reader.  So a condition is
 * compiled in silence; if that fails it is tried again, aloud, for what is wrong here. */
static int bind_where(struct reader *reader, struct net *net, struct chiso_context *context)
{
	struct chiso_context *quiet = reader->context;
	int status = reader_bind(reader, &net->bound, &net->where, CHISO_BOOL);

	if (status != CHISO_EDATA)
		return status;
	reader->context = context;
	status = reader_bind(reader, &net->bound, &net->where, CHISO_BOOL);
	reader->context = quiet;
	return status;
}

int lookups_net(struct lookup_table *table, const struct binding *where,
                struct chiso_context *context)
{
	struct reader *reader = table->reader;
	struct net net = {.where = *where, .bound.column = -1};

	for (size_t i = 0; i < table->n_nets; i++)
		if (is_same(table->nets[i].where.source, where->source))
			return (int)i;
	if (!reader)
		return -1;
	int status = reader_bind_geometry(reader);
	if (!status && where->source)
		status = bind_where(reader, &net, context);
	if (status)
		return status == CHISO_ENOMEM ? status : -1;
	if (GROW(&table->nets, table->n_nets, &table->nets_cap))
		return CHISO_ENOMEM;
	net.tree.geodesic = reader->project->geodesic;
	table->nets[table->n_nets] = net;
	return (int)table->n_nets++;
}

/* The rows that a net takes; NULL without memory. */
static const struct vector *run_where(struct reader *reader, const struct net *net)
{
	struct vector *is_meant = arena_new(&reader->scratch, 1, sizeof *is_meant);

	if (!is_meant)
		return NULL;
	*is_meant = vector_new(&reader->scratch, CHISO_BOOL, reader->batch.n);
	if (!is_meant->at.boolean)
		return NULL;
	if (!net->where.source)
		memset(is_meant->at.boolean, 1, reader->batch.n);
	else if (bound_run(reader, &net->bound, reader->table, reader->batch.n, is_meant,
	                   &reader->scratch))
		return NULL;
	return is_meant;
}

static int add_rows(struct reader *reader, struct net *net, const struct vector values[3])
{
	const struct vector *is_meant = run_where(reader, net);
	struct shape *shape = &reader->geometry.shape;
	struct shape_fault fault;

	if (!is_meant)
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		if (reader->batch.bad[row] || is_meant->missing[row] || !is_meant->at.boolean[row])
			continue;
		int status = geometry_read(shape, &reader->scratch, values, row, &fault);
		for (size_t i = 0; i < shape->n && !status; i++)
			status = shape_tree_add(&net->tree, &shape->arcs[i]);
		if (status == CHISO_ENOMEM)
			return status;
	}
	return CHISO_OK;
}

int nets_add(struct lookup_table *table)
{
	struct reader *reader = table->reader;
	struct vector values[3];

	if (!table->n_nets || reader->geometry.state != GEOMETRY_READY)
		return CHISO_OK;
	if (reader_run_geometry(reader, values, reader->table, reader->batch.n, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t i = 0; i < table->n_nets; i++)
		if (add_rows(reader, &table->nets[i], values))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

int nets_build(struct lookup_table *table)
{
	for (size_t i = 0; i < table->n_nets; i++)
		if (shape_tree_build(&table->nets[i].tree))
			return CHISO_ENOMEM;
	return CHISO_OK;
}

void nets_clear(struct lookup_table *table)
{
	for (size_t i = 0; i < table->n_nets; i++)
		shape_tree_clear(&table->nets[i].tree);
	free(table->nets);
}
