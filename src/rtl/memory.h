/* The parameter words of a unit (hardware/parameter_words.h) as a file for $readmemh. */
#ifndef LUTDSE_RTL_MEMORY_H
#define LUTDSE_RTL_MEMORY_H

#include "hardware/parameter_words.h"
#include "rtl/rtl.h"

/*
 * The words of every scale, one after the other: of W words for a scale, word s W + a goes to address a for scale
 * number s. In hexadecimal, one in a line, with a comment before each group of them. Of the header only name and spec
 * are told. *text is zero-terminated and the caller's to free. Fails with ERROR_INTERNAL if memory runs out.
 */
bool rtl_memory(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header,
                char **text, struct error *err);

#endif
