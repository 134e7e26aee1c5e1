#include "cli/cost_subject.h"

#include <stdlib.h>
#include <string.h>

#include "cli/eval_print.h"
#include "hardware/plain.h"
#include "rtl/float_unit.h"
#include "rtl/rtl.h"
#include "sweep/point.h"

enum { USUAL_ENTRIES = 8 };

/* "paper28, ihp130, gate" */
static void technology_names(char *text, size_t size) {
  struct technology technology;
  size_t length = 0;
  for (size_t i = 0; length < size && technology_builtin(i, &technology); i++)
    length += (size_t)snprintf(text + length, size - length, "%s%s", i > 0 ? ", " : "", technology.name);
}

/* The technology asked for, if any, over what is there. */
static bool take_technology(const struct cost_request *request, struct technology *technology, struct error *err) {
  char names[256] = "";
  if (request->technology == NULL || technology_find(request->technology, technology))
    return true;
  technology_names(names, sizeof names);
  return error_set(err, ERROR_USAGE, "--technology: there is no '%s'; allowed: %s", request->technology, names);
}

static const struct synthesised *find_synthesised(const struct results *results, size_t design) {
  const struct synthesised *found = NULL;
  for (size_t i = results_first_synthesised(results, design);
       i < results->synthesised_count && results->synthesised[i].design == design; i++)
    if (synthesised_has_blocks(&results->synthesised[i]))
      found = &results->synthesised[i];
  return found;
}

static bool price_design(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  const struct artefact *const artefact = &out->source.artefact;
  struct hardware hardware = design_source_hardware(&out->source);
  struct unit unit;
  struct unit_content content;
  char datapath[POINT_OPTIONS_TEXT];
  if (!take_technology(request, &hardware.technology, err))
    return false;
  if (!unit_create(&unit, artefact->spec, &hardware, err))
    return error_prefix(err, "%s", request->design.path);
  unit_content(&content, &unit, artefact->spec, &artefact->design);
  if (artefact->own_thresholds)
    memcpy(content.threshold, artefact->threshold, sizeof content.threshold);
  out->technology = hardware.technology;
  (void)snprintf(out->title, sizeof out->title, "%s: in_bits %d, %s, %s%s", artefact->name, artefact->spec->in_bits,
                 storage_name(hardware.storage), selector_name(hardware.selector),
                 point_options_text(artefact->spec, &hardware, datapath));
  if (out->source.from_results)
    out->synthesised = find_synthesised(&out->source.results, out->source.index);
  return cost_of_unit(&unit, &content, hardware.technology.flip_flop_ge, &out->blocks, err);
}

static bool open_design(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  if (!design_source_open(&out->source, &request->design, err))
    return false;
  out->has_source = true;
  eval_print_rounding(request->design.path, &out->source.file.rounding, stderr);
  if (price_design(out, request, err))
    return true;
  cost_subject_release(out);
  return false;
}

bool cost_request_chooses(const struct cost_request *request, bool any) {
  const struct design_request *const design = &request->design;
  const struct design_filter *const filter = &design->picked.selection.filter;
  const struct datapath_filter *const datapath = &filter->datapath;
  if (any && (filter->entries != 0 || datapath->by_storage || datapath->by_selector || datapath->by_pipeline))
    return true;
  return design->path != NULL || design->row >= 0 || design->gqa.given != NULL ||
         pick_options_choose(&design->picked) || filter->in_bits != 0 || filter->function != NULL ||
         filter->weight != NULL || filter->grid != NULL || datapath->by_digits || datapath->by_symmetry;
}

static int plain_entries(const struct cost_request *request) {
  const int entries = request->design.picked.selection.filter.entries;
  return entries > 0 ? entries : USUAL_ENTRIES;
}

