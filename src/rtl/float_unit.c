/* The floating-point unit: the storage, compare and select of any unit around floating-point arithmetic. */
#include "rtl/float_unit.h"

#include <stdlib.h>

#include "rtl/emit.h"

/* What both arithmetic modules end in. */
static void put_round(const struct rtl *rtl, struct float_format format) {
  put(rtl,
      "\n// Round to nearest even and put together. `rest` is what follows the leading one: the fraction and MORE "
      "bits.\n"
      "module %s_round #(\n"
      "    parameter MORE = 2\n"
      ") (\n"
      "    input  logic sign,\n"
      "    input  logic nonzero,\n"
      "    input  logic signed [%d:0] exponent, // biased\n"
      "    input  logic [MORE+%d:0] rest,\n"
      "    output logic [%d:0] value\n"
      ");\n"
      "  localparam E = %d, F = %d;\n"
      "  wire up = rest[MORE-1] && (rest[MORE] || rest[MORE-2:0] != 0);\n"
      "  // a carry out of the fraction counts the exponent up\n"
      "  wire [E+F+1:0] whole = {exponent, rest[MORE +: F]} + {{(E+F+1){1'b0}}, up};\n"
      "  wire signed [E+1:0] biased = whole[F +: E+2];\n"
      "  wire zero     = !nonzero || biased <= 0;\n"
      "  wire infinite = biased > %d'sd%d;\n"
      "  assign value = {sign, zero ? {(E+F){1'b0}} : infinite ? {{E{1'b1}}, {F{1'b0}}} : whole[E+F-1:0]};\n"
      "endmodule\n",
      rtl->name, format.exponent_bits + 1, format.fraction_bits - 1, float_bits(format) - 1, format.exponent_bits,
      format.fraction_bits, format.exponent_bits + 2, (1 << format.exponent_bits) - 2);
}

static void put_float_multiply(const struct rtl *rtl, struct float_format format) {
  const int bits = float_bits(format);
  put(rtl, "\n// Slope times x.\nmodule %s_multiply (\n", rtl->name);
  put_port(rtl, INPUT, bits, true, "x", false);
  put_port(rtl, INPUT, bits, true, "slope", false);
  put_port(rtl, OUTPUT, bits, true, "product", true);
  put(rtl,
      "  localparam E = %d, F = %d;\n"
      "  // a number whose exponent is zero is zero\n"
      "  wire nonzero = x[F +: E] != 0 && slope[F +: E] != 0;\n"
      "  wire [2*F+1:0] mantissa = {{(F+1){1'b0}}, 1'b1, x[F-1:0]} * {{(F+1){1'b0}}, 1'b1, slope[F-1:0]};\n"
      "  // 1 to 4: the leading one is at the top or below\n"
      "  wire high = mantissa[2*F+1];\n"
      "  wire [2*F:0] rest = high ? mantissa[2*F:0] : {mantissa[2*F-1:0], 1'b0};\n"
      "  wire [E+1:0] exponent = {2'b00, x[F +: E]} + {2'b00, slope[F +: E]} + {{(E+1){1'b0}}, high} - %d'd%d;\n"
      "  %s_round #(.MORE(F+1)) u_round (.sign(x[E+F] ^ slope[E+F]), .nonzero(nonzero), .exponent(exponent),\n"
      "      .rest(rest), .value(product));\n"
      "endmodule\n",
      format.exponent_bits, format.fraction_bits, format.exponent_bits + 2, (1 << (format.exponent_bits - 1)) - 1,
      rtl->name);
}

static int bits_of(int number) {
  int bits = 0;
  while (number >> bits != 0)
    bits++;
  return bits;
}

