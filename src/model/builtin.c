/*
 * The built-in functions: name, formula, default domain and tails.
 * Formulas are written so that they neither overflow nor lose digits on their domain.
 */
#include <math.h>
#include <string.h>

#include "model/function.h"

static double gelu(double x) { return 0.5 * x * (1.0 + erf(x * 0.70710678118654752440)); }

/* sqrt(2/pi) = 0.797884560802865...; the form that most networks ship. */
static double gelu_tanh(double x) {
  return 0.5 * x * (1.0 + tanh(0.79788456080286535588 * (x + 0.044715 * x * x * x)));
}

static double relu6(double x) { return x < 0 ? 0 : x > 6 ? 6 : x; }
static double hswish(double x) { return x * relu6(x + 3) / 6; }
static double hsigmoid(double x) { return relu6(x + 3) / 6; }
static double reciprocal(double x) { return 1 / x; }
static double rsqrt(double x) { return 1 / sqrt(x); }
static double sigmoid(double x) { return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)); }
static double silu(double x) { return x * sigmoid(x); }
static double softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }
static double mish(double x) { return x * tanh(softplus(x)); }
static double elu(double x) { return x > 0 ? x : expm1(x); }

/* The constants that make activations self-normalising: lambda and lambda * alpha. */
static double selu(double x) { return x > 0 ? 1.0507009873554805 * x : 1.7580993408473766 * expm1(x); }

static double softsign(double x) { return x / (1 + fabs(x)); }
static double logsigmoid(double x) { return -softplus(-x); }
static double gaussian(double x) { return exp(-x * x); }

#define NO_TAIL                                                                                                        \
  { false, 0, 0 }
#define CONSTANT(y)                                                                                                    \
  { true, 0, y }
#define IDENTITY                                                                                                       \
  { true, 1, 0 }

/* name, formula, domain, left tail, right tail, value */
static const struct function builtins[] = {
    {"gelu", "x/2 (1 + erf(x/sqrt 2))", -4, 4, CONSTANT(0), IDENTITY, gelu, NULL, NULL},
    {"hswish", "x clamp(x+3, 0, 6)/6", -4, 4, CONSTANT(0), IDENTITY, hswish, NULL, NULL},
    {"exp", "e^x", -8, 0, CONSTANT(0), NO_TAIL, exp, NULL, NULL},
    {"div", "1/x", 0.5, 4, NO_TAIL, NO_TAIL, reciprocal, NULL, NULL},
    {"rsqrt", "1/sqrt x", 0.25, 4, NO_TAIL, NO_TAIL, rsqrt, NULL, NULL},
    {"silu", "x/(1 + e^-x)", -8, 8, CONSTANT(0), IDENTITY, silu, NULL, NULL},
    {"sigmoid", "1/(1 + e^-x)", -8, 8, CONSTANT(0), CONSTANT(1), sigmoid, NULL, NULL},
    {"tanh", "tanh x", -4, 4, CONSTANT(-1), CONSTANT(1), tanh, NULL, NULL},
    {"softplus", "ln(1 + e^x)", -8, 8, CONSTANT(0), IDENTITY, softplus, NULL, NULL},
    {"mish", "x tanh(ln(1 + e^x))", -8, 8, CONSTANT(0), IDENTITY, mish, NULL, NULL},
    {"elu", "x > 0 ? x : e^x - 1", -8, 8, CONSTANT(-1), IDENTITY, elu, NULL, NULL},
    {"erf", "erf x", -4, 4, CONSTANT(-1), CONSTANT(1), erf, NULL, NULL},
    {"gelu_tanh", "x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))", -4, 4, CONSTANT(0), IDENTITY, gelu_tanh, NULL, NULL},
    {"selu",
     "1.0507 (x > 0 ? x : 1.67326 (e^x - 1))",
     -8,
     8,
     CONSTANT(-1.7580993408473766),
     {true, 1.0507009873554805, 0},
     selu,
     NULL,
     NULL},
    {"softsign", "x/(1 + |x|)", -8, 8, NO_TAIL, NO_TAIL, softsign, NULL, NULL},
    {"hsigmoid", "clamp(x+3, 0, 6)/6", -4, 4, CONSTANT(0), CONSTANT(1), hsigmoid, NULL, NULL},
    {"logsigmoid", "-ln(1 + e^-x)", -8, 8, IDENTITY, CONSTANT(0), logsigmoid, NULL, NULL},
    {"gaussian", "e^(-x^2)", -4, 4, CONSTANT(0), CONSTANT(0), gaussian, NULL, NULL},
    {"log", "ln x", 0.25, 4, NO_TAIL, NO_TAIL, log, NULL, NULL},
    {"log2", "log2 x", 0.25, 4, NO_TAIL, NO_TAIL, log2, NULL, NULL},
    {"exp2", "2^x", -8, 0, CONSTANT(0), NO_TAIL, exp2, NULL, NULL},
    {"sqrt", "sqrt x", 0, 4, NO_TAIL, NO_TAIL, sqrt, NULL, NULL},
    {"sin", "sin x", -3.14159265358979323846, 3.14159265358979323846, NO_TAIL, NO_TAIL, sin, NULL, NULL},
    {"cos", "cos x", -3.14159265358979323846, 3.14159265358979323846, NO_TAIL, NO_TAIL, cos, NULL, NULL},
};

size_t function_builtin_count(void) { return sizeof builtins / sizeof builtins[0]; }

const struct function *function_builtin(size_t index) {
  return index < function_builtin_count() ? &builtins[index] : NULL;
}

const struct function *function_find(const char *name) {
  for (size_t i = 0; i < function_builtin_count(); i++)
    if (strcmp(builtins[i].name, name) == 0)
      return &builtins[i];
  return NULL;
}

const struct function *function_find_formula(const char *formula) {
  for (size_t i = 0; i < function_builtin_count(); i++)
    if (strcmp(builtins[i].formula, formula) == 0)
      return &builtins[i];
  return NULL;
}
