# lutdse_embed(TARGET SYMBOL FILE...): compile the files, one after the other, into `TARGET` as the
# zero-terminated string `const char SYMBOL[]`.
function(lutdse_embed target symbol)
  set(output ${PROJECT_BINARY_DIR}/generated/${symbol}.c)
  string(REPLACE ";" "|" files "${ARGN}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DSYMBOL=${symbol} "-DFILES=${files}"
      -P ${PROJECT_SOURCE_DIR}/cmake/EmbedScript.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/EmbedScript.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
