/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "plugin/load.h"

#include "base/grow.h"
#include "base/trust.h"
#include "plugin/elf_look.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <ltdl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef const struct chiso_plugin *entry_fn(uint32_t host_abi);

static const char entry_name[] = "chiso_plugin_entry";
static const char here; /* an address in this library */

/* libltdl keeps its modules and its last error in plain globals, and calls back without a `user`.
 * All of that is behind this lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	int is_ready;
	lt_dlhandle *items; /* the modules inside the program: fixed from then on */
	size_t n, cap;
} preopened;

struct loading {
	struct chiso_context *context;
	const char *path; /* as it was given */
	const char *real; /* without links */
	int severity;
	struct arena arena;
	char text[24];
};

/* A finding about the file; a and b may be NULL. */
static int refuse(struct loading *loading, enum message id, const char *a, const char *b)
{
	report_as(loading->context, loading->severity, id, (struct place){0}, loading->path,
		  a ? a : "", b ? b : "");
	return CHISO_EPLUGIN;
}

static const char *number_text(struct loading *loading, long number)
{
	snprintf(loading->text, sizeof loading->text, "%ld", number);
	return loading->text;
}

static int ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), n_end = strlen(end);

	return n > n_end && !strcmp(text + n - n_end, end);
}

/* ---- the file, before it is loaded --------------------------------------------------------- */

static int look_inside(struct loading *loading, int fd, size_t n)
{
	switch (elf_look(fd, n, &here)) {
	case ELF_FINE:
		return CHISO_OK;
	case ELF_NONE:
		return refuse(loading, MSG_PLUGIN_NOT_ELF, NULL, NULL);
	case ELF_CUT:
		return refuse(loading, MSG_PLUGIN_CUT, number_text(loading, (long)n), NULL);
	case ELF_CLASS:
		return refuse(loading, MSG_PLUGIN_CLASS, sizeof(void *) == 8 ? "32" : "64",
			      sizeof(void *) == 8 ? "64" : "32");
	case ELF_MACHINE:
		return refuse(loading, MSG_PLUGIN_MACHINE, NULL, NULL);
	case ELF_NOT_SHARED:
		return refuse(loading, MSG_PLUGIN_NOT_SHARED, NULL, NULL);
	default:
		return refuse(loading, MSG_PLUGIN_CANNOT_OPEN, strerror(errno), NULL);
	}
}

static int look_at_trust(struct loading *loading)
{
	const char *culprit;
	long owner = 0;

	switch (trust_look(loading->real, &loading->arena, &culprit, &owner)) {
	case TRUST_FINE:
		return CHISO_OK;
	case TRUST_OWNER:
		return refuse(loading, MSG_PLUGIN_OWNER, culprit, number_text(loading, owner));
	case TRUST_WRITABLE:
		return refuse(loading, MSG_PLUGIN_WRITABLE, culprit, NULL);
	default:
		return refuse(loading, MSG_PLUGIN_CANNOT_OPEN, strerror(errno), NULL);
	}
}

/* All that can be said from outside, so that the dynamic linker only gets what it can handle. */
static int look_at_file(struct loading *loading)
{
	struct stat info;
	int status, fd = -1;
	char *real = realpath(loading->path, NULL);

	if (!real && (errno == ENOENT || errno == ENOTDIR))
		return refuse(loading, MSG_PLUGIN_NO_FILE, NULL, NULL);
	loading->real = real ? arena_text(&loading->arena, real, strlen(real)) : NULL;
	free(real);
	/* Without O_NONBLOCK a pipe would wait for a writer. */
	if (loading->real)
		fd = open(loading->real, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &info))
		status = refuse(loading, MSG_PLUGIN_CANNOT_OPEN, strerror(errno), NULL);
	else if (!S_ISREG(info.st_mode))
		status = refuse(loading, MSG_PLUGIN_NOT_A_FILE, NULL, NULL);
	else if (ends_with(loading->path, ".la") || ends_with(loading->real, ".la"))
		status = refuse(loading, MSG_PLUGIN_LA, NULL, NULL);
	else
		status = look_at_trust(loading);
	if (!status)
		status = look_inside(loading, fd, (size_t)info.st_size);
	if (fd >= 0)
		close(fd);
	return status;
}

/* ---- libltdl and the dynamic linker; all of it under the lock ------------------------------ */

static int keep_preopened(lt_dlhandle handle)
{
	if (GROW(&preopened.items, preopened.n, &preopened.cap))
		return 1;
	preopened.items[preopened.n++] = handle;
	return 0;
}

