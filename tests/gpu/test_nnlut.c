/*
 * NN-LUT's training step by step, against plain loops over all samples: first parameters, errors and gradients, Adam,
 * and the table that a network is rewritten as.
 */
#define PACK 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/nnlut_found.h"
#include "gpu/nnlut_table.h"
#include "reference/random_problem.h"
#include "search/sample_table.h"

enum { ROUNDS = 40 * TEST_EFFORT, SAMPLES = 3000, PARAMETERS_MAX = NNLUT_PARAMETERS(NNLUT_UNITS_MAX) };

/* A function's samples one by one, and as the kernels have them. */
struct school {
  nnlut_samples samples;
  double x[SAMPLES], y[SAMPLES], weight[SAMPLES];
  double sums[(SAMPLES + 1) * NNLUT_SUMS];
};

static double curve(double x) { return x / (1 + exp(-x)); }

static void set_sums(struct school *school) {
  long double sum[NNLUT_SUMS] = {0};
  for (int j = 0;; j++) {
    for (int s = 0; s < NNLUT_SUMS; s++)
      school->sums[j * NNLUT_SUMS + s] = (double)sum[s];
    if (j == SAMPLES)
      return;
    const long double w = school->weight[j], x = (long double)school->x[j] - school->samples.origin, y = school->y[j];
    const long double term[NNLUT_SUMS] = {w, w * x, w * y, w * x * x, w * x * y, w * y * y};
    for (int s = 0; s < NNLUT_SUMS; s++)
      sum[s] += term[s];
  }
}

static struct school *school_create(struct random_stream *stream) {
  struct school *school = calloc(1, sizeof *school);
  assert_non_null(school);
  const double lo = (double)random_between(stream, -8, 4), width = (double)random_between(stream, 1, 12);
  school->samples =
      (nnlut_samples){lo, width / SAMPLES, random_between(stream, 0, 1) != 0 ? lo + width / 2 : 0, 0, SAMPLES, 0};
  double total = 0;
  for (int j = 0; j < SAMPLES; j++) {
    school->x[j] = lo + (j + 0.5) * school->samples.step;
    school->y[j] = curve(school->x[j]);
    school->weight[j] = (double)random_between(stream, 0, 1000);
    total += school->weight[j];
  }
  for (int j = 0; j < SAMPLES; j++)
    school->weight[j] /= total;
  set_sums(school);
  return school;
}

/* Units that switch inside the domain and out of it, some at one place, some without a slope. */
static void draw_network(struct random_stream *stream, const struct school *school, u32 units, double *value) {
  const double lo = school->samples.lo, width = school->samples.step * SAMPLES;
  for (u32 i = 0; i < units; i++) {
    double *unit = value + NNLUT_KINDS * i;
    const double place = random_real(stream, lo - width / 4, lo + 5 * width / 4);
    unit[NNLUT_N] = random_real(stream, -2, 2);
    unit[NNLUT_B] = -place * unit[NNLUT_N];
    unit[NNLUT_M] = random_real(stream, -1, 1);
    if (random_between(stream, 0, 9) == 0)
      unit[NNLUT_N] = 0;
    else if (random_between(stream, 0, 9) == 0 && i > 0)
      memcpy(unit, unit - NNLUT_KINDS, NNLUT_KINDS * sizeof *unit);
  }
  value[NNLUT_KINDS * units] = random_real(stream, -1, 1);
}

static long double network_at(const double *value, u32 units, double x) {
  long double y = value[NNLUT_KINDS * units];
  for (u32 i = 0; i < units; i++) {
    const double *unit = value + NNLUT_KINDS * i;
    const long double inner = (long double)unit[NNLUT_N] * x + unit[NNLUT_B];
    y += inner > 0 ? unit[NNLUT_M] * inner : 0;
  }
  return y;
}

