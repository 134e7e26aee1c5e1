#include "sweep/grid.h"

#include <stdint.h>
#include <string.h>

#include "sweep/axis.h"
#include "sweep/format_axis.h"

/* What the readers of a grid's keys need beside the grid. */
struct grid_target {
  struct settings own; /* first: the readers of settings take the target for one */
  struct grid *grid;
  struct functions *functions;
};

static struct grid *grid_of(void *target) { return ((struct grid_target *)target)->grid; }

static bool read_name(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct grid *const grid = grid_of(target);
  return yaml_reader_name(reader, node, grid->name, sizeof grid->name);
}

static bool add_all_builtins(struct yaml_reader *reader, const yaml_node_t *node, struct grid_target *target) {
  for (size_t i = 0; i < function_builtin_count(); i++) {
    size_t index = 0;
    if (!define_use(target->functions, function_builtin(i), &index, reader->err) ||
        !yaml_reader_add(reader, node, &target->grid->functions, &index, sizeof index))
      return false;
  }
  return true;
}

static bool read_function(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct grid_target *const context = target;
  size_t index = 0;
  if (!define_lookup(reader, node, context->functions, &index))
    return false;
  if (index == SIZE_MAX)
    return add_all_builtins(reader, node, context);
  return yaml_reader_add(reader, node, &context->grid->functions, &index, sizeof index);
}

static bool read_functions(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_function, target);
}

static bool read_in_bits(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, IN_BITS_MIN, IN_BITS_MAX, &grid_of(target)->in_bits);
}

static bool read_entries(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, ENTRIES_MIN, ENTRIES_MAX, &grid_of(target)->entries);
}

static bool read_scale_set(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct scale_set set;
  return axis_scale_set(reader, node, &set) && yaml_reader_add(reader, node, target, &set, sizeof set);
}

static bool read_scale_sets(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  if (node->type != YAML_SEQUENCE_NODE)
    return yaml_reader_fail(reader, node, "must be a list of lists; allowed: [[1, 0.5], [2^0..2^-6]]");
  return yaml_reader_items(reader, node, read_scale_set, &grid_of(target)->scale_sets);
}

static bool read_slope(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, format_axis_item, &grid_of(target)->slopes);
}

static bool read_intercept(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, format_axis_item, &grid_of(target)->intercepts);
}

static const char *tails_at(const void *context, size_t index) {
  (void)context;
  return index <= TAILS_CLAMP ? tails_name((enum tails)index) : NULL;
}

static bool read_tails_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices policies = {tails_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "policy", &policies, &index))
    return false;
  const enum tails tails = (enum tails)index;
  return yaml_reader_add(reader, node, target, &tails, sizeof tails);
}

static bool read_tails(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_tails_item, &grid_of(target)->tails);
}

static bool read_ranges(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, 1, RANGES_MAX, &grid_of(target)->ranges);
}

static const struct yaml_key grid_keys[] = {
    {"name", read_name, false},
    {"functions", read_functions, true},
    {"in_bits", read_in_bits, false},
    {"scale_sets", read_scale_sets, false},
    {"slope", read_slope, false},
    {"intercept", read_intercept, false},
    {"entries", read_entries, true},
    {"tails", read_tails, false},
    {"ranges", read_ranges, false},
    {"output", settings_read_output, false},
    {"weights", settings_read_weights, false},
    {"engine", settings_read_engine, false},
    {"hardware", settings_read_hardware, false},
    {"seed", settings_read_seed, false},
    {"repeats", settings_read_repeats, false},
    {NULL, NULL, false},
};

/* The defaults of the axes: the published INT8 configuration. */
static bool add_defaults(struct grid *grid) {
  static const uint64_t in_bits = 8, ranges = 1;
  static const struct format_choice format = {{8, 6}, 0};
  static const struct scale_set scales = {7, {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625}};
  static const enum tails tails = TAILS_FREE;
  return (grid->in_bits.count > 0 || list_add(&grid->in_bits, &in_bits, sizeof in_bits)) &&
         (grid->scale_sets.count > 0 || list_add(&grid->scale_sets, &scales, sizeof scales)) &&
         (grid->slopes.count > 0 || list_add(&grid->slopes, &format, sizeof format)) &&
         (grid->intercepts.count > 0 || list_add(&grid->intercepts, &format, sizeof format)) &&
         (grid->tails.count > 0 || list_add(&grid->tails, &tails, sizeof tails)) &&
         (grid->ranges.count > 0 || list_add(&grid->ranges, &ranges, sizeof ranges));
}

bool grid_read(struct yaml_reader *reader, const yaml_node_t *node, struct functions *functions,
               const struct weights *weights, struct grid *out) {
  memset(out, 0, sizeof *out);
  out->line = yaml_reader_line(node);
  struct grid_target target = {.own = {.defined = weights}, .grid = out, .functions = functions};
  bool ok = yaml_reader_mapping(reader, node, grid_keys, &target);
  out->own = target.own;
  if (ok && !add_defaults(out))
    ok = error_memory(reader->err, "grid");
  if (!ok)
    grid_release(out);
  return ok;
}

void grid_release(struct grid *grid) {
  list_release(&grid->functions);
  list_release(&grid->in_bits);
  list_release(&grid->scale_sets);
  list_release(&grid->slopes);
  list_release(&grid->intercepts);
  list_release(&grid->entries);
  list_release(&grid->tails);
  list_release(&grid->ranges);
  settings_release(&grid->own);
}
