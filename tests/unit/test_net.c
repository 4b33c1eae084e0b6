/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/syntax/model.h"
#include "processors/syntax/multiply.h"
#include "processors/syntax/net.h"
#include "processors/syntax/parser.h"

enum { LEN = 128, ROWS = 136 };

static uint32_t seed = 1;

static int draw(int least, int most)
{
    seed = seed * 1664525U + 1013904223U;
    return least + (int)((seed >> 8) % (uint32_t)(most - least + 1));
}

/* --- matrices ------------------------------------------------------------------------------- */

static void check_product(int len, int rows, int least, int most, int byte)
{
    static int8_t m[LEN * ROWS];
    uint8_t x[LEN];
    int32_t start[ROWS] = {0}, sum[ROWS];

    for (int i = 0; i < len * rows; i++)
        m[i] = (int8_t)draw(least, most);
    for (int i = 0; i < len; i++)
        x[i] = (uint8_t)(byte < 0 ? draw(0, 255) : byte);
    for (int row = 0; row < rows; row++)
        start[row] = draw(-100000, 100000);
    dw_multiply(m, x, len, rows, start, sum);
    for (int row = 0; row < rows; row++) {
        int32_t want = start[row];

        for (int i = 0; i < len; i++)
            want += m[(i / 4 * rows + row) * 4 + i % 4] * x[i];
        assert_int_equal(sum[row], want);
    }
    dw_multiply(m, x, len, rows, start, start);
    assert_memory_equal(start, sum, (size_t)rows * sizeof *sum);
}

static void test_multiply(void **state)
{
    static const struct {
        const char *label;
        int len, rows, least, most, byte;
    } cases[] = {
        {"smallest", 4, 8, -64, 64, -1},
        {"odd number of fours", 12, 24, -64, 64, -1},
        {"one strip", 64, 64, -64, 64, -1},
        {"strips and a rest", 64, 136, -64, 64, -1},
        {"hidden layer", 128, 96, -64, 64, -1},
        {"all weights at the top", 128, 128, 64, 64, 255},
        {"all weights at the bottom", 128, 128, -64, -64, 255},
        {"nothing", 128, 8, 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_product(cases[i].len, cases[i].rows, cases[i].least, cases[i].most, cases[i].byte);
}

/* --- sections ------------------------------------------------------------------------------- */

static void test_bind(void **state)
{
    static const struct dw_net_shape *const shapes[] = {&dw_net_tagger, &dw_net_parser};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(shapes); i++) {
        size_t size = dw_net_size(shapes[i]);
        uint8_t *bytes = calloc(size, 1);
        struct dw_net net;

        assert_non_null(bytes);
        assert_true(shapes[i]->places <= DW_NET_PLACES && shapes[i]->facts <= DW_NET_FACTS);
        assert_true(dw_net_bind(&net, shapes[i], bytes, size));
        assert_false(dw_net_bind(&net, shapes[i], bytes, size - 1));
        assert_false(dw_net_bind(&net, shapes[i], bytes, 0));
        assert_ptr_equal(net.word, bytes);
        free(bytes);
    }
}

/* Weights lie within what dw_multiply can take, whatever training made of them. */
static void test_weights_fit(void **state)
{
    struct dw_model model;
    struct dw_error err = {0};
    const struct dw_net *nets[2];

    (void)state;
    assert_int_equal(dw_model_open(&model, NULL, &err), DW_OK);
    nets[0] = &model.tagger;
    nets[1] = &model.parser;
    for (int k = 0; k < 2; k++) {
        const struct dw_net *net = nets[k];

        for (int i = 0; i < net->shape->places * DW_NET_DIM * DW_NET_HIDDEN; i++)
            assert_in_range(net->place[i] + DW_WEIGHT_MOST, 0, 2 * DW_WEIGHT_MOST);
        for (int i = 0; i < DW_NET_WINDOW * DW_NET_DIM * DW_NET_DIM; i++)
            assert_in_range(net->context[i] + DW_WEIGHT_MOST, 0, 2 * DW_WEIGHT_MOST);
        for (int i = 0; i < net->shape->out[0] * DW_NET_HIDDEN; i++)
            assert_in_range(net->out[0][i] + DW_WEIGHT_MOST, 0, 2 * DW_WEIGHT_MOST);
    }
    dw_model_close(&model);
}

/* --- rows of words -------------------------------------------------------------------------- */

static void test_word_rows(void **state)
{
    static const char *const forms[] = {
        "",
        "x",
        "Ministry",
        "2019",
        "\xC3\xA9t\xC3\xA9",
        "''",
        "a-word-that-is-longer-than-any-that-a-table-would-hold-at-all"};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(forms); i++) {
        uint16_t rows[DW_NET_WORD_ROWS];
        struct dw_word word;

        dw_word_read(&word, forms[i], strlen(forms[i]), false);
        word.cluster = (struct dw_cluster){UINT16_MAX, UINT16_MAX, UINT16_MAX};
        dw_net_word_rows(&word, UINT32_MAX, rows);
        for (int k = 0; k < DW_NET_WORD_ROWS; k++)
            assert_in_range(rows[k], 0, DW_NET_ROWS - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multiply),
        cmocka_unit_test(test_bind),
        cmocka_unit_test(test_weights_fit),
        cmocka_unit_test(test_word_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
