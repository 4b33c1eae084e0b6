/* SPDX-License-Identifier: MIT */
/*
 * tagset.h - the closed tag sets of the syntactic layer, with their names.
 *
 * XPOS      the Penn Treebank tags as UD English uses them.
 * Deprel    the relations of UD English with their subtypes; each row names its universal part, so
 *           that nsubj:pass can be asked for as nsubj.
 * Value 0   stands for "nothing known": XPOS_NONE, and dep.
 */
#ifndef DW_TAGSET_H
#define DW_TAGSET_H

#include <stdbool.h>

#define DW_XPOS_LIST(X)                                                                            \
    X(NONE, "_")                                                                                   \
    X(CC, "CC")                                                                                    \
    X(CD, "CD")                                                                                    \
    X(DT, "DT")                                                                                    \
    X(EX, "EX")                                                                                    \
    X(FW, "FW")                                                                                    \
    X(IN, "IN")                                                                                    \
    X(JJ, "JJ")                                                                                    \
    X(JJR, "JJR")                                                                                  \
    X(JJS, "JJS")                                                                                  \
    X(LS, "LS")                                                                                    \
    X(MD, "MD")                                                                                    \
    X(NN, "NN")                                                                                    \
    X(NNS, "NNS")                                                                                  \
    X(NNP, "NNP")                                                                                  \
    X(NNPS, "NNPS")                                                                                \
    X(PDT, "PDT")                                                                                  \
    X(POS, "POS")                                                                                  \
    X(PRP, "PRP")                                                                                  \
    X(PRP_POSS, "PRP$")                                                                            \
    X(RB, "RB")                                                                                    \
    X(RBR, "RBR")                                                                                  \
    X(RBS, "RBS")                                                                                  \
    X(RP, "RP")                                                                                    \
    X(SYM, "SYM")                                                                                  \
    X(TO, "TO")                                                                                    \
    X(UH, "UH")                                                                                    \
    X(VB, "VB")                                                                                    \
    X(VBD, "VBD")                                                                                  \
    X(VBG, "VBG")                                                                                  \
    X(VBN, "VBN")                                                                                  \
    X(VBP, "VBP")                                                                                  \
    X(VBZ, "VBZ")                                                                                  \
    X(WDT, "WDT")                                                                                  \
    X(WP, "WP")                                                                                    \
    X(WP_POSS, "WP$")                                                                              \
    X(WRB, "WRB")                                                                                  \
    X(ADD, "ADD") /* addresses of mail and web */                                                  \
    X(AFX, "AFX")                                                                                  \
    X(GW, "GW") /* rest of a word that was split by mistake */                                     \
    X(HYPH, "HYPH")                                                                                \
    X(NFP, "NFP") /* superfluous punctuation */                                                    \
    X(DOLLAR, "$")                                                                                 \
    X(COMMA, ",")                                                                                  \
    X(STOP, ".")                                                                                   \
    X(COLON, ":")                                                                                  \
    X(QUOTE_OPEN, "``")                                                                            \
    X(QUOTE_CLOSE, "''")                                                                           \
    X(LRB, "-LRB-")                                                                                \
    X(RRB, "-RRB-")

enum dw_xpos {
#define X(name, text) DW_XPOS_##name,
    DW_XPOS_LIST(X)
#undef X
        DW_N_XPOS
};

