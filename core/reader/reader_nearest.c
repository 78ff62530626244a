/* SPDX-License-Identifier: MIT */
/* nearest('dataset') in the expressions of a reader: from where a record is to the nearest record of
 * the dataset, in metres. */
#include "records/lookup.h"

#include <string.h>

static int has_geometry(struct reader *reader, const struct dataset_spec *dataset,
                        struct place place)
{
	const struct geometry_spec *spec = &dataset->geometry;

	if (spec->wkt.source || spec->lon.source || spec->lat.source)
		return 1;
	report(reader->context, MSG_NO_GEOMETRY, place, dataset->id);
	return 0;
}

int reader_nearest(struct reader *reader, struct lookup_call *call,
                   const struct dataset_spec *dataset, const struct expr_argument *where)
{
	struct binding condition = {.source = NULL};
	const struct bound *by = reader->geometry.by;

	call->type = CHISO_F64;
	if (!(has_geometry(reader, dataset, call->place) &
	      has_geometry(reader, reader->spec, call->place)))
		return CHISO_EDATA;
	if (where) {
		condition.source = arena_text(&reader->arena, where->text, strlen(where->text));
		condition.place = where->place;
		condition.place.column++; /* behind the quote */
		if (!condition.source)
			return CHISO_ENOMEM;
	}
	if (reader_bind_geometry(reader))
		return CHISO_ENOMEM;
	reader->geometry.is_origin = 1;
	call->column = by[0].expr ? by[0].column : by[1].column;
	call->net = lookups_net(call->table, &condition, reader->context);
	return call->net == CHISO_ENOMEM                    ? CHISO_ENOMEM
	       : call->net < 0 && call->table->reader ? CHISO_EDATA
	                                              : CHISO_OK;
}

int reader_run_nearest(const struct reader *reader, const struct lookup_call *call,
                       const struct vector *table, size_t n, struct vector *out,
                       struct arena *scratch)
{
	const int is_ready = reader->geometry.state == GEOMETRY_READY && call->net >= 0;
	struct vector values[3];
	struct shape shape = {0};
	struct shape_fault fault;
	int status = is_ready ? reader_run_geometry(reader, values, table, n, scratch) : CHISO_OK;

	for (size_t row = 0; row < n && status != CHISO_ENOMEM; row++) {
		out->missing[row] = CHISO_REASON_NOT_REPORTED;
		if (!is_ready)
			continue;
		status = geometry_read(&shape, scratch, values, row, &fault);
		const struct shape_tree *tree = &call->table->nets[call->net].tree;
		/* What can't be used is refused elsewhere. */
		if (status || !shape_is_point(&shape) || !tree->n)
			continue;
		out->at.f64[row] = shape_tree_metres(tree, shape.arcs[0].a);
		out->missing[row] = 0;
	}
	shape_clear(&shape);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}
