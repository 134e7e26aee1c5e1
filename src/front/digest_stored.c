#include "front/digest_stored.h"

#include <stdlib.h>
#include <string.h>

#include "front/list_text.h"

bool digest_is_stored(const struct front_source *source, const struct digest_request *request) {
  const struct design_filter *const filter = &request->filter;
  const struct datapath_filter *const datapath = &filter->datapath;
  const bool of_points = filter->grid != NULL || filter->in_bits != 0 || filter->entries != 0 || datapath->by_storage ||
                         datapath->by_selector || datapath->by_digits || datapath->by_symmetry || datapath->by_pipeline;
  return source->reader != NULL && !of_points && !request->dots && store_reader_head(source->reader)->range_count > 0;
}

struct stored {
  struct front_source *source;
  const struct results *head;
  const struct digest_request *request;
  struct keeper keeper;
  struct digest *out;
};

static const struct weight *weight_at(const struct stored *stored, size_t weight) {
  return weight == SIZE_MAX ? NULL : &stored->head->weights[weight];
}

static bool is_wanted(const struct stored *stored, size_t function, size_t weight) {
  const struct design_filter *const filter = &stored->request->filter;
  return (filter->function == NULL || strcmp(filter->function, stored->head->functions[function].name) == 0) &&
         (filter->weight == NULL || strcmp(filter->weight, weight_name(weight_at(stored, weight))) == 0);
}

static const struct range_row *find_range(const struct results *head, size_t function, size_t weight, int metric) {
  for (size_t r = 0; r < head->range_count; r++)
    if (head->ranges[r].function == function && head->ranges[r].weight == weight && head->ranges[r].metric == metric)
      return &head->ranges[r];
  return NULL;
}

/* Whether a row belongs to the front that was asked for. */
static bool is_member(const struct stored *stored, const struct front_row *row) {
  return row->error_metric == (int)stored->request->error && row->cost_metric == (int)stored->request->cost &&
         is_wanted(stored, row->function, row->weight);
}

static int compare_numbers(const void *left, const void *right) {
  const size_t a = *(const size_t *)left, b = *(const size_t *)right;
  return (a > b) - (a < b);
}

/* Read the point of a design, unless it is there. */
static bool fetch(struct stored *stored, size_t design, struct results *slice, struct error *err) {
  size_t point;
  if (keeper_find(&stored->keeper, design) != SIZE_MAX)
    return true;
  return store_reader_point_of(stored->source->reader, design, &point, err) &&
         store_reader_slice(stored->source->reader, point, 1, slice, err) &&
         keeper_add(&stored->keeper, slice, 0, store_reader_slice_design(stored->source->reader), err);
}

/* The points of all members, in order of the file: their neighbours are read together. */
static bool fetch_all(struct stored *stored, struct error *err) {
  const struct results *const head = stored->head;
  struct results slice;
  size_t *const design = malloc((head->front_count + 1) * sizeof *design), count = 0;
  if (design == NULL)
    return error_memory(err, "fronts");
  for (size_t r = 0; r < head->front_count; r++)
    if (is_member(stored, &head->fronts[r]))
      design[count++] = head->fronts[r].design;
  qsort(design, count, sizeof *design, compare_numbers);
  results_init(&slice);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++)
    ok = fetch(stored, design[i], &slice, err);
  results_release(&slice);
  free(design);
  return ok;
}

static bool fail_disagree(const struct stored *stored, size_t design, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: /fronts and /designs disagree on design %zu; 'lutdse verify' tells more",
                   stored->source->path, design);
}