static void put_float_add(const struct rtl *rtl, struct float_format format) {
  const int bits = float_bits(format), count_bits = bits_of(format.fraction_bits + 4);
  put(rtl, "\n// Product plus intercept.\nmodule %s_add (\n", rtl->name);
  put_port(rtl, INPUT, bits, true, "product", false);
  put_port(rtl, INPUT, bits, true, "term", false);
  put_port(rtl, OUTPUT, bits, true, "acc", true);
  put(rtl,
      "  localparam E = %d, F = %d;\n"
      "  wire swap = term[E+F-1:0] > product[E+F-1:0];\n"
      "  wire [E+F:0] upper = swap ? term : product;\n"
      "  wire [E+F:0] lower = swap ? product : term;\n"
      "  wire upper_one = upper[F +: E] != 0;\n"
      "  wire lower_one = lower[F +: E] != 0;\n"
      "  wire [F+3:0] upper_mantissa = {upper_one, upper[F-1:0] & {F{upper_one}}, 3'b000};\n"
      "  wire [F+3:0] lower_mantissa = {lower_one, lower[F-1:0] & {F{lower_one}}, 3'b000};\n"
      "  // the smaller one is shifted; what falls off leaves its trace in the lowest bit\n"
      "  wire [E-1:0] distance = upper[F +: E] - lower[F +: E];\n"
      "  wire [F+3:0] lost = lower_mantissa & ~({(F+4){1'b1}} << distance);\n"
      "  wire [F+3:0] shifted = (lower_mantissa >> distance) | {{(F+3){1'b0}}, lost != 0};\n"
      "  wire subtract = upper[E+F] ^ lower[E+F];\n"
      "  wire [F+4:0] sum = {1'b0, upper_mantissa} + ({1'b0, shifted} ^ {(F+5){subtract}}) + {{(F+4){1'b0}}, "
      "subtract};\n"
      "  wire nonzero = sum != 0;\n"
      "  // the leading one to the top\n"
      "  logic [%d:0] zeros;\n"
      "  always_comb begin\n"
      "    zeros = 0;\n"
      "    for (int i = 0; i < F + 5; i++)\n"
      "      if (sum[i]) zeros = %d'(F + 4 - i);\n"
      "  end\n"
      "  wire [F+3:0] rest = sum[F+3:0] << zeros;\n"
      "  wire [E+1:0] exponent = {2'b00, upper[F +: E]} + %d'd1 - %d'(zeros);\n"
      "  %s_round #(.MORE(4)) u_round (.sign(upper[E+F] && nonzero), .nonzero(nonzero), .exponent(exponent),\n"
      "      .rest(rest), .value(acc));\n"
      "endmodule\n",
      format.exponent_bits, format.fraction_bits, count_bits - 1, count_bits, format.exponent_bits + 2,
      format.exponent_bits + 2, rtl->name);
}

static void put_float_header(const struct rtl *rtl, struct float_format format) {
  put(rtl,
      "// %s: a piecewise-linear table of %d entries in floating point, %d bits of exponent, %d of fraction\n"
      "//\n"
      "// y = slope x + intercept, rounded to nearest even after the product and after the sum. Subnormal numbers are\n"
      "// zero, overflow is infinite, sums of exactly zero are positive. Infinities and NaN among the operands are "
      "not\n"
      "// treated; thresholds are ordered by sign and magnitude, -0 below 0.\n"
      "//\n",
      rtl->name, rtl->unit->entries, format.exponent_bits, format.fraction_bits);
}

static void put_modules(struct rtl *rtl, struct float_format format) {
  put_float_header(rtl, format);
  put_preamble(rtl);
  put_top(rtl);
  put_storage(rtl);
  put_compare(rtl);
  put_select(rtl);
  put_float_multiply(rtl, format);
  put_float_add(rtl, format);
  put_round(rtl, format);
  put(rtl, "\n`default_nettype wire\n");
}

bool rtl_float_unit(const struct float_unit *unit, enum storage storage, enum selector selector, const char *name,
                    char **text, struct error *err) {
  const int bits = float_bits(unit->format);
  *text = NULL;
  if (storage == STORAGE_ROM || selector == SELECT_UNIFORM || selector == SELECT_POWER2)
    return error_set(err, ERROR_INPUT,
                     "a floating-point unit has storage enable or gated and select one_hot, tree or binary");
  /* For all but its arithmetic it is a unit whose codes are the bits of numbers. */
  const struct unit shape = {.storage = storage,
                             .selector = selector,
                             .entries = unit->entries,
                             .x_bits = bits,
                             .threshold_bits = bits,
                             .slope_bits = bits,
                             .intercept_bits = bits,
                             .scale_count = 1,
                             .sum_bits = bits,
                             .y_bits = bits};
  const struct rtl_header header = {.name = name};
  if (!rtl_check(&shape, NULL, &header, err))
    return false;
  struct rtl rtl;
  rtl_prepare(&rtl, &shape, NULL, &header);
  rtl.reals = true;
  rtl.product_bits = bits;
  size_t size = 0;
  rtl.out = open_memstream(text, &size);
  if (rtl.out == NULL)
    return error_memory(err, "a module");
  put_modules(&rtl, unit->format);
  return rtl_finish(rtl.out, text) || error_memory(err, "a module");
}
