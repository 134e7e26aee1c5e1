/* The key `errors` of a design file. Internal to src/export/. */
#ifndef LUTDSE_EXPORT_DESIGN_JSON_ERRORS_H
#define LUTDSE_EXPORT_DESIGN_JSON_ERRORS_H

#include "export/design_json.h"
#include "export/json_reader.h"

/* Read it, which must be there, into out->claimed; out->spec says which scales and outputs it has to speak of. */
bool design_json_read_errors(const struct json_reader *root, struct design_file *out);

#endif
