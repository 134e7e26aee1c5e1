#include <stdlib.h>
#include <string.h>

#include "store/parts_names.h"
#include "store/record.h"
#include "store/weave_job.h"

/* A weaving of the results file and the parts. */
struct weaving {
  const struct parts *parts;
  struct parts_list files; /* the results file, if it is there, and then the parts */
  size_t first_part;       /* the number of the first part: 0 or 1 */
  struct results *records;
};

static bool take_head(void *context, const struct results *head, struct error *err) {
  const struct weaving *weaving = context;
  struct results *records = weaving->records;
  if (records->sweep_text == NULL && weaving->first_part == 1) {
    memcpy(records->sweep_name, head->sweep_name, sizeof records->sweep_name);
    records->sweep_text = strdup(head->sweep_text == NULL ? "" : head->sweep_text);
    if (records->sweep_text == NULL)
      return error_memory(err, "sweep");
  }
  return record_gather(records, head, err);
}

static bool excuse(void *context, size_t index, struct error *err) {
  const struct weaving *weaving = context;
  return index >= weaving->first_part && parts_excuse(weaving->parts, weaving->files.path[index], err);
}

/* Put the results file before the parts. */
static bool add_file(struct weaving *weaving, struct error *err) {
  struct parts_list *files = &weaving->files;
  if (!parts_file_is_there(weaving->parts))
    return true;
  char *copy = strdup(weaving->parts->path);
  char **longer = copy == NULL ? NULL : realloc(files->path, (files->count + 1) * sizeof *longer);
  if (longer == NULL) {
    free(copy);
    return error_memory(err, "names of parts");
  }
  memmove(longer + 1, longer, files->count * sizeof *longer);
  longer[0] = copy;
  files->path = longer;
  files->count++;
  weaving->first_part = 1;
  return true;
}

static bool run_weave(struct weaving *weaving, const struct weave *weave, struct error *err) {
  const struct weave_hooks hooks = {.context = weaving, .head = take_head, .excuse = excuse};
  size_t culprit;
  if (weave_hooked((const char *const *)weaving->files.path, weaving->files.count, weaving->parts->folder, weave,
                   &hooks, &culprit, err))
    return true;
  if (culprit != SIZE_MAX && culprit >= weaving->first_part)
    parts_set_aside_bad(weaving->files.path[culprit], err);
  return false;
}

bool parts_weave(const struct parts *parts, const struct weave *weave, struct results *records, struct error *err) {
  struct weaving weaving = {.parts = parts, .records = records};
  if (!parts_list(parts, PARTS_ALL_LEVELS, &weaving.files, err))
    return false;
  const bool ok = add_file(&weaving, err) && run_weave(&weaving, weave, err);
  parts_list_free(&weaving.files);
  return ok;
}