static int start(void)
{
	if (preopened.is_ready)
		return CHISO_OK;
	if (lt_dlinit())
		return CHISO_EPLUGIN;
	/* "Not found" is the answer of a program without modules inside. */
	lt_dlpreload_open(NULL, keep_preopened);
	preopened.is_ready = 1;
	return CHISO_OK;
}

/* What follows `mark` in the linker's words, up to the next comma or colon; NULL: not there. */
static const char *word_after(struct arena *arena, const char *words, const char *mark)
{
	const char *at = strstr(words, mark);

	if (!at)
		return NULL;
	at += strlen(mark);
	return arena_text(arena, at, strcspn(at, ",: "));
}

/* "libm.so.6: cannot open shared object file: ...", where libm.so.6 is not the plugin itself. */
static const char *missing_library(struct loading *loading, const char *words)
{
	size_t n = strcspn(words, ":");
	const char *name = arena_text(&loading->arena, words, n);

	if (!name || !strstr(words + n, "cannot open shared object file") ||
	    !strcmp(name, loading->real))
		return NULL;
	return name;
}

static int refuse_linked(struct loading *loading, const char *words)
{
	const char *name;

	if (!words)
		words = "?";
	if ((name = word_after(&loading->arena, words, "undefined symbol: ")))
		return refuse(loading, MSG_PLUGIN_UNRESOLVED, name, NULL);
	if ((name = missing_library(loading, words)))
		return refuse(loading, MSG_PLUGIN_DEPENDENCY, name, NULL);
	return refuse(loading, MSG_PLUGIN_LINKER, words, NULL);
}

/* The dynamic linker's own answer: libltdl says "file not found" for whatever is wrong, and it
 * binds lazily.  In the C locale, because the words are looked into. */
static int probe(struct loading *loading, void **out)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = (locale_t)0;
	int status = CHISO_OK;

	if (plain)
		before = uselocale(plain);
	*out = dlopen(loading->real, RTLD_NOW | RTLD_LOCAL);
	if (!*out)
		status = refuse_linked(loading, dlerror());
	if (plain) {
		uselocale(before);
		freelocale(plain);
	}
	return status;
}

/* The module stays: its descriptors are in use until the process ends. */
static lt_dlhandle open_module(const char *real)
{
	lt_dladvise advise;
	lt_dlhandle module = NULL;

	if (lt_dladvise_init(&advise))
		return NULL;
	if (!lt_dladvise_local(&advise) && !lt_dladvise_resident(&advise))
		module = lt_dlopenadvise(real, advise);
	lt_dladvise_destroy(&advise);
	return module;
}

/* ISO C has no conversion from a pointer to data to one to a function; POSIX has. */
static entry_fn *entry_of(lt_dlhandle module)
{
	void *symbol = lt_dlsym(module, entry_name);
	entry_fn *entry;

	_Static_assert(sizeof entry == sizeof symbol, "POSIX: pointers are alike");
	memcpy(&entry, &symbol, sizeof entry);
	return entry;
}

static int open_file(struct loading *loading, entry_fn **entry)
{
	void *probed;
	int status;

	if (start())
		return refuse(loading, MSG_PLUGIN_LINKER, lt_dlerror(), NULL);
	status = probe(loading, &probed);
	if (status)
		return status;
	lt_dlhandle module = open_module(loading->real);
	*entry = module ? entry_of(module) : NULL;
	if (!module)
		status = refuse(loading, MSG_PLUGIN_LINKER, lt_dlerror(), NULL);
	else if (!*entry)
		status = refuse(loading, MSG_PLUGIN_NO_ENTRY, NULL, NULL);
	dlclose(probed);
	return status;
}

static int open_preopened(struct loading *loading, entry_fn **entry)
{
	if (start())
		return refuse(loading, MSG_PLUGIN_LINKER, lt_dlerror(), NULL);
	for (size_t i = 0; i < preopened.n; i++) {
		const char *name = lt_dlgetinfo(preopened.items[i])->name;

		if (!name || strcmp(name, loading->path))
			continue;
		*entry = entry_of(preopened.items[i]);
		return *entry ? CHISO_OK : refuse(loading, MSG_PLUGIN_NO_ENTRY, NULL, NULL);
	}
	return refuse(loading, MSG_PLUGIN_NOT_INSIDE, NULL, NULL);
}

/* ---- what load.h has ----------------------------------------------------------------------- */

static const char *abi_text(struct loading *loading, uint32_t abi)
{
	return arena_printf(&loading->arena, "%u.%u", (unsigned)(abi >> 16),
			    (unsigned)(abi & 0xffff));
}

