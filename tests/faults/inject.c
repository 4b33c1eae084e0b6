/* SPDX-License-Identifier: MIT */
/*
 * inject.c - each request that a transaction is made of is answered with each error there is.
 *
 *     inject CONSUMER LOG [STEP]
 *
 * Runs the consumer CONSUMER (its log goes to LOG) against librdkafka's mock cluster. For each
 * request and error in turn the mock is told to answer so once; then records are to come through
 * none the less. Prints a line for each: request, error, outcome, milliseconds. Outcomes:
 *
 *     recovered   all records came through
 *     left        the consumer ended with status 1 or 2 and a reason; the next one is started
 *     lost        it stays, and records are missing after 60 s
 *     crashed     it ended in any other way
 *
 * STEP takes every so many pairs alone. Exit 0 if none was lost and none crashed.
 *
 * The mock forgets transactional offsets and shows records of aborted transactions, so nothing is
 * said here about doubles: that is for a real broker.
 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_RECORDS = 5, PATIENCE_MS = 60000, POLL_MS = 20, FLUSH_MS = 10000, NEXT_MS = 100 };

enum { PRODUCE = 0, FIND_COORDINATOR = 10, INIT_PRODUCER_ID = 22, END_TXN = 26 };

static const struct {
    int16_t key;
    const char *name;
} requests[] = {
    {PRODUCE, "Produce"},
    {FIND_COORDINATOR, "FindCoordinator"},
    {INIT_PRODUCER_ID, "InitProducerId"},
    {24, "AddPartitionsToTxn"},
    {25, "AddOffsetsToTxn"},
    {END_TXN, "EndTxn"},
    {28, "TxnOffsetCommit"},
};

enum { N_REQUESTS = sizeof requests / sizeof *requests };

struct bench {
    rd_kafka_t *rk; /* the mock cluster lives in it, and the records come from it */
    rd_kafka_mock_cluster_t *cluster;
    const char *brokers;
    rd_kafka_t *reader; /* of what the consumer writes */
    const char *program, *log;
    pid_t consumer;
    int n_started;
    char input[32];
    int n_written, n_read; /* records are numbered; all below n_read have come through */
};

static void die(const char *what)
{
    fprintf(stderr, "inject: %s\n", what);
    exit(2);
}

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static rd_kafka_t *open_client(rd_kafka_type_t type, const char *brokers)
{
    static const char *const pairs[][2] = {
        {"group.id", "inject"}, {"enable.auto.commit", "false"}, {"fetch.wait.max.ms", "20"}};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_t *rk;

    rd_kafka_conf_set_log_cb(conf, NULL);
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, NULL, 0);
    for (size_t i = 0; type == RD_KAFKA_CONSUMER && i < sizeof pairs / sizeof *pairs; i++)
        rd_kafka_conf_set(conf, pairs[i][0], pairs[i][1], NULL, 0);
    rk = rd_kafka_new(type, conf, NULL, 0);
    if (!rk)
        die("no client");
    return rk;
}

static void add_topic(struct bench *bench, const char *topic)
{
    if (rd_kafka_mock_topic_create(bench->cluster, topic, 1, 1))
        die(topic);
}

