#include "front/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool front_objective_compares(const struct objective *item) { return !isnan(item->cost) && !isnan(item->error); }

/* The members of the front are among the dots, so the worst of these are the worst of all. */
static void fill_dots(struct front_view *view, const struct results *results, const struct objective *items,
                      size_t count) {
  view->worst_cost = view->worst_error = -(double)INFINITY;
  for (size_t i = 0; i < count; i++) {
    if (!front_objective_compares(&items[i]))
      continue;
    view->all[view->all_count++] = front_dot_of(results, &items[i]);
    view->worst_cost = fmax(view->worst_cost, items[i].cost);
    view->worst_error = fmax(view->worst_error, items[i].error);
  }
}

struct front_dot front_dot_of(const struct results *results, const struct objective *item) {
  const struct scored_design *const design = &results->designs[item->design];
  return (struct front_dot){item->cost, item->error, (uint8_t)design->design.entries,
                            (uint8_t)results->points[design->point].spec.in_bits};
}

static void release_view(struct front_view *view) {
  free(view->all);
  free(view->front);
}

/* Sets view->all_count to 0, with nothing owned, if there is no design to show. */
static bool make_view(struct front_view *view, const struct results *results, const struct design_filter *filter,
                      enum error_metric error, enum cost_metric cost, struct error *err) {
  size_t count;
  *view = (struct front_view){.function = filter->definition, .weight = filter->weighting};
  if (!front_objectives(results, filter, error, cost, &view->front, &count, err))
    return false;
  view->all = malloc((count + 1) * sizeof *view->all);
  if (view->all == NULL) {
    release_view(view);
    return error_memory(err, "a front");
  }
  fill_dots(view, results, view->front, count);
  view->front_count = front_extract(view->front, count);
  if (view->front_count == 0)
    release_view(view);
  return true;
}

static bool add_view(struct front_views *out, const struct results *results, const struct design_filter *filter,
                     enum error_metric error, enum cost_metric cost, struct error *err) {
  if (!make_view(&out->view[out->count], results, filter, error, cost, err))
    return false;
  out->count += out->view[out->count].all_count > 0;
  return true;
}

/* The views of one function: uniform, then each weight. */
static bool add_views(struct front_views *out, const struct results *results, const struct design_filter *filter,
                      enum error_metric error, enum cost_metric cost, struct error *err) {
  struct design_filter one = *filter;
  one.one_weighting = true;
  if (!filter->one_weighting || filter->weighting == NULL) {
    one.weighting = NULL;
    if (!add_view(out, results, &one, error, cost, err))
      return false;
  }
  for (size_t w = 0; w < results->weight_count; w++) {
    one.weighting = &results->weights[w];
    if ((!filter->one_weighting || filter->weighting == one.weighting) &&
        !add_view(out, results, &one, error, cost, err))
      return false;
  }
  return true;
}

bool front_views_make(struct front_views *out, const struct results *results, const struct design_filter *filter,
                      enum error_metric error, enum cost_metric cost, struct error *err) {
  const size_t most = results->function_count * (results->weight_count + 1);
  *out = (struct front_views){0, calloc(most + 1, sizeof *out->view)};
  if (out->view == NULL)
    return error_memory(err, "fronts");
  for (size_t f = 0; f < results->function_count; f++) {
    struct design_filter one = *filter;
    one.definition = &results->functions[f];
    if (filter->definition != NULL && filter->definition != one.definition)
      continue;
    if (!add_views(out, results, &one, error, cost, err)) {
      front_views_release(out);
      return false;
    }
  }
  if (out->count > 0)
    return true;
  front_views_release(out);
  return front_fail_no_match(results, filter, err);
}

void front_views_release(struct front_views *views) {
  for (size_t i = 0; i < views->count; i++)
    release_view(&views->view[i]);
  free(views->view);
  *views = (struct front_views){0, NULL};
}

bool front_views_shares_name(const struct front_views *views, size_t index) {
  for (size_t i = 0; i < views->count; i++)
    if (i != index && strcmp(views->view[i].function->name, views->view[index].function->name) == 0 &&
        strcmp(weight_name(views->view[i].weight), weight_name(views->view[index].weight)) == 0)
      return true;
  return false;
}
