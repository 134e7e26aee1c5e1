/* The cost model against published and synthesised units, and the properties that it must have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "hardware/cost.h"

/* A square unit: every width `bits`, every fraction bits - 2, one scale that spans [-2, 2). */
static struct spec square(int bits, int entries) {
  return (struct spec){.function = function_find("gelu"),
                       .in_bits = bits,
                       .scales = {.count = 1, .scale = {ldexp(1, 2 - bits)}},
                       .slope = {bits, bits - 2},
                       .intercept = {bits, bits - 2},
                       .tails = TAILS_FREE,
                       .entries = entries};
}

static struct technology technology(const char *name) {
  struct technology found;
  assert_true(technology_find(name, &found));
  return found;
}

static struct cost cost_of(const struct spec *spec, const struct design *design, enum storage storage,
                           enum selector selector) {
  const struct hardware hardware = {storage, selector, 0, technology("ihp130")};
  struct cost cost;
  cost_model(spec, design, &hardware, &cost);
  return cost;
}

static struct cost programmable(int bits, int entries, enum storage storage, enum selector selector) {
  const struct spec spec = square(bits, entries);
  const struct design design = {.entries = entries};
  return cost_of(&spec, &design, storage, selector);
}

static void near(double model, double measured, double tolerance) {
  if (!(fabs(model / measured - 1) <= tolerance))
    fail_msg("model %g, measured %g: more than %g apart", model, measured, tolerance);
}

/* Units synthesised for the 130 nm library: within the worst errors that docs/cost.md states. */
static void test_synthesised(void **state) {
  (void)state;
  static const struct {
    enum storage storage;
    enum selector selector;
    int bits, entries;
    double ge, delay_ns, energy_pj; /* 0: not compared */
  } unit[] = {
      {STORAGE_GATED, SELECT_ONE_HOT, 8, 8, 2573, 7.70, 3.43},
      {STORAGE_GATED, SELECT_ONE_HOT, 8, 16, 4236, 8.93, 4.66},
      {STORAGE_GATED, SELECT_ONE_HOT, 8, 32, 7964, 9.64, 7.01},
      {STORAGE_GATED, SELECT_ONE_HOT, 8, 64, 14874, 10.47, 11.89},
      {STORAGE_ENABLE, SELECT_ONE_HOT, 8, 8, 3078, 7.10, 8.94},
      {STORAGE_ENABLE, SELECT_ONE_HOT, 8, 16, 5433, 8.18, 16.19},
      {STORAGE_ENABLE, SELECT_ONE_HOT, 8, 32, 10160, 8.73, 30.0},
      {STORAGE_ENABLE, SELECT_ONE_HOT, 8, 64, 19227, 9.85, 57.8},
      {STORAGE_GATED, SELECT_TREE, 8, 8, 2539, 6.64, 3.15},
      {STORAGE_GATED, SELECT_TREE, 8, 16, 4214, 7.31, 3.78},
      {STORAGE_ENABLE, SELECT_TREE, 8, 8, 3033, 6.53, 8.63},
      {STORAGE_ENABLE, SELECT_BINARY, 8, 8, 3060, 8.71, 8.99},
      {STORAGE_ENABLE, SELECT_BINARY, 8, 16, 5243, 10.50, 15.97},
      {STORAGE_GATED, SELECT_BINARY, 8, 16, 4343, 10.05, 4.79},
      {STORAGE_GATED, SELECT_ONE_HOT, 16, 8, 6620, 0, 0},
      {STORAGE_ENABLE, SELECT_ONE_HOT, 16, 8, 7883, 0, 0},
  };
  for (size_t i = 0; i < sizeof unit / sizeof unit[0]; i++) {
    const struct cost cost = programmable(unit[i].bits, unit[i].entries, unit[i].storage, unit[i].selector);
    near(cost.area_ge, unit[i].ge, 0.12);
    near(cost.area_um2, unit[i].ge * 7.2576, 0.12);
    if (unit[i].delay_ns > 0) {
      near(cost.delay_ns, unit[i].delay_ns, 0.22);
      near(cost.energy_pj, unit[i].energy_pj, 0.23);
    }
  }
}

