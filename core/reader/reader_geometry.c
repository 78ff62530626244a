/* SPDX-License-Identifier: MIT */
/* Where records are: in a column with their geometry as text, or two with the degrees of a point. */
#include "reader/reader.h"

#include "base/context.h"

int reader_has_geometry(const struct reader *reader)
{
	const struct geometry_spec *spec = &reader->spec->geometry;

	return spec->wkt.source || spec->lon.source || spec->lat.source;
}

static int bind(struct reader *reader, struct bound *out, const struct binding *binding, int type)
{
	*out = (struct bound){.column = -1};
	return binding->source ? reader_bind(reader, out, binding, type) : CHISO_OK;
}

int reader_bind_geometry(struct reader *reader)
{
	const struct geometry_spec *spec = &reader->spec->geometry;
	struct geometry *geometry = &reader->geometry;
	const struct binding *all[] = {&spec->wkt, &spec->lon, &spec->lat};
	int broken = 0;

	if (geometry->state == GEOMETRY_BINDING)
		report(reader->context, MSG_COLUMN_CYCLE,
		       spec->wkt.source ? spec->wkt.place : spec->lon.place, "geometry");
	if (geometry->state)
		return CHISO_OK;
	geometry->state = GEOMETRY_BINDING;
	for (int i = 0; i < 3; i++) {
		int status = bind(reader, &geometry->by[i], all[i], i ? CHISO_F64 : CHISO_STR);

		if (status == CHISO_ENOMEM)
			return status;
		broken |= status != 0;
	}
	broken |= !geometry->by[0].expr && !(geometry->by[1].expr && geometry->by[2].expr);
	geometry->state = broken ? GEOMETRY_BROKEN : GEOMETRY_READY;
	return CHISO_OK;
}

int reader_run_geometry(const struct reader *reader, struct vector out[3],
                        const struct vector *table, size_t n, struct arena *scratch)
{
	const struct geometry *geometry = &reader->geometry;

	for (int i = 0; i < 3; i++) {
		const struct bound *bound = &geometry->by[i];

		out[i] = (struct vector){.missing = NULL};
		if (!bound->expr)
			continue;
		out[i] = vector_new(scratch, expr_type(bound->expr), n);
		if (!out[i].at.f64 || bound_run(reader, bound, table, n, &out[i], scratch))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

int geometry_read(struct shape *shape, struct arena *arena, const struct vector values[3],
                  size_t row, struct shape_fault *fault)
{
	*fault = (struct shape_fault){MSG_GEOMETRY_MISSING, "", ""};
	for (int i = 0; i < 3; i++)
		if (values[i].missing && values[i].missing[row])
			return CHISO_EDATA;
	return values[0].missing ? shape_read(shape, arena, values[0].at.str[row], fault)
	                         : shape_set_point(shape, arena, values[1].at.f64[row],
	                                           values[2].at.f64[row], fault);
}

/* What is no point, shortened.  It has been read, so that it is ASCII. */
static const char *excerpt(struct reader *reader, const struct vector *text, size_t row)
{
	enum { MOST = 40 };
	struct slice slice = text->missing ? text->at.str[row] : (struct slice){"", 0};
	int n = slice.n > MOST ? MOST : (int)slice.n;
	const char *copy = arena_printf(&reader->scratch, "%.*s%s", n, slice.text,
	                                slice.n > MOST ? "..." : "");

	return copy ? copy : "";
}

/* The column where the fault is. */
static int column_of(const struct reader *reader, const struct vector values[3], size_t row,
                     const struct shape_fault *fault)
{
	const struct bound *by = reader->geometry.by;

	if (by[0].expr)
		return by[0].column;
	int is_latitude = fault->id == MSG_LATITUDE_BAD ||
	                  (fault->id == MSG_GEOMETRY_MISSING && !values[1].missing[row]);
	return by[is_latitude ? 2 : 1].column;
}

int reader_check_geometry(struct reader *reader)
{
	struct geometry *geometry = &reader->geometry;
	struct vector values[3];
	struct shape_fault fault;

	if (reader->is_quiet || geometry->state != GEOMETRY_READY)
		return CHISO_OK;
	if (reader_run_geometry(reader, values, reader->table, reader->batch.n, &reader->scratch))
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		if (reader->batch.bad[row])
			continue;
		int status = geometry_read(&geometry->shape, &reader->scratch, values, row, &fault);

		if (status == CHISO_ENOMEM)
			return status;
		if (!status && geometry->is_origin && !shape_is_point(&geometry->shape)) {
			fault = (struct shape_fault){MSG_NEAREST_FROM,
			                             excerpt(reader, &values[0], row), ""};
			status = CHISO_EDATA;
		}
		if (status)
			refuse_row(reader, row, column_of(reader, values, row, &fault), fault.id,
			           fault.met, fault.wanted);
	}
	return CHISO_OK;
}
