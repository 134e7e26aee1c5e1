/* The graph whose gates the cost model counts computes what the unit has to, on every code at every scale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hardware/elaborate.h"
#include "hardware/random_unit.h"

static int bit_of(const struct elaboration *elaboration, const unsigned char *value, signal_t signal) {
  (void)elaboration;
  return value[signal >> 1] ^ (signal & 1);
}

/* Evaluate with registers as wires. */
static int64_t output_of(const struct elaboration *elaboration, unsigned char *value, int32_t q, int scale) {
  const struct graph *graph = &elaboration->graph;
  value[0] = 0;
  for (uint32_t n = 1; n < graph->count; n++) {
    const struct node *node = &graph->node[n];
    if (node->gate == GATE_INPUT) {
      const struct input *input = &elaboration->input[node->a];
      value[n] = (unsigned char)((input->source == SOURCE_X       ? (uint32_t)q >> input->bit
                                  : input->source == SOURCE_SCALE ? (uint32_t)scale >> input->bit
                                                                  : input->high_at_scale >> scale) &
                                 1);
      continue;
    }
    const int a = bit_of(elaboration, value, node->a);
    const int b = bit_of(elaboration, value, node->b), c = bit_of(elaboration, value, node->c);
    value[n] = (unsigned char)(node->gate == GATE_REGISTER ? a
                               : node->gate == GATE_AND    ? a & b
                               : node->gate == GATE_XOR    ? a ^ b
                               : a                         ? b
                                                           : c);
  }
  uint64_t y = 0;
  for (int i = 0; i < 64; i++) {
    const int bit = i < elaboration->y.bits ? i : elaboration->y.bits - 1;
    y |= (uint64_t)bit_of(elaboration, value, elaboration->y.bit[bit]) << i;
  }
  return (int64_t)y;
}

/*
 * Where constants are propagated by a sample of patterns, or beyond registers, gates that are nearly equal may be taken
 * for one: there the graph is an estimate.
 */
static bool is_exact(const struct unit *unit) {
  return unit->storage != STORAGE_ROM || (unit->pipeline == 0 && 1 << (unit->scale_bits + unit->x_bits) <= PATTERNS_MAX);
}

static void check_unit(const struct random_unit *unit) {
  struct elaboration elaboration;
  struct error err;
  char text[512];
  assert_true(elaborate(&elaboration, &unit->unit, &unit->content, &err));
  unsigned char *value = malloc(elaboration.graph.count);
  const struct code_range codes = spec_codes(&unit->spec);
  for (int s = 0; s < unit->spec.scales.count; s++)
    for (int32_t q = codes.first; q <= codes.last; q++) {
      const int64_t sum = random_unit_sum(unit, s, q);
      const int64_t expected = unit->spec.output.bits == 0 ? sum : random_unit_requantised(unit, s, sum);
      const int64_t y = output_of(&elaboration, value, q, s);
      if (y != expected)
        fail_msg("%s: scale %d, code %d: %lld, not %lld", random_unit_text(unit, text, sizeof text), s, (int)q,
                 (long long)y, (long long)expected);
    }
  free(value);
  elaboration_free(&elaboration);
}

static void test_computes_the_table(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < 200 * TEST_EFFORT; i++) {
    struct random_unit unit;
    random_unit_draw(&unit, &stream);
    if (is_exact(&unit.unit))
      check_unit(&unit);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_computes_the_table)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