/* The error and its derivatives, sample by sample. */
static long double plain_gradient(const struct school *school, const double *value, u32 units, long double *gradient) {
  long double error = 0;
  memset(gradient, 0, NNLUT_PARAMETERS(units) * sizeof *gradient);
  for (int j = 0; j < SAMPLES; j++) {
    const long double x = school->x[j], r = network_at(value, units, school->x[j]) - school->y[j];
    const long double slope = 2 * school->weight[j] * r;
    error += school->weight[j] * r * r;
    gradient[NNLUT_KINDS * units] += slope;
    for (u32 i = 0; i < units; i++) {
      const double *unit = value + NNLUT_KINDS * i;
      const long double inner = unit[NNLUT_N] * x + unit[NNLUT_B];
      if (!(inner > 0))
        continue;
      gradient[NNLUT_KINDS * i + NNLUT_N] += slope * unit[NNLUT_M] * x;
      gradient[NNLUT_KINDS * i + NNLUT_B] += slope * unit[NNLUT_M];
      gradient[NNLUT_KINDS * i + NNLUT_M] += slope * inner;
    }
  }
  return error;
}

static void assert_near(long double value, long double expected, long double tolerance) {
  if (!(fabsl(value - expected) <= tolerance))
    fail_msg("%.17Lg is not %.17Lg, within %Lg", value, expected, tolerance);
}

static nnlut_network begin(double *state, u32 units, const double *value) {
  const nnlut_network network = nnlut_network_at(state, units);
  nnlut_begin(&network);
  memcpy(network.value, value, NNLUT_PARAMETERS(units) * sizeof *value);
  return network;
}

/* Into gradient[]; returns the error. */
static long double gradient_of(const struct school *school, const double *value, u32 units, double *gradient) {
  double state[NNLUT_STATE(NNLUT_UNITS_MAX)];
  const nnlut_network network = begin(state, units, value);
  for (u32 i = 0; i < units; i++)
    network.key[i] = units - 1 - i;
  const double error = nnlut_gradient(&school->samples, school->sums, &network);
  memcpy(gradient, network.gradient, NNLUT_PARAMETERS(units) * sizeof *gradient);
  for (u32 i = 1; i < units; i++)
    assert_true(network.key[i - 1] < network.key[i]);
  return error;
}

static u32 draw_units(struct random_stream *stream) {
  return random_between(stream, 0, 3) == 0 ? (u32)random_between(stream, 1, NNLUT_UNITS_MAX)
                                           : (u32)random_between(stream, 1, 15);
}

static void test_gradient(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int r = 0; r < ROUNDS; r++) {
    struct school *school = school_create(&stream);
    double value[PARAMETERS_MAX], gradient[PARAMETERS_MAX];
    long double plain[PARAMETERS_MAX], largest = 0;
    const u32 units = draw_units(&stream);
    draw_network(&stream, school, units, value);
    const long double error = gradient_of(school, value, units, gradient);
    assert_near(error, plain_gradient(school, value, units, plain), 1e-10L * error);
    for (u32 p = 0; p < NNLUT_PARAMETERS(units); p++)
      largest = fmaxl(largest, fabsl(plain[p]));
    for (u32 p = 0; p < NNLUT_PARAMETERS(units); p++)
      assert_near(gradient[p], plain[p], 1e-10L * largest);
    free(school);
  }
}

/* The derivatives are those of the error: as differences show, too. */
static void test_differences(void **state) {
  (void)state;
  struct random_stream stream = {2};
  const double step = 0x1p-20;
  for (int r = 0; r < ROUNDS / 8; r++) {
    struct school *school = school_create(&stream);
    double value[PARAMETERS_MAX], gradient[PARAMETERS_MAX], none[PARAMETERS_MAX];
    const u32 units = draw_units(&stream);
    draw_network(&stream, school, units, value);
    const long double error = gradient_of(school, value, units, gradient);
    for (u32 p = 0; p < NNLUT_PARAMETERS(units); p++) {
      const double kept = value[p];
      value[p] = kept + step;
      const long double above = gradient_of(school, value, units, none);
      value[p] = kept - step;
      const long double below = gradient_of(school, value, units, none);
      value[p] = kept;
      /* A unit without a slope, and samples between, switch within a step. */
      if (p % NNLUT_KINDS != NNLUT_N || value[p] != 0)
        assert_near((above - below) / (2 * step), gradient[p], 1e-3L * (1 + error + fabsl((long double)gradient[p])));
    }
    free(school);
  }
}

