/* LayerNorm in integers: by hand, against division of big integers, and what must not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "close.h"
#include "operator/layernorm.h"
#include "operator/rational.h"
#include "reference/random_problem.h"

enum { VECTORS = 1500 * TEST_EFFORT, LENGTH = 300 };

struct subject {
  struct operator_unit rsqrt;
  struct layernorm layernorm;
};

static void make_subject(struct subject *s, struct octaves octaves, int bits) {
  s->rsqrt = (struct operator_unit){.first = 1 << octaves.low, .last = (4 << octaves.low) - 1};
  s->rsqrt.value = calloc((size_t)4 << octaves.low, sizeof s->rsqrt.value[0]);
  assert_non_null(s->rsqrt.value);
  s->layernorm = (struct layernorm){
      .rsqrt = &s->rsqrt, .octaves = octaves, .rsqrt_frac = octaves_frac(&octaves, bits), .out_bits = 8, .out_frac = 4};
}

static void make_ideal(struct subject *s, struct octaves octaves, int bits) {
  make_subject(s, octaves, bits);
  for (int32_t q = s->rsqrt.first; q <= s->rsqrt.last; q++)
    s->rsqrt.value[q - s->rsqrt.first] = (uint32_t)rint(ldexp(1 / sqrt(octaves.scale * q), s->layernorm.rsqrt_frac));
}

static void make_random(struct subject *s, struct random_stream *stream) {
  const int scale_log2 = random_between(stream, -4, 16), bits = random_between(stream, 4, 24);
  make_subject(s, (struct octaves){ldexp(1, -scale_log2), scale_log2, random_between(stream, 0, 12), 2}, bits);
  for (int32_t q = s->rsqrt.first; q <= s->rsqrt.last; q++)
    s->rsqrt.value[q - s->rsqrt.first] = (uint32_t)(random_bits(stream) >> (64 - bits));
  s->layernorm.out_bits = random_between(stream, 2, 16);
  s->layernorm.out_frac = random_between(stream, 0, 16);
  s->layernorm.epsilon = random_bits(stream) >> random_between(stream, 20, 63);
}

/*
 * -1 and 1: the mean is 0, L^2 times the variance 2 * 2 - 0 = 4 = 1 4^1, so x is 64/64, m 1 and r 2^15; the products
 * +-2 2^15 / 2^(15 + 1 - 4) are +-16, which stands for +-1.
 */
static void test_by_hand(void **state) {
  (void)state;
  struct subject s;
  make_ideal(&s, (struct octaves){0.015625, 6, 5, 2}, 16);
  assert_int_equal(s.layernorm.rsqrt_frac, 15);
  const int32_t pair[] = {-1, 1}, ramp[] = {0, 1, 2, 3}, alone[] = {77}, lone[] = {0, 0, 0, 0, 0, 0, 0, 120};
  int32_t out[8];
  layernorm_run(&s.layernorm, pair, 2, out);
  assert_int_equal(out[0], -16);
  assert_int_equal(out[1], 16);
  /* 4 * 14 - 36 = 20 = 80/64 4^2: r = 2^15 / sqrt 1.25 = 29308.6; -6 29309 / 2^(15 + 2 - 4) = -21.5 (-21.47), -7.2. */
  layernorm_run(&s.layernorm, ramp, 4, out);
  assert_int_equal(out[0], -21);
  assert_int_equal(out[1], -7);
  assert_int_equal(out[2], 7);
  assert_int_equal(out[3], 21);
  layernorm_run(&s.layernorm, alone, 1, out);
  assert_int_equal(out[0], 0);
  /* sqrt 7 = 2.65 and -1 / sqrt 7 = -0.38, in sixteenths 42.3 and -6.05. */
  layernorm_run(&s.layernorm, lone, 8, out);
  assert_int_equal(out[7], 42);
  assert_int_equal(out[0], -6);
  /* V = 20 + 60 halves what is left: sqrt(20 / 80). */
  s.layernorm.epsilon = 60;
  layernorm_run(&s.layernorm, ramp, 4, out);
  assert_int_equal(out[3], 11); /* 6 / sqrt 80 = 0.67, 10.73 sixteenths */
  free(s.rsqrt.value);
}

static void test_epsilon(void **state) {
  (void)state;
  assert_int_equal(layernorm_epsilon(1e-5, 0.015625, 16), 10); /* 256 * 1e-5 * 4096 = 10.49 */
  assert_int_equal(layernorm_epsilon(0, 1, 16), 0);
  assert_int_equal(layernorm_epsilon(0.5, 1, 1), 0);
  assert_int_equal(layernorm_epsilon(0.5, 1, 2), 2);
  assert_int_equal(layernorm_epsilon(0x1p30, 1, 1 << 16), INT64_C(1) << 62);
}