/* Power is energy at the profile's clock. */
static void test_power(void **state) {
  (void)state;
  const struct cost cost = programmable(8, 8, STORAGE_ENABLE, SELECT_ONE_HOT);
  assert_close(cost.power_mw, cost.energy_pj * technology("ihp130").clock_mhz * 1e6 * 1e-12 * 1e3, 1e-12);
}

static struct cost published(int entries) {
  const struct spec spec = square(8, entries);
  const struct design design = {.entries = entries};
  struct hardware hardware = {.storage = STORAGE_ENABLE, .selector = SELECT_ONE_HOT};
  assert_true(technology_builtin(0, &hardware.technology));
  assert_string_equal(hardware.technology.name, "paper28");
  struct cost cost;
  cost_model(&spec, &design, &hardware, &cost);
  return cost;
}

/* The default profile gives the published 28 nm unit exactly, and its 16-entry sibling within the model's error. */
static void test_published(void **state) {
  (void)state;
  const struct cost eight = published(8), sixteen = published(16);
  assert_close(eight.area_um2, 961, 1e-9);
  assert_close(eight.power_mw, 0.40, 1e-12);
  assert_close(eight.delay_ns, 2, 1e-12);
  near(sixteen.area_um2 / eight.area_um2, 1.71, 0.12);
  near(sixteen.power_mw / eight.power_mw, 1.95, 0.23);
}

static void test_profiles(void **state) {
  (void)state;
  struct technology found = {.name = "untouched"};
  assert_false(technology_find("nosuch", &found));
  assert_false(technology_builtin(99, &found));
  assert_string_equal(found.name, "untouched");
  for (size_t i = 0; technology_builtin(i, &found); i++)
    assert_string_equal(technology(found.name).name, found.name);
  assert_close(technology("ihp130").ge_um2, 7.2576, 0);
  assert_true(technology("paper28").ge_um2 < 1);
}

/* A profile scales the four figures apart from each other. */
static void test_scaling(void **state) {
  (void)state;
  const struct spec spec = square(8, 8);
  const struct design design = {.entries = 8};
  struct hardware hardware = {STORAGE_ENABLE, SELECT_ONE_HOT, 0, technology("ihp130")};
  struct cost plain, scaled;
  cost_model(&spec, &design, &hardware, &plain);
  hardware.technology.ge_um2 *= 2;
  hardware.technology.energy_scale = 3;
  hardware.technology.delay_scale = 5;
  hardware.technology.clock_mhz *= 7;
  cost_model(&spec, &design, &hardware, &scaled);
  assert_close(scaled.area_ge, plain.area_ge, 1e-9);
  assert_close(scaled.area_um2, plain.area_um2 * 2, 1e-9);
  assert_close(scaled.energy_pj, plain.energy_pj * 3, 1e-9);
  assert_close(scaled.power_mw, plain.power_mw * 21, 1e-9);
  assert_close(scaled.delay_ns, plain.delay_ns * 5, 1e-9);
  /* 184 stored and 16 input and output bits, each a flip-flop */
  hardware.technology.flip_flop_ge -= 1;
  cost_model(&spec, &design, &hardware, &scaled);
  assert_close(plain.area_ge - scaled.area_ge, 7 * 8 + 8 * 16 + 16, 1e-9);
}

static void grows(struct cost small, struct cost large) {
  assert_true(small.area_ge < large.area_ge);
  assert_true(small.energy_pj < large.energy_pj);
  assert_true(small.delay_ns <= large.delay_ns);
}

static void test_monotonic(void **state) {
  (void)state;
  const struct design design = {0};
  for (enum storage storage = STORAGE_ENABLE; storage <= STORAGE_GATED; storage++)
    for (enum selector selector = SELECT_ONE_HOT; selector <= SELECT_BINARY; selector++) {
      for (int entries = ENTRIES_MIN; entries < ENTRIES_MAX; entries++)
        grows(programmable(8, entries, storage, selector), programmable(8, entries + 1, storage, selector));
      for (int bits = IN_BITS_MIN; bits < IN_BITS_MAX; bits++) {
        struct spec spec = square(8, 8), wider = square(8, 8);
        spec.in_bits = bits, wider.in_bits = bits + 1;
        grows(cost_of(&spec, &design, storage, selector), cost_of(&wider, &design, storage, selector));
        spec = wider = square(8, 8);
        spec.slope.bits = bits, wider.slope.bits = bits + 1;
        grows(cost_of(&spec, &design, storage, selector), cost_of(&wider, &design, storage, selector));
        spec = wider = square(8, 8);
        spec.intercept.bits = bits, wider.intercept.bits = bits + 1;
        grows(cost_of(&spec, &design, storage, selector), cost_of(&wider, &design, storage, selector));
      }
    }
}

