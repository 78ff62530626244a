/* SPDX-License-Identifier: MIT */
/* What the library finds when it loads a plugin, by check; and the entry of one that is loaded. */
#include <config.h>

#include "check.h"

#include <dlfcn.h>
#include <string.h>

/* Which check a finding is of.  One of another code is of the standards that the plugin brings. */
static const char *check_of(const char *code)
{
	static const struct {
		const char *code, *check;
	} table[] = {
		{"plugin-no-file", "file-is-readable"},
		{"plugin-cannot-open", "file-is-readable"},
		{"plugin-not-a-file", "file-is-readable"},
		{"plugin-not-inside", "file-is-readable"},
		{"plugin-la", "file-is-shared-object"},
		{"plugin-owner", "file-is-trusted"},
		{"plugin-writable", "file-is-trusted"},
		{"plugin-not-elf", "file-is-shared-object"},
		{"plugin-class", "file-is-shared-object"},
		{"plugin-machine", "file-is-shared-object"},
		{"plugin-not-shared", "file-is-shared-object"},
		{"plugin-cut", "file-is-whole"},
		{"plugin-unresolved", "binds-now"},
		{"plugin-dependency", "binds-now"},
		{"plugin-no-entry", "has-the-entry"},
		{"plugin-declines", "serves-this-abi"},
		{"plugin-newer", "serves-this-abi"},
		{"plugin-older", "serves-this-abi"},
		{"descriptor-size", "sizes-declared"},
		{"descriptor-stride", "strides-fit"},
		{"descriptor-no-table", "tables-there"},
		{"descriptor-too-many", "tables-there"},
		{"descriptor-null", "tables-there"},
		{"descriptor-no-outputs", "tables-there"},
		{"descriptor-no-indicators", "tables-there"},
		{"descriptor-no-codes", "tables-there"},
		{"descriptor-id", "ids-well-formed"},
		{"descriptor-indicator-id", "ids-well-formed"},
		{"descriptor-twice", "ids-unique"},
		{"descriptor-english", "text-in-english"},
		{"descriptor-utf8", "texts-in-nfc"},
		{"descriptor-nfc", "texts-in-nfc"},
		{"descriptor-no-map", "functions-there"},
		{"descriptor-no-evaluate", "functions-there"},
		{"descriptor-state", "functions-there"},
		{"descriptor-unknown", "enumerators-known"},
		{"descriptor-index", "indexes-in-range"},
		{"descriptor-index-from-1", "indexes-in-range"},
		{"descriptor-axis-of", "axes-fit"},
		{"descriptor-axis-kind", "axes-fit"},
		{"descriptor-axis-twice", "axes-fit"},
		{"descriptor-axis-lacks", "axes-fit"},
		{"descriptor-range", "ranges-in-order"},
		{"descriptor-value-type", "defaults-in-range"},
		{"descriptor-value", "defaults-in-range"},
		{"descriptor-default", "defaults-in-range"},
		{"descriptor-factor", "factors-are-numbers"},
		{"descriptor-scale", "scales-finite"},
		{"descriptor-percent", "percent-has-scale-100"},
		{"descriptor-percent-factor", "percent-has-scale-100"},
		{"descriptor-record-has", "records-add-nothing"},
		{"descriptor-record-type", "records-add-nothing"},
		{"descriptor-beyond", "host-can-do-it"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!strcmp(code, table[i].code))
			return table[i].check;
	return strncmp(code, "plugin-", 7) && strncmp(code, "descriptor-", 11) &&
			       strcmp(code, "out-of-memory")
		       ? "standards-sound"
		       : "loads";
}

/* Says the findings that are of the check under way. */
static void say_findings_of(struct checker *checker)
{
	struct chiso_finding finding = {.size = sizeof finding};

	for (size_t i = 0; !chiso_finding_at(checker->context, i, &finding); i++)
		if (!strcmp(check_of(finding.code), checker->check->name))
			check_say(checker, 'f', finding.message);
}

void check_loads(struct checker *checker)
{
	if (!checker->context) {
		check_fail(checker, "out-of-memory", "");
		return;
	}
	int status = chiso_plugin_load(checker->context, checker->path);
	if (!chiso_finding_count(checker->context, CHISO_NOTE) && status)
		check_status(checker, "chiso_plugin_load()", status);
	say_findings_of(checker);
}

void check_findings(struct checker *checker)
{
	say_findings_of(checker);
}

/* ---- the entry ---- */

typedef const struct chiso_plugin *entry_fn(uint32_t host_abi);

/* The entry of a plugin that is loaded; NULL: it can't be had, which is said. */
static entry_fn *entry_of(struct checker *checker)
{
	entry_fn *entry = NULL;
	void *symbol = NULL, *module = NULL;

	if (strchr(checker->path, '/'))
		module = dlopen(checker->path, RTLD_NOW | RTLD_LOCAL);
	if (module)
		symbol = dlsym(module, "chiso_plugin_entry");
	_Static_assert(sizeof entry == sizeof symbol, "POSIX: pointers are alike");
	memcpy(&entry, &symbol, sizeof entry);
	if (!entry)
		check_skip(checker, "check-inside", "");
	return entry;
}

void check_entry_pure(struct checker *checker)
{
	entry_fn *entry = entry_of(checker);
	struct chiso_plugin copy = *checker->plugin;

	if (!entry)
		return;
	const struct chiso_plugin *one = entry(CHISO_ABI), *other = entry(CHISO_ABI);
	if (one != other || one != checker->plugin || memcmp(&copy, one, sizeof copy))
		check_fail(checker, "check-entry", "");
}

void check_future_major(struct checker *checker)
{
	entry_fn *entry = entry_of(checker);

	if (entry && entry(CHISO_ABI + 0x10000u))
		check_fail(checker, "check-future", "");
}

/* Hosts of before ABI 1.2 know of no terms that are bits, and would have map() write them to nowhere. */
void check_older_hosts(struct checker *checker)
{
	enum { BEFORE_BITS = 0x00010001 };
	const struct chiso_plugin *plugin = checker->plugin;
	entry_fn *entry = entry_of(checker);

	for (uint32_t i = 0; i < plugin->n_indicators; i++) {
		const struct chiso_indicator *indicator = plugin->indicators[i];

		for (uint32_t t = 0; t < indicator->n_terms; t++)
			if (chiso_term_at(indicator, t)->field.flags & CHISO_BINARY && entry &&
			    entry(BEFORE_BITS)) {
				check_fail(checker, "check-older", indicator->id);
				return;
			}
	}
}

void check_unknown_extension(struct checker *checker)
{
	const struct chiso_plugin *plugin = checker->plugin;

	if (plugin->extension && plugin->extension("chiso.no.such.extension"))
		check_fail(checker, "check-extension", "");
}

void check_vendor(struct checker *checker)
{
	const struct chiso_plugin *plugin = checker->plugin;
	const struct {
		const char *text, *name;
	} parts[] = {{plugin->version, "version"},
		     {plugin->vendor, "vendor"},
		     {plugin->license, "license"}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (!parts[i].text || !*parts[i].text)
			check_fail(checker, "check-no-vendor", parts[i].name);
}
