/* The random numbers of the kernels: known answers of Philox4x32-10, and what each counter word is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "gpu/philox.h"
#include "philox_known.h"
#include "reference/random_problem.h"

static void test_known_answers(void **state) {
  (void)state;
  for (size_t i = 0; i < PHILOX_KNOWN; i++) {
    const uint32_t *in = philox_known[i].counter, *key = philox_known[i].key;
    /* The counter's words are generation, individual, island, block. */
    const philox4x32_ctr_t random = draw(key[0], key[1], in[0], in[2], in[1], in[3]);
    for (int w = 0; w < 4; w++)
      assert_int_equal(random.v[w], philox_known[i].answer[w]);
  }
}

/* The same as the library's own interface, for any counter. */
static void test_library(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < 100000; i++) {
    const uint64_t a = random_bits(&stream), b = random_bits(&stream), c = random_bits(&stream);
    const philox4x32_ctr_t counter = {{(uint32_t)a, (uint32_t)(a >> 32), (uint32_t)b, (uint32_t)(b >> 32)}};
    const philox4x32_key_t key = {{(uint32_t)c, (uint32_t)(c >> 32)}};
    const philox4x32_ctr_t expected = philox4x32(counter, key);
    const philox4x32_ctr_t found = draw(key.v[0], key.v[1], counter.v[0], counter.v[2], counter.v[1], counter.v[3]);
    for (int w = 0; w < 4; w++)
      assert_int_equal(found.v[w], expected.v[w]);
  }
}

/* A draw times a count is a number below the count, and reaches both ends. */
static void test_multiply_high(void **state) {
  (void)state;
  assert_int_equal(multiply_high(0, 1000), 0);
  assert_int_equal(multiply_high(UINT32_MAX, 1000), 999);
  assert_int_equal(multiply_high(UINT32_C(1) << 31, 1001), 500);
  assert_int_equal(multiply_high(UINT32_MAX, UINT32_MAX), UINT32_MAX - 1);
  assert_int_equal(multiply_high(UINT32_MAX, 1), 0);
}

/* Half to even, over the range that the kernels use. */
static void test_round_even(void **state) {
  (void)state;
  static const float known[][2] = {{0.5f, 0},
                                   {1.5f, 2},
                                   {2.5f, 2},
                                   {-0.5f, 0},
                                   {-1.5f, -2},
                                   {-2.5f, -2},
                                   {0.49f, 0},
                                   {3.51f, 4},
                                   {1048575.5f, 1048576},
                                   {-1048576.5f, -1048576}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    assert_true(round_even(known[i][0]) == known[i][1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_answers), cmocka_unit_test(test_library),
                                     cmocka_unit_test(test_multiply_high), cmocka_unit_test(test_round_even)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
