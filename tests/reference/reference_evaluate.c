/* The evaluator in exact arithmetic: every quantity is a dyadic number, and MPF_BITS hold each sum without loss. */
#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reference/reference.h"

/* Doubles between 2^-1000 and 2^200, their squares, and sums of 2^16 of them. */
enum { MPF_BITS = 4096 };

static int fraction(const struct spec *spec) {
  return spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
}

/* The whole number nearest to a rational, half to even: floor(r + 1/2), less one if that is an odd tie. */
static void round_rational(mpz_t whole, const mpq_t value) {
  mpq_t shifted;
  mpq_init(shifted);
  mpq_set_ui(shifted, 1, 2);
  mpq_add(shifted, shifted, value);
  mpz_fdiv_q(whole, mpq_numref(shifted), mpq_denref(shifted));
  const int tie = mpz_cmp_ui(mpq_denref(shifted), 1) == 0;
  if (tie && mpz_odd_p(whole))
    mpz_sub_ui(whole, whole, 1);
  mpq_clear(shifted);
}

/* value * 2^exponent, in place. */
static void scale_rational(mpq_t value, int exponent) {
  if (exponent >= 0)
    mpq_mul_2exp(value, value, (mp_bitcnt_t)exponent);
  else
    mpq_div_2exp(value, value, (mp_bitcnt_t)-exponent);
}

/* Bs of an intercept code: the quotient b / S is a double, as docs/architecture.md says; the rest is exact. */
static void unit_intercept(mpz_t bs, const struct spec *spec, int32_t code, double scale) {
  mpq_t value;
  mpq_init(value);
  mpq_set_d(value, (double)code / (double)(INT32_C(1) << spec->intercept.frac) / scale);
  scale_rational(value, fraction(spec));
  round_rational(bs, value);
  mpq_clear(value);
}

double reference_intercept(const struct spec *spec, int32_t intercept, double scale) {
  mpz_t bs;
  mpq_t value, step;
  mpz_init(bs);
  mpq_inits(value, step, NULL);
  unit_intercept(bs, spec, intercept, scale);
  mpq_set_z(value, bs);
  mpq_set_d(step, scale);
  mpq_mul(value, value, step);
  scale_rational(value, -fraction(spec));
  const double result = mpq_get_d(value);
  mpz_clear(bs);
  mpq_clears(value, step, NULL);
  return result;
}

/* A breakpoint at a scale. The point p and the quotient p / scale are doubles, as the model says; then exact. */
static int32_t threshold(const struct spec *spec, int32_t breakpoint, double scale) {
  double finest = HUGE_VAL;
  for (int s = 0; s < spec->scales.count; s++)
    finest = spec->scales.scale[s] < finest ? spec->scales.scale[s] : finest;
  const double code = reference_nearest((double)breakpoint * finest / scale), half = ldexp(1, spec->in_bits - 1);
  return (int32_t)(code < -half ? -half : code > half - 1 ? half - 1 : code);
}

/* Sums of one scale, exact. */
struct sums {
  mpf_t square, magnitude, largest, weight;
};

static void sums_init(struct sums *sums) {
  mpf_init2(sums->square, MPF_BITS);
  mpf_init2(sums->magnitude, MPF_BITS);
  mpf_init2(sums->largest, MPF_BITS);
  mpf_init2(sums->weight, MPF_BITS);
}

static void sums_clear(struct sums *sums) {
  mpf_clears(sums->square, sums->magnitude, sums->largest, sums->weight, NULL);
}

static void sums_add(struct sums *sums, double weight, const mpq_t output, double target) {
  mpf_t error, square, share;
  mpf_init2(error, MPF_BITS);
  mpf_init2(square, MPF_BITS);
  mpf_init2(share, MPF_BITS);
  mpf_set_d(share, weight);
  mpf_add(sums->weight, sums->weight, share);
  mpf_set_q(error, output);
  mpf_set_d(square, target);
  mpf_sub(error, error, square);
  mpf_mul(square, error, error);
  mpf_abs(error, error);
  if (mpf_cmp(error, sums->largest) > 0)
    mpf_set(sums->largest, error);
  mpf_mul(square, square, share);
  mpf_mul(error, error, share);
  mpf_add(sums->square, sums->square, square);
  mpf_add(sums->magnitude, sums->magnitude, error);
  mpf_clears(error, square, share, NULL);
}

static struct errors sums_errors(struct sums *sums) {
  mpf_div(sums->square, sums->square, sums->weight);
  mpf_div(sums->magnitude, sums->magnitude, sums->weight);
  return (struct errors){mpf_get_d(sums->square), mpf_get_d(sums->magnitude), mpf_get_d(sums->largest)};
}

/* The double nearest to a rational number; mpq_get_d() alone cuts off towards zero. */
static double nearest_double(const mpq_t value) {
  const double near = mpq_get_d(value), next = nextafter(near, mpq_sgn(value) < 0 ? -INFINITY : INFINITY);
  mpq_t middle, other;
  mpq_inits(middle, other, NULL);
  mpq_set_d(middle, near);
  mpq_set_d(other, next);
  mpq_add(middle, middle, other);
  mpq_div_2exp(middle, middle, 1);
  const int beyond = mpq_cmp(value, middle) * (mpq_sgn(value) < 0 ? -1 : 1);
  uint64_t bits;
  memcpy(&bits, &near, sizeof bits);
  mpq_clears(middle, other, NULL);
  return beyond > 0 || (beyond == 0 && (bits & 1) != 0) ? next : near;
}

