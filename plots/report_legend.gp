set key at screen 0.5,1 - 0.03 / height center top horizontal maxcols legend_columns Left reverse samplen 1.8 width 1 font ',7'
plot for [k = 1:line_count] shown[k] ? 0 : NaN with linespoints linewidth 1.3 pointsize 0.5 dashtype line_dashes[k] \
  pointtype line_shapes[k] linecolor rgb line_colours[k] title (shown[k] ? labels[k] : '') noenhanced
unset multiplot
unset output
