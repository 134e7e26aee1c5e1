# What `cmake --install` puts beside the program: man page, bash completion, sweeps, licence.
find_program(SCDOC scdoc)
if(SCDOC AND EXISTS ${PROJECT_SOURCE_DIR}/docs/lutdse.1.scd)
  set(man_page ${PROJECT_BINARY_DIR}/lutdse.1)
  add_custom_command(OUTPUT ${man_page}
    COMMAND ${SCDOC} < ${PROJECT_SOURCE_DIR}/docs/lutdse.1.scd > ${man_page}
    DEPENDS ${PROJECT_SOURCE_DIR}/docs/lutdse.1.scd
    VERBATIM)
  add_custom_target(lutdse_man ALL DEPENDS ${man_page})
  install(FILES ${man_page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/docs/lutdse.bash)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/lutdse.bash
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME lutdse)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sweeps DESTINATION ${CMAKE_INSTALL_DATADIR}/lutdse)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
