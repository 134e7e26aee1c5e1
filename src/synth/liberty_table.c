#include "synth/liberty_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum axis { AXIS_NONE, AXIS_LOAD, AXIS_SLEW, AXIS_OTHER };

struct numbers {
  double *items;
  size_t count;
};

static bool is_separator(char c) { return strchr(" ,\t\r\n\\", c) != NULL; } /* the final zero as well */

/* How many numbers a list of texts may hold. */
static size_t count_words(const struct liberty_attribute *attribute) {
  size_t count = 0;
  for (size_t i = 0; i < attribute->count; i++)
    for (const char *at = attribute->values[i]; *at != '\0'; at++)
      count += !is_separator(at[0]) && is_separator(at[1]);
  return count;
}

/* The numbers of an attribute such as values ("1, 2", "3, 4"), times `unit`. */
static bool read_numbers(struct liberty_reader *reader, const struct liberty_attribute *attribute, double unit,
                         struct numbers *numbers) {
  numbers->count = 0;
  numbers->items = arena_take(&reader->liberty->arena, count_words(attribute) * sizeof *numbers->items);
  if (numbers->items == NULL)
    return error_memory(reader->err, "a cell library");
  for (size_t i = 0; i < attribute->count; i++) {
    for (const char *at = attribute->values[i]; *at != '\0';) {
      if (is_separator(*at)) {
        at++;
        continue;
      }
      char *end = NULL;
      const double number = strtod(at, &end);
      if (end == at || !is_separator(*end) || !isfinite(number))
        return liberty_fail(reader, attribute->line, "%s: '%.20s' is not a number", attribute->name, at);
      numbers->items[numbers->count++] = number * unit;
      at = end;
    }
  }
  return true;
}

static enum axis axis_of(const char *variable) {
  if (variable == NULL)
    return AXIS_NONE;
  if (strcmp(variable, "total_output_net_capacitance") == 0)
    return AXIS_LOAD;
  if (strcmp(variable, "input_net_transition") == 0 || strcmp(variable, "input_transition_time") == 0)
    return AXIS_SLEW;
  return AXIS_OTHER;
}

static const struct liberty_group *find_template(const struct liberty_reader *reader, const char *name) {
  for (const struct liberty_group *at = reader->library->groups; at != NULL; at = at->next)
    if (at->argument_count > 0 && strstr(at->name, "_template") != NULL && strcmp(at->arguments[0], name) == 0)
      return at;
  return NULL;
}

/* Index number `which` of a table, its own or its template's; none is one point at 0. */
static bool read_index(struct liberty_reader *reader, const struct liberty_group *group,
                       const struct liberty_group *template, int which, enum axis axis, struct numbers *numbers) {
  char name[16];
  (void)snprintf(name, sizeof name, "index_%d", which);
  const struct liberty_attribute *attribute = liberty_group_attribute(group, name);
  if (attribute == NULL && template != NULL)
    attribute = liberty_group_attribute(template, name);
  const double unit = axis == AXIS_LOAD ? reader->units.capacitance : reader->units.time;
  if (attribute == NULL)
    return liberty_fail(reader, group->line, "%s: it has no %s", group->name, name);
  if (!read_numbers(reader, attribute, unit, numbers))
    return false;
  for (size_t i = 1; i < numbers->count; i++)
    if (!(numbers->items[i] > numbers->items[i - 1]))
      return liberty_fail(reader, attribute->line, "%s: its numbers do not rise", name);
  return numbers->count > 0 || liberty_fail(reader, attribute->line, "%s: it is empty", name);
}

static bool turn(struct liberty_reader *reader, const double *from, size_t rows, size_t columns, const double **out) {
  double *turned = arena_take(&reader->liberty->arena, rows * columns * sizeof *turned);
  if (turned == NULL)
    return error_memory(reader->err, "a cell library");
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      turned[c * rows + r] = from[r * columns + c];
  *out = turned;
  return true;
}

