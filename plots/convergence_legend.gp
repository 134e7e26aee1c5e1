plot NaN notitle, for [k = 1:(continuous ? 0 : colour_count)] keyentry with lines linewidth 1.2 linecolor rgb colour(k) \
    title colour_label(k), \
  for [e = 1:engine_keys] keyentry with lines linewidth 1 dashtype e linecolor rgb '#606060' title engines[e] noenhanced
unset multiplot
unset output
