/* The cost model: its calibration, and the properties that it must have. tests/calibrate holds it to synthesised units.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "hardware/cost.h"
#include "hardware/plain.h"

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

static struct cost cost_on(const struct spec *spec, const struct design *design, const struct hardware *hardware) {
  struct cost cost;
  struct error err;
  if (!cost_model(spec, design, hardware, &cost, &err))
    fail_msg("%s", err.text);
  return cost;
}

static struct cost cost_of(const struct spec *spec, const struct design *design, enum storage storage,
                           enum selector selector) {
  const struct hardware hardware = {storage, selector, 0, technology("ihp130")};
  return cost_on(spec, design, &hardware);
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

static struct cost programmable(int bits, int entries, enum storage storage, enum selector selector) {
  const struct spec spec = square(bits, entries);
  const struct design design = noisy(entries);
  return cost_of(&spec, &design, storage, selector);
}

/* Power is energy at the profile's clock. */
static void test_power(void **state) {
  (void)state;
  const struct cost cost = programmable(8, 8, STORAGE_ENABLE, SELECT_ONE_HOT);
  assert_close(cost.power_mw, cost.energy_pj * technology("ihp130").clock_mhz * 1e6 * 1e-12 * 1e3, 1e-12);
}

static struct cost published(int bits, int entries) {
  const struct hardware hardware = {STORAGE_ENABLE, SELECT_ONE_HOT, 0, technology("paper28")};
  const struct unit unit = unit_plain(bits, entries, &hardware);
  struct unit_content content;
  struct features features;
  struct unit_cost blocks;
  struct error err;
  unit_plain_content(&content, &unit);
  assert_true(features_of_unit(&features, &unit, &content, &err));
  assert_true(cost_features(&features, &fitted_coefficients, hardware.technology.flip_flop_ge, &blocks, &err));
  features_free(&features);
  return cost_total(&blocks, &hardware.technology);
}

/* The profile gives the published 28 nm unit exactly; its sibling of 16 entries is a prediction. */
static void test_published(void **state) {
  (void)state;
  const struct cost eight = published(8, 8), sixteen = published(8, 16);
  assert_close(eight.area_um2, 961, 1e-9);
  assert_close(eight.power_mw, 0.40, 1e-12);
  assert_close(eight.delay_ns, 2, 1e-12);
  assert_true(fabs(sixteen.area_um2 / eight.area_um2 / 1.71 - 1) < 0.12);
  assert_true(fabs(sixteen.power_mw / eight.power_mw / 1.95 - 1) < 0.2);
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
  assert_close(technology("gate").ge_um2, 1, 0);
  assert_true(technology("paper28").ge_um2 < 1);
}

/* A profile scales the four figures apart from each other. */
static void test_scaling(void **state) {
  (void)state;
  const struct spec spec = square(8, 8);
  const struct design design = noisy(8);
  struct hardware hardware = {STORAGE_ENABLE, SELECT_ONE_HOT, 0, technology("ihp130")};
  const struct cost plain = cost_on(&spec, &design, &hardware);
  hardware.technology.ge_um2 *= 2;
  hardware.technology.energy_scale = 3;
  hardware.technology.delay_scale = 5;
  hardware.technology.clock_mhz *= 7;
  struct cost scaled = cost_on(&spec, &design, &hardware);
  assert_close(scaled.area_ge, plain.area_ge, 1e-9);
  assert_close(scaled.area_um2, plain.area_um2 * 2, 1e-9);
  assert_close(scaled.energy_pj, plain.energy_pj * 3, 1e-9);
  assert_close(scaled.power_mw, plain.power_mw * 21, 1e-9);
  assert_close(scaled.delay_ns, plain.delay_ns * 5, 1e-9);
  /* 7 thresholds, 8 slopes and intercepts, the input, and a sum of 17 bits: each bit a flip-flop */
  hardware.technology.flip_flop_ge -= 1;
  scaled = cost_on(&spec, &design, &hardware);
  assert_close(plain.area_ge - scaled.area_ge, 7 * 8 + 8 * 16 + 8 + 17, 1e-9);
}

