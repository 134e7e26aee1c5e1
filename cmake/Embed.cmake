# lutdse_embed(TARGET SYMBOL [STRIP_INCLUDES] FILE...): compile the files, one after the other, into `TARGET` as the
# zero-terminated string `const char SYMBOL[]`.
function(lutdse_embed target symbol)
  cmake_parse_arguments(PARSE_ARGV 2 embed "STRIP_INCLUDES" "" "")
  set(output ${PROJECT_BINARY_DIR}/generated/${symbol}.c)
  string(REPLACE ";" "|" files "${embed_UNPARSED_ARGUMENTS}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DSYMBOL=${symbol} "-DFILES=${files}" -DSTRIP=${embed_STRIP_INCLUDES}
      -P ${PROJECT_SOURCE_DIR}/cmake/EmbedScript.cmake
    DEPENDS ${embed_UNPARSED_ARGUMENTS} ${PROJECT_SOURCE_DIR}/cmake/EmbedScript.cmake
    VERBATIM)
  # A library of its own, because a generated source is only known in the folder that generates it.
  add_library(${symbol} OBJECT ${output})
  target_link_libraries(${symbol} PRIVATE lutdse_options)
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${symbol}>)
endfunction()
