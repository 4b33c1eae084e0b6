/* SPDX-License-Identifier: MIT */
#include "consumer/crew.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/base/log.h"

enum { WATCH_MS = 20 };

enum dw_err dw_crew_open(struct dw_crew *crew, const struct dw_settings *settings,
                         struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    memset(crew, 0, sizeof *crew);
    crew->settings = settings;
    crew->lanes = calloc((size_t)settings->n_lanes, sizeof *crew->lanes);
    if (!crew->lanes)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for %d lanes", settings->n_lanes);
    for (int i = 0; i < settings->n_lanes && !rc; i++) {
        rc = dw_lane_open(&crew->lanes[i], settings, i, &crew->stop, err);
        crew->n = i + 1;
    }
    return rc;
}

static bool all_at_end(const struct dw_crew *crew)
{
    for (int i = 0; i < crew->n; i++)
        if (!atomic_load(&crew->lanes[i].is_at_end))
            return false;
    return true;
}

bool dw_crew_is_running(const struct dw_crew *crew)
{
    for (int i = 0; i < crew->n; i++)
        if (crew->lanes[i].started && !atomic_load(&crew->lanes[i].is_finished))
            return true;
    return false;
}

/* Watch the lanes until they have ended; false if they do not in time after a signal. */
static bool watch(struct dw_crew *crew, const volatile sig_atomic_t *signal)
{
    const struct timespec pause = {.tv_nsec = WATCH_MS * 1000000L};
    int left_ms = DW_CREW_STOP_MS;

    while (dw_crew_is_running(crew)) {
        if (*signal || (crew->settings->exit_at_end && all_at_end(crew)))
            atomic_store(&crew->stop, 1);
        if (*signal && (left_ms -= WATCH_MS) <= 0)
            return false;
        if (crew->between)
            crew->between(crew->user);
        dw_log_flush();
        nanosleep(&pause, NULL);
    }
    return true;
}

enum dw_err dw_crew_run(struct dw_crew *crew, const volatile sig_atomic_t *signal,
                        struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    for (int i = 0; i < crew->n && !rc; i++)
        rc = dw_lane_start(&crew->lanes[i], err);
    if (rc)
        atomic_store(&crew->stop, 1);
    if (!watch(crew, signal))
        return dw_error_set(err, DW_BROKER, 0,
                            "the brokers did not take the last results in time; they will be made "
                            "again at the next start");
    for (int i = 0; i < crew->n; i++) {
        const struct dw_lane *lane = &crew->lanes[i];

        dw_lane_join(&crew->lanes[i]);
        if (lane->error.code && !rc)
            rc = dw_error_set(err, lane->error.code, lane->error.place, "%s", lane->error.text);
    }
    return rc;
}

/* From the first record of any lane to the last commit of any. */
static long long busy_ms(const struct dw_crew *crew)
{
    long long first = 0, last = 0;

    for (int i = 0; i < crew->n; i++) {
        long long from = atomic_load(&crew->lanes[i].counters.first_ms);
        long long to = atomic_load(&crew->lanes[i].counters.last_ms);

        if (from && (!first || from < first))
            first = from;
        if (to > last)
            last = to;
    }
    return last > first ? last - first : 0;
}

void dw_crew_sum(const struct dw_crew *crew, struct dw_counters *out)
{
    dw_counters_init(out);
    for (int i = 0; i < crew->n; i++)
        dw_counters_merge(out, &crew->lanes[i].counters);
}

void dw_crew_report(const struct dw_crew *crew)
{
    struct dw_counters sum;
    const atomic_llong *n = sum.totals.n;
    long long reopened = 0;

    dw_crew_sum(crew, &sum);
    for (int i = 0; i < DW_N_REOPENS; i++)
        reopened += dw_count_get(&sum.reopened[i]);
    dw_log_with(DW_LOG_INFO, "done",
                "records=%lld bytes=%lld articles=%lld events=%lld dead_letters=%lld commits=%lld "
                "aborts=%lld reopened=%lld busy_ms=%lld peak_mb=%lld",
                dw_count_get(&n[DW_TALLY_RECORDS]), dw_count_get(&n[DW_TALLY_BYTES]),
                dw_count_get(&n[DW_TALLY_WRITTEN + DW_TO_ARTICLES]),
                dw_count_get(&n[DW_TALLY_WRITTEN + DW_TO_EVENTS]),
                dw_count_get(&n[DW_TALLY_WRITTEN + DW_TO_DEAD_LETTERS]),
                dw_histogram_count(&sum.transactions), dw_count_get(&sum.aborts), reopened,
                busy_ms(crew), dw_budget_peak() >> 20);
}

void dw_crew_close(struct dw_crew *crew)
{
    for (int i = 0; i < crew->n; i++)
        dw_lane_close(&crew->lanes[i]);
    free(crew->lanes);
}
