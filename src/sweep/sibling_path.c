#include "sweep/sibling_path.h"

#include <stdio.h>
#include <string.h>

bool sibling_path(struct yaml_reader *reader, const yaml_node_t *node, char out[SIBLING_PATH_SIZE]) {
  const char *const name = yaml_reader_text(reader, node);
  if (name == NULL)
    return false;
  const char *const slash = strrchr(reader->path, '/');
  const int folder = slash == NULL || name[0] == '/' ? 0 : (int)(slash - reader->path) + 1;
  const int length = snprintf(out, SIBLING_PATH_SIZE, "%.*s%s", folder, reader->path, name);
  return (length >= 0 && length < SIBLING_PATH_SIZE) || yaml_reader_fail(reader, node, "the path is too long");
}
