# No keys, but a scale of colours beside the panels.
legend_count = 0
legend_columns = 1
continuous = 1