static bool write_plain(struct cost_subject *out, const struct unit *unit, const struct unit_content *content,
                        struct error *err) {
  char name[32];
  (void)snprintf(name, sizeof name, "int%d_%d", unit->x_bits, unit->entries);
  const struct rtl_header header = {.name = name, .cost = &out->total, .technology = out->technology.name};
  out->total = cost_total(&out->blocks, &out->technology);
  return rtl_unit(unit, content, &header, &out->verilog, err);
}

static bool write_float(struct cost_subject *out, const struct float_unit *unit, struct error *err) {
  char name[32];
  (void)snprintf(name, sizeof name, "fp%d_%d", float_bits(unit->format), unit->entries);
  return rtl_float_unit(unit, STORAGE_ENABLE, SELECT_ONE_HOT, name, &out->verilog, err);
}

static bool price_plain(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  const struct datapath_filter *const asked = &request->design.picked.selection.filter.datapath;
  const struct hardware hardware = {asked->storage, asked->selector, asked->pipeline, out->technology};
  if (asked->selector == SELECT_UNIFORM || asked->selector == SELECT_POWER2)
    return error_set(err, ERROR_USAGE,
                     "--select: breakpoints of a plain unit lie anywhere; allowed: one_hot, tree, binary");
  const struct unit unit = unit_plain(request->plain_bits, plain_entries(request), &hardware);
  struct unit_content content;
  unit_plain_content(&content, &unit);
  (void)snprintf(out->title, sizeof out->title, "INT%d, %d entries: %s, %s, pipeline=%d", request->plain_bits,
                 unit.entries, storage_name(unit.storage), selector_name(unit.selector), unit.pipeline);
  return cost_of_unit(&unit, &content, out->technology.flip_flop_ge, &out->blocks, err) &&
         (request->verilog == NULL || write_plain(out, &unit, &content, err));
}

static bool price_float(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  const struct datapath_filter *const asked = &request->design.picked.selection.filter.datapath;
  const struct float_unit unit = {.format = request->format, .entries = plain_entries(request)};
  struct float_content content;
  if (asked->storage != STORAGE_ENABLE || asked->selector != SELECT_ONE_HOT || asked->pipeline != 0)
    return error_set(err, ERROR_USAGE, "--float: there are only units with enable, one_hot and no pipeline");
  float_plain_content(&content, &unit);
  (void)snprintf(out->title, sizeof out->title, "FP%d, %d entries: enable, one_hot", float_bits(unit.format),
                 unit.entries);
  return cost_of_float_unit(&unit, &content, out->technology.flip_flop_ge, &out->blocks, err) &&
         (request->verilog == NULL || write_float(out, &unit, err));
}

static bool open_plain(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  (void)technology_builtin(0, &out->technology);
  if (cost_request_chooses(request, false))
    return error_set(err, ERROR_USAGE,
                     "a plain unit needs no file and no choice but --entries, --storage, --select, --pipeline and "
                     "--technology");
  return take_technology(request, &out->technology, err) &&
         (request->plain_bits > 0 ? price_plain(out, request, err) : price_float(out, request, err));
}

bool cost_subject_open(struct cost_subject *out, const struct cost_request *request, struct error *err) {
  memset(out, 0, sizeof *out);
  const bool plain = request->plain_bits > 0 || request->format.exponent_bits > 0;
  if (!(plain ? open_plain(out, request, err) : open_design(out, request, err)))
    return false;
  out->total = cost_total(&out->blocks, &out->technology);
  return true;
}

void cost_subject_release(struct cost_subject *subject) {
  free(subject->verilog);
  subject->verilog = NULL;
  if (subject->has_source)
    design_source_release(&subject->source);
  subject->has_source = false;
}

double cost_subject_area_um2(const struct cost_subject *subject, enum block block) {
  return subject->blocks.block[block].area_ge * subject->technology.ge_um2;
}

double cost_subject_energy_pj(const struct cost_subject *subject, enum block block) {
  return subject->blocks.block[block].energy_pj * subject->technology.energy_scale;
}
