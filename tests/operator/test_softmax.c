/* Softmax in integers: by hand, against division of big integers, and what must not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "operator/rational.h"
#include "operator/softmax.h"
#include "reference/random_problem.h"

enum { VECTORS = 1500 * TEST_EFFORT, LENGTH = 300 };

/* Softmax with units that hold what a test puts there. */
struct subject {
  struct operator_unit exp, divide;
  struct softmax softmax;
};

static void make_subject(struct subject *s, int in_bits, struct octaves octaves) {
  s->exp = (struct operator_unit){.first = -(1 << (in_bits - 1)), .last = 0};
  s->divide = (struct operator_unit){.first = 1 << octaves.low, .last = (2 << octaves.low) - 1};
  s->exp.value = calloc((size_t)1 << in_bits, sizeof s->exp.value[0]);
  s->divide.value = calloc((size_t)2 << octaves.low, sizeof s->divide.value[0]);
  assert_non_null(s->exp.value);
  assert_non_null(s->divide.value);
  s->softmax = (struct softmax){.exp = &s->exp,
                                .divide = &s->divide,
                                .octaves = octaves,
                                .divide_frac = octaves_frac(&octaves, 16),
                                .out_bits = 8,
                                .out_frac = 8};
}

static void release_subject(struct subject *s) {
  free(s->exp.value);
  free(s->divide.value);
}

/* Ideal units for 8-bit codes at a scale of 2^-6. */
static void make_ideal(struct subject *s) {
  make_subject(s, 8, (struct octaves){0.015625, 6, 6, 1});
  for (int32_t q = -128; q <= 0; q++)
    s->exp.value[q + 128] = (uint32_t)rint(32768 * exp(q / 64.0));
  for (int32_t q = 64; q < 128; q++)
    s->divide.value[q - 64] = (uint32_t)rint(32768 * 64.0 / q);
}

/* Units that hold anything: the arithmetic around them is what is tested. */
static void make_random(struct subject *s, struct random_stream *stream) {
  const int in_bits = random_between(stream, 4, 12), low = random_between(stream, 0, in_bits - 2);
  const int scale_log2 = random_between(stream, -4, 16);
  make_subject(s, in_bits, (struct octaves){ldexp(1, -scale_log2), scale_log2, low, 1});
  const int exp_bits = random_between(stream, 4, 16), divide_bits = random_between(stream, 4, 24);
  for (int32_t q = s->exp.first; q <= 0; q++)
    s->exp.value[q - s->exp.first] = (uint32_t)(random_bits(stream) >> (64 - exp_bits));
  for (int32_t q = s->divide.first; q <= s->divide.last; q++)
    s->divide.value[q - s->divide.first] = (uint32_t)(random_bits(stream) >> (64 - divide_bits));
  s->softmax.divide_frac = octaves_frac(&s->softmax.octaves, divide_bits);
  s->softmax.out_bits = random_between(stream, 2, 16);
  s->softmax.out_frac = s->softmax.out_bits - random_between(stream, 0, 1);
}

/*
 * 0 and -64: e is 2^15 and 12055, the sum 44823 = 87.5 2^9, so x is 88/64 and m 15; r = 2^15 / (88/64) = 23831.3.
 * p is 2^15 23831 / 2^(15 + 15 - 8) = 186.2 and 12055 23831 / 2^22 = 68.5 (68.49).
 */
static void test_by_hand(void **state) {
  (void)state;
  struct subject s;
  make_ideal(&s);
  const int32_t two[] = {0, -64}, equal[] = {-5, -5}, alone[] = {100}, far[] = {-128, 127};
  int32_t out[2];
  softmax_run(&s.softmax, two, 2, out);
  assert_int_equal(out[0], 186);
  assert_int_equal(out[1], 68);
  softmax_run(&s.softmax, equal, 2, out);
  assert_int_equal(out[0], 128);
  assert_int_equal(out[1], 128);
  softmax_run(&s.softmax, alone, 1, out);
  assert_int_equal(out[0], 255); /* 256, saturated */
  s.softmax.out_frac = 7;
  softmax_run(&s.softmax, alone, 1, out);
  assert_int_equal(out[0], 128);
  /* A difference of -255 is taken for -128: 4435; the sum 37203 = 72.7 2^9, r = 2^15 64/73 = 28728.1. */
  softmax_run(&s.softmax, far, 2, out);
  assert_int_equal(out[0], 15);  /* 4435 28728 / 2^23 = 15.19 */
  assert_int_equal(out[1], 112); /* 2^15 28728 / 2^23 = 112.2 */
  release_subject(&s);
}

