/* A table as a C99 header of integer tables and inline functions: docs/export.md says what is in it. */
#ifndef LUTDSE_EXPORT_C_HEADER_H
#define LUTDSE_EXPORT_C_HEADER_H

#include "export/artefact.h"

/*
 * The text of a header, which the caller frees. Where no shift requantises the accumulator exactly the header has no
 * function for that: *note is then of kind ERROR_INPUT and says why, otherwise of kind ERROR_NONE. Fails with
 * ERROR_INPUT if the accumulator needs more than 63 bits.
 */
bool c_header_text(const struct artefact *artefact, char **out, struct error *note, struct error *err);

#endif