static void test_grows_with_width_and_entries(void **state) {
  (void)state;
  for (enum storage storage = STORAGE_ENABLE; storage <= STORAGE_GATED; storage++)
    for (enum selector selector = SELECT_ONE_HOT; selector <= SELECT_BINARY; selector++) {
      for (int entries = ENTRIES_MIN; entries < ENTRIES_MAX; entries++) {
        const struct cost small = programmable(8, entries, storage, selector);
        const struct cost large = programmable(8, entries + 1, storage, selector);
        assert_true(small.area_ge < large.area_ge && small.delay_ns <= large.delay_ns * 1.05);
      }
      for (int bits = 8; bits < IN_BITS_MAX; bits++) {
        const struct cost small = programmable(bits, 8, storage, selector);
        const struct cost large = programmable(bits + 1, 8, storage, selector);
        assert_true(small.area_ge < large.area_ge && small.energy_pj < large.energy_pj &&
                    small.delay_ns < large.delay_ns);
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

/* Register stages cost area and shorten the longest path. */
static void test_pipeline(void **state) {
  (void)state;
  const struct spec spec = square(8, 16);
  const struct design design = noisy(16);
  for (enum storage storage = STORAGE_ENABLE; storage < STORAGES; storage++) {
    struct hardware hardware = {storage, SELECT_TREE, 0, technology("ihp130")};
    struct cost before = cost_on(&spec, &design, &hardware);
    for (hardware.pipeline = 1; hardware.pipeline <= PIPELINE_MAX; hardware.pipeline++) {
      const struct cost after = cost_on(&spec, &design, &hardware);
      assert_true(after.area_ge > before.area_ge && after.delay_ns <= 1.05 * before.delay_ns);
      before = after;
    }
    hardware.pipeline = 0;
    assert_true(before.delay_ns < 0.8 * cost_on(&spec, &design, &hardware).delay_ns);
  }
}

/* Two comparators, two thresholds and the multiplexers; an output stage sets the output register. */
static void test_clamp_and_output(void **state) {
  (void)state;
  const struct design design = noisy(8);
  struct spec spec = square(8, 8);
  const struct cost plain = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  spec.tails = TAILS_CLAMP;
  const struct cost clamped = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_true(clamped.area_ge > plain.area_ge + 2 * 8 * 6.75 && clamped.delay_ns > plain.delay_ns);
  spec.tails = TAILS_FREE;
  spec.output = (struct output_stage){.bits = 12, .scale = 0x1p-10};
  const struct cost wide = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  spec.output.bits = 11;
  const struct cost narrow = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_true(wide.area_ge > narrow.area_ge);
}

/* Half a table stores half as much; few signed digits take fewer rows than a full multiplier. */
static void test_restrictions(void **state) {
  (void)state;
  struct design design = {.entries = 16};
  struct spec spec = square(8, 16);
  for (int i = 0; i < 7; i++) {
    design.breakpoint[i] = -14 * (7 - i);
    design.breakpoint[8 + i] = 14 * (i + 1);
  }
  for (int i = 0; i < 16; i++)
    design.slope[i] = i < 8 ? 0 : 64;
  const struct cost whole = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  spec.restriction.mirrored = true;
  const struct cost half = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_true(half.area_ge < 0.75 * whole.area_ge);
  spec.restriction.mirrored = false;
  spec.restriction.slope_digits = 1;
  const struct cost shifted = cost_of(&spec, &design, STORAGE_GATED, SELECT_ONE_HOT);
  assert_true(shifted.area_ge < whole.area_ge && shifted.delay_ns < whole.delay_ns);
}

static struct unit_cost blocks_of(const struct spec *spec, const struct design *design, enum storage storage) {
  const struct hardware hardware = {storage, SELECT_ONE_HOT, 0, technology("ihp130")};
  struct unit unit;
  struct unit_content content;
  struct unit_cost blocks;
  struct error err;
  assert_true(unit_create(&unit, spec, &hardware, &err));
  unit_content(&content, &unit, spec, design);
  assert_true(cost_of_unit(&unit, &content, hardware.technology.flip_flop_ge, &blocks, &err));
  return blocks;
}

/*
 * Eight significant bits of a format of fifteen: the multiplier is one of eight bits, and storage is that of eight bits
 * and an exponent of three; shifters are added. Slopes and intercepts of eight bits without exponents cost less.
 */
static void test_dynamic(void **state) {
  (void)state;
  struct spec spec = square(8, 8);
  const struct design design = noisy(8);
  const struct unit_cost narrow = blocks_of(&spec, &design, STORAGE_GATED);
  spec.slope = spec.intercept = (struct format){15, 13};
  const struct unit_cost wide = blocks_of(&spec, &design, STORAGE_GATED);
  spec.slope_significant = spec.intercept_significant = 8;
  const struct unit_cost dynamic = blocks_of(&spec, &design, STORAGE_GATED);
  assert_close(dynamic.block[BLOCK_MULTIPLY].area_ge, narrow.block[BLOCK_MULTIPLY].area_ge, 0);
  assert_true(dynamic.block[BLOCK_MULTIPLY].area_ge < 0.6 * wide.block[BLOCK_MULTIPLY].area_ge);
  /* at least a flip-flop for each bit: two times eight numbers of eight bits less than fifteen, with three more */
  assert_true(dynamic.block[BLOCK_STORAGE].area_ge < wide.block[BLOCK_STORAGE].area_ge - 16 * 4 * 6.75);
  assert_true(dynamic.block[BLOCK_STORAGE].area_ge > narrow.block[BLOCK_STORAGE].area_ge + 16 * 3 * 6.75);
  assert_true(dynamic.block[BLOCK_SHIFT].area_ge > wide.block[BLOCK_SHIFT].area_ge);
  const struct technology process = technology("ihp130");
  assert_true(cost_total(&dynamic, &process).area_ge < cost_total(&wide, &process).area_ge);
  assert_true(cost_total(&dynamic, &process).area_ge > cost_total(&narrow, &process).area_ge);
  assert_true(dynamic.delay_ns > narrow.delay_ns);
}

/*
 * Ranges are found before the comparators and undone behind the adder; more of them, more of both. Of constant bounds
 * those that no code is beyond cost nothing.
 */
static void test_ranges(void **state) {
  (void)state;
  static const char *const functions[] = {"div", "rsqrt", "sqrt", "exp", "exp2"};
  const struct design design = noisy(8);
  for (size_t f = 0; f < sizeof functions / sizeof functions[0]; f++) {
    struct spec spec = square(8, 8);
    spec.function = function_find(functions[f]);
    spec.scales.scale[0] = 0.125;
    const struct unit_cost constant = blocks_of(&spec, &design, STORAGE_ROM);
    struct unit_cost fewer = blocks_of(&spec, &design, STORAGE_GATED);
    for (spec.ranges = 2; spec.ranges <= 8; spec.ranges *= 2) {
      const struct unit_cost more = blocks_of(&spec, &design, STORAGE_GATED);
      for (enum block b = BLOCK_STORAGE; b < BLOCKS; b++)
        if (b == BLOCK_COMPARE || b == BLOCK_OUTPUT || b == BLOCK_PIPELINE)
          assert_true(more.block[b].area_ge > fewer.block[b].area_ge);
      assert_true(more.block[BLOCK_STORAGE].area_ge > fewer.block[BLOCK_STORAGE].area_ge);
      assert_true(more.delay_ns > fewer.delay_ns);
      fewer = more;
    }
    spec.ranges = 2;
    const struct unit_cost two = blocks_of(&spec, &design, STORAGE_ROM);
    assert_true(two.block[BLOCK_COMPARE].area_ge > constant.block[BLOCK_COMPARE].area_ge);
    assert_true(two.block[BLOCK_OUTPUT].area_ge > constant.block[BLOCK_OUTPUT].area_ge);
  }
}

/* Where parameters are constants the cost depends on them; where they are stored only the energy does. */
static void test_content(void **state) {
  (void)state;
  const struct spec spec = square(8, 16);
  const struct design random = noisy(16);
  struct design constant = random;
  for (int i = 0; i < 16; i++)
    constant.slope[i] = constant.intercept[i] = 1;
  const struct cost costly = cost_of(&spec, &random, STORAGE_ROM, SELECT_ONE_HOT);
  const struct cost cheap = cost_of(&spec, &constant, STORAGE_ROM, SELECT_ONE_HOT);
  assert_true(cheap.area_ge < 0.5 * costly.area_ge && cheap.energy_pj < costly.energy_pj &&
              cheap.delay_ns < costly.delay_ns);
  assert_close(cost_of(&spec, &random, STORAGE_GATED, SELECT_TREE).area_ge,
               cost_of(&spec, &constant, STORAGE_GATED, SELECT_TREE).area_ge, 0);
  assert_true(cost_of(&spec, &random, STORAGE_GATED, SELECT_TREE).energy_pj >
              cost_of(&spec, &constant, STORAGE_GATED, SELECT_TREE).energy_pj);

  /* an entry that no code reaches costs nothing, whatever it holds */
  struct design merged = random;
  merged.breakpoint[7] = merged.breakpoint[6];
  struct design other = merged;
  other.slope[7] = 55;
  other.intercept[7] = -99;
  const double area = cost_of(&spec, &merged, STORAGE_ROM, SELECT_TREE).area_ge;
  assert_true(fabs(cost_of(&spec, &other, STORAGE_ROM, SELECT_TREE).area_ge / area - 1) < 0.05);
}

/* All entries alike and a slope of one: registers and wires. 64 of the widest format go through all the same. */
static void test_extremes(void **state) {
  (void)state;
  struct spec spec = square(8, 2);
  struct design design = {.entries = 2, .slope = {64, 64}};
  const struct cost wires = cost_of(&spec, &design, STORAGE_ROM, SELECT_BINARY);
  assert_true(wires.area_ge < 2.01 * 6.75 * 8);
  spec = square(16, ENTRIES_MAX);
  spec.slope = spec.intercept = (struct format){FORMAT_BITS_MAX, FORMAT_BITS_MAX - 2};
  design = noisy(ENTRIES_MAX);
  for (enum storage storage = STORAGE_ENABLE; storage < STORAGES; storage++) {
    const struct cost big = cost_of(&spec, &design, storage, SELECT_ONE_HOT);
    assert_true(isfinite(big.area_um2) && isfinite(big.power_mw) && isfinite(big.delay_ns));
  }
}

/* Scales far apart and coarse outputs: the widest words that there are, or no unit. */
static void test_scales_far_apart(void **state) {
  (void)state;
  const struct hardware hardware = {STORAGE_ROM, SELECT_TREE, 0, technology("ihp130")};
  const struct design design = noisy(8);
  struct error err;
  struct cost cost;
  int built = 0;
  for (int coarse = -24; coarse <= 24; coarse += 8)
    for (int fine = -24; fine < coarse; fine += 8)
      for (int out = -24; out <= 24; out += 8) {
        struct spec spec = square(16, 8);
        spec.scales = (struct scale_set){2, {ldexp(1, coarse), ldexp(1, fine)}};
        spec.intercept = (struct format){24, 24};
        spec.output = (struct output_stage){24, ldexp(1, out)};
        if (!cost_model(&spec, &design, &hardware, &cost, &err)) {
          assert_int_equal(err.kind, ERROR_INPUT);
          continue;
        }
        built++;
        assert_true(cost.area_ge >= 0 && isfinite(cost.area_ge)); /* a coarse output may be 0 throughout */
      }
  assert_true(built > 20);
}

/* No unit, no cost. */
static void test_impossible(void **state) {
  (void)state;
  struct spec spec = square(8, 8);
  const struct design design = noisy(8);
  const struct hardware hardware = {STORAGE_ENABLE, SELECT_ONE_HOT, 0, technology("ihp130")};
  struct cost cost;
  struct error err;
  spec.output = (struct output_stage){.bits = 8, .scale = 0.3};
  assert_false(cost_model(&spec, &design, &hardware, &cost, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
}

static void test_names(void **state) {
  (void)state;
  for (enum storage storage = STORAGE_ENABLE; storage < STORAGES; storage++)
    assert_int_equal(storage_parse(storage_name(storage)), storage);
  for (enum selector selector = SELECT_ONE_HOT; selector < SELECTORS; selector++)
    assert_int_equal(selector_parse(selector_name(selector)), selector);
  assert_int_equal(storage_parse("rom"), STORAGE_ROM);
  assert_int_equal(selector_parse("tree"), SELECT_TREE);
  assert_int_equal(storage_parse("ram"), -1);
  assert_int_equal(selector_parse(""), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_power),
      cmocka_unit_test(test_published),
      cmocka_unit_test(test_profiles),
      cmocka_unit_test(test_scaling),
      cmocka_unit_test(test_grows_with_width_and_entries),
      cmocka_unit_test(test_storage_order),
      cmocka_unit_test(test_pipeline),
      cmocka_unit_test(test_clamp_and_output),
      cmocka_unit_test(test_restrictions),
      cmocka_unit_test(test_dynamic),
      cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_content),
      cmocka_unit_test(test_extremes),
      cmocka_unit_test(test_scales_far_apart),
      cmocka_unit_test(test_impossible),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
