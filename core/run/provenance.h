/* SPDX-License-Identifier: MIT */
/* The record of a run: all that another machine needs to make the same results, and that tells why
 * two runs differ. It has the project itself, each file that was read with its SHA-256, the plugins
 * with their versions, and what each indicator was computed from. */
#ifndef CORE_PROVENANCE_H
#define CORE_PROVENANCE_H

#include "json/json.h"
#include "json/json_out.h"

/** A file as the project names it. */
struct run_file {
	const char *file, *sha256;
};

struct run_dataset {
	const char *id;
	struct run_file *files; /* of itself, or of the dataset that it is made of */
	size_t n_files;
	struct run_file adjustments; /* likewise; file NULL: none */
	size_t n_adjustments;
};

struct run_indicator {
	const char *id, *plugin; /* plugin NULL: a derived indicator */
	const char **datasets;   /* ids, those of its operands too */
	uint32_t n_datasets;
	const char **operands; /* indicators that it is made from, directly or not */
	uint32_t n_operands;
};

struct run_plugin {
	const char *id, *version;
};

struct provenance {
	const char *chiso;           /* version of the library */
	const struct json_node *project; /* the document; NULL: a table without a project */
	struct run_file file, units, lineage, groups; /* file NULL: none */
	struct run_file *standards;  /* files that the project adds */
	struct run_dataset *datasets;
	struct run_indicator *indicators;
	struct run_plugin *plugins;
	size_t n_standards, n_datasets, n_indicators, n_plugins;
	int rejects; /* records that can't be used were left out */
};

/** The record of results, which is made when somebody first asks; NULL in *out: there is none.
 *  0 or CHISO_ENOMEM. */
int provenance_of(const struct provenance **out, struct chiso_results *results);
/** The record in saved results. */
int provenance_read(struct provenance **out, struct arena *arena, struct json *json,
                    struct json_node *node, const char *chiso);
/** A member "run" of the object in hand. */
void provenance_write(struct json_out *json, const struct provenance *run);

const struct run_dataset *provenance_dataset(const struct provenance *run, const char *id);
const struct run_indicator *provenance_indicator(const struct provenance *run, const char *id);

#endif
