/*
 * The functions that tables approximate: built in, an expression in x, or a table of samples.
 * A function is only ever evaluated on the host, in double precision.
 */
#ifndef LUTDSE_MODEL_FUNCTION_H
#define LUTDSE_MODEL_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

/* y = slope * x + intercept: the line a function tends to outside its domain. */
struct tail {
  bool present;
  double slope;
  double intercept;
};

struct expression; /* a compiled expression in x (expression.c) */
struct samples;    /* sorted samples, joined by straight lines (samples.c) */

struct function {
  char name[32];
  char formula[256]; /* for people, and part of a user function's identity */
  double lo, hi;     /* the domain, lo < hi, both finite; its ends belong to it */
  struct tail left, right;
  double (*builtin)(double x); /* exactly one of these three is set */
  struct expression *expression;
  struct samples *samples;
};

/* The built-in functions, in a fixed order: index 0 ... function_builtin_count() - 1. */
size_t function_builtin_count(void);
const struct function *function_builtin(size_t index);

/* The built-in function of that name, or NULL. */
const struct function *function_find(const char *name);

/* The built-in function of that formula, or NULL. A sweep may change a function's name and domain, but not this. */
const struct function *function_find_formula(const char *formula);

/*
 * A function from an expression in `x` (syntax: docs/sweep.md), on [lo, hi]. Sets *out, whose resources
 * function_release() frees. Fails with ERROR_INPUT if the text does not parse (the message quotes the
 * token and its position), if the domain is not lo < hi and finite, or if function_value_flaw() finds one at
 * either end or on 1024 points between.
 */
bool function_from_expression(struct function *out, const char *name, const char *text, double lo, double hi,
                              struct error *err);

/*
 * A function from `count` >= 2 samples (x strictly increasing and finite, y without flaw; both are copied), joined by
 * straight lines, on [x[0], x[count-1]]. Outside, the first and last segment go on. Fails with ERROR_INPUT.
 */
bool function_from_samples(struct function *out, const char *name, const double *x, const double *y, size_t count,
                           struct error *err);

/* How many samples a function has (0: not given by samples); *x and *y point into it, or are NULL. */
size_t function_samples(const struct function *function, const double **x, const double **y);

/* The value at x. Safe to call from several threads; on one user expression they take turns. */
double function_value(const struct function *function, double x);

/*
 * What is wrong with a value, after "has": it must be finite and within +-2^60, beyond all formats, so that neither
 * its square nor a sum of them overflows in single precision. NULL if it is good.
 */
const char *function_value_flaw(double y);

/*
 * A hash of everything that decides the function's values (XXH3, 64 bits): the formula of a built-in function,
 * the expression's text, or every sample; then the domain and both tails.
 */
unsigned long long function_hash(const struct function *function);

/*
 * A copy that owns its own resources: built-in functions and samples are copied, expressions compiled anew. On failure
 * (memory) *out is not set.
 */
bool function_copy(struct function *out, const struct function *from, struct error *err);

/* Free what function_from_*() allocated; harmless on a built-in function's copy. */
void function_release(struct function *function);

#endif
