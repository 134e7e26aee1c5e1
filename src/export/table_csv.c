#include "export/table_csv.h"

#include <inttypes.h>

#include "export/text_buffer.h"

static void put_titles(FILE *out, const struct artefact *artefact) {
  const struct scale_set *scales = &artefact->spec->scales;
  char text[REAL_TEXT_SIZE];
  (void)fprintf(out, "entry,from,to,slope,intercept,slope_code,intercept_code");
  for (int s = 0; s < scales->count; s++)
    (void)fprintf(out, ",threshold_%s", real_text(text, scales->scale[s]));
  for (int s = 0; s < scales->count; s++)
    (void)fprintf(out, ",addend_%s", real_text(text, scales->scale[s]));
  (void)fprintf(out, "\n");
}

/* A breakpoint as a real number; the outermost entries go on for ever. */
static void put_bound(FILE *out, const struct artefact *artefact, int breakpoint) {
  char text[REAL_TEXT_SIZE];
  if (breakpoint < 0 || breakpoint == artefact->design.entries - 1)
    (void)fprintf(out, ",%sinf", breakpoint < 0 ? "-" : "");
  else
    (void)fprintf(out, ",%s",
                  real_text(text, artefact->design.breakpoint[breakpoint] * scale_set_finest(&artefact->spec->scales)));
}

static void put_entry(FILE *out, const struct artefact *artefact, int i) {
  const struct spec *spec = artefact->spec;
  const struct design *design = &artefact->design;
  char slope[REAL_TEXT_SIZE], intercept[REAL_TEXT_SIZE];
  (void)fprintf(out, "%d", i);
  put_bound(out, artefact, i - 1);
  put_bound(out, artefact, i);
  (void)fprintf(out, ",%s,%s,%" PRId32 ",%" PRId32, real_text(slope, format_value(spec->slope, design->slope[i])),
                real_text(intercept, format_value(spec->intercept, design->intercept[i])), design->slope[i],
                design->intercept[i]);
  const int32_t last = spec_codes(spec).last;
  for (int s = 0; s < spec->scales.count; s++)
    (void)fprintf(out, ",%" PRId32, i < design->entries - 1 ? artefact->threshold[s][i] : last);
  for (int s = 0; s < spec->scales.count; s++)
    (void)fprintf(out, ",%.0f", artefact_addend(artefact, s, i) + 0.0);
  (void)fprintf(out, "\n");
}

bool table_csv_text(const struct artefact *artefact, char **out, struct error *err) {
  struct text_buffer buffer;
  *out = NULL;
  if (!text_buffer_begin(&buffer, err))
    return false;
  put_titles(buffer.out, artefact);
  for (int i = 0; i < artefact->design.entries; i++)
    put_entry(buffer.out, artefact, i);
  return text_buffer_end(&buffer, out, err);
}
