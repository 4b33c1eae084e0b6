/* SPDX-License-Identifier: MIT */
/*
 * features.c - what the parser looks at: templates over the words around the state, after Zhang
 * and Nivre (2011), with the second word of the stack and the surface neighbours added.
 */
#include "processors/syntax/parser.h"

#include <assert.h>
#include <string.h>

#include "processors/syntax/tagset.h"

/* Places of a state that templates name. */
enum place {
    S0,
    S1,
    N0,
    N1,
    N2,
    N3,
    S0H,
    S0H2,
    S0L,
    S0L2,
    S0R,
    S0R2,
    N0L,
    N0L2,
    SL,
    SR,
    NL,
    S1R,
    N_PLACES
};

/* Atoms: form, tag, both, of each place; then what is about pairs and sets. */
#define F(place) (place)
#define T(place) (N_PLACES + (place))
#define B(place) (2 * N_PLACES + (place))
#define D(place) (3 * N_PLACES + (place)) /* relation of the place to its head */
#define U(place) (4 * N_PLACES + (place)) /* its universal tag */
enum { DIST = 5 * N_PLACES, HEADED, BETWEEN, FREE, VR, VL, VN, SETR, SETL, SETN, N_ATOMS };

static const uint8_t singles[] = {
    B(S0),   F(S0),   T(S0),   B(N0),   F(N0),   T(N0),   B(N1),   F(N1),   T(N1),
    B(N2),   F(N2),   T(N2),   F(S0H),  T(S0H),  D(S0),   F(S0L),  T(S0L),  D(S0L),
    F(S0R),  T(S0R),  D(S0R),  F(N0L),  T(N0L),  D(N0L),  F(S0H2), T(S0H2), D(S0H),
    F(S0L2), T(S0L2), D(S0L2), F(S0R2), T(S0R2), D(S0R2), F(N0L2), T(N0L2), D(N0L2),
    B(S1),   F(S1),   T(S1),   T(N3),   B(N3),
};

static const uint8_t pairs[][2] = {
    {B(S0), B(N0)},  {B(S0), F(N0)},  {F(S0), B(N0)},  {B(S0), T(N0)},  {T(S0), B(N0)},
    {F(S0), F(N0)},  {T(S0), T(N0)},  {T(N0), T(N1)},  {F(S0), DIST},   {T(S0), DIST},
    {F(N0), DIST},   {T(N0), DIST},   {F(S0), VR},     {T(S0), VR},     {F(S0), VL},
    {T(S0), VL},     {F(N0), VN},     {T(N0), VN},     {F(S0), SETR},   {T(S0), SETR},
    {F(S0), SETL},   {T(S0), SETL},   {F(N0), SETN},   {T(N0), SETN},   {T(S0), HEADED},
    {F(S0), HEADED}, {T(S1), T(N0)},  {F(S1), F(N0)},  {B(S1), T(N0)},  {T(S1), B(N0)},
    {F(N0), F(N1)},  {F(N0), T(N1)},  {T(N0), F(N1)},  {F(S0), T(N1)},  {T(S0), F(N1)},
    {T(SR), T(N0)},  {T(NL), T(S0)},  {F(NL), T(N0)},  {F(S0), F(S0R)}, {F(S0H), F(N0)},
    {F(S0R), F(N0)}, {F(S0H), T(N0)}, {F(S0L), F(N0)}, {B(S0), D(S0)},
};

