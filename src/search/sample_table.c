#include "search/sample_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_weight.h"
#include "model/significant.h"

static const double published_step = 0.01;

double sample_step(const struct function *function) {
  const double width = function->hi - function->lo;
  return fmin(fmax(published_step, width / SAMPLES_MAX), width / SAMPLES_MIN);
}

double power_of_two_below(double x) {
  int exponent = 0;
  (void)frexp(x, &exponent);
  return ldexp(1, exponent - 1);
}

static bool value_at(const struct function *function, double x, double *y, struct error *err) {
  const double value = function_value(function, x);
  const char *flaw = function_value_flaw(value);
  *y = value;
  return flaw == NULL || error_set(err, ERROR_INPUT, "function %s has %s at x = %.17g", function->name, flaw, x);
}

/* Beyond the domain an expression may have no value; there its tail will do. */
static bool value_or_tail(const struct function *function, double x, double *y, struct error *err) {
  const struct tail *tail = x < function->lo ? &function->left : &function->right;
  *y = function_value(function, x);
  if (function_value_flaw(*y) == NULL)
    return true;
  *y = tail->slope * x + tail->intercept;
  return (tail->present && (x < function->lo || x > function->hi)) || value_at(function, x, y, err);
}

/* One sample with its weight, not yet normalised. */
struct sample {
  double x, y, weight;
};

static struct sample *samples_create(const struct spec *spec, u32 *count, struct error *err) {
  const struct function *function = spec->function;
  const double step = sample_step(function);
  *count = (u32)ceil((function->hi - function->lo) / step);
  struct sample *samples = malloc(*count * sizeof *samples);
  if (samples == NULL) {
    (void)error_memory(err, "samples");
    return NULL;
  }
  double total = 0;
  for (u32 i = 0; i < *count; i++) {
    struct sample *sample = &samples[i];
    sample->x = function->lo + i * step;
    if (!value_at(function, sample->x, &sample->y, err)) {
      free(samples);
      return NULL;
    }
    sample->weight = spec->weight == NULL ? 1 : weight_mass(spec->weight, sample->x - step / 2, sample->x + step / 2);
    total += sample->weight;
  }
  /* Codes may have weights where no sample has any. */
  for (u32 i = 0; i < *count; i++)
    samples[i].weight = total >= CODE_WEIGHT_NOTHING ? samples[i].weight / total : 1.0 / *count;
  return samples;
}

/* The sums before and after a sample of weight w, whose x counts from the origin. */
static void add_sample(double *sums, double w, double x, double y) {
  const double term[BASELINE_SUMS] = {w, w * x, w * y, w * x * x, w * x * y, w * y * y};
  for (int i = 0; i < BASELINE_SUMS; i++)
    sums[BASELINE_SUMS + i] = sums[i] + term[i];
}

static void fill_samples(const struct baseline_table *table, const struct sample_plan *plan,
                         const struct sample *samples) {
  const baseline_view *view = &table->view;
  for (u32 i = 0; i < view->samples; i++) {
    const struct sample *sample = &samples[i];
    if (plan->sums)
      add_sample(table->doubles + view->sums + (size_t)i * BASELINE_SUMS, sample->weight, sample->x - view->origin,
                 sample->y);
    if (plan->values)
      memcpy(table->doubles + view->values + 3 * (size_t)i, (double[]){sample->x, sample->y, sample->weight},
             3 * sizeof(double));
  }
}

static bool fill_grid(const struct baseline_table *table, const struct spec *spec, const struct sample_plan *plan,
                      const struct sample *samples, struct error *err) {
  const baseline_view *view = &table->view;
  const double first = rint(view->grid_first / view->grid_step);
  u32 below = 0;
  for (u32 i = 0; i < view->grid_count; i++) {
    double *cell = table->doubles + view->grid + 2 * (size_t)i;
    const double x = (first + i) * view->grid_step;
    if (plan->grid_values && !value_at(spec->function, x, &cell[0], err))
      return false;
    while (below < view->samples && samples[below].x < x)
      below++;
    cell[1] = below;
  }
  return true;
}

