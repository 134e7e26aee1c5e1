/* The floating-point unit as synthesisable SystemVerilog. */
#ifndef LUTDSE_RTL_FLOAT_UNIT_H
#define LUTDSE_RTL_FLOAT_UNIT_H

#include "hardware/float_unit.h"

/*
 * The SystemVerilog of a floating-point unit, programmable and single-cycle, for comparison: y is slope x + intercept,
 * rounded to nearest even after the product and after the sum. Subnormal numbers are zero, overflow is infinite,
 * infinities and NaN among the operands are not treated. Storage is enable or gated, select one_hot, tree or binary;
 * others are ERROR_INPUT, as are names that rtl_unit() refuses. Modules and ports are those of rtl/rtl.h; words are
 * loaded as hardware/parameter_words.h says, with numbers for codes.
 */
bool rtl_float_unit(const struct float_unit *unit, enum storage storage, enum selector selector, const char *name,
                    char **text, struct error *err);

#endif
