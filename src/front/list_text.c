#include "front/list_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_append_item(char *text, size_t size, const char *format, ...) {
  char item[128];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(item, sizeof item, format, arguments);
  va_end(arguments);
  const size_t used = strlen(text);
  (void)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", item);
}
