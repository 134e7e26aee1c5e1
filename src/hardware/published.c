#include "hardware/published.h"

#include <math.h>

#include "hardware/plain.h"

/* Of the unit of 16 entries only the ratios to that of 8 are published. */
static const struct published_unit units[PUBLISHED_UNITS] = {
    {"INT8", ARITHMETIC_INTEGER, 8, 8, 961, 0.40},
    {"INT8", ARITHMETIC_INTEGER, 8, 16, 1.71 * 961, 1.95 * 0.40},
    {"INT16", ARITHMETIC_INTEGER, 16, 8, NAN, NAN},
    {"INT16", ARITHMETIC_INTEGER, 16, 16, NAN, NAN},
    {"INT32", ARITHMETIC_INTEGER, 32, 8, 5243, 1.93},
    {"INT32", ARITHMETIC_INTEGER, 32, 16, NAN, NAN},
    {"INT32 mod 2^32", ARITHMETIC_MODULO, 32, 8, 5243, 1.93},
    {"INT32 mod 2^32", ARITHMETIC_MODULO, 32, 16, NAN, NAN},
    {"FP32", ARITHMETIC_FLOAT, 32, 8, 5135, 2.02},
    {"FP32", ARITHMETIC_FLOAT, 32, 16, NAN, NAN},
};

static const struct published_comparison comparisons[PUBLISHED_COMPARISONS] = {
    {"INT8: 16 entries / 8 entries", 1, 0, false},
    {"INT8 saves against INT32", 0, 4, true},
    {"INT8 saves against INT32 mod 2^32", 0, 6, true},
    {"INT8 saves against FP32", 0, 8, true},
};

const struct published_unit *published_unit(int index) { return &units[index]; }

double published_clock_mhz(void) { return 500; }

const struct published_comparison *published_comparison(int index) { return &comparisons[index]; }

double published_compare(const struct published_comparison *comparison, double of, double with) {
  return comparison->saved ? 1 - of / with : of / with;
}

static bool cost_of_float(const struct published_unit *published, double flip_flop_ge, struct unit_cost *out,
                          struct error *err) {
  const struct float_unit unit = {.format = {.exponent_bits = 8, .fraction_bits = published->bits - 9},
                                  .entries = published->entries};
  struct float_content content;
  float_plain_content(&content, &unit);
  return cost_of_float_unit(&unit, &content, flip_flop_ge, out, err);
}

bool published_cost(const struct published_unit *published, double flip_flop_ge, struct unit_cost *out,
                    struct error *err) {
  if (published->arithmetic == ARITHMETIC_FLOAT)
    return cost_of_float(published, flip_flop_ge, out, err);
  const struct hardware hardware = {.storage = STORAGE_ENABLE, .selector = SELECT_ONE_HOT};
  const struct unit unit = published->arithmetic == ARITHMETIC_MODULO
                               ? unit_plain_modulo(published->bits, published->entries, &hardware)
                               : unit_plain(published->bits, published->entries, &hardware);
  struct unit_content content;
  unit_plain_content(&content, &unit);
  return cost_of_unit(&unit, &content, flip_flop_ge, out, err);
}
