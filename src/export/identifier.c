#include "export/identifier.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/*
 * Words with a meaning of their own: of C and C++, of SystemVerilog (IEEE 1800-2017, annex B), and the functions of
 * <math.h> with short names, which a compiler knows without the header. Words with a '_' in front cannot come here.
 */
static const char *const reserved[] = {
    " accept_on alias alignas alignof always always_comb always_ff always_latch and and_eq asm assert assign assume "
    "auto automatic before begin bind bins binsof bit bitand bitor bool break buf bufif0 bufif1 byte case casex casez "
    "catch cell chandle char char16_t char32_t checker class clocking cmos compl config const const_cast constexpr "
    "constraint context continue cover covergroup coverpoint cross deassign decltype default defparam delete design "
    "disable dist do double dynamic_cast edge else end endcase endchecker endclass endclocking endconfig endfunction "
    "endgenerate endgroup endinterface endmodule endpackage endprimitive endprogram endproperty endsequence endspecify "
    "endtable endtask enum event eventually expect explicit export extends extern false final first_match float for "
    "force foreach forever fork forkjoin friend function generate genvar global goto highz0 highz1 if iff ifnone "
    "ignore_bins illegal_bins implements implies import incdir include initial inline inout input inside instance int "
    "integer interconnect interface intersect join join_any join_none large let liblist library local localparam logic "
    "long longint macromodule matches medium modport module mutable namespace nand negedge nettype new nexttime "
    "noexcept nmos nor noshowcancelled not not_eq notif0 notif1 null nullptr operator or or_eq output package packed "
    "parameter pmos posedge primitive priority private program property protected public pull0 pull1 pulldown pullup "
    "pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase randsequence rcmos real realtime ref reg register "
    "reinterpret_cast reject_on release repeat restrict return rnmos rpmos rtran rtranif0 rtranif1 s_always "
    "s_eventually s_nexttime s_until s_until_with scalared sequence short shortint shortreal showcancelled signed "
    "sizeof small soft solve specify specparam static static_assert static_cast string strong strong0 strong1 struct "
    "super supply0 supply1 switch sync_accept_on sync_reject_on table tagged task template this thread_local "
    "throughout throw time timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 triand trior trireg true try type "
    "typedef typeid typename union unique unique0 unsigned until until_with untyped use using uwire var vectored "
    "virtual void volatile wait wait_order wand wchar_t weak weak0 weak1 while wildcard wire with within wor xnor xor "
    "xor_eq ",
    " acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma "
    "fmax fmin fmod frexp hypot ilogb j0 j1 jn ldexp lgamma log log10 log1p log2 logb lrint lround main modf nan pow "
    "remainder remquo rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc y0 y1 yn "};

static bool is_reserved(const char *word) {
  char spaced[IDENTIFIER_SIZE + 2];
  (void)snprintf(spaced, sizeof spaced, " %s ", word);
  for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
    if (strstr(reserved[i], spaced) != NULL)
      return true;
  return false;
}

/* Of the locale's classes none is wanted: identifiers are ASCII. */
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

void identifier_make(char out[IDENTIFIER_SIZE], const char *text) {
  size_t length = 0;
  if (!is_letter(text[0]))
    out[length++] = 't';
  for (size_t i = 0; text[i] != '\0' && length < IDENTIFIER_SIZE - 2; i++)
    out[length++] = is_letter(text[i]) || is_digit(text[i]) ? text[i] : '_';
  out[length] = '\0';
  if (is_reserved(out)) {
    out[length] = '_';
    out[length + 1] = '\0';
  }
}

void identifier_upper(char out[IDENTIFIER_SIZE], const char *identifier) {
  size_t i = 0;
  for (; identifier[i] != '\0' && i < IDENTIFIER_SIZE - 1; i++)
    out[i] = identifier[i] >= 'a' && identifier[i] <= 'z' ? (char)(identifier[i] - 'a' + 'A') : identifier[i];
  out[i] = '\0';
}
