/* Designs as JSON: what is written reads back the same; what is malformed is refused with a message that says where. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/design_json.h"
#include "export/json_reader.h"
#include "plain_design.h"

static struct point sample_point(const struct function *function) {
  struct point point;
  memset(&point, 0, sizeof point);
  point.spec = (struct spec){.function = function,
                             .in_bits = 8,
                             .scales = {3, {0.25, 1, 0.0625}},
                             .slope = {8, 6},
                             .intercept = {10, 7},
                             .tails = TAILS_ASYMPTOTE,
                             .entries = 5};
  point.engine = engine_defaults(engine_builtin(0));
  point.hardware = (struct hardware){.storage = STORAGE_ROM, .selector = SELECT_TREE};
  (void)technology_builtin(0, &point.hardware.technology);
  memcpy(point.id.hex, "0123456789abcdef0123456789abcdef", 33);
  return point;
}

/* A table that follows the function roughly: uneven codes, so that a mix-up shows. */
static struct scored_design sample_design(const struct point *point) {
  struct scored_design scored;
  memset(&scored, 0, sizeof scored);
  const struct code_range candidates = spec_candidates(&point->spec);
  scored.design.entries = point->spec.entries;
  for (int i = 0; i < point->spec.entries; i++) {
    scored.design.slope[i] = 37 * i - 61;
    scored.design.intercept[i] = 11 - 23 * i;
    if (i > 0)
      scored.design.breakpoint[i - 1] =
          candidates.first + i * (candidates.last - candidates.first) / point->spec.entries;
  }
  evaluate(&point->spec, &scored.design, &scored.score);
  scored.cost = (struct cost){.area_um2 = 961.0 / 3, .power_mw = 0.1, .delay_ns = 2.5, .area_ge = 700, .energy_pj = 1};
  return scored;
}

static char *text_with(const struct point *point, const struct scored_design *design, const struct optimum *optimum) {
  char *text = NULL;
  struct error err;
  if (!design_json_text(point, design, optimum, &text, &err))
    fail_msg("%s", err.text);
  return text;
}

static const struct optimum nothing = {OPTIMUM_NONE, 0};

static char *text_of(const struct point *point, const struct scored_design *design) {
  return text_with(point, design, &nothing);
}

static void assert_same_spec(const struct spec *a, const struct spec *b) {
  assert_int_equal(a->in_bits, b->in_bits);
  assert_int_equal(a->scales.count, b->scales.count);
  for (int s = 0; s < a->scales.count; s++)
    assert_true(a->scales.scale[s] == b->scales.scale[s]);
  assert_memory_equal(&a->slope, &b->slope, sizeof a->slope);
  assert_memory_equal(&a->intercept, &b->intercept, sizeof a->intercept);
  assert_int_equal(a->tails, b->tails);
  assert_int_equal(a->output.bits, b->output.bits);
  assert_true(a->output.scale == b->output.scale);
  assert_int_equal(a->entries, b->entries);
}

static void assert_same_datapath(const struct design_file *file, const struct point *point) {
  const struct technology *a = &file->hardware.technology, *b = &point->hardware.technology;
  assert_int_equal(file->hardware.storage, point->hardware.storage);
  assert_int_equal(file->hardware.selector, point->hardware.selector);
  assert_int_equal(file->hardware.pipeline, point->hardware.pipeline);
  assert_string_equal(a->name, b->name);
  assert_memory_equal(&a->ge_um2, &b->ge_um2, 5 * sizeof(double));
  assert_int_equal(file->spec.restriction.segments, point->spec.restriction.segments);
  assert_int_equal(file->spec.restriction.slope_digits, point->spec.restriction.slope_digits);
  assert_int_equal(file->spec.restriction.mirrored, point->spec.restriction.mirrored);
}

static void assert_same_formats(const struct spec *a, const struct spec *b) {
  assert_memory_equal(&a->slope, &b->slope, sizeof a->slope);
  assert_memory_equal(&a->intercept, &b->intercept, sizeof a->intercept);
  assert_int_equal(a->slope_significant, b->slope_significant);
  assert_int_equal(a->intercept_significant, b->intercept_significant);
  assert_int_equal(a->ranges, b->ranges);
}

