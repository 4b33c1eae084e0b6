/* SPDX-License-Identifier: MIT */
/* test_frame.c - what the cells of frame.tsv may hold, and that all its rows hold it. */
#include "tests/unit/unit.h"

#include "lexicon/frame.inc"
#include "processors/event/frame.h"

enum { N_ROWS = sizeof table_frame / sizeof *table_frame, ROWS_WANTED = 1500 };

static const char *cell(uint32_t offset)
{
    return (const char *)table_frame_pool + offset;
}

static void test_slots_are_read(void **state)
{
    static const struct {
        const char *label, *text;
        uint32_t n;
        enum dw_slot_kind first[DW_SLOT_STEPS];
        bool last_joined, court;
    } cases[] = {
        {"none", "", 0, {DW_SLOT_NONE}, false, false},
        {"one", "subj", 1, {DW_SLOT_SUBJ}, false, false},
        {"a preposition", "against", 1, {DW_SLOT_PREPOSITION}, false, false},
        {"a choice", "obj,other", 2, {DW_SLOT_OBJ}, false, false},
        {"joined", "subj+with", 2, {DW_SLOT_SUBJ}, true, false},
        {"a path of two", "obj.on", 1, {DW_SLOT_OBJ, DW_SLOT_PREPOSITION}, false, false},
        {"a path of three",
         "xcomp.obj.poss",
         1,
         {DW_SLOT_XCOMP, DW_SLOT_OBJ, DW_SLOT_POSS},
         false,
         false},
        {"courts alone", "subj@court", 1, {DW_SLOT_SUBJ}, false, true},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {.code = DW_OK};
        struct dw_slots slots;

        CHECK(dw_slots_parse(cases[i].text, &slots, &err) == DW_OK, cases[i].label, "%s", err.text);
        CHECK(slots.n == cases[i].n, cases[i].label, "%u slots", (unsigned)slots.n);
        if (!slots.n)
            continue;
        for (int step = 0; step < DW_SLOT_STEPS; step++)
            CHECK(slots.v[0].kind[step] == cases[i].first[step], cases[i].label, "step %d", step);
        CHECK(slots.v[slots.n - 1].joined == cases[i].last_joined, cases[i].label, "joined");
        CHECK(slots.v[0].court == cases[i].court, cases[i].label, "court");
    }
}

static void test_bad_slots_are_refused(void **state)
{
    static const struct {
        const char *label, *text;
    } cases[] = {
        {"an empty slot", "subj,,obj"},
        {"an empty step", "obj..on"},
        {"too many steps", "subj.obj.on.of"},
        {"a word too long", "notwithstandingthat"},
        {"too many slots", "a,b,c,d,e,f,g,h,i,j,k,l,m"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct dw_error err = {.code = DW_OK};
        struct dw_slots slots;

        CHECK(dw_slots_parse(cases[i].text, &slots, &err) == DW_LEXICON, cases[i].label,
              "taken: %s", cases[i].text);
        CHECK(strstr(err.text, "frame.tsv") != NULL, cases[i].label, "said: %s", err.text);
    }
}

static void test_all_frames_open(void **state)
{
    struct dw_error err = {.code = DW_OK};
    struct dw_frames *frames;

    (void)state;
    if (dw_frames_open(&frames, &err) != DW_OK)
        fail_msg("%s", err.text);
    assert_true(dw_frame_is_trigger(frames, "impose"));
    assert_true(dw_frame_is_trigger(frames, "ceasefire"));
    assert_true(dw_frame_is_trigger(frames, "bankroll")); /* by a group alone */
    assert_false(dw_frame_is_trigger(frames, "@fund"));
    assert_false(dw_frame_is_trigger(frames, "harvest"));
    assert_false(dw_frame_is_trigger(frames, ""));
    dw_frames_close(frames);
}

/* CAMEO's roots for the types of PLOVER, as far as this project uses them. */
static bool is_root_of(uint8_t type, const char *cameo)
{
    static const char *const roots[] = {
        [DW_EVENT_AGREE] = "03",         [DW_EVENT_CONSULT] = "04",   [DW_EVENT_SUPPORT] = "05",
        [DW_EVENT_CONCEDE] = "0508",     [DW_EVENT_COOPERATE] = "06", [DW_EVENT_AID] = "07",
        [DW_EVENT_RETREAT] = "08",       [DW_EVENT_REQUEST] = "10",   [DW_EVENT_ACCUSE] = "0911",
        [DW_EVENT_REJECT] = "12",        [DW_EVENT_THREATEN] = "13",  [DW_EVENT_PROTEST] = "14",
        [DW_EVENT_SANCTION] = "1611",    [DW_EVENT_MOBILIZE] = "15",  [DW_EVENT_COERCE] = "1719",
        [DW_EVENT_ASSAULT] = "17181920",
    };

    for (const char *root = roots[type]; *root; root += 2)
        if (!strncmp(root, cameo, 2))
            return true;
    return false;
}

/* A row that states an event has a code of its type and says where its sides stand. */
static void test_every_row_is_whole(void **state)
{
    size_t of_type[TABLE_FRAME_TYPE_NONE + 1] = {0}, wrong = 0;

    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        const struct table_frame_row *row = &table_frame[i];
        const char *lemma = cell(row->lemma), *when = cell(row->when), *cameo = cell(row->cameo);
        bool none = row->type == TABLE_FRAME_TYPE_NONE;
        bool sides = cell(row->actor)[0] || cell(row->recipient)[0];

        of_type[row->type]++;
        if (none ? cameo[0] || sides : !sides || !is_root_of(row->type, cameo)) {
            print_error("%s %s: type %s, CAMEO %s\n", lemma, when,
                        none ? "NONE" : dw_event_type_name((enum dw_event_type)row->type), cameo);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(N_ROWS >= ROWS_WANTED);
    for (size_t type = 0; type < N_ELEMENTS(of_type); type++)
        assert_true(of_type[type] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots_are_read),
        cmocka_unit_test(test_bad_slots_are_refused),
        cmocka_unit_test(test_all_frames_open),
        cmocka_unit_test(test_every_row_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
