/* What an exact search minimises, as data: engines and results speak of it without running one. */
#ifndef LUTDSE_EXACT_GOAL_H
#define LUTDSE_EXACT_GOAL_H

/* What is minimised over the scale set, after the output stage where the spec has one. */
enum exact_objective {
  EXACT_MSE,    /* mean squared error */
  EXACT_MAE,    /* mean absolute error */
  EXACT_MAX_ABS /* largest absolute error */
};

enum { EXACT_OBJECTIVES = 3 };

struct exact_goal {
  enum exact_objective objective;
  double max_abs_limit; /* with EXACT_MSE: no error may be larger; INFINITY: any may */
};

#endif
