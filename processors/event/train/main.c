/* SPDX-License-Identifier: MIT */
/*
 * train-events - makes the weights of the judge of events from texts with their events.
 *
 * usage: train-events JUDGE.tsv GUESS.tsv TRAIN... [-- HELD-OUT...]
 *
 * First come the weights of the guesser (guesses.h), then those of the judge over rows and guesses.
 * Files are those of tests/quality/events, or NDJSON of gold standard records. Probabilities are
 * set on scores that each text got from weights fitted without it. Ends with how often events of
 * each tenth of stated confidence are right in the held-out texts. The same input gives the same
 * table, byte for byte.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/event/train/fit.h"
#include "processors/syntax/train/memory.h"

enum { TENTHS = 10, BARS = 50 };

#define BAR_SLACK 0.001

static const double pull = 20;    /* to zero: texts are few, cues many */
static const double least = 0.02; /* smaller weights are not worth a row */

static const char *const question_names[] = {"an event of this type", "and with these sides"};

/* What a training makes. */
struct judge {
    struct weights weights[N_QUESTIONS];
    struct line lines[N_QUESTIONS];
    double bar;
};

/* --- reports --------------------------------------------------------------------------------- */

/* Does it count, and is it the reading of its event that is reported? */
static bool is_reported(const struct sample *s)
{
    return s->known && !s->worse;
}

/* Of the events in each tenth of confidence, how many are right? */
static void print_tenths(const struct samples *samples, enum question question, const double *p)
{
    int n[TENTHS] = {0}, right[TENTHS] = {0};
    double sum[TENTHS] = {0};

    for (int i = 0; i < samples->n; i++) {
        int tenth = p[i] >= 1 ? TENTHS - 1 : (int)(p[i] * TENTHS);

        if (!is_reported(&samples->v[i]))
            continue;
        n[tenth]++;
        right[tenth] += samples->v[i].answer[question];
        sum[tenth] += p[i];
    }
    printf("  stated  events  mean stated  share right\n");
    for (int t = 0; t < TENTHS; t++)
        if (n[t])
            printf("  %.1f-%.1f %6d        %.3f        %.3f\n", t / 10.0, (t + 1) / 10.0, n[t],
                   sum[t] / n[t], (double)right[t] / n[t]);
}

/* In what share of pairs has the right one the higher probability? */
static double rank_pairs(const struct samples *samples, enum question question, const double *p)
{
    double above = 0, pairs = 0;

    for (int i = 0; i < samples->n; i++) {
        if (!is_reported(&samples->v[i]) || !samples->v[i].answer[question])
            continue;
        for (int k = 0; k < samples->n; k++) {
            if (!is_reported(&samples->v[k]) || samples->v[k].answer[question])
                continue;
            above += p[i] > p[k] ? 1 : p[i] < p[k] ? 0 : 0.5;
            pairs++;
        }
    }
    return pairs > 0 ? above / pairs : 0;
}

/* F1 of events at or above a bar. */
static double score_bar(const struct samples *samples, enum question question, const double *p,
                        double bar)
{
    int found = 0, right = 0;

    for (int i = 0; i < samples->n; i++) {
        if (!is_reported(&samples->v[i]) || samples->v[i].plain || p[i] < bar)
            continue;
        found++;
        right += samples->v[i].answer[question];
    }
    return found ? 2.0 * right / (found + samples->n_gold) : 0;
}

/* F1 of types and of sides, their mean. */
static double score_both(const struct samples *samples, const double *event, double bar)
{
    return (score_bar(samples, IS_EVENT, event, bar) + score_bar(samples, IS_RIGHT, event, bar)) /
           2;
}

/* The highest bar on `event` about as good as the best: what is hardly likelier to help than to
 * harm is not reported. */
