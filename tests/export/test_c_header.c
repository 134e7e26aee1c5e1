/* Exported C headers, compiled and run: every code at every scale of a spread of tables, as the evaluator has it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "export/c_header.h"
#include "model/datapath.h"
#include "model/ranges.h"
#include "reference/random_ranges.h"

enum { PROBLEMS = 40, BEYOND = 3 /* codes beyond either end of their range */ };

struct sample {
  struct random_problem problem;
  struct artefact artefact;
  char *text;
  bool requantised;
};

static char folder[] = "/tmp/lutdse-c-XXXXXX";
static struct sample sample[PROBLEMS];
static int samples;

static FILE *create(const char *name) {
  char path[128];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *const file = fopen(path, "w");
  assert_non_null(file);
  return file;
}

static void write_header(int i) {
  char name[32];
  (void)snprintf(name, sizeof name, "table_%d.h", i);
  FILE *const file = create(name);
  assert_true(fputs(sample[i].text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

/* Prints what a table makes of every code, as int64_t. */
static void write_main(void) {
  FILE *const file = create("main.c");
  for (int i = 0; i < samples; i++)
    (void)fprintf(file, "#include \"table_%d.h\"\n", i);
  (void)fprintf(file, "#include <stdio.h>\n"
                      "static void put(int64_t v) { fwrite(&v, sizeof v, 1, stdout); }\n"
                      "int main(void) {\n");
  for (int i = 0; i < samples; i++) {
    const struct code_range codes = spec_codes(sample[i].artefact.spec);
    (void)fprintf(file, "  for (int s = 0; s < TABLE_%d_SCALES; s++)\n    for (int32_t q = %d; q <= %d; q++) {\n", i,
                  (int)codes.first - BEYOND, (int)codes.last + BEYOND);
    (void)fprintf(file, "      put(table_%d_acc(q, s));\n", i);
    if (sample[i].requantised)
      (void)fprintf(file, "      put(table_%d(q, s));\n", i);
    (void)fprintf(file, "    }\n");
  }
  (void)fprintf(file, "  return 0;\n}\n");
  assert_int_equal(fclose(file), 0);
}

static bool add_sample(struct random_stream *stream, const struct random_limits *limits) {
  struct sample *const new = &sample[samples];
  struct design design;
  struct error note, err = {.kind = ERROR_NONE};
  char name[32];
  (void)snprintf(name, sizeof name, "table %d", samples);
  if (samples % 4 == 3)
    random_ranged_draw(&new->problem, stream, limits);
  else
    random_problem_draw(&new->problem, stream, limits);
  if (new->problem.spec.output.bits != 0 && samples % 3 == 0) {
    /* decimal scales that a shift takes to that of the output */
    new->problem.spec.scales.count = 1;
    new->problem.spec.output.scale = ldexp(new->problem.spec.scales.scale[0], random_between(stream, -3, 3));
  }
  random_design(&new->problem.spec, stream, &design);
  artefact_make(&new->artefact, &new->problem.spec, &design, name);
  if (!c_header_text(&new->artefact, &new->text, &note, &err)) {
    assert_int_equal(err.kind, ERROR_INPUT);
    random_problem_release(&new->problem);
    return false;
  }
  new->requantised = new->problem.spec.output.bits != 0 && note.kind == ERROR_NONE;
  write_header(samples++);
  return true;
}

/* Small tables of all kinds, and some with wide inputs. */
static int draw(void **unused) {
  (void)unused;
  struct random_stream stream = {7};
  const struct random_limits small = {.in_bits_min = 4,
                                      .in_bits_max = 9,
                                      .format_bits_max = 24,
                                      .frac_max = 24,
                                      .entries_max = 20,
                                      .scales_max = 8,
                                      .candidates_max = 2000,
                                      .inexact = true,
                                      .output = true};
  struct random_limits narrow = small, broad = small;
  narrow.format_bits_max = 10, narrow.frac_max = 8;
  broad.in_bits_min = broad.in_bits_max = 16, broad.scales_max = 2;
  narrow.inexact = false;
  if (mkdtemp(folder) == NULL)
    return -1;
  for (int tries = 0; samples < PROBLEMS && tries < 4 * PROBLEMS; tries++)
    (void)add_sample(&stream, tries % 16 == 0 ? &broad : tries % 2 != 0 ? &narrow : &small);
  write_main();
  return samples == PROBLEMS ? 0 : -1;
}

static int release(void **unused) {
  (void)unused;
  char command[64];
  for (int i = 0; i < samples; i++) {
    random_problem_release(&sample[i].problem);
    free(sample[i].text);
  }
  (void)snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command);
}

/*
 * acc / 2^shift, half to even, saturated: where a shift requantises, the output stage without the rounding of products
 * and quotients of decimal scales, which moves ties.
 */
static int64_t expected_code(const struct spec *spec, int s, datapath_wide acc) {
  const datapath_wide limit = (datapath_wide)1 << (spec->output.bits - 1);
  int shift = 0;
  assert_true(frexp(spec->output.scale / spec->scales.scale[s], &shift) == 0.5);
  shift +=
      (spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac) + range_output_bits(spec) - 1;
  const datapath_wide divisor = (datapath_wide)1 << (shift > 0 ? shift : 0);
  acc *= (datapath_wide)1 << (shift < 0 ? -shift : 0);
  const datapath_wide rest = (acc % divisor + divisor) % divisor;
  datapath_wide code = (acc - rest) / divisor;
  code += 2 * rest > divisor || (2 * rest == divisor && code % 2 != 0);
  return (int64_t)(code < -limit ? -limit : code >= limit ? limit - 1 : code);
}

static bool dyadic(double scale) {
  int exponent = 0;
  return frexp(scale, &exponent) == 0.5;
}

static void expect(FILE *results, int64_t expected, int i, int s, int32_t q, const char *what) {
  int64_t found = 0;
  assert_int_equal(fread(&found, sizeof found, 1, results), 1);
  char text[2000];
  if (found != expected)
    fail_msg("table %d, scale %d, code %d: %s %lld, expected %lld: %s", i, s, (int)q, what, (long long)found,
             (long long)expected, random_problem_text(&sample[i].problem, text, sizeof text));
}

static void check_results(FILE *results) {
  for (int i = 0; i < samples; i++) {
    const struct spec *spec = sample[i].artefact.spec;
    const struct code_range codes = spec_codes(spec);
    for (int s = 0; s < spec->scales.count; s++) {
      struct datapath datapath;
      datapath_prepare(&datapath, spec, &sample[i].artefact.design, spec->scales.scale[s]);
      for (int32_t q = codes.first - BEYOND; q <= codes.last + BEYOND; q++) {
        const int32_t nearest = q < codes.first ? codes.first : q > codes.last ? codes.last : q;
        const datapath_wide acc = datapath_accumulate(&datapath, nearest);
        assert_true(acc == (int64_t)acc);
        expect(results, (int64_t)acc, i, s, q, "accumulator");
        if (!sample[i].requantised)
          continue;
        const int64_t code = expected_code(spec, s, acc);
        expect(results, code, i, s, q, "output");
        if (dyadic(spec->scales.scale[s]))
          assert_int_equal(code, datapath_code(&datapath, acc));
      }
    }
  }
  assert_int_equal(fgetc(results), EOF);
}

static bool has_program(const char *name) {
  char command[128];
  (void)snprintf(command, sizeof command, "command -v %s >/dev/null", name);
  return system(command) == 0;
}

static void compile_and_run(const char *compiler, const char *options) {
  char command[512];
  if (!has_program(compiler)) {
    print_message("%s is not installed\n", compiler);
    skip();
  }
  (void)snprintf(command, sizeof command,
                 "cd %s && %s %s -O1 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror main.c -o run", folder,
                 compiler, options);
  assert_int_equal(system(command), 0);
  (void)snprintf(command, sizeof command, "%s/run", folder);
  FILE *const results = popen(command, "r");
  assert_non_null(results);
  check_results(results);
  assert_int_equal(pclose(results), 0);
}

static void test_gcc(void **unused) {
  (void)unused;
  compile_and_run("gcc", "-std=c99 -fsanitize=undefined -fno-sanitize-recover");
}

static void test_clang(void **unused) {
  (void)unused;
  compile_and_run("clang", "-std=c99");
}

static void test_cxx(void **unused) {
  (void)unused;
  compile_and_run("g++", "-std=c++11 -x c++");
}

/* The random tables are of every kind that has code of its own. */
static void test_kinds(void **unused) {
  (void)unused;
  static const char *const marks[] = {"int32_t product",
                                      "int64_t product",
                                      "_intercept_shift[",
                                      "_domain[",
                                      "_round(",
                                      "There is no function",
                                      "INT64_C(",
                                      "int range, int scale)",
                                      "half to even */\n  return",
                                      "1 << range)"};
  for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
    int with = 0;
    for (int i = 0; i < samples; i++)
      with += strstr(sample[i].text, marks[m]) != NULL;
    if (with < 1 || with == samples)
      fail_msg("'%s' is in %d of %d headers", marks[m], with, samples);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kinds),
      cmocka_unit_test(test_gcc),
      cmocka_unit_test(test_clang),
      cmocka_unit_test(test_cxx),
  };
  return cmocka_run_group_tests(tests, draw, release);
}
