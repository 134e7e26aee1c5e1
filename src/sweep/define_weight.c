#include "sweep/define_weight.h"

#include <string.h>

#include "sweep/axis.h"
#include "sweep/histogram_file.h"
#include "sweep/sibling_path.h"

enum { DEFINITIONS_MAX = 1000 };

/* One item of `define_weights` as it is written. */
struct definition {
  const struct weights *weights;
  char name[sizeof((struct weight *)NULL)->name];
  const yaml_node_t *kind[WEIGHT_KINDS]; /* exactly one is given */
};

/* Names: "uniform", then the defined ones. */
static const char *weight_name_at(const void *context, size_t index) {
  const struct weights *const weights = context;
  if (index == 0)
    return weight_name(NULL);
  return index <= weights->items.count ? LIST_AT(&weights->items, struct weight, index - 1).name : NULL;
}

bool define_weight_lookup(struct yaml_reader *reader, const yaml_node_t *node, const struct weights *weights,
                          struct weight_choice *out) {
  const struct choices names = {weight_name_at, weights};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "weight", &names, &index))
    return false;
  out->weight = index == 0 ? NULL : &LIST_AT(&weights->items, struct weight, index - 1);
  return true;
}

static bool read_name(struct yaml_reader *reader, const yaml_node_t *node, struct definition *definition) {
  const struct choices names = {weight_name_at, definition->weights};
  if (!yaml_reader_name(reader, node, definition->name, sizeof definition->name))
    return false;
  return choices_find(&names, definition->name) < 0 ||
         yaml_reader_fail(reader, node, "the name '%s' is taken by another weight; choose a new one", definition->name);
}

/* Kinds with parameters. */

static const char *parameter_name_at(const void *context, size_t index) {
  const struct weight_description *const description = context;
  return index < (size_t)description->parameter_count ? description->parameter[index].name : NULL;
}

static bool read_parameter(struct yaml_reader *reader, const yaml_node_t *mapping,
                           const struct weight_parameter *parameter, double *out) {
  const yaml_node_t *const node = yaml_reader_value(reader, mapping, parameter->name);
  const size_t mark = yaml_reader_enter(reader, parameter->name);
  *out = parameter->fallback;
  if (node == NULL && parameter->required)
    return yaml_reader_fail(reader, mapping, "the key is missing; it is required");
  if (node != NULL && !axis_real(reader, node, out))
    return false;
  const char *const flaw = weight_parameter_flaw(parameter, *out);
  if (flaw != NULL)
    return yaml_reader_fail(reader, node, "%g is out of range; %s", *out, flaw);
  yaml_reader_leave(reader, mark);
  return true;
}

static bool from_parameters(struct yaml_reader *reader, const yaml_node_t *node, const char *name,
                            enum weight_kind kind, struct weight *out) {
  const struct weight_description *const description = weight_describe(kind);
  const struct choices names = {parameter_name_at, description};
  double parameter[WEIGHT_PARAMETERS_MAX] = {0};
  if (!yaml_reader_check_keys(reader, node, &names))
    return false;
  for (int p = 0; p < description->parameter_count; p++)
    if (!read_parameter(reader, node, &description->parameter[p], &parameter[p]))
      return false;
  return weight_from_parameters(out, name, kind, parameter, reader->err) || yaml_reader_fail_prefix(reader, node);
}

/* Histograms. */

struct histogram_source {
  char path[SIBLING_PATH_SIZE];
  const char *edges, *counts; /* NULL: a text file */
};

static bool read_file(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return sibling_path(reader, node, ((struct histogram_source *)target)->path);
}

static bool read_edges(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return (((struct histogram_source *)target)->edges = yaml_reader_text(reader, node)) != NULL;
}

static bool read_counts(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return (((struct histogram_source *)target)->counts = yaml_reader_text(reader, node)) != NULL;
}