static void open_bench(struct bench *bench)
{
    rd_kafka_topic_partition_list_t *output = rd_kafka_topic_partition_list_new(1);
    rd_kafka_t *host = open_client(RD_KAFKA_PRODUCER, "");

    bench->cluster = rd_kafka_mock_cluster_new(host, 1);
    if (!bench->cluster)
        die("no mock cluster");
    bench->brokers = rd_kafka_mock_cluster_bootstraps(bench->cluster);
    add_topic(bench, "output");
    add_topic(bench, "events");
    add_topic(bench, "dead");
    bench->rk = open_client(RD_KAFKA_PRODUCER, bench->brokers);
    bench->reader = open_client(RD_KAFKA_CONSUMER, bench->brokers);
    rd_kafka_poll_set_consumer(bench->reader);
    rd_kafka_topic_partition_list_add(output, "output", 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(bench->reader, output);
    rd_kafka_topic_partition_list_destroy(output);
}

/* --- the consumer ---------------------------------------------------------------------------- */

static void run_consumer(const struct bench *bench)
{
    int log = open(bench->log, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    dup2(log, STDERR_FILENO);
    execl(bench->program, bench->program, "-b", bench->brokers, "--topic", bench->input,
          "--output-topic", "output", "--event-topic", "events", "--dead-letter-topic", "dead",
          "--processors", "none", "--batch-time", "20ms", "--instance", "inject", "-X",
          "transaction.timeout.ms=4000", "-X", "message.timeout.ms=3000", (char *)NULL);
    _exit(127);
}

/* Each has a topic of its own, or it would begin at the first record again: the mock keeps no
 * offsets. */
static void start_consumer(struct bench *bench)
{
    snprintf(bench->input, sizeof bench->input, "input-%d", bench->n_started++);
    add_topic(bench, bench->input);
    bench->consumer = fork();
    if (bench->consumer == 0)
        run_consumer(bench);
    if (bench->consumer < 0)
        die("no process");
}

/* True if the log names a reason for the end. */
static bool has_reason(const struct bench *bench)
{
    FILE *fp = fopen(bench->log, "r");
    char line[4096];
    bool has = false;

    while (fp && !has && fgets(line, sizeof line, fp))
        has = strstr(line, " error ") && strstr(line, " failed ") && strstr(line, "reason=");
    if (fp)
        fclose(fp);
    return has;
}

/* --- records --------------------------------------------------------------------------------- */

static void write_records(struct bench *bench)
{
    for (int i = 0; i < N_RECORDS; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%d", bench->n_written++);

        if (rd_kafka_producev(bench->rk, RD_KAFKA_V_TOPIC(bench->input),
                              RD_KAFKA_V_VALUE(text, (size_t)len),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END))
            die("record not written");
    }
    if (rd_kafka_flush(bench->rk, FLUSH_MS))
        die("records not written");
}

/* Records come in order, some more than once: the next one is what counts. */
static void read_record(struct bench *bench)
{
    rd_kafka_message_t *message = rd_kafka_consumer_poll(bench->reader, POLL_MS);
    char text[16];

    if (!message)
        return;
    if (!message->err && message->len < sizeof text) {
        memcpy(text, message->payload, message->len);
        text[message->len] = '\0';
        if (atoi(text) == bench->n_read)
            bench->n_read++;
    }
    rd_kafka_message_destroy(message);
}

/* --- one pair -------------------------------------------------------------------------------- */

/* The first of these two is sent by a new producer alone, so the old one must go. */
static void push_error(struct bench *bench, int16_t request, rd_kafka_resp_err_t code)
{
    if (request == INIT_PRODUCER_ID || request == FIND_COORDINATOR)
        rd_kafka_mock_push_request_errors(bench->cluster, END_TXN, 1,
                                          RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH);
    rd_kafka_mock_push_request_errors(bench->cluster, request, 1, code);
}

/* Wait for the records or for the consumer's end. */
static const char *judge(struct bench *bench)
{
    long long end = now_ms() + PATIENCE_MS;
    int status;

    while (bench->n_read < bench->n_written) {
        if (waitpid(bench->consumer, &status, WNOHANG) == bench->consumer) {
            bool in_order = WIFEXITED(status) &&
                            (WEXITSTATUS(status) == 1 || WEXITSTATUS(status) == 2) &&
                            has_reason(bench);

            bench->consumer = 0;
            return in_order ? "left" : "crashed";
        }
        if (now_ms() > end)
            return "lost";
        read_record(bench);
    }
    return "recovered";
}

/*
 * The mock shows records before their transaction has ended, so that those that came through may
 * be of the one that fails. Only the next transaction shows that the consumer stands again.
 */
static const char *judge_next(struct bench *bench)
{
    nanosleep(&(struct timespec){.tv_nsec = NEXT_MS * 1000000L}, NULL);
    write_records(bench);
    return judge(bench);
}

/* The consumer stands still meanwhile, so that it cannot be done before the error is in place. */
static bool try_pair(struct bench *bench, int16_t request, const char *name,
                     rd_kafka_resp_err_t code)
{
    const char *outcome;
    long long begun;

    if (!bench->consumer) {
        start_consumer(bench);
        bench->n_read = bench->n_written;
        write_records(bench);
        if (strcmp(judge(bench), "recovered") != 0)
            die("the consumer does not start");
    }
    kill(bench->consumer, SIGSTOP);
    write_records(bench);
    push_error(bench, request, code);
    kill(bench->consumer, SIGCONT);
    begun = now_ms();
    outcome = judge(bench);
    if (strcmp(outcome, "recovered") == 0)
        outcome = judge_next(bench);
    rd_kafka_mock_clear_request_errors(bench->cluster, request);
    bench->n_read = bench->n_written; /* what is lost is counted once */
    printf("%s\t%s\t%s\t%lld\n", name, rd_kafka_err2name(code), outcome, now_ms() - begun);
    fflush(stdout);
    return strcmp(outcome, "recovered") == 0 || strcmp(outcome, "left") == 0;
}

/*
 * "I have these records already" is no failure: a broker that says so has them, and only the mock,
 * which has not, would make them be missed.
 */
static bool is_sound(int16_t request, rd_kafka_resp_err_t code)
{
    return request == PRODUCE && code == RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER;
}

/* All errors that a broker can answer with, and the connection that breaks. */
static bool is_answer(const struct rd_kafka_err_desc *desc)
{
    return desc->name && (desc->code > 0 || desc->code == RD_KAFKA_RESP_ERR_UNKNOWN ||
                          desc->code == RD_KAFKA_RESP_ERR__TRANSPORT);
}

int main(int argc, char **argv)
{
    int step = argc > 3 ? atoi(argv[3]) : 1, number = 0;
    const struct rd_kafka_err_desc *descs;
    struct bench bench = {0};
    bool good = true;
    size_t n;

    if (argc < 3 || step < 1)
        die("usage: inject CONSUMER LOG [STEP]");
    bench.program = argv[1];
    bench.log = argv[2];
    open_bench(&bench);
    rd_kafka_get_err_descs(&descs, &n);
    for (size_t i = 0; i < N_REQUESTS; i++)
        for (size_t j = 0; j < n; j++)
            if (is_answer(&descs[j]) && !is_sound(requests[i].key, descs[j].code) &&
                number++ % step == 0)
                good &= try_pair(&bench, requests[i].key, requests[i].name, descs[j].code);
    if (bench.consumer) {
        kill(bench.consumer, SIGKILL);
        waitpid(bench.consumer, NULL, 0);
    }
    return good ? 0 : 1;
}
