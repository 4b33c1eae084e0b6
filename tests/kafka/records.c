/* SPDX-License-Identifier: MIT */
/*
 * records.c - write and read records byte for byte, nulls and headers included.
 *
 *     kafka-records BOOTSTRAP write TOPIC [key=value...]   lines on standard input
 *     kafka-records BOOTSTRAP abort TOPIC [key=value...]   the same, in a transaction given up
 *     kafka-records BOOTSTRAP read TOPIC...                lines on standard output, up to the end
 *
 * A line: partition, offset, timestamp, key, value, headers, separated by tabs; bytes in
 * hexadecimal,
 * '-' for a null, headers as name=hex separated by blanks, a name in hexadecimal too. Written lines
 * have offset 0 (ignored), partition -1 for the key's, timestamp 0 for now. Reading starts at the
 * beginning, sees committed records alone and puts the topic in front of each line.
 */
#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 30000, POLL_MS = 200 };

static int n_failed;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "kafka-records: %s: %s\n", what, why);
    exit(1);
}

static void set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
    char text[256];

    if (rd_kafka_conf_set(conf, key, value, text, sizeof text))
        die(key, text);
}

/* --- hexadecimal ----------------------------------------------------------------------------- */

static void print_hex(const void *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *b = bytes;

    if (!b)
        putchar('-');
    for (size_t i = 0; b && i < len; i++) {
        putchar_unlocked(digits[b[i] >> 4]);
        putchar_unlocked(digits[b[i] & 15]);
    }
}

static unsigned digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* In place. NULL for "-". */
static void *read_hex(char *text, size_t *len)
{
    char *out = text;

    *len = 0;
    if (strcmp(text, "-") == 0)
        return NULL;
    for (; text[0] && text[1]; text += 2)
        out[(*len)++] = (char)(digit(text[0]) << 4 | digit(text[1]));
    return out;
}

/* --- write ----------------------------------------------------------------------------------- */

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    (void)rk;
    (void)opaque;
    if (message->err && n_failed++ == 0)
        fprintf(stderr, "kafka-records: %s\n", rd_kafka_err2str(message->err));
}

static rd_kafka_headers_t *read_headers(char *text)
{
    rd_kafka_headers_t *headers = rd_kafka_headers_new(8);
    char *rest = NULL;

    for (char *one = strtok_r(text, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(one, '=');
        size_t name_len, len;
        char *name;

        if (!value)
            die(one, "expected name=value");
        *value++ = '\0';
        name = read_hex(one, &name_len);
        value = read_hex(value, &len);
        rd_kafka_header_add(headers, name, (ssize_t)name_len, value, (ssize_t)len);
    }
    return headers;
}

static void write_line(rd_kafka_t *rk, const char *topic, char *line)
{
    char *field[6], *rest = line;
    size_t key_len, len;
    void *key, *value;
    rd_kafka_headers_t *headers;
    rd_kafka_resp_err_t code;

    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < 6; i++)
        if (!(field[i] = strsep(&rest, "\t")))
            die("line", "expected 6 fields");
    key = read_hex(field[3], &key_len);
    value = read_hex(field[4], &len);
    headers = read_headers(field[5]); /* taken by librdkafka on success alone */
    do {
        code = rd_kafka_producev(
            rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION((int32_t)atoi(field[0])),
            RD_KAFKA_V_TIMESTAMP(atoll(field[2])), RD_KAFKA_V_KEY(key, key_len),
            RD_KAFKA_V_VALUE(value, len), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
        rd_kafka_poll(rk, code ? POLL_MS : 0);
    } while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    if (code)
        die(topic, rd_kafka_err2str(code));
}

static void check(rd_kafka_error_t *error)
{
    if (error)
        die("transaction", rd_kafka_error_string(error));
}

static int write_records(rd_kafka_conf_t *conf, const char *topic, bool aborted)
{
    char text[256], *line = NULL;
    size_t size = 0;
    rd_kafka_t *rk;

    set(conf, "enable.idempotence", "true");
    set(conf, "linger.ms", "5");
    set(conf, "message.max.bytes", "100000000");
    if (aborted)
        set(conf, "transactional.id", "kafka-records");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!rk)
        die("client", text);
    if (aborted) {
        check(rd_kafka_init_transactions(rk, TIMEOUT_MS));
        check(rd_kafka_begin_transaction(rk));
    }
    while (getline(&line, &size, stdin) > 0)
        write_line(rk, topic, line);
    free(line);
    if (rd_kafka_flush(rk, TIMEOUT_MS))
        die(topic, "not delivered");
    if (aborted)
        check(rd_kafka_abort_transaction(rk, TIMEOUT_MS));
    rd_kafka_destroy(rk);
    return n_failed ? 1 : 0;
}

