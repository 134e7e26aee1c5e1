/* Names that C, C++ and SystemVerilog all take. */
#ifndef LUTDSE_EXPORT_IDENTIFIER_H
#define LUTDSE_EXPORT_IDENTIFIER_H

enum { IDENTIFIER_SIZE = 64 }; /* with the terminating zero */

/*
 * An identifier from any text: what is neither a letter, a digit nor '_' becomes '_', a leading digit or '_' gets a
 * 't' before it, a keyword of one of the languages or a function of <math.h> a '_' after it. Cut to the size. An empty
 * text becomes "t".
 */
void identifier_make(char out[IDENTIFIER_SIZE], const char *text);

/* The same in upper case, for macros. */
void identifier_upper(char out[IDENTIFIER_SIZE], const char *identifier);

#endif
