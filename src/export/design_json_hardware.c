#include "export/design_json_hardware.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "export/json_writer.h"
#include "hardware/unit.h"

/* Whether the name alone says everything. */
static bool is_builtin(const struct technology *technology) {
  struct technology builtin;
  return technology_find(technology->name, &builtin) && builtin.ge_um2 == technology->ge_um2 &&
         builtin.flip_flop_ge == technology->flip_flop_ge && builtin.energy_scale == technology->energy_scale &&
         builtin.delay_scale == technology->delay_scale && builtin.clock_mhz == technology->clock_mhz;
}

static bool put_technology(json_t *hardware, const struct technology *technology) {
  json_t *const name = json_string(technology->name);
  if (is_builtin(technology))
    return json_object_set_new(hardware, "technology", name) == 0;
  json_t *const object = json_object();
  const bool named = json_object_set_new(object, "name", name) == 0;
  return json_object_set_new(hardware, "technology", object) == 0 && named &&
         json_put_real(object, "ge_um2", technology->ge_um2) &&
         json_put_real(object, "flip_flop_ge", technology->flip_flop_ge) &&
         json_put_real(object, "energy_scale", technology->energy_scale) &&
         json_put_real(object, "delay_scale", technology->delay_scale) &&
         json_put_real(object, "clock_mhz", technology->clock_mhz);
}

bool design_json_put_hardware(json_t *root, const struct spec *spec, const struct hardware *hardware) {
  json_t *const object = json_object();
  const struct restriction *const restriction = &spec->restriction;
  return json_object_set_new(root, "hardware", object) == 0 &&
         json_object_set_new(object, "storage", json_string(storage_name(hardware->storage))) == 0 &&
         json_object_set_new(object, "select", json_string(selector_name(hardware->selector))) == 0 &&
         json_object_set_new(object, "digits", json_integer(restriction->slope_digits)) == 0 &&
         json_object_set_new(object, "symmetry", json_string(symmetry_name(restriction->mirrored))) == 0 &&
         json_object_set_new(object, "pipeline", json_integer(hardware->pipeline)) == 0 &&
         put_technology(object, &hardware->technology);
}

/* One of the words that `parse` knows, as the number it gives; *out stays where the key is missing. */
static bool read_word(const struct json_reader *reader, const char *key, int (*parse)(const char *name),
                      const char *allowed, int *out) {
  const char *text = NULL;
  if (!json_has(reader, key))
    return true;
  if (!json_read_text(reader, key, &text))
    return false;
  *out = parse(text);
  return *out >= 0 || json_fail(reader, key, "'%.32s' is not one of %s", text, allowed);
}

static bool read_int(const struct json_reader *reader, const char *key, int max, int *out) {
  long long value = 0;
  if (!json_has(reader, key))
    return true;
  if (!json_read_integer(reader, key, 0, max, &value))
    return false;
  *out = (int)value;
  return true;
}

static bool read_positive(const struct json_reader *reader, const char *key, double *out) {
  return json_read_real(reader, key, out) &&
         ((isfinite(*out) && *out > 0) || json_fail(reader, key, "%g; allowed: numbers over 0", *out));
}

static bool read_own_technology(const struct json_reader *hardware, struct technology *out) {
  static const char *const known[] = {"name",      "ge_um2", "flip_flop_ge", "energy_scale", "delay_scale",
                                      "clock_mhz", NULL};
  struct json_reader reader;
  const char *name = NULL;
  if (!json_read_object(hardware, "technology", "hardware.technology.", &reader) || !json_check_keys(&reader, known) ||
      !json_read_text(&reader, "name", &name))
    return false;
  if (name[0] == '\0' || strlen(name) >= sizeof out->name)
    return json_fail(&reader, "name", "not a name of 1 to %zu bytes", sizeof out->name - 1);
  (void)snprintf(out->name, sizeof out->name, "%s", name);
  return read_positive(&reader, "ge_um2", &out->ge_um2) && read_positive(&reader, "flip_flop_ge", &out->flip_flop_ge) &&
         read_positive(&reader, "energy_scale", &out->energy_scale) &&
         read_positive(&reader, "delay_scale", &out->delay_scale) &&
         read_positive(&reader, "clock_mhz", &out->clock_mhz);
}

static bool read_technology(const struct json_reader *hardware, struct technology *out) {
  const char *name = NULL;
  if (!json_has(hardware, "technology"))
    return true;
  if (json_is_object(json_object_get(hardware->object, "technology")))
    return read_own_technology(hardware, out);
  if (!json_read_text(hardware, "technology", &name))
    return false;
  return technology_find(name, out) ||
         json_fail(hardware, "technology", "'%.32s' is no built-in technology; describe it in full", name);
}

struct hardware design_json_default_hardware(void) {
  struct hardware hardware;
  memset(&hardware, 0, sizeof hardware);
  (void)technology_builtin(0, &hardware.technology);
  return hardware;
}

bool design_json_read_hardware(const struct json_reader *root, struct design_file *out) {
  static const char *const known[] = {"storage", "select", "digits", "symmetry", "pipeline", "technology", NULL};
  struct hardware *const hardware = &out->hardware;
  struct json_reader reader;
  int storage = STORAGE_ENABLE, selector = SELECT_ONE_HOT, mirrored = 0;
  *hardware = design_json_default_hardware();
  if (!json_has(root, "hardware"))
    return true;
  if (!json_read_object(root, "hardware", "hardware.", &reader) || !json_check_keys(&reader, known) ||
      !read_word(&reader, "storage", storage_parse, "enable, gated, rom", &storage) ||
      !read_word(&reader, "select", selector_parse, "one_hot, tree, binary, uniform, power2", &selector) ||
      !read_word(&reader, "symmetry", symmetry_parse, "none, half", &mirrored) ||
      !read_int(&reader, "digits", SLOPE_DIGITS_MAX, &out->spec.restriction.slope_digits) ||
      !read_int(&reader, "pipeline", PIPELINE_MAX, &hardware->pipeline) ||
      !read_technology(&reader, &hardware->technology))
    return false;
  hardware->storage = (enum storage)storage;
  hardware->selector = (enum selector)selector;
  out->spec.restriction.segments = selector_segments(hardware->selector);
  out->spec.restriction.mirrored = mirrored == 1;
  return true;
}
