/* What the exports make of tables: names, numbers as text, and GQA-LUT's format read back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/gqa_json_write.h"
#include "export/table_csv.h"
#include "export/text_buffer.h"
#include "reference/random_problem.h"

static void test_identifiers(void **unused) {
  (void)unused;
  static const char *const cases[][2] = {
      {"gelu_8", "gelu_8"},
      {"", "t"},
      {"8", "t8"},
      {"_x", "t_x"},
      {"a-b c", "a_b_c"},
      {"int", "int_"},
      {"logic", "logic_"},
      {"xor_eq", "xor_eq_"},
      {"Int", "Int"},
      {"in", "in"},
      {"exp", "exp_"},
      {"yn", "yn_"},
      {"accept_on", "accept_on_"},
      {"\xc3\xa9", "t__"},
      {"eq", "eq"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char name[IDENTIFIER_SIZE];
    identifier_make(name, cases[i][0]);
    assert_string_equal(name, cases[i][1]);
  }
}

static void test_long_identifiers(void **unused) {
  (void)unused;
  char text[2 * IDENTIFIER_SIZE], name[IDENTIFIER_SIZE], upper[IDENTIFIER_SIZE];
  memset(text, 'a', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  identifier_make(name, text);
  assert_in_range(strlen(name), IDENTIFIER_SIZE - 2, IDENTIFIER_SIZE - 1);
  identifier_upper(upper, name);
  assert_int_equal(strlen(upper), strlen(name));
  assert_int_equal(strspn(upper, "A"), strlen(name));
}

static void test_numbers(void **unused) {
  (void)unused;
  char text[REAL_TEXT_SIZE];
  assert_string_equal(real_text(text, 0.1), "0.1");
  assert_string_equal(real_text(text, 0.1 + 0.2), "0.30000000000000004");
  assert_string_equal(real_text(text, 0x1p-24), "5.9604644775390625e-08");
  assert_string_equal(real_text(text, -128), "-128");
}

/* Scales that the format has keys for; whether any of them is there twice is left to spec_check(). */
static bool fit_scales(struct spec *spec, struct random_stream *stream) {
  struct error err;
  for (int s = 0; s < spec->scales.count; s++)
    spec->scales.scale[s] = ldexp(1, -random_between(stream, 0, 7));
  return spec_check(spec, &err);
}

/* The table of a scale as read back has the codes of the design. */
static void check_table(const struct artefact *artefact, const struct gqa_file *file, int s) {
  const struct spec *spec = artefact->spec;
  const struct gqa_table *table = gqa_find_table(file, spec->scales.scale[s]);
  assert_non_null(table);
  struct spec one = *spec;
  one.scales = (struct scale_set){1, {spec->scales.scale[s]}};
  struct design design;
  struct design_rounding rounding = {0};
  struct error err;
  if (!design_from_reals(&design, &one, table->breakpoint, table->slope, table->intercept, &rounding, &err))
    fail_msg("%s", err.text);
  assert_int_equal(rounding.breakpoints + rounding.slopes + rounding.intercepts + rounding.saturated, 0);
  for (int i = 0; i < design.entries - 1; i++)
    assert_int_equal(design.breakpoint[i], design_threshold(spec, artefact->design.breakpoint[i], one.scales.scale[0]));
  assert_memory_equal(design.slope, artefact->design.slope, (size_t)design.entries * sizeof design.slope[0]);
  assert_memory_equal(design.intercept, artefact->design.intercept,
                      (size_t)design.entries * sizeof design.intercept[0]);
}

static void check_gqa(const struct artefact *artefact) {
  char *text = NULL;
  struct gqa_file file;
  struct error err;
  if (!gqa_json_text(artefact, &text, &err) || !gqa_json_parse(&file, text, strlen(text), "made", &err))
    fail_msg("%s", err.text);
  assert_true(gqa_json_detect(text, strlen(text)));
  assert_int_equal(file.count, artefact->spec->scales.count);
  for (int s = 0; s < file.count; s++)
    check_table(artefact, &file, s);
  struct artefact again;
  struct design_rounding rounding;
  if (!artefact_make_gqa(&again, artefact->spec, &file, NULL, &rounding, &err))
    fail_msg("%s", err.text);
  assert_memory_equal(again.threshold, artefact->threshold, sizeof again.threshold);
  assert_true(again.score.exact.mse == artefact->score.exact.mse);
  free(text);
}

