/*
 * A user expression in `x`, compiled once and evaluated many times. Internal to src/model/; the rest of the
 * program meets it as function_from_expression() of function.h.
 */
#ifndef LUTDSE_MODEL_EXPRESSION_H
#define LUTDSE_MODEL_EXPRESSION_H

struct expression;

/* The value at x; NaN where the expression has none. From several threads they take turns. */
double expression_value(struct expression *expression, double x);

/* Free it; NULL is harmless. */
void expression_release(struct expression *expression);

#endif
