#include "export/text_buffer.h"

#include <stdlib.h>

bool text_buffer_begin(struct text_buffer *buffer, struct error *err) {
  *buffer = (struct text_buffer){.out = NULL};
  buffer->out = open_memstream(&buffer->data, &buffer->size);
  return buffer->out != NULL || error_memory(err, "text");
}

bool text_buffer_end(struct text_buffer *buffer, char **out, struct error *err) {
  const bool failed = ferror(buffer->out) != 0;
  *out = NULL;
  if (fclose(buffer->out) != 0 || failed) {
    free(buffer->data);
    return error_memory(err, "text");
  }
  *out = buffer->data;
  return true;
}

const char *real_text(char text[REAL_TEXT_SIZE], double value) {
  enum { DIGITS_FEW = 6, DIGITS_ALL = 17 };
  for (int digits = DIGITS_FEW; digits <= DIGITS_ALL; digits++) {
    (void)snprintf(text, REAL_TEXT_SIZE, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  return text;
}
