#include "cli/export_unit.h"

#include "rtl/memory.h"

/* A unit, what it holds, and what its file tells. */
struct built {
  struct hardware hardware;
  struct unit unit;
  struct unit_content content;
  struct rtl_header header;
};

/* `parameters`: as if they were loaded, whatever the storage. */
static bool build(struct built *out, const struct design_source *source, bool parameters, struct error *err) {
  const struct artefact *const artefact = &source->artefact;
  if (artefact->own_thresholds)
    return error_set(err, ERROR_INPUT,
                     "a unit has one set of breakpoints, but the scales of this file have their own; export one scale "
                     "at a time (--scales)");
  out->hardware = design_source_hardware(source);
  if (parameters && out->hardware.storage == STORAGE_ROM)
    out->hardware.storage = STORAGE_ENABLE;
  if (!unit_create(&out->unit, artefact->spec, &out->hardware, err))
    return false;
  unit_content(&out->content, &out->unit, artefact->spec, &artefact->design);
  out->header = (struct rtl_header){.name = artefact->name,
                                    .spec = artefact->spec,
                                    .score = &artefact->score,
                                    .cost = design_source_cost(source),
                                    .technology = out->hardware.technology.name};
  return true;
}

bool export_unit_verilog(const struct design_source *source, char **text, struct error *err) {
  struct built built;
  *text = NULL;
  return build(&built, source, false, err) && rtl_unit(&built.unit, &built.content, &built.header, text, err);
}

bool export_unit_testbench(const struct design_source *source, char **text, char **hex, struct error *err) {
  struct built built;
  *text = *hex = NULL;
  return build(&built, source, false, err) &&
         rtl_testbench(&built.unit, &built.content, &source->artefact.design, &built.header, text, hex, err);
}

bool export_unit_memory(const struct design_source *source, char **text, struct error *err) {
  struct built built;
  *text = NULL;
  return build(&built, source, true, err) && rtl_memory(&built.unit, &built.content, &built.header, text, err);
}