static void test_storage_order(void **state) {
  (void)state;
  const struct cost enable = programmable(8, 16, STORAGE_ENABLE, SELECT_TREE);
  const struct cost gated = programmable(8, 16, STORAGE_GATED, SELECT_TREE);
  const struct cost rom = programmable(8, 16, STORAGE_ROM, SELECT_TREE);
  assert_true(rom.area_ge < gated.area_ge && gated.area_ge < enable.area_ge);
  assert_true(rom.energy_pj < gated.energy_pj && gated.energy_pj < enable.energy_pj);
}

/* The clamp is two comparators and their stored thresholds; an output stage sets the output register. */
static void test_clamp_and_output(void **state) {
  (void)state;
  const struct design design = {.entries = 8};
  struct spec spec = square(8, 8);
  const struct cost plain = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  spec.tails = TAILS_CLAMP;
  const struct cost clamped = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_close(clamped.area_ge - plain.area_ge, 2 * 8 * (6.75 + 3.14), 1e-9);
  spec.tails = TAILS_ASYMPTOTE;
  spec.output = (struct output_stage){.bits = 12, .scale = 1};
  const struct cost wide = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_close(wide.area_ge - plain.area_ge, 4 * 6.75, 1e-9);
  assert_close(wide.energy_pj - plain.energy_pj, 4 * 0.0295, 1e-9);
}

/* Worked by hand: what each property of the content costs. */
static void test_rom_terms(void **state) {
  (void)state;
  const struct spec spec = square(8, 4);
  const double registers = 6.75 * 16;
  struct design design = {.entries = 4};
  /* trailing zeros are free: 8 - 7, 8 - 4 and 8 - 0 bits are compared */
  design.breakpoint[0] = -128;
  design.breakpoint[1] = 16;
  design.breakpoint[2] = 127;
  const double thresholds = 0.61 * (1 + 4 + 8);
  assert_close(cost_of(&spec, &design, STORAGE_ROM, SELECT_ONE_HOT).area_ge, registers + thresholds, 1e-9);
  assert_close(cost_of(&spec, &design, STORAGE_ROM, SELECT_BINARY).area_ge, registers + thresholds * 2 / 3, 1e-9);
  /* slope column 0 reads 0,1,0,1: three changes; column 2 is its complement; column 6 is always one */
  for (int i = 0; i < 4; i++)
    design.slope[i] = 64 + (i % 2 ? 1 : 4);
  const double slopes = 1.67 * 3 + 6.69 * 8 * 2 + 8.81 * 8;
  assert_close(cost_of(&spec, &design, STORAGE_ROM, SELECT_TREE).area_ge, registers + thresholds + slopes, 1e-9);
  /* intercepts -1,-1,0,0: all 8 columns vary alike, with one change; the shift distance has 3 bits */
  design.intercept[0] = design.intercept[1] = -1;
  const double intercepts = 1.67 + 6.72 * 8 * 3;
  assert_close(cost_of(&spec, &design, STORAGE_ROM, SELECT_TREE).area_ge, registers + thresholds + slopes + intercepts,
               1e-9);
}

/* A linear congruential sequence: content without structure. */
static struct design noisy(int entries) {
  struct design design = {.entries = entries};
  uint32_t seed = 1;
  for (int i = 0; i < entries; i++) {
    seed = seed * 1664525 + 1013904223;
    design.slope[i] = (int32_t)(seed >> 24) - 128;
    design.intercept[i] = (int32_t)(seed >> 16 & 255) - 128;
    if (i < entries - 1)
      design.breakpoint[i] = -127 + i * 252 / entries / 2 * 2;
  }
  return design;
}

