#include "sweep/axis.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_TEXT = 64, EXPONENT_MAX = 1000 };

/* An item of an axis in pieces: "FROM", "FROM..TO" or "FROM..TO/STEP". */
struct range_text {
  char from[NUMBER_TEXT], to[NUMBER_TEXT], step[NUMBER_TEXT]; /* empty where the item has no such piece */
};

/* Copy text[0..length) without blanks around it. Returns false if nothing is left or it is too long. */
static bool copy_piece(char *out, const char *text, size_t length) {
  while (length > 0 && isblank((unsigned char)text[0])) {
    text++;
    length--;
  }
  while (length > 0 && isblank((unsigned char)text[length - 1]))
    length--;
  if (length == 0 || length >= NUMBER_TEXT)
    return false;
  memcpy(out, text, length);
  out[length] = '\0';
  return true;
}

static bool split_range(const char *text, struct range_text *out) {
  const char *const dots = strstr(text, "..");
  if (dots == NULL)
    return copy_piece(out->from, text, strlen(text));
  const char *const slash = strchr(dots, '/');
  const char *const end = slash == NULL ? dots + strlen(dots) : slash;
  return copy_piece(out->from, text, (size_t)(dots - text)) &&
         copy_piece(out->to, dots + 2, (size_t)(end - (dots + 2))) &&
         (slash == NULL || copy_piece(out->step, slash + 1, strlen(slash + 1)));
}

static bool read_piece(struct yaml_reader *reader, const yaml_node_t *node, char *out) {
  const char *const text = yaml_reader_text(reader, node);
  if (text == NULL)
    return false;
  return copy_piece(out, text, strlen(text)) || yaml_reader_fail(reader, node, "is not a number");
}

static bool read_from(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_piece(reader, node, ((struct range_text *)target)->from);
}

static bool read_to(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_piece(reader, node, ((struct range_text *)target)->to);
}

static bool read_step(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return read_piece(reader, node, ((struct range_text *)target)->step);
}

static const struct yaml_key range_keys[] = {
    {"from", read_from, true}, {"to", read_to, true}, {"step", read_step, false}, {NULL, NULL, false}};

/* Take an item apart. `expected` says what it should have been, in the message. */
static bool read_range(struct yaml_reader *reader, const yaml_node_t *node, const char *expected,
                       struct range_text *out) {
  *out = (struct range_text){"", "", ""};
  if (node->type == YAML_MAPPING_NODE)
    return yaml_reader_mapping(reader, node, range_keys, out);
  if (node->type == YAML_SEQUENCE_NODE)
    return yaml_reader_fail(reader, node, "a list within the list; allowed: %s", expected);
  const char *const text = yaml_reader_text(reader, node);
  if (text == NULL)
    return false;
  return split_range(text, out) || yaml_reader_fail(reader, node, "'%.40s' is wrong; allowed: %s", text, expected);
}

static bool is_range(const struct range_text *range) { return range->to[0] != '\0'; }

/* Integers. */

struct integer_axis {
  uint64_t min, max;
  struct list *values;
};

static bool parse_integer(const char *text, uint64_t *out) {
  if (!isdigit((unsigned char)text[0]))
    return false;
  char *end = NULL;
  errno = 0;
  *out = strtoull(text, &end, 10);
  return errno == 0 && *end == '\0';
}

static bool fail_integer(struct yaml_reader *reader, const yaml_node_t *node, const char *text,
                         const struct integer_axis *axis) {
  return yaml_reader_fail(reader, node, "'%s' is wrong; allowed: integers from %" PRIu64 " to %" PRIu64, text,
                          axis->min, axis->max);
}

static bool read_integer(struct yaml_reader *reader, const yaml_node_t *node, const char *text,
                         const struct integer_axis *axis, uint64_t *out) {
  if (parse_integer(text, out) && *out >= axis->min && *out <= axis->max)
    return true;
  return fail_integer(reader, node, text, axis);
}

static bool add_integers(struct yaml_reader *reader, const yaml_node_t *node, uint64_t from, uint64_t to, uint64_t step,
                         struct list *values) {
  if (from > to)
    return yaml_reader_fail(reader, node,
                            "the range %" PRIu64 "..%" PRIu64 " holds nothing; allowed: from the smaller to the larger",
                            from, to);
  for (uint64_t value = from;; value += step) {
    if (!yaml_reader_add(reader, node, values, &value, sizeof value))
      return false;
    if (to - value < step)
      return true;
  }
}

static bool read_integer_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct integer_axis *const axis = target;
  struct range_text range = {"", "", ""};
  uint64_t from = 0, to = 0, step = 1;
  if (!read_range(reader, node, "an integer, FROM..TO, FROM..TO/STEP or {from, to, step}", &range) ||
      !read_integer(reader, node, range.from, axis, &from))
    return false;
  if (!is_range(&range))
    return yaml_reader_add(reader, node, axis->values, &from, sizeof from);
  if (!read_integer(reader, node, range.to, axis, &to))
    return false;
  if (range.step[0] != '\0' && (!parse_integer(range.step, &step) || step == 0))
    return yaml_reader_fail(reader, node, "the step '%s' is wrong; allowed: an integer from 1", range.step);
  return add_integers(reader, node, from, to, step, axis->values);
}

bool axis_integers(struct yaml_reader *reader, const yaml_node_t *node, uint64_t min, uint64_t max, struct list *out) {
  struct integer_axis axis = {min, max, out};
  return yaml_reader_items(reader, node, read_integer_item, &axis);
}

/* Real numbers. */

struct real_axis {
  double step;
  struct list *values;
};

