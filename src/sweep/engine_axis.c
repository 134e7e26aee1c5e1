#include "sweep/engine_axis.h"

#include <stdio.h>

#include "search/engine.h"
#include "sweep/axis.h"

static const char *engine_name_at(const void *context, size_t index) {
  (void)context;
  const struct engine_description *const engine = engine_builtin((int)index);
  return engine == NULL ? NULL : engine->name;
}

/* The keys of an engine: "name", then its parameters. */
static const char *engine_key_at(const void *context, size_t index) {
  const struct engine_description *const engine = context;
  if (index == 0)
    return "name";
  return index <= (size_t)engine->parameter_count ? engine->parameter[index - 1].name : NULL;
}

static const struct engine_description *read_name(struct yaml_reader *reader, const yaml_node_t *node) {
  const struct choices engines = {engine_name_at, NULL};
  size_t index = 0;
  const size_t mark = yaml_reader_enter(reader, "name");
  if (node != NULL && !yaml_reader_choice(reader, node, "engine", &engines, &index))
    return NULL;
  yaml_reader_leave(reader, mark);
  return engine_builtin((int)index);
}

static bool fail_parameter(struct yaml_reader *reader, const yaml_node_t *node,
                           const struct engine_parameter *parameter, double value) {
  char step[48] = "";
  if (parameter->multiple == 1)
    (void)snprintf(step, sizeof step, ", whole numbers");
  else if (parameter->multiple != 0)
    (void)snprintf(step, sizeof step, ", multiples of %g", parameter->multiple);
  return yaml_reader_fail(reader, node, "%.17g is out of range; allowed: %g to %g%s", value, parameter->min,
                          parameter->max, step);
}

/* Words of a parameter that takes words, as indices. */
struct word_values {
  const struct engine_parameter *parameter;
  struct list *values;
};

static bool read_word(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct word_values *const words = target;
  const struct choices choices = choices_of(words->parameter->choices);
  size_t index = 0;
  if (!yaml_reader_choice(reader, node, "word", &choices, &index))
    return false;
  const double value = (double)index;
  return yaml_reader_add(reader, node, words->values, &value, sizeof value);
}

static bool read_parameter(struct yaml_reader *reader, const yaml_node_t *mapping,
                           const struct engine_parameter *parameter, struct list *values) {
  const yaml_node_t *const node = yaml_reader_value(reader, mapping, parameter->name);
  if (node == NULL)
    return list_add(values, &parameter->fallback, sizeof parameter->fallback) ||
           error_memory(reader->err, "engine parameter");
  const size_t mark = yaml_reader_enter(reader, parameter->name);
  if (parameter->choices != NULL) {
    struct word_values words = {parameter, values};
    if (!yaml_reader_items(reader, node, read_word, &words))
      return false;
    yaml_reader_leave(reader, mark);
    return true;
  }
  if (!axis_reals(reader, node, parameter->multiple == 0 ? 1 : parameter->multiple, values))
    return false;
  for (size_t i = 0; i < values->count; i++)
    if (!engine_parameter_valid(parameter, LIST_AT(values, double, i)))
      return fail_parameter(reader, node, parameter, LIST_AT(values, double, i));
  yaml_reader_leave(reader, mark);
  return true;
}

/* Combination number `index` of the parameters' values; the last parameter changes fastest. */
static struct engine_settings combination(const struct engine_description *engine, const struct list *values,
                                          size_t index) {
  struct engine_settings settings = {.engine = engine};
  for (int p = engine->parameter_count - 1; p >= 0; p--) {
    const size_t count = values[p].count;
    if (count == 0)
      continue; /* never: a parameter has its default at least */
    settings.value[p] = LIST_AT(&values[p], double, index % count);
    index /= count;
  }
  return settings;
}

static bool add_product(struct yaml_reader *reader, const yaml_node_t *node, const struct engine_description *engine,
                        const struct list *values, struct list *out) {
  size_t total = 1;
  for (int p = 0; p < engine->parameter_count; p++) {
    if (values[p].count > reader->limit / total)
      return yaml_reader_fail(reader, node, "the parameters have too many combinations; allowed: at most %zu",
                              reader->limit);
    total *= values[p].count;
  }
  for (size_t i = 0; i < total; i++) {
    const struct engine_settings settings = combination(engine, values, i);
    struct error why;
    if (!engine_check(&settings, &why))
      return yaml_reader_fail(reader, node, "%s", why.text);
    if (!yaml_reader_add(reader, node, out, &settings, sizeof settings))
      return false;
  }
  return true;
}

static bool read_parameters(struct yaml_reader *reader, const yaml_node_t *node,
                            const struct engine_description *engine, struct list *out) {
  const struct choices keys = {engine_key_at, engine};
  if (!yaml_reader_check_keys(reader, node, &keys))
    return false;
  struct list values[ENGINE_PARAMETERS_MAX] = {{NULL, 0, 0}};
  bool ok = true;
  for (int p = 0; ok && p < engine->parameter_count; p++)
    ok = read_parameter(reader, node, &engine->parameter[p], &values[p]);
  ok = ok && add_product(reader, node, engine, values, out);
  for (int p = 0; p < engine->parameter_count; p++)
    list_release(&values[p]);
  return ok;
}

bool engine_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const bool mapping = node->type == YAML_MAPPING_NODE;
  const struct engine_description *const engine =
      read_name(reader, mapping ? yaml_reader_value(reader, node, "name") : node);
  if (engine == NULL)
    return false;
  if (mapping)
    return read_parameters(reader, node, engine, target);
  const struct engine_settings settings = engine_defaults(engine);
  return yaml_reader_add(reader, node, target, &settings, sizeof settings);
}