static void check_round_trip_of(const struct point *point, const struct scored_design *scored) {
  const struct scored_design design = *scored;
  char *text = text_of(point, &design);
  struct design_file file;
  struct error err;
  if (!design_json_parse(&file, text, strlen(text), "memory", &err))
    fail_msg("%s\n%s", err.text, text);
  assert_memory_equal(&file.design, &design.design, sizeof design.design);
  assert_same_formats(&file.spec, &point->spec);
  assert_true(function_hash(file.spec.function) == function_hash(point->spec.function));
  assert_string_equal(file.spec.function->name, point->spec.function->name);
  assert_string_equal(weight_name(file.spec.weight), weight_name(point->spec.weight));
  if (point->spec.weight != NULL)
    assert_true(file.spec.weight->hash == point->spec.weight->hash);
  assert_same_spec(&file.spec, &point->spec);
  assert_same_datapath(&file, point);
  assert_int_equal(file.rounding.breakpoints + file.rounding.slopes + file.rounding.intercepts, 0);
  struct score score;
  evaluate(&file.spec, &file.design, &score);
  assert_true(design_file_verify(&file, &score, 0, "memory", &err)); /* to the last bit */
  design_file_release(&file);
  free(text);
}

static void check_round_trip(const struct point *point) {
  const struct scored_design design = sample_design(point);
  check_round_trip_of(point, &design);
}

static void test_round_trip_hardware(void **unused) {
  (void)unused;
  static const int32_t breakpoint[3][4] = {{-40, -7, 3, 9}, {-32, -16, 0, 16}, {-16, -8, -4, -2}};
  for (int choice = 0; choice < STORAGES * SELECTORS * 4; choice++) {
    struct point point = sample_point(function_find("gelu"));
    point.hardware.storage = (enum storage)(choice % STORAGES);
    point.hardware.selector = (enum selector)(choice / STORAGES % SELECTORS);
    point.hardware.pipeline = choice / (STORAGES * SELECTORS);
    if (point.hardware.pipeline % 2 == 1)
      point.hardware.technology = (struct technology){"mine", 1.0 / 3, 5.1, 0.1, 0.7, 800};
    if (point.hardware.pipeline == 2)
      point.hardware.technology.ge_um2 *= 2; /* of a built-in name, but another content */
    point.spec.restriction.segments = selector_segments(point.hardware.selector);
    point.spec.restriction.slope_digits = point.hardware.pipeline == 0 ? 0 : 4;
    struct scored_design design = sample_design(&point);
    memcpy(design.design.breakpoint, breakpoint[point.spec.restriction.segments], sizeof breakpoint[0]);
    evaluate(&point.spec, &design.design, &design.score);
    check_round_trip_of(&point, &design);
  }
}

/* Codes of 8 bits and an exponent, and codes of any. */
static void test_round_trip_dynamic(void **unused) {
  (void)unused;
  struct point point = sample_point(function_find("gelu"));
  point.spec.slope = (struct format){15, 7};
  point.spec.slope_significant = 8;
  const struct scored_design design = sample_design(&point);
  check_round_trip_of(&point, &design);
}

/* Below 0 gelu is what it is above, with x added. */
static void test_round_trip_half_a_table(void **unused) {
  (void)unused;
  struct point point = sample_point(function_find("gelu"));
  point.spec.entries = 4;
  point.spec.restriction.mirrored = true;
  struct scored_design design = sample_design(&point);
  design.design = (struct design){4, {-20, 0, 20}, {64 - 87, 64 - 50, 50, 87}, {7, -5, -5, 7}};
  evaluate(&point.spec, &design.design, &design.score);
  check_round_trip_of(&point, &design);
}

static void test_round_trip_builtin(void **unused) {
  (void)unused;
  for (size_t i = 0; i < function_builtin_count(); i++) {
    struct point point = sample_point(function_builtin(i));
    check_round_trip(&point);
    point.spec.output = (struct output_stage){6, 0.1};
    point.spec.scales.scale[2] = 0.037; /* no power of two: breakpoints are no short decimals */
    check_round_trip(&point);
  }
}

