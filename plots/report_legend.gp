set key at screen 0.5,1 - 0.03 / height center top horizontal maxcols legend_columns Left reverse samplen 1.8 width 1 font ',7'
if (exists('marks_alone')) {
  plot NaN notitle, for [k in shown_lines] keyentry with points pointsize mark_scale * 0.5 \
    pointtype line_shapes[int(k)] linecolor rgb line_colours[int(k)] title labels[int(k)] noenhanced
} else {
  plot NaN notitle, for [k in shown_lines] keyentry with linespoints linewidth 1.3 pointsize mark_scale * 0.5 \
  dashtype line_dashes[int(k)] pointtype line_shapes[int(k)] linecolor rgb line_colours[int(k)] \
  title labels[int(k)] noenhanced
}
unset multiplot
unset output
