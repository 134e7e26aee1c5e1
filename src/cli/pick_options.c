#include "cli/pick_options.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Six bounds, in the order of the metrics. */
enum {
  OPTION_MAX_ERROR = 256,
  OPTION_MAX_COST = OPTION_MAX_ERROR + ERROR_METRICS,
  OPTION_KNEE = OPTION_MAX_COST + COST_METRICS
};

static const struct argp_option options[] = {
    {"max-mse", OPTION_MAX_ERROR + ERROR_MSE, "BOUND", 0, "The cheapest design with at most this mean squared error",
     0},
    {"max-mae", OPTION_MAX_ERROR + ERROR_MAE, "BOUND", 0, "The same for the mean absolute error", 0},
    {"max-abs-error", OPTION_MAX_ERROR + ERROR_MAX_ABS, "BOUND", 0, "The same for the largest absolute error", 0},
    {"max-area", OPTION_MAX_COST + COST_AREA, "UM2", 0, "The most accurate design within this area (um^2)", 0},
    {"max-power", OPTION_MAX_COST + COST_POWER, "MW", 0, "The same for power (mW)", 0},
    {"max-delay", OPTION_MAX_COST + COST_DELAY, "NS", 0, "The same for delay (ns)", 0},
    {"knee", OPTION_KNEE, NULL, 0, "The knee of the front of what lies within the bounds", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct pick_options *const picked = state->input;
  if (key == ARGP_KEY_INIT) {
    state->child_inputs[0] = &picked->selection;
    return 0;
  }
  if (key == OPTION_KNEE) {
    picked->knee = true;
    return 0;
  }
  if (key < OPTION_MAX_ERROR || key > OPTION_KNEE)
    return ARGP_ERR_UNKNOWN;
  const double bound = cli_real(state, options[key - OPTION_MAX_ERROR].name, text, 0, DBL_MAX);
  if (key < OPTION_MAX_COST)
    picked->max_error[key - OPTION_MAX_ERROR] = bound;
  else
    picked->max_cost[key - OPTION_MAX_COST] = bound;
  return 0;
}

static const struct argp_child children[] = {{&selection_argp, 0, NULL, 0}, {NULL, 0, NULL, 0}};

const struct argp pick_options_argp = {.options = options, .parser = parse_option, .children = children};

struct pick_options pick_options_default(void) {
  struct pick_options picked = {.knee = false};
  const struct pick_request request = pick_request_default();
  memcpy(picked.max_error, request.max_error, sizeof picked.max_error);
  memcpy(picked.max_cost, request.max_cost, sizeof picked.max_cost);
  return picked;
}

static bool has_bound(const double *bound, int count) {
  for (int i = 0; i < count; i++)
    if (!isinf(bound[i]))
      return true;
  return false;
}

bool pick_options_choose(const struct pick_options *picked) {
  return picked->knee || has_bound(picked->max_error, ERROR_METRICS) || has_bound(picked->max_cost, COST_METRICS);
}

struct pick_request pick_options_request(const struct pick_options *picked) {
  struct pick_request request = pick_request_default();
  memcpy(request.max_error, picked->max_error, sizeof request.max_error);
  memcpy(request.max_cost, picked->max_cost, sizeof request.max_cost);
  request.goal = picked->knee ? PICK_KNEE : has_bound(picked->max_error, ERROR_METRICS) ? PICK_CHEAPEST : PICK_ACCURATE;
  request.filter = picked->selection.filter;
  request.error = picked->selection.error;
  request.cost = picked->selection.cost;
  return request;
}
