#include "model/evaluate.h"

#include <math.h>
#include <string.h>

#include "model/code_weight.h"
#include "model/datapath.h"

static void add_error(struct errors *sum, double weight, double error) {
  sum->mse += weight * (error * error);
  sum->mae += weight * fabs(error);
  sum->max_abs = fmax(sum->max_abs, fabs(error));
}

static void divide_errors(struct errors *sum, double count) {
  sum->mse /= count;
  sum->mae /= count;
}

static void evaluate_scale(const struct spec *spec, const struct design *design, int s, struct score *score) {
  struct datapath datapath;
  datapath_prepare(&datapath, spec, design, spec->scales.scale[s]);
  const struct code_weights weights = code_weights_at(spec, datapath.scale);
  double total = 0;
  for (int32_t q = weights.codes.first; q <= weights.codes.last; q++) {
    const double weight = code_weight(&weights, q);
    if (!(weight > 0))
      continue;
    const datapath_wide acc = datapath_accumulate(&datapath, q);
    const double target = function_value(spec->function, datapath.scale * (double)q);
    add_error(&score->exact_at[s], weight, datapath_value(&datapath, acc) - target);
    if (spec->output.bits != 0) {
      const double y = (double)datapath_code(&datapath, acc) * spec->output.scale;
      add_error(&score->requantised_at[s], weight, y - target);
    }
    total += weight;
    score->codes[s]++;
  }
  if (score->codes[s] == 0)
    return;
  divide_errors(&score->exact_at[s], total);
  divide_errors(&score->requantised_at[s], total);
  if (spec->output.bits == 0)
    score->requantised_at[s] = score->exact_at[s];
  score->scales_counted++;
}

static void accumulate_scale(struct errors *total, const struct errors *at) {
  total->mse += at->mse;
  total->mae += at->mae;
  total->max_abs = fmax(total->max_abs, at->max_abs);
}

void evaluate(const struct spec *spec, const struct design *design, struct score *score) {
  memset(score, 0, sizeof *score);
  for (int s = 0; s < spec->scales.count; s++) {
    evaluate_scale(spec, design, s, score);
    accumulate_scale(&score->exact, &score->exact_at[s]);
    accumulate_scale(&score->requantised, &score->requantised_at[s]);
  }
  divide_errors(&score->exact, score->scales_counted);
  divide_errors(&score->requantised, score->scales_counted);
}
