/* Tables in GQA-LUT's format: each scale has its own breakpoints. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "export/gqa_json.h"

/* |x| cut at -1 and 1 as a caricature of gelu; the scales come out of order on purpose. */
static const char two_scales[] = "{\"gelu\": {"
                                 "\"1\": {\"breakpoints\": [-1.5, 0.5], \"slopes\": [0, 0.25, 1],"
                                 " \"intercepts\": [0, 0.125, 0]},"
                                 "\"0\": {\"breakpoints\": [-2.0, 0.0], \"slopes\": [0, 0.25, 1],"
                                 " \"intercepts\": [0, 0.125, 0]}}}";

static struct spec int8_spec(void) { return (struct spec){.in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}}; }

static struct gqa_file parse(const char *text) {
  struct gqa_file file;
  struct error err;
  if (!gqa_json_parse(&file, text, strlen(text), "g.json", &err))
    fail_msg("%s", err.text);
  return file;
}

/* The definition, in floating point: everything here is exact in it. */
static double reference_mse(const struct gqa_table *table, int entries) {
  const struct function *gelu = function_find("gelu");
  double sum = 0;
  int codes = 0;
  for (int q = -128; q <= 127; q++) {
    const double x = table->scale * q;
    if (x < gelu->lo || x > gelu->hi)
      continue;
    int i = 0;
    while (i < entries - 1 && x > table->breakpoint[i])
      i++;
    const double error = table->slope[i] * x + table->intercept[i] - function_value(gelu, x);
    sum += error * error;
    codes++;
  }
  return sum / codes;
}

static void test_score(void **unused) {
  (void)unused;
  const struct gqa_file file = parse(two_scales);
  assert_int_equal(file.entries, 3);
  assert_int_equal(file.count, 2);
  assert_true(file.table[0].scale == 1 && file.table[1].scale == 0.5);
  struct spec spec = int8_spec();
  struct score score;
  struct design_rounding rounding;
  struct error err;
  assert_true(gqa_complete_spec(&file, &spec, &err));
  assert_true(gqa_score(&file, &spec, &score, &rounding, &err));
  assert_int_equal(score.codes[0], 9);
  assert_int_equal(score.codes[1], 17);
  assert_int_equal(rounding.breakpoints + rounding.slopes + rounding.intercepts + rounding.saturated, 0);
  const double first = reference_mse(&file.table[0], 3), second = reference_mse(&file.table[1], 3);
  assert_true(fabs(score.exact_at[0].mse - first) < 1e-15);
  assert_true(fabs(score.exact_at[1].mse - second) < 1e-15);
  assert_true(fabs(score.exact.mse - (first + second) / 2) < 1e-15);
  assert_true(score.exact.max_abs == fmax(score.exact_at[0].max_abs, score.exact_at[1].max_abs));
}

static void test_selected_scales(void **unused) {
  (void)unused;
  const struct gqa_file file = parse(two_scales);
  struct spec spec = int8_spec();
  spec.scales = (struct scale_set){1, {0.5}};
  struct score score;
  struct design_rounding rounding;
  struct error err;
  assert_true(gqa_complete_spec(&file, &spec, &err));
  assert_true(gqa_score(&file, &spec, &score, &rounding, &err));
  assert_int_equal(score.scales_counted, 1);
  assert_int_equal(score.codes[0], 17);
  spec.scales = (struct scale_set){1, {0.25}};
  assert_false(gqa_complete_spec(&file, &spec, &err));
  assert_non_null(strstr(err.text, "no table for 0.25"));
}

static void test_rounding_is_counted(void **unused) {
  (void)unused;
  const struct gqa_file file = parse("{\"exp\": {\"0\": {\"breakpoints\": [-1.25],"
                                     " \"slopes\": [0.01, 3], \"intercepts\": [0, 1]}}}");
  struct spec spec = int8_spec();
  struct score score;
  struct design_rounding rounding;
  struct error err;
  assert_true(gqa_complete_spec(&file, &spec, &err));
  assert_true(gqa_score(&file, &spec, &score, &rounding, &err));
  assert_int_equal(rounding.breakpoints, 1);
  assert_int_equal(rounding.slopes, 2);
  assert_int_equal(rounding.saturated, 1);
}

static void test_malformed(void **unused) {
  (void)unused;
  static const struct {
    const char *text, *words;
  } cases[] = {
      {"{}", "g.json: not in GQA-LUT's format"},
      {"{\"gelu\": {}}", "not in GQA-LUT's format"},
      {"{\"gelu\": 3}", "not in GQA-LUT's format"},
      {"{\"gelo\": {\"0\": {}}}", "gelo: no built-in function"},
      {"{\"gelu\": {\"0\": 1}}", "g.json: gelu.0: not an object"},
      {"{\"gelu\": {\"0\": {}}}", "gelu.0.slopes: missing"},
      {"{\"gelu\": {\"0\": {\"slopes\": [1]}}}", "gelu.0.slopes: 1 numbers, expected 2 to 64"},
      {"{\"gelu\": {\"0\": {\"slopes\": [1, 1], \"intercepts\": [1]}}}", "gelu.0.intercepts: 1 numbers, expected 2"},
      {"{\"gelu\": {\"0\": {\"slopes\": [1, 1], \"intercepts\": [1, 1], \"breakpoints\": []}}}",
       "gelu.0.breakpoints: 0 numbers, expected 1"},
      {"{\"gelu\": {\"0\": {\"slopes\": [1, 1], \"intercepts\": [1, 1], \"breakpoints\": [0]}, \"-1\": {}}}",
       "gelu.-1: not a scale"},
      {"{\"gelu\": {\"0\": {\"slopes\": [1, 1], \"intercepts\": [1, 1], \"breakpoints\": [0]}, \"1\": {\"slopes\": "
       "[1, 1, 1]}}}",
       "gelu.1.slopes: 3 numbers, expected 2"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct gqa_file file;
    struct error err = {.kind = ERROR_NONE};
    assert_false(gqa_json_parse(&file, cases[i].text, strlen(cases[i].text), "g.json", &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    if (strstr(err.text, cases[i].words) == NULL)
      fail_msg("no '%s' in '%s'", cases[i].words, err.text);
  }
}

static void test_one_scale_twice(void **unused) {
  (void)unused;
  const struct gqa_file file =
      parse("{\"gelu\": {\"0\": {\"slopes\": [1, 1], \"intercepts\": [1, 1], \"breakpoints\": "
            "[0]}, \"00\": {\"slopes\": [1, 1], \"intercepts\": [1, 1], \"breakpoints\": [0]}}}");
  struct spec spec = int8_spec();
  struct error err;
  assert_false(gqa_complete_spec(&file, &spec, &err));
  assert_non_null(strstr(err.text, "twice"));
}

static void test_unordered_breakpoints(void **unused) {
  (void)unused;
  const struct gqa_file file = parse("{\"gelu\": {\"2\": {\"slopes\": [1, 1, 1], \"intercepts\": [1, 1, 1],"
                                     " \"breakpoints\": [1, 0]}}}");
  struct spec spec = int8_spec();
  struct score score;
  struct design_rounding rounding;
  struct error err;
  assert_true(gqa_complete_spec(&file, &spec, &err));
  assert_false(gqa_score(&file, &spec, &score, &rounding, &err));
  assert_non_null(strstr(err.text, "scale 0.25: breakpoints[1]"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_score),
      cmocka_unit_test(test_selected_scales),
      cmocka_unit_test(test_rounding_is_counted),
      cmocka_unit_test(test_malformed),
      cmocka_unit_test(test_one_scale_twice),
      cmocka_unit_test(test_unordered_breakpoints),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
