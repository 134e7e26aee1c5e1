#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *err, enum error_kind kind, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  err->kind = kind;
  (void)vsnprintf(err->text, sizeof err->text, format, arguments);
  va_end(arguments);
  return false;
}

/* Cut at the end of the buffer, like everything here. */
static void append(struct error *err, const char *text) {
  const size_t used = strlen(err->text), length = strnlen(text, sizeof err->text - 1 - used);
  memcpy(err->text + used, text, length);
  err->text[used + length] = '\0';
}

bool error_prefix(struct error *err, const char *format, ...) {
  char tail[sizeof err->text];
  memcpy(tail, err->text, sizeof tail);
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(err->text, sizeof err->text, format, arguments);
  va_end(arguments);
  append(err, ": ");
  append(err, tail);
  return false;
}

bool error_memory(struct error *err, const char *what) {
  return error_set(err, ERROR_INTERNAL, "out of memory (%s)", what);
}
