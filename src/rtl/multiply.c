/* Slope, or its number, times x: a multiplier, or a sum of shifted inputs. */
#include "rtl/emit.h"

#include "hardware/slope_digits.h"

static void put_full(const struct rtl *rtl, const char *x) {
  put(rtl, "  assign product = %d'(%s) * %d'(slope);\n", rtl->product_bits, x, rtl->product_bits);
}

/* Digit i of the slope: {negative, there is one, shift}. A negative term is inverted, and one more. */
static void put_digits(const struct rtl *rtl, const char *x) {
  const struct unit *unit = rtl->unit;
  const int shift_bits = slope_shift_bits(unit->slope_bits), field = shift_bits + 2;
  const int bits = rtl->product_bits, count = unit->slope_digits;
  put(rtl,
      "  // digit i of the slope is {negative, there is one, shift}; a negative term is inverted, plus one\n"
      "  wire signed [%d:0] wide = %d'(%s);\n"
      "  wire [%d:0] term;\n"
      "  wire [%d:0] carry;\n"
      "  for (genvar i = 0; i < %d; i++) begin : digits\n"
      "    wire [%d:0] shifted = slope[i*%d + %d] ? wide << slope[i*%d +: %d] : %d'd0;\n"
      "    assign carry[i] = slope[i*%d + %d];\n"
      "    assign term[i*%d +: %d] = shifted ^ {%d{carry[i]}};\n"
      "  end\n"
      "  assign product = ",
      bits - 1, bits, x, count * bits - 1, count - 1, count, bits - 1, field, shift_bits, field, shift_bits, bits,
      field, shift_bits + 1, bits, bits, bits);
  for (int i = 0; i < count; i++)
    put(rtl, "%sterm[%d +: %d] + %d'(carry[%d])", i > 0 ? "\n                 + " : "", i * bits, bits, bits, i);
  put(rtl, ";\n");
}

void put_multiply(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  put(rtl, "\n// Slope times x%s.\nmodule %s_multiply (\n",
      unit->slope_digits > 0         ? ": a shifted x a digit"
      : rtl->slope.exponent_bits > 0 ? ", less the slope's exponent"
                                     : "",
      rtl->name);
  put_port(rtl, INPUT, unit->x_bits, !unit->mirrored, "x", false);
  put_port(rtl, INPUT, rtl->slope.number_bits, unit->slope_digits == 0, "slope", false);
  put_port(rtl, OUTPUT, rtl->product_bits, true, "product", true);
  const char *const x = unit->mirrored ? "$signed({1'b0, x})" : "x";
  if (unit->slope_digits == 0)
    put_full(rtl, x);
  else
    put_digits(rtl, x);
  put(rtl, "endmodule\n");
}
