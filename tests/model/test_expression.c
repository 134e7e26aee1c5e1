/* User expressions: values, refusals and the messages that go with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "model/function.h"

static struct function parsed(const char *text) {
  struct function function;
  struct error err = {0};
  if (!function_from_expression(&function, "f", text, 0.5, 4, &err))
    fail_msg("%s", err.text);
  return function;
}

static double value_at(const char *text, double x) {
  struct function function = parsed(text);
  const double y = function_value(&function, x);
  function_release(&function);
  return y;
}

static void test_values(void **state) {
  (void)state;
  static const struct {
    const char *text;
    double at_2; /* at x = 2 */
  } known[] = {
      {"x", 2},
      {"3", 3},
      {"-x^2 + 1", -3},
      {"2^2^(x+1)", 256},
      {"x/(1+exp(-x))", 1.7615941559557649},
      {"x > 1 ? x : 1/x", 2},
      {"x >= 3 ? x : 1/x", 0.5},
      {"x == 2 && x != 3", 1},
      {"max(0, min(x, 1.5)) * 1e-1", 0.15},
      {" sin( pi * x ) + ln(e) ", 1},
      {"gelu(x)", 1.9544997361036416},
      {"sigmoid(x) + relu(-x)", 0.88079707797788243},
      {"softplus(x)", 2.1269280110429727},
      {"log1p(x) + expm1(x) + exp2(x) + erf(x)", 1.0986122886681098 + 6.38905609893065 + 4 + 0.99532226501895271},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    assert_close(value_at(known[i].text, 2), known[i].at_2, 1e-13);
}

/* The parser optimises what it reads; that must not change the function. */
static void test_agrees_with_c(void **state) {
  (void)state;
  struct function function = parsed("0.5*x*(1 + tanh(0.79788456080286535588*(x + 0.044715*x^3)))");
  for (double x = -6; x <= 6; x += 0.0625) {
    const double expected = 0.5 * x * (1 + tanh(0.79788456080286535588 * (x + 0.044715 * pow(x, 3))));
    assert_close(function_value(&function, x), expected, 1e-15);
  }
  function_release(&function);
}

static void test_fields(void **state) {
  (void)state;
  struct function function = parsed("1 / x");
  assert_string_equal(function.name, "f");
  assert_string_equal(function.formula, "1 / x");
  assert_true(function.lo == 0.5 && function.hi == 4);
  assert_false(function.left.present || function.right.present);
  assert_null(function.builtin);
  assert_null(function.samples);
  function_release(&function);
  assert_null(function.expression);
}

static void test_hash_follows_the_text(void **state) {
  (void)state;
  struct function a = parsed("1/x"), b = parsed("1/x"), c = parsed("2/x");
  assert_true(function_hash(&a) == function_hash(&b));
  assert_true(function_hash(&a) != function_hash(&c));
  function_release(&a);
  function_release(&b);
  function_release(&c);
}

/* Two expressions do not share their x. */
static void test_independent(void **state) {
  (void)state;
  struct function a = parsed("x + 1"), b = parsed("x * 10");
  assert_close(function_value(&a, 1), 2, 0);
  assert_close(function_value(&b, 3), 30, 0);
  assert_close(function_value(&a, 2), 3, 0);
  function_release(&a);
  function_release(&b);
}

static void refused(const char *text, double lo, double hi, const char *needle) {
  struct function function;
  struct error err = {0};
  if (function_from_expression(&function, "mine", text, lo, hi, &err)) {
    function_release(&function);
    fail_msg("accepted: %s", text);
  }
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, needle) == NULL || strstr(err.text, "'mine'") == NULL)
    fail_msg("'%s' gives \"%s\", which lacks \"%s\"", text, err.text, needle);
}

