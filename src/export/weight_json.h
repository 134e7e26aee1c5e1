/*
 * Weights as JSON: {"name": "act", "normal": {"mean": 0.0, "sd": 1.0}}, or "histogram": {"edges": [...], "counts":
 * [...]}. docs/design-json.md describes the keys. Internal to src/export/.
 */
#ifndef LUTDSE_EXPORT_WEIGHT_JSON_H
#define LUTDSE_EXPORT_WEIGHT_JSON_H

#include "export/json_reader.h"
#include "model/weight.h"

/* A new value; NULL if memory runs out or the name is not UTF-8. */
json_t *weight_json(const struct weight *weight);

/* Read the object under the key `weight`. On success the caller ends with weight_release(). */
bool weight_json_read(const struct json_reader *root, struct weight *out);

#endif
