/* SPDX-License-Identifier: MIT */
/*
 * loop.c - the least that a consume-and-produce program can do: what ours is measured against.
 *
 *     bench-loop BOOTSTRAP fill TOPIC COUNT    lines of standard input, again and again, as records
 *     bench-loop BOOTSTRAP copy FROM TO N      copy a topic with N threads, each with a consumer
 *                                              and an idempotent producer; no transactions, no
 * offsets bench-loop BOOTSTRAP pace FROM TO RATE COUNT     write so many lines a second to FROM,
 * wait for them, committed, at TO
 *
 * Prints one line: records, bytes, milliseconds, peak memory in KiB. The clock of a copy runs from
 * the first record to the last delivery. After `pace` it is: records, and milliseconds from the
 * call that sends a record to the one that reads what came of it: median, 99th percentile, longest.
 */
#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MAX_THREADS = 64, MAX_LINES = 100000, POLL_MS = 1000, FLUSH_MS = 60000 };

static const char *bootstrap;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench-loop: %s: %s\n", what, why);
    exit(1);
}

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- clients --------------------------------------------------------------------------------- */

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    (void)rk;
    (void)opaque;
    if (message->err)
        die("delivery", rd_kafka_err2str(message->err));
}

/* Key and value pairs up to a NULL; the same settings as the consumer's where both have them. */
static rd_kafka_t *open_client(rd_kafka_type_t type, const char *const *pairs)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[256];
    rd_kafka_t *rk;

    if (rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap, text, sizeof text))
        die(bootstrap, text);
    for (; *pairs; pairs += 2)
        if (rd_kafka_conf_set(conf, pairs[0], pairs[1], text, sizeof text))
            die(pairs[0], text);
    if (type == RD_KAFKA_PRODUCER)
        rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rk = rd_kafka_new(type, conf, text, sizeof text);
    if (!rk)
        die("client", text);
    return rk;
}

static rd_kafka_t *open_producer(void)
{
    static const char *const pairs[] = {"enable.idempotence",
                                        "true",
                                        "linger.ms",
                                        "5",
                                        "compression.codec",
                                        "zstd",
                                        "socket.nagle.disable",
                                        "true",
                                        "queue.buffering.max.messages",
                                        "1000000",
                                        "queue.buffering.max.kbytes",
                                        "65536",
                                        NULL};

    return open_client(RD_KAFKA_PRODUCER, pairs);
}

static rd_kafka_t *open_consumer(void)
{
    static const char *const pairs[] = {"group.id",
                                        "bench-loop",
                                        "enable.auto.commit",
                                        "false",
                                        "enable.partition.eof",
                                        "true",
                                        "check.crcs",
                                        "true",
                                        "socket.nagle.disable",
                                        "true",
                                        "isolation.level",
                                        "read_committed",
                                        NULL};
    rd_kafka_t *rk = open_client(RD_KAFKA_CONSUMER, pairs);

    rd_kafka_poll_set_consumer(rk);
    return rk;
}

static rd_kafka_topic_t *open_topic(rd_kafka_t *rk, const char *name)
{
    rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, name, NULL);

    if (!topic)
        die(name, rd_kafka_err2str(rd_kafka_last_error()));
    return topic;
}

