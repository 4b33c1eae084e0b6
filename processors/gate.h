/* SPDX-License-Identifier: MIT */
/*
 * gate.h - which sentences are worth a tagger, and which a parser.
 *
 * A sentence states an event only if it holds all words of some frame (event/bag.h). First its
 * forms are asked, each for all lemmas that it could have; then, once the tagger has told which
 * they are, the lemmas. What is turned away could not have matched a frame.
 *
 * Threads  a gate belongs to one thread: it keeps what it has found out about frequent forms.
 * Cost     some 20 ns a token.
 */
#ifndef DW_GATE_H
#define DW_GATE_H

#include "processors/doc.h"
#include "processors/syntax/model.h"

struct dw_gate;

/* The model must outlive the gate. Errors: DW_NOMEM, DW_LEXICON. *out is NULL then. */
enum dw_err dw_gate_open(struct dw_gate **out, const struct dw_model *model,
                         struct dw_error *err) DW_WARN_UNUSED;
void dw_gate_close(struct dw_gate *gate);

/* Could the sentence state an event, by the forms of its words? Only the story states any. */
bool dw_gate_admits_forms(struct dw_gate *gate, const struct dw_doc *doc,
                          const struct dw_sentence *sentence);

/* Could it still, by the lemmas and parts of speech that the tagger has given them? */
bool dw_gate_admits_tags(struct dw_gate *gate, const struct dw_doc *doc,
                         const struct dw_sentence *sentence);

#endif
