#include "sweep/format_axis.h"

#include <string.h>

#include "sweep/axis.h"

struct format_lists {
  struct list bits;      /* uint64_t */
  struct list fracs;     /* uint64_t */
  struct list exponents; /* uint64_t; none: 1 */
  struct list scales;    /* double */
};

static void release(struct format_lists *lists) {
  list_release(&lists->bits);
  list_release(&lists->fracs);
  list_release(&lists->exponents);
  list_release(&lists->scales);
}

static bool read_bits(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, FORMAT_BITS_MIN, FORMAT_BITS_MAX, &((struct format_lists *)target)->bits);
}

static bool read_frac(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, 0, FORMAT_FRAC_MAX, &((struct format_lists *)target)->fracs);
}

static bool read_exponents(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, 1, EXPONENTS_MAX, &((struct format_lists *)target)->exponents);
}

static bool read_output_bits(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_integers(reader, node, OUT_BITS_MIN, OUT_BITS_MAX, &((struct format_lists *)target)->bits);
}

static bool read_scale(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct list *const scales = &((struct format_lists *)target)->scales;
  if (!axis_reals(reader, node, 1, scales))
    return false;
  for (size_t i = 0; i < scales->count; i++) {
    const double scale = LIST_AT(scales, double, i);
    if (!(scale >= SCALE_LEAST && scale <= SCALE_MOST))
      return yaml_reader_fail(reader, node, "%g is out of range; allowed: " SCALE_RANGE, scale);
  }
  return true;
}

/* `bits` are those stored, beside an exponent if there are several. */
static bool add_format(struct yaml_reader *reader, const yaml_node_t *node, int bits, int frac, int exponents,
                       struct list *out) {
  const struct format_choice choice = {{bits + exponents - 1, frac}, exponents == 1 ? 0 : bits};
  if (choice.format.bits > FORMAT_BITS_MAX)
    return yaml_reader_fail(reader, node, "%d bits at %d exponents span %d bits; allowed: at most %d", bits, exponents,
                            choice.format.bits, FORMAT_BITS_MAX);
  return yaml_reader_add(reader, node, out, &choice, sizeof choice);
}

static bool add_formats(struct yaml_reader *reader, const yaml_node_t *node, struct format_lists *lists,
                        struct list *out) {
  static const uint64_t fixed = 1;
  if (lists->exponents.count == 0 && !yaml_reader_add(reader, node, &lists->exponents, &fixed, sizeof fixed))
    return false;
  for (size_t i = 0; i < lists->bits.count; i++)
    for (size_t j = 0; j < lists->fracs.count; j++)
      for (size_t k = 0; k < lists->exponents.count; k++)
        if (!add_format(reader, node, (int)LIST_AT(&lists->bits, uint64_t, i), (int)LIST_AT(&lists->fracs, uint64_t, j),
                        (int)LIST_AT(&lists->exponents, uint64_t, k), out))
          return false;
  return true;
}

bool format_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  static const struct yaml_key keys[] = {
      {"bits", read_bits, true}, {"frac", read_frac, true}, {"exponents", read_exponents, false}, {NULL, NULL, false}};
  struct format_lists lists = {.bits = {NULL, 0, 0}};
  const bool ok = yaml_reader_mapping(reader, node, keys, &lists) && add_formats(reader, node, &lists, target);
  release(&lists);
  return ok;
}

static bool add_outputs(struct yaml_reader *reader, const yaml_node_t *node, const struct format_lists *lists,
                        struct list *out) {
  for (size_t i = 0; i < lists->bits.count; i++)
    for (size_t j = 0; j < lists->scales.count; j++) {
      const struct output_stage output = {(int)LIST_AT(&lists->bits, uint64_t, i), LIST_AT(&lists->scales, double, j)};
      if (!yaml_reader_add(reader, node, out, &output, sizeof output))
        return false;
    }
  return true;
}

bool output_axis_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  static const struct yaml_key keys[] = {
      {"bits", read_output_bits, true}, {"scale", read_scale, true}, {NULL, NULL, false}};
  if (node->type == YAML_SCALAR_NODE && strcmp((const char *)node->data.scalar.value, "none") == 0) {
    const struct output_stage none = {0, 0};
    return yaml_reader_add(reader, node, target, &none, sizeof none);
  }
  struct format_lists lists = {.bits = {NULL, 0, 0}};
  const bool ok = yaml_reader_mapping(reader, node, keys, &lists) && add_outputs(reader, node, &lists, target);
  release(&lists);
  return ok;
}
