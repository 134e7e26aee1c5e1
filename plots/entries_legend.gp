plot NaN with lines linewidth 1.4 linecolor rgb 'black' title 'proven optimum', \
  for [b = 1:bounds] keyentry with lines linewidth 1.2 dashtype 2 linecolor rgb '#707070' title 'proven bound', \
  for [k = 1:colour_count] keyentry with points pointtype shape(k, 1) pointsize mark_scale * 0.5 linecolor rgb colour(k) \
    title engines[k] noenhanced
unset multiplot
unset output
