/*
 * Where `lutdse export` takes its design from: a design file in either format, or one design of a results file.
 */
#ifndef LUTDSE_CLI_DESIGN_SOURCE_H
#define LUTDSE_CLI_DESIGN_SOURCE_H

#include "cli/gqa_options.h"
#include "cli/pick_options.h"
#include "export/artefact.h"

/* What the command line asks for. */
struct design_request {
  const char *path, *name;    /* name: of the artefact, or NULL */
  long row;                   /* of /designs; -1: none given */
  struct pick_options picked; /* also the width of inputs of GQA-LUT's format */
  struct gqa_options gqa;
};

/* Do not copy: the artefact's spec lies in here. */
struct design_source {
  bool from_results;
  struct results results;  /* if from_results: some points of the file */
  size_t index;            /* of the design, in these */
  struct design_file file; /* otherwise; of GQA-LUT's format only the rounding, and the usual hardware */
  struct spec gqa;         /* the spec of GQA-LUT's format */
  struct artefact artefact;
};

/*
 * Whether a file begins as results files do, or as HDF5 does. What cannot be read is left to be told by its reader.
 */
bool design_source_is_results(const char *path);

/*
 * Read the design. Fails as store_read(), pick_design() and design_json_parse() do; with ERROR_USAGE if an option is
 * for another kind of file, or if none says which design of a results file; with ERROR_NOTHING_FOUND if there is no
 * such row.
 */
bool design_source_open(struct design_source *out, const struct design_request *request, struct error *err);

void design_source_release(struct design_source *source);

/* The hardware that the design is for; the usual one if the source says nothing of it. */
struct hardware design_source_hardware(const struct design_source *source);

/* What the model says that its unit costs; NULL for a design file. */
const struct cost *design_source_cost(const struct design_source *source);

/* The design as JSON, as pick writes it, which the caller frees. */
bool design_source_json(const struct design_source *source, char **out, struct error *err);

#endif
