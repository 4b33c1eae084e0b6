/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "processors/syntax/model.h"
#include "processors/syntax/multiply.h"
#include "processors/syntax/net.h"
#include "processors/syntax/parser.h"
#include "processors/syntax/sums.h"

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

/* --- sums ------------------------------------------------------------------------------------ */

enum { N_SUMS = 250, WIDTH = 128 };

static void test_rows_add(void **state)
{
    static int8_t rows[4096];
    static const int widths[] = {32, 64, 96, 128};
    uint32_t starts[N_SUMS];
    int16_t score[WIDTH];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        rows[i] = (int8_t)draw(-128, 127);
    for (int k = 0; k < N_SUMS; k++)
        starts[k] = (uint32_t)draw(0, (int)N_ELEMENTS(rows) - WIDTH);
    for (size_t w = 0; w < N_ELEMENTS(widths); w++)
        for (int n = 0; n <= N_SUMS; n += 25) {
            dw_rows_add(rows, starts, n, widths[w], score);
            for (int c = 0; c < widths[w]; c++) {
                int want = 0;

                for (int k = 0; k < n; k++)
                    want += rows[starts[k] + (uint32_t)c];
                assert_int_equal(score[c], want);
            }
        }
}

static void test_shorts_add(void **state)
{
    static int16_t rows[16][WIDTH];
    const int16_t *row[16];
    int16_t sum[WIDTH];

    (void)state;
    for (int k = 0; k < 16; k++) {
        row[k] = rows[k];
        for (int i = 0; i < WIDTH; i++)
            rows[k][i] = (int16_t)draw(-1900, 1900);
    }
    for (int n = 0; n <= 16; n++) {
        for (int i = 0; i < WIDTH; i++)
            sum[i] = (int16_t)i;
        dw_shorts_add(row, n, WIDTH, sum);
        for (int i = 0; i < WIDTH; i++) {
            int want = i;

            for (int k = 0; k < n; k++)
                want += rows[k][i];
            assert_int_equal(sum[i], want);
        }
    }
}

static int cut_to(int x, int least, int most)
{
    return x < least ? least : x > most ? most : x;
}

static void test_cut_sums(void **state)
{
    static const int32_t edges[] = {0, -1, 15, 16, -16, -17, INT32_MAX, INT32_MIN, 1900 << 4};
    int32_t sum[WIDTH];
    int16_t shorts[WIDTH], half[WIDTH];
    uint8_t bytes[WIDTH];

    (void)state;
    for (int i = 0; i < WIDTH; i++) {
        sum[i] = i < (int)N_ELEMENTS(edges) ? edges[i] : draw(-100000, 100000);
        half[i] = (int16_t)(i == 0 ? INT16_MIN : i == 1 ? INT16_MAX : draw(-5000, 5000));
    }
    dw_sums_to_shorts(sum, WIDTH, 4, -1900, 1800, shorts);
    dw_sums_to_bytes(half, WIDTH, 3, 96, bytes);
    for (int i = 0; i < WIDTH; i++) {
        assert_int_equal(shorts[i], cut_to(sum[i] >> 4, -1900, 1800));
        assert_int_equal(bytes[i], cut_to((half[i] >> 3) + 96, 0, UINT8_MAX));
    }
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
        cmocka_unit_test(test_multiply),   cmocka_unit_test(test_rows_add),
        cmocka_unit_test(test_shorts_add), cmocka_unit_test(test_cut_sums),
        cmocka_unit_test(test_bind),       cmocka_unit_test(test_weights_fit),
        cmocka_unit_test(test_word_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
