#include "cli/design_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/pick_source.h"
#include "store/reader.h"
#include "text_file.h"

bool design_source_is_results(const char *path) {
  static const char seal[] = "lutdse results", hdf5[] = "\211HDF\r\n\032\n";
  char start[sizeof seal] = "";
  if (!text_file_is_regular(path))
    return false;
  FILE *const file = fopen(path, "rbe");
  if (file == NULL)
    return false;
  const size_t size = fread(start, 1, sizeof start - 1, file);
  (void)fclose(file);
  return (size >= sizeof seal - 1 && memcmp(start, seal, sizeof seal - 1) == 0) ||
         (size >= sizeof hdf5 - 1 && memcmp(start, hdf5, sizeof hdf5 - 1) == 0);
}

static bool fail_results_only(const struct design_request *request, const char *option, struct error *err) {
  return error_set(err, ERROR_USAGE, "%s: only for results files, but %s is a single design", option, request->path);
}

/* The width of inputs chooses among results, and is for GQA-LUT's format what the file does not say. */
static bool check_no_choice(const struct design_request *request, bool gqa, struct error *err) {
  const struct design_filter *const filter = &request->picked.selection.filter;
  const struct datapath_filter *const datapath = &filter->datapath;
  if (request->row >= 0)
    return fail_results_only(request, "--design", err);
  if (pick_options_choose(&request->picked))
    return fail_results_only(request, "bounds, budgets and --knee", err);
  if (filter->function != NULL || filter->weight != NULL || filter->grid != NULL || filter->entries != 0 ||
      (filter->in_bits != 0 && !gqa))
    return fail_results_only(request, "the choice of designs by function, width, entries, weight or grid", err);
  if (datapath->by_storage || datapath->by_selector || datapath->by_digits || datapath->by_symmetry ||
      datapath->by_pipeline)
    return fail_results_only(request, "the choice of designs by hardware", err);
  return gqa || request->gqa.given == NULL ||
         error_set(err, ERROR_USAGE, "%s: only for files in GQA-LUT's format; %s says it itself", request->gqa.given,
                   request->path);
}

static bool fail_row(const struct design_request *request, size_t designs, struct error *err) {
  return error_set(err, ERROR_NOTHING_FOUND, "%s: there is no design %ld; allowed: 0 to %zu", request->path,
                   request->row, designs - 1);
}

/* The design of a row, with its point and nothing else: results may be larger than memory. */
static bool read_row(struct design_source *out, struct front_source *source, const struct design_request *request,
                     struct error *err) {
  struct store_reader *const reader = source->reader;
  const size_t row = (size_t)request->row;
  size_t point;
  if (reader == NULL)
    return error_set(err, ERROR_INPUT, "%s is not complete: its designs have no numbers yet; choose by bounds",
                     source->path);
  if (row >= store_reader_designs(reader))
    return fail_row(request, store_reader_designs(reader), err);
  if (!store_reader_point_of(reader, row, &point, err) || !store_reader_slice(reader, point, 1, &out->results, err))
    return error_prefix(err, "%s", request->path);
  out->index = row - store_reader_slice_design(reader);
  return true;
}

static bool pick_row(struct design_source *out, struct front_source *source, const struct design_request *request,
                     struct error *err) {
  if (!pick_options_choose(&request->picked))
    return error_set(err, ERROR_USAGE, "which design of %s? Give --design, an error bound, a budget or --knee",
                     request->path);
  const struct pick_request wanted = pick_options_request(&request->picked);
  struct pick pick;
  if (!pick_from_source(&pick, source, &wanted, err))
    return false;
  out->results = pick.results;
  out->index = pick.design;
  return true;
}

static bool read_design(struct design_source *out, const struct design_request *request, struct error *err) {
  struct front_source source;
  if (!selection_open(&source, request->path, err))
    return false;
  const bool ok = request->row >= 0 ? read_row(out, &source, request, err) : pick_row(out, &source, request, err);
  selection_tell_unfinished(&source);
  source_close(&source);
  return ok;
}

static bool open_results(struct design_source *out, const struct design_request *request, struct error *err) {
  if (request->gqa.given != NULL)
    return error_set(err, ERROR_USAGE, "%s: only for files in GQA-LUT's format", request->gqa.given);
  results_init(&out->results);
  if (!read_design(out, request, err)) {
    results_release(&out->results);
    return false;
  }
  out->from_results = true;
  const struct scored_design *const design = &out->results.designs[out->index];
  artefact_make(&out->artefact, &out->results.points[design->point].spec, &design->design, request->name);
  return true;
}

static bool take_gqa(struct design_source *out, const struct design_request *request, const char *text, size_t size,
                     struct error *err) {
  struct gqa_file file;
  out->gqa = request->gqa.spec;
  out->file.hardware = design_json_default_hardware();
  if (request->picked.selection.filter.in_bits != 0)
    out->gqa.in_bits = request->picked.selection.filter.in_bits;
  out->file.hardware = (struct hardware){.storage = STORAGE_ENABLE, .selector = SELECT_ONE_HOT};
  (void)technology_builtin(0, &out->file.hardware.technology);
  if (!check_no_choice(request, true, err) || !gqa_json_parse(&file, text, size, request->path, err))
    return false;
  return (gqa_complete_spec(&file, &out->gqa, err) &&
          artefact_make_gqa(&out->artefact, &out->gqa, &file, request->name, &out->file.rounding, err)) ||
         error_prefix(err, "%s", request->path);
}

static bool take_design(struct design_source *out, const struct design_request *request, const char *text, size_t size,
                        struct error *err) {
  if (!check_no_choice(request, false, err) || !design_json_parse(&out->file, text, size, request->path, err))
    return false;
  artefact_make(&out->artefact, &out->file.spec, &out->file.design, request->name);
  return true;
}

bool design_source_open(struct design_source *out, const struct design_request *request, struct error *err) {
  memset(out, 0, sizeof *out);
  if (design_source_is_results(request->path))
    return open_results(out, request, err);
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(request->path, DESIGN_TEXT_MAX, &text, &size, err))
    return false;
  const bool ok = gqa_json_detect(text, size) ? take_gqa(out, request, text, size, err)
                                              : take_design(out, request, text, size, err);
  free(text);
  return ok;
}

void design_source_release(struct design_source *source) {
  if (source->from_results)
    results_release(&source->results);
  else
    design_file_release(&source->file);
}

static const struct scored_design *result_of(const struct design_source *source) {
  return &source->results.designs[source->index];
}

struct hardware design_source_hardware(const struct design_source *source) {
  return source->from_results ? source->results.points[result_of(source)->point].hardware : source->file.hardware;
}

const struct cost *design_source_cost(const struct design_source *source) {
  return source->from_results ? &result_of(source)->cost : NULL;
}

bool design_source_json(const struct design_source *source, char **out, struct error *err) {
  const struct artefact *const artefact = &source->artefact;
  if (source->from_results) {
    const struct scored_design *const design = result_of(source);
    return design_json_text(&source->results.points[design->point], design,
                            &source->results.outcomes[design->point].optimum, out, err);
  }
  if (artefact->own_thresholds)
    return error_set(err, ERROR_INPUT,
                     "a design has one set of breakpoints, but the scales of this file have their own; export one "
                     "scale at a time (--scales), or --gqa");
  return design_json_bare_text(artefact->spec, &source->file.hardware, &artefact->design, &artefact->score,
                               &source->file.optimum, out, err);
}