static double choose_bar(const struct samples *samples, const double *event)
{
    double most = 0;
    int i = BARS - 1;

    for (int k = 0; k < BARS; k++)
        most = fmax(most, score_both(samples, event, (double)k / BARS));
    while (score_both(samples, event, (double)i / BARS) < most - BAR_SLACK)
        i--;
    return (double)i / BARS;
}

static void report_bar(const struct samples *samples, const double *event, double bar)
{
    for (int q = 0; q < N_QUESTIONS; q++)
        printf(" %s: F1 %.3f with all, %.3f from %.2f\n", question_names[q],
               score_bar(samples, (enum question)q, event, 0),
               score_bar(samples, (enum question)q, event, bar), bar);
}

static void report(const char *title, const struct samples *samples, double *const p[])
{
    printf("%s\n", title);
    for (int q = 0; q < N_QUESTIONS; q++) {
        printf(" %s: right above wrong %.3f\n", question_names[q],
               rank_pairs(samples, (enum question)q, p[q]));
        print_tenths(samples, (enum question)q, p[q]);
    }
}

/* --- the table ------------------------------------------------------------------------------- */

struct row {
    const char *cue;
    double weight[N_QUESTIONS];
};

static int compare_rows(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->cue, ((const struct row *)b)->cue);
}

static void write_head(FILE *out)
{
    fputs("# Weights of the judge of events: what each cue adds to the log-odds that there is such "
          "an "
          "event, and\n"
          "# that it has the right sides too. \"all\" is where every event begins; \"bar\" is the "
          "probability below\n"
          "# which nothing is reported.\n"
          "# Origin: made by make train-events from tests/quality/events/train, the gold standard "
          "records of PLOVER\n"
          "#  (Open Event Data Alliance, CC BY-SA 4.0) and treebanks of Universal Dependencies; do "
          "not "
          "edit.\n"
          "# Licence: CC BY-SA 4.0\n"
          "#columns\tcue:key\tevent:number\tright:number\n",
          out);
}

static bool write_table(const char *path, const struct cues *cues, const struct judge *judge)
{
    const struct weights *w = judge->weights;
    const struct line *lines = judge->lines;
    struct row *rows = xcalloc(cues->n + 2, sizeof *rows);
    uint32_t n = 0;
    FILE *out = fopen(path, "w");

    if (!out) {
        perror(path);
        free(rows);
        return false;
    }
    rows[n++] = (struct row){"all", {0}};
    for (int q = 0; q < N_QUESTIONS; q++)
        rows[0].weight[q] = lines[q].slope * w[q].all + lines[q].shift;
    rows[n++] = (struct row){"bar", {judge->bar, 0}};
    for (uint32_t i = 0; i < w->n; i++) {
        double event = lines[IS_EVENT].slope * w[IS_EVENT].cue[i],
               right = lines[IS_RIGHT].slope * w[IS_RIGHT].cue[i];

        if (fabs(event) >= least || fabs(right) >= least)
            rows[n++] = (struct row){cues->text[i], {event, right}};
    }
    qsort(rows, n, sizeof *rows, compare_rows);
    write_head(out);
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, "%s\t%.2f\t%.2f\n", rows[i].cue, rows[i].weight[IS_EVENT],
                rows[i].weight[IS_RIGHT]);
    free(rows);
    return fclose(out) == 0;
}

/* --- training -------------------------------------------------------------------------------- */

static double *alloc_scores(const struct samples *samples)
{
    return xcalloc((size_t)samples->n + 1, sizeof(double));
}

static void make_probabilities(double *scores, int n, struct line line)
{
    for (int i = 0; i < n; i++)
        scores[i] = logistic(line.slope * scores[i] + line.shift);
}

