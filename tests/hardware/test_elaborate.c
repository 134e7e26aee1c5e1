/* The graph whose gates the cost model counts computes what the unit has to, on every code at every scale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>

#include "hardware/elaborate.h"
#include "hardware/random_unit.h"
#include "model/ranges.h"

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
  return unit->storage != STORAGE_ROM ||
         (unit->pipeline == 0 && 1 << (unit->scale_bits + unit->x_bits) <= PATTERNS_MAX);
}

/* Fraction bits of the sum, and those that ranges add. */
static int frac_of(const struct spec *spec) {
  return (spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac) + range_output_bits(spec);
}

/* The exact output at scale number s and code q. */
static int64_t sum_of(const struct random_unit *unit, int s, int32_t q) {
  const struct spec *spec = &unit->spec;
  const double scale = spec->scales.scale[s];
  int32_t threshold[ENTRIES_MAX];
  for (int i = 0; i < spec->entries - 1; i++)
    threshold[i] = design_threshold(spec, unit->design.breakpoint[i], scale);
  const struct code_range domain = spec_domain_codes(spec, scale);
  if (spec->tails == TAILS_CLAMP && domain.first <= domain.last)
    q = q < domain.first ? domain.first : q > domain.last ? domain.last : q;
  const struct ranged_code code = range_reduce(spec, scale, q);
  const int entry = design_entry(threshold, spec->entries, code.q);
  const int frac = frac_of(spec) - range_output_bits(spec);
  const double b = ldexp((double)unit->design.intercept[entry], -spec->intercept.frac);
  const int64_t sum = (int64_t)unit->design.slope[entry] * code.q * (INT64_C(1) << (frac - spec->slope.frac)) +
                      (int64_t)rint(ldexp(b / scale, frac));
  return sum * (INT64_C(1) << (range_output_bits(spec) + code.shift));
}

/* What the output stage makes of it. The ratio of two scales is a power of two, so that the quotient is exact. */
static int64_t requantised(const struct random_unit *unit, int s, int64_t sum) {
  const struct spec *spec = &unit->spec;
  const double ratio = spec->output.scale / spec->scales.scale[s];
  const double limit = ldexp(1, spec->output.bits - 1);
  return (int64_t)fmin(fmax(rint(ldexp((double)sum, -frac_of(spec)) / ratio), -limit), limit - 1);
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
      const int64_t sum = sum_of(unit, s, q);
      const int64_t expected = unit->spec.output.bits == 0 ? sum : requantised(unit, s, sum);
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
    struct unit_choice choice = random_choice(&stream);
    if (choice.selector != SELECT_POWER2 && random_between(&stream, 0, 5) == 0)
      choice.entries = 2 * random_between(&stream, 9, 32);
    struct random_unit unit;
    random_unit_draw(&unit, &choice, &stream);
    if (is_exact(&unit.unit))
      check_unit(&unit);
  }
}

static bool reaches_all_ranges(const struct spec *spec) {
  const struct code_range codes = spec_codes(spec);
  bool reached[RANGES_MAX] = {false};
  int count = 0;
  for (int s = 0; s < spec->scales.count; s++)
    for (int32_t q = codes.first; q <= codes.last; q++)
      reached[range_reduce(spec, spec->scales.scale[s], q).range] = true;
  for (int r = 0; r < spec->ranges; r++)
    count += reached[r];
  return count == spec->ranges;
}

/* Ranges of both kinds, in stored and constant bounds, with several scales. */
static void test_ranges(void **state) {
  (void)state;
  struct random_stream stream = {2};
  int all[2] = {0, 0};
  for (int i = 0; i < 60 * TEST_EFFORT; i++) {
    struct unit_choice choice = random_choice(&stream);
    choice.mirrored = false;
    choice.entries = 4;
    choice.selector = (enum selector)(i % SELECT_UNIFORM);
    choice.storage = (enum storage)(i / 2 % STORAGES);
    choice.added = i % 2 != 0;
    choice.pipeline = 0;
    choice.x_bits = 9;
    choice.scales = random_between(&stream, 1, 4);
    choice.ranges = i % 5 == 0 ? RANGES_MAX : random_between(&stream, 2, 6);
    struct random_unit unit;
    random_unit_draw(&unit, &choice, &stream);
    assert_true(is_exact(&unit.unit));
    assert_true((unit.unit.range_input_shift == 0) == choice.added);
    check_unit(&unit);
    all[choice.added] += reaches_all_ranges(&unit.spec);
  }
  assert_true(all[0] >= 5 && all[1] >= 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_computes_the_table), cmocka_unit_test(test_ranges)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
