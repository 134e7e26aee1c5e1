#include "sweep/technology_axis.h"

#include <string.h>

#include "sweep/axis.h"

enum { FACTOR_MAX = 1000000, TECHNOLOGIES_MAX = 16 };

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

bool technology_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct technology technology;
  memset(&technology, 0, sizeof technology);
  const bool ok = node->type == YAML_MAPPING_NODE ? yaml_reader_mapping(reader, node, technology_keys, &technology)
                                                  : read_builtin_technology(reader, node, &technology);
  return ok && yaml_reader_add(reader, node, target, &technology, sizeof technology);
}
