#include "sweep/sweep.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/axes.h"
#include "sweep/expand.h"
#include "text_file.h"

enum { GRIDS_MAX = 1000 };

/* What the readers of the top level fill in. */
struct top {
  struct settings common; /* first: the readers of settings take the target for one */
  struct sweep *out;
  struct functions functions;
  struct weights weights;
  struct list grids; /* struct grid */
  size_t total;      /* points of the grids read so far */
};

static bool read_name(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct sweep *const out = ((struct top *)target)->out;
  return yaml_reader_name(reader, node, out->name, sizeof out->name);
}

/* Free text for people, of any number of lines. */
static bool read_description(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  (void)target;
  return node->type == YAML_SCALAR_NODE || yaml_reader_fail(reader, node, "must be a text");
}

static bool read_define(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, define_item, &((struct top *)target)->functions);
}

static bool read_define_weights(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, define_weight_item, &((struct top *)target)->weights);
}

static const struct grid *find_grid(const struct top *top, const char *name) {
  for (size_t i = 0; i < top->grids.count; i++)
    if (strcmp(LIST_AT(&top->grids, struct grid, i).name, name) == 0)
      return &LIST_AT(&top->grids, struct grid, i);
  return NULL;
}

/* Check a grid that has just been read against those before it. */
static bool check_grid(struct yaml_reader *reader, const yaml_node_t *node, struct top *top, struct grid *grid) {
  if (grid->name[0] == '\0')
    (void)snprintf(grid->name, sizeof grid->name, "grid%zu", top->grids.count + 1);
  const struct grid *const namesake = find_grid(top, grid->name);
  if (namesake != NULL)
    return yaml_reader_fail(reader, node, "the grid's name '%s' is taken by the grid in line %zu; choose another",
                            grid->name, namesake->line);
  const struct grid_axes axes = grid_axes_of(grid, &top->common);
  const size_t count = grid_axes_points(&axes);
  if (count > reader->limit - top->total)
    return yaml_reader_fail(reader, node, "with grid '%s' the sweep has more than %zu points; make its axes shorter%s",
                            grid->name, reader->limit,
                            reader->limit < SWEEP_POINTS_MAX ? "" : ", or run it in (more) shards");
  top->total += count;
  return true;
}

static bool read_grid(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct top *const top = target;
  struct grid grid;
  if (top->grids.count == GRIDS_MAX)
    return yaml_reader_fail(reader, node, "too many grids; allowed: at most %d", GRIDS_MAX);
  if (!grid_read(reader, node, &top->functions, &top->weights, &grid))
    return false;
  if (check_grid(reader, node, top, &grid) && yaml_reader_add(reader, node, &top->grids, &grid, sizeof grid))
    return true;
  grid_release(&grid);
  return false;
}

static bool read_grids(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct top *const top = target;
  if (!settings_defaults(&top->common))
    return error_memory(reader->err, "sweep settings");
  return yaml_reader_items(reader, node, read_grid, top);
}

/* In the order of reading: grids need everything that comes before them. */
static const struct yaml_key top_keys[] = {
    {"name", read_name, true},
    {"description", read_description, false},
    {"seed", settings_read_seed, false},
    {"repeats", settings_read_repeats, false},
    {"engine", settings_read_engine, false},
    {"hardware", settings_read_hardware, false},
    {"output", settings_read_output, false},
    {"define", read_define, false},
    {"define_weights", read_define_weights, false},
    {"weights", settings_read_weights, false},
    {"grids", read_grids, true},
    {NULL, NULL, false},
};

static void release_top(struct top *top) {
  struct sweep_axes axes = {.common = top->common, .grids = top->grids};
  sweep_axes_release(&axes);
  define_release(&top->functions);
  define_weight_release(&top->weights);
}

/* Hand functions, weights and axes over to the sweep, which then owns them; the weights stay where they are. */
static bool hand_over(struct top *top) {
  struct sweep *const out = top->out;
  out->axes = malloc(sizeof *out->axes);
  if (out->axes == NULL)
    return false;
  *out->axes = (struct sweep_axes){.common = top->common, .grids = top->grids};
  out->axes->common.defined = NULL;
  out->functions = top->functions.items.items;
  out->function_count = top->functions.items.count;
  out->weights = top->weights.items.items;
  out->weight_count = top->weights.items.count;
  *top = (struct top){.out = out};
  return sweep_axes_number(out->axes);
}

