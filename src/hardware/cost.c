#include "hardware/cost.h"

#include <math.h>

#include "hardware/rom.h"

/*
 * The coefficients: areas in NAND2 equivalents, energies in pJ and delays in ns of the 130 nm library on which they
 * were fitted. Terms are correlated: no coefficient alone is the cost of a block. docs/cost.md has the formulas and
 * their errors.
 */
static const struct {
  /* programmable storage */
  struct {
    double enable; /* a stored bit's write-enable multiplexer */
    double compare, select, multiply, shift;
  } area;
  struct {
    double clocked; /* a flip-flop on a running clock */
    double compare, multiply, shift;
    double select[3]; /* by selector */
  } energy;
  struct {
    double carry, add, multiply;
    struct {
      double levels, width, both; /* of log2 N, of log2 X, of their product */
    } select[3];
  } delay;
  /* ROM storage */
  struct {
    double threshold_bit, change, varying_slope, one_slope, varying_intercept; /* area */
    double clocked, logic;                                                     /* energy */
    double path, exponent; /* delay: path[selector] * logic area ^ exponent */
    double stretch[3];
  } rom;
} coefficient = {
    .area = {.enable = 2.66, .compare = 3.14, .select = 2.14, .multiply = 8.32, .shift = 5.34},
    .energy = {.clocked = 0.0295,
               .compare = 0.0077,
               .multiply = 0.0255,
               .shift = 0.0075,
               .select = {[SELECT_ONE_HOT] = 0.0052, [SELECT_TREE] = 0.0015, [SELECT_BINARY] = 0.0048}},
    .delay = {.carry = 0.146,
              .add = 0.130,
              .multiply = 0.01,
              .select = {[SELECT_ONE_HOT] = {.levels = 0.742, .width = 0.735},
                         [SELECT_TREE] = {.levels = 0.405, .width = 0.735},
                         [SELECT_BINARY] = {.levels = 0.454, .both = 0.517}}},
    .rom = {.threshold_bit = 0.61,
            .change = 1.67,
            .varying_slope = 6.69,
            .one_slope = 8.81,
            .varying_intercept = 6.72,
            .clocked = 0.0299,
            .logic = 0.0025,
            .path = 0.265,
            .exponent = 0.455,
            .stretch = {[SELECT_ONE_HOT] = 1.12, [SELECT_TREE] = 1.0, [SELECT_BINARY] = 1.40}},
};

/* The unit's dimensions, in the letters of docs/cost.md. */
struct unit {
  double X, K, B, N; /* input, slope and intercept bits; entries */
  double C;          /* comparators */
  double S, R;       /* stored bits; register bits of input and output */
  double s;          /* bits of a shift distance */
  double H, T;       /* bits of the shifter, all its stages; width of the adder */
  double L;          /* log2 N */
};

static struct unit unit_of(const struct spec *spec) {
  const int out_bits = spec->output.bits != 0 ? spec->output.bits : spec->in_bits;
  struct unit u = {.X = spec->in_bits, .K = spec->slope.bits, .B = spec->intercept.bits, .N = spec->entries};
  u.C = u.N - 1 + (spec->tails == TAILS_CLAMP ? 2 : 0);
  u.S = u.C * u.X + u.N * (u.K + u.B);
  u.R = u.X + out_bits;
  u.s = ceil(log2(u.X));
  const double shifted = u.B + exp2(u.s) - 1;
  u.H = shifted * u.s;
  u.T = fmax(u.X + u.K, shifted) + 1;
  u.L = log2(u.N);
  return u;
}

static void programmable_cost(const struct unit *u, const struct hardware *hardware, struct cost *cost) {
  const bool enable = hardware->storage == STORAGE_ENABLE;
  const double selected = u->N * (u->K + u->B), width = log2(u->X);
  cost->area_ge = hardware->technology.flip_flop_ge * (u->R + u->S) + (enable ? coefficient.area.enable * u->S : 0) +
                  coefficient.area.compare * u->C * u->X + coefficient.area.select * selected +
                  coefficient.area.multiply * u->X * u->K + coefficient.area.shift * u->H;
  cost->energy_pj = coefficient.energy.clocked * (u->R + (enable ? u->S : 0)) +
                    coefficient.energy.compare * u->C * u->X +
                    coefficient.energy.select[hardware->selector] * selected +
                    coefficient.energy.multiply * u->X * u->K + coefficient.energy.shift * u->H;
  cost->delay_ns = coefficient.delay.carry * log2(u->T) + coefficient.delay.add * u->T +
                   coefficient.delay.multiply * log2(fmin(u->X, u->K)) +
                   coefficient.delay.select[hardware->selector].levels * u->L +
                   coefficient.delay.select[hardware->selector].width * width +
                   coefficient.delay.select[hardware->selector].both * u->L * width;
}

static void rom_cost(const struct unit *u, const struct rom_content *content, const struct hardware *hardware,
                     struct cost *cost) {
  /* A binary search has one comparator a level; the clamp compares in parallel all the same. */
  const double share = hardware->selector == SELECT_BINARY ? u->L / (u->N - 1) : 1;
  const double logic = coefficient.rom.threshold_bit * (share * content->threshold_bits + content->clamp_bits) +
                       coefficient.rom.change * content->column_changes +
                       coefficient.rom.varying_slope * u->X * content->slope_varying +
                       coefficient.rom.one_slope * u->X * content->slope_ones +
                       coefficient.rom.varying_intercept * u->s * content->intercept_varying;
  cost->area_ge = hardware->technology.flip_flop_ge * u->R + logic;
  cost->energy_pj = coefficient.rom.clocked * u->R + coefficient.rom.logic * logic;
  cost->delay_ns =
      coefficient.rom.path * coefficient.rom.stretch[hardware->selector] * pow(logic, coefficient.rom.exponent);
}

void cost_model(const struct spec *spec, const struct design *design, const struct hardware *hardware,
                struct cost *cost) {
  const struct technology *technology = &hardware->technology;
  const struct unit unit = unit_of(spec);
  if (hardware->storage == STORAGE_ROM) {
    const struct rom_content content = rom_content(spec, design);
    rom_cost(&unit, &content, hardware, cost);
  } else {
    programmable_cost(&unit, hardware, cost);
  }
  cost->area_um2 = cost->area_ge * technology->ge_um2;
  cost->energy_pj *= technology->energy_scale;
  cost->power_mw = cost->energy_pj * technology->clock_mhz / 1000;
  cost->delay_ns *= technology->delay_scale;
}
