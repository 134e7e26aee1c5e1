/* SVG as gnuplot writes it, within a page. */
#ifndef LUTDSE_REPORT_SVG_H
#define LUTDSE_REPORT_SVG_H

#include <stddef.h>
#include <stdio.h>

/*
 * Write an <svg> element without what stands before it, without name spaces and title, its names (id="NAME", #NAME)
 * with the prefix "fNUMBER-", those that gnuplot gives plots left out, `stem` as its name for readers that see no
 * pictures. It scales with its box.
 */
void svg_write_inline(FILE *out, const char *svg, size_t number, const char *stem);

#endif