/* Adam as its paper writes it, with the powers of the decays by pow(). The last parameter is left alone. */
static void test_adam(void **state) {
  (void)state;
  enum { UNITS = 3, TRAINED = NNLUT_KINDS * UNITS, STEPS = 300 };
  struct random_stream stream = {3};
  double memory[NNLUT_STATE(UNITS)], value[TRAINED + 1], mean[TRAINED] = {0}, square[TRAINED] = {0};
  for (int p = 0; p <= TRAINED; p++)
    value[p] = (double)p;
  const nnlut_network network = begin(memory, UNITS, value);
  for (int t = 1; t <= STEPS; t++) {
    const double rate = t < 100 ? 1e-3 : 1e-2;
    for (int p = 0; p <= TRAINED; p++)
      network.gradient[p] = p == 0 ? 0 : random_real(&stream, -1, 2) * pow(10, -p);
    nnlut_adam(&network, TRAINED, rate);
    for (int p = 0; p < TRAINED; p++) {
      const double g = network.gradient[p];
      mean[p] = 0.9 * mean[p] + 0.1 * g;
      square[p] = 0.999 * square[p] + 0.001 * g * g;
      const double unbiased_mean = mean[p] / (1 - pow(0.9, t)), unbiased_square = square[p] / (1 - pow(0.999, t));
      value[p] -= rate * unbiased_mean / (sqrt(unbiased_square) + 1e-8);
      assert_near(network.value[p], value[p], 1e-10);
    }
  }
  assert_true(network.value[0] == 0 && network.value[TRAINED] == TRAINED);
}

/* A table in the test's own memory. */
struct rewritten {
  double state[NNLUT_STATE(NNLUT_UNITS_MAX)];
  double place[NNLUT_UNITS_MAX], slope[NNLUT_UNITS_MAX + 1], intercept[NNLUT_UNITS_MAX + 1];
};

static long double table_at(const struct rewritten *table, u32 units, double x) {
  u32 e = 0;
  while (e < units && x > table->place[e])
    e++;
  return (long double)table->slope[e] * x + table->intercept[e];
}

/* Every sample, and places left of the domain moved to its end. */
static void test_table(void **state) {
  (void)state;
  struct random_stream stream = {4};
  for (int r = 0; r < ROUNDS; r++) {
    struct school *school = school_create(&stream);
    double value[PARAMETERS_MAX];
    struct rewritten table;
    const nnlut_table into = {table.place, table.slope, table.intercept};
    const u32 units = draw_units(&stream);
    const double lo = school->samples.lo;
    draw_network(&stream, school, units, value);
    const nnlut_network network = begin(table.state, units, value);
    nnlut_rewrite(&network, lo, &into);
    for (u32 i = 1; i < units; i++)
      assert_true(table.place[i - 1] <= table.place[i]);
    for (int j = 0; j < SAMPLES; j++)
      assert_near(table_at(&table, units, school->x[j]), network_at(value, units, school->x[j]), 1e-12L);
    for (u32 i = 0; i < units; i++)
      table.place[i] = fmax(table.place[i], lo);
    assert_near(table_at(&table, units, lo), network_at(value, units, lo), 1e-12L);
    free(school);
  }
}

/* Training goes on where it stopped, to the last bit, and lowers the error; without the bias, c stays. */
static void test_training(void **state) {
  (void)state;
  enum { UNITS = 7, STEPS = 2000, BREAK = 700 };
  struct random_stream stream = {5};
  double rates[STEPS];
  for (int t = 0; t < STEPS; t++)
    rates[t] = 1e-3 * (1 - 0.0004 * t);
  for (u32 biased = 0; biased < 2; biased++) {
    struct school *school = school_create(&stream);
    double value[NNLUT_PARAMETERS(UNITS)], whole[NNLUT_STATE(UNITS)] = {0}, parts[NNLUT_STATE(UNITS)] = {0};
    draw_network(&stream, school, UNITS, value);
    const nnlut_network one = begin(whole, UNITS, value), other = begin(parts, UNITS, value);
    nnlut_train(&school->samples, school->sums, &other, biased, rates, 0, 0);
    const double before = other.past[NNLUT_ERROR];
    nnlut_train(&school->samples, school->sums, &one, biased, rates, 0, STEPS);
    nnlut_train(&school->samples, school->sums, &other, biased, rates, 0, BREAK);
    nnlut_train(&school->samples, school->sums, &other, biased, rates, BREAK, STEPS);
    assert_memory_equal(whole, parts, sizeof whole);
    assert_true(one.past[NNLUT_ERROR] < before / 2);
    assert_true((one.value[NNLUT_KINDS * UNITS] == value[NNLUT_KINDS * UNITS]) == (biased == 0));
    free(school);
  }
}