static void test_zero(void **state) {
  (void)state;
  struct subject s;
  make_ideal(&s);
  memset(s.exp.value, 0, 129 * sizeof s.exp.value[0]);
  const int32_t q[] = {1, 2, 3};
  int32_t out[3] = {7, 7, 7};
  softmax_run(&s.softmax, q, 3, out);
  for (int i = 0; i < 3; i++)
    assert_int_equal(out[i], 0);
  release_subject(&s);
}

static void reference(const struct softmax *softmax, const int32_t *q, int length, int32_t *out) {
  const struct octaves *const o = &softmax->octaves;
  int32_t max = INT32_MIN;
  for (int i = 0; i < length; i++)
    max = q[i] > max ? q[i] : max;
  wide e[LENGTH], sum = 0;
  for (int i = 0; i < length; i++) {
    const int32_t d = q[i] - max;
    e[i] = softmax->exp->value[d < softmax->exp->first ? 0 : d - softmax->exp->first];
    sum += e[i];
  }
  for (int i = 0; i < length; i++)
    out[i] = 0;
  if (sum == 0)
    return;
  const struct rational_code x = rational_normalise(sum, o->low, 1, o->scale_log2);
  const wide r = softmax->divide->value[x.code - softmax->divide->first];
  const wide most = ((wide)1 << softmax->out_bits) - 1;
  for (int i = 0; i < length; i++) {
    const wide p = rational_round(e[i] * r, softmax->out_frac - softmax->divide_frac - x.m, 1);
    out[i] = (int32_t)(p > most ? most : p);
  }
}

static int draw_codes(struct random_stream *stream, int32_t *q) {
  const int length = random_between(stream, 1, LENGTH), bits = random_between(stream, 4, 12);
  for (int i = 0; i < length; i++)
    q[i] = random_between(stream, -(1 << (bits - 1)), (1 << (bits - 1)) - 1);
  return length;
}

static void test_reference(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < VECTORS; i++) {
    struct subject s;
    int32_t q[LENGTH], found[LENGTH], expected[LENGTH];
    make_random(&s, &stream);
    const int length = draw_codes(&stream, q);
    softmax_run(&s.softmax, q, length, found);
    reference(&s.softmax, q, length, expected);
    assert_memory_equal(found, expected, (size_t)length * sizeof q[0]);
    release_subject(&s);
  }
}

/* Neither the order of the codes nor a constant added to all of them matters. */
static void test_invariance(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < VECTORS; i++) {
    struct subject s;
    int32_t q[LENGTH], out[LENGTH], turned[LENGTH], moved[LENGTH], found[LENGTH];
    make_random(&s, &stream);
    const int length = draw_codes(&stream, q), turn = random_between(&stream, 0, length - 1);
    const int32_t step = random_between(&stream, -1000, 1000);
    for (int j = 0; j < length; j++) {
      turned[j] = q[(j + turn) % length];
      moved[j] = q[j] + step;
    }
    softmax_run(&s.softmax, q, length, out);
    softmax_run(&s.softmax, moved, length, found);
    assert_memory_equal(found, out, (size_t)length * sizeof q[0]);
    softmax_run(&s.softmax, turned, length, found);
    for (int j = 0; j < length; j++)
      assert_int_equal(found[j], out[(j + turn) % length]);
    release_subject(&s);
  }
}

/* The longest vector of the widest units: nothing overflows. */
static void test_longest(void **state) {
  (void)state;
  struct subject s;
  make_subject(&s, 8, (struct octaves){0.015625, 6, 6, 1});
  int32_t *const q = calloc(OPERATOR_LENGTH_MAX, sizeof *q), *const out = calloc(OPERATOR_LENGTH_MAX, sizeof *out);
  assert_non_null(q);
  assert_non_null(out);
  for (int32_t d = -128; d <= 0; d++)
    s.exp.value[d + 128] = 65535;
  for (int32_t x = 64; x < 128; x++)
    s.divide.value[x - 64] = (uint32_t)rint(0x1p23 * 64 / x);
  s.softmax.divide_frac = octaves_frac(&s.softmax.octaves, 24);
  s.softmax.out_bits = s.softmax.out_frac = 16;
  softmax_run(&s.softmax, q, OPERATOR_LENGTH_MAX, out);
  for (int i = 0; i < OPERATOR_LENGTH_MAX; i++)
    assert_int_equal(out[i], 1); /* 2^16 / 2^16 */
  free(q);
  free(out);
  release_subject(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),    cmocka_unit_test(test_zero),    cmocka_unit_test(test_reference),
      cmocka_unit_test(test_invariance), cmocka_unit_test(test_longest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
