/*
 * The hardware-cost model: area, power and delay of the unit that holds a table. Analytical, fitted on
 * synthesised units; formulas, coefficients and their errors are in docs/cost.md.
 */
#ifndef LUTDSE_HARDWARE_COST_H
#define LUTDSE_HARDWARE_COST_H

#include "hardware/hardware.h"
#include "model/design.h"

struct cost {
  double area_ge; /* NAND2 equivalents */
  double area_um2;
  double energy_pj; /* per operation */
  double power_mw;  /* energy * clock_mhz / 1000 */
  double delay_ns;
};

/*
 * Cost of the single-cycle unit for a design. The output width is spec->output.bits, or in_bits where there is no
 * output stage. Only ROM storage looks at the design's codes.
 */
void cost_model(const struct spec *spec, const struct design *design, const struct hardware *hardware,
                struct cost *cost);

#endif
