/* SPDX-License-Identifier: MIT */
/*
 * control.h - verbs like "urge", whose object is the subject of the infinitive behind it.
 *
 * "Officials urged the company to pay": the treebanks have few of the verbs that the wire lives on,
 * and the parser takes the infinitive of one that it has not learnt for a purpose (advcl). Behind
 * these verbs it is a complement (xcomp), as it is in the treebanks 97 times in 100.
 */
#ifndef DW_CONTROL_H
#define DW_CONTROL_H

#include "processors/doc.h"

/* Correct the relations of a parsed and lemmatised sentence. Linear in its length. */
void dw_control_run(struct dw_doc *doc, const struct dw_sentence *sentence);

#endif
