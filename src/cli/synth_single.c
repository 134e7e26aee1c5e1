#include "cli/synth_single.h"

#include <stdlib.h>

#include "export/design_json.h"
#include "text_file.h"

static bool add(struct results *out, const struct design_file *file, struct error *err) {
  const struct point point = {.spec = file->spec, .hardware = file->hardware};
  struct scored_design design = {.design = file->design};
  if (!cost_model(&file->spec, &file->design, &file->hardware, &design.cost, err))
    return false;
  results_init(out);
  if (results_add(out, &point, 0, &design, 1, err))
    return true;
  results_release(out);
  return false;
}

bool synth_single_read(struct results *out, const char *path, struct error *err) {
  char *text = NULL;
  size_t size = 0;
  struct design_file file;
  if (!text_file_read(path, DESIGN_TEXT_MAX, &text, &size, err))
    return false;
  bool ok = design_json_parse(&file, text, size, path, err);
  free(text);
  if (!ok)
    return false;
  ok = add(out, &file, err);
  design_file_release(&file);
  return ok;
}
