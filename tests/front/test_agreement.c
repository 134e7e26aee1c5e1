/* How the cost model agrees with synthesis: factors, errors, ranks. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "front/agreement.h"
#include "front/fixture.h"

static struct agreement agree(const struct agreement_pair *pair, size_t count, enum agreement_metric metric) {
  struct agreement agreement;
  struct error err;
  assert_true(agreement_of(pair, count, metric, &agreement, &err));
  return agreement;
}

static bool near(double a, double b) { return fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b)); }

static void test_area(void **unused) {
  (void)unused;
  static const struct agreement_pair pair[] = {{110, 100}, {150, 200}, {300, 300}};
  const struct agreement agreement = agree(pair, 3, AGREEMENT_AREA);
  assert_int_equal(agreement.count, 3);
  assert_true(agreement.factor == 1);
  assert_true(near(agreement.mean, 0.35 / 3));
  assert_true(near(agreement.worst, 0.25));
  assert_true(near(agreement.rank, 1));
  assert_true(near(agreement_error(&agreement, pair[1]), -0.25));
}

/* Delays and energies are of other libraries: one factor, the median ratio, is free. */
static void test_factor(void **unused) {
  (void)unused;
  static const struct agreement_pair pair[] = {{1, 2}, {2, 4}, {3, 9}, {10, 15}, {5, 10}};
  const struct agreement agreement = agree(pair, 5, AGREEMENT_DELAY);
  assert_true(agreement.factor == 2);
  assert_true(near(agreement.worst, 1 / 3.0));
  assert_true(near(agreement.mean, (1 / 3.0 + 1 / 3.0) / 5));
  const struct agreement even = agree(pair, 4, AGREEMENT_ENERGY);
  assert_true(even.factor == 2);
  const struct agreement two = agree(pair + 2, 2, AGREEMENT_ENERGY);
  assert_true(two.factor == 2.25);
}

static void test_ranks(void **unused) {
  (void)unused;
  static const struct agreement_pair reversed[] = {{1, 30}, {2, 20}, {3, 10}};
  assert_true(near(agree(reversed, 3, AGREEMENT_AREA).rank, -1));
  /* With ties: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4. */
  static const struct agreement_pair tied[] = {{1, 10}, {2, 20}, {2, 30}, {3, 40}};
  assert_true(near(agree(tied, 4, AGREEMENT_AREA).rank, 4.5 / sqrt(4.5 * 5)));
  static const struct agreement_pair same[] = {{1, 10}, {1, 20}};
  assert_true(isnan(agree(same, 2, AGREEMENT_AREA).rank));
}

/* What was not measured does not count; one delay alone says nothing, one area does. */
static void test_few(void **unused) {
  (void)unused;
  const struct agreement_pair pair[] = {{1, (double)NAN}, {4, 5}, {0, 1}, {(double)INFINITY, 1}};
  const struct agreement area = agree(pair, 4, AGREEMENT_AREA);
  assert_int_equal(area.count, 1);
  assert_true(near(area.mean, 0.2) && near(area.worst, 0.2) && isnan(area.rank));
  const struct agreement delay = agree(pair, 4, AGREEMENT_DELAY);
  assert_int_equal(delay.count, 1);
  assert_true(isnan(delay.factor) && isnan(delay.mean) && isnan(delay.worst) && isnan(delay.rank));
  assert_true(isnan(agreement_error(&delay, pair[1])));
  const struct agreement none = agree(pair, 0, AGREEMENT_AREA);
  assert_int_equal(none.count, 0);
  assert_true(isnan(none.factor) && isnan(none.mean));
}

/* The scales of technology profiles are taken out, so that designs of several can be compared. */
static void test_profiles(void **unused) {
  (void)unused;
  struct fixture fixture;
  fixture_init(&fixture, 1);
  for (int i = 0; i < 2; i++) {
    struct scored_design *const design = fixture_add(&fixture, 0, 8, 8, 100, 1, 1);
    const double scale = i == 0 ? 1 : 0.25;
    fixture.points[i].hardware.technology = (struct technology){"t", 1, 5, scale, 2 * scale, 100};
    design->cost = (struct cost){.area_ge = 50, .energy_pj = 3 * scale, .delay_ns = 8 * scale};
  }
  for (size_t i = 0; i < 2; i++) {
    const struct synthesised row = {.design = i, .area_ge = 55, .delay_ns = 4.5, .energy_pj = 30};
    const struct agreement_pair area = agreement_pair_of(&fixture.results, &row, AGREEMENT_AREA),
                                delay = agreement_pair_of(&fixture.results, &row, AGREEMENT_DELAY),
                                energy = agreement_pair_of(&fixture.results, &row, AGREEMENT_ENERGY);
    assert_true(area.model == 50 && area.synthesis == 55);
    assert_true(delay.model == 4 && delay.synthesis == 4.5);
    assert_true(energy.model == 3 && energy.synthesis == 30);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_area), cmocka_unit_test(test_factor),   cmocka_unit_test(test_ranks),
      cmocka_unit_test(test_few),  cmocka_unit_test(test_profiles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