static void test_round_trip_changed_builtin(void **unused) {
  (void)unused;
  struct function function = *function_find("gelu");
  function.hi = 3.3;
  function.left.present = false;
  struct point point = sample_point(&function);
  check_round_trip(&point);
  memcpy(function.name, "gelu_wide", sizeof "gelu_wide");
  point = sample_point(&function);
  check_round_trip(&point);
}

static void test_round_trip_user_functions(void **unused) {
  (void)unused;
  struct function expression, samples;
  struct error err;
  assert_true(function_from_expression(&expression, "swish_2", "x / (1 + exp(-2*x))", -3, 3, &err));
  expression.right = (struct tail){true, 1, -0.1};
  const double x[4] = {-1, -0.3, 0.7, 2}, y[4] = {0.1, 1.0 / 3, -2, 5};
  assert_true(function_from_samples(&samples, "measured", x, y, 4, &err));
  const struct point points[2] = {sample_point(&expression), sample_point(&samples)};
  check_round_trip(&points[0]);
  check_round_trip(&points[1]);
  function_release(&expression);
  function_release(&samples);
}

static void test_round_trip_weights(void **unused) {
  (void)unused;
  const double edge[4] = {-3, -1.0 / 3, 0.1, 4}, count[3] = {7, 0, 1.0 / 3};
  struct weight weights[5];
  struct error err;
  assert_true(weight_from_parameters(&weights[0], "a", WEIGHT_NORMAL, (const double[]){1.0 / 3, 0.7}, &err));
  assert_true(weight_from_parameters(&weights[1], "b", WEIGHT_HALF_NORMAL, (const double[]){0.7, -1}, &err));
  assert_true(weight_from_parameters(&weights[2], "c", WEIGHT_LAPLACE, (const double[]){0, 0.1}, &err));
  assert_true(weight_from_parameters(&weights[3], "d", WEIGHT_RANGE, (const double[]){-1, 0.6}, &err));
  assert_true(weight_from_histogram(&weights[4], "e", edge, count, 3, &err));
  for (int i = 0; i < 5; i++) {
    struct point point = sample_point(function_find("gelu"));
    point.spec.weight = &weights[i];
    check_round_trip(&point);
  }
  weight_release(&weights[4]);
}

static void test_layout(void **unused) {
  (void)unused;
  const struct point point = sample_point(function_find("gelu"));
  const struct scored_design design = sample_design(&point);
  char *text = text_of(&point, &design);
  assert_non_null(strstr(text, "  \"slope\": {\n    \"bits\": 8,\n    \"frac\": 6\n  },\n"));
  assert_non_null(strstr(text, "  \"scales\": [0.25, 1.0, 0.0625],\n"));
  assert_non_null(strstr(text, "  \"point\": \"0123456789abcdef0123456789abcdef\",\n"));
  assert_null(strstr(text, "definition"));
  assert_null(strstr(text, "requantised"));
  free(text);
}

static void test_not_finite_is_refused(void **unused) {
  (void)unused;
  const struct point point = sample_point(function_find("gelu"));
  struct scored_design design = sample_design(&point);
  design.cost.power_mw = 0.0 / 0.0;
  char *text = NULL;
  struct error err;
  assert_false(design_json_text(&point, &design, &nothing, &text, &err));
  assert_null(text);
  assert_non_null(strstr(err.text, "finite"));
}

static void parse_plain_with(const char *key, const char *value, struct design_file *file) {
  json_t *root = json_loads(plain_design, 0, NULL);
  assert_non_null(root);
  if (value != NULL)
    assert_int_equal(json_object_set_new(root, key, json_loads(value, JSON_DECODE_ANY, NULL)), 0);
  else
    assert_int_equal(json_object_del(root, key), 0);
  char *text = json_dumps(root, 0);
  struct error err = {.kind = ERROR_NONE};
  if (!design_json_parse(file, text, strlen(text), "f.json", &err))
    fail_msg("%s", err.text);
  free(text);
  json_decref(root);
}