/* The output stage, on an exact output in place. Output and quotient are doubles, as for Bs. */
static void requantise(const struct output_stage *stage, mpq_t output) {
  mpq_t step;
  mpz_t code, low, high;
  mpq_init(step);
  mpz_inits(code, low, high, NULL);
  mpq_set_d(step, stage->scale);
  mpq_set_d(output, nearest_double(output) / stage->scale);
  round_rational(code, output);
  mpz_ui_pow_ui(high, 2, (unsigned long)stage->bits - 1);
  mpz_neg(low, high);
  mpz_sub_ui(high, high, 1);
  if (mpz_cmp(code, low) < 0)
    mpz_set(code, low);
  if (mpz_cmp(code, high) > 0)
    mpz_set(code, high);
  mpq_set_z(output, code);
  mpq_mul(output, output, step);
  mpq_clear(step);
  mpz_clears(code, low, high, NULL);
}

/* What the unit puts out for code q: S 2^-F (K q 2^(F - F_k) + Bs). */
static void unit_output(mpq_t output, const struct spec *spec, int32_t slope, const mpz_t bs, int32_t q, double scale) {
  mpq_t step;
  mpz_t product;
  mpq_init(step);
  mpz_init(product);
  mpz_set_si(product, slope);
  mpz_mul_si(product, product, q);
  mpz_mul_2exp(product, product, (mp_bitcnt_t)(fraction(spec) - spec->slope.frac));
  mpz_add(product, product, bs);
  mpq_set_z(output, product);
  mpq_set_d(step, scale);
  mpq_mul(output, output, step);
  scale_rational(output, -fraction(spec));
  mpq_clear(step);
  mpz_clear(product);
}

/* The entry of a code: as many as there are thresholds below it. */
static int entry_of(const struct spec *spec, const struct design *design, int32_t q, double scale) {
  int entry = 0;
  for (int i = 0; i < design->entries - 1; i++)
    entry += threshold(spec, design->breakpoint[i], scale) < q;
  return entry;
}

static void evaluate_scale(const struct spec *spec, const struct design *design, int s, struct score *score) {
  const double scale = spec->scales.scale[s];
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  double *weights = reference_weights(spec, scale);
  struct sums exact, requantised;
  mpz_t bs[ENTRIES_MAX];
  mpq_t output;
  sums_init(&exact);
  sums_init(&requantised);
  mpq_init(output);
  for (int i = 0; i < design->entries; i++) {
    mpz_init(bs[i]);
    unit_intercept(bs[i], spec, design->intercept[i], scale);
  }
  for (int32_t q = -half; q < half; q++) {
    const double x = scale * (double)q, weight = weights[q + half];
    if (weight == 0)
      continue;
    const struct reference_reduced seen = reference_reduce(spec, scale, q);
    const int entry = entry_of(spec, design, seen.q, scale);
    const double target = function_value(spec->function, x);
    unit_output(output, spec, design->slope[entry], bs[entry], seen.q, scale);
    scale_rational(output, seen.shift);
    sums_add(&exact, weight, output, target);
    if (spec->output.bits != 0)
      requantise(&spec->output, output);
    sums_add(&requantised, weight, output, target);
    score->codes[s]++;
  }
  if (score->codes[s] > 0) {
    score->exact_at[s] = sums_errors(&exact);
    score->requantised_at[s] = sums_errors(&requantised);
  }
  for (int i = 0; i < design->entries; i++)
    mpz_clear(bs[i]);
  free(weights);
  mpq_clear(output);
  sums_clear(&exact);
  sums_clear(&requantised);
}

/* Means and maximum over the scales that have codes. */
static struct errors combine(const struct errors at[], const int64_t codes[], int scales) {
  struct errors total = {0, 0, 0};
  long double mse = 0, mae = 0;
  int counted = 0;
  for (int s = 0; s < scales; s++) {
    if (codes[s] == 0)
      continue;
    counted++;
    mse += (long double)at[s].mse;
    mae += (long double)at[s].mae;
    total.max_abs = at[s].max_abs > total.max_abs ? at[s].max_abs : total.max_abs;
  }
  total.mse = (double)(mse / counted);
  total.mae = (double)(mae / counted);
  return total;
}

void reference_evaluate(const struct spec *spec, const struct design *design, struct score *score) {
  memset(score, 0, sizeof *score);
  for (int s = 0; s < spec->scales.count; s++) {
    evaluate_scale(spec, design, s, score);
    score->scales_counted += score->codes[s] > 0;
  }
  score->exact = combine(score->exact_at, score->codes, spec->scales.count);
  score->requantised = combine(score->requantised_at, score->codes, spec->scales.count);
}

struct code_range reference_candidates(const struct spec *spec) {
  double finest = HUGE_VAL;
  for (int s = 0; s < spec->scales.count; s++)
    finest = spec->scales.scale[s] < finest ? spec->scales.scale[s] : finest;
  /* Start well outside and walk in. */
  int32_t first = (int32_t)floor(spec->function->lo / finest) - 2,
          last = (int32_t)ceil(spec->function->hi / finest) + 2;
  while ((double)first * finest < spec->function->lo)
    first++;
  while ((double)last * finest > spec->function->hi)
    last--;
  return (struct code_range){first, last};
}

uint32_t reference_bounds(const struct spec *spec) {
  const struct code_range candidates = reference_candidates(spec);
  return (uint32_t)(candidates.last - candidates.first + 1) + 2;
}

int32_t reference_cut(const struct spec *spec, uint32_t bound, double scale) {
  if (bound == 0)
    return INT32_MIN;
  if (bound == reference_bounds(spec) - 1)
    return INT32_MAX;
  return threshold(spec, reference_candidates(spec).first + (int32_t)bound - 1, scale);
}
