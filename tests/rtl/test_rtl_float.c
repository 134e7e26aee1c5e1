/* The floating-point unit in simulation, against the machine's arithmetic with subnormal numbers taken for zero. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rtl/float_unit.h"
#include "rtl/tools.h"

enum { SKIPPED = 77, ENTRIES = 5, WORDS = 2 * ENTRIES - 1, OPERANDS = 800 * TEST_EFFORT, SAID = 4096 };

/* A value rounded to the format, half to even: zero below the smallest normal number, infinite beyond the largest. */
static double round_to(struct float_format format, double value) {
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  int exponent;
  const double mantissa = frexp(value, &exponent);
  const double rounded = ldexp(rint(ldexp(mantissa, format.fraction_bits + 1)), exponent - format.fraction_bits - 1);
  if (fabs(rounded) < ldexp(1, 1 - bias))
    return copysign(0, value);
  return fabs(rounded) >= ldexp(1, bias + 1) ? copysign(INFINITY, value) : rounded;
}

/* Sums of single-precision numbers are rounded by the machine, those of half precision are exact in double. */
static double add(struct float_format format, double a, double b) {
  const double sum = format.fraction_bits == 23 ? (double)((float)a + (float)b) : a + b;
  return sum == 0 ? 0 : round_to(format, sum);
}

/* Products of both are exact in double. */
static double product_of(struct float_format format, double a, double b) { return round_to(format, a * b); }

static uint64_t code_of(struct float_format format, double value) {
  if (!isinf(value))
    return float_code(format, value);
  const uint64_t infinity = ((UINT64_C(1) << format.exponent_bits) - 1) << format.fraction_bits;
  return infinity | (uint64_t)(value < 0) << (float_bits(format) - 1);
}

/* Of any size; often near one, sometimes zero. */
static double draw(struct float_format format, struct random_stream *stream) {
  const int most = (1 << (format.exponent_bits - 1)) - 2;
  const int kind = random_between(stream, 0, 9);
  const int exponent = kind < 3    ? random_between(stream, -most, most)
                       : kind == 3 ? random_between(stream, -most, 3 - most)
                                   : random_between(stream, -2, 2);
  const double value = ldexp(random_real(stream, 1, 2), exponent) * (random_between(stream, 0, 1) == 0 ? -1 : 1);
  return kind == 9 ? 0 : round_to(format, value);
}

