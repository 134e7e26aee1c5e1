/* Functions given by samples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "model/function.h"

static const double knots_x[] = {-2, -0.5, 0.1, 3};
static const double knots_y[] = {1, 4, 0.3, -6};

static struct function sampled(const double *x, const double *y, size_t count) {
  struct function function;
  struct error err = {0};
  if (!function_from_samples(&function, "s", x, y, count, &err))
    fail_msg("%s", err.text);
  return function;
}

static void test_values(void **state) {
  (void)state;
  struct function function = sampled(knots_x, knots_y, 4);
  assert_true(function.lo == -2 && function.hi == 3);
  assert_string_equal(function.name, "s");
  assert_true(strstr(function.formula, "4 samples") != NULL);
  for (int i = 0; i < 4; i++)
    assert_true(function_value(&function, knots_x[i]) == knots_y[i]);
  assert_close(function_value(&function, -1.25), 2.5, 1e-15);
  assert_close(function_value(&function, -0.2), 2.15, 1e-15);
  assert_close(function_value(&function, 1.55), -2.85, 1e-15);
  /* the outer segments go on */
  assert_close(function_value(&function, -4), -3, 1e-15);
  assert_close(function_value(&function, 3 + 2.9), -12.3, 1e-14);
  function_release(&function);
  assert_null(function.samples);
}

static void test_two_samples(void **state) {
  (void)state;
  const double x[] = {1, 2}, y[] = {10, 30};
  struct function function = sampled(x, y, 2);
  assert_close(function_value(&function, 0), -10, 0);
  assert_close(function_value(&function, 1.5), 20, 0);
  assert_close(function_value(&function, 4), 70, 0);
  function_release(&function);
}

/* Against a linear search through many uneven segments. */
static void test_many(void **state) {
  (void)state;
  enum { COUNT = 1001 };
  double x[COUNT], y[COUNT];
  for (int i = 0; i < COUNT; i++) {
    x[i] = i + 0.4 * sin(i);
    y[i] = cos(0.1 * i);
  }
  struct function function = sampled(x, y, COUNT);
  for (double at = 0; at < x[COUNT - 1]; at += 0.37) {
    int i = 0;
    while (at >= x[i + 1])
      i++;
    const double expected = y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
    assert_close(function_value(&function, at), expected, 1e-14);
  }
  function_release(&function);
}

/* The arrays are copied, and every sample counts in the hash. */
static void test_copy_and_hash(void **state) {
  (void)state;
  double x[] = {0, 1, 2}, y[] = {0, 1, 4};
  struct function a = sampled(x, y, 3), b = sampled(x, y, 3);
  y[1] = 1.5;
  struct function c = sampled(x, y, 3);
  x[1] = 1.25;
  y[1] = 1;
  struct function d = sampled(x, y, 3);
  assert_close(function_value(&a, 1), 1, 0);
  assert_true(function_hash(&a) == function_hash(&b));
  assert_true(function_hash(&a) != function_hash(&c));
  assert_true(function_hash(&a) != function_hash(&d));
  y[0] = -0.0;
  struct function e = sampled(x, y, 3);
  assert_true(function_hash(&d) == function_hash(&e));
  struct function *const all[] = {&a, &b, &c, &d, &e};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    function_release(all[i]);
}

static void refused(const double *x, const double *y, size_t count, const char *needle) {
  struct function function;
  struct error err = {0};
  assert_false(function_from_samples(&function, "mine", x, y, count, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, needle) == NULL || strstr(err.text, "mine") == NULL)
    fail_msg("\"%s\" lacks \"%s\"", err.text, needle);
}

static void test_refusals(void **state) {
  (void)state;
  const double good[] = {0, 1, 2}, same[] = {0, 1, 1}, down[] = {0, 2, 1}, nan_y[] = {0, NAN, 0},
               infinite[] = {0, 1, INFINITY}, far[] = {-1.7e308, 0, 1.7e308}, steep[] = {0, -1.7e308, 1.7e308};
  refused(good, good, 0, "at least 2");
  refused(good, good, 1, "at least 2");
  refused(same, good, 3, "sample 3: x = 1 does not exceed");
  refused(down, good, 3, "sample 3: x = 1 does not exceed the x before it, 2");
  refused(good, nan_y, 3, "sample 2 (1, nan): both numbers must be finite");
  refused(infinite, good, 3, "sample 3 (inf, 2): both numbers must be finite");
  refused(far, good, 3, "the range is too large");
  refused(good, steep, 3, "beyond 2^60");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),        cmocka_unit_test(test_two_samples), cmocka_unit_test(test_many),
      cmocka_unit_test(test_copy_and_hash), cmocka_unit_test(test_refusals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
