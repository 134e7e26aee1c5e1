#include "cli/command_line.h"

#include <stdio.h>

void command_line_join(int argc, char **argv, char *text, size_t size) {
  size_t length = 0;
  text[0] = '\0';
  for (int i = 0; i < argc && length < size; i++)
    length += (size_t)snprintf(text + length, size - length, "%s%s", i > 0 ? " " : "", argv[i]);
}