static const uint8_t triples[][3] = {
    {T(N0), T(N1), T(N2)},    {T(S0), T(N0), T(N1)},    {T(S0H), T(S0), T(N0)},
    {T(S0), T(S0L), T(N0)},   {T(S0), T(S0R), T(N0)},   {T(S0), T(N0), T(N0L)},
    {F(S0), F(N0), DIST},     {T(S0), T(N0), DIST},     {T(S0), T(S0L), T(S0L2)},
    {T(S0), T(S0R), T(S0R2)}, {T(S0), T(S0H), T(S0H2)}, {T(N0), T(N0L), T(N0L2)},
    {T(S1), T(S0), T(N0)},    {T(S0), T(N0), BETWEEN},  {F(S0), T(N0), BETWEEN},
    {T(S0), F(N0), BETWEEN},  {D(S0), T(N0), BETWEEN},  {T(S0), T(N0), FREE},
    {T(S0), F(N0), FREE},     {BETWEEN, HEADED, T(S0)}, {F(S0), T(N0), T(N1)},
    {T(S0), F(N0), T(N1)},    {T(S0), T(N0), F(N1)},    {T(S0), T(N0), HEADED},
    {F(S0), T(N0), HEADED},   {T(S0), F(N0), HEADED},   {T(S0), T(N0), SETR},
    {T(S0), T(N0), SETN},     {T(S0), T(N0), D(S0)},    {F(S0), T(N0), D(S0)},
    {T(S0), F(N0), D(S0)},    {T(S0), T(N0), F(S0R)},   {T(S0), T(N0), F(S0L)},
    {T(S0), T(N0), F(N0L)},   {T(S0), T(N0), F(S0H)},   {T(S0), SETL, SETR},
    {T(S0), T(SR), T(N0)},    {T(S0), T(NL), T(N0)},    {T(SL), T(S0), T(N0)},
    {F(S0), F(S0R), F(N0)},   {F(S0), F(S0R), T(N0)},   {F(S0H), T(S0), F(N0)},
    {F(N0), T(S0), VR},       {T(N0), T(S0), VL},       {T(N0), T(S0), VN},
    {F(S1), T(S0), T(N0)},    {T(S1), F(S0), T(N0)},
};

static const uint8_t quads[][4] = {
    {T(S0), T(N0), T(N1), T(N2)},   {U(S1), U(S0), U(N0), U(N1)},  {U(S0), U(N0), U(N1), U(N2)},
    {U(N0), U(N1), U(N2), U(N3)},   {U(S0), U(S0R), U(N0), U(N1)}, {U(S0), U(N0), BETWEEN, HEADED},
    {U(S0), U(N0), BETWEEN, DIST},  {U(S0), U(N0), U(N1), HEADED}, {U(S1), U(S0), U(N0), D(S0)},
    {U(S0), SETL, SETR, U(N0)},     {T(S0H), T(S0), T(N0), T(N1)}, {T(S1), T(S0), T(N0), T(N1)},
    {T(S0), T(S0R), T(N0), T(N1)},  {T(S0), T(SR), T(NL), T(N0)},  {T(S0), T(N0), HEADED, T(N1)},
    {T(S0), T(N0), DIST, T(N1)},    {T(S0), T(N0), SETR, HEADED},  {T(S0), D(S0), T(S0H), T(N0)},
    {T(S0), T(S0R), D(S0R), T(N0)}, {T(S0), T(N0), T(S1R), T(S1)},
};

#define LEN(array) ((int)(sizeof(array) / sizeof *(array)))

static int get_child(const int16_t *children, int word)
{
    return word ? children[word] : 0;
}

static void find_places(const struct dw_parse *p, int *at)
{
    int s0 = p->top ? p->stack[p->top - 1] : 0, n0 = p->next, last = p->n + 1;

    at[S0] = s0;
    at[S1] = p->top > 1 ? p->stack[p->top - 2] : 0;
    at[N0] = n0;
    at[N1] = n0 + 1 <= last ? n0 + 1 : 0;
    at[N2] = n0 + 2 <= last ? n0 + 2 : 0;
    at[N3] = n0 + 3 <= last ? n0 + 3 : 0;
    at[S0H] = p->head[s0];
    at[S0H2] = p->head[at[S0H]];
    at[S0L] = get_child(p->left[0], s0);
    at[S0L2] = get_child(p->left[1], s0);
    at[S0R] = get_child(p->right[0], s0);
    at[S0R2] = get_child(p->right[1], s0);
    at[N0L] = get_child(p->left[0], n0);
    at[N0L2] = get_child(p->left[1], n0);
    at[SL] = s0 ? s0 - 1 : 0;
    at[SR] = s0 ? s0 + 1 : 0;
    at[NL] = n0 - 1;
    at[S1R] = get_child(p->right[0], at[S1]);
}