/* The majors must match; minors only add. */
static int ask(struct loading *loading, entry_fn *entry, const struct chiso_plugin **out)
{
	const struct chiso_plugin *plugin = entry(CHISO_ABI);
	const char *ours = abi_text(loading, CHISO_ABI);

	if (!plugin)
		return refuse(loading, MSG_PLUGIN_DECLINES, ours, NULL);
	if (plugin->abi >> 16 != CHISO_ABI >> 16)
		return refuse(loading,
			      plugin->abi > CHISO_ABI ? MSG_PLUGIN_NEWER : MSG_PLUGIN_OLDER,
			      abi_text(loading, plugin->abi), ours);
	*out = plugin;
	return CHISO_OK;
}

int load_plugin(const struct chiso_plugin **out, struct chiso_context *context, const char *path,
		int severity)
{
	struct loading loading = {.context = context, .path = path, .severity = severity};
	int is_file = strchr(path, '/') != NULL;
	entry_fn *entry = NULL;
	int status = CHISO_OK;

	*out = NULL;
	if (is_file && *path != '/')
		status = refuse(&loading, MSG_PLUGIN_RELATIVE, NULL, NULL);
	else if (is_file)
		status = look_at_file(&loading);
	if (!status) {
		pthread_mutex_lock(&lock);
		status = is_file ? open_file(&loading, &entry) : open_preopened(&loading, &entry);
		pthread_mutex_unlock(&lock);
	}
	if (!status)
		status = ask(&loading, entry, out);
	arena_clear(&loading.arena);
	return status;
}

int load_preopened(void (*found)(void *user, const char *name), void *user)
{
	pthread_mutex_lock(&lock);
	int status = start();
	pthread_mutex_unlock(&lock);
	/* Without the lock, since the callback will load. */
	for (size_t i = 0; !status && i < preopened.n; i++)
		if (lt_dlgetinfo(preopened.items[i])->name)
			found(user, lt_dlgetinfo(preopened.items[i])->name);
	return status;
}

static int is_plugin_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && ends_with(entry->d_name, ".so");
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name); /* alphasort() would follow the locale */
}

int load_scan(const char *folder, void (*found)(void *user, const char *path), void *user)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_plugin_file, by_bytes);

	if (n < 0)
		return errno == ENOENT ? CHISO_EUSE : errno == ENOMEM ? CHISO_ENOMEM : CHISO_EIO;
	int status = CHISO_OK;
	for (int i = 0; i < n; i++) {
		struct arena arena = {0};
		const char *path = arena_printf(&arena, "%s/%s", folder, entries[i]->d_name);

		if (path)
			found(user, path);
		else
			status = CHISO_ENOMEM;
		arena_clear(&arena);
		free(entries[i]);
	}
	free(entries);
	return status;
}

/* The folder of a file with `tail` behind it, if there is such a folder.  Caller frees. */
static char *folder_beside(const char *file, const char *tail)
{
	struct arena arena = {0};
	const char *slash = strrchr(file, '/');
	char *path = slash ? arena_printf(&arena, "%.*s%s", (int)(slash - file), file, tail) : NULL;
	char *real = path ? realpath(path, NULL) : NULL;

	arena_clear(&arena);
	return real;
}

char *load_own_folder(void)
{
	Dl_info info;
	char *file = NULL, *folder = NULL;

	/* A program's own name without '/' says nothing of where it lies. */
	if (dladdr(&here, &info) && info.dli_fname && strchr(info.dli_fname, '/'))
		file = realpath(info.dli_fname, NULL);
	if (file) {
		const char *name = strrchr(file, '/');
		int is_in_build = name - file >= 6 && !strncmp(name - 6, "/.libs", 6);

		folder = folder_beside(file, is_in_build ? "/../plugins/.libs" : "/chiso/plugins");
	}
	free(file);
	return folder ? folder : strdup(PKGLIBDIR "/plugins");
}

int load_function(void *function, const char *library, const char *name)
{
	void *module = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	void *address = module ? dlsym(module, name) : NULL;

	memcpy(function, &address, sizeof address);
	/* cppcheck-suppress resourceLeak ; who has the function needs it */
	return address != NULL;
}

void load_library(char out[LOAD_VERSION_ROOM])
{
	static const char mark[] = ".so.";
	lt_dlhandle (*function)(const char *) = lt_dlopen;
	const void *address;
	char *file = NULL;
	Dl_info info;

	memcpy(&address, &function, sizeof address);
	if (dladdr(address, &info) && info.dli_fname && strstr(info.dli_fname, "libltdl"))
		file = realpath(info.dli_fname, NULL);
	const char *at = file ? strstr(file, mark) : NULL;
	snprintf(out, LOAD_VERSION_ROOM, "%s", at ? at + strlen(mark) : "");
	free(file);
}