/* Moments and range of a first parameter over many networks. */
struct spread {
  double least, most, sum, squares;
};

enum { NETWORKS = 2000, FOUND_UNITS = 9 };

/* Of n, b, m and c, with the domain [low, high]. */
static void draw_first(double low, double high, u32 biased, struct spread spread[NNLUT_KINDS + 1]) {
  static double normal[BASELINE_QUANTILES];
  const baseline_view view = {.low = low, .high = high};
  const baseline_parameters parameters = {.biased = biased};
  normal_quantiles(normal);
  for (int p = 0; p <= NNLUT_KINDS; p++)
    spread[p] = (struct spread){HUGE_VAL, -HUGE_VAL, 0, 0};
  for (u32 i = 0; i < NETWORKS; i++) {
    double memory[NNLUT_STATE(FOUND_UNITS)];
    const baseline at = {.view = &view,
                         .doubles = normal,
                         .parameters = &parameters,
                         .genes = FOUND_UNITS,
                         .population = NETWORKS,
                         .key_low = 5 + i / 40};
    const nnlut_network network = nnlut_network_at(memory, FOUND_UNITS);
    nnlut_found(&at, i % 40, &network);
    for (u32 p = 0; p < NNLUT_PARAMETERS(FOUND_UNITS); p++) {
      struct spread *of = &spread[p == NNLUT_KINDS * FOUND_UNITS ? NNLUT_KINDS : p % NNLUT_KINDS];
      of->least = fmin(of->least, network.value[p]);
      of->most = fmax(of->most, network.value[p]);
      of->sum += network.value[p];
      of->squares += network.value[p] * network.value[p];
    }
  }
}

/* Uniform between two numbers, as far as so many draws show. */
static void check_uniform(const struct spread *spread, double low, double high, int draws) {
  const double width = high - low, mean = spread->sum / draws;
  const double variance = spread->squares / draws - mean * mean;
  assert_true(spread->least >= low && spread->least < low + 0.01 * width);
  assert_true(spread->most <= high && spread->most > high - 0.01 * width);
  assert_true(fabs(mean - (low + high) / 2) < 0.03 * width);
  assert_true(fabs(variance * 12 / (width * width) - 1) < 0.05);
}

static void test_first_parameters(void **state) {
  (void)state;
  const int draws = NETWORKS * FOUND_UNITS;
  const double most = 1 / sqrt(FOUND_UNITS);
  struct spread spread[NNLUT_KINDS + 1];
  draw_first(-8, 0, 0, spread);
  check_uniform(&spread[NNLUT_N], 0.01, 1, draws);
  check_uniform(&spread[NNLUT_B], 0.01, 1, draws);
  check_uniform(&spread[NNLUT_M], -most, most, draws);
  assert_true(spread[NNLUT_KINDS].least == 0 && spread[NNLUT_KINDS].most == 0);
  draw_first(0.5, 4, 1, spread);
  check_uniform(&spread[NNLUT_N], -1, -0.01, draws);
  check_uniform(&spread[NNLUT_B], 0.01, 1, draws);
  check_uniform(&spread[NNLUT_M], -most, most, draws);
  check_uniform(&spread[NNLUT_KINDS], -most, most, NETWORKS);
  draw_first(-4, 4, 0, spread);
  for (int p = NNLUT_N; p <= NNLUT_B; p++) {
    assert_true(spread[p].least < -3 && spread[p].most > 3);
    assert_true(fabs(spread[p].sum / draws) < 0.03 && fabs(spread[p].squares / draws - 1) < 0.05);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_parameters),
                                     cmocka_unit_test(test_gradient),
                                     cmocka_unit_test(test_differences),
                                     cmocka_unit_test(test_adam),
                                     cmocka_unit_test(test_table),
                                     cmocka_unit_test(test_training)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
