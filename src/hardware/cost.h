/*
 * The hardware-cost model: area, energy, power and delay of the unit that holds a table. The unit is elaborated into
 * gates (hardware/elaborate.h), these are counted block by block, and each kind has a coefficient; docs/hardware.md has
 * the formulas and how far they are off.
 */
#ifndef LUTDSE_HARDWARE_COST_H
#define LUTDSE_HARDWARE_COST_H

#include "hardware/coefficients.h"
#include "hardware/float_unit.h"
#include "hardware/hardware.h"

struct cost {
  double area_ge; /* NAND2 equivalents */
  double area_um2;
  double energy_pj; /* per operation */
  double power_mw;  /* energy * clock_mhz / 1000 */
  double delay_ns;
};

/* The same block by block, in the units of the library of the fit: NAND2 equivalents, pJ and ns. */
struct unit_cost {
  struct {
    double area_ge, energy_pj;
  } block[BLOCKS];
  double delay_ns;
};

/* What the model counts in a unit. Holds the elaboration: features_free(). */
struct features {
  struct elaboration elaboration;
  struct gate_count count[BLOCKS];
  enum storage storage;
  double stored_bits, stored_words;
};

/* Count. Fails with ERROR_INTERNAL if memory runs out; then there is nothing to free. */
bool features_of_unit(struct features *out, const struct unit *unit, const struct unit_content *content,
                      struct error *err);
bool features_of_float(struct features *out, const struct float_unit *unit, const struct float_content *content,
                       struct error *err);
void features_free(struct features *features);

/* Which of the coefficients' two sets is theirs. */
enum content_kind features_kind(const struct features *features);

/* Price what was counted; flip-flops take flip_flop_ge. Fails with ERROR_INTERNAL if memory runs out. */
bool cost_features(const struct features *features, const struct coefficients *coefficients, double flip_flop_ge,
                   struct unit_cost *out, struct error *err);

/* Count and price a unit with the fitted coefficients. Fails with ERROR_INTERNAL if memory runs out. */
bool cost_of_unit(const struct unit *unit, const struct unit_content *content, double flip_flop_ge,
                  struct unit_cost *out, struct error *err);
bool cost_of_float_unit(const struct float_unit *unit, const struct float_content *content, double flip_flop_ge,
                        struct unit_cost *out, struct error *err);

/* The sum over the blocks, in a technology's units. */
struct cost cost_total(const struct unit_cost *blocks, const struct technology *technology);

/*
 * Cost of the unit for a design that passes design_check(). Fails as unit_create() does, or with ERROR_INTERNAL if
 * memory runs out.
 */
bool cost_model(const struct spec *spec, const struct design *design, const struct hardware *hardware,
                struct cost *cost, struct error *err);

#endif