/* The axes of a table by its template; a table without a template is one number. */
static size_t axes_of(const struct liberty_group *template, enum axis axes[2]) {
  axes[0] = template != NULL ? axis_of(liberty_group_text(template, "variable_1")) : AXIS_NONE;
  axes[1] = template != NULL ? axis_of(liberty_group_text(template, "variable_2")) : AXIS_NONE;
  if (template != NULL && liberty_group_text(template, "variable_3") != NULL)
    axes[0] = AXIS_OTHER;
  return (size_t)(axes[0] != AXIS_NONE) + (axes[1] != AXIS_NONE);
}

static bool fill(struct liberty_reader *reader, const enum axis axes[2], const struct numbers index[2],
                 const struct numbers *values, struct liberty_table *table) {
  static const double origin[1] = {0};
  struct liberty_table filled = {.load = origin, .slew = origin, .value = values->items, .loads = 1, .slews = 1};
  for (int i = 0; i < 2; i++) {
    if (axes[i] == AXIS_LOAD) {
      filled.load = index[i].items;
      filled.loads = index[i].count;
    } else if (axes[i] == AXIS_SLEW) {
      filled.slew = index[i].items;
      filled.slews = index[i].count;
    }
  }
  if (axes[0] == AXIS_SLEW && axes[1] == AXIS_LOAD &&
      !turn(reader, values->items, filled.slews, filled.loads, &filled.value))
    return false;
  *table = filled;
  return true;
}

bool liberty_table_read(struct liberty_reader *reader, const struct liberty_group *group, double unit,
                        struct liberty_table *table) {
  *table = (struct liberty_table){.loads = 0};
  const struct liberty_attribute *values = group != NULL ? liberty_group_attribute(group, "values") : NULL;
  if (values == NULL)
    return true;
  const char *const name = group->argument_count > 0 ? group->arguments[0] : "scalar";
  const struct liberty_group *template = find_template(reader, name);
  if (template == NULL && strcmp(name, "scalar") != 0)
    return liberty_fail(reader, group->line, "%s: the library has no template '%s'", group->name, name);
  enum axis axes[2];
  const size_t axis_count = axes_of(template, axes);
  if (axes[0] == AXIS_OTHER || axes[1] == AXIS_OTHER || (axis_count == 2 && axes[0] == axes[1]))
    return true;
  struct numbers index[2] = {{NULL, 1}, {NULL, 1}};
  struct numbers numbers;
  for (int i = 0; i < 2; i++)
    if (axes[i] != AXIS_NONE && !read_index(reader, group, template, i + 1, axes[i], &index[i]))
      return false;
  if (!read_numbers(reader, values, unit, &numbers))
    return false;
  if (numbers.count != index[0].count * index[1].count)
    return liberty_fail(reader, values->line, "values: %zu numbers where %zu x %zu should be", numbers.count,
                        index[0].count, index[1].count);
  return fill(reader, axes, index, &numbers, table);
}

/* The interval of an axis and the place in it, 0 to 1. */
static size_t locate(const double *axis, size_t count, double at, double *fraction) {
  *fraction = 0;
  if (count < 2 || !(at > axis[0]))
    return 0;
  size_t i = 0;
  while (i + 2 < count && at > axis[i + 1])
    i++;
  *fraction = fmin(1, (at - axis[i]) / (axis[i + 1] - axis[i]));
  return i;
}

double liberty_table_value(const struct liberty_table *table, double load, double slew) {
  if (table->loads == 0)
    return 0;
  double across = 0, along = 0;
  const size_t row = locate(table->load, table->loads, load, &across);
  const size_t column = locate(table->slew, table->slews, slew, &along);
  const double *corner = table->value + row * table->slews + column;
  const size_t right = along > 0 ? 1 : 0, down = across > 0 ? table->slews : 0;
  const double low = corner[0] + along * (corner[right] - corner[0]);
  const double high = corner[down] + along * (corner[down + right] - corner[down]);
  return low + across * (high - low);
}
