/*
 * The options that eval and export share: what files in GQA-LUT's format do not say.
 */
#ifndef LUTDSE_CLI_GQA_OPTIONS_H
#define LUTDSE_CLI_GQA_OPTIONS_H

#include "cli/cli.h"
#include "model/spec.h"

struct gqa_options {
  const char *given; /* the last of the options that was given, or NULL */
  bool has_tails;    /* --tails was given */
  struct spec spec;  /* formats, scales (none: every scale of the file), tails and input width */
};

/* 8 bits, slopes and intercepts Q(8,6), free tails. */
struct gqa_options gqa_options_default(void);

/* An argp child; its input is a struct gqa_options. The width of inputs is left to the parent. */
extern const struct argp gqa_options_argp;

/* What the group of options is for, as a heading of --help. */
#define GQA_OPTIONS_HEADING "For files in GQA-LUT's format, which say nothing of this:"

#endif
