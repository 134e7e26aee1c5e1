#include "sweep/hardware_axis.h"

#include <ctype.h>
#include <string.h>

#include "hardware/unit.h"
#include "sweep/axis.h"
#include "sweep/point.h"
#include "sweep/technology_axis.h"

/* The axes of a datapath, slowest first: tables that share a search come together. */
enum { DIGITS, SYMMETRY, STORAGE, SELECT, PIPELINE, TECHNOLOGY, AXES };

struct hardware_lists {
  struct list of[AXES]; /* uint64_t, bool, enum storage, enum selector, uint64_t, struct technology */
};

static const char *storage_at(const void *context, size_t index) {
  (void)context;
  return index < STORAGES ? storage_name((enum storage)index) : NULL;
}

static const char *selector_at(const void *context, size_t index) {
  (void)context;
  return index < SELECTORS ? selector_name((enum selector)index) : NULL;
}

static const char *symmetry_at(const void *context, size_t index) {
  (void)context;
  return index <= 1 ? symmetry_name(index == 1) : NULL;
}

static bool read_storage_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices storages = {storage_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "storage", &storages, &index))
    return false;
  const enum storage storage = (enum storage)index;
  return yaml_reader_add(reader, node, target, &storage, sizeof storage);
}

static bool read_selector_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices selectors = {selector_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "select", &selectors, &index))
    return false;
  const enum selector selector = (enum selector)index;
  return yaml_reader_add(reader, node, target, &selector, sizeof selector);
}

static bool read_symmetry_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices symmetries = {symmetry_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "symmetry", &symmetries, &index))
    return false;
  const bool mirrored = index == 1;
  return yaml_reader_add(reader, node, target, &mirrored, sizeof mirrored);
}

/* The word `full`, which is no number of digits at all, or numbers as on any axis. */
static bool read_digits_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  static const uint64_t full = 0;
  if (node->type == YAML_MAPPING_NODE)
    return axis_integers(reader, node, 1, SLOPE_DIGITS_MAX, target);
  const char *const text = yaml_reader_text(reader, node);
  if (text == NULL)
    return false;
  if (strcmp(text, "full") == 0)
    return yaml_reader_add(reader, node, target, &full, sizeof full);
  if (isalpha((unsigned char)text[0]))
    return yaml_reader_fail(reader, node, "'%.40s' is wrong; allowed: full, integers from 1 to %d", text,
                            SLOPE_DIGITS_MAX);
  return axis_integers(reader, node, 1, SLOPE_DIGITS_MAX, target);
}

static bool read_storage(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_storage_item, &((struct hardware_lists *)target)->of[STORAGE]);
}

static bool read_selector(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_selector_item, &((struct hardware_lists *)target)->of[SELECT]);
}

static bool read_digits(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_digits_item, &((struct hardware_lists *)target)->of[DIGITS]);
}

static bool read_symmetry(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_symmetry_item, &((struct hardware_lists *)target)->of[SYMMETRY]);
}

static bool read_pipeline(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, 0, PIPELINE_MAX, &((struct hardware_lists *)target)->of[PIPELINE]);
}

static bool read_technology(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, technology_axis_item, &((struct hardware_lists *)target)->of[TECHNOLOGY]);
}

static const struct yaml_key hardware_keys[] = {{"storage", read_storage, false},
                                                {"select", read_selector, false},
                                                {"digits", read_digits, false},
                                                {"symmetry", read_symmetry, false},
                                                {"pipeline", read_pipeline, false},
                                                {"technology", read_technology, false},
                                                {NULL, NULL, false}};

static bool fill_default(struct list *list, const void *value, size_t size) {
  return list->count > 0 || list_add(list, value, size);
}

static bool fill_defaults(struct hardware_lists *lists) {
  static const uint64_t none = 0;
  const struct datapath defaults = hardware_axis_default();
  const struct hardware *const hardware = &defaults.hardware;
  return fill_default(&lists->of[DIGITS], &none, sizeof none) &&
         fill_default(&lists->of[SYMMETRY], &defaults.restriction.mirrored, sizeof(bool)) &&
         fill_default(&lists->of[STORAGE], &hardware->storage, sizeof hardware->storage) &&
         fill_default(&lists->of[SELECT], &hardware->selector, sizeof hardware->selector) &&
         fill_default(&lists->of[PIPELINE], &none, sizeof none) &&
         fill_default(&lists->of[TECHNOLOGY], &hardware->technology, sizeof hardware->technology);
}

static struct datapath combination(const struct hardware_lists *lists, size_t index) {
  size_t at[AXES];
  for (int axis = AXES - 1; axis >= 0; axis--) {
    at[axis] = index % lists->of[axis].count;
    index /= lists->of[axis].count;
  }
  const enum selector selector = LIST_AT(&lists->of[SELECT], enum selector, at[SELECT]);
  return (struct datapath){{LIST_AT(&lists->of[STORAGE], enum storage, at[STORAGE]), selector,
                            (int)LIST_AT(&lists->of[PIPELINE], uint64_t, at[PIPELINE]),
                            LIST_AT(&lists->of[TECHNOLOGY], struct technology, at[TECHNOLOGY])},
                           {selector_segments(selector), (int)LIST_AT(&lists->of[DIGITS], uint64_t, at[DIGITS]),
                            LIST_AT(&lists->of[SYMMETRY], bool, at[SYMMETRY])}};
}

static bool add_product(struct yaml_reader *reader, const yaml_node_t *node, const struct hardware_lists *lists,
                        struct list *out) {
  size_t total = 1;
  for (int axis = 0; axis < AXES; axis++) {
    if (lists->of[axis].count > reader->limit / total)
      return yaml_reader_fail(reader, node, "the choices have too many combinations; allowed: at most %zu",
                              reader->limit);
    total *= lists->of[axis].count;
  }
  for (size_t i = 0; i < total; i++) {
    const struct datapath datapath = combination(lists, i);
    if (!yaml_reader_add(reader, node, out, &datapath, sizeof datapath))
      return false;
  }
  return true;
}

bool hardware_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct hardware_lists lists;
  memset(&lists, 0, sizeof lists);
  bool ok = yaml_reader_mapping(reader, node, hardware_keys, &lists);
  if (ok && !fill_defaults(&lists))
    ok = error_memory(reader->err, "hardware");
  ok = ok && add_product(reader, node, &lists, target);
  for (int axis = 0; axis < AXES; axis++)
    list_release(&lists.of[axis]);
  return ok;
}

struct datapath hardware_axis_default(void) {
  struct datapath datapath;
  memset(&datapath, 0, sizeof datapath);
  (void)technology_builtin(0, &datapath.hardware.technology);
  return datapath;
}