static void test_optional_keys(void **unused) {
  (void)unused;
  struct design_file file;
  parse_plain_with("entries", NULL, &file);
  assert_int_equal(file.design.entries, 3);
  assert_int_equal(file.design.breakpoint[1], 4);
  design_file_release(&file);
  parse_plain_with("tails", NULL, &file);
  assert_int_equal(file.spec.tails, TAILS_FREE);
  assert_false(file.has_errors);
  struct point defaults = {.repeat = 0};
  assert_true(technology_builtin(0, &defaults.hardware.technology));
  assert_same_datapath(&file, &defaults);
  design_file_release(&file);
  parse_plain_with("hardware", "{\"storage\": \"gated\", \"pipeline\": 3}", &file);
  defaults.hardware.storage = STORAGE_GATED;
  defaults.hardware.pipeline = 3;
  assert_same_datapath(&file, &defaults);
  design_file_release(&file);
}

/* Errors over the set alone are verified; each scale's are only where the file has them. */
static void test_errors_without_scales(void **unused) {
  (void)unused;
  struct design_file file;
  struct score score;
  struct error err;
  parse_plain_with("errors", "{\"mse\": 1, \"mae\": 1, \"max_abs\": 1}", &file);
  assert_true(file.has_errors && !file.has_per_scale);
  evaluate(&file.spec, &file.design, &score);
  assert_false(design_file_verify(&file, &score, 1e-9, "f.json", &err));
  assert_non_null(strstr(err.text, "errors.mse"));
  file.claimed.exact = score.exact;
  file.claimed.requantised = score.requantised;
  assert_true(design_file_verify(&file, &score, 1e-9, "f.json", &err));
  design_file_release(&file);
}

static void test_rounding(void **unused) {
  (void)unused;
  struct design_file file;
  /* On the grid of 0.25, -0.125 is half-way between codes -1 and 0: the even one. */
  parse_plain_with("breakpoints", "[-0.125, 0.375]", &file);
  assert_int_equal(file.design.breakpoint[0], 0);
  assert_int_equal(file.design.breakpoint[1], 2);
  assert_int_equal(file.rounding.breakpoints, 2);
  design_file_release(&file);
  /* Q(8, 6) ends at 127/64 = 1.984375; 1.99 merely rounds. */
  parse_plain_with("slopes", "[2.5, 1.99, -1e300]", &file);
  assert_int_equal(file.design.slope[0], 127);
  assert_int_equal(file.design.slope[1], 127);
  assert_int_equal(file.design.slope[2], -128);
  assert_int_equal(file.rounding.slopes, 3);
  assert_int_equal(file.rounding.saturated, 2);
  design_file_release(&file);
}

/* What it says of the optimum comes back, and must fit the errors. */
static void check_optimum(const struct point *point, struct optimum optimum, double gap) {
  const struct scored_design design = sample_design(point);
  char *text = text_with(point, &design, &optimum);
  struct design_file file;
  struct error err;
  assert_true(design_json_parse(&file, text, strlen(text), "f.json", &err));
  assert_int_equal(file.optimum.optimum.kind, optimum.kind);
  assert_true(file.optimum.optimum.value == optimum.value && file.optimum.gap == gap);
  assert_int_equal(file.optimum.metric, ERROR_MSE);
  assert_true(design_file_verify_gap(&file, &design.score, 0, "f.json", &err));
  struct score other = design.score;
  other.requantised.mse *= 1 + 1e-8;
  other.requantised.mse += optimum.value == 0 && gap == 0 ? 1 : 0;
  assert_int_equal(design_file_verify_gap(&file, &other, 1e-9, "f.json", &err), gap > 1e300);
  if (gap < 1e300)
    assert_non_null(strstr(err.text, "f.json: optimum.gap: the file says"));
  design_file_release(&file);
  free(text);
}

static void test_optimum(void **unused) {
  (void)unused;
  struct point point = sample_point(function_find("gelu"));
  for (int output = 0; output < 2; output++) {
    const double mse = sample_design(&point).score.requantised.mse;
    check_optimum(&point, (struct optimum){OPTIMUM_EXACT, mse}, 0);
    check_optimum(&point, (struct optimum){OPTIMUM_BOUND, mse / 4}, 3);
    check_optimum(&point, (struct optimum){OPTIMUM_EXACT, 0}, HUGE_VAL);
    point.spec.output = (struct output_stage){6, 0.1};
  }
}