static void test_rom_content(void **state) {
  (void)state;
  const struct spec spec = square(8, 16);
  const struct design random = noisy(16);
  const struct cost costly = cost_of(&spec, &random, STORAGE_ROM, SELECT_ONE_HOT);

  struct design constant = random;
  for (int i = 0; i < 16; i++)
    constant.slope[i] = constant.intercept[i] = 1;
  const struct cost cheap = cost_of(&spec, &constant, STORAGE_ROM, SELECT_ONE_HOT);
  grows(cheap, costly);

  struct design even = random;
  for (int i = 0; i < 15; i++)
    even.breakpoint[i]++;
  grows(cost_of(&spec, &even, STORAGE_ROM, SELECT_ONE_HOT), costly);

  /* an entry that no code reaches costs nothing, whatever it holds */
  struct design merged = random;
  merged.breakpoint[7] = merged.breakpoint[6];
  struct design other = merged;
  other.slope[7] = 55;
  other.intercept[7] = -99;
  const double area = cost_of(&spec, &merged, STORAGE_ROM, SELECT_ONE_HOT).area_ge;
  assert_true(area < costly.area_ge);
  assert_close(cost_of(&spec, &other, STORAGE_ROM, SELECT_ONE_HOT).area_ge, area, 0);
}

/* The clamp compares with the domain's ends, +-64 at this scale: 2 and 2 bits, in parallel whatever the select. */
static void test_rom_clamp(void **state) {
  (void)state;
  struct spec spec = square(8, 16);
  spec.scales.scale[0] = 0.0625;
  const struct design design = noisy(16);
  for (enum selector selector = SELECT_ONE_HOT; selector <= SELECT_BINARY; selector++) {
    spec.tails = TAILS_FREE;
    const double free_area = cost_of(&spec, &design, STORAGE_ROM, selector).area_ge;
    spec.tails = TAILS_CLAMP;
    assert_close(cost_of(&spec, &design, STORAGE_ROM, selector).area_ge - free_area, 0.61 * 4, 1e-9);
  }
}

/* Everything constant: registers and wires. Two entries and 64 of the widest format go through all the same. */
static void test_rom_extremes(void **state) {
  (void)state;
  struct design design = {.entries = 2};
  struct spec spec = square(8, 2);
  const struct cost wires = cost_of(&spec, &design, STORAGE_ROM, SELECT_BINARY);
  assert_close(wires.area_ge, 6.75 * 16, 1e-9);
  assert_close(wires.delay_ns, 0, 0);

  spec = square(16, ENTRIES_MAX);
  spec.slope = spec.intercept = (struct format){FORMAT_BITS_MAX, FORMAT_BITS_MAX - 2};
  design = noisy(ENTRIES_MAX);
  const struct cost big = cost_of(&spec, &design, STORAGE_ROM, SELECT_ONE_HOT);
  assert_true(isfinite(big.area_um2) && isfinite(big.power_mw) && isfinite(big.delay_ns));
}

static void test_names(void **state) {
  (void)state;
  for (enum storage storage = STORAGE_ENABLE; storage <= STORAGE_ROM; storage++)
    assert_int_equal(storage_parse(storage_name(storage)), storage);
  for (enum selector selector = SELECT_ONE_HOT; selector <= SELECT_BINARY; selector++)
    assert_int_equal(selector_parse(selector_name(selector)), selector);
  assert_int_equal(storage_parse("rom"), STORAGE_ROM);
  assert_int_equal(selector_parse("tree"), SELECT_TREE);
  assert_int_equal(storage_parse("ram"), -1);
  assert_int_equal(selector_parse(""), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_synthesised), cmocka_unit_test(test_power),         cmocka_unit_test(test_published),
      cmocka_unit_test(test_profiles),    cmocka_unit_test(test_scaling),       cmocka_unit_test(test_monotonic),
      cmocka_unit_test(test_rom_terms),   cmocka_unit_test(test_storage_order), cmocka_unit_test(test_clamp_and_output),
      cmocka_unit_test(test_rom_content), cmocka_unit_test(test_rom_clamp),     cmocka_unit_test(test_rom_extremes),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