/* The exponent of "2^N". */
static bool parse_power(const char *text, int *exponent) {
  if (strncmp(text, "2^", 2) != 0)
    return false;
  const char *const digits = text + 2 + (text[2] == '-' || text[2] == '+');
  char *end = NULL;
  const long value = strtol(text + 2, &end, 10);
  if (!isdigit((unsigned char)digits[0]) || *end != '\0' || labs(value) > EXPONENT_MAX)
    return false;
  *exponent = (int)value;
  return true;
}

/* A finite decimal number or a power of two; not what else strtod() takes: hexadecimal, "inf", "nan". */
static bool parse_real(const char *text, double *out) {
  int exponent = 0;
  if (parse_power(text, &exponent)) {
    *out = ldexp(1.0, exponent);
    return true;
  }
  if (text[0] == '\0' || text[strspn(text, "+-.0123456789eE")] != '\0')
    return false;
  char *end = NULL;
  *out = strtod(text, &end);
  return end != text && *end == '\0' && isfinite(*out);
}

static bool read_real(struct yaml_reader *reader, const yaml_node_t *node, const char *text, double *out) {
  return parse_real(text, out) ||
         yaml_reader_fail(reader, node, "'%.40s' is wrong; allowed: a number, or a power of two such as 2^-3", text);
}

bool axis_real(struct yaml_reader *reader, const yaml_node_t *node, double *out) {
  const char *const text = yaml_reader_text(reader, node);
  return text != NULL && read_real(reader, node, text, out);
}

static bool add_reals(struct yaml_reader *reader, const yaml_node_t *node, double from, double to, double step,
                      struct list *values) {
  /* The quotient of a range like 0..1/0.1 may fall a rounding error short of the last value. */
  const double steps = floor((to - from) / step * (1 + 1e-12) + 1e-12);
  if (!(steps >= 0))
    return yaml_reader_fail(reader, node, "the range %g..%g holds nothing; allowed: from the smaller to the larger",
                            from, to);
  /* One more than allowed is enough to fail. */
  const size_t count = steps < (double)reader->limit ? (size_t)steps + 1 : reader->limit + 1;
  for (size_t i = 0; i < count; i++) {
    const double value = fmin(from + (double)i * step, to);
    if (!yaml_reader_add(reader, node, values, &value, sizeof value))
      return false;
  }
  return true;
}

static bool read_real_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  const struct real_axis *const axis = target;
  struct range_text range = {"", "", ""};
  double from = 0, to = 0, step = axis->step;
  if (!read_range(reader, node, "a number, FROM..TO/STEP or {from, to, step}", &range) ||
      !read_real(reader, node, range.from, &from))
    return false;
  if (!is_range(&range))
    return yaml_reader_add(reader, node, axis->values, &from, sizeof from);
  if (!read_real(reader, node, range.to, &to))
    return false;
  if (range.step[0] != '\0' && (!parse_real(range.step, &step) || step <= 0))
    return yaml_reader_fail(reader, node, "the step '%s' is wrong; allowed: a number over 0", range.step);
  return add_reals(reader, node, from, to, step, axis->values);
}

bool axis_reals(struct yaml_reader *reader, const yaml_node_t *node, double step, struct list *out) {
  struct real_axis axis = {step, out};
  return yaml_reader_items(reader, node, read_real_item, &axis);
}

/* Scales. */

static bool add_scale(struct yaml_reader *reader, const yaml_node_t *node, double scale, struct scale_set *set) {
  if (!(scale >= SCALE_LEAST && scale <= SCALE_MOST))
    return yaml_reader_fail(reader, node, "the scale %g is out of range; allowed: " SCALE_RANGE, scale);
  for (int s = 0; s < set->count; s++)
    if (set->scale[s] == scale)
      return yaml_reader_fail(reader, node, "the scale %g is twice in its set; allowed: once", scale);
  if (set->count == SCALE_MAX)
    return yaml_reader_fail(reader, node, "too many scales in a set; allowed: at most %d", SCALE_MAX);
  set->scale[set->count++] = scale;
  return true;
}

static bool add_powers(struct yaml_reader *reader, const yaml_node_t *node, const struct range_text *range,
                       struct scale_set *set) {
  int from = 0, to = 0;
  uint64_t step = 1;
  if (!parse_power(range->from, &from) || !parse_power(range->to, &to) ||
      (range->step[0] != '\0' && (!parse_integer(range->step, &step) || step == 0 || step > EXPONENT_MAX)))
    return yaml_reader_fail(reader, node, "a range of scales is one of powers; allowed: 2^0..2^-6 or 2^0..2^-6/2");
  const int stride = from <= to ? (int)step : -(int)step;
  for (int i = 0; i <= (to - from) / stride; i++)
    if (!add_scale(reader, node, ldexp(1.0, from + i * stride), set))
      return false;
  return true;
}

static bool read_scale_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct range_text range = {"", "", ""};
  double scale = 0;
  if (!read_range(reader, node, "a number, 2^N or 2^N..2^M", &range))
    return false;
  if (is_range(&range))
    return add_powers(reader, node, &range, target);
  return read_real(reader, node, range.from, &scale) && add_scale(reader, node, scale, target);
}

bool axis_scale_set(struct yaml_reader *reader, const yaml_node_t *node, struct scale_set *out) {
  *out = (struct scale_set){.count = 0};
  if (node->type != YAML_SEQUENCE_NODE)
    return yaml_reader_fail(reader, node, "each set of scales is a list; allowed: [[1, 0.5], [2^0..2^-6]]");
  return yaml_reader_items(reader, node, read_scale_item, out);
}
