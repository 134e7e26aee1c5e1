/*
 * Weights: how often a network feeds the function each input. A weight is a distribution of x, given by its parameters
 * or by a histogram. No weight at all (NULL) means that every code counts alike.
 */
#ifndef LUTDSE_MODEL_WEIGHT_H
#define LUTDSE_MODEL_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum weight_kind {
  WEIGHT_NORMAL,
  WEIGHT_HALF_NORMAL, /* the absolute value of a normal variable of mean 0, or its negative */
  WEIGHT_LAPLACE,
  WEIGHT_RANGE, /* uniform over a range of x */
  WEIGHT_HISTOGRAM,
  WEIGHT_KINDS
};

enum { WEIGHT_PARAMETERS_MAX = 2, WEIGHT_BINS_MAX = 1 << 16 };

/* Edges of bins and parameters lie within these: no sum or difference of them overflows. */
#define WEIGHT_LEAST 0x1p-60
#define WEIGHT_MOST  0x1p60
#define WEIGHT_LIMIT "2^60"

/* What a parameter may be. */
enum weight_range {
  WEIGHT_ANY,      /* within +-WEIGHT_MOST */
  WEIGHT_POSITIVE, /* WEIGHT_LEAST ... WEIGHT_MOST */
  WEIGHT_SIGN      /* 1 or -1 */
};

struct weight_parameter {
  const char *name;
  enum weight_range range;
  bool required;
  double fallback;
};

/* A kind of weight as data: its name in sweeps and files, and its parameters (none for a histogram). */
struct weight_description {
  const char *name;
  int parameter_count;
  struct weight_parameter parameter[WEIGHT_PARAMETERS_MAX];
};

const struct weight_description *weight_describe(enum weight_kind kind);

/* The kind of that name, or -1. */
int weight_kind_parse(const char *name);

struct weight {
  char name[32];
  enum weight_kind kind;
  double parameter[WEIGHT_PARAMETERS_MAX]; /* as the description lists them; the rest is 0 */
  size_t bins;                             /* of a histogram, else 0 */
  double *edge;                            /* owned: bins + 1, ascending */
  double *count;                           /* owned: within a bin x is spread evenly */
  double total;                            /* the sum of all counts */
  uint64_t hash;                           /* of all but the name (XXH3, 64 bits) */
};

/* "uniform" for NULL, which no other weight may be called. */
const char *weight_name(const struct weight *weight);

/* What is wrong with a parameter's value, as "allowed: ..."; NULL if it is good. */
const char *weight_parameter_flaw(const struct weight_parameter *parameter, double value);

/*
 * A weight of a kind with parameters. Fails with ERROR_INPUT at a bad name or value: the message names the parameter
 * and the range.
 */
bool weight_from_parameters(struct weight *out, const char *name, enum weight_kind kind, const double *parameter,
                            struct error *err);

/*
 * A weight from a histogram of 1 ... WEIGHT_BINS_MAX bins: bins + 1 ascending edges, and counts, which are not negative
 * and not all 0. Both are copied. Fails with ERROR_INPUT, or ERROR_INTERNAL if memory runs out; weight_release() frees.
 */
bool weight_from_histogram(struct weight *out, const char *name, const double *edge, const double *count, size_t bins,
                           struct error *err);

/* A copy that owns its own resources. On failure (memory) *out is not set. */
bool weight_copy(struct weight *out, const struct weight *from, struct error *err);

/* Free what a weight owns. */
void weight_release(struct weight *weight);

/* The probability of low < x <= high, low <= high; its relative error is small however small it is. */
double weight_mass(const struct weight *weight, double low, double high);

#endif