static bool read_document(struct sweep *out, struct yaml_reader *reader) {
  struct top top;
  memset(&top, 0, sizeof top);
  top.out = out;
  top.common.defined = &top.weights;
  bool ok = yaml_reader_mapping(reader, yaml_reader_root(reader), top_keys, &top);
  if (ok)
    ok = hand_over(&top) ? expand(out, reader->path, reader->err) : error_memory(reader->err, "sweep");
  release_top(&top);
  return ok;
}

static bool keep_text(struct sweep *out, const char *text, size_t size, struct error *err) {
  out->text = malloc(size + 1);
  if (out->text == NULL)
    return error_memory(err, "sweep text");
  memcpy(out->text, text, size);
  out->text[size] = '\0';
  out->text_size = size;
  return true;
}

/* How many points of all shards together are allowed. */
static size_t total_limit(struct shard shard, size_t limit) {
  return shard.count == 0 ? limit : limit > SIZE_MAX / shard.count ? SIZE_MAX : limit * shard.count;
}

bool sweep_parse_limited(struct sweep *out, const char *text, size_t size, const char *path, struct shard shard,
                         size_t limit, struct error *err) {
  *out = (struct sweep){.shard = shard};
  if (size > SWEEP_TEXT_MAX)
    return text_file_too_large(path, SWEEP_TEXT_MAX, err);
  struct yaml_reader reader;
  if (!yaml_reader_open(&reader, text, size, path, total_limit(shard, limit), err))
    return false;
  const bool ok = read_document(out, &reader) && keep_text(out, text, size, err);
  yaml_reader_close(&reader);
  if (!ok)
    sweep_release(out);
  return ok;
}

bool sweep_parse(struct sweep *out, const char *text, size_t size, const char *path, struct error *err) {
  return sweep_parse_limited(out, text, size, path, (struct shard){0, 0}, SWEEP_POINTS_MAX, err);
}

bool sweep_load(struct sweep *out, const char *path, struct shard shard, struct error *err) {
  *out = (struct sweep){.shard = shard};
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(path, SWEEP_TEXT_MAX, &text, &size, err))
    return false;
  const bool ok = sweep_parse_limited(out, text, size, path, shard, SWEEP_POINTS_MAX, err);
  free(text);
  return ok;
}

void sweep_release(struct sweep *sweep) {
  for (size_t i = 0; i < sweep->function_count; i++)
    function_release(&sweep->functions[i]);
  for (size_t i = 0; i < sweep->weight_count; i++)
    weight_release(&sweep->weights[i]);
  if (sweep->axes != NULL)
    sweep_axes_release(sweep->axes);
  free(sweep->axes);
  id_table_release(&sweep->ids);
  free(sweep->functions);
  free(sweep->weights);
  free(sweep->rows);
  free(sweep->text);
  memset(sweep, 0, sizeof *sweep);
}

/* A grid of a sweep, and a place in it. */
static struct grid_axes find_grid_axes(const struct sweep *sweep, size_t index, size_t *place) {
  const struct sweep_axes *const axes = sweep->axes;
  const size_t grid = sweep_axes_grid(axes, sweep->rows[index].place);
  *place = (size_t)(sweep->rows[index].place - axes->first[grid]);
  return grid_axes_of(&LIST_AT(&axes->grids, struct grid, grid), &axes->common);
}

void sweep_point(const struct sweep *sweep, size_t index, struct point *out) {
  size_t place;
  const struct grid_axes axes = find_grid_axes(sweep, index, &place);
  const size_t runs = axes_product(axes.run_length, RUN_AXES);
  memset(out, 0, sizeof *out);
  out->spec = grid_axes_spec(&axes, sweep->functions, place / runs);
  grid_axes_run(&axes, place % runs, out);
  memcpy(out->grid, axes.grid->name, sizeof out->grid);
  out->place = sweep->rows[index].place;
  out->key = sweep->rows[index].key;
  out->id = id_table_at(&sweep->ids, index);
}

size_t sweep_find(const struct sweep *sweep, const struct point_id *id) { return id_table_find(&sweep->ids, id); }

double sweep_spread(const struct sweep *sweep, size_t index) {
  size_t place;
  const struct grid_axes axes = find_grid_axes(sweep, index, &place);
  return grid_axes_spread(&axes, place);
}

const char *sweep_grid(const struct sweep *sweep, size_t index) {
  size_t place;
  return find_grid_axes(sweep, index, &place).grid->name;
}
