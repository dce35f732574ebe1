## crosswalk: crosswalk, divergence
