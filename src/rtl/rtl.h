/*
 * A unit (hardware/unit.h) as synthesisable SystemVerilog, and a test bench that checks it.
 *
 * The file of a unit NAME holds NAME, the top, and under it those of these modules that the unit needs: NAME_storage
 * (and NAME_gate), NAME_compare, NAME_select, NAME_multiply, NAME_shift, NAME_add, NAME_output, NAME_pipeline. Each can
 * be the top of a synthesis of its own. Ports of the top:
 *
 *   clk                    rising edge; there is no reset, since only data is registered
 *   load, address, data    unless parameters are constants: write the word of hardware/parameter_words.h at an address
 *   x                      input code
 *   scale                  number of the scale that x is at, if there are several; numbers beyond count as the last
 *   y                      output code, 2 + pipeline clock edges after its x
 */
#ifndef LUTDSE_RTL_RTL_H
#define LUTDSE_RTL_RTL_H

#include "hardware/cost.h"
#include "hardware/unit.h"
#include "model/evaluate.h"

/* What the header comment of a file tells besides the unit. */
struct rtl_header {
  const char *name;          /* of the top module: a letter, then letters, digits, underscores; at most 63 characters */
  const struct spec *spec;   /* function, domain, formats, scales; NULL: left out */
  const struct score *score; /* error figures; NULL: left out */
  const struct cost *cost;   /* figures of the cost model; NULL: left out */
  const char *technology;    /* the profile of those figures; needed if there is a cost */
};

/*
 * The SystemVerilog of a unit. `content` may be NULL where storage is programmable. *text is zero-terminated and the
 * caller's to free. Fails with ERROR_INPUT at a name that is no identifier, at constants that are missing, or at a
 * slope with more signed digits than the unit has; with ERROR_INTERNAL if memory runs out.
 */
bool rtl_unit(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header, char **text,
              struct error *err);

/*
 * The test bench NAME_tb: every code at every scale of header->spec (which must be there), against the reference
 * evaluator's output for the design, one code a clock; it prints "PASS NAME: 1792 of 1792 codes", or the first
 * mismatches and "FAIL NAME: ...", and ends the simulation. Parameters go in through the port. Output codes are those
 * of the evaluator but, where scales are no powers of two, at exact ties: there the evaluator's quotient is a double,
 * and may round to the other side.
 *
 * Up to RTL_INLINE_CODES outputs are part of the text, and *hex is NULL; more of them are *hex, to be written to
 * NAME_tb.hex in the folder of the simulation. Both are the caller's to free. Errors as above.
 */
enum { RTL_INLINE_CODES = 4096 };
bool rtl_testbench(const struct unit *unit, const struct unit_content *content, const struct design *design,
                   const struct rtl_header *header, char **text, char **hex, struct error *err);

#endif
