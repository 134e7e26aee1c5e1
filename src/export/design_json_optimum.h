/* The key `optimum` of a design file. Internal to src/export/. */
#ifndef LUTDSE_EXPORT_DESIGN_JSON_OPTIMUM_H
#define LUTDSE_EXPORT_DESIGN_JSON_OPTIMUM_H

#include "export/design_json.h"
#include "export/json_reader.h"

/* Write it for a design; nothing where the optimum is not known. False if memory runs out. */
bool design_json_put_optimum(json_t *root, const struct point *point, const struct scored_design *design,
                             const struct optimum *optimum);

/* The same of an optimum that a file claimed, with the gap that follows from a score. */
bool design_json_put_claim(json_t *root, const struct claimed_optimum *claim, const struct score *score,
                           bool requantised);

/* Read it, if it is there; `requantised`: the file has an output stage. */
bool design_json_read_optimum(const struct json_reader *root, bool requantised, struct claimed_optimum *out);

#endif
