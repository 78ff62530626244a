/* SPDX-License-Identifier: MIT */
/* Folders made from templates.  The templates are the files in templates/, which the build puts
 * into the program, so that no other file has to be found at run time.  In them @name@ stands for a
 * value, and what is between @[name] and @] is there when the flag is set, after @[!name] when it
 * is not. */
#ifndef CLI_SCAFFOLD_H
#define CLI_SCAFFOLD_H

#include <chiso/plugin.h>

#include <stdio.h>

/** A name in templates and what it stands for: a text, or of a flag NULL.  Lists end with a NULL
 * name. */
struct field {
	const char *name, *value;
};

/** The template of this name; NULL: there is none. */
const struct chiso_document *scaffold_template(const char *name);
/** Writes a template filled. */
void scaffold_fill(FILE *out, const struct chiso_document *from, const struct field *fields);
/** The same for a text, as a new string; NULL without memory.  Caller frees. */
char *scaffold_text(const char *text, const struct field *fields);

/** A folder under construction. */
struct scaffold {
	const char *folder;
	char **paths; /* what was made, folders too */
	size_t n, cap;
	int error; /* the first errno; from then on nothing is made */
};
/** Makes a folder that must not be there yet. */
void scaffold_begin(struct scaffold *scaffold, const char *folder);
/** Makes a folder in it. */
void scaffold_folder(struct scaffold *scaffold, const char *name);
/** Makes a file in it from a template; both names may have fields. */
void scaffold_file(struct scaffold *scaffold, const char *name, const char *template,
		   const struct field *fields);
/** Takes everything away again where something failed.  Returns the errno or 0. */
int scaffold_end(struct scaffold *scaffold);

/** The files of templates/; the last has no name. */
extern const struct chiso_document template_files[];

#endif
