# Compiler options shared by every target. Warnings are errors, on gcc and clang.
add_library(lutdse_options INTERFACE)
target_compile_options(lutdse_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Wstrict-prototypes -Wmissing-prototypes -Werror
  # Bit-identical results on every device: no fused multiply-add that the source does not spell out.
  -ffp-contract=off
  # Loops that say so are vectorised; no OpenMP threads.
  -fopenmp-simd)
target_compile_definitions(lutdse_options INTERFACE _GNU_SOURCE)

if(LUTDSE_SANITIZE)
  target_compile_options(lutdse_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(lutdse_options INTERFACE -fsanitize=address,undefined)
endif()
