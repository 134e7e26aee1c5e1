#include "report/methods.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Engines by name and, where it matters, by the word that a parameter has. Colours are Okabe and Ito's, which
 * colour-blind readers can tell apart.
 */
struct known {
  const char *engine, *parameter, *value;
  const char *label, *colour;
  int shape;
};

static const struct known known[] = {
    {"nnlut", NULL, NULL, "NN-LUT", "#cc79a7", 5},
    {"gqa", "mutation", "gaussian", "GQA-LUT without RM", "#56b4e9", 13},
    {"gqa", "mutation", "rounding", "GQA-LUT with RM", "#0072b2", 7},
    {"gqa", "mutation", "published", "GQA-LUT as published", "#0072b2", 7},
    {"gqa", NULL, NULL, "GQA-LUT", "#0072b2", 7},
    {"gade", NULL, NULL, "GADE", "#e69f00", 15},
    {"uniform", NULL, NULL, "Uniform", "#777777", 2},
    {"islands", NULL, NULL, "lutdse", "#d55e00", 9},
    {"exact", NULL, NULL, "Exact", "#009e73", 11},
};

enum { KNOWN = sizeof known / sizeof known[0], UNKNOWN = KNOWN };

static bool has_value(const struct engine_settings *engine, const char *parameter, const char *value) {
  const int index = engine_parameter_find(engine->engine, parameter);
  char text[ENGINE_VALUE_TEXT];
  return index >= 0 &&
         strcmp(engine_value_text(&engine->engine->parameter[index], engine->value[index], 6, text), value) == 0;
}

/* Where an engine stands in the list. */
static size_t place_of(const struct engine_settings *engine) {
  for (size_t i = 0; i < KNOWN; i++)
    if (strcmp(known[i].engine, engine->engine->name) == 0 &&
        (known[i].parameter == NULL || has_value(engine, known[i].parameter, known[i].value)))
      return i;
  return UNKNOWN;
}

/* Whether an engine's answers are the optima themselves. */
static bool is_optimum(const struct engine_settings *engine, enum error_metric error) {
  const struct exact_goal goal = engine_goal(engine);
  return strcmp(engine->engine->name, "exact") == 0 && metric_of_objective(goal.objective) == error &&
         isinf(goal.max_abs_limit);
}

static bool same(const struct engine_settings *a, const struct engine_settings *b, bool by_name) {
  return by_name ? place_of(a) == place_of(b) && a->engine == b->engine : engine_settings_equal(a, b);
}

size_t methods_find(const struct methods *methods, const struct engine_settings *engine) {
  for (size_t i = 0; i < methods->count; i++)
    if (methods->method[i].engine != NULL && same(methods->method[i].engine, engine, methods->by_name))
      return i;
  return METHODS_MAX;
}

/* Keep the list in the order of what is known, the optimum at the end. False if it is full. */
static bool insert(struct methods *methods, const struct engine_settings *engine, enum error_metric error) {
  if (methods->count == METHODS_MAX - 1)
    return false;
  size_t at = methods->count;
  const bool last = is_optimum(engine, error);
  while (at > 0 && (is_optimum(methods->method[at - 1].engine, error) > last ||
                    (is_optimum(methods->method[at - 1].engine, error) == last &&
                     place_of(methods->method[at - 1].engine) > place_of(engine)))) {
    methods->method[at] = methods->method[at - 1];
    at--;
  }
  methods->method[at] = (struct method){.engine = engine};
  methods->count++;
  return true;
}

static bool collect(struct methods *methods, const struct results *results, const bool *use, enum error_metric error) {
  for (size_t p = 0; p < results->point_count; p++)
    if (use[p] && methods_find(methods, &results->points[p].engine) == METHODS_MAX &&
        !insert(methods, &results->points[p].engine, error))
      return false;
  return true;
}

/* Whether another method of the same label has another value of a parameter. */
static bool parameter_varies(const struct methods *methods, size_t index, int parameter) {
  const struct engine_settings *const mine = methods->method[index].engine;
  for (size_t other = 0; other < methods->count; other++) {
    const struct engine_settings *const theirs = methods->method[other].engine;
    if (theirs->engine == mine->engine && place_of(theirs) == place_of(mine) &&
        theirs->value[parameter] != mine->value[parameter])
      return true;
  }
  return false;
}

/* Parameters that tell a method from others of its name, where they are not the default; up to the end of the label. */
static void tell_apart(struct methods *methods, size_t index) {
  struct method *const mine = &methods->method[index];
  size_t length = strlen(mine->label);
  for (int i = 0; i < mine->engine->engine->parameter_count && length < METHOD_LABEL; i++) {
    const struct engine_parameter *const parameter = &mine->engine->engine->parameter[i];
    char value[ENGINE_VALUE_TEXT];
    if (mine->engine->value[i] == parameter->fallback || !parameter_varies(methods, index, i))
      continue;
    length += (size_t)snprintf(mine->label + length, METHOD_LABEL - length, ", %s %s", parameter->name,
                               engine_value_text(parameter, mine->engine->value[i], 6, value));
  }
}

/* Towards white, the more the later among those of its kind. */
static void lighten(char colour[8], int step) {
  const unsigned rgb = (unsigned)strtoul(colour + 1, NULL, 16);
  if (step < 1)
    return;
  const double share = step > 2 ? 0.65 : 0.25 + 0.2 * step;
  unsigned mixed = 0;
  for (unsigned shift = 0; shift < 24; shift += 8) {
    const double part = (double)(rgb >> shift & 0xff);
    mixed |= (unsigned)(part + share * (255 - part)) << shift;
  }
  (void)snprintf(colour, 8, "#%06x", mixed & 0xffffff);
}

static void style(struct methods *methods, size_t index) {
  static const char *const spare[] = {"#009e73", "#8c564b", "#f0e442", "#444444"};
  struct method *const method = &methods->method[index];
  const size_t place = place_of(method->engine);
  int dash = 1;
  for (size_t i = 0; i < index; i++)
    dash += place_of(methods->method[i].engine) == place;
  method->dash = dash;
  (void)snprintf(method->colour, sizeof method->colour, "%s",
                 place < KNOWN ? known[place].colour : spare[(size_t)(dash - 1) % 4]);
  if (place < KNOWN)
    lighten(method->colour, dash - 1);
  method->shape = place < KNOWN ? known[place].shape : 4;
  (void)snprintf(method->label, sizeof method->label, "%s",
                 place < KNOWN ? known[place].label : method->engine->engine->name);
}

/* The last method, or one more, as the optimum. */
static void name_optimum(struct methods *methods, enum error_metric error, bool proven) {
  const size_t last = methods->count;
  methods->optimum = METHODS_MAX;
  if (last > 0 && is_optimum(methods->method[last - 1].engine, error))
    methods->optimum = last - 1;
  else if (proven)
    methods->optimum = methods->count++;
  if (methods->optimum == METHODS_MAX)
    return;
  struct method *const method = &methods->method[methods->optimum];
  *method = (struct method){method->engine, "Optimum", "#000000", 0, 1};
}

struct methods methods_make(const struct results *results, const bool *use, enum error_metric error, bool proven) {
  struct methods methods = {.by_name = false};
  if (!collect(&methods, results, use, error)) {
    methods = (struct methods){.by_name = true};
    (void)collect(&methods, results, use, error);
  }
  for (size_t i = 0; i < methods.count; i++)
    style(&methods, i);
  for (size_t i = 0; i < methods.count && !methods.by_name; i++)
    tell_apart(&methods, i);
  name_optimum(&methods, error, proven);
  return methods;
}
