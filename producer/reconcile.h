/* SPDX-License-Identifier: MIT */
/*
 * reconcile.h - find out what became of the records that a ledger says were about to be published.
 *
 * Once the producer has been initialised anew no transaction of a former one can still be
 * committed, so what the topic shows to readers of committed records is the truth.
 */
#ifndef DW_RECONCILE_H
#define DW_RECONCILE_H

#include "producer/handle.h"
#include "producer/ledger.h"

/*
 * Read the topic from the ledger's positions to its end and settle what is found there; what is
 * not found stays intended. The handle's transactions must have been initialised. Errors:
 * DW_BROKER, those of the ledger.
 */
enum dw_err dw_reconcile(struct dw_ledger *ledger, struct dw_handle *handle,
                         const struct dw_handle_options *how, struct dw_error *err) DW_WARN_UNUSED;

#endif
