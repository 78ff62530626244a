/* SPDX-License-Identifier: MIT */
/* Runs a command and writes to descriptor 3: its status, seconds on the clock, processor seconds
   and peak of resident memory in KB.

       meter PROGRAM [ARGUMENT]... 3>FILE

   Small on purpose: the peak that the system tells of a process is never below that of the one that
   started it. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;

	if (argc < 2) {
		fputs("usage: meter PROGRAM [ARGUMENT]... 3>FILE\n", stderr);
		return 2;
	}
	double begin = now();
	pid_t pid = fork();
	if (pid == 0) {
		close(3);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0) {
		perror("meter");
		return 1;
	}
	dprintf(3, "%d %.6f %.6f %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128,
		now() - begin, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
	return 0;
}
