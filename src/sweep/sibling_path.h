/* Paths of files that a sweep names, which are taken from the sweep's own folder. */
#ifndef LUTDSE_SWEEP_SIBLING_PATH_H
#define LUTDSE_SWEEP_SIBLING_PATH_H

#include "sweep/yaml_reader.h"

enum { SIBLING_PATH_SIZE = 4096 };

/* The path that a scalar names, as this process sees it. Fails with the message of a wrong value. */
bool sibling_path(struct yaml_reader *reader, const yaml_node_t *node, char out[SIBLING_PATH_SIZE]);

#endif
