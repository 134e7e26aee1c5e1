/* Compiled once per instruction set, with CPU_KERNELS and CPU_KERNELS_NAME set by the build. */
#include "cpu/kernels.h"

#include "gpu/baseline_kernels.h"
#include "gpu/island_kernels.h"
#include "gpu/nnlut_kernels.h"
#include "gpu/problem_kernels.h"

const struct cpu_kernels CPU_KERNELS = {CPU_KERNELS_NAME,
                                        islands_epoch,
                                        islands_score,
                                        cost_table,
                                        optimum_row,
                                        probe,
                                        {gqa_epoch, gade_epoch, nnlut_epoch}};
