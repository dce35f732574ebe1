## portfolio: portfolio