static uint32_t bucket_distance(int d)
{
    return (uint32_t)(d <= 5 ? d : d <= 10 ? 6 : d <= 20 ? 7 : 8);
}

static uint32_t hash_set(uint64_t set)
{
    return dw_hash_mix((uint32_t)set, (uint32_t)(set >> 32) * 0xC2B2AE35U);
}

static uint32_t cut(int n, int most)
{
    return (uint32_t)(n < most ? n : most);
}

/* Commas, conjunctions and verbs between the two words. */
static uint32_t hash_between(const struct dw_parse *p, int s0, int n0)
{
    return cut(p->n_commas[n0] - p->n_commas[s0 + 1], 2) << 8 |
           cut(p->n_links[n0] - p->n_links[s0 + 1], 1) << 4 |
           cut(p->n_verbs[n0] - p->n_verbs[s0 + 1], 2);
}

static void read_atoms(const struct dw_parse *p, uint32_t *atom)
{
    int at[N_PLACES];
    int s0, n0;

    find_places(p, at);
    for (int i = 0; i < N_PLACES; i++) {
        atom[F(i)] = p->block->word[at[i]].form;
        atom[T(i)] = p->tag_hash[at[i]];
        atom[B(i)] = p->form_tag[at[i]];
        atom[D(i)] = p->label[at[i]];
        atom[U(i)] = p->upos[at[i]];
    }
    s0 = at[S0], n0 = at[N0];
    atom[DIST] = s0 ? bucket_distance(n0 - s0) : 31;
    atom[BETWEEN] = s0 ? hash_between(p, s0, n0) : 1;
    atom[FREE] = cut(p->n_free, 3);
    atom[HEADED] = p->head[s0] ? 1 : 2;
    atom[VR] = p->n_right[s0];
    atom[VL] = p->n_left[s0];
    atom[VN] = p->n_left[n0];
    atom[SETR] = hash_set(p->right_set[s0]);
    atom[SETL] = hash_set(p->left_set[s0]);
    atom[SETN] = hash_set(p->left_set[n0]);
}

int dw_action_features(const struct dw_parse *parse, uint32_t *out)
{
    uint32_t atom[N_ATOMS], seed = 1;
    int n = 0;

    read_atoms(parse, atom);
    for (int i = 0; i < LEN(singles); i++)
        out[n++] = dw_hash_mix(atom[singles[i]] + 1, seed++ * 0x85EBCA6BU);
    for (int i = 0; i < LEN(pairs); i++) {
        uint32_t h = dw_hash_mix(atom[pairs[i][0]], atom[pairs[i][1]]);

        out[n++] = dw_hash_mix(h, seed++ * 0x85EBCA6BU);
    }
    for (int i = 0; i < LEN(triples); i++) {
        uint32_t h = dw_hash_mix(atom[triples[i][0]], atom[triples[i][1]]);

        h = dw_hash_mix(h, atom[triples[i][2]]);
        out[n++] = dw_hash_mix(h, seed++ * 0x85EBCA6BU);
    }
    for (int i = 0; i < LEN(quads); i++) {
        uint32_t h = dw_hash_mix(atom[quads[i][0]], atom[quads[i][1]]);

        h = dw_hash_mix(dw_hash_mix(h, atom[quads[i][2]]), atom[quads[i][3]]);
        out[n++] = dw_hash_mix(h, seed++ * 0x85EBCA6BU);
    }
    assert(n <= DW_ACTION_FEATURES_MAX);
    return n;
}

/* --- the labeller ---------------------------------------------------------------------------- */

/* Atoms of an arc: form and tag of head (H), child (C) and what is around them. */
enum arc_place { H, C, CL, CR, CC, CC2, CE, HL, HR, HC, HC2, HH, N_ARC_PLACES };
#define AF(place) (place)
#define AT(place) (N_ARC_PLACES + (place))
#define AD(place) (2 * N_ARC_PLACES + (place))
enum { ARC = 3 * N_ARC_PLACES, HSETL, HSETR, CSETL, CSETR, SHAPE, ONE, N_ARC_ATOMS };

