/* Published units: what the model predicts of them, and what is compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "hardware/plain.h"
#include "hardware/published.h"

static struct unit_cost blocks_of(int index) {
  struct unit_cost cost;
  struct error err;
  if (!published_cost(published_unit(index), 6.75, &cost, &err))
    fail_msg("%s", err.text);
  return cost;
}

static struct cost total_of(int index) {
  struct technology technology;
  assert_true(technology_builtin(0, &technology));
  const struct unit_cost blocks = blocks_of(index);
  return cost_total(&blocks, &technology);
}

/* The index of a unit. */
static int find(const char *name, int entries) {
  for (int i = 0; i < PUBLISHED_UNITS; i++)
    if (strcmp(published_unit(i)->name, name) == 0 && published_unit(i)->entries == entries)
      return i;
  fail_msg("no unit %s with %d entries", name, entries);
  return -1;
}

/* The first unit, and no other, is met exactly. */
static void test_calibration(void **state) {
  (void)state;
  struct technology technology;
  assert_true(technology_builtin(0, &technology));
  assert_string_equal(technology.name, "paper28");
  const struct cost cost = total_of(find("INT8", 8));
  assert_close(cost.area_um2, 961, 1e-9);
  assert_close(cost.power_mw, 0.40, 1e-12);
  assert_close(cost.delay_ns, 2, 1e-12);
  for (int i = 1; i < PUBLISHED_UNITS; i++)
    assert_true(fabs(total_of(i).area_um2 / published_unit(i)->area_um2 - 1) > 1e-6 ||
                isnan(published_unit(i)->area_um2));
}

static void test_sums(void **state) {
  (void)state;
  const struct technology twice = {"twice", 2, 6.75, 3, 5, 100};
  for (int i = 0; i < PUBLISHED_UNITS; i++) {
    const struct unit_cost blocks = blocks_of(i);
    const struct cost cost = cost_total(&blocks, &twice);
    double area = 0, energy = 0;
    for (int b = 0; b < BLOCKS; b++) {
      assert_true(blocks.block[b].area_ge >= 0 && blocks.block[b].energy_pj >= 0);
      area += blocks.block[b].area_ge;
      energy += blocks.block[b].energy_pj;
    }
    assert_close(cost.area_ge, area, 1e-9 * area);
    assert_close(cost.area_um2, 2 * area, 1e-9 * area);
    assert_close(cost.energy_pj, 3 * energy, 1e-9 * energy);
    assert_close(cost.power_mw, 0.3 * energy, 1e-9 * energy);
  }
}

/* What the publication says in its text follows from its table. */
static void test_comparisons(void **state) {
  (void)state;
  static const double area[] = {1.71, 0.817, 0.817, 0.813}, power[] = {1.95, 0.793, 0.793, 0.802};
  for (int i = 0; i < PUBLISHED_COMPARISONS; i++) {
    const struct published_comparison *const comparison = published_comparison(i);
    const struct published_unit *const of = published_unit(comparison->of), *const with =
                                                                                published_unit(comparison->with);
    assert_close(published_compare(comparison, of->area_um2, with->area_um2), area[i], 5e-4);
    assert_close(published_compare(comparison, of->power_mw, with->power_mw), power[i], 5e-4);
    assert_int_equal(of->bits, 8);
    assert_int_equal(with->entries, 8);
  }
}

/* More entries take more; so do wider words. */
static void test_order(void **state) {
  (void)state;
  for (int i = 0; i < PUBLISHED_UNITS; i += 2) {
    assert_string_equal(published_unit(i)->name, published_unit(i + 1)->name);
    assert_true(total_of(i).area_ge < total_of(i + 1).area_ge);
    assert_true(total_of(i).energy_pj < total_of(i + 1).energy_pj);
  }
  assert_true(total_of(find("INT8", 8)).area_ge < total_of(find("INT16", 8)).area_ge);
  assert_true(total_of(find("INT16", 8)).area_ge < total_of(find("INT32", 8)).area_ge);
}

/* Arithmetic modulo 2^32 has half of the product; storage, comparators, select and registers are the same. */
static void test_modulo(void **state) {
  (void)state;
  const struct unit_cost whole = blocks_of(find("INT32", 8)), low = blocks_of(find("INT32 mod 2^32", 8));
  static const enum block same[] = {BLOCK_STORAGE, BLOCK_COMPARE, BLOCK_SELECT, BLOCK_PIPELINE};
  static const enum block less[] = {BLOCK_MULTIPLY, BLOCK_SHIFT, BLOCK_ADD, BLOCK_OUTPUT};
  for (int i = 0; i < 4; i++) {
    assert_close(low.block[same[i]].area_ge, whole.block[same[i]].area_ge, 1e-9);
    assert_true(low.block[less[i]].area_ge < whole.block[less[i]].area_ge);
    assert_true(low.block[less[i]].energy_pj <= whole.block[less[i]].energy_pj);
  }
  assert_true(low.block[BLOCK_MULTIPLY].area_ge < 0.6 * whole.block[BLOCK_MULTIPLY].area_ge);
  assert_true(low.block[BLOCK_MULTIPLY].area_ge > 0.4 * whole.block[BLOCK_MULTIPLY].area_ge);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_calibration), cmocka_unit_test(test_sums),   cmocka_unit_test(test_comparisons),
      cmocka_unit_test(test_order),       cmocka_unit_test(test_modulo),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