/* A member, if its row says what the design does. */
static bool add_member(struct stored *stored, struct front_view *view, const struct front_row *row, struct error *err) {
  const struct results *const members = &stored->keeper.points;
  const size_t design = keeper_find(&stored->keeper, row->design);
  if (design == SIZE_MAX)
    return fail_disagree(stored, row->design, err);
  const struct scored_design *const scored = &members->designs[design];
  const struct spec *const spec = &members->points[scored->point].spec;
  if (design_cost(scored, stored->request->cost) != row->cost ||
      design_error(scored, stored->request->error) != row->error ||
      strcmp(spec->function->name, stored->head->functions[row->function].name) != 0 ||
      strcmp(weight_name(spec->weight), weight_name(weight_at(stored, row->weight))) != 0)
    return fail_disagree(stored, row->design, err);
  view->function = spec->function;
  view->weight = spec->weight;
  view->front[view->front_count++] = (struct objective){row->cost, row->error, design};
  return true;
}

static bool add_members(struct stored *stored, struct front_view *view, size_t function, size_t weight,
                        struct error *err) {
  const struct results *const head = stored->head;
  view->front = malloc((head->front_count + 1) * sizeof *view->front);
  if (view->front == NULL)
    return error_memory(err, "a front");
  for (size_t r = 0; r < head->front_count; r++) {
    const struct front_row *const row = &head->fronts[r];
    if (row->function == function && row->weight == weight && is_member(stored, row) &&
        !add_member(stored, view, row, err))
      return false;
  }
  return view->front_count > 0 ||
         error_set(err, ERROR_INPUT, "%s: /ranges has designs of %s, /fronts has none; 'lutdse verify' tells more",
                   stored->source->path, head->functions[function].name);
}

static bool add_view(struct stored *stored, size_t function, size_t weight, struct error *err) {
  const struct digest_request *const request = stored->request;
  const struct range_row *const error = find_range(stored->head, function, weight, (int)request->error);
  const struct range_row *const cost = find_range(stored->head, function, weight, ERROR_METRICS + (int)request->cost);
  if (error == NULL || cost == NULL || !is_wanted(stored, function, weight))
    return true;
  struct front_view *const view = &stored->out->views.view[stored->out->views.count++];
  *view = (struct front_view){.all_count = error->designs < cost->designs ? error->designs : cost->designs,
                              .worst_cost = cost->most,
                              .worst_error = error->most};
  return add_members(stored, view, function, weight, err);
}

static bool fail_no_match(const struct stored *stored, struct error *err) {
  char functions[512] = "", weights[256] = "";
  const struct results *const head = stored->head;
  bool uniform = false;
  for (size_t r = 0; r < head->range_count; r++)
    uniform = uniform || head->ranges[r].weight == SIZE_MAX;
  if (uniform)
    text_append_item(weights, sizeof weights, "%s", weight_name(NULL));
  for (size_t w = 0; w < head->weight_count; w++)
    text_append_item(weights, sizeof weights, "%s", head->weights[w].name);
  for (size_t f = 0; f < head->function_count; f++)
    text_append_item(functions, sizeof functions, "%s", head->functions[f].name);
  (void)front_fail_none(&stored->request->filter, functions, weights, err);
  return error_prefix(err, "%s", stored->source->path);
}

static bool add_views(struct stored *stored, struct error *err) {
  const struct results *const head = stored->head;
  struct front_views *const views = &stored->out->views;
  views->view = calloc(head->range_count + 1, sizeof *views->view);
  if (views->view == NULL)
    return error_memory(err, "fronts");
  for (size_t f = 0; f < head->function_count; f++) {
    if (!add_view(stored, f, SIZE_MAX, err))
      return false;
    for (size_t w = 0; w < head->weight_count; w++)
      if (!add_view(stored, f, w, err))
        return false;
  }
  return views->count > 0 || fail_no_match(stored, err);
}

bool digest_make_stored(struct digest *out, struct front_source *source, const struct digest_request *request,
                        struct error *err) {
  struct stored stored = {.source = source, .head = store_reader_head(source->reader), .request = request, .out = out};
  const bool ok = fetch_all(&stored, err) && add_views(&stored, err);
  out->members = stored.keeper.points;
  results_init(&stored.keeper.points);
  keeper_release(&stored.keeper);
  return ok;
}