static bool fill_fit(const struct baseline_table *table, const struct spec *spec, struct error *err) {
  const baseline_view *view = &table->view;
  for (u32 i = 0; i < view->fit_count; i++) {
    const double x = view->fit_first + i * view->fit_step;
    double y = 0;
    if (!value_or_tail(spec->function, x, &y, err))
      return false;
    add_sample(table->doubles + view->fit + (size_t)i * BASELINE_SUMS, 1, x - view->origin, y);
  }
  return true;
}

static baseline_format format_view(struct format format, int significant) {
  const int exponents = significant_exponents(format, significant);
  const struct format number = {significant == 0 ? format.bits : significant, 0};
  return (baseline_format){ldexp(1, format.frac), format_min(number), format_max(number), (u32)exponents, 0};
}

static bool set_outer(baseline_view *view, const struct spec *spec, const struct sample_plan *plan, struct error *err) {
  for (int end = 0; end < 2; end++) {
    const struct tail *tail = end == 0 ? &spec->function->left : &spec->function->right;
    view->outer_x[end] = plan->outer[end];
    view->tail_slope[end] = tail->slope;
    view->tail_intercept[end] = tail->intercept;
    if (!value_or_tail(spec->function, plan->outer[end], &view->outer_y[end], err))
      return false;
  }
  return true;
}

static void set_grid(baseline_view *view, const struct sample_plan *plan) {
  const double low = plan->low / plan->grid_step, high = plan->high / plan->grid_step;
  const double first = plan->grid_inside ? ceil(low) : rint(low), last = plan->grid_inside ? floor(high) : rint(high);
  view->grid_step = plan->grid_step;
  view->grid_first = first * plan->grid_step;
  view->grid_count = (u32)(last - first) + 1;
  view->low = plan->grid_inside ? view->grid_first : plan->low;
  view->high = plan->grid_inside ? last * plan->grid_step : plan->high;
}

/* Where everything lies, and how much there is of it. */
static void set_sizes(struct baseline_table *table, const struct sample_plan *plan, u32 samples) {
  baseline_view *view = &table->view;
  view->samples = samples;
  view->grid = table->double_count;
  table->double_count += 2 * (size_t)view->grid_count;
  view->sums = table->double_count;
  table->double_count += plan->sums ? ((size_t)samples + 1) * BASELINE_SUMS : 0;
  view->values = table->double_count;
  table->double_count += plan->values ? 3 * (size_t)samples : 0;
  view->fit = table->double_count;
  if (plan->fit_step == 0)
    return;
  view->fit_first = plan->outer[0];
  view->fit_step = plan->fit_step;
  view->fit_count = (u32)rint(floor((plan->fit_end - plan->outer[0]) / plan->fit_step)) + 1;
  table->double_count += ((size_t)view->fit_count + 1) * BASELINE_SUMS;
}

/* Allocate and fill what the view says there is. */
static bool fill(struct baseline_table *table, const struct spec *spec, const struct sample_plan *plan,
                 const struct sample *samples, struct error *err) {
  table->doubles = calloc(table->double_count + 1, sizeof *table->doubles);
  if (table->doubles == NULL)
    return error_memory(err, "samples");
  fill_samples(table, plan, samples);
  if (fill_grid(table, spec, plan, samples, err) && (plan->fit_step == 0 || fill_fit(table, spec, err)))
    return true;
  sample_table_free(table);
  return false;
}

bool sample_table_create(struct baseline_table *table, const struct spec *spec, const struct sample_plan *plan,
                         struct error *err) {
  memset(table, 0, sizeof *table);
  baseline_view *view = &table->view;
  view->slope = format_view(spec->slope, spec->slope_significant);
  view->intercept = format_view(spec->intercept, spec->intercept_significant);
  view->origin = (spec->function->lo + spec->function->hi) / 2;
  view->sign_limit = -(double)INFINITY;
  set_grid(view, plan);
  u32 count = 0;
  struct sample *samples = set_outer(view, spec, plan, err) ? samples_create(spec, &count, err) : NULL;
  if (samples == NULL)
    return false;
  set_sizes(table, plan, count);
  const bool ok = fill(table, spec, plan, samples, err);
  free(samples);
  return ok;
}

void sample_table_free(struct baseline_table *table) {
  free(table->doubles);
  table->doubles = NULL;
}
