/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "imports.h"

#include <string.h>

/* Each with blanks around it. */
static const char forbidden[] =
	/* the process ends, or leaves a frame of the host */
	" exit _exit _Exit quick_exit abort raise kill longjmp siglongjmp _longjmp __longjmp_chk"
	" setjmp _setjmp __sigsetjmp atexit at_quick_exit __assert_fail"
	/* other processes and threads */
	" fork vfork clone execl execle execlp execv execve execvp posix_spawn posix_spawnp system"
	" popen pthread_create thrd_create"
	/* signals and the floating-point environment */
	" signal __sysv_signal bsd_signal sigaction sigprocmask pthread_sigmask alarm setitimer "
	"fesetround fesetenv feenableexcept"
	" feholdexcept feupdateenv"
	/* the locale, and what depends on it */
	" setlocale uselocale newlocale duplocale localeconv strtod strtof strtold atof strcoll "
	"strxfrm"
	" scanf fscanf sscanf vsscanf __isoc99_sscanf __isoc99_fscanf __isoc99_scanf "
	"__isoc23_sscanf"
	/* files and printing */
	" fopen fopen64 freopen fdopen fclose fread fwrite fputs fputc fgets fgetc getline open "
	"open64"
	" openat openat64 creat read write pread pwrite close dup dup2 unlink remove rename mkdir "
	"rmdir"
	" chdir fchdir opendir readdir readdir64 tmpfile tmpfile64 mkstemp stat fstat lstat stat64"
	" fstat64 access umask printf fprintf vprintf vfprintf puts putchar putc perror "
	"__printf_chk"
	" __fprintf_chk __vprintf_chk __vfprintf_chk stdout stderr stdin"
	/* the network */
	" socket connect bind listen accept send recv sendto recvfrom getaddrinfo gethostbyname"
	/* other libraries */
	" dlopen dlmopen dlsym dlclose"
	/* memory that the host does not know of */
	" malloc calloc realloc reallocarray free posix_memalign aligned_alloc memalign valloc "
	"strdup"
	" strndup asprintf vasprintf mmap mmap64 munmap brk sbrk"
	/* static buffers and hidden states */
	" strtok strerror asctime ctime gmtime localtime rand srand random srandom drand48 lrand48"
	" mrand48 srand48 lgamma lgammaf lgammal"
	/* the environment */
	" setenv putenv unsetenv clearenv ";

static const char usual[] =
	" qsort bsearch snprintf vsnprintf __snprintf_chk __vsnprintf_chk abs labs llabs div ldiv "
	"lldiv"
	/* what compilers and the C library put there */
	" __cxa_finalize __gmon_start__ _ITM_deregisterTMCloneTable _ITM_registerTMCloneTable"
	" __stack_chk_fail __memcpy_chk __memmove_chk __memset_chk __strcpy_chk __strncpy_chk"
	" __strcat_chk __strncat_chk __stpcpy_chk __tls_get_addr _GLOBAL_OFFSET_TABLE_"
	" _Jv_RegisterClasses ";

/* libm, without the endings f and l. */
static const char mathematical[] =
	" acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp10 "
	"exp2"
	" expm1 fabs fdim floor fma fmax fmin fmod frexp hypot ilogb ldexp lgamma_r llrint llround"
	" log log10 log1p log2 logb lrint lround modf nan nearbyint nextafter nexttoward pow"
	" remainder remquo rint round roundeven scalbln scalbn sin sincos sinh sqrt tan tanh "
	"tgamma trunc"
	" __fpclassify __isinf __isnan __finite __signbit finite isinf isnan ";

static int is_in(const char *list, const char *name, size_t n)
{
	for (const char *at = list; (at = strstr(at, name)); at++)
		if (at[-1] == ' ' && at[n] == ' ')
			return 1;
	return 0;
}

static int is_mathematical(const char *name, size_t n)
{
	char root[32];

	if (is_in(mathematical, name, n))
		return 1;
	if (n < 2 || n >= sizeof root || !strchr("fl", name[n - 1]))
		return 0;
	memcpy(root, name, n - 1);
	root[n - 1] = 0;
	return is_in(mathematical, root, n - 1);
}

enum import_kind import_kind(const char *name)
{
	size_t n = strlen(name);

	if (n > 1 && is_in(forbidden, name, n))
		return IMPORT_FORBIDDEN;
	if (n > 1 && (is_in(usual, name, n) || is_mathematical(name, n) ||
		      !strncmp(name, "mem", 3) || !strncmp(name, "str", 3)))
		return IMPORT_USUAL;
	return IMPORT_UNUSUAL;
}
