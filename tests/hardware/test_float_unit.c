/* The floating-point unit's graph against the machine's own arithmetic. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hardware/float_unit.h"
#include "reference/random_problem.h"

static uint64_t output_of(const struct elaboration *elaboration, unsigned char *value, uint64_t x) {
  const struct graph *graph = &elaboration->graph;
  value[0] = 0;
  for (uint32_t n = 1; n < graph->count; n++) {
    const struct node *node = &graph->node[n];
    if (node->gate == GATE_INPUT) {
      const struct input *input = &elaboration->input[node->a];
      value[n] = (unsigned char)((input->source == SOURCE_X ? x >> input->bit : input->high_at_scale) & 1);
      continue;
    }
    const int a = value[node->a >> 1] ^ (node->a & 1);
    const int b = value[node->b >> 1] ^ (node->b & 1), c = value[node->c >> 1] ^ (node->c & 1);
    value[n] = (unsigned char)(node->gate == GATE_REGISTER ? a
                               : node->gate == GATE_AND    ? a & b
                               : node->gate == GATE_XOR    ? a ^ b
                               : a                         ? b
                                                           : c);
  }
  uint64_t y = 0;
  for (int i = 0; i < elaboration->y.bits; i++)
    y |= (uint64_t)(value[elaboration->y.bit[i] >> 1] ^ (elaboration->y.bit[i] & 1)) << i;
  return y;
}

static float float_of(uint64_t bits) {
  const uint32_t low = (uint32_t)bits;
  float value;
  memcpy(&value, &low, sizeof value);
  return value;
}

/* Everything is well within the range of normal numbers. */
static float draw(struct random_stream *stream) {
  return (float)(random_real(stream, -1, 1) * ldexp(1, random_between(stream, -20, 20)));
}

static void test_single_precision(void **state) {
  (void)state;
  struct random_stream stream = {1};
  const struct float_unit unit = {{8, 23}, 3};
  unsigned char *value = NULL;
  for (int i = 0; i < 100 * TEST_EFFORT; i++) {
    struct float_content content;
    for (int e = 0; e < unit.entries; e++) {
      content.slope[e] = (double)draw(&stream);
      content.intercept[e] = (double)draw(&stream);
    }
    content.threshold[0] = (double)(float)random_real(&stream, -3, 1);
    content.threshold[1] = (double)(float)random_real(&stream, 1, 3);
    struct elaboration elaboration;
    struct error err;
    assert_true(elaborate_float(&elaboration, &unit, &content, &err));
    value = realloc(value, elaboration.graph.count);
    for (int k = 0; k < 20; k++) {
      const float x = k == 0 ? (float)content.threshold[0] : k == 1 ? 0 : (float)random_real(&stream, -4, 4);
      const int entry = ((double)x > content.threshold[0]) + ((double)x > content.threshold[1]);
      const float product = (float)content.slope[entry] * x;
      const float expected = product + (float)content.intercept[entry];
      const float y = float_of(output_of(&elaboration, value, float_code(unit.format, (double)x)));
      if (y != expected)
        fail_msg("%a * %a + %a = %a, not %a", content.slope[entry], (double)x, content.intercept[entry], (double)y,
                 (double)expected);
    }
    elaboration_free(&elaboration);
  }
  free(value);
}

static void test_codes(void **state) {
  (void)state;
  struct random_stream stream = {2};
  const struct float_format single = {8, 23}, half = {5, 10};
  for (int i = 0; i < 1000; i++) {
    const float value = draw(&stream);
    assert_true(float_of(float_code(single, (double)value)) == value);
  }
  assert_int_equal(float_code(half, 1), 0x3c00);
  assert_int_equal(float_code(half, -2), 0xc000);
  assert_int_equal(float_code(half, 65504), 0x7bff);
  assert_int_equal(float_code(half, 1 - 0x1p-12), 0x3c00);
  assert_int_equal(float_code(half, 0x1p-15), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes), cmocka_unit_test(test_single_precision)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