/* X(name, text, universal part) */
#define DW_DEPREL_LIST(X)                                                                          \
    X(DEP, "dep", DEP)                                                                             \
    X(ROOT, "root", ROOT)                                                                          \
    X(ACL, "acl", ACL)                                                                             \
    X(ACL_RELCL, "acl:relcl", ACL)                                                                 \
    X(ADVCL, "advcl", ADVCL)                                                                       \
    X(ADVCL_RELCL, "advcl:relcl", ADVCL)                                                           \
    X(ADVMOD, "advmod", ADVMOD)                                                                    \
    X(AMOD, "amod", AMOD)                                                                          \
    X(APPOS, "appos", APPOS)                                                                       \
    X(AUX, "aux", AUX)                                                                             \
    X(AUX_PASS, "aux:pass", AUX)                                                                   \
    X(CASE, "case", CASE)                                                                          \
    X(CC, "cc", CC)                                                                                \
    X(CC_PRECONJ, "cc:preconj", CC)                                                                \
    X(CCOMP, "ccomp", CCOMP)                                                                       \
    X(COMPOUND, "compound", COMPOUND)                                                              \
    X(COMPOUND_PRT, "compound:prt", COMPOUND)                                                      \
    X(CONJ, "conj", CONJ)                                                                          \
    X(COP, "cop", COP)                                                                             \
    X(CSUBJ, "csubj", CSUBJ)                                                                       \
    X(CSUBJ_OUTER, "csubj:outer", CSUBJ)                                                           \
    X(CSUBJ_PASS, "csubj:pass", CSUBJ)                                                             \
    X(DET, "det", DET)                                                                             \
    X(DET_PREDET, "det:predet", DET)                                                               \
    X(DISCOURSE, "discourse", DISCOURSE)                                                           \
    X(DISLOCATED, "dislocated", DISLOCATED)                                                        \
    X(EXPL, "expl", EXPL)                                                                          \
    X(FIXED, "fixed", FIXED)                                                                       \
    X(FLAT, "flat", FLAT)                                                                          \
    X(GOESWITH, "goeswith", GOESWITH)                                                              \
    X(IOBJ, "iobj", IOBJ)                                                                          \
    X(LIST, "list", LIST)                                                                          \
    X(MARK, "mark", MARK)                                                                          \
    X(NMOD, "nmod", NMOD)                                                                          \
    X(NMOD_DESC, "nmod:desc", NMOD)                                                                \
    X(NMOD_POSS, "nmod:poss", NMOD)                                                                \
    X(NMOD_UNMARKED, "nmod:unmarked", NMOD)                                                        \
    X(NSUBJ, "nsubj", NSUBJ)                                                                       \
    X(NSUBJ_OUTER, "nsubj:outer", NSUBJ)                                                           \
    X(NSUBJ_PASS, "nsubj:pass", NSUBJ)                                                             \
    X(NUMMOD, "nummod", NUMMOD)                                                                    \
    X(OBJ, "obj", OBJ)                                                                             \
    X(OBL, "obl", OBL)                                                                             \
    X(OBL_AGENT, "obl:agent", OBL)                                                                 \
    X(OBL_UNMARKED, "obl:unmarked", OBL)                                                           \
    X(ORPHAN, "orphan", ORPHAN)                                                                    \
    X(PARATAXIS, "parataxis", PARATAXIS)                                                           \
    X(PUNCT, "punct", PUNCT)                                                                       \
    X(REPARANDUM, "reparandum", REPARANDUM)                                                        \
    X(VOCATIVE, "vocative", VOCATIVE)                                                              \
    X(XCOMP, "xcomp", XCOMP)

enum dw_deprel {
#define X(name, text, base) DW_DEPREL_##name,
    DW_DEPREL_LIST(X)
#undef X
        DW_N_DEPREL
};

const char *dw_xpos_name(enum dw_xpos xpos);
const char *dw_deprel_name(enum dw_deprel rel);

/* The code for a name; -1 if there is none. */
int dw_xpos_find(const char *name);
int dw_deprel_find(const char *name);

/* The universal part: nsubj for nsubj:pass. */
enum dw_deprel dw_deprel_base(enum dw_deprel rel);

/* True if `rel` is `base` or one of its subtypes: (nsubj:pass, nsubj). */
static inline bool dw_deprel_is(enum dw_deprel rel, enum dw_deprel base)
{
    return rel == base || dw_deprel_base(rel) == base;
}

#endif
