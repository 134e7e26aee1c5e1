/* A real results file to be changed by fuzz targets: it is made anew, so that it is always of today's schema. */
#ifndef LUTDSE_TESTS_FUZZ_RESULTS_FILE_H
#define LUTDSE_TESTS_FUZZ_RESULTS_FILE_H

#include <stddef.h>

/* The bytes of a sealed file of some points with everything a file may hold; the same ones in every call. */
const unsigned char *results_file_bytes(size_t *size);

#endif
