/* Fronts as a results file has stored them: a few rows, whatever the size of the file. Internal to src/front/. */
#ifndef LUTDSE_FRONT_DIGEST_STORED_H
#define LUTDSE_FRONT_DIGEST_STORED_H

#include "front/digest.h"
#include "front/digest_scan.h"

/* Whether what the file has stored answers a request. */
bool digest_is_stored(const struct front_source *source, const struct digest_request *request);

/* digest_make() where it does. Fails with ERROR_INPUT where fronts and designs disagree. */
bool digest_make_stored(struct digest *out, struct front_source *source, const struct digest_request *request,
                        struct error *err);

#endif