static void train(struct judge *judge, struct samples *samples)
{
    static const struct part all = {.of = 0};
    double *p[N_QUESTIONS];

    for (int q = 0; q < N_QUESTIONS; q++) {
        p[q] = alloc_scores(samples);
        scores_cross(samples, (enum question)q, pull, p[q]);
    }
    samples_choose(samples, p[IS_RIGHT]);
    for (int q = 0; q < N_QUESTIONS; q++) {
        judge->lines[q] = line_fit(samples, (enum question)q, p[q]);
        make_probabilities(p[q], samples->n, judge->lines[q]);
        weights_fit(&judge->weights[q], samples, (enum question)q, &all, pull);
    }
    judge->bar = choose_bar(samples, p[IS_EVENT]);
    report("learned from, each text judged by weights fitted without it", samples, p);
    report_bar(samples, p[IS_EVENT], judge->bar);
    for (int q = 0; q < N_QUESTIONS; q++)
        free(p[q]);
}

/* The same bar where the line has been moved. */
static double move_bar(double bar, double by)
{
    return bar > 0 ? logistic(log(bar / (1 - bar)) + by) : 0;
}

/* Probabilities of one half of the texts, by a line that the other half has moved. */
static void judge_half(const struct samples *samples, enum question question, struct line line,
                       int half, const double *scores, double *p)
{
    const struct part other = {2, !half, true};

    line_shift(&line, samples, question, &other, scores);
    for (int i = 0; i < samples->n; i++)
        if (samples->v[i].text % 2 == half)
            p[i] = logistic(line.slope * scores[i] + line.shift);
}

/*
 * The frames were made by people who read the texts that are learned from: they are right more
 * often there than elsewhere. So the held-out texts move the lines; how well is measured on each
 * half of them by lines that the other half has moved.
 */
static void move_lines(struct judge *judge, struct samples *samples)
{
    static const struct part all = {.of = 0};
    double *scores = alloc_scores(samples), *p[N_QUESTIONS];

    for (int i = 0; i < samples->n; i++)
        scores[i] = weights_score(&judge->weights[IS_RIGHT], &samples->v[i]);
    samples_choose(samples, scores);
    for (int q = 0; q < N_QUESTIONS; q++) {
        double before = judge->lines[q].shift;

        p[q] = alloc_scores(samples);
        for (int i = 0; i < samples->n; i++)
            scores[i] = weights_score(&judge->weights[q], &samples->v[i]);
        for (int half = 0; half < 2; half++)
            judge_half(samples, (enum question)q, judge->lines[q], half, scores, p[q]);
        line_shift(&judge->lines[q], samples, (enum question)q, &all, scores);
        if (q == IS_EVENT)
            judge->bar = move_bar(judge->bar, judge->lines[q].shift - before);
    }
    report("held out", samples, p);
    for (int q = 0; q < N_QUESTIONS; q++)
        free(p[q]);
    free(scores);
}

/* End the list of files to learn from at "--"; the list behind it, which may be empty. */
static char **split_list(char **list)
{
    while (*list && strcmp(*list, "--") != 0)
        list++;
    if (!*list)
        return list;
    *list = NULL;
    return list + 1;
}

int main(int argc, char **argv)
{
    struct samples samples = {.n = 0}, held = {.n = 0};
    struct judge judge;
    struct guesses *guesses;
    char **behind;
    bool good;

    if (argc < 4) {
        fputs("usage: train-events JUDGE.tsv GUESS.tsv TRAIN... [-- HELD-OUT...]\n", stderr);
        return 2;
    }
    behind = split_list(argv + 3);
    guesses = guesses_train(argv + 3);
    if (!guesses || !samples_read(&samples, argv + 3, guesses, true))
        return 1;
    train(&judge, &samples);
    held.cues = samples.cues; /* the same cues have the same numbers */
    samples.cues = (struct cues){.n = 0};
    good = samples_read(&held, behind, guesses, false);
    if (good && held.n)
        move_lines(&judge, &held);
    good = good && write_table(argv[1], &held.cues, &judge) && guesses_write(guesses, argv[2]);
    guesses_free(guesses);
    for (int q = 0; q < N_QUESTIONS; q++)
        weights_fini(&judge.weights[q]);
    samples_fini(&samples);
    samples_fini(&held);
    return !good;
}