static void test_refusals(void **state) {
  (void)state;
  static const struct {
    const char *text, *needle;
  } bad[] = {
      {"", "empty"},
      {" \t\n", "empty"},
      {"x = 3", "assign (compare with '=='): '=' (position 3)"},
      {"x == 3 + (x=2)", "assign (compare with '=='): '=' (position 12)"},
      {"3=x", "assign"},
      {"x + y", "unknown name or operator: 'y' (position 5)"},
      {"foo(x)", "unknown name or operator: 'foo' (position 1)"},
      {"X", "unknown name or operator: 'X' (position 1)"},
      {"_pi", "unknown name or operator: '_pi'"},
      {"x % 2", "unexpected character: '%' (position 3)"},
      {"x*\xc3\xa9", "unexpected character: '\xc3\xa9' (position 3)"},
      {"\"text\"", "unexpected character: '\"' (position 1)"},
      {"x x", "unexpected variable: 'x' (position 3)"},
      {"x +", "ends too early (position 4)"},
      {"sin(x", "missing parenthesis"},
      {"x)", "unexpected parenthesis"},
      {"x, x", "2 values, separated by commas"},
      {"sin(x, x)", "too many arguments: 'sin'"},
      {"atan2(x)", "too few arguments: 'atan2'"},
      {"x > 0 ? 1", "'?' without ':'"},
      {"x++", "(position 4)"},
      {"log(x - 1)", "no finite value at x = 0.5"},
      {"1 / (x - 4)", "no finite value at x = 4"},
      {"1 / 0", "no finite value"},
      {"10^(800*x)", "no finite value"},
      {"-2^62 * x", "a value beyond 2^60 at x = 0.5"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    refused(bad[i].text, 0.5, 4, bad[i].needle);
}

static void test_domain(void **state) {
  (void)state;
  refused("x", 1, 1, "domain [1, 1]");
  refused("x", 2, 1, "domain [2, 1]");
  refused("x", -INFINITY, 1, "domain [-inf, 1]");
  refused("x", 0, NAN, "domain");
  refused("0", -1.7e308, 1.7e308, "domain");
}

/* The longest text that fits `formula` is taken whole; one more character is refused. */
static void test_length(void **state) {
  (void)state;
  struct function function;
  struct error err = {0};
  char text[sizeof function.formula + 1];
  memset(text, ' ', sizeof text);
  text[0] = 'x';
  text[sizeof text - 1] = '\0';
  refused(text, 0, 1, "256 characters, at most 255");
  text[sizeof text - 2] = '\0';
  assert_true(function_from_expression(&function, "f", text, 0, 1, &err));
  assert_string_equal(function.formula, text);
  function_release(&function);

  assert_false(function_from_expression(&function, "", "x", 0, 1, &err));
  assert_false(function_from_expression(&function, "a name of thirty-two characters.", "x", 0, 1, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
}

static void test_deep_nesting(void **state) {
  (void)state;
  char text[256] = "";
  for (int i = 0; i < 120; i++)
    text[i] = '(';
  text[120] = 'x';
  for (int i = 121; i < 241; i++)
    text[i] = ')';
  assert_close(value_at(text, 2), 2, 0);
}

/* A decimal comma in the user's locale changes nothing. Nothing to prove where no such locale is installed. */
static void test_locale(void **state) {
  (void)state;
  static const char *const comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "ru_RU.UTF-8"};
  for (size_t i = 0; i < sizeof comma / sizeof comma[0]; i++)
    if (setlocale(LC_ALL, comma[i]) != NULL)
      break;
  const double y = value_at("1.5*x + atan2(0.0,1.25)", 2);
  (void)setlocale(LC_ALL, "C");
  assert_close(y, 3, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),      cmocka_unit_test(test_agrees_with_c),
      cmocka_unit_test(test_fields),      cmocka_unit_test(test_hash_follows_the_text),
      cmocka_unit_test(test_independent), cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_domain),      cmocka_unit_test(test_length),
      cmocka_unit_test(test_locale),      cmocka_unit_test(test_deep_nesting),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
