#include "export/c_header.h"

#include <string.h>

#include "export/c_writer.h"
#include "export/text_buffer.h"
#include "version.h"

/* A text within a comment, which it must not end. */
static void put_words(FILE *out, const char *text) {
  for (size_t i = 0; text[i] != '\0'; i++) {
    const char before = i > 0 ? text[i - 1] : ' ';
    if ((before == '*' && text[i] == '/') || (before == '/' && text[i] == '*'))
      (void)fputc(' ', out);
    (void)fputc((unsigned char)text[i] < ' ' ? ' ' : text[i], out);
  }
}

static void put_errors(FILE *out, const struct errors *errors) {
  (void)fprintf(out, "mse %.6e, mae %.6e, largest %.6e\n", errors->mse, errors->mae, errors->max_abs);
}

static void put_scales(const struct c_writer *writer) {
  const struct scale_set *scales = &writer->artefact->spec->scales;
  char text[REAL_TEXT_SIZE];
  (void)fprintf(writer->out, " * scales      by number:");
  for (int s = 0; s < scales->count; s++)
    (void)fprintf(writer->out, "%s%d: %s",
                  s == 0       ? " "
                  : s % 6 == 0 ? ",\n *             "
                               : ", ",
                  s, real_text(text, scales->scale[s]));
  (void)fprintf(writer->out, "\n");
}

/* Codes are in the tables as they are computed with: exponents of their own make no difference to a processor. */
static void put_significant(FILE *out, int significant) {
  if (significant != 0)
    (void)fprintf(out, "; at most %d significant bits, two's complement, times a power of two", significant);
  (void)fprintf(out, "\n");
}

static void put_formats(const struct c_writer *writer) {
  const struct spec *spec = writer->artefact->spec;
  (void)fprintf(
      writer->out,
      " * input       code q, %d bits, signed, at the scale S: x = S q; codes beyond the range of %d bits count "
      "as its ends\n",
      spec->in_bits, spec->in_bits);
  put_scales(writer);
  (void)fprintf(writer->out, " * slopes      Q(%d,%d): %d bits, %d of them fraction", spec->slope.bits,
                spec->slope.frac, spec->slope.bits, spec->slope.frac);
  put_significant(writer->out, spec->slope_significant);
  (void)fprintf(writer->out, " * intercepts  Q(%d,%d)", spec->intercept.bits, spec->intercept.frac);
  put_significant(writer->out, spec->intercept_significant);
  if (spec->ranges > 0)
    (void)fprintf(writer->out,
                  " * ranges      %d: codes beyond the domain are reduced to it, outputs shifted accordingly\n",
                  spec->ranges);
  (void)fprintf(writer->out, " * outside     %s\n",
                spec->tails == TAILS_CLAMP       ? "codes count as the nearest one in the domain (clamp)"
                : spec->tails == TAILS_ASYMPTOTE ? "the outermost lines go on: the function's tails (asymptote)"
                                                 : "the outermost lines go on (free)");
}

static void put_figures(const struct c_writer *writer) {
  const struct artefact *artefact = writer->artefact;
  const struct output_stage *output = &artefact->spec->output;
  char text[REAL_TEXT_SIZE];
  (void)fprintf(writer->out, " * error       ");
  put_errors(writer->out, &artefact->score.exact);
  if (output->bits == 0)
    return;
  (void)fprintf(writer->out, " * output      %d bits at scale %s, error ", output->bits,
                real_text(text, output->scale));
  put_errors(writer->out, &artefact->score.requantised);
}

static void put_usage(const struct c_writer *writer) {
  FILE *const out = writer->out;
  const struct output_stage *output = &writer->artefact->spec->output;
  char text[REAL_TEXT_SIZE];
  (void)fprintf(
      out, " * %s_acc(q, scale) is the exact output in units of %s_unit[scale]; `scale` is the number of a scale.\n",
      writer->name, writer->name);
  if (writer->unit.requantised)
    (void)fprintf(out,
                  " * %s(q, scale) is the output as a code of %d bits at scale %s: rounded half to even, saturated.\n",
                  writer->name, output->bits, real_text(text, output->scale));
  if (writer->not_scaled != NULL) {
    (void)fprintf(out, " * There is no function for the output as a code: ");
    put_words(out, writer->not_scaled);
    (void)fprintf(out, ".\n");
  }
  (void)fprintf(out, " * All arithmetic is that of integers; %s_unit is for you.\n", writer->name);
}

static void put_comment(const struct c_writer *writer) {
  const struct function *function = writer->artefact->spec->function;
  char lo[REAL_TEXT_SIZE], hi[REAL_TEXT_SIZE];
  (void)fprintf(writer->out, "/*\n * %s: ", writer->name);
  put_words(writer->out, function->name);
  (void)fprintf(writer->out, "(x) = ");
  put_words(writer->out, function->formula);
  (void)fprintf(writer->out, " on [%s, %s] by %d straight lines.\n * Written by lutdse " LUTDSE_VERSION ".\n *\n",
                real_text(lo, function->lo), real_text(hi, function->hi), writer->artefact->design.entries);
  put_formats(writer);
  put_figures(writer);
  (void)fprintf(writer->out, " *\n");
  put_usage(writer);
  (void)fprintf(writer->out, " */\n");
}

static void put_header(const struct c_writer *writer) {
  FILE *const out = writer->out;
  put_comment(writer);
  (void)fprintf(out, "#ifndef %s_H\n#define %s_H\n\n#include <stdint.h>\n\n", writer->upper, writer->upper);
  c_writer_tables(writer);
  c_writer_functions(writer);
  (void)fprintf(out, "#endif\n");
}

/*
 * The unit that the functions compute. How its entry is found and where its table is kept make no difference here, and
 * half a table puts out what the whole one does.
 */
static bool set_unit(struct c_writer *writer, struct error *note, struct error *err) {
  static const struct hardware plain = {.storage = STORAGE_ROM, .selector = SELECT_ONE_HOT};
  const struct artefact *artefact = writer->artefact;
  *note = (struct error){.kind = ERROR_NONE};
  struct spec spec = *artefact->spec;
  spec.restriction = (struct restriction){.mirrored = false};
  if (!unit_create(&writer->unit, &spec, &plain, note)) {
    spec.output.bits = 0;
    if (artefact->spec->output.bits == 0 || !unit_create(&writer->unit, &spec, &plain, err)) {
      *err = *note;
      return false;
    }
    writer->not_scaled = note->text;
  }
  unit_content(&writer->content, &writer->unit, &spec, &artefact->design);
  if (artefact->own_thresholds)
    memcpy(writer->content.threshold, artefact->threshold, sizeof writer->content.threshold);
  const struct unit *unit = &writer->unit;
  const struct shift_range output = unit_shift_range(unit->output_shift, unit->scale_count);
  writer->width = unit_result_bits(unit) + (output.least < 0 ? -output.least : 0) < 32 ? 32 : 64;
  writer->addends = unit->prescaled || unit_shift_range(unit->intercept_shift, unit->scale_count).least < 0;
  return true;
}

bool c_header_text(const struct artefact *artefact, char **out, struct error *note, struct error *err) {
  struct c_writer writer = {.artefact = artefact, .name = artefact->name};
  identifier_upper(writer.upper, artefact->name);
  struct text_buffer buffer;
  *out = NULL;
  if (!set_unit(&writer, note, err) || !text_buffer_begin(&buffer, err))
    return false;
  writer.out = buffer.out;
  put_header(&writer);
  return text_buffer_end(&buffer, out, err);
}
