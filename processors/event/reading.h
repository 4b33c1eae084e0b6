/* SPDX-License-Identifier: MIT */
/*
 * reading.h - the sides that an event may have where its sentence leaves one open.
 *
 * "Spain withdrew its ambassador. The government in Lima protested": against whom, the article
 * tells elsewhere. Each way to fill the open side makes a reading; the judge says which is
 * likeliest, the one that leaves it open among them.
 */
#ifndef DW_READING_H
#define DW_READING_H

#include "processors/event/party.h"

enum { DW_READINGS = 6 };

struct dw_readings {
    struct dw_event v[DW_READINGS]; /* the first is the event as its sentence has it */
    uint32_t n;
};

/* The readings of an event whose sides have been looked for. They share all lists but those that
 * they fill. Returns DW_NOMEM when the arena is full. */
enum dw_err dw_readings_find(struct dw_doc *doc, const struct dw_parties *parties,
                             const struct dw_event *event, struct dw_readings *out) DW_WARN_UNUSED;

#endif
