/* A table as comma-separated values, one line for each entry: docs/export.md lists the columns. */
#ifndef LUTDSE_EXPORT_TABLE_CSV_H
#define LUTDSE_EXPORT_TABLE_CSV_H

#include "export/artefact.h"

/* The text, which the caller frees. Fails with ERROR_INTERNAL if memory runs out. */
bool table_csv_text(const struct artefact *artefact, char **out, struct error *err);

#endif
