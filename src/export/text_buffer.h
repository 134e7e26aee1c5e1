/* A text that grows by printing to it. */
#ifndef LUTDSE_EXPORT_TEXT_BUFFER_H
#define LUTDSE_EXPORT_TEXT_BUFFER_H

#include <stddef.h>
#include <stdio.h>

#include "error.h"

struct text_buffer {
  FILE *out; /* print here */
  char *data;
  size_t size;
};

/* Fails with ERROR_INTERNAL if memory runs out. */
bool text_buffer_begin(struct text_buffer *buffer, struct error *err);

/* Hand over the text, zero-terminated, to be freed by the caller. Fails with ERROR_INTERNAL if memory ran out. */
bool text_buffer_end(struct text_buffer *buffer, char **out, struct error *err);

enum { REAL_TEXT_SIZE = 32 };

/* A number with no more digits than it takes to read back as the same double, in C's syntax; returns `text`. */
const char *real_text(char text[REAL_TEXT_SIZE], double value);

#endif
