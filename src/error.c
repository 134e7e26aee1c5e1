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

bool error_prefix(struct error *err, const char *format, ...) {
  char tail[sizeof err->text];
  memcpy(tail, err->text, sizeof tail);
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(err->text, sizeof err->text, format, arguments);
  va_end(arguments);
  if (length >= 0 && (size_t)length < sizeof err->text)
    (void)snprintf(err->text + length, sizeof err->text - (size_t)length, ": %s", tail);
  return false;
}

bool error_memory(struct error *err, const char *what) {
  return error_set(err, ERROR_INTERNAL, "out of memory (%s)", what);
}
