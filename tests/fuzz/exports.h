/* What a fuzz target does with a table. */
#ifndef LUTDSE_TESTS_FUZZ_EXPORTS_H
#define LUTDSE_TESTS_FUZZ_EXPORTS_H

#include "export/artefact.h"

/* The texts of a table: made, or refused for a reason. */
void exports_try(const struct artefact *artefact);

#endif
