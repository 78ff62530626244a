/* SPDX-License-Identifier: MIT */
/* A GeoJSON FeatureCollection (RFC 7946) as a table: a record for each feature, whose columns are the
 * properties, in the order in which they are met, and behind them "geometry" as well-known text.  It
 * is handed to the reader as the bytes of a CSV file whose records keep the places of the features;
 * so it is a file like any other.  Geometries are written as they stand: what is wrong with one is
 * found where all geometries are read. */
#ifndef CORE_GEOJSON_H
#define CORE_GEOJSON_H

#include "reader/reader.h"

/** Whether a file is GeoJSON, by the end of its name. */
int geojson_is_name(const char *path);
/** Turns the bytes of a file into those of a table and sets its origins.  CHISO_EDATA: it is none,
 *  which has been reported; CHISO_ENOMEM. */
int geojson_read(struct source_file *file, struct arena *arena, struct chiso_context *context);

#endif
