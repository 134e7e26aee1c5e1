/*
 * Whole operators from tables, in integer arithmetic, scored against double precision: Softmax from tables of e^x and
 * 1/x, LayerNorm from a table of 1/sqrt x, as NN-LUT (DAC 2022) and GQA-LUT (DAC 2024) build them. The arithmetic, bit
 * by bit, is in docs/operators.md; softmax.h and layernorm.h compute it.
 *
 * Every figure stands in three variants: with the tables; with ideal functions in their place and all the same
 * roundings; and with nothing but the output rounded. The first less the second is what the tables cost.
 */
#ifndef LUTDSE_OPERATOR_OPERATOR_H
#define LUTDSE_OPERATOR_OPERATOR_H

#include <stddef.h>
#include <stdint.h>

#include "model/design.h"

enum operator_kind { OPERATOR_SOFTMAX, OPERATOR_LAYERNORM };

enum { OPERATOR_KINDS = 2 };

/* "softmax", "layernorm". */
const char *operator_kind_name(enum operator_kind kind);

/* What inputs are drawn from (vectors.h). */
enum operator_distribution {
  OPERATOR_NORMAL,
  OPERATOR_LAPLACE,
  OPERATOR_UNIFORM,
  OPERATOR_OUTLIERS, /* normal, but each value is ten times larger with probability 1 % */
  OPERATOR_PEAKED,   /* normal, but one value is eight standard deviations larger */
  OPERATOR_CONSTANT  /* all values are the same normal draw */
};

enum { OPERATOR_DISTRIBUTIONS = 6 };

/* "normal", "laplace", ...; NULL beyond the last. */
const char *operator_distribution_name(size_t index);

enum operator_variant {
  OPERATOR_TABLES, /* the operator */
  OPERATOR_IDEAL,  /* ideal functions, the same roundings */
  OPERATOR_OUTPUT  /* double precision but for the output's rounding */
};

enum { OPERATOR_VARIANTS = 3 };

/* "tables", "ideal", "output". */
const char *operator_variant_name(enum operator_variant variant);

enum {
  OPERATOR_LENGTH_MAX = 1 << 16, /* values of a vector */
  OPERATOR_LENGTHS_MAX = 32,     /* lengths of a score */
  OPERATOR_VECTORS_MAX = 1 << 20,
  OPERATOR_UNIT_BITS_MIN = 4, /* width of what the exp unit and the div or rsqrt unit hand on */
  OPERATOR_EXP_BITS_MAX = 16, /* so that 2^16 of them fit a sum of 32 bits */
  OPERATOR_RECIPROCAL_BITS_MAX = 24,
  OPERATOR_OUT_BITS_MAX = 16,
  OPERATOR_OUT_FRAC_MAX = 24
};

/* An operator's number formats, and the vectors that it is scored on. */
struct operator_settings {
  int input_bits;      /* of the input codes, IN_BITS_MIN ... IN_BITS_MAX; 0: softmax as the exp table's, layernorm 8 */
  int exp_bits;        /* softmax: unsigned, one bit before the point, OPERATOR_UNIT_BITS_MIN ... _EXP_BITS_MAX */
  int reciprocal_bits; /* what the div or rsqrt unit hands on, unsigned, its first bit the first that can be set */
  int out_bits;        /* softmax unsigned, layernorm signed; OUT_BITS_MIN ... OPERATOR_OUT_BITS_MAX */
  int out_frac;        /* an output is its code times 2^-out_frac; softmax: out_bits or out_bits - 1 */
  double epsilon;      /* layernorm: added to the variance, >= 0 */
  int lengths;
  int length[OPERATOR_LENGTHS_MAX]; /* 1 ... OPERATOR_LENGTH_MAX */
  int distributions;
  enum operator_distribution distribution[OPERATOR_DISTRIBUTIONS];
  struct scale_set scales; /* of the input codes; none: those of the exp or rsqrt table */
  double spread;           /* standard deviation of the inputs, > 0; each vector has its own, up to twice or half it */
  int vectors;             /* of each length and distribution, 1 ... OPERATOR_VECTORS_MAX */
  uint64_t seed;
  unsigned threads; /* >= 1; figures do not depend on it */
};

/*
 * Softmax: 16-bit units, 8-bit outputs at 2^-8, spread 2. Layernorm: 16-bit unit, 8-bit outputs at 2^-4, epsilon 1e-5,
 * spread 1. Both: lengths 16, 64, 197, 512 and 2048, every distribution, the table's scales, 64 vectors, seed 1, one
 * thread.
 */
struct operator_settings operator_settings_default(enum operator_kind kind);

/* Check every field against its range. ERROR_INPUT. */
bool operator_settings_check(const struct operator_settings *settings, enum operator_kind kind, struct error *err);

/* A table with what it was made for; both must outlive its use. The design passes design_check(). */
struct operator_table {
  const struct spec *spec;
  const struct design *design;
  /* Thresholds that do not follow from the breakpoints, for each scale of the spec; NULL: they do. */
  const int32_t (*threshold)[ENTRIES_MAX - 1];
};

/*
 * Whether a table is one of the function of that name ("exp", "div", "rsqrt"), by the function's values on its domain,
 * so that a renamed function, an expression or another domain will do. ERROR_INPUT, with a message that names both.
 */
bool operator_table_check(const struct operator_table *table, const char *function, struct error *err);

/* Errors against double precision, of the dequantised inputs. Means are over all values of all vectors. */
struct operator_figures {
  double mse, mae, max_abs;
  /* Softmax only, means over vectors: */
  double sum_error;  /* |sum of the outputs - 1| */
  double top1;       /* share of vectors whose first largest output is at the first largest input */
  double divergence; /* Kullback-Leibler, of the outputs made to sum up to 1, from the exact ones; nats */
};

/* A length, a distribution and a scale. */
struct operator_case {
  int length;
  enum operator_distribution distribution;
  double scale;
  struct operator_figures figures[OPERATOR_VARIANTS];
};

struct operator_score {
  enum operator_kind kind;
  struct operator_settings settings; /* those it was made with, nothing left open */
  double unit_scale;                 /* of the inputs of the div or rsqrt table */
  int32_t unit_first, unit_last;     /* its codes that the operator uses */
  size_t count;                      /* lengths x distributions x scales, scales innermost */
  struct operator_case *cases;
};

/*
 * Score Softmax. Fails with ERROR_INPUT if a setting is out of range, if a table is of another function, or if the div
 * table has no octave of codes in its domain at any scale that is a power of two; with ERROR_INTERNAL if memory runs
 * out. The caller releases *out.
 */
bool operator_softmax_score(const struct operator_table *exp, const struct operator_table *div,
                            const struct operator_settings *settings, struct operator_score *out, struct error *err);

/* The same of LayerNorm (gamma 1, beta 0). Also fails if epsilon / scale^2 is over 2^30. */
bool operator_layernorm_score(const struct operator_table *rsqrt, const struct operator_settings *settings,
                              struct operator_score *out, struct error *err);

void operator_score_release(struct operator_score *score);

/* Which cases: 0, -1 and 0 stand for all lengths, distributions and scales. */
struct operator_choice {
  int length;
  int distribution;
  double scale;
};

/*
 * The means over the cases chosen, each of equal weight, and the maximum of max_abs. Returns how many there are; of
 * none the figures are all zero.
 */
size_t operator_score_mean(const struct operator_score *score, struct operator_choice choice,
                           struct operator_figures figures[OPERATOR_VARIANTS]);

#endif
