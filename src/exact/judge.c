#include "exact/judge.h"

#include <math.h>
#include <stdlib.h>

#include "exact/tally.h"

static void set_output(struct judge *judge, const struct output_stage *output) {
  int exponent;
  judge->output = *output;
  judge->output_limit = output->bits != 0 ? ldexp(1, output->bits - 1) : 0;
  judge->output_inverse = output->bits != 0 && frexp(output->scale, &exponent) == 0.5 ? 1 / output->scale : 0;
}

/* What each code costs at least is zero without output stage, and no sum for the largest error. */
static void set_floor(struct judge *judge) {
  const struct codes *codes = &judge->codes;
  judge->floor[0] = 0;
  for (uint32_t i = 0; i < codes->count; i++) {
    judge->nearest[i] = judge->output.bits == 0 ? codes->y[i] : staged(judge, codes->y[i]);
    const double error = fabs(judge->nearest[i] - codes->y[i]);
    const double cost = judge->objective == EXACT_MSE   ? codes->weight[i] * error * error
                        : judge->objective == EXACT_MAE ? codes->weight[i] * error
                                                        : 0;
    judge->floor[i + 1] = judge->floor[i] + cost;
    judge->farthest = fmax(judge->farthest, fabs(codes->x[i]));
  }
}

bool judge_create(struct judge *judge, const struct spec *spec, const struct problem *problem,
                  const struct exact_goal *goal, struct error *err) {
  *judge = (struct judge){.problem = problem,
                          .objective = goal->objective,
                          .limit = goal->objective == EXACT_MSE ? goal->max_abs_limit : (double)INFINITY};
  set_output(judge, &spec->output);
  if (!codes_create(&judge->codes, spec, problem, err))
    return false;
  judge->nearest = malloc(judge->codes.count * sizeof *judge->nearest);
  judge->floor = malloc(((size_t)judge->codes.count + 1) * sizeof *judge->floor);
  if (judge->nearest == NULL || judge->floor == NULL)
    return error_memory(err, "codes");
  set_floor(judge);
  return true;
}

void judge_free(struct judge *judge) {
  codes_free(&judge->codes);
  free(judge->nearest);
  free(judge->floor);
}

struct coded_line {
  double slope;
  double bs[SCALE_MAX];
};

static void line_errors(const struct judge *judge, uint32_t first, uint32_t count, const void *line, double *error) {
  const struct coded_line *coded = line;
  const struct codes *codes = &judge->codes;
  const double *factor = &codes->factor[first], *step = &codes->step[first], *y = &codes->y[first];
  const uint8_t *scale = &codes->scale[first];
  double output[BLOCK];
  if (codes->turn != NULL)
    for (uint32_t i = 0; i < count; i++)
      output[i] =
          (codes->turn[first + i] * (coded->slope * factor[i] + coded->bs[scale[i]]) + codes->shift[first + i]) *
          step[i];
  else
    for (uint32_t i = 0; i < count; i++)
      output[i] = (coded->slope * factor[i] + coded->bs[scale[i]]) * step[i];
  if (judge->output.bits != 0)
    for (uint32_t i = 0; i < count; i++)
      output[i] = staged(judge, output[i]);
  for (uint32_t i = 0; i < count; i++)
    error[i] = fabs(output[i] - y[i]);
}

double judge_line(const struct judge *judge, uint32_t from, uint32_t to, int32_t slope, int32_t intercept,
                  double enough) {
  struct coded_line line = {.slope = (double)slope};
  unit_intercepts(judge->problem, intercept, line.bs);
  return tally_run(judge, from, to, line_errors, &line, enough, UINT32_MAX);
}
