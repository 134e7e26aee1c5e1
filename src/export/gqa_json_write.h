/* Tables in the JSON format of GQA-LUT, as its operator loads them. */
#ifndef LUTDSE_EXPORT_GQA_JSON_WRITE_H
#define LUTDSE_EXPORT_GQA_JSON_WRITE_H

#include "export/artefact.h"

/*
 * The text, which the caller frees: one table for each scale. Fails with ERROR_INPUT if a scale is none of 2^0 ...
 * 2^-24, which have no name in that format.
 */
bool gqa_json_text(const struct artefact *artefact, char **out, struct error *err);

/*
 * Say what the format does not hold of a table, and what GQA-LUT's operator may miss: calls `say` with a sentence for
 * each, without a full stop.
 */
void gqa_json_losses(const struct artefact *artefact, void (*say)(void *context, const char *sentence), void *context);

#endif