static bool read_source(struct yaml_reader *reader, const yaml_node_t *node, struct histogram_source *out) {
  static const struct yaml_key keys[] = {
      {"file", read_file, true}, {"edges", read_edges, false}, {"counts", read_counts, false}, {NULL, NULL, false}};
  out->edges = out->counts = NULL;
  if (node->type == YAML_SCALAR_NODE)
    return read_file(reader, node, out);
  if (!yaml_reader_mapping(reader, node, keys, out))
    return false;
  return (out->edges == NULL) == (out->counts == NULL) ||
         yaml_reader_fail(reader, node,
                          "edges and counts go together: the datasets of an HDF5 file; a text file has "
                          "neither");
}

static bool from_histogram(struct yaml_reader *reader, const yaml_node_t *node, const char *name, struct weight *out) {
  struct histogram_source source;
  struct histogram_bins bins = {{NULL, 0, 0}, {NULL, 0, 0}};
  if (!read_source(reader, node, &source))
    return false;
  bool ok = source.edges == NULL
                ? histogram_file_read_text(source.path, &bins, reader->err)
                : histogram_file_read_hdf5(source.path, source.edges, source.counts, &bins, reader->err);
  if (ok && !weight_from_histogram(out, name, bins.edges.items, bins.counts.items, bins.counts.count, reader->err))
    ok = error_prefix(reader->err, "%s", source.path);
  histogram_bins_release(&bins);
  return ok || yaml_reader_fail_prefix(reader, node);
}

/* A definition's keys: its name, then one for each kind. */

static const char *key_at(const void *context, size_t index) {
  (void)context;
  if (index == 0)
    return "name";
  return index <= WEIGHT_KINDS ? weight_describe((enum weight_kind)(index - 1))->name : NULL;
}

static bool read_keys(struct yaml_reader *reader, const yaml_node_t *node, struct definition *definition) {
  const struct choices keys = {key_at, NULL};
  if (!yaml_reader_check_keys(reader, node, &keys))
    return false;
  const size_t mark = yaml_reader_enter(reader, "name");
  const yaml_node_t *const name = yaml_reader_value(reader, node, "name");
  if (name == NULL)
    return yaml_reader_fail(reader, node, "the key is missing; it is required");
  if (!read_name(reader, name, definition))
    return false;
  yaml_reader_leave(reader, mark);
  for (int kind = 0; kind < WEIGHT_KINDS; kind++)
    definition->kind[kind] = yaml_reader_value(reader, node, weight_describe((enum weight_kind)kind)->name);
  return true;
}

static bool build(struct yaml_reader *reader, const yaml_node_t *node, const struct definition *definition,
                  struct weight *out) {
  int given = 0;
  enum weight_kind kind = WEIGHT_NORMAL;
  for (int k = 0; k < WEIGHT_KINDS; k++)
    if (definition->kind[k] != NULL) {
      kind = (enum weight_kind)k;
      given++;
    }
  if (given != 1)
    return yaml_reader_fail(reader, node,
                            "%s names %s of normal, half_normal, laplace, range and histogram; allowed: "
                            "exactly one",
                            definition->name, given == 0 ? "none" : "several");
  const size_t mark = yaml_reader_enter(reader, weight_describe(kind)->name);
  const bool ok = kind == WEIGHT_HISTOGRAM
                      ? from_histogram(reader, definition->kind[kind], definition->name, out)
                      : from_parameters(reader, definition->kind[kind], definition->name, kind, out);
  if (ok)
    yaml_reader_leave(reader, mark);
  return ok;
}

bool define_weight_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct weights *const weights = target;
  struct definition definition;
  struct weight weight;
  memset(&definition, 0, sizeof definition);
  definition.weights = weights;
  if (weights->items.count == DEFINITIONS_MAX)
    return yaml_reader_fail(reader, node, "too many definitions; allowed: at most %d", DEFINITIONS_MAX);
  if (!read_keys(reader, node, &definition) || !build(reader, node, &definition, &weight))
    return false;
  if (yaml_reader_add(reader, node, &weights->items, &weight, sizeof weight))
    return true;
  weight_release(&weight);
  return false;
}

void define_weight_release(struct weights *weights) {
  for (size_t i = 0; i < weights->items.count; i++)
    weight_release((struct weight *)weights->items.items + i);
  list_release(&weights->items);
}
