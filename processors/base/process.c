/* SPDX-License-Identifier: MIT */
#include "processors/base/process.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct dw_metric cpu = {"process_cpu_seconds", DW_METRIC_COUNTER, "seconds",
                                     "Processor time used, by user and system."};
static const struct dw_metric resident = {"process_resident_memory_bytes", DW_METRIC_GAUGE, "bytes",
                                          "Resident memory."};
static const struct dw_metric virtual_memory = {"process_virtual_memory_bytes", DW_METRIC_GAUGE,
                                                "bytes", "Virtual memory."};
static const struct dw_metric start = {"process_start_time_seconds", DW_METRIC_GAUGE, "seconds",
                                       "When the process began, in seconds since 1970."};
static const struct dw_metric open_files = {"process_open_fds", DW_METRIC_GAUGE, NULL,
                                            "Open file descriptors."};
static const struct dw_metric max_files = {"process_max_fds", DW_METRIC_GAUGE, NULL,
                                           "File descriptors that may be open."};
static const struct dw_metric threads = {"process_threads", DW_METRIC_GAUGE, NULL,
                                         "Threads of the process."};

/* Fields of /proc/self/stat, counted from the one behind the name. */
struct stat_fields {
    double user, system, n_threads, begun, bytes, pages;
};

/* The name may hold anything, so the fields are counted from behind its parenthesis. */
static bool read_stat(struct stat_fields *out)
{
    char text[1024];
    FILE *file = fopen("/proc/self/stat", "r");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    const char *at;

    if (file)
        fclose(file);
    text[len] = '\0';
    at = strrchr(text, ')');
    return at && sscanf(at + 1,
                        " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lf %lf %*d %*d %*d %*d %lf "
                        "%*d %lf %lf %lf",
                        &out->user, &out->system, &out->n_threads, &out->begun, &out->bytes,
                        &out->pages) == 6;
}

/* When the machine was started, in seconds since 1970; 0: unknown. */
static double boot_time(void)
{
    FILE *file = fopen("/proc/stat", "r");
    char line[4096];
    double time = 0;

    while (file && time == 0 && fgets(line, sizeof line, file))
        if (sscanf(line, "btime %lf", &time) != 1)
            time = 0;
    if (file)
        fclose(file);
    return time;
}

static int count_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int n = 0;

    while (folder && readdir(folder))
        n++;
    if (folder)
        closedir(folder);
    return n - 3; /* ".", ".." and the folder itself */
}

static void write_files(struct dw_metrics *metrics)
{
    struct rlimit limit;
    int n = count_files();

    if (n >= 0)
        dw_metrics_put(metrics, &open_files, n);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        dw_metrics_put(metrics, &max_files, (double)limit.rlim_cur);
}

void dw_process_write(struct dw_metrics *metrics)
{
    double ticks = (double)sysconf(_SC_CLK_TCK), page = (double)sysconf(_SC_PAGESIZE);
    double boot = boot_time();
    struct stat_fields stat;

    write_files(metrics);
    if (!read_stat(&stat))
        return;
    dw_metrics_put(metrics, &cpu, (stat.user + stat.system) / ticks);
    dw_metrics_put(metrics, &resident, stat.pages * page);
    dw_metrics_put(metrics, &virtual_memory, stat.bytes);
    dw_metrics_put(metrics, &threads, stat.n_threads);
    if (boot > 0)
        dw_metrics_put(metrics, &start, boot + stat.begun / ticks);
}
