/* SPDX-License-Identifier: MIT */
/*
 * gate.h - which sentences are worth a parser.
 *
 * A sentence states an event only if it holds all words of some frame (event/bag.h), with the
 * lemmas and parts of speech that the tagger has given its words. What is turned away could not
 * have matched a frame.
 *
 * Threads  a gate belongs to one thread.
 * Cost     some 20 ns a token.
 */
#ifndef DW_GATE_H
#define DW_GATE_H

#include "processors/doc.h"

struct dw_gate;

/* Errors: DW_NOMEM, DW_LEXICON. *out is NULL then. */
enum dw_err dw_gate_open(struct dw_gate **out, struct dw_error *err) DW_WARN_UNUSED;
void dw_gate_close(struct dw_gate *gate);

/* Could the sentence, which has been tagged, state an event? */
bool dw_gate_admits(struct dw_gate *gate, const struct dw_doc *doc,
                    const struct dw_sentence *sentence);

#endif
