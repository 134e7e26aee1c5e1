#include "operator/score.h"

#include <math.h>
#include <stdlib.h>

#include "operator/figures.h"
#include "operator/vectors.h"
#include "parallel.h"

/* What one thread works with: vectors of the longest length. */
struct bench {
  double *drawn, *y, *log_y;
  int32_t *q, *out;
};

struct job {
  const struct operator_subject *subject;
  struct operator_score *score;
  struct bench *bench; /* by thread */
};

static int longest(const struct operator_settings *settings) {
  int length = 1;
  for (int i = 0; i < settings->lengths; i++)
    length = settings->length[i] > length ? settings->length[i] : length;
  return length;
}

static void bench_release(struct bench *bench) {
  free(bench->drawn);
  free(bench->q);
}

/* The vectors of a kind lie behind one another. */
static bool bench_allocate(struct bench *bench, size_t length) {
  bench->drawn = calloc(3 * length, sizeof bench->drawn[0]);
  bench->q = calloc(2 * length, sizeof bench->q[0]);
  if (bench->drawn == NULL || bench->q == NULL)
    return false;
  bench->y = bench->drawn + length;
  bench->log_y = bench->y + length;
  bench->out = bench->q + length;
  return true;
}

static int first_largest(const int32_t *q, int length) {
  int top = 0;
  for (int i = 1; i < length; i++)
    if (q[i] > q[top])
      top = i;
  return top;
}

static void round_exact(const struct job *job, const struct bench *bench, int length) {
  const struct operator_subject *const subject = job->subject;
  for (int i = 0; i < length; i++) {
    const double code = rint(ldexp(bench->y[i], job->score->settings.out_frac));
    bench->out[i] = (int32_t)fmin(fmax(code, subject->out_least), subject->out_most);
  }
}

/* Add one vector to the figures of one scale. */
static void add_vector(const struct job *job, const struct bench *bench, int scale, int length,
                       struct operator_case *at) {
  const struct operator_settings *const settings = &job->score->settings;
  const struct operator_subject *const subject = job->subject;
  const bool softmax = job->score->kind == OPERATOR_SOFTMAX;
  double *const log_y = softmax ? bench->log_y : NULL;
  vector_quantise(bench->drawn, length, at->scale, settings->input_bits, bench->q);
  subject->exact(subject->context, at->scale, bench->q, length, bench->y, log_y);
  const struct operator_truth truth = {length, bench->y, log_y, first_largest(bench->q, length)};
  for (int v = 0; v < OPERATOR_VARIANTS; v++) {
    if (v == OPERATOR_OUTPUT)
      round_exact(job, bench, length);
    else
      subject->run(subject->context, scale, (enum operator_variant)v, bench->q, length, bench->out);
    figures_add(&at->figures[v], &truth, bench->out, settings->out_frac);
  }
}

/* All scales of a length and a distribution, on the same vectors. */
static void score_vectors(void *context, size_t index, unsigned thread) {
  const struct job *const job = context;
  const struct operator_settings *const settings = &job->score->settings;
  const int scales = settings->scales.count;
  struct operator_case *const cases = job->score->cases + index * (size_t)scales;
  const struct bench *const bench = &job->bench[thread];
  const struct vector_source source = {settings->seed, cases->distribution, cases->length, settings->spread};
  for (int i = 0; i < settings->vectors; i++) {
    vector_draw(&source, (uint32_t)i, bench->drawn);
    for (int s = 0; s < scales; s++)
      add_vector(job, bench, s, source.length, &cases[s]);
  }
  for (int s = 0; s < scales; s++)
    for (int v = 0; v < OPERATOR_VARIANTS; v++)
      figures_finish(&cases[s].figures[v], settings->vectors);
}

static void name_cases(struct operator_score *score) {
  const struct operator_settings *const settings = &score->settings;
  struct operator_case *at = score->cases;
  for (int l = 0; l < settings->lengths; l++)
    for (int d = 0; d < settings->distributions; d++)
      for (int s = 0; s < settings->scales.count; s++)
        *at++ = (struct operator_case){.length = settings->length[l],
                                       .distribution = settings->distribution[d],
                                       .scale = settings->scales.scale[s]};
}

static bool allocate(struct job *job, unsigned threads, struct error *err) {
  struct operator_score *const score = job->score;
  score->cases = calloc(score->count, sizeof score->cases[0]);
  job->bench = calloc(threads, sizeof job->bench[0]);
  bool ok = score->cases != NULL && job->bench != NULL;
  for (unsigned t = 0; ok && t < threads; t++)
    ok = bench_allocate(&job->bench[t], (size_t)longest(&score->settings));
  if (!ok)
    (void)error_memory(err, "score of an operator");
  return ok;
}

bool operator_score_cases(struct operator_score *out, const struct operator_subject *subject, struct error *err) {
  const struct operator_settings *const settings = &out->settings;
  const size_t items = (size_t)settings->lengths * (size_t)settings->distributions;
  const unsigned threads = settings->threads < items ? settings->threads : (unsigned)items;
  struct job job = {.subject = subject, .score = out};
  out->count = items * (size_t)settings->scales.count;
  const bool ok = allocate(&job, threads, err);
  if (ok) {
    name_cases(out);
    parallel_for(threads, items, score_vectors, &job);
  } else {
    operator_score_release(out);
  }
  for (unsigned t = 0; job.bench != NULL && t < threads; t++)
    bench_release(&job.bench[t]);
  free(job.bench);
  return ok;
}
