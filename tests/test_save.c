/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "sample_results.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {"results.csv", "results.json", "scoreboard.csv", "report.html"};

TestSuite(save, .init = scratch_make, .fini = scratch_drop);

/* How many entries a folder has, those with a dot included. */
static size_t entries(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t n = 0;

	cr_assert_not_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void put(const char *folder, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
}

/* Whether a file begins with a text. */
static int begins(const char *folder, const char *name, const char *text)
{
	char path[512], found[64] = "";

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "r");
	if (!file)
		return 0;
	size_t n = fread(found, 1, sizeof found - 1, file);
	fclose(file);
	return n >= strlen(text) && !strncmp(found, text, strlen(text));
}

static void expect_one_finding(struct chiso_results *results, const char *culprit)
{
	struct chiso_finding finding = {.size = sizeof finding};

	cr_assert_eq(chiso_finding_count(results->context, CHISO_NOTE), 1);
	cr_assert_eq(chiso_finding_at(results->context, 0, &finding), CHISO_OK);
	cr_expect_str_eq(finding.code, "cannot-write");
	cr_expect(strstr(finding.message, culprit) != NULL, "%s", finding.message);
}

static void count_name(void *user, const char *path)
{
	size_t *n = user;

	cr_expect(*n < 4 && strstr(path, names[*n]), "%s", path);
	++*n;
}

Test(save, makes_the_folder_and_writes_four_files)
{
	struct chiso_results *results = sample_results("en");
	const char *folder = scratch_path("out");
	size_t n = 0;

	for (int round = 0; round < 2; round++, n = 0) {
		cr_assert_eq(chiso_results_save(results, folder, count_name, &n), CHISO_OK);
		cr_expect_eq(n, 4);
		cr_expect_eq(entries(folder), 4, "nothing else is left");
	}
	cr_expect(begins(folder, "results.csv", "indicator,use,"));
	cr_expect(begins(folder, "results.json", "{\"chiso\":"));
	cr_expect(begins(folder, "scoreboard.csv", "goal,goal_title,"));
	cr_expect(begins(folder, "report.html", "<!DOCTYPE html>"));
	sample_free(results);
}

Test(save, replaces_a_link_and_not_what_it_leads_to)
{
	struct chiso_results *results = sample_results("en");

	put(scratch, "precious", "precious");
	cr_assert_eq(symlink("precious", scratch_path("results.csv")), 0);
	cr_assert_eq(chiso_results_save(results, scratch, NULL, NULL), CHISO_OK);
	cr_expect(begins(scratch, "precious", "precious"));
	cr_expect(begins(scratch, "results.csv", "indicator,"));
	sample_free(results);
}

/* A folder in the way of each file in turn, old files in the other places. */
Test(save, all_or_none)
{
	for (size_t blocked = 0; blocked < 4; blocked++) {
		struct chiso_results *results = sample_results("en");
		char folder[SCRATCH_ROOM + 16], path[SCRATCH_ROOM + 64];
		size_t n = 0;

		snprintf(folder, sizeof folder, "%s/%zu", scratch, blocked);
		snprintf(path, sizeof path, "%s/%s", folder, names[blocked]);
		cr_assert_eq(mkdir(folder, 0777), 0);
		cr_assert_eq(mkdir(path, 0777), 0);
		for (size_t i = 0; i < 3; i++) /* one place of four has nothing */
			if (i != blocked)
				put(folder, names[i], "old");
		size_t before = entries(folder);
		cr_assert_eq(chiso_results_save(results, folder, count_name, &n), CHISO_EIO);
		cr_expect_eq(n, 0);
		cr_expect_eq(entries(folder), before, "nothing new, nothing gone");
		for (size_t i = 0; i < 3; i++)
			cr_expect(i == blocked || begins(folder, names[i], "old"), "%s", names[i]);
		expect_one_finding(results, path);
		sample_free(results);
	}
}

/* The disk is full in the middle of a file. */
Test(save, a_file_that_can_not_be_finished_leaves_nothing)
{
	struct chiso_results *results = sample_results("en");
	struct rlimit limit = {2000, RLIM_INFINITY};
	const char *folder = scratch_path("new");

	put(scratch, "results.csv", "old");
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_expect_eq(chiso_results_save(results, scratch, NULL, NULL), CHISO_EIO);
	cr_expect_eq(entries(scratch), 1);
	cr_expect(begins(scratch, "results.csv", "old"));
	expect_one_finding(results, "results.json");
	cr_expect_eq(chiso_results_save(results, folder, NULL, NULL), CHISO_EIO);
	cr_expect_neq(access(folder, F_OK), 0, "a folder made for nothing is gone");
	sample_free(results);
}

Test(save, a_folder_that_can_not_be)
{
	struct chiso_results *results = sample_results("en");
	const char *folder = scratch_path("a/b");

	cr_expect_eq(chiso_results_save(results, folder, NULL, NULL), CHISO_EIO);
	expect_one_finding(results, folder);
	chiso_findings_clear(results->context);
	put(scratch, "file", "");
	folder = scratch_path("file");
	cr_expect_eq(chiso_results_save(results, folder, NULL, NULL), CHISO_EIO);
	expect_one_finding(results, folder);
	sample_free(results);
}