static int compare_doubles(const void *a, const void *b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static void put_operands(FILE *file, struct float_format format, const struct float_content *content,
                         struct random_stream *stream) {
  for (int i = 0; i < OPERANDS; i++) {
    double x = draw(format, stream);
    if (i % 10 == 0)
      x = content->threshold[i / 10 % (ENTRIES - 1)];
    int entry = 0;
    while (entry < ENTRIES - 1 && x > content->threshold[entry])
      entry++;
    double product = product_of(format, content->slope[entry], x);
    if (isinf(product)) /* an infinite operand of the sum is not treated */
      x = product = 0, entry = 0;
    while (x == 0 && entry < ENTRIES - 1 && x > content->threshold[entry])
      entry++;
    if (x == 0)
      product = 0;
    const double y = add(format, product, content->intercept[entry]);
    fprintf(file, "    x[%d] = 'h%llx; y[%d] = 'h%llx;\n", i, (unsigned long long)code_of(format, x), i,
            (unsigned long long)code_of(format, y));
  }
}

static void write_bench(const struct workshop *workshop, struct float_format format, struct random_stream *stream) {
  struct float_content content;
  for (int i = 0; i < ENTRIES; i++) {
    content.slope[i] = draw(format, stream);
    content.intercept[i] = draw(format, stream);
    if (i == 1) /* products are outputs */
      content.intercept[i] = 0;
    if (i == 2) /* small products almost cancel */
      content.intercept[i] = ldexp(1.5, 2 - (1 << (format.exponent_bits - 1)));
    if (i < ENTRIES - 1)
      content.threshold[i] = draw(format, stream);
  }
  qsort(content.threshold, ENTRIES - 1, sizeof(double), compare_doubles);
  char *text = NULL;
  size_t size = 0;
  const int bits = float_bits(format);
  FILE *file = open_memstream(&text, &size);
  assert_non_null(file);
  fprintf(file,
          "module bench;\n  logic clk = 0; always #1 clk = ~clk;\n  logic load = 1;\n  logic [%d:0] in;\n"
          "  logic [3:0] address;\n  logic [%d:0] data;\n  logic [%d:0] out, x [0:%d], y [0:%d];\n"
          "  integer wrong = 0;\n"
          "  dut unit (.clk(clk), .load(load), .address(address), .data(data), .x(in), .y(out));\n"
          "  initial begin\n",
          bits - 1, 2 * bits - 1, bits - 1, OPERANDS - 1, OPERANDS - 1);
  for (int w = 0; w < WORDS; w++) {
    const int entry = w - (ENTRIES - 1);
    fprintf(file, "    @(negedge clk); address = %d; data = {%d'h%llx, %d'h%llx};\n", w, bits,
            entry < 0 ? 0ULL : (unsigned long long)code_of(format, content.slope[entry]), bits,
            (unsigned long long)code_of(format, entry < 0 ? content.threshold[w] : content.intercept[entry]));
  }
  fprintf(file, "    @(negedge clk); load = 0;\n");
  put_operands(file, format, &content, stream);
  fprintf(file,
          "    for (integer i = 0; i < %d + 2; i++) begin\n      @(negedge clk);\n"
          "      if (i >= 2 && out !== y[i-2]) begin\n        wrong = wrong + 1;\n"
          "        if (wrong < 5) $display(\"x %%h: y %%h, expected %%h\", x[i-2], out, y[i-2]);\n      end\n"
          "      if (i < %d) in = x[i];\n    end\n"
          "    $display(\"%%0d wrong\", wrong);\n    $finish;\n  end\nendmodule\n",
          OPERANDS, OPERANDS);
  assert_int_equal(fclose(file), 0);
  workshop_write(workshop, "bench.sv", text);
  free(text);
}

static void expect(const struct workshop *workshop, const char *command, const char *wanted) {
  char said[SAID];
  const int status = workshop_run(workshop, command, said, sizeof said);
  if (status != 0 || strcmp(said, wanted) != 0)
    fail_msg("%s\nstatus %d: %s", command, status, said);
}

static void test_format(const struct workshop *workshop, struct float_format format, enum storage storage,
                        enum selector selector) {
  struct random_stream stream = {(uint64_t)format.fraction_bits + (uint64_t)selector};
  const struct float_unit unit = {format, ENTRIES};
  struct error err;
  char *text;
  assert_true(rtl_float_unit(&unit, storage, selector, "dut", &text, &err));
  workshop_write(workshop, "dut.sv", text);
  free(text);
  for (int i = 0; i < 2; i++) {
    write_bench(workshop, format, &stream);
    expect(workshop, "iverilog -g2012 -Wall -Wno-timescale -o bench.vvp bench.sv dut.sv && vvp -n bench.vvp",
           "0 wrong\n");
  }
  expect(workshop, "verilator --lint-only -Wall dut.sv", "");
  expect(workshop, "yosys -q -p 'read_verilog -sv dut.sv; hierarchy -check -top dut; proc; check -assert'", "");
}

static void test_half(void **state) {
  const struct float_format half = {5, 10};
  test_format(*state, half, STORAGE_ENABLE, SELECT_ONE_HOT);
  test_format(*state, half, STORAGE_GATED, SELECT_BINARY);
}

static void test_single(void **state) {
  const struct float_format single = {8, 23};
  test_format(*state, single, STORAGE_ENABLE, SELECT_ONE_HOT);
  test_format(*state, single, STORAGE_GATED, SELECT_TREE);
}

static void test_refused(void **state) {
  (void)state;
  const struct float_unit unit = {{5, 10}, ENTRIES};
  struct error err;
  char *text;
  assert_false(rtl_float_unit(&unit, STORAGE_ROM, SELECT_TREE, "dut", &text, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_false(rtl_float_unit(&unit, STORAGE_GATED, SELECT_POWER2, "dut", &text, &err));
  assert_false(rtl_float_unit(&unit, STORAGE_GATED, SELECT_TREE, "4you", &text, &err));
}

int main(void) {
  if (!tools_present())
    return SKIPPED;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_half),
      cmocka_unit_test(test_single),
  };
  return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
