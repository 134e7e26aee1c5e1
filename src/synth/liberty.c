#include "synth/liberty.h"

#include <stdlib.h>
#include <string.h>

#include "synth/liberty_read.h"
#include "text_file.h"

static bool read_cells(struct liberty_reader *reader) {
  struct liberty *liberty = reader->liberty;
  size_t count = 0;
  const struct liberty_group *const first = liberty_group_find(reader->library->groups, "cell");
  for (const struct liberty_group *at = first; at != NULL; at = liberty_group_find(at->next, "cell"))
    count++;
  if (count == 0)
    return liberty_fail(reader, reader->library->line, "the library has no cells");
  liberty->cells = arena_take(&liberty->arena, count * sizeof *liberty->cells);
  if (liberty->cells == NULL)
    return error_memory(reader->err, "a cell library");
  for (const struct liberty_group *at = first; at != NULL; at = liberty_group_find(at->next, "cell"))
    if (!liberty_cell_read(reader, at, &liberty->cells[liberty->cell_count++]))
      return false;
  return true;
}

static bool read_library(struct liberty *liberty, const struct liberty_group *library, struct error *err) {
  struct liberty_reader reader = {.liberty = liberty, .library = library, .err = err};
  if (strcmp(library->name, "library") != 0)
    return liberty_fail(&reader, library->line, "'%s' where 'library' should be; is it a Liberty file?", library->name);
  liberty->name = library->argument_count > 0 ? library->arguments[0] : "";
  return liberty_units_read(&reader) && read_cells(&reader);
}

bool liberty_parse(struct liberty *liberty, const char *text, size_t size, const char *path, struct error *err) {
  *liberty = (struct liberty){.path = NULL};
  liberty->path = arena_text(&liberty->arena, path, strlen(path));
  if (liberty->path == NULL)
    return error_memory(err, "a cell library");
  const struct liberty_group *library = liberty_group_parse(&liberty->arena, text, size, path, err);
  const bool ok = library != NULL && read_library(liberty, library, err);
  if (!ok)
    liberty_release(liberty);
  return ok;
}

bool liberty_read(struct liberty *liberty, const char *path, struct error *err) {
  const size_t max = (size_t)512 << 20;
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(path, max, &text, &size, err))
    return false;
  const bool ok = liberty_parse(liberty, text, size, path, err);
  free(text);
  return ok;
}

void liberty_release(struct liberty *liberty) {
  arena_release(&liberty->arena);
  *liberty = (struct liberty){.path = NULL};
}

const struct liberty_cell *liberty_find(const struct liberty *liberty, const char *name) {
  for (size_t i = 0; i < liberty->cell_count; i++)
    if (strcmp(liberty->cells[i].name, name) == 0)
      return &liberty->cells[i];
  return NULL;
}
