#include "store/metric.h"

#include <math.h>
#include <string.h>

#include "store/results.h"

static const char *const error_names[ERROR_METRICS] = {"mse", "mae", "max_abs"};
static const char *const requantised_names[ERROR_METRICS] = {"mse_requantised", "mae_requantised",
                                                             "max_abs_requantised"};
static const char *const cost_names[COST_METRICS] = {"area", "power", "delay"};
static const char *const cost_units[COST_METRICS] = {"um^2", "mW", "ns"};

static int name_index(const char *const *names, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

const char *error_metric_name(enum error_metric metric) { return error_names[metric]; }
int error_metric_parse(const char *name) { return name_index(error_names, ERROR_METRICS, name); }
const char *cost_metric_name(enum cost_metric metric) { return cost_names[metric]; }
int cost_metric_parse(const char *name) { return name_index(cost_names, COST_METRICS, name); }
const char *cost_metric_unit(enum cost_metric metric) { return cost_units[metric]; }

const char *metric_name(int metric) {
  return metric < ERROR_METRICS ? error_names[metric] : cost_names[metric - ERROR_METRICS];
}

int metric_parse(const char *name) {
  const int error = error_metric_parse(name), cost = cost_metric_parse(name);
  return error >= 0 ? error : cost >= 0 ? ERROR_METRICS + cost : -1;
}

enum error_metric metric_of_objective(enum exact_objective objective) {
  switch (objective) {
  case EXACT_MAE:
    return ERROR_MAE;
  case EXACT_MAX_ABS:
    return ERROR_MAX_ABS;
  case EXACT_MSE:
    break;
  }
  return ERROR_MSE;
}

enum error_metric point_metric(const struct point *point) {
  return metric_of_objective(engine_goal(&point->engine).objective);
}

double point_max_abs_limit(const struct point *point) { return engine_goal(&point->engine).max_abs_limit; }

const char *objective_name(enum error_metric metric, bool requantised) {
  return requantised ? requantised_names[metric] : error_names[metric];
}

const char *point_objective(const struct point *point) {
  return objective_name(point_metric(point), point->spec.output.bits != 0);
}

int objective_parse(const char *name, bool requantised) {
  return name_index(requantised ? requantised_names : error_names, ERROR_METRICS, name);
}

double score_error(const struct score *score, enum error_metric metric) {
  /* The evaluator sets `requantised` equal to `exact` where there is no output stage. */
  const struct errors *errors = &score->requantised;
  switch (metric) {
  case ERROR_MSE:
    return errors->mse;
  case ERROR_MAE:
    return errors->mae;
  case ERROR_MAX_ABS:
    return errors->max_abs;
  case ERROR_METRICS:
    break;
  }
  return NAN;
}

double design_error(const struct scored_design *design, enum error_metric metric) {
  return score_error(&design->score, metric);
}

double design_cost(const struct scored_design *design, enum cost_metric metric) {
  switch (metric) {
  case COST_AREA:
    return design->cost.area_um2;
  case COST_POWER:
    return design->cost.power_mw;
  case COST_DELAY:
    return design->cost.delay_ns;
  case COST_METRICS:
    break;
  }
  return NAN;
}