static void produce(rd_kafka_t *rk, rd_kafka_topic_t *topic, void *key, size_t key_len, void *value,
                    size_t len, rd_kafka_headers_t *headers)
{
    rd_kafka_resp_err_t code;

    for (;;) {
        code = rd_kafka_producev(
            rk, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_KEY(key, key_len), RD_KAFKA_V_VALUE(value, len),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
        rd_kafka_poll(rk, code ? 10 : 0);
        if (!code)
            return;
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            die(rd_kafka_topic_name(topic), rd_kafka_err2str(code));
    }
}

/* --- fill ------------------------------------------------------------------------------------ */

static size_t read_lines(char **lines)
{
    size_t n = 0, size = 0;

    while (n < MAX_LINES) {
        ssize_t len = getline(&lines[n], &size, stdin);

        size = 0;
        if (len <= 0)
            break;
        lines[n][strcspn(lines[n], "\n")] = '\0';
        n += lines[n][0] != '\0';
    }
    return n;
}

static void fill(const char *topic, long count)
{
    static char *lines[MAX_LINES];
    size_t n = read_lines(lines);
    rd_kafka_t *rk = open_producer();
    rd_kafka_topic_t *rkt = open_topic(rk, topic);
    long long bytes = 0, begun = now_ms();

    if (!n)
        die("standard input", "no lines");
    for (long i = 0; i < count; i++) {
        char *value = lines[(size_t)i % n], key[32];
        int key_len = snprintf(key, sizeof key, "%ld", i);

        produce(rk, rkt, key, (size_t)key_len, value, strlen(value), NULL);
        bytes += (long long)strlen(value);
    }
    if (rd_kafka_flush(rk, FLUSH_MS))
        die(topic, "not delivered");
    rd_kafka_topic_destroy(rkt);
    rd_kafka_destroy(rk);
    printf("%ld %lld %lld 0\n", count, bytes, now_ms() - begun);
}

/* --- copy ------------------------------------------------------------------------------------ */

struct worker {
    const char *from, *to;
    int number, n_workers;
    long long records, bytes, first_ms, last_ms;
    pthread_t thread;
};

/* Every n-th partition is this thread's. Returns how many. */
static int take_partitions(rd_kafka_t *rk, const struct worker *worker)
{
    rd_kafka_topic_partition_list_t *mine = rd_kafka_topic_partition_list_new(16);
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, worker->from, NULL);
    const struct rd_kafka_metadata *md;
    int n;

    if (rd_kafka_metadata(rk, 0, rkt, &md, FLUSH_MS))
        die(worker->from, "no metadata");
    for (int i = worker->number; i < md->topics[0].partition_cnt; i += worker->n_workers)
        rd_kafka_topic_partition_list_add(mine, worker->from, i)->offset =
            RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(rkt);
    n = mine->cnt;
    rd_kafka_assign(rk, mine);
    rd_kafka_topic_partition_list_destroy(mine);
    return n;
}

static void copy_one(struct worker *worker, rd_kafka_t *producer, rd_kafka_topic_t *to,
                     rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers = NULL;

    if (!worker->records)
        worker->first_ms = now_ms();
    rd_kafka_message_detach_headers(message, &headers);
    produce(producer, to, message->key, message->key_len, message->payload, message->len, headers);
    worker->records++;
    worker->bytes += (long long)(message->len + message->key_len);
}

static void *copy_some(void *opaque)
{
    struct worker *worker = opaque;
    rd_kafka_t *consumer = open_consumer(), *producer = open_producer();
    rd_kafka_topic_t *to = open_topic(producer, worker->to);
    int left = take_partitions(consumer, worker);

    while (left > 0) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, POLL_MS);

        if (!message)
            continue;
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            left--;
        else if (message->err)
            die(worker->from, rd_kafka_message_errstr(message));
        else
            copy_one(worker, producer, to, message);
        rd_kafka_message_destroy(message);
    }
    if (rd_kafka_flush(producer, FLUSH_MS))
        die(worker->to, "not delivered");
    worker->last_ms = now_ms();
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    rd_kafka_topic_destroy(to);
    rd_kafka_destroy(producer);
    return NULL;
}

static void copy(const char *from, const char *to, int n)
{
    static struct worker workers[MAX_THREADS];
    long long records = 0, bytes = 0, first = 0, last = 0;
    struct rusage usage;

    if (n < 1 || n > MAX_THREADS)
        die("copy", "1 to 64 threads");
    for (int i = 0; i < n; i++) {
        workers[i] = (struct worker){.from = from, .to = to, .number = i, .n_workers = n};
        if (pthread_create(&workers[i].thread, NULL, copy_some, &workers[i]))
            die("copy", "no thread");
    }
    for (int i = 0; i < n; i++) {
        const struct worker *worker = &workers[i];

        pthread_join(worker->thread, NULL);
        records += worker->records;
        bytes += worker->bytes;
        if (worker->records && (!first || worker->first_ms < first))
            first = worker->first_ms;
        if (worker->last_ms > last)
            last = worker->last_ms;
    }
    getrusage(RUSAGE_SELF, &usage);
    printf("%lld %lld %lld %ld\n", records, bytes, last - first, usage.ru_maxrss);
}

/* --- pace ------------------------------------------------------------------------------------ */

#define SENT_HEADER "x-bench-sent" /* when, in microseconds; the consumer passes it through */

