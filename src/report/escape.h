/* Text in the syntax of the documents that a report consists of. */
#ifndef LUTDSE_REPORT_ESCAPE_H
#define LUTDSE_REPORT_ESCAPE_H

#include <stdio.h>

/*
 * Text for HTML that is XML as well, between tags or in a quoted attribute: & < > " and ' become entities, control
 * characters that XML has no place for become U+FFFD, and so do bytes that are not UTF-8.
 */
void escape_html(FILE *out, const char *text);

/* Text for LaTeX: its special characters as commands, and the few letters and signs beyond ASCII that labels have. */
void escape_latex(FILE *out, const char *text);

/* A field of comma-separated values (RFC 4180): in quotes where it must be. */
void escape_csv(FILE *out, const char *text);

/* Text within single quotes of gnuplot, which doubles these; line ends become blanks. Without the outer quotes. */
void escape_gnuplot(FILE *out, const char *text);

/* How a number is written. */
enum number_syntax { NUMBER_HTML, NUMBER_LATEX, NUMBER_CSV };

/*
 * A number with so many significant digits: as it is from 0.001 to 99999, else as a power of ten. As CSV it has as many
 * digits as it takes to read it back. 0 digits: the whole number it is nearest to. NaN is a dash, or nothing in CSV;
 * infinity is a sign, or "inf" in CSV.
 */
void number_write(FILE *out, enum number_syntax syntax, double value, int digits);

#endif
