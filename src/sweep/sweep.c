#include "sweep/sweep.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
  const size_t count = expand_count(grid, &top->common);
  if (count > reader->limit - top->total)
    return yaml_reader_fail(reader, node, "with grid '%s' the sweep has more than %zu points; make its axes shorter",
                            grid->name, reader->limit);
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
  for (size_t i = 0; i < top->grids.count; i++)
    grid_release((struct grid *)top->grids.items + i);
  list_release(&top->grids);
  settings_release(&top->common);
  define_release(&top->functions);
  define_weight_release(&top->weights);
}

/* Hand the functions and the weights over to the sweep, which then owns them; the weights stay where they are. */
static void hand_over(struct top *top) {
  top->out->functions = top->functions.items.items;
  top->out->function_count = top->functions.items.count;
  top->functions = (struct functions){{NULL, 0, 0}, 0};
  top->out->weights = top->weights.items.items;
  top->out->weight_count = top->weights.items.count;
  top->weights = (struct weights){{NULL, 0, 0}};
}

static bool read_document(struct sweep *out, struct yaml_reader *reader) {
  struct top top;
  memset(&top, 0, sizeof top);
  top.out = out;
  top.common.defined = &top.weights;
  bool ok = yaml_reader_mapping(reader, yaml_reader_root(reader), top_keys, &top);
  if (ok) {
    hand_over(&top);
    ok = expand(out, top.grids.items, top.grids.count, &top.common, top.total, reader->path, reader->err);
  }
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

bool sweep_parse_limited(struct sweep *out, const char *text, size_t size, const char *path, size_t limit,
                         struct error *err) {
  memset(out, 0, sizeof *out);
  if (size > SWEEP_TEXT_MAX)
    return text_file_too_large(path, SWEEP_TEXT_MAX, err);
  struct yaml_reader reader;
  if (!yaml_reader_open(&reader, text, size, path, limit, err))
    return false;
  const bool ok = read_document(out, &reader) && keep_text(out, text, size, err);
  yaml_reader_close(&reader);
  if (!ok)
    sweep_release(out);
  return ok;
}

bool sweep_parse(struct sweep *out, const char *text, size_t size, const char *path, struct error *err) {
  return sweep_parse_limited(out, text, size, path, SWEEP_POINTS_MAX, err);
}

bool sweep_load(struct sweep *out, const char *path, struct error *err) {
  memset(out, 0, sizeof *out);
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(path, SWEEP_TEXT_MAX, &text, &size, err))
    return false;
  const bool ok = sweep_parse(out, text, size, path, err);
  free(text);
  return ok;
}

void sweep_release(struct sweep *sweep) {
  for (size_t i = 0; i < sweep->function_count; i++)
    function_release(&sweep->functions[i]);
  for (size_t i = 0; i < sweep->weight_count; i++)
    weight_release(&sweep->weights[i]);
  free(sweep->functions);
  free(sweep->weights);
  free(sweep->points);
  free(sweep->text);
  memset(sweep, 0, sizeof *sweep);
}
