#include "search/engine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "search/exact_engine.h"
#include "search/gade.h"
#include "search/gqa.h"
#include "search/islands.h"
#include "search/nnlut.h"
#include "search/uniform.h"

static const struct engine_description *const engines[] = {&islands_engine, &exact_engine, &gqa_engine,
                                                           &gade_engine,    &nnlut_engine, &uniform_engine};

enum { ENGINE_COUNT = sizeof engines / sizeof engines[0] };

const struct engine_description *engine_builtin(int index) {
  return index >= 0 && index < ENGINE_COUNT ? engines[index] : NULL;
}

const struct engine_description *engine_find(const char *name) {
  for (int i = 0; i < ENGINE_COUNT; i++)
    if (strcmp(engines[i]->name, name) == 0)
      return engines[i];
  return NULL;
}

struct engine_settings engine_defaults(const struct engine_description *engine) {
  struct engine_settings settings = {.engine = engine};
  for (int i = 0; i < engine->parameter_count; i++)
    settings.value[i] = engine->parameter[i].fallback;
  return settings;
}

int engine_parameter_find(const struct engine_description *engine, const char *name) {
  for (int i = 0; i < engine->parameter_count; i++)
    if (strcmp(engine->parameter[i].name, name) == 0)
      return i;
  return -1;
}

bool engine_parameter_valid(const struct engine_parameter *parameter, double value) {
  if (!(value >= parameter->min && value <= parameter->max))
    return false;
  return parameter->multiple == 0 || fmod(value, parameter->multiple) == 0;
}

const char *engine_value_text(const struct engine_parameter *parameter, double value, int digits,
                              char text[ENGINE_VALUE_TEXT]) {
  if (parameter->choices != NULL)
    return parameter->choices[(size_t)value];
  if (value == (double)INFINITY)
    return "none";
  (void)snprintf(text, ENGINE_VALUE_TEXT, "%.*g", digits, value);
  return text;
}

bool engine_settings_equal(const struct engine_settings *a, const struct engine_settings *b) {
  if (a->engine != b->engine)
    return false;
  for (int i = 0; i < a->engine->parameter_count; i++)
    if (a->value[i] != b->value[i])
      return false;
  return true;
}

bool engine_check(const struct engine_settings *settings, struct error *err) {
  return settings->engine->check == NULL || settings->engine->check(settings, err);
}

bool engine_supports(const struct engine_settings *settings, const struct spec *spec, struct error *err) {
  return settings->engine->supports == NULL || settings->engine->supports(settings, spec, err);
}

struct exact_goal engine_goal(const struct engine_settings *settings) {
  if (settings->engine->goal != NULL)
    return settings->engine->goal(settings);
  return (struct exact_goal){EXACT_MSE, (double)INFINITY};
}

uint64_t engine_evaluations(const struct engine_settings *settings, int entries) {
  return settings->engine->evaluations(settings, entries);
}
