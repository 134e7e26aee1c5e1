# Write OUTPUT from INPUT with VERSION and the commit of SOURCE_DIR. Its time stamp moves only if its content does.
# Without git, or outside a checkout, the commit is "unknown".
set(COMMIT "unknown")
if(GIT)
  # Whoever builds a tree trusts it, whoever owns it (a container's root often does not).
  set(git ${GIT} -c safe.directory=${SOURCE_DIR} -C ${SOURCE_DIR})
  # An unpacked release inside somebody else's repository is not at the top of it.
  execute_process(COMMAND ${git} rev-parse --show-cdup
    OUTPUT_VARIABLE up OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed AND up STREQUAL "")
    execute_process(COMMAND ${git} describe --always --dirty --abbrev=12 "--exclude=*"
      OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
    if(NOT failed)
      set(COMMIT ${found})
    endif()
  endif()
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
