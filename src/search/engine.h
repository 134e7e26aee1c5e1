/*
 * Engines: what to try next. This header describes them as data (names and parameters), so that sweeps can be
 * checked without running anything; running one is search.h's matter.
 */
#ifndef LUTDSE_SEARCH_ENGINE_H
#define LUTDSE_SEARCH_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

enum { ENGINE_PARAMETERS_MAX = 16 };

struct engine_parameter {
  const char *name;
  double min, max;  /* inclusive */
  double fallback;  /* the default */
  double multiple;  /* value must be a multiple of this; 0: any real number */
  const char *help; /* one line */
};

struct engine_settings;

struct engine_description {
  const char *name;
  const char *help;
  int parameter_count;
  const struct engine_parameter *parameter;
  /* About how many individuals are scored for one point of so many entries; what it took is known afterwards. */
  uint64_t (*evaluations)(const struct engine_settings *settings, int entries);
};

/* An engine with a value for each of its parameters, in the order of its description. */
struct engine_settings {
  const struct engine_description *engine;
  double value[ENGINE_PARAMETERS_MAX];
};

/* Engine number `index` (0: the default engine), or NULL past the last; the one of that name, or NULL. */
const struct engine_description *engine_builtin(int index);
const struct engine_description *engine_find(const char *name);

/* The engine with every parameter at its default. */
struct engine_settings engine_defaults(const struct engine_description *engine);

/* The index of a parameter by name, or -1. */
int engine_parameter_find(const struct engine_description *engine, const char *name);

/* Whether a value is within the parameter's range and a multiple of its step. */
bool engine_parameter_valid(const struct engine_parameter *parameter, double value);

/* About how many individuals the engine scores for one point: settings->engine->evaluations(). */
uint64_t engine_evaluations(const struct engine_settings *settings, int entries);

#endif
