/* The keys `function` and `definition` of a design file. Internal to src/export/. */
#ifndef LUTDSE_EXPORT_DESIGN_JSON_FUNCTION_H
#define LUTDSE_EXPORT_DESIGN_JSON_FUNCTION_H

#include "export/design_json.h"
#include "export/json_reader.h"

/*
 * Read them into out->spec.function, which is built in or, of a file that defines it, out->own. `out` must then not
 * move.
 */
bool design_json_read_function(const struct json_reader *root, struct design_file *out);

#endif