static const struct random_limits limits = {.in_bits_min = 4,
                                            .in_bits_max = 10,
                                            .format_bits_max = 16,
                                            .frac_max = 12,
                                            .entries_max = 12,
                                            .scales_max = 4,
                                            .candidates_max = 2000,
                                            .output = true};

static void test_gqa_round_trip(void **unused) {
  (void)unused;
  struct random_stream stream = {71};
  int checked = 0;
  for (int i = 0; i < 200 * TEST_EFFORT; i++) {
    struct random_problem problem;
    random_problem_draw(&problem, &stream, &limits);
    if (function_find(problem.spec.function->name) != NULL && fit_scales(&problem.spec, &stream)) {
      /* The format holds a name; what it stands for is the built-in function. */
      problem.spec.function = function_find(problem.spec.function->name);
      problem.spec.weight = NULL;
      struct design design;
      struct artefact artefact;
      struct error err;
      if (spec_check(&problem.spec, &err)) {
        random_design(&problem.spec, &stream, &design);
        artefact_make(&artefact, &problem.spec, &design, NULL);
        check_gqa(&artefact);
        checked++;
      }
    }
    random_problem_release(&problem);
  }
  assert_in_range(checked, 30 * TEST_EFFORT, 200 * TEST_EFFORT);
}

static struct artefact small_artefact(struct spec *spec) {
  *spec = (struct spec){.function = function_find("gelu"),
                        .in_bits = 6,
                        .scales = {2, {0.5, 0.3}},
                        .slope = {6, 3},
                        .intercept = {6, 4},
                        .entries = 3};
  const struct design design = {.entries = 3, .breakpoint = {-7, 2}, .slope = {0, 3, 8}, .intercept = {-1, 4, 0}};
  struct error err;
  assert_true(spec_check(spec, &err) && design_check(&design, spec, &err));
  struct artefact artefact;
  artefact_make(&artefact, spec, &design, NULL);
  return artefact;
}

static void test_csv(void **unused) {
  (void)unused;
  struct spec spec;
  const struct artefact artefact = small_artefact(&spec);
  char *text = NULL;
  struct error err;
  assert_true(table_csv_text(&artefact, &text, &err));
  assert_string_equal(text, "entry,from,to,slope,intercept,slope_code,intercept_code,threshold_0.5,threshold_0.3,"
                            "addend_0.5,addend_0.3\n"
                            "0,-inf,-2.1,0,-0.0625,0,-1,-4,-7,-2,-3\n"
                            "1,-2.1,0.6,0.375,0.25,3,4,1,2,8,13\n"
                            "2,0.6,inf,1,0,8,0,31,31,0,0\n");
  free(text);
}

static void count_loss(void *context, const char *sentence) {
  assert_true(strlen(sentence) > 0);
  ++*(int *)context;
}

static void test_gqa_refuses_and_tells(void **unused) {
  (void)unused;
  struct spec spec;
  struct artefact artefact = small_artefact(&spec);
  char *text = NULL;
  struct error err;
  assert_false(gqa_json_text(&artefact, &text, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "0.3"));
  spec.scales = (struct scale_set){7, {1, 0.5, 0.25, 0.125, 0x1p-4, 0x1p-5, 0x1p-6}};
  int losses = 0;
  gqa_json_losses(&artefact, count_loss, &losses);
  assert_int_equal(losses, 0);
  spec.scales.count = 6;
  spec.output.bits = 8;
  spec.tails = TAILS_CLAMP;
  spec.ranges = 2;
  gqa_json_losses(&artefact, count_loss, &losses);
  assert_int_equal(losses, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_identifiers), cmocka_unit_test(test_long_identifiers),
      cmocka_unit_test(test_numbers),     cmocka_unit_test(test_gqa_round_trip),
      cmocka_unit_test(test_csv),         cmocka_unit_test(test_gqa_refuses_and_tells),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
