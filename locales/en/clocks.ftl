## clocks: clocks, penalty
