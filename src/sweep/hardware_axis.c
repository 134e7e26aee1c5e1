#include "sweep/hardware_axis.h"

#include <string.h>

#include "sweep/axis.h"

enum { FACTOR_MAX = 1000000, TECHNOLOGIES_MAX = 16 };

struct hardware_lists {
  struct list storages;     /* enum storage */
  struct list selectors;    /* enum selector */
  struct list technologies; /* struct technology */
};

static const char *storage_at(const void *context, size_t index) {
  (void)context;
  return index <= STORAGE_ROM ? storage_name((enum storage)index) : NULL;
}

static const char *selector_at(const void *context, size_t index) {
  (void)context;
  return index <= SELECT_BINARY ? selector_name((enum selector)index) : NULL;
}

/* The built-in technologies; the library hands them out by value. */
struct technologies {
  size_t count;
  struct technology item[TECHNOLOGIES_MAX];
};

static void list_technologies(struct technologies *out) {
  out->count = 0;
  while (out->count < TECHNOLOGIES_MAX && technology_builtin(out->count, &out->item[out->count]))
    out->count++;
}

static const char *technology_at(const void *context, size_t index) {
  const struct technologies *const technologies = context;
  return index < technologies->count ? technologies->item[index].name : NULL;
}

static bool read_storage_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices storages = {storage_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "storage", &storages, &index))
    return false;
  const enum storage storage = (enum storage)index;
  return yaml_reader_add(reader, node, target, &storage, sizeof storage);
}

static bool read_storage(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_storage_item, &((struct hardware_lists *)target)->storages);
}

static bool read_selector_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct choices selectors = {selector_at, NULL};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "select", &selectors, &index))
    return false;
  const enum selector selector = (enum selector)index;
  return yaml_reader_add(reader, node, target, &selector, sizeof selector);
}

static bool read_selector(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_selector_item, &((struct hardware_lists *)target)->selectors);
}

/* A technology of the user's own. */

static bool read_name(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct technology *const technology = target;
  struct technology builtin;
  if (!yaml_reader_name(reader, node, technology->name, sizeof technology->name))
    return false;
  return !technology_find(technology->name, &builtin) ||
         yaml_reader_fail(reader, node, "the name '%s' is taken by a built-in technology; choose another",
                          technology->name);
}

static bool read_factor(struct yaml_reader *reader, const yaml_node_t *node, double *out) {
  if (!axis_real(reader, node, out))
    return false;
  return (*out > 0 && *out <= FACTOR_MAX) ||
         yaml_reader_fail(reader, node, "%g is out of range; allowed: over 0, to %d", *out, FACTOR_MAX);
}

static bool read_ge_um2(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_factor(reader, node, &((struct technology *)target)->ge_um2);
}

static bool read_flip_flop_ge(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_factor(reader, node, &((struct technology *)target)->flip_flop_ge);
}

static bool read_energy_scale(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_factor(reader, node, &((struct technology *)target)->energy_scale);
}

static bool read_delay_scale(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_factor(reader, node, &((struct technology *)target)->delay_scale);
}

static bool read_clock_mhz(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_factor(reader, node, &((struct technology *)target)->clock_mhz);
}

static const struct yaml_key technology_keys[] = {
    {"name", read_name, true},
    {"ge_um2", read_ge_um2, true},
    {"flip_flop_ge", read_flip_flop_ge, true},
    {"energy_scale", read_energy_scale, true},
    {"delay_scale", read_delay_scale, true},
    {"clock_mhz", read_clock_mhz, true},
    {NULL, NULL, false},
};

static bool read_builtin_technology(struct yaml_reader *reader, const yaml_node_t *node, struct technology *out) {
  struct technologies technologies;
  list_technologies(&technologies);
  const struct choices choices = {technology_at, &technologies};
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "technology", &choices, &index))
    return false;
  *out = technologies.item[index];
  return true;
}

static bool read_technology_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct technology technology;
  memset(&technology, 0, sizeof technology);
  const bool ok = node->type == YAML_MAPPING_NODE ? yaml_reader_mapping(reader, node, technology_keys, &technology)
                                                  : read_builtin_technology(reader, node, &technology);
  return ok && yaml_reader_add(reader, node, target, &technology, sizeof technology);
}

static bool read_technology(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_technology_item, &((struct hardware_lists *)target)->technologies);
}

static const struct yaml_key hardware_keys[] = {{"storage", read_storage, false},
                                                {"select", read_selector, false},
                                                {"technology", read_technology, false},
                                                {NULL, NULL, false}};

static bool fill_defaults(struct hardware_lists *lists) {
  const struct hardware hardware = hardware_axis_default();
  return (lists->storages.count > 0 || list_add(&lists->storages, &hardware.storage, sizeof hardware.storage)) &&
         (lists->selectors.count > 0 || list_add(&lists->selectors, &hardware.selector, sizeof hardware.selector)) &&
         (lists->technologies.count > 0 ||
          list_add(&lists->technologies, &hardware.technology, sizeof hardware.technology));
}

static bool add_product(struct yaml_reader *reader, const yaml_node_t *node, const struct hardware_lists *lists,
                        struct list *out) {
  for (size_t i = 0; i < lists->storages.count; i++)
    for (size_t j = 0; j < lists->selectors.count; j++)
      for (size_t k = 0; k < lists->technologies.count; k++) {
        const struct hardware hardware = {LIST_AT(&lists->storages, enum storage, i),
                                          LIST_AT(&lists->selectors, enum selector, j), 0,
                                          LIST_AT(&lists->technologies, struct technology, k)};
        if (!yaml_reader_add(reader, node, out, &hardware, sizeof hardware))
          return false;
      }
  return true;
}

bool hardware_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct hardware_lists lists = {{NULL, 0, 0}, {NULL, 0, 0}, {NULL, 0, 0}};
  bool ok = yaml_reader_mapping(reader, node, hardware_keys, &lists);
  if (ok && !fill_defaults(&lists))
    ok = error_memory(reader->err, "hardware");
  ok = ok && add_product(reader, node, &lists, target);
  list_release(&lists.storages);
  list_release(&lists.selectors);
  list_release(&lists.technologies);
  return ok;
}

struct hardware hardware_axis_default(void) {
  struct hardware hardware;
  memset(&hardware, 0, sizeof hardware);
  (void)technology_builtin(0, &hardware.technology);
  return hardware;
}
