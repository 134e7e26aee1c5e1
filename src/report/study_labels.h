/* Which settings of a study are shown, and what they are called. Internal to src/report/. */
#ifndef LUTDSE_REPORT_STUDY_LABELS_H
#define LUTDSE_REPORT_STUDY_LABELS_H

#include "report/study.h"

/* Fill in the families and study->shown: settings with several methods, or all where none has. */
void study_choose(struct study *study);

/* Fill in the labels. */
void study_name(struct study *study);

/* "Q(8,6)", or "Q(8,6), Q(9,6)" for slopes and intercepts; in dynamic fixed point "Q(8,7)x8". Returns `text`. */
const char *study_formats_text(const struct spec *spec, char *text, size_t size);

/* "2^-6" where the number is a power of two, else "0.3". Returns `text`. */
const char *study_scale_text(double scale, char *text, size_t size);

/* The same for print: "2⁻⁶". */
const char *study_scale_label(double scale, char *text, size_t size);

#endif
