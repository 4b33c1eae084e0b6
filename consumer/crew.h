/* SPDX-License-Identifier: MIT */
/*
 * crew.h - all lanes of the process: started, watched and stopped together.
 */
#ifndef DW_CREW_H
#define DW_CREW_H

#include <signal.h>

#include "consumer/lane.h"

enum { DW_CREW_STOP_MS = 4500 }; /* for what is open to be committed after a signal */

struct dw_crew {
    const struct dw_settings *settings; /* borrowed */
    atomic_int stop;
    struct dw_lane *lanes;
    int n;
    void (*between)(void *user); /* called by who watches the lanes, many times a second; or NULL */
    void *user;
};

/* Open all lanes' processors; `between` is set afterwards. Errors: DW_NOMEM, DW_LEXICON, DW_MODEL.
 * Close it in any case. */
enum dw_err dw_crew_open(struct dw_crew *crew, const struct dw_settings *settings,
                         struct dw_error *err) DW_WARN_UNUSED;

/*
 * Run until *signal is not 0, a lane fails or, with --exit-at-end, all have come to the end.
 * Errors: the first lane's; DW_BROKER if a signal came and the lanes did not end in time: the
 * process must then leave without closing anything.
 */
enum dw_err dw_crew_run(struct dw_crew *crew, const volatile sig_atomic_t *signal,
                        struct dw_error *err) DW_WARN_UNUSED;

/* True while any lane's thread is at work. */
bool dw_crew_is_running(const struct dw_crew *crew);

/* What all lanes have counted. */
void dw_crew_sum(const struct dw_crew *crew, struct dw_counters *out);

/* Log the totals. */
void dw_crew_report(const struct dw_crew *crew);

void dw_crew_close(struct dw_crew *crew);

#endif
