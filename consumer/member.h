/* SPDX-License-Identifier: MIT */
/*
 * member.h - a lane as a member of its group: its consumer, the partitions that come and go, and
 * what else the consumer tells.
 *
 * What is in flight of a partition that goes is committed first, while it is still ours.
 */
#ifndef DW_MEMBER_H
#define DW_MEMBER_H

#include "consumer/lane.h"

/* A consumer's configuration, to check it. Errors: DW_CONFIG. */
enum dw_err dw_member_conf_new(rd_kafka_conf_t **out, const struct dw_settings *settings,
                               int number, struct dw_error *err) DW_WARN_UNUSED;

/* Make the consumer and subscribe. Errors: DW_CONFIG, DW_BROKER. Close it in any case. */
enum dw_err dw_member_open(struct dw_lane *lane, struct dw_error *err) DW_WARN_UNUSED;

/* Leave the group; what is open is committed. */
void dw_member_close(struct dw_lane *lane);

/* A message that is none, but an error or the end of a partition. */
void dw_member_take_error(struct dw_lane *lane, const rd_kafka_message_t *message);

/* Stop reading all partitions, those that come later too; or go on. */
void dw_member_pause(struct dw_lane *lane, bool is_paused);

#endif
