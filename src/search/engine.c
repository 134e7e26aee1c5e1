#include "search/engine.h"

#include <math.h>
#include <string.h>

#include "search/islands.h"

static const struct engine_description *const engines[] = {&islands_engine};

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

uint64_t engine_evaluations(const struct engine_settings *settings, int entries) {
  return settings->engine->evaluations(settings, entries);
}