static void reference(const struct layernorm *layernorm, const int32_t *q, int length, int32_t *out) {
  const struct octaves *const o = &layernorm->octaves;
  wide sum = 0, square = 0;
  for (int i = 0; i < length; i++)
    sum += q[i];
  for (int i = 0; i < length; i++)
    square += (length * (wide)q[i] - sum) * (length * (wide)q[i] - sum);
  /* The mean of (L q - s1)^2 is L^2 times the variance times L. */
  wide v = square / length + (wide)layernorm->epsilon;
  v = v > 0 ? v : 1;
  const struct rational_code x = rational_normalise(v, o->low, 2, o->scale_log2);
  const wide r = layernorm->rsqrt->value[x.code - layernorm->rsqrt->first];
  const wide limit = (wide)1 << (layernorm->out_bits - 1);
  for (int i = 0; i < length; i++) {
    const wide y =
        rational_round((length * (wide)q[i] - sum) * r, layernorm->out_frac - layernorm->rsqrt_frac - x.m, 1);
    out[i] = (int32_t)(y < -limit ? -limit : y >= limit ? limit - 1 : y);
  }
}

static int draw_codes(struct random_stream *stream, int32_t *q) {
  const int length = random_between(stream, 1, LENGTH), bits = random_between(stream, 1, 12);
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
    layernorm_run(&s.layernorm, q, length, found);
    reference(&s.layernorm, q, length, expected);
    assert_memory_equal(found, expected, (size_t)length * sizeof q[0]);
    free(s.rsqrt.value);
  }
}

/* Order and a constant do not matter, a constant vector becomes 0, and the other sign the other sign. */
static void test_invariance(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < VECTORS; i++) {
    struct subject s;
    int32_t q[LENGTH], out[LENGTH], turned[LENGTH], moved[LENGTH], found[LENGTH];
    make_random(&s, &stream);
    s.layernorm.out_bits = 16;
    s.layernorm.out_frac = 4;
    const int length = draw_codes(&stream, q), turn = random_between(&stream, 0, length - 1);
    const int32_t step = random_between(&stream, -1000, 1000);
    for (int j = 0; j < length; j++) {
      turned[j] = -q[(j + turn) % length];
      moved[j] = q[j] + step;
    }
    layernorm_run(&s.layernorm, q, length, out);
    layernorm_run(&s.layernorm, moved, length, found);
    assert_memory_equal(found, out, (size_t)length * sizeof q[0]);
    layernorm_run(&s.layernorm, turned, length, found);
    for (int j = 0; j < length; j++)
      assert_int_equal(found[j], -out[(j + turn) % length]);
    for (int j = 0; j < length; j++)
      moved[j] = step;
    layernorm_run(&s.layernorm, moved, length, found);
    for (int j = 0; j < length; j++)
      assert_int_equal(found[j], 0);
    free(s.rsqrt.value);
  }
}

/* The longest vectors of the widest codes: nothing overflows, and ideal functions come near the truth. */
static void test_longest(void **state) {
  (void)state;
  struct subject s;
  make_ideal(&s, (struct octaves){0x1p-12, 12, 12, 2}, 24);
  s.layernorm.out_bits = 16;
  s.layernorm.out_frac = 7;
  s.layernorm.epsilon = 0;
  int32_t *const q = calloc(OPERATOR_LENGTH_MAX, sizeof *q), *const out = calloc(OPERATOR_LENGTH_MAX, sizeof *out);
  assert_non_null(q);
  assert_non_null(out);
  for (int i = 0; i < OPERATOR_LENGTH_MAX; i++)
    q[i] = i % 2 == 0 ? -32768 : 32767;
  layernorm_run(&s.layernorm, q, OPERATOR_LENGTH_MAX, out);
  for (int i = 0; i < OPERATOR_LENGTH_MAX; i++)
    assert_int_equal(out[i], i % 2 == 0 ? -128 : 128);
  /* With the largest epsilon there is, outputs are sqrt 2 smaller. */
  s.layernorm.epsilon = INT64_C(1) << 62;
  layernorm_run(&s.layernorm, q, OPERATOR_LENGTH_MAX, out);
  assert_int_equal(out[1], 91); /* 128 / sqrt 2 = 90.5 (90.51) */
  /* One value of so many that differs: sqrt(L - 1) = 255.998. */
  s.layernorm.epsilon = 0;
  for (int i = 0; i < OPERATOR_LENGTH_MAX; i++)
    q[i] = i == 5 ? 32767 : -32768;
  layernorm_run(&s.layernorm, q, OPERATOR_LENGTH_MAX, out);
  assert_close(out[5] / 128.0, 255.998, 0.04);
  free(q);
  free(out);
  free(s.rsqrt.value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),    cmocka_unit_test(test_epsilon), cmocka_unit_test(test_reference),
      cmocka_unit_test(test_invariance), cmocka_unit_test(test_longest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
