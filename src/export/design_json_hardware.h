/* The key `hardware` of a design file: the datapath and what it asks of the table. Internal to src/export/. */
#ifndef LUTDSE_EXPORT_DESIGN_JSON_HARDWARE_H
#define LUTDSE_EXPORT_DESIGN_JSON_HARDWARE_H

#include "export/design_json.h"
#include "export/json_reader.h"

/* Write it; of the spec only the restriction. False if memory runs out or the technology's name is not UTF-8. */
bool design_json_put_hardware(json_t *root, const struct spec *spec, const struct hardware *hardware);

/*
 * Read it into out->hardware and out->spec.restriction; what the file does not say has its default: enable, one_hot,
 * a full multiplier, the whole table, no pipeline, the first built-in technology.
 */
bool design_json_read_hardware(const struct json_reader *root, struct design_file *out);

#endif
