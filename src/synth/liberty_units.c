#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "synth/liberty_read.h"

bool liberty_fail(const struct liberty_reader *reader, int line, const char *format, ...) {
  char text[768];
  va_list list;
  va_start(list, format);
  (void)vsnprintf(text, sizeof text, format, list);
  va_end(list);
  return error_set(reader->err, ERROR_INPUT, "%s:%d: %s", reader->liberty->path, line, text);
}

bool liberty_number(const struct liberty_reader *reader, const struct liberty_group *group, const char *name,
                    double *value) {
  const struct liberty_attribute *attribute = liberty_group_attribute(group, name);
  if (attribute == NULL || attribute->count == 0)
    return true;
  char *end = NULL;
  const double number = strtod(attribute->values[0], &end);
  if (end == attribute->values[0] || *end != '\0' || !isfinite(number))
    return liberty_fail(reader, attribute->line, "%s: '%.40s' is not a number", name, attribute->values[0]);
  *value = number;
  return true;
}

/* "10ps": the number, 1 if there is none, times the prefix before the last letters, over the one of our unit. */
static bool read_unit(const struct liberty_reader *reader, const char *name, const char *const words[2], char letter,
                      double ours, double *out) {
  const struct liberty_attribute *attribute = liberty_group_attribute(reader->library, name);
  if (attribute == NULL || attribute->count == 0)
    return true;
  const char *number = words != NULL ? words[0] : attribute->values[0];
  char *end = NULL;
  double size = strtod(number, &end);
  if (end == number)
    size = 1;
  const char *unit = words != NULL ? words[1] : end;
  while (isspace((unsigned char)*unit))
    unit++;
  static const char prefixes[] = "fpnum";
  const char *prefix = *unit != '\0' ? strchr(prefixes, tolower((unsigned char)*unit)) : NULL;
  const double power = prefix != NULL ? (double)(3 * (prefix - prefixes) - 15) : 0;
  unit += prefix != NULL;
  if (tolower((unsigned char)*unit) != letter || unit[1] != '\0' || !(size > 0) || !isfinite(size))
    return liberty_fail(reader, attribute->line, "%s: not a unit", name);
  *out = size * pow(10, power) / ours;
  return true;
}

static bool read_capacitance_unit(struct liberty_reader *reader) {
  const struct liberty_attribute *attribute = liberty_group_attribute(reader->library, "capacitive_load_unit");
  if (attribute == NULL)
    return liberty_fail(reader, reader->library->line, "the library has no capacitive_load_unit");
  if (attribute->count != 2)
    return liberty_fail(reader, attribute->line, "capacitive_load_unit: not a number and a unit");
  return read_unit(reader, "capacitive_load_unit", attribute->values, 'f', 1e-12, &reader->units.capacitance);
}

/* The nominal voltage, or else that of the first operating conditions. */
static bool read_voltage(struct liberty_reader *reader) {
  double volts = 0;
  const struct liberty_group *conditions = liberty_group_find(reader->library->groups, "operating_conditions");
  if (conditions != NULL && !liberty_number(reader, conditions, "voltage", &volts))
    return false;
  if (!liberty_number(reader, reader->library, "nom_voltage", &volts))
    return false;
  if (volts <= 0)
    return liberty_fail(reader, reader->library->line, "the library has no nom_voltage above 0");
  reader->liberty->voltage = volts * reader->units.voltage;
  return true;
}

bool liberty_units_read(struct liberty_reader *reader) {
  struct liberty_units *units = &reader->units;
  *units = (struct liberty_units){.time = 1, .voltage = 1, .leakage = 1e-6};
  if (!read_unit(reader, "time_unit", NULL, 's', 1e-9, &units->time) ||
      !read_unit(reader, "voltage_unit", NULL, 'v', 1, &units->voltage) ||
      !read_unit(reader, "leakage_power_unit", NULL, 'w', 1e-6, &units->leakage) || !read_capacitance_unit(reader))
    return false;
  /* Liberty has no unit of energy: it is that of capacitance times voltage squared. */
  units->energy = units->capacitance * units->voltage * units->voltage;
  return read_voltage(reader);
}
