#include "export/weight_json.h"

#include <stdio.h>
#include <stdlib.h>

#include "export/json_writer.h"

static json_t *pack_parameters(const struct weight *weight) {
  const struct weight_description *description = weight_describe(weight->kind);
  json_t *object = json_object();
  for (int p = 0; p < description->parameter_count; p++)
    if (!json_put_real(object, description->parameter[p].name, weight->parameter[p])) {
      json_decref(object);
      return NULL;
    }
  return object;
}

json_t *weight_json(const struct weight *weight) {
  json_t *content = weight->kind == WEIGHT_HISTOGRAM
                        ? json_pack("{s:o, s:o}", "edges", json_reals(weight->edge, weight->bins + 1), "counts",
                                    json_reals(weight->count, weight->bins))
                        : pack_parameters(weight);
  return json_pack("{s:s, s:o}", "name", weight->name, weight_describe(weight->kind)->name, content);
}

static bool read_parameters(const struct json_reader *reader, const char *name, enum weight_kind kind,
                            struct weight *out) {
  const struct weight_description *description = weight_describe(kind);
  const char *known[WEIGHT_PARAMETERS_MAX + 1] = {NULL};
  double parameter[WEIGHT_PARAMETERS_MAX] = {0};
  for (int p = 0; p < description->parameter_count; p++)
    known[p] = description->parameter[p].name;
  if (!json_check_keys(reader, known))
    return false;
  for (int p = 0; p < description->parameter_count; p++) {
    parameter[p] = description->parameter[p].fallback;
    if ((description->parameter[p].required || json_has(reader, known[p])) &&
        !json_read_real(reader, known[p], &parameter[p]))
      return false;
  }
  return weight_from_parameters(out, name, kind, parameter, reader->err) ||
         error_prefix(reader->err, "%s: weight", reader->path);
}

static bool read_histogram(const struct json_reader *reader, const char *name, struct weight *out) {
  static const char *const known[] = {"edges", "counts", NULL};
  double *edge = malloc((2 * (size_t)WEIGHT_BINS_MAX + 1) * sizeof *edge);
  if (edge == NULL)
    return error_memory(reader->err, "histogram");
  double *count = edge + WEIGHT_BINS_MAX + 1;
  size_t edges = 0, bins = 0;
  bool ok = json_check_keys(reader, known) && json_read_reals(reader, "edges", 2, WEIGHT_BINS_MAX + 1, edge, &edges) &&
            json_read_reals(reader, "counts", edges - 1, edges - 1, count, &bins);
  if (ok && !weight_from_histogram(out, name, edge, count, bins, reader->err))
    ok = error_prefix(reader->err, "%s: weight", reader->path);
  free(edge);
  return ok;
}

/* The kind that an object gives, or -1. */
static int find_kind(const struct json_reader *reader) {
  int found = -1, given = 0;
  for (int kind = 0; kind < WEIGHT_KINDS; kind++)
    if (json_has(reader, weight_describe((enum weight_kind)kind)->name)) {
      found = kind;
      given++;
    }
  return given == 1 ? found : -1;
}

bool weight_json_read(const struct json_reader *root, struct weight *out) {
  const char *known[WEIGHT_KINDS + 2] = {"name"};
  for (int kind = 0; kind < WEIGHT_KINDS; kind++)
    known[kind + 1] = weight_describe((enum weight_kind)kind)->name;
  struct json_reader weight, content;
  const char *name = NULL;
  if (!json_read_object(root, "weight", "weight.", &weight) || !json_check_keys(&weight, known) ||
      !json_read_text(&weight, "name", &name))
    return false;
  const int kind = find_kind(&weight);
  if (kind < 0)
    return json_fail(root, "weight", "exactly one of normal, half_normal, laplace, range and histogram is required");
  char prefix[64];
  (void)snprintf(prefix, sizeof prefix, "weight.%s.", known[kind + 1]);
  if (!json_read_object(&weight, known[kind + 1], prefix, &content))
    return false;
  return kind == WEIGHT_HISTOGRAM ? read_histogram(&content, name, out)
                                  : read_parameters(&content, name, (enum weight_kind)kind, out);
}
