#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fake.h"

void fake_log(const char *format, ...) {
  const char *path = getenv("FAKE_CUDA_LOG");
  if (path == NULL)
    return;
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  if (length > (int)sizeof line - 2)
    length = (int)sizeof line - 2;
  line[length++] = '\n';
  /* One write in append mode, so that lines of several threads stay whole. */
  const int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || write(file, line, (size_t)length) != length)
    abort();
  (void)close(file);
}

long fake_number(const char *name, long otherwise) {
  const char *text = getenv(name);
  return text != NULL ? strtol(text, NULL, 10) : otherwise;
}

bool fake_is_due(const char *name, unsigned long count) {
  const char *text = getenv(name);
  if (text == NULL)
    return false;
  char *rest = NULL;
  const unsigned long first = strtoul(text, &rest, 10);
  return *rest == '+' ? count >= first : count == first;
}
