/*
 * Engines: what to try next. This header describes them as data (names and parameters), so that sweeps can be
 * checked without running anything; running one is search.h's matter.
 */
#ifndef LUTDSE_SEARCH_ENGINE_H
#define LUTDSE_SEARCH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "exact/goal.h"
#include "model/spec.h"

enum { ENGINE_PARAMETERS_MAX = 16 };

struct engine_parameter {
  const char *name;
  double min, max;            /* inclusive */
  double fallback;            /* the default; an infinite one is called "none" */
  double multiple;            /* value must be a multiple of this; 0: any real number */
  const char *help;           /* one line */
  const char *const *choices; /* not NULL: the value is the index of one of these words, which end with NULL */
};

struct engine_settings;
struct search_device; /* search/search.h */
struct search_request;
struct search_answer;

struct engine_description {
  const char *name;
  const char *help;
  int parameter_count;
  const struct engine_parameter *parameter;
  /* About how many individuals are scored for one point of so many entries; what it took is known afterwards. */
  uint64_t (*evaluations)(const struct engine_settings *settings, int entries);
  /* Whether values fit one another; NULL: they always do. Fails with ERROR_INPUT. */
  bool (*check)(const struct engine_settings *settings, struct error *err);
  bool all_entries; /* solving a problem gives the tables of every entry count at once */
  struct exact_goal (*goal)(const struct engine_settings *settings); /* what it minimises; NULL: engine_goal() says */
  /* The work that scoring an individual is, in look-ups of a table of costs; NULL: it looks them up. */
  double (*evaluation_work)(const struct engine_settings *settings, int entries);
  /* With evaluation_work: the bytes of a problem's tables, if they are not such as gqa has; NULL: they are. */
  double (*problem_bytes)(const struct engine_settings *settings);
  /* The bytes that a point takes beside the tables it shares; NULL: none. */
  double (*point_bytes)(const struct engine_settings *settings, int entries);
  /* Whether it can search a spec, which passes spec_check(); NULL: any. Fails with ERROR_INPUT. */
  bool (*supports)(const struct engine_settings *settings, const struct spec *spec, struct error *err);
  /* search_run() for this engine alone. */
  bool (*run)(const struct search_device *on, const struct search_request *requests, size_t count,
              struct search_answer *answers, double *seconds, struct error *err);
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

enum { ENGINE_VALUE_TEXT = 32 };

/* A parameter's value for people: its word, "none", or the number with `digits` significant digits. */
const char *engine_value_text(const struct engine_parameter *parameter, double value, int digits,
                              char text[ENGINE_VALUE_TEXT]);

/* Whether two engines are the same with the same parameters. */
bool engine_settings_equal(const struct engine_settings *a, const struct engine_settings *b);

/* Whether parameters fit one another: settings->engine->check(settings). Fails with ERROR_INPUT. */
bool engine_check(const struct engine_settings *settings, struct error *err);

/*
 * Whether an engine can search a spec that passes spec_check(): settings->engine->supports(). Fails with ERROR_INPUT
 * and a message that begins with "engine: " and says what else to use.
 */
bool engine_supports(const struct engine_settings *settings, const struct spec *spec, struct error *err);

/*
 * The figure by which an engine's designs are judged: settings->engine->goal(settings), else the mean squared error
 * without a limit.
 */
struct exact_goal engine_goal(const struct engine_settings *settings);

/* About how many individuals the engine scores for one point: settings->engine->evaluations(). */
uint64_t engine_evaluations(const struct engine_settings *settings, int entries);

#endif
