/* SPDX-License-Identifier: MIT */
/* The code lists, and that the JSON Schemas hold the same ones. Runs in the project's root. */
#include "tests/unit/unit.h"

#include <jansson.h>

#include "processors/codes.h"

static const char *const schemas[] = {
    "schemas/tagged-article.schema.json",
    "schemas/dispute-event.schema.json",
};

static void test_names_and_codes(void **state)
{
    (void)state;
    assert_string_equal(dw_entity_type_name(DW_ENTITY_COUNTRY), "country");
    assert_string_equal(dw_entity_type_name(DW_ENTITY_GOODS), "goods");
    assert_string_equal(dw_event_type_name(DW_EVENT_ASSAULT), "ASSAULT");
    assert_string_equal(dw_time_type_name(DW_TIME_SET), "SET");
    assert_string_equal(dw_relation_type_name(DW_RELATION_DEMANDS_END_OF), "demands-end-of");
    assert_string_equal(dw_upos_name(DW_UPOS_VERB), "VERB");
}

static void test_find_is_the_inverse_of_name(void **state)
{
    (void)state;
    for (int i = 0; i < DW_N_ENTITY_TYPES; i++)
        assert_int_equal(dw_entity_type_find(dw_entity_type_name((enum dw_entity_type)i)), i);
    for (int i = 0; i < DW_N_EVENT_TYPES; i++)
        assert_int_equal(dw_event_type_find(dw_event_type_name((enum dw_event_type)i)), i);
    for (int i = 0; i < DW_N_UPOS; i++)
        assert_int_equal(dw_upos_find(dw_upos_name((enum dw_upos)i)), i);
}

static void test_find_misses(void **state)
{
    (void)state;
    assert_int_equal(dw_entity_type_find("Country"), -1);
    assert_int_equal(dw_entity_type_find(""), -1);
    assert_int_equal(dw_event_type_find("agree"), -1);
    assert_int_equal(dw_upos_find("VERBS"), -1);
}

static void test_quad_classes(void **state)
{
    static const struct {
        enum dw_event_type type;
        int quad;
    } cases[] = {
        {DW_EVENT_AGREE, 1},   {DW_EVENT_CONCEDE, 1},  {DW_EVENT_COOPERATE, 2},
        {DW_EVENT_RETREAT, 2}, {DW_EVENT_REQUEST, 3},  {DW_EVENT_THREATEN, 3},
        {DW_EVENT_PROTEST, 4}, {DW_EVENT_SANCTION, 4}, {DW_EVENT_ASSAULT, 4},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        CHECK(dw_event_type_quad(cases[i].type) == cases[i].quad, dw_event_type_name(cases[i].type),
              "quad %d", dw_event_type_quad(cases[i].type));
}

static json_t *load_schema(const char *path)
{
    json_error_t bad;
    json_t *schema = json_load_file(path, 0, &bad);

    if (!schema)
        fail_msg("%s: %s", path, bad.text);
    return schema;
}

/* The list under /$defs/<name>/enum must be our names in our order. */
static void check_enum(const char *path, const json_t *list, const char *const *names, size_t n)
{
    CHECK(json_array_size(list) == n, path, "%zu codes in the schema, %zu here",
          json_array_size(list), n);
    for (size_t i = 0; i < n; i++)
        CHECK(!strcmp(json_string_value(json_array_get(list, i)), names[i]), path, "%s is not %s",
              json_string_value(json_array_get(list, i)), names[i]);
}

static const json_t *find_enum(const json_t *schema, const char *name)
{
    return json_object_get(json_object_get(json_object_get(schema, "$defs"), name), "enum");
}

static void test_schemas_hold_the_same_lists(void **state)
{
    const char *entities[DW_N_ENTITY_TYPES], *events[DW_N_EVENT_TYPES];

    (void)state;
    for (int i = 0; i < DW_N_ENTITY_TYPES; i++)
        entities[i] = dw_entity_type_name((enum dw_entity_type)i);
    for (int i = 0; i < DW_N_EVENT_TYPES; i++)
        events[i] = dw_event_type_name((enum dw_event_type)i);
    for (size_t s = 0; s < N_ELEMENTS(schemas); s++) {
        json_t *schema = load_schema(schemas[s]);

        check_enum(schemas[s], find_enum(schema, "entityType"), entities, N_ELEMENTS(entities));
        check_enum(schemas[s], find_enum(schema, "eventType"), events, N_ELEMENTS(events));
        json_decref(schema);
    }
}

/* The sectors of the lexicon, one a row of its table. */
static size_t read_sectors(char codes[][4], size_t most)
{
    FILE *fp = fopen("processors/lexicon/sector.tsv", "rb");
    char line[512];
    size_t n = 0;

    assert_non_null(fp);
    while (n < most && fgets(line, sizeof line, fp))
        if (*line != '#' && strcspn(line, "\t") == 3)
            snprintf(codes[n++], 4, "%.3s", line);
    fclose(fp);
    return n;
}

static void test_schemas_hold_the_sectors_of_the_lexicon(void **state)
{
    const char *names[64];
    char codes[64][4];
    size_t n = read_sectors(codes, N_ELEMENTS(codes));

    (void)state;
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        names[i] = codes[i];
    for (size_t s = 0; s < N_ELEMENTS(schemas); s++) {
        json_t *schema = load_schema(schemas[s]);

        check_enum(schemas[s], find_enum(schema, "sector"), names, n);
        json_decref(schema);
    }
}

/* What both schemas define under one name must be one thing, but for what tells the records apart.
 */
static void test_schemas_share_their_definitions(void **state)
{
    json_t *tagged = load_schema(schemas[0]), *event = load_schema(schemas[1]);
    const char *name;
    json_t *def;
    int n = 0;

    (void)state;
    json_object_foreach(json_object_get(event, "$defs"), name, def)
    {
        const json_t *other = json_object_get(json_object_get(tagged, "$defs"), name);

        if (!other || !strcmp(name, "entity") || !strcmp(name, "event"))
            continue;
        CHECK(json_equal(def, other), name, "differs between the schemas");
        n++;
    }
    assert_true(n >= 10);
    json_decref(tagged);
    json_decref(event);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_codes),
        cmocka_unit_test(test_find_is_the_inverse_of_name),
        cmocka_unit_test(test_find_misses),
        cmocka_unit_test(test_quad_classes),
        cmocka_unit_test(test_schemas_hold_the_same_lists),
        cmocka_unit_test(test_schemas_hold_the_sectors_of_the_lexicon),
        cmocka_unit_test(test_schemas_share_their_definitions),
    };

    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
