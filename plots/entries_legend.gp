plot NaN with lines linewidth 1.4 linecolor rgb 'black' title 'proven optimum', \
  for [k = 1:colour_count] keyentry with points pointtype shape(k, 1) pointsize 0.5 linecolor rgb colour(k) \
    title engines[k]
unset multiplot
unset output
