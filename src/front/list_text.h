/* Lists in messages: "a, b, c". Internal to src/front/. */
#ifndef LUTDSE_FRONT_LIST_TEXT_H
#define LUTDSE_FRONT_LIST_TEXT_H

#include <stddef.h>

/* Append a printf-style item, after ", " unless the text is empty; cut at the end of the buffer. */
void text_append_item(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