/* The optimum under a limit says so. */
static void test_optimum_under_a_limit(void **unused) {
  (void)unused;
  struct point point = sample_point(function_find("gelu"));
  point.engine = engine_defaults(engine_find("exact"));
  point.engine.value[engine_parameter_find(point.engine.engine, "max_abs")] = 0.25;
  const struct scored_design design = sample_design(&point);
  const struct optimum optimum = {OPTIMUM_EXACT, 1e-9};
  char *text = text_with(&point, &design, &optimum);
  struct design_file file;
  struct error err;
  assert_true(design_json_parse(&file, text, strlen(text), "f.json", &err));
  assert_true(file.optimum.max_abs_limit == 0.25);
  design_file_release(&file);
  free(text);
}

/* An optimum proven anew: one that is exact must be the same, a bound must not be above it. */
static void test_optimum_proven_anew(void **unused) {
  (void)unused;
  static const struct {
    struct optimum said, found;
    bool agrees;
  } cases[] = {
      {{OPTIMUM_EXACT, 1}, {OPTIMUM_EXACT, 1 + 1e-10}, true}, {{OPTIMUM_EXACT, 1}, {OPTIMUM_EXACT, 1.1}, false},
      {{OPTIMUM_EXACT, 1}, {OPTIMUM_EXACT, 0.9}, false},      {{OPTIMUM_BOUND, 1}, {OPTIMUM_EXACT, 1.1}, true},
      {{OPTIMUM_BOUND, 1}, {OPTIMUM_EXACT, 0.9}, false},      {{OPTIMUM_EXACT, 1}, {OPTIMUM_BOUND, 0.9}, true},
      {{OPTIMUM_EXACT, 1}, {OPTIMUM_BOUND, 1.1}, false},      {{OPTIMUM_BOUND, 1}, {OPTIMUM_BOUND, 0.9}, true},
      {{OPTIMUM_NONE, 0}, {OPTIMUM_EXACT, 1}, true},          {{OPTIMUM_EXACT, 1}, {OPTIMUM_NONE, 0}, true},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const struct design_file file = {.optimum = {.optimum = cases[i].said}};
    struct error err;
    if (design_file_verify_optimum(&file, &cases[i].found, 1e-9, "f.json", &err) != cases[i].agrees)
      fail_msg("case %zu", i);
  }
}

static void test_wrong_claim(void **unused) {
  (void)unused;
  const struct point point = sample_point(function_find("silu"));
  struct scored_design design = sample_design(&point);
  const struct score right = design.score;
  design.score.exact_at[2].mae *= 1 + 1e-8;
  char *text = text_of(&point, &design);
  struct design_file file;
  struct error err;
  assert_true(design_json_parse(&file, text, strlen(text), "f.json", &err));
  assert_true(design_file_verify(&file, &right, 1e-7, "f.json", &err));
  assert_false(design_file_verify(&file, &right, 1e-9, "f.json", &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "f.json: errors.per_scale[2].mae: the file says"));
  design_file_release(&file);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip_builtin),
      cmocka_unit_test(test_round_trip_changed_builtin),
      cmocka_unit_test(test_round_trip_hardware),
      cmocka_unit_test(test_round_trip_dynamic),
      cmocka_unit_test(test_round_trip_half_a_table),
      cmocka_unit_test(test_round_trip_user_functions),
      cmocka_unit_test(test_round_trip_weights),
      cmocka_unit_test(test_layout),
      cmocka_unit_test(test_not_finite_is_refused),
      cmocka_unit_test(test_optional_keys),
      cmocka_unit_test(test_errors_without_scales),
      cmocka_unit_test(test_rounding),
      cmocka_unit_test(test_wrong_claim),
      cmocka_unit_test(test_optimum),
      cmocka_unit_test(test_optimum_under_a_limit),
      cmocka_unit_test(test_optimum_proven_anew),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
