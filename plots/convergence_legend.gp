if (!continuous) {
  plot NaN notitle, for [k = 1:colour_count] keyentry with lines linewidth 1.2 linecolor rgb colour(k) \
    title colour_label(k)
} else {
  plot NaN notitle
}
unset multiplot
unset output