struct reader {
    const char *topic;
    long count, n;
    double *ms; /* of each record that came back */
    atomic_int ready;
    pthread_t thread;
};

static long long now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* All partitions, from their ends as they are now. */
static void assign_ends(rd_kafka_t *rk, const char *topic)
{
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(16);
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);
    const struct rd_kafka_metadata *md;

    if (rd_kafka_metadata(rk, 0, rkt, &md, FLUSH_MS))
        die(topic, "no metadata");
    for (int i = 0; i < md->topics[0].partition_cnt; i++) {
        int64_t low, high;

        if (rd_kafka_query_watermark_offsets(rk, topic, i, &low, &high, FLUSH_MS))
            die(topic, "no offsets");
        rd_kafka_topic_partition_list_add(all, topic, i)->offset = high;
    }
    rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(rkt);
    rd_kafka_assign(rk, all);
    rd_kafka_topic_partition_list_destroy(all);
}

static void note_latency(struct reader *reader, const rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers;
    const void *sent;
    size_t len;

    if (message->err || rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, SENT_HEADER, &sent, &len))
        return;
    reader->ms[reader->n++] = (double)(now_us() - atoll(sent)) / 1000;
}

static void *read_back(void *opaque)
{
    struct reader *reader = opaque;
    rd_kafka_t *rk = open_consumer();
    long long last = now_ms();

    assign_ends(rk, reader->topic);
    atomic_store(&reader->ready, 1);
    while (reader->n < reader->count) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(rk, POLL_MS);

        if (message) {
            note_latency(reader, message);
            rd_kafka_message_destroy(message);
            last = now_ms();
        } else if (now_ms() - last > FLUSH_MS) {
            die(reader->topic, "records do not come back");
        }
    }
    rd_kafka_consumer_close(rk);
    rd_kafka_destroy(rk);
    return NULL;
}

static void send_paced(const char *topic, char **lines, size_t n_lines, long rate, long count)
{
    rd_kafka_t *rk = open_producer();
    rd_kafka_topic_t *rkt = open_topic(rk, topic);
    long long begun = now_us();

    for (long i = 0; i < count; i++) {
        rd_kafka_headers_t *headers = rd_kafka_headers_new(1);
        char *value = lines[(size_t)i % n_lines], sent[32];
        long long wait = begun + i * 1000000LL / rate - now_us();

        if (wait > 0)
            nanosleep(&(struct timespec){wait / 1000000, wait % 1000000 * 1000}, NULL);
        snprintf(sent, sizeof sent, "%lld", now_us());
        rd_kafka_header_add(headers, SENT_HEADER, -1, sent, -1);
        produce(rk, rkt, sent, strlen(sent), value, strlen(value), headers);
    }
    rd_kafka_flush(rk, FLUSH_MS);
    rd_kafka_topic_destroy(rkt);
    rd_kafka_destroy(rk);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void pace(const char *from, const char *to, long rate, long count)
{
    static char *lines[MAX_LINES];
    size_t n = read_lines(lines);
    struct reader reader = {.topic = to, .count = count};

    reader.ms = calloc((size_t)count, sizeof *reader.ms);
    if (!n || !reader.ms || pthread_create(&reader.thread, NULL, read_back, &reader))
        die("pace", "no lines, no memory or no thread");
    while (!atomic_load(&reader.ready))
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    send_paced(from, lines, n, rate, count);
    pthread_join(reader.thread, NULL);
    qsort(reader.ms, (size_t)count, sizeof *reader.ms, compare);
    printf("%ld %.1f %.1f %.1f\n", count, reader.ms[count / 2], reader.ms[count * 99 / 100],
           reader.ms[count - 1]);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[2], "fill") == 0) {
        bootstrap = argv[1];
        fill(argv[3], atol(argv[4]));
    } else if (argc == 6 && strcmp(argv[2], "copy") == 0) {
        bootstrap = argv[1];
        copy(argv[3], argv[4], atoi(argv[5]));
    } else if (argc == 7 && strcmp(argv[2], "pace") == 0) {
        bootstrap = argv[1];
        pace(argv[3], argv[4], atol(argv[5]), atol(argv[6]));
    } else {
        fputs("usage: bench-loop BOOTSTRAP fill TOPIC COUNT | copy FROM TO THREADS |\n"
              "                            pace FROM TO RATE COUNT\n",
              stderr);
        return 2;
    }
    return 0;
}
