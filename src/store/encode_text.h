/* Texts of rows. Internal to encode.c and encode_head.c. */
#ifndef LUTDSE_STORE_ENCODE_TEXT_H
#define LUTDSE_STORE_ENCODE_TEXT_H

#include <string.h>

#include "store/encode.h"

/* Copy a text up to its end only: what lies behind it in memory must not reach the file. */
#define COPY_TEXT(to, from) copy_text(to, sizeof(to), from, sizeof(from))

static inline void copy_text(char *to, size_t to_size, const char *from, size_t from_size) {
  const size_t length = strnlen(from, from_size);
  memcpy(to, from, length < to_size ? length : to_size - 1);
}

static inline void name_text(char *to, size_t size, const char *name) { copy_text(to, size, name, strlen(name) + 1); }

#endif
