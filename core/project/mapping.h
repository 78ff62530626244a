/* SPDX-License-Identifier: MIT */
/* The "export" of a project: what its results are called in files for other systems.  A concept is a
 * dimension, the status or the value; its codes stand for what the results have.  Saved results keep
 * it, so that they can be exported without the project. */
#ifndef CORE_MAPPING_H
#define CORE_MAPPING_H

#include "json/json.h"
#include "json/json_out.h"
#include "project/project.h"

/** What stands for a value. */
struct mapped_code {
	const char *from, *id; /* id NULL: what has it is left out */
	struct words name;     /* both NULL: not given */
};

struct mapped_codes {
	struct mapped_code *list;
	size_t n;
};

struct concept {
	const char *from, *id; /* from: "unit", a breakdown; id NULL: what has it is left out */
	struct words name;
	struct mapped_codes codes;
};

/** Identifiers of DHIS2, by the codes that they stand for. */
enum dhis2_kind { DHIS2_DATA_ELEMENT, DHIS2_ORG_UNIT, DHIS2_CATEGORY_OPTION_COMBO, DHIS2_KINDS };

struct mapping {
	const char *agency, *dataflow, *version; /* NULL: none */
	struct words title;
	struct concept *dimensions; /* in the order of the key; n 0: those that the results have */
	size_t n_dimensions;
	struct concept status, value; /* id NULL: not given */
	const char *package, *resource, *path; /* names in a data package; NULL: not given */
	struct mapped_codes dhis2[DHIS2_KINDS];
};

/** Reads it; texts are copied to the arena.  Faults are findings.  0 or CHISO_ENOMEM. */
int mapping_read(struct mapping **out, struct arena *arena, struct json *json,
                 struct json_node *node);
/** Writes it as a project has it: a member of the object in hand. */
void mapping_write(struct json_out *json, const struct mapping *mapping);
/** NULL: there is none for it. */
const struct mapped_code *mapped_code(const struct mapped_codes *codes, const char *from);

#endif
