/* What a results file and its parts hold, in memory, for the tests of parts. */
#ifndef LUTDSE_TESTS_STORE_GATHER_H
#define LUTDSE_TESTS_STORE_GATHER_H

#include "store/parts.h"

/* Scan, and then weave by place into *out, with the records of runs. On failure *out is empty. */
bool gather(const struct parts *parts, struct results *out, struct error *err);

/* Complaints, and what was complained about last. To be the context of parts that are open. */
struct complaints {
  int count;
  char last[1024];
};

void gather_complaint(void *context, const char *message);

/* Open the parts of FOLDER/r.h5, which complain to `complaints`. A failure fails the test. */
void gather_open(struct parts *parts, const char *folder, struct complaints *complaints);

/* How many names in a folder contain a text. */
int gather_count(const char *folder, const char *part_of_name);

#endif