/* --- read ------------------------------------------------------------------------------------ */

static void print_headers(const rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers;
    const char *name;
    const void *value;
    size_t len;

    if (rd_kafka_message_headers(message, &headers))
        return;
    for (size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &len); i++) {
        if (i)
            putchar(' ');
        print_hex(name, strlen(name));
        putchar('=');
        print_hex(value, len);
    }
}

static void print_message(const rd_kafka_message_t *message)
{
    rd_kafka_timestamp_type_t type;

    printf("%s\t%d\t%lld\t%lld\t", rd_kafka_topic_name(message->rkt), (int)message->partition,
           (long long)message->offset, (long long)rd_kafka_message_timestamp(message, &type));
    print_hex(message->key, message->key_len);
    putchar('\t');
    print_hex(message->payload, message->len);
    putchar('\t');
    print_headers(message);
    putchar('\n');
}

static void add_partitions(rd_kafka_t *rk, const char *topic, rd_kafka_topic_partition_list_t *all)
{
    const struct rd_kafka_metadata *md;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);
    rd_kafka_resp_err_t code = rd_kafka_metadata(rk, 0, rkt, &md, TIMEOUT_MS);

    if (code)
        die(topic, rd_kafka_err2str(code));
    for (int i = 0; i < md->topics[0].partition_cnt; i++)
        rd_kafka_topic_partition_list_add(all, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(rkt);
}

static int read_records(rd_kafka_conf_t *conf, char **topics, int n_topics)
{
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(16);
    char text[256];
    rd_kafka_t *rk;
    int left;

    set(conf, "group.id", "kafka-records");
    set(conf, "enable.auto.commit", "false");
    set(conf, "enable.partition.eof", "true");
    set(conf, "isolation.level", "read_committed");
    set(conf, "fetch.wait.max.ms", "20");
    rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    if (!rk)
        die("client", text);
    rd_kafka_poll_set_consumer(rk);
    for (int i = 0; i < n_topics; i++)
        add_partitions(rk, topics[i], all);
    rd_kafka_assign(rk, all);
    for (left = all->cnt; left > 0;) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(rk, TIMEOUT_MS);

        if (!message)
            die("read", "no answer");
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            left--;
        else if (message->err)
            fprintf(stderr, "kafka-records: %s\n", rd_kafka_message_errstr(message));
        else
            print_message(message);
        rd_kafka_message_destroy(message);
    }
    rd_kafka_topic_partition_list_destroy(all);
    rd_kafka_consumer_close(rk);
    rd_kafka_destroy(rk);
    return 0;
}

int main(int argc, char **argv)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    if (argc < 4) {
        fputs("usage: kafka-records BOOTSTRAP write|abort|read TOPIC...\n", stderr);
        return 2;
    }
    rd_kafka_conf_set_log_cb(conf, NULL); /* brokers that come and go are no news here */
    set(conf, "bootstrap.servers", argv[1]);
    set(conf, "reconnect.backoff.max.ms", "1000");
    if (strcmp(argv[2], "read") == 0)
        return read_records(conf, argv + 3, argc - 3);
    for (int i = 4; i < argc; i++) {
        char *eq = strchr(argv[i], '=');

        if (!eq)
            die(argv[i], "expected key=value");
        *eq = '\0';
        set(conf, argv[i], eq + 1);
    }
    return write_records(conf, argv[3], strcmp(argv[2], "abort") == 0);
}