static const uint8_t arcs[DW_LABEL_FEATURES][3] = {
    {AF(H), ARC, ONE},       {AT(H), ARC, ONE},      {AF(C), ARC, ONE},
    {AT(C), ARC, ONE},       {AF(H), AF(C), ARC},    {AT(H), AT(C), ARC},
    {AF(H), AT(C), ARC},     {AT(H), AF(C), ARC},    {AF(CL), AT(C), ARC},
    {AT(CL), AT(C), ARC},    {AT(CR), AT(C), ARC},   {AF(CR), AT(C), ARC},
    {AF(CC), AT(C), AT(H)},  {AF(CC), AF(H), ARC},   {AF(CC), AT(C), AF(C)},
    {AT(CC), AT(C), AT(H)},  {AD(CC), AT(C), AT(H)}, {AF(CC2), AT(C), AT(H)},
    {AD(CC2), AT(C), AT(H)}, {AF(CE), AT(C), AT(H)}, {AD(CE), AT(C), AT(H)},
    {CSETL, AT(C), AT(H)},   {CSETR, AT(C), AT(H)},  {HSETL, AT(C), AT(H)},
    {HSETR, AT(C), AT(H)},   {HSETL, AF(C), AT(H)},  {HSETR, AF(C), AT(H)},
    {HSETL, AT(C), AF(H)},   {HSETR, AT(C), AF(H)},  {AF(HL), AT(H), AT(C)},
    {AT(HL), AT(H), AT(C)},  {AT(HR), AT(H), AT(C)}, {AF(HR), AT(H), AT(C)},
    {AF(HC), AT(H), AT(C)},  {AD(HC), AT(H), AT(C)}, {AF(HC2), AT(H), AT(C)},
    {AD(HC2), AT(H), AT(C)}, {AT(HH), AT(H), AT(C)}, {AD(H), AT(H), AT(C)},
    {AD(H), AF(C), ARC},     {AT(HC), AT(H), AT(C)}, {SHAPE, AT(C), AT(H)},
    {HSETL, CSETL, AT(C)},   {CSETL, AF(H), ARC},    {HSETR, AF(H), ARC},
    {CSETL, AF(C), ARC},     {HSETL, HSETR, AT(C)},  {AT(CL), AT(CR), AT(C)},
};

static void find_arc_places(const struct dw_parse *p, int head, int child, int *at)
{
    at[H] = head;
    at[C] = child;
    at[CL] = child - 1;
    at[CR] = child + 1;
    at[CC] = p->left[0][child];
    at[CC2] = p->left[1][child];
    at[CE] = p->right[0][child];
    at[HL] = head - 1;
    at[HR] = head + 1;
    at[HC] = head > child ? p->left[0][head] : p->right[0][head];
    at[HC2] = head > child ? p->right[0][head] : p->left[0][head];
    at[HH] = p->head[head];
}

void dw_label_features(const struct dw_parse *parse, int head, int child,
                       uint32_t out[DW_LABEL_FEATURES])
{
    int at[N_ARC_PLACES];
    uint32_t atom[N_ARC_ATOMS];
    bool rightward = child > head;

    find_arc_places(parse, head, child, at);
    for (int i = 0; i < N_ARC_PLACES; i++) {
        atom[AF(i)] = parse->block->word[at[i]].form;
        atom[AT(i)] = parse->tag_hash[at[i]];
        atom[AD(i)] = parse->label[at[i]];
    }
    atom[ARC] = bucket_distance(rightward ? child - head : head - child) << 1 | rightward;
    atom[HSETL] = hash_set(parse->left_set[head]) + rightward;
    atom[HSETR] = hash_set(parse->right_set[head]) + rightward;
    atom[CSETL] = hash_set(parse->left_set[child]) + rightward;
    atom[CSETR] = hash_set(parse->right_set[child]) + rightward;
    atom[SHAPE] = parse->block->word[child].shape;
    atom[ONE] = 1;
    for (int i = 0; i < DW_LABEL_FEATURES; i++) {
        uint32_t h = dw_hash_mix(atom[arcs[i][0]], atom[arcs[i][1]]);

        h = dw_hash_mix(h, atom[arcs[i][2]]);
        out[i] = dw_hash_mix(h, (uint32_t)(i + 1) * 0x85EBCA6BU);
    }
}
